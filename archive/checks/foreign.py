"""WARC files of other programs: whole records and true digests are asked of them, not the ways in which this archive writes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.checks.block import Digest
from archive.checks.departure import shown
from archive.errors import BadRecord, NotFound
from archive.lines import instant
from archive.model import Octets
from archive.reader import records, with_sha256
from archive.records.http import READ_SIZE, entity
from archive.records.stored import StoredCapture, StoredRecord, capture_of, instant_of

OURS = b"software: fangzhi/"

Fault = tuple[int, str | None, str, str, str]
"""Byte, record id, field, what was expected, what was found."""


def is_foreign(path: Path) -> bool:
    """Whether another program wrote a file; False also where its beginning cannot be read."""
    try:
        first = next(records(path), None)
    except (BadRecord, NotFound):
        return False
    return first is not None and not is_ours(first)


def is_ours(first: StoredRecord) -> bool:
    """Whether this software wrote the file that begins with this record."""
    return first.type == "warcinfo" and OURS in first.block.read(0, 1 << 16)


def foreign_records(path: Path, gaps: list[BadRecord]) -> Iterator[tuple[StoredRecord, str | None, str | None, list[Fault]]]:
    """Each record with its date as lines write it, the SHA-256 of its payload, and its faults. Damaged places go to `gaps`."""
    for record in records(path, on_bad=gaps.append):
        faults: list[Fault] = []
        stored = capture_of([record], "archive/") if record.type in ("response", "revisit") else None
        at = instant_of(record.get("WARC-Date") or "")
        if at is None:
            faults.append((record.offset, record.id, "WARC-Date", "an instant", shown(record.get("WARC-Date"))))
        stated = record.get("WARC-Block-Digest")
        if stated is not None and (found := _other(stated, record.block, 0)) is not None:
            faults.append((record.offset, record.id, "WARC-Block-Digest", shown(stated), found))
        if stored is not None and record.type == "response":
            faults += _payload(record, stored)
        digest = with_sha256(stored).payload_digest if stored is not None else None
        yield record, instant(at) if at is not None else None, digest, faults


def _payload(record: StoredRecord, stored: StoredCapture) -> Iterator[Fault]:
    """A payload digest may be over the entity or, as many programs have it, over what stands behind the head."""
    stated, capture = record.get("WARC-Payload-Digest"), stored.capture
    if stated is None or capture.head_size is None or capture.response is None:
        return
    found = _other(stated, record.block, capture.head_size)
    if found is None:
        return
    digest = Digest(stated)
    for piece in entity(capture.response, capture.head_size, capture.chunked):
        digest.update(piece)
    if digest.known and not digest.agrees():
        yield record.offset, record.id, "WARC-Payload-Digest", shown(stated), str(digest)


def _other(stated: str, octets: Octets, start: int) -> str | None:
    """The digest that is there instead; None: it is the one stated, or of an algorithm that is not known."""
    digest = Digest(stated)
    for at in range(start, octets.size, READ_SIZE):
        digest.update(octets.read(at, at + READ_SIZE))
    return None if digest.agrees() or not digest.known else str(digest)
