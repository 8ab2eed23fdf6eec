"""The page as a run of text blocks, and the boxes they lie in: one walk over the tree, from which every field is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.marks import CHROME, of_names, of_role, of_tag
from crawler.extract.text import clean, clean_lines, weight

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "select", "option", "button", "textarea", "noframes", "canvas", "object",
    "applet", "math", "datalist", "title", "link", "meta", "input", "map", "progress", "meter"))
_EMBEDS = frozenset(("iframe", "video", "audio", "embed", "frame"))
_LEFT_OPEN = frozenset(("button", "svg", "object", "select", "map", "canvas"))
"""Tags that careless pages leave open, so that the article lies in them; told by paragraphs inside."""
_INLINE = frozenset((
    "a", "span", "b", "strong", "i", "em", "font", "u", "s", "small", "sub", "sup", "code", "abbr", "cite", "q", "time", "mark",
    "label", "ins", "del", "strike", "big", "tt", "kbd", "samp", "var", "bdi", "bdo", "nobr", "wbr", "acronym", "dfn", "ruby", "rt", "rp",
    "data",
    "picture", "source", "track", "param", "basefont", "st1", "o:p", "area", "blink", "spacer"))
_BOLD = frozenset(("b", "strong"))
_UNSHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class Box:
    """A block element: a range of blocks."""

    __slots__ = ("depth", "element", "first", "hidden", "last", "marks", "parent", "tag", "under")

    def __init__(self, element: HtmlElement, tag: str, parent: Box | None, first: int, marks: int, hidden: bool) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.first = self.last = first
        self.marks = marks
        self.under: int = marks | (parent.under if parent is not None else 0)
        """Marks of the box and of all it lies in."""
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.hidden: bool = hidden or (parent is not None and parent.hidden)


class Block:
    """A paragraph, heading, cell, list item or a line ended by `<br>`; never empty."""

    __slots__ = ("bold", "box", "broken", "index", "level", "linked", "pieces", "size", "text")

    def __init__(self, index: int, text: str, box: Box, pieces: list[tuple[str, HtmlElement | None]], linked: int,
                 bold: bool, broken: bool) -> None:
        self.index = index
        self.text = text
        self.box = box
        self.pieces = pieces
        """The text as it came, in runs inside and outside of anchors."""
        self.size = weight(text)
        self.linked = min(linked, self.size)
        """Weight of the text inside anchors."""
        self.bold = bold
        """Whether all of it is in bold type."""
        self.broken = broken
        """Whether a `<br>` ends it."""
        self.level = _HEADINGS.get(box.tag, 0)

    def reworded(self, text: str) -> Block:
        """The same block with another text."""
        return Block(self.index, text, self.box, self.pieces, self.linked, self.bold, self.broken)


class Blocks:
    """A page laid out."""

    __slots__ = ("blocks", "boxes", "comments", "embeds", "images")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        """In the order in which they begin; the first is the root."""
        self.images: list[tuple[int, HtmlElement, Box]] = []
        """Pictures with the number of the block they stand before, and their box."""
        self.embeds: list[tuple[int, HtmlElement]] = []
        self.comments: list[tuple[int, str]] = []
        """Mark-up comments with the number of the block they stand before."""


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own attributes keep it from being shown."""
    style = element.get("style")
    return (style is not None and _UNSHOWN.search(style) is not None) or element.get("hidden") is not None


