"""The last run of each portal, whoever began it, and how far it is: read from the frontier, where crawls keep their work."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.index import unwritten
from crawler.frontier.schema import DONE, DROPPED, FAILED, LEASED, QUEUED, WAITING

SILENT = 120.0
"""Seconds without a sign of life after which a process counts as gone."""
WINDOW = 15.0
"""Seconds over which a rate is taken."""
_RUNS = """SELECT p.id, p.name, p.run, p.started, p.ended, (SELECT max(o.beat) FROM owners o WHERE o.portal = p.id) FROM portals p
    WHERE p.run IS NOT NULL ORDER BY p.started DESC"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The newest run of a portal."""

    portal: str
    run: str
    """Its id, as in warcinfo."""
    started: float
    """Seconds since the epoch."""
    ended: str | None
    """As Scrapy calls its end: `finished`, `shutdown` and so on; None: it runs, or was killed."""
    running: bool
    done: int
    """Addresses that were asked and answered."""
    failed: int
    dropped: int
    """Those that were not to be asked."""
    queued: int
    """Those that wait, or are under way."""

    @property
    def settled(self) -> int:
        """Addresses that are done with."""
        return self.done + self.failed + self.dropped


def last_runs(path: Path) -> list[LastRun]:
    """Of `frontier.sqlite` at `path`, newest first; empty where there is none, or none that can be read. Nothing is written."""
    try:
        with closing(sqlite3.connect(unwritten.address(path), uri=True, timeout=2)) as base:
            counts: dict[int, dict[int, int]] = {}
            for portal, state, n in base.execute("SELECT portal, state, n FROM counts"):
                counts.setdefault(portal, {})[state] = n
            return [_run(row, counts.get(row[0], {})) for row in base.execute(_RUNS)]
    except sqlite3.Error:
        return []


def _run(row: tuple[int, str, str, float | None, str | None, float | None], counts: dict[int, int]) -> LastRun:
    _, name, run, started, ended, beat = row
    return LastRun(portal=name, run=run, started=started or 0.0, ended=ended, done=counts.get(DONE, 0), failed=counts.get(FAILED, 0),
                   running=ended is None and beat is not None and time.time() - beat < SILENT, dropped=counts.get(DROPPED, 0),
                   queued=sum(counts.get(state, 0) for state in (QUEUED, LEASED, WAITING)))


class Rate:
    """Addresses a second of late."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def of(self, settled: int, now: float) -> float:
        """With so many done with at an instant."""
        self._seen.append((now, settled))
        while len(self._seen) > 2 and now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        then, before = self._seen[0]
        return max(0, settled - before) / (now - then) if now > then else 0.0
