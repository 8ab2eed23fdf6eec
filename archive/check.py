"""Is an archive whole and true? Reads every byte of it; needs neither Scrapy nor lxml, and memory that does not grow with it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.cdxj import NAME
from archive.checks.departure import Departure, shown
from archive.checks.derived import index_departures, manifest_departures
from archive.checks.foreign import foreign_records, is_foreign
from archive.checks.line_rules import KEYS, faults_of
from archive.checks.linking import link_departures
from archive.checks.record import CheckedRecord, checked_records
from archive.checks.record_rules import departures_of
from archive.checks.seen import Seen
from archive.errors import BadRecord, NotWritable
from archive.jsonl import whole_lines
from archive.layout import OPEN_SUFFIX, Collection, opened
from archive.remote.store import open_warc, size_of

Tell = Callable[[Departure], None]


@dataclass(slots=True)
class Report:
    """What was looked at and how it was."""

    collections: int = 0
    files: int = 0
    records: int = 0
    lines: int = 0
    bytes: int = 0
    departures: int = 0
    unfinished: int = 0
    """Files that a run left open or torn: no fault, the next run of that collection finishes them."""

    @property
    def whole(self) -> bool:
        """Whether nothing departs from the rules."""
        return self.departures == 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"whole": self.whole, **asdict(self)}

    def __str__(self) -> str:
        """One line."""
        looked = f"{self.records} records and {self.lines} lines in {self.files} files ({self.bytes} bytes)"
        unfinished = f"; {self.unfinished} unfinished, the next run finishes them" if self.unfinished else ""
        return f"{'whole' if self.whole else f'DAMAGED, {self.departures} departures'}: {looked}{unfinished}"


def check(path: Path, tell: Tell, *, manifest: bool = True) -> Report:
    """Check the archive, or the one collection, at `path`; `tell` gets each departure as it is found.

    Raises `NotFound` when there is neither, `NotWritable` when its temporary files find no room. A collection that is being written
    to may be checked: what comes later is not looked at. `manifest`: whether files are held against it too.
    """
    archive, collections = opened(path)
    report = Report(collections=len(collections))

    def count(departure: Departure) -> None:
        report.departures += 1
        tell(departure)

    for collection in collections:
        _Check(collection, f"{collection.path.relative_to(archive.root).as_posix()}/", report, count).run(manifest)
    return report


class _Check:
    """The check of one collection."""

    def __init__(self, collection: Collection, prefix: str, report: Report, tell: Tell) -> None:
        self.collection = collection
        self.prefix = prefix
        """Of its files, relative to the archive's root."""
        self.report = report
        self.tell = tell
        self.seen = Seen()

    def run(self, manifest: bool) -> None:
        # Lines are written after their records: with sizes taken first, no line is looked at whose record came too late.
        sizes = [(folder, path, path.stat().st_size) for folder in KEYS for path in self.collection.line_files(folder)]
        try:
            for path in self.collection.warc_files():
                self._warc(path)
            self.seen.index()
            for departure in link_departures(self.seen, self.prefix):
                self.tell(departure)
            for folder, path, size in sizes:
                self._lines(folder, path, size)
            self._versions()
            self._derived(manifest)
        except sqlite3.Error as error:
            raise NotWritable(f"temporary files of the check ({tempfile.gettempdir()}): {error}") from None
        finally:
            self.seen.close()

    def _warc(self, path: Path) -> None:
        name = self.collection.relative(path)
        self._looked_at(size_of(path))
        if is_foreign(path):
            self._foreign(path, name)
            return
        try:
            self._ours(path, name)
        except (OSError, BadRecord) as error:
            self._depart(name, 0, "file", "bytes that can be read", str(error))
        self.seen.settle()

    def _ours(self, path: Path, name: str) -> None:
        first = True
        with open_warc(path) as file:
            for record in checked_records(file):
                if not isinstance(record, CheckedRecord):
                    if record.last and path.name.endswith(OPEN_SUFFIX):
                        self.report.unfinished += 1
                    else:
                        self._depart(name, record.offset, "record", "a whole record in a gzip member", record.why)
                    continue
                self.report.records += 1
                for field, expected, found in [*departures_of(record), *_first_faults(record, name, first)]:
                    self._depart(name, record.offset, field, expected, found, record.id)
                self.seen.add(name, record)
                first = False

    def _foreign(self, path: Path, name: str) -> None:
        gaps: list[BadRecord] = []
        for record, date, digest, faults in foreign_records(path, gaps):
            self.report.records += 1
            for at, id, field, expected, found in faults:
                self._depart(name, at, field, expected, found, id)
            self.seen.add_foreign(name, record, date, digest)
        for gap in gaps:
            self._depart(name, 0, "record", "a whole record", str(gap).removeprefix(f"{path}: "))
        self.seen.settle()

    def _lines(self, folder: str, path: Path, size: int) -> None:
        name, read = self.collection.relative(path), 0
        self._looked_at(size)
        for offset, line in whole_lines(path):
            if offset >= size:
                return
            read = offset + len(line)
            self.report.lines += 1
            made, faults = faults_of(folder, line, self.collection.name, self.seen)
            named = str(made["id"]) if made is not None and made.get("id") else None
            version = made["version"] if made is not None and folder == "articles" else None
            if named and isinstance(version, int) and not self.seen.add_line(named, version, name, offset):
                faults.append(("version", "each version once", f"a second line of version {version}"))
            for field, expected, found in faults:
                self._depart(name, offset, field, expected, found, named)
        if read < size and path == self.collection.line_files(folder)[-1]:
            self.report.unfinished += 1
        elif read < size:
            self._depart(name, read, "line", "a line end", "the file's end")

    def _versions(self) -> None:
        for name, offset, id, version in self.seen.skipped():
            self._depart(name, offset, "version", f"version {version - 1} before it", f"version {version} alone", id)

    def _derived(self, manifest: bool) -> None:
        index = f"{self.prefix}{self.collection.relative(self.collection.indexes / NAME)}"
        for departure in index_departures(self.collection, index, self.seen):
            self.tell(departure)
        for departure in manifest_departures(self.collection, self.prefix) if manifest else ():
            self.tell(departure)

    def _looked_at(self, size: int) -> None:
        self.report.files += 1
        self.report.bytes += size

    def _depart(self, name: str, at: int, field: str, expected: str, found: str, record: str | None = None) -> None:
        self.tell(Departure(file=self.prefix + name, at=at, record=record and shown(record), field=field, expected=expected,
                            found=found))


def _first_faults(record: CheckedRecord, name: str, first: bool) -> Iterator[tuple[str, str, str]]:
    """What holds for the record that a file begins with."""
    if first and record.type != "warcinfo":
        yield "first record", "warcinfo", record.type
    elif first and (stated := record.get("WARC-Filename")) != name.rpartition("/")[2]:
        yield "WARC-Filename", name.rpartition("/")[2], shown(stated)
