"""Takes from the chosen blocks what is furniture, the head line, or the next part of the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from itertools import accumulate
from typing import Final

from crawler.extract.body.below_text import (
    END_STARTS,
    LEAST_FACTS,
    LONGEST_FACTS,
    LONGEST_FOOT,
    LONGEST_HEAD,
    LONGEST_TAIL,
    OTHER_ARTICLE,
    POSTED,
    SIGNATURE,
    TWO_LABELS,
    apart,
    ends_article,
    is_address,
    is_credit,
    is_foot,
    is_of_several,
    is_only_time,
    names_editor,
    names_host,
    stands_below,
)
from crawler.extract.body.choice import Body, issues_another
from crawler.extract.body.keeping import without_link_lists
from crawler.extract.body.lines_behind import LinesBehind
from crawler.extract.body.promotions import promotes
from crawler.extract.body.threads import first_of_thread
from crawler.extract.body.unfurnished import HEAD, STOPS, is_sentence, unfurnished
from crawler.extract.days.day_notes import is_of_tender
from crawler.extract.days.days_beside import is_of_event
from crawler.extract.days.pressed_days import is_set_apart
from crawler.extract.facts.beside_day import is_before_short_day
from crawler.extract.facts.english_head_line import is_publisher_and_day
from crawler.extract.facts.index_table import FACT, columns, numbered
from crawler.extract.facts.named_elements import is_barred
from crawler.extract.headline.title import Title
from crawler.extract.headline.title_lines import without_head
from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.compose import in_data_table
from crawler.extract.words.boilerplate import HAN_BEGINS, LONGEST_HEADING, begins_another, is_furniture
from crawler.extract.words.colophon import FEET, ends_page
from crawler.extract.words.dates import first
from crawler.extract.words.edition_words import is_foot as is_edition_foot
from crawler.extract.words.edition_words import is_head_line as is_edition_head_line
from crawler.extract.words.editor_lines import EDITOR_ALONE, EDITOR_TAIL, SOURCE_LINE
from crawler.extract.words.text import folded, is_latin

_FOOT: Final = 2
"""Blocks at the end that are no head line below sentences: short texts end in the editor's."""
_SHORT: Final = 240
"""Weight of a text that may be the whole article when another part of the page follows it."""
_DAY_ALONE: Final = re.compile(r"[(（]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日[)）]?")
_OFFICES: Final = re.compile(r"(?:[\u4e00-\u9fff]{2,20}(?:局|厅|委|委员会|政府|总队|调查队|办公室|办公厅|常委会)(?:\s|$)\s*){1,4}")
_SUPPLIED: Final = re.compile(r"[\u4e00-\u9fff]{2,16}\s(?:供稿|供图|投稿)")
"""Who sent a text in, alone on a line above it."""
_SPOKE: Final = re.compile(r"由?\s?\S{1,20}\s?于\s?(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}.{0,16}(?:发表|发布|发言)。?")
"""Who wrote it and when, above the first post of a board: 由 … 于 … 发表。"""
_BY: Final = re.compile(r"(?:By|(?:Words|Text|Story|Written|Reported|Photos|Photographs|Photography|Pictures) by) [A-Z][^.!?]{2,80}$|"
                 r"(?:(?:Medically |Clinically |Fact[ -])?(?:[Rr]eviewed|[Cc]hecked) by) [A-Z][^!?:]{2,80}$|"
                 r"[Pp]or ?: [A-Z\u00c0-\u00de][^.!?]{2,60}$|"
                 r"by(?: [A-Z][\w.\u2019'-]*){1,4}$|"
                 r"(?:[Ff]rom |[Bb]y )?(?:[Tt]he )?(?:[A-Z][\w.\u2019'-]* ){0,4}(?:[Ss]taff|[Ww]ire|STAFF|WIRE)(?: and wire)? "
                 r"(?:[Rr]eports?|REPORTS?)$")
