"""Days and clock times in running text: Chinese, English and Korean, by `worded_days` in other words. Nothing is guessed: what is no day of
the calendar is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import repeat
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from crawler.extract.words.numerals import OTHER_YEARS, has_other_year, plain
from crawler.extract.words.worded_days import Worded, worded
from crawler.extract.words.wording import signs_of

_MONTHS: Final = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH: Final = (r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
          r"nov(?:ember)?|dec(?:ember)?)")
_ZONES: Final = {"GMT": "+00:00", "UTC": "+00:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
          "PST": "-08:00", "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00",
          "SGT": "+08:00", "HKT": "+08:00", "JST": "+09:00", "KST": "+09:00", "AEST": "+10:00", "AEDT": "+11:00"}
"""Zones by names that mean one only: those of RFC 5322 (section 4.3) and of the IANA database. CST is none of them, which is China's on the
pages of one country and America's on those of another: there the portal's own is meant."""
_REGIONS: Final = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
"""What American papers write behind `a.m.` and `p.m.` the whole year."""
_OFFSET: Final = r"(?-i:GMT|UTC)\s?[+-](?:1[0-4]|0?\d)(?::?[0-5]\d)?\b"
_CLOCK = (r"(?:\s*[日일]|\.(?=\s))?(?:[\s,，|T\-–·(（]|&nbsp;|at\b|(?:星期|周)[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|"
    r"sat(?:ur)?|sun)(?:day)?\b|上午|下午|晚上|凌晨|中午|午前|午後|오전|오후|[ap]m(?=\s?\d))*"
          r"(?P<hour>[01]?\d|2[0-4])\s*(?:[:：]|时|時|點|"
          r"点|시)\s*(?P<minute>[0-5]\d)(?:\s*[分분])?(?:\s*[:：]?\s*(?P<second>[0-5]\d)(?:\.\d+)?(?!\d))?"
          r"\s*(?:秒)?\s*(?P<half>[ap]\.?m\b\.?)?"
          r"(?:\s*[(（]?(?P<zone>Z\b|[+-](?:0\d|1[0-4]):?[0-5]\d\b|" + _OFFSET +
          r"|(?-i:" + "|".join(_ZONES) + r")\b(?!\s?[+-]\d)|(?<=[mM.]\s)(?-i:[ECMP]T)\b))?")
_DAY = (r"(?:(?<!\d)(?P<y1>(?:19|20)\d\d)\s?(?P<sep>[-/.年－／．년—–])\s?(?P<m1>1[0-2]|0?[1-9])\s?(?:(?P=sep)|[月월])\s?(?P<d1>3[01]|[12]"
    r"\d|0?[1-9])(?![\d]|\.\d)"
        r"|(?<!\d)(?P<y4>(?:19|20)\d\d)(?P<m4>1[0-2]|0[1-9])(?P<d4>3[01]|[12]\d|0[1-9])(?=T\d\d:?\d\d)"
        r"|(?<!\d)(?P<y6>(?:19|20)\d\d)-" + _MONTH.format("m6") + r"-(?P<d6>3[01]|[12]\d|0?[1-9])(?!\d)"
        r"|(?:\b|(?<=(?-i:[a-z]))(?=(?-i:[A-Z])))" + _MONTH.format("m2") +
        r"\.?\s{0,2}(?P<d2>3[01]|[12]\d|0?[1-9])(?:(?:st|nd|rd|th)?\s?,\s{0,3}|(?:st|nd|rd|th)\s{0,3}|\s{1,4})(?P<y2>(?:19|"
        r"20)\d\d)(?![\d_]|(?-i:[a-z]))"
        r"|(?<!\d)(?P<d3>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|"
        r"th)?[\s\-.]{0,3}(?:of\s)?" + _MONTH.format("m3") + r"\b\.?,?[\s\-.]{0,3}(?P<y3>(?:19|20)\d\d)(?![\d_]|(?-i:[a-z]))"
        r"|(?<!\d)(?P<n1>3[01]|[12]\d|0?[1-9])(?P<sep5>[/.-])(?P<n2>3[01]|[12]\d|0?[1-9])(?P=sep5)(?P<y5>(?:19|20)\d\d)(?!\d))")
_BEGINS: Final = "(?-i:(?=[0-9JFMASONDjfmasond\u017f]))"
"""Digits and the letters of months, one of which begins each day: the rest is tried nowhere else. To `re` U+017F is an s, too."""
_PATTERN: Final = re.compile(f"{_BEGINS}{_DAY}(?:{_CLOCK})?", re.IGNORECASE)
YEARS: Final = signs_of("20", "19", *OTHER_YEARS)
"""What `may_have_day` looks for."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_BEHIND_YEAR: Final = frozenset("-/.年－／．년—–01")
"""What stands behind a year with which a day begins, or behind the blank there."""
_LONGEST_BEFORE_YEAR: Final = 32
"""Characters that month and day take before a year, and some to spare."""
_MONTH_NAMES = (*_MONTHS, "january", "february", "march", "april", "june", "july", "august", "sept", "september", "october", "november",
                "december")
