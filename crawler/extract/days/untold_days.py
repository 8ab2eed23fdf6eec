"""Days of a page that neither tells one in words nor in its tags: tiles of day and month, numerals of documents, `title` attributes, data
for scripts. Asked for only where nothing else is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.days.day_labels import is_of_another
from crawler.extract.days.days_beside import is_row
from crawler.extract.days.named_days import named
from crawler.extract.days.pressed_days import OFFICE_AND_NUMERALS, pressed
from crawler.extract.days.short_years import short_year, year_in_trail
from crawler.extract.days.stated_days import Stated
from crawler.extract.facts.index_table import numbered
from crawler.extract.markup.blocks import Blocks
from crawler.extract.markup.marks import CHROME, COMMENT, SIDE
from crawler.extract.words import language
from crawler.extract.words.dates import (
    DAY_IN_NUMERALS,
    YEAR_IN_NUMERALS,
    YEARS,
    Moment,
    first,
    formal,
    is_in_numerals,
    may_have_day,
    place_of,
    time_before,
)
from crawler.signs import Signs, may_hide

_IN_WINDOW: Final = 35
_IN_DATA: Final = 40
_IN_TITLE: Final = 45
_ON_TILE: Final = 50
_IN_NUMERALS: Final = 55
_IN_HEAD: Final = 52
_BY_ORDER: Final = 48
_QUOTE: Final = r"""(?:\\*["']|&quot;|&#34;)?"""
_DATA: Final = re.compile(
    r"\b(?:datePublished|date_?published|publish(?:ed)?_?(?:At|Date|Time|On)(?:Str)?|pub_?(?:Date|Time)|release_?(?:Date|Time)|"
    rf"first_?published_?at|doc(?:Rel|Pub)Time){_QUOTE}\s*[:=]\s*(?:\[[0-9],)?{_QUOTE}"
    r"(?:(?P<day>(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)"
    r"|(?P<epoch>1[0-9]{9})(?:\d{3})?(?![\d.]))", re.IGNORECASE)
"""A key of publication and its value, in scripts or in attributes; Astro's islands write `[0,"2024-01-05"]` for the value."""
_PLACE: Final = 'id="publish_time"'
_MADE: Final = re.compile(r"\bcreate(?:Time|_time)\s*=\s*['\"](?:((?:19|20)\d\d-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?)|(1\d{9})['\"])")
"""What scripts of accounts in messengers write there."""
_MADE_HINTS: Final = ("createTime", "create_time")
_WRITES: Final = "document.write("
_LITERAL: Final = re.compile(r"document\.write\(\s*(['\"])([^'\"<>\\\n]{8,40})\1\s*\)")
"""What a script prints."""
_EPOCH: Final = re.compile(r"1\d{9}(?:\d{3})?")
_NAMED_TIME: Final = re.compile(r"(?:^|\s)(?:article|news|publish|pub)-?time(?:$|\s)", re.IGNORECASE)
_HINTS = ("ublish", "pubDate", "pubTime", "pub_", "pubtime", "pubdate", "eleaseDate", "eleaseTime", "elease_", "docRelTime", "docPubTime")
"""Of which each key has one: found many times faster than the pattern."""
_HINTED: Final = Signs(map(str.encode, (*_HINTS, *_MADE_HINTS, _WRITES)))
_BEFORE: Final = 16
_BEHIND: Final = 120
"""Characters of key and value about such a place."""
_LONGEST: Final = 2_000_000
"""Characters of a page in which such data are looked for."""
_MOST: Final = 200
"""Places of a hint that are looked at."""
_TITLED: Final = ("abbr", "span", "time", "em", "i", "small")
_LONGEST_TITLE: Final = 40
_SHOWN: Final = 24
"""Characters of a tile's lines."""
_YEAR_MONTH: Final = r"((?:19|20)\d\d)\s?[-/.年]\s?(1[0-2]|0?[1-9])月?"
_DAY_OF: Final = r"(3[01]|[12]\d|0?[1-9])"
_TILES: Final = (
    (re.compile(rf"{_DAY_OF}\s*[/|·日]?\s*{_YEAR_MONTH}"), (2, 3, 1)),
    (re.compile(rf"{_YEAR_MONTH}\s*[/|·]?\s+{_DAY_OF}日?"), (1, 2, 3)),
    (re.compile(rf"(1[0-2]|0?[1-9])[-/.月]\s?{_DAY_OF}(?:日\s*|\s+[/|·]?\s*|[|·]\s*)((?:19|20)\d\d)年?"), (3, 1, 2)),
    (re.compile(rf"((?:19|20)\d\d)年?\s*[/|·]?\s+(1[0-2]|0?[1-9])[-/.月]\s?{_DAY_OF}日?"), (1, 2, 3)))
"""Day, month and year in type of different size, in lines of their own; and which group is year, month, day."""
_NUMERALS: Final = re.compile(rf"(?:日\s*期|时\s*间|发布|公布)\s*[:：]?\s*{YEAR_IN_NUMERALS}")
_NUMERALS_BESIDE: Final = re.compile(rf"{DAY_IN_NUMERALS}\s+[\u4e00-\u9fff]{{2,16}}")
"""A day in numerals in the head line, with the office beside it."""
_OF_DOCUMENT = re.compile(r"(?:通知|意见|决定|命令?|公告|通告|公示|通报|批复|函|报告|办法|规定|方案|细则|条例|规划|计划|措施|决议|名单|"
                          r"章程|讲话|致辞|发言)(?:[（(].{1,12}[）)])?$")
"""How headlines end below which such a day by itself is that of the document, or of the speech."""
_MADE_DAY: Final = re.compile(r"(?:作\s*者\s*[:：][^:：]{1,40}提交|编辑|创建|生成|制作|整理|采编|发文|登记|提供|投稿|来稿|供稿|撰稿|"
                       r"转载|入库|审核|采集|提交|出刊|出版|发行|报送|上报|见报|推送)"
                       r"\s*(?:日\s*期|时\s*间)\s*[】\]]?\s*[:：]?\s*[\[【(（]?\s*$|"
                       r"(?:^|[\s|·•])(?:(?:Date|Day|Time) )?(?:Created|Entered|Added|Uploaded)"
                       r"(?: (?:[Oo]n|[Aa]t|[Dd]ate|[Tt]ime))?\s*[:：]\s*$")
"""What some portals call the day of publication in the head line; elsewhere it is that of the document or of the page."""
_REPUBLIC: Final = re.compile(
    r"(?:(?:發\s*[布佈]|公[告布佈]|張貼|刊登|上[版架稿]|新聞|訊息|發稿|公開)(?:日期|時間|日)?\s*[:：]?\s*(?:中華)?(?:民國)?|"
    r"(?:日期|時間)\s*[:：]\s*(?:中華)?民國)\s*(?P<year>1[0-4]\d|(?<=民國)\d\d)\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9])\s?[-/.月]\s?"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.])日?(?P<clock>\s+[0-2]?\d:[0-5]\d(?::[0-5]\d)?)?")
"""The label of a day of publication, and the day by the years of the Republic."""
_DAY_WORDS: Final = ("日期", "時間")
_AROUND: Final = " )）]】"
"""What may close a line with a day."""
_HEAD_LINES: Final = 4
_LONGEST_HEAD: Final = 200
"""Blocks below the headline that may be its head line, and weight of one at most."""
_EITHER_ORDER: Final = re.compile(r"(?<![\d/.-])(\d\d?)([/.-])(\d\d?)\2((?:19|20)\d\d)(?![\d/-])(\s+\d\d?:\d\d(?::\d\d)?(?: [AP]M\b)?)?")
"""A day with the year last: month and day in either order."""
_OTHER_ORDERS: Final = ("en", "zh", "ja", "ko")
"""Languages in which a day with points may have its month first, or its year."""
_FACT = re.compile(r"(?:Date|Published|Publication date|Release date|Date of publication|Posted)\s+(?!of\b)(\S.{5,24})", re.IGNORECASE)
_LONGEST_FACT: Final = 48
"""A line of facts that is a label and a day, and its weight at most."""
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z.'\u2019 -]{2,30}(?:, [A-Z][\w. ]{1,20})?(?:,| [-\u2013\u2014]{1,2}|:)? ?\(?"
    r"((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, (?:19|20)\d\d)\)?"
    r"(?: ?[/(][\w .-]{2,30}[/)])? ?(?:[-\u2013\u2014]|: )")
