"""Clusters read back: who has one story, who had it first, and whom they name as source."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a cluster, in its newest version."""

    id: str
    portal: str
    first_seen: str
    """Instant of the article's first capture."""
    date: str | None
    source: str | None
    title: str | None
    url: str
    nearest: str
    """Id of the most similar article."""
    similarity: float
    """To that: estimated share of the runs of words that both have (Jaccard index)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One story in several places."""

    id: str
    """That of the article that was seen first."""
    members: tuple[Member, ...]
    """By the instant they were first seen."""

    @property
    def first(self) -> Member:
        """Who was seen first: by the crawls, which may have come later than the portal."""
        return self.members[0]

    @property
    def first_dated(self) -> Member | None:
        """Whose page states the earliest day; None when none states one."""
        dated = [one for one in self.members if one.date]
        return min(dated, key=lambda one: (one.date or "", one.first_seen, one.id), default=None)

    @property
    def portals(self) -> list[str]:
        """Where it stands, by name."""
        return sorted({one.portal for one in self.members})

    @property
    def source(self) -> str | None:
        """The source (来源) that most of them declare; of equally many the one of whom was seen first. None when none does."""
        return next((source for source, _ in self.sources), None)

    @property
    def sources(self) -> list[tuple[str, int]]:
        """All declared sources and how many declare them, the most frequent first."""
        return Counter(" ".join(one.source.split()) for one in self.members if one.source and one.source.strip()).most_common()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which clusters are meant."""

    since: str | None = None
    """First seen on this (UTC) day or later, `YYYY-MM-DD`."""
    portals: tuple[str, ...] = ()
    """With a member in one of these; empty: any."""
    across: int = 2
    """Portals that must have it."""


def clusters(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Cluster]:
    """The clusters by the instant they were first seen; one at a time in memory. `connection`: of `archive.clusters.store.reading`."""
    names = ",".join("?" * len(wanted.portals))
    some = f"AND sum(e.portal IN ({names}))" if names else ""
    found = connection.execute(
        f"""SELECT p.cluster FROM places p JOIN entries e ON e.n = p.n WHERE p.cluster IS NOT NULL GROUP BY p.cluster
        HAVING count(DISTINCT e.portal) >= ? AND min(e.first_seen) >= ? {some} ORDER BY min(e.first_seen), p.cluster""",
        (wanted.across, wanted.since or "", *wanted.portals))
    for (n,) in found:
        yield cluster_at(connection, n)


def cluster_at(connection: sqlite3.Connection, n: int) -> Cluster:
    """The cluster whose first member is entry `n`."""
    rows = connection.execute(
        """SELECT e.id, e.portal, e.first_seen, e.date, e.source, e.title, e.url, m.id, p.similarity FROM places p
        JOIN entries e ON e.n = p.n JOIN entries m ON m.n = p.nearest WHERE p.cluster = ? ORDER BY e.first_seen, e.id""", (n,))
    members = tuple(Member(id=id, portal=portal, first_seen=first_seen, date=date, source=source, title=title, url=url,
                           nearest=nearest, similarity=similarity)
                    for id, portal, first_seen, date, source, title, url, nearest, similarity in rows)
    return Cluster(id=members[0].id, members=members)
