"""Which texts are worth comparing: those that share a band. Bands are matched run by run from the disk, in bounded memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from archive.clusters.sketch import BANDS, Sketch, is_one_story, similarity
from archive.clusters.store import Store

Pair = tuple[int, int, float]
"""Two entries, the lower number first, and their similarity."""


def columns(sketches: Iterable[Sketch]) -> list[array[int]]:
    """For each band the numbers of these sketches."""
    made = [array("I") for _ in range(BANDS)]
    for one in sketches:
        for column, number in zip(made, one.bands(), strict=True):
            column.append(number)
    return made


def pairs_of(store: Store, first: int, sketches: Sequence[Sketch], bands: Sequence[array[int]]) -> list[Pair]:
    """The pairs that are one story, of new entries (numbered from `first` on, not stored yet) with each other and with stored ones.

    In each band a text is compared with the first and the last stored text that has its number, and with the first new one and the
    one just before it: a form that thousands of pages share costs each of them no more. `bands`: `columns` of the sketches.
    """
    candidates = array("Q")
    for band, numbers in enumerate(bands):
        candidates.extend(a << 32 | b for a, b in _among(first, numbers))
        candidates.extend(a << 32 | b for a, b in _with_stored(store, band, first, numbers))
    once = pc.unique(pa.array(candidates, pa.uint64())).sort()
    return list(_verified(store, first, sketches, ((pair >> 32, pair & 0xFFFFFFFF) for pair in map(int, once.to_pylist()))))


def _among(first: int, numbers: array[int]) -> Iterator[tuple[int, int]]:
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    for n, number in enumerate(numbers, first):
        if number in begins:
            yield begins[number], n
            yield ends[number], n
        else:
            begins[number] = n
        ends[number] = n


def _with_stored(store: Store, band: int, first: int, numbers: array[int]) -> Iterator[tuple[int, int]]:
    wanted = pa.array(sorted(set(numbers)), pa.uint32())
    holders: dict[int, tuple[int, int]] = {}
    for begin, raw in store.rows("SELECT first, numbers FROM bands WHERE band = ? ORDER BY first", (band,)):
        stored = pa.Array.from_buffers(pa.uint32(), len(raw) // 4, [None, pa.py_buffer(raw)])
        hits = pc.indices_nonzero(pc.is_in(stored, value_set=wanted))
        for place, number in zip(hits.to_pylist(), stored.take(hits).to_pylist(), strict=True):
            n = begin + place
            holders[number] = holders.get(number, (n, n))[0], n
    for n, number in enumerate(numbers, first):
        if number in holders:
            yield from ((holder, n) for holder in set(holders[number]))


def _verified(store: Store, first: int, sketches: Sequence[Sketch], candidates: Iterable[tuple[int, int]]) -> Iterator[Pair]:
    """`candidates` in order: an older text is read once for all that are compared with it."""
    read: int = -1
    older: Sketch | None = None
    for a, b in candidates:
        if a != read:
            read, older = a, sketches[a - first] if a >= first else store.sketch(a)
        assert older is not None
        similar = similarity(older, sketches[b - first])
        if is_one_story(older, sketches[b - first], similar):
            yield a, b, similar
