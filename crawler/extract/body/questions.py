"""Questions that readers ask and their answers, right behind a text in boxes of another kind."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.ground import SOME, Ground
from crawler.extract.markup.marks import APART, SIDE

_FAR: Final = 30
"""Blocks behind a text in which their heading may lie."""
_MUCH: Final = 300
"""Weight of prose that makes a box the one of the answers."""
_QUESTIONS: Final = re.compile(r"(?:.{0,60}\b)?(?:frequently asked questions|common questions|faqs?)(?:\b.{0,60})?\W*", re.IGNORECASE)
"""The heading over questions that readers ask."""


def with_questions(ground: Ground, inner: Box, last: int) -> int:
    """Where the questions and answers end that stand right behind a text below a heading that calls them so, in boxes of another kind.
    Questions whose answers are not there are a list of links to them."""
    blocks = ground.page.blocks
    head = next((block for block in blocks[last:last + _FAR] if block.level and not ground.out[block.index]), None)
    if head is None or head.linked or _QUESTIONS.fullmatch(head.text) is None:
        return last
    box: Box | None = head.box
    while box is not None and ground.good[box.last] - ground.good[head.index] < _MUCH:
        box = box.parent
    if box is None or box.first <= inner.first:
        return _right_behind(ground, head, last)
    behind = [block for block in blocks[head.index + 1:box.last] if not ground.out[block.index]]
    answers = sum(ground.prose[block.index] >= SOME for block in behind)
    return box.last if 2 * answers >= sum(block.text[-1] == "?" for block in behind) else last


def _right_behind(ground: Ground, head: Block, last: int) -> int:
    """Where the widest box ends that begins right behind a heading, when as many lines in it are answers as are questions: short answers
    weigh little. `last`: where the text ends else."""
    first = head.index + 1
    box = ground.page.blocks[first].box if first < len(ground.page.blocks) else None
    while box is not None and box.parent is not None and box.parent.first == first:
        box = box.parent
    if box is None or box.first != first or box.under & (SIDE | APART):
        return last
    lines = [block.text[-1] for block in ground.page.blocks[first:box.last]]
    asked = lines.count("?")
    return box.last if asked and sum([end in ".!" for end in lines]) >= asked else last
