"""Content codings: bombs, lies and rarities."""
# ruff: noqa: E501 (a table: one fault a line)

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli
import zstandard

from tests.faults.answers import article, chunks, fixed, head, whole
from tests.faults.model import Answer, Exchange, add

MIB = 1 << 20
GIB = 1 << 30


def coded(body: bytes, coding: str) -> Answer:
    """The body with this Content-Encoding."""
    return fixed(whole(body, more=[("Content-Encoding", coding)]))


def raw_deflate(data: bytes) -> bytes:
    """Deflate without the zlib wrapper."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _blanks(size: int) -> bytes:
    """A deflate stream of `size` blanks (whole MiB), pressed once and repeated: each piece ends at a byte and looks back at nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(b" " * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * (size >> 20) + b"\x03\0"


@lru_cache
def gzip_bomb(size: int = GIB) -> bytes:
    """gzip (RFC 1952) of `size` blanks."""
    crc = 0
    for _ in range(size >> 20):
        crc = zlib.crc32(b" " * MIB, crc)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + _blanks(size) + crc.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


@lru_cache
def zlib_bomb(size: int = GIB) -> bytes:
    """zlib (RFC 1950) of `size` blanks."""
    check = 1
    for _ in range(size >> 20):
        check = zlib.adler32(b" " * MIB, check)
    return b"\x78\xda" + _blanks(size) + check.to_bytes(4, "big")


@lru_cache
def br_bomb(size: int = GIB) -> bytes:
    """brotli (RFC 7932) of `size` blanks (whole 16 MiB): the second flushed piece is the same as all after it."""
    packer = brotli.Compressor(quality=3, lgwin=24)
    pieces = [bytes(packer.process(b" " * (16 * MIB))) + bytes(packer.flush()) for _ in range(3)]
    assert pieces[1] == pieces[2]
    return pieces[0] + pieces[1] * ((size >> 24) - 1) + b"\x03"


@lru_cache
def zstd_bomb(size: int = GIB) -> bytes:
    """zstd (RFC 8878) of `size` blanks: one frame of blocks that say "so many times this byte", without a content size."""
    length = 128 << 10
    head = b"\x28\xb5\x2f\xfd" + b"\0\x38"  # window of 128 KiB
    block = (length << 3 | 1 << 1).to_bytes(3, "little") + b" "
    return head + block * (size // length - 1) + (length << 3 | 1 << 1 | 1).to_bytes(3, "little") + b" "


def _add(name: str, owed: str, does: str, answer: Answer, **more: object) -> None:
    add(name, "codings", owed, does, answer, **more)


def _bomb(name: str, does: str, make: Callable[[], bytes], coding: str) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.send(whole(make(), more=[("Content-Encoding", coding)]))

    _add(name, "raw hits:20", does, answer, prepare=make)


@lru_cache
def _many_times(times: int = 20) -> bytes:
    body = article("gzip-twenty-times page")
    for _ in range(times):
        body = gzip.compress(body, 1, mtime=0)
    return body


@lru_cache
def _nested() -> bytes:
    return gzip.compress(gzip_bomb(), 9, mtime=0)


_bomb("gzip-bomb", "a megabyte of gzip that is 1 GiB", gzip_bomb, "gzip")
_bomb("deflate-bomb", "a megabyte of zlib that is 1 GiB", zlib_bomb, "deflate")
_bomb("br-bomb", "a few hundred bytes of brotli that are 1 GiB", br_bomb, "br")
_bomb("zstd-bomb", "some kilobytes of zstd that are 1 GiB", zstd_bomb, "zstd")
_bomb("gzip-nested-bomb", "gzip of gzip of 1 GiB", _nested, "gzip, gzip")
_bomb("gzip-twenty-times", "twenty codings one over the other", _many_times, ", ".join(["gzip"] * 20))
_add("zstd-window-bomb", "raw hits:20", "zstd that asks for a window of 2 GiB", coded(bytes.fromhex("28b52ffd00a8") + b"\x01\0\0", "zstd"))

_page = {name: article(f"{name} page") for name in (
    "gzip-twice", "gzip-lie", "gzip-bad-crc", "gzip-bad-length", "deflate-raw", "deflate-zlib", "br-valid", "zstd-valid", "gzip-cut", "gzip-valid",
    "gzip-members", "gzip-trailing", "gzip-named", "gzip-upper", "coding-unknown", "coding-identity", "coding-empty", "coding-utf8", "br-lie",
    "deflate-lie", "zstd-lie", "gzip-chunked", "gzip-flushed", "te-gzip", "br-cut", "gzip-mixed", "compress-lie", "gzip-head-only")}


def _packed(name: str) -> bytes:
    return gzip.compress(_page[name], 6, mtime=0)


def _flushed(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return b"".join(packer.compress(data[start : start + 100]) + packer.flush(zlib.Z_FULL_FLUSH)
                    for start in range(0, len(data), 100)) + packer.flush()


def _named(data: bytes) -> bytes:
    """gzip with a file name, a comment and an extra field in its head."""
    return b"\x1f\x8b\x08\x1c" + bytes(4) + b"\0\x03" + b"\x04\0abcd" + b"../../etc/passwd\0" + b"comment\0" + raw_deflate(data) + (
        zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little"))


_add("gzip-valid", "full", "plain good gzip", coded(_packed("gzip-valid"), "gzip"), articles=1)
_add("gzip-twice", "full", "Content-Encoding: gzip, gzip", coded(gzip.compress(_packed("gzip-twice"), mtime=0), "gzip, gzip"), articles=1)
_add("gzip-lie", "full", "says gzip, is plain HTML", coded(_page["gzip-lie"], "gzip"))
_add("br-lie", "full", "says br, is plain HTML", coded(_page["br-lie"], "br"))
_add("deflate-lie", "full", "says deflate, is plain HTML", coded(_page["deflate-lie"], "deflate"))
_add("zstd-lie", "full", "says zstd, is plain HTML", coded(_page["zstd-lie"], "zstd"))
_add("compress-lie", "full", "says compress, is gzip", coded(_packed("compress-lie"), "compress"))
_add("gzip-mixed", "full", "says br, is gzip", coded(_packed("gzip-mixed"), "br"))
_add("gzip-bad-crc", "full", "gzip with a wrong checksum", coded(_packed("gzip-bad-crc")[:-8] + bytes(4) + _packed("gzip-bad-crc")[-4:], "gzip"))
_add("gzip-bad-length", "full", "gzip with a wrong length behind", coded(_packed("gzip-bad-length")[:-4] + b"\1\0\0\0", "gzip"))
_add("gzip-cut", "full", "gzip cut short, with an honest length", coded(_packed("gzip-cut")[:-300], "gzip"))
_add("gzip-head-only", "full", "ten bytes of gzip head and nothing else", coded(_packed("gzip-head-only")[:10], "gzip"))
_add("gzip-members", "full", "gzip of two members", coded(gzip.compress(_page["gzip-members"][:500], mtime=0)
                                                         + gzip.compress(_page["gzip-members"][500:], mtime=0), "gzip"))
_add("gzip-trailing", "full", "line noise behind the gzip member", coded(_packed("gzip-trailing") + bytes(range(200)), "gzip"))
_add("gzip-named", "full", "gzip with name, comment and extra field", coded(_named(_page["gzip-named"]), "gzip"))
_add("gzip-flushed", "full", "gzip flushed every hundred bytes", coded(_flushed(_page["gzip-flushed"]), "gzip"))
_add("gzip-upper", "full", "X-GZIP in upper case", coded(_packed("gzip-upper"), "X-GZIP"))
_add("gzip-empty", "full", "says gzip, has no body", coded(b"", "gzip"))
_add("deflate-raw", "full", "deflate without the zlib wrapper", coded(raw_deflate(_page["deflate-raw"]), "deflate"), articles=1)
_add("deflate-zlib", "full", "deflate with the zlib wrapper", coded(zlib.compress(_page["deflate-zlib"]), "deflate"), articles=1)
_add("br-valid", "full", "brotli nobody asked for", coded(brotli.compress(_page["br-valid"]), "br"), articles=1)
_add("br-cut", "full", "brotli cut short, with an honest length", coded(brotli.compress(_page["br-cut"])[:-200], "br"))
_add("zstd-valid", "full", "zstd nobody asked for", coded(zstandard.compress(_page["zstd-valid"]), "zstd"), articles=1)
_add("coding-unknown", "full", "a content coding nobody knows", coded(_page["coding-unknown"], "x-brand-new"))
_add("coding-identity", "full", "Content-Encoding: identity", coded(_page["coding-identity"], "identity"), articles=1)
_add("coding-empty", "full", "an empty Content-Encoding", coded(_page["coding-empty"], ""), articles=1)
_add("coding-utf8", "full", "Content-Encoding: UTF-8, as some portals say", coded(_page["coding-utf8"], "UTF-8"), articles=1)
_add("gzip-chunked", "full", "gzip in chunks of 7 bytes", fixed(
    head(more=[("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
    + chunks(*[_packed("gzip-chunked")[start : start + 7] for start in range(0, len(_packed("gzip-chunked")), 7)])), articles=1)
_add("te-gzip", "part hits:20", "gzip as transfer coding, chunked over it",
     fixed(head(more=[("Transfer-Encoding", "gzip, chunked")]) + chunks(_packed("te-gzip"))))


def _css_bomb(exchange: Exchange) -> None:
    if exchange.path == "/page":
        exchange.send(whole(article("css-bomb page", extra_head='<link rel="stylesheet" href="bomb.css">')))
    else:
        exchange.send(whole(gzip_bomb(), kind="text/css", more=[("Content-Encoding", "gzip")]))


_add("css-bomb", "raw hits:20", "a style sheet of gzip that is 1 GiB", _css_bomb, reach=("/page", "/bomb.css"), articles=1,
     prepare=gzip_bomb)
