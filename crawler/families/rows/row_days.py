"""The day of a row: the one that stands by itself, that is stated for machines, whose parts lie in boxes of their own, or that the
head of a table calls one of publication. Shared by all families."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.families.rows.instants import day_of_instant
from crawler.families.rows.short_days import LONGEST, month_and_day, settled
from crawler.families.rows.text_days import DAY_ALONE, SHORT, YEAR_ALONE, day_in, is_day_alone, squeezed
from crawler.families.scripts.number import number_of

_COLUMN = re.compile(r"(?:发\s*布|公\s*开|公\s*布|刊\s*登|挂\s*网|公\s*告|上\s*网)\s*(?:日\s*期|时\s*间)|"
                     r"(?:Publi\w+|Release|Post\w*) (?:date|time)", re.IGNORECASE)
"""The head of a column with days of publication; others are those of documents, deadlines."""
TIMED = ("time", "span", "em", "i", "b", "small", "p", "div", "td", "font", "label", "dd")
"""Elements that may state their day for machines."""
_STATING = ("title", "data-time", "data-date", "data-original-title", "data-timestamp")
_DIGITS_OF_INSTANT = 13
_AGO = re.compile(r"(?:\d{1,3}\s?(?:秒钟?|分钟?|个?小时|天|周|个?月|年)(?:之?前|以前)|刚刚|[昨前今]天.{0,8}|\d{1,3}\s?"
                  r"(?:seconds?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)\sago|yesterday|just now)", re.IGNORECASE)
_DOCUMENT = re.compile(r"成\s?文|印\s?发|签\s?发|生\s?成|[施实]\s?[行施]|截\s?[止至]|失\s?效|有\s?效|生\s?效")
"""In labels of days that are not when a row was published."""
_MONTH_OF_YEAR = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?(?:1[0-2]|0?[1-9])\s?月?")
_OF_DAY = 4
_NEAR = 2
"""Texts, blank ones among them, between the parts of a day that stand in boxes of their own."""
_LONGEST_LABEL = 8
"""Letters of what a cell before a day may call it."""
_OF_YEAR = 7
"""Letters below which a text may be one."""
_LONGEST_ROW = 2000
"""Letters of a row, its summary among them, in whose words a day is looked for."""
_MOST_OF_ROW = 300
"""Texts of a row in which its day is looked for: a row that nobody closed holds all that follow."""


def day_of(element: HtmlElement, title: str | None, url: str | None = None, *, alone: bool = False) -> str | None:
    """A day that stands by itself goes before one inside the words of the row (which does not count at all where `alone`); of several
    in cells the one of publication, as the head of the table has it. A short one is told with the row's address, `url`."""
    pieces = [squeezed(piece) for piece in islice(element.itertext(), _MOST_OF_ROW)]
    alone_ones = [(at, piece) for at, piece in enumerate(pieces) if is_day_alone(piece)]
    if len(alone_ones) > 1:
        alone_ones.sort(key=lambda each: of_document(each[1]) or of_document(_label_before(pieces, each[0])))
    days = [day_in(piece) for _, piece in alone_ones]
    if days and days[0] is not None:
        return days[0] if len(days) == 1 or element.tag != "tr" else _published(element) or days[0]
    timed = next((day for each in islice(element.iter(*TIMED), _MOST_OF_ROW) if (day := day_for_machines(each))), None)
    if timed is not None:
        return timed
    tile = _of_tile(pieces)
    if tile is not None:
        return tile
    short = next((day for piece in pieces if 0 < len(piece) <= LONGEST and url and (day := settled(piece, url))), None)
    if short is not None or alone:
        return short
    text = " ".join(piece for piece in pieces if piece)
    return day_in(text.replace(title, " ") if title else text) if len(text) < _LONGEST_ROW else None


def _label_before(pieces: list[str], at: int) -> str:
    """The text before one in a row, where it may be its label: `成文日期` in a cell of its own."""
    before = next((piece for piece in reversed(pieces[max(0, at - _NEAR) : at]) if piece), "")
    return before if len(before) <= _LONGEST_LABEL else ""


def day_for_machines(element: HtmlElement) -> str | None:
    """The day that an element states beside its words: `<time datetime=…>`, or where these tell it from today, `<span title="2024-05-06
    10:00">3天前</span>`, or that a script draws into it, `<span data-time="1714952700000"></span>`."""
    if element.tag == "time":
        return day_in((element.get("datetime") or "")[:40])
    said = next((value for name in _STATING if (value := element.get(name))), None)
    if said is not None and len(element) == 0 and not (element.text or "").strip() and said != element.get("title"):
        return _drawn(said)
    if said is None or len(said) > SHORT or _AGO.fullmatch(squeezed((element.text or "")[:SHORT])) is None or not is_day_alone(said):
        return None
    return day_in(said)


def _drawn(said: str) -> str | None:
    number = number_of(said, _DIGITS_OF_INSTANT)
    if number is not None:
        return day_of_instant(number)
    return day_in(said) if len(said) <= SHORT and is_day_alone(said) else None


def of_document(piece: str) -> bool:
    """Whether a day is labelled as that of a document, which the row may show beside its own."""
    return _DOCUMENT.search(piece) is not None


def _of_tile(pieces: list[str]) -> str | None:
    """Month and day in one box of a row, the year in another: `<b>May 06</b><i>2024</i>`; or the day in one, year and month in the box
    behind it or before it: `<b>06</b><i>2024.05</i>`."""
    for at, piece in enumerate(pieces):
        if 0 < len(piece) <= _OF_DAY and DAY_ALONE.fullmatch(piece):
            near = (*pieces[max(0, at - _NEAR) : at], *pieces[at + 1 : at + 1 + _NEAR])
            beside = [each for each in near if _MONTH_OF_YEAR.fullmatch(each)]
            if len(set(beside)) == 1:
                return day_in(f"{beside[0].strip('年月 /.-')}-{piece.rstrip('日 ')}")
    years = [piece for piece in pieces if len(piece) < _OF_YEAR and YEAR_ALONE.fullmatch(piece)]
    days = [found for piece in pieces if piece and (found := month_and_day(piece))] if len(years) == 1 else []
    return day_in(f"{years[0][:4]}-{days[0][0]}-{days[0][1]}") if len(days) == 1 else None


def _published(row: HtmlElement) -> str | None:
    """The day in the column of a table of documents that has the days of publication; None when its head names none."""
    table = next(row.iterancestors("table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    if head is None or head is row:
        return None
    cells, names = ([cell for cell in one if cell.tag in ("td", "th")] for one in (row, head))
    number = next((at for at, name in enumerate(names) if _COLUMN.search("".join(name.itertext())[:SHORT])), None)
    return day_in(squeezed("".join(cells[number].itertext()))) if number is not None and number < len(cells) == len(names) else None
