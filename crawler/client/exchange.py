"""Our HTTP/1.1 client: asks, and keeps what passed on the wire to the byte, within limits for everything.

A fetch ends in a `Capture`, whatever a server or the network does. The first word of `Capture.error` says where it failed:
`refused`, `resolve`, `connect`, `tls`, `timeout`, `disconnect`, `head`, `framing`, each followed by a colon.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import NamedTuple

from archive.model import Capture, Listed
from crawler import clock
from crawler.client.connection import Connection
from crawler.client.dial import Unconnected, dial
from crawler.client.guard import Address, Guard, Refused
from crawler.client.intake import Intake
from crawler.client.limits import Limits
from crawler.client.pool import Pool
from crawler.client.target import BadUrl, Target, parse_target, recordable
from crawler.client.tls import open_context

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_SPLITS = re.compile(rb"[\r\n\0]")
_OLD, _USUAL = ("http/1.0",), ("http/1.1",)
_OURS = frozenset((b"host", b"connection", b"content-length", b"transfer-encoding"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to ask for."""

    url: str
    """Absolute http or https address; user info and fragment are dropped."""
    method: str = "GET"
    headers: Sequence[tuple[str | bytes, str | bytes]] = ()
    """Sent in this order behind Host; text as latin-1, or as UTF-8 where that cannot hold it. Host, Connection,
    Content-Length and Transfer-Encoding are the client's own and passed over."""
    body: bytes | None = None
    """Sent with its Content-Length; None: no body."""
    max_body: int | None = None
    """Bytes of the response's body to keep at most; None: as the limits say."""
    via: str | None = None
    hops: str = ""
    kind: str = "page"
    section: str | None = None
    listed: Listed | None = None
    asker: str | None = None
    told: str | None = None


class Exchange:
    """A client with its connections. To be used within one event loop."""

    def __init__(self, limits: Limits, guard: Guard) -> None:
        self._limits = limits
        self._guard = guard
        self._pool = Pool(limits.max_idle)
        self._context: ssl.SSLContext | None = None

    async def fetch(self, ask: Ask) -> Capture:
        """One exchange; redirects are answers like any other. Whoever gets the capture closes its `response`. Raises
        `archive.errors.NotWritable` when a large response finds no room for its temporary file."""
        started, began, url = clock.utc(), self.loop.time(), None
        try:
            target = parse_target(ask.url)
            url = target.url
            request = _request(ask, target)
            addresses = self._guard.known(target.host, target.port) or await self._guard.addresses(target.host, target.port)
            intake, connection = await self._pass(ask, target, request, addresses, began + self._limits.total)
        except BadUrl as error:
            failure = _Failure(f"refused: {error}", refused=True)
        except Refused as refusal:
            failure = _Failure(f"{refusal.kind}: {refusal}", refused=refusal.kind == "refused")
        except Unconnected as error:
            failure = _Failure(str(error), ip=error.ip)
        else:
            return _captured(ask, url, started, self._since(began), request, intake, connection)
        return _failed(ask, url or recordable(ask.url), started, self._since(began), failure)

    @cached_property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The one that runs; kept, for each question after it asks the system for the number of our process."""
        return asyncio.get_running_loop()

    def _since(self, began: float) -> int:
        return round((self.loop.time() - began) * 1000)

    async def close(self) -> None:
        """Close the connections that are not in use."""
        self._pool.close()

    async def _pass(self, ask: Ask, target: Target, request: bytes, addresses: Sequence[Address],
                    until: float) -> tuple[Intake, Connection]:
        """Send and receive, on a kept connection if there is one. When that one proves dead before the first byte, as servers
        close idle connections when they like, once more on a fresh one (RFC 9112, section 9.3.1)."""
        key = (target.scheme, target.host, target.port)
        connection = self._pool.take(key, addresses)
        while True:
            if connection is None:
                connection = await dial(target, addresses, self._limits, self._tls_context, self._pool.drop)
            stale = connection.used
            intake = Intake(ask.method, self._limits, self._limits.max_body if ask.max_body is None else ask.max_body)
            try:
                await connection.carry(request, intake, until)
            except BaseException:
                intake.spool.close()
                raise
            if not connection.closed:
                self._pool.give(key, connection)
            if not (stale and intake.unheard):
                return intake, connection
            intake.spool.close()
            connection = None

    def _tls_context(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = open_context()
        return self._context


class _Failure(NamedTuple):
    """Why nothing came."""

    error: str
    refused: bool = False
    ip: str | None = None


def _captured(ask: Ask, url: str, started: datetime, elapsed: int, request: bytes, intake: Intake, connection: Connection) -> Capture:
    """What passed."""
    head, response = intake.head, intake.spool
    if not response.size:
        response.close()
    return Capture(
        url=url, method=ask.method, started=started, elapsed_ms=elapsed, request=request,
        response=response if response.size else None, head_size=intake.head_size,
        status=head.status if head else None, headers=head.headers if head else (), chunked=intake.chunked,
        interim=tuple(intake.interim), truncated=intake.truncated, error=intake.error, ip=connection.address.ip,
        protocols=_OLD if head and head.version == "1.0" else _USUAL, tls=connection.tls,
        via=ask.via, hops=ask.hops, kind=ask.kind, section=ask.section, listed=ask.listed,
        asker=ask.asker, told=ask.told)


def _failed(ask: Ask, url: str, started: datetime, elapsed: int, failure: _Failure) -> Capture:
    """Nothing did."""
    return Capture(url=url, method=ask.method, started=started, elapsed_ms=elapsed, request=b"", response=None, head_size=None, status=None,
                   via=ask.via, hops=ask.hops, kind=ask.kind, section=ask.section, listed=ask.listed, asker=ask.asker,
                   told=ask.told, error=failure.error,
                   refused=failure.refused, ip=failure.ip)


def _request(ask: Ask, target: Target) -> bytes:
    """The bytes of a request. Raises BadUrl when a header or the method would break it apart."""
    method = ask.method.encode("latin-1", "replace")
    if ask.method != "GET" and not _TOKEN.fullmatch(method):
        raise BadUrl(f"not a method: {ask.method[:40]!a}")
    length = b"Content-Length: %d\r\n" % len(ask.body) if ask.body is not None else b""
    return b"%b %b HTTP/1.1\r\nHost: %b\r\n%b%bConnection: keep-alive\r\n\r\n%b" % (
        method, target.path.encode("ascii"), target.host_field.encode("ascii"), _header_lines(tuple(ask.headers)), length, ask.body or b"")


@lru_cache(maxsize=64)
def _header_lines(headers: tuple[tuple[str | bytes, str | bytes], ...]) -> bytes:
    """Those that are not ours; the same for most requests of a crawl."""
    lines = []
    for name, value in headers:
        name, value = _bytes(name), _bytes(value)
        if not _TOKEN.fullmatch(name) or _SPLITS.search(value):
            raise BadUrl(f"not a header that can be sent: {name[:40]!a}: {value[:80]!a}")
        if name.lower() not in _OURS:
            lines.append(b"%b: %b\r\n" % (name, value))
    return b"".join(lines)


def _bytes(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")
