"""Small forms among the paragraphs in which readers leave their address."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.ground import FIRST, Ground

_MOST_FIELDS: Final = 12
_FORM_LINES: Final = 8
_FORM_PROSE: Final = 240
"""Forms looked at, lines and weight of prose of one at most."""
_MOST_TERMS: Final = 24
_MOST_OF_FORM: Final = 0.25
"""Lines of a form with terms, and its share of a text's prose at most."""
_TERMS = re.compile(r"\byou (?:agree|consent|confirm|acknowledge)\b|privacy (?:policy|notice)|terms (?:of|and)|unsubscribe", re.IGNORECASE)


def signing_up(ground: Ground, blocks: list[Block]) -> set[int]:
    """The lines of small boxes in which readers leave their address, among some blocks and beside them."""
    fields = [field for field in ground.page.fields if _takes_address(field)][:_MOST_FIELDS]
    if not fields:
        return set()
    boxes = ground.page.boxes
    start, end = blocks[0].index - _FORM_LINES, blocks[-1].index + _FORM_LINES  # what begins elsewhere holds none of the blocks
    places = {box.element: box for box in boxes[bisect_left(boxes, start, key=FIRST):bisect_right(boxes, end, key=FIRST)]}
    found: set[int] = set()
    for field in fields:
        box = next((places[above] for above in field.iterancestors() if above in places), None)
        while box is not None and box.last - box.first <= _FORM_LINES and _prose_of(ground, box) <= _FORM_PROSE \
                and not (ground.title is not None and box.first <= ground.title < box.last):
            found.update(range(box.first, box.last))
            box = box.parent
        if (form := _form_about(box)) is not None and form.last - form.first <= _MOST_TERMS and not \
                (ground.title is not None and form.first <= ground.title < form.last) \
                and ground.weight(form) <= _MOST_OF_FORM * sum(ground.prose[block.index] for block in blocks):
            found.update(range(form.first, form.last))
    return found


def _form_about(inner: Box | None) -> Box | None:
    box = inner
    while box is not None and box.tag != "form":
        box = box.parent
    return box


def _prose_of(ground: Ground, box: Box) -> float:
    """Weight of the prose of a box but for its terms."""
    return sum(prose for block in ground.page.blocks[box.first:box.last]
               if (prose := ground.prose[block.index]) and not _TERMS.search(block.text))


def _takes_address(field: HtmlElement) -> bool:
    return (field.get("type") or "").lower() in ("email", "tel") or "email" in (field.get("name") or field.get("placeholder") or "").lower()
