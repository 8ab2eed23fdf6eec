"""One TCP or TLS connection that carries one exchange after another, with a single timer for all its deadlines."""

from __future__ import annotations

import asyncio
import errno
import os
import ssl
from collections.abc import Callable
from typing import cast

from archive.errors import NotWritable
from archive.model import Tls, Truncation
from crawler.client.guard import Address
from crawler.client.intake import Intake
from crawler.client.limits import Limits
from crawler.client.tls import facts, words_of

_SLACK = 0.002  # timers of uvloop are rounded to milliseconds


class Connection(asyncio.Protocol):
    """Hands what arrives to the exchange under way, and ends whatever lasts too long.

    Timers are lazy: deadlines move with every packet, the one timer only looks when the nearest would have come.
    """

    def __init__(self, limits: Limits, address: Address, lost: Callable[[Connection], None]) -> None:
        self.address = address
        self.tls: Tls | None = None
        """Facts of the handshake; None on plain connections."""
        self.used = False
        """Whether it has carried an exchange."""
        self.closed = False
        self._limits = limits
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._intake: Intake | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.Handle | None = None
        self._timer_due = 0.0
        """Its instant. Not asked of the handle: uvloop's has none where the instant has passed meanwhile."""
        self._since = self._heard = self._span_end = self._until = 0.0
        self._span_bytes = 0

    async def start_tls(self, context: ssl.SSLContext, name: str, limit: float) -> None:
        """Shake hands before the first exchange. `name`: for SNI, empty for none. `limit`: seconds. Raises OSError (`ssl.SSLError` is
        one) when it fails; the caller then aborts."""
        plain, secure = self._transport, None
        if plain is not None and not self.closed and not plain.is_closing():
            secure = await self._loop.start_tls(plain, self, context, server_hostname=name, ssl_handshake_timeout=limit * 2)
        connection = secure.get_extra_info("ssl_object") if secure is not None else None
        if secure is None or connection is None:  # uvloop returns so when the connection ended in the handshake
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        self._transport, self.tls = secure, facts(connection)

    async def carry(self, request: bytes, intake: Intake, until: float) -> None:
        """Send `request` and wait until `intake` is done, at the loop's time `until` at the latest. Afterwards the connection
        is idle, or `closed` if it cannot carry more. Raises `archive.errors.NotWritable`, as the spool does."""
        self._intake, self._waiter = intake, self._loop.create_future()
        self._since, self._until = self._loop.time(), until
        try:
            if self.closed or self._transport is None:
                intake.fail("disconnect", "disconnect: the connection was closed before the request")
                return
            self._transport.write(request)
            self._arm_by(min(self._since + self._limits.head, until))
            await self._waiter
        finally:
            self._intake = self._waiter = None
            self.used = True
            if intake.reusable and not self.closed:
                self._since = self._loop.time()
                self._arm_by(self._since + self._limits.idle)
            else:
                self.abort()

    def abort(self) -> None:
        """Close at once; harmless when closed."""
        self.closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Called by the loop. Bytes that no exchange waits for make the connection useless: they may pose as the next
        response."""
        intake = self._intake
        if intake is None or intake.done:
            if intake is not None:
                intake.reusable = False
            self.abort()
            return
        in_head = intake.head is None
        try:
            done = intake.feed(data)
        except NotWritable as error:
            self._wake(error)
            return
        if done:
            self._wake()
            return
        self._heard = self._loop.time()
        if in_head and intake.head is not None:
            self._span_end, self._span_bytes = self._heard + self._limits.grace, intake.received
            self._arm()

    def eof_received(self) -> None:
        """Called by the loop at FIN; the loop then closes this side too. Not called by uvloop where TLS ends without a
        goodbye (RFC 8446, section 6.1), as many servers end it: there `connection_lost` comes alone."""
        self._finish()
        self.closed = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop at the very end: after FIN, at RST, after `abort`."""
        self.closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if exc is None:
            self._finish()
        else:
            self._break("disconnect", f"disconnect: {words_of(exc)}")
        self._lost(self)

    def _finish(self) -> None:
        if self._intake is not None and not self._intake.done:
            self._intake.finish()
            self._wake()

    def _break(self, why: Truncation, error: str) -> None:
        if self._intake is not None and not self._intake.done:
            self._intake.fail(why, error)
            self._wake()

    def _wake(self, error: NotWritable | None = None) -> None:
        if self._waiter is None or self._waiter.done():
            return
        if error is None:
            self._waiter.set_result(None)
        else:
            self._waiter.set_exception(error)

    def _due(self) -> float:
        """When the nearest deadline is, in the loop's time."""
        limits, intake = self._limits, self._intake
        if intake is None:
            return self._since + limits.idle
        if intake.head is None:
            return min(self._since + limits.head, self._until)
        return min(self._heard + limits.stall, self._span_end, self._until)

    def _arm(self) -> None:
        self._arm_by(self._due())

    def _arm_by(self, due: float) -> None:
        if self._timer is not None:
            if self._timer_due <= due:
                return
            self._timer.cancel()
        self._timer, self._timer_due = self._loop.call_at(due, self._tick), due

    def _tick(self) -> None:
        self._timer = None
        if self._intake is not None and self._intake.done:
            return
        if self._loop.time() < self._due() - _SLACK:
            self._arm()
        elif self._intake is None:
            self.abort()
        elif (late := self._late(self._intake)) is not None:
            self._break("time", f"timeout: {late}")
        else:
            self._arm()

    def _late(self, intake: Intake) -> str | None:
        """Which deadline has passed, in words; None when it was but the end of a span in which enough came."""
        limits, now = self._limits, self._loop.time() + _SLACK
        if now >= self._until:
            return "the exchange took too long as a whole"
        if intake.head is None:
            return f"no complete head in {limits.head:g} s"
        if now >= self._heard + limits.stall:
            return f"no byte for {limits.stall:g} s"
        if intake.received - self._span_bytes < limits.pace * limits.grace:
            return f"less than {limits.pace} bytes a second for {limits.grace:g} s"
        self._span_end, self._span_bytes = now + limits.grace, intake.received
        return None
