"""Makes lines, events and problems again from the WARC files alone, as the crawls made them, beside those that are there."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from archive.articles import ArticleWriter
from archive.catalog import Holdings
from archive.errors import BadRecord, NotFound
from archive.layout import Collection
from archive.model import Part, WarcRef
from archive.originals import Answered, Original
from archive.ranges import Changed
from archive.reader import read_at
from archive.revisits import Layered
from archive.settlement import Settled, Settlement
from archive.stored import StoredCapture, StoredRecord
from crawler.ahead import ReadAhead, Walk, portions_of
from crawler.candidates import KEPT
from crawler.completing import LACKING
from crawler.derive import READ, Settler
from crawler.extract import EXTRACTOR
from crawler.loose_desk import LooseDesk
from crawler.mapping.workers import Workers
from crawler.observations import Patience
from crawler.outcome import Answer, Outcome
from crawler.portal import Portal
from crawler.portion import Portion, Seen, Way, kind_in
from crawler.readers import Readers
from crawler.session import PAGE_LIMIT, NoPortal, Portals, Session, Turn, head_of, session_of
from crawler.task import TaskKind
from crawler.whole_again import FileRead, Unreadable, whole

WAITING = 5_000
"""Captures that wait for what is said of them; a crawl has some dozens under way."""
AHEAD = 64
"""Captures whose pages are read while the files are walked on."""
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
    seen: Seen | None
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
                 timeout: float, rules: NewRules | None = None, last_alone: bool = False, workers: Workers | None = None) -> None:
        """Lines go to `target`; `holdings` knows what stood there before.

        `readers`: worker processes for each portal file; `timeout`: seconds that a page may take; `last_alone`: only the last group
        that was settled is written; `workers`: who goes through the files ahead, None: nobody.
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
        self.workers = workers
        self.walk = Walk()
        self.way: Way | None = None
        """By which the file at hand was read ahead; None: it was not."""
        self.waiting: OrderedDict[str, Taken] = OrderedDict()
        self.groups: deque[list[tuple[Settled, Taken | None, asyncio.Task[Outcome] | None]]] = deque()
        self.under_way = 0
        """Captures in `groups`."""
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
        if self.workers is not None:
            self.walk = ReadAhead(self.workers, (portion for turn in turns for portion in self._portions(turn)))
        try:
            for turn in turns:
                if turn.own is None or turn.path not in self.files:
                    if self.session is not None and not self.session.settles:
                        await self._leave()
                    self.files = [one.path for one in turns if one is turn or (turn.own is not None and one.own == turn.own)]
                await self._begin(turn)
                async for item in self.walk.items(turn.path, self._damaged):
                    if isinstance(item, StoredRecord):
                        await self._record(item)
                    elif isinstance(item, Settlement):
                        await self._settlement(item)
                    else:
                        await self._capture(item)
            if self.last_alone:
                await self._settle(self.last)
            await self._leave()
        finally:
            self.walk.close()
            for readers in self.pools.values():
                await readers.close()
            if self.writer is not None:
                self.writer.close()
        self.made.open += sum(map(_is_open, self.waiting.values()))
        return self.made

    async def _begin(self, turn: Turn) -> None:
        """Go by the rules of a file that does not say them itself."""
        self.given, self.headed = turn.session is not None, turn.session is not None
        self.way = self._way(turn) if self.workers is not None else None
        if turn.session is not None:
            await self._enter(turn.session)

    async def _enter(self, session: Session) -> None:
        if self.session is None or (session.began, session.settles) != (self.session.began, self.session.settles):
            await self._leave()
            self.session = session

    def _damaged(self, bad: BadRecord) -> None:
        if isinstance(bad, Changed):  # no damage of the file, of which no record could be read: lines without it would look like a loss
            raise bad
        self.made.damaged.append(str(bad))

    # --- what the files say --------------------------------------------------------------------------------------------------------

    async def _record(self, record: StoredRecord) -> None:
        if record.type == "warcinfo":
            self.headed = True
            session = session_of(record)
            if session is not None and not self.given:
                await self._enter(session)
        else:
            self.portals.take(record)

    async def _settlement(self, group: Settlement) -> None:
        if self.last_alone:
            for one in self.last:
                self.waiting.pop(one.record or "", None)
            self.last = group.settled
        else:
            await self._settle(group.settled)

    async def _capture(self, seen: Seen) -> None:
        stored = seen.stored
        self.made.captures += 1
        if not self.headed:  # a file that does not say who wrote it
            self.headed = True
            await self._enter(Session(began=stored.instant, portal_digest=None, page_limit=PAGE_LIMIT, settles=False, ours=False,
                                      patience=Patience()))
        ref = self._placed(seen)
        capture, answer = stored.capture, replace(seen.answer, ref=ref)
        if self.session is None or not self.session.settles:
            await self._loose(seen, answer)
            return
        kept = capture.kind in KEPT or capture.kind == "robots"
        if capture.converted is not None:  # the page as drawn is what is settled, not the answer that it was made from
            self.waiting.pop(capture.converted.record_id, None)
        self.waiting[ref.record_id] = Taken(answer=answer, seen=None if kept else seen)
        if len(self.waiting) > WAITING:
            _, left = self.waiting.popitem(last=False)
            self.made.open += _is_open(left)

    def _placed(self, seen: Seen) -> WarcRef:
        """Its place, with that of its original; what it holds is known from now on, as the WARC writer knew it."""
        stored, ref, original = seen.stored, seen.ref, None
        capture = stored.capture
        if stored.revisit is not None:
            original = self._original(stored)
            if original is not None:
                ref = replace(ref, original=replace(original.ref, date=original.date))
        elif seen.signature is not None:
            original = Original(ref=ref, url=capture.url, date=capture.started, signature=seen.signature)
        if original is not None and original.ref.payload_digest is not None:
            self.known.add([Answered(url=capture.url, original=original)])
        return ref

    def _original(self, stored: StoredCapture) -> Original | None:
        digest, refers = stored.ref.payload_digest, stored.refers
        found = self.known.find(digest) if digest else self.known.find_by_url(stored.capture.url)
        return found or (self.known.find_by_url(refers.url) if refers is not None and refers.url else None)

    async def _loose(self, seen: Seen, answer: Answer) -> None:
        """Files that say nothing of it: captures are settled as they lie, pages of the portal alone."""
        capture, kind = seen.stored.capture, seen.stored.capture.kind
        if self.session is None or not self.session.ours:
            kind = kind_in(self._portal(), seen.stored)
        if kind in READ and capture.method == "GET":
            settled = Settled(url=capture.url, kind=kind, at=answer.at, record=answer.ref.record_id)
            self.loose.append((settled, Taken(answer=answer, seen=seen)))
        if len(self.loose) >= GROUP:
            await self._settle_loose()

    # --- what became of it -----------------------------------------------------------------------------------------------------------

    async def _settle(self, settled: Sequence[Settled]) -> None:
        await self._settle_these([(one, self.waiting.pop(one.record, None) if one.record else None) for one in settled])

    async def _settle_loose(self) -> None:
        group, self.loose = self.loose, []
        await self._settle_these(group)

    async def _settle_these(self, group: Sequence[tuple[Settled, Taken | None]]) -> None:
        self.known.settle()
        self.groups.append([self._begun(one, taken) for one, taken in group])
        self.under_way += len(group)
        while self.under_way > AHEAD:
            await self._write(self.groups.popleft())

    def _begun(self, one: Settled, taken: Taken | None) -> tuple[Settled, Taken | None, asyncio.Task[Outcome] | None]:
        """The entry with its capture; its page is being read from now on, if there is anything to read."""
        if one.record and taken is None:
            self.made.notes.append(f"{one.url}: its record {one.record} is not in the files")
        for id in one.beside:
            self.waiting.pop(id, None)
        if taken is None or taken.seen is None or one.again or one.kind not in READ or self._is_past(one):
            return one, taken, None
        if one.problem is not None and one.problem[0] not in READ_AGAIN | (FAILED if self.rules else frozenset()):
            return one, taken, None
        parts = [Part(url=part.answer.url, record=part.answer.ref) for id in one.parts if (part := self.waiting.pop(id, None)) is not None]
        files = [FileRead(url, self._file(url, id) if id else None, missing) for url, id, missing in one.files]
        judged = asyncio.ensure_future(self._judged(one, taken.seen, taken.answer.ref, parts, files))
        taken.seen = None
        return one, taken, judged

    async def _judged(self, one: Settled, seen: Seen, ref: WarcRef, parts: list[Part], files: list[FileRead]) -> Outcome:
        """What the capture meant, its article made whole."""
        desk, ahead = self._desk(), seen.ahead
        if ahead is not None and (ahead.kind, ahead.url) == (one.kind, one.url) and self._is_way():
            outcome = ahead.outcome
        else:
            stored = seen.stored if seen.whole or ref.original is not None else read_at(self.collection.path, ref)
            outcome = await desk.judge(replace(stored, ref=ref), ref, cast(TaskKind, one.kind), one.url)
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
        self.under_way -= len(group)
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
                except Changed:
                    raise
                except (BadRecord, NotFound, Unreadable) as error:  # any other: the store cannot be had just now
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

    def _portions(self, turn: Turn) -> Iterator[Portion]:
        if (way := self._way(turn)) is not None:
            yield from portions_of(Portion(collection=self.collection, path=turn.path, start=0, end=None, way=way))

    def _way(self, turn: Turn) -> Way | None:
        """By which a file can be read ahead; None when no portal file is to be had."""
        session = turn.session or head_of(turn.path)
        told = self.rules.portal if self.rules is not None else None
        portal = told or self.portals.of(session.portal_digest if session is not None else None)
        since = self.rules.since if self.rules is not None else None
        return None if portal is None else Way(
            portal=portal, page_limit=session.page_limit if session is not None else PAGE_LIMIT, since=since,
            ours=session is not None and session.ours)

    def _is_way(self) -> bool:
        """Whether the rules that the file at hand was read ahead by are those of its session."""
        portal = self._portal()
        return (self.way is not None and (self.way.portal.name, self.way.portal.digest) == (portal.name, portal.digest)
                and self.session is not None and self.way.page_limit == self.session.page_limit)

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
    return taken.seen is not None and taken.seen.stored.capture.kind in READ
