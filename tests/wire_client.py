"""Fetching from a `WireServer` in tests, on either event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import uvloop

from archive.model import Capture
from crawler.client.exchange import Ask, Exchange
from crawler.client.guard import Guard
from crawler.client.limits import Limits
from crawler.client.resolve import Resolve
from tests.wire_server import Peer, Script, WireServer, ok

T = TypeVar("T")
LOOPS = ("asyncio", "uvloop")
PATIENT = Limits(connect=5, tls=5, head=5, stall=5, grace=5, total=20)
"""For exchanges that end by themselves."""


def run(loop: str, work: Coroutine[Any, Any, T]) -> T:
    """Run on one of `LOOPS`. Fails when anything was raised that only the loop heard of."""
    unheard: list[dict[str, Any]] = []

    async def watched() -> T:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
        return await work

    result = uvloop.run(watched()) if loop == "uvloop" else asyncio.run(watched())
    assert not unheard
    return result


def local_guard(*pins: str) -> Guard:
    """Lets this machine be asked."""
    return Guard([Resolve.parse(pin) for pin in pins], private_hosts=["127.0.0.1", "[::1]"])


def fetch_all(loop: str, asks: Sequence[Ask | str], limits: Limits = PATIENT, guard: Guard | None = None) -> list[Capture]:
    """Fetch one after another with one client."""
    async def work() -> list[Capture]:
        exchange = Exchange(limits, guard or local_guard())
        try:
            return [await exchange.fetch(Ask(url=ask) if isinstance(ask, str) else ask) for ask in asks]
        finally:
            await exchange.close()
    return run(loop, work())


def fetch(loop: str, ask: Ask | str, limits: Limits = PATIENT, guard: Guard | None = None) -> Capture:
    """Fetch once."""
    return fetch_all(loop, [ask], limits, guard)[0]


def short(**limits: float) -> Limits:
    """`PATIENT` but for these."""
    return replace(PATIENT, **limits)  # type: ignore[arg-type]


def response(capture: Capture) -> bytes:
    """The bytes of its response, empty when there are none."""
    return capture.response.read() if capture.response is not None else b""


SECOND = ok(b"<p>second</p>", "Content-Type: text/html")
PAGE = b"<html><body>\xe4\xbd\xa0" + b"x" * 3000 + b"</body></html>"
OK = b"HTTP/1.1 200 OK"
BARE = OK + b"\r\n\r\n"
CHUNKED = OK + b"\r\nTransfer-Encoding: chunked\r\n\r\n"


def head(*lines: bytes, body: bytes = PAGE) -> bytes:
    """A response of these lines and an honest length."""
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", b""]) + body


def length(value: bytes, body: bytes = PAGE) -> bytes:
    """A response with this Content-Length, true or not."""
    return OK + b"\r\nContent-Length: " + value + b"\r\n\r\n" + body


def chunks(body: bytes, size: int = 1000) -> bytes:
    """A body in chunk framing."""
    pieces = [body[at:at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def serve(sent: bytes, end: str = "keep") -> Script:
    """Sends the bytes for `/`, and `SECOND` for `/second` on whatever connection that is asked."""
    def script(peer: Peer) -> None:
        while request := peer.request():
            if request.split(b" ")[1] == b"/second":
                peer.send(SECOND)
                continue
            peer.send(sent)
            if end == "reset":
                peer.reset()
            if end == "fin":
                return
    return script


def both(loop: str, sent: bytes, end: str = "keep", method: str = "GET") -> tuple[Capture, WireServer]:
    """Fetch `/` and then `/second`, which must come through unharmed."""
    with WireServer(serve(sent, end)) as server:
        first, second = fetch_all(loop, [Ask(url=server.url, method=method), server.url + "second"])
    assert (response(second), second.truncated, second.error, second.status) == (SECOND, None, None, 200)
    assert [first.request, second.request] == server.requests
    return first, server
