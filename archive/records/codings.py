"""Takes content codings off (RFC 9110, section 8.4), as leniently as browsers and with a bound on what comes out.

A few hundred bytes can stand for gigabytes: every decoder here works in small steps, and nothing is decoded beyond the bound.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

import brotli
import zstandard
from isal import igzip_lib

MAX_CODINGS = 5
"""Codings on top of each other that are taken off; real servers send one, careless ones two."""
MAX_MEMBERS = 10_000
"""gzip members or zstd frames of one body."""
ZSTD_WINDOW = 8 << 20
"""Bytes of memory that a zstd frame may ask for (RFC 9659, section 3)."""
STEP = 1 << 14
"""Coded bytes taken at a time."""
ROOM = 1 << 18
"""Decoded bytes given at a time; brotli may give some more."""
ZSTD_STEP = 256
"""Bytes of zstd taken at a time: its shortest block, 4 bytes, gives 128 KiB at most, so a step gives 8 MiB at most."""
QUICK = 4 << 20
"""Decoded bytes up to which a gzip body is tried in one go."""
_GZIP = b"\x1f\x8b"
_GZIP_NAMES = frozenset(("gzip", "x-gzip"))
_ZSTD = (b"\x28\xb5\x2f\xfd", *(bytes([low, 0x2a, 0x4d, 0x18]) for low in range(0x50, 0x60)))  # RFC 8878: frames, skipped frames


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body with its codings off."""

    body: bytes
    """At most `limit` bytes."""
    complete: bool
    """False: this is not all of it, or it is still coded; `note` says why."""
    note: str | None
    """What was wrong, in one line; None: nothing."""


class _Flaw(Exception):
    """What is wrong with a coded body. Raised behind all that it gave."""

    def __init__(self, note: str, *, complete: bool = False, misnamed: bool = False) -> None:
        super().__init__(note)
        self.note = note
        self.complete = complete
        self.misnamed = misnamed


def decode(body: bytes, codings: Sequence[str] | str, limit: int) -> Decoded:
    """The body with its codings off, the last one first; `codings` are values of Content-Encoding, in order.

    Never raises and never gives more than `limit` bytes. What is damaged or cut short gives what decodes. A body that does not
    have the coding it claims is given as it is, with a note; so is one in a coding not known here, which is not complete.
    """
    values = [codings] if isinstance(codings, str) else codings
    names = [name for value in values for item in value.split(",") if (name := item.strip(" \t").lower())]
    names = [name for name in names if name not in ("identity", "none")]
    if len(names) > MAX_CODINGS:
        return Decoded(body[:limit], False, f"{len(names)} codings on top of each other: not decoded")
    if not names:
        return Decoded(body[:limit], len(body) <= limit, f"more than {limit} bytes" if len(body) > limit else None)
    if len(names) == 1:
        return _take_off(names[0], body, limit)
    complete, notes = True, []
    for name in reversed(names):
        done = _take_off(name, body, limit)
        body, complete = done.body, complete and done.complete
        notes += [done.note] if done.note else []
        if name not in _DECODERS:
            break
    return Decoded(body, complete, "; ".join(notes) or None)


def _take_off(name: str, body: bytes, limit: int) -> Decoded:
    """One coding off."""
    if name not in _DECODERS:
        return Decoded(body[:limit], False, f"{name[:40]!a} is no coding known here")
    if name in _GZIP_NAMES and (whole := _quick_gunzip(body)) is not None and len(whole) <= limit:
        return Decoded(whole, True, None)
    pieces: list[bytes] = []
    room = limit
    try:
        for piece in _DECODERS[name](body) if body else ():
            pieces.append(piece[:room])
            room -= len(pieces[-1])
            if len(pieces[-1]) < len(piece):
                return Decoded(b"".join(pieces), False, f"{name}: more than {limit} bytes")
    except _Flaw as flaw:
        if flaw.misnamed and room == limit:
            return Decoded(body[:limit], len(body) <= limit, f"says {name}, is not")
        return Decoded(b"".join(pieces), flaw.complete, f"{name}: {flaw.note}")
    return Decoded(b"".join(pieces), True, None)


def _gunzip(body: bytes) -> Iterator[bytes]:
    """RFC 1952. Several members are one body; a wrong checksum and bytes behind the last member only give a note."""
    if not body.startswith(_GZIP):
        raise _Flaw("no such coding", misnamed=True)
    at, count, notes = 0, 0, set[str]()
    while body.startswith(_GZIP, at):
        count += 1
        if count > MAX_MEMBERS:
            raise _Flaw(f"more than {MAX_MEMBERS} members")
        at, checksum = yield from _inflate(body, _gzip_start(body, at))
        if body[at:at + 4] != checksum.to_bytes(4, "little"):
            notes.add("wrong checksum")
        at += 8
    if body[at:].strip(b"\0"):
        notes.add("other bytes behind its end")
    if notes:
        raise _Flaw(", ".join(sorted(notes)), complete=True)


