"""Records out of a run of bytes, in file order, whatever program wrote them. Blocks that are large come in temporary files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.model import Octets
from archive.records.members import Broken, Stretch
from archive.records.spool import MEMORY_LIMIT, Held, Spool
from archive.records.stored import StoredRecord

MAX_HEAD = 1 << 20
"""Bytes of a record's own head."""
PIECE = 1 << 16
_BEGIN = b"WARC/"
_VERSION = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n")
_EMPTY_LINE = re.compile(rb"\n\r?\n")


def walk(stretch: Stretch, file: str) -> Iterator[StoredRecord]:
    """Every record, from where the stretch begins; `file` is the name they get. Raises Broken at what is no whole record, with the
    offset at which it begins."""
    cursor = None
    try:
        while stretch.next():
            cursor = _Cursor(stretch)
            yield from _records(cursor, file)
    except Broken as broken:
        broken.offset = cursor.head_at if cursor is not None else stretch.at
        raise


def _records(cursor: _Cursor, file: str) -> Iterator[StoredRecord]:
    """The records of one stretch."""
    alone = True
    while (head := cursor.head()) is not None:
        offset = cursor.head_at
        headers = fields_of(head)
        named = {name.lower(): value for name, value in reversed(headers)}
        if "warc-type" not in named:
            raise Broken("a record without WARC-Type")
        block = cursor.take(_length(named.get("content-length", "")))
        more = cursor.more()
        if more and cursor.sealed and not cursor.record_follows():
            raise Broken("other bytes behind a record in its gzip member")
        length = cursor.length_from(offset, alone=alone and not more)
        alone = False
        yield StoredRecord(file=file, offset=offset, length=length, headers=headers, named=named, block=block)


class _Cursor:
    """Reads a stretch with what was read too far kept for the next."""

    def __init__(self, stretch: Stretch) -> None:
        self.head_at = stretch.at
        self.sealed = stretch.sealed
        self._stretch = stretch
        self._unread = b""

    def head(self) -> bytes | None:
        """The next record's head; None at the end."""
        if not self.more():
            return None
        self.head_at = self._stretch.tell(len(self._unread))
        while (end := _EMPTY_LINE.search(self._unread)) is None:
            if len(self._unread) > MAX_HEAD or not self._fill():
                break
        if end is None or _VERSION.match(self._unread) is None:
            raise Broken("no WARC record")
        head, self._unread = self._unread[:end.end()], self._unread[end.end():]
        return head

    def more(self) -> bool:
        """Whether anything but line ends is left; those are passed over."""
        while not (unread := self._unread.lstrip(b"\r\n")):
            self._unread = b""
            if not self._fill():
                return False
        self._unread = unread
        return True

    def record_follows(self) -> bool:
        """Whether what comes next begins as a record does."""
        while len(self._unread) < len(_BEGIN) and self._fill():
            pass
        return self._unread.startswith(_BEGIN)

    def take(self, length: int) -> Octets:
        """The next `length` bytes."""
        if length <= len(self._unread):
            block, self._unread = self._unread[:length], self._unread[length:]
            return Held(block)
        block, self._unread = self._unread, b""
        spool = Spool(MEMORY_LIMIT)
        spool.append(block)
        while spool.size < length:
            if not self._fill():
                raise Broken("a block that is cut short")
            rest = length - spool.size
            spool.append(self._unread[:rest])
            self._unread = self._unread[rest:]
        return spool

    def length_from(self, offset: int, *, alone: bool) -> int:
        """Bytes of the record that began at `offset`; 0 when it cannot be read by itself."""
        return self._stretch.length_from(offset, len(self._unread), alone=alone)

    def _fill(self) -> bool:
        piece = self._stretch.read(PIECE)
        self._unread += piece
        return bool(piece)


def fields_of(head: bytes) -> tuple[tuple[str, str], ...]:
    """The named fields of a record's head, in order, names as written."""
    fields: list[tuple[str, str]] = []
    for line in head.decode("utf-8", "replace").split("\n")[1:]:
        if line[:1] in {" ", "\t"} and fields:
            name, value = fields[-1]
            fields[-1] = name, f"{value} {line.strip()}".strip()
            continue
        name, colon, value = line.partition(":")
        if colon:
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def _length(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Broken("a record without a sound Content-Length")
    return int(text)
