"""`clusters.sqlite`: sketches of the newest texts of all articles, which of them are alike, and the clusters they make; and
which are one article in two languages. Derived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.clusters.sketch import FORM, Sketch
from archive.durable import not_writable, refused
from archive.errors import NotWritable
from archive.index import unwritten
from archive.index.write_ahead import write_ahead

VERSION = f"3 {FORM}"
BUSY_SECONDS = 60.0
NAME = "clusters.sqlite"

TABLES = """
CREATE TABLE form (version TEXT NOT NULL, settled INTEGER NOT NULL);
CREATE TABLE files (collection TEXT NOT NULL, name TEXT NOT NULL, node INTEGER NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (collection, name)) WITHOUT ROWID;
CREATE TABLE entries (n INTEGER PRIMARY KEY, id TEXT NOT NULL, live INTEGER NOT NULL, version INTEGER NOT NULL, portal TEXT NOT NULL,
    first_seen TEXT NOT NULL, date TEXT, source TEXT, title TEXT, url TEXT NOT NULL, size INTEGER NOT NULL, hashes BLOB NOT NULL,
    figures BLOB NOT NULL);
CREATE UNIQUE INDEX entries_by_id ON entries (id) WHERE live;
CREATE TABLE bands (band INTEGER NOT NULL, first INTEGER NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY (band, first)) WITHOUT ROWID;
CREATE TABLE pairs (a INTEGER NOT NULL, b INTEGER NOT NULL, similarity REAL NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE places (n INTEGER PRIMARY KEY, cluster INTEGER, nearest INTEGER NOT NULL, similarity REAL NOT NULL);
CREATE INDEX places_by_cluster ON places (cluster);
CREATE TABLE readings (id TEXT PRIMARY KEY, version INTEGER NOT NULL, portal TEXT NOT NULL, english INTEGER NOT NULL, date TEXT,
    first_seen TEXT NOT NULL, title TEXT, url TEXT NOT NULL, address BLOB NOT NULL, twin BLOB, figures BLOB NOT NULL, names BLOB NOT NULL)
    WITHOUT ROWID;
CREATE INDEX readings_by_address ON readings (address);
CREATE INDEX readings_by_twin ON readings (twin) WHERE twin IS NOT NULL;
CREATE INDEX readings_by_day ON readings (date, english);
CREATE TABLE days (date TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE twins (id TEXT NOT NULL, twin TEXT NOT NULL, by TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY (id, twin)) WITHOUT ROWID;
CREATE INDEX twins_by_twin ON twins (twin);
CREATE VIEW articles AS SELECT e.id, c.id AS cluster, m.id AS nearest, p.similarity
    FROM places p JOIN entries e ON e.n = p.n LEFT JOIN entries c ON c.n = p.cluster JOIN entries m ON m.n = p.nearest;
"""
# `readings`: what `archive.twins` knows of every article; `days`: those on which something is new for it.
# `form.settled`: whether `places` and `twins` hold what `entries` and `pairs` say.
# `entries` are numbered as they come; a further version of an article is a new entry, and the old one no longer `live`.
# `bands`: of the entries from `first` on, the number of that band of each, 4 bytes, in the machine's order.


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article's newest text."""

    id: str
    version: int
    portal: str
    first_seen: str
    """Instant of the first capture of the article, as lines have it."""
    date: str | None
    source: str | None
    title: str | None
    url: str
    sketch: Sketch


def reading(path: Path, *, frozen: bool = False) -> sqlite3.Connection | None:
    """The file as it is at this moment, for reading alone; None when there is none of today's form. `frozen`: as
    `archive.index.unwritten`."""
    try:
        where = unwritten.address(path) if frozen else f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(where, uri=True, isolation_level=None)
    except sqlite3.Error:
        return None
    try:
        connection.execute("BEGIN")
        if connection.execute("SELECT version FROM form").fetchone() == (VERSION,):
            return connection
    except sqlite3.Error:
        pass
    connection.close()
    return None


class Store:
    """The file, open. Everything between `writing` is there whole or not at all."""

    def __init__(self, path: Path) -> None:
        """Open or make it; a file of another form, or one that is damaged, is made anew. Raises `NotWritable`."""
        self.path = path
        try:
            try:
                self.connection = _connected(path)
            except (sqlite3.DatabaseError, ValueError) as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                _remove(path)
                self.connection = _connected(path)
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from None

    def close(self) -> None:
        """Close it."""
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. Raises `NotWritable`."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                self.connection.rollback()
                raise
        except sqlite3.Error as error:
            raise self._failed(error) from None

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows of a query, one by one. Raises `NotWritable` when the file cannot be read."""
        try:
            yield from self.connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._failed(error) from None

    def forget(self) -> None:
        """Delete all that is known. Raises `NotWritable`."""
        with self.writing() as connection:
            for table in ("files", "entries", "bands", "pairs", "places", "readings", "days", "twins"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("UPDATE form SET settled = 0")

    def files(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Collection and file name to the file's number in its file system, and the bytes of it that are taken in."""
        return {(collection, name): (node, size) for collection, name, node, size in self.rows("SELECT * FROM files")}

    def count(self) -> int:
        """Entries, living or not; the next one has this number."""
        return int(next(self.rows("SELECT coalesce(max(n) + 1, 0) FROM entries"))[0])

    def sketch(self, n: int) -> Sketch:
        """The sketch of an entry."""
        size, hashes, figures = next(self.rows("SELECT size, hashes, figures FROM entries WHERE n = ?", (n,)))
        return Sketch(size=size, hashes=hashes, figures=figures)

    def _failed(self, error: Exception) -> NotWritable:
        if isinstance(error, OSError):
            return not_writable(self.path, error)
        if "locked" in str(error):
            return NotWritable(f"{self.path}: another process has held it for more than {BUSY_SECONDS:.0f} seconds; wait until it ends")
        return refused(self.path, error) or NotWritable(f"{self.path}: {error}. It is derived: it may be deleted, and is made again")


def put(connection: sqlite3.Connection, first: int, entries: Iterable[Entry]) -> None:
    """Store entries under numbers from `first` on, each in the place of an older text of its article."""
    for n, one in enumerate(entries, first):
        connection.execute("UPDATE entries SET live = 0 WHERE id = ? AND live", (one.id,))
        connection.execute("INSERT INTO entries VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
            n, one.id, one.version, one.portal, one.first_seen, one.date, one.source, one.title, one.url, one.sketch.size,
            one.sketch.hashes, one.sketch.figures))


def _connected(path: Path) -> sqlite3.Connection:
    """The file with its tables. Raises ValueError when it is of another form."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        write_ahead(connection, BUSY_SECONDS)
        for pragma in ("synchronous = NORMAL", "cache_size = -32768", "temp_store = FILE"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            for statement in filter(None, (part.strip() for part in TABLES.split(";"))):
                connection.execute(statement)
            connection.execute("INSERT INTO form VALUES (?, 1)", (VERSION,))
        elif connection.execute("SELECT version FROM form").fetchone() != (VERSION,):
            raise ValueError("another form")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        connection.close()
        if "no such table" in str(error):
            raise ValueError(str(error)) from None
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
