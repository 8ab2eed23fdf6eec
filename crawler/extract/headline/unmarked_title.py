"""The headline of a page that marks none and names none: the line above the text, or the name in a document's table of facts; and what
mark-up alone does not tell of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from crawler.addresses.address import Resolver
from crawler.extract.facts.index_table import FACT
from crawler.extract.headline.headings import continued, undated
from crawler.extract.headline.set_off import is_large, is_set_off
from crawler.extract.headline.site_name import is_masthead, is_name, names_latin_site, names_section
from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.compose import in_data_table
from crawler.extract.markup.marks import APART, CAPTION, CHROME, COMMENT, CRUMB, HEADLINE, PRINT, SIDE
from crawler.extract.markup.type_sizes import are_alike, largest
from crawler.extract.trail.trail_leads import is_led
from crawler.extract.words.boilerplate import is_furniture, is_trail_line, without_furniture
from crawler.extract.words.colophon import is_colophon
from crawler.extract.words.dates import first, may_have_day
from crawler.extract.words.editor_lines import EDITOR_LINE
from crawler.extract.words.text import folded

_ELSEWHERE: Final = CAPTION | CHROME | COMMENT | SIDE | APART
_ROWS: Final = 2
"""Links below a heading by which it is known as that of a list."""
_PICTURED = re.compile(r"[\[(（]\s*(?:photos?|pictures?|images?)\b|photos? by .{3,60}$|[（(]?(?:摄影|摄)[)）]?$|/Xinhua\W*$", re.IGNORECASE)
"""What stands in the line of a picture."""
_BY: Final = re.compile(r"[Bb]y(?: [A-Z][\w.'\u2019-]*){2,4}(?:,? (?:and|&)(?: [A-Z][\w.'\u2019-]*){2,4})?|BY(?: [A-Z.'\u2019-]+){2,8}")
"""The author's line, below which no headline stands."""
STOPS: Final = "。.！？!?；;”\"’"
"""How sentences end."""
_PARAGRAPH_ENDS: Final = STOPS + "："
_ENDS: Final = re.compile(r"[。.！!；;][”\"’]?$|[？?]$|(?:^|[^“])[^“”]{40,}[”\"’]$")
"""The same for headlines, which may end in a quotation."""
_LIGHTEST: Final = 15
_HEAVIEST: Final = 240
"""Weight of a headline that nothing marks."""
_LARGE: Final = 6
"""The same where it is in large type: `通知`."""
_WORD: Final = re.compile("(?=[^\u4e00-\u9fff]*[\u4e00-\u9fff]{2})[^。！!；;，,]{2,7}")
"""A headline in Han characters that is shorter than others."""
_DOCUMENT: Final = re.compile("通知|公告|通告|公示|启事|声明|讣告|喜报|倡议书|感谢信|公开信|贺信|贺电|慰问信")
"""Sorts of documents, which may be all of a headline."""
_PARAGRAPH: Final = 80
_PROSE: Final = 200
"""Weight of a paragraph, and of those above a heading with which it is one inside the text."""
_LONG_HEAD: Final = 40
"""Weight of an h1 above them that is the headline."""
_MOST_LINES: Final = 3000
"""Blocks among which a title that tags name is looked for."""
_FEW: Final = 6
_MOST_FEW: Final = 60
_DATED: Final = 200
"""Weight of the few words above a day that are the headline, and of the line with the day at most."""
_FEW_WORDS: Final = re.compile("[\u4e00-\u9fff“”《》·]{2,20}|[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3}|[A-Z][\\w'’.-]*(?: [\\w'’.&-]+){1,7}")
_HEAD_LINES: Final = 2
"""Lines right below a headline among which its day stands."""
PRINTED: Final = "font01"
"""The class of the headline in Founder's editions of newspapers; the lines above and below it are `font02`."""
_NO_HEAD: Final = _ELSEWHERE | CRUMB
_CELLS: Final = frozenset(("td", "th", "dt", "dd", "li"))
_DAY_LABEL: Final = re.compile("[时時日][间間期]$|(?:[Dd]ate|[Tt]ime)$")
"""In what labels stand, and how those of a day end."""
_MOST_ABOUT: Final = 80
"""Blocks among which sections have the same words."""
_ABOVE_TEXT: Final = 6
"""Blocks right above the first paragraph among which a headline is sought."""
_MOST_FACTS: Final = 40
"""Blocks of a document's table of facts, at most."""
_MOST_LOOKED_AT: Final = 120
"""Blocks at the head of a page among which such a table stands."""
_SHORTEST: Final = 4
_LONGEST: Final = 300
"""Characters of a name in it; that of a letter to an office may be a single word."""
_BARS: Final = re.compile("[-_|｜—–]+")
"""What parts the site from a section in the window's title."""
_LONGEST_SECTION: Final = 12
_WHOLE_LINE: Final = 8
"""Characters of a section's name at most, and of a headline below it at least."""
_FACTS: Final = 4
"""Cells of a table of facts below the one that heads it, more than."""
_NEAR: Final = 24
"""Blocks about the name in such a table among which another of its facts stands."""
KIND: Final = re.compile(r"^[\[【][^\[\]【】]{1,12}[\]】]\s*(?=.{4})")
"""The sort of an article, in brackets before its headline."""
_NAMED: Final = re.compile(r"(?:(?:信息|文件|公文|信件|来信|留言|咨询|问题|提问)?(?:名\s*称|标\s*题|题\s*名|主\s*题)|"
                    r"(?:Letter )?(?:Subject|Topic|Title))\s*(?:[:：]\s*(.*))?$")
