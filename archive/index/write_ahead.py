"""SQLite files that several processes open: their switch to a write-ahead log waits for the others."""

from __future__ import annotations

import sqlite3
import time

_PAUSE = 0.01


def write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Set the journal to WAL; `patience` is the seconds to wait while other processes are at the file.

    SQLite does not wait for this one by its own time-out: it says "locked" at once while another connection makes the file, reads it in
    the old journal, or is the last to close it (sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY In WAL Mode"; seen in
    2026-11 when a worker started while another one ended). Raises sqlite3.OperationalError when patience is over.
    """
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            return
