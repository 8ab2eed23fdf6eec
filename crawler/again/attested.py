"""Do events and problems say what their records, the notes of the runs and the lines say? Asked of the tables of
`crawler.again.accounted`."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from archive.changed.edits import edit_of
from archive.lines import instant
from archive.records.stored import StoredRecord, instant_of

TABLE = "CREATE TABLE recorded (id TEXT, url TEXT, at TEXT, status INTEGER);"
INDEX = "CREATE INDEX of_recorded ON recorded (id); CREATE INDEX of_addresses ON events (id, url);"

Fault = tuple[str, str, str]
"""Field, what was expected, what was found."""

_MAIN = frozenset({"response", "revisit", "request", "metadata", "conversion"})
"""Types of records that lines point at."""
_STATUS = re.compile(rb"HTTP/\S+[ \t]+(\d{3})(?!\d)")
_UNKNOWN = -1
"""Status of a record that does not say it in a way that can be told here."""
_EDIT = ("changed", "cosmetic", "deleted", "inserted", "diff")
_APART = frozenset({"moved", "gone"})
"""Events that may be said of the address whose redirect led to the record."""


def take(database: sqlite3.Connection, record: StoredRecord) -> None:
    """Take in what a record says of itself."""
    if record.type in _MAIN:
        at = instant_of(record.get("WARC-Date") or "")
        database.execute("INSERT INTO recorded VALUES (?, ?, ?, ?)",
                         (record.id, record.uri("WARC-Target-URI"), instant(at) if at is not None else None, _status(record)))


def _status(record: StoredRecord) -> int | None:
    if record.type in ("request", "metadata"):
        return None
    if record.type == "revisit" and (record.uri("WARC-Profile") or "").endswith("server-not-modified"):
        return 304
    match = _STATUS.match(record.block.read(0, 64)) if record.type != "conversion" else None
    return int(match[1]) if match is not None else _UNKNOWN


class Attested:
    """Holds one line after the other against them."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        """`folder`: the collection's, for its article lines."""
        self._database = database
        self._folder = folder

    def event(self, line: Mapping[str, Any]) -> Iterator[Fault]:
        """What an event says otherwise."""
        detail = line["detail"]
        yield from self._record(line, detail["status"], line["id"] if line["event"] in _APART else None)
        if line["event"] == "moved" and detail.get("to") is not None and detail["reason"] != (said := f"redirected to {detail['to']}"):
            yield "detail.reason", said, str(detail["reason"])
        if line["event"] == "edited" and detail.get("facts") is None:
            yield from self._edit(line["id"], detail)

    def problem(self, line: Mapping[str, Any]) -> Iterator[Fault]:
        """What a problem says otherwise."""
        if line["warc"] is not None:
            yield from self._record(line, line["status"], None)
        elif line["status"] is not None:
            yield "status", "null, for nothing was asked", str(line["status"])

    def _record(self, line: Mapping[str, Any], status: int | None, id: str | None) -> Iterator[Fault]:
        """Address, instant and status as its record has them. `id`: of the article, where another address of it may be meant."""
        record = line["warc"]["record_id"]
        rows = self._database.execute("SELECT url, at, status FROM recorded WHERE id = ? LIMIT 2", (record,)).fetchall()
        if len(rows) != 1:
            return  # the check of lines and records tells it
        url, at, answered = rows[0]
        if line["url"] != url and not self._settled(record, line["url"]) and not (id and self._was_at(id, line["url"])):
            yield "url", f"{url}, as its record has it", line["url"]
        if line["at"] != at:
            yield "at", f"{at}, as its record has it", line["at"]
        if answered != _UNKNOWN and (status or None) != answered:
            yield ("detail.status" if "detail" in line else "status"), f"{answered}, as its record has it", str(status)

    def _settled(self, record: str, url: str) -> bool:
        return self._database.execute("SELECT 1 FROM settled WHERE record = ? AND url = ?", (record, url)).fetchone() is not None

    def _was_at(self, id: str, url: str) -> bool:
        """Whether another event saw the article at this address."""
        return self._database.execute("SELECT 1 FROM events WHERE id = ? AND url = ? AND event NOT IN ('moved', 'gone')",
                                      (id, url)).fetchone() is not None

    def _edit(self, id: str, detail: Mapping[str, Any]) -> Iterator[Fault]:
        """What an edit changed, as the lines of the two versions have it."""
        if "diff" not in detail or not isinstance(detail["version"], int):  # of version 0.1.0
            return
        old, new = self._line(id, detail["version"] - 1), self._line(id, detail["version"])
        told = {key: detail[key] for key in _EDIT}
        if old is None or new is None or (not any(told.values()) and (detail["reason"] == "text" or self._together(id, detail["version"]))):
            return
        made = edit_of(old, new)
        for key in _EDIT:
            if (expected := made[key] or None) != told[key]:
                yield f"detail.{key}", f"{expected}, as the lines of both versions have it", str(told[key])

    def _line(self, id: str, version: int) -> Any:
        rows = self._database.execute("SELECT file, offset FROM articles WHERE id = ? AND version = ? LIMIT 2", (id, version)).fetchall()
        if len(rows) != 1:
            return None
        file, offset = rows[0]
        with (self._folder / "articles" / file.rpartition("/")[2]).open("rb") as lines:
            lines.seek(offset)
            return orjson.loads(lines.readline())

    def _together(self, id: str, version: int) -> bool:
        """Whether two versions may have been settled together, so that the writer did not have the older one's line at hand; so also
        where no note says it."""
        rows = self._database.execute("""SELECT e.version, min(s.batch) FROM events e LEFT JOIN settled s ON s.place = e.place
            WHERE e.id = ? AND e.version IN (?, ?) AND e.event IN ('first-seen', 'edited') GROUP BY e.version""",
                                      (id, version - 1, version)).fetchall()
        batches = [batch for _, batch in rows]
        return len(batches) < 2 or None in batches or abs(batches[0] - batches[1]) <= 1
