"""Which keys surely no row of a collection has, from memory: most of what a crawl asks a large catalog for is not there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from archive.index.bloom import Bloom, room
from archive.index.database import Database

LARGE = 200_000
"""Addresses in the catalog from which on a filter is kept. A smaller file lies in SQLite's cache and the processor's, or nearly."""
FIRST = 256 << 10
"""Bytes of the filter of a collection that begins empty: full at some 50,000 captures."""
GROWTH = 4
"""So many times larger is the filter that is begun when one is full."""
MOST = 3
"""Filters of a collection that are asked one behind the other, until the end of a crawl makes one of them."""
STEP = 5_000
"""Rows that are read at a time while a filter is made."""
KEYS = 5
"""For each address: itself, its payload, and of its article the id, the text and a key. More only fill the filter sooner."""
PART = 1 << 20
"""Bytes of a filter that are read or written together."""
SLICES = 64
"""A slice of all places is one of so many."""
ENOUGH = 1000
"""Rows in a slice from which on it tells how many there are, to a tenth."""

_TABLES = (
    *((table, "place", "place") for table in ("addresses", "originals", "articles", "texts", "aliases")),
    ("keys", "key", "key, collection, article"))
"""Each table, its column by which it is asked, and those in whose order it is read."""
_SLICE = f"SELECT count(*) FROM addresses WHERE place BETWEEN 0 AND {2**64 // SLICES}"
_SHARE = "SELECT total(size) FILTER (WHERE collection = ?), total(size) FROM files"


def number_of(key: int | bytes) -> int:
    """A key as it stands in filters."""
    return key if isinstance(key, int) else int.from_bytes(key, "big")


class KeyFilter:
    """A filter over the keys of one collection. Until `use` finds one it rules nothing out.

    A collection that begins empty has one from its first row on. Of a large catalog it is kept there at the end of a crawl for the next
    one. What is kept is sound until rows are put: whoever puts some says so in the same transaction (`putting`). So after a kill there
    is none, and the file is asked.
    """

    def __init__(self, database: Database, collection: int) -> None:
        self._database = database
        self._collection = collection
        self._blooms: tuple[Bloom, ...] = ()
        """Each key is in one of them; none: nothing is known."""

    def use(self, *, empty: bool) -> None:
        """From now on rule out what is not there, if the collection is `empty` or a sound filter was kept: for whoever has the
        collection's lock, when no other object puts rows of it. Raises `NotWritable`."""
        with self._database.writing() as connection:
            self._blooms = (Bloom(room(FIRST)),) if empty else tuple(_kept(connection, self._collection))

    def rules_out(self, key: int | bytes) -> bool:
        """Whether surely no row has this key."""
        blooms = self._blooms
        if not blooms:
            return False
        number = key if isinstance(key, int) else number_of(key)
        for bloom in blooms:  # noqa: SIM110 - asked a dozen times a page: half the time of any()
            if number in bloom:
                return False
        return True

    def ruled_out(self, keys: Iterable[int | bytes]) -> list[int]:
        """Of these keys, as numbers, those that surely no row has."""
        if not self._blooms:
            return []
        numbers = [key if isinstance(key, int) else number_of(key) for key in keys]
        for bloom in self._blooms:
            numbers = bloom.lacking(numbers)
        return numbers

    def putting(self, connection: sqlite3.Connection) -> None:
        """Rows are put within the caller's transaction: the kept filter no longer holds all."""
        connection.execute("UPDATE filters SET sound = 0 WHERE collection = ? AND sound", (self._collection,))

    def add(self, keys: Iterable[int | bytes]) -> None:
        """Rows with these keys are about to be put, within the caller's transaction: nobody else sees them yet."""
        if not self._blooms:
            return
        numbers = [key if isinstance(key, int) else number_of(key) for key in keys]
        for bloom in self._blooms[:-1]:
            numbers = bloom.lacking(numbers)
        if self._blooms[-1].full:
            numbers = self._blooms[-1].lacking(numbers)
            if not numbers:
                return
            self._blooms = (*self._blooms, Bloom(room(GROWTH * len(self._blooms[-1].bits))))
        self._blooms[-1].take_in(numbers)

    def renew(self) -> None:
        """Where the catalog is large, make a filter if there is none, or one of many: some five seconds for a million captures. For
        whoever called `use`, when nothing is put meanwhile. Raises `NotWritable`."""
        if expected := self._expected():
            made = Bloom.sized(expected)
            for keys in _keys(self._database, self._collection):
                made.put(keys)
            self._blooms = (made,)

    def keep(self) -> None:
        """Write the filter of a large catalog into it, if there is one. Raises `NotWritable`."""
        if not self._blooms or self._addresses() < LARGE:
            return
        with self._database.writing() as connection:
            connection.execute("DELETE FROM filters WHERE collection = ?", (self._collection,))
            for bloom in self._blooms:
                _keep(connection, self._collection, bloom)

    def _expected(self) -> int:
        """Keys for which a filter should be made now; 0: none should."""
        if self._blooms:
            return sum(bloom.held for bloom in self._blooms) if len(self._blooms) > MOST else 0
        if (addresses := self._addresses()) < LARGE:
            return 0
        own, all_sizes = self._database.rows(_SHARE, (self._collection,))[0]
        return int(KEYS * addresses * (own / all_sizes if all_sizes else 1)) + 1

    def _addresses(self) -> int:
        """In the whole catalog, about: places are spread evenly, so those of a large one are counted in a slice of them."""
        counted = self._database.rows(_SLICE)[0][0]
        return SLICES * int(counted) if counted > ENOUGH else int(self._database.rows("SELECT count(*) FROM addresses")[0][0])


def _keep(connection: sqlite3.Connection, collection: int, bloom: Bloom) -> None:
    row = connection.execute("INSERT INTO filters (collection, sound, held, bits) VALUES (?, 1, ?, zeroblob(?)) RETURNING n",
                             (collection, bloom.held, len(bloom.bits))).fetchone()
    with connection.blobopen("filters", "bits", row[0]) as blob:
        for place in range(0, len(bloom.bits), PART):
            blob.write(bloom.bits[place:place + PART])


def _kept(connection: sqlite3.Connection, collection: int) -> Iterator[Bloom]:
    """The filters that were kept, in their order, if they are sound."""
    rows = connection.execute("SELECT n, held, length(bits) FROM filters WHERE collection = ? AND sound ORDER BY n", (collection,))
    for n, held, size in rows.fetchall():
        bits = room(size)
        with connection.blobopen("filters", "bits", n, readonly=True) as blob:
            for place in range(0, size, PART):
                bits[place:place + PART] = blob.read(PART)
        yield Bloom(bits, held)


def _keys(database: Database, collection: int) -> Iterator[list[int]]:
    """The keys of a collection's rows as numbers, those of `STEP` rows of the catalog at a time."""
    for table, column, order in _TABLES:
        marks = ", ".join("?" for _ in order.split(","))
        begin = f"SELECT {column}, collection, {order} FROM {table}"
        end = f"ORDER BY {order} LIMIT {STEP}"
        rows = database.rows(f"{begin} {end}")
        while rows:
            yield [number_of(row[0]) for row in rows if row[1] == collection]
            rows = database.rows(f"{begin} WHERE ({order}) > ({marks}) {end}", rows[-1][2:])
