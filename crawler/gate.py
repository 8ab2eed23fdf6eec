"""Whether robots.txt lets an address be asked for: fetched once a host and day, recorded like everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin, urlsplit

from archive.codings import decode
from archive.http import entity
from archive.model import Capture
from crawler.challenge import challenge_of
from crawler.fetcher import Fetched
from crawler.outcome import Problem
from crawler.robots import RobotsStore, Rules

REDIRECT_LIMIT = 5
"""RFC 9309, section 2.3.1.2: at least five consecutive redirects are followed."""
TRIES = 3
SIZE_LIMIT = 2 * 1024 * 1024
"""Bytes of robots.txt that are read; RFC 9309, section 2.5, asks for at least 500 KiB."""

Precondition = Callable[[str, str], Awaitable[Fetched]]


class RobotsGate:
    """Asks robots.txt of each origin before its first page; others who come meanwhile wait for the same answer."""

    def __init__(self, precondition: Precondition, store: RobotsStore, agent: str, backoff: float) -> None:
        self.precondition = precondition
        self.store = store
        self.agent = agent
        self.backoff = backoff
        self.asking: dict[str, asyncio.Future[Rules]] = {}
        self.blocked: dict[str, str] = {}

    async def refusal(self, url: str) -> Problem | None:
        """Why the address may not be asked for; None when it may."""
        origin = origin_of(url)
        rules = self.store.get(origin) or await self._shared(origin, url)
        if rules.allowed(url, self.agent):
            return None
        if name := self.blocked.get(origin):
            return Problem(kind="blocked", reason=f"robots.txt: {name}")
        return Problem(kind="robots", reason=rules.reason)

    async def _shared(self, origin: str, url: str) -> Rules:
        asking = self.asking.get(origin)
        if asking is None:
            asking = self.asking[origin] = asyncio.ensure_future(self._ask(origin, url))
        try:
            return await asking
        finally:
            self.asking.pop(origin, None)

    async def _ask(self, origin: str, via: str) -> Rules:
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(self.backoff * 2.0 ** (attempt - 1))
            rules, final = await self._once(origin, via)
            if final:
                break
        self.store.put(origin, rules)
        return rules

    async def _once(self, origin: str, via: str) -> tuple[Rules, bool]:
        """Rules by one try, and whether another one would be pointless."""
        url = origin + "/robots.txt"
        for _ in range(REDIRECT_LIMIT + 1):
            fetched = await self.precondition(url, via)
            try:
                status, body = fetched.capture.status, _body(fetched.capture)
                if status is not None and (name := challenge_of(status, fetched.capture.headers, body)):
                    self.blocked[origin] = name
            finally:
                if fetched.capture.response is not None:
                    fetched.capture.response.close()
            target = _target(fetched.capture, url)
            if target is None:
                return Rules.from_answer(status, body), status is not None and status < 500 and status != 429
            via, url = url, target
        return Rules.from_answer(404, b""), True  # more redirects than are followed: as if there were none (RFC 9309, 2.3.1.2)


def origin_of(url: str) -> str:
    """`scheme://host[:port]` of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _target(capture: Capture, url: str) -> str | None:
    if capture.status not in (301, 302, 303, 307, 308):
        return None
    location = next((value for name, value in capture.headers if name.lower() == "location"), "")
    try:
        target = urljoin(url, location.strip())
        return target if urlsplit(target).scheme in ("http", "https") and location else None
    except ValueError:
        return None


def _body(capture: Capture) -> bytes:
    if capture.response is None or capture.head_size is None:
        return b""
    taken, size = [], 0
    for piece in entity(capture.response, capture.head_size, capture.chunked):
        taken.append(piece)
        size += len(piece)
        if size >= SIZE_LIMIT:
            break
    codings = [value for name, value in capture.headers if name.lower() == "content-encoding"]
    return decode(b"".join(taken), codings, SIZE_LIMIT).body
