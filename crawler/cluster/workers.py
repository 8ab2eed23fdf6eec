"""Who holds leases: workers on any machine, told alive from dead, and what happens to the leases of the dead. Inside a transaction of
the caller."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from crawler.cluster.schema import Connection
from crawler.frontier.owner import BEHIND, POISON
from crawler.frontier.schema import FAILED, LEASED, QUEUED

LEASE_SECONDS = 60.0
"""Silence after which a worker counts as dead; it speaks at least four times as often."""
_RECLAIM = f"""WITH back AS (UPDATE tasks SET
    state = CASE WHEN lost + %(weight)s >= {POISON} THEN {FAILED} ELSE {QUEUED} END, lost = lost + %(weight)s,
    reason = CASE WHEN lost + %(weight)s >= {POISON} THEN 'poison' END, rank = rank + {BEHIND}, owner = NULL
    WHERE state = {LEASED} AND owner = %(owner)s RETURNING host) SELECT DISTINCT host FROM back ORDER BY host"""
_RELEASE = f"""WITH back AS (UPDATE tasks SET state = {QUEUED}, owner = NULL, attempts = attempts - 1
    WHERE state = {LEASED} AND owner = %s AND NOT id = ANY(%s::bigint[]) RETURNING host) SELECT DISTINCT host FROM back ORDER BY host"""
_TALLY = """UPDATE portals p SET tally = (SELECT coalesce(jsonb_object_agg(name, total), '{}') FROM (SELECT name, sum(n::bigint) AS total
    FROM (SELECT * FROM jsonb_each_text(p.tally) UNION ALL SELECT * FROM jsonb_each_text(%s::jsonb)) AS told(name, n)
    GROUP BY name) AS summed) WHERE id = %s"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One process at one portal, for its lifetime."""

    id: int
    portal: int
    beat: float
    """Instant, by the server's clock, at which it last said that it lives."""
    patience: float
    """Seconds of silence after which it counts as dead, as it was told itself."""


def register(connection: Connection, portal: int, now: float, lease_seconds: float) -> Worker:
    """Enter this process as a worker of that portal."""
    worker = Worker(id=secrets.randbits(62), portal=portal, beat=now, patience=lease_seconds)
    enter(connection, worker)
    return worker


def enter(connection: Connection, worker: Worker) -> None:
    """Enter it, or enter it again."""
    pid = os.getpid()
    connection.execute(
        "INSERT INTO workers(id, portal, machine, processes, pid, born, beat, patience) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (worker.id, worker.portal, socket.gethostname(), _processes(), pid, psutil.Process(pid).create_time(), worker.beat,
         worker.patience))


def beat(connection: Connection, worker: Worker, now: float) -> tuple[Worker, bool]:
    """Note that the worker lives; and whether it was still known, rather than taken for dead."""
    known = connection.execute("UPDATE workers SET beat = %s WHERE id = %s", (now, worker.id)).rowcount > 0
    return replace(worker, beat=now), known


def dead(connection: Connection, portal: int, now: float, but: int = 0) -> list[int]:
    """Numbers of that portal's workers that were silent for longer than they said they might be, or that ran here and run no more.
    `but`: one that is certainly alive."""
    rows = connection.execute("SELECT id, processes, pid, born, beat, patience FROM workers WHERE portal = %s AND id <> %s ORDER BY id",
                              (portal, but)).fetchall()
    return [row[0] for row in rows if abs(now - row[4]) > row[5] or (row[1] == _processes() and not _runs(row[2], row[3]))]


def reclaim(connection: Connection, portal: int, now: float, delay: float, but: int = 0) -> int:
    """Queue again what dead workers of that portal held, and strike them off; how many there were. What was lost too often has failed
    as `poison`. Their hosts rest for `delay` seconds, or what their robots.txt asks for: nobody knows how late the dead still asked them.
    `but`: a worker that is certainly alive."""
    begun = time.monotonic()

    def rested(asked: float) -> float:
        spacing = max(delay, asked)
        return now + time.monotonic() - begun + spacing if spacing > 0 else 0.0  # it may have died, and asked, after `now`

    gone_by = dead(connection, portal, now, but)
    for number in gone_by:
        gone = connection.execute("DELETE FROM workers WHERE id = %s RETURNING commits, tally::text", (number,)).fetchone()
        if gone is not None:  # else another worker was quicker
            _back(connection, portal, _RECLAIM, {"weight": 5 if gone[0] else 1, "owner": number}, rested)
            connection.execute(_TALLY, (gone[1], portal))
    return len(gone_by)


def release(connection: Connection, worker: Worker) -> None:
    """Give back what a worker holds, as if never leased, and strike it off."""
    give_back(connection, worker, ())
    gone = connection.execute("DELETE FROM workers WHERE id = %s RETURNING tally::text", (worker.id,)).fetchone()
    if gone is not None:
        connection.execute(_TALLY, (gone[0], worker.portal))


def give_back(connection: Connection, worker: Worker, but: tuple[int, ...]) -> None:
    """Give back all that a worker holds but these tasks."""
    _back(connection, worker.portal, _RELEASE, (worker.id, list(but)))


def keep(connection: Connection, worker: Worker, held: Sequence[int], until: Callable[[float], float]) -> None:
    """After a connection was lost: lease again what the worker has in hand and a server that fell has forgotten, and let the portal's
    hosts rest, for how lately they were asked may be forgotten too (leases are not waited for to be on disk). `until`: the instant
    before which nobody asks a host whose robots.txt asks for so many seconds."""
    connection.execute(f"UPDATE tasks SET state = {LEASED}, owner = %s, leased_lane = lane, attempts = attempts + 1 WHERE id IN (SELECT id "
                       f"FROM tasks WHERE id = ANY(%s::bigint[]) AND state = {QUEUED} ORDER BY id FOR UPDATE SKIP LOCKED)",
                       (worker.id, list(held)))
    _rest(connection, connection.execute("SELECT id, asked FROM hosts WHERE id IN (SELECT host FROM ready WHERE portal = %s) ORDER BY id "
                                         "FOR UPDATE SKIP LOCKED", (worker.portal,)).fetchall(), until)


def _rest(connection: Connection, hosts: Sequence[Sequence[Any]], until: Callable[[float], float]) -> None:
    """Let hosts, given by number and by what their robots.txt asks for, rest at least until then. Their rows are locked already."""
    connection.execute("UPDATE hosts h SET next_allowed = greatest(h.next_allowed, n.until) FROM unnest(%s::integer[], %s::float8[]) "
                       "AS n(id, until) WHERE h.id = n.id", ([host for host, _ in hosts], [until(asked) for _, asked in hosts]))


def _back(connection: Connection, portal: int, statement: str, values: Sequence[Any] | Mapping[str, Any],
          until: Callable[[float], float] | None = None) -> None:
    hosts = [row[0] for row in connection.execute(statement, values).fetchall()]
    if hosts and until is not None:
        _rest(connection, connection.execute("SELECT id, asked FROM hosts WHERE id = ANY(%s::integer[]) ORDER BY id FOR UPDATE",
                                             (hosts,)).fetchall(), until)
    if hosts:
        connection.execute("SELECT came(%s, %s::integer[]), freed(%s::integer[])", (portal, hosts, hosts))


def _processes() -> str:
    """Which process numbers are told apart here: those of one start of one machine, and of one container in it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}/{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return f"{socket.gethostname()}/{psutil.boot_time():.0f}"


def _runs(pid: int, born: float) -> bool:
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - born) < 1.0 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
