"""Rows without a day of the calendar amid rows that have one: what is pinned to the top of a list, a day that was mistyped (2024-02-30)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.addresses.scope import path_of
from crawler.families.rows.rows import Row, of_element

_LIFTS = 4
"""Levels from what has a row's anchor and day up to the item of the list."""
_ANCHORS = 4
"""Anchors of one row at most."""
_SHORTEST = 4
"""Letters of a title; what turns pages or leads to all of a section has fewer."""
_VARYING = re.compile(r"[0-9a-f]{8,}|\d+")
_MOST = 10_000
"""Items of a page that are looked at."""


def with_brothers(rows: Sequence[tuple[Row, HtmlElement]], counts: Mapping[HtmlElement, int], resolver: Resolver,
                  shape: re.Pattern[str] | None) -> list[Row]:
    """The rows, with those items of their lists between and beside them that lead where articles lie, in the order of the page.

    `rows`: each with the element that it was read from; `counts`: anchors in each element; `shape`: of articles' addresses.
    """
    lists: dict[HtmlElement, list[HtmlElement]] = {}
    items = [_item(place, counts) for _, place in rows]
    for item in items:
        parent = item.getparent()
        if parent is not None:
            lists.setdefault(parent, []).append(item)
    if all(len(each) < 2 or _is_full(parent, each) for parent, each in lists.items()):
        return [row for row, _ in rows]  # nearly all lists
    forms, seen, found = {_form(row[0]) for row, _ in rows if row[0]}, set(items), list[Row]()
    last = {each[-1]: parent for parent, each in lists.items() if len(each) > 1}

    def between(item: HtmlElement, *, before: bool) -> list[Row]:
        passed: list[Row] = []
        for brother in islice(item.itersiblings(item.tag, preceding=before), _MOST):
            if brother in seen:
                break
            seen.add(brother)
            if 0 < counts.get(brother, 0) <= _ANCHORS:
                passed += [row for row in of_element(brother, resolver, alone=True) if _leads_to_one(row, forms, shape)]
        return passed[::-1] if before else passed

    for (row, _), item in zip(rows, items, strict=True):
        is_list = len(lists.get(item.getparent(), ())) > 1
        found += [*(between(item, before=True) if is_list else ()), row, *(between(item, before=False) if item in last else ())]
    return found


def _is_full(parent: HtmlElement, items: list[HtmlElement]) -> bool:
    return len(parent) == len(items)


def _item(place: HtmlElement, counts: Mapping[HtmlElement, int]) -> HtmlElement:
    """The outermost element that has no other anchors than the row's."""
    for _ in range(_LIFTS):
        parent = place.getparent()
        if parent is None or counts.get(parent) != counts.get(place):
            break
        place = parent
    return place


def _leads_to_one(row: Row, forms: set[str], shape: re.Pattern[str] | None) -> bool:
    url, title, _ = row
    return url is not None and title is not None and len(title) >= _SHORTEST and (
        _form(url) in forms or (shape is not None and shape.search(path_of(url)) is not None))


def _form(url: str) -> str:
    return _VARYING.sub("0", url)
