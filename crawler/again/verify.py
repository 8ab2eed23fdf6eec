"""Does each article line follow from its record? Reads the record again by the line's own rules and holds field against field."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from archive.checks.departure import Departure, shown
from archive.dedup import article_id
from archive.digest import article_digest
from archive.errors import ArchiveError
from archive.jsonl import encode, whole_lines
from archive.layout import Collection
from archive.lines import line as line_of
from archive.model import Article, Part, WarcRef
from archive.placing.compare import differing, excerpt
from archive.reader import read_at, with_sha256
from archive.records.stored import instant_of
from crawler.addresses.identity import address_key
from crawler.again.session import PAGE_LIMIT, Portals, in_turn
from crawler.again.whole_again import Unreadable, files_of, whole
from crawler.extract import EXTRACTOR
from crawler.judged.derive import article_of
from crawler.judged.judging import job_of
from crawler.portal import Portal
from crawler.readers.job import Failure
from crawler.readers.pool import Readers

AT_ONCE = 64
"""Lines that are under way together."""
TIMEOUT = 60.0
"""Seconds that a page may take."""
NAME, _, VERSION = EXTRACTOR.rpartition("/")

Tell = Callable[[Departure], None]


@dataclass(slots=True)
class Verified:
    """What was read again."""

    lines: int = 0
    """Read again and held against the record."""
    older: Counter[str] = field(default_factory=Counter)
    """Lines by an older version of the extractor, by that version: what they say is not what today's rules would say."""
    older_differing: int = 0
    """Those of them that today's rules would write otherwise."""

    def take(self, other: Verified) -> None:
        """Add what was read again elsewhere."""
        self.lines += other.lines
        self.older += other.older
        self.older_differing += other.older_differing


class Place(NamedTuple):
    """A line and where it lies."""

    file: str
    """Relative to the archive's root."""
    offset: int
    line: bytes


class Unread(Exception):
    """A line that cannot be made again: the field that says why, what was expected and what was found."""

    def __init__(self, field: str, expected: str, found: str) -> None:
        super().__init__(f"{field}: expected {expected}, found {found}")
        self.fault = field, expected, found


class Unsure(Exception):
    """A page could not be read in this process; only a reader with bounds on time and memory can say what that means."""


