"""What the units of a section's listing have together: which of them are one list, asked for in two ways. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple


class Claim(NamedTuple):
    """What one unit said last."""

    unit: str
    """Its name; empty: the listing's own page."""
    day: str
    number: int | None


def one_list(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of the units that a chain of `pairs` joins the name of one, by the name of each."""
    found: dict[str, str] = {}
    for unit, other in pairs:
        one, its = found.setdefault(unit, unit), found.setdefault(other, other)
        found |= {name: one for name, kept in found.items() if kept == its}
    return found


def together(claims: Iterable[Claim], lists: Mapping[str, str], told_apart: Container[str] = ()) -> int | None:
    """What they state in all: of one list the last statement, of one day the largest; equal numbers once, for they may be one list, unless
    what they name tells them apart (`told_apart`); the page's own statement where that is larger. None where none states more than 0."""
    last: dict[str, tuple[str, int]] = {}
    for unit, day, number in claims:
        name = lists.get(unit, unit)
        if number is not None:
            last[name] = max(last.get(name, ("", 0)), (day, number))
    own = last.pop("", ("", 0))[1]
    counted = {(name if name in told_apart else "", number) for name, (_, number) in last.items()}
    return max(own, sum(number for _, number in counted)) or None
