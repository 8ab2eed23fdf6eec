"""Which lines are the newest version of their article, found with little memory: by buckets on disk, kept as one bit a line."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

BUCKETS = 64
"""Files that articles are spread over: 10 million lines give some 160,000 records each, looked at one after the other."""
_RECORD = struct.Struct("<16sIQ")
"""Hash of the id, version, number of the line."""


class Newest:
    """The lines of a walk, by their number from 0, that hold an article's newest version."""

    def __init__(self, lines: Iterable[dict[str, Any]], folder: Path) -> None:
        """Walks all lines once. `folder` holds temporary files meanwhile. Raises OSError."""
        self._bits = bytearray()
        paths = [folder / f".newest-{number:02}" for number in range(BUCKETS)]
        try:
            count = _spread(lines, paths)
            self._bits = bytearray(count // 8 + 1)
            for path in paths:
                self._mark(path)
        finally:
            for path in paths:
                path.unlink(missing_ok=True)

    def __contains__(self, number: int) -> bool:
        """Whether that line is one."""
        return bool(self._bits[number >> 3] >> (number & 7) & 1)

    def _mark(self, path: Path) -> None:
        best: dict[bytes, tuple[int, int]] = {}
        for key, version, number in _RECORD.iter_unpack(path.read_bytes()):
            if (version, number) >= best.get(key, (0, 0)):
                best[key] = version, number
        for _, number in best.values():
            self._bits[number >> 3] |= 1 << (number & 7)


def _spread(lines: Iterable[dict[str, Any]], paths: list[Path]) -> int:
    count = 0
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb")) for path in paths]
        for line in lines:
            key = hashlib.blake2b(str(line.get("id")).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            version = line.get("version")
            version = version if isinstance(version, int) and 0 <= version < 1 << 32 else 0
            files[key[0] % BUCKETS].write(_RECORD.pack(key, version, count))
            count += 1
    return count
