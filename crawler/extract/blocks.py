"""The page as a run of text blocks, and the boxes they lie in: one walk over the tree, from which every field is read."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.marks import BODY, COMMENT, CRUMB, HEADLINE, TAG_MARKS, of_names, of_role
from crawler.extract.text import clean, clean_lines, weight

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "select", "option", "button", "textarea", "noframes", "canvas", "object",
    "applet", "math", "datalist", "desc", "title", "link", "meta", "input", "map", "progress", "meter"))
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
_TYPES = ("itemtype", "typeof")
_WHOLE = ("html", "body", "main")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class Box:
    """A block element: a range of blocks. Boxes that hold neither text nor picture are dropped."""

    __slots__ = ("element", "first", "hidden", "last", "marks", "parent", "tag", "under", "used")

    def __init__(self, element: HtmlElement, tag: str, parent: Box | None, first: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.first = self.last = first
        self.marks = self.under = 0
        """`under`: marks of the box and of all it lies in."""
        self.hidden = self.used = False
        """Whether it, or a box it lies in, is not shown; whether a picture lies in it."""

    def settle(self) -> None:
        """Reads marks and visibility off the attributes; the box around must be settled."""
        marks = TAG_MARKS.get(self.tag, 0)
        hidden = False
        for name, value in self.element.items():
            if name == "class":
                marks |= of_names(value)
            elif name == "id":
                marks |= of_names(value) & (HEADLINE | COMMENT) if self.tag in _HEADINGS else of_names(value)
            elif name == "style":
                hidden = hidden or ("none" in value and _UNSHOWN.search(value) is not None)
            elif name == "hidden":
                hidden = True
            elif name == "role":
                marks |= of_role(value)
            elif name == "itemprop" and value == "articleBody":
                marks |= BODY
            elif (name in _TYPES and "BreadcrumbList" in value) or (name == "aria-label" and "breadcrumb" in value.lower()):
                marks |= CRUMB
        if marks and self.tag in _WHOLE:
            marks = 0
        parent = self.parent
        self.marks = marks
        self.under = marks if parent is None else marks | parent.under
        self.hidden = hidden or (parent is not None and parent.hidden)


class Block:
    """A paragraph, heading, cell, list item or a line ended by `<br>`; never empty."""

    __slots__ = ("bold", "box", "broken", "index", "level", "linked", "pieces", "size", "text")

    def __init__(self, index: int, text: str, box: Box, pieces: list[tuple[str, HtmlElement | None]], size: int,
                 linked: int, bold: bool, broken: bool) -> None:
        self.index = index
        self.text = text
        self.box = box
        self.pieces = pieces
        """The text as it came, in runs inside and outside of anchors."""
        self.size = size
        self.linked = linked if linked < size else size
        """Weight of the text inside anchors."""
        self.bold = bold
        """Whether all of it is in bold type."""
        self.broken = broken
        """Whether a `<br>` ends it."""
        self.level = _HEADINGS.get(box.tag, 0)

    def reworded(self, text: str) -> Block:
        """The same block with another text."""
        return Block(self.index, text, self.box, self.pieces, weight(text), self.linked, self.bold, self.broken)


class Blocks:
    """A page laid out."""

    __slots__ = ("blocks", "boxes", "embeds", "images")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        """In the order in which they begin; the first is the root."""
        self.images: list[tuple[int, HtmlElement, Box]] = []
        """Pictures with the number of the block they stand before, and their box."""
        self.embeds: list[tuple[int, HtmlElement]] = []


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own attributes keep it from being shown."""
    style = element.get("style")
    return (style is not None and _UNSHOWN.search(style) is not None) or element.get("hidden") is not None


_BOX, _ROOT, _ANCHOR, _STRONG, _SPAN, _RUNNING, _EMPTY, _TEXTLESS, _PASSED = range(9)
_CODES: dict[object, int] = dict.fromkeys(_INLINE, _RUNNING) | dict.fromkeys(_SKIPPED | _EMBEDS, _TEXTLESS) | \
    dict.fromkeys(("br", "hr", "img", "image"), _EMPTY) | dict.fromkeys(_BOLD, _STRONG) | \
    {"a": _ANCHOR, "span": _SPAN, etree.Comment: _PASSED, etree.ProcessingInstruction: _PASSED, etree.Entity: _PASSED}
"""How each tag is walked; those that are not here begin a box."""