"""Who wrote or pictured it, below a standfirst."""
_BY_AND_DAY = re.compile(r"(?:(?:Medically |Clinically |Fact.)?(?:[Rr]eviewed|[Cc]hecked|[Ww]ritten|[Pp]osted|[Pp]ublished|[Ee]dited) )?"
                         r"[Bb]y [A-Z]")
"""The same with the day it was done."""
_NAME_ALONE: Final = re.compile(r"(?:[A-Z][\w.\u2019'-]* ){1,4}")
"""The author's name, before hour and day."""
_NAME_AND_BAR: Final = re.compile(r"(?:[A-Z][\w.\u2019'-]* ){1,4}[\u2013\u2014\u2022|\u00b7-] ?")
"""The author's name and a bar, before the day."""
_BARS: Final = frozenset("\u2013\u2014\u2022|\u00b7-")
_POST = re.compile(r"(?:Of [Tt]he )?[A-Z][\w&'. -]{1,40} (?:[Ss]taff(?: [Ww]riter| [Rr]eporter)?|[Ww]riter|[Rr]eporter|[Cc]orrespondent)|"
                   r"[A-Z][\w&'. -]{1,40} News(?:, [A-Z][\w .'-]{2,30})?")
"""What the writer is, below the name."""
_BY_SIGNS: Final = frozenset("bBrRcCwWpPeEMF")
_STAMPED: Final = re.compile(r"(?:last |first |originally )?(?:updated|published|posted|modified)\b.{0,12}?(?:on|at)? ?[\w., /:-]{6,40}"
                      r"(?:\s*[|·•]?\s*(?:last |first |originally )?(?:updated|published|posted|modified)\b[\w., /:-]{6,44})?",
                      re.IGNORECASE)
"""The line of one or two days above a text, each with its label."""
_CLOCKED: Final = re.compile(r"[ap]\.m\.$")
_CLOSING: Final = frozenset("]】)）〕")
"""Of which one ends what `EDITOR_TAIL` finds."""
_PASSED: Final = re.compile(r"[（(](?:19|20)\d\d年[^（()）]{10,120}(?:通过|批准|修订|修正|公布|施行)[)）]")
"""Which meeting passed a text, in its first line."""
_ABSTRACT: Final = re.compile(r"(?:内容|文章|新闻|信息)?摘\s*要\s*[:：【]|[\[【]\s?(?:内容|文章|新闻)?摘\s?要\s?[\]】]|"
                             r"(?:本文|文章)?关\s?键\s?[字词]\s*[:：][^。！？]{1,60}$")
"""What the content system has of an article in short, or the words for it, above its text."""
_SUMMARY: Final = re.compile(r"(?:内容|文章|新闻|信息)?(?:摘\s*要|提\s*要|导\s*读)\s*[:：]?")
"""Its name in a line of its own."""
_SAME: Final = 8
"""Characters with which such a one and the text both begin."""
_SHORTEST_SUMMARY: Final = 24
_LONGEST_SUMMARY: Final = 600
"""Letters of it at least, and characters at most."""
_NAMED: Final = re.compile(r"(?:文件|文章)?(?:名\s*称|标\s*题)\s*[:：]\s*(?=\S)")
"""Before the headline in a table of facts."""
_DIGITS: Final = "0123456789"
_COMMENTED: Final = re.compile(r"[\d,]{1,6} (?:comments|responses|replies|thoughts)(?: (?:to|on) \W.{1,120})?\s*:?", re.IGNORECASE)
"""How many readers wrote what stands below; they may have written more than the author."""
_COUNT: Final = re.compile(r"\d{1,3}(?:,\d{3})*|\d{1,5}|\d{1,3}(?:\.\d)?[KkM]")
"""How many like, read or answered it, alone above the text."""
_BARE: Final = 48
_FACT: Final = 240
"""Weight of a source without label in a cell of its own, and of a labelled fact, at most."""
_FACT_LABEL: Final = re.compile(r"[\u4e00-\u9fff\s]{2,8}[:：]")
_OF_HEAD: Final = re.compile(r"(?:信息|文章|稿件)?来\s*源|作\s*者|编\s*辑|浏览|点击|发布|字[体号]|标\s*题|名\s*称[:：]?$|"
                      r"[来写]\s?信|信件|受理|提问|留言|回复|答复")
"""How cells of a head line begin."""
_TERMS: Final = 8
_MOST_CELLS: Final = 60
"""Cells of a table of terms at least, and those of a table among which a document's facts or sentences are sought."""
_FACT_LEVELS: Final = 5
"""How far such a table lies around one of its cells."""
_BEFORE_DAY: Final = 24
_BESIDE: Final = 80
"""Characters of a label before the day of a head line, and behind that day and a bar, at most."""
_SITE: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.){2,4}[a-z]{2,3}/?\s", re.IGNORECASE)
_SHORTEST_SITE: Final = 6
"""The address of its site, with which a head line begins."""
_LONG: Final = 120
"""Weight of a paragraph at least, with or without a full stop."""
_MUCH: Final = 0.4
"""Share of a text behind which something else may begin."""
_ABOVE: Final = 500
"""Weight of the blocks at the start behind which no head line stands."""
_ABOVE_TEXT: Final = 2
"""Lines above a text, of which one may be the document's number."""
_LABELS: Final = re.compile(r"(?<!相关)(?<![a-z])(?:来\s*源|稿\s*源|作\s*者|编\s*辑|日\s*期|时\s*间|浏览|阅读|点击|字体|字号|"
    r"发布(?!(?<=[\u4e00-\u9fff]{2}发布)\s*[:：]$)|"
    r"信息(?:分类|编号)|公开(?:方式|形式|范围|时限)|所属(?:栏目|分类)|Source|Author|Editor|(?:^|(?<=\s))From|Font size|"
    r"Updated|Published|Views?|Date|Time)\w{0,6}\s*[:：]", re.IGNORECASE)

def tidy(page: Blocks, chosen: Body, title: Title) -> tuple[list[Block], list[Block]]:
    """The blocks of the text, and those behind and before it that were taken off, for the readers of editor and source."""
    kept, taken = unfurnished(page, chosen)
    if promoting := [block for block in kept if promotes(block)]:
        taken += promoting
        kept = [block for block in kept if not promotes(block)]
    if chosen.rule != "data table":
        kept = _from_first(page, without_head(kept, title, taken), title, taken)
        kept = _without_summary(page, _without_facts(page, kept, taken), taken)
    feet = page.wording.holding(FEET) if chosen.box is not None else range(len(page.blocks) + 1)  # lines that do not stand on the page
    kept = without_link_lists(_to_last(page, _without_number(kept, taken), title, taken, feet))
    end = kept[-1].index + 1 if kept else 0
    behind = [*taken, *page.blocks[end:end + 12]] if kept else taken
    return kept, behind


def _from_first(page: Blocks, blocks: list[Block], title: Title, taken: list[Block]) -> list[Block]:
    """Without the headline, source, date and counters that stand above the text; sentences between them stay."""
    key = folded(title.text or "")
    lead: list[Block] = []
    start = passed = 0
    headed = False
    for position, block in enumerate(blocks[:HEAD]):
        named = _NAMED.sub("", block.text) if block.text[0] in "名标文" else block.text
        headline = bool(key) and _may_be(named, key) and folded(named) == key and not _heads_column(blocks, position) \
            and not issues_another(blocks[:position])
        headed = headed or headline
        sentences = bool(lead) or any(map(is_sentence, blocks[start:position]))
        if sentences and not headed and position >= len(blocks) - _FOOT:
            break
        if headline or (not sentences and _ABSTRACT.match(block.text)) \
                or (_is_head_line(block, bare=not sentences) and not _is_of_form(page, block)
                    and not is_of_event(page.blocks, block.index) and not _is_signed_above(blocks, position)):
            for above in blocks[start:position]:
                (lead if not headline and (is_sentence(above) or (above.size > _LONG and not above.level)) else taken).append(above)
            taken.append(block)
            start = position + 1
        elif start == position and start and _continues(blocks[position - 1], block):
            taken.append(block)
            start = position + 1
        passed += block.size
        if (block.size > _LONG and start <= position and not _stands_above_byline(blocks, position)) or passed > _ABOVE:
            break
    return [*lead, *blocks[start:]]


