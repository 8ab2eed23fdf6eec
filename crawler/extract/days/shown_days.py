"""Days that a page shows its readers, by their labels and by their place: what `published` chooses from."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import Final, NamedTuple

from crawler.extract.days.above_headline import Above
from crawler.extract.days.day_labels import is_label, is_of_another, is_other_label, is_update, may_be_label
from crawler.extract.days.day_notes import is_entered, is_short, issued_at
from crawler.extract.days.days_beside import DAY_ALONE, has_dated_rows, is_headed_apart, is_of_event, is_of_link, is_row, repeats_day
from crawler.extract.days.linked_days import has_short_links, is_permalink
from crawler.extract.days.named_days import named
from crawler.extract.days.site_clocks import is_clock, tells_site_change
from crawler.extract.days.stated_days import TIME
from crawler.extract.headline.headings import undated
from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.captions import ends_in_credit
from crawler.extract.markup.marks import CAPTION, CHROME, COMMENT, INFO, SIDE
from crawler.extract.words.colophon import is_colophon
from crawler.extract.words.dates import YEARS, Moment, moments
from crawler.extract.words.edition_words import put_up

_PASSED: Final = re.compile(r"(?:通过|批准|修订|修正|公布|施行|印发|签署|起草)\s*[)）]?\s*$")
"""Behind the day on which an assembly passed a text: （…年…月…日…会议通过）."""
_HELD: Final = re.compile(r"日?\s*(?:[上下]午\s*)?在[^（()）]{4,80}(?:上|会议?|仪式|论坛)\s*[)）]$")
"""Behind the day on which a speech was held: （…年…月…日在…会议上）."""
_TODAY: Final = re.compile(r"今天是|现在是|农历|欢迎|天气|today is", re.IGNORECASE)
_TODAY_FIRST: Final = re.compile(r"\D{0,8}(?:19|20)\d\d年\d\d?月\d\d?日\s*(?:星期|周|礼拜)[一二三四五六日天]")
_PAGE_OF_PAPER: Final = re.compile(r"第\s?[A-Z]?\d{1,3}\s?[版页]|[A-Z]\d{1,2}\s?[版:：]")
"""Behind the day of an issue of a newspaper and its weekday: 第A01版."""
_SOURCED: Final = re.compile(r"发\s*[布表]|[来來]\s*源|稿\s*源|作\s*者|编\s*辑|记\s*者|浏览|阅读|点击")
_WEEKDAY_FIRST: Final = re.compile(r"\W{0,3}(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_WEEKDAY_LAST: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\W*$", re.IGNORECASE)
_ITS_WEEKDAY: Final = re.compile(r"(?<=[:\s])(?:mon|tues|wednes|thurs|fri|satur|sun)day\s?,?\s*$", re.IGNORECASE)
_RAW_LABEL: Final = re.compile(r"(?:(?:(?<![\u4e00-\u9fff])(?:[发發布表更新刊登日时時]\s){0,3}[\u4e00-\u9fff]{1,10}|"
                        r"[^\W\d\u4e00-\u9fff](?:[^\W\u4e00-\u9fff]| ){0,19})\s?)?[:：]\s*[\[【(（]?\s*$")
_DAY_SIGNS: Final = ("日", "号", "號")
_NOT_ABOVE: Final = COMMENT | CHROME | SIDE
"""In what no day above the headline counts."""
_CLOSE: Final = 400
_TELLS_BEFORE: Final = re.compile("(?:[，、]|(?<![发布表载登新])于|摘自|原载|图为|[自从据])$")
_TELLS_BEHIND: Final = re.compile(r"[，、](?=.{6})|拍?摄|竣工|[-—–~～至到]\s*\d{1,2}月|[起止前]|以[前后来]")
"""Words about a day that is told of."""
_ELSEWHERE: Final = re.compile("[上下]一?[篇条页]|最新|推荐|相关")
"""How lines begin that lead to other articles."""
_FEW_WORDS: Final = 6
"""Characters behind a day with which a sentence goes on, more than."""
_SPAN: Final = re.compile(r"\s*(?:[-\u2013\u2014~\uff5e]{1,2}|to|until|through|至|到)\s*")
"""Between the days with which a span of time begins and ends."""
_ANY_DAY: Final = re.compile(r"\W*(?:日\s*期|时\s*间)\s*[:：]\s*|\W*(?:date|time)\s*:\s*", re.IGNORECASE)
"""A label that the page's clock has, too."""
_SHORTEST: Final = 8
"""Characters of a day: `2024.1.2`."""
_LABEL_WEIGHT: Final = 60
_LONGEST_LABEL: Final = 8
"""Characters of a Chinese label that stands without a colon in a cell of its own."""
_LABELLED: Final = 95
_ABOVE_TAGS: Final = 87
"""How much a labelled day counts right by the headline; and what no day of a tag exceeds."""
_WITHIN: Final = 8
"""Blocks about the headline over which a labelled day counts less with each."""
_BELOW: Final = 25
"""Blocks behind the headline that may be near it; what is further off counts no more than in a table of facts."""
NEAR: Final = "near headline"
CLOSE_BY: Final = 74
"""The rule of a day without label by its place, and how much it counts at least that may go before a tag's."""
FAR: Final = ("behind text", "on page")
"""The rules of days without label that stand elsewhere."""
_BY_PLACE: Final = (NEAR, *FAR)
"""Rules by which days count that have no label."""
_HEADS_LINE: Final = re.compile(r"(?:Release|Publi(?:sh(?:ed|ing)?|cation)|Post(?:ed|ing)?|Issu(?:e|ing)) ?(?:[Dd]ate|[Tt]ime) ?[:：]|"
                         r"发\s?布\s?(?:时\s?间|日\s?期)\s?[:：]")
