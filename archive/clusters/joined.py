"""Puts what the clusters tell into the rows of an export."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.clusters.listing import cluster_at
from archive.clusters.store import NAME, reading

ASKED = 500
"""Articles that are asked for at once."""

COLUMNS: dict[str, dict[str, Any]] = {
    "cluster": {"type": ["string", "null"], "description": (
        "The story that this article has in common with others, of whatever portal: id of the article of it that was seen first. "
        "null: none has nearly the same text, or the archive's clusters were not made. Of the article's newest text.")},
    "cluster_articles": {"type": ["integer", "null"], "description": "Articles of that cluster."},
    "cluster_portals": {"type": ["integer", "null"], "description": "Portals that have it."},
    "cluster_first_seen": {"type": ["string", "null"], "format": "date-time",
                           "description": "Instant at which the first of them was captured first, UTC."},
    "cluster_source": {"type": ["string", "null"], "description": "The source (来源) that most of them declare."},
    "nearest": {"type": ["string", "null"], "description": "Id of the article with the most similar text."},
    "nearest_similarity": {"type": ["number", "null"], "minimum": 0, "maximum": 1, "description": (
        "To that: share of the runs of four signs (of three words where it is not Chinese) that both have, estimated by MinHash.")},
    "twin": {"type": ["string", "null"], "description": (
        "Id of the same article in another language, where the archive has it; of several the surest, then the lowest id.")},
    "twin_by": {"type": ["string", "null"], "enum": ["link", "candidate", None], "description": (
        "`link`: one of the two pages links the other as its version in another language; `candidate`: nobody says so, but day, figures "
        "and names agree.")},
    "twin_score": {"type": ["number", "null"], "minimum": 0, "maximum": 1,
                   "description": "Of a candidate: how far figures and names agree. 1 for links."},
}
"""Names and JSON Schema of the columns."""

Told = tuple[str | None, int | None, int | None, str | None, str | None, str | None, float | None]
"""The values of the columns about clusters."""
_ALONE: Told = (None, None, None, None, None, None, None)
_NO_TWIN = (None, None, None)


class Joined:
    """The clusters of one archive as they were at one moment."""

    def __init__(self, root: Path) -> None:
        self._connection = reading(root / NAME)

    @property
    def there(self) -> bool:
        """Whether clusters were made."""
        return self._connection is not None

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Put the columns into rows, by their `id`; all null for articles that are alone."""
        rows = list(rows)
        ids = [row["id"] for row in rows if isinstance(row["id"], str)]
        told = self._told(ids) if self._connection else {}
        twins = self._twins(ids) if self._connection else {}
        for row in rows:
            values = (*told.get(row["id"], _ALONE), *twins.get(row["id"], _NO_TWIN))
            row.update(zip(COLUMNS, values, strict=True))

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()

    def _told(self, ids: Sequence[str]) -> dict[str, Told]:
        assert self._connection is not None
        told: dict[str, Told] = {}
        facts = lru_cache(maxsize=1000)(lambda n: _facts(self._connection, n))
        for at in range(0, len(ids), ASKED):
            some = ids[at:at + ASKED]
            for id, n, nearest, similarity in self._connection.execute(
                    "SELECT e.id, p.cluster, m.id, p.similarity FROM entries e JOIN places p ON p.n = e.n "
                    f"JOIN entries m ON m.n = p.nearest WHERE e.live AND e.id IN ({','.join('?' * len(some))})", some):
                told[id] = (*(facts(n) if n is not None else _ALONE[:5]), nearest, similarity)
        return told

    def _twins(self, ids: Sequence[str]) -> dict[str, tuple[str, str, float]]:
        assert self._connection is not None
        twins: dict[str, tuple[str, str, float]] = {}
        for at in range(0, len(ids), ASKED):
            some = ids[at:at + ASKED]
            for id, twin, by, score in self._connection.execute(
                    f"SELECT id, twin, by, score FROM twins WHERE id IN ({','.join('?' * len(some))}) ORDER BY score DESC, twin", some):
                twins.setdefault(id, (twin, by, score))
        return twins


def _facts(connection: sqlite3.Connection | None, n: int) -> tuple[str, int, int, str, str | None]:
    assert connection is not None
    found = cluster_at(connection, n)
    return found.id, len(found.members), len(found.portals), found.first.first_seen, found.source
