"""Which tasks go out next, as in `crawler.frontier.lease`: per host as its pace allows, lanes in turn. One question to the server, the
choice here, and one statement to take what was chosen. Inside a transaction of the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from crawler.cluster.ceiling import ARTICLES, Room
from crawler.cluster.schema import EMPTY, FULL, Connection
from crawler.frontier.lease import TURNS
from crawler.frontier.pace import HostPace, Pace
from crawler.frontier.schema import DROPPED, LEASED, PAGE_LANES, QUEUED, WAITING

HOSTS = 32
"""Hosts that are looked at together."""
AGAIN = 0.05
"""Seconds after which a host is looked at again of which a task was chosen that another transaction held."""
WITHHELD = 0.5
"""Seconds after which a host is looked at again whose pages may not be asked now, for as many are under way as the run may still read."""
COLUMNS = "id, url, kind, section, via, hops, depth, method, body, attempts, title, listed_date, position, call"
_UNHURRIED = "SET LOCAL synchronous_commit = off"
"""Leases alone need not be on disk: when the server falls, what they said is that tasks are queued, and some are asked twice."""
_WOKEN = "SELECT woken(%s, %s)"
_DUE = "SELECT * FROM due(%s, %s, %s, %s)"
_TAKE = f"""UPDATE tasks t SET state = {LEASED}, owner = %s, leased_lane = t.lane, attempts = t.attempts + 1
  FROM (SELECT id FROM tasks WHERE id = ANY(%s::bigint[]) AND state = {QUEUED} FOR UPDATE SKIP LOCKED) mine WHERE t.id = mine.id
  RETURNING {', '.join(f't.{name}' for name in COLUMNS.split(', '))}, t.host"""
_HOSTS = """UPDATE hosts h SET next_allowed = n.next, turn = n.turn
  FROM unnest(%s::integer[], %s::float8[], %s::integer[]) AS n(host, next, turn) WHERE h.id = n.host"""
_READY = f"""UPDATE ready r SET pages = r.pages + n.pages,
    at = CASE WHEN EXISTS (SELECT 1 FROM tasks q WHERE q.state = {QUEUED} AND q.portal = r.portal AND q.host = r.host)
      THEN n.at ELSE {EMPTY} END
  FROM unnest(%s::integer[], %s::float8[], %s::integer[]) AS n(host, at, pages) WHERE r.portal = %s AND r.host = n.host"""
_MISSED = f"""UPDATE ready r SET pages = r.pages - n.pages, at = CASE WHEN r.at < {EMPTY} THEN %s ELSE r.at END
  FROM unnest(%s::integer[], %s::integer[]) AS n(host, pages) WHERE r.host = n.host AND r.portal = %s"""
PUT_OFF = f"""UPDATE tasks SET state = {DROPPED}, reason = 'budget' WHERE id IN (SELECT id FROM tasks WHERE portal = %s
    AND state IN ({QUEUED}, {WAITING}) AND lane BETWEEN 1 AND {PAGE_LANES} AND host = ANY(%s::integer[])
    ORDER BY key FOR UPDATE SKIP LOCKED)"""
"""Pages of hosts that may be asked for none any more, left to the next run."""

Row = tuple[Any, ...]


@dataclass(slots=True)
class _Choice:
    """What one look at the hosts gave."""

    tasks: list[int] = field(default_factory=list)
    asked: list[tuple[int, float, int]] = field(default_factory=list)
    """Hosts that are asked: when again, and whose turn it is then."""
    ready: list[tuple[int, float, int]] = field(default_factory=list)
    """Hosts that were looked at: when to look again, and pages asked of them now."""
    spent: list[int] = field(default_factory=list)
    """Hosts of which as many pages were asked as the run may."""


def take(connection: Connection, portal: int, owner: int, pace: Pace, n: int, now: float, chance: Callable[[], float],
         room: Room | None = None) -> list[Row]:
    """Lease up to `n` tasks whose hosts may be asked at `now`, hosts in turn, longest waiting first: rows of `COLUMNS` and the host.
    `room`: what the run may still do, None: anything."""
    taken: list[Row] = []
    bounds = _bounds(room)
    each = 1 if pace.delay > 0 else min(n, pace.concurrency)
    while len(taken) < n:
        with connection.pipeline():
            if not taken:
                connection.execute(_UNHURRIED)
                connection.execute(_WOKEN, (portal, now))
            rows = connection.execute(_DUE, (portal, now, HOSTS, each)).fetchall()
        if not rows:
            break
        choice = _chosen(rows, pace, n - len(taken), now, chance, bounds)
        with connection.pipeline():
            if choice.tasks:
                got = connection.execute(_TAKE, (owner, choice.tasks))
                connection.execute(_HOSTS, _columns(choice.asked, 3))
            if choice.spent:
                connection.execute(PUT_OFF, (portal, choice.spent))
            connection.execute(_READY, (*_columns(choice.ready, 3), portal))
        if choice.tasks:
            place = {number: at for at, number in enumerate(choice.tasks)}
            mine = sorted(got.fetchall(), key=lambda row: place[row[0]])
            taken += mine
            if missed := place.keys() - {row[0] for row in mine}:
                _look_again(connection, portal, [row for row in rows if row[8] in missed], now)
    return taken


def _look_again(connection: Connection, portal: int, missed: Iterable[Row], now: float) -> None:
    """Tasks that another transaction held just then were not taken: nothing is under way for them whose end would free their hosts."""
    pages: dict[int, int] = {}
    for row in missed:
        pages[row[0]] = pages.get(row[0], 0) + (1 <= row[7] <= PAGE_LANES)
    connection.execute(_MISSED, (now + AGAIN, *map(list, zip(*pages.items(), strict=True)), portal))


def _columns(rows: list[Any], width: int) -> tuple[list[Any], ...]:
    return tuple([row[column] for row in rows] for column in range(width))


def _bounds(room: Room | None) -> dict[int, int]:
    """How many tasks may be taken of the lanes that are bounded."""
    if room is None:
        return {}
    return {ARTICLES: room.pages} if room.read else dict.fromkeys(range(1, PAGE_LANES + 1), 0)


def _chosen(rows: list[Row], pace: Pace, n: int, now: float, chance: Callable[[], float], bounds: dict[int, int]) -> _Choice:
    """`bounds` are lowered by what was chosen."""
    choice = _Choice()
    for number, group in groupby(rows, key=lambda row: row[0]):
        if len(choice.tasks) >= n:
            break
        found = list(group)
        asked, strikes, struck, next_allowed, turn, under_way, _, _, left = found[0][1:]
        if left == 0:
            choice.spent.append(number)
        host = HostPace(asked=asked, strikes=strikes, struck=struck, next_allowed=next_allowed)
        room = pace.room(host, under_way)
        if next_allowed > now or room == 0:
            choice.ready.append((number, next_allowed if next_allowed > now else FULL, 0))
            continue
        spacing = pace.spacing(host, chance())
        most = min(n - len(choice.tasks), 1 if spacing > 0 else room)
        lanes = {row[8]: row[7] for row in found if row[7] is not None and (left != 0 or not 1 <= row[7] <= PAGE_LANES)}
        free = _within(lanes, bounds)
        picked = _picked(free, turn, most if left is None else min(most, max(1, left)))
        if picked:
            choice.tasks += picked
            choice.asked.append((number, now + spacing, (turn + len(picked)) % len(TURNS)))
        for lane in bounds:
            bounds[lane] -= sum(lanes[task] == lane for task in picked)
        pages = sum(1 for task in picked if 1 <= lanes[task] <= PAGE_LANES)
        pause = spacing if picked or len(free) == len(lanes) else max(spacing, WITHHELD)
        choice.ready.append((number, FULL if len(picked) == room else now + pause, pages))
    return choice


def _within(lanes: Mapping[int, int], bounds: Mapping[int, int]) -> list[tuple[int, int]]:
    """Lane and number of the tasks that may be taken, of `lanes` by number, in their order."""
    left = dict(bounds)
    free = []
    for task, lane in lanes.items():
        if left.get(lane, 1) > 0:
            free.append((lane, task))
            if lane in left:
                left[lane] -= 1
    return free


def _picked(free: Iterable[tuple[int, int]], turn: int, n: int) -> list[int]:
    """Up to `n` tasks of one host, of these lanes and numbers: robots.txt first, then the lanes in turn."""
    lanes: dict[int, Iterator[int]] = {
        lane: iter([task for _, task in group]) for lane, group in groupby(free, lambda one: one[0])}
    picked: list[int] = []
    while len(picked) < n:
        wanted = TURNS[(turn + len(picked)) % len(TURNS)]
        number = next((found for lane in (0, wanted, 1, 2, 3, 4) if (found := next(lanes.get(lane, iter(())), None)) is not None), None)
        if number is None:
            break
        picked.append(number)
    return picked