"""How a head line begins that stands below the first lines of a text, as subtitle and speaker."""
_BRACKETED: Final = re.compile(r"[（(]\s?(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s?[)）]")
"""The day of a speech or a document below its headline, which is that of publication only where no label names another."""
_IN_BRACKETS: Final = 58
_MAY_BE_CLOCK: Final = re.compile("[：时點点]")
_DECK: Final = 8
"""Blocks behind the headline among which a short line with a day may stand below a standfirst."""
_BEFORE: Final = 48
"""Characters before a day in which its label stands."""
_TOLD: Final = 20
"""What a day loses that stands in a sentence or caption at the head of the text."""
_CELLS: Final = frozenset(("td", "dd"))
"""In what a day stands behind its label in a form that is the text itself, from its first lines on: a letter to an office."""
_TABLE: Final = 30
_IN_TABLE: Final = 84
_IN_FORM: Final = 72
"""Blocks above the headline in which a document's table of facts stands, and how much a labelled day counts there: less than a tag."""
_HEAD_LINES: Final = 3
"""Blocks right above the headline that may be its head line, and links above those that are a menu."""
_BEHIND: Final = 68
"""How much a labelled day counts right behind the text: more than one without label above the headline."""
_IN_SENTENCE: Final = 6
_EARLIER: Final = 4
"""What a labelled day loses at the end of a sentence; and one on which the article was only entered."""
_YEAR_APART: Final = re.compile(r"\b((?:19|20)\d\d)\s(\d\d)\s?/\s?(\d\d)\s(?=\d\d:\d\d)")
"""Year, day and time in elements of their own, without a sign between year and month."""
_MOST_PIECES: Final = 24
"""Elements of a head line at most."""
_MOST_DATED: Final = 4000
_MOST_DAYS: Final = 4
"""Lines with a day that are looked at: the longest lists have a thousand; and days of one line: `Published … | Updated …`."""


class Found(NamedTuple):
    """A day that may be the article's."""

    moment: Moment
    raw: str
    """The page's words for it."""
    rule: str
    strength: int
    """How much it counts."""
    shown: bool = False
    """Whether readers see it."""
    above: bool = False
    """Whether they see it above the headline."""


def by_headline(page: Blocks, title: int | None, start: int, end: int) -> tuple[Found | None, dict[int, list[Found]]]:
    """The labelled day with its clock that outweighs whatever else a page states, None when there is none: most portals have it right by
    the headline, and then nothing else need be looked at. And the days looked at, by number of their block. `title`: number of the
    headline's block; `start`, `end`: where the body lies among the blocks."""
    anchor, blocks, dated = title if title is not None else start, page.blocks, frozenset(page.wording.holding(YEARS))
    days: dict[int, list[Found]] = {}
    above = Above(blocks, anchor)
    best, place = None, 0
    last = min(len(blocks), _MOST_DATED)
    for away in range(_WITHIN):
        if best is not None and best.strength > _LABELLED - away:
            break
        for index in (anchor - away, anchor + away) if away else (anchor,):
            if index not in dated or index >= last:
                continue
            days[index] = _days_in(blocks, index, title, start, end, above)
            for found in days[index]:
                if found.strength > _ABOVE_TAGS and (best is None or (found.strength, place) > (best.strength, index)):
                    best, place = found, index
    return best if best is not None and best.moment.clock else None, days