_AFTERNOON: Final = re.compile(r"下午|晚上|午後|오후|\b[Pp][Mm](?=\s?\d)")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY: Final = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s{1,2}$", re.IGNORECASE)
_LONGEST_WEEKDAY: Final = 14
"""Characters of a day of the week before a day, and what parts the two."""
_CLOCK_BEFORE: Final = re.compile(
    r"(?:(?<=[,，;；|｜·(（【\[:：\s])|^|(?<=[\u4e00-\u9fff\uac00-\ud7af]))(?:上午|下午|晚上|凌晨|中午|午前|午後|오전|오후)?\s?"
    r"(?P<hour>[01]\d|2[0-3]|\d(?=\S{3}(?::\d\d)?\s?[ap]\.?m)|(?<=[午上晨前後전후])\d|(?<=[午上晨前後전후]\s)\d)[:：h](?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s?[(（]?(?P<zone>" + _OFFSET + "|(?-i:" + "|".join(_ZONES) + r")\b)[)）]?)?(?:\s?[,，|｜·/–-]\s?|\s{1,2})"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s)?$", re.IGNORECASE)
"""A clock time that ends where a day begins: 10:15, 06.05.2024; 2:30 PM 6 May 2024; 上午9:05 2024-05-06. One without zero or half of the
day is as often how long a film is."""
_NO_STAMP: Final = re.compile(r"(?:\d[\s:：.]{0,2}|[-–~～—至到]\s?|\b(?:to|until|till|from|bis|à|до|с)\s|"
                       r"(?:时长|片长|时间长度|duration|length|runtime|playing time|video|audio|音频|视频)\W{0,3})$", re.IGNORECASE)
"""Before a clock time that ends a span, goes on another figure, or tells how long something is."""
_LONGEST_CLOCK: Final = 32
"""Characters that such a time takes, with what parts it from its day."""
_YEAR_LAST: Final = re.compile(rf"\b({'|'.join(name.title() for name in _MONTHS)})(\s{{1,2}}\d\d?)( [0-2]\d:[0-5]\d(?::[0-5]\d)?)"
                        r"( [A-Z]{3,4})?( (?:19|20)\d\d)\b")
"""A day as the C library and Java print it, its year behind the clock: Sun Oct 18 21:33:08 CST 2009."""
_CLOCK_FIRST: Final = re.compile(r":[0-5]\d(?: [A-Z]{3,4})? (?:19|20)\d\d\b")
"""How each such day ends; what begins with a sign is found at once."""
_NUMERALS: Final = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True)) | {"Ｏ": "0", "Ο": "0", "0": "0"}
ZEROS: Final = "〇○◯零ＯOoΟ0０"
"""What is typed for the numeral of nought; letters are nearer at hand."""
YEAR_IN_NUMERALS: Final = rf"[一二][{ZEROS}一二三四五六七八九]{{3}}年"
DAY_IN_NUMERALS: Final = YEAR_IN_NUMERALS + "[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
"""Patterns of a year and of a day in the numerals of documents: 二〇一七年十月十六日."""
_FORMAL: Final = re.compile(DAY_IN_NUMERALS)
_FORMAL_PARTS: Final = re.compile("[年月日]")
_LONGEST_FORMAL: Final = 16


