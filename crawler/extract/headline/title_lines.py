"""The lines that belong to the headline: the one that leads to it, and the second one."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.facts.reporters import is_marked, named_reporters
from crawler.extract.headline.headings import LONGEST, MOST_LINES
from crawler.extract.headline.site_name import is_name, names_section
from crawler.extract.headline.title import Title
from crawler.extract.headline.unmarked_title import PRINTED
from crawler.extract.headline.within_heading import words_above, words_below
from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.marks import CHROME, COMMENT, CRUMB, INFO, LEAD, SIDE
from crawler.extract.markup.type_sizes import is_smaller
from crawler.extract.words.boilerplate import is_furniture, is_trail_line
from crawler.extract.words.colophon import is_colophon
from crawler.extract.words.dates import first, formal, may_have_day
from crawler.extract.words.editor_lines import EDITOR_LINE
from crawler.extract.words.text import folded

_KICKER = re.compile(r"(?:^|[\s_-])(?:kicker|eyebrow|overline|over-?title|pre-?title|shoulder(?:-?title)?|intro-?title|yinti|yin-?ti|"
                     r"jianti|jian-?ti|meiti|yt|jt|title-?up|uptitle|suptitle)(?:$|[\s_-])", re.IGNORECASE)
"""Names that content systems give to the line above the headline; 引题, 肩题 and 眉题 in letters."""

_SUBTITLE: Final = re.compile(r"(?:^|[\s_-])(?:sub-?(?:title|head|heading|tit)|second-?title|fu-?(?:biao-?)?ti(?:tle)?|"
                       r"fbt|ftitle|deck|ft)(?:$|[\s_-])", re.IGNORECASE)
"""The same of the line below it: 副标题."""

_HEAD_LINE: Final = re.compile(r"(?:by|par|por|von) (?-i:[A-Z])|\d{1,2}\.? [^\W\d]{3,9}\.? (?:19|20)\d\d\b", re.IGNORECASE)
"""How a line begins that says who wrote it or when, in the languages that were seen."""
_SECTION: Final = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
                      r"第[一二三四五六七八九十百\d]{1,4}[章节条]|\d{1,2}[、.．](?!\d)")
"""How the heading of a document's section begins, which is no second headline: 一、项目基本情况."""
_REPORTING = re.compile(r"(?:[\u4e00-\u9fff]{1,8}[报网台社])?(?:首席|特约|实习|见习)?(?:记者|通讯员|作者|撰文|编辑|来源|供稿)[\s:：/／]")
"""How a line begins that says who wrote it."""
_HAN: Final = re.compile("[“《]?[\u4e00-\u9fff]")
_NO_TITLE: Final = re.compile(
    r"[〔\[［(（]\d{4}[〕\]］)）]\s?第?\d+号$|通过[)）]$|客户端|APP|打开|下载|扫码|热线|邮箱|信箱|栏目|频道|关键词|刊号|版权|侵权|字数|阅读|点击|"
    r"浏览|导读|提示|打印|全文|原标题|主办|详情|星期|今天是|第\w{1,4}[版页期]|图[/／]文|^图为|(?:摄|供图)$|[>＞»→|｜]|^(?:您|本[站帖文]|欢迎|政策文件)|[发公]布$|"
    r"[处局委办科室院校镇乡部站]\s+[\u4e00-\u9fff]{2,3}(?:\s|$)|^[\u4e00-\u9fff]{2,16}(?:办公室|政府|委员会|中心|[局委厅院处科室站所])$")
"""In what a document's number ends, an assembly's vote, or an offer of the site's own; and an office, or who of it."""
_HEAD: Final = 300
"""Weight of the line with the day at most."""
_UNMARKED: Final = 60
_LEAST_UNMARKED: Final = 24
_LEAST_DASHED: Final = 10
"""Characters of a second headline or a first that nothing marks at most, and its weight at least; of one behind a dash."""
_LEADS: Final = re.compile(r"[\u4e00-\u9fff“《]{3,12}[院局委会县市区州省镇乡厅部社]：$|[\u4e00-\u9fff“”·]{4,30}[时上会中话]强调[：:]?$")
"""A line above the headline that says who does or who stressed what it tells: 某某区检察院：, 某某调研项目建设时强调."""
_LEAST_BLOCKS: Final = 3
_IN_TABLE: Final = "index table"
_MOST_OF_HEAD: Final = 6
_STOPS: Final = frozenset("。！？：；")
"""Lines of a head that has a box of its own at most, and how sentences end."""
_WRAPPERS: Final = 2
_SAME: Final = 5
"""Boxes about a line that may put it into the middle; letters with which a line above a headline begins that are in it, too."""
_NO_LINE: Final = CHROME | CRUMB | COMMENT | SIDE | INFO
_WHOLE: Final = frozenset(("p", "div", "td", "span", "h4", "h5", "h6"))


