"""The finding aid's SQLite file: its tables, and how it is opened. What is broken or of another version is made anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from archive.durable import not_writable, refused
from archive.errors import NotWritable
from archive.index import unwritten
from archive.index.write_ahead import write_ahead

VERSION = 3
"""Stands in `user_version`."""
BUSY_SECONDS = 30.0

TABLES = """
CREATE TABLE files (portal TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
    tail INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (portal, name)) WITHOUT ROWID;
CREATE TABLE versions (n INTEGER PRIMARY KEY, portal TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    latest INTEGER NOT NULL, captured TEXT NOT NULL, day TEXT, title TEXT, section TEXT, source TEXT, language TEXT, kind TEXT,
    url TEXT NOT NULL, digest TEXT, file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, filled INTEGER NOT NULL);
CREATE UNIQUE INDEX versions_by_id ON versions (id, version);
CREATE INDEX versions_by_url ON versions (url);
CREATE INDEX versions_by_portal ON versions (portal, n);
CREATE INDEX versions_by_digest ON versions (digest);
CREATE TABLE events (n INTEGER PRIMARY KEY, portal TEXT NOT NULL, at TEXT NOT NULL, event TEXT NOT NULL, id TEXT, url TEXT NOT NULL,
    file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL);
CREATE INDEX events_by_kind ON events (event, at);
CREATE INDEX events_by_id ON events (id, at);
CREATE INDEX events_by_url ON events (url, at);
CREATE INDEX events_by_portal ON events (portal, event, at);
CREATE TABLE problems (n INTEGER PRIMARY KEY, portal TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL,
    url TEXT NOT NULL, status INTEGER);
CREATE INDEX problems_by_portal ON problems (portal, kind, at);
CREATE INDEX problems_by_time ON problems (portal, at);
CREATE TABLE noted (sort TEXT NOT NULL, portal TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (sort, portal, day, kind)) WITHOUT ROWID;
CREATE TABLE portals (portal TEXT PRIMARY KEY, articles INTEGER NOT NULL, versions INTEGER NOT NULL, captured TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE zones (portal TEXT PRIMARY KEY, zone TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE days (portal TEXT NOT NULL, day TEXT NOT NULL, section TEXT NOT NULL, captured INTEGER NOT NULL,
    PRIMARY KEY (portal, day, section)) WITHOUT ROWID;
CREATE TABLE dated (portal TEXT NOT NULL, day TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (portal, day)) WITHOUT ROWID;
CREATE TABLE fills (portal TEXT NOT NULL, month TEXT NOT NULL, bit INTEGER NOT NULL, given INTEGER NOT NULL, versions INTEGER NOT NULL,
    PRIMARY KEY (portal, month, bit)) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5 (title, body, facets, content = '', tokenize = 'ascii', prefix = '6');
"""
# `days`: in the zone that `zones` names for the portal.
# `noted`: events and problems (`sort`) by day and kind; an empty portal is all of them, an empty day all days.
# No content: the lines hold the text. SQLite 3.40's contentless tables cannot delete, and nothing here is ever deleted but all of it.


def opened(path: Path) -> sqlite3.Connection:
    """The index for writing, made when it is missing or unusable. Raises `NotWritable`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connected(path)
        except sqlite3.OperationalError:
            raise  # locked, full, no right: the file itself may be good
        except (sqlite3.DatabaseError, _OtherVersion):
            remove(path)
            return _connected(path)
    except OSError as error:
        raise not_writable(path, error) from None
    except sqlite3.Error as error:
        raise failed(path, error) from None


def read_only(path: Path, *, frozen: bool = False) -> sqlite3.Connection:
    """The index for reading. Raises `NotWritable` when it is not there or is no index of this version: `opened` makes one.

    `frozen`: nothing at all is written, not even what SQLite keeps beside the file; the caller opens it again when the file changes.
    """
    where = unwritten.address(path) if frozen else f"file:{quote(str(path))}?mode=ro"
    try:
        connection = sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None,
                                     check_same_thread=False)
        connection.execute("PRAGMA cache_size = -16384")
        if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
            connection.close()
            raise sqlite3.DatabaseError("of another version")
        return connection
    except sqlite3.Error as error:
        raise failed(path, error) from None


def remove(path: Path) -> None:
    """Delete the index with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def take_place(aside: Path, path: Path) -> None:
    """Let a finished index, which nobody has open, take the place of another one. Who reads that goes on until it opens the file again.
    Raises `NotWritable`."""
    with closing(opened(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # then its log may go before it does: the new file must never find that
    try:
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        aside.replace(path)
    except OSError as error:
        raise not_writable(path, error) from None


def failed(path: Path, error: sqlite3.Error) -> NotWritable:
    """The error in words."""
    return refused(path, error) or NotWritable(f"{path}: {error}. It is derived: delete it (with its -wal and -shm) and it is made again")


class _OtherVersion(Exception):
    """A database, but not one of ours of today."""


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        write_ahead(connection, BUSY_SECONDS)
        for pragma in ("synchronous = NORMAL", "cache_size = -65536", "temp_store = FILE"):
            connection.execute(f"PRAGMA {pragma}")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version != VERSION and (version or tables):
            raise _OtherVersion
        if not tables:
            connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection
