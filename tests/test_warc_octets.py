"""Octets in memory and in files, and the one spelling of digests."""

from __future__ import annotations

import errno
import hashlib
import time
import unicodedata
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.digest import block_digest, digest_of, payload_digest, text_digest
from archive.errors import NotWritable
from archive.records.spool import Held, Spool


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@given(st.lists(st.one_of(st.binary(max_size=30), st.integers(0, 100)), max_size=12), st.integers(0, 60))
def test_a_spool_holds_what_was_appended_and_not_cut_off(steps: list[bytes | int], limit: int) -> None:
    spool, model = Spool(limit), b""
    for step in steps:
        if isinstance(step, bytes):
            spool.append(step)
            model += step
        else:
            spool.truncate(step)
            model = model[:step]
        assert (spool.size, spool.read()) == (len(model), model)
        assert spool.read(3, 17) == model[3:17]
        assert spool.read(5) == model[5:]
    spool.close()


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=5), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_a_spool_is_read_apart_as_it_is_read_whole(pieces: list[bytes], spans: list[tuple[int, int]]) -> None:
    spool, whole = Spool(), b"".join(pieces)
    for piece in pieces:
        spool.append(piece)
    head = len(pieces[0]) if pieces else 0
    for start, stop in (*spans, (head, len(whole)), (0, head), (0, len(whole)), (head, len(whole))):
        assert spool.read(start, stop) == whole[start:stop]


def test_a_spool_moves_to_a_file_without_a_name_beyond_its_limit(tmp_path: Path) -> None:
    spool = Spool(limit=10, folder=tmp_path)
    opened = open_files()
    spool.append(b"0123456789")
    assert open_files() == opened
    spool.append(b"a")
    assert open_files() == opened + 1
    assert list(tmp_path.iterdir()) == []
    assert spool.read() == b"0123456789a"
    spool.close()
    spool.close()
    assert open_files() == opened
    assert (spool.size, spool.read()) == (0, b"")


def test_a_spool_that_finds_no_room_says_so() -> None:
    with mock.patch("os.pwrite", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        spool = Spool(limit=1)
        with pytest.raises(NotWritable, match="the disk is full"):
            spool.append(b"more")
    spool.close()


def test_bytes_in_memory_are_octets_too() -> None:
    held = Held(b"abcdef")
    assert (held.size, held.read(), held.read(1, 3), held.read(4)) == (6, b"abcdef", b"bc", b"ef")
    held.close()
    assert held.size == 0


def test_a_digest_is_sha256_in_lower_case_hexadecimal() -> None:
    assert digest_of([b"ab", b"", b"c"]) == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    assert digest_of([]) == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_payload_is_the_body_without_chunk_framing() -> None:
    body = bytes(range(256)) * 9000
    expected = f"sha256:{hashlib.sha256(body).hexdigest()}"
    framed = b"head" + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    assert payload_digest(Held(framed), 4, chunked=True) == expected
    assert payload_digest(Held(b"head" + body), 4, chunked=False) == expected
    assert block_digest(Held(body)) == expected


@pytest.mark.parametrize(("one", "other"), [
    (("t", "a b"), ("t", " a\n\n b\t")),
    (("t", "a b"), ("t", "a　 b")),
    (("caf\u00e9", "x"), ("cafe\u0301", "x")),
    ((None, "x"), ("", "x")),
    (("t", "\u1e69" * 600), ("t", "s\u0323\u0307" * 600)),
])
def test_the_same_words_have_the_same_text_digest(one: tuple[str | None, str], other: tuple[str | None, str]) -> None:
    assert text_digest(*one) == text_digest(*other)


@pytest.mark.parametrize(("one", "other"), [
    (("t", "ab"), ("t", "a b")),
    (("t a", "b"), ("t", "a b")),
    (("", "x"), ("x", "")),
    (("t", "x", "http://a/1.jpg"), ("t", "x", "http://a/2.jpg")),
    (("t", "A"), ("t", "Ａ")),
])
def test_other_words_have_another_text_digest(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert text_digest(*one) != text_digest(*other)


@given(st.text())
def test_any_text_has_a_digest_whatever_its_unicode_form(text: str) -> None:
    assert text_digest(None, unicodedata.normalize("NFD", text)) == text_digest(None, text)


def test_a_lone_surrogate_does_no_harm() -> None:
    assert text_digest("\ud800", None) != text_digest("\ud801", None)


def test_endless_combining_marks_take_no_endless_time() -> None:
    begun = time.process_time()
    text_digest(None, "a" + "\u0301\u0327" * 500_000)
    assert time.process_time() - begun < 5
