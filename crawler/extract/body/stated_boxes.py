"""Readers that go by what a page says of itself: marks of its content system, tags, microdata, JSON-LD, its headline."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from crawler.extract.headline.title import Title
from crawler.extract.markup.blocks import Box
from crawler.extract.markup.ground import SOME, Ground
from crawler.extract.markup.marks import BODY, CHROME, COMMENT, VENDOR
from crawler.extract.markup.metadata import Metadata
from crawler.extract.words.text import folded

LONG: Final = 200
"""Characters of a text in JSON-LD from which on the page is searched for it."""
_MARKUP: Final = re.compile(r"<[^<>]*>")
Reader = Callable[[Ground, Title, Metadata | None, Box], Box | None]
"""Takes the page, its headline, its tags, and the box that holds the text by its weight; None: the reader sees no article."""


def _vendor_mark(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The box that a content system names as its text; of several beside each other the one around them."""
    outer: list[Box] = []
    for box in ground.named:
        if box.marks & VENDOR and not box.hidden and not box.under & (CHROME | COMMENT) and ground.weight(box) >= SOME \
                and not (outer and box.last <= outer[-1].last):
            outer.append(box)
    if len(outer) > 1 and len({box.parent for box in outer}) == 1:
        return outer[0].parent
    return max(outer, key=ground.weight, default=None)


def _tags_around(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The box in which the page's tags say that the content starts (`<meta name="ContentStart">`)."""
    if metadata is None or not metadata.has("contentstart"):
        return None
    holder = next((element.getparent() for element in ground.page.boxes[0].element.iter("meta")
                   if (element.get("name") or "").lower() == "contentstart"), None)
    return next((box for box in ground.page.boxes[1:] if box.element is holder and box.tag not in ("head", "body")), None)


def _microdata(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The box whose microdata or RDFa call it the article's body."""
    boxes = [box for box in ground.named if box.marks & BODY and not box.hidden and box.element.get("itemprop") == "articleBody"]
    return boxes[0] if len(boxes) == 1 else None


def _near_headline(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The smallest box around the headline that has prose behind it, when the weightiest box is another part of the page: short
    articles stand beside long teasers. None when there is no such doubt."""
    if title.block is None or title.block.level not in (0, 1, 2) or "in " not in (title.rule or ""):
        return None
    around: Box | None = title.block.box
    while around is not None and ground.good[around.last] - ground.good[min(title.block.index + 1, around.last)] < SOME:
        around = around.parent
    if around is None or (around.first <= base.first and base.last <= around.last):
        return None
    return around


def _stated(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The smallest box that shows the text which JSON-LD gives as `articleBody`."""
    text = stated_text(metadata)
    text = folded(text, len(text))
    if len(text) < LONG:
        return None
    shown = [block for block in ground.page.blocks if block.size >= SOME and not block.box.hidden and _beginning(block.text) in text]
    if not shown:
        return None
    box: Box | None = shown[0].box
    while box is not None and not box.first <= shown[-1].index < box.last:
        box = box.parent
    return box


def _beginning(text: str) -> str:
    """The first letters of a text, folded; of most the beginning tells them."""
    some = folded(text, 2 * LONG)
    return (some if len(some) > LONG or len(text) <= 2 * LONG else folded(text))[:LONG]


def stated_text(metadata: Metadata | None) -> str:
    """The article's text in JSON-LD, without mark-up; empty when there is none."""
    stated = metadata.article.get("articleBody") if metadata is not None else None
    if not isinstance(stated, str):
        return ""
    return _MARKUP.sub("\n", unescape(stated)) if "<" in stated or "&" in stated else stated


READERS: tuple[tuple[str, Reader], ...] = (
    ("vendor mark", _vendor_mark), ("content tags", _tags_around), ("microdata", _microdata), ("json-ld articleBody", _stated),
    ("near headline", _near_headline))
"""Readers that are asked beside weight and names, by the names that `Article.found` has for them, best first."""
