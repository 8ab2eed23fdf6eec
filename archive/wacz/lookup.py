"""Finds lines in a sorted index by their beginning, without reading it from the start."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

import orjson

from archive.index.surt import surt
from archive.records.stored import Refers


class Lookup:
    """A sorted CDXJ file."""

    def __init__(self, file: BinaryIO) -> None:
        size = os.fstat(file.fileno()).st_size
        self._lines: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def lines(self, begin: bytes) -> Iterator[dict[str, Any]]:
        """What the lines that begin so say, in their order."""
        at = self._first(begin)
        while self._lines[at:at + len(begin)] == begin and begin:
            end = self._end(at)
            line = self._lines[at:end]
            yield orjson.loads(line[line.index(b" {") + 1:])
            at = end

    def original(self, refers: Refers, url: str, digest: str | None) -> dict[str, Any] | None:
        """The line of the response that a revisit of `url` refers to, found as replay finds it: by address and second, or where the
        revisit does not say them by address and payload digest. None when there is none."""
        target = refers.url or url
        second = f"{refers.date:%Y%m%d%H%M%S}" if refers.date is not None else ""
        found = None
        for line in self.lines(f"{surt(target)} {second}".encode()):
            if line.get("mime") == "warc/revisit" or (refers.date is None and line.get("digest") != digest):
                continue
            if line.get("url") == target:
                return line
            found = found or line
        return found

    def newest(self, url: str, before: datetime) -> dict[str, Any] | None:
        """The last line of an address before an instant; None when there is none."""
        found = None
        for line in self._dated(f"{surt(url)} ".encode(), f"{before:%Y%m%d%H%M%S}".encode()):
            found = line
        return found

    def since(self, url: str, begin: datetime) -> list[dict[str, Any]]:
        """The lines of an address from an instant on, in their order."""
        key, found = f"{surt(url)} ".encode(), []
        at = self._first(key + f"{begin:%Y%m%d%H%M%S}".encode())
        while self._lines[at:at + len(key)] == key:
            end = self._end(at)
            line = self._lines[at:end]
            found.append(orjson.loads(line[line.index(b" {") + 1:]))
            at = end
        return found

    def _dated(self, key: bytes, until: bytes) -> Iterator[dict[str, Any]]:
        at = self._first(key)
        while self._lines[at:at + len(key)] == key and self._lines[at + len(key):at + len(key) + len(until)] < until:
            end = self._end(at)
            line = self._lines[at:end]
            yield orjson.loads(line[line.index(b" {") + 1:])
            at = end

    def _first(self, begin: bytes) -> int:
        """Offset of the first line that is not before `begin`."""
        low, high = 0, len(self._lines)
        while low < high:
            middle = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._end(middle)
            if self._lines[middle:min(end, middle + len(begin))] < begin:
                low = end
            else:
                high = middle
        return low

    def _end(self, at: int) -> int:
        """Offset behind the line that begins at `at`."""
        end = self._lines.find(b"\n", at) + 1
        return end or len(self._lines)