"""A dateline with its day."""
_MONTH_ORDER: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLACED: Final = re.compile(
    rf"[A-Z][A-Z.'\u2019 -]{{2,30}}(?:, [A-Z][\w. ]{{1,20}})?,? (?:({'|'.join(_MONTH_ORDER)})[a-z]{{0,6}}\.? (\d{{1,2}})|"
    rf"(\d{{1,2}}) ({'|'.join(_MONTH_ORDER)})[a-z]{{0,6}})\b(?! ?, ?\d)")
"""A dateline with its day, without the year."""
_WINDOW_PARTS: Final = re.compile(r"\s*[|｜\u2013\u2014»]\s*|\s-\s")
_HELD = re.compile(r"\b(?:meeting|agenda|minutes|hearing|webinar|workshop|conference|concert|tickets?|calendar|schedule|events?|fixtures?|"
                   r"obituary|veranstaltung|termine?)\b|会议|活动|直播|预告|招聘|考试", re.IGNORECASE)
"""What parts a window's title, and what is held on a day or until it."""
_LONGEST_WINDOW: Final = 1000
"""Characters of a window's title; more are those of a page whose `<title>` is left open."""
_ABOVE: Final = 4
_BELOW: Final = 8
"""Blocks about the headline among which a tile stands."""
_FAR: Final = 40
"""Blocks about it among which a label with a day in numerals stands."""