def _quick_gunzip(body: bytes) -> bytes | None:
    """A body of one sound member that is not large, as nearly all are; None: look closer. Room is made once, for what the member says of
    its length."""
    size = int.from_bytes(body[-4:], "little")
    if not body.startswith(_GZIP) or size > QUICK:
        return None
    engine = igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_GZIP)
    try:
        whole: bytes = engine.decompress(body, size)
    except igzip_lib.error:  # type: ignore[misc]  # typed as an instance
        return None
    return whole if engine.eof and not engine.unused_data else None


def _gzip_start(body: bytes, at: int) -> int:
    """Where the deflate stream of the member at `at` begins (RFC 1952, section 2.3)."""
    flags, at = body[at + 3:at + 4], at + 10
    if flags and flags[0] & 4:
        at += 2 + int.from_bytes(body[at:at + 2], "little")
    for flag in (8, 16):
        if flags and flags[0] & flag:
            at = (body.find(b"\0", at) + 1) or len(body)
    return at + (2 if flags and flags[0] & 2 else 0)


def _inflate(body: bytes, at: int) -> Generator[bytes, None, tuple[int, int]]:
    """A deflate stream (RFC 1951) without wrapper; returns where it ends and the CRC-32 of what it gave."""
    engine, checksum = zlib.decompressobj(-15), 0
    while not engine.eof:
        step = body[at:at + STEP]
        before = engine.copy()
        try:
            piece = engine.decompress(step, ROOM)
        except zlib.error:
            yield _up_to_damage(before, step)
            raise _Flaw("damaged", misnamed=True) from None
        if not step and not piece:
            raise _Flaw("cut short")
        at += len(step) - len(engine.unused_data if engine.eof else engine.unconsumed_tail)
        checksum = zlib.crc32(piece, checksum)
        yield piece
    return at, checksum


def _up_to_damage(engine: zlib._Decompress, step: bytes) -> bytes:
    pieces = []
    try:
        for byte in step:
            piece = engine.decompress(bytes((byte,)))
            pieces.append(piece)
    except zlib.error:
        pass
    return b"".join(pieces)


def _undeflate(body: bytes) -> Iterator[bytes]:
    """`deflate` means zlib's wrapper (RFC 1950); servers also send the bare stream (RFC 1951)."""
    wrapped = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    if not wrapped:
        yield from _inflate(body, 0)
        return
    stream, checksum = _inflate(body, 2), 1
    while True:
        try:
            piece = next(stream)
        except StopIteration as ended:
            end, _ = ended.value
            break
        checksum = zlib.adler32(piece, checksum)
        yield piece
    if body[end:end + 4] != checksum.to_bytes(4, "big"):
        raise _Flaw("wrong checksum", complete=True)


def _unbrotli(body: bytes) -> Iterator[bytes]:
    """RFC 7932; bytes behind the end only give a note."""
    engine = brotli.Decompressor()
    for at in range(0, len(body), STEP):
        try:
            yield from _brotli_step(engine, body[at:at + STEP])
        except brotli.error:
            break
        if engine.is_finished():
            if at + STEP < len(body):
                raise _Flaw("other bytes behind its end", complete=True)
            return
    else:
        raise _Flaw("cut short")
    # The engine loses what it had made of the step that failed: that step once more, byte by byte.
    engine = brotli.Decompressor()
    for before in range(0, at, STEP):
        for _ in _brotli_step(engine, body[before:before + STEP]):
            pass
    try:
        for byte in range(at, min(at + STEP, len(body))):
            yield from _brotli_step(engine, body[byte:byte + 1])
            if engine.is_finished():
                raise _Flaw("other bytes behind its end", complete=True)
    except brotli.error:
        raise _Flaw("damaged", misnamed=True) from None


def _brotli_step(engine: brotli.Decompressor, step: bytes) -> Iterator[bytes]:
    yield engine.process(step, output_buffer_limit=ROOM)
    while not engine.can_accept_more_data():
        yield engine.process(b"", output_buffer_limit=ROOM)


def _unzstd(body: bytes) -> Iterator[bytes]:
    """RFC 8878; several frames are one body."""
    if not body.startswith(_ZSTD):
        raise _Flaw("no such coding", misnamed=True)
    at, count = 0, 0
    while body.startswith(_ZSTD, at):
        count += 1
        if count > MAX_MEMBERS:
            raise _Flaw(f"more than {MAX_MEMBERS} frames")
        at = yield from _zstd_frame(body, at)
    if at < len(body):
        raise _Flaw("other bytes behind its end", complete=True)


def _zstd_frame(body: bytes, at: int) -> Generator[bytes, None, int]:
    engine = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
    while not engine.eof:
        step = body[at:at + ZSTD_STEP]
        if not step:
            raise _Flaw("cut short")
        try:
            yield engine.decompress(step)
        except zstandard.ZstdError as error:
            raise _Flaw(f"damaged ({error})") from None
        at += len(step) - len(engine.unused_data)
    return at


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip, "x-gzip": _gunzip, "deflate": _undeflate, "br": _unbrotli, "zstd": _unzstd,
}
