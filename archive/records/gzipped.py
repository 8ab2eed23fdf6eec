"""One record as one gzip member (RFC 1952): what is compressed already is stored in it as it is (RFC 1951, section 3.2.4).

A page that came gzipped, or a picture, gains nothing by being deflated once more, and costs most of what a record costs to write and
to read. Its head is deflated, then the rest of the same member follows in stored blocks: five bytes for each 65,535 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from struct import Struct

from isal import isal_zlib

LEVEL = 2
"""Of isal: pages at an eighth of the time of zlib's level 6 and a sixth more bytes (measured 2026-11 on 38 kB pages)."""
_QUICK = 1
"""For heads and small records: as many bytes as by level 2, and less memory gone through for each (measured 2026-11)."""
_SMALL = 2048
LOOKED_AT = 128
"""Bytes at the beginning of a payload that tell what it is."""
_STORED_MOST = 0xFFFF
_BLOCK = Struct("<BHH").pack
_TRAILER = Struct("<LL").pack
_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_COMPRESSED = re.compile(
    rb"(?:[0-9A-Fa-f]{1,16}[^\r\n]{0,64}\r?\n)?"  # the size of the first chunk
    rb"(?:\x1f\x8b\x08|\x28\xb5\x2f\xfd|\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|PK\x03\x04|wOF|....ftyp|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ)",
    re.DOTALL)


def is_compressed(beginning: bytes, at: int = 0) -> bool:
    """Whether a payload that begins so at `at`, chunk framing on, is of a kind that is compressed in itself: gzip, zstd, pictures,
    archives and the office files that are such, fonts, film. By its first bytes, whatever its head says of it."""
    return _COMPRESSED.match(beginning, at) is not None


def member(head: bytes, block: bytes, end: bytes, stored_from: int | None = None) -> bytes:
    """`head`, `block` and `end` as one member. `stored_from`: bytes of `block` behind which it is compressed already; None: it is not."""
    if stored_from is None:
        return deflated(b"".join((head, block, end)))
    return b"".join(half_stored(head + block[:stored_from], block[stored_from:], end))


def deflated(data: bytes) -> bytes:
    """One member."""
    packed: bytes = isal_zlib.compress(data, LEVEL if len(data) > _SMALL else _QUICK, 31)
    return packed


def half_stored(first: bytes, rest: bytes, end: bytes) -> list[bytes]:
    """The pieces of one member: `first` deflated, `rest` and `end` as they are."""
    size = len(rest) + len(end)
    crc = isal_zlib.crc32(end, isal_zlib.crc32(rest, isal_zlib.crc32(first)))
    trailer = _TRAILER(crc, (len(first) + size) & 0xFFFFFFFF)
    if 0 < size <= _STORED_MOST:  # in one block, and not copied
        return [_HEADER, _deflated(first), _BLOCK(True, size, size ^ 0xFFFF), rest, end, trailer]
    return [_HEADER, _deflated(first), *_stored(rest + end, final=True), trailer]


def streamed(pieces: Iterable[bytes], stored: Iterable[bytes] | None) -> Iterator[bytes]:
    """One member of more bytes than should lie in memory: `pieces` deflated, and behind them, unless None, `stored` as they are."""
    if stored is None:
        engine = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, 31)
        for piece in pieces:
            yield engine.compress(piece)
        yield engine.flush()
        return
    yield _HEADER
    engine = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
    crc = size = 0
    for piece in pieces:
        crc, size = isal_zlib.crc32(piece, crc), size + len(piece)
        yield engine.compress(piece)
    yield engine.flush(isal_zlib.Z_SYNC_FLUSH)
    for piece in stored:
        crc, size = isal_zlib.crc32(piece, crc), size + len(piece)
        yield from _stored(piece, final=False)
    yield b"\x01\0\0\xff\xff" + _TRAILER(crc, size & 0xFFFFFFFF)


def _deflated(data: bytes) -> bytes:
    """Blocks that end on a whole byte and are not the last."""
    engine = isal_zlib.compressobj(_QUICK, isal_zlib.DEFLATED, -15)
    return bytes(engine.compress(data) + engine.flush(isal_zlib.Z_SYNC_FLUSH))


def _stored(data: bytes, *, final: bool) -> Iterator[bytes]:
    """Stored blocks with their heads; with `final` the last of them ends the member."""
    for at in range(0, len(data) or final, _STORED_MOST):
        piece = data[at:at + _STORED_MOST]
        size = len(piece)
        yield _BLOCK(final and at + size == len(data), size, size ^ 0xFFFF)
        yield piece
