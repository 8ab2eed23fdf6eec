"""One WARC file under way: `NAME.warc.gz.open` until finished, good up to a size, cut back to that when the disk refuses."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from archive.durable import sync_folder
from archive.layout import OPEN_SUFFIX
from archive.model import Octets
from archive.records.groups import Record
from archive.records.gzipped import deflated, half_stored, streamed

PIECE = 1 << 18
"""Bytes compressed at a time; blocks up to that size in one go."""
BUFFER = 1 << 20
"""Compressed bytes held before they go to the file."""
MAX_PREFIX = 120
_END = b"\r\n\r\n"
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")

Write = Callable[[int, bytes], int]


class Vanished(Exception):
    """The octets of a block were closed or changed while they were written."""


class WarcFile:
    """Appends records, a gzip member each. Methods raise OSError as the system gives it."""

    def __init__(self, folder: Path, stem: str, write: Write = os.write) -> None:
        """Make `STEM.warc.gz.open` in `folder`, durably. Raises FileExistsError when such a file is there, finished or not.

        `write`: as `os.write`; tests put a disk that fills up there.
        """
        self.name = f"{stem}.warc.gz"
        self.path = folder / (self.name + OPEN_SUFFIX)
        self.good = 0
        """Bytes known to be on disk; they end with a whole record."""
        self.size = 0
        """Bytes appended."""
        self._write = write
        self._held: list[bytes] = []
        self._holding = 0
        """Bytes of them."""
        if (folder / self.name).exists():
            raise FileExistsError(self.name)
        self._fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        sync_folder(folder)

    def append(self, record: Record) -> tuple[int, int]:
        """Offset and length of the record's member, in the buffer or in the file. Raises Vanished."""
        offset = self.size
        block, size, stored = record.block, record.size, record.stored_from
        if size <= PIECE:
            data = block.read(0, stored)
            rest = b"" if stored is None else block.read(stored)
            if len(data) + len(rest) != size:
                raise Vanished
            self._take(*half_stored(record.head + data, rest, _END) if stored is not None else (deflated(record.head + data + _END),))
            return offset, self.size - offset
        first = chain((record.head,), _pieces(block, 0, size if stored is None else stored), (_END,) if stored is None else ())
        for packed in streamed(first, None if stored is None else chain(_pieces(block, stored, size), (_END,))):
            self._take(packed)
        return offset, self.size - offset

    def sync(self) -> None:
        """Make durable what was appended."""
        self._empty()
        os.fdatasync(self._fd)
        self.good = self.size

    def cut_back(self, size: int | None = None) -> None:
        """Forget what was appended behind `size` (None: behind what is good)."""
        size = self.good if size is None else size
        written = self.size - self._holding
        if size >= written:
            self._hold(b"".join(self._held)[:size - written])
        else:
            self._hold(b"")
            os.ftruncate(self._fd, size)
            os.lseek(self._fd, size, os.SEEK_SET)
        self.size = size

    def finish(self) -> Path | None:
        """Give the file its final name, durably; where it lies then. A file in which nothing is good vanishes: None.

        When that fails the file stays `.open`, for the repair of the next run. Raises OSError or NotWritable.
        """
        try:
            if self.good:
                os.fsync(self._fd)
        finally:
            os.close(self._fd)
        if not self.good:
            self.path.unlink()
            return None
        final = self.path.with_name(self.name)
        self.path.rename(final)
        sync_folder(final.parent)
        return final

    def _take(self, *pieces: bytes) -> None:
        size = sum(map(len, pieces))
        self._held += pieces
        self._holding += size
        self.size += size
        if self._holding >= BUFFER:
            self._empty()

    def _empty(self) -> None:
        while self._holding:
            data = b"".join(self._held)
            written = self._write(self._fd, data)
            self._hold(data[written:])

    def _hold(self, data: bytes) -> None:
        self._held, self._holding = [data], len(data)


def _pieces(block: Octets, start: int, stop: int) -> Iterator[bytes]:
    """The block from `start` to `stop`, a bounded piece at a time. Raises Vanished."""
    for at in range(start, stop, PIECE):
        end = min(at + PIECE, stop)
        piece = block.read(at, end)
        if len(piece) != end - at:
            raise Vanished
        yield piece


def stem_of(prefix: str, serial: int, now: datetime | None = None, folder: Path | None = None, series: str = "") -> str:
    """`PREFIX-YYYYMMDDhhmmssmmm-SERIAL-HOST[-SERIES]`, made of letters, digits, `.` and `-` alone (others fail in packages).

    Other characters of the prefix become `x` and their number in hexadecimal; a long one ends in its digest. `folder`: where the file
    is to lie; its name comes behind those of the same prefix there, also when the clock was set back: by name is by time.
    """
    now = now or datetime.now(UTC)
    newest = _newest(folder, _ascii(prefix)) if folder is not None else None
    if newest is not None and now <= newest:
        now = newest + timedelta(milliseconds=1)
    stamp = f"{now:%Y%m%d%H%M%S}{now.microsecond // 1000:03d}"
    host = _UNSAFE.sub("-", socket.gethostname()[:40]).strip(".-") or "host"
    return f"{_ascii(prefix)}-{stamp}-{serial:05d}-{host}{f'-{series}' if series else ''}"


def _newest(folder: Path, prefix: str) -> datetime | None:
    """The instant in the newest name of that prefix; None when there is none."""
    stamp = re.compile(re.escape(prefix) + r"-(\d{17})-\d{5}-")
    stamps = [found[1] for path in folder.iterdir() if (found := stamp.match(path.name)) is not None]
    try:
        return datetime.strptime(max(stamps), "%Y%m%d%H%M%S%f").replace(tzinfo=UTC) if stamps else None
    except ValueError:
        return None


def _ascii(prefix: str) -> str:
    name = _UNSAFE.sub(lambda odd: f"x{ord(odd[0]):x}", prefix).lstrip(".") or "warc"
    if len(name) > MAX_PREFIX:
        return f"{name[:MAX_PREFIX - 17]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    return name
