"""Clusters out of pairs: whoever is connected belongs together, and each text's nearest neighbour is the most similar one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from archive.clusters.store import Store


class Place(NamedTuple):
    """Where an entry stands."""

    n: int
    cluster: int
    """The entry of its cluster whose article was seen first; of one instant the lower id."""
    nearest: int
    similarity: float


def settle(store: Store) -> int:
    """Bring `places` in step with the living entries and their pairs; the places that changed. Raises `NotWritable`.

    Needs 20 bytes of memory an entry, and those of the clusters' first members.
    """
    count = store.count()
    roots = array("I", range(count))
    nearest = array("I", bytes(4 * count))
    similar = array("f", bytes(4 * count))
    for a, b, similarity in store.rows(_PAIRS):
        _join(roots, a, b)
        for one, other in ((a, b), (b, a)):
            if similarity > similar[one]:
                nearest[one], similar[one] = other, similarity
    founders = _founders(store, roots, similar)
    now = (Place(n, founders[_root(roots, n)], nearest[n], round(similar[n], 4)) for n in range(count) if similar[n])
    return _store(store, now)


_PAIRS = """SELECT p.a, p.b, p.similarity FROM pairs p JOIN entries a ON a.n = p.a JOIN entries b ON b.n = p.b
    WHERE a.live AND b.live ORDER BY p.a, p.b"""


def _root(roots: array[int], n: int) -> int:
    while roots[n] != n:
        roots[n] = roots[roots[n]]
        n = roots[n]
    return n


def _join(roots: array[int], a: int, b: int) -> None:
    one, other = sorted((_root(roots, a), _root(roots, b)))
    roots[other] = one


def _founders(store: Store, roots: array[int], similar: array[float]) -> dict[int, int]:
    """Root to the member that was seen first."""
    best: dict[int, tuple[str, str, int]] = {}
    for n, first_seen, id in store.rows("SELECT n, first_seen, id FROM entries WHERE live"):
        if similar[n]:
            root, this = _root(roots, n), (first_seen, id, n)
            if root not in best or this < best[root]:
                best[root] = this
    return {root: n for root, (_, _, n) in best.items()}


def _store(store: Store, now: Iterator[Place]) -> int:
    with store.writing() as connection:
        connection.execute("CREATE TEMP TABLE now (n INTEGER PRIMARY KEY, cluster INTEGER, nearest INTEGER, similarity REAL)")
        try:
            connection.executemany("INSERT INTO temp.now VALUES (?, ?, ?, ?)", now)
            filled = connection.total_changes
            connection.execute("DELETE FROM places WHERE n NOT IN (SELECT n FROM temp.now)")
            connection.execute("INSERT OR REPLACE INTO places SELECT * FROM temp.now EXCEPT SELECT * FROM places")
            return connection.total_changes - filled
        finally:
            connection.execute("DROP TABLE temp.now")
