"""Sums over the holdings, as overviews show them: each from a table that is kept while lines are taken in."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.finding.intake import FILLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of one portal."""

    portal: str
    articles: int
    versions: int
    captured: str
    """Instant of the newest version, UTC."""


def held(connection: sqlite3.Connection) -> list[Held]:
    """Every portal that has articles, by name."""
    return [Held(portal=portal, articles=articles, versions=versions, captured=captured) for portal, articles, versions, captured
            in connection.execute("SELECT portal, articles, versions, captured FROM portals ORDER BY portal")]


def captured_by_day(connection: sqlite3.Connection, portal: str, since: str, section: str | None = None) -> dict[str, int]:
    """Versions captured on each day from `since` on (`YYYY-MM-DD`, in the portal's zone); days without one are not there. `section`: of
    it alone."""
    where, values = ("", ()) if section is None else ("AND section = ?", (section,))
    return dict(connection.execute(f"SELECT day, sum(captured) FROM days WHERE portal = ? AND day >= ? {where} GROUP BY day ORDER BY day",
                                   (portal, since, *values)).fetchall())


def sections(connection: sqlite3.Connection, portal: str, since: str, most: int = 12) -> list[tuple[str, int]]:
    """The sections with most captures from a day on; an empty name where the page told none."""
    return connection.execute("SELECT section, sum(captured) AS n FROM days WHERE portal = ? AND day >= ? GROUP BY section "
                              "ORDER BY n DESC, section LIMIT ?", (portal, since, most)).fetchall()


def dated_by_week(connection: sqlite3.Connection, portal: str, since: str, until: str) -> list[tuple[str, int]]:
    """Articles by the week of their date, as (Monday, number), from one day to another; weeks without one are not there."""
    return connection.execute("SELECT date(day, '-6 days', 'weekday 1') AS week, sum(articles) FROM dated "
                              "WHERE portal = ? AND day BETWEEN ? AND ? GROUP BY week ORDER BY week", (portal, since, until)).fetchall()


def filled_by_month(connection: sqlite3.Connection, portal: str, months: int = 24) -> list[tuple[str, dict[str, float]]]:
    """Share of versions that had each of `FILLED`, 0 to 1, by month of capture, oldest first."""
    found: dict[str, dict[str, float]] = {}
    for month, bit, given, versions in connection.execute(
            "SELECT month, bit, given, versions FROM fills WHERE portal = ? ORDER BY month, bit", (portal,)):
        found.setdefault(month, {})[FILLED[bit]] = given / versions
    return list(found.items())[-months:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An event or a problem, as lists show it."""

    n: int
    portal: str
    at: str
    """Instant, UTC."""
    kind: str
    url: str
    id: str | None = None
    """Article; None where none is told."""
    reason: str = ""
    """Of a problem."""
    status: int | None = None
    place: tuple[str, int, int] | None = None
    """File, offset and length of an event's line."""


def events(connection: sqlite3.Connection, kinds: Sequence[str], *, portal: str = "", since: str = "", id: str = "", url: str = "",
           before: tuple[str, int] | None = None, size: int = 50) -> list[Noted]:
    """Events of some kinds, newest first. `before`: instant and number of the last one seen, to go on from."""
    asked = [("portal = ?", portal), ("at >= ?", since), ("id = ?", id), ("url = ?", url)]
    index = "events_by_id" if id else "events_by_url" if url else "events_by_portal" if portal else "events_by_kind"
    rows = []
    for kind in kinds:  # each for itself: of one kind the index has the newest first, of several SQLite would sort all there are
        rows += _newest(connection, f"n, portal, at, event, url, id, file, offset, length FROM events INDEXED BY {index}",
                        [("event = ?", kind), *asked], before, size)
    rows.sort(key=lambda row: (row[2], row[0]), reverse=True)
    return [Noted(n=row[0], portal=row[1], at=row[2], kind=row[3], url=row[4], id=row[5], place=(row[6], row[7], row[8]))
            for row in rows[:size]]


def problems(connection: sqlite3.Connection, portal: str, kind: str = "", before: tuple[str, int] | None = None, size: int = 50
             ) -> list[Noted]:
    """Problems of a portal, newest first. `before`: instant and number of the last one seen, to go on from."""
    index = "problems_by_portal" if kind else "problems_by_time"
    rows = _newest(connection, f"n, portal, at, kind, url, reason, status FROM problems INDEXED BY {index}",
                   [("portal = ?", portal), ("kind = ?", kind)], before, size)
    return [Noted(n=row[0], portal=row[1], at=row[2], kind=row[3], url=row[4], reason=row[5], status=row[6]) for row in rows]


def _newest(connection: sqlite3.Connection, what: str, asked: Sequence[tuple[str, str]], before: tuple[str, int] | None, size: int
            ) -> list[Any]:
    """Rows by instant, newest first; conditions with an empty value ask for nothing."""
    given = [(condition, value) for condition, value in asked if value]
    where, values = [condition for condition, _ in given], [value for _, value in given]
    if before is not None:
        where.append("(at, n) < (?, ?)")
    return connection.execute(f"SELECT {what} WHERE {' AND '.join(where)} ORDER BY at DESC, n DESC LIMIT ?",
                              (*values, *(before or ()), size)).fetchall()


def titles(connection: sqlite3.Connection, found: Sequence[Noted]) -> dict[str, str]:
    """Titles of the articles of some events, by id, as their newest versions have them."""
    ids = sorted({one.id for one in found if one.id})[:500]
    return dict(connection.execute(f"SELECT id, title FROM versions WHERE id IN ({','.join('?' * len(ids))}) AND latest = 1 "
                                   "AND title IS NOT NULL", ids).fetchall())


def last_problem(connection: sqlite3.Connection, portal: str) -> str | None:
    """Instant of the newest problem of a portal."""
    found: str | None = connection.execute("SELECT max(at) FROM problems WHERE portal = ?", (portal,)).fetchone()[0]
    return found


def problem_kinds(connection: sqlite3.Connection, portal: str) -> list[tuple[str, int]]:
    """How many problems of each kind a portal had, most first."""
    return connection.execute("SELECT kind, n FROM noted WHERE sort = 'problem' AND portal = ? AND day = '' ORDER BY n DESC, kind",
                              (portal,)).fetchall()


def event_kinds(connection: sqlite3.Connection, portal: str = "", since: str = "") -> dict[str, int]:
    """How many events of each kind there were, of a portal or of all; `since`: on this (UTC) day or later."""
    which, day = ("day >= ?", since) if since else ("day = ?", "")
    return dict(connection.execute(f"SELECT kind, sum(n) FROM noted WHERE sort = 'event' AND portal = ? AND {which} GROUP BY kind "
                                   "ORDER BY kind", (portal, day)).fetchall())


def copies(connection: sqlite3.Connection, digest: str, most: int = 20) -> list[int]:
    """Row numbers of versions with this text digest, oldest first."""
    return [row[0] for row in connection.execute("SELECT n FROM versions WHERE digest = ? ORDER BY n LIMIT ?", (digest, most))]
