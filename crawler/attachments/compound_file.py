"""Compound files ([MS-CFB], OLE2): the streams of the outermost folder, out of the bytes. Whatever is wrong in one raises ValueError;
reading is bounded by the size of the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST = 0xFFFFFFFA
"""Numbers of sectors and entries are below it; those from it on say that none follows."""
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class CompoundFile:
    """A compound file: what its outermost folder holds. All that is read of it is no larger than the file itself."""

    def __init__(self, body: bytes) -> None:
        """Raises ValueError where `body` is none, or none that can be read."""
        try:
            self._open(body)
        except (struct.error, IndexError) as error:
            raise ValueError("a compound file that is cut or damaged") from error

    def _open(self, body: bytes) -> None:
        shift, mini_shift = struct.unpack_from("<HH", body, 30)
        if not body.startswith(MAGIC) or shift not in (9, 12) or mini_shift != 6:
            raise ValueError("no compound file")
        self.body = body
        self.size = 1 << shift
        needed = len(body) // self.size // (self.size // 4) + 1
        self.table = self.numbers(b"".join(map(self.sector, islice(self.table_sectors(), needed))))
        directory, self.cutoff, mini_table = struct.unpack_from("<I4xII", body, 48)
        self.mini_table = self.numbers(self.chain(mini_table)) if mini_table < _LAST else ()
        entries = self.chain(directory)
        root = entries[:_ENTRY]
        if root[66] != _ROOT:
            raise ValueError("a compound file without a root")
        start, = struct.unpack_from("<I", root, 116)
        self.mini = self.chain(start) if start < _LAST else b""
        self.streams = dict(self.listed(entries, struct.unpack_from("<I", root, 76)[0]))
        """Name of each stream, with its first sector and its size in bytes. Those of folders within (embedded objects) are left out."""

    def listed(self, entries: bytes, first: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """The streams of one folder, whose entries are a tree that begins with the one numbered `first`."""
        waiting, seen = [first], set()
        while waiting:
            number = waiting.pop()
            if number >= _LAST or number in seen:
                continue
            seen.add(number)
            entry = entries[number * _ENTRY:(number + 1) * _ENTRY]
            waiting += struct.unpack_from("<II", entry, 68)
            length, kind, start, size = *struct.unpack_from("<HB", entry, 64), *struct.unpack_from("<II", entry, 116)
            if kind == _STREAM:
                yield entry[:max(0, length - 2)].decode("utf-16-le", "replace"), (start, size)

    def read(self, name: str) -> bytes:
        """A stream's bytes, as far as they are there; KeyError where there is no such stream."""
        return self.content(*self.streams[name])

    def content(self, start: int, size: int) -> bytes:
        """A stream's bytes: those of small ones lie in the root's own stream, 64 bytes a sector."""
        if size >= self.cutoff:
            return self.chain(start)[:size]
        pieces = (self.mini[number * 64:number * 64 + 64] for number in self.followed(start, self.mini_table))
        return b"".join(pieces)[:size]

    def sector(self, number: int) -> bytes:
        """The last one of a file may be cut."""
        return self.body[(number + 1) * self.size:(number + 2) * self.size]

    def chain(self, start: int) -> bytes:
        """The sectors that follow each other from `start` on."""
        return b"".join(map(self.sector, self.followed(start, self.table)))

    def followed(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        """The numbers of a chain; a circle ends where it has named as many sectors as there are."""
        for _ in table:
            if start >= len(table):
                return
            yield start
            start = table[start]

    def table_sectors(self) -> Iterator[int]:
        """Where the table of sectors lies: the first 109 of its own are named in the head, others in a chain of sectors."""
        following, = struct.unpack_from("<I", self.body, 68)
        named = struct.unpack_from("<109I", self.body, 76)
        for _ in range(len(self.body) // self.size + 1):
            yield from (number for number in named if number < _LAST)
            if following >= _LAST:
                return
            *named_here, following = self.numbers(self.sector(following))
            named = tuple(named_here)

    @staticmethod
    def numbers(data: bytes) -> tuple[int, ...]:
        """Whole numbers of 32 bits."""
        return struct.unpack(f"<{len(data) // 4}I", data[:len(data) // 4 * 4])