class _Walk:
    """State of the walk: the text run that is being collected, the open boxes."""

    def __init__(self, root: HtmlElement) -> None:
        self.out = Blocks()
        self.box = Box(root, str(root.tag), None, 0, 0, False)
        self.out.boxes.append(self.box)
        self.parts: list[str] = []
        self.runs: list[tuple[str, HtmlElement | None]] = []
        self.anchor: HtmlElement | None = None
        self.bold = 0
        self.plain = False
        self.pre = 0

    def flush(self, broken: bool = False) -> None:
        runs, self.runs = self.runs, []
        raw = runs[0][0] if len(runs) == 1 else "".join([text for text, _ in runs])
        text = clean_lines(raw) if self.pre else clean(raw)
        if not text:
            self.plain = False
            return
        linked = 0
        for run, anchor in runs:
            if anchor is not None:
                linked += weight(run.strip())
        blocks = self.out.blocks
        blocks.append(Block(len(blocks), text, self.box, runs, linked, not self.plain, broken))
        self.plain = False

    def add(self, text: str) -> None:
        self.runs.append((text, self.anchor))
        if not self.bold and not self.plain and not text.isspace():
            self.plain = True

    def enter(self, element: HtmlElement, tag: str) -> None:
        if self.runs:
            self.flush()
        marks = of_tag(tag)
        hidden = False
        for name, value in element.items():
            if name in ("class", "id"):
                marks |= of_names(value)
            elif name == "style":
                hidden = hidden or ("none" in value and _UNSHOWN.search(value) is not None)
            elif name == "hidden":
                hidden = True
            elif name == "role":
                marks |= of_role(value)
        if tag in ("body", "main", "html"):
            marks = 0
        self.box = Box(element, tag, self.box, len(self.out.blocks), marks, hidden)
        self.out.boxes.append(self.box)
        if tag == "pre":
            self.pre += 1

    def leave(self, tag: str) -> None:
        if self.runs:
            self.flush()
        self.box.last = len(self.out.blocks)
        if self.box.parent is not None:
            self.box = self.box.parent
        if tag == "pre":
            self.pre -= 1

    def single(self, element: HtmlElement, tag: str) -> None:
        """An element without content of its own."""
        if tag == "br":
            if self.runs:
                self.flush(True)
        elif tag == "hr":
            if self.runs:
                self.flush()
        elif tag in ("img", "image"):
            self.out.images.append((len(self.out.blocks), element, self.box))
        else:
            self.out.embeds.append((len(self.out.blocks), element))


_SINGLE = frozenset(("br", "hr", "img", "image")) | _EMBEDS
_WITHOUT_TEXT = _SKIPPED | _EMBEDS


def lay_out(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> Blocks:
    """The blocks of a page. `dropped`: elements taken out with all they contain; their tails stay."""
    walk = _Walk(root)
    events = etree.iterwalk(root, events=("start", "end", "comment"))
    skip: Callable[[], Any] = events.skip_subtree
    for event, element in events:
        if event == "start":
            _start(walk, element, skip, dropped)
        elif event == "end":
            _end(walk, element)
        else:
            walk.out.comments.append((len(walk.out.blocks), element.text or ""))
            if element.tail:
                walk.add(element.tail)
    walk.flush()
    walk.out.boxes[0].last = len(walk.out.blocks)
    _unhide(walk.out)
    return walk.out


def _unhide(page: Blocks) -> None:
    """Where most of a page's text is hidden, its scripts show it: then nothing counts as hidden."""
    hidden = sum(block.size for block in page.blocks if block.box.hidden)
    if hidden and 2 * hidden > sum(block.size for block in page.blocks):
        for box in page.boxes:
            box.hidden = False


def _start(walk: _Walk, element: HtmlElement, skip: Callable[[], Any], dropped: frozenset[HtmlElement]) -> None:
    tag = element.tag
    if tag in _SINGLE:
        walk.single(element, tag)
    if element in dropped or (tag in _WITHOUT_TEXT and (tag not in _LEFT_OPEN or element.find(".//p") is None)):
        skip()
        return
    if tag in _INLINE:
        if tag == "a":
            if element.get("href") is not None:
                walk.anchor = element
        elif tag in _BOLD:
            walk.bold += 1
        elif tag == "span" and is_hidden(element):
            skip()
            return
    elif tag not in _SINGLE and element is not walk.out.boxes[0].element:
        walk.enter(element, tag)
    text = element.text
    if text:
        walk.add(text)


def _end(walk: _Walk, element: HtmlElement) -> None:
    tag = element.tag
    if tag in _INLINE:
        if tag == "a":
            walk.anchor = None
        elif tag in _BOLD and walk.bold:
            walk.bold -= 1
    elif tag not in _SINGLE and element is walk.box.element and walk.box.parent is not None:
        walk.leave(tag)
    tail = element.tail
    if tail:
        walk.add(tail)


def is_chrome(box: Box) -> bool:
    """Whether the box, or one it lies in, is navigation, head or foot of the page."""
    return bool(box.under & CHROME)
