"""Reads a collection's lines and archived listings into a `Store`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import orjson

from archive.errors import BadRecord, NotFound
from archive.jsonl import whole_lines
from archive.layout import Collection
from archive.reader import captures, entity_of
from crawler.addresses.address import absolute, normalise
from crawler.addresses.identity import address_key
from crawler.addresses.scope import path_of, scope_of
from crawler.calls.recorded_call import recorded
from crawler.coverage.facts import Named, Seen, Shown, lines_of, seen_in, shown_of
from crawler.coverage.kept import Kept
from crawler.coverage.store import Store
from crawler.extract import EXTRACTOR
from crawler.families import family_of
from crawler.page import Page
from crawler.pages.claims import claims_of
from crawler.pages.read import read
from crawler.portal import Kind, Portal

LISTINGS = frozenset({"listing", "sitemap", "feed"})
READ_AT_MOST = 20 * 1024 * 1024
"""Bytes of a listing, codings off, that are read."""
EARLIEST = "1980-01-01"
"""A day before this is a slip of the listing."""
_TOLD = frozenset({"http", "blocked", "not-an-article", "incomplete"})
"""Problems whose reason says more than their kind."""
_HELD = frozenset({"first-seen", "edited", "duplicate", "back", "moved"})

Report = Callable[[str], None]


class Walk:
    """Notes one collection, read by its portal file."""

    def __init__(self, collection: Collection, portal: Portal, store: Store, kept: Kept, report: Report) -> None:
        """`kept`: what was taken from files before; `report` gets a line for each place that cannot be read."""
        self._collection = collection
        self._portal = portal
        self._store = store
        self._report = report
        self._kept = kept
        self._rules = f"{EXTRACTOR} {portal.digest or ' '.join(portal.hosts)}"
        self._file = 0, Path()
        """Number, among what is kept, and path of the WARC file that is walked."""
        self._zone = ZoneInfo(portal.timezone)
        self._seeds = {_page_name(seed.url, None): (name_of(seed.url, seed.section), seed.kind) for seed in portal.seeds
                       if seed.kind in LISTINGS}
        self._sites = [seed for seed in portal.seeds if seed.kind == "site"]

    def run(self) -> None:
        """Read all. Files that are damaged are read as far as they go."""
        self._lines()
        for path in self._collection.warc_files():
            for number, fact in self._kept.facts(self._collection.name, path, partial(_seen_in, path), self._report):
                self._file = number, path
                self._capture(Seen(*fact))

    # --- lines ---------------------------------------------------------------------------------------------------------------------

    def _lines(self) -> None:
        for line in self._of("articles"):
            self._store.held(self._key(line["url"]), line["date"], self._local(line["captured_at"]))
        for line in self._of("events"):
            if line["event"] in _HELD and line["id"]:
                self._store.held(self._key(line["url"]), None, self._local(line["at"]))
        for line in self._of("problems"):
            self._store.refused(self._key(line["url"]), _reason(line))

    def _of(self, folder: str) -> Iterator[Mapping[str, Any]]:
        for path in self._collection.line_files(folder):
            for _, line in self._kept.facts(self._collection.name, path, partial(lines_of, path, folder), self._report):
                yield line

    def _local(self, instant: str | datetime) -> str:
        at = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return at.astimezone(self._zone).date().isoformat()

    def _key(self, url: str) -> str:
        return address_key(url, self._portal)

    # --- captures ------------------------------------------------------------------------------------------------------------------

    def _capture(self, capture: Seen) -> None:
        key = self._key(capture.url)
        if capture.kind == "attachment":
            if capture.status in (200, 304):
                self._store.answered(key)
            return
        if capture.status is not None:
            self._store.answered(key)
            if 300 < capture.status < 309 and capture.status != 304 and capture.location:
                self._redirect(capture, key, capture.location)
        place = self._place(capture, key)
        if place is not None:
            self._listing(capture, *place)

    def _redirect(self, capture: Seen, key: str, location: str) -> None:
        target = absolute(capture.url, location)
        if target is None:
            return
        if self._key(target) != key:
            self._store.redirected(key, self._key(target))
        place = self._place(capture, key)
        if place is not None:
            self._store.leads(_page_name(target, None), *place)

    def _place(self, capture: Seen, key: str) -> tuple[str, Kind] | None:
        """The section of a listing capture and what it is read as; None when it is no listing."""
        known = self._led(capture.url, capture.octets)
        if known is not None:
            return known[0], cast(Kind, known[1])
        if capture.kind in LISTINGS:
            via = self._led(capture.via, None) if capture.via else None
            return (via[0] if via else name_of(capture.url, None)), cast(Kind, capture.kind)
        if capture.kind == "site" and not self._store.holds(key):
            return name_of(capture.url, None), "site"
        return None

    def _led(self, url: str, form: bytes | None) -> tuple[str, str] | None:
        """Section and kind of a listing by the portal file, else by the listing that named it."""
        page = _page_name(url, form)
        return self._seeds.get(page) or self._store.led(page)

    def _listing(self, capture: Seen, section: str, kind: Kind) -> None:
        status = capture.status
        day = self._local(capture.at)
        if status is not None and 300 < status < 309 and status != 304:
            return
        repeated = self._store.known_payload(section, capture.digest)
        if capture.repeats and repeated is None:
            repeated = self._store.rows_of_page(section, _page_name(capture.url, capture.octets))
        if repeated is not None:
            self._store.visited(section, day, answered=True, rows=repeated, fresh=0)
        elif status == 200:
            self._read(capture, section, kind, day)
        elif kind != "site":
            self._store.visited(section, day, answered=False, rows=0, fresh=0)
            if capture.octets is not None:  # what is asked past it names it without its form
                self._store.leads(_page_name(capture.url, None), section, kind)

    def _read(self, capture: Seen, section: str, kind: Kind, day: str) -> None:
        number, path = self._file
        shown = shown_of(self._kept.shown(number, capture.offset, f"{kind} {self._rules} {capture.url}",
                                          partial(self._shown, path, capture, kind)))
        rows = shown.rows
        if kind == "site":  # a page met by following links may be no listing at all
            rows = [row for row in rows if not row.file and (row.shaped or self._store.holds(self._key(row.url)))]
            if not rows:
                return
        fresh = sum([self._row(section, row, capture.instant, day) for row in rows])
        here = _page_name(capture.url, capture.octets)
        unit = self._lead(shown, section, here)
        if unit:
            self._store.named(section, unit, (self._key(row.url) for row in rows))
        self._store.page(section, here, capture.digest, len(rows))
        self._store.claimed(section, unit, day, shown.articles, shown.pages)
        self._store.visited(section, day, answered=True, rows=len(rows), fresh=fresh)

    def _lead(self, shown: Shown, section: str, here: str) -> str:
        """Notes where a listing page leads; the unit that it belongs to. Each of several calls of a page's scripts asks for a unit."""
        unit = self._store.unit_of(here)
        begins = not unit and sum(called for *_, called in shown.leads) > 1
        for url, form, kind, called in shown.leads:
            page = _page_name(url, form.encode("latin-1") if form is not None else None)
            self._store.leads(page, section, kind, page if begins and called else unit)
        return unit

    def _shown(self, path: Path, capture: Seen, kind: Kind) -> Shown:
        """Read the listing that lies there; in files of other programs it may share its gzip member with those before it."""
        stored = next(one for one in captures(path, _passed_over, capture.offset) if (one.url, one.instant) == (
            capture.url, capture.instant))
        page = Page(url=stored.url, body=entity_of(stored, READ_AT_MOST), headers=stored.headers, status=200,
                    captured_at=stored.instant, form=capture.octets, call=recorded(stored.capture))
        reading = read(page, self._portal, "listing" if kind == "site" else kind)
        claims = claims_of(page, reading.claimed_total, reading.claimed_pages)
        shape, scope = family_of(page, self._portal.family).article_shape, scope_of(self._portal)
        rows = [Named(link.url, link.date, link.kind == "attachment", bool(
            scope.is_article(link.url) or (not scope.names_articles and shape.search(path_of(link.url)))))
            for link in reading.links if link.kind in ("article", "attachment")]
        leads = [(link.url, link.apart.decode("latin-1") if link.apart is not None else None, str(link.kind),
                  link.call is not None) for link in reading.links if link.kind in LISTINGS]
        return Shown(rows, leads, claims.articles, claims.pages)

    def _row(self, section: str, row: Named, instant: datetime, seen: str) -> bool:
        """Whether it is new to the section."""
        if scope_of(self._portal).ignored(row.url):
            return False
        latest = (instant.astimezone(self._zone).date() + timedelta(days=1)).isoformat()
        future = row.date is not None and row.date > latest
        day = row.date if row.date is not None and not future and row.date >= EARLIEST and _is_day(row.date) else None
        return self._store.listed(section, self._key(row.url), row.url, day, seen, future, row.file)