_NAMED_BEGINS: Final = frozenset("信文公来留咨问提名标题主LST")
_LETTER: Final = re.compile(r"信件(?:编号|类[型别]|日期|时间|内容|状态)|(?:[来写去发發]信|提问|留言|咨询|回复|答复|办[结理]|受理|处理)"
                     r"(?:人|时\s*间|日\s*期|内\s*容|单\s*位|部\s*门|状\s*态|结\s*果|编\s*号)|"
                     r"(?:Question|Repl(?:y|ied)(?: by| date| time)?|Answer(?:ing office)?|Response|Date of letter|Letter No)\W*$")
"""How the labels begin of a letter to an office and of its answer."""
_HEAD_LINE: Final = re.compile(r"(?:(?:时\s*间|日\s*期)\s*[:：]\s*[\[(（]?\s*(?:19|20)\d\d[-/.年]|来\s*源\s*[:：])")
_LABEL = re.compile(r"\s*(?:作\s*者|编\s*辑|来\s*源|信息来源|文章来源|稿\s*源|时\s*间|日\s*期|浏览|点击|阅读|访问|字号|字体|发布|公开|记者|"
                    r"摄影|索\s*引\s*号|文\s*号|名\s*称|有\s*效\s*性|发文|主题)\w{0,3}\s*[:：]|"
                    r"(?:From|Source|Author|Editor|Updated|Published|Pub ?date|Views?|Font(?: size)?|Date|Time)\s*[:：]"
                    r"|[A-Z][A-Za-z ]{2,24}[:：]\s*\d*$|\d{1,2}月\d{1,2}日\s*(?:[·|｜/]|\d{1,2}[:：]\d\d)")
_SECTION: Final = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})、|第[一二三四五六七八九十]{1,3}[章节条]")
"""How a heading inside a document begins."""
_NUMBERED: Final = re.compile(r"[〔\[［]\d{4}[〕\]］]\s*第?\d+号$")
"""A document's number."""
_HAN_DAY: Final = re.compile(r"[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月")
_HAN: Final = re.compile("[\u4e00-\u9fff“《]")
_MOST_BROKEN: Final = 3
"""Lines of a headline that nothing marks, at most."""
_BARE_LABEL: Final = re.compile(r"(?:信息|文章|稿件)?来\s*源|作\s*者|(?:责任)?编\s*辑|发[布文](?:时间|日期|机构|单位)|"
                         r"(?:公开|公示)(?:时间|期限|方式)|浏览(?:次数|量)?")
