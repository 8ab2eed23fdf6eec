"""Decides, on the resolved address, where a request may connect to. Every request passes here, each hop of a redirect too.

What `addresses` returns is what must be connected to, without asking for the name again: a name whose answer changes between
check and connection (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from crawler.client.networks import reach_of
from crawler.client.resolve import Resolve, Resolver, lookup
from crawler.client.target import BadUrl, normal_host

BAD_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111,
    113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554,
    556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666,
    6667, 6668, 6669, 6679, 6697, 10080))
"""Ports of other services, which no browser asks (Fetch Standard, section 2.9 "Port blocking", as of 2026-11)."""
MAX_ADDRESSES = 8
"""Addresses of one host that are tried."""
_MAX_CACHED = 4096


class Address(NamedTuple):
    """Where to connect to."""

    ip: str
    port: int


class Refused(Exception):
    """No connection is to be made; the text is one line. `kind` is `refused` (by rule: asking again is useless) or `resolve`
    (the name has no address now)."""

    def __init__(self, reason: str, kind: Literal["refused", "resolve"] = "refused") -> None:
        super().__init__(reason)
        self.kind = kind


class Guard:
    """Answers for one crawl.

    `overrides`: hosts pinned to addresses, which may be private; the first that fits counts, exact hosts before `*`.
    `private_hosts`: `host` (any port) or `host:port` that may lie at private or loopback addresses; metadata, link-local and
    other special addresses stay refused. `timeout`: seconds for one look-up. `keep`, `keep_failure`: seconds an answer is used
    again.
    Raises ValueError for a host that is none.
    """

    def __init__(self, overrides: Sequence[Resolve] = (), private_hosts: Collection[str] = (), resolver: Resolver = lookup, *,
                 timeout: float = 15.0, keep: float = 300.0, keep_failure: float = 30.0) -> None:
        self._pinned = {(rule.host, rule.port): Address(rule.address, rule.to_port) for rule in reversed(overrides)}
        self._private = frozenset(_named(entry) for entry in private_hosts)
        self._resolver = resolver
        self._timeout = timeout
        self._keep = keep
        self._keep_failure = keep_failure
        self._known: OrderedDict[tuple[str, int], tuple[float, tuple[Address, ...] | Refused]] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[list[str]]] = {}

    def known(self, host: str, port: int) -> tuple[Address, ...] | None:
        """What `addresses` gave for that host a while ago; None: it has to be asked."""
        known = self._known.get((host, port))
        return known[1] if known is not None and known[0] > time.monotonic() and not isinstance(known[1], Refused) else None

    async def addresses(self, host: str, port: int) -> tuple[Address, ...]:
        """Addresses to try in this order, at least one. `host` in any spelling, IPv6 with or without brackets. Raises
        Refused."""
        answer = self._recall(host, port)
        if answer is None:
            try:
                answer = await self._decide(host, port)
            except Refused as refusal:
                answer = refusal
            self._remember(host, port, answer)
        if isinstance(answer, Refused):
            raise Refused(str(answer), answer.kind)
        return answer

    def _recall(self, host: str, port: int) -> tuple[Address, ...] | Refused | None:
        known = self._known.get((host, port))
        return known[1] if known is not None and known[0] > time.monotonic() else None

    def _remember(self, host: str, port: int, answer: tuple[Address, ...] | Refused) -> None:
        keep = self._keep_failure if isinstance(answer, Refused) else self._keep
        self._known[host, port] = (time.monotonic() + keep, answer)
        self._known.move_to_end((host, port))
        if len(self._known) > _MAX_CACHED:
            self._known.popitem(last=False)

    async def _decide(self, host: str, port: int) -> tuple[Address, ...]:
        try:
            name = normal_host(host)
        except BadUrl as error:
            raise Refused(str(error)) from None
        key = name.rstrip(".")
        pinned = self._pinned.get((key, port)) or self._pinned.get(("*", port))
        if pinned is not None:
            return (pinned,)
        if port in BAD_PORTS and (port == 0 or (key, port) not in self._private):
            raise Refused(f"port {port} belongs to another service")
        opened = (key, port) in self._private or (key, None) in self._private
        return _allowed(name, port, await self._resolve(name), opened=opened)

    async def _resolve(self, name: str) -> list[str]:
        """Addresses of a name, asked once however many wait; an address is its own answer."""
        if ":" in name or name.replace(".", "").isdigit():
            return [name]
        task = self._under_way.get(name)
        if task is None:
            task = self._under_way[name] = asyncio.ensure_future(self._ask(name))
            task.add_done_callback(lambda done: self._answered(name, done))
        return await asyncio.shield(task)

    def _answered(self, name: str, task: asyncio.Task[list[str]]) -> None:
        self._under_way.pop(name, None)
        if not task.cancelled():
            task.exception()  # seen, even when all who waited were cancelled

    async def _ask(self, name: str) -> list[str]:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._resolver(name)
        except TimeoutError:
            raise Refused(f"{name}: no answer of the name service in {self._timeout:g} s", "resolve") from None
        except OSError as error:
            raise Refused(f"{name}: {' '.join(str(error).split()) or 'no address'}", "resolve") from None


def _allowed(name: str, port: int, found: Sequence[str], *, opened: bool) -> tuple[Address, ...]:
    """Those of the addresses that may be connected to. Raises Refused that names the first that may not, when none may."""
    good, why = [], "it has no address"
    for ip in found:
        reach, words = _reach(ip)
        if reach == "public" or (opened and reach == "private"):
            good.append(Address(ip, port))
        elif why == "it has no address":
            why = f"{ip} is {words}" if ip != name else words
    if not good:
        raise Refused(f"{name}: {why}", "refused" if found else "resolve")
    return tuple(good[:MAX_ADDRESSES])


def _reach(ip: str) -> tuple[str, str]:
    try:
        return reach_of(ip)
    except ValueError:
        return "never", "no address"


def _named(entry: str) -> tuple[str, int | None]:
    """`host` or `host:port` as (normal host, port or None). Raises ValueError."""
    host, colon, port = entry.rpartition(":")
    if colon and port.isdigit() and (host.endswith("]") or ":" not in host):
        return normal_host(host).rstrip("."), int(port)
    return normal_host(entry).rstrip("."), None
