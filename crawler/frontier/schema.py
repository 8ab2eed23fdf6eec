"""Tables of the frontier and how values become rows. All that touches SQL but decides nothing.

A task is queued, leased, waiting for an instant, or ended. A trigger keeps what is derived (`counts`, `ready`), so that no statement
elsewhere can forget to; only of the three moves that each task makes (it comes, is leased, is done) `moves` keeps account.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from typing import Any, cast
from zlib import crc32

from archive.durable import is_full
from archive.errors import ArchiveError, NotWritable
from archive.index.bound_values import taken_as_they_are
from archive.index.write_ahead import write_ahead
from crawler.calls.call import read as read_call
from crawler.calls.call import written
from crawler.calls.recorded_call import of_old
from crawler.frontier.task import Candidate, Task, TaskKind

VERSION = 4
"""Files of versions 1 to 3 are brought up to it when they are opened."""
PAGE = 2048
"""Bytes of one page of the file. A new address changes a page of each tree, which is summed and written as a whole: with 4096 pushes and
pops took longer, with 1024 trees are a step deeper."""
LOG = 64 << 20
"""Bytes of the write-ahead log from which on it is copied into the file."""
QUEUED, LEASED, DONE, FAILED, DROPPED, WAITING = range(6)
NEVER = 1e18
"""An instant after all others: a host that is full until one of its tasks ends."""

LANES: dict[TaskKind, int] = {"robots": 0, "listing": 1, "sitemap": 1, "feed": 1, "article": 2, "page": 2, "site": 2,
                              "requisite": 3, "attachment": 4}
"""Queues side by side at each host. A lower lane also outranks a higher one when one address is offered as both."""
PAGE_LANES = 2
"""The last lane whose tasks are read for articles and links; those behind it are only kept."""

_TABLES = f"""
CREATE TABLE portals(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, run TEXT, started REAL, ended TEXT);
CREATE TABLE owners(
  id INTEGER PRIMARY KEY, portal INTEGER NOT NULL, machine TEXT NOT NULL, pid INTEGER NOT NULL, born REAL NOT NULL,
  beat REAL NOT NULL, outcomes INTEGER NOT NULL DEFAULT 0);
CREATE TABLE hosts(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, asked REAL NOT NULL DEFAULT 0, strikes INTEGER NOT NULL DEFAULT 0,
  struck REAL NOT NULL DEFAULT 0, next_allowed REAL NOT NULL DEFAULT 0, turn INTEGER NOT NULL DEFAULT 0);
CREATE TABLE tasks(
  id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, portal INTEGER NOT NULL, host INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT {QUEUED}, lane INTEGER NOT NULL, rank INTEGER NOT NULL, leased_lane INTEGER, owner INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0, reason TEXT,
  url TEXT NOT NULL, kind TEXT NOT NULL, section TEXT, via TEXT, hops TEXT NOT NULL, depth INTEGER NOT NULL, method TEXT NOT NULL,
  body BLOB, title TEXT, listed_date TEXT, position INTEGER, call TEXT);
CREATE INDEX queue ON tasks(portal, host, lane, rank) WHERE state = {QUEUED};
CREATE INDEX leased ON tasks(host) WHERE state = {LEASED};
CREATE INDEX waiting ON tasks(portal, not_before) WHERE state = {WAITING};
CREATE TABLE counts(
  portal INTEGER NOT NULL, state INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(portal, state)) WITHOUT ROWID;
CREATE TABLE ready(
  host INTEGER NOT NULL, portal INTEGER NOT NULL, at REAL NOT NULL, PRIMARY KEY(host, portal)) WITHOUT ROWID;
CREATE INDEX ready_at ON ready(portal, at);
"""
_TRIGGER = f"""
CREATE TRIGGER task_moved AFTER UPDATE OF state ON tasks
WHEN old.state <> new.state AND new.state <> {LEASED} AND NOT (old.state = {LEASED} AND new.state = {DONE}) BEGIN
  UPDATE counts SET n = n - 1 WHERE portal = old.portal AND state = old.state;
  UPDATE counts SET n = n + 1 WHERE portal = new.portal AND state = new.state;
  INSERT INTO ready SELECT id, new.portal, next_allowed FROM hosts WHERE new.state = {QUEUED} AND id = new.host
    AND NOT EXISTS (SELECT 1 FROM ready WHERE host = new.host AND portal = new.portal);
  UPDATE ready SET at = (SELECT next_allowed FROM hosts WHERE id = new.host)
    WHERE old.state = {LEASED} AND host = new.host AND at >= {NEVER};
