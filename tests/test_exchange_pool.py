"""Connections that are used again, and those that must not be."""

from __future__ import annotations

import asyncio
import threading

import pytest

from crawler.client.exchange import Ask, Exchange
from crawler.client.guard import Guard
from tests.wire_client import LOOPS, PATIENT, SECOND, fetch_all, local_guard, response, run, short
from tests.wire_server import Peer, Script, WireServer, answers, ok

FIRST = ok(b"<p>first</p>")
FORGED = ok(b"<p>forged</p>")


def closing_idle(how: str) -> Script:
    """Answers one request and ends the connection when the client has its answer."""
    def script(peer: Peer) -> None:
        peer.request()
        peer.send(FIRST)
        if how == "reset at the next request":
            peer.request()
            peer.reset()
        if how == "FIN at the next request":
            peer.request()
    return script


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("how", ["FIN", "reset at the next request", "FIN at the next request"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_kept_connection_that_died_is_replaced_without_a_word(loop: str, how: str, method: str) -> None:
    asks = [Ask(url="", method=method, body=b"a=1" if method == "POST" else None)]
    with WireServer(closing_idle(how), answers(SECOND)) as server:
        asks = [Ask(url=server.url, method=ask.method, body=ask.body) for ask in asks * 2]
        first, second = fetch_all(loop, asks)
    assert (response(first), response(second)) == (FIRST, SECOND)
    assert (second.error, second.truncated) == (None, None)
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
def test_a_second_death_is_an_error(loop: str) -> None:
    with WireServer(closing_idle("reset at the next request"), answers(b"", end="reset")) as server:
        _, second = fetch_all(loop, [server.url, server.url])
    assert (second.error or "").startswith("disconnect: ")
    assert len(server.peers) == 2


@pytest.mark.parametrize("loop", LOOPS)
def test_a_kept_connection_that_dies_in_the_answer_is_not_tried_again(loop: str) -> None:
    def script(peer: Peer) -> None:
        peer.request()
        peer.send(FIRST)
        peer.request()
        peer.send(FIRST[:20])

    with WireServer(script) as server:
        _, second = fetch_all(loop, [server.url, server.url])
    assert (response(second), second.error) == (FIRST[:20], "disconnect: the server closed within the head")
    assert len(server.peers) == 1


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("late", [FORGED, b"x", b"\r\n"])
def test_bytes_on_an_idle_connection_end_it(loop: str, late: bytes) -> None:
    go = threading.Event()

    def poison(peer: Peer) -> None:
        peer.request()
        peer.send(FIRST)
        go.wait(5)
        peer.send(late)
        peer.hang()

    async def work(url: str) -> list[bytes]:
        exchange = Exchange(PATIENT, local_guard())
        got = [response(await exchange.fetch(Ask(url=url)))]
        go.set()
        while len(exchange._pool):
            await asyncio.sleep(0.001)
        got.append(response(await exchange.fetch(Ask(url=url))))
        await exchange.close()
        return got

    with WireServer(poison, answers(SECOND)) as server:
        assert run(loop, work(server.url)) == [FIRST, SECOND]
        assert server.peers[0].gone.wait(5)


@pytest.mark.parametrize("loop", LOOPS)
def test_an_idle_connection_is_closed_after_its_time(loop: str) -> None:
    async def work(server: WireServer) -> int:
        exchange = Exchange(short(idle=0.05), local_guard())
        await exchange.fetch(Ask(url=server.url))
        assert len(exchange._pool) == 1
        assert await asyncio.to_thread(server.peers[0].gone.wait, 5)
        while len(exchange._pool):
            await asyncio.sleep(0.001)
        return len(exchange._pool)

    with WireServer(answers(FIRST)) as server:
        assert run(loop, work(server)) == 0


@pytest.mark.parametrize("loop", LOOPS)
def test_closing_the_client_closes_its_connections(loop: str) -> None:
    with WireServer(answers(FIRST)) as server:
        fetch_all(loop, [server.url])
        assert server.peers[0].gone.wait(5)


@pytest.mark.parametrize("loop", LOOPS)
def test_the_longest_unused_connections_go_when_there_are_too_many(loop: str) -> None:
    async def work(servers: list[WireServer]) -> None:
        exchange = Exchange(short(max_idle=3), local_guard())
        for server in servers:
            await exchange.fetch(Ask(url=server.url))
        for server in servers[:-3]:
            assert await asyncio.to_thread(server.peers[0].gone.wait, 5)
        assert not any(server.peers[0].gone.is_set() for server in servers[-3:])
        for server in servers[-3:]:
            await exchange.fetch(Ask(url=server.url))
        await exchange.close()

    servers = [WireServer(answers(FIRST, FIRST)) for _ in range(6)]
    for server in servers:
        server.__enter__()
    run(loop, work(servers))
    assert [len(server.peers) for server in servers] == [1] * 6
    assert [len(server.requests) for server in servers] == [1, 1, 1, 2, 2, 2]
    for server in servers:
        server.__exit__(None, None, None)


@pytest.mark.parametrize("loop", LOOPS)
def test_connections_are_shared_by_exchanges_at_the_same_time_but_never_at_once(loop: str) -> None:
    def echo(peer: Peer) -> None:
        while request := peer.request():
            peer.send(ok(request.split(b" ")[1]))

    async def work(url: str) -> list[bytes]:
        exchange = Exchange(PATIENT, local_guard())
        got: list[bytes] = []

        async def walk(start: int) -> None:
            for number in range(start, 200, 8):
                capture = await exchange.fetch(Ask(url=f"{url}{number}"))
                assert response(capture) == ok(f"/{number}".encode())
                got.append(response(capture))

        await asyncio.gather(*(walk(start) for start in range(8)))
        await exchange.close()
        return got

    with WireServer(echo) as server:
        assert len(run(loop, work(server.url))) == 200
    assert len(server.peers) == 8


@pytest.mark.parametrize("loop", LOOPS)
def test_a_connection_serves_its_own_host_and_address_only(loop: str) -> None:
    with WireServer(answers(FIRST, FIRST, FIRST)) as server:
        pins = [f"a.test:80:127.0.0.1:{server.port}", f"b.test:80:127.0.0.1:{server.port}", f"a.test:81:127.0.0.1:{server.port}"]
        fetch_all(loop, ["http://a.test/1", "http://a.test/2", "http://b.test/", "http://a.test:81/"], guard=local_guard(*pins))
    assert [len(peer.requests) for peer in server.peers] == [2, 1, 1]


@pytest.mark.parametrize("loop", LOOPS)
def test_a_name_that_moved_is_not_asked_at_its_old_address(loop: str) -> None:
    addresses = iter(["127.0.0.1", "127.0.0.2"])

    async def moving(host: str) -> list[str]:
        return [next(addresses)]

    with WireServer(answers(FIRST, FORGED)) as server:
        guard = Guard(private_hosts=["moving.test"], resolver=moving, keep=0)
        url = f"http://moving.test:{server.port}/"
        first, second = fetch_all(loop, [url, url], guard=guard)
    assert response(first) == FIRST
    assert (second.error or "").startswith("connect: 127.0.0.2 ")
    assert len(server.requests) == 1
