"""Other articles that a page leads to behind its own, below a heading that says so: their headlines, each with a few words of its text.

Short notices weigh less than the teasers below them: these are put out before any reader weighs the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.words.boilerplate import LONGEST_HEADING, begins_another
from crawler.extract.words.wording import signs_of

_SIGNS: Final = signs_of("相关", "推荐", "延伸", "热点", "热门", "热图", "更多", "猜", "排行", "精彩", "往期", "在看", "最新", "related",
                  "recommended", "read next", "most read", "most popular", "trending", "ay also ", "ight also ")
"""Of which each such line has one that is no heading by its mark-up; Latin letters are small ones."""
_LEADS: Final = re.compile(r"(?:latest|more|trending|today['’]s)\b.{0,40}|"
                    r"(?:最新|更多|推荐|其[他它]|今日)[\u4e00-\u9fff]{0,8}", re.IGNORECASE)
"""What a heading says that may stand over a part of a text as well: the teasers below it tell."""
_LEAST: Final = 3
_MOST: Final = 200
"""Teasers below such a heading at least, and blocks that are looked at."""
_HEADLINE: Final = 15
_EXCERPT: Final = 500
_PARTS: Final = 4
"""Weight of a teaser's linked headline at least, and of its other words at most; blocks that these are in at most."""
_SENTENCE: Final = 60
"""Weight of a sentence of the page's own text above the heading, at least."""
_ENDS: Final = frozenset(".!?。！？”」")
_PARAGRAPH: Final = 140
"""Weight of a paragraph at least between which the label of a few links may stand."""


def led_to(page: Blocks, headline: Block | None) -> frozenset[int]:
    """Numbers of the blocks of such headings and of the teasers below them, where the page has a sentence of its own between its headline
    and them."""
    if headline is None:
        return frozenset()
    found, begin, last = set[int](), headline.index, len(page.blocks) - 1
    text = -1  # number of the first sentence, once that is asked for
    for number in sorted({*page.wording.holding(_SIGNS), *[head.index for head in page.heads]}):
        if not begin < number < last or not page.blocks[number + 1].linked:
            continue  # as most
        if number in found or not _is_linked(page.blocks[number + 1]) or not _leads(page.blocks[number]):
            continue
        if text < 0:
            text = next((begin + 1 + at for at, block in enumerate(page.blocks[begin + 1:]) if _is_text(block)), len(page.blocks))
        if text < number:
            teased = _teased(page.blocks[number + 1:number + 1 + _MOST])
            found.update(range(number, number + 1 + teased) if teased else ())
    return frozenset(found)


def _leads(head: Block) -> bool:
    return len(head.text) <= LONGEST_HEADING and 2 * head.linked <= head.size and (
        begins_another(head.text) or ((head.level > 1 or head.bold) and _LEADS.fullmatch(head.text) is not None))


def _is_linked(block: Block) -> bool:
    """Whether a block may be the headline of a teaser."""
    return block.linked >= 0.8 * block.size >= 0.8 * _HEADLINE


def _is_text(block: Block) -> bool:
    return block.size >= _SENTENCE and block.text[-1] in _ENDS and 2 * block.linked <= block.size and not block.box.hidden


def _teased(blocks: Sequence[Block]) -> int:
    """How many of some blocks are teasers, of one kind and one after the other; 0 when they are too few, or have no words of a text. The
    last has no more parts than those before: what follows it is something else."""
    kind, starts, end = None, list[int](), 0
    for number, block in enumerate(blocks):
        if _is_linked(block) and (kind is None or _kind(block) == kind):
            kind = _kind(block)
            starts.append(number)
        elif not starts or number - starts[-1] > _PARTS or block.size - block.linked > _EXCERPT \
                or (block.level and not block.linked):
            break
        end = number + 1
    parts = max((following - start for start, following in pairwise(starts)), default=0)
    if len(starts) < _LEAST or parts < 2:
        return 0
    return min(end, starts[-1] + parts)


def _kind(block: Block) -> tuple[str, str]:
    box: Box = block.box
    return box.tag, box.name


def stands_between(blocks: list[Block], position: int) -> bool:
    """Whether a line of a text is the label of a few links, which it has no more, between its paragraphs: two long ones without links
    follow in a box that holds some above it."""
    behind = blocks[position + 1:position + 3]
    around = {block.box.parent for block in blocks[:position] if block.size >= _PARAGRAPH}
    return len(behind) == 2 and behind[0].index > blocks[position].index + 1 and all(
        block.size >= _PARAGRAPH and not block.linked and block.box.parent in around for block in behind)
