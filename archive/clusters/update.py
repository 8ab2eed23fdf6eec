"""Brings `clusters.sqlite` in step with the lines: reads what was appended, finds what is alike, settles the clusters and the
twins in other languages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import orjson

from archive.clusters.components import settle
from archive.clusters.neighbours import columns, pairs_of
from archive.clusters.sketch import Sketch, sketch
from archive.clusters.store import NAME, Entry, Store, put, reading
from archive.errors import NotWritable
from archive.layout import Archive, Collection
from archive.lines import ARTICLE_SCHEMA
from archive.lock import locked
from archive.spans import Map, over_lines
from archive.twins.match import match
from archive.twins.readings import Reading, put_readings, reading_of

LOCK = ".clusters.lock"
BATCH = 16_384
"""Articles that are taken in together: some 40 MB of memory, and one look at all bands on disk."""


_NEEDED: dict[str, type | tuple[type, ...]] = {
    "id": str, "version": int, "portal": str, "captured_at": str, "url": str, "body": (str, type(None)), "date": (str, type(None)),
    "source": (str, type(None)), "title": (str, type(None)), "language": (str, type(None)), "fields": dict,
}
"""Keys of a line that are read, and their types."""


Told = tuple[Reading, Sketch | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What was done."""

    lines: int
    """Lines read."""
    places: int
    """Articles whose cluster or neighbour is another than before."""
    anew: bool
    """Whether line files were replaced, so that all was read again."""


def update(archive: Archive, *, batch: int = BATCH, mapped: Map = map) -> Updated:
    """Take in the lines of all collections that are new. A kill at any moment costs one batch. `mapped`: who reads the lines.

    Raises `NotWritable`; `Locked` when another process does the same."""
    collections = archive.collections()
    with locked(archive.root / LOCK), closing(Store(archive.root / NAME)) as store:
        known, anew = store.files(), False
        if _is_other(known, collections):
            store.forget()
            known, anew = {}, True
        lines = 0
        for group in _groups(collections, known, batch, mapped):
            _take(store, group)
            lines += group.lines
        (settled,) = next(store.rows("SELECT settled FROM form"))
        places = 0
        if not settled:
            places = settle(store)
            match(store)
            with store.writing() as connection:
                connection.execute("UPDATE form SET settled = 1")
        return Updated(lines=lines, places=places, anew=anew)


def updated(archive: Archive, *, mapped: Map = map) -> sqlite3.Connection:
    """The file for reading, after an `update`. Raises what that raises."""
    update(archive, mapped=mapped)
    connection = reading(archive.root / NAME)
    if connection is None:
        raise NotWritable(f"{archive.root / NAME}: went away while it was read; run the same command again")
    return connection


class _Group:
    """What some lines tell, and how far their files were read with them."""

    def __init__(self) -> None:
        self.lines = 0
        self.files: dict[tuple[str, str], tuple[int, int]] = {}
        self.newest: dict[str, Told] = {}
        """By id: the newest version, its sketch, its declared source."""
        self.first_seen: dict[str, str] = {}

    def take(self, told: Told) -> None:
        reading, sketch, source = told
        self.first_seen[reading.id] = min(self.first_seen.get(reading.id, reading.first_seen), reading.first_seen)
        held = self.newest.get(reading.id)
        if held is None or reading.version >= held[0].version:
            self.newest[reading.id] = reading, sketch, source


def _is_other(known: dict[tuple[str, str], tuple[int, int]], collections: Sequence[Collection]) -> bool:
    """Whether a file that was read is gone, shorter, or another one of that name (lines were made again)."""
    found = {(one.name, path.name): path.stat() for one in collections for path in one.line_files("articles")}
    return any(key not in found or found[key].st_ino != node or found[key].st_size < size for key, (node, size) in known.items())


def _groups(collections: Sequence[Collection], known: dict[tuple[str, str], tuple[int, int]], batch: int,
            mapped: Map) -> Iterator[_Group]:
    names = {path: (one.name, path.name) for one in collections for path in one.line_files("articles")}
    nodes = {path: path.stat().st_ino for path in names}
    group = _Group()
    files = [(path, known.get(name, (0, 0))[1]) for path, name in names.items()]
    for path, offset, size, told in over_lines(told_by, files, mapped):
        if told is not None:
            group.take(told)
        group.lines += 1
        group.files[names[path]] = nodes[path], offset + size
        if group.lines >= batch:
            yield group
            group = _Group()
    if group.lines:
        yield group


def told_by(raw: bytes) -> Told | None:
    """What is kept of a line, with its sketch and its declared source; None for one that is damaged."""
    line = _parsed(raw)
    return (reading_of(line), sketch(line["body"] or ""), line["source"]) if line is not None else None


def _parsed(raw: bytes) -> dict[str, Any] | None:
    """The line; None for one that is damaged: `archive.check` names it."""
    try:
        line = orjson.loads(raw)
    except ValueError:
        return None
    if not isinstance(line, dict) or line.get("schema") != ARTICLE_SCHEMA:
        return None
    return line if all(isinstance(line.get(key), kind) for key, kind in _NEEDED.items()) else None


def _take(store: Store, group: _Group) -> None:
    """Take in a group and how far the files were read, in one transaction."""
    entries, readings = [], []
    for id, (made, told, source) in group.newest.items():
        version, seen = next(store.rows("SELECT version, first_seen FROM readings WHERE id = ?", (id,)), (0, made.first_seen))
        if version > made.version:
            continue
        reading = replace(made, first_seen=min(group.first_seen[id], seen))
        readings.append(reading)
        if told is not None:
            entries.append(Entry(id=id, version=reading.version, portal=reading.portal, first_seen=reading.first_seen, date=reading.date,
                                 source=source, title=reading.title, url=reading.url, sketch=told))
    _write(store, entries, readings, group.files)


def _write(store: Store, entries: Sequence[Entry], readings: Sequence[Reading], files: dict[tuple[str, str], tuple[int, int]]) -> None:
    first, sketches = store.count(), [one.sketch for one in entries]
    bands = columns(sketches)
    pairs = pairs_of(store, first, sketches, bands)
    with store.writing() as connection:
        connection.executemany("UPDATE entries SET live = 0 WHERE id = ? AND live", [(one.id,) for one in readings])
        put(connection, first, entries)
        if entries:
            connection.executemany("INSERT INTO bands VALUES (?, ?, ?)", [(band, first, bytes(one)) for band, one in enumerate(bands)])
        connection.executemany("INSERT INTO pairs VALUES (?, ?, ?)", pairs)
        put_readings(connection, readings)
        connection.execute("UPDATE form SET settled = 0")
        connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                               [(*name, *state) for name, state in files.items()])
