"""All records and article lines of the collections under check, in a temporary database: memory stays bounded, links can be followed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.checks.record import CheckedRecord
from archive.records.stored import StoredRecord

BATCH = 500
LARGEST = 2 ** 63 - 1
"""SQLite's largest number."""
LINKS = ("WARC-Concurrent-To", "WARC-Refers-To", "WARC-Warcinfo-ID")

_TABLES = """
CREATE TABLE files (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE records (file INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
    url TEXT, date TEXT, digest TEXT, PRIMARY KEY (file, offset)) WITHOUT ROWID;
CREATE TABLE links (file INTEGER NOT NULL, offset INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, date TEXT, digest TEXT,
    field TEXT NOT NULL, target TEXT NOT NULL, target_url TEXT, target_date TEXT);
CREATE TABLE lines (id TEXT NOT NULL, version INTEGER NOT NULL, place TEXT NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (id, version)) WITHOUT ROWID;
"""
_TWICE = """SELECT f.name, r.offset, r.id FROM records r JOIN files f ON f.n = r.file
    WHERE EXISTS (SELECT 1 FROM records s WHERE s.id = r.id AND (s.file, s.offset) < (r.file, r.offset)) ORDER BY r.file, r.offset"""
_LINKED = """SELECT f.name, l.offset, l.id, l.type, l.date, l.digest, l.field, l.target, l.target_url, l.target_date, l.file,
    t.file, t.type, t.url, t.date, t.digest FROM links l JOIN files f ON f.n = l.file LEFT JOIN records t ON t.id = l.target
    ORDER BY l.file, l.offset"""
_SKIPPED = """SELECT place, offset, id, version FROM lines l WHERE version > 1
    AND NOT EXISTS (SELECT 1 FROM lines m WHERE m.id = l.id AND m.version = l.version - 1)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where a record lies and what it is."""

    length: int
    id: str
    type: str
    date: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One record's reference to another."""

    file: str
    offset: int
    id: str
    type: str
    date: str | None
    digest: str | None
    field: str
    target: str
    stated_url: str | None
    """WARC-Refers-To-Target-URI."""
    stated_date: str | None
    """WARC-Refers-To-Date."""
    found: str | None
    """Type of the record referred to; None: there is no such record."""
    same_file: bool
    url: str | None
    found_date: str | None
    found_digest: str | None


class Seen:
    """Takes in records and lines of one collection, then answers."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # a temporary file that ends with the process
        self._database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; {_TABLES}")
        self._files: dict[str, int] = {}
        self._records: list[tuple[object, ...]] = []
        self._links: list[tuple[object, ...]] = []

    def close(self) -> None:
        """Give back the disk."""
        self._database.close()

    def add(self, file: str, record: CheckedRecord) -> None:
        """Take in a record; `file` as a `WarcRef` names it."""
        number = self._files.setdefault(file, len(self._files))
        date, digest = record.get("WARC-Date"), record.get("WARC-Payload-Digest")
        self._records.append((number, record.offset, record.length, record.id, record.type, record.get("WARC-Target-URI"), date, digest))
        for field in LINKS:
            for value in record.values(field):
                told = field == "WARC-Refers-To"
                self._links.append((
                    number, record.offset, record.id, record.type, date, digest, field, value.strip("<>"),
                    record.get("WARC-Refers-To-Target-URI") if told else None, record.get("WARC-Refers-To-Date") if told else None))
        if len(self._records) >= BATCH:
            self.settle()

    def add_foreign(self, file: str, record: StoredRecord, date: str | None, digest: str | None) -> None:
        """Take in a record of another program; date and digest as lines write them. What it refers to is not followed."""
        number = self._files.setdefault(file, len(self._files))
        self._records.append((number, record.offset, record.length, record.id, record.type, record.uri("WARC-Target-URI"), date, digest))
        if len(self._records) >= BATCH:
            self.settle()

    def settle(self) -> None:
        """All records so far can be asked for."""
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR IGNORE INTO files (n, name) VALUES (?, ?)",
                                       [(number, name) for name, number in self._files.items()])
            self._database.executemany("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._records)
            self._database.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._links)
        self._records, self._links = [], []

    def at(self, file: str, offset: int) -> Stored | None:
        """The record that begins there; None when there is none."""
        if not 0 <= offset <= LARGEST:
            return None
        row = self._database.execute("SELECT length, id, type, date, digest FROM records WHERE file = ? AND offset = ?",
                                     (self._files.get(file, -1), offset)).fetchone()
        return row and Stored(length=row[0], id=row[1], type=row[2], date=row[3], digest=row[4])

    def index(self) -> None:
        """Make ready for `twice` and `links`."""
        self._database.execute("CREATE INDEX IF NOT EXISTS records_by_id ON records (id)")

    def twice(self) -> Iterator[tuple[str, int, str]]:
        """File, offset and id of each record whose id another record before it has."""
        yield from self._database.execute(_TWICE)

    def links(self) -> Iterator[Link]:
        """Every reference of one record to another."""
        for row in self._database.execute(_LINKED):
            file, offset, id, type, date, digest, field, target, stated_url, stated_date, own, other, found, url, at, hash = row
            yield Link(file=file, offset=offset, id=id, type=type, date=date, digest=digest, field=field, target=target,
                       stated_url=stated_url, stated_date=stated_date, found=found, same_file=own == other, url=url, found_date=at,
                       found_digest=hash)

    def add_line(self, id: str, version: int, place: str, offset: int) -> bool:
        """Take in an article line; False when there was one of that version. Numbers that are no versions are passed over."""
        if not 0 < version <= LARGEST:
            return True
        return self._database.execute("INSERT OR IGNORE INTO lines VALUES (?, ?, ?, ?)", (id, version, place, offset)).rowcount == 1

    def skipped(self) -> Iterator[tuple[str, int, str, int]]:
        """File, offset, id and version of each line whose version has none before it."""
        yield from self._database.execute(_SKIPPED)
