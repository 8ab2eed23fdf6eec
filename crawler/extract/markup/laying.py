"""One walk over a page's tree, which lays it out in blocks and boxes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.blocks import HEADINGS, TELLING, WHOLE, Block, Blocks, Box, Run, block_of, box_of, told_by
from crawler.extract.markup.marks import KNOWN, PREFORMATTED, TAG_MARKS, of_names, walking
from crawler.extract.markup.unhiding import is_hidden, unhide
from crawler.extract.words.text import clean, clean_lines

_SKIPPED: Final = frozenset((
    "script", "style", "noscript", "template", "svg", "select", "option", "button", "textarea", "noframes", "canvas", "object",
    "applet", "math", "datalist", "desc", "title", "link", "meta", "input", "map", "progress", "meter"))
_EMBEDS: Final = frozenset(("iframe", "video", "audio", "embed", "frame"))
_QUESTION: Final = 12
"""Characters at least of a question on a button."""
_LEFT_OPEN: Final = frozenset(("button", "svg", "object", "select", "map", "canvas"))
"""Tags that careless pages leave open, so that the article lies in them; told by paragraphs inside."""
_INLINE: Final = frozenset((
    "a", "span", "b", "strong", "i", "em", "font", "u", "s", "small", "sub", "sup", "code", "abbr", "cite", "q", "time", "mark",
    "label", "ins", "del", "strike", "big", "tt", "kbd", "samp", "var", "bdi", "bdo", "nobr", "wbr", "acronym", "dfn", "ruby", "rt", "rp",
    "data",
    "picture", "source", "track", "param", "basefont", "st1", "o:p", "area", "blink", "spacer"))
_ENDS: Final = frozenset(("br", "hr"))
"""Tags that end a line."""
_PICTURES: Final = frozenset(("img", "image"))
_BOLD: Final = frozenset(("b", "strong"))


_BOX: Final = -1
_LINE_END: Final = 0
_ANCHOR: Final = 1
_SPAN: Final = 2
_STRONG: Final = 3
_RUNNING: Final = 4
_PICTURE: Final = 5
_LEFT: Final = 6
_EMBED: Final = 7
_FIELD: Final = 8
_PASSED: Final = 9
_CODES: Final[dict[Any, int]] = (
    dict.fromkeys(_INLINE, _RUNNING) | dict.fromkeys(_BOLD, _STRONG) | dict.fromkeys(_ENDS, _LINE_END) |
    dict.fromkeys(_SKIPPED, _PASSED) | dict.fromkeys(_LEFT_OPEN, _LEFT) | dict.fromkeys(_PICTURES, _PICTURE) |
    dict.fromkeys(_EMBEDS, _EMBED) | dict.fromkeys(("input", "textarea"), _FIELD) |
    {"a": _ANCHOR, "span": _SPAN, "font": _SPAN, etree.Comment: _PASSED, etree.PI: _PASSED})
"""How each tag is walked; those that are not here begin a box (`_BOX`). Plain: one with a `__missing__` is asked at a higher cost."""
_TIDY: Final = bytes(code if 32 <= code < 127 else 0 for code in range(256))
"""Changes a text in ASCII unless it can be printed as it is: told twice as quickly than by `isprintable`."""
_ALL: Final = sys.maxsize
"""Stands for the weight of a block's text where all of it lies in one anchor."""
_LINK_SIGNS: Final = "#\u00b6\u00a7"
"""What stands behind headings as a link to them."""
_MAJOR: Final = frozenset(("h1", "h2", "h3"))
_SHORT_HEADING: Final = 160
"""Octets of a Chinese headline at most that stands as a paragraph in its heading."""
_POST: Final = ("发信人", "發信人")
"""How a post on a board of terminals begins, which is shown preformatted."""
_NOTHING: Final[tuple[HtmlElement | None, HtmlElement | None, str | None]] = (None, None, None)
"""The anchor and the bold element that a text stands in, and the text, before there is any."""
_HIDING: Final = frozenset(("hidden", "style"))
_PLAIN: Final = "plain class"
"""Stands for the name of a class attribute that `walking` knows to say nothing."""
_NO_ATTRIBUTES: Final[list[tuple[str, str]]] = []
_TELLING: Final[dict[str, str]] = {name: name for name in TELLING}

