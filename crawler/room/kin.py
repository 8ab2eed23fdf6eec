"""What else tells an article's story: its cluster in other portals and its twins in other languages, out of `clusters.sqlite`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.clusters.listing import Cluster, cluster_at
from archive.clusters.store import reading
from archive.twins.listing import Side

_CLUSTER = "SELECT p.cluster FROM entries e JOIN places p ON p.n = e.n WHERE e.id = ? AND e.live"
_TWINS = """SELECT r.id, r.portal, r.date, r.title, r.url FROM readings r WHERE r.id IN
    (SELECT twin FROM twins WHERE id = ?1 UNION SELECT id FROM twins WHERE twin = ?1) ORDER BY r.id LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Kin:
    """Of one article."""

    cluster: Cluster | None
    """None: nobody else has it, or nobody looked yet."""
    number: int
    """Of the cluster in `clusters.sqlite`; 0 without one."""
    twins: tuple[Side, ...]


def kin_of(path: Path, id: str, *, frozen: bool) -> Kin:
    """What `clusters.sqlite` at `path` knows of an article; nothing where it is not there or cannot be read. `frozen`: as
    `archive.index.unwritten`."""
    connection = reading(path, frozen=frozen)
    if connection is None:
        return Kin(None, 0, ())
    with closing(connection):
        try:
            twins = tuple(Side(id=row[0], portal=row[1], date=row[2], title=row[3], url=row[4])
                          for row in connection.execute(_TWINS, (id,)))
            row = connection.execute(_CLUSTER, (id,)).fetchone()
            cluster = cluster_at(connection, row[0]) if row else None
            return Kin(cluster, row[0], twins) if cluster is not None and len(cluster.members) > 1 else Kin(None, 0, twins)
        except (sqlite3.Error, IndexError):
            return Kin(None, 0, ())
