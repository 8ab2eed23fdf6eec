"""The catalog's SQLite file: its tables, and how it is opened. Derived from the archive's files; what is broken is made anew."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from archive.durable import not_writable, refused
from archive.errors import NotWritable
from archive.index.bound_values import taken_as_they_are
from archive.index.write_ahead import write_ahead
from archive.sealed.seal import Seal

VERSION = 5
"""Stands in `user_version`. A catalog of another version is set aside and made anew."""
CACHE, LARGEST_CACHE = 16 << 10, 64 << 10
"""KiB of the file's pages that are held in memory at least and at most."""
INNER = 128
"""One page of so many of the file is held, if that is more: of a tree's pages one in 200 or so is an inner one."""
BUSY_SECONDS = 60.0
"""How long a crawl waits for another collection's crawl to commit."""

# A row's `place` is a hash of what it is asked for by (`archive.index.row_places`), which stands in it as well: so one tree is read, whose
# inner pages hold nothing but numbers. An index beside a table is a second tree, and at 10 million rows a second page that no cache
# holds; a WITHOUT ROWID table on the key holds whole rows in its inner pages, and took nearly twice the time.
TABLES = """
CREATE TABLE collections (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE files (n INTEGER PRIMARY KEY, collection INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
    UNIQUE (collection, name));
CREATE TABLE addresses (place INTEGER PRIMARY KEY, collection INTEGER NOT NULL, url TEXT NOT NULL,
    first_seen INTEGER, last_seen INTEGER, status INTEGER, etag TEXT, last_modified TEXT, digest BLOB, article TEXT, state TEXT,
    failures INTEGER, failed_since INTEGER, failed_at INTEGER);
CREATE TABLE originals (place INTEGER PRIMARY KEY, digest BLOB NOT NULL, collection INTEGER NOT NULL, file INTEGER NOT NULL,
    offset INTEGER NOT NULL, length INTEGER NOT NULL, record TEXT NOT NULL, date INTEGER NOT NULL, url TEXT NOT NULL, shape TEXT NOT NULL);
CREATE TABLE articles (place INTEGER PRIMARY KEY, name TEXT NOT NULL, collection INTEGER NOT NULL, version INTEGER NOT NULL,
    noted INTEGER NOT NULL, digest BLOB, title BLOB, sketch BLOB, address BLOB, facts BLOB, file TEXT, offset INTEGER);
CREATE TABLE hosts (host TEXT NOT NULL, collection INTEGER NOT NULL, read INTEGER NOT NULL, PRIMARY KEY (host, collection))
    WITHOUT ROWID;
CREATE TABLE texts (place INTEGER PRIMARY KEY, copy BLOB NOT NULL, collection INTEGER NOT NULL, article TEXT NOT NULL);
CREATE TABLE aliases (place INTEGER PRIMARY KEY, address BLOB NOT NULL, collection INTEGER NOT NULL, article INTEGER NOT NULL,
    by_text INTEGER NOT NULL);
CREATE TABLE keys (key BLOB NOT NULL, collection INTEGER NOT NULL, article INTEGER NOT NULL,
    PRIMARY KEY (key, collection, article)) WITHOUT ROWID;
CREATE TABLE filters (n INTEGER PRIMARY KEY, collection INTEGER NOT NULL, sound INTEGER NOT NULL, held INTEGER NOT NULL,
    bits BLOB NOT NULL);
"""


class Database:
    """One connection, shared by the threads of a process; every call is one short transaction.

    Commits are not synced (a power cut may undo the last ones): what is missing is read again from the files.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises `NotWritable`."""
        self.path = path
        self._lock = threading.RLock()
        self._seal = Seal(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._opened()
        except (OSError, sqlite3.Error) as error:
            raise self.failed(error) from None

    def close(self) -> None:
        """Close the file; harmless when called twice."""
        with self._lock:
            self._connection.close()
            self._seal.put_on()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query. Raises `NotWritable` when the file cannot be read."""
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise self.failed(error) from None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed when the block ends well, undone otherwise. Raises `NotWritable`."""
        with self._lock:
            try:
                self._seal.take_off()
            except OSError as error:
                raise self.failed(error) from None
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):  # SQLite may have rolled back by itself; the first error is the one to tell
                        self._connection.rollback()
                    raise
            except sqlite3.Error as error:
                raise self.failed(error) from None

    def failed(self, error: Exception) -> NotWritable:
        """The error in words."""
        if isinstance(error, OSError):
            return not_writable(self.path, error)
        if "locked" in str(error):
            return NotWritable(f"{self.path}: another process has held it for more than {BUSY_SECONDS:.0f} seconds; end that one first")
        return refused(self.path, error) or NotWritable(
            f"{self.path}: {error}. It is derived: delete it (with its -wal and -shm) and it is made again")

    def _opened(self) -> sqlite3.Connection:
        """The file with its tables; one that is no catalog of this version is set aside first."""
        try:
            return self._connect()
        except sqlite3.OperationalError:
            raise  # locked, no room, no right: the file itself may be good
        except (sqlite3.DatabaseError, _OtherVersion):
            for ending in ("-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            self.path.replace(self.path.with_name(self.path.name + ".unusable"))
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        taken_as_they_are()
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            write_ahead(connection, BUSY_SECONDS)
            for pragma in ("synchronous = NORMAL", f"cache_size = -{_cache(self.path)}", "wal_autocheckpoint = 16000", "temp_store = FILE",
                           "secure_delete = OFF"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN IMMEDIATE")  # of two processes that make the file, one waits for the other's tables
            _make_tables(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection


def _cache(path: Path) -> int:
    """KiB of pages to hold of a file, so that its inner pages stay."""
    return min(LARGEST_CACHE, max(CACHE, path.stat().st_size // INNER >> 10))


class _OtherVersion(Exception):
    """The file is a database, but not one of ours of today."""


def _make_tables(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version == VERSION:
        return
    if version or tables:
        raise _OtherVersion
    for statement in filter(None, (part.strip() for part in TABLES.split(";"))):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
