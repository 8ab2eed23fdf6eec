"""Brings the finding aid in step with the line files: reads what they hold beyond what it knows, line by line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from archive.errors import Locked
from archive.finding.tables import failed, opened, remove, take_place
from archive.finding.tokens import facet, tokens
from archive.jsonl import whole_lines
from archive.layout import Archive, Collection
from archive.lock import locked

BATCH = 500
"""Lines in one transaction."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VERSION = """INSERT OR IGNORE INTO versions (n, portal, id, version, latest, captured, day, title, section, source, language, kind, url,
    digest, file, offset, length, filled) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PORTAL = """INSERT INTO portals VALUES (?1, ?2, 1, ?3) ON CONFLICT (portal) DO UPDATE SET articles = articles + ?2,
    versions = versions + 1, captured = max(captured, ?3)"""
_FILL = """INSERT INTO fills VALUES (?1, ?2, ?3, ?4, 1) ON CONFLICT (portal, month, bit) DO UPDATE SET given = given + ?4,
    versions = versions + 1"""
_NOTED = "INSERT INTO noted VALUES (?, ?, ?, ?, 1) ON CONFLICT (sort, portal, day, kind) DO UPDATE SET n = n + 1"
_DAY = """INSERT INTO days SELECT ?1, day_in(zone, ?2), ?3, 1 FROM zones WHERE portal = ?1
    ON CONFLICT (portal, day, section) DO UPDATE SET captured = captured + 1"""
FILLED = ("title", "body", "date", "date_time", "breadcrumb", "source", "author")
"""Fields of which `versions.filled` says in one bit each, lowest first, whether the page gave them."""


ZoneOf = Callable[[str], str]
"""From a portal's name to its time zone, as `Asia/Shanghai`."""


@dataclass(slots=True)
class Taken:
    """What was taken in."""

    lines: int = 0
    anew: bool = False
    """Whether files were missing or shorter than before, so that all was read again."""


def update(archive: Archive, index: Path, stop: Callable[[], bool] = lambda: False, zone_of: ZoneOf = lambda portal: "UTC") -> Taken:
    """Take in the lines that the index does not know yet. `stop` is asked after each batch; `zone_of` names the time zone in which a
    portal's days are counted. Raises `NotWritable`.

    Damaged lines are passed over (`archive.check` names them). One process may write at a time; others wait. Where files were cut or
    replaced, or a zone is another one, an index is made anew beside the old one, which answers until then; when that was stopped, the
    next call goes on with it. An index that turns out to be damaged is removed and made anew.
    """
    try:
        return _updated(archive, index, stop, zone_of)
    except sqlite3.OperationalError as error:
        raise failed(index, error) from None
    except sqlite3.DatabaseError:
        remove(index)
    try:
        return _updated(archive, index, stop, zone_of)
    except sqlite3.Error as error:
        raise failed(index, error) from None


def _updated(archive: Archive, index: Path, stop: Callable[[], bool], zone_of: ZoneOf) -> Taken:
    if _fits(archive, index, zone_of):
        return _filled(archive, index, stop, zone_of)
    aside = index.with_name(f".{index.name}.anew")
    try:
        with locked(aside.with_name(f"{aside.name}.lock")):
            return _made_anew(archive, index, aside, stop, zone_of)
    except Locked:  # another process makes it
        return Taken()


def _made_anew(archive: Archive, index: Path, aside: Path, stop: Callable[[], bool], zone_of: ZoneOf) -> Taken:
    if _fits(archive, index, zone_of):  # another process has made it meanwhile
        return _filled(archive, index, stop, zone_of)
    try:
        if not _fits(archive, aside, zone_of):
            remove(aside)
        taken = _filled(archive, aside, stop, zone_of)
    except sqlite3.DatabaseError as error:  # full, or damaged: the old one goes on answering, the next call begins again
        remove(aside)
        raise failed(aside, error) from None
    if not stop():
        take_place(aside, index)
    return Taken(lines=taken.lines, anew=True)


def _fits(archive: Archive, index: Path, zone_of: ZoneOf) -> bool:
    """Whether what the index has taken in is still so."""
    with closing(opened(index)) as connection:
        return _grown_only(archive, connection) and _same_zones(connection, zone_of)


