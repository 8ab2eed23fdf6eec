"""Makes lines, events and problems again from the WARC files alone, as the crawls made them, beside those that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.catalog import Holdings
from archive.errors import BadRecord
from archive.layout import Collection
from archive.model import WarcRef
from archive.records.originals import Answered, Original
from archive.records.settlement import Settled, Settlement
from archive.records.stored import StoredCapture, StoredRecord
from archive.remote.ranges import Changed
from crawler.again.ahead import ReadAhead, Walk, portions_of
from crawler.again.portion import Portion, Seen, kind_in
from crawler.again.rules_of_time import NewRules, Rules
from crawler.again.session import PAGE_LIMIT, Portals, Session, Turn, session_of
from crawler.again.settled_again import Made, SettledAgain, Taken
from crawler.frontier.outcome import Answer
from crawler.judged.derive import READ
from crawler.judged.observations import Patience
from crawler.mapping.workers import Workers
from crawler.queue.candidates import KEPT

GROUP = 16
"""Captures that are settled together where the files do not say it."""


class Rebuild:
    """Derives one collection. Belongs to one event loop; the collection's lock is the caller's."""

    def __init__(self, collection: Collection, target: Collection, holdings: Holdings, portals: Portals, *, readers: int,
                 timeout: float, rules: NewRules | None = None, last_alone: bool = False, workers: Workers | None = None) -> None:
        """Lines go to `target`; `holdings` knows what stood there before.

        `readers`: worker processes for each portal file; `timeout`: seconds that a page may take; `last_alone`: only the last group
        that was settled is written; `workers`: who goes through the files ahead, None: nobody.
        """
        self.collection = collection
        self.rules = Rules(collection.name, portals, rules)
        self.settling = SettledAgain(collection, target, holdings, self.rules, readers=readers, timeout=timeout, synced=last_alone)
        self.portals = portals
        self.last_alone = last_alone
        self.last: Sequence[Settled] = ()
        self.workers = workers
        self.walk = Walk()
        self.loose: list[tuple[Settled, Taken]] = []
        self.given = False
        """Whether the session was given with the file."""
        self.headed = False
        """Whether the file's own head, or what was given, said the session."""

    async def run(self, turns: Sequence[Turn]) -> Made:
        """All of these WARC files. Raises `archive.errors.NotWritable`, and `NoPortal` where no portal file is to be had."""
        if self.workers is not None:
            self.walk = ReadAhead(self.workers, (portion for turn in turns for portion in self._portions(turn)))
        try:
            for turn in turns:
                if turn.own is None or turn.path not in self.settling.files:
                    if not self.rules.settles:
                        await self._leave()
                    self.settling.files = [one.path for one in turns if one is turn or (turn.own is not None and one.own == turn.own)]
                await self._begin(turn)
                async for item in self.walk.items(turn.path, self._damaged):
                    if isinstance(item, StoredRecord):
                        await self._record(item)
                    elif isinstance(item, Settlement):
                        await self._settlement(item)
                    else:
                        await self._capture(item)
            if self.last_alone:
                await self.settling.settle(self.last)
            await self._leave()
        finally:
            self.walk.close()
            await self.settling.close()
        return self.settling.left()

    async def _begin(self, turn: Turn) -> None:
        """Go by the rules of a file that does not say them itself."""
        self.given, self.headed = turn.session is not None, turn.session is not None
        self.rules.way = self.rules.way_of(turn) if self.workers is not None else None
        if turn.session is not None:
            await self._enter(turn.session)

    async def _enter(self, session: Session) -> None:
        if self.rules.session is None or (session.began, session.settles) != (self.rules.session.began, self.rules.session.settles):
            await self._leave()
            self.rules.session = session

    def _damaged(self, bad: BadRecord) -> None:
        if isinstance(bad, Changed):  # no damage of the file, of which no record could be read: lines without it would look like a loss
            raise bad
        self.settling.made.damaged.append(str(bad))

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
                self.settling.waiting.pop(one.record or "", None)
            self.last = group.settled
        else:
            await self.settling.settle(group.settled)

    async def _capture(self, seen: Seen) -> None:
        stored = seen.stored
        self.settling.made.captures += 1
        if not self.headed:  # a file that does not say who wrote it
            self.headed = True
            await self._enter(Session(began=stored.instant, portal_digest=None, page_limit=PAGE_LIMIT, settles=False, ours=False,
                                      patience=Patience()))
        ref = self._placed(seen)
        capture, answer = stored.capture, replace(seen.answer, ref=ref)
        if self.rules.session is None or not self.rules.session.settles:
            await self._loose(seen, answer)
            return
        kept = capture.kind in KEPT or capture.kind == "robots"
        if capture.converted is not None:  # the page as drawn is what is settled, not the answer that it was made from
            self.settling.waiting.pop(capture.converted.record_id, None)
        self.settling.wait(ref.record_id, Taken(answer=answer, seen=None if kept else seen))

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
            self.settling.known.add([Answered(url=capture.url, original=original)])
        return ref

    def _original(self, stored: StoredCapture) -> Original | None:
        digest, refers = stored.ref.payload_digest, stored.refers
        found = self.settling.known.find(digest) if digest else self.settling.known.find_by_url(stored.capture.url)
        return found or (self.settling.known.find_by_url(refers.url) if refers is not None and refers.url else None)

    async def _loose(self, seen: Seen, answer: Answer) -> None:
        """Files that say nothing of it: captures are settled as they lie, pages of the portal alone."""
        capture, kind = seen.stored.capture, seen.stored.capture.kind
        if self.rules.session is None or not self.rules.session.ours:
            kind = kind_in(self.rules.portal(), seen.stored)
        if kind in READ and capture.method == "GET":
            settled = Settled(url=capture.url, kind=kind, at=answer.at, record=answer.ref.record_id)
            self.loose.append((settled, Taken(answer=answer, seen=seen)))
        if len(self.loose) >= GROUP:
            await self._settle_loose()

    async def _settle_loose(self) -> None:
        group, self.loose = self.loose, []
        await self.settling.settle_these(group)

    async def _leave(self) -> None:
        """Write what is left of a session."""
        if self.loose:
            await self._settle_loose()
        await self.settling.leave()

    def _portions(self, turn: Turn) -> Iterator[Portion]:
        if (way := self.rules.way_of(turn)) is not None:
            yield from portions_of(Portion(collection=self.collection, path=turn.path, start=0, end=None, way=way))
