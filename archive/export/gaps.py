"""What the archive itself says is missing: problems by kind, and events that tell of blocked, unreachable and vanished articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.export.selection import OnBad, Snapshot
from archive.layout import Collection
from archive.lines import EVENT_SCHEMA, PROBLEM_SCHEMA


@dataclass(slots=True)
class Gaps:
    """Of one portal, over all days."""

    problems: Counter[str] = field(default_factory=Counter)
    """Addresses that gave less than they were asked for, by kind."""
    events: Counter[str] = field(default_factory=Counter)
    """Observations by kind."""


def gaps_of(collections: Sequence[Collection], on_bad: OnBad) -> dict[str, Gaps]:
    """By portal. Reads all problem and event lines. Raises `NotFound` when one is taken away meanwhile."""
    found = {one.name: Gaps() for one in collections}
    for one in collections:
        for placed in Snapshot.of([one], "problems").lines(on_bad, PROBLEM_SCHEMA):
            found[one.name].problems[str(placed.line.get("kind"))] += 1
        for placed in Snapshot.of([one], "events").lines(on_bad, EVENT_SCHEMA):
            found[one.name].events[str(placed.line.get("event"))] += 1
    return found