def _filled(archive: Archive, index: Path, stop: Callable[[], bool], zone_of: ZoneOf) -> Taken:
    """Take in what an index that fits lacks."""
    taken = Taken()
    with closing(opened(index)) as connection:
        connection.create_function("day_in", 2, _day_in, deterministic=True)
        for collection in archive.collections():
            connection.execute("INSERT OR IGNORE INTO zones VALUES (?, ?)", (collection.name, zone_of(collection.name)))
            for folder in ("articles", "events", "problems"):
                for path in collection.line_files(folder):
                    if stop():
                        return taken
                    taken.lines += _file(connection, collection, folder, path, stop)
        if taken.lines:
            connection.execute("INSERT INTO texts (texts, rank) VALUES ('merge', 500)")
    return taken


def _same_zones(connection: sqlite3.Connection, zone_of: ZoneOf) -> bool:
    return all(zone_of(portal) == zone for portal, zone in connection.execute("SELECT portal, zone FROM zones").fetchall())


def _day_in(zone: str, captured: str) -> str:
    """The day of an instant in a zone; in UTC where there is no such zone."""
    at = datetime.fromisoformat(captured)
    with suppress(ZoneInfoNotFoundError, ValueError, OverflowError):
        at = at.astimezone(ZoneInfo(zone))
    return at.date().isoformat()


def _grown_only(archive: Archive, connection: sqlite3.Connection) -> bool:
    """Whether each file still holds the last line that was taken from it where it was: none was cut, replaced or removed."""
    for portal, name, size, tail, digest in connection.execute("SELECT portal, name, size, tail, digest FROM files"):
        try:
            with (archive.collection(portal).path / name).open("rb") as file:
                file.seek(size - tail)
                if _digest(file.read(tail)) != digest:
                    return False
        except OSError:
            return False
    return True


def _digest(line: bytes) -> bytes:
    return blake2b(line, digest_size=16).digest()


def _file(connection: sqlite3.Connection, collection: Collection, folder: str, path: Path, stop: Callable[[], bool]) -> int:
    name, portal, count = collection.relative(path), collection.name, 0
    row = connection.execute("SELECT size FROM files WHERE portal = ? AND name = ?", (portal, name)).fetchone()
    start = row[0] if row else 0
    for batch in _batches(path, start):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for offset, line in batch:
                with suppress(ValueError, KeyError, TypeError, AttributeError):  # a damaged line
                    made = orjson.loads(line)
                    _look(made, _NEEDED[folder])
                    _TAKE[folder](connection, made, portal, (name, offset, len(line)))
            last, line = batch[-1]
            connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                               (portal, name, last + len(line), len(line), _digest(line)))
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.rollback()
            raise
        count += len(batch)
        if stop():
            break
    return count


def _batches(path: Path, start: int) -> Iterator[list[tuple[int, bytes]]]:
    batch: list[tuple[int, bytes]] = []
    with suppress(OSError):
        for entry in whole_lines(path, start):
            batch.append(entry)
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


Place = tuple[str, int, int]
"""File relative to the collection, offset, length."""


_TEXT, _MAYBE = (str,), (str, type(None))
_NEEDED: dict[str, dict[str, tuple[type, ...]]] = {
    "articles": {
        "id": _TEXT, "version": (int,), "captured_at": _TEXT, "url": _TEXT, "text_digest": _TEXT, "breadcrumb": (list,),
        "attachments": (list,), **dict.fromkeys(("date", "date_time", "title", "body", "source", "author", "language"), _MAYBE)},
    "events": {"at": _TEXT, "event": _TEXT, "id": _MAYBE, "url": _TEXT},
    "problems": {"at": _TEXT, "kind": _TEXT, "reason": _MAYBE, "url": _MAYBE, "status": (int, type(None))}}
"""Keys of lines that are read, and their types: what is not so is looked at before anything of it is written."""


def _look(line: Any, needed: Mapping[str, tuple[type, ...]]) -> None:
    """Raises `ValueError`, `TypeError` or `KeyError` for a line that is none."""
    for key, kinds in needed.items():
        value = line[key]
        if type(value) not in kinds or (isinstance(value, int) and not 0 <= value < 1 << 31):
            raise ValueError(f"{key}: not of its type")
    datetime.fromisoformat(line["captured_at"] if "captured_at" in line else line["at"])
    if line.get("date") is not None:
        date.fromisoformat(line["date"])


