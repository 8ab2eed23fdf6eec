"""Which records of a file a collection holds already, in whatever file they lie there and however they are packed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from archive.cdxj import NAME, update_index
from archive.errors import BadRecord, NotFound
from archive.index.cdxj_entries import SHOWN
from archive.index.surt import surt
from archive.layout import Collection
from archive.reader import records
from archive.records.http import READ_SIZE
from archive.records.stored import StoredRecord, instant_of
from archive.wacz.lookup import Lookup

_TABLES = """
CREATE TABLE held (id TEXT NOT NULL, content BLOB NOT NULL, file TEXT NOT NULL, PRIMARY KEY (id, content)) WITHOUT ROWID;
CREATE TABLE looked (n INTEGER PRIMARY KEY, id TEXT NOT NULL, content BLOB NOT NULL, info INTEGER NOT NULL);
CREATE INDEX looked_by_id ON looked (id);
"""
_REPEATED = """SELECT l.n, coalesce(h.file, '') FROM looked l LEFT JOIN held h ON h.id = l.id AND h.content = l.content
    WHERE h.file IS NOT NULL OR EXISTS (SELECT 1 FROM looked m WHERE m.id = l.id AND m.content = l.content AND m.n < l.n)"""
_CLASHES = """SELECT l.id, coalesce(h.file, '') FROM looked l LEFT JOIN held h ON h.id = l.id AND h.content <> l.content
    WHERE h.file IS NOT NULL OR EXISTS (SELECT 1 FROM looked m WHERE m.id = l.id AND m.content <> l.content AND m.n < l.n) LIMIT 1"""


@dataclass(slots=True)
class Repeated:
    """What of a file is there already."""

    numbers: set[int] = field(default_factory=set)
    """Of the records, counted from 0 in the file's order."""
    files: Counter[str] = field(default_factory=Counter)
    """Names of the files that hold them, and how many each; '' for records that come again in the file itself."""
    nothing_new: bool = False
    """Whether all but descriptions of the file (`warcinfo`) is there already."""
    clash: tuple[str, str] | None = None
    """An id that a record of other content has too, and the file of that one as in `files`; None: there is none."""


class Held:
    """Answers for one collection. Memory does not grow with the files."""

    def __init__(self, collection: Collection, index: Lookup, apart: frozenset[str]) -> None:
        """`apart`: names of files that are not looked into."""
        self._collection = collection
        self._index = index
        self._walked = set(apart)
        self._database = sqlite3.connect("", isolation_level=None)  # a temporary file that ends with the process
        self._database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")

    def close(self) -> None:
        """Give back the disk."""
        self._database.close()

    def begin(self) -> None:
        """A file is looked at, record by record."""
        self._database.execute("DELETE FROM looked")

    def look(self, number: int, record: StoredRecord) -> None:
        """Take in a record of it. Files of the collection that show the same address at the same second are read once."""
        self._database.execute("INSERT INTO looked VALUES (?, ?, ?, ?)",
                               (number, record.id, _content(record), record.type == "warcinfo"))
        url, at = record.uri("WARC-Target-URI"), instant_of(record.get("WARC-Date") or "")
        if record.type in SHOWN and url and at is not None:
            for line in self._index.lines(f"{surt(url)} {at:%Y%m%d%H%M%S} ".encode()):
                self._walk(str(line["filename"]))

    def repeated(self) -> Repeated:
        """What of it is there already."""
        found = Repeated(clash=next(self._database.execute(_CLASHES), None))
        for number, file in self._database.execute(_REPEATED):
            found.numbers.add(number)
            found.files[file] += 1
        told = {number for (number,) in self._database.execute("SELECT n FROM looked WHERE info")}
        (count,) = self._database.execute("SELECT count(*) FROM looked").fetchone()
        found.nothing_new = bool(found.files.keys() - {""}) and len(found.numbers | told) == count
        return found

    def taken(self, name: str) -> None:
        """It lies in the collection from now on, under this name."""
        self._walked.add(name)
        self._database.execute("INSERT OR IGNORE INTO held SELECT id, content, ? FROM looked ORDER BY n", (name,))

    def _walk(self, name: str) -> None:
        if name in self._walked:
            return
        self._walked.add(name)
        with suppress(NotFound):
            self._database.executemany("INSERT OR IGNORE INTO held VALUES (?, ?, ?)", (
                (record.id, _content(record), name) for record in records(self._collection.file(f"archive/{name}"), on_bad=_passed_over)))


@contextmanager
def held_by(collection: Collection, apart: frozenset[str]) -> Iterator[Held]:
    """For a collection whose lock is the caller's; its index is brought in step first. Raises `NotWritable`."""
    update_index(collection)
    with (collection.indexes / NAME).open("rb") as index, closing(Held(collection, Lookup(index), apart)) as held:
        yield held


def _content(record: StoredRecord) -> bytes:
    """Type and block as one digest: what a record says besides may be spelled otherwise by the program that packed it anew."""
    digest = hashlib.sha256(record.type.encode() + b"\0")
    for at in range(0, record.block.size, READ_SIZE):
        digest.update(record.block.read(at, at + READ_SIZE))
    return digest.digest()[:16]


def _passed_over(bad: BadRecord) -> None:
    return None
