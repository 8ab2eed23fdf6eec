"""The lines of a page that may be its headline: headings, and what names itself a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks, block_of
from crawler.extract.markup.marks import CHROME, COMMENT, CRUMB, HEADLINE, INFO, SIDE, TITLED
from crawler.extract.words.dates import may_have_day
from crawler.extract.words.text import clean

MOST_LINES: Final = 4
"""Lines of a headline that is broken by `<br>`."""
LONGEST: Final = 300
"""Characters of a headline at most."""
_HOME: Final = re.compile(r"(?:https?://[^/]++)?/?(?:\./)?(?:(?:index|default|home)\.\w+)?", re.IGNORECASE)
_TELLING: Final = 80
"""Weight of a block from which on it tells something."""
_MOST_SLASHES: Final = 4
"""Slashes in such an address."""
_SENTENCE_END: Final = re.compile(r"[。！？；]")
_DATED_LINE: Final = re.compile(r"\W{0,2}(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?(?:\s|[|｜·]|$)")
"""A day, its time and what follows them in a head line."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_TITLES: Final = HEADLINE | TITLED
_NOWHERE: Final = CHROME | COMMENT
"""In what no line is the headline, but an h1 in navigation."""
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,12}\s?[〔\[［(（]\d{4}[〕\]］)）]\s?第?\d{1,5}号")
"""A document's number, which stands below its headline."""
_BUTTONS: Final = frozenset(("分享", "打印", "收藏", "关闭", "点赞", "评论", "播报", "语音播报", "朗读", "纠错"))
"""Words of buttons that stand in a headline's box."""
_BEFORE_DAY: Final = 6
"""Characters of the headline before such a day at least."""
_DAY_PIECE: Final = re.compile(r"\s*[\[【(（]?\s*(?:(?:发布|发表|更新)?(?:日期|时间)\s*[:：]\s*)?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}"
                        r"\s?[-/.月]\s?\d{1,2}日?(?:\s+\d\d?:\d\d(?::\d\d)?)?\s*[\]】)）]?\s*"
                        r"(?:(?:来\s*源|作\s*者|编\s*辑|阅读|浏览|点击)[^。！？]{0,60})?")


def headings_of(page: Blocks) -> list[Block]:
    """Blocks that may be the headline: headings, and what names itself a title; not in navigation or comments."""
    found = []
    for block in _outstanding(page):
        box, text, level = block.box, block.text, block.level
        if (box.under & _NOWHERE and (level != 1 or box.under & COMMENT)) or box.hidden or len(text) > LONGEST \
                or (text[0] in "12[（(" and _DATED_LINE.match(text)):
            continue
        if level or box.marks & _TITLES or (block.bold and len(text) > 5) \
                or (box.parent is not None and box.parent.marks & HEADLINE and not box.parent.marks & INFO):
            found.append(block)
            if block.broken:
                found += continued(page, block)
    return found[:400]


def _outstanding(page: Blocks) -> list[Block]:
    """Blocks that are headings, in bold type, or in what names itself a title."""
    named = [box for box in page.marked if box.marks & _TITLES]
    if not named:
        return page.heads
    numbers = {number for box in named for number in range(box.first, box.last)}
    return [page.blocks[number] for number in sorted(numbers.union([block.index for block in page.heads]))]


def undated(block: Block) -> Block:
    """A line without the day behind its words, when that is an element of its own: `headline<span>[2012-03-08]</span>`; and without a
    button there: `headline<a>分享</a>`."""
    runs = block.pieces
    if len(runs) > 1 and runs[-1][0].strip() in _BUTTONS and len(bare := clean("".join([run for run, _ in runs[:-1]]))) >= _BEFORE_DAY:
        return block_of(block.index, bare, block.box, runs[:-1], linked=block.linked, bold=block.bold, broken=block.broken)
    if len(runs) < 2 or not may_have_day(runs[-1][0] if not runs[-1][0].isspace() else runs[-2][0]):
        return block
    last = len(runs) - 1 - runs[-1][0].isspace()
    text = clean("".join([run for run, _ in runs[:last]]))
    if len(text) < _BEFORE_DAY or ":" in text or "：" in text or not _DAY_PIECE.fullmatch(runs[last][0]):
        return block
    return block_of(block.index, text, block.box, runs[:last], linked=block.linked, bold=block.bold, broken=block.broken)


def continued(page: Blocks, block: Block) -> Iterator[Block]:
    """The headline that begins with this line and goes on behind a `<br>`, with the number of its last line."""
    text = block.text
    for line in page.blocks[block.index + 1:block.index + MOST_LINES]:
        if line.box is not block.box or line.linked or line.size > LONGEST or _SENTENCE_END.search(line.text) \
                or (line.text[-1] == "号" and _NUMBER.fullmatch(line.text)):
            return
        text += line.text if _HAN.match(line.text) and _HAN.match(text[-1]) else f" {line.text}"
        yield block_of(line.index, text, block.box, block.pieces, size=block.size + line.size, bold=block.bold and line.bold)
        if not line.broken:
            return


def leads_home(block: Block) -> bool:
    """Whether a heading that is a link leads to the site's first page."""
    for _, anchor in block.pieces:
        if anchor is not None:
            href = (anchor.get("href") or "#").strip()
            return href.count("/") <= _MOST_SLASHES and _HOME.fullmatch(href) is not None
    return False


def is_below_text(page: Blocks, block: Block) -> bool:
    """Whether most of what a page tells stands above a line: that is the heading of something behind the article."""
    above = told = 0
    for other in page.blocks:
        if other.size >= _TELLING and not other.linked:
            told += other.size
            above += other.size if other.index < block.index else 0
    return 2 * above > told


def rank_of(block: Block) -> float:
    """How much a block looks like the headline by its mark-up."""
    score = {1: 0.75, 2: 0.35, 3: 0.2, 4: 0.1}.get(block.level, 0.0)
    if block.box.under & HEADLINE:
        score += 0.2
    if block.box.under & (SIDE | CHROME):
        score -= 0.4
    if block.box.under & CRUMB:
        score -= 0.5
    if block.size and block.linked > 0.6 * block.size:
        score -= 0.3
    return score


def kind_of(block: Block) -> str:
    """What makes it a heading, as `Article.found` has it."""
    return f"h{block.level}" if block.level else "class title" if block.box.under & HEADLINE else "bold line"
