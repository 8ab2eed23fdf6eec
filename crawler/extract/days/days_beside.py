"""Days that are of other things: of rows of a list, and of what stands below a heading in a part of the page beside the article."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.marks import CHROME
from crawler.extract.words.dates import first, may_have_day

_ROW_ENDS: Final = re.compile(r"\d[日\])）]?$")
"""How rows of lists end: in the day, often without its year."""
_ROW_BEGINS: Final = re.compile(r"[\[(（【]?(?:(?:19|20)?\d\d[-/.年])?\d{1,2}[-/.月]\d")
"""How others begin."""
_HEADLINE: Final = 15
"""Weight of a linked headline at least."""
_LINKED: Final = 24
"""The same of one with a label behind it: names of sources are shorter."""
_ROWS_NEAR: Final = 4
_LONGEST_ROW: Final = 120
"""Blocks from one such line to the next, and weight of one."""
DAY_ALONE: Final = 24
"""Weight of a cell with a day and nothing else, at most."""

_EVENT_TIME: Final = re.compile(r"[【\[]?(?:会议|活动|发布|访谈|直播|举办|开庭)?时\s*间\s*[】\]]?\s*[:：]")
_EVENT: Final = re.compile(r"[【\[]?(?:会议|活动|发布|访谈|直播|举办|开庭)?(?:地\s*点|主\s*题|议\s*题|主\s*持\s*人?|嘉\s*宾|"
                    r"出\s*席(?:人员)?|发布人|参会人员)"
                    r"\s*[】\]]?\s*[:：]")
"""Labels of a meeting, a conference, a hearing: when, and where or on what or with whom."""
_RELEASED: Final = re.compile(r"[【\[]?(?:发布)?(?:地\s*点|发\s*布\s*人|主\s*持\s*人)\s*[】\]]?\s*[:：]")
_WHO: Final = r"(?:本期|访谈|做客|特邀|发布)?(?:嘉\s*宾|主\s*持\s*人|发\s*布\s*人|主\s*讲\s*人)"
_GUEST: Final = re.compile(rf"(?:^|(?<=[\s，,；;】\]]))[【\[]?{_WHO}\s*[】\]]?\s*[:：]")
_GUEST_ALONE: Final = re.compile(rf"{_WHO}\s*[:：]?")
"""Those of who is asked and who asks, with a name behind and in a cell of their own."""
_TIME_OF_TALK: Final = re.compile(r"(?:^|\s)(?:访谈|直播|发布)?时\s*间\s*[:：]")
_TIME_ALONE: Final = re.compile(r"(?:访谈|直播|发布|做客)?时\s*间\s*[:：]?")
_CELLS: Final = frozenset(("td", "dd", "li"))
_FACTS: Final = 8
"""Cells about that of the time among which such a label stands."""


def is_of_event(blocks: list[Block], index: int) -> bool:
    """Whether a block tells when something is held that the line behind it tells the place, theme or guests of, or the one before
    the guests: 时间：…, 地点：…; tells place and guests itself; or is the cell of that time beside one of the guests or the host."""
    text = blocks[index].text
    if text[0] in "时【[会活发访直举开" and (when := _EVENT_TIME.match(text)) is not None:
        if "发布" in when[0]:  # of a conference, or of the page
            return index + 1 < len(blocks) and _RELEASED.match(blocks[index + 1].text) is not None
        return (index + 1 < len(blocks) and _EVENT.match(blocks[index + 1].text) is not None) \
            or (index > 0 and _GUEST.match(blocks[index - 1].text) is not None)
    if "嘉" in text and "地" in text and _GUEST.search(text) is not None and _TIME_OF_TALK.search(text) is not None:
        return True
    return index > 0 and blocks[index].box.tag in _CELLS and _TIME_ALONE.fullmatch(blocks[index - 1].text) is not None \
        and any(_GUEST_ALONE.fullmatch(cell.text) is not None for cell in blocks[max(0, index - _FACTS):index + _FACTS])


def is_of_link(block: Block) -> bool:
    """Whether a line begins with the linked headline of another article: its day is that one's, whatever its label."""
    return block.linked >= _LINKED and next((anchor is not None for run, anchor in block.pieces if not run.isspace()), False)


def repeats_day(block: Block, headline: Block) -> bool:
    """Whether the day in a line above the headline is that of the headline, with which the line ends, as trails do."""
    return block.text.endswith(headline.text) and may_have_day(headline.text)


def is_row(blocks: list[Block], index: int) -> bool:
    """Whether a block is a row of a list, link and day, beside another; or the day between the links of two rows."""
    block = blocks[index]
    if block.linked and block.size > DAY_ALONE:
        near = (*blocks[max(0, index - 1):index], *blocks[index + 1:index + 2])
        return block.text[:3] not in ("By ", "by ") and _has_link(block) and any(_is_other_row(other, block.box.tag) for other in near)
    if block.linked or block.size > DAY_ALONE or not index or not _is_link(blocks[index - 1]):
        return False
    if block.box.parent is blocks[index - 1].box and blocks[index - 1].box.tag == "li":
        return True  # below the headline in the same item
    others = blocks[max(0, index - 2):index - 1]
    if index + 2 < len(blocks) and _is_link(blocks[index + 1]):
        others = [*others, blocks[index + 2]]
    return any(other.size <= DAY_ALONE and other.box.tag == block.box.tag and may_have_day(other.text) for other in others)


def has_dated_rows(blocks: list[Block], index: int, end: int) -> bool:
    """Whether other lines with days stand near one behind the text: what readers wrote, or what else came. Links to other articles are
    none where the line stands right behind the text. `end`: number of the first block behind the text."""
    near = (*blocks[max(end, index - _ROWS_NEAR):index], *blocks[index + 1:index + 1 + _ROWS_NEAR])
    return any(other.size <= _LONGEST_ROW and not (other.linked and index == end) and may_have_day(other.text)
               and not other.box.under & CHROME and first(other.text) is not None for other in near)


def _is_other_row(block: Block, tag: str) -> bool:
    """Whether the block beside a row is one of that list."""
    return _has_link(block) and block.box.tag == tag and (
        block.linked == block.size or _ROW_ENDS.search(block.text) is not None or _ROW_BEGINS.match(block.text) is not None)


def _has_link(block: Block) -> bool:
    return block.linked >= 0.6 * (block.size - DAY_ALONE // 2)


def _is_link(block: Block) -> bool:
    return block.linked >= 0.8 * block.size and block.size >= _HEADLINE


def is_headed_apart(blocks: list[Block], block: Block, other: Block) -> bool:
    """Whether a day belongs to a line below a heading, in a part of the page in which another block, headline or end of the text, is
    not: `Upcoming`."""
    around = set()
    box: Box | None = other.box
    while box is not None:
        around.add(box)
        box = box.parent
    branch = block.box
    if branch in around:
        return False
    while branch.parent is not None and branch.parent not in around:
        branch = branch.parent
    above = blocks[branch.first:block.index]
    return bool(above) and not above[-1].level and any(one.level for one in above)
