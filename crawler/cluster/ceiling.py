"""How many articles a run may still read: one number for all workers. Inside a transaction of the caller.

Whoever leases holds the portal's row, so that no two count the same; a page that is leased counts as an article until it has ended. So
all together never read more than the run may, and ask for no page in vain near its end.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.cluster.schema import Connection
from crawler.counts import VERDICTS
from crawler.frontier.schema import LANES, LEASED

ARTICLES = LANES["article"]
"""The lane of pages that may give articles; listings, which have one of their own, give none."""
_CEILING = "SELECT ceiling FROM portals WHERE id = %s AND ceiling IS NOT NULL FOR UPDATE"
_READ = f"""SELECT coalesce(sum(t.n::bigint), 0)::bigint FROM (SELECT tally FROM portals WHERE id = %s UNION ALL
    SELECT tally FROM workers WHERE portal = %s) x, jsonb_each_text(x.tally) AS t(name, n)
  WHERE t.name IN ({', '.join(repr(name) for name in VERDICTS)})"""
_LEASED = f"SELECT count(*) FROM tasks WHERE state = {LEASED} AND portal = %s AND leased_lane = {ARTICLES}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a run with a ceiling may still do."""

    read: int
    """Articles that it may still read."""
    pages: int
    """Pages that may be leased: `read`, less those that are leased already."""


def articles_read(connection: Connection, portal: int) -> int:
    """Articles that all workers have read in the run and committed, those that left or died included."""
    row = connection.execute(_READ, (portal, portal)).fetchone()
    return int(row[0]) if row else 0


def room_of(connection: Connection, portal: int) -> Room | None:
    """What the run may still do; None: any number of articles. Where there is a ceiling, whoever else asks waits for this transaction's
    end: ask before any other lock is taken."""
    row = connection.execute(_CEILING, (portal,)).fetchone()
    if row is None:
        return None
    leased = connection.execute(_LEASED, (portal,)).fetchone()  # statements of their own: only behind the lock they see what others did
    read = max(0, row[0] - articles_read(connection, portal))
    return Room(read=read, pages=max(0, read - (leased[0] if leased else 0)))