def untold(page: Blocks, text: str, zone: str, title: int, octets: bytes = b"", latest: str | None = None) -> Iterator[Stated]:
    """The days of a page that states none otherwise. `text`: the decoded page; `title`: number of the headline's block; `octets`: what
    the text was read from, where that is known; `latest`: the day of its capture, where that is, behind which no day of a short year
    lies."""
    yield from _numerals(page, title)
    yield from _of_republic(page, title)
    yield from _headed(page, title)
    yield from pressed(page, title, latest)
    yield from _tiles(page, title)
    yield from _in_settled_order(page, title)
    if (short := short_year(page, title)) is not None and (latest is None or short[0].day <= latest):
        yield *short, "near headline", _BY_ORDER
    if (yearless := year_in_trail(page, title)) is not None:
        yield *yearless, "near headline", _BY_ORDER
    yield from _one(_in_facts(page, title), _BY_ORDER)
    yield from _one(_titled(page.boxes[0].element), _IN_TITLE)
    yield from _in_dateline(page, title)
    yield from _in_window(page.boxes[0].element)
    text = text[:_LONGEST]
    borne = _HINTED.borne_by(octets if octets and not may_hide(octets) else text.encode("utf-8", "replace"))
    yield from _one(_data(text, zone, borne), _IN_DATA)
    yield from _one(_put_in(page, text, zone, borne), _IN_DATA)
    if _WRITES.encode() in borne:
        yield from _one(_printed(text), _IN_DATA)


def _one(days: Iterator[tuple[Moment, str, str]], strength: int) -> Iterator[Stated]:
    """The first, when all are of one day: others are those of other articles."""
    found = list(days)
    if len({moment.day for moment, _, _ in found}) == 1:
        yield (*found[0], strength)


def _numerals(page: Blocks, title: int) -> Iterator[Stated]:
    for block in page.blocks[max(0, title - _FAR):title + _FAR]:
        match = _NUMERALS.search(block.text) if "年" in block.text else None
        day = formal(block.text[match.start():]) if match is not None else None
        if day and not block.box.hidden:
            yield Moment(day, None, None, 0, 0), block.text[:80], "labelled", _IN_NUMERALS
    for block in page.blocks[title + 1:title + 1 + _HEAD_LINES]:
        day = formal(block.text) if block.size <= _LONGEST_HEAD and _NUMERALS_BESIDE.fullmatch(block.text) else None
        if day and not block.box.hidden:
            yield Moment(day, None, None, 0, 0), block.text[:80], "near headline", _IN_NUMERALS
    alone = next((block for block in page.blocks[title + 1:title + 1 + _HEAD_LINES] if is_in_numerals(block.text)
                  or (block.size <= _LONGEST_HEAD and OFFICE_AND_NUMERALS.fullmatch(block.text))), None)
    if alone is not None and not alone.box.hidden and _OF_DOCUMENT.search(page.blocks[title].text) is None \
            and numbered(page.blocks[title:alone.index + 2]) is None:
        yield Moment(formal(alone.text) or "", None, None, 0, 0), alone.text, "near headline", _IN_NUMERALS


def _of_republic(page: Blocks, title: int) -> Iterator[Stated]:
    """The first day of publication by the years of the Republic, as offices in Taiwan count them: 113-02-01 is in 2024."""
    for block in page.blocks[max(0, title - _FAR):title + _FAR]:
        match = _REPUBLIC.search(block.apart) if block.size <= _LONGEST_HEAD and not block.linked and not block.text.isascii() else None
        if match is None and block.index and block.text[:2] == "民國" and page.blocks[block.index - 1].text.endswith(_DAY_WORDS):
            match = _REPUBLIC.match(f"{page.blocks[block.index - 1].text}：{block.apart}")  # in the next cell
        moment = first(f"{1911 + int(match['year'])}-{match['month']}-{match['day']}{match['clock'] or ''}") if match is not None else None
        if match is not None and moment is not None and not block.box.hidden:
            yield moment, match[0].strip(), "labelled", _IN_NUMERALS
            return


