"""How values become rows of the server, and rows values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from crawler.calls.call import read as read_call
from crawler.calls.call import written
from crawler.cluster.schema import Connection
from crawler.frontier.schema import LANES, LEASED, PAGE_LANES, QUEUED
from crawler.frontier.task import Candidate, Task, TaskKind

NUL, INSTEAD = "\x00", "\U0010fffe"
"""PostgreSQL's texts hold no NUL: a sign that is none and that no page has stands for it."""
_NAMES = ("key", "host", "lane", "rank", "url", "kind", "section", "via", "hops", "depth", "method", "body", "title", "listed_date",
          "position", "call")
_TYPES = ("bytea", "integer", "smallint", "integer", "text", "text", "text", "text", "text", "integer", "text", "bytea", "text", "text",
          "integer", "text")
_WANTED = f"(t.state = {QUEUED} OR (t.lane > {PAGE_LANES} AND n.lane <= {PAGE_LANES}))"
_OFFER = f"""INSERT INTO tasks(id, portal, {', '.join(_NAMES)})
SELECT n.id, %s, {', '.join(f'n.{name}' for name in _NAMES)} FROM (
    SELECT nextval('numbers') AS id, o.* FROM unnest({', '.join(f'%s::{kind}[]' for kind in _TYPES)})
      WITH ORDINALITY AS o({', '.join(_NAMES)}, place) ORDER BY o.place) n
  WHERE NOT EXISTS (SELECT 1 FROM tasks t WHERE t.key = n.key AND NOT (n.lane < t.lane AND {_WANTED}))
  ORDER BY n.key
ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, lane = excluded.lane, rank = excluded.rank, section = excluded.section,
  via = excluded.via, hops = excluded.hops, depth = excluded.depth, title = excluded.title, listed_date = excluded.listed_date,
  position = excluded.position, call = excluded.call, state = CASE WHEN tasks.state = {LEASED} THEN {LEASED} ELSE {QUEUED} END
WHERE excluded.lane < tasks.lane
  AND (tasks.state = {QUEUED} OR (tasks.lane > {PAGE_LANES} AND excluded.lane <= {PAGE_LANES}))"""
"""As `crawler.frontier.schema.OFFER`; numbers by the order of the offer, for that is the order of asking; rows by their keys, so that
two who offer the same do not wait for each other crosswise."""


def offer(connection: Connection, portal: int, links: Sequence[tuple[bytes, int, Candidate]]) -> None:
    """Insert links: key, number of the host, and the link. Of several with one key the one in the lowest lane counts."""
    best: dict[bytes, tuple[Any, ...]] = {}
    for key, host, link in links:
        row = _row(key, host, link)
        if key not in best or row[2] < best[key][2]:
            best[key] = row
    connection.execute(_OFFER, (portal, *(list(column) for column in zip(*best.values(), strict=True))))


def _row(key: bytes, host: int, link: Candidate) -> tuple[Any, ...]:
    rank = link.depth if link.rank is None else link.rank
    return (key, host, LANES[link.kind], rank, text(link.url), link.kind, text(link.section), text(link.via), link.hops, link.depth,
            link.method, link.body, text(link.title), text(link.listed_date), link.position,
            written(link.call) if link.call is not None else None)


def text(value: str | None) -> str | None:
    """Words as the server takes them: lone surrogates, which pages can bring, become question marks; NUL is written otherwise."""
    if value is None or (value.isascii() and NUL not in value):
        return value
    return value.encode("utf-8", "replace").decode("utf-8").replace(NUL, INSTEAD)


def read(value: str | None) -> str | None:
    """Words as they were before `text`."""
    return value.replace(INSTEAD, NUL) if value else value


def task_of(row: Sequence[Any]) -> Task:
    """A row of `crawler.cluster.leasing.COLUMNS`."""
    (number, url, kind, section, via, hops, depth, method, body, attempts, title, listed_date, position, call) = row[:14]
    return Task(id=number, url=read(url) or "", kind=cast(TaskKind, kind), section=read(section), via=read(via), hops=hops, depth=depth,
                method=method, body=body, attempts=attempts, title=read(title), listed_date=listed_date, position=position,
                call=read_call(call) if call is not None else None)


def host_numbers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Numbers of hosts, which are entered where they are not."""
    wanted = sorted({text(name) or "" for name in names})
    connection.execute("INSERT INTO hosts(name) SELECT name FROM unnest(%s::text[]) AS n(name) "
                       "WHERE NOT EXISTS (SELECT 1 FROM hosts h WHERE h.name = n.name) ORDER BY name ON CONFLICT DO NOTHING", (wanted,))
    return dict(connection.execute("SELECT name, id FROM hosts WHERE name = ANY(%s::text[])", (wanted,)).fetchall())
