"""Readers' words below a text, told by their make: rows that each have a name, a day with its clock, and something said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from crawler.extract.body.unfurnished import STOPS
from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.ground import has_sentence

_STAMP: Final = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[ T,]{0,3}\d{1,2}:\d\d(?::\d\d)?|"
    r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d,?(?: (?:um|at|a las))? \d{1,2}:\d\d|"
    r"(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2}),? (?:19|20)\d\d(?: at|,| \||,? -)? \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?|"
    r"\d{1,3}\s?(?:秒|分钟|小时|天|周|个月|年)[之以]?前|(?:an?|\d{1,3}) (?:second|minute|hour|day|week|month|year)s? ago", re.IGNORECASE)
"""When something was said: a day with its clock, or how long ago."""
_HEAVIEST: Final = 120
_LONGEST_NAME: Final = 30
"""Weight of a line with such a one, and characters of what else it has."""
_LABELLED = re.compile(r"[:：]\s*$|来源|发布|时间|更新|作者|编辑|\b(?:published|updated|posted|source|date|live|from|by)\b", re.IGNORECASE)
"""What head lines have beside a day, and other rows than those of readers."""
_FEWEST: Final = 3
_MOST_APART: Final = 8
"""Rows at least, and lines from one to the next at most."""
_MOST_ABOVE: Final = 3
"""Lines of a row above the one with the day at most."""
_SAID: Final = 12
"""Weight of what a row says at least."""
_HEADING: Final = 60
"""Weight of the line above the rows that is their heading."""
_ROW_TAGS: Final = frozenset(("div", "li", "dl", "tr", "article", "section", "table", "p", "td", "dd"))


def first_of_thread(blocks: Sequence[Block], first: int, start: int, end: int) -> int | None:
    """The number of the first block of readers' words among those of a page from `start` to before `end`; None when there are none, or
    when such rows begin with the text at `first` already: that is a list of boards or of events."""
    stamps: list[int] = []
    likely = [block.index for block in blocks[start:end] if block.size <= _HEAVIEST and _may_be_stamped(block)]
    for position in likely if len(likely) >= _FEWEST else ():
        if _is_stamped(blocks[position]):
            if stamps and not _goes_on(blocks, stamps[-1], position):
                stamps.clear()
            stamps.append(position)
            if len(stamps) == _FEWEST:
                like = blocks[stamps[0]].box
                earlier = [one for one in blocks[first:start] if one.box.tag == like.tag and one.box.name == like.name and _is_stamped(one)]
                begun = (_begun(blocks, one, blocks[other], start) for one, other in pairwise(stamps))
                return None if earlier else next((number for number in begun if number is not None), None)
    return None


def _may_be_stamped(block: Block) -> bool:
    """Whether a line has a sign of when something was said, and is no heading or sentence."""
    text = block.text
    return ("20" in text or "ago" in text or "前" in text or "19" in text) and not block.level and text[-1] not in STOPS


def _is_stamped(block: Block) -> bool:
    """Whether a line is a name and when something was said, or that alone."""
    text = block.text
    if block.size > _HEAVIEST or not _may_be_stamped(block):
        return False
    match = _STAMP.search(text)
    rest = text[:match.start()] + text[match.end():] if match is not None else text
    return match is not None and len(rest) <= _LONGEST_NAME and _LABELLED.search(rest) is None


def _goes_on(blocks: Sequence[Block], one: int, other: int) -> bool:
    """Whether a further row follows: a line of the same make, with something said between."""
    first, second = blocks[one].box, blocks[other].box
    return 2 <= other - one <= _MOST_APART and first is not second and first.tag == second.tag and first.name == second.name \
        and any(not block.linked and block.size >= _SAID and has_sentence(block.text) for block in blocks[one + 1:other])


def _begun(blocks: Sequence[Block], position: int, second: Block, start: int) -> int | None:
    """Where a row begins, with the heading above it; None where that and the next are not boxes side by side, or where much stands in it
    above the day: the article has one, too."""
    row = _row(blocks[position].box, second)
    if row is None or position - row.first > _MOST_ABOVE:
        return None
    while position > start and blocks[position - 1].index >= row.first:
        position -= 1
    above = blocks[position - 1] if position > start else None
    headed = above is not None and above.size <= _HEADING and above.text[-1] not in STOPS
    return position - 1 if headed and above is not None and (above.level or above.box.parent is row.parent) else position


def _row(inner: Box, second: Block) -> Box | None:
    """The box about the first row, beside which that of the second stands."""
    box: Box | None = inner
    while box is not None and box.parent is not None and not box.parent.first <= second.index < box.parent.last:
        box = box.parent
    return box if box is not None and box.last <= second.index and box.tag in _ROW_TAGS else None
