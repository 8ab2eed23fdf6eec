"""One walk over a page's tree, which lays it out in blocks and boxes."""

from __future__ import annotations

import sys
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.blocks import HEADINGS, TELLING, WHOLE, Block, Blocks, Box, Run, block_of, box_of, told_by
from crawler.extract.markup.marks import KNOWN, PREFORMATTED, TAG_MARKS, of_names
from crawler.extract.markup.steps import ANCHOR, EMBED, FIELD, LEFT, LINE_END, PASSED, PICTURE, PLAIN, RUNNING, SPAN, STRONG, Begun, Steps
from crawler.extract.markup.unhiding import is_hidden, unhide
from crawler.extract.markup.walking import walk
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


_CODES: Final[dict[Any, int]] = (
    dict.fromkeys(_INLINE, RUNNING) | dict.fromkeys(_BOLD, STRONG) | dict.fromkeys(_ENDS, LINE_END) |
    dict.fromkeys(_SKIPPED, PASSED) | dict.fromkeys(_LEFT_OPEN, LEFT) | dict.fromkeys(_PICTURES, PICTURE) |
    dict.fromkeys(_EMBEDS, EMBED) | dict.fromkeys(("input", "textarea"), FIELD) |
    {"a": ANCHOR, "span": SPAN, "font": SPAN, etree.Comment: PASSED, etree.PI: PASSED})
"""How each tag is walked; those that are not here begin a box (`BOX`). Plain: one with a `__missing__` is asked at a higher cost."""
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
_NO_ATTRIBUTES: Final[list[tuple[str, str]]] = []
_TELLING: Final[dict[str, str]] = {name: name for name in TELLING}


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
        walk(root, dropped or None, out, _CODES, _TELLING, Steps(_flush, _single, _left, _is_preformatted, is_hidden))
    outer.last = len(out.blocks)
    if out.hidden:
        unhide(out)
    return out


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
            elif name == PLAIN:
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


def _single(out: Blocks, element: HtmlElement, code: int, box: Box, begun: list[Begun], around: str) -> tuple[int, Box]:
    """How an element is walked on that is looked at closely, and the innermost box that is made; notes pictures, fields, embeds.
    `around`: the tag of the box it stands in, made or not."""
    if code == PICTURE:
        box = _made(out, box, begun)
        out.images.append((len(out.blocks), element, box))
        inner: Box | None = box
        while inner is not None and not inner.used:
            inner.used = True
            inner = inner.parent
        return RUNNING, box
    if code == EMBED:
        out.embeds.append((len(out.blocks), element))
        return (RUNNING if element.tag == "embed" else PASSED), box  # nothing is in one: libxml2 takes what stands behind it for that
    if code == FIELD:
        out.fields.append(element)
        return PASSED, box
    named = element.tag == "button" and around in HEADINGS  # the heading of a part that it opens
    return (RUNNING if named or _asks(element) or (len(element) and next(element.iter("p"), None) is not None) else PASSED), box
