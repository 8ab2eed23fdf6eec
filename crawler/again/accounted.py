"""Is no line missing, moved or made up? Lines, events and problems held against each other and against what the runs noted as settled."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from archive.checks.departure import Departure, shown
from archive.checks.foreign import is_foreign
from archive.errors import BadRecord
from archive.jsonl import whole_lines
from archive.layout import OPEN_SUFFIX, Collection
from archive.lines import instant
from archive.reader import records
from archive.records.settlement import SETTLED_URN, Settlement, settlement_in
from crawler.again.attested import INDEX, TABLE, Attested, take
from crawler.again.settled_again import FAILED, READ_AGAIN
from crawler.judged.completing import LACKING

FOLDERS = ("articles", "events", "problems")
BY_RULES = READ_AGAIN | FAILED | {LACKING}
"""Kinds of problems that rules of extraction can alter. All others must be as they were noted, in every generation of lines."""

NO_LINE = (ValueError, KeyError, TypeError, AttributeError, sqlite3.Error)
"""What reading raises of bytes that are no line at all: the check of lines tells it."""

_TABLES = """
CREATE TABLE settled (place INTEGER PRIMARY KEY, record TEXT, url TEXT, kind TEXT, reason TEXT, at TEXT, owed INTEGER NOT NULL,
    batch INTEGER NOT NULL);
