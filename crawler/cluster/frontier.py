"""The frontier of `crawler.frontier.sqlite` on a PostgreSQL server, for workers on many machines.

A lease lasts as long as its worker speaks; what a silent one held is queued again. Each method is one transaction, which is tried
again when the server goes away; what may have been done before the answer was lost is found out, not guessed.
"""

from __future__ import annotations

import math
import random
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Self

import orjson

from archive.errors import NotWritable
from archive.index.capture_index import Address
from crawler import clock
from crawler.cluster import rows, workers
from crawler.cluster.ceiling import room_of
from crawler.cluster.endings import take_in
from crawler.cluster.leasing import PUT_OFF, take
from crawler.cluster.memory import Memory
from crawler.cluster.run import begin
from crawler.cluster.schema import FULL, Connection
from crawler.cluster.server import Server
from crawler.cluster.visits import SharedVisits
from crawler.frontier.known import Known
from crawler.frontier.pace import HostPace, Pace
from crawler.frontier.schema import DONE, DROPPED, FAILED, LANES, LEASED, QUEUED, WAITING, key_of
from crawler.frontier.task import Candidate, Finish, Pending, Run, Task, TaskKind, host_of

POLL = 0.5
"""Seconds after which a worker without work looks whether others have found some."""
RECLAIM = 1.0
"""Seconds between two looks of a worker without work for others that died."""
HOSTS_KNOWN = 10_000

_WAKE = f"""SELECT (SELECT min(not_before) FROM tasks WHERE state = {WAITING} AND portal = %(portal)s),
  (SELECT min(greatest(r.at, h.next_allowed)) FROM ready r JOIN hosts h ON h.id = r.host WHERE r.portal = %(portal)s AND r.at < {FULL}),
  (SELECT min(beat + patience) FROM workers w WHERE w.portal = %(portal)s AND w.id <> %(own)s
    AND EXISTS (SELECT 1 FROM tasks t WHERE t.state = {LEASED} AND t.owner = w.id)),
  EXISTS (SELECT 1 FROM workers w WHERE w.portal = %(portal)s AND w.id <> %(own)s)"""