class Moment(NamedTuple):
    """A day, and the clock time where one is stated."""

    day: str
    """`YYYY-MM-DD`."""
    clock: str | None
    """`HH:MM` or `HH:MM:SS`; None when none is stated."""
    zone: str | None
    """`+08:00`, `+00:00`; None when none is stated."""
    start: int
    end: int
    """Where in the text it stands."""


def moments(text: str) -> Iterator[Moment]:
    """The full days in `text`, in order. `05/12/2020` counts only where one of the two numbers cannot be a month, or the day of the week
    before it tells."""
    if has_other_year(text):
        text = plain(text)
    if ":" in text and _CLOCK_FIRST.search(text) is not None:
        text = _YEAR_LAST.sub(r"\1\2\5\3\4", text)  # as long as it was
    passed = 0
    for match in _matches(text):
        day = _day(match)
        if day is not None:
            start, clock, zone = match.start(), _clock(match), match["zone"]
            if start and clock is None and (before := time_before(text, start, passed)) is not None:
                start, clock, zone = before
            yield Moment(day, clock, _zone(zone, day, clock), start, match.end())
        passed = match.end()
    if not passed and not text.isascii():
        yield from map(_in_words, repeat(text), worded(text))


def _in_words(text: str, found: Worded) -> Moment:
    """A day in other words, with the time before it where none stands behind."""
    before = time_before(text, found.start) if found.clock is None else None
    start, clock, zone = before or (found.start, found.clock, None)
    return Moment(found.day, clock, _zone(zone, found.day, clock), start, found.end)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What `_PATTERN.finditer` gives, sought from year to year: the pattern is tried only where a year can belong to a day."""
    at = 0
    year = _YEAR.search(text)
    while year is not None:
        start = year.start()
        from_here = max(at, start - _LONGEST_BEFORE_YEAR)
        before = text[from_here:start].rstrip()
        if not before or not _leads_to_year(before):
            match = _PATTERN.match(text, start) if text[start + 4:start + 6].lstrip()[:1] in _BEHIND_YEAR else None
            at = start + 1 if match is None else match.end()
        else:
            match = _PATTERN.search(text, from_here)
            if match is None:
                return
            at = match.end()
        if match is not None:
            yield match
        year = _YEAR.search(text, at)


def time_before(text: str, day: int, passed: int = 0) -> tuple[int, str | None, str | None] | None:
    """Where the clock time begins that stands right before the day at a place in `text` and belongs to no other, the time, and its zone as
    it is written; None when there is none. `passed`: how far other days go."""
    start = max(passed, day - _LONGEST_CLOCK)
    lead = text[start:day]
    if ":" not in lead and "：" not in lead and "h" not in lead:
        return None  # as nearly always
    match = _CLOCK_BEFORE.search(text, start, day)
    if match is None or _NO_STAMP.search(text, max(passed, match.start() - 16), match.start()) is not None:
        return None
    return match.start(), _clock(match), match["zone"]


def place_of(zone: str) -> ZoneInfo:
    """The time zone of that name; China's for a name that none has."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("Asia/Shanghai")


def may_have_day(text: str) -> bool:
    """Whether `text` has the first digits of a year: most texts have no day, and are told by that."""
    return "20" in text or "19" in text or has_other_year(text)


def _leads_to_year(before: str) -> bool:
    """Whether month and day can end so; else a day begins with its year, if at all."""
    last = before[-1]
    if not last.isalpha() or not last.isascii():
        return last.isdigit() or last in ",.-/"
    low = before[-9:].lower()
    return low.endswith(_MONTH_NAMES) or (low[-2:] in ("st", "nd", "rd", "th") and low[-3:-2].isdigit())


