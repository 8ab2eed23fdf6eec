"""Runs of bytes that start in memory and move to a file when they grow: no response is held in memory beyond a bound."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from archive.durable import not_writable

MEMORY_LIMIT = 1 << 20
"""Bytes from which a spool moves to a file: pages stay in memory, videos do not."""


class Held:
    """Octets that are in memory already."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self._data)

    def read(self, start: int = 0, stop: int | None = None) -> bytes:
        """The bytes from `start` up to `stop` (None: the end)."""
        return self._data[start:stop]

    def close(self) -> None:
        """Let the bytes go."""
        self._data = b""


class Spool:
    """Octets that grow: in memory up to `limit` bytes, then in a file without a name, which ends with the process.

    Grown by one thread; once grown, read by any. After `close` it is empty.
    """

    def __init__(self, limit: int = MEMORY_LIMIT, folder: Path | None = None) -> None:
        """`folder`: where the file is made; None: the system's place for temporary files."""
        self._limit = limit
        self._folder = folder
        self._pieces: list[bytes] = []
        self._file: BinaryIO | None = None
        self.size = 0
        """Length in bytes."""

    def append(self, data: bytes) -> None:
        """Add bytes at the end. Raises `archive.errors.NotWritable` when the temporary file cannot be made or written."""
        if self._file is None and self.size + len(data) <= self._limit:
            self._pieces.append(data)
        else:
            self._write(data)
        self.size += len(data)

    def read(self, start: int = 0, stop: int | None = None) -> bytes:
        """The bytes from `start` up to `stop` (None: the end). Raises OSError when the file cannot be read."""
        stop = self.size if stop is None else min(stop, self.size)
        if self._file is not None:
            return _pread(self._file.fileno(), start, stop)
        pieces = self._pieces
        if len(pieces) > 1:
            cut = len(pieces[0])
            if stop <= cut:  # what was appended first is the head: head and body are read apart, and stay apart
                return pieces[0][start:stop]
            if start >= cut:
                if len(pieces) > 2:
                    pieces = self._pieces = [pieces[0], b"".join(pieces[1:])]
                return pieces[1][start - cut:stop - cut]
            pieces = self._pieces = [b"".join(pieces)]
        return pieces[0][start:stop] if pieces else b""

    def truncate(self, size: int) -> None:
        """Forget what lies behind the first `size` bytes; nothing when there is nothing behind them."""
        if size >= self.size:
            return
        if self._file is not None:
            os.ftruncate(self._file.fileno(), size)
        else:
            self._pieces = [self.read(0, size)]
        self.size = size

    def close(self) -> None:
        """Give back the memory or the file; harmless when called twice."""
        self._pieces, self.size = [], 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, data: bytes) -> None:
        folder = self._folder or Path(tempfile.gettempdir())
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed by close()
                held, self._pieces = b"".join(self._pieces), []
                _pwrite(self._file.fileno(), held, 0)
            _pwrite(self._file.fileno(), data, self.size)
        except OSError as error:
            raise not_writable(folder, error) from None


def _pwrite(fd: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(fd, rest, offset)
        rest, offset = rest[written:], offset + written


def _pread(fd: int, start: int, stop: int) -> bytes:
    pieces = []
    while start < stop and (piece := os.pread(fd, stop - start, start)):
        pieces.append(piece)
        start += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