class ClusterFrontier:
    """The queue of one portal; `crawler.queue.frontiers.AnyFrontier`. Belongs to one thread but for `heartbeat`."""

    def __init__(self, server: Server, portal: str, pace: Pace | None = None, *, places: int = 1 << 20,
                 lease_seconds: float = workers.LEASE_SECONDS, poll: float = POLL, chance: random.Random | None = None,
                 tally: Callable[[], Mapping[str, int]] = dict, joining: bool = False, budget: int = 0, limit: int = 0) -> None:
        """`pace`, `places` and `chance` as for `crawler.frontier.sqlite.Frontier`; `lease_seconds`: silence after which a worker counts as
        dead; `poll`: see `POLL`; `tally`: what this worker has counted so far in this run, for `overall` of others;
        `joining`: whether `begin` only joins a run, or raises `crawler.cluster.run.NothingToJoin`; `budget`: pages that all workers
        together may ask of each host in a run, 0: any number, or what another said; `limit`: articles that all together may read from
        now on, 0: any number, and what the first at the run said where others are. Raises `ArchiveError`."""
        self.pace = pace or Pace()
        self._server = server
        self._chance = chance or random.Random()
        self._seed = blake2b(portal.encode() + b"\n", digest_size=16)
        self._places, self._known = places, Known(places)
        self._hosts: dict[str, int] = {}
        self._lease_seconds, self._poll = lease_seconds, poll
        self._tally, self._joining, self._budget, self._limit = tally, joining, budget, limit
        self._portal = server.perform(lambda c: self._entered(c, portal))
        self._name = portal
        self.visits = SharedVisits(server, self._portal)
        """What earlier runs taught of when to come again."""
        self.exhausted = False
        """Whether all workers together have read as many articles as the run may, as the last `lease` saw it."""
        self._worker: workers.Worker | None = None
        self._run: Run | None = None
        self._held: set[int] = set()
        """Tasks that this worker was given and has not ended."""
        self._commits = 0
        self._connected = server.connected
        self._reclaimed = -math.inf

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def _entered(connection: Connection, portal: str) -> int:
        connection.execute("INSERT INTO portals(name) VALUES (%s) ON CONFLICT DO NOTHING", (portal,))
        row = connection.execute("SELECT id FROM portals WHERE name = %s", (portal,)).fetchone()
        assert row is not None
        return int(row[0])

    # --- runs ---------------------------------------------------------------------------------------------------------------------

    def begin(self, now: float, fresh: bool = False) -> Run:
        """Join the portal's run, or begin a new one; as `crawler.frontier.sqlite.Frontier.begin`."""
        token = secrets.token_hex(2)
        at = now + self._server.ahead
        self._run, self._worker = self._server.perform(
            lambda c: begin(c, self._portal, at, fresh=fresh, lease_seconds=self._lease_seconds, delay=self.pace.delay, token=token,
                            joining=self._joining, budget=self._budget, limit=self._limit))
        self.exhausted = False
        self._known = Known(self._places)
        self._held.clear()
        self._commits = 0
        return replace(self._run, started=self._run.started - self._server.ahead)

    def end(self, reason: str, now: float) -> None:
        """Leave the run; as `crawler.frontier.sqlite.Frontier.end`."""
        worker, self._worker = self._worker, None  # before all else: a heartbeat must not enter it again
        if worker is None:
            return

        def left(connection: Connection) -> None:
            connection.execute("SELECT 1 FROM portals WHERE id = %s FOR UPDATE", (self._portal,))
            connection.execute("UPDATE workers SET tally = %s WHERE id = %s", (self._told(), worker.id))
            workers.release(connection, worker)
            beside = connection.execute("SELECT 1 FROM workers WHERE portal = %s LIMIT 1", (self._portal,)).fetchone()
            # While others are at it the run goes on, whyever this one leaves.
            if not beside and not (reason == "finished" and self._counted(connection).open):
                connection.execute("UPDATE portals SET ended = %s, ended_at = %s WHERE id = %s",
                                   (reason, now + self._server.ahead, self._portal))

        self._server.perform(left)
        self._held.clear()

    def close(self) -> None:
        """Nothing more is asked of the server. Without `end` before, leases stay until this worker counts as dead."""
        self._worker = None

    def overall(self, own: Mapping[str, int]) -> Mapping[str, int]:
        """What all workers of the run have counted (see `tally`), those that left or died included; `own`: this one's. Before `end`."""
        summed = dict(own)
        for name, n in self.beside().items():
            summed[name] = summed.get(name, 0) + n
        return {**summed, "left_over": self.reasons().get(("dropped", "budget"), 0)}

    def beside(self) -> Mapping[str, int]:
        """What all others have counted, those that left or died included. Before `end`."""
        number = self._required("beside").id
        return dict(self._server.perform(lambda c: c.execute(
            "SELECT t.key, sum(t.value::bigint)::bigint FROM (SELECT tally FROM portals WHERE id = %s UNION ALL SELECT tally FROM "
            "workers WHERE portal = %s AND id <> %s) x, jsonb_each_text(x.tally) t GROUP BY 1",
            (self._portal, self._portal, number)).fetchall()))

    def _told(self) -> str:
        return orjson.dumps(dict(self._tally())).decode()

    def memory(self, own: Callable[[str], Address | None]) -> Memory:
        """What all workers have seen of addresses, over what this one's archive remembers."""
        return Memory(self._server, self._portal, self.key, own)

    # --- what is known and offered ------------------------------------------------------------------------------------------------

    def knows(self, url: str, kind: TaskKind, method: str = "GET", body: bytes | None = None) -> bool:
        """Whether that address was certainly offered already as that kind. Asks memory only: False may mean either."""
        return self._known.has(key_of(self._seed, url, method, body), LANES[kind])

    def key(self, url: str, method: str = "GET", body: bytes | None = None) -> bytes:
        """What stands for a request of this portal, here and in `visits`."""
        return key_of(self._seed, url, method, body)

    def offer(self, links: Iterable[Candidate]) -> int:
        """Queue what is not known yet; returns how many tasks were added (or are asked again as pages, having been requisites)."""
        fresh = self._unknown(links)
        if not fresh:
            return 0
        hosts = self._numbers(fresh)

        def offered(connection: Connection) -> int:
            before = self._own_queued(connection)
            rows.offer(connection, self._portal, [(key, hosts[host_of(link.url)], link) for key, link in fresh])
            added = self._own_queued(connection) - before
            connection.execute("SELECT came(%s, %s::integer[])", (self._portal, sorted(set(hosts.values()))))
            return added

        added = self._server.perform(offered)
        self._remember(fresh)
        return added

    def _unknown(self, links: Iterable[Candidate]) -> list[tuple[bytes, Candidate]]:
        fresh: dict[tuple[bytes, int], Candidate] = {}
        for link in links:
            key, lane = key_of(self._seed, link.url, link.method, link.apart), LANES[link.kind]
            if not self._known.has(key, lane):
                fresh.setdefault((key, lane), link)
        return [(key, link) for (key, _), link in fresh.items()]

    def _remember(self, fresh: Sequence[tuple[bytes, Candidate]]) -> None:
        """Only after the commit: what was rolled back must not count as known."""
        for key, link in fresh:
            self._known.add(key, LANES[link.kind])

    def _own_queued(self, connection: Connection) -> int:
        """Of what this connection has queued and taken off, the sum: it moves by this transaction alone."""
        row = connection.execute(f"SELECT n FROM counts WHERE portal = %s AND state = {QUEUED} AND slot = pg_backend_pid()",
                                 (self._portal,)).fetchone()
        return int(row[0]) if row else 0

    def _numbers(self, fresh: Sequence[tuple[bytes, Candidate]]) -> dict[str, int]:
        """Numbers of these links' hosts, by name."""
        names = {host_of(link.url) for _, link in fresh}
        if missing := {name for name in names if name not in self._hosts}:
            found = self._server.perform(lambda c: rows.host_numbers(c, missing))
            if len(self._hosts) >= HOSTS_KNOWN:
                self._hosts = {name: self._hosts[name] for name in names if name in self._hosts}
            self._hosts |= {name: found[rows.text(name) or ""] for name in missing}
        return {name: self._hosts[name] for name in names}

    # --- leases -------------------------------------------------------------------------------------------------------------------

    def lease(self, n: int, now: float) -> list[Task]:
        """Up to `n` tasks to begin now, as the pace of their hosts allows; empty when there are none (see `next_wake`)."""
        if n <= 0 or (self.pace.quiet is not None and self.pace.quiet.until(now) is not None):
            return []
        worker = self._alive(now)
        at, begun = now + self._server.ahead, time.monotonic()

        def leased(connection: Connection) -> tuple[list[Task], bool]:
            room = room_of(connection, self._portal)
            self._reconnected(connection, worker, at)
            taken = take(connection, self._portal, worker.id, self.pace, n, at, self._chance.random, room)
            return [rows.task_of(row) for row in taken], room is not None and not room.read

        tasks, self.exhausted = self._server.perform(leased)
        self._connected = self._server.connected
        self._held.update(task.id for task in tasks)
        if not tasks and now - self._reclaimed >= RECLAIM:
            self._reclaimed = now
            if self._server.perform(lambda c: workers.reclaim(c, self._portal, at + time.monotonic() - begun, self.pace.delay, worker.id)):
                return self.lease(n, now)
        return tasks

    def _reconnected(self, connection: Connection, worker: workers.Worker, at: float) -> None:
        """Where the connection is another than before: tasks of an answer that was lost with it go back; what is in hand stays there."""
        if self._connected != self._server.connected:
            workers.give_back(connection, worker, tuple(self._held))
            workers.keep(connection, worker, sorted(self._held), lambda asked: at + self.pace.spacing(HostPace(asked=asked), 1.0))

    def turn(self, url: str, now: float, began: float = 0.0) -> float:
        """As `crawler.frontier.sqlite.Frontier.turn`."""
        quiet = self.pace.quiet.until(now) if self.pace.quiet is not None else None
        ahead, chance = self._server.ahead, self._chance.random()
        number = self._numbers([(b"", Candidate(url=url, kind="article"))])[host_of(url)]

        def turned(connection: Connection) -> float:
            row = connection.execute("SELECT asked, strikes, struck, next_allowed FROM hosts WHERE id = %s FOR UPDATE",
                                     (number,)).fetchone()
            assert row is not None
            host = HostPace(asked=row[0], strikes=row[1], struck=row[2], next_allowed=row[3])
            wait = max(self.pace.earliest(host, began + ahead) - ahead, quiet or now) - now
            if wait <= 0:
                connection.execute("UPDATE hosts SET next_allowed = %s WHERE id = %s",
                                   (now + ahead + self.pace.spacing(host, chance), number))
            return wait

        return max(0.0, self._server.perform(turned))

    def put_off(self, host: str, tasks: Sequence[int] = ()) -> int:
        """Leave a host's pages to the next run: those that are queued, and these leased ones; how many."""
        worker = self._required("put_off")

        def put(connection: Connection) -> int:
            leased = connection.execute(f"UPDATE tasks SET state = {DROPPED}, reason = 'budget', owner = NULL WHERE state = {LEASED} "
                                        "AND id = ANY(%s::bigint[]) AND owner = %s", (list(tasks), worker.id)).rowcount
            number = [row[0] for row in connection.execute("SELECT id FROM hosts WHERE name = %s", (rows.text(host),)).fetchall()]
            queued = connection.execute(PUT_OFF, (self._portal, number)).rowcount
            connection.execute("SELECT freed(%s::integer[])", (number,))
            return max(0, leased) + max(0, queued)

        count = self._server.perform(put)
        self._held.difference_update(tasks)
        return count

    def heartbeat(self, now: float) -> None:
        """Say that this worker lives, and look for others that do not. `lease` does it too; call it at least every third of
        `lease_seconds` while not leasing. Any thread may."""
        if (worker := self._worker) is None:
            raise RuntimeError("begin() comes before heartbeat()")
        at = now + self._server.ahead

        def beaten(connection: Connection) -> workers.Worker:
            if self._worker is None:  # it left meanwhile
                return worker
            alive, known = workers.beat(connection, worker, at)
            if not known:
                self._return(connection, alive)
            workers.reclaim(connection, self._portal, at, self.pace.delay, worker.id)
            return alive

        beaten_at = self._server.perform(beaten)
        if self._worker is not None and self._worker.id == beaten_at.id:
            self._worker = beaten_at

    def _return(self, connection: Connection, worker: workers.Worker) -> None:
        """Enter a worker again that was taken for dead. Its tasks have gone to others; what it still ends of them counts for its links
        alone. If meanwhile another run began, nothing of it may be mixed with that."""
        row = connection.execute("SELECT run FROM portals WHERE id = %s FOR UPDATE", (self._portal,)).fetchone()
        if self._run is None or row is None or row[0] != self._run.id:
            raise NotWritable(f"{self._server.shown}: {self._name}: this worker was silent for more than {self._lease_seconds:g} s, and "
                              "the run ended without it; what it held was done by others: give the same command again")
        workers.enter(connection, worker)

    def _alive(self, now: float) -> workers.Worker:
        worker = self._required("lease")
        if abs(now + self._server.ahead - worker.beat) > self._lease_seconds / 4:
            self.heartbeat(now)
            worker = self._required("lease")
        return worker

    def _required(self, name: str) -> workers.Worker:
        if self._worker is None:
            raise RuntimeError(f"begin() comes before {name}()")
        return self._worker

    # --- endings ------------------------------------------------------------------------------------------------------------------

    def commit(self, finished: Sequence[Finish]) -> None:
        """Take in how tasks ended, the links they gave and what they say of their hosts: all of it or nothing, and once.

        An ending for a task whose lease was lost meanwhile changes nothing; its links are taken all the same.
        """
        worker = self._required("commit")
        fresh = self._unknown(link for finish in finished for link in finish.links)
        hosts = self._numbers(fresh) if fresh else {}
        self._commits += 1
        self._server.perform(lambda c: self._take_in(c, worker, finished, fresh, hosts))
        self._connected = self._server.connected
        self._held.difference_update(end.task for end in finished)
        self._remember(fresh)

    def _take_in(self, connection: Connection, worker: workers.Worker, finished: Sequence[Finish],
                 fresh: Sequence[tuple[bytes, Candidate]], hosts: Mapping[str, int]) -> None:
        counted = connection.execute("UPDATE workers SET commits = %s, tally = %s WHERE id = %s AND commits < %s RETURNING commits",
                                     (self._commits, self._told(), worker.id, self._commits)).fetchone()
        if counted is None:
            if connection.execute("SELECT 1 FROM workers WHERE id = %s", (worker.id,)).fetchone() is not None:
                return  # done before the answer was lost
            self._return(connection, worker)
        self._reconnected(connection, worker, clock.now() + self._server.ahead)
        links = [(key, hosts[host_of(link.url)], link) for key, link in fresh]
        take_in(connection, self._portal, worker.id, finished, links, visits=self.visits, pace=self.pace, ahead=self._server.ahead)

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep what a host's robots.txt asks for (0: nothing), already bounded; it holds for all workers from the next lease on."""
        self._server.perform(lambda c: c.execute(
            "INSERT INTO hosts(name, asked) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET asked = excluded.asked "
            "WHERE hosts.asked <> excluded.asked", (rows.text(host), seconds)))

    # --- how it stands ------------------------------------------------------------------------------------------------------------

    def pending(self) -> Pending:
        """The portal's tasks by state; quick, whatever their number."""
        return self._server.perform(self._counted)

    def _counted(self, connection: Connection) -> Pending:
        n: dict[int, int] = dict(connection.execute("SELECT state, sum(n)::bigint FROM counts WHERE portal = %s GROUP BY state",
                                                    (self._portal,)).fetchall())
        return Pending(queued=n.get(QUEUED, 0), leased=n.get(LEASED, 0), done=n.get(DONE, 0), failed=n.get(FAILED, 0),
                       dropped=n.get(DROPPED, 0), waiting=n.get(WAITING, 0))

    def reasons(self) -> dict[tuple[str, str], int]:
        """How many tasks ended as (`failed` or `dropped`, reason). Reads all tasks: for the end of a crawl."""
        found = self._server.perform(lambda c: c.execute(
            f"SELECT state, coalesce(reason, ''), count(*) FROM tasks WHERE portal = %s AND state IN ({FAILED}, {DROPPED}) GROUP BY 1, 2",
            (self._portal,)).fetchall())
        return {("failed" if state == FAILED else "dropped", reason): n for state, reason, n in found}

    def next_wake(self, now: float) -> float | None:
        """As `crawler.frontier.sqlite.Frontier.next_wake`; while others are at the run they may find something at any moment, so
        that it is no later than `poll` from now."""
        quiet = self.pace.quiet.until(now) if self.pace.quiet else None
        own = self._worker.id if self._worker is not None else 0
        row = self._server.perform(lambda c: c.execute(_WAKE, {"portal": self._portal, "own": own}).fetchone())
        assert row is not None
        retry, host, dead, beside = row
        ahead = self._server.ahead
        instants = [instant - ahead for instant in (retry, host) if instant is not None]
        instants += [dead - ahead] if dead is not None else []
        instants += [now + self._poll] if beside else []
        earliest = min(instants, default=math.inf)
        return None if earliest == math.inf else max(now, earliest, quiet or now)
