"""The newest line of an article by its place in the catalog: told only where that is in step with the line files. Writes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from archive.index.database import VERSION
from archive.index.row_places import RowPlaces
from archive.index.unwritten import address
from archive.jsonl import line_at
from archive.layout import Archive, Collection
from archive.lines import ARTICLE_SCHEMA

PATIENCE = 1.0
"""Seconds to wait for another process that is at the catalog; the files are read instead then."""
_COLLECTION = "SELECT n FROM collections WHERE name = ?"
_SIZES = "SELECT name, size FROM files WHERE collection = ? AND name LIKE 'articles/%'"
_PLACE = "SELECT version, file, offset FROM articles WHERE place = ? AND name = ? AND collection = ?"


def newest_line(collection: Collection, id: str) -> dict[str, Any] | None:
    """The line of an article's newest version; None when the catalog is missing, behind, or does not say: then the files must be
    asked, for they alone know."""
    try:
        with closing(sqlite3.connect(address(Archive(collection.root).catalog), uri=True, timeout=PATIENCE)) as connection:
            row = _row(connection, collection, id)
    except (OSError, sqlite3.Error):
        return None
    if row is None:
        return None
    version, file, offset = row
    line = line_at(collection, (file, offset))
    if line is None or (line.get("schema"), line.get("id"), line.get("version")) != (ARTICLE_SCHEMA, id, version):
        return None
    return line


def _row(connection: sqlite3.Connection, collection: Collection, id: str) -> tuple[int, str, int] | None:
    """Version, file and byte; None when they are not known, or the line files are not as the catalog has them."""
    if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
        return None
    numbered = connection.execute(_COLLECTION, (collection.name,)).fetchone()
    if numbered is None:
        return None
    (number,), name = numbered, id.rpartition(":")[2]
    row: tuple[int, str, int] | None = connection.execute(_PLACE, (RowPlaces(number).of_text(name), name, number)).fetchone()
    sizes = {collection.relative(path): path.stat().st_size for path in collection.line_files("articles")}
    in_step = sizes == dict(connection.execute(_SIZES, numbered))
    return row if row is not None and row[1] is not None and in_step else None
