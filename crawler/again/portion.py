"""Portions of a WARC file, each gone through by itself: its captures with what only their bytes tell, the pages read on the way.

A portion is a span of bytes; the groups of records that begin in it are its own. Where the first of them begins is found by looking for
a sound record, which may lie within another's body: who puts portions together (`crawler.again.ahead`) takes only what follows on the one
before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from archive.errors import BadRecord
from archive.layout import Collection
from archive.model import Capture, WarcRef
from archive.reader import first_sound, grouped, told_by, with_sha256
from archive.records.groups import PORTAL_URN
from archive.records.revisits import repeatable, signature
from archive.records.settlement import Settled, Settlement, settlement_in
from archive.records.spool import Held
from archive.records.stored import MAX_HEAD, StoredCapture, StoredRecord
from crawler import VERSION
from crawler.addresses.scope import scope_of
from crawler.again.stored_desk import StoredDesk
from crawler.extract import EXTRACTOR
from crawler.fetching.fetcher import Fetched
from crawler.frontier.outcome import Answer, Outcome, Problem
from crawler.frontier.task import Task, TaskKind
from crawler.judged.derive import READ
from crawler.judged.judging import answer_of
from crawler.portal import Portal
from crawler.readers.packing import packed
from crawler.readers.pool import Readers

SIZE = 1 << 20
"""Bytes of a portion: some hundred pages."""
STAMP = f"{VERSION} {EXTRACTOR}"
"""Of the software that read a portion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """By which rules the pages of a file are read."""

    portal: Portal
    page_limit: int
    ours: bool
    """Whether the file says what each capture was asked as."""
    since: datetime | None = None
    """What was captured before need not be read; None: all is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A span of a WARC file."""

    collection: Collection
    path: Path
    start: int
    end: int | None
    """None: to the end of the file."""
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What came of a page that was read as this kind, for this address."""

    kind: str
    url: str
    outcome: Outcome
    """Without its links."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """A capture, and what its bytes tell of it."""

    stored: StoredCapture
    ref: WarcRef
    """With the SHA-256 of its payload."""
    answer: Answer
    signature: str | None
    """What a revisit of it must share with it; None: it can be no original of one."""
    whole: bool = True
    """Whether `stored` has its bytes; else they are read again at `ref`."""
    ahead: Ahead | None = None
    """None: it was not read, or not to the end."""


Item = StoredRecord | Settlement | Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A portion that was gone through."""

    groups: list[tuple[int, list[Item]]] = field(default_factory=list)
    """The byte at which each group begins, and what it tells."""
    onwards: int | None = None
    """Where the first group behind the portion begins; None: the file ends before."""
    marked: bool = False
    """Whether a record bears a WARC-Warcinfo-ID."""
    sound: bool = True
    """False: something in it must be gone through with the whole file in view; nothing else here counts."""
    stamp: str = STAMP


packed(Passed, Seen, Ahead, Outcome, Answer, Problem, Task, StoredCapture, StoredRecord, Capture, WarcRef, Settlement, Settled)


def seen(stored: StoredCapture) -> Seen:
    """A capture that a walk gave."""
    ref = with_sha256(stored)
    original = signature(stored.capture) if stored.revisit is None and repeatable(stored.capture) else None
    return Seen(stored=stored, ref=ref, answer=answer_of(Fetched(capture=stored.capture, ref=ref)), signature=original)


def kind_in(portal: Portal, stored: StoredCapture) -> str:
    """What an address may have been asked as by a program that does not say: a page of the portal, an article where the portal says
    what those look like."""
    scope, url = scope_of(portal), stored.capture.url
    if not scope.holds(url) or stored.capture.status is None:
        return "requisite"
    return "article" if scope.is_article(url) else "site"


def told(group: Sequence[StoredCapture | StoredRecord]) -> list[Item]:
    """What a group says to whoever derives lines."""
    items: list[Item] = []
    for one in group:
        if isinstance(one, StoredCapture):
            items.append(seen(one))
        elif one.type == "warcinfo" or (one.uri("WARC-Target-URI") or "").startswith(PORTAL_URN):
            items.append(one)
        elif (settlement := settlement_in(one)) is not None:
            items.append(settlement)
    return items


def passed(portion: Portion) -> Passed:
    """Go through a portion and read its pages. Total, for files that can be opened: raises `NotFound`."""
    told: list[Passed] = []
    asyncio.run(_put(portion, told))
    return told[0]


async def _put(portion: Portion, told: list[Passed]) -> None:
    """Not given as the task's result: `asyncio.run` asks `signal` for its handler, which spells that result out in an error that nobody
    sees (CPython 3.11, `signal._int_to_enum`), a twentieth of all that a portion takes."""
    told.append(await _passed(portion))


async def _passed(portion: Portion) -> Passed:
    way, groups, marked = portion.way, list[tuple[int, list[Item]]](), False
    start = first_sound(portion.path, portion.start) if portion.start else 0
    if start is None or (portion.end is not None and start >= portion.end):
        return Passed()
    desk = StoredDesk(portion.collection, way.portal, Readers(way.portal, 0, 0.0), way.page_limit)
    try:
        for group in grouped(portion.path, start=start):
            if portion.end is not None and group[0].offset >= portion.end:
                return Passed(groups=groups, onwards=group[0].offset, marked=marked)
            if not all(record.length for record in group):  # members that several records share: no place to begin at
                return Passed(sound=False)
            marked = marked or any(record.get("WARC-Warcinfo-ID") is not None for record in group)
            items = told(told_by(group, portion.path))
            groups.append((group[0].offset, [await _read(one, way, desk) if isinstance(one, Seen) else one for one in items]))
    except BadRecord:
        return Passed(sound=False)
    return Passed(groups=groups, marked=marked)


async def _read(one: Seen, way: Way, desk: StoredDesk) -> Seen:
    """Read, if it is likely to be asked for, and without its bytes. Of a revisit the head, which is all that it has."""
    stored, response = one.stored, one.stored.capture.response
    if stored.revisit is not None:
        head = Held(response.read(0, MAX_HEAD)) if response is not None else None
        one.stored = replace(stored, capture=replace(stored.capture, response=head))
        return one
    kind = stored.capture.kind if way.ours else kind_in(way.portal, stored)
    if kind in READ and (way.since is None or stored.instant >= way.since):
        outcome = await desk.judge(stored, one.ref, cast(TaskKind, kind), stored.url)
        if outcome.problem is None or outcome.problem.kind != "unreadable":  # time and memory are for `crawler.readers.pool` to judge
            one.ahead = Ahead(kind=kind, url=stored.url, outcome=replace(outcome, links=()))
    if response is not None:
        response.close()
    one.stored = replace(stored, capture=replace(stored.capture, request=b"", response=None, interim=()))
    one.whole = False
    return one
