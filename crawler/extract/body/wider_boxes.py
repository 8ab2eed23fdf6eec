"""From a line, a list, a cell or a table to the box that holds all of its text; tables and verses on pages without prose."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.body.stated_boxes import LONG
from crawler.extract.headline.title import Title
from crawler.extract.markup.blocks import Box
from crawler.extract.markup.compose import in_data_table
from crawler.extract.markup.ground import SOME, Ground
from crawler.extract.markup.marks import CHROME, COMMENT

_HOLDERS: Final = frozenset(("div", "td", "section", "article"))
_LISTS: Final = frozenset(("ol", "ul", "dl", "blockquote"))
_LISTED: Final = _LISTS | {"li", "dd"}
"""What stands in a text, with a few words of it around, and what such a list may stand in."""
_LINKED: Final = 0.3
"""Share of the words around a list in links with which they are of its text."""
_HEAD_WORD: Final = re.compile(r"浏览|阅读|点击|发布\s*(?:[:：\d]|时|日期|人|者|单位|机构|部门)|(?<!资金)来\s*源|"
                        "字[体号]|打印|关闭|责任?编|上一|下一")
"""Of which the head line of a page, and what stands below its text, has one. Tenders tell where their money comes from, and that they run
from the day of their publication."""
_NAMES_FILE: Final = re.compile(r"\W*附\s*[件表]|.{2,120}\.(?:docx?|xlsx?|pdf|wps|ofd|et|zip|rar)\W*$", re.IGNORECASE)
"""How a line begins or ends that is the link to a file of the text."""
_PARAGRAPH: Final = 1200
"""Weight of the one paragraph of a notice at most: 现将…印发给你们, between those it is sent to and the office that signs."""
_MOST_AROUND: Final = 60
"""Lines of the text around a single paragraph at most."""
_VERSES: Final = 5
"""Lines of a text without prose at least."""


def around_line(ground: Ground, title: Title, box: Box) -> Box:
    """The box around a single paragraph, in Latin letters a short one, when that stands in the text with lines that hardly weigh: names,
    places, figures, files."""
    around = box.parent
    while around is not None and around.first == box.first and around.last == box.last:
        around = around.parent  # a wrapper
    if box.last - box.first != 1 or around is None or around.tag not in _HOLDERS or title.block is None \
            or box.first <= title.block.index or around.last - around.first > _MOST_AROUND \
            or ground.weight(box) > (LONG if ground.page.blocks[box.first].text.isascii() else _PARAGRAPH):
        return box
    blocks = ground.page.blocks[around.first:around.last]
    plain = not any((block.linked and not _NAMES_FILE.match(block.text) and not block.text.startswith("http")) or block.level
                    or ground.out[block.index] for block in blocks if block is not title.block)
    return around if plain else box


def around_list(ground: Ground, title: Title, box: Box) -> Box:
    """The box around a list or a quotation that is nearly all of a text: what leads to it, its heading, what a dish is made of, stand in
    lines above it that hardly weigh. The same box when it is none, or what is around it holds the headline, too, or links."""
    if box.tag not in _LISTS:
        return box  # as mostly
    around = box.parent
    while around is not None and (around.tag in _LISTED or (around.first == box.first and around.last == box.last)):
        around = around.parent
    if around is None or around.tag not in _HOLDERS - {"td"} or title.block is None or around.first <= title.block.index \
            or 2 * _in_items(ground, box) < ground.weight(box):
        return box
    others = [block for block in ground.page.blocks[around.first:around.last]
              if not box.first <= block.index < box.last and not ground.out[block.index]]
    return around if len(others) <= _MOST_AROUND and sum(block.linked for block in others) < _LINKED * sum(block.size for block in others) \
        else box


def _in_items(ground: Ground, box: Box) -> float:
    """Prose of the lines of a list that stand in its items themselves: items that hold boxes are other articles."""
    return sum(ground.prose[block.index] for block in ground.page.blocks[box.first:box.last]
               if block.box.tag in _LISTED or (block.box.parent is not None and block.box.parent.tag in _LISTED))


def around_cell(ground: Ground, title: Title, box: Box) -> Box:
    """What stands around a single cell of a table of data, that and the other tables beside it: a letter to an office and its answer."""
    if box.tag != "td" or box.table is None or not in_data_table(box):
        return box
    table, around = box.table, box.table.parent
    while around is not None and around.tag in _HOLDERS and around.last - around.first <= _MOST_AROUND \
            and (title.block is None or not around.first <= title.block.index < table.first):
        others = [block for block in ground.page.blocks[around.first:around.last] if not table.first <= block.index < table.last]
        if any(block.linked for block in others):
            break
        if any(ground.prose[block.index] >= SOME and in_data_table(block.box) for block in others):
            return around
        around = around.parent
    return table


def data_table(ground: Ground, title: Title) -> Box | None:
    """The largest table of data behind the headline, on a page without prose: tenders, penalties, results. Tables of links are lists."""
    start = title.block.index + 1 if title.block is not None else 0
    best, most = None, SOME
    for box in ground.page.boxes:
        if box.tag != "table" or box.first < start or box.hidden or ground.marks[box] & (CHROME | COMMENT):
            continue
        blocks = ground.page.blocks[box.first:box.last]
        size = sum(block.size for block in blocks)
        if size > most and sum(block.linked for block in blocks) < 0.2 * size and in_data_table(blocks[0].box):
            best, most = box, size
    return _with_lines(ground, best, start) if best is not None and title.block is not None else best


def _with_lines(ground: Ground, table: Box, start: int) -> Box:
    """The box about a table with the short lines of its text before and behind it: headings, times, notes. `start`: the number of the
    block behind the headline; what holds that, links or the head line of the page, holds more than the text."""
    box = table
    while (around := box.parent) is not None and around.first >= start and around.tag in _HOLDERS \
            and around.last - around.first <= table.last - table.first + _MOST_AROUND:
        others = [block for block in ground.page.blocks[around.first:around.last] if not table.first <= block.index < table.last]
        if any(block.linked or ground.out[block.index] or _HEAD_WORD.search(block.text) for block in others):
            break
        box = around
    return box


def verses(ground: Ground, title: Title) -> Box | None:
    """The first box behind the headline with lines enough that end in a `<br>`: poems have no line that weighs as prose."""
    lines: dict[Box, int] = {}
    start = title.block.index + 1 if title.block is not None else len(ground.page.blocks)
    for block in ground.page.blocks[start:]:
        if block.broken and not block.linked and not ground.out[block.index]:
            lines[block.box] = lines.get(block.box, 0) + 1
    return next((box for box, count in lines.items() if count >= _VERSES), None)
