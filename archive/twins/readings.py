"""What is kept of every article, so that its twin in another language is found."""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.index.surt import surt
from archive.twins.facts import Facts, facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article in its newest version."""

    id: str
    version: int
    portal: str
    english: bool
    date: str | None
    first_seen: str
    title: str | None
    url: str
    twin: str | None
    """Address of the same article in another language, as the page links it."""
    figures: bytes
    names: bytes
    """Of its `facts`, as `unpacked` reads them."""


def reading_of(line: Mapping[str, Any]) -> Reading:
    """What is kept of an article line, as if it were the first one of its article."""
    twin, said = line["fields"].get("language_twin"), facts(f"{line['title'] or ''}\n{line['body'] or ''}")
    return Reading(id=line["id"], version=line["version"], portal=line["portal"], english=str(line["language"] or "").startswith("en"),
                   date=line["date"], first_seen=line["captured_at"], title=line["title"], url=line["url"],
                   twin=twin if isinstance(twin, str) else None, figures=_packed(said.figures), names=_packed(said.names))


def put_readings(connection: sqlite3.Connection, readings: Sequence[Reading]) -> None:
    """Store them in the place of older ones, and mark their days, and those of what links to them, as new."""
    for one in readings:
        old = connection.execute("SELECT date FROM readings WHERE id = ?", (one.id,)).fetchone()
        for day in {one.date, *(old or ())} - {None}:
            connection.execute("INSERT OR IGNORE INTO days VALUES (?)", (day,))
        connection.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
            one.id, one.version, one.portal, one.english, one.date, one.first_seen, one.title, one.url, _hash(one.url),
            _hash(one.twin) if one.twin else None, one.figures, one.names))


def unpacked(figures: bytes, names: bytes) -> Facts:
    """The facts of a stored reading."""
    return Facts(figures=frozenset(memoryview(figures).cast("I")), names=frozenset(memoryview(names).cast("I")))


def _packed(numbers: frozenset[int]) -> bytes:
    return array("I", sorted(numbers)).tobytes()


def _hash(url: str) -> bytes:
    """16 bytes that stand for an address in any spelling."""
    return hashlib.blake2b(surt(url).encode(), digest_size=16).digest()
