"""The lines of a text without the page's furniture."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.body.choice import Body
from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.compose import in_data_table
from crawler.extract.markup.marks import PREFORMATTED
from crawler.extract.words.boilerplate import (
    HAN_BEGINS,
    SIGNS,
    begins_another,
    doubtful,
    is_furniture,
    is_han_prose,
    is_plain,
    is_trail_line,
    may_begin,
    without_furniture,
)
from crawler.extract.words.dates import first, may_have_day

HEAD: Final = 12
"""Blocks at the start among which the head line may stand."""
_MOST_LINES: Final = 2500
_LAST_LINES: Final = 500
"""Lines at the beginning and at the end of a text in which furniture is looked for: all of nearly any."""
_MOST_SEARCHED: Final = 200_000
"""Characters of a text's lines that are searched for furniture inside of them: a book has as many. Lines behind them
stay as they are, unless they are furniture as a whole."""
_SENTENCE: Final = 60
"""Weight of a line with a full stop above the head line that is a paragraph."""
STOPS: Final = "。！？.!?"
_CREDITED: Final = re.compile(r"[。！？]\s*[(（]?[\u4e00-\u9fff\s/·、]{2,24}摄影?[)）]?$")
_SCRIPT: Final = re.compile(r"^\s*(?:\$\(|var\s+\w+\s*=|function\s*\(|document\.|window\.|<!--|-->)|\$\('#[\w-]+'\)\.")
_EDIT: Final = re.compile(r"\s*[\[\uff3b](?:编辑|編輯|edit)[^\[\]]{0,20}[\]\uff3d]$|\s*\u00b6$")
"""Behind the headings of wikis, and the sign that links to a heading of documentation."""


def unfurnished(page: Blocks, chosen: Body) -> tuple[list[Block], list[Block]]:
    """The lines of a text that are no furniture, without what they hold of it, and those that were taken off or changed."""
    kept: list[Block] = []
    taken: list[Block] = []
    blocks, signed = chosen.blocks, _signed(page, chosen)
    end = max(_MOST_LINES, len(blocks) - _LAST_LINES)
    passed = searched = 0
    for position in range(len(blocks)) if signed is None else _doubtful(page, blocks):
        kept += blocks[passed:position]
        passed = position + 1
        block = blocks[position]
        said = block.text
        told = signed is None or block.index in signed
        if (told and is_han_prose(said)) or _MOST_LINES <= position < end:
            kept.append(block)
        elif (_is_script(said) and not block.box.under & PREFORMATTED) or _is_furniture(block, early=position < HEAD):
            (kept if position < HEAD and _dates_text(block, kept) else taken).append(block)
        elif (not told and is_plain(said)) or (searched := searched + len(said)) > _MOST_SEARCHED \
                or (text := without_furniture(said if not block.level else _EDIT.sub("", said))) == said:
            kept.append(block)
        else:
            taken.append(block)
            if text and not is_furniture(text):
                kept.append(block.reworded(text))
    kept += blocks[passed:]
    return kept, taken


def _doubtful(page: Blocks, blocks: list[Block]) -> list[int]:
    """The places of the lines that have to be looked at one by one."""
    numbers = [block.index for block in blocks]
    octets = page.octets
    return doubtful(page.wording, [block.text for block in blocks], numbers, [octets[number] for number in numbers])


def _dates_text(block: Block, above: list[Block]) -> bool:
    """Whether a line of furniture has the day above a text: what stands before it is none of that either."""
    return may_have_day(block.text) and first(block.text) is not None and not any(map(is_sentence, above))


def _signed(page: Blocks, chosen: Body) -> frozenset[int] | None:
    """Numbers of the page's lines with a Latin sign of furniture; None for a text that is not Latin or does not stand on the page: its
    lines are looked at one by one."""
    latin = [block for block in chosen.blocks if (text := block.text).isascii() or text[0] < HAN_BEGINS]
    if chosen.box is None or 2 * len(latin) < len(chosen.blocks):
        return None
    return frozenset(page.wording.holding(SIGNS))


def _is_script(text: str) -> bool:
    return (text[0] in "$vfdw<-" or "$" in text) and _SCRIPT.search(text[:80]) is not None


def _is_furniture(block: Block, *, early: bool) -> bool:
    """Whether a line is furniture as a whole. `early`: at the head of a text a count of comments begins no other part of the page."""
    if not may_begin(block.text):
        return False
    if is_trail_line(block.text):
        return True
    return is_furniture(block.text) and (not begins_another(block.text) or (early and block.text[-1] == ")")) \
        and not in_data_table(block.box) and not (block.level > 1 and block.text == "Tools")  # what one needs, in instructions


def is_sentence(block: Block) -> bool:
    """Whether a line is a paragraph that ends with a full stop, be there who took the picture behind it."""
    return block.size >= _SENTENCE and (block.text[-1] in STOPS
                                        or (block.text[-1] in "摄影)）" and _CREDITED.search(block.text) is not None))
