"""Days whose month has its name in another language than Chinese or English, as editions of portals in it have them: 15. Dezember 2017,
3 de mayo de 2019, 12 января 2020 г., 2015. augusztus 20."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from crawler.extract.dates import Moment

_NAMES = (
    "januar jänner janvier enero gennaio janeiro januari ianuarie января январь януари січня stycznia ledna január január ocak "
    "ιανουαρίου tammikuuta يناير janv ene jän янв",
    "februar feber février febrero febbraio fevereiro februari februarie февраля февраль февруари лютого lutego února február şubat "
    "φεβρουαρίου helmikuuta فبراير févr фев",
    "märz mars marzo março maart marts martie марта март березня marca března március mart μαρτίου maaliskuuta مارس mär мар",
    "april avril abril aprile aprilie апреля апрель април квітня kwietnia dubna április nisan απριλίου huhtikuuta أبريل avr abr апр",
    "mai mayo maggio maio mei maj мая май травня maja května május mayıs μαΐου toukokuuta مايو",
    "juni juin junio giugno junho iunie июня июнь юни червня czerwca června június haziran ιουνίου kesäkuuta يونيو июн",
    "juli juillet julio luglio julho iulie июля июль юли липня lipca července július temmuz ιουλίου heinäkuuta يوليو juil июл",
    "august août agosto augustus augusti августа август серпня sierpnia srpna augusztus ağustos αυγούστου elokuuta أغسطس авг",
    "september septembre septiembre settembre setembro septembrie сентября сентябрь септември вересня września září szeptember eylül "
    "σεπτεμβρίου syyskuuta سبتمبر сен сент",
    "oktober octobre octubre ottobre outubro octombrie октября октябрь октомври жовтня października října október ekim οκτωβρίου "
    "lokakuuta أكتوبر okt окт",
    "november novembre noviembre novembro noiembrie ноября ноябрь ноември листопада listopada listopadu kasım νοεμβρίου marraskuuta "
    "نوفمبر ноя нояб",
    "dezember décembre diciembre dicembre dezembro december decembrie декабря декабрь декември грудня grudnia prosince aralık "
    "δεκεμβρίου joulukuuta ديسمبر dez déc dic дек")
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""No name is that of two months in these; Croatian is left out, whose `listopada` is in October."""
_DAY = r"(3[01]|[12]\d|0?[1-9])"
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_NAME = r"([^\W\d_]{3,12})"
_CLOCK = (r"(?:\.?\s?(?:г|р|года|року)\b)?\.?(?:[\s,|/–-]|um|kl|ore|las|às?|a\slas|alle|klo|ve?|в|о|у)*(?<![^\W_])"
          r"(?P<hour>[01]?\d|2[0-3])\s?[:h]\s?(?P<minute>[0-5]\d)(?!\d)")
_LAST = re.compile(rf"(?<!\d){_DAY}(?:\.|er|º|ª)?\s{{0,2}}(?:de\s|d['’])?\s?{_NAME}\.?,?\s{{1,2}}(?:de\s|del\s)?{_YEAR}(?:{_CLOCK})?",
                   re.IGNORECASE)
"""The year last, as in most languages."""
_FIRST = re.compile(rf"(?<!\d){_YEAR}\.?\s{{1,2}}{_NAME}\.?\s{{1,2}}{_DAY}(?!\d)\.?(?:{_CLOCK})?", re.IGNORECASE)
"""The year first, as in Hungarian."""
_LINE, _BESIDE = 160, 100
"""Characters of a head line at most, and of what stands beside its day: in sentences a day is that of what they tell."""
_STOPS, _BEHIND = ".!?…", 4
"""How sentences end, and characters behind the day that may end so, too: `5 мая 2019 г.`"""
_OF_ANOTHER = re.compile(
    r"\b(?:beginn|ende|wann|termin|anfang|début|quand|inicio|cuándo|inizio|início|quando|начало|конец|окончание|когда|"
    r"bis|jusqu['’]au|hasta|fino|até|до|heute|aujourd['’]hui|hoy|oggi|hoje|сегодня|днес|"
    r"aktualisiert|geändert|mise?\sà\sjour|modifié|actualizado|modificado|aggiornat[oa]|modificat[oa]|atualizado|обновлен[оа]?|изменено|"
    r"aktualizacja|aktualizováno|frissítve|bijgewerkt|güncelleme|оновлено|обновена)\b"
    r"(?:\s?:|\s(?:ist|am|zum|le|el|il|al|em|op|den|est)\b)*\s*(?:[^\W\d_]{2,12},\s*)?$", re.IGNORECASE)
"""Before a day that is no publication: on which something begins or ends, the page was changed, or that is today."""
_BEFORE = 40
"""Characters before a day in which such words stand."""


def named(text: str, label: str = "") -> Iterator[Moment]:
    """The days in a head line that may be those of publication, in order; none of a sentence. `label`: what stands in the cell before."""
    if len(text) > _LINE:
        return
    for match in sorted((*_LAST.finditer(text), *_FIRST.finditer(text)), key=re.Match.start):
        day = _day(match)
        before = text[max(0, match.start() - _BEFORE):match.start()]
        told = len(text) - len(match[0]) > _BESIDE or (text[-1] in _STOPS and match.end() < len(text) - _BEHIND)
        if day is not None and not told and _OF_ANOTHER.search(before or label) is None:
            clock = f"{int(match['hour']):02d}:{match['minute']}" if match["hour"] else None
            yield Moment(day, clock, None, match.start(), match.end())


def _day(match: re.Match[str]) -> str | None:
    """The day by year, month and day; None where the word between is no month, or the calendar has no such day."""
    month = _MONTHS.get(match[2].lower())
    year, number = (match[1], match[3]) if match.re is _FIRST else (match[3], match[1])
    try:
        return date(int(year), month, int(number)).isoformat() if month is not None else None
    except ValueError:
        return None
