"""The page as a run of text blocks, and the boxes they lie in: one walk over the tree, from which every field is read."""

from __future__ import annotations

import re
from typing import Any

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
_ENDS = frozenset(("br", "hr"))
"""Tags that end a line."""
_PICTURES = frozenset(("img", "image"))
_BOLD = frozenset(("b", "strong"))
_UNSHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_TYPES = ("itemtype", "typeof")
_TELLING = frozenset(("id", "style", "hidden", "role", "itemprop", "aria-label", *_TYPES))
"""Attributes beside `class` that say something of a box."""
_WHOLE = ("html", "body", "main")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class Box:
    """A block element: a range of blocks. Boxes that hold neither text nor picture are dropped."""

    __slots__ = ("element", "first", "hidden", "last", "marks", "name", "parent", "pre", "tag", "titled", "under", "used")

    def __init__(self, element: HtmlElement, tag: str, parent: Box | None, first: int) -> None:
        """Reads marks and visibility off the attributes."""
        self.element = element
        self.tag = tag
        self.parent = parent
        self.first = self.last = first
        self.used = self.titled = False
        """Whether a picture lies in it; whether id or microdata call it the headline."""
        self.name = ""
        """Its class attribute."""
        self.pre: bool = tag == "pre" or (parent is not None and parent.pre)
        """Whether its text keeps its line ends."""
        marks = TAG_MARKS.get(tag, 0)
        self.hidden: bool = parent is not None and parent.hidden
        """Whether it, or a box it lies in, is not shown."""
        for name, value in element.items():
            if name == "class":
                self.name = value
                marks |= of_names(value)
            elif name in _TELLING:
                marks |= self._told(name, value)
        if marks and tag in _WHOLE:
            marks = 0
        self.marks = marks
        self.under: int = marks if parent is None else marks | parent.under
        """Marks of the box and of all it lies in."""

    def _told(self, name: str, value: str) -> int:
        """The marks that an attribute gives."""
        if name == "id":
            self.titled = self.titled or value.lower() in ("title", "h1title")
            return of_names(value) & (HEADLINE | COMMENT) if self.tag in _HEADINGS else of_names(value)
        if name == "style":
            self.hidden = self.hidden or ("none" in value and _UNSHOWN.search(value) is not None)
        elif name == "hidden":
            self.hidden = True
        elif name == "role":
            return of_role(value)
        elif name == "itemprop":
            self.titled = self.titled or value == "headline"
            return BODY if value == "articleBody" else 0
        elif (name == "aria-label" and "breadcrumb" in value.lower()) or (name in _TYPES and "BreadcrumbList" in value):
            return CRUMB
        return 0


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


_BOX, _ANCHOR, _STRONG, _RUNNING, _SINGLE, _PASSED = range(6)
_CODES: dict[str, int] = dict.fromkeys(_INLINE, _RUNNING) | dict.fromkeys(_BOLD, _STRONG) | {"a": _ANCHOR} | \
    dict.fromkeys(("span", *_ENDS, *_PICTURES, *_SKIPPED, *_EMBEDS), _SINGLE)
"""How each tag is walked; those that are not here begin a box."""
_EVENTS = ("start", "end", "comment")


def lay_out(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> Blocks:
    """The blocks of a page. `dropped`: elements taken out with all they contain; their tails stay."""
    out = Blocks()
    _walk(root, dropped, out)
    root_box = out.boxes[0]
    root_box.last = len(out.blocks)
    out.boxes = [box for box in out.boxes if box.last > box.first or box.used or box is root_box]
    _unhide(out)
    return out


def _walk(root: HtmlElement, dropped: frozenset[HtmlElement], out: Blocks) -> None:
    """The walk itself, in the order of the page: text is collected in runs, which become blocks where boxes begin and end.

    A third of what a page costs is spent here: hence one long loop over local names, without calls for what most elements are.
    """
    blocks, boxes, code_of = out.blocks, out.boxes, _CODES.get
    boxes.append(Box(root, str(root.tag), None, 0))
    if root in dropped:
        return
    runs: list[tuple[str, HtmlElement | None]] = [(root.text, None)] if root.text else []
    plain = bool(runs)
    box: Any = boxes[0]
    anchor, bold, codes = None, 0, [_BOX]
    walk = etree.iterwalk(root, events=_EVENTS)
    next(walk)
    for event, element in walk:
        if event == "start":
            tag = element.tag
            code = code_of(tag, _BOX)
            if dropped and element in dropped:
                code = _PASSED
            elif code == _BOX:
                if runs:
                    _flush(blocks, runs, box, not plain, False)
                    runs, plain = [], False
                box = Box(element, tag, box, len(blocks))
                boxes.append(box)
            elif code == _ANCHOR:
                if element.get("href") is not None:
                    anchor = element
            elif code == _STRONG:
                bold += 1
            elif code != _RUNNING:
                if runs and tag in _ENDS:
                    _flush(blocks, runs, box, not plain, tag == "br")
                    runs, plain = [], False
                code = _single(out, element, tag, box)
            codes.append(code)
            if code == _PASSED:
                walk.skip_subtree()
                continue
            text = element.text
        else:
            code = codes.pop() if event == "end" else _RUNNING
            if code == _BOX:
                if runs:
                    _flush(blocks, runs, box, not plain, False)
                    runs, plain = [], False
                box.last = len(blocks)
                box = box.parent
            elif code == _ANCHOR:
                anchor = None
            elif code == _STRONG and bold:
                bold -= 1
            text = element.tail
        if text:
            if not text.isspace():
                runs.append((text, anchor))
                plain = plain or not bold
            elif runs:
                runs.append((" ", anchor))


def _flush(blocks: list[Block], runs: list[tuple[str, HtmlElement | None]], box: Box, bold: bool, broken: bool) -> None:
    """Makes a block of a run, unless it is blank."""
    if box.pre:
        text = clean_lines("".join([run for run, _ in runs]))
    else:
        text = " ".join((runs[0][0] if len(runs) == 1 else "".join([run for run, _ in runs])).split())
        if not text.isprintable():
            text = clean(text)
    if not text:
        return
    size = len(text) if text.isascii() else weight(text)
    linked = 0
    if len(runs) > 1 or box.pre:
        for run, anchor in runs:
            if anchor is not None:
                linked += weight(run.strip())
    elif runs[0][1] is not None:
        linked = size
    blocks.append(Block(len(blocks), text, box, runs, size, linked, bold, broken))


def _single(out: Blocks, element: HtmlElement, tag: str, box: Box) -> int:
    """Looks at an element closely: notes what is embedded; gives `_PASSED` when it is not read, with all it contains."""
    if tag == "span":
        return _PASSED if is_hidden(element) else _RUNNING
    if tag in _SKIPPED or tag in _EMBEDS:
        if tag in _EMBEDS:
            out.embeds.append((len(out.blocks), element))
        named = tag == "button" and box.tag in _HEADINGS  # the heading of a part that it opens
        return _PASSED if not named and (tag not in _LEFT_OPEN or element.find(".//p") is None) else _RUNNING
    if tag in _PICTURES:
        out.images.append((len(out.blocks), element, box))
        around: Box | None = box
        while around is not None and not around.used:
            around.used = True
            around = around.parent
    return _RUNNING


def _unhide(page: Blocks) -> None:
    """Where most of a page's text is hidden, its scripts show it: then nothing counts as hidden."""
    hidden = sum(block.size for block in page.blocks if block.box.hidden)
    if hidden and 2 * hidden > sum(block.size for block in page.blocks):
        for box in page.boxes:
            box.hidden = False
