"""The page as a run of text blocks, and the boxes they lie in: one walk over the tree, from which every field is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.marks import BODY, COMMENT, CRUMB, HEADLINE, KNOWN, TAG_MARKS, of_names, of_role
from crawler.extract.text import clean, clean_lines, weight
from crawler.extract.wording import Wording

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


Run = tuple[str, HtmlElement | None]
"""Text as it came, and the anchor it stands in."""
Begun = tuple[HtmlElement, str]
"""A block element of which nothing is found so far, and its tag."""


class Box:
    """A block element: a range of blocks. Boxes that hold neither text nor picture are dropped."""

    __slots__ = ("element", "first", "hidden", "last", "marks", "name", "parent", "tag", "titled", "under", "used")

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
        self.hidden: bool = False if parent is None else parent.hidden
        """Whether it, or a box it lies in, is not shown."""
        marks = TAG_MARKS.get(tag, 0)
        for name, value in element.items():
            if name == "class":
                self.name = value
                marks |= KNOWN[value] if value in KNOWN else of_names(value)
            elif name in _TELLING:
                marks |= self._told(name, value)
        if marks and tag in _WHOLE:
            marks = 0
        self.marks = marks
        self.under: int = marks if parent is None else marks | parent.under
        """Marks of the box and of all it lies in."""

    @property
    def table(self) -> Box | None:
        """The innermost table that it is or lies in; None when there is none."""
        box: Box | None = self
        while box is not None and box.tag != "table":
            box = box.parent
        return box

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

    def __init__(self, index: int, text: str, box: Box, pieces: list[Run], size: int,
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

    @property
    def apart(self) -> str:
        """The text with a blank between its elements: name, day and clock often stand there without any."""
        return clean(" ".join([text for text, _ in self.pieces])) if len(self.pieces) > 1 else self.text

    def reworded(self, text: str) -> Block:
        """The same block with another text."""
        return Block(self.index, text, self.box, self.pieces, weight(text), self.linked, self.bold, self.broken)


class Blocks:
    """A page laid out."""

    __slots__ = ("_texts", "_wording", "blocks", "boxes", "embeds", "fields", "images")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        """In the order in which they begin; the first is the root."""
        self.images: list[tuple[int, HtmlElement, Box]] = []
        """Pictures with the number of the block they stand before, and their box."""
        self.embeds: list[tuple[int, HtmlElement]] = []
        self.fields: list[HtmlElement] = []
        """Fields of forms, in order."""
        self._texts: list[str] | None = None
        self._wording: Wording | None = None

    @property
    def texts(self) -> list[str]:
        """The texts of the blocks: what is equal to a text is found in it many times faster than block by block."""
        if self._texts is None:
            self._texts = [block.text for block in self.blocks]
        return self._texts

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
            self._wording = Wording(self.texts, [block.size + 1 for block in self.blocks])
        return self._wording


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own attributes keep it from being shown."""
    names = element.keys()  # most have none
    return bool(names) and ("hidden" in names or ("style" in names and _UNSHOWN.search(element.get("style", "")) is not None))


_BOX, _PRE, _LINE_END, _RUNNING, _PASSED, _ANCHOR, _STRONG, _SPAN, _PICTURE, _EMBED, _FIELD, _LEFT = range(12)
_CODES: dict[Any, int] = dict.fromkeys(_INLINE, _RUNNING) | dict.fromkeys(_BOLD, _STRONG) | dict.fromkeys(_ENDS, _LINE_END) | \
    dict.fromkeys(_SKIPPED, _PASSED) | dict.fromkeys(_LEFT_OPEN, _LEFT) | dict.fromkeys(_PICTURES, _PICTURE) | \
    dict.fromkeys(_EMBEDS, _EMBED) | dict.fromkeys(("input", "textarea"), _FIELD) | \
    {"a": _ANCHOR, "span": _SPAN, "pre": _PRE, etree.Comment: _PASSED, etree.PI: _PASSED}
"""How each tag is walked; those that are not here begin a box."""
_code_of = _CODES.get