CREATE TABLE articles (id TEXT, version INTEGER, file TEXT, offset INTEGER, url TEXT, digest TEXT, noted INTEGER);
CREATE TABLE events (id TEXT, version INTEGER, file TEXT, offset INTEGER, event TEXT, url TEXT, digest TEXT, place INTEGER);
CREATE TABLE problems (file TEXT, offset INTEGER, url TEXT, kind TEXT, reason TEXT, at TEXT, noted INTEGER, place INTEGER);
CREATE TABLE texts (file TEXT, offset INTEGER, digest BLOB);
"""
_INDEXES = """
CREATE INDEX of_texts ON texts (digest);
CREATE INDEX of_articles ON articles (id, version);
CREATE INDEX of_events ON events (id, version);
CREATE INDEX of_problems ON problems (url, at);
CREATE INDEX of_settled ON settled (url, at);
"""
_LINELESS = """SELECT file, offset, id, version, event FROM events e WHERE e.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles a
    WHERE a.id = e.id AND (e.version IS NULL OR a.version = e.version))"""
_EVENTLESS = """SELECT file, offset, id, version FROM articles a WHERE a.noted AND NOT EXISTS (SELECT 1 FROM events e WHERE e.id = a.id
    AND e.version = a.version AND e.event IN ('first-seen', 'edited'))"""
_OTHERWISE = """SELECT e.file, e.offset, e.id, a.url, e.url, a.digest, e.digest FROM events e
    JOIN articles a ON a.id = e.id AND a.version = 1 WHERE a.noted AND e.event = 'first-seen'
    AND (a.url <> e.url OR a.digest <> e.digest)"""
_TWICE = """SELECT file, offset FROM texts t WHERE EXISTS (SELECT 1 FROM texts s WHERE s.digest = t.digest AND s.rowid < t.rowid)"""
_PLACED = """SELECT file, offset, id, (SELECT min(e.place) FROM events e WHERE e.id = a.id AND e.version = a.version
    AND e.event IN ('first-seen', 'edited')) FROM articles a ORDER BY rowid"""
_PROBLEMLESS = """SELECT url, kind, reason, at FROM settled s WHERE s.owed AND s.kind IS NOT NULL AND NOT EXISTS (SELECT 1 FROM problems p
    WHERE p.url = s.url AND p.at = s.at AND p.kind = s.kind AND p.reason = s.reason)"""
_UNNOTED = """SELECT file, offset, url, kind, reason FROM problems p WHERE p.noted AND NOT EXISTS (SELECT 1 FROM settled s
    WHERE s.url = p.url AND s.at = p.at AND s.kind = p.kind AND s.reason = p.reason)"""


class Accounted:
    """The account of one collection. What a kill kept from the disk, and the next run makes good, is not asked for."""

    def __init__(self, collection: Collection, prefix: str, tell: Callable[[Departure], None]) -> None:
        """`prefix`: of the collection's files, relative to the archive's root."""
        self.collection = collection
        self.prefix = prefix
        self.tell = tell
        self.begins: str | None = None
        """Instant of the first note."""
        self.sound = True
        """Whether all notes can be read, and all that was settled was noted."""
        self.last: tuple[int, Settlement] | None = None
        self.batches = 0
        """Groups so far."""
        self.database = sqlite3.connect("", isolation_level=None)  # a temporary file that ends with the process
        self.database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;"
                                    f"{_TABLES}{TABLE} BEGIN")

    def run(self) -> None:
        """Tell each departure."""
        # Lines come after their notes, events after their lines: what is looked at first must be what is written last.
        sizes = {path: path.stat().st_size for folder in reversed(FOLDERS) for path in self.collection.line_files(folder)}
        under_way = any(path.name.endswith(OPEN_SUFFIX) for path in self.collection.warc_files())
        try:
            self._learn(under_way)
            self.database.execute("CREATE INDEX of_records ON settled (record)")
            for folder in FOLDERS:
                self._read(folder, sizes)
            self.database.executescript(_INDEXES + INDEX)
            for departure in chain(self._departures(under_way), self._attested(sizes)):
                self.tell(departure)
        finally:
            self.database.close()

    def _learn(self, under_way: bool) -> None:
        """What was settled, in order."""
        for path in self.collection.warc_files():
            if is_foreign(path):
                self.sound = False
            for record in records(path, on_bad=self._damaged):
                take(self.database, record)
                if (record.uri("WARC-Target-URI") or "").startswith(SETTLED_URN) and (group := settlement_in(record)) is not None:
                    self._take(group)
        if under_way and self.last is not None:
            self.database.execute("UPDATE settled SET owed = 0 WHERE place >= ?", (self.last[0],))

    def _damaged(self, bad: BadRecord) -> None:
        self.sound = False

    def _take(self, group: Settlement) -> None:
        first = self.database.execute("SELECT coalesce(max(place), 0) + 1 FROM settled").fetchone()[0]
        if self.last is not None and _of("problems", self.last[1]) == _of("problems", group):
            self.database.execute("UPDATE settled SET owed = 0 WHERE place >= ?", (self.last[0],))  # killed before its lines
        self.batches += 1
        for place, one in enumerate(group.settled, first):
            kind, reason = one.problem if one.problem is not None and not one.again else (None, None)
            self.database.execute("INSERT INTO settled VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                  (place, one.record, one.url, kind, reason, instant(one.at), kind not in BY_RULES, self.batches))
            self.begins = self.begins or instant(one.at)
        if group.settled:
            self.last = first, group

    def _read(self, folder: str, sizes: Mapping[Path, int]) -> None:
        for name, offset, text in self._texts(folder, sizes):
            if folder != "articles":  # the check of lines tells a version that is there twice
                self.database.execute("INSERT INTO texts VALUES (?, ?, ?)", (name, offset, hashlib.sha256(text).digest()[:16]))
            with suppress(*NO_LINE):
                self._line(folder, name, offset, orjson.loads(text))

    def _texts(self, folder: str, sizes: Mapping[Path, int]) -> Iterator[tuple[str, int, bytes]]:
        """File, byte and text of each line that was there in the beginning."""
        for path in self.collection.line_files(folder):
            name = self.prefix + self.collection.relative(path)
            for offset, text in whole_lines(path):
                if offset >= sizes.get(path, 0):
                    break
                yield name, offset, text

    def _attested(self, sizes: Mapping[Path, int]) -> Iterator[Departure]:
        """Events and problems that say what neither their records nor the lines do."""
        attested = Attested(self.database, self.collection.path)
        for folder, faults_of in (("events", attested.event), ("problems", attested.problem)):
            for name, offset, text in self._texts(folder, sizes):
                with suppress(*NO_LINE):
                    line = orjson.loads(text)
                    for field, expected, found in [*faults_of(line)]:
                        yield self._departure(name, offset, line.get("id"), field, expected, found)

    def _line(self, folder: str, name: str, offset: int, line: Mapping[str, Any]) -> None:
        row: tuple[object, ...]
        if folder == "articles":
            row = (line["id"], line["version"], name, offset, line["url"], line["text_digest"], line.get("portal_digest") is not None)
        elif folder == "events":
            row = (line["id"], line["detail"]["version"], name, offset, line["event"], line["url"], line["detail"]["text_digest"],
                   self._place(line))
        else:
            noted = line["kind"] not in BY_RULES and self.begins is not None and line["at"] >= self.begins
            row = (name, offset, line["url"], line["kind"], line["reason"], line["at"], noted, self._place(line))
        self.database.execute(f"INSERT INTO {folder} VALUES ({', '.join('?' * len(row))})", row)

    def _place(self, line: Mapping[str, Any]) -> int | None:
        """Where the notes tell of the record that a line names; None where they do not, or more than once."""
        record = line["warc"]["record_id"] if line["warc"] is not None else None
        places = self.database.execute("SELECT place FROM settled WHERE record = ? LIMIT 2", (record,)).fetchall()
        return int(places[0][0]) if len(places) == 1 else None

    def _order(self) -> Iterator[Departure]:
        """Lines that stand behind what was settled later. A line of an article stands where the event of its version does: its own
        record may be an older one, whose bytes came again."""
        for query in (_PLACED, "SELECT file, offset, id, place FROM events ORDER BY rowid",
                      "SELECT file, offset, NULL, place FROM problems ORDER BY rowid"):
            before = 0
            for file, offset, id, place in self.database.execute(query):
                if place is not None and place < before:
                    yield self._departure(file, offset, id, "order", "lines in the order in which the runs settled them",
                                          "a line behind one that was settled later")
                before = max(before, place or 0)

    def _departures(self, under_way: bool) -> Iterator[Departure]:
        rows = self.database.execute
        for file, offset, id, version, event in rows(_LINELESS):
            which = f"version {version} of the article" if version is not None else "the article"
            yield self._departure(file, offset, id, event, f"a line of {which} in articles", "none")
        for file, offset, id, version in () if under_way else rows(_EVENTLESS):
            yield self._departure(file, offset, f"{id} v{version}", "event", "first-seen or edited in events", "none")
        for file, offset, id, url, told_url, digest, told_digest in rows(_OTHERWISE):
            name, expected, found = ("url", url, told_url) if url != told_url else ("detail.text_digest", digest, told_digest)
            yield self._departure(file, offset, id, name, f"{expected}, as its line has it", found)
        for url, kind, reason, at in rows(_PROBLEMLESS):
            yield self._departure(f"{self.prefix}problems", None, url, "line", f"the problem {kind} ({reason}) of {at}", "none")
        for file, offset, url, kind, reason in rows(_UNNOTED) if self.sound else ():
            yield self._departure(file, offset, url, "problem", "one that a note in the WARC files tells", f"{kind} ({reason})")
        for file, offset in rows(_TWICE):
            yield self._departure(file, offset, None, "line", "each line once", "a line that stands before it already")
        yield from self._order()

    def _departure(self, file: str, offset: int | None, id: object, field: str, expected: str, found: str) -> Departure:
        return Departure(file=file, at=offset, record=shown(id) if id is not None else None, field=shown(field), expected=shown(expected),
                         found=shown(found))


def _of(folder: str, group: Settlement) -> dict[str, int]:
    return {name: size for name, size in group.sizes.items() if name.startswith(f"{folder}/")}
