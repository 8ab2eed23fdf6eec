"""Clusters out of pairs, the most similar first: two clusters become one if their fullest texts are still one story, so that a chain
of small resemblances does not join what has nothing to do with each other. Each text's nearest neighbour is the most similar one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from archive.clusters.sketch import is_still_one_story
from archive.clusters.store import Store


class Place(NamedTuple):
    """Where an entry stands."""

    n: int
    cluster: int | None
    """The entry of its cluster whose article was seen first; of one instant the lower id. None: alone, though something is near."""
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
    fullest = _Fullest(store)
    for a, b, similarity in store.rows(_PAIRS):
        _join(roots, a, b, fullest)
        for one, other in ((a, b), (b, a)):
            if similarity > similar[one]:
                nearest[one], similar[one] = other, similarity
    founders = _founders(store, roots, similar)
    now = (Place(n, founders.get(_root(roots, n)), nearest[n], round(similar[n], 4)) for n in range(count) if similar[n])
    return _store(store, now)


_PAIRS = """SELECT p.a, p.b, p.similarity FROM pairs p JOIN entries a ON a.n = p.a JOIN entries b ON b.n = p.b
    WHERE a.live AND b.live ORDER BY p.similarity DESC, p.a, p.b"""


def _root(roots: array[int], n: int) -> int:
    while roots[n] != n:
        roots[n] = roots[roots[n]]
        n = roots[n]
    return n


class _Fullest:
    """The sketch of each cluster's fullest text, by its root."""

    def __init__(self, store: Store) -> None:
        self.sketch = lru_cache(maxsize=10_000)(store.sketch)
        self.of: dict[int, int] = {}

    def entry(self, root: int) -> int:
        return self.of.get(root, root)


def _join(roots: array[int], a: int, b: int, fullest: _Fullest) -> None:
    one, other = sorted((_root(roots, a), _root(roots, b)))
    if one == other:
        return
    first, second = fullest.entry(one), fullest.entry(other)
    if {first, second} != {a, b} and not is_still_one_story(fullest.sketch(first), fullest.sketch(second)):
        return
    roots[other] = one
    larger = max(first, second, key=lambda n: (fullest.sketch(n).size, -n))
    if larger != one:
        fullest.of[one] = larger


def _founders(store: Store, roots: array[int], similar: array[float]) -> dict[int, int]:
    """Root to the member that was seen first, of clusters that have more than one."""
    best: dict[int, tuple[str, str, int]] = {}
    several: set[int] = set()
    for n, first_seen, id in store.rows("SELECT n, first_seen, id FROM entries WHERE live"):
        if similar[n]:
            root, this = _root(roots, n), (first_seen, id, n)
            if root in best:
                several.add(root)
            best[root] = min(this, best.get(root, this))
    return {root: n for root, (_, _, n) in best.items() if root in several}


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
