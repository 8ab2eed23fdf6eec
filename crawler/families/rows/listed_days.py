"""Days of rows that only the list around them tells: `05/06/2024`, whose order other rows settle; `May 06` or `05-06` below a heading that
is a year, `<h3>2024</h3>`; `06日` below one that is a month, `<h3>2024年05月</h3>`.

What the list does not tell is left open. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

LONGEST = 60
"""Letters of a text that may be such a day, with its label."""
SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d./-])")
_MONTHS = 12
_FEWEST = 3
"""Different days of a list by whose order its days are told."""

Parts = tuple[int, int, int]
"""Of `05/06/2024`: first and second number, year."""


class Short(NamedTuple):
    """A row's month and day, or the year of a heading."""

    row: int
    """Number of the row; -1: a heading."""
    month: int
    """0: not said."""
    day: int
    """Of a heading the year."""


def slashed(text: str) -> Parts | None:
    """The parts of such a day in a short text; None where it has none."""
    match = SLASHED.search(text) if len(text) <= LONGEST else None
    return None if match is None else (int(match[1]), int(match[3]), int(match[4]))


def in_order(days: Sequence[Parts]) -> list[str | None]:
    """The days of a list that writes them so. Which number is the month is told by one above 12, or by that order in which alone the list
    is sorted; where nothing tells, only days that are the same either way."""
    both = [[_day(year, first, second) for first, second, year in days], [_day(year, second, first) for first, second, year in days]]
    whole = [each for each in both if None not in each]
    if len(whole) == 2:
        whole = [each for each in both if _is_sorted([day for day in each if day])] if min(map(_different, both)) >= _FEWEST else []
    if len(whole) == 1:
        return whole[0]
    return [one if one == other else None for one, other in zip(*both, strict=True)]


def in_order_of_two(days: Sequence[Parts]) -> list[str | None]:
    """The days of a list that writes them with a year of two digits before the month, `24-01-03`: where the list is sorted so. Two of one
    month, as a last page may have, tell it too: read from behind they were the same day of different years."""
    told = [_day(2000 + year, month, day) for year, month, day in days]
    fewest = _FEWEST if len({(year, month) for year, month, _ in days if year > _MONTHS}) != 1 else _FEWEST - 1
    is_told = None not in told and _different(told) >= fewest and _is_sorted(told)
    return told if is_told else [None] * len(told)


def _different(days: Sequence[str | None]) -> int:
    return len(set(days))


def below_years(stated: Sequence[Short]) -> dict[int, str]:
    """The day of each row below the heading that is its year, or its month. Years that stand side by side lead to other lists; those of a
    list run one way, as do the days below each: elsewhere nothing is told."""
    blocks = [[*block] for _, block in groupby(stated, key=lambda each: each.row < 0)]
    if len(blocks) < 2 or not all(len(block) == 1 for block in blocks if block[0].row < 0):
        return {}
    years = [(block[0].day, block[0].month) for block in blocks if block[0].row < 0]
    if len(set(years)) < len(years) or not _is_sorted(years):
        return {}
    return dict(_told(blocks))


def _told(blocks: list[list[Short]]) -> Iterator[tuple[int, str]]:
    for heading, rows in pairwise(blocks):
        if heading[0].row < 0 and _is_sorted([(row.month, row.day) for row in rows]):
            _, month, year = heading[0]
            for row in rows:
                day = _day(year, row.month or month, row.day) if month in (0, row.month) or row.month == 0 else None
                if day is not None:
                    yield row.row, day


def _is_sorted(values: Sequence[object]) -> bool:
    return list(values) in (sorted(values), sorted(values, reverse=True))  # type: ignore[type-var]


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
