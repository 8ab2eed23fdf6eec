"""Who holds leases: workers, told alive from dead, and what happens to the leases of the dead. Inside a transaction of the
caller."""

from __future__ import annotations

import os
import secrets
import socket
import sqlite3
from dataclasses import dataclass, replace

import psutil

from crawler.frontier.schema import FAILED, LEASED, QUEUED

LEASE_SECONDS = 300.0
"""Silence after which a worker counts as dead where its process cannot be looked up (another machine)."""
POISON = 125
"""Weight of lost leases at which a task is given up: 25 losses in workers that got other work done (weight 5), or 125 in workers that
got none (weight 1): those tell more of the worker's end than of the task. High, because tasks are leased ahead and pages are read in
processes of their own: a worker that dies is nearly always killed from without, with many innocent leases."""
BEHIND = 1_000
"""Added to a lost task's rank: it comes behind the others of its lane, so that kills in a row do not hit the same ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One worker, for its lifetime."""

    id: int
    portal: int
    beat: float
    """Instant at which it last said that it lives."""


def register(base: sqlite3.Connection, portal: int, now: float) -> Owner:
    """Enter this process as a worker of that portal."""
    owner = Owner(id=secrets.randbits(62), portal=portal, beat=now)
    _enter(base, owner)
    return owner


def _enter(base: sqlite3.Connection, owner: Owner) -> None:
    pid = os.getpid()
    base.execute("INSERT INTO owners(id, portal, machine, pid, born, beat) VALUES (?, ?, ?, ?, ?, ?)",
                 (owner.id, owner.portal, socket.gethostname(), pid, psutil.Process(pid).create_time(), owner.beat))


def beat(base: sqlite3.Connection, owner: Owner, now: float) -> Owner:
    """Note that the worker lives; one that was taken for dead is entered again."""
    owner = replace(owner, beat=now)
    if base.execute("UPDATE owners SET beat = ? WHERE id = ?", (now, owner.id)).rowcount == 0:
        _enter(base, owner)
    return owner


def reclaim(base: sqlite3.Connection, portal: int, now: float, lease_seconds: float, delay: float) -> None:
    """Queue again what dead workers of that portal held; what was lost too often has failed as `poison`. Their hosts rest for `delay`
    seconds, or what their robots.txt asks for: nobody knows how late the dead still asked them."""
    rows = base.execute("SELECT id, machine, pid, born, beat, outcomes FROM owners WHERE portal = ?", (portal,)).fetchall()
    for number, machine, pid, born, last, outcomes in rows:
        if abs(now - last) <= lease_seconds and (machine != socket.gethostname() or _runs(pid, born)):
            continue
        base.execute(f"UPDATE hosts SET next_allowed = max(next_allowed, ? + max(asked, ?)) WHERE max(asked, ?) > 0 AND id IN "
                     f"(SELECT host FROM tasks WHERE state = {LEASED} AND owner = ?)", (now, delay, delay, number))
        weight = 5 if outcomes else 1
        base.execute(f"UPDATE tasks SET state = CASE WHEN lost + ? >= {POISON} THEN {FAILED} ELSE {QUEUED} END, lost = lost + ?, "
                     f"reason = CASE WHEN lost + ? >= {POISON} THEN 'poison' END, rank = rank + {BEHIND}, owner = NULL "
                     f"WHERE state = {LEASED} AND owner = ?", (weight, weight, weight, number))
        base.execute("DELETE FROM owners WHERE id = ?", (number,))


def _runs(pid: int, born: float) -> bool:
    try:
        process = psutil.Process(pid)
        # A killed process whose parent has not asked after it yet still has a number.
        return abs(process.create_time() - born) < 1.0 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def release(base: sqlite3.Connection, owner: Owner) -> None:
    """Give back what a worker holds, as if never leased, and strike it off."""
    base.execute(f"UPDATE tasks SET state = {QUEUED}, owner = NULL, attempts = attempts - 1 WHERE state = {LEASED} AND owner = ?",
                 (owner.id,))
    base.execute("DELETE FROM owners WHERE id = ?", (owner.id,))


def expiries(base: sqlite3.Connection, owner: Owner, lease_seconds: float) -> list[float]:
    """Instants at which other workers of the portal that hold leases would count as dead."""
    rows = base.execute("SELECT beat FROM owners WHERE portal = ? AND id <> ? "
                        f"AND id IN (SELECT owner FROM tasks WHERE state = {LEASED})", (owner.portal, owner.id))
    return [row[0] + lease_seconds for row in rows]