def _heads_column(blocks: list[Block], position: int) -> bool:
    """Whether a line stands over a column of a table of data, beside others: that is the headline only by its word."""
    beside = blocks[position + 1:position + 2]
    return bool(beside) and blocks[position].box.tag == beside[0].box.tag == "th" and in_data_table(beside[0].box)


def _stands_above_byline(blocks: list[Block], position: int) -> bool:
    """Whether a block is the standfirst that a text in Latin letters begins with, and the line of author or day stands below it."""
    return position == 0 and len(blocks) > _FOOT + 1 and blocks[0].text[0] < HAN_BEGINS and _is_head_line(blocks[1], bare=False)


def _without_summary(page: Blocks, blocks: list[Block], taken: list[Block]) -> list[Block]:
    """Without a paragraph above the text that is only the beginning of it, or stands below its name in a box of its own: content systems
    cut it off there for their lists."""
    if len(blocks) > _FOOT + 1 and blocks[0].index and _SUMMARY.fullmatch(page.blocks[blocks[0].index - 1].text) \
            and blocks[0].box.parent is not blocks[1].box.parent:
        taken.append(blocks[0])
        return blocks[1:]
    if len(blocks) < 2 or blocks[0].text[:_SAME] != blocks[1].text[:_SAME] or blocks[0].level \
            or blocks[0].box.parent is blocks[1].box.parent:
        return blocks
    words = folded(blocks[0].text, _LONGEST_SUMMARY)
    begun = "".join([folded(block.text, _LONGEST_SUMMARY) for block in blocks[1:1 + HEAD]])
    if len(words) < _SHORTEST_SUMMARY or len(blocks[0].text) > _LONGEST_SUMMARY or not begun.startswith(words):
        return blocks
    taken.append(blocks[0])
    return blocks[1:]


def _is_signed_above(blocks: list[Block], position: int) -> bool:
    """Whether a line is the day below the offices that issued a document, which stand above its text: 某某省统计局, 2023年3月29日."""
    return position > 0 and _DAY_ALONE.fullmatch(blocks[position].text) is not None \
        and _OFFICES.fullmatch(blocks[position - 1].text) is not None and blocks[position].box.parent is blocks[position - 1].box.parent


def _may_be(text: str, key: str) -> bool:
    """Whether a text may be the one of which `key` is what is left when it is folded; False is certain."""
    return len(text) >= len(key) and (text[0].lower()[:1] == key[0] or not text[0].isalnum())


def _is_of_form(page: Blocks, block: Block) -> bool:
    """Whether a cell stands in a table of data whose rows stay whole: one with sentences, as of a letter to an office and its answer, or
    with more than days and sources, not a document's facts and no links to articles: a tender's terms."""
    table = block.box.table if block.box.tag in ("td", "th") else None
    if table is None:
        return False
    cells = page.blocks[table.first:table.last][:_MOST_CELLS]
    return (sum(map(is_sentence, cells)) > 1 or (len(cells) >= _TERMS and not any(cell.linked for cell in cells) and sum(
        _OF_HEAD.match(cell.text) is not None or FACT.match(cell.text) is not None for cell in cells) < LEAST_FACTS)) \
        and in_data_table(block.box)


def _without_facts(page: Blocks, blocks: list[Block], taken: list[Block]) -> list[Block]:
    """Without the rows that are left of a document's table of facts when those with its days were taken off; or with such a table's
    row of labels and row of values."""
    if not blocks or blocks[0].size > _FACT:
        return blocks
    down = bool(columns(blocks[0].box))
    facts = blocks[0].box.table if down else _facts_about(page, blocks[0].box) if taken else None
    if facts is None or (facts.first == blocks[0].index and not down):
        return blocks
    start = next((at for at, block in enumerate(blocks) if block.index >= facts.last), 0)
    taken += blocks[:start]
    return blocks[start:]