Begun = tuple[HtmlElement, str, list[tuple[str, str]] | None]
"""A box that begins: its element, the tag, and those of the attributes that say something of it; None where there are none."""


def lay_out(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> Blocks:
    """The blocks of a page. `dropped`: elements taken out with all they contain; their tails stay."""
    out = Blocks()
    outer = box_of(root)
    out.boxes.append(outer)
    if outer.marks:
        out.marked.append(outer)
    if outer.hidden:
        out.hidden.append(outer)
    if root not in dropped:
        if walking is not None:
            walking.walk(root, dropped or None, out, _CODES, _TELLING, (_flush, _single, _left, _is_preformatted, is_hidden))
        else:
            _walk(root, dropped or None, out)
    outer.last = len(out.blocks)
    if out.hidden:
        unhide(out)
    return out


# `walking` does the same in a third of the time where it could be compiled. One long loop over local names of plain types, without calls
# for what most elements are. Boxes are made when something of theirs is found; `waiting` are those that begun since. `around` are the
# elements that are open, inmost last, each with the number of children still to come of the one around it; `left` is that number for the
# inmost.
def _walk(root: HtmlElement, dropped: frozenset[HtmlElement] | None, out: Blocks) -> None:
    """The walk itself, in the order of the page: text is collected in runs, which become blocks where boxes begin and end."""
    runs: list[Run] | None = [(root.text, None)] if root.text else None
    box, waiting, around = out.boxes[0], list[Begun](), list[tuple[HtmlElement, int, int]]()
    anchor, strong, text = _NOTHING
    plain, left, walk = runs is not None, len(root) + 1, iter([*root.iterdescendants()])
    for element in walk:
        left -= 1
        code: int = _CODES.get(element.tag, _BOX) if dropped is None or element not in dropped else _PASSED
        if code == _BOX:
            if runs is not None:
                box, runs, plain = _flush(out, runs, box, waiting, plain, False), None, False
            waiting.append((element, element.tag, _told(element)))
        elif code == _ANCHOR:
            anchor = anchor if element.get("href") is None else element
        elif code != _PASSED:
            if code == _SPAN:
                code = _RUNNING if _HIDING.isdisjoint(element.keys()) or not is_hidden(element) else _PASSED
            elif code == _STRONG:
                strong = element if strong is None else strong
            elif code == _LINE_END and runs is not None:
                box, runs, plain = _flush(out, runs, box, waiting, plain, element.tag == "br"), None, False
            elif code > _RUNNING:
                runs_on, box = _single(out, element, code, box, waiting, waiting[-1][1] if waiting else box.tag)
                code = _RUNNING if runs_on else _PASSED
        if code != _PASSED:
            if (text := element.text) is not None:
                if not text.isspace():
                    runs = [] if runs is None else runs
                    runs.append((text, anchor))
                    plain = plain or strong is None
                elif runs is not None:
                    runs.append((text if text[0] == "\n" and _keeps_lines(box, waiting) else " ", anchor))
            if within := len(element):
                around.append((element, code, left))
                left = within
                continue
        elif len(element):
            _pass_over(walk, element)
        while True:
            if code == _BOX:
                if runs is not None:
                    box, runs, plain = _flush(out, runs, box, waiting, plain, False), None, False
                if waiting:
                    del waiting[-1]
                else:
                    box = _left(out, box)
            elif code == _ANCHOR:
                anchor = None
            elif element is strong:
                strong = None
            if (text := element.tail) is not None:
                if not text.isspace():
                    runs = [] if runs is None else runs
                    runs.append((text, anchor))
                    plain = plain or strong is None
                elif runs is not None:
                    runs.append((text if text[0] == "\n" and _keeps_lines(box, waiting) else " ", anchor))
            if left:
                break
            element, code, left = around.pop()
    _flush(out, runs or [("", None)], box, waiting, plain, False)


def _pass_over(walk: Iterator[HtmlElement], element: HtmlElement) -> None:
    """Leaves out what an element contains, up to the last in it."""
    last = element[-1]
    while len(last):
        last = last[-1]
    for within in walk:
        if within is last:
            return


def _told(element: HtmlElement) -> list[tuple[str, str]] | None:
    """The attributes that say something of a box."""
    return [pair for pair in element.items() if pair[0] in TELLING] or None


def _left(out: Blocks, box: Box) -> Box:
    """The box around one that ends here; the outermost itself."""
    parent = box.parent
    if parent is None:
        return box
    box.last = len(out.blocks)
    return parent


def _is_preformatted(box: Box) -> bool:
    return box.under & PREFORMATTED != 0


def _made(out: Blocks, parent: Box, begun: list[Begun]) -> Box:
    """The innermost box, now that something of it is found; those around it are made first, and none is left of those that begun. As
    `box_of` makes them, but written out."""
    first, boxes, hidden = len(out.blocks), out.boxes, parent.hidden
    for element, tag, told in begun:
        box = Box()
        box.element = element
        box.tag = tag
        box.parent = parent
        box.first = box.last = first
        box.used = False
        box.data = None
        box.name = ""
        box.hidden = hidden
        marks = 0
        if tag in TAG_MARKS:
            marks = TAG_MARKS[tag]
        for name, value in told or _NO_ATTRIBUTES:
            if name == "class":
                box.name = value
                known = KNOWN.get(value)
                marks |= known if known is not None else 0 if tag in WHOLE else of_names(value)
            elif name == _PLAIN:
                box.name = value
            else:
                marks |= told_by(box, name, value)
                if box.hidden and not hidden:
                    hidden = True
                    out.hidden.append(box)
        if marks and tag not in WHOLE:
            box.marks = marks
            box.under = marks | parent.under
            out.marked.append(box)
        else:
            box.marks = 0
            box.under = parent.under
        boxes.append(box)
        parent = box
    begun.clear()
    return parent


def _flush(out: Blocks, runs: list[Run], box: Box, begun: list[Begun], plain: bool, broken: bool) -> Box:
    """Makes a block of a run, unless it is blank; gives the innermost box that is made. `plain`: whether some of it is not bold."""
    if len(runs) == 1:
        raw, anchor = runs[0]
        linked = 0 if anchor is None else _ALL
    else:
        raw, linked = "", 0
        for run, anchor in runs:
            raw += run
            if anchor is not None:
                linked += len(run.strip().encode())
    text = raw.strip()
    octets = text.encode()  # neither clean text nor what parsers give has lone surrogates
    if "  " in text or (octets.translate(_TIDY) is not octets if text.isascii() else not text.isprintable()):
        text = clean(text)
        octets = text.encode()
    if not text:
        return box
    if begun:
        box = _made(out, box, begun)
    if box.under & PREFORMATTED:
        text = clean_lines(raw if runs[0][0].strip() != "1" else "".join(_unnumbered(runs)))
        octets = text.encode()
        linked = len(raw.strip().encode()) if linked == _ALL else linked
        if text.startswith(_POST) and "\n" in text:
            return _lines(out, text, box)
    size = len(octets)
    if linked > size:
        linked = size
    blocks, tag = out.blocks, box.tag
    out.octets.append(octets)
    out.texts.append(text)
    block = Block()
    block.index = len(blocks)
    block.text = text
    block.box = box
    block.pieces = runs
    block.size = size
    block.linked = linked
    block.bold = not plain
    block.broken = broken
    block.level = 0
    if tag in HEADINGS:
        block.level = HEADINGS[tag]
        out.heads.append(block)
        if text[-1] in _LINK_SIGNS and len(runs) > 1:
            _without_sign(out, block)
    elif (around := box.parent) is not None and around.tag in HEADINGS:
        block.level = HEADINGS[around.tag]
        out.heads.append(block)
    elif tag == "p" and size < _SHORT_HEADING and text[0] >= "\u2018" and text[-1] not in "。！；：" and (
            level := _closed_before(box.element)):
        block.level = level
        out.heads.append(block)
    elif not plain:
        out.heads.append(block)
    blocks.append(block)
    return box


def _closed_before(paragraph: HtmlElement) -> int:
    """The level of an empty heading right before a paragraph; 0 where there is none. `<h1><p>…</p></h1>` is parsed so."""
    before = paragraph.getprevious()
    if before is None or before.tag not in _MAJOR or paragraph.attrib or len(before) or (before.text or "").strip() \
            or (before.tail or "").strip():
        return 0
    return HEADINGS[before.tag]


def _without_sign(out: Blocks, heading: Block) -> None:
    """Takes the sign off a heading's end that is a link to the heading itself, as documentation has it: `Global objects#`."""
    said = [run for run in heading.pieces if not run[0].isspace()]
    words, anchor = said[-1] if said else ("", None)
    if anchor is None or len(words.strip()) != 1 or not (anchor.get("href") or "").startswith("#"):
        return
    text = heading.text[:-1].rstrip()
    if text:
        heading.text, heading.size = text, len(text.encode())
        heading.linked = max(0, min(heading.linked - len(words.strip().encode()), heading.size))
        out.texts[-1], out.octets[-1] = text, text.encode()


def _keeps_lines(box: Box, waiting: list[Begun]) -> bool:
    """Whether what comes next is preformatted: there each line of a program may be an element, and nothing but line ends between them."""
    return waiting[-1][1] == "pre" if waiting else _is_preformatted(box)


def _unnumbered(runs: list[Run]) -> list[str]:
    """The words of some runs without the numbers of the lines, where each line begins with its own in an element of its own."""
    kept: list[str] = []
    number, begins = 0, True
    for words, _ in runs:
        if begins and words.strip() == str(number + 1):
            number += 1
            words = "\n" if words.endswith("\n") else ""
        kept.append(words)
        begins = words.endswith("\n")
    lines = sum(not line.isspace() for line in "".join(kept).splitlines() if line)
    return kept if number >= lines > 1 else [words for words, _ in runs]


def _lines(out: Blocks, text: str, box: Box) -> Box:
    """Makes blocks of the lines of a post on a board of terminals, which says in its first ones who wrote it, where, and when; one of the
    signature behind two hyphens."""
    post, hyphens, signature = text.partition("\n--\n")
    for line in map(clean, (*post.split("\n"), hyphens + signature)):
        if line:
            out.octets.append(line.encode())
            out.texts.append(line)
            out.blocks.append(block_of(len(out.blocks), line, box, [(line, None)], broken=True))
    return box


def _asks(element: HtmlElement) -> bool:
    """Whether an element is a button with a question that opens the answer right behind it."""
    if element.tag != "button" or element.get("aria-expanded") is None:
        return False
    text = "".join(element.itertext()).strip()
    if not text.endswith("?") or " " not in text or len(text) < _QUESTION:
        return False
    around = element.getparent()
    answer = element.getnext() if element.getnext() is not None or around is None else around.getnext()
    return answer is not None and next(answer.iter("button"), None) is None and not "".join(answer.itertext()).isspace()


def _single(out: Blocks, element: HtmlElement, code: int, box: Box, begun: list[Begun], around: str) -> tuple[bool, Box]:
    """Whether what an element that is looked at closely holds is walked through, and the innermost box that is made; notes pictures,
    fields, embeds. `around`: the tag of the box it stands in, made or not."""
    if code == _PICTURE:
        box = _made(out, box, begun)
        out.images.append((len(out.blocks), element, box))
        inner: Box | None = box
        while inner is not None and not inner.used:
            inner.used = True
            inner = inner.parent
        return True, box
    if code == _EMBED:
        out.embeds.append((len(out.blocks), element))
        return element.tag == "embed", box  # nothing is in one: libxml2 takes what stands behind it for that
    if code == _FIELD:
        out.fields.append(element)
        return False, box
    named = element.tag == "button" and around in HEADINGS  # the heading of a part that it opens
    return named or _asks(element) or (len(element) > 0 and next(element.iter("p"), None) is not None), box