"""A label that is an element of its own, without a colon."""
_SHORT_DAY: Final = re.compile(r"\d\d[-/.]\d\d[-/.]\d\d\s")
"""How a head line begins whose year has two digits."""
_REPORTERS: Final = re.compile(r"[\u4e00-\u9fff]{0,10}记者(?:\s+[\u4e00-\u9fff]{2,4}){1,5}(?:\s*通讯员(?:\s+[\u4e00-\u9fff]{2,4}){1,5})?")
"""The line of reporters below a headline."""
_OF_DAY: Final = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?!\s*(?:星期|周|来源|[上下]午))[\u4e00-\u9fff“《]{5,40}$")
"""A headline that begins with the day of an event."""


def above(page: Blocks) -> Block | None:
    """The line right above the first paragraph of prose, when it is no sentence, date, link or furniture."""
    for block in page.blocks[:400]:
        if block.size >= 80 and not block.linked and block.text[-1] in _PARAGRAPH_ENDS and not block.box.hidden:
            above_it = page.blocks[max(0, block.index - _ABOVE_TEXT):block.index]
            lines = [undated(line) for line in above_it if not (
                line.box.under & _ELSEWHERE or in_data_table(line.box) or (line.box.tag in ("dt", "dd") and _is_in_terms(line)))]
            lines = lines[:next((at for at, line in enumerate(lines) if at and (
                _BY.fullmatch(line.text) or (_HEAD_LINE.search(line.text) and _may_be_headline(lines[at - 1])))), len(lines))]
            bold = [line for line in lines if (line.bold or line.level) and not heads_list(page, line)]
            printed = [line for line in lines if line.box.name == PRINTED]
            near = next((line for line in (*printed, *bold, *reversed(lines)) if _may_be_headline(line)), None)
            if near is None:
                return _above_facts(page, block.index - _ABOVE_TEXT)
            most = set_largest(page, near)
            return _joined(page, near) if most is near else most
    return None


def _is_in_terms(line: Block) -> bool:
    """Whether a line is a term or what is said of it, in a list of several."""
    around = line.box.parent
    return around is not None and around.tag == "dl" and len(around.element.findall("dt")) > _ROWS


def set_largest(page: Blocks, line: Block) -> Block:
    """The headline, where a line that may be it is one of two or three about each other that only the size of their type tells apart; else
    the line itself."""
    run = [line]
    for step in (-1, 1):
        for number in range(line.index + step, line.index + step * (_MOST_BROKEN + 1), step):
            other = undated(page.blocks[number]) if 0 <= number < len(page.blocks) else None
            if other is None or other.box.hidden or other.box.under & _NO_HEAD or not _may_stand_about(other):
                break
            run.append(other)
    most = largest(run) if len(run) > 1 else None
    return most if most is not None and _may_be_headline(most) else line


def _may_stand_about(line: Block) -> bool:
    """Whether a line may be the headline or one above or below it, by its length and words."""
    return _may_be_headline(line) or (line.text[0] in "—-" and _LIGHTEST <= line.size <= _HEAVIEST and not line.linked)


def _joined(page: Blocks, last: Block) -> Block:
    """The headline that a `<br>` broke in two or three lines, which have a box of their own; else the line alone."""
    box = last.box
    if last.level or not 2 <= box.last - box.first <= _MOST_BROKEN or last.index != box.last - 1 or last.text[0] in "—-":
        return last
    lines = page.blocks[box.first:box.last]
    if any(not _LIGHTEST <= line.size <= _HEAVIEST or line.linked or line.box is not box or _ENDS.search(line.text) or line.text[0] in "—-"
           or _HAN.match(line.text) is None or not are_alike(line, last) for line in lines):
        return last
    return next((whole for whole in continued(page, lines[0]) if whole.index == last.index), last)


def heads_list(page: Blocks, block: Block) -> bool:
    """Whether rows of links follow a heading: it names them."""
    rows = page.blocks[block.index + 1:block.index + 1 + _ROWS]
    return len(rows) == _ROWS and all(row.linked > 0 for row in rows) and any(2 * row.linked > row.size for row in rows)


def is_word(page: Blocks, block: Block) -> bool:
    """Whether a marked line is a headline of a few Han characters (`感谢信`): one that stands nowhere else, as sections do in menu and
    trail."""
    marked = block.level in (1, 2) or block.box.under & HEADLINE or (block.level == 3 and _DOCUMENT.fullmatch(block.text) is not None)
    return bool(marked) and _WORD.fullmatch(block.text) is not None and not block.linked \
        and not block.box.under & (CHROME | SIDE | APART | CRUMB) and not is_furniture(block.text) and not _stands_again(page, block)


