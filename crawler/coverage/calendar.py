"""Calendar heat maps as SVG paths: a column a week, a row a weekday, one path for each shade. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.coverage.report import Tally
from crawler.coverage.silence import Gap

CELL = 11
"""Width and height of a day with the gap to the next, in SVG units."""
SHADES = ("few", "some", "many", "most", "part", "none", "gap")
"""Days on which all is held, by their number of articles, then days on which some and on which none of the listed are held, then those
of a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of one heat map."""

    year: int
    paths: dict[str, str]
    """By shade: the `d` of an SVG path; shades without a day are left out."""
    months: list[tuple[int, str]]
    """Place and number of each month's first week."""
    listed: int
    extracted: int
    days: int
    """Days with articles."""
    lacking: int
    """Days on which something listed is not held."""


def years(days: Mapping[str, Tally], gaps: Sequence[Gap] = ()) -> list[Year]:
    """The heat maps of the years that have days, newest first."""
    by_year: dict[int, list[tuple[date, Tally]]] = {}
    for day, tally in sorted(days.items()):
        when = date.fromisoformat(day)
        by_year.setdefault(when.year, []).append((when, tally))
    steps = _steps([tally.listed for tally in days.values()])
    made = [_year(year, told, steps) for year, told in sorted(by_year.items(), reverse=True)]
    for gap in gaps:
        first = date.fromisoformat(gap.begins)
        for missed in (first + timedelta(days=number) for number in range(gap.days)):
            for year in made:
                if year.year == missed.year:
                    year.paths["gap"] = year.paths.get("gap", "") + _square(missed)
    return made


def _steps(counts: list[int]) -> tuple[int, int, int]:
    """Numbers of articles above which a day is the next darker: the quarters of the days."""
    ranked = sorted(counts) or [0]
    few, some, many = (ranked[len(ranked) * part // 4] for part in (1, 2, 3))
    return few, some, many


def _year(year: int, told: list[tuple[date, Tally]], steps: tuple[int, int, int]) -> Year:
    paths: dict[str, list[str]] = {}
    first = date(year, 1, 1).weekday()
    for when, tally in told:
        paths.setdefault(_shade(tally, steps), []).append(_square(when))
    months = [(((date(year, month, 1) - date(year, 1, 1)).days + first) // 7 * CELL, str(month)) for month in range(1, 13)]
    return Year(year=year, paths={shade: "".join(paths[shade]) for shade in SHADES if shade in paths}, months=months,
                listed=sum(tally.listed for _, tally in told), extracted=sum(tally.extracted for _, tally in told),
                days=len(told), lacking=sum(not tally.whole for _, tally in told))


def _square(day: date) -> str:
    """The path of one day: its week's column, its weekday's row."""
    place = (day - date(day.year, 1, 1)).days + date(day.year, 1, 1).weekday()
    return f"M{place // 7 * CELL} {place % 7 * CELL}h9v9h-9z"


def _shade(tally: Tally, steps: tuple[int, int, int]) -> str:
    if not tally.whole:
        return "part" if tally.extracted else "none"
    return SHADES[sum(tally.listed > step for step in steps)]


