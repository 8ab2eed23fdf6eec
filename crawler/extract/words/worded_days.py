"""Days in figures with words between them, in other languages than Chinese and English: 令和6年5月6日, ngày 6 tháng 5 năm 2024,
2024 оны 5 дугаар сарын 6, and 4 月 19, 2018 as programs for blogs have it; and the clock times that stand behind days in such languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

_YEAR: Final = r"(?<!\d)(?P<year>(?:19|20)\d\d)"
_MONTH: Final = r"(?P<month>1[0-2]|0?[1-9])"
_DAY: Final = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
CLOCK: Final = (r"(?:\.?\s?(?:г|р|года|року|ж|d)\b)?\.?(?:[\s,،|/–-]|[(（]|um|kl|ore|las|às?|a\slas|alle|klo|ve?|в|о|у|saat|lúc|pukul|"
         r"الساعة|เวลา|(?P<before>午前|午後|오전|오후))*(?<![^\W_後前전후])"
         r"(?P<hour>[01]?\d|2[0-4])\s?(?:[:h時시]|giờ|\.(?=[0-5]\d\s?(?:uhr|น\.|wib)))\s?(?P<minute>[0-5]\d)"
         r"(?:\s?[:분分]\s?(?P<second>[0-5]\d)(?!\d))?(?!\d)(?:\s?(?:(?P<pm>p\.?\s?m\b|م\b|مساء)|(?P<am>a\.?\s?m\b|ص\b|صباحا)))?")
"""What stands between such a day and its time, the time, and its half of the day."""
_ERAS: Final = {"昭和": 1925, "平成": 1988, "令和": 2018}
"""Years before the first of each of the eras of Japan."""
_SHAPES: Final = tuple((sign, re.compile(f"{shape}(?:{CLOCK})?", re.IGNORECASE)) for sign, shape in (
    *((era, rf"{era}\s?(?P<year>元|\d{{1,2}})\s?年\s?[)）]?\s?{_MONTH}\s?月\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?日") for era in _ERAS),
    (" 月 ", r"(?<!\d)(?P<month>1[0-2]|0?[1-9]) 月 (?P<day>3[01]|[12]\d|0?[1-9]),? (?P<year>(?:19|20)\d\d)(?!\d)"),
    ("tháng", rf"(?:ngày\s+)?(?<!\d)(?<!\d[-–]){_DAY}\s+tháng\s+{_MONTH}(?:\s+năm|,)?\s+{_YEAR}(?!\d)"),
    ("сарын", rf"{_YEAR}\s?(?:оны|он)\s+{_MONTH}(?:\s?-?\s?р|\s?д[уү]гаар|\s?дүгээр)?\s+сарын\s+{_DAY}(?:\s?-?\s?(?:ны|ний|нд)\b)?"),
    ("يىل", rf"{_YEAR}[\s-]?يىلى?\s+{_MONTH}[\s-]?ئاي(?:نىڭ)?\s+{_DAY}(?:[\s-]?كۈن(?:ى|دىن)?)?"),
    ("ཟླ", rf"{_YEAR}\s?(?:ལོའི་?|ལོ་?)?\s?ཟླ་?(?:བ་)?\s?{_MONTH}\s?(?:པའི་|བའི་|པ་|འི་)?\s?(?:ཚེས་|ཉིན་)\s?{_DAY}"),
    ("ᠣᠨ", rf"{_YEAR}\s?ᠣᠨ[\s\u202f]?ᠤ?\s?{_MONTH}\s?ᠰᠠᠷ[᠎ᠠᠡ]*[\s\u202f]?(?:ᠶᠢᠨ)?\s?{_DAY}"),
    ("ເດືອນ", rf"(?<!\d){_DAY}\s?ເດືອນ\s?{_MONTH}\s?(?:ປີ|ຄ\.ສ\.?)?\s?{_YEAR}(?!\d)")))
"""By a word that each has."""


class Worded(NamedTuple):
    """A day in such words."""

    day: str
    """`YYYY-MM-DD`."""
    clock: str | None
    start: int
    end: int


def worded(text: str) -> Iterator[Worded]:
    """The days so written in a text that has plain digits, in order, all of one language."""
    for sign, shape in _SHAPES:
        if sign in text:
            for match in shape.finditer(text):
                year = _ERAS.get(sign, 0) + (1 if match["year"] == "元" else int(match["year"]))
                day = calendar(year, match["month"], match["day"])
                if day is not None:
                    yield Worded(day, clock_of(match), match.start(), match.end())
            return


def calendar(year: int, month: str | int, day: str) -> str | None:
    """The day of the calendar; None when it has none such."""
    try:
        return date(year, int(month), int(day)).isoformat()
    except ValueError:
        return None


def clock_of(match: re.Match[str]) -> str | None:
    """The time that `CLOCK` found; None when it found none."""
    if not match["hour"]:
        return None
    hour, before = int(match["hour"]), match["before"] or ""
    if 1 <= hour <= 12 and (match["pm"] or before in ("午後", "오후")):
        hour = hour % 12 + 12
    elif hour == 12 and (match["am"] or before):
        hour = 0
    if hour > 23:
        return None
    return f"{hour:02d}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
