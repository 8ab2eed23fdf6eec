"""Lines that are a trail by the names in them: the site's and its sections', as in the window's title, or the headline at their end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.marks import COMMENT
from crawler.extract.trail.trail_ends import TAIL
from crawler.extract.trail.trail_runs import EDGE, JOINTS, SEPARATOR, runs_of
from crawler.extract.words.text import clean

_BAR: Final = re.compile(r"[-_|｜—–－·•]+|\s{2,}")
"""What parts a headline, sections and the site in the window's title."""
_ARROW: Final = re.compile(r"[-=]>|[>＞»›→]")
_HYPHENS: Final = re.compile(r"--|－－|——")
_HEAVIEST: Final = 200
_LONGEST: Final = 16
"""Weight of such a line, and characters of a section's name, at most."""
_NAMES: Final = 2
"""Names of a trail, more than, of which the last is a word for the text, or that hyphens join."""
_PAIR: Final = 2
_SHORTEST: Final = 5
"""Names of a trail, and characters of its line, at least."""
_ENDS: Final = "|｜·•/／-–—"
"""Of which one stands before the headline."""

_MOST_ABOVE: Final = 250
"""Blocks at the head of a page among which its trail may stand without being named."""


def names_of_window(blocks: Sequence[Block], window: str) -> Iterator[Block]:
    """The lines that begin with the site's name, the last in the window's title, and go on with names that stand there before it, or that
    arrows join to it, or more links than one that hyphens do, or end in a word for the text: `河洛网 - 人文` on a page whose window says
    探访黄河古渡口_人文_河洛网. And those that arrows join and that begin with all the names in the window's title, which leads down to the
    section there: `河洛网 >> 新闻 >> 本地` in 河洛网--新闻."""
    called = [clean(part) for part in _BAR.split(window) if part.strip()]
    if not called:
        return
    *others, site = called
    begins = site, called[0]
    for block in blocks:
        if block.size > _HEAVIEST or not block.text.startswith(begins) or len(block.text) < _SHORTEST or not _may_be_parted(block):
            continue
        names = list(_names(block))
        if len(names) < _PAIR or any(len(name) > _LONGEST for name in names[1:]):
            continue
        arrows = _ARROW.search(block.text) is not None
        ends = len(names) > _NAMES and block.linked > 0 and (
            TAIL.match(names[-1]) is not None or _HYPHENS.search(block.text) is not None)
        if (names[0] == site and (arrows or ends or all(name in others for name in names[1:]))) \
                or (arrows and others and names[:len(called)] == called):
            yield block


def _may_be_parted(block: Block) -> bool:
    """Whether a line may have more names than one: runs or a sign between them; False is certain."""
    return len(block.pieces) > 1 or JOINTS.search(block.pieces[0][0]) is not None


def _names(block: Block) -> Iterator[str]:
    for run, _ in runs_of(block):
        for part in SEPARATOR.split(run):
            if part.strip(EDGE):
                yield clean(part).strip(EDGE)


def ends_in_title(block: Block, title: str) -> bool:
    """Whether a line is links with the headline behind them, a bar between: 首页 | 走进古镇 | 历史沿革."""
    last, anchor = block.pieces[-1]
    before = block.text.removesuffix(title).rstrip()
    return anchor is None and before != block.text and before.endswith(tuple(_ENDS)) and last.strip(EDGE) == title


def head_of(page: Blocks) -> list[Block]:
    """The blocks at the head of a page, down to the last of as many that are shown."""
    end, missing = 0, _MOST_ABOVE
    if len(page.blocks) <= missing:
        return page.blocks
    while missing and end < len(page.blocks):
        end, missing = end + missing, missing - len([
            block for block in page.blocks[end:end + missing] if not (block.box.hidden or block.box.under & COMMENT)])
    return page.blocks[:end]