class Verify:
    """Verifies the lines of one collection. Belongs to one event loop."""

    def __init__(self, collection: Collection, prefix: str, tell: Tell, *, portals: Sequence[Path] = (),
                 readers: int | None = None) -> None:
        """`prefix`: of the collection's files, relative to the archive's root; `readers`: processes that read pages of one portal, None: as
        many as there are processors, 0: this one, where a page that cannot be read raises `Unsure`."""
        self.collection = collection
        self.prefix = prefix
        self.tell = tell
        self.portals = Portals(collection.name, portals)
        self.readers = (os.cpu_count() or 1) if readers is None else readers
        self.verified = Verified()
        self.limit = PAGE_LIMIT
        self.pools: dict[str, Readers] = {}

    async def run(self, sample: int | None, reading: Callable[[Iterable[Place]], Awaitable[None]] | None = None) -> Verified:
        """All lines, or `sample` of them chosen by chance. Departures are told in the order of the lines. `reading`: who does what `lines`
        does, if not that."""
        self._learn_rules()
        for fault in self.portals.faults:
            file, _, why = fault.partition(": ")
            self.tell(Departure(file=f"{self.prefix}archive/{file}", at=None, field="portal file", expected="one that can be read",
                                found=shown(why)))
        try:
            await (reading or self.lines)(self._chosen(sample))
        finally:
            for readers in self.pools.values():
                await readers.close()
        return self.verified

    async def lines(self, places: Iterable[Place]) -> None:
        """Read these lines again and tell what departs."""
        waiting: deque[asyncio.Task[list[Departure]]] = deque()
        for place in places:
            waiting.append(asyncio.ensure_future(self._line(place)))
            if len(waiting) >= AT_ONCE:
                await self._finish(waiting.popleft())
        while waiting:
            await self._finish(waiting.popleft())

    async def _finish(self, task: asyncio.Task[list[Departure]]) -> None:
        for departure in await task:
            self.tell(departure)

    def _learn_rules(self) -> None:
        """The portal files that stand at the heads of WARC files."""
        in_turn(self.collection, self.portals)
        self.limit = max(self.limit, self.portals.page_limit)

    def _chosen(self, sample: int | None) -> Iterator[Place]:
        chosen = None
        if sample is not None:
            count = sum(1 for _ in self._places())
            chosen = set(random.sample(range(count), min(sample, count)))
        for number, place in enumerate(self._places()):
            if chosen is None or number in chosen:
                yield place

    def _places(self) -> Iterator[Place]:
        for path in self.collection.line_files("articles"):
            name = self.prefix + self.collection.relative(path)
            for offset, line in whole_lines(path):
                yield Place(name, offset, line)

    async def _line(self, place: Place) -> list[Departure]:
        """What one line says otherwise than its record."""
        held: Any = None
        try:
            held = orjson.loads(place.line)
            made = await self._made(held)
        except Unread as unread:
            if unread.fault[0] != "warc" and (version := _older(held.get("extractor"))) is not None:
                self.verified.older[version] += 1
                self.verified.older_differing += 1
                return []
            return [self._departure(place, *unread.fault)]
        except (ArchiveError, OSError) as error:
            return [self._departure(place, "warc", "a record that can be read", shown(str(error)))]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return [self._departure(place, "line", "a line of an article", shown(f"{type(error).__name__}: {error}"))]
        faults = [self._departure(place, name, excerpt(now, was), excerpt(was, now)) for name, was, now in differing(held, made)]
        if not faults and encode(made) != place.line:
            faults.append(self._departure(place, "bytes", "the line as it is written", "other bytes of the same meaning"))
        version = _older(held.get("extractor"))
        if version is None:
            self.verified.lines += 1
            return faults
        self.verified.older[version] += 1
        self.verified.older_differing += any(one.field not in ("extractor", "bytes", "portal_digest") for one in faults)
        return []

    def _departure(self, place: Place, name: str, expected: str, found: str) -> Departure:
        try:
            named = f"{(told := orjson.loads(place.line))['id']} v{told['version']}"
        except (ValueError, KeyError, TypeError):
            named = None
        return Departure(file=place.file, at=place.offset, record=named and shown(named), field=name, expected=expected, found=found)

    async def _made(self, held: Mapping[str, Any]) -> Mapping[str, Any]:
        """The line as today's rules and its own portal file write it from its records."""
        portal = self._portal_of(held)
        at = instant_of(held["captured_at"])
        if at is None:
            raise Unread("captured_at", "an instant", shown(held["captured_at"]))
        ref = _ref(held["warc"])
        stored = await asyncio.to_thread(read_at, self.collection.path, ref)
        url = stored.url if stored.url == held["url"] or not self._came_again(held) else held["url"]
        first = await self._read(url, ref, held["captured_at"], portal)
        parts = [await asyncio.to_thread(self._part, number, part) for number, part in enumerate(held.get("parts", ()))]
        article, problem = article_of("article", first)
        if article is None:
            raise Unread("kind", "an article", shown(problem.reason if problem else "none"))
        try:
            article = await whole(article, parts, files_of(held, _ref), collection=self.collection, read=self._pool(portal).read,
                                  limit=self.limit)
        except Unreadable as error:
            raise Unread("parts", "pages that can be read", shown(str(error))) from None
        by_address = held["verdict"] == "new" and held["version"] == 1
        id = article_id(self.collection.name, address_key(article.url, portal)) if by_address else held["id"]
        return line_of(article, portal=self.collection.name, id=id, version=held["version"], verdict=held["verdict"],
                       captured_at=stored.instant, status=stored.status or 0, text_digest=article_digest(article), ref=with_sha256(stored),
                       extractor=EXTRACTOR, portal_digest=held.get("portal_digest"), parts=parts)

    def _part(self, number: int, held: Mapping[str, Any]) -> Part:
        ref = _ref(held["warc"])
        if (url := read_at(self.collection.path, ref).url) != held["url"]:
            raise Unread(f"parts.{number}.url", url, shown(held["url"]))
        return Part(url=url, record=ref)

    def _came_again(self, held: Mapping[str, Any]) -> bool:
        """Whether the address of a line brought the payload of another address's record: the event of that version points at the
        revisit that shows it."""
        for path in self.collection.line_files("events"):
            for _, line in whole_lines(path):
                event = orjson.loads(line)
                if (event["id"], event["detail"]["version"], event["url"]) == (held["id"], held["version"], held["url"]):
                    shown_at = read_at(self.collection.path, replace(_ref(event["warc"]), record_type="revisit",
                                                                     original=_ref(held["warc"])))
                    if shown_at.url == held["url"] and event["warc"]["payload_digest"] == held["payload_digest"]:
                        return True
        return False

    def _portal_of(self, held: Mapping[str, Any]) -> Portal:
        digest = held.get("portal_digest")
        portal = self.portals.held.get(digest) if digest else self.portals.present()
        if portal is None:
            raise Unread("portal_digest", "a portal file that stands in the WARC files", shown(digest))
        return portal

    async def _read(self, url: str, ref: WarcRef, at: str | None, portal: Portal) -> Article:
        stored = await asyncio.to_thread(read_at, self.collection.path, ref)
        if stored.capture.response is None or stored.capture.head_size is None:
            raise Unread("warc", "a response", "a record without one")
        job = replace(job_of("article", stored.capture, stored.ref, self.limit), url=url)
        if at is not None and job.captured_at is not None:
            job = replace(job, captured_at=instant_of(at))
        reading = await self._pool(portal).read(job)
        if isinstance(reading, Failure):
            if not self.readers:
                raise Unsure
            raise Unread("warc", "a page that can be read", shown(reading.reason))
        return reading.article

    def _pool(self, portal: Portal) -> Readers:
        if portal.digest not in self.pools:
            self.pools[portal.digest] = Readers(portal, self.readers, TIMEOUT)
        return self.pools[portal.digest]


def _ref(pointer: Mapping[str, Any]) -> WarcRef:
    return WarcRef(file=str(pointer["file"]), offset=int(pointer["offset"]), length=int(pointer["length"]),
                   record_id=str(pointer["record_id"]), payload_digest=pointer["payload_digest"])


def _older(extractor: object) -> str | None:
    """The version of an older extractor; None for today's, and for what is no extractor's name."""
    if not isinstance(extractor, str):
        return None
    name, _, version = extractor.rpartition("/")
    older = name == NAME and version.isascii() and version.isdigit() and str(int(version)) == version and int(version) < int(VERSION)
    return extractor if older else None
