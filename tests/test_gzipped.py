"""Records as gzip members: any reader gives back the bytes, and what is compressed already is not deflated once more."""

from __future__ import annotations

import gzip
import subprocess
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isal import isal_zlib

from archive.model import Capture
from archive.records.gzipped import is_compressed, member, streamed
from tests.warc.exchanges import ANSWERED, NOON, PAGE, PICTURE, answer, captured, chunks
from tests.warc.keeping import kept, warcs

NOISE = Random(7).randbytes(200_000)
SIZES = st.one_of(st.integers(0, 300), st.sampled_from([65_534, 65_535, 65_536, 131_070, 131_071]), st.integers(0, 140_000))


@settings(max_examples=30)
@given(st.binary(max_size=80), SIZES, st.one_of(st.none(), st.integers(0, 200_000)), st.sampled_from([b"", b"\r\n\r\n"]))
def test_whatever_is_stored_every_reader_gives_back_the_bytes(head: bytes, size: int, stored: int | None, end: bytes) -> None:
    block = NOISE[:size]
    whole = head + block + end
    cut = None if stored is None else min(stored, size)
    alone = member(head, block, end, cut)
    pieces = [block[:cut]] if cut is not None else [block, end]
    rest = None if cut is None else [block[cut:][:70_000], block[cut:][70_000:], end]
    for packed in (alone, b"".join(streamed([head, *pieces], rest))):
        assert gzip.decompress(packed) == whole
        engine = zlib.decompressobj(31)
        assert engine.decompress(packed + b"\x1f\x8b") == whole
        assert (engine.eof, engine.unused_data) == (True, b"\x1f\x8b")
        inflater = isal_zlib.decompressobj(wbits=31)
        assert inflater.decompress(packed) == whole
        assert inflater.eof


@pytest.mark.parametrize("damage", [30, 5_000, -12, -6, -1])
def test_a_bit_that_turned_in_what_is_stored_is_found(damage: int) -> None:
    packed = bytearray(member(b"head " * 20, NOISE[:9_000], b"\r\n\r\n", 10))
    packed[damage] ^= 4
    with pytest.raises((zlib.error, gzip.BadGzipFile, EOFError)):
        gzip.decompress(bytes(packed))


_COMPRESSED = gzip.compress(b"<html>", mtime=0)
"""Without the time at which it was made: names of tests must be the same in each process that collects them."""


@pytest.mark.parametrize(("beginning", "compressed"), [
    (_COMPRESSED, True), (b"2f4\r\n" + _COMPRESSED, True), (b"2F4;name=value\n" + _COMPRESSED, True),
    (PICTURE, True), (b"\xff\xd8\xff\xe0\0\x10JFIF", True), (b"GIF89a", True), (b"RIFF\x10\0\0\0WEBPVP8 ", True), (b"PK\x03\x04\x14", True),
    (b"\0\0\0\x20ftypisom", True), (b"wOF2", True), (b"\x28\xb5\x2f\xfd\x24", True),
    (b"RIFF\x10\0\0\0WAVEfmt ", False), (PAGE, False), (b"", False), (b"abc\r\n" + PAGE, False), (b"%PDF-1.4", False), (b"\x1f\x8b", False),
])
def test_what_is_compressed_is_told_by_its_first_bytes(beginning: bytes, compressed: bool) -> None:
    assert is_compressed(beginning) is compressed
    assert is_compressed(b"HTTP/1.1 200 OK\r\n\r\n" + beginning, 19) is compressed


def test_no_beginning_takes_long_to_be_looked_at() -> None:
    began = time.process_time()
    for beginning in (b"f" * 1_000_000, b"1;" + b"a" * 1_000_000, b"0" * 16 + b";" * 64 + b"\r" * 1000):
        assert not is_compressed(beginning)
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("made", [lambda: captured(answer(gzip.compress(PAGE), "Content-Encoding: gzip")),
                                  lambda: captured(answer(chunks(gzip.compress(PAGE)), "Transfer-Encoding: chunked", length=False)),
                                  ANSWERED["picture"], ANSWERED["picture in a file"], ANSWERED["chunked gzip in a file"]])
def test_what_came_compressed_lies_in_the_file_as_it_came(made: Callable[[], Capture], tmp_path: Path) -> None:
    capture = made()
    assert capture.response is not None
    assert capture.head_size is not None
    payload = capture.response.read(capture.head_size + 10, capture.head_size + 1000)
    [ref] = kept(tmp_path, capture)
    [path] = warcs(tmp_path)
    assert payload in path.read_bytes()[ref.offset:ref.offset + ref.length]
    assert subprocess.run(["gzip", "-t", path], check=False).returncode == 0
    with gzip.open(BytesIO(path.read_bytes())) as file:
        assert payload in file.read()


def test_what_did_not_is_deflated(tmp_path: Path) -> None:
    [ref] = kept(tmp_path, captured(answer(PAGE * 50), started=NOON))
    assert ref.length < len(PAGE) * 25
