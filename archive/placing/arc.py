"""ARC files (Internet Archive, 1996 to 2008; versions 1 and 2), told as WARC records."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from archive.records.members import MAGIC, Broken, Members

_LINE = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.\-]*:\S*) (?P<ip>[0-9a-fA-F.:]+) (?P<date>\d{14}) (?P<type>\S+) (?:.* )?(?P<size>\d{1,12})\r?\n")
"""The line before each record: address, IP, date, media type, in version 2 more, and the record's bytes."""
_FILEDESC = b"filedesc://"
MAX_LINE = 1 << 16
PIECE = 1 << 18
NAMESPACE = uuid.UUID("2c9d1ea2-33c4-5c0f-9d0a-6a2d6f0a3d11")
"""Of record ids: an ARC record has none, and the same record must get the same one each time, whatever file it lies in."""


def is_arc(beginning: bytes) -> bool:
    """Whether a file that begins so, packed or not, is an ARC file."""
    if beginning[:2] == MAGIC:
        try:
            beginning = isal_zlib.decompressobj(wbits=31).decompress(beginning, MAX_LINE)
        except isal_zlib.error:  # type: ignore[misc]  # typed as an instance
            return False
    return beginning.lstrip(b"\r\n").startswith(_FILEDESC)


def warc_of_arc(file: Path, name: str, left_out: list[str]) -> Iterator[tuple[str, bytes]]:
    """Type and bytes of WARC 1.1 records for all that can be read; what cannot goes to `left_out`, a line each. `name`: of the file
    that they will stand in."""
    begun = False
    with file.open("rb") as opened:
        stream = _Stream(opened)
        try:
            while (record := stream.record()) is not None:
                url, ip, date, kind, block = record
                if not begun:
                    told = f"software: unknown, made of the ARC file {file.name}\r\n".encode()
                    yield "warcinfo", _record("warcinfo", name, None, date, None, "application/warc-fields", told, name)
                    begun = True
                if url.startswith(_FILEDESC.decode()):
                    continue
                http = block.startswith(b"HTTP/")
                type, media = ("response", "application/http;msgtype=response") if http else ("resource", kind)
                key = f"{url} {date:%Y%m%d%H%M%S} {hashlib.sha256(block).hexdigest()}"
                yield type, _record(type, key, url, date, ip, media, block, None)
        except Broken as error:
            left_out.append(f"{file}: byte {stream.at} of its content: {error}")


class _Stream:
    """The content of a file, packed or not."""

    def __init__(self, file: BinaryIO) -> None:
        self.at = 0
        self._file = file
        self._members = Members(file) if file.read(2) == MAGIC else None
        file.seek(0)
        self._unread = b""
        self._begun = self._members.next() if self._members is not None else True

    def record(self) -> tuple[str, str, datetime, str, bytes] | None:
        """Address, IP, date, media type and block; None at the end. Raises Broken."""
        while self._unread[:1] in (b"", b"\r", b"\n"):
            stripped = self._unread.lstrip(b"\r\n")
            self.at += len(self._unread) - len(stripped)
            self._unread = stripped
            if not stripped and not self._more():
                return None
        while b"\n" not in self._unread and len(self._unread) < MAX_LINE and self._more():
            pass
        match = _LINE.match(self._unread)
        if match is None:
            raise Broken(f"no line of an ARC record: {self._unread[:60]!a}")
        self._take(match.end())
        size = int(match["size"])
        while len(self._unread) < size and self._more():
            pass
        if len(self._unread) < size:
            raise Broken("a record that is cut short")
        block = self._take(size)
        try:
            date = datetime.strptime(match["date"].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            raise Broken(f"no date: {match['date']!a}") from None
        return match["url"].decode("latin-1"), match["ip"].decode(), date, match["type"].decode("latin-1"), block

    def _take(self, size: int) -> bytes:
        taken, self._unread = self._unread[:size], self._unread[size:]
        self.at += size
        return taken

    def _more(self) -> bool:
        while self._begun:
            piece = self._members.read(PIECE) if self._members is not None else self._file.read(PIECE)
            if piece:
                self._unread += piece
                return True
            self._begun = self._members is not None and self._members.next()
        return False


def _record(kind: str, key: str, url: str | None, date: datetime, ip: str | None, media: str, block: bytes, name: str | None) -> bytes:
    fields = [("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(NAMESPACE, key)}>"),
              ("WARC-Date", f"{date:%Y-%m-%dT%H:%M:%SZ}"), ("WARC-Filename", name), ("WARC-Target-URI", url),
              ("WARC-IP-Address", ip if ip != "0.0.0.0" else None), ("Content-Type", media), ("Content-Length", str(len(block)))]
    head = "".join(f"{field}: {value}\r\n" for field, value in fields if value)
    return f"WARC/1.1\r\n{head}\r\n".encode("latin-1", "replace") + block + b"\r\n\r\n"
