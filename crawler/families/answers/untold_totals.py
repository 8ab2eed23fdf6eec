"""A list's total under a name that says nothing, `{"a": 137, "rows": […]}`: believed only where the answer itself settles it.

Two things do: the list ends here, behind other pages, and the number is how many rows came up to its end; or a number beside it is how many
pages of the size that is heeded it makes, `{"x": 137, "y": 14}`. Anything else may be a version, a status or a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.families.calls.claimed import objects_around, plainly
from crawler.families.calls.next_call import OFFSETS, PAGES, SIZES, called, heeded, last_part, size_of
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of
from crawler.page import Page

_OF_ELSE = frozenset(map(plainly, (*PAGES, *SIZES, *OFFSETS, "code", "status", "state", "errcode", "errno", "ret", "result", "version")))
"""Names of numbers that are none of a list."""
_FEWEST_PAGES = 3
"""Pages from which on one number is hardly by chance how many another makes."""


def settled(data: Any, page: Page, given: int) -> int | None:
    """The total of the list of which an answer gives so many rows; None where nothing settles it."""
    asked = size_of(page)
    size = number_of(heeded(page, str(asked))) if asked else None
    if not size or not given:
        return None
    numbers = {number for entry in objects_around(data) for number in _numbers(entry)}
    before = set(_before(page, size))
    if given < size:
        return next((at + given for at in before if at and at + given in numbers), None)
    return next((number for number in sorted(numbers) if (pages := -(-number // size)) in numbers and pages >= _FEWEST_PAGES
                 and pages != size and number >= min(before, default=0) + given), None) if given == size else None


def _numbers(entry: dict[Any, Any]) -> Iterator[int]:
    for name, value in entry.items():
        if isinstance(name, str) and plainly(name) not in _OF_ELSE and isinstance(value, int | str) and not isinstance(value, bool):
            number = number_of(str(value))
            if number is not None:
                yield number


def _before(page: Page, size: int) -> Iterator[int]:
    """How many rows lie before the answer, as its call says: by an offset, or by a page's number, counted from 1 or from 0."""
    asked = {last_part(name): number_of(value, MOST_PAGE_DIGITS) for name, value in called(page).items()}
    at = next((number for name in (*page.told.counter.split(), *PAGES) if (number := asked.get(name)) is not None), None)
    if at is not None:
        yield from (number * size for number in (at - 1, at) if number >= 0)
    else:
        yield from (number for name in OFFSETS if (number := asked.get(name)) is not None)
