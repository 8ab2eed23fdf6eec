"""A record's block as it passes by: its digest, and for HTTP messages head, payload digest and whether the body is whole."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Literal

from archive.records.http import ChunkDecoder, Head, body_framing, head_end, parse_head, parse_request

MAX_HEAD = 1 << 20
"""Bytes that are searched for the end of an HTTP head."""
ALGORITHMS = frozenset({"sha256", "sha1", "sha512", "md5"})

Message = Literal["response", "request"]


class Digest:
    """A digest to be held against what a field states."""

    def __init__(self, stated: str | None) -> None:
        """`stated`: `ALGORITHM:VALUE`; None: SHA-256 is made, for there may yet be something to compare it with."""
        name, _, value = (stated or "sha256:").partition(":")
        self._name, self._value = name.lower(), value.lower()
        self.known = self._name in ALGORITHMS
        self._sum: Any = hashlib.new(self._name if self.known else "sha256", usedforsecurity=False)

    def update(self, data: bytes) -> None:
        """Take in the next bytes."""
        self._sum.update(data)

    def agrees(self) -> bool:
        """Whether it is the one stated, in hex or base32 (WARC 1.1, section 5.8, leaves the spelling open)."""
        if self._value == self._sum.hexdigest():
            return True
        base32 = base64.b32encode(self._sum.digest()).decode().lower()
        return self._value in (base32, base32.rstrip("="))

    def __str__(self) -> str:
        """As it is."""
        return f"{self._name if self.known else 'sha256'}:{self._sum.hexdigest()}"


class Block:
    """Takes in a block in pieces, with memory for no more than an HTTP head."""

    def __init__(self, *, block: str | None, payload: str | None, message: Message | None) -> None:
        """`block`, `payload`: what the digest fields state. `message`: which HTTP message it must be; None: none."""
        self.digest, self.payload = Digest(block), Digest(payload)
        self.size = 0
        self.body = 0
        """Bytes behind the HTTP head; of a block that is no message all of them."""
        self.head: Head | None = None
        """Of a response."""
        self.fault: str | None = None
        """Why it is not the message it must be."""
        self._message = message
        self._unparsed = b""
        self._chunks: ChunkDecoder | None = None
        self._broken = False
        self._length: int | None = None

    def feed(self, data: bytes) -> None:
        """The next piece."""
        self.digest.update(data)
        self.size += len(data)
        if self._message is None:
            self._pay(data)
            return
        start = max(0, len(self._unparsed) - 3)
        self._unparsed += data
        end = head_end(self._unparsed, start)
        if end is not None:
            head, self._unparsed = self._unparsed[:end], self._unparsed[end:]
            self._read(head)
        elif len(self._unparsed) > MAX_HEAD:
            self._no_message(f"no empty line in {MAX_HEAD} bytes")

    def end(self) -> None:
        """Nothing more comes."""
        if self._message is not None:
            self._no_message("no empty line behind a head")

    @property
    def short(self) -> str | None:
        """How the body is shorter than its own framing says; None: it is whole, or nothing says how long it is."""
        if self._chunks is not None and not self._chunks.done:
            return f"chunk framing that ends or breaks at byte {self._chunks.consumed}"
        if self._length is not None and self.body < self._length:
            return f"{self.body} of {self._length} bytes"
        return None

    def _read(self, head: bytes) -> None:
        message, self._message = self._message, None
        try:
            if message == "request":
                parse_request(head)
            else:
                self.head = parse_head(head)
                self._chunks = ChunkDecoder() if self._framed() else None
        except ValueError as error:
            self.fault = str(error)
        body, self._unparsed = self._unparsed, b""
        self._pay(body)

    def _framed(self) -> bool:
        """Whether the body is chunked. A head whose lengths contradict each other is a fault of its server, not of the record."""
        assert self.head is not None
        try:
            framing, self._length = body_framing(self.head, "GET")
        except ValueError:
            return False
        return framing == "chunked"

    def _no_message(self, why: str) -> None:
        self._message, self.fault = None, why
        body, self._unparsed = self._unparsed, b""
        self._pay(body)

    def _pay(self, data: bytes) -> None:
        """Bytes of the payload, chunk framing on; behind broken framing none (as `archive.digest.payload_digest` has it)."""
        self.body += len(data)
        if self._chunks is None:
            self.payload.update(data)
        elif not self._broken:
            try:
                self._chunks.feed(data)
            except ValueError:
                self._broken = True
            for piece in self._chunks.pieces:
                self.payload.update(piece)
