"""Days that a piece of text states whole, Chinese, ISO, English or by the years of the Republic, and what it says beside them. Shared
by all families."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from crawler.families.rows.listed_days import SLASHED
from crawler.families.rows.short_days import LONGEST, of_republic

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_UPSIDE_DOWN = re.compile(r"(?<!\d)(\d{1,2})\s?[日/]?\s+((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})(?![\d]|[-/.]\d)")
_MONTH_OVER_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})月?\s+(\d{1,2})(?![\d:])")
_OVER_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?,?\s+((?:19|20)\d\d)年?(?![\d]|\s?[-/.年]\s?\d)")
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.?\s{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?(?:\s?,\s{{0,3}}|\s{{1,3}})((?:19|20)\d\d)\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}{_MONTH}\.?,?[\s-]{{1,3}}((?:19|20)\d\d)\b", re.IGNORECASE)
_PRESSED = re.compile(r"[\[(（]?\s?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s?[\])）]?")
"""Digits alone, `20240506`, in a text that is nothing else."""
_MONTH_ALONE = re.compile(r"^\W*(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?月?\W*$")
_LABEL = re.compile(r"(?:发布|更新|发稿|录入|成文|印发)?(?:时间|日期)|发布于|(?:发布|更新|发表)\s?[：:]|星期.|周[一二三四五六日]|[日时分秒]"
                    r"|updated|posted|published|date|time|\b[ap]m\b", re.IGNORECASE)
_TODAY = re.compile(r"今天|今日|现在是|当前时间|today", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s?年?")
"""A text that is nothing but a year: of a row whose month and day stand in a box of their own, or over the rows of one year."""
YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d\s?年\s?(?:1[0-2]|0?[1-9])\s?月")
"""The same of a month."""
DAY_ALONE = re.compile(r"(?:3[01]|[12]\d|0?[1-9])\s?日?")
"""The day of a month, in a box of its own."""
SHORT = 80
"""Letters of a piece that may be nothing but a day with its label."""
BLANKS = frozenset(filter(str.isspace, map(chr, range(0x3001))))
"""All signs that are blanks: none lies behind U+3000."""


def day_in(text: str) -> str | None:
    """The first full day in `text` as `YYYY-MM-DD`: Chinese, ISO, with dots or slashes, English; also `05 2024-03`, a day box
    over its month; by the years of the Republic, 113-02-01. None when there is none or when it is no day of the calendar."""
    if not _YEAR.search(text):
        return of_republic(text)
    return _day_of(text) if len(text) > SHORT else _known_day(text)


def _day_of(text: str) -> str | None:
    pressed = _PRESSED.fullmatch(text)
    if pressed is not None:
        text = "-".join(pressed.groups())
    for pattern, order in ((_DAY, (1, 2, 3)), (_UPSIDE_DOWN, (2, 3, 1)), (_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1)),
                           (_MONTH_OVER_DAY, (1, 2, 3)), (_OVER_YEAR, (3, 1, 2))):
        for match in pattern.finditer(text):
            year, month, day = (match[group] for group in order)
            try:
                return date(int(year), _MONTHS.get(month[:3].lower()) or int(month), int(day)).isoformat()
            except ValueError:
                continue
    return None


_known_day = lru_cache(maxsize=2048)(_day_of)
"""Of short texts: the days of a list stand on many of its rows, and are asked for more than once."""


def squeezed(text: str) -> str:
    """Text on one line, blanks run together."""
    return " ".join(text.split())


def is_day_alone(piece: str) -> bool:
    """Whether a piece of text is a day, with its clock and label, and nothing else."""
    return letters_beside_day(piece) == 0


def letters_beside_day(piece: str) -> int | None:
    """Letters of a piece of text that are no part of a day, a clock or their label; None when it states no day (a month and year
    count as one: the day stands in the box above) or is about today."""
    if len(piece) > SHORT:
        return None
    return _letters(piece) if _YEAR.search(piece) else 0 if len(piece) <= LONGEST and of_republic(piece) else None


@lru_cache(maxsize=2048)
def _letters(piece: str) -> int | None:
    if _TODAY.search(piece):
        return None
    if _PRESSED.fullmatch(piece) is not None:
        return 0
    for pattern in (_DAY, _MONTH_FIRST, _DAY_FIRST, _UPSIDE_DOWN, _MONTH_OVER_DAY, _MONTH_ALONE, SLASHED):
        rest, number = pattern.subn("", piece, count=1)
        if number:
            return sum(map(str.isalpha, _LABEL.sub("", rest)))
    return None
