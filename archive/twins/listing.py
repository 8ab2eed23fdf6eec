"""Twins read back, each pair once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One article of a pair, in its newest version."""

    id: str
    portal: str
    date: str | None
    title: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One article in two languages."""

    by: str
    """`link` or `candidate`."""
    score: float
    first: Side
    """The Chinese one; of two in one language that with the lower id."""
    second: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which pairs are meant."""

    since: str | None = None
    """One of the two is dated on this day or later."""
    portals: tuple[str, ...] = ()
    """One of the two is of these; empty: any."""
    by: str | None = None
    """`link` or `candidate`; None: both."""


def twins(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Pair]:
    """The pairs by day. `connection`: of `archive.clusters.store.reading`."""
    names = ",".join("?" * len(wanted.portals))
    some = f"AND (a.portal IN ({names}) OR b.portal IN ({names}))" if names else ""
    rows = connection.execute(
        f"""SELECT t.by, t.score, a.id, a.portal, a.date, a.title, a.url, b.id, b.portal, b.date, b.title, b.url
        FROM twins t JOIN readings a ON a.id = t.id JOIN readings b ON b.id = t.twin
        WHERE (a.english < b.english OR (a.english = b.english AND a.id < b.id)) AND (? IS NULL OR a.date >= ? OR b.date >= ?)
        AND (? IS NULL OR t.by = ?) {some} ORDER BY a.date, a.id, b.id""",
        (*(wanted.since,) * 3, *(wanted.by,) * 2, *wanted.portals, *wanted.portals))
    for by, score, *sides in rows:
        first, second = (Side(id=id, portal=portal, date=date, title=title, url=url)
                         for id, portal, date, title, url in (sides[:5], sides[5:]))
        yield Pair(by=by, score=score, first=first, second=second)
