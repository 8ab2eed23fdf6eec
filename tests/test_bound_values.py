"""Values go into SQLite as they are, without a search for what might turn them into others."""

from __future__ import annotations

import sqlite3

from archive.index.bound_values import taken_as_they_are

VALUES = (b"\0octets", b"", None, True, False, 7, 2.5, "文")


def test_values_come_back_as_they_went_in() -> None:
    taken_as_they_are()
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE one(a, b, c, d, e, f, g, h)")
    base.execute("INSERT INTO one VALUES (?, ?, ?, ?, ?, ?, ?, ?)", VALUES)
    assert base.execute("SELECT * FROM one").fetchone() == VALUES
    assert base.execute("SELECT typeof(a), typeof(c), typeof(d) FROM one").fetchone() == ("blob", "null", "integer")
