"""The page as a run of text blocks, and the boxes they lie in, from which every field is read."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.marks import BODY, COMMENT, CRUMB, HEADLINE, TAG_MARKS, TITLED, of_names, of_role
from crawler.extract.words.text import clean, weight
from crawler.extract.words.wording import Wording

UNSHOWN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_TYPES: Final = ("itemtype", "typeof")
TELLING: Final = frozenset(("class", "id", "style", "hidden", "role", "itemprop", "aria-label", *_TYPES))
"""Attributes that say something of a box."""
WHOLE: Final = ("html", "body", "main")
HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


Run = tuple[str, HtmlElement | None]
"""Text as it came, and the anchor it stands in."""


class Box:
    """A block element: a range of blocks. Boxes that hold neither text nor picture are dropped."""

    __slots__ = ("data", "element", "first", "hidden", "last", "marks", "name", "parent", "tag", "under", "used")
    element: HtmlElement
    tag: str
    parent: Box | None
    first: int
    last: int
    used: bool
    """Whether a picture lies in it."""
    name: str
    """Its class attribute."""
    hidden: bool
    """Whether it, or a box it lies in, is not shown."""
    marks: int
    under: int
    """Marks of the box and of all it lies in."""
    data: bool | None
    """Whether it is a table that holds data; None until that is first asked (`crawler.extract.markup.compose`)."""

    @property
    def table(self) -> Box | None:
        """The innermost table that it is or lies in; None when there is none."""
        box: Box | None = self
        while box is not None and box.tag != "table":
            box = box.parent
        return box


def box_of(element: HtmlElement, parent: Box | None = None, first: int = 0) -> Box:
    """A box, with its marks and whether it is shown by its attributes and by the box it lies in."""
    box, tag = Box(), str(element.tag)
    box.element, box.tag, box.parent, box.name, box.data = element, tag, parent, "", None
    box.first = box.last = first
    box.used = box.hidden = False
    marks = TAG_MARKS.get(tag, 0)
    for name, value in element.items():
        if name in TELLING:
            marks |= told_by(box, name, value)
    box.marks = box.under = 0 if tag in WHOLE else marks
    if parent is not None:
        box.under |= parent.under
        box.hidden = box.hidden or parent.hidden
    return box


def told_by(box: Box, name: str, value: str) -> int:
    """The marks that an attribute gives."""
    if name == "class":
        box.name = value
        return of_names(value)
    if name == "id":
        titled = TITLED if value.lower() in ("title", "h1title") else 0
        return titled | (of_names(value) & (HEADLINE | COMMENT) if box.tag in HEADINGS else of_names(value))
    if name == "style":
        box.hidden = box.hidden or ("none" in value and UNSHOWN.search(value) is not None)
    elif name == "hidden":
        box.hidden = True
    elif name == "role":
        return of_role(value)
    elif name == "itemprop":
        return BODY if value == "articleBody" else TITLED if value == "headline" else 0
    elif (name == "aria-label" and "breadcrumb" in value.lower()) or (name in _TYPES and "BreadcrumbList" in value):
        return CRUMB
    return 0


class Block:
    """A paragraph, heading, cell, list item or a line ended by `<br>`; never empty."""

    __slots__ = ("bold", "box", "broken", "index", "level", "linked", "pieces", "size", "text")
    index: int
    text: str
    box: Box
    pieces: list[Run]
    """The text as it came, in runs inside and outside of anchors."""
    size: int
    """Weight of the text."""
    linked: int
    """Weight of the text inside anchors, `size` at most."""
    bold: bool
    """Whether all of it is in bold type."""
    broken: bool
    """Whether a `<br>` ends it."""
    level: int
    """Of a heading 1 to 6; 0: none."""

    @property
    def apart(self) -> str:
        """The text with a blank between its elements: name, day and clock often stand there without any."""
        return clean(" ".join([text for text, _ in self.pieces])) if len(self.pieces) > 1 else self.text

    def reworded(self, text: str) -> Block:
        """The same block with another text."""
        return block_of(self.index, text, self.box, self.pieces, linked=self.linked, bold=self.bold, broken=self.broken)


def block_of(index: int, text: str, box: Box, pieces: list[Run], *, size: int | None = None, linked: int = 0, bold: bool = False,
             broken: bool = False) -> Block:
    """A block of a text that is clean. `size`: another than the text's weight."""
    block, size = Block(), weight(text) if size is None else size
    block.index, block.text, block.box, block.pieces, block.size = index, text, box, pieces, size
    block.linked = linked if linked < size else size
    around = box.parent
    block.bold, block.broken = bold, broken
    block.level = HEADINGS.get(box.tag, 0) or (HEADINGS.get(around.tag, 0) if around is not None else 0)
    return block


class Blocks:
    """A page laid out."""

    __slots__ = ("_wording", "blocks", "boxes", "embeds", "fields", "heads", "hidden", "images", "marked", "octets", "texts")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.texts: list[str] = []
        """The texts of the blocks: what is equal to a text is found in it many times faster than block by block."""
        self.octets: list[bytes] = []
        """The same in UTF-8."""
        self.heads: list[Block] = []
        """Headings, and lines all of which is in bold type."""
        self.boxes: list[Box] = []
        """In the order in which they begin; the first is the root."""
        self.marked: list[Box] = []
        """Those of them that have marks of their own, in the same order."""
        self.hidden: list[Box] = []
        """Those that are not shown though what they lie in is."""
        self.images: list[tuple[int, HtmlElement, Box]] = []
        """Pictures with the number of the block they stand before, and their box."""
        self.embeds: list[tuple[int, HtmlElement]] = []
        self.fields: list[HtmlElement] = []
        """Fields of forms, in order."""
        self._wording: Wording | None = None

    def showing(self, text: str) -> list[int]:
        """The numbers of the blocks that say this and nothing else."""
        texts, at, numbers = self.texts, -1, list[int]()
        for _ in range(texts.count(text)):
            at = texts.index(text, at + 1)
            numbers.append(at)
        return numbers

    @property
    def wording(self) -> Wording:
        """The texts of the blocks, for those who look for a sign in all of them."""
        if self._wording is None:
            self._wording = Wording(self.octets)
        return self._wording
