"""Which bytes of which WARC files a package holds, and where they lie in it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.errors import NotFound
from archive.layout import Collection
from archive.remote.store import open_warc

PIECE = 1 << 20


@dataclass(slots=True)
class Ranges:
    """Stretches of a file, none touching another, in order: what neighbours is one."""

    starts: array[int] = field(default_factory=lambda: array("Q"))
    ends: array[int] = field(default_factory=lambda: array("Q"))

    def add(self, start: int, end: int) -> None:
        """Take in a stretch anywhere; what is in already does no harm."""
        if start >= end:
            return
        first = bisect_right(self.starts, start)
        if first and self.ends[first - 1] >= start:
            first -= 1
            start = self.starts[first]
        last = first
        while last < len(self.starts) and self.starts[last] <= end:
            end = max(end, self.ends[last])
            last += 1
        self.starts[first:last] = array("Q", [start])
        self.ends[first:last] = array("Q", [end])

    def __contains__(self, offset: int) -> bool:
        place = bisect_right(self.starts, offset)
        return place > 0 and offset < self.ends[place - 1]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts, self.ends, strict=True)

    @property
    def size(self) -> int:
        """Bytes in all of them."""
        return sum(end - start for start, end in self)


class Part:
    """One WARC file of a package."""

    def __init__(self, collection: Collection, file: str, name: str, ranges: Ranges) -> None:
        """`file`: its name in the collection; `name`: in the package; `ranges`: the bytes of it that are taken."""
        self.file = file
        self.name = name
        self.size = ranges.size
        self._collection = collection
        self._ranges = ranges
        self._begins = array("Q", _sums(ranges))

    def moved(self, offset: int, length: int) -> int | None:
        """Where a record lies in the package; None when it is not in it whole."""
        place = bisect_right(self._ranges.starts, offset) - 1
        if place < 0 or offset + length > self._ranges.ends[place]:
            return None
        return self._begins[place] + offset - self._ranges.starts[place]

    def pieces(self) -> Iterator[bytes]:
        """Its bytes. Raises `NotFound` when the file cannot be read to where it should go."""
        path = self._collection.file(f"archive/{self.file}")
        try:
            with open_warc(path) as file:
                for start, end in self._ranges:
                    file.seek(start)
                    while start < end:
                        piece = file.read(min(PIECE, end - start))
                        if not piece:
                            raise NotFound(f"{path}: byte {start}: ends here, {end} bytes were expected; it was cut meanwhile")
                        yield piece
                        start += len(piece)
        except OSError as error:
            raise NotFound(f"{path}: cannot be read: {error.strerror or error}") from None


def _sums(ranges: Ranges) -> Iterator[int]:
    total = 0
    for start, end in ranges:
        yield total
        total += end - start
