"""One crawl of one portal: everything it holds open, from the lock to the last file."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from scrapy.settings import BaseSettings

from archive.errors import ArchiveError
from archive.model import WarcRef
from crawler import clock
from crawler.addresses.scope import scope_of
from crawler.attachments.file_words import MOST_BYTES
from crawler.browser import renderer_of
from crawler.counts import Counts
from crawler.crawl.holding import place_for
from crawler.crawl.leases import LEASED_AHEAD, Leases
from crawler.crawl.ledger import Ledger
from crawler.crawl.places import Places
from crawler.crawl.renewing import Renewals
from crawler.crawl.shared_scripts import SharedScripts
from crawler.fetching.fetcher import Fetched
from crawler.fetching.network import Interrupted, Network
from crawler.frontier.outcome import Outcome, Problem
from crawler.frontier.pace import Pace
from crawler.frontier.task import Task, call_at, host_of
from crawler.frontier.traps import Traps, TrapSettings
from crawler.health import End, end_of
from crawler.oneline import one_line
from crawler.portal import Portal
from crawler.queue.budget import Budget
from crawler.queue.candidates import Candidates, rules_of
from crawler.queue.frontiers import is_left, memory_of, opened, overall
from crawler.readers.job import Failure, Job
from crawler.readers.pool import Readers
from crawler.reading import Reading
from crawler.summary import PortalSummary

if TYPE_CHECKING:
    from crawler.browser.renderer import Renderer

logger = logging.getLogger(__name__)

LONGEST_NAP = 30.0
"""Seconds after which a task under way looks again whether its host may be asked."""


class Run:
    """A crawl, from `begin` to `close`. Belongs to one event loop."""

    def __init__(self, portal: Portal, settings: BaseSettings) -> None:
        """Open the collection. Raises `archive.errors.Locked` when another crawl of it is under way, `NotWritable`."""
        self.portal = portal
        self.settings = settings
        self.counts = Counts()
        self.scope = scope_of(portal)
        self.retry_times = settings.getint("RETRY_TIMES")
        self.retry_backoff = settings.getfloat("RETRY_BACKOFF")
        self.page_limit = settings.getint("PAGE_MAXSIZE")
        self.pace = Pace.of(portal.politeness, portal.timezone)
        self.under_way = Places(self.pace.concurrency)
        """A host's place is free again when the answer is recorded, before it is read."""
        self.stopping = asyncio.Event()
        """Set when nothing more is to be asked."""
        self.holding = place_for(portal, settings)
        try:
            self._open()
        except BaseException:
            if hasattr(self, "frontier"):
                self.frontier.close()
            self.holding.release()
            raise
        self.began = time.monotonic()
        self.failure: str | None = None
        self.ending = False
        """Whether requests are being cut off; their tasks stay queued."""
        self.bug_seen: str | None = None
        self.end: End | None = None
        self.closing: asyncio.Future[None] | None = None
        """What finishes the files, from when it began."""
        runs = settings.get("RUNS")
        if isinstance(runs, list):
            runs.append(self)

    def _open(self) -> None:
        """Go on with the last run if it did not end, or begin a new one; open what faces the servers."""
        portal, settings = self.portal, self.settings
        self.traps = Traps(clock.now(), TrapSettings(host_pages=settings.getint("PAGES_PER_HOST") or None))
        ahead = LEASED_AHEAD if self.pace.delay == 0 and not settings["FRONTIER"] else 1  # others' leases would be requests
        pace = replace(self.pace, concurrency=self.pace.concurrency * ahead)
        self.frontier = opened(settings, self.holding.archive.frontier, portal.name, pace,
                               lambda: {**self.counts.told(), **self.traps.told()})
        run = self.frontier.begin(clock.now(), fresh=bool(settings["UNTIL"]))  # a search that was broken off begins anew
        self.id, self.resumed = run.id, run.resumed
        recorder = self.holding.begin(run.id, run.started if run.resumed else None)
        self.network = Network(portal, settings, recorder, self.counts, conditions=self._conditions, delays=self.frontier.set_delay,
                               turn=partial(self._turn, pause=self.pace.delay))
        self.renewals = Renewals()
        self.shared = SharedScripts(self.network, self.holding, self.page_limit)
        self.renderer = renderer_of(portal, settings, ask=self.network.embedded, recorder=recorder, limit=self.page_limit)
        self.memory = memory_of(self.frontier, self.holding.remembered)
        candidates = Candidates(portal, self.frontier, self.traps, self.memory.remembered, since=settings["SINCE"], until=settings["UNTIL"],
                                rules=rules_of(settings), all_seeds=settings.getbool("ALL_SEEDS"), expect=self.memory.expect)
        self.readers = Readers(portal, settings.getint("READERS"), settings.getfloat("READING_TIMEOUT"), candidates.told)
        self.ledger = Ledger(portal=portal, counts=self.counts, holding=self.holding, frontier=self.frontier, candidates=candidates,
                             traps=self.traps, limit=settings.getint("ARTICLE_LIMIT"), given_up=self.given_up, failed=self.commit_failed)
        self.leases = Leases(self.frontier, self.ledger, self.counts, self.pace, self.under_way, Budget(settings.getint("BUDGET")),
                             most=settings.getint("CONCURRENT_REQUESTS") * ahead, stopping=self.stopping)

    # --- tasks -------------------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Queue the portal's seeds, where they are not queued or done already."""
        self.frontier.offer(self.ledger.candidates.seeds())
        if not self.resumed:
            self._offer_due()
        logger.info("%s: %s run %s, %d tasks queued", self.portal.name, "goes on with" if self.resumed else "begins", self.id,
                    self.frontier.pending().open)

    def _offer_due(self) -> None:
        """Queue the articles that are due, in pieces: there may be a million."""
        candidates = self.ledger.candidates.due_again(self.memory.articles(self.holding.holdings.captures.article_addresses()))
        while batch := list(islice(candidates, 1000)):
            self.frontier.offer(batch)

    def next_task(self) -> Task | None:
        """A task whose host may be asked now; None when there is none at the moment, or enough waits to be read."""
        return None if self.readers.full else self.leases.next()

    # --- fetching and reading ------------------------------------------------------------------------------------------------------

    async def ask(self, task: Task) -> tuple[Fetched | None, Problem | None]:
        """The recorded answer to a task, or why nothing may be asked; then the task's place at its host is free."""
        try:
            if task.hops and (trap := self.traps.refuse(task.url, task.kind, task.depth, task.via, is_sent=bool(task.apart))) is not None:
                return None, Problem(kind="trap", reason=trap)
            if task.attempts > 1 and (kept := await asyncio.to_thread(self.holding.recorded, task, self.page_limit)) and not self.renderer:
                return kept, None
            fetched, refusal = await self.shared.asked(task)
            if fetched is None or self.renderer is None or not self.renderer.wants(task, fetched):
                return fetched, refusal
            return await self._drawn(self.renderer, task, fetched), None
        finally:
            self.under_way.leave(host_of(task.url))

    async def _drawn(self, renderer: Renderer, task: Task, fetched: Fetched) -> Fetched:
        try:
            return await renderer.draw(task, fetched)
        except asyncio.CancelledError:
            if renderer.cutting:
                raise Interrupted from None
            raise

    async def follow(self, task: Task, url: str) -> Fetched:
        """The next hop of a redirect that set a cookie, at the host's pace."""
        host = host_of(url)
        await self.under_way.turn(host)
        try:
            await asyncio.sleep(self.pace.delay)
            return await self.network.follow(replace(task, url=url, hops=task.hops + "R", via=task.url,
                                                     call=call_at(task, url)))
        finally:
            self.under_way.leave(host)

    async def further(self, task: Task) -> tuple[Fetched | None, Problem | None]:
        """As `ask`, for a further address of a task under way: when its host may be asked again. Raises `network.Interrupted` when the
        run ends meanwhile."""
        host = host_of(task.url)
        await self.under_way.turn(host)
        try:
            await self._turn(task.url)
        except BaseException:
            self.under_way.leave(host)
            raise
        return await self.ask(task)

    async def _turn(self, url: str, pause: float = 0.0) -> None:
        """Wait until the host of an address may be asked by a task under way, `pause` seconds at least. Raises `network.Interrupted` when
        the run ends meanwhile."""
        while not self.stopping.is_set() and (wait := pause or self.frontier.turn(url, clock.now(), self.network.last_began(url))) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), min(wait, LONGEST_NAP))
            pause = 0.0
        if self.stopping.is_set():
            raise Interrupted

    def was_article(self, url: str) -> bool:
        """Whether an article was once read at this address."""
        return (known := self.holding.remembered(url)) is not None and known.article is not None

    def held(self, url: str) -> tuple[Job, WarcRef] | None:
        """A file that the archive holds and that is not due; None: it must be asked for."""
        return self.holding.held(url, MOST_BYTES)

    async def read(self, job: Job) -> Reading | Failure:
        """A worker's reading of a page."""
        return await self.readers.read(job)

    def stored(self, task: Task, fetched: Fetched) -> Job | None:
        """The page that a 304 confirms; None when the archive does not hold it."""
        return self.holding.stored(task, fetched.ref, self.page_limit)

    def on_portal(self, url: str) -> bool:
        """Whether pages may come from this address."""
        return self.scope.holds(url) and not self.scope.ignored(url)

    def _conditions(self, task: Task) -> Sequence[tuple[str, str]]:
        """What the server may answer 304 to; not for pages that a browser draws: an equal answer may be drawn with other rows."""
        is_drawn = self.renderer is not None and task.kind in self.renderer.rules.kinds
        return self.holding.conditions(task.url) if task.method == "GET" and not is_drawn else ()

    # --- endings ---------------------------------------------------------------------------------------------------------------------

    def settle(self, outcome: Outcome) -> None:
        """Take in the outcome of a task. Raises `archive.errors.ArchiveError`."""
        self.leases.at_work -= 1
        self.ledger.settle(outcome)

    def given_up(self, task: Task, error: BaseException) -> Outcome:
        """The outcome of a task that met an error of our own: reported, and the run ends with exit code 1."""
        self.bug(error)
        return Outcome(task=task, problem=Problem(kind="bug", reason=one_line(f"{type(error).__name__}: {error}")))

    def commit_failed(self, error: Exception) -> None:
        """What was settled could not be committed."""
        if isinstance(error, ArchiveError):
            self.not_written(error)
        else:
            self.bug(error)
            self.stop_asking()

    def not_written(self, error: ArchiveError) -> None:
        """The archive cannot be written: nothing more is asked, and of what was not committed nothing is written."""
        self.stopping.set()
        self.holding.articles.abandon(error)
        if self.failure is None:
            self.failure = one_line(str(error))
            logger.error("%s", self.failure)

    def bug(self, error: BaseException) -> None:
        """Note an error of our own."""
        self.counts.bugs += 1
        self.bug_seen = self.bug_seen or one_line(f"{type(error).__name__}: {error}")
        logger.error("a bug: %s", self.bug_seen, exc_info=error)

    def stop_asking(self) -> None:
        """Hand out no more tasks: the run ends when what is under way has ended."""
        self.stopping.set()

    def cut(self) -> None:
        """Break off what is under way."""
        self.ending = True
        if self.renderer is not None:
            self.renderer.cut()
        self.network.cut()

    async def close(self, reason: str) -> None:
        """Finish all files and name the end, once: who asks meanwhile waits. Errors of the archive become part of the end."""
        if self.closing is None:
            self.closing = asyncio.ensure_future(self._close(reason))
        await asyncio.shield(self.closing)

    async def _close(self, reason: str) -> None:
        if reason == "finished" and is_left(self.frontier):  # the engine finds nothing to do where nothing is handed out
            reason = "shutdown" if self.stopping.is_set() else "limit" if self.ledger.limit_reached else reason
        await self.readers.close()
        if self.renderer is not None:
            await self.renderer.close()
        await self.network.close()
        await self.ledger.close(whole=self.failure is None)
        try:
            end = end_of(self.portal, overall(self.frontier, self.counts), reason=reason, not_written=self.failure, bug=self.bug_seen)
            await asyncio.to_thread(self.holding.finish, end, self.counts)
        except ArchiveError as error:
            self.not_written(error)
        # After all else: a run that was killed before it had its index and manifest goes on, and asks nothing again.
        counts = overall(self.frontier, self.counts)
        await asyncio.gather(asyncio.to_thread(self.holding.catalog.close), self._leave(reason))  # both wait for the disk
        self.holding.release()
        self.end = end_of(self.portal, counts, reason=reason, not_written=self.failure, bug=self.bug_seen)
        logger.info("%s: %s", self.portal.name, self.end.reason)

    async def _leave(self, reason: str) -> None:
        whole = reason == "finished" and self.failure is None and self.bug_seen is None
        try:
            self.frontier.end("finished" if whole else reason, clock.now())
            self.counts.queued = self.frontier.pending().open
        except ArchiveError as error:
            self.not_written(error)
        finally:
            self.frontier.close()

    def summary(self) -> PortalSummary:
        """What this run archived."""
        end = self.end or end_of(self.portal, self.counts, reason="shutdown", not_written=self.failure, bug=self.bug_seen)
        return PortalSummary.of(self.portal.name, self.holding.collection.path, end, self.counts, run_id=self.id,
                                seconds=time.monotonic() - self.began, files=len(self.holding.writer.files),
                                size=self.holding.writer.written)
