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
from archive.seal import Seal
from archive.write_ahead import write_ahead

VERSION = 4
"""Stands in `user_version`. A catalog of another version is set aside and made anew; but for one of version 3, which lacks `FILTERS`."""
BUSY_SECONDS = 60.0
"""How long a crawl waits for another collection's crawl to commit."""

# Wide rows lie in a table of their own number with a narrow index on 16 bytes of hash: 2 million inserts in groups of 50 cost
# 18 µs each so, and 36 µs in a WITHOUT ROWID table on that key (SQLite 3.40, measured 2026-11). Narrow rows are WITHOUT ROWID.
# `originals` is asked for once a page, mostly for what is not there: its number is a hash of the digest, so that one page of the file
# answers whatever its size; as a WITHOUT ROWID table on the digest, whose inner pages hold whole rows, it took nearly twice the time
# at 10 million.
TABLES = """
CREATE TABLE collections (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE files (n INTEGER PRIMARY KEY, collection INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
    UNIQUE (collection, name));
CREATE TABLE addresses (n INTEGER PRIMARY KEY, key BLOB NOT NULL, collection INTEGER NOT NULL, url TEXT NOT NULL,
    first_seen INTEGER, last_seen INTEGER, status INTEGER, etag TEXT, last_modified TEXT, digest BLOB, article TEXT, state TEXT,
    failures INTEGER, failed_since INTEGER, failed_at INTEGER);
CREATE UNIQUE INDEX addresses_by_key ON addresses (key);
CREATE INDEX addresses_unwell ON addresses (key, state) WHERE state IS NOT NULL;
CREATE TABLE originals (place INTEGER PRIMARY KEY, digest BLOB NOT NULL, collection INTEGER NOT NULL, file INTEGER NOT NULL,
    offset INTEGER NOT NULL, length INTEGER NOT NULL, record TEXT NOT NULL, date INTEGER NOT NULL, url TEXT NOT NULL, shape TEXT NOT NULL);
CREATE TABLE articles (n INTEGER PRIMARY KEY, key BLOB NOT NULL, collection INTEGER NOT NULL, version INTEGER NOT NULL,
    noted INTEGER NOT NULL, digest BLOB, title BLOB, sketch BLOB, address BLOB, facts BLOB, file TEXT, offset INTEGER);
CREATE UNIQUE INDEX articles_by_key ON articles (key);
CREATE TABLE hosts (host TEXT NOT NULL, collection INTEGER NOT NULL, read INTEGER NOT NULL, PRIMARY KEY (host, collection))
    WITHOUT ROWID;
CREATE TABLE texts (copy BLOB NOT NULL, collection INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (copy, collection))
    WITHOUT ROWID;
CREATE TABLE aliases (address BLOB NOT NULL, collection INTEGER NOT NULL, article INTEGER NOT NULL, by_text INTEGER NOT NULL,
    PRIMARY KEY (address, collection)) WITHOUT ROWID;
CREATE TABLE keys (key BLOB NOT NULL, collection INTEGER NOT NULL, article INTEGER NOT NULL,
    PRIMARY KEY (key, collection, article)) WITHOUT ROWID;
"""
FILTERS = """CREATE TABLE filters (n INTEGER PRIMARY KEY, collection INTEGER NOT NULL, sound INTEGER NOT NULL, held INTEGER NOT NULL,
    bits BLOB NOT NULL)"""
"""What `archive.key_filter` keeps."""


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
        if "full" in str(error):
            return NotWritable(f"{self.path}: the disk is full. Make room and run the same command again")
        return refused(self.path) or NotWritable(
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
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            write_ahead(connection, BUSY_SECONDS)
            for pragma in ("synchronous = NORMAL", "cache_size = -16384", "wal_autocheckpoint = 4000", "temp_store = FILE",
                           "secure_delete = OFF"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN IMMEDIATE")  # of two processes that make the file, one waits for the other's tables
            _make_tables(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection


class _OtherVersion(Exception):
    """The file is a database, but not one of ours of today."""


def _make_tables(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version == VERSION:
        return
    if version != VERSION - 1 and (version or tables):
        raise _OtherVersion
    for statement in filter(None, (part.strip() for part in ("" if tables else TABLES).split(";"))):
        connection.execute(statement)
    connection.execute(FILTERS)
    connection.execute(f"PRAGMA user_version = {VERSION}")
