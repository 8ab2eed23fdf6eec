"""How a worker joins the run of a portal, or begins one. Inside a transaction of the caller."""

from __future__ import annotations

import time

from archive.errors import ArchiveError
from crawler.cluster import workers
from crawler.cluster.ceiling import articles_read
from crawler.cluster.schema import Connection
from crawler.frontier.pace import LONGEST_WAIT
from crawler.frontier.schema import LEASED, OWED, QUEUED, WAITING
from crawler.frontier.task import Run

_MOST_PAGES, _MOST_ARTICLES = 2**31 - 1, 2**53
"""What the tables can hold; whoever asks for more asks for all."""
LONGEST_RETRY = 86_400.0
"""As in `crawler.frontier.sqlite`."""


class NothingToJoin(ArchiveError):
    """The run that was to be joined has ended."""


def under_way(connection: Connection) -> list[str]:
    """Names of portals with a run that goes on (or whose workers all died), and has tasks that nobody is at and that it may still do."""
    found = connection.execute(
        f"SELECT p.id, p.name, p.ceiling, (SELECT sum(n) FROM counts c WHERE c.portal = p.id AND c.state IN ({QUEUED}, {WAITING})) > 0, "
        f"extract(epoch FROM clock_timestamp())::float8 FROM portals p WHERE p.run IS NOT NULL AND p.ended IS NULL AND (SELECT sum(n) "
        f"FROM counts c WHERE c.portal = p.id AND c.state IN ({QUEUED}, {WAITING}, {LEASED})) > 0 ORDER BY p.name").fetchall()
    return [name for portal, name, ceiling, queued, now in found if (queued or _left_behind(connection, portal, now))
            and (ceiling is None or articles_read(connection, portal) < ceiling)]


def _left_behind(connection: Connection, portal: int, now: float) -> bool:
    """Whether the dead hold tasks of that portal."""
    return connection.execute(
        f"SELECT 1 FROM tasks t WHERE t.state = {LEASED} AND t.portal = %s AND (t.owner = ANY(%s::bigint[]) OR NOT EXISTS "
        "(SELECT 1 FROM workers w WHERE w.id = t.owner)) LIMIT 1", (portal, workers.dead(connection, portal, now))).fetchone() is not None


def begin(connection: Connection, portal: int, now: float, *, fresh: bool, lease_seconds: float, delay: float, token: str,
          joining: bool = False, budget: int = 0, limit: int = 0) -> tuple[Run, workers.Worker]:
    """As `crawler.frontier.sqlite.Frontier.begin`; `now` by the server's clock, `delay`: seconds for which the hosts of
    dead workers rest, `token`: hexadecimal digits by chance for the run's id. `joining`: whether only a run that is under way is to be
    joined; `NothingToJoin` when there is none. `budget`: pages that all workers together may ask of each host in the run, 0: any number, or
    what was said when it began. `limit`: articles that all together may read from now on, 0: any number; it is for the first at the run to
    say."""
    row = connection.execute("SELECT run, started, ended FROM portals WHERE id = %s FOR UPDATE", (portal,)).fetchone()
    assert row is not None
    run, started, ended = row
    workers.reclaim(connection, portal, now, delay)
    beside = connection.execute("SELECT 1 FROM workers WHERE portal = %s LIMIT 1", (portal,)).fetchone() is not None
    resumed = run is not None and (beside or (ended != "finished" and not fresh))
    if joining and (not resumed or (ended is not None and not beside)):
        raise NothingToJoin("no run is under way")
    if not resumed:
        _clear(connection, portal, fresh)
        run, started = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(now))}-{token}", now
        connection.execute("UPDATE portals SET tally = '{}' WHERE id = %s", (portal,))
    connection.execute("UPDATE portals SET run = %s, started = %s, ended = NULL, ended_at = NULL WHERE id = %s", (run, started, portal))
    if budget or not resumed:
        connection.execute("UPDATE portals SET budget = %s WHERE id = %s", (min(budget, _MOST_PAGES), portal))
    if not beside and not joining:
        ceiling = articles_read(connection, portal) + min(limit, _MOST_ARTICLES) if limit else None
        connection.execute("UPDATE portals SET ceiling = %s WHERE id = %s", (ceiling, portal))
    if not beside:
        _set_right(connection, portal, now)
    if connection.execute("SELECT 1 FROM workers LIMIT 1").fetchone() is None:
        connection.execute("UPDATE hosts SET asked = 0 WHERE asked <> 0")  # each worker reads robots.txt before it asks a host
        connection.execute("UPDATE hosts SET next_allowed = %s WHERE next_allowed > %s", (now + LONGEST_WAIT, now + LONGEST_WAIT))
    return Run(id=run, started=started, resumed=resumed), workers.register(connection, portal, now, lease_seconds)


def _set_right(connection: Connection, portal: int, now: float) -> None:
    """What nobody else is at: counts in one row a state, no instant beyond reason, and all hosts are to be looked at."""
    last = now + LONGEST_RETRY
    connection.execute(f"UPDATE tasks SET not_before = %s WHERE state = {WAITING} AND portal = %s AND not_before > %s",
                       (last, portal, last))
    connection.execute("WITH old AS (DELETE FROM counts WHERE portal = %s RETURNING state, n) INSERT INTO counts "
                       "SELECT %s, state, 0, sum(n) FROM old GROUP BY state ON CONFLICT DO NOTHING", (portal, portal))
    connection.execute("UPDATE ready SET at = 0 WHERE portal = %s", (portal,))


def _clear(connection: Connection, portal: int, fresh: bool) -> None:
    """Forget the last run; pages that it owes to the next one (`OWED`) are queued, unless it is to be `fresh`."""
    owed = "false" if fresh else OWED
    connection.execute(f"DELETE FROM tasks WHERE portal = %s AND NOT ({owed})", (portal,))
    connection.execute("DELETE FROM ready WHERE portal = %s", (portal,))
    connection.execute("DELETE FROM counts WHERE portal = %s", (portal,))
    connection.execute(f"UPDATE tasks SET state = {QUEUED}, reason = NULL, not_before = 0, owner = NULL WHERE portal = %s", (portal,))
    connection.execute("DELETE FROM counts WHERE portal = %s", (portal,))
    connection.execute(f"INSERT INTO counts SELECT portal, {QUEUED}, 0, count(*) FROM tasks WHERE portal = %s GROUP BY portal", (portal,))
    connection.execute("INSERT INTO ready(portal, host, at) SELECT portal, host, 0 FROM tasks WHERE portal = %s GROUP BY portal, host",
                       (portal,))
