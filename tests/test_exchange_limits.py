"""How long a server may keep a client, in each state of an exchange."""

from __future__ import annotations

import asyncio
import itertools
import socket
import time
from pathlib import Path

import pytest

from crawler.client.exchange import Ask, Exchange
from crawler.client.limits import Limits
from tests.wire_client import (
    CHUNKED,
    LOOPS,
    OK,
    PAGE,
    PATIENT,
    SECOND,
    fetch,
    fetch_all,
    head,
    length,
    local_guard,
    response,
    run,
    short,
)
from tests.wire_server import Peer, Script, WireServer, answers, ok


def dripping(first: bytes, pieces: bytes = b"x") -> Script:
    """Sends `first`, then a little again and again for ever; a good page to `/second`."""
    def script(peer: Peer) -> None:
        if peer.request() is not None and peer.requests[0].startswith(b"GET /second"):
            peer.send(SECOND)
        else:
            peer.send(first)
            peer.drip(itertools.repeat(pieces))
    return script


def silent(first: bytes) -> Script:
    return answers(first)


CASES: dict[str, tuple[Script, dict[str, float], str | None, str]] = {
    # what the server does, the limit that is short, WARC-Truncated, words of the error
    "silence instead of an answer": (silent(b""), {"head": 0.1}, None, "no complete head in 0.1 s"),
    "silence in the head": (silent(b"HTTP/1.1 200 OK\r\nX-A"), {"head": 0.1}, None, "no complete head in 0.1 s"),
    "silence behind an interim answer": (silent(b"HTTP/1.1 100 Continue\r\n\r\n"), {"head": 0.1}, None, "no complete head"),
    "a head that drips": (dripping(b"HTTP/1.1 200 OK\r\nX-A: "), {"head": 0.1}, None, "no complete head in 0.1 s"),
    "interim answers that drip": (dripping(b"HTTP/1.1 103 Early Hints\r\nLink: "), {"head": 0.1}, None, "no complete head"),
    "silence behind the head": (silent(length(b"5", b"")), {"stall": 0.1}, "time", "no byte for 0.1 s"),
    "silence in the body": (silent(head(OK)[:-10]), {"stall": 0.1}, "time", "no byte for 0.1 s"),
    "silence before FIN": (silent(OK + b"\r\n\r\n" + PAGE), {"stall": 0.1}, "time", "no byte for 0.1 s"),
    "silence in a chunk": (silent(CHUNKED + b"fff\r\n" + PAGE), {"stall": 0.1}, "time", "no byte for 0.1 s"),
    "silence before the last chunk": (silent(CHUNKED + b"5\r\nhello\r\n"), {"stall": 0.1}, "time", "no byte for 0.1 s"),
    "silence before the empty line": (silent(CHUNKED + b"5\r\nhello\r\n0\r\n"), {"stall": 0.1}, "time", "no byte for 0.1 s"),
    "a body that drips": (dripping(length(b"1000000", b"")), {"grace": 0.1}, "time", "less than 1024 bytes a second for 0.1 s"),
    "a body that drips after a good start": (dripping(length(b"1000000", PAGE)), {"grace": 0.1}, "time", "less than 1024 bytes"),
    "chunks that drip": (dripping(CHUNKED, b"1\r\nx\r\n"), {"grace": 0.1, "pace": 5000}, "time", "less than 5000 bytes"),
    "a trailer that drips": (dripping(CHUNKED + b"0\r\nX: "), {"grace": 0.1}, "time", "less than 1024 bytes"),
    "a body that drips until FIN": (dripping(OK + b"\r\n\r\n"), {"grace": 0.1}, "time", "less than 1024 bytes"),
    "a whole that takes too long": (dripping(length(b"1000000", b""), b"x" * 100), {"total": 0.15}, "time", "too long as a whole"),
    "a head in a whole that takes too long": (silent(b""), {"total": 0.1}, None, "too long as a whole"),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", CASES)
def test_no_state_of_an_exchange_lasts_longer_than_its_limit(loop: str, name: str) -> None:
    script, limits, truncated, words = CASES[name]
    with WireServer(script, answers(SECOND)) as server:
        began = time.monotonic()
        capture = fetch(loop, server.url, short(**limits))
        assert time.monotonic() - began < 2
        assert response(fetch(loop, server.url + "second")) == SECOND
        assert server.peers[0].gone.wait(5), "the connection was left open"
    assert capture.truncated == truncated
    assert (capture.error or "").startswith("timeout: ") and words in (capture.error or "")
    assert capture.elapsed_ms >= 99
    sent = bytes(server.peers[0].sent)
    assert sent.startswith(b"".join(capture.interim) + response(capture))
    assert (capture.status is None) == (truncated is None)


@pytest.mark.parametrize("loop", LOOPS)
def test_what_is_slow_but_moves_is_waited_for(loop: str) -> None:
    sent = head(OK)
    pieces = [sent[at:at + 100] for at in range(0, len(sent), 100)]
    def script(peer: Peer) -> None:
        peer.request()
        peer.drip(pieces, 0.01)

    with WireServer(script) as server:
        capture = fetch(loop, server.url, short(head=0.2, stall=0.2, grace=0.05))
    assert (response(capture), capture.truncated, capture.error) == (sent, None, None)
    assert capture.elapsed_ms > 200


@pytest.mark.parametrize("loop", LOOPS)
def test_one_slow_exchange_leaves_the_next_on_its_connection_its_own_time(loop: str) -> None:
    sent = ok(b"x" * 20)
    pieces = [sent[at:at + 10] for at in range(0, len(sent), 10)]

    def script(peer: Peer) -> None:
        while peer.request():
            peer.drip(pieces, 0.02)

    with WireServer(script) as server:
        captures = fetch_all(loop, [server.url] * 3, short(head=0.25, stall=0.15, grace=0.3, pace=1))
    assert [response(capture) for capture in captures] == [sent] * 3
    assert len(server.peers) == 1


@pytest.mark.parametrize("loop", LOOPS)
def test_a_closed_port_is_one_clear_failure(loop: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    capture = fetch(loop, f"http://127.0.0.1:{port}/x")
    assert capture.error == f"connect: 127.0.0.1 port {port}: Connection refused"
    assert (capture.request, capture.response, capture.ip, capture.refused, capture.status) == (b"", None, None, False, None)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_port_that_takes_no_connection_is_given_up(loop: str) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]  # fill its queue, so that further ones get no answer
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        capture = fetch(loop, f"http://127.0.0.1:{port}/", short(connect=0.1))
        for one in waiting:
            one.close()
    assert capture.error == f"connect: 127.0.0.1 port {port}: no answer in 0.1 s"
    assert capture.elapsed_ms < 2000


@pytest.mark.parametrize("loop", LOOPS)
def test_a_dead_address_does_not_hide_a_living_one(loop: str) -> None:
    async def two(host: str) -> list[str]:
        return ["127.0.0.9", "127.0.0.1"]

    with WireServer(answers(SECOND)) as server:
        guard = local_guard()
        guard._resolver = two
        guard._private = frozenset({("twofold.test", None)})
        capture = fetch(loop, f"http://twofold.test:{server.port}/", guard=guard)
    assert (response(capture), capture.ip) == (SECOND, "127.0.0.1")
    assert f"Host: twofold.test:{server.port}\r\n".encode() in capture.request


@pytest.mark.parametrize("loop", LOOPS)
def test_who_is_cancelled_leaves_no_connection_behind(loop: str) -> None:
    async def work(url: str, server: WireServer) -> bool:
        exchange = Exchange(PATIENT, local_guard())
        task = asyncio.ensure_future(exchange.fetch(Ask(url=url)))
        while not server.requests:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await asyncio.to_thread(server.peers[0].gone.wait, 5)

    with WireServer(silent(OK + b"\r\nContent-Length: 5\r\n\r\n")) as server:
        assert run(loop, work(server.url, server))


@pytest.mark.parametrize("loop", LOOPS)
def test_a_hundred_failures_leave_no_open_file_behind(loop: str) -> None:
    folder = Path("/proc/self/fd")
    if not folder.exists():
        folder = Path("/dev/fd")

    async def work(urls: list[str]) -> tuple[int, int]:
        exchange = Exchange(short(head=0.05, tls=0.05), local_guard())
        await exchange.fetch(Ask(url=urls[0]))
        before = len(list(folder.iterdir()))
        for capture in await asyncio.gather(*(exchange.fetch(Ask(url=url)) for url in urls * 10)):
            assert capture.error
        await exchange.close()
        await asyncio.sleep(0.01)
        return before, len(list(folder.iterdir()))

    with socket.create_server(("127.0.0.1", 0), backlog=100) as mute:
        port = mute.getsockname()[1]
        urls = [f"http://127.0.0.1:{port}/", f"https://127.0.0.1:{port}/", "http://127.0.0.1:1/"]
        before, after = run(loop, work(urls))
    assert after <= before


def test_all_waits_follow_from_one_number() -> None:
    assert Limits.for_timeout(30) == Limits()
    assert Limits.for_timeout(3, max_body=10) == Limits(connect=1.5, tls=1.5, head=3, stall=3, grace=3, total=360, max_body=10)
    assert Limits.for_timeout(180).idle == Limits().idle
    for nonsense in (0, -1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="above 0"):
            Limits.for_timeout(nonsense)
