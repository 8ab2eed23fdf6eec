"""What happened when, across portals: events merged by time, with little memory."""

from __future__ import annotations

import heapq
from collections.abc import Collection as Container
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from archive.export.selection import OnBad, Snapshot
from archive.layout import Collection
from archive.lines import EVENT_SCHEMA

KINDS = ("first-seen", "edited", "moved", "duplicate", "blocked", "unreachable", "gone", "back")
REORDERED = 10_000
"""Events of one portal that are held to bring them into order: they are written in the order in which captures were settled."""
TITLED = 100_000
"""Articles whose titles are looked up at most."""

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


def titles(collections: Sequence[Collection], events: Iterable[Event], on_bad: OnBad) -> dict[str, str | None]:
    """The newest title of the articles that events name, the first `TITLED` of them. Reads the lines of their portals."""
    wanted: dict[str, str | None] = {}
    portals = set()
    for event in events:
        if event["id"] and len(wanted) < TITLED:
            wanted[event["id"]] = None
            portals.add(event["portal"])
    for placed in Snapshot.of([one for one in collections if one.name in portals], "articles").lines(on_bad):
        if placed.line.get("id") in wanted:
            wanted[placed.line["id"]] = placed.line.get("title")
    return wanted


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
