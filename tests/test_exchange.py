"""What a server sends is kept to the byte, on both event loops, and does no harm to the next page of the same client."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from tests.wire_client import CHUNKED, LOOPS, OK, PAGE, SECOND, both, chunks, fetch, fetch_all, head, length, response
from tests.wire_server import Peer, WireServer, answers

WHOLE: dict[str, tuple[bytes, bool]] = {
    "a page with its length": (head(OK), True),
    "an empty body": (head(OK, body=b""), True),
    "no reason": (head(b"HTTP/1.1 200"), True),
    "an empty reason": (head(b"HTTP/1.1 200 "), True),
    "a long reason": (head(b"HTTP/1.1 200 " + b"OK " * 1400), True),
    "a reason in GBK": (head(b"HTTP/1.1 200 " + "正常".encode("gbk")), True),
    "status 404": (head(b"HTTP/1.1 404 Not Found"), True),
    "status 521": (head(b"HTTP/1.1 521 "), True),
    "status 999": (head(b"HTTP/1.1 999 Request denied"), True),
    "a redirect": (head(b"HTTP/1.1 302 Found", b"Location: /b\rX-Forged: 1"), True),
    "a 206 nobody asked for": (head(b"HTTP/1.1 206 Partial Content", b"Content-Range: bytes 0-99/1000"), True),
    "tabs in the status line": (head(b"HTTP/1.1\t200\tOK"), True),
    "HTTP/1.0 that keeps alive": (head(b"HTTP/1.0 200 OK", b"Connection: keep-alive"), False),
    "HTTP/2": (head(b"HTTP/2 200"), False),
    "lower-case http": (head(b"http/1.1 200 ok"), True),
    "bare line feeds": (head(OK).replace(b"\r\n", b"\n"), True),
    "mixed line ends": (b"HTTP/1.1 200 OK\nX-A: 1\r\nX-B: 2\nContent-Length: 2\r\n\nab", True),
    "a folded header": (head(OK, b"X-Folded: first\r\n second: no\r\n\tContent-Length: 3"), True),
    "a fold before any header": (head(OK, b" X-Lost: fold"), True),
    "a header of 20 kB": (head(OK, b"Content-Security-Policy: " + b"default-src 'self'; " * 1000), True),
    "NUL in a header": (head(OK, b"X-Nul: before\0after"), True),
    "a bare CR in a header": (head(OK, b"X-Cr: before\rX-Forged: yes"), True),
    "GBK in a header": (head(OK, b"X-Title: " + "白鹭市".encode("gbk")), True),
    "control characters": (head(OK, b"X-Bell: \x07\x1b[31m\x08\x7f"), True),
    "a header many times": (head(OK, b"Set-Cookie: a=1", b"Link: </a>", b"set-cookie: b=2", b"Set-Cookie: c=3"), True),
    "no header at all but the length": (head(OK), True),
    "a script as charset": (head(OK, b"Content-Type: text/html; charset=\"><script>alert(1)</script>"), True),
    "a line without a colon": (head(OK, b"This line is no header"), True),
    "a header without a name": (head(OK, b": value"), True),
    "a blank before the colon": (head(OK, b"X-Spaced : value"), True),
    "999 headers": (head(OK, *(b"X-%d: %d" % (n, n) for n in range(999))), True),
    "200 cookies of 3.9 kB, 780 kB in all": (head(OK, *(b"Set-Cookie: c%d=%b" % (n, b"x" * 900) for n in range(200))), True),
    "the same length twice": (head(OK, b"Content-Length: %d" % len(PAGE)), True),
    "a list of equal lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", True),
    "leading zeros in the length": (b"HTTP/1.1 200 OK\r\nContent-Length: 0005\r\n\r\nhello", True),
    "Connection: close": (head(OK, b"Connection: close"), False),
    "close among other options": (head(OK, b"connection: Keep-Alive, CLOSE"), False),
    "an offer to upgrade": (head(OK, b"Upgrade: h2c", b"Connection: Upgrade"), True),
    "chunks": (CHUNKED + chunks(PAGE), True),
    "no chunk but the last": (CHUNKED + b"0\r\n\r\n", True),
    "a chunk for every byte": (CHUNKED + chunks(PAGE, 1), True),
    "line feeds between chunks": (CHUNKED + chunks(PAGE).replace(b"\r\n", b"\n"), True),
    "small chunk extensions": (CHUNKED + chunks(PAGE).replace(b"\r\n", b";a=1;b=\"x;y\"\r\n", 1), True),
    "blanks behind the chunk size": (CHUNKED + b"5   \r\nhello\r\n0\r\n\r\n", True),
    "upper case and zeros in the chunk size": (CHUNKED + b"0000A\r\nhellohello\r\n000\r\n\r\n", True),
    "trailer fields": (CHUNKED + b"5\r\nhello\r\n0\r\nX-Sum: 1\r\nSet-Cookie: late=1\r\n\r\n", True),
    "chunked beside a length": (length(b"3\r\nTransfer-Encoding: chunked", chunks(PAGE)), True),
    "gzip, chunked": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + chunks(gzip.compress(PAGE)), True),
    "Chunked in mixed case": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: ChunKed\r\n\r\n" + chunks(PAGE), True),
    "chunked twice": (OK + b"\r\nTransfer-Encoding: chunked" * 2 + b"\r\n\r\n" + chunks(PAGE), True),
    "gzip": (head(OK, b"Content-Encoding: gzip", body=gzip.compress(PAGE)), True),
    "gzip twice": (head(OK, b"Content-Encoding: gzip, gzip", body=gzip.compress(gzip.compress(PAGE))), True),
    "gzip that is none": (head(OK, b"Content-Encoding: gzip"), True),
    "gzip with a wrong checksum": (head(OK, b"Content-Encoding: gzip", body=gzip.compress(PAGE)[:-8] + b"\0" * 8), True),
    "raw deflate": (head(OK, b"Content-Encoding: deflate", body=zlib.compress(PAGE)[2:-4]), True),
    "a gzip bomb": (head(OK, b"Content-Encoding: gzip", body=gzip.compress(bytes(1 << 22))), True),
    "204 without a body": (b"HTTP/1.1 204 No Content\r\n\r\n", True),
    "204 with a length": (b"HTTP/1.1 204 No Content\r\nContent-Length: 500\r\n\r\n", True),
    "304 with a length": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n", True),
    "2 MiB, more than is held in memory": (head(OK, body=bytes(range(256)) * 8192), True),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", WHOLE)
def test_what_is_whole_is_kept_whole(loop: str, name: str) -> None:
    sent, kept_open = WHOLE[name]
    capture, server = both(loop, sent)
    assert response(capture) == sent
    assert (capture.truncated, capture.error, capture.interim) == (None, None, ())
    assert capture.status is not None and capture.head_size is not None
    assert sent[:capture.head_size].endswith((b"\n\r\n", b"\n\n"))
    assert capture.ip == "127.0.0.1"
    assert len(server.peers) == (1 if kept_open else 2)


CLOSED: dict[str, bytes] = {
    "no length": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    "no length and no body": b"HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\n" + PAGE,
    "HTTP without a version": b"HTTP 200 OK\r\n\r\n" + PAGE,
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + PAGE,
    "a length in words": b"HTTP/1.1 200 OK\r\nContent-Length: some\r\n\r\n" + PAGE,
    "an empty length": b"HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n" + PAGE,
    "a length in superscript digits": b"HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\n" + PAGE,
    "Transfer-Encoding: identity": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n" + PAGE,
    "chunked not the last coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n" + PAGE,
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", CLOSED)
def test_a_body_without_a_length_ends_with_the_connection(loop: str, name: str) -> None:
    capture, server = both(loop, CLOSED[name], "fin")
    assert (response(capture), capture.truncated, capture.error, capture.status) == (CLOSED[name], None, None, 200)
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
def test_a_head_that_was_asked_for_alone_has_no_body(loop: str) -> None:
    capture, server = both(loop, b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", method="HEAD")
    assert (capture.truncated, capture.error, capture.method) == (None, None, "HEAD")
    assert len(server.peers) == 1
    capture, server = both(loop, head(OK), method="HEAD")
    assert response(capture) == head(OK)[:-len(PAGE)]
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
def test_interim_answers_are_kept_apart_in_order(loop: str) -> None:
    hints = [b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n", b"HTTP/1.1 100 Continue\n\n",
             b"HTTP/1.1 199 Odd\r\n\r\n"]
    capture, server = both(loop, b"".join(hints) + head(OK))
    assert capture.interim == tuple(hints)
    assert (response(capture), capture.error, capture.status) == (head(OK), None, 200)
    assert len(server.peers) == 1


@pytest.mark.parametrize("loop", LOOPS)
def test_headers_keep_their_order_case_and_repetition(loop: str) -> None:
    sent = head(OK, b"X-B: 2", b"x-a:1", b"Set-Cookie: a=1", b"X-B: \xe9", b"SET-COOKIE: b=2")
    capture, _ = both(loop, sent)
    assert capture.headers == (("X-B", "2"), ("x-a", "1"), ("Set-Cookie", "a=1"), ("X-B", "\xe9"), ("SET-COOKIE", "b=2"),
                               ("Content-Length", str(len(PAGE))))


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", ["a page with its length", "chunks", "trailer fields", "bare line feeds", "a folded header"])
def test_how_the_bytes_are_cut_into_packets_changes_nothing(loop: str, name: str) -> None:
    sent = WHOLE[name][0]
    early, late = min(200, len(sent)), max(min(200, len(sent)), len(sent) - 5)
    pieces = [sent[at:at + 1] for at in range(early)] + [sent[early:late]] + [sent[at:at + 1] for at in range(late, len(sent))]
    with WireServer(answers(pieces, SECOND)) as server:
        capture, second = fetch_all(loop, [server.url, server.url])
    assert (response(capture), capture.truncated, capture.error) == (sent, None, None)
    assert response(second) == SECOND
    assert len(server.peers) == 1


@pytest.mark.parametrize("loop", LOOPS)
def test_a_server_that_half_closes_behind_its_answer_is_understood(loop: str) -> None:
    def half(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\n\r\n" + PAGE)
        peer.fin()
        peer.hang()

    with WireServer(half) as server:
        capture = fetch(loop, server.url)
        assert server.peers[0].gone.wait(5)
    assert (capture.truncated, response(capture)) == (None, b"HTTP/1.1 200 OK\r\n\r\n" + PAGE)


@pytest.mark.parametrize("loop", LOOPS)
def test_48_mib_come_through_without_being_held_in_memory(loop: str) -> None:
    block = bytes(range(256)) * 4096

    def film(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: %d\r\n\r\n" % (48 << 20))
        for _ in range(48):
            peer.sock.sendall(block)
        peer.hang()

    with WireServer(film) as server:
        tracemalloc.start()
        capture = fetch(loop, server.url)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 8 << 20
    assert capture.response is not None and capture.head_size is not None
    assert (capture.truncated, capture.error, capture.response.size) == (None, None, capture.head_size + (48 << 20))
    for at in range(0, 48 << 20, 1 << 20):
        assert capture.response.read(capture.head_size + at, capture.head_size + at + (1 << 20)) == block
    capture.response.close()
