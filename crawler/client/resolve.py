"""Names to addresses: pinned by the caller (`Resolve`) or asked of the system (`lookup`)."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from crawler.client.target import BadUrl, normal_host

Resolver = Callable[[str], Awaitable[list[str]]]
"""Addresses of a host in the order to try them. Raises OSError when it has none; may take as long as it likes."""

_HOST = r"\[[^\]]*\]|[^:\[\]]+"
_PINNED = re.compile(rf"\+?(?P<host>{_HOST}):(?P<port>[0-9]{{1,5}}):(?P<address>{_HOST})(?::(?P<to>[0-9]{{1,5}}))?")
_FORM = "expected HOST:PORT:ADDRESS[:PORT], IPv6 in brackets"
_THREADS = threading.BoundedSemaphore(16)  # look-ups of a dead name server do not pile up threads without end


@dataclass(frozen=True, slots=True)
class Resolve:
    """Every request to `host` and `port` goes to `address` and `to_port`, as with curl's `--resolve`."""

    host: str
    """As `crawler.client.target.normal_host` spells it; `*` for every host."""
    port: int
    address: str
    to_port: int

    @classmethod
    def parse(cls, text: str) -> Resolve:
        """Read `HOST:PORT:ADDRESS[:PORT]`; without the last port it stays the same. A leading `+` is ignored. Raises ValueError
        with a line that names the text and what was expected."""
        match = _PINNED.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r}: {_FORM}")
        try:
            address = normal_host(match["address"])
            host = "*" if match["host"] == "*" else normal_host(match["host"])
        except BadUrl as error:
            raise ValueError(f"{text!r}: {error}; {_FORM}") from None
        if not (":" in address or re.fullmatch(r"[0-9.]+", address)):
            raise ValueError(f"{text!r}: {address} is a name, not an address; {_FORM}")
        port, to_port = int(match["port"]), int(match["to"] or match["port"])
        for number in (port, to_port):
            if not 0 < number < 65536:
                raise ValueError(f"{text!r}: port {number} is not from 1 to 65535; {_FORM}")
        return cls(host.rstrip("."), port, address, to_port)


async def lookup(host: str) -> list[str]:
    """The system's answer (hosts file, DNS), each address once. Asked in a thread of its own that nobody waits for at the end,
    as a look-up cannot be broken off. Raises OSError when there is none."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()
    if not _THREADS.acquire(blocking=False):
        raise OSError("too many look-ups under way")
    threading.Thread(target=_look_up, args=(host, loop, answer), name="lookup", daemon=True).start()
    return await answer


def _look_up(host: str, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[str]]) -> None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        result: list[str] | OSError = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    except OSError as error:
        result = error
    except (UnicodeError, ValueError) as error:  # a label that is empty or over 63 characters, a NUL
        result = OSError(f"not a host name: {error}")
    finally:
        _THREADS.release()
    try:
        loop.call_soon_threadsafe(_settle, answer, result)
    except RuntimeError:  # the loop is closed: nobody waits any more
        return


def _settle(answer: asyncio.Future[list[str]], result: list[str] | OSError) -> None:
    if answer.done():
        return
    if isinstance(result, OSError):
        answer.set_exception(result)
    else:
        answer.set_result(result)
