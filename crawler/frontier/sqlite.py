"""Work under way, in one SQLite file for all portals and processes: what is known, what is due next, what became of it.

A task is handed out by lease and is done only when its outcome was committed, together with the links it gave. So a kill at any
moment repeats work and loses none. Every method is one transaction; one object belongs to one thread.
"""

from __future__ import annotations

import math
import random
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Self

from crawler import clock
from crawler.frontier import moves
from crawler.frontier import owner as owners
from crawler.frontier.known import Known
from crawler.frontier.lease import take
from crawler.frontier.pace import LONGEST_WAIT, HostPace, Pace, Signal
from crawler.frontier.schema import (
    DONE,
    DROPPED,
    FAILED,
    LANES,
    LEASED,
    NEVER,
    OWED,
    PAGE_LANES,
    QUEUED,
    WAITING,
    key_of,
    open_database,
    row_of,
    writing,
)
from crawler.frontier.task import Candidate, Ending, Finish, Pending, Run, Task, TaskKind, host_of
from crawler.frontier.visits import TABLES, Visits

LONGEST_RETRY = 86_400.0
"""Seconds that a task may wait for its next try; a clock that was set back must not make it wait for years."""

_STATES: dict[Ending, int] = {"done": DONE, "failed": FAILED, "dropped": DROPPED, "retry": WAITING}
_FINISH = f"""UPDATE tasks SET state = CASE WHEN lane <= {PAGE_LANES} AND leased_lane > {PAGE_LANES} THEN {QUEUED} ELSE ? END,
  reason = ?, not_before = ?, owner = NULL WHERE id = ? AND state = {LEASED} AND owner = ?"""

_HOST_PACE = "SELECT asked, strikes, struck, next_allowed FROM hosts WHERE id = ?"
_NEXT_TRY = f"SELECT min(not_before) FROM tasks WHERE state = {WAITING} AND portal = ?"
_NEXT_HOST = f"""SELECT min(max(r.at, h.next_allowed)) FROM ready r JOIN hosts h ON h.id = r.host
  WHERE r.portal = ? AND r.at < {NEVER}"""