def in_print(page: Blocks) -> Block | None:
    """The headline of a story in a newspaper's edition: Founder's templates have it in a cell `font01` above the text; else the line there
    that stands among the linked ones of the page's stories, too."""
    text = next((box for box in page.marked if box.marks & PRINT), None)
    lines = [line for line in page.blocks[max(0, text.first - _MOST_FACTS):text.first] if not line.linked] if text is not None else []
    return next((line for line in lines if line.box.name == PRINTED), None) or next(
        (line for line in reversed(lines) if any(page.blocks[number].linked for number in page.showing(line.text))), None)


def _stands_again(page: Blocks, block: Block) -> bool:
    """Whether the words of a block are all of another one or of a link, at the head of the page; of a sort of document, which lists
    below have for a headline, too, only above it."""
    end = min(block.index, _MOST_ABOUT) if _DOCUMENT.fullmatch(block.text) is not None else _MOST_ABOUT
    ends_trail = block.level == 1 and not names_section(block.text)  # as it stands there when it is no link
    return any((block.text == other.text and not (ends_trail and other.box.under & CRUMB and not other.linked))
               or block.text in (text for text, anchor in other.pieces if anchor is not None or not ends_trail)
               for other in page.blocks[:end] if other.index != block.index)


def is_dated(page: Blocks, heading: Block) -> bool:
    """Whether a short line right below a heading of a Chinese page has a day, as those below headlines have; below names of sections are
    lists."""
    below = page.blocks[heading.index + 1:heading.index + 1 + _HEAD_LINES]
    return not heading.text.isascii() and any(
        line.size <= _DATED and 2 * line.linked <= line.size and may_have_day(line.text) and first(line.apart) is not None
        for line in below)


def heading_above(page: Blocks, headings: list[Block], inner: Block) -> Block | None:
    """The one h1 above a lower heading inside the text: the page's name for itself may be that of a section."""
    above = [block for block in headings if block.level == 1]
    if len(above) != 1 or above[0].index >= inner.index or above[0].size < _LONG_HEAD or above[0].box.under & (CHROME | SIDE):
        return None
    between = page.blocks[above[0].index + 1:inner.index]
    return above[0] if sum(block.size for block in between if block.size >= _PARAGRAPH and not block.linked) >= _PROSE else None


def first_shown(page: Blocks, block: Block) -> Block:
    """The plain line above another that has the same words: above one in bold type, with the day below it, as texts repeat their headline;
    or above a link, as lists have the article among others."""
    links = 2 * block.linked > block.size
    line = page.blocks[page.texts.index(block.text)] if (links or not block.level) and block.text == page.texts[block.index] else block
    if line is block or line.linked or line.box.hidden or line.box.under & _NO_HEAD:
        return block
    if links:
        return line
    below = page.blocks[line.index + 1:min(line.index + 1 + _HEAD_LINES, block.index)]
    return line if any(other.size <= _DATED and may_have_day(other.text) and first(other.apart) is not None for other in below) else block


def permalink(page: Blocks, resolver: Resolver, url: str) -> Block | None:
    """The first line that is a link to the page itself, by which blogs show the headline of a page; None when there is none."""
    for block in page.blocks[:_MOST_LINES] if url else ():
        anchor = next((anchor for _, anchor in block.pieces if anchor is not None), None) if block.linked == block.size else None
        if anchor is not None and _SHORTEST <= len(block.text) <= _LONGEST and not block.box.under & _NO_HEAD \
                and "#" not in (href := anchor.get("href") or "#") and resolver.resolve(href) == url:
            return block
    return None


def line_of(page: Blocks, value: str, headings: Sequence[Block] = ()) -> Block | None:
    """The heading that is a title which the page's tags or its window name, or else the line; None where it is not shown."""
    key = folded(value)
    found = next((block for block in headings if folded(block.text) == key), None)
    if found is not None:
        return found
    shown = (page.blocks[number] for number in page.showing(value) if number < _MOST_LINES)
    return next((block for block in shown if not block.linked and not block.box.hidden
                 and not block.box.under & (COMMENT | SIDE | CRUMB | CHROME)), None)


