"""Index lines of a WARC file made while it is written: what the index would else be made from by reading the whole file again.

They lie beside the index, hidden, until `archive.cdxj.update_index` takes them in. They count only when they fit the finished file to
the byte and are whole themselves; whatever is wrong with them, the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

import orjson

from archive.index.cdxj_entries import SHOWN, Shown, form_of, line, line_of, shown_as
from archive.model import Capture
from archive.records.groups import Record, target_uri
from archive.records.stored import StoredRecord
from archive.records.walk import fields_of

Placed = tuple[Record, int, int]
"""A record with offset and length of its member."""


def ahead_of(indexes: Path, name: str) -> Path:
    """Where the lines of the WARC file of that name lie."""
    return indexes / f".{name}.ahead"


class IndexAhead:
    """Lines of one WARC file under way. Never raises: without them the file is read."""

    def __init__(self, indexes: Path, name: str) -> None:
        self._name = name
        self._path = ahead_of(indexes, name)
        self._lines: list[bytes] = []
        self._records = self._crc = 0
        self._file: BinaryIO | None = None
        with suppress(OSError):
            indexes.mkdir(exist_ok=True)
            self._file = self._path.open("wb")

    def keep(self, group: Sequence[Placed], capture: Capture | None = None) -> None:
        """A whole group, whose blocks are still open. `capture`: what it was made of."""
        self._records += len(group)
        if self._file is None:
            return
        for number, (record, offset, length) in enumerate(group, 1):
            if record.type not in SHOWN:
                continue
            asked = None
            if number < len(group) and (following := group[number])[0].type == "request" and following[0].block.read(0, 4) != b"GET ":
                asked = self._stored(*following)
            if capture is not None and capture.status is not None and record.type != "resource":
                self._lines.append(line(_shown(record, capture, capture.status), form_of(asked) if asked is not None else None, offset,
                                        length, self._name))
            elif (made := line_of(self._stored(record, offset, length), asked, self._name)) is not None:
                self._lines.append(made)

    def write(self) -> None:
        """Let go of the lines held in memory."""
        lines, self._lines = b"".join(self._lines), []
        if self._file is None or not lines:
            return
        try:
            self._file.write(lines)
            self._crc = crc32(lines, self._crc)
        except OSError:
            self.close(None)

    def close(self, size: int | None) -> None:
        """The WARC file is finished with so many bytes; None: it is not, and the lines are of no use."""
        self.write()
        file, self._file = self._file, None
        if file is None:
            return
        with suppress(OSError):
            if size is not None:
                file.write(orjson.dumps({"size": size, "records": self._records, "crc": self._crc}) + b"\n")
            file.close()
        if size is None:
            with suppress(OSError):
                self._path.unlink()

    def _stored(self, record: Record, offset: int, length: int) -> StoredRecord:
        headers = fields_of(record.head)
        named = {name.lower(): value for name, value in reversed(headers)}
        return StoredRecord(file=self._name, offset=offset, length=length, headers=headers, named=named, block=record.block)


def _shown(record: Record, capture: Capture, status: int) -> Shown:
    """What the record would be read as: it was made of the capture."""
    kind = next((value for name, value in capture.headers if len(name) == 12 and name.lower() == "content-type"), None)
    return Shown(target_uri(capture.url).removesuffix(">"), capture.started, *shown_as(record.type, status, kind), record.payload_digest)


def taken(indexes: Path, path: Path, name: str) -> tuple[int, Iterator[bytes]] | None:
    """The number of records of a finished WARC file, and its lines in its own order; None when it must be read for them."""
    ahead = ahead_of(indexes, name)
    try:
        with ahead.open("rb") as file:
            told, crc = None, 0
            for line in file:
                if line.startswith(b"{"):
                    told = orjson.loads(line)
                elif told is None:
                    crc = crc32(line, crc)
                else:
                    return None
        if told is None or told["size"] != path.stat().st_size or told["crc"] != crc:
            return None
        return int(told["records"]), _lines(ahead)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _lines(ahead: Path) -> Iterator[bytes]:
    with ahead.open("rb") as file:
        for line in file:
            if not line.startswith(b"{"):
                yield line


def forget(indexes: Path) -> None:
    """Away with all of them: they are in the index, or of no use."""
    with suppress(OSError):
        for path in indexes.glob(".*.ahead"):
            path.unlink()
