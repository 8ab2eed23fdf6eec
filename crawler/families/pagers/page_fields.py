"""Fields of choices that turn pages: `<select><option value="list_2.html">2`."""

from __future__ import annotations

import re
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.families.rows.text_days import squeezed

_CHOICE = re.compile(r"(?:第\s?)?(\d{1,4})(?:\s?[页頁])?")
_OF_PAGES = re.compile("[页頁]|page", re.IGNORECASE)
"""What stands about such a field; others choose a year or a month."""
_ADDRESS = re.compile(r"[./?=]")
_MOST_OPTIONS = 2000
"""Choices of a page that are looked at."""


def chosen(root: HtmlElement, resolver: Resolver) -> dict[int, str]:
    """The pages that a field of choices leads to, where there are no anchors: `<option value="list_2.html">2`."""
    numbers: dict[int, str] = {}
    fields = (field for field in root.iter("select") if (around := field.getparent()) is not None
              and _OF_PAGES.search("".join(around.itertext())[-_MOST_OPTIONS:]) is not None)
    for element in islice(chain.from_iterable(field.iter("option") for field in fields), _MOST_OPTIONS):
        number = _CHOICE.fullmatch(squeezed(element.text or ""))
        value = (element.get("value") or "").strip()
        target = resolver.resolve(value) if number is not None and _ADDRESS.search(value) is not None else None
        if number is not None and target is not None:
            numbers.setdefault(int(number[1]), target)
    return numbers


def chosen_page(field: HtmlElement) -> int | None:
    """The page that a field of choices has chosen, where more follow; None where it chooses no pages, or its last is chosen."""
    numbers: list[int] = []
    chosen: int | None = None
    for element in islice(field.iter("option"), _MOST_OPTIONS):
        number = _CHOICE.fullmatch(squeezed(element.text or ""))
        if number is None:
            return None
        numbers.append(int(number[1]))
        chosen = int(number[1]) if element.get("selected") is not None else chosen
    here = chosen if chosen is not None else next(iter(numbers), None)
    return here if here is not None and numbers[0] == 1 and here + 1 in numbers else None


def is_of_pages(field: HtmlElement) -> bool:
    """Whether a field's name, or what stands about it, says that it chooses pages; others choose a year or a month."""
    around = field.getparent()
    return _OF_PAGES.search(field.get("name") or "") is not None or (
        around is not None and _OF_PAGES.search("".join(around.itertext())[-_MOST_OPTIONS:]) is not None)