def stated_above(page: Blocks, heading: Block | None, named: Sequence[tuple[str, str]]) -> Block | None:
    """The line right above a first heading that is what JSON-LD and `og:title` both call the headline, while the heading has nothing of
    it: weeklies set their headline in a box, and what stands below it as the `h1`. None elsewhere."""
    if heading is None or heading.level != 1 or len(named) < 2 or named[0][1] != "json-ld headline":
        return None
    stated, own = folded(named[0][0]), folded(heading.text)
    if len(stated) < _LIGHTEST or stated in own or own in stated \
            or stated not in [folded(value) for value, rule in named if rule == "meta og:title"]:
        return None
    return next((block for block in page.blocks[max(0, heading.index - _ABOVE_TEXT):heading.index]
                 if folded(block.text) == stated and not block.linked and not block.box.hidden and block.box.tag not in _CELLS
                 and not block.box.under & (COMMENT | SIDE | CRUMB | CHROME)), None)


def _above_facts(page: Blocks, end: int) -> Block | None:
    """The line above the table or list in which a document states its facts, not further up than the trail or a menu."""
    for line in reversed(page.blocks[max(0, end - _MOST_FACTS):max(0, end)]):
        if 2 * line.linked > line.size or is_trail_line(line.text):
            return None
        if line.box.tag not in ("li", "dt", "dd") and _may_be_headline(line) and not in_data_table(line.box):
            return line
    return None


def _end_trail(page: Blocks, names: set[str]) -> bool:
    """Whether one of these names is that of the section with which a trail ends."""
    return any(block.text.endswith(tuple(names)) and (is_trail_line(block.text) or is_led(block.text, block.size))
               and block.text not in names for block in page.blocks[:_MOST_LOOKED_AT] if not block.box.hidden)


def below_section(page: Blocks, section: Block, text: str) -> Block | None:
    """The line with a day below it that stands right below the name of the section with which the trail ends: sections are headings on
    many pages, and headlines are not. None where what was taken for the headline is no such name."""
    if text != section.text or not 2 <= len(text) <= _LONGEST_SECTION or text.isascii():
        return None
    below = page.blocks[section.index + 1:section.index + 1 + _HEAD_LINES]
    line = next((block for block in below if len(block.text) >= _WHOLE_LINE and not block.box.hidden and not block.box.under & _NO_HEAD
                 and _may_be_headline(block) and is_dated(page, block)), None)
    return line if line is not None and _end_trail(page, {text}) else None


def under_section(page: Blocks, headings: Sequence[Block], front: str, window: str) -> Block | None:
    """The headline of a page whose window names but its section, with which the trail ends: the one heading outside of menus and lists,
    else the caption or the cell that heads a table of facts over its whole width. `front`: the window's title without the site."""
    names = {name for name in (front, _BARS.split(window)[-1].strip()) if len(name) > 1}
    if not names or not _end_trail(page, names):
        return None
    own = [block for block in headings if block.level and not block.linked and block.text not in names and len(block.text) >= _SHORTEST
           and not block.box.under & _NO_HEAD and not heads_list(page, block) and not is_furniture(block.text)]
    if len(own) == 1:
        return own[0]
    for block in page.blocks[:_MOST_LOOKED_AT]:
        if block.box.tag == "caption" and _may_be_headline(block):
            return block
        table = block.box.table if block.box.tag in ("th", "td") and block.box.element.get("colspan") else None
        if table is not None and table.first == block.index and table.last - table.first > _FACTS and _may_be_headline(block):
            return block
    return None


def in_facts(page: Blocks) -> tuple[str, Block | None] | None:
    """The name that a document's table of facts gives it (名称), and the line where it stands again; None when it gives none."""
    blocks = page.blocks[:_MOST_LOOKED_AT]
    for block in blocks:
        match = _NAMED.match(block.text) if block.text[0] in _NAMED_BEGINS else None
        if match is None:
            continue
        name = match[1] or (blocks[block.index + 1].text if block.index + 1 < len(blocks) else "")
        near = blocks[max(0, block.index - _NEAR):block.index + _NEAR]
        letter = any(_LETTER.match(other.text) for other in near if other is not block)
        if (2 if letter else _SHORTEST) <= len(name) <= _LONGEST and not is_name(name) \
                and (letter or any(FACT.match(other.text) for other in near if other is not block)):
            line = next((other for other in blocks if other.text == name and other.index != block.index + (not match[1])), None)
            return name, line
    return _over_letter(blocks)