class Frontier:
    """The queue of one portal."""

    exhausted = False
    """As in `crawler.queue.frontiers.AnyFrontier`: there is no worker beside."""

    def __init__(self, path: Path, portal: str, pace: Pace | None = None, *, places: int = 1 << 20, patience: float = 60.0,
                 lease_seconds: float = owners.LEASE_SECONDS, chance: random.Random | None = None) -> None:
        """Open (or make) the file at `path` for one portal.

        `pace`: its rules (None: the defaults); `places`: addresses remembered in memory, 8 bytes each; `patience`: seconds to
        wait for another process's transaction; `lease_seconds`: silence after which a worker counts as dead. NotWritable or
        ArchiveError.
        """
        self.path = path
        self.pace = pace or Pace()
        self._base = open_database(path, patience)
        self._chance = chance or random.Random()
        self._seed = blake2b(portal.encode() + b"\n", digest_size=16)
        self._places, self._known = places, Known(places)
        self._hosts: dict[str, int] = {}
        self._leased: dict[int, int] = {}
        """Numbers of the hosts of tasks that are leased and not ended."""
        self._lease_seconds = lease_seconds
        with writing(self._base, path) as base:
            for table in TABLES:
                base.execute(table)
            base.execute("INSERT OR IGNORE INTO portals(name) VALUES (?)", (portal,))
            self._portal: int = base.execute("SELECT id FROM portals WHERE name = ?", (portal,)).fetchone()[0]
            base.executemany("INSERT OR IGNORE INTO counts VALUES (?, ?, 0)",
                             [(self._portal, state) for state in range(WAITING + 1)])
        self.visits = Visits(self._base, self._portal)
        """What earlier runs taught of when to come again."""
        self._owner: owners.Owner | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with writing(self._base, self.path) as base:
                yield base
        except BaseException:
            self._hosts.clear()  # numbers that were rolled back
            raise

    def begin(self, now: float, fresh: bool = False) -> Run:
        """Join the portal's run, or begin a new one.

        A run that did not end as `finished` goes on, whoever began it, and leases of dead workers are queued again. Otherwise a new
        one begins, with the pages that the last one owes to it: offer it its seeds. With `fresh` (unless another worker is at it)
        nothing is left of the last one.
        """
        with self._writing() as base:
            owners.reclaim(base, self._portal, now, self._lease_seconds, self.pace.delay)
            beside = base.execute("SELECT 1 FROM owners WHERE portal = ?", (self._portal,)).fetchone() is not None
            run, started, ended = base.execute("SELECT run, started, ended FROM portals WHERE id = ?", (self._portal,)).fetchone()
            resumed = run is not None and (beside or (ended != "finished" and not fresh))
            if not resumed:
                self._clear(base, fresh)
                run, started = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(now))}-{secrets.token_hex(2)}", now
            base.execute("UPDATE portals SET run = ?, started = ?, ended = NULL WHERE id = ?", (run, started, self._portal))
            if base.execute("SELECT 1 FROM owners").fetchone() is None:
                base.execute("UPDATE hosts SET asked = 0 WHERE asked <> 0")  # each worker reads robots.txt before it asks a host
            base.execute("UPDATE hosts SET next_allowed = ? WHERE next_allowed > ?", (now + LONGEST_WAIT, now + LONGEST_WAIT))
            base.execute(f"UPDATE tasks SET not_before = ? WHERE state = {WAITING} AND portal = ? AND not_before > ?",
                         (now + LONGEST_RETRY, self._portal, now + LONGEST_RETRY))
            base.execute("UPDATE ready SET at = 0 WHERE portal = ?", (self._portal,))  # `lease` looks at the hosts anyway
            self._owner = owners.register(base, self._portal, now)
        self._known = Known(self._places)
        return Run(id=run, started=started, resumed=resumed)

    def _clear(self, base: sqlite3.Connection, fresh: bool) -> None:
        """Forget the last run; pages that it owes to the next one (`OWED`) are queued, unless it is to be `fresh`."""
        owed = 0 if fresh else base.execute(f"SELECT count(*) FROM tasks WHERE portal = ? AND {OWED}", (self._portal,)).fetchone()[0]
        others = base.execute("SELECT 1 FROM counts WHERE portal <> ? AND n > 0 LIMIT 1", (self._portal,)).fetchone()
        if owed:
            base.execute(f"DELETE FROM tasks WHERE portal = ? AND NOT ({OWED})", (self._portal,))
        elif others:
            base.execute("DELETE FROM tasks WHERE portal = ?", (self._portal,))
        else:
            base.execute("DELETE FROM tasks")  # without a condition SQLite empties the table page by page, not row by row
        base.execute("DELETE FROM ready WHERE portal = ?", (self._portal,))
        base.execute(f"UPDATE tasks SET state = {QUEUED}, reason = NULL, not_before = 0, owner = NULL WHERE portal = ?", (self._portal,))
        base.execute(f"UPDATE counts SET n = CASE WHEN state = {QUEUED} THEN ? ELSE 0 END WHERE portal = ?", (owed, self._portal))

    def knows(self, url: str, kind: TaskKind, method: str = "GET", body: bytes | None = None) -> bool:
        """Whether that address was certainly offered already as that kind. Asks memory only: False may mean either."""
        return self._known.has(key_of(self._seed, url, method, body), LANES[kind])

    def key(self, url: str, method: str = "GET", body: bytes | None = None) -> bytes:
        """What stands for a request of this portal, here and in `visits`."""
        return key_of(self._seed, url, method, body)

    def offer(self, links: Iterable[Candidate]) -> int:
        """Queue what is not known yet; returns how many tasks were added (or are asked again as pages, having been
        requisites)."""
        fresh = self._unknown(links)
        if not fresh:
            return 0
        with self._writing() as base:
            before = self._queued(base)
            self._insert(base, fresh)
            added = self._queued(base) - before
        self._remember(fresh)
        return added

    def _unknown(self, links: Iterable[Candidate]) -> list[tuple[bytes, Candidate]]:
        has, seed, lanes = self._known.has, self._seed, LANES
        fresh: dict[tuple[bytes, int], Candidate] = {}
        for link in links:
            key = key_of(seed, link.url, link.method, link.apart)
            lane = lanes[link.kind]
            if not has(key, lane):
                fresh.setdefault((key, lane), link)
        return [(key, link) for (key, _), link in fresh.items()]

    def _insert(self, base: sqlite3.Connection, fresh: Sequence[tuple[bytes, Candidate]]) -> None:
        moves.came(base, self._portal, [row_of(link, key, self._portal, self._host(base, link.url)) for key, link in fresh])

    def _remember(self, fresh: Sequence[tuple[bytes, Candidate]]) -> None:
        """Only after the commit: what was rolled back must not count as known."""
        for key, link in fresh:
            self._known.add(key, LANES[link.kind])

    def _queued(self, base: sqlite3.Connection) -> int:
        row = base.execute(f"SELECT n FROM counts WHERE portal = ? AND state = {QUEUED}", (self._portal,)).fetchone()
        return int(row[0])

    def _host(self, base: sqlite3.Connection, url: str) -> int:
        name = host_of(url)
        number = self._hosts.get(name)
        if number is None:
            base.execute("INSERT OR IGNORE INTO hosts(name) VALUES (?)", (name,))
            number = base.execute("SELECT id FROM hosts WHERE name = ?", (name,)).fetchone()[0]
            if len(self._hosts) >= 10_000:
                self._hosts.clear()
            self._hosts[name] = number
        return number

    def lease(self, n: int, now: float) -> list[Task]:
        """Up to `n` tasks to begin now, as the pace of their hosts allows; empty when there are none (see `next_wake`)."""
        if n <= 0 or (self.pace.quiet is not None and self.pace.quiet.until(now) is not None):
            return []
        owner = self._alive(now)
        with self._writing() as base:
            taken = take(base, self._portal, owner.id, self.pace, n, now, self._chance.random)
        self._leased.update((task.id, host) for task, host in taken)
        return [task for task, _ in taken]

    def turn(self, url: str, now: float, began: float = 0.0) -> float:
        """Seconds until the host of an address may be asked by a task under way, beside what is leased; 0: now, and the next request to
        it waits its time from now on. `began`: when this worker last asked it, which may be later than it was meant to; 0: never."""
        quiet = self.pace.quiet.until(now) if self.pace.quiet is not None else None
        with self._writing() as base:
            number = self._host(base, url)
            row = base.execute(_HOST_PACE, (number,)).fetchone()
            host = HostPace(asked=row[0], strikes=row[1], struck=row[2], next_allowed=row[3])
            wait = max(self.pace.earliest(host, began), quiet or now) - now
            if wait <= 0:
                base.execute("UPDATE hosts SET next_allowed = ? WHERE id = ?",
                             (now + self.pace.spacing(host, self._chance.random()), number))
        return max(0.0, wait)

    def put_off(self, host: str, tasks: Sequence[int] = ()) -> int:
        """Leave a host's pages to the next run: those that are queued, and these leased ones; how many."""
        if self._owner is None:
            raise RuntimeError("begin() comes before put_off()")
        with self._writing() as base:
            leased = base.executemany(f"UPDATE tasks SET state = {DROPPED}, reason = 'budget', owner = NULL WHERE id = ? AND owner = ?",
                                      [(number, self._owner.id) for number in tasks]).rowcount if tasks else 0
            queued = base.execute(f"UPDATE tasks SET state = {DROPPED}, reason = 'budget' WHERE portal = ? AND state IN "
                                  f"({QUEUED}, {WAITING}) AND lane BETWEEN 1 AND {PAGE_LANES} AND host = (SELECT id FROM hosts "
                                  "WHERE name = ?)", (self._portal, host)).rowcount
        for number in tasks:
            self._leased.pop(number, None)
        return max(0, leased) + queued

    def heartbeat(self, now: float) -> None:
        """Say that this worker lives. `lease` does it too; call it at least every third of `lease_seconds` while not leasing."""
        self._alive(now)

    def _alive(self, now: float) -> owners.Owner:
        owner = self._owner
        if owner is None:
            raise RuntimeError("begin() comes before lease()")
        if abs(now - owner.beat) > self._lease_seconds / 4:
            with self._writing() as base:
                owner = self._owner = owners.beat(base, owner, now)
                owners.reclaim(base, self._portal, now, self._lease_seconds, self.pace.delay)
        return owner

    def commit(self, finished: Sequence[Finish]) -> None:
        """Take in how tasks ended, the links they gave and what they say of their hosts: all of it or nothing.

        An ending for a task whose lease was lost meanwhile changes nothing; its links are taken all the same.
        """
        if self._owner is None:
            raise RuntimeError("begin() comes before commit()")
        owner = self._owner.id
        fresh = self._unknown(link for finish in finished for link in finish.links)
        with self._writing() as base:
            self._insert(base, fresh)
            self._end(base, owner, finished)
            base.execute("UPDATE owners SET outcomes = 1 WHERE id = ? AND outcomes = 0", (owner,))
            self._heed(base, [(end.task, end.signal) for end in finished if end.signal is not None])
            self.visits.learn((finish.lesson for finish in finished if finish.lesson is not None), clock.now())
        self._remember(fresh)
        for end in finished:
            self._leased.pop(end.task, None)

    def _end(self, base: sqlite3.Connection, owner: int, finished: Sequence[Finish]) -> None:
        """End tasks: what is done, as nearly all are, at once; what else became of them, and what of those was left, one by one."""
        done: dict[tuple[str | None, float], list[Finish]] = {}
        rest: list[Finish] = []
        for end in finished:
            (done.setdefault((end.reason, end.not_before), []) if end.ending == "done" else rest).append(end)
        for (reason, not_before), ends in done.items():
            hosts = {self._leased[end.task] for end in ends if end.task in self._leased}
            if not moves.done(base, self._portal, owner, [end.task for end in ends], reason, not_before, hosts):
                rest += ends
        base.executemany(_FINISH, [(_STATES[end.ending], end.reason, end.not_before, end.task, owner) for end in rest])

    def _heed(self, base: sqlite3.Connection, signals: Sequence[tuple[int, Signal]]) -> None:
        """Take in what answers to tasks say of their hosts, each of which is read and written once."""
        numbers = {task: self._leased[task] for task, _ in signals if task in self._leased}
        before = {number: HostPace(asked=asked, strikes=strikes, struck=struck, next_allowed=next_allowed)
                  for number in dict.fromkeys(numbers.values())
                  for asked, strikes, struck, next_allowed in base.execute(_HOST_PACE, (number,))}
        after = dict(before)
        for task, signal in signals:
            if (number := numbers.get(task)) in after:
                after[number] = self.pace.after(after[number], signal)
        base.executemany("UPDATE hosts SET strikes = ?, struck = ?, next_allowed = ? WHERE id = ?",
                         [(host.strikes, host.struck, host.next_allowed, number) for number, host in after.items()
                          if host is not before[number]])

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep what a host's robots.txt asks for (0: nothing), already bounded; it holds for all workers from the next lease on.

        `host` as `crawler.frontier.task.host_of` spells it.
        """
        with self._writing() as base:
            base.execute("INSERT INTO hosts(name, asked) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET asked = excluded.asked",
                         (host, seconds))

    def pending(self) -> Pending:
        """The portal's tasks by state; a few microseconds, whatever their number."""
        n = dict(self._base.execute("SELECT state, n FROM counts WHERE portal = ?", (self._portal,)).fetchall())
        return Pending(queued=n[QUEUED], leased=n[LEASED], done=n[DONE], failed=n[FAILED], dropped=n[DROPPED], waiting=n[WAITING])

    def reasons(self) -> dict[tuple[str, str], int]:
        """How many tasks ended as (`failed` or `dropped`, reason). Reads all tasks: for the end of a crawl."""
        rows = self._base.execute(f"SELECT state, coalesce(reason, ''), count(*) FROM tasks WHERE portal = ? AND state IN "
                                  f"({FAILED}, {DROPPED}) GROUP BY 1, 2", (self._portal,))
        return {("failed" if state == FAILED else "dropped", reason): n for state, reason, n in rows}

    def overall(self, own: Mapping[str, int]) -> Mapping[str, int]:
        """What all workers of the run have counted; the collection's lock lets no other be at it: `own`."""
        return own

    def beside(self) -> Mapping[str, int]:
        """What other workers of the run have counted: there are none."""
        return {}

    def next_wake(self, now: float) -> float | None:
        """The earliest instant at which `lease` may give something without a commit before; `now` when it may at once.

        None: nothing waits for time; either all is done or only this worker's own commits can free something. Leases of other
        workers count as waiting until they would be dead.
        """
        quiet = self.pace.quiet.until(now) if self.pace.quiet else None
        rows = [self._base.execute(statement, (self._portal,)).fetchone() for statement in (_NEXT_TRY, _NEXT_HOST)]
        instants = [row[0] for row in rows if row[0] is not None]
        if self._owner is not None:
            instants += owners.expiries(self._base, self._owner, self._lease_seconds)
        earliest = min(instants, default=math.inf)
        return None if earliest == math.inf else max(now, earliest, quiet or now)

    def end(self, reason: str, now: float) -> None:
        """Leave the run: own leases go back to the queue as if never taken.

        `finished` closes the run, unless tasks are still open or another worker is at it; any other reason leaves it to be
        resumed.
        """
        if self._owner is None:
            return
        with self._writing() as base:
            owners.release(base, self._owner)
            beside = base.execute("SELECT 1 FROM owners WHERE portal = ?", (self._portal,)).fetchone()
            if not (reason == "finished" and (beside or self.pending().open)):
                base.execute("UPDATE portals SET ended = ? WHERE id = ?", (reason, self._portal))
        self._owner = None

    def close(self) -> None:
        """Close the file. Without `end` before, leases stay until the next `begin` finds this worker dead."""
        self._base.close()