def subtitle(page: Blocks, heading: Title, start: int) -> tuple[str, str] | None:
    """The second headline and its rule: right below the first, in a heading, named so, or behind a dash; None when there is none.
    `start`: number of the text's first block."""
    if heading.block is None:
        return None
    inside = words_below(heading.block, heading.text or "")
    if inside is not None:
        return inside, "in headline"
    if heading.block.index + 1 >= min(start, len(page.blocks)):
        return None
    line = page.blocks[heading.block.index + 1]
    dashed = line.text.startswith(("——", "--", "—"))
    if line.linked or not 12 <= line.size <= LONGEST or _REPORTING.match(line.text) or (dashed and not line.text.lstrip("—- ")) \
            or not (dashed or line.box.under & LEAD or _SUBTITLE.search(line.box.name)
                   or (line.level and not line.box.under & SIDE) or _is_printed(heading.block, line)
                   or _stands_between(page, heading.block, line, start) or is_set_beside(heading.block, line)):
        return None
    if is_furniture(line.text) or first(line.text) is not None or EDITOR_LINE.fullmatch(line.text) or _HEAD_LINE.match(line.text) \
            or is_marked(line.text) or (not dashed and _SECTION.match(line.text)) or folded(line.text) == folded(heading.text or ""):
        return None
    return line.text.lstrip("—- "), "dash" if dashed else "below headline"


def kicker(page: Blocks, heading: Title) -> tuple[str, str] | None:
    """The line above the headline that leads to it (引题, 肩题) and its rule: named so, or in a heading of its own in the same box;
    None when there is none."""
    if heading.block is None:
        return None
    inside = words_above(heading.block, heading.text or "")
    if inside is not None or heading.block.index == 0:
        return None if inside is None else (inside, "in headline")
    start = heading.block.index - _lines_of(page, heading) + 1
    line = page.blocks[start - 1] if start > 0 else None
    if line is None or line.linked or line.box.hidden or not 4 <= len(line.text) <= 80 or line.box.under & (CHROME | CRUMB | COMMENT) \
            or (line.text.endswith((":", "：", "。")) and not _LEADS.match(line.text)):
        return None
    near = line.box.parent is not None and line.box.parent is heading.block.box.parent
    named = _KICKER.search(f"{line.box.name} {line.box.element.get('id') or ''}") is not None
    if not named and not (near and line.level > heading.block.level > 0) and not _is_printed(heading.block, line) \
            and not _begins_box(page, heading.block, line) and not is_set_beside(heading.block, line):
        return None
    if is_furniture(line.text) or is_trail_line(line.text) or first(line.text) is not None or EDITOR_LINE.fullmatch(line.text) \
            or folded(line.text) == folded(heading.text or ""):
        return None
    return line.text, "class kicker" if named else "above headline"


def is_set_beside(headline: Block, line: Block) -> bool:
    """Whether a line right above or below a headline is one of its own, which only its smaller type tells from it."""
    return abs(line.index - headline.index) == 1 and not line.box.under & _NO_LINE \
        and _may_be_beside(line.reworded(line.text.lstrip("—- ")) if line.text[0] in "—-" else line,
                           _LEAST_DASHED if line.text.startswith("——") else _LEAST_UNMARKED) and formal(line.text) is None \
        and is_smaller(line, headline) and not is_furniture(line.text) and EDITOR_LINE.fullmatch(line.text) is None


def without_second(blocks: list[Block], heading: Title, taken: list[Block]) -> list[Block]:
    """A text of three blocks or more without the second headline above it, which only its type tells from the first: `taken` gets it."""
    if heading.block is None or len(blocks) < _LEAST_BLOCKS or not is_set_beside(heading.block, blocks[0]):
        return blocks
    taken.append(blocks[0])
    return blocks[1:]