END;
"""
_OLD_TRIGGERS = ("task_came", "task_moved", "task_queued", "task_freed")
"""Of version 1, in which they did it for all moves."""
_NEAR = "UPDATE tasks SET key = near(url, key)"
"""For keys of versions 1 and 2, which were digests alone."""
_CALLS = ("ALTER TABLE tasks ADD COLUMN call TEXT",
          "UPDATE tasks SET call = call_of(title, CASE WHEN method = 'GET' THEN body END), title = NULL, "
          "body = CASE WHEN method <> 'GET' THEN body END WHERE kind = 'listing' AND (title IS NOT NULL OR body IS NOT NULL)")
"""For versions up to 3, in which a listing's title and a GET's body told of its call. Keys stay: they were made of that body."""

OFFER = f"""
INSERT INTO tasks(key, portal, host, lane, rank, url, kind, section, via, hops, depth, method, body, title, listed_date, position,
  call)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(key) DO UPDATE SET kind = excluded.kind, lane = excluded.lane, rank = excluded.rank, section = excluded.section,
  via = excluded.via, hops = excluded.hops, depth = excluded.depth, title = excluded.title, listed_date = excluded.listed_date,
  position = excluded.position, call = excluded.call, state = CASE WHEN tasks.state = {LEASED} THEN {LEASED} ELSE {QUEUED} END
WHERE excluded.lane < tasks.lane
  AND (tasks.state = {QUEUED} OR (tasks.lane > {PAGE_LANES} AND excluded.lane <= {PAGE_LANES}))
"""
"""Known addresses stay as they are, but for two: a queued one that is now wanted in a lower lane moves there; one that was only
kept (a requisite) and is now wanted as a page is asked again."""

TASK_COLUMNS = "id, url, kind, section, via, hops, depth, method, body, attempts, title, listed_date, position, call"


def open_database(path: Path, patience: float) -> sqlite3.Connection:
    """Open or make the frontier's file; `patience` is the seconds to wait for another process's transaction.

    Autocommit: transactions are `writing`'s. ArchiveError when the file is none of ours, NotWritable when it cannot be used.
    """
    taken_as_they_are()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(path, timeout=patience, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise NotWritable(f"{path}: {error}; make the folder writable") from error
    try:
        base.execute(f"PRAGMA page_size = {PAGE}")  # of a file that is made now; others keep theirs
        write_ahead(base, patience)
        (page,) = base.execute("PRAGMA page_size").fetchone()
        for setting in ("synchronous = NORMAL", "cache_size = -65536", f"wal_autocheckpoint = {LOG // page}", "temp_store = MEMORY"):
            base.execute(f"PRAGMA {setting}")
        _make_tables(base, path)
    except sqlite3.DatabaseError as error:
        base.close()
        raise _as_ours(error, path) from error
    except ArchiveError:
        base.close()
        raise
    return base


def _make_tables(base: sqlite3.Connection, path: Path) -> None:
    base.create_function("near", 2, near, deterministic=True)
    base.create_function("call_of", 2, _call_of, deterministic=True)
    base.execute("BEGIN IMMEDIATE")
    try:
        version = base.execute("PRAGMA user_version").fetchone()[0]
        if version not in range(VERSION + 1):
            raise ArchiveError(f"{path}: made by another version; finish its crawls with that one, or delete the file")
        if version != VERSION:
            for statement in _steps(version):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {VERSION}")
        base.execute("COMMIT")
    except BaseException:
        base.execute("ROLLBACK")
        raise


def _steps(version: int) -> Iterator[str]:
    """What brings a file of that version (0: a new one) up to this one."""
    if version == 0:
        yield from _statements(_TABLES)
    if version == 1:
        yield from (f"DROP TRIGGER {name}" for name in _OLD_TRIGGERS)
    if version < 2:
        yield from _statements(_TRIGGER)
    if version in (1, 2):
        yield _NEAR
    if version:
        yield from _CALLS


def _call_of(title: str | None, whose: bytes | None) -> str | None:
    call = of_old(title, whose)
    return None if call is None else written(call)


def _statements(script: str) -> Iterator[str]:
    text = ""
    for line in script.strip().splitlines():
        text += line + "\n"
        if sqlite3.complete_statement(text):
            yield text
            text = ""


@contextmanager
def writing(base: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it or, on any error, nothing. NotWritable when the disk or another process prevents it."""
    try:
        base.execute("BEGIN IMMEDIATE")
        try:
            yield base
            base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # SQLite may have rolled back by itself; the first error is the one to tell
                if base.in_transaction:
                    base.execute("ROLLBACK")
            raise
    except sqlite3.DatabaseError as error:
        raise _as_ours(error, path) from error