def first(text: str) -> Moment | None:
    """The first full day in `text`; None when there is none."""
    return next(moments(text), None) if may_have_day(text) else None


def formal(text: str) -> str | None:
    """The first full day in `text`, also in the numerals of documents (二〇一九年九月十八日); None when there is none."""
    match = _FORMAL.search(text)
    if match is not None:
        signs, month, day, _ = _FORMAL_PARTS.split(match[0])
        return _calendar(int("".join([_NUMERALS.get(sign, "0") for sign in signs])), _tens(month), _tens(day))
    moment = first(text)
    return moment.day if moment else None


def is_in_numerals(text: str) -> bool:
    """Whether a text is a day in the numerals of documents and nothing else, in brackets or not."""
    return len(text) <= _LONGEST_FORMAL and "年" in text and _FORMAL.fullmatch(text.strip("()（）[]【】 ")) is not None \
        and formal(text) is not None


def _tens(signs: str) -> int:
    before, ten, after = signs.partition("十")
    if not ten:
        return int(_NUMERALS.get(signs[0], "0"))
    return 10 * int(_NUMERALS.get(before, "1") or 1) + int(_NUMERALS.get(after, "0"))


def _calendar(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _day(match: re.Match[str]) -> str | None:
    if match["y1"]:
        return _calendar(int(match["y1"]), int(match["m1"]), int(match["d1"]))
    if match["y4"]:
        return _calendar(int(match["y4"]), int(match["m4"]), int(match["d4"]))
    if match["y2"]:
        return _calendar(int(match["y2"]), _MONTHS[match["m2"][:3].lower()], int(match["d2"]))
    if match["y3"]:
        return _calendar(int(match["y3"]), _MONTHS[match["m3"][:3].lower()], int(match["d3"]))
    if match["y6"]:
        return _calendar(int(match["y6"]), _MONTHS[match["m6"][:3].lower()], int(match["d6"]))
    one, two = int(match["n1"]), int(match["n2"])
    if one > 12 and two <= 12:
        return _calendar(int(match["y5"]), two, one)
    if one <= 12 and two <= 12 and one != two:
        return _on_weekday(match)
    return _calendar(int(match["y5"]), one, two)


def _on_weekday(match: re.Match[str]) -> str | None:
    """The day of `Thu, 03/04/2021`: that of the two which is a Thursday, None when both are, or no weekday stands before it."""
    before = _WEEKDAY.search(match.string, max(0, match.start() - _LONGEST_WEEKDAY), match.start())
    if before is None:
        return None
    year, one, two = int(match["y5"]), int(match["n1"]), int(match["n2"])
    days = [day for day in (date(year, one, two), date(year, two, one)) if day.weekday() == _WEEKDAYS.index(before[1].lower())]
    return days[0].isoformat() if len(days) == 1 else None


def _clock(match: re.Match[str]) -> str | None:
    if not match["hour"]:
        return None
    hour = int(match["hour"])
    half = (match["half"] or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif not half and hour < 12 and _AFTERNOON.search(match[0]):
        hour += 12
    elif hour == 12 and ("오전" in match[0] or "午前" in match[0]):
        hour = 0
    if hour > 23:
        return None
    second = match["second"]
    return f"{hour:02d}:{match['minute']}" + (f":{second}" if second else "")


def _zone(zone: str | None, day: str, clock: str | None) -> str | None:
    """The offset of a zone as it is written: `Z`, `GMT`, `+0800`, `GMT+08:00`, `UTC+8`, `ET`."""
    if not zone or clock is None:
        return None
    if zone in "Zz":
        return "+00:00"
    if zone in _REGIONS:
        return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(_REGIONS[zone])).isoformat()[-6:]
    if zone in _ZONES:
        return _ZONES[zone]
    sign, digits = ("-" if "-" in zone else "+"), "".join(filter(str.isdigit, zone))
    return f"{sign}{digits[:-2] or digits:0>2}:{digits[-2:]}" if len(digits) > 2 else f"{sign}{digits:0>2}:00"
