"""In which size of type lines are set: what stands above and below a headline is set smaller than it, and often nothing else tells them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.marks import HEADLINE

_OF_FONT: Final = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0,
                   "-2": 10.0, "-1": 13.0, "+1": 18.0, "+2": 24.0, "+3": 32.0, "+4": 48.0}
"""Pixels of `font size`; the relative ones from 3, which is what browsers begin with."""
_OF_LEVEL: Final = (0.0, 32.0, 24.0, 18.7, 16.0, 13.3, 10.7)
"""Pixels of headings h1 to h6 that no style changes."""
_OF_WORD: Final = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0}
_STYLE: Final = re.compile(r"font(?:-size)?\s*:\s*(?:[^;:]*?\s)?(?:(?P<size>\d{1,3}(?:\.\d+)?)\s*(?P<unit>px|pt|r?em|%)|"
                           r"(?P<word>(?:xx?-)?(?:small|large)|medium)\b)", re.IGNORECASE)
_UNITS: Final = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}
_INLINE: Final = ("font", "span", "strong", "b", "big", "small", "em", "a")
_OF_TAG: Final = {"small": 13.0, "big": 19.0}
_MOST_INSIDE: Final = 40
_MOST_AROUND: Final = 4
"""Elements of a block and boxes about it that are asked, at most."""
_MOST_LINES: Final = 4
"""Lines of kicker, headline and second headline, at most."""
_PLAIN: Final = 14.0
"""Pixels of a line of which nothing is told, beside others."""
_LARGE: Final = 18.0
"""Pixels from which on a line is larger than such a one."""
_STEP: Final = 1.9
"""Pixels by which one line is set larger than another at least."""


def size_of(line: Block) -> float:
    """The pixels in which a line is set, by the innermost element that holds all of it and states a size; 0 where none does."""
    box: Box | None = line.box
    if box is None:
        return 0.0
    words = "".join(line.text.split())
    size = _stated(box.element) or _OF_LEVEL[line.level]
    for number, element in enumerate(box.element.iter(*_INLINE)):
        if number >= _MOST_INSIDE:
            break
        stated = _stated(element)
        if stated and words in "".join("".join(element.itertext()).split()):
            size = stated
    for _ in range(_MOST_AROUND):
        box = box.parent if box is not None else None
        if size or box is None or box.tag in ("body", "html"):
            break
        size = _stated(box.element)
    return size


def are_alike(one: Block, other: Block) -> bool:
    """Whether two lines are not known to be set in different sizes. Of which nothing is told is set as the text is, unless a style sheet
    says otherwise."""
    mine, its = size_of(one), size_of(other)
    if not mine and not its:
        return True
    return abs(mine - its) < _STEP if mine and its else max(mine, its) < _LARGE or (other if mine else one).box.name != ""


def is_smaller(line: Block, headline: Block) -> bool:
    """Whether a line is known to be set smaller than a headline."""
    size = size_of(line) or (_PLAIN if line.box is headline.box and not line.box.name else 0.0)
    return 0 < size <= size_of(headline) - _STEP


def largest(lines: Sequence[Block]) -> Block | None:
    """The line that is set larger than all the others, or the first of such that a `<br>` parts; None where none is, or nothing tells.
    Lines in boxes with a class that state no size are passed over, and nothing is told beside one that is named a headline."""
    told = [(line, size) for line in lines if (size := size_of(line)) or not line.box.name]
    if len(told) < 2 or not any(size for _, size in told) \
            or any(line.box.under & HEADLINE and not size_of(line) for line in lines if line.box.name):
        return None  # nothing tells, or a style sheet does
    known = [size or _PLAIN for _, size in told]
    most = max(known)
    first = told[known.index(most)][0]
    of_it = [line for (line, _), size in zip(told, known, strict=True) if size > most - _STEP]
    return first if all(line is first or (line.box is first.box and of_it[at - 1].broken) for at, line in enumerate(of_it)) else None


def largest_beside(lines: Sequence[Block], line: Block) -> Block:
    """The line that is set largest of those among `lines` that stand right below each other, one of which is `line`; else that."""
    numbers = {one.index: one for one in lines}
    run, index = [line], line.index
    while (before := numbers.get(run[0].index - 1)) is not None:
        run.insert(0, before)
    while (below := numbers.get(index := index + 1)) is not None:
        run.append(below)
    return (largest(run) if len(run) <= _MOST_LINES else None) or line


def _stated(element: HtmlElement) -> float:
    """The size that an element states for itself; 0 where it states none."""
    match = _STYLE.search(style) if "font" in (style := element.get("style") or "") else None
    if match is not None:
        return _OF_WORD[match["word"].lower()] if match["word"] else float(match["size"]) * _UNITS[match["unit"].lower()]
    return _OF_FONT.get((element.get("size") or "").strip(), 0.0) if element.tag == "font" else _OF_TAG.get(str(element.tag), 0.0)
