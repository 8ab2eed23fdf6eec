"""The side of a run that faces the archive: lock, repair, catalog, WARC and lines, and what is finished at the end."""

from __future__ import annotations

import logging
import secrets
import socket
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.settings import BaseSettings

from archive.articles import ArticleWriter
from archive.catalog import Catalog, Told
from archive.cdxj import update_index
from archive.errors import ArchiveError, Locked
from archive.index.capture_index import Address
from archive.index.sync import sync
from archive.layout import WORKERS, Archive
from archive.lines import instant
from archive.lock import locked
from archive.manifest import write_manifest
from archive.model import WarcRef
from archive.reader import read_at
from archive.records.groups import PORTAL_URN, Document
from archive.records.runs import ENDED_URN, end_note
from archive.records.settlement import Settled, Settlement, note_of
from archive.schema import write_schema
from archive.warc import WarcWriter
from crawler import VERSION, clock
from crawler.again.failures import recount
from crawler.again.recovery import recovered, settled_last
from crawler.again.stored_desk import stored_job
from crawler.counts import Counts
from crawler.extract import EXTRACTOR
from crawler.fetching.fetcher import Fetched
from crawler.fetching.recorder import Recorder
from crawler.frontier.due import due
from crawler.frontier.task import Task
from crawler.health import INTERRUPTED, End
from crawler.judged.judging import job_of
from crawler.judged.observations import Patience
from crawler.portal import Portal
from crawler.readers.job import Job
from crawler.readers.long_turns import take_turns_at_once

logger = logging.getLogger(__name__)

MOST_WORKERS = 1000
"""On one archive."""
FRESH = timedelta(hours=1)
"""Age up to which an answer that a killed process recorded is read in place of another one."""
SKEW = timedelta(minutes=5)
"""By which a clock may have been ahead without a word."""