def shown(page: Blocks, title: int | None, start: int, end: int, known: dict[int, list[Found]],
          told: list[Found] | None = None) -> list[Found]:
    """All days shown that count. `known`: those that `by_headline` looked at. `told`: the days stated for machines; with them, days far
    from the headline that can neither be chosen nor give the hour may be left out."""
    anchor, blocks, days = title if title is not None else start, page.blocks, known
    above, far, numbers = Above(blocks, anchor), [], page.wording.holding(YEARS)[:_MOST_DATED]
    for index in numbers:
        if index not in days:
            if -_WITHIN <= index - anchor <= _BELOW:
                days[index] = _days_in(blocks, index, title, start, end, above)
            else:
                far.append(index)
    if far and told is not None and _outweigh_far([found for some in days.values() for found in some], told):
        far = [index for index in far if ":" in (text := blocks[index].text)
               or (not text.isascii() and _MAY_BE_CLOCK.search(text) is not None)]
    for index in far:
        days[index] = _days_in(blocks, index, title, start, end, above)
    return [found for index in sorted(days) for found in days[index]]


def _outweigh_far(near: list[Found], told: list[Found]) -> bool:
    """Whether no day far from the headline can be the article's, beside days near it and those stated for machines: one of these counts
    more, and none near it is earlier than one stated, which would have to be shown somewhere."""
    if max([found.strength for found in (*near, *told) if found.rule != TIME], default=0) <= _IN_TABLE:
        return False
    last = max([found.moment.day for found in told], default="")
    return not [found for found in near if found.rule == NEAR and found.strength >= CLOSE_BY and found.moment.day < last]


def _days_in(blocks: list[Block], index: int, title: int | None, start: int, end: int, above: Above) -> list[Found]:
    """The days of a block that count. One in a Chinese headline is that of an event, unless it is an element of its own behind it."""
    block, anchor = blocks[index], title if title is not None else start
    if not _SHORTEST <= block.size <= 3 * _CLOSE or block.box.hidden:
        return []
    under, distance = block.box.under, index - anchor
    if under & (COMMENT if distance >= 0 else _NOT_ABOVE) or (index == title and not block.text.isascii() and undated(block) is block):
        return []
    first = start + 2 if block.box.tag in _CELLS else start
    deck = first < index < end and distance <= _DECK and block.size <= _LABEL_WEIGHT
    near = -_WITHIN <= distance <= _BELOW and (index <= start + 2 or deck)
    inside = start < index < end - 1 and not under & INFO and not deck and not (near and _HEADS_LINE.match(block.text) is not None)
    if not near:
        about = end - 2 <= index <= end + 3 or (start - 40 <= index <= end + 12 and not block.linked)
        form = block.size <= DAY_ALONE and block.box.tag in _CELLS
        if (inside and not form) or not (about or may_be_label(block.text) or _is_labelled(blocks, index, anchor)):
            return []
    before = _label_before(blocks, index, anchor)
    if tells_site_change(block.text) or (index >= max(end - 1, start + 1) and is_clock(block.text)):
        return []
    if is_of_event(blocks, index) or (is_of_link(block) if index >= end else index < anchor and repeats_day(block, blocks[anchor])):
        return []
    if is_row(blocks, index) and not (before and is_label(before)) and not has_short_links(block, distance):
        return []
    over = distance < -1 and above.has_trail_below(index)
    clock = over or (distance < -_HEAD_LINES and above.has_menu_below(index)) or (distance < 0 and above.is_beside_trail(index))
    found = _days_of(block, before, _Place(distance, start, end, inside, near, clock, over))
    found = [one._replace(moment=issued_at(one.moment, blocks[index + 1:index + 2])) for one in found]
    if index >= end and found and found[0].rule in _BY_PLACE[1:] and has_dated_rows(blocks, index, end):
        return []
    beside = blocks[anchor] if distance < 0 else blocks[end - 1] if index >= end else None
    if beside is not None and any(one.rule in _BY_PLACE for one in found) and is_headed_apart(blocks, block, beside):
        return [one for one in found if one.rule not in _BY_PLACE]
    return found


def _label_before(blocks: list[Block], index: int, anchor: int) -> str:
    """The text of the block before another one where it may be the label of the day in that: tables and lists put it there. Never the
    headline's."""
    if not index or blocks[index - 1].size > _LABEL_WEIGHT or index - 1 == anchor or blocks[index].text[-1] in "。！？":
        return ""
    text = blocks[index - 1].text
    return text if text[-1] in ":：" or len(text) <= _LONGEST_LABEL or text.isascii() else ""


