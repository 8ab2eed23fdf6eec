"""Records and captures out of WARC files, by walk or by place; files of other programs too, WARC 1.0 and 1.1, gzip or plain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from archive.digest import PREFIX, payload_digest
from archive.errors import BadRecord, NotFound
from archive.layout import OPEN_SUFFIX
from archive.model import Octets, WarcRef
from archive.records.codings import decode
from archive.records.http import READ_SIZE, entity
from archive.records.members import MAGIC, Broken, Members, Plain, part_of
from archive.records.spool import Spool
from archive.records.stored import Refers, StoredCapture, StoredRecord, capture_of
from archive.records.walk import walk
from archive.remote.ranges import Changed
from archive.remote.store import open_warc

__all__ = ["Refers", "StoredCapture", "StoredRecord", "captures", "entity_of", "first_sound", "grouped", "read_at", "records", "told_by",
           "walked", "with_sha256"]

WINDOW = 1 << 20
MAX_TRIES = 100_000
"""Places behind a damage that look like the begin of a gzip member and are tried."""

_VERSION = b"WARC/1."

OnBad = Callable[[BadRecord], None]
Marks = tuple[str | None, bool]
"""The WARC-Warcinfo-ID of a file, and whether its records bear it: by which the next sound record is known behind a damage."""


def records(path: Path, start: int = 0, on_bad: OnBad | None = None, marks: Marks | None = None) -> Iterator[StoredRecord]:
    """The records of a file from the one at byte `start` on. `marks`: what was seen before that byte, None when nothing was.

    Raises `NotFound` when it cannot be opened, `BadRecord` at what is no whole record (`archive.remote.ranges.Changed` where a store no
    longer holds what was stored there). With `on_bad` that is called instead, and the walk goes on with the
    next sound record of the same WARC-Warcinfo-ID: records that lie inside a damaged body bear another. In a file whose records bear
    none, with the next sound record.
    """
    with _opened(path) as file:
        warcinfo, marked = marks or (None, False)
        at: int | None = start
        zipped = True
        while at is not None:
            try:
                zipped = part_of(file, 2, at) == MAGIC
                for record in walk(Members(file, at) if zipped else Plain(file, at), path.name.removesuffix(OPEN_SUFFIX)):
                    warcinfo = warcinfo or _warcinfo_of(record)
                    marked = marked or record.get("WARC-Warcinfo-ID") is not None
                    yield record
                return
            except Broken as broken:
                kind = Changed if broken.changed else BadRecord
                fault, bad = broken.offset, kind(f"{path}: byte {broken.offset}: {broken}")
            if on_bad is None:
                raise bad
            on_bad(bad)
            at = _next_sound(file, fault + 1, path.name, warcinfo, marked, MAGIC if zipped else _VERSION)


def captures(path: Path, on_bad: OnBad | None = None, start: int = 0) -> Iterator[StoredCapture]:
    """The exchanges of a file, in its order: records tied by WARC-Concurrent-To that follow each other. `on_bad`: see `records`."""
    folder = f"{path.absolute().parent.name}/"
    for group in _groups(records(path, start, on_bad)):
        stored = capture_of(group, folder)
        if stored is not None:
            yield stored


def walked(path: Path, on_bad: OnBad | None = None) -> Iterator[StoredCapture | StoredRecord]:
    """All that a file tells, in its order: exchanges as `captures` gives them, and the records that belong to none."""
    for group in grouped(path, on_bad):
        yield from told_by(group, path)


def grouped(path: Path, on_bad: OnBad | None = None, start: int = 0, marks: Marks | None = None) -> Iterator[list[StoredRecord]]:
    """The records of a file, those together that are tied and follow each other. `start`: byte at which such a group begins; other
    arguments: see `records`."""
    return _groups(records(path, start, on_bad, marks))


def told_by(group: list[StoredRecord], path: Path) -> list[StoredCapture] | list[StoredRecord]:
    """What `walked` gives for a group: its exchange, or its records where they make none."""
    stored = capture_of(group, f"{path.absolute().parent.name}/")
    return [stored] if stored is not None else group


def first_sound(path: Path, start: int) -> int | None:
    """Where the first record at byte `start` or behind it begins that can be read whole; None when there is none. It may lie within
    the body of another. Raises `NotFound`."""
    with _opened(path) as file:
        try:
            begin = MAGIC if part_of(file, 2, 0) == MAGIC else _VERSION
        except Broken:
            return None
        return _next_sound(file, start, path.name, None, None, begin)


def read_at(collection: Path, ref: WarcRef) -> StoredCapture:
    """The capture whose main record lies there, the file finished or still open.

    A revisit is made whole from its original: of an equal payload, with its own head and the original's body; a 304 has the whole
    answer that it confirms, with its own address, request and instant. Raises `NotFound` when there is no such file, or for a
    revisit whose original `ref` does not name; `BadRecord` when the record is not what `ref` says.
    """
    stored = _stored_at(collection, ref)
    if stored.revisit is None:
        return stored
    if ref.original is None:
        raise NotFound(f"{ref.file}: byte {ref.offset}: a revisit; where its original lies is not known")
    original = _stored_at(collection, ref.original).capture
    capture = stored.capture
    if stored.revisit == "server-not-modified":
        whole = replace(capture, response=original.response, head_size=original.head_size, status=original.status,
                        headers=original.headers, chunked=original.chunked)
    else:
        assert capture.response is not None and original.response is not None
        whole = replace(capture, response=_joined(capture.response, original.response, original.head_size or 0))
    return replace(stored, capture=whole, ref=ref)


def entity_of(stored: StoredCapture, limit: int) -> bytes:
    """The body with transfer and content codings off, at most `limit` bytes of it; empty without an answer, and for a revisit that
    `read_at` did not make whole.

    A body stored without the chunk framing that its head claims, as some programs do, is taken as it is.
    """
    capture = stored.capture
    if capture.response is None or capture.head_size is None:
        return b""
    body = _up_to(limit, entity(capture.response, capture.head_size, capture.chunked))
    if not body and capture.chunked and capture.response.read(capture.head_size, capture.head_size + 1) not in (b"", b"0"):
        body = _up_to(limit, entity(capture.response, capture.head_size, chunked=False))
    codings = [value for name, value in capture.headers if name.lower() == "content-encoding"]
    return decode(body, codings, limit).body if codings else body


def with_sha256(stored: StoredCapture) -> WarcRef:
    """Where a capture lies, with the SHA-256 of its payload also where its record states another digest or none."""
    capture, ref = stored.capture, stored.ref
    stated = (ref.payload_digest or "").startswith(PREFIX)
    if stated or ref.record_type != "response" or capture.response is None or capture.head_size is None or capture.status == 304:
        return ref
    return replace(ref, payload_digest=payload_digest(capture.response, capture.head_size, capture.chunked))


def _stored_at(collection: Path, ref: WarcRef) -> StoredCapture:
    path = collection / ref.file
    path = path if path.exists() else path.with_name(path.name + OPEN_SUFFIX)
    if not path.exists():
        path = collection / ref.file  # finished in this moment, or not there
    faults: list[BadRecord] = []
    group = next(_groups(records(path, ref.offset, faults.append)), [])
    stored = capture_of(group, ref.file[:ref.file.rfind("/") + 1])
    if stored is None or stored.ref.record_id != ref.record_id:
        raise faults[0] if faults else BadRecord(f"{path}: byte {ref.offset}: not the record {ref.record_id}")
    return stored


def _groups(walked: Iterable[StoredRecord]) -> Iterator[list[StoredRecord]]:
    """Records that are tied and follow each other. A metadata record ends a group, so that ours need no look at the next."""
    group: list[StoredRecord] = []
    ties: set[str] = set()
    for record in walked:
        tied = {value.strip("<>") for value in record.values("WARC-Concurrent-To")}
        if group and record.id not in ties and ties.isdisjoint(tied):
            yield group
            group, ties = [], set()
        group.append(record)
        ties |= {record.id, *tied}
        if record.type == "metadata":
            yield group
            group, ties = [], set()
    if group:
        yield group


def _joined(head: Octets, original: Octets, start: int) -> Octets:
    whole = Spool()
    whole.append(head.read())
    for at in range(start, original.size, READ_SIZE):
        whole.append(original.read(at, at + READ_SIZE))
    return whole


def _up_to(limit: int, pieces: Iterable[bytes]) -> bytes:
    taken, room = [], limit
    for piece in pieces:
        taken.append(piece[:room])
        room -= len(taken[-1])
        if not room:
            break
    return b"".join(taken)


def _opened(path: Path) -> BinaryIO:
    try:
        return open_warc(path)
    except OSError as error:
        raise NotFound(f"{path}: cannot be opened: {error.strerror or error}") from None


def _warcinfo_of(record: StoredRecord) -> str | None:
    return record.id if record.type == "warcinfo" else record.uri("WARC-Warcinfo-ID")


def _next_sound(file: BinaryIO, at: int, name: str, warcinfo: str | None, marked: bool | None, begin: bytes) -> int | None:
    """Where the next whole record begins that bears this WARC-Warcinfo-ID, or none where the file's own are not `marked` with it; None
    when there is none. `marked`: None for any record; `begin`: what records begin with."""
    tries = 0
    while window := _window(file, at):
        found = window.find(begin)
        while found >= 0 and tries < MAX_TRIES:
            tries += 1
            if _is_sound(file, at + found, name, warcinfo, marked):
                return at + found
            found = window.find(begin, found + 1)
        at += max(1, len(window) - len(begin) + 1)
    return None


def _window(file: BinaryIO, at: int) -> bytes:
    try:
        return part_of(file, WINDOW, at)
    except Broken:
        return b""


def _is_sound(file: BinaryIO, at: int, name: str, warcinfo: str | None, marked: bool | None) -> bool:
    try:
        zipped = part_of(file, 2, at) == MAGIC
        record = next(walk(Members(file, at) if zipped else Plain(file, at), name), None)
    except Broken:
        return False
    if record is None or marked is None:
        return record is not None
    mark = _warcinfo_of(record)
    return mark == warcinfo if marked else mark in (None, warcinfo)
