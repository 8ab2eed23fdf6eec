"""Home, and one portal: what is held, what is missing, and a list behind each number."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import NotFound
from archive.finding import overview
from archive.finding.intake import FILLED
from archive.finding.overview import Noted
from archive.finding.search import versions
from archive.layout import Collection
from crawler.coverage.report import Coverage, Tally, notes_of
from crawler.room import charts
from crawler.room.provinces import CHINESE, TILES, province_of
from crawler.room.rendering import Pages, address

LATE_DAYS = 3
"""Days without a capture after which a portal with a schedule counts as late; without one after ten times as many."""
SILENT_DAYS = 14
"""Days without a new article, though it is crawled, after which a portal counts as silent."""
OBSERVED = ("edited", "gone", "back", "moved", "blocked", "unreachable")
URGENT = ("late", "silent", "empty", "well")
"""In this order portals stand on the home page."""
SHOWN = 50
DAY_SHOWN = 200
"""Versions of one day on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One portal on the home page."""

    name: str
    title: str
    language: str
    articles: int
    size: int
    """Bytes of its WARC files."""
    captured: str | None
    """Instant of the newest version; None: nothing is held."""
    crawled: str | None
    """Newest sign that it was crawled, whether something was new or not."""
    problems: int
    health: str
    """`well`, `late`, `silent`, `empty`."""


def home(pages: Pages, request: Request) -> Response:
    """All portals that are held, then those that are known and not held."""
    reading = pages.reading
    collections = reading.archive.collections()
    with reading.connection() as connection:
        held = {one.portal: one for one in overview.held(connection)}
        recent = overview.events(connection, OBSERVED, size=10)
        titles = overview.titles(connection, recent)
        cards = [_card(pages, connection, collection, held.get(collection.name)) for collection in collections]
    names = {card.name for card in cards}
    tiles = [(province, CHINESE[province], place, [card for card in cards if province_of(card.name) == province])
             for province, place in TILES.items()]
    waiting = sorted(name for name in reading.portals if name not in names)
    return pages.show(request, "home.html", cards=sorted(cards, key=lambda card: (URGENT.index(card.health), card.name)), waiting=waiting,
                      tiles=tiles, portals=reading.portals, recent=recent, titles=titles, articles=sum(card.articles for card in cards),
                      size=sum(card.size for card in cards), root=str(reading.archive.root), health=Counter(card.health for card in cards))


def _card(pages: Pages, connection: sqlite3.Connection, collection: Collection, held: overview.Held | None) -> Card:
    reading, name = pages.reading, collection.name
    known, shelf, captured = reading.portals.get(name), reading.shelves.of(collection), held.captured if held else None
    crawled = max(filter(None, (captured, overview.last_problem(connection, name), shelf.begun)), default=None)
    return Card(
        name=name, title=reading.title_of(name), language=known.language if known else "", articles=held.articles if held else 0,
        size=shelf.size, captured=captured, crawled=crawled, problems=sum(count for _, count in overview.problem_kinds(connection, name)),
        health=health(captured, crawled, scheduled=known is not None and known.schedule is not None, now=datetime.now(UTC)))


def health(captured: str | None, crawled: str | None, *, scheduled: bool, now: datetime) -> str:
    """How a portal stands, by its newest version and the newest sign that it was crawled (instants, UTC)."""
    if captured is None:
        return "empty"
    if _age(crawled or captured, now) > timedelta(days=LATE_DAYS if scheduled else 10 * LATE_DAYS):
        return "late"
    return "silent" if _age(captured, now) > timedelta(days=SILENT_DAYS) else "well"


def portal(pages: Pages, request: Request) -> Response:
    """One portal. Raises `NotFound` when nothing of it is held."""
    name, reading = request.path_params["portal"], pages.reading
    reading.collection(name)
    section = request.query_params.get("section") or None
    zone = zone_of(pages, name)
    today = datetime.now(zone).date()
    first = today - timedelta(days=364)
    with reading.connection() as connection:
        held = next((one for one in overview.held(connection) if one.portal == name), None)
        captured = overview.captured_by_day(connection, name, first.isoformat(), section)
        sections = overview.sections(connection, name, first.isoformat())
        weeks = overview.dated_by_week(connection, name, (today - timedelta(days=728)).isoformat(), today.isoformat())
        filled = overview.filled_by_month(connection, name)
        kinds = overview.event_kinds(connection, name)
        problems = overview.problem_kinds(connection, name)
        newest = overview.events(connection, ("first-seen", "edited"), portal=name, size=10)
        titles = overview.titles(connection, newest)
    calendar = charts.calendar(captured, first, today, f"{reading.title_of(name)}: {captured_words(captured)}",
                               address(f"/portals/{name}/days/"), behind=f"?{urlencode({'section': section})}" if section else "",
                               beside=lambda day: f"{day} ({in_utc(day, zone)})")
    return pages.show(request, "portal.html", name=name, portal=reading.portals.get(name), held=held, calendar=calendar, zone=zone.key,
                      captured=[(day, in_utc(date.fromisoformat(day), zone), captured[day]) for day in sorted(captured, reverse=True)],
                      sections=sections, section=section,
                      weeks=_bars(name, weeks) if weeks else None, week_rows=[(week, _sunday(week), count) for week, count in weeks[::-1]],
                      filled=filled, fields=FILLED, kinds=kinds, problems=problems, newest=newest, titles=titles)


def day(pages: Pages, request: Request) -> Response:
    """What was captured of a portal on one day of its zone."""
    name, text = request.path_params["portal"], request.path_params["day"]
    pages.reading.collection(name)
    section, before = request.query_params.get("section") or None, number(request, "before", 18)
    try:
        asked, zone = date.fromisoformat(text), zone_of(pages, name)
        start, end = bounds(asked, zone)
        utc = in_utc(asked, zone)
    except (ValueError, OverflowError):
        raise NotFound(f"{text}: not a day") from None
    low, high = (int(instant.timestamp()) * 1_000_000 for instant in (start, end))
    with pages.reading.connection() as connection:
        high = min(before, high) if before else high
        where, values = ("AND coalesce(section, '') = ?", (section,)) if section else ("", ())
        numbers = [row[0] for row in connection.execute(
            f"SELECT n FROM versions WHERE portal = ? AND n >= ? AND n < ? {where} ORDER BY n DESC LIMIT ?",
            (name, low, high, *values, DAY_SHOWN + 1))]
        hits = versions(connection, numbers[:DAY_SHOWN])
    return pages.show(request, "day.html", name=name, day=text, hits=hits, section=section, zone=zone.key, utc=utc,
                      onwards=numbers[DAY_SHOWN - 1] if len(numbers) > DAY_SHOWN else None)


def zone_of(pages: Pages, portal: str) -> ZoneInfo:
    """The time zone in which a portal's days are told."""
    try:
        return ZoneInfo(pages.reading.zone_of(portal))
    except (ValueError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of a day, and of the next one. Raises OverflowError at the ends of the calendar."""
    return datetime.combine(day, time.min, zone), datetime.combine(day + timedelta(days=1), time.min, zone)


def in_utc(day: date, zone: ZoneInfo) -> str:
    """A day of a zone in UTC: `2026-03-04 16:00 – 2026-03-05 16:00 UTC`."""
    return " – ".join(f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}" for instant in bounds(day, zone)) + " UTC"


def coverage(pages: Pages, request: Request) -> Response:
    """What a portal's listings named against what is held, by section and day; a page that comes again while it is being made."""
    name = request.path_params["portal"]
    collection = pages.reading.collection(name)
    made = pages.desk.of(collection, wait=1.5)
    return pages.show(request, "coverage.html", name=name, coverage=made, calendars=_calendars(made) if made else [],
                      notes=list(notes_of(made)) if made else [])


def _calendars(made: Coverage) -> list[tuple[str, Tally, Markup | None, list[tuple[str, Tally]], list[str]]]:
    """For the portal and each section: name, sums, a calendar of the last year that has days, the days, addresses not yet fetched."""
    found = []
    parts = [("", made.total, made.days, list[str]()), *((one.name, one.total, one.days, one.missing) for one in made.sections)]
    for label, total, days, missing in parts:
        known = sorted(days.items())
        drawn = None
        if known:
            last = date.fromisoformat(known[-1][0])
            first = max(date.fromisoformat(known[0][0]), last - timedelta(days=364))
            drawn = charts.calendar({day: tally.extracted for day, tally in known}, first, last, f"{made.portal} {label}",
                                    missing={day: tally.listed - tally.extracted for day, tally in known})
        found.append((label, total, drawn, known[::-1], missing))
    return found


def problems(pages: Pages, request: Request) -> Response:
    """The problems of a portal, newest first."""
    name, kind = request.path_params["portal"], request.query_params.get("kind", "")
    pages.reading.collection(name)
    with pages.reading.connection() as connection:
        found = overview.problems(connection, name, kind, before_of(request), SHOWN + 1)
        kinds = overview.problem_kinds(connection, name)
    return pages.show(request, "problems.html", name=name, kind=kind, kinds=kinds, found=found[:SHOWN], onwards=onwards(found, SHOWN))


_BEFORE = re.compile(r"([0-9TZ:.\-]{10,32})!(\d{1,18})", re.ASCII)


def before_of(request: Request, name: str = "before") -> tuple[str, int] | None:
    """Instant and number of the last event or problem seen, from a parameter; None when there is none, or what is none."""
    match = _BEFORE.fullmatch(request.query_params.get(name, ""))
    return (match[1], int(match[2])) if match else None


def onwards(found: Sequence[Noted], shown: int) -> str | None:
    """What `before_of` reads, when there are more than are shown."""
    return f"{found[shown - 1].at}!{found[shown - 1].n}" if len(found) > shown else None


def path_number(request: Request, name: str) -> int:
    """A number in the path of an address. Raises `NotFound` for one that no row can have."""
    found = int(request.path_params[name])
    if found >= 1 << 63:
        raise NotFound(f"{str(found)[:30]}: there is no such number")
    return found


def number(request: Request, name: str, digits: int = 9) -> int:
    """A parameter as a number; 0 for what is none, or has more digits."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def _age(instant: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(instant.replace("Z", "+00:00"))


def captured_words(days: dict[str, int]) -> str:
    """A calendar in one line, for who cannot see it."""
    return f"{sum(days.values())} / {len(days)} d, {min(days)} – {max(days)}" if days else "0"


def _sunday(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(days=6)).isoformat()


def _bars(name: str, weeks: list[tuple[str, int]]) -> Markup:
    """Each bar leads to the articles of its week."""
    def link(week: str) -> str:
        return address("/search", portal=name, since=week, until=_sunday(week), order="date")

    return charts.bars(_whole(weeks), f"{name}: {weeks[0][0]} – {weeks[-1][0]}", link=link)


def _whole(weeks: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The weeks with the empty ones between them."""
    known = dict(weeks)
    start, end = date.fromisoformat(weeks[0][0]), date.fromisoformat(weeks[-1][0])
    count = (end - start).days // 7 + 1
    names = [(start + timedelta(weeks=number)).isoformat() for number in range(count)]
    return [(name, known.get(name, 0)) for name in names]
