"""Tasks that come, go out and are done, a group at a time: what a trigger does for each row of all other moves (`counts`, `ready`) is done
here once for the group. Statements inside a transaction of the caller."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from crawler.frontier.schema import DONE, LEASED, NEVER, OFFER, PAGE_LANES, QUEUED, TASK_COLUMNS

STEP = 16
"""Numbers in a list are filled up to a multiple of this: few lengths are few statements to prepare."""
MOST = 256
"""Numbers in one statement."""

_NEWEST = "SELECT coalesce(max(id), 0) FROM tasks"
_COUNT = "UPDATE counts SET n = n + ? WHERE portal = ? AND state = ?"
_READY = """INSERT INTO ready SELECT id, ?1, next_allowed FROM hosts WHERE id = ?2
  AND NOT EXISTS (SELECT 1 FROM ready WHERE host = ?2 AND portal = ?1)"""
_FREED = f"UPDATE ready SET at = (SELECT next_allowed FROM hosts WHERE id = ?1) WHERE host = ?1 AND at >= {NEVER}"
_TAKE = "UPDATE tasks SET state = {}, owner = ?, leased_lane = lane, attempts = attempts + 1 WHERE id IN ({}) RETURNING {}, host"
_DONE = """UPDATE tasks SET state = {}, reason = ?, not_before = ?, owner = NULL
  WHERE id IN ({}) AND state = {} AND owner = ? AND NOT (lane <= {} AND leased_lane > {})"""


def came(base: sqlite3.Connection, portal: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """Offer these (`schema.row_of`); what is new is counted, and its hosts are looked at."""
    if not rows:
        return
    before = base.execute(_NEWEST).fetchone()[0]
    base.executemany(OFFER, rows)
    if added := base.execute(_NEWEST).fetchone()[0] - before:  # each new row has the number behind the last one
        base.execute(_COUNT, (added, portal, QUEUED))
        base.executemany(_READY, [(portal, host) for host in dict.fromkeys([row[2] for row in rows])])


def taken(base: sqlite3.Connection, portal: int, owner: int, numbers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """Lease these queued tasks; by number their rows (`TASK_COLUMNS`), with the host's number behind."""
    rows = {row[0]: row for part in _parts(numbers) for row in base.execute(_take(len(part)), (owner, *part)).fetchall()}
    base.executemany(_COUNT, [(-len(rows), portal, QUEUED), (len(rows), portal, LEASED)])
    return rows


def done(base: sqlite3.Connection, portal: int, owner: int, numbers: Sequence[int], reason: str | None, not_before: float,
         hosts: Iterable[int]) -> bool:
    """End these leased tasks as done; whether all of them were so ended. Left as they are: those that were lost meanwhile, and those that
    are asked once more in a lower lane. `hosts`: theirs."""
    ended = sum(base.execute(_done(len(part)), (reason, not_before, *part, owner)).rowcount for part in _parts(numbers))
    base.executemany(_COUNT, [(-ended, portal, LEASED), (ended, portal, DONE)])
    base.executemany(_FREED, [(host,) for host in hosts])
    return ended == len(numbers)


def _parts(numbers: Sequence[int]) -> Iterator[list[int | None]]:
    for at in range(0, len(numbers), MOST):
        part: list[int | None] = [*numbers[at:at + MOST]]
        part += [None] * (-len(part) % STEP)
        yield part


@lru_cache(maxsize=MOST // STEP)
def _take(length: int) -> str:
    return _TAKE.format(LEASED, ", ".join("?" * length), TASK_COLUMNS)


@lru_cache(maxsize=MOST // STEP)
def _done(length: int) -> str:
    return _DONE.format(DONE, ", ".join("?" * length), LEASED, PAGE_LANES, PAGE_LANES)