class _Walk:
    """State of the walk: the text run that is being collected, the open boxes."""

    __slots__ = ("anchor", "bold", "box", "codes", "dropped", "out", "path", "plain", "pre", "runs")

    def __init__(self, root: HtmlElement, dropped: frozenset[HtmlElement]) -> None:
        self.out = Blocks()
        self.box = Box(root, str(root.tag), None, 0)
        self.out.boxes.append(self.box)
        self.dropped = dropped
        self.path: list[HtmlElement] = [None]
        """The open elements, outermost first, behind the root's parent; `codes`: how each ends."""
        self.codes = [_ROOT]
        self.runs: list[tuple[str, HtmlElement | None]] = []
        self.anchor: HtmlElement | None = None
        self.bold = 0
        self.plain = False
        self.pre = 0

    def flush(self, broken: bool = False) -> None:
        """Makes a block of the run."""
        runs, self.runs = self.runs, []
        bold, self.plain = not self.plain, False
        whole = len(runs) == 1 and not self.pre
        raw = runs[0][0] if whole else "".join([text for text, _ in runs])
        text = clean_lines(raw) if self.pre else clean(raw)
        if not text:
            return
        size = weight(text)
        linked = 0
        if whole:
            linked = 0 if runs[0][1] is None else size
        else:
            for run, anchor in runs:
                if anchor is not None:
                    linked += weight(run.strip())
        blocks = self.out.blocks
        blocks.append(Block(len(blocks), text, self.box, runs, size, linked, bold, broken))

    def add(self, text: str) -> None:
        """Text in the order of the page; blanks between blocks are none."""
        if text.isspace():
            if self.runs:
                self.runs.append((" ", self.anchor))
        else:
            self.runs.append((text, self.anchor))
            if not self.bold:
                self.plain = True

    def begin(self, element: HtmlElement, tag: str, code: int) -> int:
        """The element's start tag. Gives the code by which it ends; `_PASSED`: it is not shown, with all it contains."""
        if code == _BOX:
            if self.dropped and element in self.dropped:
                return _PASSED
            if self.runs:
                self.flush()
            self.box = box = Box(element, tag, self.box, len(self.out.blocks))
            self.out.boxes.append(box)
            if tag == "pre":
                self.pre += 1
        elif code == _ANCHOR:
            if element.get("href") is not None:
                self.anchor = element
        elif code == _SPAN:
            if is_hidden(element):
                return _PASSED
        elif code == _STRONG:
            self.bold += 1
        elif code == _EMPTY:
            self.single(element, tag)
        elif code == _TEXTLESS:
            if tag in _EMBEDS:
                self.single(element, tag)
            named = tag == "button" and self.box.tag in _HEADINGS  # the heading of a part that it opens
            if not named and (tag not in _LEFT_OPEN or element.find(".//p") is None):
                return _PASSED
        return code

    def close(self, parent: HtmlElement | None) -> None:
        """The end tags of all that is open inside of `parent`, and the text behind each."""
        path, codes = self.path, self.codes
        while path[-1] is not parent:
            element = path.pop()
            code = codes.pop()
            if code == _BOX:
                self.leave()
            elif code == _ANCHOR:
                self.anchor = None
            elif code == _STRONG and self.bold:
                self.bold -= 1
            tail = element.tail
            if tail and (self.runs or not tail.isspace()):
                self.add(tail)

    def leave(self) -> None:
        """The innermost box ends."""
        if self.runs:
            self.flush()
        box = self.box
        box.last = len(self.out.blocks)
        if box.tag == "pre":
            self.pre -= 1
        self.box = box.parent or box

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


def lay_out(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> Blocks:
    """The blocks of a page. `dropped`: elements taken out with all they contain; their tails stay."""
    walk = _Walk(root, dropped)
    _follow(walk, root)
    walk.flush()
    out = walk.out
    root_box = out.boxes[0]
    root_box.last = len(out.blocks)
    out.boxes = [box for box in out.boxes if box.last > box.first or box.used or box is root_box]
    for box in out.boxes:
        box.settle()
    _unhide(out)
    return out


def _follow(walk: _Walk, root: HtmlElement) -> None:
    """The walk itself, in the order of the page. Elements end when one comes whose parent lies further out."""
    dropped, path, codes = walk.dropped, walk.path, walk.codes
    passed: set[HtmlElement] = set()
    code_of, begin, close, add, comment = _CODES.get, walk.begin, walk.close, walk.add, etree.Comment
    for element in root.iter():
        tag = element.tag
        if tag is comment and not element.tail:
            continue
        parent = element.getparent()
        if passed:
            if parent in passed:
                passed.add(element)
                continue
            passed.clear()
        if path[-1] is not parent:
            close(parent)
        code = code_of(tag, _BOX) if parent is not None else _ROOT
        if code != _RUNNING and code != _ROOT and code != _PASSED:
            code = begin(element, tag, code)
        if code == _PASSED:
            passed.add(element)
            text = element.tail
        else:
            path.append(element)
            codes.append(code)
            text = element.text if code != _EMPTY else None
            if dropped and element in dropped:
                passed.add(element)
                continue
        if text and (walk.runs or not text.isspace()):
            add(text)
    close(None)


def _unhide(page: Blocks) -> None:
    """Where most of a page's text is hidden, its scripts show it: then nothing counts as hidden."""
    hidden = sum(block.size for block in page.blocks if block.box.hidden)
    if hidden and 2 * hidden > sum(block.size for block in page.blocks):
        for box in page.boxes:
            box.hidden = False
