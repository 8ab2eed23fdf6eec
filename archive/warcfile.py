"""One WARC file under way: `NAME.warc.gz.open` until finished, good up to a size, cut back to that when the disk refuses."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from isal import isal_zlib

from archive.durable import sync_folder
from archive.layout import OPEN_SUFFIX
from archive.records import Record

LEVEL = 2
"""Of isal: pages at an eighth of the time of zlib's level 6 and a sixth more bytes (measured 2026-11 on 38 kB pages)."""
PIECE = 1 << 18
"""Bytes compressed at a time; blocks up to that size in one go."""
BUFFER = 1 << 20
"""Compressed bytes held before they go to the file."""
MAX_PREFIX = 120
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
        self._buffer = bytearray()
        if (folder / self.name).exists():
            raise FileExistsError(self.name)
        self._fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        sync_folder(folder)

    def append(self, record: Record) -> tuple[int, int]:
        """Offset and length of the record's member, in the buffer or in the file. Raises Vanished."""
        offset = self.size
        block, size = record.block, record.size
        if size <= PIECE:
            data = block.read()
            if len(data) != size:
                raise Vanished
            self._take(isal_zlib.compress(b"".join((record.head, data, b"\r\n\r\n")), LEVEL, 31))
            return offset, self.size - offset
        member = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, 31)
        self._take(member.compress(record.head))
        for at in range(0, size, PIECE):
            piece = block.read(at, min(at + PIECE, size))
            if len(piece) != min(PIECE, size - at):
                raise Vanished
            self._take(member.compress(piece))
        self._take(member.compress(b"\r\n\r\n") + member.flush())
        return offset, self.size - offset

    def sync(self) -> None:
        """Make durable what was appended."""
        self._empty()
        os.fdatasync(self._fd)
        self.good = self.size

    def cut_back(self, size: int | None = None) -> None:
        """Forget what was appended behind `size` (None: behind what is good)."""
        size = self.good if size is None else size
        written = self.size - len(self._buffer)
        if size >= written:
            del self._buffer[size - written:]
        else:
            self._buffer.clear()
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

    def _take(self, data: bytes) -> None:
        self._buffer += data
        self.size += len(data)
        if len(self._buffer) >= BUFFER:
            self._empty()

    def _empty(self) -> None:
        while self._buffer:
            written = self._write(self._fd, bytes(self._buffer))
            del self._buffer[:written]


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
