"""Gzip members of a file, one behind the other, read in pieces of bounded size."""

from __future__ import annotations

from typing import BinaryIO

from isal import isal_zlib

PIECE = 1 << 16
FIRST, NEXT = 1 << 12, 1 << 14
"""Bytes read of a member at first, and then: most are small, and what is read too far is read again."""
MAGIC = b"\x1f\x8b\x08"
MAX_TRIES = 100_000
"""Places behind a damage that look like the beginning of a member and are tried."""


class Damaged(Exception):
    """The bytes are no whole member; the text says why."""


class Member:
    """One gzip member (RFC 1952), from its beginning."""

    def __init__(self, file: BinaryIO, at: int) -> None:
        self.at = at
        self.end: int | None = None
        """Byte behind the member, once it was read to its end."""
        self._file = file
        self._engine = isal_zlib.decompressobj(wbits=31)
        self._raw = b""
        self._unread = b""
        self._next = at

    def read(self, limit: int) -> bytes:
        """Up to `limit` bytes of the content, b"" at its end. Raises Damaged."""
        if not self._unread:
            self._unread = self._piece()
        piece, self._unread = self._unread[:limit], self._unread[limit:]
        return piece

    def until(self, mark: bytes, limit: int) -> bytes:
        """The content up to and with the first `mark`; without one, what there is, `limit` bytes at most. Raises Damaged."""
        taken = b""
        while (found := taken.find(mark)) < 0 and len(taken) < limit and (piece := self.read(limit - len(taken))):
            taken += piece
        if found < 0:
            return taken
        end = found + len(mark)
        self._unread = taken[end:] + self._unread
        return taken[:end]

    def _piece(self) -> bytes:
        while not self._engine.eof:
            if not self._raw:
                self._file.seek(self._next)
                self._raw = self._file.read(FIRST if self._next == self.at else NEXT)
                self._next += len(self._raw)
            try:
                piece = self._engine.decompress(self._raw, PIECE)
            except isal_zlib.error as error:  # type: ignore[misc]  # typed as an instance
                raise Damaged(f"bytes that do not inflate ({str(error).rpartition(': ')[2]})") from None
            if not piece and not self._raw and not self._engine.eof:
                raise Damaged("its end cut off")
            self._raw = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            if piece:
                return piece
        self.end = self._next - len(self._raw)
        return b""


def next_sound(file: BinaryIO, at: int, mark: bytes) -> int | None:
    """Where behind `at` the next member begins whose first bytes are a WARC record with `mark` in its head; None: nowhere."""
    tries = 0
    while True:
        file.seek(at)
        window = file.read(1 << 20)
        if len(window) < len(MAGIC):
            return None
        found = window.find(MAGIC)
        while found >= 0:
            if (tries := tries + 1) > MAX_TRIES:
                return None
            if _begins_record(file, at + found, mark):
                return at + found
            found = window.find(MAGIC, found + 1)
        at += len(window) - len(MAGIC) + 1


def _begins_record(file: BinaryIO, at: int, mark: bytes) -> bool:
    try:
        head = Member(file, at).until(b"\r\n\r\n", 1 << 14)
    except Damaged:
        return False
    return head.startswith(b"WARC/") and mark in head