def _article(connection: sqlite3.Connection, line: Mapping[str, Any], portal: str, place: Place) -> None:
    captured = str(line["captured_at"])
    n = _free(connection, captured)
    crumbs = line["breadcrumb"] or []
    section = str(crumbs[-1]) if crumbs else None
    kind = str(line.get("kind") or "article")
    filled = sum(1 << bit for bit, key in enumerate(FILLED) if line[key])
    added = connection.execute(_VERSION, (
        n, portal, line["id"], line["version"], captured, line["date"], line["title"], section, line["source"], line["language"], kind,
        line["url"], line["text_digest"], *place, filled)).rowcount
    if not added:
        return
    connection.execute("UPDATE versions SET latest = 0 WHERE id = ?1 AND version < (SELECT max(version) FROM versions WHERE id = ?1)",
                       (line["id"],))
    facets = [facet("p", portal), facet("k", kind)]
    facets += [facet(name, str(value)) for name, value in (("l", line["language"]), ("s", line["source"]), ("c", section)) if value]
    if line["date"]:
        facets += [f"y{line['date'][:4]}", f"m{line['date'][:4]}{line['date'][5:7]}"]
    facets += [f"g{captured[:4]}{captured[5:7]}", *(f"n{bit}" for bit in range(len(FILLED)) if not filled >> bit & 1)]
    connection.execute("INSERT INTO texts (rowid, title, body, facets) VALUES (?, ?, ?, ?)",
                       (n, tokens(line["title"] or ""), tokens(_text(line)), " ".join(facets)))
    _count(connection, line, portal, captured, section or "", filled)


def _text(line: Mapping[str, Any]) -> str:
    """The body, and the words of the files that are the article."""
    texts = (one.get("text") for one in line["attachments"] if isinstance(one, Mapping))
    return "\n".join([line["body"] or "", *(text for text in texts if isinstance(text, str))])


def _count(connection: sqlite3.Connection, line: Mapping[str, Any], portal: str, captured: str, section: str, filled: int) -> None:
    """Add a version to the sums that overviews show."""
    first = line["version"] == 1
    connection.execute(_PORTAL, (portal, first, captured))
    connection.execute(_DAY, (portal, captured, section))
    if first and line["date"]:
        connection.execute("INSERT INTO dated VALUES (?, ?, 1) ON CONFLICT (portal, day) DO UPDATE SET articles = articles + 1",
                           (portal, line["date"]))
    connection.executemany(_FILL, [(portal, captured[:7], bit, filled >> bit & 1) for bit in range(len(FILLED))])


def _free(connection: sqlite3.Connection, captured: str) -> int:
    """The row number of a version: its instant in microseconds, or the next that is free, so that rows lie in the order of capture."""
    at = datetime.fromisoformat(captured)
    n = (at - _EPOCH) // timedelta(microseconds=1)
    while connection.execute("SELECT 1 FROM versions WHERE n = ?", (n,)).fetchone():
        n += 1
    return n


def _event(connection: sqlite3.Connection, line: Mapping[str, Any], portal: str, place: Place) -> None:
    connection.execute("INSERT INTO events (portal, at, event, id, url, file, offset, length) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       (portal, line["at"], line["event"], line["id"], line["url"], *place))
    _note(connection, "event", portal, line["at"], line["event"])


def _problem(connection: sqlite3.Connection, line: Mapping[str, Any], portal: str, place: Place) -> None:
    connection.execute("INSERT INTO problems (portal, at, kind, reason, url, status) VALUES (?, ?, ?, ?, ?, ?)",
                       (portal, line["at"], line["kind"], line["reason"] or "", line["url"] or "", line["status"]))
    _note(connection, "problem", portal, line["at"], line["kind"])


def _note(connection: sqlite3.Connection, sort: str, portal: str, at: str, kind: str) -> None:
    connection.executemany(_NOTED, [(sort, where, day, kind) for where in (portal, "") for day in (at[:10], "")])


_TAKE: dict[str, Callable[[sqlite3.Connection, Mapping[str, Any], str, Place], None]] = {
    "articles": _article, "events": _event, "problems": _problem}
