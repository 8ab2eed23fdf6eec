"""Makes connections, to checked addresses only: no name is resolved here."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
from collections.abc import Callable, Sequence

from crawler.connection import Connection
from crawler.guard import Address
from crawler.limits import Limits
from crawler.target import Target

_LIBRARY_NOTES = re.compile(r"^\[[^\]]*\] | \(_ssl\.c:\d+\)$")


class Unconnected(Exception):
    """No connection came about; the text is one line that begins with `connect:` or `tls:`. `ip`: the address that took the
    connection and failed at TLS; None when none took it."""

    def __init__(self, reason: str, ip: str | None = None) -> None:
        super().__init__(reason)
        self.ip = ip


async def dial(target: Target, addresses: Sequence[Address], limits: Limits, context: Callable[[], ssl.SSLContext],
               lost: Callable[[Connection], None]) -> Connection:
    """A fresh connection to the first address that takes one, with TLS for https. Raises Unconnected."""
    sock, address = await _connect(addresses, limits.connect)
    connection = Connection(limits, address, lost)
    secure = target.scheme == "https"
    try:
        async with asyncio.timeout(limits.tls):
            await asyncio.get_running_loop().create_connection(
                lambda: connection, sock=sock, ssl=context() if secure else None,
                server_hostname=_name(target) if secure else None, ssl_handshake_timeout=limits.tls * 2 if secure else None)
    except TimeoutError:
        raise _failed(connection, sock, f"tls: no handshake in {limits.tls:g} s") from None
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError; ValueError: a name that SNI cannot carry
        raise _failed(connection, sock, f"tls: {_words(error)}") from None
    return connection


async def _connect(addresses: Sequence[Address], limit: float) -> tuple[socket.socket, Address]:
    """Try one after another; each gets its share of the time that is left."""
    loop = asyncio.get_running_loop()
    until, failed = loop.time() + limit, "no address"
    for number, address in enumerate(addresses):
        share = max(0.0, until - loop.time()) / (len(addresses) - number)
        sock = socket.socket(socket.AF_INET6 if ":" in address.ip else socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            async with asyncio.timeout(share):
                await loop.sock_connect(sock, address)
            return sock, address
        except OSError as error:  # TimeoutError too, without a number when it is ours
            late = isinstance(error, TimeoutError) and error.errno is None
            failed = f"{address.ip} port {address.port}: " + (f"no answer in {share:.3g} s" if late else _words(error))
        except BaseException:
            sock.close()
            raise
        sock.close()
    raise Unconnected(f"connect: {failed}")


def _name(target: Target) -> str:
    """Server name for SNI: none for addresses, no dot at the end (RFC 6066, section 3)."""
    is_address = ":" in target.host or target.host.replace(".", "").isdigit()
    return "" if is_address else target.host.rstrip(".")


def _failed(connection: Connection, sock: socket.socket, reason: str) -> Unconnected:
    connection.abort()
    sock.close()
    return Unconnected(reason, connection.address.ip)


def _words(error: Exception) -> str:
    """One line for an error of the system or of OpenSSL."""
    if isinstance(error, ssl.SSLError):
        text = _LIBRARY_NOTES.sub("", _LIBRARY_NOTES.sub("", str(error.args[-1] if error.args else error)))
    elif isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        text = os.strerror(error.errno)
    else:
        text = str(error)
    return " ".join(text.split()) or type(error).__name__