def without_head(blocks: list[Block], heading: Title, taken: list[Block]) -> list[Block]:
    """A text without what stands above it of the head: a second headline, the headline once more, and on Chinese pages the few words in
    the box that holds headline and day alone: `taken` gets them."""
    blocks = without_repeated(without_second(blocks, heading, taken), heading, taken)
    box = heading.block.box.parent if heading.block is not None and heading.block.level else None
    if box is None or not blocks or (heading.text or "").isascii() or blocks[0].index >= box.last or blocks[-1].index < box.last:
        return blocks
    head = [block for block in blocks if block.index < box.last]
    if len(head) > _MOST_OF_HEAD or any(block.size > _HEAD or block.text[-1] in _STOPS for block in head) \
            or not any(may_have_day(block.text) and first(block.apart) is not None for block in head):
        return blocks
    taken += head
    return blocks[len(head):]


def without_repeated(blocks: list[Block], heading: Title, taken: list[Block]) -> list[Block]:
    """A text without the headline in several lines, with which it begins or begins once more, as documents are set: `taken` gets
    them."""
    key, begun = folded(heading.text or ""), ""
    shown = (heading.rule or "").startswith((_IN_TABLE, "h1")) if heading.block is None else bool(blocks) \
        and heading.block.index < blocks[0].index + MOST_LINES
    if not shown or len(blocks) < _LEAST_BLOCKS or len(blocks[0].text) > len(key):
        return blocks
    for number, block in enumerate(blocks[:MOST_LINES], 1):
        if len(block.text) > LONGEST or not key.startswith(begun := begun + folded(block.text)):
            return blocks
        if begun == key:
            taken += blocks[:number] if number > 1 else []
            return blocks[number:] if number > 1 else blocks
    return blocks


def _stands_between(page: Blocks, headline: Block, line: Block, start: int) -> bool:
    """Whether a line that nothing marks stands alone in its box between the headline, in one box with it, and the line with the day, or of
    the reporters, there or right behind: a second headline."""
    below = page.blocks[line.index + 1] if line.index + 1 < min(start, len(page.blocks)) else None
    if below is None or not _is_alone(line) or not _may_be_beside(line):
        return False
    around = _place(line.box).parent
    if around is None or around is not _place(headline.box).parent \
            or not (around.last == below.index or around is _place(below.box).parent) or below.size > _HEAD:
        return False
    signed = headline.level > 0 and "者" in below.text and named_reporters((below,), (), ()) is not None
    return signed or (_are_set_alike(headline, line) and may_have_day(below.apart) and first(below.apart) is not None)


def _begins_box(page: Blocks, headline: Block, line: Block) -> bool:
    """Whether a line that nothing marks is the first one in the box that holds the headline right below it, and stands alone in its own:
    the trail, the menu and the site's name lie in others."""
    around = _place(line.box).parent
    return around is not None and around.first == line.index and around is _place(headline.box).parent \
        and _is_alone(line) and folded(line.text) not in folded(headline.text) \
        and (_LEADS.match(line.text) is not None
             or ((_are_set_alike(headline, line) or _begins_so(headline, line)) and _may_be_beside(line)))


def _begins_so(headline: Block, line: Block) -> bool:
    """Whether a paragraph right above a headline names first whom the headline does: slogans and names of sections do not."""
    return line.box.tag == "p" and len(line.text) > _SAME and folded(line.text)[:_SAME] in folded(headline.text)


def _are_set_alike(headline: Block, line: Block) -> bool:
    """Whether a line is set as the headline is: in an element of the same sort, where that is no heading, or in the middle. What else
    templates put beside a heading is not."""
    if line.box.tag == headline.box.tag:
        return True
    box: Box | None = line.box
    for _ in range(_WRAPPERS):
        if box is not None and ("center" in (box.tag, (box.element.get("align") or "").lower())
                                or "center" in (box.element.get("style") or "").lower()):
            return True
        box = box.parent if box is not None else None
    return False


def _place(box: Box) -> Box:
    """The outermost box that holds what a box does and no more: cells in rows of a layout, wrappers."""
    while box.parent is not None and box.parent.last - box.parent.first == box.last - box.first:
        box = box.parent
    return box


def _is_alone(line: Block) -> bool:
    return line.box.last - line.box.first == 1 and line.box.tag in _WHOLE and not line.box.under & _NO_LINE


def _may_be_beside(line: Block, least: int = _LEAST_UNMARKED) -> bool:
    """Whether a line is worded as a line beside the headline of a Chinese page is: no name, label or sentence."""
    text = line.text
    return line.size >= least and len(text) <= _UNMARKED and _HAN.match(text) is not None and text[-1] not in "。，；：:" \
        and ":" not in text and "：" not in text[:6] and _NO_TITLE.search(text) is None \
        and not any(is_name(part) or names_section(part) for part in text.split()) and not is_colophon(text)


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
