"""What a server sends amiss: the part is kept, marked and explained, on both event loops, and the next page is unharmed."""

from __future__ import annotations

import pytest

from crawler.client.exchange import Ask
from tests.wire_client import (
    BARE,
    CHUNKED,
    LOOPS,
    OK,
    PAGE,
    PATIENT,
    SECOND,
    both,
    chunks,
    fetch,
    fetch_all,
    head,
    length,
    response,
    short,
)
from tests.wire_server import Peer, Script, WireServer, answers, ok

FORGED = ok(b"forged")

DISCONNECTED: dict[str, tuple[bytes, str]] = {
    "FIN in the body": (head(OK)[:-10], "fin"),
    "FIN behind the head": (head(OK)[:-len(PAGE)], "fin"),
    "RST in the body": (head(OK)[:-10], "reset"),
    "RST behind the head": (head(OK)[:-len(PAGE)], "reset"),
    "RST where FIN would end the body": (BARE + PAGE, "reset"),
    "FIN in a chunk": (CHUNKED + b"fff\r\n" + PAGE, "fin"),
    "FIN in a chunk size": (CHUNKED + b"5\r\nhello\r\n1", "fin"),
    "FIN before the last chunk": (CHUNKED + chunks(PAGE)[:-5], "fin"),
    "FIN in the last chunk": (CHUNKED + chunks(PAGE)[:-2], "fin"),
    "FIN in the trailer": (CHUNKED + b"0\r\nX-Sum: 1\r\n", "fin"),
    "RST in a chunk": (CHUNKED + b"fff\r\n" + PAGE, "reset"),
    "a length beyond 64 bits": (length(b"99999999999999999999999"), "fin"),
    "a length of 2^63 - 1": (length(b"9223372036854775807"), "fin"),
    "a length of 5,000 digits": (length(b"9" * 5000), "fin"),
    "a length of 1 TB": (length(b"1099511627776"), "fin"),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", DISCONNECTED)
def test_a_body_that_the_connection_cuts_is_kept_and_marked(loop: str, name: str) -> None:
    sent, end = DISCONNECTED[name]
    capture, server = both(loop, sent, end)
    if end == "reset" and capture.head_size is None:  # RST may overtake what the system holds
        assert sent.startswith(response(capture))
    else:
        assert capture.truncated == "disconnect" and capture.status == 200
        assert response(capture) == sent if end == "fin" else sent.startswith(response(capture))
    assert (capture.error or "").startswith("disconnect: ")
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
def test_a_reset_keeps_what_had_arrived_before(loop: str) -> None:
    sent = head(OK)[:-10]

    def late_reset(peer: Peer) -> None:
        peer.request()
        peer.drip([sent], pause=0)
        peer.closing.wait(0.05)
        peer.reset()

    with WireServer(late_reset) as server:
        capture = fetch(loop, server.url)
    assert (response(capture), capture.truncated, capture.status) == (sent, "disconnect", 200)
    assert capture.error == "disconnect: Connection reset by peer"


BROKEN: dict[str, bytes] = {
    "a chunk size beyond 64 bits": b"fffffffffffffffff0\r\n" + PAGE,
    "a negative chunk size": b"-5\r\nhello\r\n0\r\n\r\n",
    "a chunk size in words": b"many\r\nhello\r\n0\r\n\r\n",
    "a chunk size with 0x": b"0x5\r\nhello\r\n0\r\n\r\n",
    "an empty chunk size": b"\r\nhello\r\n0\r\n\r\n",
    "a chunk longer than its size": b"3\r\nhello\r\n0\r\n\r\n",
    "a good chunk and a bad one": b"5\r\nhello\r\n?\r\n",
    "no chunk at all": PAGE * 2,
    "a chunk extension of 100 kB": b"5;" + b"x" * 100_000,
    "a trailer of 100 kB": b"0\r\n" + b"X-More: and more\r\n" * 6000,
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", BROKEN)
def test_broken_chunks_are_kept_as_far_as_they_came_and_marked(loop: str, name: str) -> None:
    capture, server = both(loop, CHUNKED + BROKEN[name])
    assert (capture.truncated, capture.status, capture.chunked) == ("unspecified", 200, True)
    assert (capture.error or "").startswith("framing: ")
    assert (CHUNKED + BROKEN[name]).startswith(response(capture)) and len(response(capture)) > len(CHUNKED)
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("lengths", [b"7\r\nContent-Length: 8", b"7, 8", b"5\r\nContent-Length: some"])
def test_of_two_lengths_none_is_believed(loop: str, lengths: bytes) -> None:
    capture, server = both(loop, length(lengths, b"hello wo"))
    assert (response(capture), capture.status, capture.truncated) == (length(lengths, b""), 200, "unspecified")
    assert (capture.error or "").startswith("framing: ")
    assert len(server.peers) == 2


LONGER: dict[str, tuple[bytes, bytes]] = {
    "a length too small": (length(b"5", b"<html"), b"><p>and more"),
    "a length of 0": (length(b"0", b""), PAGE),
    "a last chunk too early": (CHUNKED + chunks(PAGE), b"<p>and more"),
    "a body behind 204": (b"HTTP/1.1 204 No Content\r\n\r\n", PAGE),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", LONGER)
def test_a_body_longer_than_it_says_is_kept_as_far_as_it_says_and_marked(loop: str, name: str) -> None:
    kept, behind = LONGER[name]
    capture, server = both(loop, kept + behind)
    assert (response(capture), capture.truncated, capture.error) == (kept, "unspecified", None)
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("behind", [FORGED, FORGED[:9], b"\r\n" + FORGED, b"\r\n", b"\n", b"http/1.0 200 ok\n\nforged",
                                    bytes(range(256)) * 4])
def test_forged_responses_and_noise_behind_a_whole_one_are_dropped(loop: str, behind: bytes) -> None:
    sent = head(OK, b"Content-Type: text/html")
    capture, server = both(loop, sent + behind)
    assert (response(capture), capture.truncated, capture.error) == (sent, None, None)
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("status", "behind"), [("204 No Content", FORGED), ("304 Not Modified", FORGED), ("304 Not Modified", PAGE),
                                                ("304 Not Modified", b"0\r\n\r\n")])
def test_what_is_behind_a_response_without_a_body_is_dropped(loop: str, status: str, behind: bytes) -> None:
    sent = f"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    capture, server = both(loop, sent + behind)
    assert (response(capture), capture.truncated, capture.error) == (sent, None, None)
    assert len(server.peers) == 2


NO_HEAD: dict[str, tuple[bytes, str, str]] = {
    "RST at once": (b"", "reset", "disconnect"),
    "FIN at once": (b"", "fin", "disconnect"),
    "RST in the head": (b"HTTP/1.1 200 OK\r\nContent-Type: te", "reset", "disconnect"),
    "FIN in the head": (b"HTTP/1.1 200 OK\r\nContent-Type: te", "fin", "disconnect"),
    "FIN in the status line": (b"HTTP/1.1 200", "fin", "disconnect"),
    "a status that is no number": (b"HTTP/1.1 OK 200\r\nContent-Length: 5\r\n\r\nhello", "keep", "head"),
    "a status of two digits": (b"HTTP/1.1 20 OK\r\n\r\n", "keep", "head"),
    "a status of four digits": (b"HTTP/1.1 2000 OK\r\n\r\n", "keep", "head"),
    "a status of six digits": (b"HTTP/1.1 200200 OK\r\n\r\n", "keep", "head"),
    "status 000": (b"HTTP/1.1 000 Nothing\r\n\r\n", "keep", "head"),
    "ICY": (b"ICY 200 OK\r\n\r\n", "keep", "head"),
    "HTTP/0.9": (PAGE, "fin", "head"),
    "HTTP/0.9 in lines": (b"<html>\n<body>\n\nhello", "fin", "head"),
    "HTTP/0.9 that stays open": (b"<html>\n<body>hello", "keep", "head"),
    "another protocol": (b"SSH-2.0-OpenSSH_9.9\r\n", "keep", "head"),
    "a TLS record": (b"\x15\x03\x01\x00\x02\x02\x0a", "fin", "head"),
    "empty lines first": (b"\r\n\r\n" + head(OK), "keep", "head"),
    "line ends of CR only": (b"HTTP/1.1 200 OK\rContent-Length: 5\r\rhello", "fin", "disconnect"),
    "an unasked 101": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x05hello", "keep", "head"),
    "too many lines": (head(OK, *(b"X-%d: %d" % (n, n) for n in range(1100))), "keep", "head"),
    "an interim answer alone": (b"HTTP/1.1 103 Early Hints\r\n\r\n", "fin", "disconnect"),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", NO_HEAD)
def test_without_a_readable_head_there_is_an_error_and_the_bytes(loop: str, name: str) -> None:
    sent, end, error = NO_HEAD[name]
    capture, _ = both(loop, sent, end)
    assert (capture.status, capture.head_size, capture.headers, capture.truncated) == (None, None, (), None)
    assert capture.error is not None and capture.error.split(": ")[0] == error and "\n" not in capture.error
    found = b"".join(capture.interim) + response(capture)
    assert sent.startswith(found) if end == "reset" else found == sent
    assert (capture.response is None) == (found == b"".join(capture.interim))
    assert not capture.refused


def flood(first: bytes, more: bytes) -> Script:
    def script(peer: Peer) -> None:
        if peer.request() is None or peer.requests[-1].startswith(b"GET /second"):
            peer.send(SECOND)
            return
        peer.send(first)
        while True:
            peer.send(more)
    return script


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("first", "more"), [
    (b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 500), (b"HTTP/1.1 200 OK\r\nX-Long: ", b"long " * 5000),
    (b"HTTP/1.1 200 ", b"OK " * 5000), (b"", b"\0" * 5000), (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    (b"", b"HTTP/1.1 102 Processing\r\nX: " + b"x" * 60_000 + b"\r\n\r\n"), (b"", b"\r\n" * 1000),
])
def test_a_head_without_end_is_cut(loop: str, first: bytes, more: bytes) -> None:
    with WireServer(flood(first, more)) as server:
        capture, second = fetch_all(loop, [server.url, server.url + "second"])
    assert capture.status is None and (capture.error or "").startswith("head: ")
    assert len(response(capture)) <= PATIENT.max_head and len(capture.interim) <= PATIENT.max_interim
    assert bytes(server.peers[0].sent).startswith(b"".join(capture.interim) + response(capture))
    assert response(second) == SECOND


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("first", "more"), [
    (CHUNKED, b"2710\r\n" + b"x" * 10_000 + b"\r\n"), (CHUNKED, b"1\r\nx\r\n" * 5000), (BARE, b"x" * 10_000),
    (length(b"1000000", b""), b"x" * 10_000),
])
def test_a_body_without_end_is_cut_at_the_limit(loop: str, first: bytes, more: bytes) -> None:
    with WireServer(flood(first, more)) as server:
        capture, second = fetch_all(loop, [server.url, server.url + "second"], short(max_body=123_456))
    assert (capture.truncated, capture.error, capture.status) == ("length", None, 200)
    assert len(response(capture)) == len(first) + 123_456
    assert bytes(server.peers[0].sent).startswith(response(capture))
    assert response(second) == SECOND


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("size", "truncated"), [(0, None), (999, None), (1000, None), (1001, "length")])
def test_a_body_of_just_the_limit_is_whole(loop: str, size: int, truncated: str | None) -> None:
    with WireServer(answers(ok(b"x" * size))) as server:
        capture = fetch(loop, Ask(url=server.url, max_body=1000))
    assert capture.truncated == truncated
    assert len(response(capture)) == (capture.head_size or 0) + min(size, 1000)


