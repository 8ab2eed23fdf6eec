"""What happened when, across portals: events merged by time, with little memory."""

from __future__ import annotations

import heapq
from collections.abc import Collection as Container
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from archive.changed.altered import Altered, altered
from archive.changed.diff import extent
from archive.export.selection import OnBad, Snapshot
from archive.layout import Collection
from archive.lines import EVENT_SCHEMA

KINDS = ("first-seen", "edited", "moved", "duplicate", "blocked", "unreachable", "gone", "back")
REORDERED = 10_000
"""Events of one portal that are held to bring them into order: they are written in the order in which captures were settled."""
TITLED = 100_000
"""Articles whose titles are looked up at most."""
COMPARED = 5_000
"""Edited articles whose versions are compared at most: each is held once, some 25 MB."""

Event = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which events are meant."""

    since: str | None = None
    """First day, UTC, `YYYY-MM-DD`; None: from the beginning."""
    until: str | None = None
    """Last day."""
    kinds: Container[str] = KINDS

    def hold(self, event: Event) -> bool:
        """Whether an event is one of them."""
        day = str(event["at"])[:10]
        return (event["event"] in self.kinds and (self.since is None or day >= self.since)
                and (self.until is None or day <= self.until))


def changes(collections: Sequence[Collection], span: Span, on_bad: OnBad) -> Iterator[Event]:
    """The events of all collections, by time; of one instant by collection, in the order of their files."""
    streams = [_in_order(_within(Snapshot.of([one], "events"), span, on_bad)) for one in collections]
    return heapq.merge(*streams, key=lambda event: str(event["at"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """How much of one field an edit changed, in words (see `archive.changed.diff.Extent`)."""

    field: str
    deleted: int
    inserted: int


@dataclass(slots=True)
class Articles:
    """What the lines tell of the articles that events name."""

    titles: dict[str, str | None] = field(default_factory=dict)
    """By id: the newest title, of the first `TITLED` articles."""
    edits: dict[tuple[str, int], list[Alteration]] = field(default_factory=dict)
    """By id and version: what that version changed, of the first `COMPARED` edited articles."""


def articles_of(collections: Sequence[Collection], events: Iterable[Event], on_bad: OnBad) -> Articles:
    """Titles and edits of the articles that events name. Reads the lines of their portals."""
    found, edited, portals = Articles(), dict[str, set[int]](), set()
    for event in events:
        id, version = event["id"], event["detail"].get("version")
        if id and (id in found.titles or len(found.titles) < TITLED):
            found.titles[id] = None
            portals.add(event["portal"])
            if event["event"] == "edited" and version and (id in edited or len(edited) < COMPARED):
                edited.setdefault(id, set()).add(version)
    before: dict[str, Event] = {}
    for placed in Snapshot.of([one for one in collections if one.name in portals], "articles").lines(on_bad):
        id = placed.line.get("id")
        if id in found.titles:
            found.titles[id] = placed.line.get("title")
        if id in edited:
            if id in before and placed.line.get("version") in edited[id]:
                found.edits[id, placed.line["version"]] = [_alteration(one) for one in altered(before[id], placed.line)]
            before[id] = placed.line
    return found


def _alteration(one: Altered) -> Alteration:
    size = extent(one.pieces)
    return Alteration(field=one.field, deleted=size.deleted, inserted=size.inserted)


def _within(snapshot: Snapshot, span: Span, on_bad: OnBad) -> Iterator[Event]:
    for placed in snapshot.lines(on_bad, EVENT_SCHEMA):
        try:
            if span.hold(placed.line):
                yield placed.line
        except KeyError as error:
            on_bad(f"{placed.path}: byte {placed.offset}: an event without {error}")


def _in_order(events: Iterable[Event]) -> Iterator[Event]:
    held: list[tuple[str, int, Event]] = []
    for number, event in zip(count(), events):
        heapq.heappush(held, (str(event["at"]), number, event))
        if len(held) > REORDERED:
            yield heapq.heappop(held)[2]
    while held:
        yield heapq.heappop(held)[2]
