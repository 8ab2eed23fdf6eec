"""One response off the wire, without a wire."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import NotWritable
from crawler.client.intake import Intake
from crawler.client.limits import Limits

LIMITS = Limits(max_head=2000, max_fields=50, max_interim=3)

fields = st.lists(st.sampled_from([
    b"X-A: 1", b"Content-Length: 5", b"Content-Length: 0", b"Content-Length: 99", b"Transfer-Encoding: chunked", b"Connection: close",
    b" folded", b"no colon", b"Content-Type: text/html", b"X:" + b"y" * 600]), max_size=5)
lines = st.sampled_from([
    b"HTTP/1.1 200 OK", b"HTTP/1.1 204 x", b"HTTP/1.1 304 x", b"HTTP/1.0 200", b"HTTP/1.1 103 x", b"HTTP/1.1 100", b"HTTP/1.1 101 x",
    b"HTTP/1.1 2000", b"nonsense"])
heads = st.builds(lambda line, more, end: end.join([line, *more, b"", b""]), lines, fields, st.sampled_from([b"\r\n", b"\n"]))
bodies = st.one_of(st.binary(max_size=200), st.sampled_from([
    b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"5\r\nhello\r\n0\r\nX: y\r\n\r\nmore", b"5\nhello\n0\n\n", b"fffffffffffffffff\r\n",
    b"0\r\n\r\n", b"5;a=b\r\nhel"]))
messages = st.lists(st.one_of(heads, bodies), max_size=5).map(b"".join)


def take(pieces: list[bytes], *, limits: Limits = LIMITS, method: str = "GET", max_body: int = 150, end: str = "fin") -> Intake:
    intake = Intake(method, limits, max_body)
    for piece in pieces:
        if intake.feed(piece):
            return intake
    if end == "fin":
        intake.finish()
    else:
        intake.fail("time", "timeout: x")
    return intake


def cut(data: bytes, places: list[int]) -> list[bytes]:
    marks = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[start:stop] for start, stop in pairwise(marks)]


@given(messages, st.lists(st.integers(0, 10_000)), st.sampled_from(["GET", "HEAD"]), st.sampled_from(["fin", "time"]))
def test_nothing_that_arrives_raises_and_what_is_kept_is_what_came(data: bytes, places: list[int], method: str, end: str) -> None:
    intake = take(cut(data, places), method=method, end=end)
    kept = b"".join(intake.interim) + intake.spool.read()
    assert intake.done and data.startswith(kept)
    assert (intake.head is None) == (intake.head_size is None)
    assert intake.head is not None or intake.error
    if intake.head_size is not None:
        assert intake.spool.size - intake.head_size <= 150
    assert not (intake.reusable and (intake.error or intake.truncated))
    assert len(intake.interim) <= 3


@given(messages, st.lists(st.integers(0, 10_000)), st.sampled_from(["GET", "HEAD"]))
def test_where_packets_begin_changes_nothing_in_a_readable_response(data: bytes, places: list[int], method: str) -> None:
    whole, pieces = take([data], method=method), take(cut(data, places), method=method)
    assert (whole.head, whole.head_size, whole.interim) == (pieces.head, pieces.head_size, pieces.interim)
    if whole.error is None:
        assert whole.spool.read() == pieces.spool.read() and pieces.error is None
        if whole.truncated != pieces.truncated:  # bytes behind the end that came in a later packet
            assert {whole.truncated, pieces.truncated} == {None, "unspecified"}


@given(st.binary(max_size=400), st.integers(0, 400), st.booleans())
def test_a_response_of_known_length_ends_where_it_ends(body: bytes, more: int, chunked: bool) -> None:
    framed = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked and body else b"0\r\n\r\n" if chunked else body
    said = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % len(body)
    sent = b"HTTP/1.1 200 OK\r\n" + said + b"\r\n\r\n" + framed
    intake = Intake("GET", LIMITS, 1000)
    assert intake.feed(sent + b"HTTP/1.1 200 OK\r\n"[:more])
    assert (intake.spool.read(), intake.error, intake.truncated) == (sent, None, "unspecified" if 0 < more < 5 else None)
    assert intake.reusable == (more == 0)


@pytest.mark.parametrize("size", [1, 50, 51, 52, 60])
def test_lines_of_a_head_are_counted(size: int) -> None:
    data = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * size + b"\r\n"
    assert (take([data], end="fin").error is None) == (size <= 50)


@pytest.mark.parametrize(("size", "kept"), [(1900, True), (2100, False)])
def test_bytes_of_a_head_are_counted_with_those_of_interim_ones(size: int, kept: bool) -> None:
    interim = b"HTTP/1.1 103 x\r\nX: " + b"y" * (size // 2) + b"\r\n\r\n"
    data = interim + b"HTTP/1.1 200 OK\r\nX: " + b"y" * (size - len(interim) - 21)
    intake = take([data[at:at + 100] for at in range(0, len(data), 100)])
    assert (intake.error or "").startswith("disconnect: " if kept else "head: longer")


def test_a_full_disk_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake("GET", LIMITS, 1 << 30)
    monkeypatch.setattr("os.pwrite", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    intake.feed(b"HTTP/1.1 200 OK\r\n\r\n")
    with pytest.raises(NotWritable):
        for _ in range(3):
            intake.feed(bytes(1 << 20))
