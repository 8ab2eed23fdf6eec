"""Takes one response off the wire as it comes, and finds its exact end. No clock, no network, no output but a spool.

Framing by RFC 9112, section 6.3. Nothing that a server sends raises: what cannot be read ends the response with a line in
`error`, and what came is kept. Bytes behind the end of a message are never kept: they are no part of it, whatever they pose
as.
"""

from __future__ import annotations

from archive.model import Truncation
from archive.records.http import BEYOND, ChunkDecoder, Head, body_framing, head_end, parse_head
from archive.records.spool import Spool
from crawler.client.limits import Limits


class Intake:
    """One response under way: fed until `done`. Methods raise `archive.errors.NotWritable` when the spool's file cannot be
    written."""

    def __init__(self, method: str, limits: Limits, max_body: int) -> None:
        self.spool = Spool()
        """The final response as received, to its exact end; whoever takes it closes it."""
        self.head: Head | None = None
        """Head of the final response; None until it has come whole and could be read."""
        self.head_size: int | None = None
        self.chunked = False
        self.interim: list[bytes] = []
        self.truncated: Truncation | None = None
        self.error: str | None = None
        self.received = 0
        """Bytes taken in, of whatever kind."""
        self.done = False
        self.unheard = False
        """Whether the connection ended before the first byte: on a used one, the server had closed it as idle."""
        self.reusable = False
        """Whether the connection may carry another exchange: this one ended by its own framing, with nothing behind it."""
        self._method = method
        self._limits = limits
        self._room = max_body
        self._start = bytearray()
        self._interim_size = 0
        self._line_read = False
        self._left: int | None = None
        self._beyond = False
        self._chunks: ChunkDecoder | None = None

    def feed(self, data: bytes) -> bool:
        """Take in what arrived; True when the response is at its end. Not to be called after that."""
        self.received += len(data)
        if self.head is None:
            data = self._feed_head(data)
        if data and not self.done:
            self._feed_body(data)
        return self.done

    def finish(self) -> None:
        """The server will send no more (FIN)."""
        if self.head is None:
            self._keep_start(self._why_no_head())
        elif self._left is not None or self._chunks is not None or self._beyond:
            self.truncated, self.error = "disconnect", "disconnect: the server closed before the end of the body"
        self.done = True
        self.unheard = not self.received

    def fail(self, why: Truncation, error: str) -> None:
        """The response ends here, by no doing of its own."""
        if self.head is None:
            self._keep_start(error)
        else:
            self.truncated, self.error = why, error
        self.done = True
        self.unheard = why == "disconnect" and not self.received

    def _feed_head(self, data: bytes) -> bytes:
        """Take in what belongs to heads; returns the bytes behind the final one."""
        start, seen = self._start, max(0, len(self._start) - 3)
        if not start and (end := head_end(data)) is not None:  # as most come: whole, with the first of their body
            rest = data[end:]
            self._take_head(data[:end], rest)
            if self.done or self.head is not None:
                return rest
            data = rest  # behind an interim answer
        start += data
        while not self.done and (end := head_end(start, seen)) is not None:
            raw, rest, seen = bytes(start[:end]), bytes(start[end:]), 0
            start.clear()
            self._take_head(raw, rest)
            if self.done or self.head is not None:
                return rest
            start += rest
        if not self.done:
            self._bound_head()
        return b""

    def _take_head(self, raw: bytes, rest: bytes) -> None:
        """Take in a whole head; `rest`: what came behind it."""
        if raw.count(b"\n") > self._limits.max_fields + 2:
            return self._reject(raw + rest, f"head: more than {self._limits.max_fields} lines")
        try:
            head = parse_head(raw)
        except ValueError as error:
            return self._reject(raw + rest, f"head: {error}")
        if head.status >= 200:
            self.head, self.head_size = head, len(raw)
            self.spool.append(raw)
            return self._begin_body(head, rest)
        if head.status == 101:
            return self._reject(raw + rest, "head: 101 Switching Protocols, which was not asked for")
        if len(self.interim) == self._limits.max_interim:
            return self._reject(raw + rest, f"head: more than {self._limits.max_interim} interim answers")
        self._line_read = False
        self._interim_size += len(raw)
        return self.interim.append(raw)

    def _bound_head(self) -> None:
        """What there is to be said of a head that has no end yet."""
        start = self._start
        if len(start) + self._interim_size > self._limits.max_head:
            self._reject(b"", f"head: longer than {self._limits.max_head} bytes")
        elif not self._line_read and (line := start.find(b"\n")) >= 0:
            self._line_read = True
            try:
                parse_head(bytes(start[:line + 1]) + b"\n")
            except ValueError as error:
                self._reject(b"", f"head: {error}")

    def _reject(self, raw: bytes, error: str) -> None:
        self._start += raw
        self._keep_start(error)
        self.done = True

    def _keep_start(self, error: str) -> None:
        """Keep the bytes that are no head."""
        self.error = error
        self.spool.append(bytes(self._start[:self._limits.max_head]))
        self._start.clear()

    def _why_no_head(self) -> str:
        if not self._start:
            return "disconnect: the server closed without an answer"
        try:
            parse_head(bytes(self._start))
        except ValueError as error:
            return f"head: {error}"
        return "disconnect: the server closed within the head"

    def _begin_body(self, head: Head, rest: bytes) -> None:
        try:
            framing, size = body_framing(head, self._method)
        except ValueError as error:
            self.truncated, self.error, self.done = "unspecified", f"framing: {error}", True
            return
        if framing == "chunked":
            self.chunked, self._chunks = True, ChunkDecoder()
        elif framing == "length":
            self._left = size
        self._beyond = size == BEYOND
        if framing == "none" or self._left == 0:
            self._complete(rest)

    def _feed_body(self, data: bytes) -> None:
        given = data if len(data) <= self._room else data[:self._room]
        used, ended = len(given), False
        if self._chunks is not None:
            used, ended = self._feed_chunks(self._chunks, given)
        elif self._left is not None:
            used = min(self._left, used)
            self._left -= used
            ended = self._left == 0
        self.spool.append(given if used == len(given) else given[:used])
        self._room -= used
        if ended:
            self._complete(data[used:])
        elif used < len(data) and not self.done:
            self.truncated, self.done = "length", True

    def _feed_chunks(self, chunks: ChunkDecoder, data: bytes) -> tuple[int, bool]:
        """Bytes of `data` that belong to the body, and whether it ends with them; all of it when the framing is broken."""
        before = chunks.consumed
        try:
            chunks.feed(data)
        except ValueError as error:
            self.truncated, self.error, self.done = "unspecified", f"framing: {error}", True
            return len(data), False
        return (chunks.consumed - before if chunks.done else len(data)), chunks.done

    def _complete(self, surplus: bytes) -> None:
        """The message has ended by its own framing."""
        assert self.head is not None
        self.done = True
        self.reusable = not surplus and self.head.version == "1.1" and not _wants_close(self.head)
        if surplus and self._cuts_short(self.head, surplus):
            self.truncated = "unspecified"

    def _cuts_short(self, head: Head, surplus: bytes) -> bool:
        """Whether bytes behind the end look like the rest of this body, its length having been stated too small. Line ends, a
        further response (which nobody asked for), and line noise behind plain text do not."""
        if self._method == "HEAD" or head.status == 304:  # these speak of a body without having one
            return False
        if not surplus.strip(b"\r\n") or surplus.lstrip(b"\r\n")[:5].upper() == b"HTTP/":
            return False
        plain = "".join(head.values("content-type")).startswith("text/") and not head.values("content-encoding")
        return not (plain and b"\0" in surplus[:1024])


def _wants_close(head: Head) -> bool:
    stated = head.values("connection")
    return bool(stated) and any(option.strip().lower() == "close" for value in stated for option in value.split(","))