def _facts_about(page: Blocks, box: Box | None) -> Box | None:
    """The box about another that holds a document's facts, label by label, and no sentence; None when there is none."""
    for _ in range(_FACT_LEVELS):
        if box is None or box.last - box.first > _MOST_CELLS:
            return None
        cells = page.blocks[box.first:box.last]
        if sum(FACT.match(cell.text) is not None for cell in cells) >= LEAST_FACTS:
            return None if any(map(is_sentence, cells)) else box
        box = box.parent
    return None


def _continues(head: Block, block: Block) -> bool:
    """Whether a few words or a labelled fact stand in the next cell or item behind one of the head line: a source, a name."""
    few = block.size <= (_FACT if _FACT_LABEL.match(block.text) else _BARE)
    return few and block.box.tag in ("td", "li", "dd") and block.box is not head.box and block.box.tag == head.box.tag \
        and block.box.parent is head.box.parent and block.text[-1] not in STOPS


def _is_head_line(block: Block, *, bare: bool) -> bool:
    """Whether a line gives source, day or counters by their labels. `bare`: a day without label is enough; below a sentence it dates the
    document."""
    text = block.text if len(block.text) > LONGEST_HEAD or len(block.pieces) < 2 else apart(block)
    if text[0] == " ":
        text = text.strip()  # of lines that keep their blanks
    if is_of_tender(text):
        return False
    if bare and (is_set_apart(text) or is_before_short_day(text) or SOURCE_LINE.fullmatch(text)
                 or (text[-1] in "。发布表言" and _SPOKE.fullmatch(text))
                 or (text[-1] in "稿图" and _SUPPLIED.fullmatch(text))):
        return True
    if LONGEST_HEAD < len(text) <= LONGEST_FACTS and _states_much(block):
        return True
    if text[-1] == "." and len(text) <= LONGEST_HEAD and _CLOCKED.search(text) and _STAMPED.fullmatch(text):
        return True
    if len(text) > LONGEST_HEAD or SIGNATURE.match(text) or (text[-1] in STOPS and (text[-1] != "." or len(text) > 40)):
        return False
    if text[-1] in _CLOSING and _PASSED.fullmatch(text):
        return False
    if (("|" in text or "/" in text) and is_barred(text)) or (text.startswith("(ATTN:") and text[-1] == ")"):
        return True
    moment = first(text)
    rest = len(text) - (moment.end - moment.start if moment else 0)
    if moment is not None and moment.start > _SHORTEST_SITE and (site := _SITE.match(text)) is not None:
        rest -= site.end()
    if text.isascii() or text[0] in _BY_SIGNS:
        if _BY.match(text) or (not block.level and _POST.fullmatch(text)):
            return True
        if moment is not None and (rest <= 2 or _BY_AND_DAY.match(text) or (
                moment.clock is not None and len(text) - moment.end <= 2 and _NAME_ALONE.fullmatch(text[:moment.start]))):
            return True
    if moment is not None and moment.start > 2 and text[moment.start - 2] in _BARS and rest <= _BESIDE \
            and _NAME_AND_BAR.fullmatch(text[:moment.start]) is not None:
        return True
    if moment is not None and moment.start <= _BEFORE_DAY and text.isascii() and _STAMPED.fullmatch(text):
        return True
    if POSTED.fullmatch(text) or (bare and text[0] in _DIGITS and not block.level and _COUNT.fullmatch(text)):
        return True
    if bare and moment is not None and moment.start == 0 and rest <= _BESIDE and text[moment.end:].lstrip()[:1] in ("|", "｜", "·"):
        return True
    if moment is not None and moment.start <= _BEFORE_DAY and is_furniture(text[moment.end:].strip()):
        return True
    told = _LABELS.search(text) is not None and (bare or moment is not None or not is_only_time(_LABELS.findall(text)))
    return (told and (rest < 100 or _states_much(block))) or \
        (bare and moment is not None and rest <= 24 and not text.endswith((".", "：", ":"))) or (
            bare and moment is not None and is_publisher_and_day(text, moment)) or is_edition_head_line(text)


