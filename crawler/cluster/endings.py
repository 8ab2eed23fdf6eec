"""How tasks ended, taken in: their states, the links they gave, what they say of their hosts. Inside a transaction of the caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crawler import clock
from crawler.cluster import rows
from crawler.cluster.memory import note
from crawler.cluster.schema import Connection
from crawler.cluster.visits import SharedVisits
from crawler.frontier.pace import HostPace, Pace
from crawler.frontier.schema import DONE, DROPPED, FAILED, LEASED, PAGE_LANES, QUEUED, WAITING
from crawler.frontier.task import Candidate, Ending, Finish

_STATES: dict[Ending, int] = {"done": DONE, "failed": FAILED, "dropped": DROPPED, "retry": WAITING}
_FINISH = f"""WITH ended AS (UPDATE tasks t SET state = CASE WHEN t.lane <= {PAGE_LANES} AND t.leased_lane > {PAGE_LANES} THEN {QUEUED}
    ELSE n.state END, reason = n.reason, not_before = n.not_before, owner = NULL
  FROM unnest(%s::bigint[], %s::smallint[], %s::text[], %s::float8[]) AS n(id, state, reason, not_before)
  WHERE t.id = n.id AND t.state = {LEASED} AND t.owner = %s RETURNING t.host, t.state)
  SELECT DISTINCT host, bool_or(state = {QUEUED}) FROM ended GROUP BY host ORDER BY host"""
_SIGNALLED = """SELECT t.id, h.id, h.asked, h.strikes, h.struck, h.next_allowed
  FROM unnest(%s::bigint[], %s::boolean[], %s::float8[]) AS n(id, busy, began) JOIN tasks t ON t.id = n.id JOIN hosts h ON h.id = t.host
  WHERE h.strikes > 0 OR n.busy OR (greatest(h.asked, %s) > 0 AND h.next_allowed < n.began + greatest(h.asked, %s))
  ORDER BY h.id FOR UPDATE OF h"""
"""Signals that may change something: a few."""


def take_in(connection: Connection, portal: int, owner: int, finished: Sequence[Finish], links: Sequence[tuple[bytes, int, Candidate]], *,
            visits: SharedVisits, pace: Pace, ahead: float) -> None:
    """Take in what a worker ended. `links`: key, number of the host, and the link; `ahead`: of the server's clock, in seconds.

    What wakes others comes last, and in one order: see `crawler.cluster.schema`.
    """
    heeded = {end.task: end for end in finished if end.signal is not None}
    with connection.pipeline():
        if links:
            rows.offer(connection, portal, links)
        note(connection, finished, clock.now())
        visits.learn(connection, (end.lesson for end in finished if end.lesson is not None), clock.now())
        ended = connection.execute(_FINISH, (
            [end.task for end in finished], [_STATES[end.ending] for end in finished], [end.reason for end in finished],
            [end.not_before + ahead if end.not_before else 0.0 for end in finished], owner))
        signals = [end.signal for end in heeded.values() if end.signal is not None]
        signalled = connection.execute(_SIGNALLED, (list(heeded), [one.busy for one in signals], [one.began + ahead for one in signals],
                                                    pace.delay, pace.delay))
        struck, at_hosts = signalled.fetchall(), ended.fetchall()
    if struck:
        _heed(connection, heeded, struck, pace, ahead)
    came = {*(host for _, host, _ in links), *(host for host, again in at_hosts if again)}
    if came or at_hosts:
        connection.execute("SELECT came(%s, %s::integer[]), freed(%s::integer[])", (portal, sorted(came), [host for host, _ in at_hosts]))


def _heed(connection: Connection, finished: Mapping[int, Finish], struck: Iterable[Sequence[float]], pace: Pace, ahead: float) -> None:
    """What answers say of the pace of their hosts, in the order in which they came."""
    hosts: dict[int, HostPace] = {}
    told = {int(row[0]): row for row in struck}
    for number, end in finished.items():
        if end.signal is None or number not in told:
            continue
        _, host, asked, strikes, since, next_allowed = told[number]
        before = hosts.get(int(host)) or HostPace(asked=asked, strikes=int(strikes), struck=since, next_allowed=next_allowed)
        hosts[int(host)] = pace.after(before, replace(end.signal, began=end.signal.began + ahead, at=end.signal.at + ahead))
    for host, after in sorted(hosts.items()):
        connection.execute("UPDATE hosts SET strikes = %s, struck = %s, next_allowed = %s WHERE id = %s",
                           (after.strikes, after.struck, after.next_allowed, host))
