"""Files that are read by ranges, from wherever they lie."""

from __future__ import annotations

import io
from typing import Protocol

from archive.errors import BadRecord

LEAST, MOST = 1 << 16, 1 << 23
"""Bytes that are asked for at once: few where one record is wanted, more and more where a file is walked."""


class Changed(BadRecord):
    """What lies on a store is not what was stored there."""


class Source(Protocol):
    """What gives bytes by ranges."""

    @property
    def size(self) -> int:
        """Bytes in all."""

    def get(self, start: int, stop: int) -> bytes:
        """The bytes from `start` up to `stop`, all of them. Raises `Changed` when they are not what they were, `ArchiveError` when
        they cannot be had."""


class RangeFile(io.RawIOBase):
    """A file open for reading, of which as much is fetched as is read, and some more."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at = 0
        self._held, self._from = b"", 0
        self._window = LEAST

    def part(self, size: int, at: int) -> bytes:
        """Up to `size` bytes from byte `at`; b"" at the end."""
        if not self._from <= at < self._from + len(self._held):
            self._fetch(size, at)
        begin = at - self._from
        piece = self._held[begin:begin + size]
        if len(piece) < size and (rest := at + len(piece)) < self._source.size:
            self._fetch(size - len(piece), rest)
            piece += self._held[rest - self._from:at + size - self._from]
        return piece

    def _fetch(self, size: int, at: int) -> None:
        end = self._from + len(self._held)
        begin, before = at, b""
        if self._held and 0 <= at - end < LEAST:  # a walk; what was read a little too far is read again, so some of it stays
            self._window = min(2 * self._window, MOST)
            begin, before = end, self._held[-LEAST:]
        else:
            self._window = LEAST
        stop = min(max(begin + self._window, at + size), self._source.size)
        self._held = before + self._source.get(begin, stop) if begin < stop else before
        self._from = begin - len(before)

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of any file."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._source.size}[whence])
        return self._at

    def tell(self) -> int:
        """As of any file."""
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """As many bytes as are asked for, but for the end of the file."""
        wanted = max(0, self._source.size - self._at) if size is None or size < 0 else size
        piece = self.part(wanted, self._at)
        self._at += len(piece)
        return piece
