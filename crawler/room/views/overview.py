"""Home, and one portal: what is held, what is missing, and a list behind each number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import NotFound
from archive.finding import overview
from archive.finding.intake import FILLED
from archive.finding.overview import Noted
from archive.finding.search import versions
from crawler.coverage.report import Coverage, Tally, notes_of
from crawler.room import charts
from crawler.room.coverage_desk import CoverageDesk
from crawler.room.provinces import CHINESE, TILES, province_of
from crawler.room.rendering import Pages, address

LATE_DAYS = 3
"""Days without a capture after which a portal with a schedule counts as late; without one after ten times as many."""
SILENT_DAYS = 14
"""Days without a new article, though it is crawled, after which a portal counts as silent."""
OBSERVED = ("edited", "gone", "back", "moved", "blocked", "unreachable")
SHOWN = 50


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
    health: str
    """`well`, `late`, `silent`, `empty`."""


def home(pages: Pages, request: Request) -> Response:
    """All portals that are held, then those that are known and not held."""
    reading = pages.reading
    with reading.connection() as connection:
        held = {one.portal: one for one in overview.held(connection)}
        recent = overview.events(connection, OBSERVED, size=12)
        last_events = {one.name: overview.last_problem(connection, one.name) for one in reading.archive.collections()}
    cards = []
    for collection in reading.archive.collections():
        one = held.get(collection.name)
        known = reading.portals.get(collection.name)
        crawled = max(filter(None, (one.captured if one else None, last_events.get(collection.name))), default=None)
        cards.append(Card(name=collection.name, title=reading.title_of(collection.name), language=known.language if known else "",
                          articles=one.articles if one else 0, size=_bytes(collection.warc_files()), captured=one.captured if one else None,
                          health=health(one.captured if one else None, crawled, scheduled=known is not None and known.schedule is not None,
                                        now=datetime.now(UTC))))
    names = {card.name for card in cards}
    tiles = [(province, CHINESE[province], place, [card for card in cards if province_of(card.name) == province])
             for province, place in TILES.items()]
    waiting = sorted(name for name in reading.portals if name not in names)
    return pages.show(request, "home.html", cards=cards, waiting=waiting, tiles=tiles, portals=reading.portals, recent=recent,
                      articles=sum(card.articles for card in cards), size=sum(card.size for card in cards))


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
    today = datetime.now(UTC).date()
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
    calendar = charts.calendar(captured, first, today, f"{name}: captures by day", address("/portals/" + name + "/days/"))
    return pages.show(request, "portal.html", name=name, portal=reading.portals.get(name), held=held, calendar=calendar,
                      captured=sorted(captured.items(), reverse=True), sections=sections, section=section,
                      weeks=charts.bars(_whole(weeks), f"{name}: articles by week") if weeks else None, week_rows=weeks[::-1],
                      filled=filled, fields=FILLED, kinds=kinds, problems=problems, newest=newest, observed=OBSERVED)


def day(pages: Pages, request: Request) -> Response:
    """What was captured of a portal on one UTC day."""
    name, text = request.path_params["portal"], request.path_params["day"]
    pages.reading.collection(name)
    try:
        start = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise NotFound(f"{text}: not a day") from None
    low = int(start.timestamp()) * 1_000_000
    with pages.reading.connection() as connection:
        numbers = [row[0] for row in connection.execute(
            "SELECT n FROM versions WHERE portal = ? AND n >= ? AND n < ? ORDER BY n DESC LIMIT 500", (name, low, low + 86_400_000_000))]
        hits = versions(connection, numbers)
    return pages.show(request, "day.html", name=name, day=text, hits=hits)


def coverage(pages: Pages, desk: CoverageDesk, request: Request) -> Response:
    """What a portal's listings named against what is held, by section and day; a page that comes again while it is being made."""
    name = request.path_params["portal"]
    collection = pages.reading.collection(name)
    made = desk.of(collection, wait=1.5)
    return pages.show(request, "coverage.html", name=name, coverage=made, calendars=_calendars(made) if made else [],
                      notes=list(notes_of(made)) if made else [])


def _calendars(made: Coverage) -> list[tuple[str, Tally, Markup | None, list[tuple[str, Tally]]]]:
    """For the portal and each section: name, sums, a calendar of the last year that has days, and the days."""
    found = []
    for label, total, days in (("", made.total, made.days), *((one.name, one.total, one.days) for one in made.sections)):
        known = sorted(days.items())
        drawn = None
        if known:
            last = date.fromisoformat(known[-1][0])
            first = max(date.fromisoformat(known[0][0]), last - timedelta(days=364))
            drawn = charts.calendar({day: tally.extracted for day, tally in known}, first, last, f"{made.portal} {label}",
                                    missing={day: tally.listed - tally.extracted for day, tally in known})
        found.append((label, total, drawn, known[::-1]))
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


def number(request: Request, name: str) -> int:
    """A parameter as a number; 0 for what is none, or is out of all reason."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _bytes(paths: list[Any]) -> int:
    total = 0
    for path in paths:
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total


def _age(instant: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(instant.replace("Z", "+00:00"))


def _whole(weeks: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The weeks with the empty ones between them."""
    known = dict(weeks)
    start, end = date.fromisoformat(weeks[0][0]), date.fromisoformat(weeks[-1][0])
    count = (end - start).days // 7 + 1
    names = [(start + timedelta(weeks=number)).isoformat() for number in range(count)]
    return [(name, known.get(name, 0)) for name in names]