def _as_ours(error: sqlite3.DatabaseError, path: Path) -> Exception:
    if isinstance(error, sqlite3.ProgrammingError):
        return error  # a bug of ours, not of the file
    if isinstance(error, sqlite3.OperationalError):
        words = "the disk is full" if is_full(path, error) else str(error)
        return NotWritable(f"{path}: {words}; what was not committed is done again at the next start")
    return ArchiveError(f"{path}: {error}; end all crawls, delete the file, and crawl again: what is archived stays")


def key_of(seed: blake2b, url: str, method: str, body: bytes | None) -> bytes:
    """16 bytes that stand for one request of one portal; `seed` is a BLAKE2b over the portal's name, `body` what tells it from others of
    its address (`Candidate.apart`). The fragment does not count."""
    digest = seed.copy()
    cut = url.find("#")
    digest.update((url if cut < 0 else url[:cut]).encode("utf-8", "surrogatepass"))
    if method != "GET" or body is not None:
        digest.update(b"\n" + method.encode("utf-8", "surrogatepass") + b"\n" + (body or b""))
    return digest.digest()


_NEAR_KEY = Struct(">I8s8s").pack


def near(url: str, key: bytes) -> bytes:
    """What a task's row is found by: its folder's check sum, the end of its name, and half of its digest (`key_of`).

    New addresses come a folder at a time and with growing numbers: so they go where the last ones of their folder went, and change few
    pages of the tree, the same for long. By digests alone each changes a page anywhere in it.
    """
    octets = url.partition("#")[0].encode("utf-8", "replace")
    return _NEAR_KEY(crc32(octets[:octets.rfind(b"/")]), octets[-13:-5], key)


CARRIED = ("budget", "unreachable", "truncated", "blocked", "passing")
"""Why a task may have ended so that the next run takes it up again: it was not asked, or the answer may be another one then."""
CARRIES = 12
"""Times that one task is asked in all, over however many runs, before it is not carried over any more."""
OWED = (f"state IN ({FAILED}, {DROPPED}) AND attempts < {CARRIES} AND (kind IN ('article', 'site') AND reason IN "
        f"({', '.join(map(repr, CARRIED))}) OR kind = 'listing' AND depth > 0 AND reason IN ('unreachable', 'truncated', 'passing'))")
"""Tasks that have ended and are taken up again by the next run: pages, and further pages of listings that were broken, for the next walk
may end before it comes to them."""


def row_of(link: Candidate, key: bytes, portal: int, host: int) -> tuple[Any, ...]:
    """Arguments of `OFFER`."""
    rank = link.depth if link.rank is None else link.rank
    return (near(link.url, key), portal, host, LANES[link.kind], rank, _text(link.url), link.kind, _text(link.section), _text(link.via),
            link.hops, link.depth, link.method, link.body, _text(link.title), _text(link.listed_date), link.position,
            written(link.call) if link.call is not None else None)


def _text(value: str | None) -> str | None:
    """Words as SQLite takes them: lone surrogates, which pages can bring, become question marks."""
    return value if value is None or value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def task_of(row: tuple[Any, ...]) -> Task:
    """A row of `TASK_COLUMNS`."""
    (number, url, kind, section, via, hops, depth, method, body, attempts, title, listed_date, position, call) = row
    return Task(id=number, url=url, kind=cast(TaskKind, kind), section=section, via=via, hops=hops, depth=depth, method=method,
                body=body, attempts=attempts, title=title, listed_date=listed_date, position=position,
                call=read_call(call) if call is not None else None)