class Holding:
    """A collection opened for writing, from its lock to its manifest."""

    def __init__(self, portal: Portal, settings: BaseSettings, root: Path | None = None) -> None:
        """Take the lock, repair what a kill left, bring the catalog in step with the files. `root`: of the archive, where it is not the
        one of the settings. Raises `archive.errors.ArchiveError`."""
        self.portal = portal
        self.settings = settings
        self.archive = Archive(root or Path(settings["ARCHIVE_DIR"]).absolute())
        self.collection = self.archive.collection(portal.name)
        self.started = clock.utc()
        with ExitStack() as opening:
            self.collection.create()
            opening.enter_context(locked(self.collection.lock))
            self.catalog = Catalog(self.archive)
            opening.callback(self.catalog.close)
            self.holdings = self.catalog.holdings(self.collection)
            for done in recovered(self.holdings, [Path(folder) for folder in settings.getlist("PORTALS_DIRS")]):
                logger.warning("%s", done)
            begun = bool(self.holdings.files.sizes())
            if sync(self.holdings).anew or not begun:
                recount(self.holdings)
            newest = self.holdings.captures.newest_read()
            if newest is not None and newest > self.started + SKEW:
                logger.warning("clock: an article was read at %s, which has not come: the clock was changed; what was seen then "
                               "is asked again", instant(newest))
            self.holdings.alone()
            self.articles = ArticleWriter(self.collection, self.holdings, started=self.started, extractor=EXTRACTOR,
                                          portal_digest=portal.digest)
            self._open = opening.pop_all()

    def begin(self, run_id: str, since: float | None = None) -> Recorder:
        """The recorder of the run of that id; its WARC files name it. `since`: when the run began (seconds since the epoch), if it
        was another process that began it; None: it begins now."""
        self.since = max(datetime.fromtimestamp(since, UTC), self.started - FRESH) if since is not None else None
        self.settled = settled_last(self.collection, self.since) if self.since is not None else frozenset()
        if not self.collection.manifest.exists():  # so that a missing one is a loss, whenever the first run is killed
            write_manifest(self.collection)
        self.writer = WarcWriter(
            self.collection.path, prefix=self.portal.name, info=self._info(run_id), heads=portal_documents(self.portal),
            originals=self.holdings.captures,
            series=f"w{secrets.token_hex(3)}" if self.settings["FRONTIER"] else "",
            roll_size=self.settings.getint("WARC_ROLL_SIZE"), indexes=self.collection.indexes, begin=take_turns_at_once)
        return Recorder(self.writer)

    def _info(self, run_id: str) -> dict[str, str]:
        """Fields of warcinfo (WARC 1.1, section 6.2, and the names that other crawlers use beside them)."""
        settings = self.settings
        robots = "classic" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"
        told = {
            "software": f"fangzhi/{VERSION}", "hostname": socket.gethostname(), "operator": settings["OPERATOR"] or settings["CONTACT"],
            "http-header-user-agent": settings["USER_AGENT"], "robots": robots, "isPartOf": self.portal.name,
            "description": self.portal.title,
            "format": "WARC File Format 1.1", "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "run": run_id, "began": instant(self.started), "extractor": EXTRACTOR, "portal-file-digest": self.portal.digest,
            "page-maxsize": str(settings.getint("PAGE_MAXSIZE")), "gone-failures": str(settings.getint("GONE_FAILURES")),
            "gone-days": str(settings.getint("GONE_DAYS")),
        }
        return {name: value for name, value in told.items() if value}

    @property
    def patience(self) -> Patience:
        """When failures make an article gone."""
        return Patience(failures=self.settings.getint("GONE_FAILURES"), days=self.settings.getint("GONE_DAYS"))

    def last_read(self, url: str) -> datetime | None:
        """When an article was read last at the host of an address; None: none was."""
        return self.holdings.captures.last_read(url)

    def remembered(self, url: str) -> Address | None:
        """What the collection knows of an address; None when it was never asked."""
        return self.holdings.captures.remembered(url)

    def conditions(self, url: str) -> Sequence[tuple[str, str]]:
        """If-None-Match and If-Modified-Since for an address whose last whole answer is held; empty otherwise."""
        known = self.remembered(url)
        if known is None or known.payload_digest is None:
            return ()
        given = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
        return [(name, value) for name, value in given if value]

    def commit(self, settled: Sequence[Settled]) -> None:
        """Commit what was settled: first to the WARC that it is so, then lines, events and problems, then the catalog. Raises
        `archive.errors.ArchiveError`; from then on nothing is written any more."""
        if settled:
            group = Settlement(at=clock.utc(), settled=tuple(settled), sizes=self.articles.sizes())
            try:
                self.writer.note(note_of(group)).result()
            except ArchiveError as error:
                self.articles.abandon(error)
                raise
        self.articles.commit()

    def stored(self, task: Task, ref: WarcRef, limit: int) -> Job | None:
        """The page that a 304 confirms, from its record; None when it is not held or cannot be read."""
        try:
            return stored_job(self.collection, task, ref, limit)
        except ArchiveError as error:
            logger.warning("%s: the page that its 304 confirms cannot be read: %s", task.url, error)
            return None

    def recorded(self, task: Task, limit: int) -> Fetched | None:
        """The answer to a task as another process of this run recorded it, and was killed before it settled it; None: it must be asked
        for. Fresh whole answers with status 200 alone: others would be asked again anyway, and what sets a cookie is wanted for it."""
        if self.since is None:
            return None
        original = self.holdings.captures.find_by_url(task.url) if task.method == "GET" else None
        if original is None or original.url != task.url or original.ref.length > limit:
            return None
        if original.ref.record_id in self.settled or not self.since < original.date < self.started:
            return None
        known = self.remembered(task.url)
        if known is not None and known.last_seen is not None and known.last_seen > original.date:
            return None
        try:
            capture = read_at(self.collection.path, original.ref).capture
        except ArchiveError as error:
            logger.warning("%s: its record cannot be read, it is asked again: %s", task.url, error)
            return None
        if capture.kind != task.kind or any(name.lower() == "set-cookie" for name, _ in capture.headers):
            return None
        return Fetched(capture=capture, ref=original.ref)

    def answered_in_run(self, url: str) -> WarcRef | None:
        """Where the whole answer lies that this run had last from an address, by the process at hand or, not long ago, by one before it;
        None: it had none."""
        since, known = self.since or self.started, self.remembered(url)
        original = self.holdings.captures.find_by_url(url)
        if original is None or original.url != url:
            return None
        is_confirmed = known is not None and known.last_seen is not None and known.last_seen > since and known.status in (200, 304)
        return original.ref if is_confirmed or original.date > since else None

    def held(self, url: str, limit: int) -> tuple[Job, WarcRef] | None:
        """A file as it came last, if it is not due again: for its reader, and its record. None when it must be asked for."""
        known = self.remembered(url)
        if known is None or known.payload_digest is None or known.first_seen is None or known.last_seen is None:
            return None
        first, last = known.first_seen.timestamp(), known.last_seen.timestamp()
        if due("attachment", first, last, None, clock.now(), conditional=bool(known.etag or known.last_modified)):
            return None
        original = self.holdings.captures.find_by_url(url)
        if original is None or original.ref.length > limit:
            return None
        try:
            return job_of("attachment", read_at(self.collection.path, original.ref).capture, original.ref, limit), original.ref
        except ArchiveError as error:
            logger.warning("%s: its record cannot be read: %s", url, error)
            return None

    def finish(self, end: End, counts: Counts) -> None:
        """Note how the run ended, if it wrote anything; finish WARC and line files, then index, schema and manifest. Raises
        `archive.errors.ArchiveError`."""
        if self.writer.files and self.writer.failure is None:
            self.writer.note(end_note(f"{ENDED_URN}{uuid.uuid4()}", clock.utc(), end.code, end.reason, counts.summed())).result()
        self.writer.close()
        self.articles.close()
        self.holdings.put(Told())  # what was recorded since the last group: robots.txt, what was put back
        if end.code != INTERRUPTED:  # whoever interrupts does not want to wait
            self.holdings.filter.renew()
        self.holdings.filter.keep()
        write_schema(self.collection)
        update_index(self.collection)
        write_manifest(self.collection)

    def release(self) -> None:
        """Let the catalog and the lock go."""
        self._open.close()


def place_for(portal: Portal, settings: BaseSettings) -> Holding:
    """The collection of a portal. Where the frontier is shared, workers that are given one archive write side by side: the first that
    comes in the archive itself, each other in the first of `workers/1`, `workers/2`, … that nobody writes to; `fangzhi merge` brings them
    together. Raises `archive.errors.ArchiveError`."""
    if not settings["FRONTIER"]:
        return Holding(portal, settings)
    root = Path(settings["ARCHIVE_DIR"]).absolute()
    for place in (root, *(root / WORKERS / str(number) for number in range(1, MOST_WORKERS))):
        try:
            return Holding(portal, settings, place)
        except Locked:
            continue
    raise Locked(f"{root / WORKERS}: {MOST_WORKERS} workers are writing already; give others an archive of their own")


def portal_documents(portal: Portal) -> list[Document]:
    """The portal's file, by which its lines can be derived from the WARC alone; none of a portal made in memory."""
    if not portal.source:
        return []
    return [Document(uri=f"{PORTAL_URN}{portal.digest}", content_type="application/toml", data=portal.source)]
