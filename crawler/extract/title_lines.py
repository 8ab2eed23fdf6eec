"""The lines that belong to the headline: the one that leads to it, and the second one."""

from __future__ import annotations

import re

from crawler.extract.blocks import Block, Blocks
from crawler.extract.boilerplate import is_furniture, is_trail_line
from crawler.extract.dates import first
from crawler.extract.editor_lines import EDITOR_LINE
from crawler.extract.headings import LONGEST, MOST_LINES
from crawler.extract.marks import CHROME, COMMENT, CRUMB, LEAD, SIDE
from crawler.extract.text import folded
from crawler.extract.title import Title
from crawler.extract.unmarked_title import PRINTED

_KICKER = re.compile(r"(?:^|[\s_-])(?:kicker|eyebrow|overline|over-?title|pre-?title|shoulder(?:-?title)?|intro-?title|yinti|yin-?ti|"
                     r"jianti|jian-?ti|meiti|yt|jt|title-?up|uptitle|suptitle)(?:$|[\s_-])", re.IGNORECASE)
"""Names that content systems give to the line above the headline; 引题, 肩题 and 眉题 in letters."""

_SUBTITLE = re.compile(r"(?:^|[\s_-])(?:sub-?(?:title|head|heading|tit)|second-?title|fu-?(?:biao-?)?ti(?:tle)?|"
                       r"fbt|ftitle)(?:$|[\s_-])", re.IGNORECASE)
"""The same of the line below it: 副标题."""

_HEAD_LINE = re.compile(r"(?:by|par|por|von) (?-i:[A-Z])|\d{1,2}\.? [^\W\d]{3,9}\.? (?:19|20)\d\d\b", re.IGNORECASE)
"""How a line begins that says who wrote it or when, in the languages that were seen."""
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
                      r"第[一二三四五六七八九十百\d]{1,4}[章节条]|\d{1,2}[、.．](?!\d)")
"""How the heading of a document's section begins, which is no second headline: 一、项目基本情况."""


def subtitle(page: Blocks, heading: Title, start: int) -> tuple[str, str] | None:
    """The second headline and its rule: right below the first, in a heading, named so, or behind a dash; None when there is none.
    `start`: number of the text's first block."""
    if heading.block is None or heading.block.index + 1 >= min(start, len(page.blocks)):
        return None
    line = page.blocks[heading.block.index + 1]
    dashed = line.text.startswith(("——", "--", "—"))
    if line.linked or not 12 <= line.size <= LONGEST \
            or not (dashed or line.box.under & LEAD or _SUBTITLE.search(line.box.name)
                   or (line.level and not line.box.under & SIDE) or _is_printed(heading.block, line)):
        return None
    if is_furniture(line.text) or first(line.text) is not None or EDITOR_LINE.fullmatch(line.text) or _HEAD_LINE.match(line.text) \
            or (not dashed and _SECTION.match(line.text)) or folded(line.text) == folded(heading.text or ""):
        return None
    return line.text.lstrip("—- "), "dash" if dashed else "below headline"


def kicker(page: Blocks, heading: Title) -> tuple[str, str] | None:
    """The line above the headline that leads to it (引题, 肩题) and its rule: named so, or in a heading of its own in the same box;
    None when there is none."""
    if heading.block is None or heading.block.index == 0:
        return None
    start = heading.block.index - _lines_of(page, heading) + 1
    line = page.blocks[start - 1] if start > 0 else None
    if line is None or line.linked or line.box.hidden or not 4 <= len(line.text) <= 80 or line.box.under & (CHROME | CRUMB | COMMENT) \
            or line.text.endswith((":", "：", "。")):
        return None
    near = line.box.parent is not None and line.box.parent is heading.block.box.parent
    named = _KICKER.search(f"{line.box.name} {line.box.element.get('id') or ''}") is not None
    if not named and not (near and line.level > heading.block.level > 0) and not _is_printed(heading.block, line):
        return None
    if is_furniture(line.text) or is_trail_line(line.text) or first(line.text) is not None or EDITOR_LINE.fullmatch(line.text) \
            or folded(line.text) == folded(heading.text or ""):
        return None
    return line.text, "class kicker" if named else "above headline"


def _is_printed(headline: Block, line: Block) -> bool:
    """Whether a line is set as those beside the headline are in Founder's editions of newspapers."""
    return line.box.name == "font02" and headline.box.name == PRINTED


def _lines_of(page: Blocks, heading: Title) -> int:
    """How many blocks the headline takes up."""
    block = heading.block
    count = 1
    while block is not None and count < MOST_LINES and page.blocks[block.index - count].box is block.box \
            and page.blocks[block.index - count].broken and page.blocks[block.index - count].text in block.text:
        count += 1
    return count
