"""Makes lines, events and problems again from the WARC files alone, as the crawls made them, beside those that are there."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from archive.articles import ArticleWriter
from archive.catalog import Holdings
from archive.errors import ArchiveError, BadRecord
from archive.layout import Collection
from archive.model import Part, WarcRef
from archive.originals import Answered, Original
from archive.reader import walked, with_sha256
from archive.revisits import Layered, repeatable, signature
from archive.settlement import Settled, settlement_in
from archive.stored import StoredCapture, StoredRecord
from crawler.candidates import KEPT
from crawler.completing import LACKING
from crawler.derive import READ, Settler
from crawler.extract import EXTRACTOR
from crawler.fetcher import Fetched
from crawler.judging import answer_of
from crawler.loose_desk import LooseDesk
from crawler.observations import Patience
from crawler.outcome import Answer, Outcome
from crawler.portal import Portal
from crawler.readers import Readers
from crawler.scope import scope_of
from crawler.session import PAGE_LIMIT, Portals, Session, Turn, session_of
from crawler.task import TaskKind
from crawler.whole_again import FileRead, Unreadable, whole

WAITING = 5_000
"""Captures that wait for what is said of them; a crawl has some dozens under way."""
AHEAD = 4
"""Groups whose pages are read while the files are walked on."""
GROUP = 16
"""Captures that are settled together where the files do not say it."""
READ_AGAIN = frozenset({"not-an-article", "incomplete", "blocked"})
"""Problems that a page's reading gave: they are what it gives now."""
FAILED = frozenset({"unreadable"})
"""Readings that failed by time or memory: only asked for anew when rules are new."""


