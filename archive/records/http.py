"""HTTP/1.1 as it lies on the wire (RFC 9112), read as leniently as browsers read it. Pure: no input, no output, no clock.

The client that fetches and the readers of WARC files use the same grammar, so that a record means what was received.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.model import Octets

Framing = Literal["none", "length", "chunked", "close"]
"""How the end of a body is told: there is no body; by its length; by its chunks; by the end of the connection."""

BEYOND = -1
"""Stands beside `close` for a Content-Length above `MAX_SIZE`: such a body never is whole; nothing is allocated by that claim."""
MAX_SIZE = 2 ** 53
"""Bytes that a length or a chunk may claim; the largest whole number that every reader of JSON keeps."""
MAX_CHUNK_LINE = 4096
"""Bytes of a chunk's size line with its extension, line end included, and of a trailer line."""
MAX_TRAILER = 65536
"""Bytes behind the last chunk."""
MAX_CHUNKS = 1_000_000
"""Chunks of one body: 64 MiB in chunks of 64 bytes. Smaller ones cost more time than they bring bytes."""
READ_SIZE = 1 << 18

_BLANKS = frozenset(" \t")
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP(?:/(\d+(?:\.\d+)?))?[ \t]+([1-9]\d\d)(?!\d)[ \t]*(.*)", re.IGNORECASE | re.DOTALL)
_REQUEST_LINE = re.compile(rb"([A-Za-z-]+)[ \t]+([^ \t]+)(?:[ \t].*)?", re.DOTALL)
_USUAL_FIELDS = re.compile(r"(?:[!-9;-~]+:[^\r\n]*\r\n)*\r\n")
"""Fields of a head that has none of what must be mended: folds, bare CR or LF, blanks within names, lines that are no field."""
_USUAL_FIELD = re.compile(r"([!-9;-~]+):([^\r\n]*)\r\n")
_USUAL_SIZE = re.compile(r"[0-9]{1,15}", re.ASCII)
_USUAL_LENGTH = 64
"""Bytes of a status line."""
_SIZE_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]+)[ \t]*(?:;[^\n]*)?\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Head of a response."""

    version: str
    """`1.1`; empty when the line has none."""
    status: int
    """100 to 999."""
    reason: str
    """May be empty; latin-1."""
    headers: tuple[tuple[str, str], ...]
    """Fields in order: names as sent, values stripped and unfolded, latin-1."""

    def values(self, name: str) -> list[str]:
        """All values of the field, in order, names compared without letter case."""
        wanted, size = name.lower(), len(name)
        return [value for key, value in self.headers if len(key) == size and key.lower() == wanted]


def head_end(buffer: bytes | bytearray, start: int = 0) -> int | None:
    """Index behind the first empty line whose search begins at `start`; None while there is none. Lines may end in CRLF or in LF.

    Who searches a growing buffer again begins three bytes before what is new.
    """
    match = _EMPTY_LINE.search(buffer, start)
    return match.end() if match else None


def parse_head(data: bytes) -> Head:
    """The head of a response, from its first byte to its empty line (what stands behind that is not looked at).

    Obsolete line folds are joined to the value before them by one blank, a bare CR becomes a blank (RFC 9112, 2.2 and 5.2); NUL
    and non-ASCII bytes stay, as latin-1; blanks before a colon go; lines without name and colon are passed over, as browsers do.
    Raises ValueError with one line when the first line is no status line.
    """
    first, fields = _lines(data)
    version, status, reason = _usual_status(first) if len(first) <= _USUAL_LENGTH else _status(first)
    return Head(version=version, status=status, reason=reason, headers=fields)


def _status(line: bytes) -> tuple[str, int, str]:
    match = _STATUS_LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a status line: {_shown(line)}")
    version, status, reason = match.groups()
    return (version or b"").decode(), int(status), reason.strip().decode("latin-1")


_usual_status = lru_cache(maxsize=256)(_status)
"""A crawl meets few, again and again."""


def parse_request(data: bytes) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Method, target and fields of a request head, read as `parse_head` reads. Raises ValueError without a request line."""
    first, fields = _lines(data)
    match = _REQUEST_LINE.fullmatch(first)
    if match is None:
        raise ValueError(f"not a request line: {_shown(first)}")
    return match[1].decode("latin-1"), match[2].decode("latin-1"), fields