def portal_of(collection: Collection, known: Mapping[str, Portal]) -> Portal:
    """The portal of a collection: by its file where there is one, else one made of the hosts that its lines name."""
    if collection.name in known:
        return known[collection.name]
    hosts: dict[str, None] = {}
    for path in (*collection.line_files("articles"), *collection.line_files("events"), *collection.line_files("problems")):
        for _, raw in whole_lines(path):
            with suppress(ValueError, KeyError, TypeError):
                hosts[urlsplit(orjson.loads(raw)["url"]).netloc.lower()] = None
            if len(hosts) > 20:
                break
    return Portal(name=collection.name, title=collection.name, language="und", hosts=tuple(filter(None, hosts)), seeds=())


def with_hosts(portal: Portal, folder: Path) -> Portal:
    """A portal without hosts takes those of its first captures."""
    if portal.hosts:
        return portal
    hosts: dict[str, None] = {}
    for path in sorted(folder.glob("*.warc*"))[:1]:
        with suppress(NotFound):
            for number, stored in enumerate(captures(path, lambda _: None)):
                hosts[urlsplit(stored.url).netloc.lower()] = None
                if number >= 100:
                    break
    return replace(portal, hosts=tuple(filter(None, hosts)))


def name_of(url: str, section: str | None) -> str:
    """A section's name: the one in the portal file, else the path of its listing."""
    if section is not None:
        return section
    path = path_of(url).partition("?")[0]
    return path[: path.rfind("/") + 1] or "/"


def _seen_in(path: Path, report: Report) -> Iterator[Seen]:
    return seen_in(path, lambda bad: report(str(bad)))


def _passed_over(bad: BadRecord) -> None:
    return None


def _page_name(url: str, form: bytes | None) -> str:
    return normalise(url) + (f" {form.decode('latin-1')}" if form else "")


def _reason(line: Mapping[str, Any]) -> str:
    kind, reason = str(line.get("kind") or "problem"), str(line.get("reason") or "")
    return f"{kind}: {reason[:80]}" if kind in _TOLD and reason else kind


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
