"""Days whose month has its name in another language than Chinese or English, as editions of portals in it have them: 15. Dezember 2017,
3 de mayo de 2019, 12 января 2020 г., 2015. augusztus 20., 6 พฤษภาคม พ.ศ. 2567."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.extract.days.month_names import MONTHS
from crawler.extract.words.dates import Moment, time_before
from crawler.extract.words.edition_words import labels_day
from crawler.extract.words.numerals import plain
from crawler.extract.words.worded_days import CLOCK, calendar, clock_of

_DAY: Final = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_NAME = (r"(?P<name>[^\W\d_]{3,12}|[^\s\d.,،:;/()|-]{2,18}|[ก-ฮเ]\S{0,2}\.[ก-ฮ](?=\.|\s)|كانون\s(?:الثاني|الأول)|تشرين\s(?:الثاني|الأول))"
         r"(?:\s?/\s?[^\W\d_]{2,12})?")
"""A word; short Thai names have a point in them, two of the Levant's a blank; some papers give two names."""
_PATTERNS: Final = tuple(re.compile(f"{shape}(?:{CLOCK})?", re.IGNORECASE) for shape in (
    rf"(?<!\d)(?<!\d[-–]){_DAY}(?:\.|er|º|ª)?\s{{0,2}}(?:de\s|d['’])?\s?{_NAME}\.?[,،]?\s{{1,2}}(?:de\s|del\s|ค\.ศ\.\s?)?{_YEAR}",
    rf"(?<!\d)(?<!\d[-–]){_DAY}\s{{0,2}}(?=[ก-ฮเ]){_NAME}\.?\s{{0,2}}(?:(?:พ\.ศ\.|พุทธศักราช)\s?)?(?P<buddha>25\d\d)(?!\d)",
    rf"(?<!\d){_YEAR}(?:\.?|\sm\.)\s{{1,2}}{_NAME}\.?\s{{1,2}}{_DAY}(?!\d)\.?",
    rf"(?<!\d){_YEAR}(?:\.\sgada|\sжылғы|\sж\.|-ж\.,|\s?-?\s?жыл(?:ы|дын),?|-يىلى?)\s{{1,2}}{_DAY}[.-]?\s?{_NAME}",
    rf"(?<![^\W\d_]){_NAME}\.?\s{{1,2}}{_DAY}[,،]\s{{1,2}}{_YEAR}"))
"""The year last, as in most languages; last and by the years of Buddha; first with the month before the day, as in Hungarian and
Lithuanian; first with the day before the month, as in Kazakh, Uyghur and Latvian; and the order of America, as templates have it."""
_BEFORE_BUDDHA: Final = 543
"""Of 25… no other year can be meant beside a Thai month: what was published then is yet to come."""
_LONGEST: Final = 400
_LINE: Final = 160
_BESIDE: Final = 100
"""Characters of a head line at most, with a label before its day and without, and of what stands beside a day: in sentences it is that of
what they tell."""
_STOPS: Final = ".!?…"
_BEHIND: Final = 4
"""How sentences end, and characters behind the day that may end so, too: `5 мая 2019 г.`"""
_OF_ANOTHER: Final = re.compile(
    r"\b(?:beginn|ende|wann|termin|anfang|début|quand|inicio|cuándo|inizio|início|quando|начало|конец|окончание|когда|"
    r"bis|jusqu['’]au|hasta|fino|até|до|heute|aujourd['’]hui|hoy|oggi|hoje|сегодня|днес|"
    r"aktualisiert|geändert|mise?\sà\sjour|modifié|actualizado|modificado|aggiornat[oa]|modificat[oa]|atualizado|обновлен[оа]?|изменено|"
    r"aktualizacja|aktualizováno|frissítve|bijgewerkt|güncelleme|оновлено|обновена)\b"
    r"(?:\s?:|\s(?:ist|am|zum|le|el|il|al|em|op|den|est)\b)*\s*(?:[^\W\d_]{2,12},\s*)?$", re.IGNORECASE)
"""Before a day that is no publication: on which something begins or ends, the page was changed, or that is today."""
_WORDS: Final = re.compile("[a-z]+")
_LETTERS: Final = re.compile("[A-Za-z\u00c0-\u1fff]")
"""Words in letters of ASCII, and letters of which each name has one and few Chinese texts have any."""
_BEFORE: Final = 40
"""Characters before a day in which such words stand."""


def named(text: str, label: str = "") -> Iterator[Moment]:
    """The days in a head line that may be those of publication, in order; none of a sentence. `label`: what stands in the cell before."""
    if len(text) > _LONGEST or not _may_name_month(text):
        return
    text = text if text.isascii() else plain(text)
    for match in sorted([match for pattern in _PATTERNS for match in pattern.finditer(text)], key=re.Match.start):
        day = _day(match)
        before = text[max(0, match.start() - _BEFORE):match.start()]
        told = len(text) > _LINE or len(text) - len(match[0]) > _BESIDE or (text[-1] in _STOPS and match.end() < len(text) - _BEHIND)
        if day is not None and not (told and not labels_day(before)) and _OF_ANOTHER.search(before or label) is None:
            clock = clock_of(match)
            timed = time_before(text, match.start()) if clock is None else None
            yield Moment(day, clock or (timed and timed[1]), None, timed[0] if timed else match.start(), match.end())


def _may_name_month(text: str) -> bool:
    """Whether a text has one of the names, as far as that is told at once; most have none."""
    if text.isascii():
        return not MONTHS.keys().isdisjoint(_WORDS.findall(text.lower()))
    return _LETTERS.search(text) is not None


def _day(match: re.Match[str]) -> str | None:
    """The day by year, month and day; None where the word between is no month, or the calendar has no such day."""
    month = MONTHS.get(" ".join(match["name"].lower().split()))
    parts = match.groupdict()
    year = int(parts["buddha"]) - _BEFORE_BUDDHA if parts.get("buddha") else int(parts.get("year") or 0)
    return calendar(year, month, match["day"]) if month is not None else None
