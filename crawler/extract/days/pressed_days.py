"""Days in the head lines of Chinese pages in spellings that mean other things elsewhere: 20120308, 12-03-08, `12-03-08 14:20 by 某某科`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.extract.days.stated_days import Stated
from crawler.extract.markup.blocks import Blocks
from crawler.extract.markup.marks import COMMENT, SIDE
from crawler.extract.words.dates import DAY_IN_NUMERALS, Moment, first, is_in_numerals

_STRENGTH: Final = 48
_PRESSED: Final = re.compile(
    r"(?:(?P<label>(?:(?:(?<!\w)|(?<=发布|发表|更新|上传|添加|录入|加入|公开|信息|文章|公布|上网|发稿|创建|发文|编辑|刊发|播出|登载|采编|提交))(?:日\s*期|时\s*间)|发布于?|发表于?|刊登)"
    r"\s*[】\]]?\s*[:：]\s*[\[【(（]?\s*|^(?:来\s*源|稿\s*源|作\s*者)[:：]\s*[\u4e00-\u9fff]{2,16}\s+)|^[\[(（【\s]*)"
    r"(?:(?P<whole>(?:19[89]|20[0-4])\d)(?P<m1>[01]\d)(?P<d1>[0-3]\d)"
    r"|(?P<short>[0-4]\d|9[5-9])(?P<sign>[-/.年])(?P<m2>[01]?\d)(?:(?P=sign)|(?<=\d)月)(?P<d2>[0-3]?\d))"
    r"(?![\d.-])日?(?P<clock>\s+[0-2]?\d:[0-5]\d(?::[0-5]\d)?)?")
"""A day without signs between its parts (20120308) or with a year of two digits (12-03-08), behind a label or at the head of a line."""
_BY: Final = re.compile(r"(?P<by>by\s|作\s*者\s?[:：]|(?:录入|发布)(?:人|者)?\s?[:：])?\s*[\w\u4e00-\u9fff]{2,16}", re.IGNORECASE)
"""Who entered it, behind such a day with its time: a word tells where it has none."""
OFFICE_AND_NUMERALS: Final = re.compile(rf"[\u4e00-\u9fff]{{4,16}}\s?[（(]{DAY_IN_NUMERALS}[)）]")
"""An office, and behind it a day in numerals in brackets."""
_WEEKDAY: Final = re.compile(r"\s(?:星期|周)[一二三四五六日天]$")
_MONTH_DAY: Final = re.compile(r"\d{1,2}月\d{1,2}日\s*(?:\d{1,2}:\d\d\s*)?[·|｜/]\s*\S{2,16}")
"""Month, day and source: the year stands in an attribute."""
_SHORT_DAY: Final = 16
_DAY_ENDS: Final = "0123456789日)）]】"
"""Weight of such a line with nothing else at most, and how it ends."""
_AROUND: Final = " )）]】"
_TEXT_ENDS: Final = "。！？：:，,"
"""What may close such a line; and how no headline ends."""
_HEAD_LINES: Final = 4
_LONGEST_HEAD: Final = 200
"""Blocks below the headline that may be its head line, and weight of one at most."""
_FIRST_PORTALS: Final = 95
"""The year of two digits from which on it is one of the century before: there were none of these pages earlier."""
_NO_DAY: Final = 30
"""A year of two digits from which on it may as well be no year, where the day of the capture is not known: none is taken on trust."""


def pressed(page: Blocks, title: int, latest: str | None) -> Iterator[Stated]:
    """The day in the head line in such a spelling: behind a label, or as a line of its own below a headline; there one with a year of two
    digits needs the time, or who entered it, too. Else the one day with such a year alone in its lines. `latest`: the day of the capture,
    behind which none lies; None where it is not known."""
    headed = title < len(page.blocks) and page.blocks[title].text[-1] not in _TEXT_ENDS
    for block in page.blocks[title + 1:title + 1 + _HEAD_LINES]:
        match = _PRESSED.search(block.apart) if block.size <= _LONGEST_HEAD and not (block.box.hidden or block.linked) else None
        if match is None or not (match["label"] or (headed and _is_whole(block.apart, match))):
            continue
        moment = _unpressed(match, latest)
        if moment is not None:
            yield moment, match[0].strip(), "labelled" if match["label"] else "near headline", _STRENGTH
            return
    if headed and not page.blocks[title].text.isascii():
        found = list(_alone(page, title, latest))
        if len({moment.day for moment, _, _ in found}) == 1:
            yield (*found[0], _STRENGTH)


def is_set_apart(text: str) -> bool:
    """Whether a line is a day in numerals and nothing else, or behind an office; one with a year of two digits, alone or with its time and
    who entered it behind; or month, day and source."""
    if text[-1] in "日)）一二三四五六天" and (is_in_numerals(_WEEKDAY.sub("", text)) or OFFICE_AND_NUMERALS.fullmatch(text) is not None):
        return True
    if "月" in text[:3] and _MONTH_DAY.fullmatch(text) is not None:
        return True
    match = _PRESSED.match(text) if text[:1] in "0123456789[(（【" else None
    return match is not None and match["label"] is None and match["short"] is not None \
        and (_is_whole(text, match) or (not text[match.end():].strip(_AROUND) and len(match["m2"]) == len(match["d2"]) == 2))


def _alone(page: Blocks, title: int, latest: str | None) -> Iterator[tuple[Moment, str, str]]:
    """The lines of a Chinese page that are a day with a year of two digits and nothing else: 08-03-05, below the text, too."""
    for block in page.blocks[title + 1:]:
        if block.size <= _SHORT_DAY and block.text[-1] in _DAY_ENDS \
                and not (block.linked or block.box.hidden or block.box.under & (COMMENT | SIDE)):
            match = _PRESSED.fullmatch(block.text.strip(_AROUND + "[(（【"))
            moment = _unpressed(match, latest) if match is not None and match["short"] and (
                match["sign"] == "年" or len(match["m2"]) == len(match["d2"]) == 2) else None
            if moment is not None:
                yield moment, block.text, "on page"


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Whether a line is such a day and nothing else, but for who entered it; with a year of two digits it must have the time or that."""
    rest = text[match.end():].strip(_AROUND)
    by = _BY.fullmatch(rest) if rest and match["short"] else None
    if rest:
        return by is not None and (match["clock"] or by["by"]) is not None
    return match["whole"] is not None or match["clock"] is not None or match["sign"] == "年"


def _unpressed(match: re.Match[str], latest: str | None) -> Moment | None:
    """The day that is meant; None for one that is none, or lies behind the capture."""
    if match["whole"]:
        return first(f"{match['whole']}-{match['m1']}-{match['d1']}{match['clock'] or ''}")
    short = int(match["short"])
    if latest is None and _NO_DAY <= short < _FIRST_PORTALS:
        return None
    year = 1900 + short if short >= _FIRST_PORTALS else 2000 + short
    moment = first(f"{year}-{match['m2']}-{match['d2']}{match['clock'] or ''}")
    return None if moment is None or (latest is not None and moment.day > latest) else moment
