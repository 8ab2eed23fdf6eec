"""The runs that WARC files tell of: each file's head says which process wrote it, its last records when that ended, how, and with what."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archive.errors import BadRecord, NotFound
from archive.layout import OPEN_SUFFIX, Collection
from archive.lines import instant
from archive.reader import records
from archive.records.groups import Note
from archive.records.members import MAGIC
from archive.records.stored import StoredRecord, instant_of, said_in

ENDED_URN = "urn:fangzhi:ended:"
"""Before a number: the note that a run leaves as its last record, with fields `code`, `reason` and its counts."""
OURS = "fangzhi/"
TAIL = 1 << 16
"""Bytes of a file's end in which its last record is looked for; larger records tell no end of a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """What one WARC file says of the process that wrote it."""

    collection: str
    name: str
    size: int
    software: str
    run: str | None
    """Id of the run; None in files of other programs, and of imports."""
    began: str
    """Instant at which the process began, UTC; of other programs that of the first record."""
    last: str
    """Instant of the last record that can be told."""
    open: bool
    """Whether it is being written, or was when its process was killed."""
    ended: dict[str, str] | None
    """Fields of the note of the run's end; None: it holds none."""


@dataclass(slots=True, kw_only=True)
class PastRun:
    """One process that wrote to a collection, put together from its files."""

    collection: str
    run: str | None
    software: str
    began: str
    last: str
    files: int = 0
    size: int = 0
    open: bool = False
    ended: dict[str, str] = field(default_factory=dict)
    """What its note of the end says; empty: there is none."""

    def count(self, name: str) -> int | None:
        """A count of the note of its end; None where that does not say it."""
        told = self.ended.get(name, "")
        return int(told) if told.isascii() and told.isdigit() else None


def end_note(uri: str, at: datetime, code: int, reason: str, counts: dict[str, int]) -> Note:
    """The note of a run's end. `uri`: `ENDED_URN` and a number."""
    told = [("code", str(code)), ("reason", " ".join(reason.split())), *((name, str(count)) for name, count in counts.items())]
    return Note(uri=uri, at=at, fields=tuple(told))


def run_file(collection: Collection, path: Path) -> RunFile | None:
    """What a file says; None when its beginning cannot be read. Two places of it are read, whatever its size."""
    with suppress(BadRecord, NotFound, OSError):
        first = next(records(path), None)
        if first is None or (at := instant_of(first.get("WARC-Date") or "")) is None:
            return None
        said = {name: values[0] for name, values in said_in(first).items()} if first.type == "warcinfo" else {}
        last, ended = _end(path, at)
        return RunFile(
            collection=collection.name, name=path.name.removesuffix(OPEN_SUFFIX), size=path.stat().st_size,
            software=said.get("software", ""), run=said.get("run"), began=instant(instant_of(said.get("began", "")) or at),
            last=instant(last), open=path.name.endswith(OPEN_SUFFIX), ended=ended)
    return None


def _end(path: Path, begin: datetime) -> tuple[datetime, dict[str, str] | None]:
    """Instant of the last record, and what it says of the run's end."""
    last = _last(path)
    if last is None:
        return begin, None
    at = instant_of(last.get("WARC-Date") or "") or begin
    if last.type == "metadata" and (last.uri("WARC-Target-URI") or "").startswith(ENDED_URN):
        return at, {name: values[0] for name, values in said_in(last).items()}
    return at, None


def _last(path: Path) -> StoredRecord | None:
    """The last whole record; None where none is found near the end."""
    with path.open("rb") as file:
        start = max(0, os.fstat(file.fileno()).st_size - TAIL)
        file.seek(start)
        tail = file.read()
    begin = MAGIC if path.name.removesuffix(OPEN_SUFFIX).endswith(".gz") else b"WARC/1."
    found = tail.rfind(begin)
    while found >= 0:
        with suppress(BadRecord):
            return next(records(path, start + found))
        found = tail.rfind(begin, 0, found)
    return None


def put_together(files: list[RunFile]) -> list[PastRun]:
    """The processes that wrote these files, newest first."""
    runs: dict[tuple[str, str, str | None, str], PastRun] = {}
    for one in files:
        of_run = (one.collection, one.began, one.run, "" if one.run is not None else one.name)
        past = runs.setdefault(of_run, PastRun(collection=one.collection, run=one.run, software=one.software, began=one.began,
                                               last=one.last))
        past.files, past.size = past.files + 1, past.size + one.size
        past.last, past.open = max(past.last, one.last), past.open or one.open
        past.ended = past.ended or one.ended or {}
    return sorted(runs.values(), key=lambda past: (past.began, past.collection), reverse=True)