class _Place(NamedTuple):
    """Where a block stands."""

    distance: int
    """Blocks behind the headline."""
    start: int
    end: int
    inside: bool
    """Whether it lies in the text."""
    near: bool
    """Whether it lies near the headline and not behind the beginning of the text."""
    clock: bool
    """Whether it lies above the menu or the trail, where pages tell what day it is."""
    over: bool
    """Whether it lies above the trail."""


def _days_of(block: Block, label: str, place: _Place) -> list[Found]:
    """The days of a block. `label`: the words of the block before."""
    text, days = block.text, list(islice(moments(block.text), _MOST_DAYS))
    if not days and place.near:
        days = list(islice(named(text, label), _MOST_DAYS))
    if (not days or not _any_label(text, days)) and (parted := _apart(block)) and parted != text:
        others = list(islice(moments(parted), _MOST_DAYS))
        if not days or _any_label(parted, others) or (others and text.startswith(":", days[0].end)):  # a counter glued to the clock
            text, days = parted, others
    found = []
    ends = _ends_of_spans(text, days) if len(days) > 1 else ()
    for moment in days:
        before = _before(text, moment)
        if moment in ends and not is_label(before):
            continue
        lead = before if moment.start > 2 or is_label(before) else label + before
        strength, rule = _strength(block, lead, moment, place)
        if strength > 0 and not _says_today(text[:moment.end + 12], place) and not _PASSED.search(text, moment.end) \
                and "起" not in text[moment.end:moment.end + 2]:  # from when on something is in force
            words = lead if text.endswith(before, 0, moment.start) else ""  # a day of the week stands between label and day
            found.append(Found(moment, _raw(words, text, moment), rule, strength, shown=True, above=place.distance < 0))
    return found


def _ends_of_spans(text: str, days: list[Moment]) -> list[Moment]:
    """The days with which a span of time begins or ends: a life, an exhibition, the days on which a notice hangs out."""
    return [end for one, other in pairwise(days) if _SPAN.fullmatch(text, one.end, other.start) for end in (one, other)]


def _any_label(text: str, days: list[Moment]) -> bool:
    """Whether one of the days in a text has its label before it."""
    return any(is_label(_before(text, moment)) for moment in days)


def _before(text: str, moment: Moment) -> str:
    """The words before a day in which its label stands, without the day of the week: `When: Friday, September 20, 2024`."""
    before = text[max(0, moment.start - _BEFORE):moment.start]
    return _ITS_WEEKDAY.sub("", before) if "day" in before or "Day" in before else put_up(text, before) if "issue" in before else before


def _apart(block: Block) -> str:
    """A line's text with a blank between its elements: name, day and reading time stand there without any."""
    if not 1 < len(block.pieces) <= _MOST_PIECES or block.size > _CLOSE:
        return ""
    return _YEAR_APART.sub(r"\1/\2/\3 ", block.apart) if "/" in block.text else block.apart


def _is_labelled(blocks: list[Block], index: int, anchor: int) -> bool:
    """Whether the block before another may be a label: far from headline and text no other days count than those with one."""
    return blocks[index - 1].size <= _LABEL_WEIGHT and may_be_label(_label_before(blocks, index, anchor))


def _strength(block: Block, before: str, moment: Moment, place: _Place) -> tuple[int, str]:
    """How much a day counts, 0: not at all; and the rule."""
    short = is_short(block.text, moment)
    updated = is_update(before)
    labelled = not updated and is_label(before) and not (place.over and _ANY_DAY.fullmatch(before))
    if labelled and not place.inside and not is_of_another(before):
        if place.near:
            less = min(abs(place.distance), _WITHIN) + _EARLIER * is_entered(before)
            return _LABELLED - less - (_IN_SENTENCE if _is_told(block, moment) else 0), "labelled"
        if -_TABLE <= place.distance < 0 and not block.linked:
            return _IN_TABLE, "labelled"
        behind = place.end - 2 <= block.index <= place.end and not block.linked
        return ((_BEHIND if behind else 60) if short else 15), "labelled"
    if labelled and place.inside and 0 < place.distance <= _TABLE and block.size <= DAY_ALONE and block.box.tag in _CELLS \
            and not is_of_another(before):
        return _IN_FORM, "labelled"
    if not labelled and (is_of_another(before) or (not updated and is_other_label(before))):
        return 0, ""
    if updated and place.near:
        return 40 if block.index >= place.start and _is_told(block, moment, 0) else 70, "updated"
    if place.inside or (place.clock and _PAGE_OF_PAPER.search(block.text) is None) or not short or labelled:
        return 0, ""
    return _by_place(block, moment, place)