def _over_letter(blocks: Sequence[Block]) -> tuple[str, Block] | None:
    """The first row of the table of a letter to an office, where it is one cell: what the letter is about."""
    for block, following in pairwise(blocks):
        table = block.box.table if block.box.tag in ("th", "td") and _LETTER.match(following.text) is not None else None
        if table is not None and table.first == block.index and following.box.table is table and not block.linked \
                and _SHORTEST <= len(block.text) <= _LONGEST and block.text[-1] not in ":：" and not is_name(block.text) \
                and _LETTER.match(block.text) is None:
            return block.text, block
    return None


def above_head_line(page: Blocks) -> Block | None:
    """The line right above the one that states day or source by its label: tables of tenders have no paragraph of prose. Lists have
    many such lines."""
    numbers = [block.index for block in page.blocks[:400] if block.size <= 200 and _HEAD_LINE.search(block.text)]
    line = page.blocks[numbers[0] - 1] if 1 <= len(numbers) <= 2 and numbers[0] else None
    heads = line is not None and not line.box.under & (SIDE | CHROME | COMMENT) and _may_be_headline(line)
    return set_largest(page, line) if line is not None and heads else None


def above_day(page: Blocks) -> Block | None:
    """The few words right above a line with a day, on a page that names nothing but its site."""
    for block in page.blocks[1:_MOST_LOOKED_AT]:
        line = page.blocks[block.index - 1]
        if _FEW <= line.size <= _HEAVIEST and not line.linked and not block.linked and block.size <= _DATED and line.box is not block.box \
                and not line.box.under & _NO_HEAD and first(block.apart) is not None \
                and _DAY_LABEL.search(line.text) is None and (_DOCUMENT.fullmatch(line.text) or not _stands_again(page, line)) \
                and (_are_few_words(line) or _is_set_off(line)):
            return set_largest(page, line)
    return None


def _are_few_words(line: Block) -> bool:
    return line.size <= _MOST_FEW and _FEW_WORDS.fullmatch(line.text) is not None and line.box.tag not in _CELLS \
        and not is_furniture(line.text) and not is_trail_line(line.text)


def _is_set_off(line: Block) -> bool:
    """Whether a line in a cell of a layout's table is a headline by its type: pages laid out in tables have it there."""
    return line.box.tag == "td" and is_set_off(line) and _may_be_headline(line) and not in_data_table(line.box)


def _may_be_headline(line: Block) -> bool:
    """Whether a line is no sentence, date, link, trail or furniture."""
    text = line.text
    return (_LIGHTEST <= line.size <= _HEAVIEST or (line.size >= _LARGE and is_large(line))) and not line.linked \
        and (text[0] not in "【[（(—-" or KIND.match(text) is not None) and _SECTION.match(text) is None \
        and not _ENDS.search(text) and ":" not in text[-2:] and text[-1] != "：" \
        and not is_furniture(text) and not is_colophon(text) and not is_trail_line(text) and not is_led(text, line.size) \
        and not _PICTURED.search(text) \
        and (first(line.apart) is None or _OF_DAY.match(text) is not None) \
        and not _HAN_DAY.search(text) and without_furniture(text) == text and not EDITOR_LINE.fullmatch(text) and not _LABEL.match(text) \
        and not ("：" in text and _LETTER.match(text)) and not (line.box.tag in _CELLS and _DAY_LABEL.search(text)) \
        and not is_name(text) and not is_masthead(text) and not names_latin_site(text) and not _NUMBERED.search(text) \
        and not (len(line.pieces) > 1 and _BARE_LABEL.fullmatch(line.pieces[0][0].strip())) \
        and not (text[0] < ":" and _SHORT_DAY.match(text)) and not ("记者" in text and _REPORTERS.fullmatch(text))
