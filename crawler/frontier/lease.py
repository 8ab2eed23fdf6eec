"""Which tasks go out next: per host as its pace allows, lanes in turn. Statements inside a transaction of the caller."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable

from crawler.frontier.moves import taken
from crawler.frontier.pace import HostPace, Pace
from crawler.frontier.schema import LEASED, NEVER, QUEUED, WAITING, task_of
from crawler.frontier.task import Task

TURNS = (1, 2, 3, 2, 3, 2, 3, 4)
"""Lanes in the order in which one host is asked; an empty lane's turn goes to the lowest lane that has something. So an
interrupted crawl holds listings, articles and what makes them replay in proportion, and no lane starves. Lane 0 (robots.txt)
precedes all."""

_READY = """SELECT r.host, h.asked, h.strikes, h.struck, h.next_allowed, h.turn FROM ready r JOIN hosts h ON h.id = r.host
  WHERE r.portal = ? AND r.at <= ? ORDER BY r.at LIMIT 32"""
_LANES = " UNION ALL ".join(f"SELECT * FROM (SELECT {lane}, id FROM tasks WHERE state = {QUEUED} AND portal = ?1 AND host = ?2 "
                            f"AND lane = {lane} ORDER BY rank, id LIMIT ?3)" for lane in sorted({0, *TURNS}))
_MORE = f"SELECT 1 FROM tasks WHERE state = {QUEUED} AND portal = ? AND host = ? LIMIT 1"


def take(base: sqlite3.Connection, portal: int, owner: int, pace: Pace, n: int, now: float,
         chance: Callable[[], float]) -> list[tuple[Task, int]]:
    """Lease up to `n` tasks whose hosts may be asked at `now`, hosts in turn, longest waiting first; each with its host's number."""
    base.execute(f"UPDATE tasks SET state = {QUEUED} WHERE state = {WAITING} AND portal = ? AND not_before <= ?", (portal, now))
    leased: list[tuple[Task, int]] = []
    while len(leased) < n:
        hosts = base.execute(_READY, (portal, now)).fetchall()
        for host, asked, strikes, struck, next_allowed, turn in hosts:
            if len(leased) >= n:
                break
            state = HostPace(asked=asked, strikes=strikes, struck=struck, next_allowed=next_allowed)
            leased += _take_from(base, portal, owner, pace, n - len(leased), now, chance(), host, state, turn)
        if not hosts:
            break
    return leased


def _take_from(base: sqlite3.Connection, portal: int, owner: int, pace: Pace, n: int, now: float, chance: float, host: int,
               state: HostPace, turn: int) -> list[tuple[Task, int]]:
    """Lease from one host and write down when it may be asked next; what is left of it is ready later than `now`, or `n` is used
    up."""
    if state.next_allowed > now:
        _ready_at(base, host, portal, state.next_allowed)
        return []
    under_way = base.execute(f"SELECT count(*) FROM tasks WHERE state = {LEASED} AND host = ?", (host,)).fetchone()[0]
    room = pace.room(state, under_way)
    if room == 0:
        _ready_at(base, host, portal, NEVER)
        return []
    spacing = pace.spacing(state, chance)
    most = min(n, 1 if spacing > 0 else room)
    numbers = _choose(base, portal, host, turn, most)
    rows = taken(base, portal, owner, numbers) if numbers else {}
    if numbers:
        base.execute("UPDATE hosts SET next_allowed = ?, turn = ? WHERE id = ?",
                     (now + spacing, (turn + len(numbers)) % len(TURNS), host))
    if base.execute(_MORE, (portal, host)).fetchone() is None:
        base.execute("DELETE FROM ready WHERE host = ? AND portal = ?", (host, portal))
    else:
        _ready_at(base, host, portal, NEVER if len(numbers) == room else now + spacing)
    return [(task_of(rows[number][:-1]), host) for number in numbers]


def _ready_at(base: sqlite3.Connection, host: int, portal: int, at: float) -> None:
    base.execute("UPDATE ready SET at = ? WHERE host = ? AND portal = ?", (at, host, portal))


def _choose(base: sqlite3.Connection, portal: int, host: int, turn: int, n: int) -> list[int]:
    """Up to `n` queued tasks of one host: robots.txt first, then the lanes in turn."""
    lanes: dict[int, deque[int]] = {}
    for lane, number in base.execute(_LANES, (portal, host, n)):
        lanes.setdefault(lane, deque()).append(number)
    chosen: list[int] = []
    while lanes and len(chosen) < n:
        wanted = TURNS[(turn + len(chosen)) % len(TURNS)]
        lane = 0 if 0 in lanes else wanted if wanted in lanes else min(lanes)
        chosen.append(lanes[lane].popleft())
        if not lanes[lane]:
            del lanes[lane]
    return chosen
