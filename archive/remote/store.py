"""Where a WARC file lies: in the archive's own folder or, with a note in its place, on object storage. All that reads finished WARC files
opens them here.

The note is `archive/NAME.warc.gz.remote.json`; it holds the address, size, SHA-256 and ETag that were proved when the file was stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, cast

import orjson

from archive.durable import replacing
from archive.errors import BadRecord
from archive.layout import REMOTE_SUFFIX
from archive.remote.objects import Stored
from archive.remote.ranges import MOST, RangeFile

NOTE_SCHEMA = "fangzhi/remote/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Where a copy of a WARC file is, and what it was when that was proved."""

    url: str
    bytes: int
    sha256: str
    """`sha256:` and hex."""
    etag: str
    modified_ns: int
    """Of the file, as the manifest has it."""
    at: str
    """Instant of the proof, UTC."""

    @property
    def source(self) -> Stored:
        """The object."""
        return Stored(url=self.url, size=self.bytes, etag=self.etag)


def note_path(path: Path) -> Path:
    """Where the note of a WARC file lies."""
    return path.with_name(path.name + REMOTE_SUFFIX)


def note_of(path: Path) -> Note | None:
    """The note of a WARC file; None when there is none. Raises `BadRecord` for one that cannot be read."""
    place = note_path(path)
    try:
        told = orjson.loads(place.read_bytes())
        if told.pop("schema") != NOTE_SCHEMA:
            raise ValueError
        return Note(**told)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BadRecord(f"{place}: is no note of a stored file; write it again with `fangzhi offload`") from None


def is_held(path: Path) -> bool:
    """Whether there is such a WARC file, wherever it lies."""
    return path.exists() or note_path(path).exists()


def put_note(path: Path, note: Note) -> None:
    """Write the note of a WARC file. Raises `NotWritable`."""
    with replacing(note_path(path)) as file:
        file.write(orjson.dumps({"schema": NOTE_SCHEMA, **asdict(note)}, option=orjson.OPT_INDENT_2) + b"\n")


def open_warc(path: Path) -> BinaryIO:
    """A WARC file open for reading, wherever it lies. Raises OSError when it is nowhere, `BadRecord`."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        note = note_of(path)
        if note is None:
            raise
        return cast(BinaryIO, RangeFile(note.source))


def state_of(path: Path) -> tuple[int, int]:
    """Bytes and time of change (ns) of a WARC file, wherever it lies. Raises OSError when it is nowhere, `BadRecord`."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        note = note_of(path)
        if note is None:
            raise
        return note.bytes, note.modified_ns
    return facts.st_size, facts.st_mtime_ns


def size_of(path: Path) -> int:
    """Bytes of a WARC file, wherever it lies. Raises as `state_of`."""
    return state_of(path)[0]


def digest_of(source: Stored) -> str:
    """SHA-256 of all bytes of an object, read from the store. Raises `archive.remote.objects.Changed`, `ArchiveError`."""
    sha256 = hashlib.sha256()
    for start in range(0, source.size, MOST):
        sha256.update(source.get(start, min(start + MOST, source.size)))
    return f"sha256:{sha256.hexdigest()}"