def body_framing(head: Head, method: str) -> tuple[Framing, int | None]:
    """How the end of the body is told (RFC 9112, section 6.3), and its length in bytes where that is known.

    `("none", None)`: answers to HEAD, 1xx, 204 and 304, whatever their fields claim. `("chunked", None)`: chunked is the last
    transfer coding, in any version of HTTP; a Content-Length beside it does not count. `("length", n)`. `("close", None)`: no
    length, one that is no number (browsers pass over it), or another last transfer coding. `("close", BEYOND)`: above `MAX_SIZE`.
    Raises ValueError when several lengths differ.
    """
    if method == "HEAD" or head.status < 200 or head.status in (204, 304):
        return "none", None
    stated, sizes = [], []
    for name, value in head.headers:  # both in one pass
        size = len(name)
        if size == 14 and name.lower() == "content-length":
            sizes.append(value)
        elif size == 17 and name.lower() == "transfer-encoding":
            stated.append(value)
    if stated and (transfer := [coding for coding in _listed(stated) if coding != "identity"]):
        return ("chunked" if transfer[-1] == "chunked" else "close"), None
    if len(sizes) == 1 and _USUAL_SIZE.fullmatch(sizes[0]):
        return "length", int(sizes[0])
    lengths = {value.lstrip("0") or "0" for value in _listed(sizes)}
    if len(lengths) > 1:
        raise ValueError(f"Content-Length stated differently: {_shown(', '.join(sorted(lengths)).encode('latin-1'))}")
    length = lengths.pop() if lengths else ""
    if not (length.isascii() and length.isdigit()):
        return "close", None
    return ("length", int(length)) if len(length) < 17 and int(length) <= MAX_SIZE else ("close", BEYOND)


class ChunkDecoder:
    """Takes chunk framing off, piece by piece as it comes. Line ends may be LF; nothing is allocated by what a chunk claims."""

    def __init__(self) -> None:
        self.done = False
        """Whether the empty line behind the last chunk has come."""
        self.consumed = 0
        """Bytes understood so far, framing included: when done, the body's length; after an error, where the fault begins."""
        self.pieces: list[bytes] = []
        """What the last `feed` gave, up to the fault if it raised."""
        self.trailer = b""
        """Fields behind the last chunk, as received."""
        self._held = b""
        self._left = 0
        self._chunks = 0
        self._step: Callable[[ChunkDecoder, bytes, int], int] = ChunkDecoder._size  # unbound: no cycle to collect

    def feed(self, data: bytes) -> list[bytes]:
        """The pieces of the body that these bytes complete; [] for bytes behind the end. Raises ValueError on broken framing."""
        self.pieces = []
        if self.done:
            return self.pieces
        buffer, at = self._held + data, 0
        self._held = b""
        while not self.done:
            taken = self._step(self, buffer, at)
            if not taken:
                break
            self.consumed += taken
            at += taken
        if not self.done:
            self._held = buffer[at:]
        return self.pieces

    # The steps give the number of bytes they took from `at`; 0: more must come first.

    def _size(self, buffer: bytes, at: int) -> int:
        taken = self._whole_chunks(buffer, at)
        if taken:
            return taken
        match = _SIZE_LINE.match(buffer, at, at + MAX_CHUNK_LINE)
        if match is None:
            _refuse_line(buffer, at, "chunk size")
            return 0
        self._left = int(match[1], 16)
        self._chunks += 1
        if self._left > MAX_SIZE or self._chunks > MAX_CHUNKS:
            raise ValueError(f"chunk size {_shown(match[1])}" if self._left > MAX_SIZE else f"more than {MAX_CHUNKS} chunks")
        self._step = ChunkDecoder._data if self._left else ChunkDecoder._trailer
        return match.end() - at

    def _whole_chunks(self, buffer: bytes, at: int) -> int:
        """The chunks that lie whole in the buffer, framed as nearly all are: for bodies in hundreds of thousands of them."""
        begin = at
        for _ in range(MAX_CHUNKS - self._chunks):
            match = _SIZE_LINE.match(buffer, at, at + MAX_CHUNK_LINE)
            if match is None:
                break
            start, size = match.end(), int(match[1], 16)
            if not size or buffer[start + size:start + size + 2] != b"\r\n":
                break
            self.pieces.append(buffer[start:start + size])
            self._chunks += 1
            at = start + size + 2
        return at - begin

    def _data(self, buffer: bytes, at: int) -> int:
        piece = buffer[at:at + self._left]
        if piece:
            self.pieces.append(piece)
            self._left -= len(piece)
        if not self._left:
            self._step = ChunkDecoder._data_end
        return len(piece)

    def _data_end(self, buffer: bytes, at: int) -> int:
        end = buffer[at:at + 2]
        if end[:1] == b"\n" or end == b"\r\n":
            self._step = ChunkDecoder._size
            return 1 if end[:1] == b"\n" else 2
        if end not in (b"", b"\r"):
            raise ValueError(f"no line end behind a chunk but {_shown(end)}")
        return 0

    def _trailer(self, buffer: bytes, at: int) -> int:
        end = buffer.find(b"\n", at, at + MAX_CHUNK_LINE) + 1
        if not end:
            if len(buffer) - at >= MAX_CHUNK_LINE:
                raise ValueError(f"trailer line of more than {MAX_CHUNK_LINE} bytes")
            return 0
        line = buffer[at:end]
        self.done = line in (b"\n", b"\r\n")
        self.trailer += b"" if self.done else line
        if len(self.trailer) > MAX_TRAILER:
            raise ValueError(f"trailer of more than {MAX_TRAILER} bytes")
        return len(line)


