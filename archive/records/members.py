"""Bytes of a WARC file, gzip members taken off: the same small interface for `.warc.gz` and `.warc`."""

from __future__ import annotations

import os
from typing import BinaryIO, Protocol

from isal import isal_zlib

from archive.remote.ranges import Changed, RangeFile

READ_SIZE = 1 << 16
MAGIC = b"\x1f\x8b"


class Broken(Exception):
    """The bytes end or break inside a record; the text says which in a few words."""

    offset = 0
    """Byte of the file at which the record begins."""
    changed = False
    """Whether the file lies on a store that no longer holds what was stored there."""


def part_of(file: BinaryIO, size: int, at: int) -> bytes:
    """Up to `size` bytes of a file; b"" at its end. Raises Broken when it cannot be read."""
    try:
        return file.part(size, at) if isinstance(file, RangeFile) else os.pread(file.fileno(), size, at)
    except OSError as error:
        raise Broken(f"cannot be read: {error.strerror or error}") from None
    except Changed as error:
        broken = Broken(str(error))
        broken.changed = True
        raise broken from None


class Stretch(Protocol):
    """Bytes from which records are read, one behind the other."""

    at: int
    """Offset in the file of what `read` reads: where the member began, or the next byte of a plain file."""
    end: int | None
    """Offset behind the member, known once `read` gave b""."""
    sealed: bool
    """Whether a checksum stands at its end, so that bytes behind a record that are no record mean damage to both."""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, at least one; b"" at the end. Raises Broken."""

    def next(self) -> bool:
        """Go on behind the end; False: there is nothing more in the file."""

    def tell(self, unread: int) -> int:
        """Offset of a record of which, with all behind it, `unread` bytes were read."""

    def length_from(self, offset: int, unread: int, *, alone: bool) -> int:
        """Bytes in the file of a record that began at `offset`, was read with `unread` bytes behind it, and is or is not alone in
        its member; 0 when it cannot be read by itself."""


class Members:
    """Members of a gzip file; `next` comes before the first."""

    def __init__(self, file: BinaryIO, at: int = 0) -> None:
        self.at = at
        self.end: int | None = at
        self.sealed = True
        self._file = file
        self._read = at
        self._data = b""
        self._engine = isal_zlib.decompressobj(wbits=31)

    def next(self) -> bool:
        """See `Stretch`."""
        assert self.end is not None
        if not self._data:
            self._more()
        if not self._data:
            return False
        self.at, self.end = self.end, None
        self._engine = isal_zlib.decompressobj(wbits=31)
        return True

    def read(self, size: int) -> bytes:
        """See `Stretch`."""
        engine = self._engine
        while not engine.eof:
            if not self._data:
                self._more()
            try:
                piece: bytes = engine.decompress(self._data, size)
            except isal_zlib.error as error:  # type: ignore[misc]  # typed as an instance
                raise Broken(f"no sound gzip member ({error})") from None
            if not piece and not self._data and not engine.eof:
                raise Broken("cut short")
            self._data = engine.unused_data if engine.eof else engine.unconsumed_tail
            if piece:
                return piece
        self.end = self._read - len(self._data)
        return b""

    def tell(self, unread: int) -> int:
        """See `Stretch`."""
        return self.at

    def length_from(self, offset: int, unread: int, *, alone: bool) -> int:
        """See `Stretch`."""
        return self.end - self.at if alone and self.end is not None else 0

    def _more(self) -> None:
        self._data = part_of(self._file, READ_SIZE, self._read)
        self._read += len(self._data)


class Plain:
    """A file without compression: one stretch, in which `at` moves on."""

    def __init__(self, file: BinaryIO, at: int = 0) -> None:
        self.at = at
        self.end: int | None = None
        self.sealed = False
        self._file = file
        self._begun = False

    def next(self) -> bool:
        """See `Stretch`."""
        begun, self._begun = self._begun, True
        return not begun and bool(part_of(self._file, 1, self.at))

    def read(self, size: int) -> bytes:
        """See `Stretch`."""
        piece = part_of(self._file, min(size, READ_SIZE), self.at)
        self.at += len(piece)
        if not piece:
            self.end = self.at
        return piece

    def tell(self, unread: int) -> int:
        """See `Stretch`."""
        return self.at - unread

    def length_from(self, offset: int, unread: int, *, alone: bool) -> int:
        """See `Stretch`."""
        return self.at - unread - offset