def _headed(page: Blocks, title: int) -> Iterator[Stated]:
    """The day in the head line behind a label that means another day elsewhere."""
    for block in page.blocks[title + 1:title + 1 + _HEAD_LINES]:
        moment = first(block.text) if block.size <= _LONGEST_HEAD and not block.box.hidden else None
        if moment is not None and _MADE_DAY.search(block.text, 0, moment.start):
            yield moment, block.text[:80], "labelled", _IN_HEAD
            return


def _in_settled_order(page: Blocks, title: int) -> Iterator[Stated]:
    """A day near the headline such as 7/5/2005, where other days of the page tell which number is the month, being beyond 12."""
    near = page.blocks[max(0, title - _ABOVE):title + _BELOW]
    found = next((match for block in near if not block.box.hidden and not block.box.under & (COMMENT | SIDE) and may_have_day(block.text)
                  and not is_row(page.blocks, block.index)
                  for match in _EITHER_ORDER.finditer(block.text) if match[1] != match[3]), None)
    if found is None:
        return
    month_first = {int(match[3]) > 12 for number in page.wording.holding(YEARS)[:_MOST]
                   for match in _EITHER_ORDER.finditer(page.blocks[number].text)
                   if match[2] == found[2] and (int(match[1]) > 12) != (int(match[3]) > 12)}
    if not month_first and found[2] == "." and _puts_day_first(page, title):
        month_first = {False}
    if not month_first:
        month_first = _told_by_dateline(page, title, int(found[1]), int(found[3]))
    if len(month_first) == 1:
        one, two = (found[1], found[3]) if month_first.pop() else (found[3], found[1])
        before = time_before(found.string, found.start()) if not found[5] else None
        moment = first(f"{found[4]}-{one}-{two}{found[5] or ''}" + (f" {before[1]}" if before is not None and before[1] else ""))
        if moment is not None:
            yield moment, found.string[before[0] if before else found.start():found.end()].strip(), "near headline", _BY_ORDER


def _told_by_dateline(page: Blocks, title: int, one: int, two: int) -> set[bool]:
    """Whether the month is the first of two numbers, where the dateline with which the text begins has one of the two days they may mean:
    `PORT MARE, March 7 (NNA) --`."""
    for block in page.blocks[title + 1:title + _FAR]:
        match = _PLACED.match(block.text) if block.text[0].isupper() and not (block.box.hidden or block.linked) else None
        if match is not None:
            month, day = _MONTH_ORDER.index(match[1] or match[4]) + 1, int(match[2] or match[3])
            return {first_one for first_one in (True, False) if (month, day) == ((one, two) if first_one else (two, one))}
    return set()


def _puts_day_first(page: Blocks, title: int) -> bool:
    """Whether a day with points has its month in the middle: in no language that CLDR knows does it come first, but designers of English
    pages put it there; Chinese, Japanese and Korean ones begin with the year."""
    told = language.of(" ".join([block.text for block in page.blocks[title:title + _FAR] if not block.box.hidden])[:language.SAMPLE], None)
    return told is not None and not told[0].startswith(_OTHER_ORDERS)


def _in_facts(page: Blocks, title: int) -> Iterator[tuple[Moment, str, str]]:
    """The day in a line of facts below the text, behind a label that is an element of its own and so has no colon: `Date 10.06.2013`."""
    for number in page.wording.holding(YEARS)[:_MOST]:
        block = page.blocks[number]
        match = _FACT.fullmatch(block.apart) if number > title and block.size <= _LONGEST_FACT and len(block.pieces) > 1 else None
        if match is not None and not (block.linked or block.box.hidden or block.box.under & (COMMENT | SIDE)):
            dotted = _EITHER_ORDER.fullmatch(match[1])
            moment = first(f"{dotted[4]}-{dotted[3]}-{dotted[1]}") if dotted is not None and dotted[2] == "." else first(match[1])
            if moment is not None:
                yield moment, block.apart, "labelled"


def _in_dateline(page: Blocks, title: int) -> Iterator[Stated]:
    """The day in the dateline with which a release to the press begins: `LEEDS, July 2, 2014 — …`."""
    for block in page.blocks[title + 1:title + _FAR]:
        match = _DATELINE.match(block.text) if block.text[0].isupper() and not (block.box.hidden or block.linked) else None
        moment = first(match[1]) if match is not None else None
        if match is not None and moment is not None:
            yield moment, match[1], "dateline", _BY_ORDER
            return