def _states_much(block: Block) -> bool:
    """Whether a long line states a day and several facts by their labels: head line and switches that run together."""
    text = apart(block)
    return text[-1] not in STOPS and len(set(TWO_LABELS.findall(text))) >= LEAST_FACTS and first(text) is not None


def _to_last(page: Blocks, blocks: list[Block], title: Title, taken: list[Block], feet: Container[int]) -> list[Block]:
    """Without what begins behind the text, and without the lines of editor and source at its end. `feet`: numbers of the lines that may be
    of the site's foot."""
    headline = title.block.index if title.block is not None else -1
    before = list(accumulate([block.size for block in blocks], initial=0))
    thread = _thread(page, blocks, bisect_right(before, _MUCH * before[-1]))
    if thread is not None:
        taken += [block for block in blocks if block.index >= thread]
        blocks = [block for block in blocks if block.index < thread]
        before = before[:len(blocks) + 1]
    much, most, behind = _MUCH * before[-1], 0.6 * before[-1], LinesBehind(blocks)
    start = bisect_right(before, min(much, _SHORT))
    for position, block in enumerate(blocks[start:], start):
        text = block.text
        if len(text) > LONGEST_FOOT and not block.linked and (begun := text[0]).isalpha() and begun not in END_STARTS:
            continue  # as most
        late = before[position] > much
        if ((late or not is_latin(text))
                and ((len(text) <= LONGEST_HEADING and begins_another(text))
                     or ((before[position] > most or (late and names_editor(text))) and ends_article(block)
                         and not is_of_several(blocks, position)))) \
                or (text[0] in _DIGITS and _COMMENTED.fullmatch(text)) or (block.linked and OTHER_ARTICLE.match(text)) \
                or (late and block.index in feet and ends_page(text)):
            if block.index <= headline or behind.are_below_table(position) or behind.are_background(position) \
                    or (not late and behind.outweigh(position, before[position], headed=headline >= 0)):
                continue  # a list above the text
            taken += blocks[position:]
            blocks = blocks[:position]
            break
    while len(blocks) > 1 and (stands_below(blocks[-1]) or names_host(blocks[-1], blocks[-2]) or is_address(blocks[-1], blocks[-2])
                               or ("编" in blocks[-1].text and EDITOR_ALONE.fullmatch(blocks[-1].text))
                               or is_edition_foot(blocks[-1].text) or (is_credit(blocks[-1]) and any(
            is_foot(beside) or is_credit(beside) for beside in (blocks[-2], *taken[-1:])))):
        taken.append(blocks.pop())
    if blocks and blocks[-1].text.rstrip()[-1:] in _CLOSING:
        start = max(0, len(blocks[-1].text) - LONGEST_TAIL)
        shorter = blocks[-1].text[:start] + EDITOR_TAIL.sub("", blocks[-1].text[start:])
        if shorter and shorter != blocks[-1].text:
            taken.append(blocks[-1])
            blocks = [*blocks[:-1], blocks[-1].reworded(shorter)]
    return blocks


def _thread(page: Blocks, blocks: list[Block], late: int) -> int | None:
    """The number of the block with which readers' words begin behind most of the text; None when there are none."""
    return first_of_thread(page.blocks, blocks[0].index, blocks[late].index, blocks[-1].index + 1) if late < len(blocks) else None


def _without_number(kept: list[Block], taken: list[Block]) -> list[Block]:
    """Without the document's number in a line of its own above the text: that is a field."""
    numbers = [block for block in kept[:_ABOVE_TEXT] if numbered([block]) is not None and not in_data_table(block.box)]
    if len(kept) <= len(numbers) or not numbers:
        return kept
    taken += numbers
    return [block for block in kept if block not in numbers]


def head_lines(page: Blocks, title: Title, start: int, taken: Sequence[Block]) -> list[Block]:
    """The blocks in which source, author and date are looked for: between headline and text, then what was taken from the text."""
    begin = title.block.index + 1 if title.block is not None and title.block.index < start else max(0, start - 12)
    above = [block for block in page.blocks[max(0, begin - 4):start] if not block.box.hidden]
    return [*above, *(block for block in taken if block.index <= start + 12)]
