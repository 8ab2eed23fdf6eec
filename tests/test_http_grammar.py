"""The grammar of HTTP/1.1 as it lies on the wire."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records.http import (
    BEYOND,
    MAX_CHUNK_LINE,
    MAX_TRAILER,
    ChunkDecoder,
    Head,
    body_framing,
    entity,
    head_end,
    parse_head,
    parse_request,
)
from archive.records.spool import Held, Spool

OK = b"HTTP/1.1 200 OK\r\n"


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def head(status: int = 200, *fields: tuple[str, str]) -> Head:
    return Head(version="1.1", status=status, reason="", headers=fields)


@pytest.mark.parametrize(("raw", "end"), [
    (b"", None),
    (OK, None),
    (OK + b"\r", None),
    (OK + b"\r\n", 19),
    (OK + b"\r\nbody\r\n\r\n", 19),
    (b"HTTP/1.1 200 OK\n\nbody", 17),
    (b"HTTP/1.1 200 OK\r\nA: b\n\r\nbody", 24),
    (b"HTTP/1.1 200 OK\nA: b\r\n\nbody", 23),
    (b"HTTP/1.1 200 OK\r\n\r\r\n", None),
])
def test_a_head_ends_with_the_first_empty_line_whatever_ends_the_lines(raw: bytes, end: int | None) -> None:
    assert head_end(raw) == end
    assert head_end(bytearray(raw)) == end


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"a", b"A: b"]), max_size=12).map(b"".join), st.integers(0, 30))
def test_a_growing_buffer_gives_the_same_end_as_a_whole_one(raw: bytes, cut: int) -> None:
    known = head_end(raw[:cut])
    assert head_end(raw) == (known if known is not None else head_end(raw, max(0, cut - 3)))


@pytest.mark.parametrize(("line", "version", "status", "reason"), [
    (b"HTTP/1.1 200 OK", "1.1", 200, "OK"),
    (b"HTTP/1.1 200", "1.1", 200, ""),
    (b"HTTP/1.1 200 ", "1.1", 200, ""),
    (b"HTTP/1.0  404\tNot  Found ", "1.0", 404, "Not  Found"),
    (b"http/1.1 200 ok", "1.1", 200, "ok"),
    (b"HTTP/2 200", "2", 200, ""),
    (b"HTTP 200 OK", "", 200, "OK"),
    (b"HTTP/1.1 999 \xb5\xda", "1.1", 999, "\xb5\xda"),
    (b"HTTP/1.1 521 \x00", "1.1", 521, "\x00"),
])
def test_a_status_line_is_read_as_browsers_read_it(line: bytes, version: str, status: int, reason: str) -> None:
    parsed = parse_head(line + b"\r\n\r\n")
    assert (parsed.version, parsed.status, parsed.reason) == (version, status, reason)


@pytest.mark.parametrize("line", [
    b"", b"<html>", b"HTTP/1.1", b"HTTP/1.1 2OO OK", b"HTTP/1.1 20 OK", b"HTTP/1.1 2000 OK", b"HTTP/1.1 099 OK", b"HTTP/1.1 -200 OK",
    b"ICY 200 OK", b"HTTP/x.y 200 OK", b"HTTP/1.1200 OK", b" HTTP/1.1 200 OK", b"\xb5\xda" * 4000, b"HTTP/1.1 \x1b[31m",
])
def test_what_is_no_status_line_is_refused_in_one_short_printable_line(line: bytes) -> None:
    with pytest.raises(ValueError, match="not a status line") as caught:
        parse_head(line + b"\r\nA: b\r\n\r\n")
    text = str(caught.value)
    assert text.isprintable()
    assert text.isascii()
    assert len(text) < 400


@pytest.mark.parametrize(("fields", "parsed"), [
    (b"A: b\r\n", [("A", "b")]),
    (b"A:b\nC: d\r\n", [("A", "b"), ("C", "d")]),
    (b"Set-Cookie: a\r\nset-cookie: b\r\n", [("Set-Cookie", "a"), ("set-cookie", "b")]),
    (b"A : \t b \t\r\n", [("A", "b")]),
    (b"A:\r\n", [("A", "")]),
    (b"A: b:c\r\n", [("A", "b:c")]),
    (b"A: b\r\n c\r\n\td\r\nE: f\r\n", [("A", "b c d"), ("E", "f")]),
    (b"A:\r\n  b\r\n", [("A", "b")]),
    (b" folded: first\r\nA: b\r\n", [("A", "b")]),
    (b"no colon\r\n: no name\r\nA: b\r\n", [("A", "b")]),
    (b"A: b\x00c\r\n", [("A", "b\x00c")]),
    (b"A: \xb5\xda\xa0\r\n", [("A", "\xb5\xda\xa0")]),
    (b"Location: /a\rSet-Cookie: x=1\r\n", [("Location", "/a Set-Cookie: x=1")]),
    (b"", []),
])
def test_fields_are_read_as_browsers_read_them(fields: bytes, parsed: list[tuple[str, str]]) -> None:
    assert list(parse_head(OK + fields + b"\r\n").headers) == parsed


def test_what_stands_behind_the_empty_line_is_not_read_as_a_field() -> None:
    assert parse_head(OK + b"A: b\r\n\r\nC: d\r\n\r\n").headers == (("A", "b"),)


def test_values_are_found_in_any_letter_case() -> None:
    parsed = parse_head(OK + b"Link: a\r\nX: y\r\nLINK: b\r\n\r\n")
    assert parsed.values("link") == ["a", "b"]
    assert parsed.values("none") == []


def test_a_long_field_and_many_folds_take_linear_time() -> None:
    parsed = parse_head(OK + b"A: " + b"x" * 2_000_000 + b"\r\n" + b" y\r\n" * 200_000 + b"\r\n")
    assert len(parsed.headers[0][1]) == 2_000_000 + 400_000


@given(st.sampled_from([b"HTTP/1.1 200 OK", b"HTTP/1.0 404", b"HTTP/1.1 200 " + b"x" * 80]), st.lists(st.sampled_from([
    b"Content-Length: 5", b"Content-Length: 0005", b"content-length: 9007199254740993", b"Content-Length: 5, 5", b"Content-Length: -1",
    b"Transfer-Encoding: chunked", b"transfer-encoding: identity", b"X: \t y \t", b"Y:", b"Set-Cookie: a; b=c:d"]), max_size=4))
def test_a_usual_head_reads_as_one_whose_lines_end_in_lf_alone(line: bytes, fields: list[bytes]) -> None:
    usual, careful = (parse_head(end.join([line, *fields, b"", b""])) for end in (b"\r\n", b"\n"))
    assert usual == careful
    assert parse_head(b"\r\n".join([line, *fields, b"", b"X: behind", b"", b""])) == usual
    if {value.lstrip("0") for value in usual.values("content-length")} == {"5"} and not usual.values("transfer-encoding"):
        assert body_framing(usual, "GET") == ("length", 5)


@given(st.binary(max_size=300))
def test_no_bytes_bring_the_parser_down(raw: bytes) -> None:
    try:
        parsed = parse_head(raw)
    except ValueError as error:
        assert "\n" not in str(error)
    else:
        assert 100 <= parsed.status <= 999
        assert not any("\n" in name + value or "\r" in name + value for name, value in parsed.headers)


def test_a_request_head_gives_method_target_and_fields() -> None:
    assert parse_request(b"POST /a?b HTTP/1.1\r\nHost: h\r\n\r\nc=d") == ("POST", "/a?b", (("Host", "h"),))
    for wrong in (b"", b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\r\n\r\n"):
        with pytest.raises(ValueError, match="not a request line"):
            parse_request(wrong)


@pytest.mark.parametrize(("status", "method", "fields", "framing"), [
    (200, "GET", [], ("close", None)),
    (200, "GET", [("Content-Length", "5")], ("length", 5)),
    (200, "GET", [("content-length", "005")], ("length", 5)),
    (200, "GET", [("Content-Length", "0")], ("length", 0)),
    (200, "GET", [("Content-Length", "5, 5")], ("length", 5)),
    (200, "GET", [("Content-Length", "5"), ("Content-Length", "05")], ("length", 5)),
    (200, "GET", [("Content-Length", "")], ("close", None)),
    (200, "GET", [("Content-Length", "-5")], ("close", None)),
    (200, "GET", [("Content-Length", "+5")], ("close", None)),
    (200, "GET", [("Content-Length", "5 bytes")], ("close", None)),
    (200, "GET", [("Content-Length", "²")], ("close", None)),
    (200, "GET", [("Content-Length", str(2 ** 53))], ("length", 2 ** 53)),
    (200, "GET", [("Content-Length", str(2 ** 53 + 1))], ("close", BEYOND)),
    (200, "GET", [("Content-Length", "9" * 5000)], ("close", BEYOND)),
    (200, "HEAD", [("Content-Length", "5")], ("none", None)),
    (103, "GET", [("Content-Length", "5")], ("none", None)),
    (204, "GET", [("Transfer-Encoding", "chunked")], ("none", None)),
    (304, "GET", [("Content-Length", "5")], ("none", None)),
    (200, "GET", [("Transfer-Encoding", "chunked")], ("chunked", None)),
    (200, "GET", [("Transfer-Encoding", " Chunked ; q=1")], ("chunked", None)),
    (200, "GET", [("Transfer-Encoding", "gzip, chunked")], ("chunked", None)),
    (200, "GET", [("Transfer-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], ("chunked", None)),
    (200, "GET", [("Transfer-Encoding", "chunked, identity")], ("chunked", None)),
    (200, "GET", [("Transfer-Encoding", "chunked, gzip")], ("close", None)),
    (200, "GET", [("Transfer-Encoding", "identity"), ("Content-Length", "5")], ("length", 5)),
    (200, "GET", [("Transfer-Encoding", "chunked"), ("Content-Length", "5"), ("Content-Length", "6")], ("chunked", None)),
])
def test_the_end_of_a_body_is_told_as_the_standard_says(status: int, method: str, fields: list[tuple[str, str]],
                                                        framing: tuple[str, int | None]) -> None:
    assert body_framing(head(status, *fields), method) == framing


@pytest.mark.parametrize("fields", [
    [("Content-Length", "5"), ("Content-Length", "6")], [("Content-Length", "5, 6")], [("Content-Length", "5, x")],
])
def test_lengths_that_differ_are_refused(fields: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="stated differently"):
        body_framing(head(200, *fields), "GET")


@pytest.mark.parametrize(("raw", "body"), [
    (b"0\r\n\r\n", b""),
    (b"3\r\nabc\r\n0\r\n\r\n", b"abc"),
    (b"3\nabc\n0\n\n", b"abc"),
    (b"3;name=value\r\nabc\r\n0;x\r\n\r\n", b"abc"),
    (b" 0003 \r\nabc\r\nA\r\n0123456789\r\n00\r\n\r\n", b"abc0123456789"),
    (b"3\r\nabc\r\n0\r\nTrailer: a\r\nOther: b\r\n\r\n", b"abc"),
])
def test_chunk_framing_comes_off(raw: bytes, body: bytes) -> None:
    for step in (1, 2, 7, len(raw)):
        decoder = ChunkDecoder()
        pieces = [piece for at in range(0, len(raw), step) for piece in decoder.feed(raw[at:at + step])]
        assert (b"".join(pieces), decoder.done, decoder.consumed) == (body, True, len(raw))


def test_bytes_behind_the_message_are_left_to_the_caller() -> None:
    decoder = ChunkDecoder()
    assert decoder.feed(b"3\r\nabc\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n") == [b"abc"]
    assert (decoder.done, decoder.consumed) == (True, 13)
    assert decoder.feed(b"more") == []
    assert decoder.consumed == 13


def test_trailer_fields_are_kept_as_received() -> None:
    decoder = ChunkDecoder()
    decoder.feed(b"0\r\nA: b\r\nC: d\n\r\n")
    assert decoder.trailer == b"A: b\r\nC: d\n"


@pytest.mark.parametrize(("raw", "body", "consumed", "reason"), [
    (b"\r\n", b"", 0, "not a chunk size"),
    (b"xyz\r\n", b"", 0, "not a chunk size"),
    (b"-1\r\n", b"", 0, "not a chunk size"),
    (b"0x3\r\nabc\r\n", b"", 0, "not a chunk size"),
    (b"3\r\nabc\r\n3 3\r\n", b"abc", 8, "not a chunk size"),
    (b"3\r\nabcd\r\n", b"abc", 6, "no line end"),
    (b"3\r\nabc\rX", b"abc", 6, "no line end"),
    (b"ffffffffffffffffffff\r\nabc", b"", 0, "chunk size"),
    (b"20000000000001\r\nabc", b"", 0, "chunk size"),
    (b"3;" + b"x" * MAX_CHUNK_LINE, b"", 0, "more than 4096"),
    (b"0\r\n" + b"x" * MAX_CHUNK_LINE, b"", 3, "more than 4096"),
    (b"0\r\n" + b"abcdefg: 1234567890123456789\r\n" * (MAX_TRAILER // 28), b"", None, "trailer of more"),
])
def test_broken_framing_gives_what_came_before_it(raw: bytes, body: bytes, consumed: int | None, reason: str) -> None:
    decoder = ChunkDecoder()
    with pytest.raises(ValueError, match=reason):
        decoder.feed(raw)
    assert b"".join(decoder.pieces) == body
    assert consumed is None or decoder.consumed == consumed
    assert b"".join(entity(Held(b"HEAD" + raw), 4, chunked=True)) == body


@pytest.mark.parametrize("chunk", [b"1\r\na\r\n", b"1\na\n"])
def test_a_body_in_too_many_chunks_is_refused(chunk: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.records.http.MAX_CHUNKS", 1000)
    decoder = ChunkDecoder()
    assert len(decoder.feed(chunk * 1000)) == 1000
    with pytest.raises(ValueError, match="more than 1000 chunks"):
        decoder.feed(chunk)


def test_a_claim_of_gigabytes_allocates_nothing() -> None:
    decoder = ChunkDecoder()
    assert decoder.feed(b"1fffffffffffff\r\nabc") == [b"abc"]
    assert not decoder.done


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8), st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_framing_on_and_off_gives_the_same_however_it_arrives(pieces: list[bytes], steps: list[int]) -> None:
    raw, decoder, got, at, turn = chunked(*pieces), ChunkDecoder(), b"", 0, 0
    while at < len(raw):
        got += b"".join(decoder.feed(raw[at:at + steps[turn % len(steps)]]))
        at, turn = at + steps[turn % len(steps)], turn + 1
    assert (got, decoder.done, decoder.consumed) == (b"".join(pieces), True, len(raw))


@given(st.lists(st.sampled_from([b"1", b"a", b"0", b"\r\n", b"\n", b";", b"x" * 9, b" ", b"f" * 9]), max_size=20).map(b"".join))
def test_any_cut_of_any_bytes_decodes_alike(raw: bytes) -> None:
    def decoded(step: int) -> tuple[bytes, bool, int, bool]:
        decoder, got = ChunkDecoder(), []
        for at in range(0, len(raw), step):
            try:
                got += decoder.feed(raw[at:at + step])
            except ValueError:
                return b"".join([*got, *decoder.pieces]), decoder.done, decoder.consumed, True
        return b"".join(got), decoder.done, decoder.consumed, False

    assert decoded(1) == decoded(len(raw) or 1)


def test_an_entity_streams_out_of_memory_and_out_of_a_file() -> None:
    body = bytes(range(256)) * 4000
    raw = OK + b"\r\n" + chunked(body[:100], body[100:700_000], body[700_000:]) + b"HTTP/1.1 200 forged"
    spool = Spool(limit=1000)
    spool.append(raw)
    for octets in (Held(raw), spool):
        assert b"".join(entity(octets, 19, chunked=True)) == body
        assert b"".join(entity(octets, 19, chunked=False)) == raw[19:]
    spool.close()


@given(st.lists(st.sampled_from([
    "A: b", "Set-Cookie:x=1 ", "C:", " folded", ": none", "no colon", "D :e", "F:\tg\x0b", "H:\xa0i\xa0", "\xe9: j", ""]), max_size=7))
def test_a_usual_head_is_read_as_one_that_must_be_mended(lines: list[str]) -> None:
    usual = "".join(f"{line}\r\n" for line in ["HTTP/1.1 200 OK", *lines, ""]).encode("latin-1")
    assert parse_head(usual) == parse_head(usual.replace(b"\r\n", b"\n"))
