"""Which scheduled runs there were: one SQLite file in the archive's root. It may be deleted; then nothing is late and nothing is
caught up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from archive.durable import not_writable, refused
from archive.errors import NotWritable
from archive.index import unwritten
from archive.index.write_ahead import write_ahead

FILE = "schedule.sqlite"
AHEAD = 2 * 86_400.0
"""Seconds by which a run may lie in the future: less is a clock that was set right."""
KEPT = 1000
"""Runs of each portal that are remembered."""
_TABLES = """
CREATE TABLE IF NOT EXISTS portals (name TEXT PRIMARY KEY, since REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (n INTEGER PRIMARY KEY, portal TEXT NOT NULL, due REAL NOT NULL, started REAL NOT NULL, ended REAL,
    code INTEGER, end TEXT, summary TEXT, pid INTEGER, born REAL, out TEXT);
CREATE INDEX IF NOT EXISTS runs_by_portal ON runs (portal, n);
"""
_COLUMNS = "n, portal, due, started, ended, code, end, summary, pid, born, out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledRun:
    """One run."""

    n: int
    portal: str
    due: float
    """Instant that the schedule named; seconds since the epoch, as all here."""
    started: float
    ended: float | None
    """None: it is under way, or was when this was last written."""
    code: int | None
    """Exit code; None: not known."""
    end: str | None
    """In words."""
    summary: dict[str, Any]
    """The portal's part of the crawl's JSON summary; empty when there is none."""
    pid: int | None
    born: float | None
    """Process of the crawl and when that was created; None: it was not begun."""
    out: str | None
    """File that the crawl writes its summary to."""


class Runs:
    """The runs of one archive. Use it from one thread."""

    def __init__(self, root: Path, *, read_only: bool = False) -> None:
        """Open or make the file; `read_only`: write nothing, no runs where there is no file. Raises `NotWritable`."""
        self.path = root / FILE
        try:
            if read_only:
                self._base = _standing(self.path)
                return
            root.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            write_ahead(self._base, 30)
            self._base.executescript(_TABLES)
        except OSError as error:
            raise not_writable(self.path, error) from None
        except sqlite3.Error as error:
            raise refused(self.path, error) or NotWritable(
                f"{self.path}: {error}; delete it (with its -wal and -shm) and it is made again") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._base:
                yield self._base
        except sqlite3.Error as error:
            raise refused(self.path, error) or NotWritable(f"{self.path}: {error}") from None

    def know(self, portal: str, now: float) -> None:
        """A portal is on schedule from now on, if it was not before, or since a day that has not come."""
        with self._writing() as base:
            base.execute("INSERT OR IGNORE INTO portals VALUES (?, ?)", (portal, now))
            base.execute("UPDATE portals SET since = ?2 WHERE name = ?1 AND since > ?2 + ?3", (portal, now, AHEAD))

    def last_due(self, portal: str, now: float) -> float | None:
        """When its last run was due, or since when it is on schedule; None: it is not. What a clock that was far ahead noted does not
        count: the portal would wait for that day."""
        row = self._base.execute("SELECT max(due) FROM (SELECT due FROM runs WHERE portal = ?1 UNION SELECT since FROM portals "
                                 "WHERE name = ?1) WHERE due <= ?2", (portal, now + AHEAD)).fetchone()
        return None if row is None or row[0] is None else float(row[0])

    def ahead(self, portal: str, now: float) -> float | None:
        """The day that a run is said to have begun that has not come; None: there is none."""
        row = self._base.execute("SELECT max(started) FROM runs WHERE portal = ? AND started > ?", (portal, now + AHEAD)).fetchone()
        return None if row is None or row[0] is None else float(row[0])

    def begin(self, portal: str, due: float, now: float) -> int:
        """A run begins; its number."""
        with self._writing() as base:
            number = base.execute("INSERT INTO runs (portal, due, started) VALUES (?, ?, ?)", (portal, due, now)).lastrowid
            base.execute("DELETE FROM runs WHERE portal = ?1 AND n <= (SELECT max(n) FROM runs) - ?2 AND n NOT IN "
                         "(SELECT n FROM runs WHERE portal = ?1 ORDER BY n DESC LIMIT ?2)", (portal, KEPT))
        assert number is not None
        return number

    def process(self, number: int, pid: int, born: float, out: Path) -> None:
        """The process that a run is."""
        with self._writing() as base:
            base.execute("UPDATE runs SET pid = ?, born = ?, out = ? WHERE n = ?", (pid, born, str(out), number))

    def end(self, number: int, now: float, code: int | None, words: str, summary: dict[str, Any]) -> None:
        """A run ended."""
        with self._writing() as base:
            base.execute("UPDATE runs SET ended = ?, code = ?, end = ?, summary = ? WHERE n = ?",
                         (now, code, words, json.dumps(summary), number))

    def last(self, portal: str) -> ScheduledRun | None:
        """Its newest run; None: there was none."""
        return next(iter(self._read("WHERE portal = ? ORDER BY n DESC LIMIT 1", portal)), None)

    def last_ended(self, portal: str) -> ScheduledRun | None:
        """Its newest run that has ended; None: there is none."""
        return next(iter(self._read("WHERE portal = ? AND ended IS NOT NULL ORDER BY n DESC LIMIT 1", portal)), None)

    def open(self) -> list[ScheduledRun]:
        """Runs without an end."""
        return self._read("WHERE ended IS NULL ORDER BY n")

    def since(self, portal: str, instant: float) -> list[ScheduledRun]:
        """Its runs that began then or later."""
        return self._read("WHERE portal = ? AND started >= ? ORDER BY n", portal, instant)

    def codes(self) -> list[tuple[str, int, int]]:
        """Portal, exit code, number of runs that ended so."""
        return self._base.execute("SELECT portal, code, count(*) FROM runs WHERE code IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2").fetchall()

    def _read(self, where: str, *values: object) -> list[ScheduledRun]:
        return [_run(row) for row in self._base.execute(f"SELECT {_COLUMNS} FROM runs {where}", values)]


def _standing(path: Path) -> sqlite3.Connection:
    """The file as it is, for reading alone; without one an empty database in memory."""
    if not path.is_file():
        base = sqlite3.connect(":memory:", isolation_level=None)
        base.executescript(_TABLES)
        return base
    base = sqlite3.connect(unwritten.address(path), uri=True, timeout=30, isolation_level=None)
    base.execute("SELECT count(*) FROM runs")
    return base


def recent(root: Path, most: int) -> list[ScheduledRun]:
    """The newest runs of all portals, newest first, without writing anything; empty where nothing is scheduled."""
    path = root / FILE
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(unwritten.address(path), uri=True, timeout=5)) as base:
            return [_run(row) for row in base.execute(f"SELECT {_COLUMNS} FROM runs ORDER BY n DESC LIMIT ?", (most,))]
    except sqlite3.Error:
        return []


def _run(row: Sequence[Any]) -> ScheduledRun:
    return ScheduledRun(n=row[0], portal=row[1], due=row[2], started=row[3], ended=row[4], code=row[5], end=row[6],
                        summary=json.loads(row[7] or "{}"), pid=row[8], born=row[9], out=row[10])