def _in_window(root: HtmlElement) -> Iterator[Stated]:
    """The day that is a part of the window's title by itself, behind the headline: `The headline | 10.06.2013`. That of a meeting or of a
    list of what is on is another."""
    window = next((element.text for element in root.getroottree().iter("title")), None) or ""
    if len(window) > _LONGEST_WINDOW or not may_have_day(window) or _HELD.search(window):
        return
    for part in map(str.strip, _WINDOW_PARTS.split(window)[1:]):
        dotted = _EITHER_ORDER.fullmatch(part)
        moment = first(f"{dotted[4]}-{dotted[3]}-{dotted[1]}") if dotted is not None and dotted[2] == "." else first(part)
        moment = moment or next(named(part), None)
        if moment is not None and (dotted is not None or len(part) - (moment.end - moment.start) <= 1):
            yield moment, part, "title", _IN_WINDOW
            return


def _tiles(page: Blocks, title: int) -> Iterator[Stated]:
    near = page.blocks[max(0, title - _ABOVE):title + _BELOW]
    for number, block in enumerate(near):
        following = near[number + 1].text if number + 1 < len(near) else ""
        if block.linked or block.box.hidden or block.box.under & (CHROME | COMMENT | SIDE) or len(block.text) > _SHOWN:
            continue
        for line in (block.apart, f"{block.text} {following}"):
            day = _tile(line) if may_have_day(line) else None
            if day is not None:
                yield Moment(day, None, None, 0, 0), line, "tile", _ON_TILE
                return


def _tile(line: str) -> str | None:
    for pattern, (year, month, day) in _TILES:
        match = pattern.fullmatch(line)
        moment = first(f"{match[year]}-{match[month]}-{match[day]}") if match is not None else None
        if moment is not None:
            return moment.day
    return None


def _titled(root: HtmlElement) -> Iterator[tuple[Moment, str, str]]:
    """What stands in the attribute that readers see when they point at `3 days ago`."""
    for element in root.iter(*_TITLED):
        words = element.get("title") or ""
        moment = first(words) if 8 <= len(words) <= _LONGEST_TITLE else None
        if moment is not None:
            yield moment, words, "title attribute"


def _data(text: str, zone: str, borne: frozenset[bytes]) -> Iterator[tuple[Moment, str, str]]:
    """What pages that scripts draw carry for these. `borne`: the hints that the text may have."""
    places = sorted({match.start(): match for hint in _HINTS if hint.encode() in borne for match in _about(hint, text)}.items())
    for _, match in places:
        words = match["day"] or _told(int(match["epoch"]), zone)
        moment = first(words)
        if moment is not None:
            yield moment, words, "page data"


def _put_in(page: Blocks, text: str, zone: str, borne: frozenset[bytes]) -> Iterator[tuple[Moment, str, str]]:
    """What scripts put into the page: the day for an empty element of the head line, or one that a field of a form holds."""
    made = next((match for hint in _MADE_HINTS if hint.encode() in borne and _PLACE in text
                 for match in _about(hint, text, _MADE)), None)
    words = [made[1] or _told(int(made[2]), zone)] if made is not None else []
    for field in page.fields:
        told = (field.text or "").strip() if field.tag == "textarea" else ""
        if told and _EPOCH.fullmatch(told) and _NAMED_TIME.search(field.get("class") or ""):
            words.append(_told(int(told[:10]), zone))
    for word in words:
        moment = first(word)
        if moment is not None:
            yield moment, word, "page data"


def _printed(text: str) -> Iterator[tuple[Moment, str, str]]:
    """The days that scripts print as they stand: `document.write("2008-10-23")`; today's is a sum of parts."""
    at = text.find(_WRITES)
    for _ in range(_MOST):
        if at < 0:
            return
        match = _LITERAL.match(text, at)
        moment = first(match[2]) if match is not None else None
        if match is not None and moment is not None and not is_of_another(match[2][:moment.start]) \
                and not match[2][moment.end:].strip(_AROUND):
            yield moment, match[2], "page data"
        at = text.find(_WRITES, at + len(_WRITES))


def _about(hint: str, text: str, pattern: re.Pattern[str] = _DATA) -> Iterator[re.Match[str]]:
    """The keys and values about the first places of a hint: pages with such scripts have millions of characters."""
    at = text.find(hint)
    for _ in range(_MOST):
        if at < 0:
            return
        match = pattern.search(text, max(0, at - _BEFORE), at + _BEHIND)
        if match is not None:
            yield match
        at = text.find(hint, at + len(hint))


def _told(epoch: int, zone: str) -> str:
    return datetime.fromtimestamp(epoch, UTC).astimezone(place_of(zone)).isoformat()
