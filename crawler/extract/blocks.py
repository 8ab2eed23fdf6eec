"""The page as a run of text blocks, and the boxes they lie in: one walk over the tree, from which every field is read."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.marks import of_names, of_role, of_tag
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
    """A block element: a range of blocks. Boxes that hold neither text nor picture are dropped."""

    __slots__ = ("element", "first", "hidden", "last", "marks", "parent", "tag", "under", "used")

    def __init__(self, element: HtmlElement, tag: str, parent: Box | None, first: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.first = self.last = first
        self.marks = 0
        self.under = 0
        """Marks of the box and of all it lies in."""
        self.hidden = False
        """Whether it, or a box it lies in, is not shown."""
        self.used = False
        """Whether a picture lies in it."""

    def settle(self) -> None:
        """Reads marks and visibility off the attributes; the box around must be settled."""
        marks = of_tag(self.tag)
        for name, value in self.element.items():
            if name in ("class", "id"):
                marks |= of_names(value)
            elif name == "style":
                self.hidden = self.hidden or ("none" in value and _UNSHOWN.search(value) is not None)
            elif name == "hidden":
                self.hidden = True
            elif name == "role":
                marks |= of_role(value)
        self.marks = self.under = 0 if self.tag in ("html", "body", "main") else marks
        if self.parent is not None:
            self.under = self.marks | self.parent.under
            self.hidden = self.hidden or self.parent.hidden


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
        self.box = Box(root, str(root.tag), None, 0)
        self.out.boxes.append(self.box)
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
        """Text in the order of the page; blanks between blocks are none."""
        if text.isspace():
            if self.runs:
                self.runs.append((" ", self.anchor))
        else:
            self.runs.append((text, self.anchor))
            if not self.bold:
                self.plain = True

    def enter(self, element: HtmlElement, tag: str) -> None:
        if self.runs:
            self.flush()
        self.box = Box(element, tag, self.box, len(self.out.blocks))
        self.out.boxes.append(self.box)
        if tag == "pre":
            self.pre += 1

    def leave(self, element: HtmlElement, tag: str) -> None:
        box = self.box
        if element is not box.element or box.parent is None:
            return
        if self.runs:
            self.flush()
        box.last = len(self.out.blocks)
        self.box = box.parent
        if tag == "pre":
            self.pre -= 1

    def open_inline(self, element: HtmlElement, tag: str) -> bool:
        """Whether the element is shown."""
        if tag == "a":
            if element.get("href") is not None:
                self.anchor = element
        elif tag in _BOLD:
            self.bold += 1
        elif tag == "span" and is_hidden(element):
            return False
        return True

    def close_inline(self, tag: str) -> None:
        if tag == "a":
            self.anchor = None
        elif tag in _BOLD and self.bold:
            self.bold -= 1

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
            box: Box | None = self.box
            while box is not None and not box.used:
                box.used = True
                box = box.parent
        else:
            self.out.embeds.append((len(self.out.blocks), element))


_EMPTY, _TEXTLESS, _RUNNING = 1, 2, 3
_CODES = dict.fromkeys(_INLINE, _RUNNING) | dict.fromkeys(_SKIPPED | _EMBEDS, _TEXTLESS) | \
    dict.fromkeys(("br", "hr", "img", "image"), _EMPTY)
"""How each tag is walked; those that are not here begin a box."""


def lay_out(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> Blocks:
    """The blocks of a page. `dropped`: elements taken out with all they contain; their tails stay."""
    walk = _Walk(root)
    _follow(walk, root, dropped)
    walk.flush()
    root_box = walk.out.boxes[0]
    root_box.last = len(walk.out.blocks)
    walk.out.boxes = [box for box in walk.out.boxes if box.last > box.first or box.used or box is root_box]
    for box in walk.out.boxes:
        box.settle()
    _unhide(walk.out)
    return walk.out


def _follow(walk: _Walk, root: HtmlElement, dropped: frozenset[HtmlElement]) -> None:
    """The walk itself: each element twice, hence written for speed."""
    events = etree.iterwalk(root, events=("start", "end", "comment"))
    add, code_of = walk.add, _CODES.get
    for event, element in events:
        if event == "start":
            tag = element.tag
            code = code_of(tag)
            if code is None:
                if element is not root and element not in dropped:
                    walk.enter(element, tag)
            elif code == _TEXTLESS:
                if tag in _EMBEDS:
                    walk.single(element, tag)
                if tag not in _LEFT_OPEN or element.find(".//p") is None:
                    events.skip_subtree()
                    continue
            elif code == _EMPTY:
                walk.single(element, tag)
                continue
            elif not walk.open_inline(element, tag):
                events.skip_subtree()
                continue
            if dropped and element in dropped:
                events.skip_subtree()
                continue
            text = element.text
            if text:
                add(text)
        else:
            if event == "comment":
                walk.out.comments.append((len(walk.out.blocks), element.text or ""))
            else:
                tag = element.tag
                code = code_of(tag)
                if code is None:
                    walk.leave(element, tag)
                elif code == _RUNNING:
                    walk.close_inline(tag)
            tail = element.tail
            if tail:
                add(tail)


def _unhide(page: Blocks) -> None:
    """Where most of a page's text is hidden, its scripts show it: then nothing counts as hidden."""
    hidden = sum(block.size for block in page.blocks if block.box.hidden)
    if hidden and 2 * hidden > sum(block.size for block in page.blocks):
        for box in page.boxes:
            box.hidden = False