def entity(octets: Octets, head_size: int, chunked: bool) -> Iterator[bytes]:
    """The body behind the head with chunk framing off, content coding on, in pieces. Where the framing breaks it ends."""
    decoder = ChunkDecoder() if chunked else None
    for start in range(head_size, octets.size, READ_SIZE):
        data = octets.read(start, min(start + READ_SIZE, octets.size))
        if decoder is None:
            yield data
            continue
        try:
            decoder.feed(data)
        except ValueError:
            yield from decoder.pieces
            return
        yield from decoder.pieces
        if decoder.done:
            return


def _refuse_line(buffer: bytes, at: int, what: str) -> None:
    """Raise if no line that may yet come can be right."""
    end = buffer.find(b"\n", at, at + MAX_CHUNK_LINE)
    if end >= 0:
        raise ValueError(f"not a {what}: {_shown(buffer[at:end])}")
    if len(buffer) - at >= MAX_CHUNK_LINE:
        raise ValueError(f"{what} line of more than {MAX_CHUNK_LINE} bytes")


def _listed(values: list[str]) -> list[str]:
    """Members of comma-separated fields, lower case, parameters cut off."""
    return [part for value in values for item in value.split(",") if (part := item.partition(";")[0].strip(" \t").lower())]


def _lines(data: bytes) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """First line and fields of a head."""
    if data.endswith(b"\r\n\r\n") and (usual := _usual_lines(data)) is not None:
        return usual
    data = data[:head_end(data)]
    if (usual := _usual_lines(data)) is not None:
        return usual
    first, _, rest = data.partition(b"\n")
    text = rest.decode("latin-1")
    fields: list[tuple[str, str]] = []
    folded: dict[int, list[str]] = {}
    for line in text.split("\n"):
        text = line.removesuffix("\r").replace("\r", " ")
        if text[:1] in _BLANKS:
            if fields and (more := text.strip(" \t")):
                folded.setdefault(len(fields) - 1, [fields[-1][1]]).append(more)
            continue
        name, colon, value = text.partition(":")
        if colon and (name := name.strip(" \t")):
            fields.append((name, value.strip(" \t")))
    for number, parts in folded.items():
        fields[number] = fields[number][0], " ".join(parts).strip(" ")
    return first.removesuffix(b"\r"), tuple(fields)


def _usual_lines(data: bytes) -> tuple[bytes, tuple[tuple[str, str], ...]] | None:
    """The same of a head that is as nearly all are, its one empty line at its end; None of any other."""
    first, _, rest = data.partition(b"\n")
    text = rest.decode("latin-1")
    if _USUAL_FIELDS.fullmatch(text) is None:
        return None
    return first.removesuffix(b"\r"), tuple([(name, value.strip(" \t")) for name, value in _USUAL_FIELD.findall(text)])


def _shown(raw: bytes) -> str:
    """Any bytes as one short line."""
    return ascii(raw[:80].decode("latin-1"))