@dataclass(slots=True)
class Made:
    """What was made, and what could not be."""

    captures: int = 0
    settled: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    """`new`, `changed`, `unchanged`, `duplicate`: how articles were judged."""
    open: int = 0
    """Captures of pages of which no run noted what became of them: it was killed before, and asks again."""
    damaged: list[str] = field(default_factory=list)
    """Places that could not be read, a line each."""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Taken:
    """A capture that waits for what became of it."""

    answer: Answer
    stored: StoredCapture | None
    """None: requisites, of which nothing is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRules:
    """Reads with other rules than those of the time."""

    portal: Portal | None = None
    """None: that of each session."""
    since: datetime | None = None
    """What was settled before is left as it is; None: nothing is."""


class Rebuild:
    """Derives one collection. Belongs to one event loop; the collection's lock is the caller's."""

    def __init__(self, collection: Collection, target: Collection, holdings: Holdings, portals: Portals, *, readers: int,
                 timeout: float, rules: NewRules | None = None, last_alone: bool = False) -> None:
        """Lines go to `target`; `holdings` knows what stood there before.

        `readers`: worker processes for each portal file; `timeout`: seconds that a page may take; `last_alone`: only the last group
        that was settled is written.
        """
        self.collection = collection
        self.target = target
        self.holdings = holdings
        self.known = Layered(holdings.captures)
        self.last_alone = last_alone
        self.last: Sequence[Settled] = ()
        self.portals = portals
        self.readers_count, self.timeout = readers, timeout
        self.rules = rules
        self.made = Made()
        self.waiting: OrderedDict[str, Taken] = OrderedDict()
        self.groups: deque[list[tuple[Settled, Taken | None, asyncio.Task[Outcome] | None]]] = deque()
        self.loose: list[tuple[Settled, Taken]] = []
        self.session: Session | None = None
        self.given = False
        """Whether the session was given with the file."""
        self.headed = False
        """Whether the file's own head, or what was given, said the session."""
        self.writer: ArticleWriter | None = None
        self.pools: dict[str, Readers] = {}
        self.desk: LooseDesk | None = None
        self.files: Sequence[Path] = ()
        """In which the parts of an article lie, where nothing says so: what was brought in together."""

    async def run(self, turns: Sequence[Turn]) -> Made:
        """All of these WARC files. Raises `archive.errors.NotWritable`, and `NoPortal` where no portal file is to be had."""
        try:
            for turn in turns:
                if turn.own is None or turn.path not in self.files:
                    if self.session is not None and not self.session.settles:
                        await self._leave()
                    self.files = [one.path for one in turns if one is turn or (turn.own is not None and one.own == turn.own)]
                await self._begin(turn)
                for item in walked(turn.path, self._damaged):
                    if isinstance(item, StoredRecord):
                        await self._record(item)
                    else:
                        await self._capture(item)
            if self.last_alone:
                await self._settle(self.last)
            await self._leave()
        finally:
            for readers in self.pools.values():
                await readers.close()
            if self.writer is not None:
                self.writer.close()
        self.made.open += sum(map(_is_open, self.waiting.values()))
        return self.made

    async def _begin(self, turn: Turn) -> None:
        """Go by the rules of a file that does not say them itself."""
        self.given, self.headed = turn.session is not None, turn.session is not None
        if turn.session is not None:
            await self._enter(turn.session)

    async def _enter(self, session: Session) -> None:
        if self.session is None or (session.began, session.settles) != (self.session.began, self.session.settles):
            await self._leave()
            self.session = session

    def _damaged(self, bad: BadRecord) -> None:
        self.made.damaged.append(str(bad))

    # --- what the files say --------------------------------------------------------------------------------------------------------

    async def _record(self, record: StoredRecord) -> None:
        if record.type == "warcinfo":
            self.headed = True
            session = session_of(record)
            if session is not None and not self.given:
                await self._enter(session)
        elif not self.portals.take(record) and (group := settlement_in(record)) is not None:
            if self.last_alone:
                for one in self.last:
                    self.waiting.pop(one.record or "", None)
                self.last = group.settled
            else:
                await self._settle(group.settled)

    async def _capture(self, stored: StoredCapture) -> None:
        self.made.captures += 1
        if not self.headed:  # a file that does not say who wrote it
            self.headed = True
            await self._enter(Session(began=stored.instant, portal_digest=None, page_limit=PAGE_LIMIT, settles=False, ours=False,
                                      patience=Patience()))
        ref = self._placed(stored)
        capture = stored.capture
        answer = answer_of(Fetched(capture=capture, ref=ref))
        if self.session is None or not self.session.settles:
            await self._loose(stored, answer)
            return
        kept = capture.kind in KEPT or capture.kind == "robots"
        if capture.converted is not None:  # the page as drawn is what is settled, not the answer that it was made from
            self.waiting.pop(capture.converted.record_id, None)
        self.waiting[ref.record_id] = Taken(answer=answer, stored=None if kept else replace(stored, ref=ref))
        if len(self.waiting) > WAITING:
            _, left = self.waiting.popitem(last=False)
            self.made.open += _is_open(left)

    def _placed(self, stored: StoredCapture) -> WarcRef:
        """Its place, with that of its original; what it holds is known from now on, as the WARC writer knew it."""
        capture, ref, original = stored.capture, with_sha256(stored), None
        if stored.revisit is not None:
            original = self._original(stored)
            if original is not None:
                ref = replace(ref, original=replace(original.ref, date=original.date))
        elif repeatable(capture):
            original = Original(ref=ref, url=capture.url, date=capture.started, signature=signature(capture))
        if original is not None and original.ref.payload_digest is not None:
            self.known.add([Answered(url=capture.url, original=original)])
        return ref

    def _original(self, stored: StoredCapture) -> Original | None:
        digest, refers = stored.ref.payload_digest, stored.refers
        found = self.known.find(digest) if digest else self.known.find_by_url(stored.capture.url)
        return found or (self.known.find_by_url(refers.url) if refers is not None and refers.url else None)

    async def _loose(self, stored: StoredCapture, answer: Answer) -> None:
        """Files that say nothing of it: captures are settled as they lie, pages of the portal alone."""
        capture, kind = stored.capture, stored.capture.kind
        if self.session is None or not self.session.ours:
            kind = self._kind_of(stored)
        if kind in READ and capture.method == "GET":
            settled = Settled(url=capture.url, kind=kind, at=answer.at, record=answer.ref.record_id)
            self.loose.append((settled, Taken(answer=answer, stored=replace(stored, ref=answer.ref))))
        if len(self.loose) >= GROUP:
            await self._settle_loose()

    def _kind_of(self, stored: StoredCapture) -> str:
        """What an address may have been asked as by a program that does not say: a page of the portal, an article where the portal
        says what those look like."""
        portal = self._portal()
        scope, url = scope_of(portal), stored.capture.url
        if not scope.holds(url) or stored.capture.status is None:
            return "requisite"
        return "article" if scope.is_article(url) else "site"

    # --- what became of it -----------------------------------------------------------------------------------------------------------

    async def _settle(self, settled: Sequence[Settled]) -> None:
        await self._settle_these([(one, self.waiting.pop(one.record, None) if one.record else None) for one in settled])

    async def _settle_loose(self) -> None:
        group, self.loose = self.loose, []
        await self._settle_these(group)

    async def _settle_these(self, group: Sequence[tuple[Settled, Taken | None]]) -> None:
        self.known.settle()
        self.groups.append([self._begun(one, taken) for one, taken in group])
        while len(self.groups) > AHEAD:
            await self._write(self.groups.popleft())

    def _begun(self, one: Settled, taken: Taken | None) -> tuple[Settled, Taken | None, asyncio.Task[Outcome] | None]:
        """The entry with its capture; its page is being read from now on, if there is anything to read."""
        if one.record and taken is None:
            self.made.notes.append(f"{one.url}: its record {one.record} is not in the files")
        for id in one.beside:
            self.waiting.pop(id, None)
        if taken is None or taken.stored is None or one.again or one.kind not in READ or self._is_past(one):
            return one, taken, None
        if one.problem is not None and one.problem[0] not in READ_AGAIN | (FAILED if self.rules else frozenset()):
            return one, taken, None
        parts = [Part(url=part.answer.url, record=part.answer.ref) for id in one.parts if (part := self.waiting.pop(id, None)) is not None]
        files = [FileRead(url, self._file(url, id) if id else None, missing) for url, id, missing in one.files]
        judged = asyncio.ensure_future(self._judged(one, taken.stored, taken.answer.ref, parts, files))
        taken.stored = None
        return one, taken, judged

    async def _judged(self, one: Settled, stored: StoredCapture, ref: WarcRef, parts: list[Part], files: list[FileRead]) -> Outcome:
        """What the capture meant, its article made whole."""
        desk = self._desk()
        outcome = await desk.judge(stored, ref, cast(TaskKind, one.kind), one.url)
        if self.session is not None and not self.session.settles:
            return await desk.completed(outcome)
        if outcome.article is None or not (parts or files):
            return outcome
        article = await whole(outcome.article, parts, files, collection=self.collection, read=desk.read, limit=desk.page_limit)
        return replace(outcome, article=article, parts=tuple(parts))

    def _file(self, url: str, id: str) -> WarcRef | None:
        """Where a file lies that was read: captured for this article, or before."""
        if (taken := self.waiting.pop(id, None)) is not None:
            return taken.answer.ref
        known = self.known.find_by_url(url)
        if known is None or known.ref.record_id != id:
            self.made.notes.append(f"{url}: its record {id} is not in the files")
            return None
        return known.ref

    def _is_past(self, one: Settled) -> bool:
        return self.rules is not None and self.rules.since is not None and one.at < self.rules.since

    async def _write(self, group: list[tuple[Settled, Taken | None, asyncio.Task[Outcome] | None]]) -> None:
        writer, settler = self._writer(), Settler(
            self._portal(), self._writer(), self.holdings.captures.remembered, self.holdings.captures.last_read,
            self.session.patience if self.session is not None else None)
        for one, taken, judged in group:
            if self._is_past(one):
                continue
            self.made.settled += 1
            article, parts = None, tuple[Part, ...]()
            if judged is not None:
                try:
                    outcome = await judged
                except (ArchiveError, Unreadable) as error:
                    self.made.damaged.append(f"{one.url}: {error}")
                    continue
                article, parts, problem = outcome.article, outcome.parts, settler.problem_of(outcome)
                if one.kind == "site" and self.session is not None and not self.session.settles:
                    problem = None  # nobody said that there was to be an article
                one = replace(one, problem=(problem.kind, problem.reason) if problem is not None else None)
            if one.record and taken is None:
                continue
            judgement = settler.settle(one, taken.answer if taken is not None else None, article, parts)
            if judgement is not None:
                self.made.verdicts[judgement.verdict] += 1
            for lack in outcome.lacking if judged is not None else ():
                settler.settle(Settled(url=lack.url, kind="part", at=one.at, record=None, problem=(LACKING, lack.reason)), None, None)
        writer.commit()

    async def _leave(self) -> None:
        """Write what is left of a session, and close its files."""
        if self.loose:
            await self._settle_loose()
        while self.groups:
            await self._write(self.groups.popleft())
        self.known.settle()
        if self.writer is not None:
            self.writer.close()
        self.writer = self.desk = None

    # --- by which rules --------------------------------------------------------------------------------------------------------------

    def _portal(self) -> Portal:
        told = self.rules.portal if self.rules is not None else None
        digest = self.session.portal_digest if self.session is not None else None
        portal = told or self.portals.of(digest)
        if portal is None:
            raise NoPortal(f"{self.collection.name}: the archive holds no portal file for it, and none of that name is known; "
                           "--portals DIR adds more")
        return portal

    def _writer(self) -> ArticleWriter:
        if self.writer is None:
            assert self.session is not None
            self.writer = ArticleWriter(self.target, self.holdings, started=self.session.began, extractor=EXTRACTOR,
                                        portal_digest=self._portal().digest, synced=self.last_alone)
        return self.writer

    def _desk(self) -> LooseDesk:
        if self.desk is None:
            assert self.session is not None
            portal = self._portal()
            key = portal.digest or portal.name
            if key not in self.pools:
                self.pools[key] = Readers(portal, self.readers_count, self.timeout)
            self.desk = LooseDesk(self.collection, portal, self.pools[key], self.session.page_limit, self.files)
        return self.desk


def _is_open(taken: Taken) -> bool:
    """Whether something should have become of it."""
    return taken.stored is not None and taken.stored.capture.kind in READ


class NoPortal(ArchiveError):
    """No portal file is to be had for a collection; the text says what to do."""
