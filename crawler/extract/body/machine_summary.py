"""What a machine wrote above a text: summaries that portals show in a small box, and say so."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block
from crawler.extract.words.dates import may_have_day

_HEADS: Final = re.compile(r"(?:AI|智能|人工智能|大模型)\s?(?:内容)?(?:摘要|速读|总结|概述|导读|概要|速览)\s*[:：]?|"
                    r"AI[- ](?:generated )?(?:summary|overview)\W*", re.IGNORECASE)
"""What stands over one, in a line of its own."""
_SAYS: Final = re.compile(r"(?:[本该此上][\u4e00-\u9fff]{1,6}|内容|摘要)由\s?(?:AI|人工智能|[\u4e00-\u9fff]{0,6}大模型)"
                   r"[\u4e00-\u9fff]{0,8}生成[^。；;]{0,24}。?$|"
                   r"(?:summary|overview) (?:is|was) (?:auto\w* )?(?:generated|written|made|produced) (?:by|with) "
                   r"(?:AI|artificial intelligence)[^.]{0,60}\.?$", re.IGNORECASE)
"""How one ends."""
_AT_HEAD: Final = 6
_MOST: Final = 4
_LONGEST: Final = 600
_HEAD_LINE: Final = 200
"""Blocks at the head of a text among which one stands; blocks of its box, characters of its paragraph and weight of the
line above it, at most."""


def machine_summary(kept: list[Block]) -> set[int]:
    """Numbers of the lines at the head of a text that are of such a box; none where the box has most of what is kept."""
    for block in kept[:_AT_HEAD]:
        text = block.text
        if ("AI" in text or "智能" in text or "模型" in text or "ntelligence" in text) and len(text) <= _LONGEST:
            headed = _HEADS.fullmatch(text) is not None
            if headed or _SAYS.search(text) is not None:
                return _box_of(block, kept, headed=headed)
    return set()  # nearly always


def _box_of(block: Block, kept: list[Block], *, headed: bool) -> set[int]:
    """The line with those of the small box in which it stands, and the head line above it: the text begins below."""
    box = block.box.parent
    inside = [other for other in kept if box is not None and box.first <= other.index < box.last]
    weight = sum(other.size for other in inside)
    if box is not None and box.last - box.first <= _MOST and 2 * weight < sum(other.size for other in kept):
        above = {other.index for other in kept if other.index < box.first and other.size <= _HEAD_LINE and may_have_day(other.text)}
        return above.union([other.index for other in inside])
    return set() if headed else {block.index}
