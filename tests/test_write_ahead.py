"""A file that another process is at is waited for, also where SQLite itself does not wait."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from archive.index.write_ahead import write_ahead

FILE = "one.sqlite"


@pytest.fixture
def reader(tmp_path: Path) -> sqlite3.Connection:
    """Another connection that reads the file in its old journal: the switch is refused until it ends."""
    made = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    made.execute("PRAGMA user_version = 0")
    made.execute("CREATE TABLE other(x)")
    made.execute("BEGIN")
    made.execute("SELECT * FROM other").fetchall()
    return made


def test_the_switch_waits_for_a_reader_of_the_old_journal(
        tmp_path: Path, reader: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    def ends(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            reader.execute("COMMIT")

    monkeypatch.setattr(time, "sleep", ends)
    base = sqlite3.connect(tmp_path / FILE, timeout=0.01)
    write_ahead(base, 60)
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert len(waits) == 3


def test_patience_ends_with_the_error_that_sqlite_gave(tmp_path: Path, reader: sqlite3.Connection) -> None:
    base = sqlite3.connect(tmp_path / FILE, timeout=0.01)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        write_ahead(base, 0)


def test_another_error_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        write_ahead(sqlite3.connect(tmp_path / FILE), 60)
