"""What coverage took from files, in `coverage.sqlite` of the archive's root: a file that did not change is not read again. Derived; it
may be deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import orjson

from archive.layout import Archive
from archive.remote.store import state_of

NAME = "coverage.sqlite"
VERSION = 2
"""Of the tables and of what is taken from files; another one's file is made anew."""
BATCH = 500
_TABLES = """
CREATE TABLE files (n INTEGER PRIMARY KEY, collection TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
    UNIQUE (collection, name));
CREATE TABLE facts (file INTEGER NOT NULL, part INTEGER NOT NULL, told BLOB NOT NULL, PRIMARY KEY (file, part)) WITHOUT ROWID;
CREATE TABLE faults (file INTEGER NOT NULL, part INTEGER NOT NULL, told TEXT NOT NULL, PRIMARY KEY (file, part)) WITHOUT ROWID;
CREATE TABLE shown (file INTEGER NOT NULL, offset INTEGER NOT NULL, rules TEXT NOT NULL, told BLOB NOT NULL,
    PRIMARY KEY (file, offset, rules)) WITHOUT ROWID;
"""
BUSY_SECONDS = 10.0

Report = Callable[[str], None]


class Kept:
    """The notes of an archive. A context manager; what was noted is there for the next one."""

    def __init__(self, archive: Archive, *, keep: bool = True) -> None:
        """`keep`: False writes nothing to the archive. Where it cannot be written, or another process holds it, nothing is kept either."""
        self._path = archive.root / NAME if keep else None
        self._base = (_opened(self._path) if self._path is not None else None) or _made(sqlite3.connect("", isolation_level=None))

    def __enter__(self) -> Self:
        self._base.execute("BEGIN")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with suppress(sqlite3.Error):  # the disk is full: then files are read again
            self._base.execute("COMMIT" if kind is None else "ROLLBACK")
        self._base.close()
        if self._path is not None and kind is not None and issubclass(kind, sqlite3.DatabaseError) and not issubclass(
                kind, sqlite3.OperationalError):
            self._path.unlink(missing_ok=True)  # damaged

    def facts(self, collection: str, path: Path, take: Callable[[Report], Iterable[Any]], report: Report) -> Iterator[tuple[int, Any]]:
        """The number of the file and each fact of it, as JSON values: those that are kept, or what `take` yields. `report` gets what
        `take` had to report."""
        number, fresh = self._file(collection, path)
        if fresh:
            self._take(number, take)
        for (fault,) in self._base.execute("SELECT told FROM faults WHERE file = ? ORDER BY part", (number,)):
            report(fault)
        for (told,) in self._base.execute("SELECT told FROM facts WHERE file = ? ORDER BY part", (number,)):
            for fact in orjson.loads(told):
                yield number, fact

    def shown(self, file: int, offset: int, rules: str, read: Callable[[], Any]) -> Any:
        """What the listing at that place shows by these rules: as it is kept, or as `read` gives it."""
        row = self._base.execute("SELECT told FROM shown WHERE file = ? AND offset = ? AND rules = ?", (file, offset, rules)).fetchone()
        if row is not None:
            return orjson.loads(row[0])
        told = orjson.dumps(read(), default=tuple)
        self._base.execute("INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?)", (file, offset, rules, told))
        return orjson.loads(told)

    def _file(self, collection: str, path: Path) -> tuple[int, bool]:
        """Its number, and whether it must be read."""
        state = state_of(path)
        row = self._base.execute("SELECT n, size, mtime FROM files WHERE collection = ? AND name = ?",
                                 (collection, f"{path.parent.name}/{path.name}")).fetchone()
        if row is not None:
            if row[1:] == state:
                return row[0], False
            for table in ("facts", "faults", "shown"):
                self._base.execute(f"DELETE FROM {table} WHERE file = ?", (row[0],))
            self._base.execute("DELETE FROM files WHERE n = ?", (row[0],))
        made = self._base.execute("INSERT INTO files (collection, name, size, mtime) VALUES (?, ?, ?, ?)",
                                  (collection, f"{path.parent.name}/{path.name}", *state))
        return int(made.lastrowid or 0), True

    def _take(self, number: int, take: Callable[[Report], Iterable[Any]]) -> None:
        faults, batch, part = list[str](), list[Any](), 0
        for fact in take(faults.append):
            batch.append(fact)
            if len(batch) == BATCH:
                self._base.execute("INSERT INTO facts VALUES (?, ?, ?)", (number, part, orjson.dumps(batch, default=tuple)))
                batch, part = [], part + 1
        self._base.execute("INSERT INTO facts VALUES (?, ?, ?)", (number, part, orjson.dumps(batch, default=tuple)))
        self._base.executemany("INSERT INTO faults VALUES (?, ?, ?)", [(number, place, fault) for place, fault in enumerate(faults)])


def _opened(path: Path) -> sqlite3.Connection | None:
    """The file, made anew where it is none of ours; None where it cannot be written."""
    for attempt in range(2):
        try:
            base = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                base.execute("PRAGMA synchronous = OFF")
                base.execute("BEGIN IMMEDIATE")
                if base.execute("PRAGMA user_version").fetchone() == (VERSION,):
                    base.execute("COMMIT")
                    return base
                if base.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                    return _made(base)
                raise sqlite3.DatabaseError("of another form")
            except BaseException:
                base.close()
                raise
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            if attempt:
                return None
            with suppress(OSError):
                path.unlink()
    return None


def _made(base: sqlite3.Connection) -> sqlite3.Connection:
    for statement in filter(None, map(str.strip, _TABLES.split(";"))):
        base.execute(statement)
    base.execute(f"PRAGMA user_version = {VERSION}")
    if base.in_transaction:
        base.execute("COMMIT")
    return base
