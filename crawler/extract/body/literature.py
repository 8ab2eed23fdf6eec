"""Works that a text cites at its end: lists of literature, lists of bare addresses."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from crawler.extract.markup.blocks import Block, Box

_ADDRESS: Final = re.compile(r"\W*(?:\d+\W{1,3})?https?://\S+\W*")
ADDRESSES: Final = 3
"""Lines in a row that are an address alone, from which on they are the list of an article's sources."""
_CITES: Final = ("et al", "doi", "PMC", "PubMed", "Medline", "CrossRef")
_VOLUME: Final = re.compile(r"(?:19|20)\d\d;\s?\d|\d\(\d{1,3}\)\s?:")
"""What a work of literature is cited with: authors, number, volume and issue."""
_IN_ITEMS: Final = frozenset(("p", "div", "span"))
"""What stands around the lines of an item."""
_LITERATURE: Final = re.compile(r"\W*(?:references?|bibliography|literature|works cited|citations|sources|notes)\W*", re.IGNORECASE)
_WORKS: Final = 4
_AT_END: Final = 12
"""Works of a list of literature at least, and lines at the end of a text among which it ends."""


def bare_addresses(latin: list[Block]) -> set[int]:
    """The lines of lists of bare addresses."""
    found: set[int] = set()
    for alone, run in groupby(latin, key=lambda block: "://" in block.text[:20] and _ADDRESS.fullmatch(block.text) is not None):
        numbers = [block.index for block in run] if alone else []
        found.update(numbers if len(numbers) >= ADDRESSES else ())
    return found


def cited(latin: list[Block]) -> set[int]:
    """The list of literature at the end of a text, as papers have it, with its heading."""
    known: dict[Box | None, Box | None] = {}
    last = next((block for block in reversed(latin[-_AT_END:]) if _list_of(block, known) is not None and _is_work(block.text)), None)
    if last is not None and (items := _list_of(last, known)) is not None:
        lines = [one for one in latin if items.first <= one.index < items.last and not _ADDRESS.fullmatch(one.text)]
        cites = sum(_is_work(line.text) for line in lines)
        if lines and cites >= _WORKS and 2 * cites >= len(lines):
            above = latin.index(lines[0]) - 1
            head = {latin[above].index} if above >= 0 and _LITERATURE.fullmatch(latin[above].text) else set[int]()
            return {one.index for one in latin if lines[0].index <= one.index <= latin[-1].index and _list_of(one, known) is items} | head
    return set()


def _is_work(text: str) -> bool:
    """Whether a line cites a work."""
    return text.startswith("^ ") or any(sign in text for sign in _CITES) \
        or ((";" in text or "(" in text) and _VOLUME.search(text) is not None)


def _list_of(block: Block, known: dict[Box | None, Box | None]) -> Box | None:
    """The list that a line is an item of, or stands in an item of. `known`: what was found for the boxes around other lines."""
    box = block.box
    if box.tag == "li" or box.tag not in _IN_ITEMS:
        return box.parent if box.tag == "li" else None
    if box.parent not in known:
        around = box.parent
        while around is not None and around.tag in _IN_ITEMS:
            around = around.parent
        known[box.parent] = around.parent if around is not None and around.tag == "li" else None
    return known[box.parent]