def lay_out(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> Blocks:
    """The blocks of a page. `dropped`: elements taken out with all they contain; their tails stay."""
    out = Blocks()
    out.boxes.append(Box(root, str(root.tag), None, 0))
    if root not in dropped:
        _walk(root, dropped, out)
    out.boxes[0].last = len(out.blocks)
    _unhide(out)
    return out


# A quarter of what a page costs is spent here: hence one long loop over local names, without calls for what most elements are.
# Boxes are made when something of theirs is found; `waiting` are those that begun since. `left` counts the children of the inmost
# element that are still to come.
def _walk(root: HtmlElement, dropped: frozenset[HtmlElement], out: Blocks) -> None:
    """The walk itself, in the order of the page: text is collected in runs, which become blocks where boxes begin and end."""
    runs: list[Run] = [(root.text, None)] if root.text else []
    box: Any = out.boxes[0]
    waiting, around = list[Begun](), list[tuple[HtmlElement, int, int]]()
    anchor, bold, pre, plain = None, 0, 0, bool(runs)
    inmost, inmost_code, left = root, _BOX, len(root) + 1
    walk = iter([*root.iterdescendants()])
    for element in walk:
        tag = element.tag
        code = _PASSED if dropped and element in dropped else _code_of(tag, _BOX)
        left -= 1
        if code <= _LINE_END:
            if runs:
                box = _flush(out, runs, box, waiting, pre, not plain, tag == "br")
                runs, plain = [], False
            if code != _LINE_END:
                waiting.append((element, tag))
                pre += code
        elif code == _ANCHOR:
            anchor = element if element.get("href") is not None else anchor
        elif code == _STRONG:
            bold += 1
        elif code >= _SPAN:
            code, box = _single(out, element, code, box, waiting)
        within = len(element)
        if code != _PASSED:
            if (text := element.text) and not text.isspace():
                runs.append((text, anchor))
                plain = plain or not bold
            elif text and runs:
                runs.append((" ", anchor))
            if within:
                around.append((inmost, inmost_code, left))
                inmost, inmost_code, left = element, code, within
                continue
        elif within:
            _pass_over(walk, element)
        while True:
            if code <= _PRE:
                if runs:
                    box = _flush(out, runs, box, waiting, pre, not plain, False)
                    runs, plain = [], False
                if waiting:
                    del waiting[-1]
                else:
                    box.last, box = len(out.blocks), box.parent
                pre -= code
            elif code == _ANCHOR:
                anchor = None
            elif code == _STRONG:
                bold -= 1
            if (text := element.tail) and not text.isspace():
                runs.append((text, anchor))
                plain = plain or not bold
            elif text and runs:
                runs.append((" ", anchor))
            if left:
                break
            element, code, (inmost, inmost_code, left) = inmost, inmost_code, around.pop()
    _flush(out, runs, box, waiting, pre, not plain, False)


def _pass_over(walk: Iterator[HtmlElement], element: HtmlElement) -> None:
    """Leaves out what an element contains, up to the last in it."""
    last = element[-1]
    while len(last):
        last = last[-1]
    for within in walk:
        if within is last:
            return


def _made(out: Blocks, box: Box, waiting: list[Begun]) -> Box:
    """The innermost box, now that something of it is found; those around it are made first."""
    first = len(out.blocks)
    for element, tag in waiting:
        box = Box(element, tag, box, first)
        out.boxes.append(box)
    waiting.clear()
    return box


def _flush(out: Blocks, runs: list[Run], box: Box, waiting: list[Begun], pre: int, bold: bool, broken: bool) -> Box:
    """Makes a block of a run, unless it is blank; gives the innermost box that is made."""
    text = runs[0][0] if len(runs) == 1 else "".join([run for run, _ in runs])
    text = clean_lines(text) if pre else clean(text)
    if not text:
        return box
    size = len(text) if text.isascii() else len(text.encode())  # clean text has no lone surrogates
    if len(runs) == 1 and not pre:
        linked = size if runs[0][1] is not None else 0
    else:
        linked = 0
        for run, anchor in runs:
            if anchor is not None:
                linked += weight(run.strip())
    if waiting:
        box = _made(out, box, waiting)
    blocks = out.blocks
    blocks.append(Block(len(blocks), text, box, runs, size, linked, bold, broken))
    return box


def _single(out: Blocks, element: HtmlElement, code: int, box: Box, waiting: list[Begun]) -> tuple[int, Box]:
    """How an element is walked on that is looked at closely, and the innermost box that is made; notes pictures, fields, embeds."""
    if code == _SPAN:
        return (_PASSED if is_hidden(element) else _RUNNING), box
    if code == _PICTURE:
        box = _made(out, box, waiting)
        out.images.append((len(out.blocks), element, box))
        inner: Box | None = box
        while inner is not None and not inner.used:
            inner.used = True
            inner = inner.parent
        return _RUNNING, box
    if code == _EMBED:
        out.embeds.append((len(out.blocks), element))
        return _PASSED, box
    if code == _FIELD:
        out.fields.append(element)
        return _PASSED, box
    around = waiting[-1][1] if waiting else box.tag
    named = element.tag == "button" and around in _HEADINGS  # the heading of a part that it opens
    return (_RUNNING if named or (len(element) and next(element.iter("p"), None) is not None) else _PASSED), box


def _unhide(page: Blocks) -> None:
    """Where most of a page's text is hidden, its scripts show it: then nothing counts as hidden."""
    hidden = sum(block.size for block in page.blocks if block.box.hidden)
    if hidden and 2 * hidden > sum(block.size for block in page.blocks):
        for box in page.boxes:
            box.hidden = False
