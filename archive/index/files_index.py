"""Up to where each file of a collection is in the catalog."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from archive.index.database import Database

_ADVANCE = """INSERT INTO files (collection, name, size) VALUES (?, ?, ?)
    ON CONFLICT (collection, name) DO UPDATE SET size = max(size, excluded.size)"""


class FilesIndex:
    """The files of one collection, by their path relative to it, as `WarcRef.file` spells it."""

    def __init__(self, database: Database, collection: int) -> None:
        self._database = database
        self._collection = collection

    def sizes(self) -> dict[str, int]:
        """Bytes of each file that are in the catalog."""
        return dict(self._database.rows("SELECT name, size FROM files WHERE collection = ?", (self._collection,)))

    def advance(self, connection: sqlite3.Connection, sizes: Mapping[str, int]) -> None:
        """Note that files are in the catalog up to these sizes (never less than before), within the caller's transaction."""
        connection.executemany(_ADVANCE, [(self._collection, name, size) for name, size in sizes.items()])

    def number(self, connection: sqlite3.Connection, name: str) -> int:
        """The number that rows refer to the file by, within the caller's transaction."""
        for _ in range(2):
            row = connection.execute("SELECT n FROM files WHERE collection = ? AND name = ?", (self._collection, name)).fetchone()
            if row is not None:
                break
            self.advance(connection, {name: 0})
        return int(row[0])
