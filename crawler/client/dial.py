"""Makes connections, to checked addresses only: no name is resolved here."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence

from crawler.client.connection import Connection
from crawler.client.guard import Address
from crawler.client.limits import Limits
from crawler.client.target import Target
from crawler.client.tls import words_of


class Unconnected(Exception):
    """No connection came about; the text is one line that begins with `connect:` or `tls:`. `ip`: the address that took the
    connection and failed at TLS; None when none took it."""

    def __init__(self, reason: str, ip: str | None = None) -> None:
        super().__init__(reason)
        self.ip = ip


async def dial(target: Target, addresses: Sequence[Address], limits: Limits, context: Callable[[], ssl.SSLContext],
               lost: Callable[[Connection], None]) -> Connection:
    """A fresh connection to the first address that takes one, with TLS for https. Raises Unconnected.

    The loop makes the socket: given one, uvloop 0.23 closes its number twice when the server resets at once, and with it another
    connection's.
    """
    connection = await _connect(addresses, limits, lost)
    if target.scheme == "https":
        await _shake_hands(connection, context(), _name(target), limits.tls)
    return connection


async def _connect(addresses: Sequence[Address], limits: Limits, lost: Callable[[Connection], None]) -> Connection:
    """Try one address after another; each gets its share of the time that is left."""
    loop = asyncio.get_running_loop()
    until, failed = loop.time() + limits.connect, "no address"
    for number, address in enumerate(addresses):
        share = max(0.0, until - loop.time()) / (len(addresses) - number)
        connection = Connection(limits, address, lost)
        try:
            async with asyncio.timeout(share):
                await loop.create_connection(lambda it=connection: it, *address)  # type: ignore[misc]
        except OSError as error:  # TimeoutError too, without a number when it is ours
            late = isinstance(error, TimeoutError) and error.errno is None
            failed = f"{address.ip} port {address.port}: " + (f"no answer in {share:.3g} s" if late else words_of(error))
        else:
            return connection
    raise Unconnected(f"connect: {failed}")


async def _shake_hands(connection: Connection, context: ssl.SSLContext, name: str, limit: float) -> None:
    """Turn a connection into one with TLS, or close it."""
    try:
        async with asyncio.timeout(limit):
            await connection.start_tls(context, name, limit)
        return
    except TimeoutError:
        reason = f"no handshake in {limit:g} s"
    except OSError as error:  # ssl.SSLError is one
        reason = words_of(error)
    except BaseException:
        connection.abort()
        raise
    connection.abort()
    raise Unconnected(f"tls: {reason}", connection.address.ip)


def _name(target: Target) -> str:
    """Server name for SNI: none for addresses, no dot at the end (RFC 6066, section 3), labels of 1 to 63 bytes."""
    labels = target.host.removesuffix(".").split(".")
    is_address = ":" in target.host or "".join(labels).isdigit()
    return "" if is_address or not all(0 < len(label) < 64 for label in labels) else ".".join(labels)
