"""What became of captures in WARC files, derived again: pages are judged and lines written in the order in which a crawl settled them."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from archive.articles import ArticleWriter
from archive.catalog import Holdings
from archive.errors import BadRecord, NotFound
from archive.layout import Collection
from archive.model import Part, WarcRef
from archive.reader import read_at
from archive.records.revisits import Layered
from archive.records.settlement import Settled
from archive.remote.ranges import Changed
from crawler.again.loose_desk import LooseDesk
from crawler.again.portion import Seen
from crawler.again.rules_of_time import Rules
from crawler.again.whole_again import FileRead, Unreadable, whole
from crawler.extract import EXTRACTOR
from crawler.frontier.outcome import Answer, Outcome
from crawler.frontier.task import TaskKind
from crawler.judged.completing import LACKING
from crawler.judged.derive import READ, Settler
from crawler.readers.pool import Readers

WAITING = 5_000
"""Captures that wait for what is said of them; a crawl has some dozens under way."""
AHEAD = 64
"""Captures whose pages are read while the files are walked on."""
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


Entry = tuple[Settled, Taken | None, asyncio.Task[Outcome] | None]
"""What was settled, its capture, and what its page is found to be; None: there is nothing to read."""


class SettledAgain:
    """Of one collection. Belongs to one event loop."""

    def __init__(self, collection: Collection, target: Collection, holdings: Holdings, rules: Rules, *, readers: int, timeout: float,
                 synced: bool) -> None:
        """Lines go to `target`; `holdings` knows what stood there before; `readers`: worker processes for each portal file; `timeout`:
        seconds that a page may take; `synced`: whether a group is on disk before the next."""
        self.collection = collection
        self.target = target
        self.holdings = holdings
        self.rules = rules
        self.readers, self.timeout = readers, timeout
        self.synced = synced
        self.made = Made()
        self.known = Layered(holdings.captures)
        self.waiting: OrderedDict[str, Taken] = OrderedDict()
        """By the ids of their records."""
        self.files: Sequence[Path] = ()
        """In which the parts of an article lie, where nothing says so: what was brought in together."""
        self._groups: deque[list[Entry]] = deque()
        self._under_way = 0  # captures in groups
        self._writer: ArticleWriter | None = None
        self._pools: dict[str, Readers] = {}
        self._desk: LooseDesk | None = None

    def wait(self, record: str, taken: Taken) -> None:
        """Keep a capture until it is said what became of it."""
        self.waiting[record] = taken
        if len(self.waiting) > WAITING:
            _, left = self.waiting.popitem(last=False)
            self.made.open += _is_open(left)

    async def settle(self, settled: Sequence[Settled]) -> None:
        """Of captures that wait."""
        await self.settle_these([(one, self.waiting.pop(one.record, None) if one.record else None) for one in settled])

    async def settle_these(self, group: Sequence[tuple[Settled, Taken | None]]) -> None:
        """Begin to read these, and write what was begun long before."""
        self.known.settle()
        self._groups.append([self._begun(one, taken) for one, taken in group])
        self._under_way += len(group)
        while self._under_way > AHEAD:
            await self._write(self._groups.popleft())

    def _begun(self, one: Settled, taken: Taken | None) -> Entry:
        """The entry with its capture; its page is being read from now on, if there is anything to read."""
        if one.record and taken is None:
            self.made.notes.append(f"{one.url}: its record {one.record} is not in the files")
        for id in one.beside:
            self.waiting.pop(id, None)
        if taken is None or taken.seen is None or one.again or one.kind not in READ or self.rules.is_past(one):
            return one, taken, None
        if one.problem is not None and one.problem[0] not in READ_AGAIN | (FAILED if self.rules.new else frozenset()):
            return one, taken, None
        parts = [Part(url=part.answer.url, record=part.answer.ref) for id in one.parts if (part := self.waiting.pop(id, None)) is not None]
        files = [FileRead(url, self._file(url, id) if id else None, missing) for url, id, missing in one.files]
        judged = asyncio.ensure_future(self._judged(one, taken.seen, taken.answer.ref, parts, files))
        taken.seen = None
        return one, taken, judged

    async def _judged(self, one: Settled, seen: Seen, ref: WarcRef, parts: list[Part], files: list[FileRead]) -> Outcome:
        """What the capture meant, its article made whole."""
        desk, ahead = self._at_desk(), seen.ahead
        if ahead is not None and (ahead.kind, ahead.url) == (one.kind, one.url) and self.rules.is_way():
            outcome = ahead.outcome
        else:
            stored = seen.stored if seen.whole or ref.original is not None else read_at(self.collection.path, ref)
            outcome = await desk.judge(replace(stored, ref=ref), ref, cast(TaskKind, one.kind), one.url)
        if self.rules.session is not None and not self.rules.session.settles:
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

    async def _write(self, group: list[Entry]) -> None:
        self._under_way -= len(group)
        writer, settler = self._at_writer(), Settler(
            self.rules.portal(), self._at_writer(), self.holdings.captures.remembered, self.holdings.captures.last_read,
            self.rules.session.patience if self.rules.session is not None else None)
        for one, taken, judged in group:
            if self.rules.is_past(one):
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
                if one.kind == "site" and self.rules.session is not None and not self.rules.session.settles:
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

    async def leave(self) -> None:
        """Write what is left of a session, and close its files."""
        while self._groups:
            await self._write(self._groups.popleft())
        self.known.settle()
        if self._writer is not None:
            self._writer.close()
        self._writer = self._desk = None

    async def close(self) -> None:
        """End the readers, and what was not left."""
        for readers in self._pools.values():
            await readers.close()
        if self._writer is not None:
            self._writer.close()

    def left(self) -> Made:
        """What was made, with what waits still."""
        self.made.open += sum(map(_is_open, self.waiting.values()))
        return self.made

    def _at_writer(self) -> ArticleWriter:
        if self._writer is None:
            assert self.rules.session is not None
            self._writer = ArticleWriter(self.target, self.holdings, started=self.rules.session.began, extractor=EXTRACTOR,
                                        portal_digest=self.rules.portal().digest, synced=self.synced)
        return self._writer

    def _at_desk(self) -> LooseDesk:
        if self._desk is None:
            assert self.rules.session is not None
            portal = self.rules.portal()
            key = portal.digest or portal.name
            if key not in self._pools:
                self._pools[key] = Readers(portal, self.readers, self.timeout)
            self._desk = LooseDesk(self.collection, portal, self._pools[key], self.rules.session.page_limit, self.files)
        return self._desk


def _is_open(taken: Taken) -> bool:
    """Whether something should have become of it."""
    return taken.seen is not None and taken.seen.stored.capture.kind in READ
