"""Days that a row writes without century or year: `113-02-01` by the years of the Republic, `24-05-06`, `05-06`, `May 06`.

Those of the Republic tell themselves. What the others leave out must stand in the row's own address, `/202405/t20240506_1.html`; where
it does not, no day is told.
"""

from __future__ import annotations

import re
from datetime import date

from crawler.addresses.scope import path_of

LONGEST = 24
"""Letters of a piece of text that may be a short day."""

_OPENED = r"[\s\[(（【〔]*"
_CLOSED = r"[\s\])）】〕]*"
_REST = r"\s?[-/.年]\s?(1[0-2]|0?[1-9])\s?[-/.月]\s?(3[01]|[12]\d|0?[1-9])\s?日?"
_REPUBLIC = re.compile(rf"(?:中華)?民國\s?(\d{{1,3}}){_REST}(?!\d)")
_REPUBLIC_ALONE = re.compile(rf"{_OPENED}(1[0-4]\d){_REST}{_CLOSED}")
_YEAR_OF_TWO = re.compile(rf"{_OPENED}(\d\d){_REST}{_CLOSED}")
_CLOCK = r"(?:\s\d\d?:\d\d(?::\d\d)?)?"
_WITHOUT_YEAR = re.compile(
    rf"{_OPENED}(1[0-2]|0?[1-9])\s?[-/.月]\s?(3[01]|[12]\d|0?[1-9])\s?日?{_CLOSED}{_CLOCK}{_CLOSED}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
          r"|dec(?:ember)?)\.?")
_DAY_OF_MONTH = r"(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_BY_NAME = re.compile(rf"{_OPENED}(?:{_MONTH}\s?{_DAY_OF_MONTH}|{_DAY_OF_MONTH}\s?{_MONTH}){_CLOSED}", re.IGNORECASE)
_OF_MONTH = re.compile(rf"{_OPENED}(3[01]|[12]\d|0?[1-9])\s?日{_CLOSED}")
"""`06日`, below a heading that is the month."""
_SAID = re.compile("年")
# /202405/, /20240506/, t20240506_1.html, /2024/05/06/, /2024-05/06/, /2024/5/6/, /2024/0506/; no ids, which go on with digits.
_IN_ADDRESS = re.compile(
    r"[/t_](20\d\d)(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?=[/_-])"
    r"|[-/](1[0-2]|0?[1-9])(?:[-/]?(3[01]|[12]\d|0[1-9])|/([1-9]))?(?=[/_-]))")
_YEAR_IN_ADDRESS = re.compile(r"/(20\d\d)/[^/]*$")
_FARTHEST = 45
"""Days between the one that an address states, or the middle of its month, and the one that a row states. Of 20 rows of a TRS list in
Tianjin 12 had a day one to six days before the address's."""


def of_republic(text: str) -> str | None:
    """The day by the years of the Republic, as offices in Taiwan count them, that stands in a text or is all of it; None: none is."""
    if len(text) <= LONGEST and "1" in text:
        match = _REPUBLIC_ALONE.fullmatch(text) or _REPUBLIC.search(text)
    else:
        match = _REPUBLIC.search(text) if "民國" in text else None
    return None if match is None else _day(int(match[1]) + 1911, int(match[2]), int(match[3]))


def is_short(text: str) -> bool:
    """Whether a piece of text is a day that leaves out century or year, and nothing else."""
    return len(text) <= LONGEST and (_WITHOUT_YEAR.fullmatch(text) or _YEAR_OF_TWO.fullmatch(text) or month_and_day(text)) is not None


def year_of_two(text: str) -> tuple[int, int, int] | None:
    """Year of two digits, month and day that a text is."""
    match = _YEAR_OF_TWO.fullmatch(text) if len(text) <= LONGEST else None
    return None if match is None else (int(match[1]), int(match[2]), int(match[3]))


def month_and_day(text: str) -> tuple[int, int] | None:
    """Month and day that a text is, without year."""
    if len(text) > LONGEST:
        return None
    match = _WITHOUT_YEAR.fullmatch(text)
    if match is not None:
        return int(match[1]), int(match[2])
    match = _BY_NAME.fullmatch(text)
    return None if match is None else (_MONTHS.index((match[1] or match[4])[:3].lower()) + 1, int(match[2] or match[3]))


def of_month(text: str) -> int | None:
    """The day of a month that a text is, without month and year: `06日`."""
    match = _OF_MONTH.fullmatch(text) if "日" in text and len(text) <= LONGEST else None
    return None if match is None else int(match[1])


def settled(text: str, url: str) -> str | None:
    """The day that a short one is by the address of its row; one with a year of two digits and 年 needs none. None: that is not told."""
    whole = _YEAR_OF_TWO.fullmatch(text) if len(text) <= LONGEST else None
    if whole is not None and _SAID.search(text):
        return _day(2000 + int(whole[1]), int(whole[2]), int(whole[3]))
    told = (int(whole[2]), int(whole[3])) if whole is not None else month_and_day(text)
    if told is None:
        return None
    month, day = told
    path = path_of(url).partition("?")[0]
    stated = _IN_ADDRESS.search(path)
    if stated is None:
        alone = _YEAR_IN_ADDRESS.search(path)
        whole_day = re.search(rf"/(20\d\d){month:02}{day:02}\d{{1,9}}\.", path) if whole is None else None
        if whole_day is not None:  # the very day, glued to a number: /202411263310.htm
            return _day(int(whole_day[1]), month, day)
        # About the turn of a year the one of the address may be the next.
        return _day(int(alone[1]), month, day) if alone is not None and whole is None and 1 < month < 12 else None
    there = _stated(stated)
    years = (2000 + int(whole[1]),) if whole is not None else (there.year - 1, there.year, there.year + 1)
    near = [found for year in years if (found := _day(year, month, day)) and abs((date.fromisoformat(found) - there).days) <= _FARTHEST]
    return near[0] if near else None


def _stated(match: re.Match[str]) -> date:
    """The day of an address, the middle of the month where it states no day."""
    year, month, day = int(match[1]), int(match[2] or match[4]), int(match[3] or match[5] or match[6] or 15)
    return date.fromisoformat(_day(year, month, day) or f"{year}-{month:02}-15")


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
