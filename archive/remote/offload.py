"""Finished WARC files put on object storage, proved there, dropped here; and brought back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.durable import not_writable, replacing, sync_folder
from archive.errors import ArchiveError, BadRecord
from archive.layout import OPEN_SUFFIX, Collection
from archive.lines import instant
from archive.manifest import Entry, entries_of, write_manifest
from archive.remote.objects import Stored, facts_of, put
from archive.remote.ranges import MOST, Changed
from archive.remote.store import Note, digest_of, note_of, put_note

FETCHING = ".fetching"
"""Behind the name of a file that is being brought back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one WARC file."""

    file: str
    """Relative to the collection."""
    bytes: int
    url: str
    stored: bool = False
    """Whether it was sent now; False: the store had it."""
    dropped: bool = False
    fetched: bool = False
    fault: str | None = None
    """Why it was not done, in one line; None: it was."""


def offload(collection: Collection, to: str, *, drop: bool) -> Iterator[Done]:
    """Store all finished WARC files below the address `to`, each read back whole and held against the manifest before its note is written;
    with `drop` the local file goes then. Call it under the collection's lock.

    Raises `ArchiveError` when the store cannot be had; a file of which the proof fails stays, and says so in its `fault`.
    """
    write_manifest(collection)
    entries = {entry["path"]: entry for entry in entries_of(collection)}
    for path in collection.warc_files():
        if path.name.endswith(OPEN_SUFFIX) or not path.exists():
            continue
        name = collection.relative(path)
        url = f"{to.rstrip('/')}/{collection.name}/{name}"
        size = path.stat().st_size
        try:
            sent, note = _stored(path, url, entries.get(name))
        except BadRecord as error:
            yield Done(file=name, bytes=size, url=url, fault=str(error))
            continue
        if drop:
            _drop(path)
        yield Done(file=name, bytes=size, url=note.url, stored=sent, dropped=drop)


def fetch(collection: Collection) -> Iterator[Done]:
    """Bring back all files that are on object storage alone, each held against its note. Call it under the collection's lock.

    Raises `ArchiveError` when the store cannot be had, `NotWritable`; a file that is not what was stored says so in its `fault`.
    """
    for path in collection.warc_files():
        if path.exists() or (note := note_of(path)) is None:
            continue
        name = collection.relative(path)
        try:
            _bring(path, note)
        except Changed as error:
            yield Done(file=name, bytes=note.bytes, url=note.url, fault=str(error))
        else:
            yield Done(file=name, bytes=note.bytes, url=note.url, fetched=True)


def stored_fault(path: Path, entry: Entry, *, full: bool) -> tuple[str, str, str] | None:
    """What a file that is on object storage alone departs in from its manifest entry: field, expected, found. `full`: all bytes are read;
    otherwise the store's own word on size and ETag is taken, which it had when the bytes were proved.

    Raises `ArchiveError` when the store cannot be had.
    """
    note = note_of(path)
    if note is None:
        return "file", "to be there", "nothing"
    if (note.bytes, note.sha256) != (entry["bytes"], entry["sha256"]):
        return "note", f"{entry['bytes']} bytes, {entry['sha256']}", f"{note.bytes} bytes, {note.sha256}"
    facts = facts_of(note.url)
    if facts is None:
        return "file", f"{note.url} to be there", "nothing"
    if facts.size != note.bytes:
        return "bytes", str(note.bytes), f"{facts.size} at {note.url}"
    if facts.etag != note.etag:
        return "ETag", note.etag, f"{facts.etag} at {note.url}"
    if full and (digest := digest_of(note.source)) != note.sha256:
        return "sha256", note.sha256, f"{digest} at {note.url}"
    return None


def _stored(path: Path, url: str, entry: Entry | None) -> tuple[bool, Note]:
    """Whether it was sent now, and its note, which is on disk. Raises `BadRecord` for a file that is not what the manifest says, `Changed`
    when the store does not hold what was sent."""
    facts = path.stat()
    digest = _digest(path)
    if entry is None or (entry["bytes"], entry["sha256"]) != (facts.st_size, digest):
        raise BadRecord(f"{path}: is not what the manifest says; `fangzhi verify` tells more. It stays here")
    known = note_of(path)
    if known is not None and known.url == url and known.sha256 == digest and _is_there(known):
        return False, known
    held = facts_of(url)
    if held is None or held.size != facts.st_size:
        if held is not None:
            raise Changed(f"{url}: another object of {held.size} bytes is there; name another prefix, or delete it")
        try:
            put(path, url, digest.partition(":")[2])
        except FileNotFoundError:
            raise ArchiveError(f"{url}: no such bucket") from None
    now = facts_of(url)
    if now is None or now.size != facts.st_size:
        raise Changed(f"{url}: the store holds {now.size if now else 'none'} of {facts.st_size} bytes; the file stays here")
    found = digest_of(Stored(url=url, size=now.size, etag=now.etag))
    if found != digest:
        raise Changed(f"{url}: the store holds {found} instead of {digest}; the file stays here")
    note = Note(url=url, bytes=now.size, sha256=digest, etag=now.etag, modified_ns=facts.st_mtime_ns, at=instant(datetime.now(UTC)))
    put_note(path, note)
    return held is None, note


def _is_there(note: Note) -> bool:
    facts = facts_of(note.url)
    return facts is not None and (facts.size, facts.etag) == (note.bytes, note.etag)


def _drop(path: Path) -> None:
    try:
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise not_writable(path, error) from None


def _bring(path: Path, note: Note) -> None:
    sha256 = hashlib.sha256()
    aside = path.with_name(path.name + FETCHING)
    try:
        with replacing(aside) as file:
            for start in range(0, note.bytes, MOST):
                octets = note.source.get(start, min(start + MOST, note.bytes))
                sha256.update(octets)
                file.write(octets)
        if f"sha256:{sha256.hexdigest()}" != note.sha256:
            raise Changed(f"{note.url}: sha256:{sha256.hexdigest()} came instead of {note.sha256}")
        os.utime(aside, ns=(note.modified_ns, note.modified_ns))
        aside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise not_writable(path, error) from None
    finally:
        aside.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