def _is_told(block: Block, moment: Moment, least: int = DAY_ALONE) -> bool:
    """Whether a day stands in a sentence, mostly at its end: `an earlier version, first published 2019-04-04.`"""
    return moment.start > least and len(block.text) > _LABEL_WEIGHT and block.text[-1] == "."


def _by_place(block: Block, moment: Moment, place: _Place) -> tuple[int, str]:
    """A day without label: near the headline, right behind the text, or the only one about."""
    if place.near and (block.linked < 0.7 * block.size or has_short_links(block, place.distance)
                       or is_permalink(block, moment, place.distance, above_text=block.index <= place.start)):
        rest = len(block.text) - (moment.end - moment.start)
        if _is_signature(block, moment, place) and (block.index > place.start + 2 or place.start < block.index >= place.end - 1):
            return 0, ""
        item = block.box.tag == "li" and moment.start > DAY_ALONE and block.text.isascii()  # a text's highlights tell of days
        held = block.text[-1] in ")）" and _HELD.match(block.text, moment.end) is not None
        ends = block.text[-1] in "。！？：" and block.index >= place.start
        if held or (rest > DAY_ALONE and (item or ends or block.box.under & CAPTION)) \
                or (place.distance > 0 and _is_told_of(block, moment)):
            return 0, ""
        told = _TOLD if len(block.text) > 60 and ((block.text[-1] in "。.!?！？]】" and block.index >= place.start)
                                                  or ends_in_credit(block.text)) else 0
        if block.text[0] in "（(" and _BRACKETED.fullmatch(block.text) is not None:
            return _IN_BRACKETS, NEAR
        less = min(abs(place.distance), 20) + told + (12 if place.distance < 0 else 0)
        return (80 if 0 <= place.distance <= 6 else 74) - less + (3 if moment.clock else 0), NEAR
    if is_colophon(block.text) or _is_sentence(block, moment, place):
        return 0, ""
    if place.end - 2 <= block.index <= place.end + 3 and block.linked < 0.3 * block.size:
        return (0, "") if _is_signature(block, moment, place) else (28, "behind text")
    return (10 if not block.linked and place.start - 40 <= block.index <= place.end + 12 else 0), "on page"


def _is_told_of(block: Block, moment: Moment) -> bool:
    """Whether a short paragraph tells of a day: its words go on behind it, to a full stop or beside a comma (1998年5月20日，…视察。), or
    are those of a birth, a picture, a span of time or another article."""
    if block.text.isascii() or _SOURCED.search(block.text) is not None:
        return False
    before, behind = block.text[max(0, moment.start - _BEFORE):moment.start].rstrip(), block.text[moment.end:].lstrip("日号 ")
    return _TELLS_BEFORE.search(before) is not None or _TELLS_BEHIND.match(behind) is not None \
        or (block.text[-1] == "。" and len(behind) > _FEW_WORDS) or (block.linked > 0 and _ELSEWHERE.match(block.text) is not None)


def _is_signature(block: Block, moment: Moment, place: _Place) -> bool:
    """Whether a line of the text is a day and nothing else: documents end with the day on which they were signed."""
    return block.index < place.end and "年" in block.text and len(block.text.strip(" ()（）")) <= moment.end - moment.start + 1 \
        and moment.clock is None


def _is_sentence(block: Block, moment: Moment, place: _Place) -> bool:
    """Whether the last paragraph of a text tells of a day, or a Latin line about it does: of its print, of its publisher's beginnings."""
    return block.text[-1] in ("。！？.!" if block.index < place.end or block.text.isascii() else "") \
        and len(block.text) - (moment.end - moment.start) > DAY_ALONE


def _says_today(text: str, place: _Place) -> bool:
    """Whether a line is the page's clock. Below the headline a day may have its day of the week, in Latin right above it, too."""
    if "today is" in text.lower() if text.isascii() else _TODAY.search(text) is not None:
        return True
    if place.near and 0 < place.distance <= _DECK:
        return False
    if _TODAY_FIRST.match(text) is not None and _SOURCED.search(text) is None and _PAGE_OF_PAPER.search(text) is None:
        return True
    return place.distance < -1 and "day" in text.lower() \
        and (_WEEKDAY_FIRST.match(text) is not None or _WEEKDAY_LAST.search(text) is not None)


def _raw(before: str, text: str, moment: Moment) -> str:
    """The page's words for the date: the label before it, if need be of the cell before, without other words; and the date."""
    lead = _RAW_LABEL.search(before) if ":" in before or "：" in before else None
    return ((lead[0] if lead is not None else "") + text[moment.start:moment.end + text.startswith(_DAY_SIGNS, moment.end)]).strip()
