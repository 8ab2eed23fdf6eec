"""Whether robots.txt lets an address be asked for: fetched once a host and day, recorded like everything else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from archive.model import Capture
from archive.records.codings import decode
from archive.records.http import entity
from crawler import clock
from crawler.challenge import challenge_of
from crawler.fetching.fetcher import Fetched
from crawler.fetching.headers import location
from crawler.fetching.robots import MOST_BYTES, MOST_HOPS, TOO_MANY_HOPS, Check, RobotsStore
from crawler.frontier.outcome import Problem
from crawler.frontier.pace import crawl_delay
from crawler.frontier.task import host_of

logger = logging.getLogger(__name__)

Precondition = Callable[[str, str], Awaitable[Fetched]]


async def at_once(_: str) -> None:
    """Where nobody waits for a turn."""


class RobotsGate:
    """Asks robots.txt of each origin before its first page; others who come meanwhile wait for the same answer."""

    def __init__(self, precondition: Precondition, store: RobotsStore, delays: Callable[[str, float], None],
                 turn: Callable[[str], Awaitable[None]] = at_once) -> None:
        """`delays`: told of each host's Crawl-delay in seconds, bounded, as soon as it is known. `turn`: waits until the host of an address
        may be asked again: robots.txt was asked in the page's place."""
        self.precondition = precondition
        self.store = store
        self.delays = delays
        self.turn = turn
        self.asking: dict[str, asyncio.Future[None]] = {}
        self.blocked: dict[str, str] = {}
        """By robots.txt's address: the challenge that stands before it."""
        self.refused: dict[str, str] = {}
        """The same: why it must not even be asked for, and so nothing of its host."""
        self.silent: dict[str, str] = {}
        """The same: why no answer came, of those that gave none."""

    def opens(self, url: str) -> bool:
        """Whether the address may certainly be asked for; else `refusal` tells."""
        return not self.refused and self.store.allows(url, clock.now())

    async def refusal(self, url: str) -> Problem | None:
        """Why the address may not be asked for; None when it may."""
        while True:
            check = self.store.check(url, clock.now())
            if check.robots_url in self.refused:
                return Problem(kind="refused", reason=self.refused[check.robots_url])
            if check.verdict == "allow":
                return None
            if check.verdict == "refuse":
                return self._refused(check)
            await self._shared(check.robots_url, url, check.until - clock.now())
            await self.turn(url)

    def _refused(self, check: Check) -> Problem:
        name, why = self.blocked.get(check.robots_url), self.silent.get(check.robots_url)
        if name is not None:
            return Problem(kind="blocked", reason=f"robots.txt: {name}")
        return Problem(kind="robots", reason=f"{check.reason or 'robots.txt'}{f' ({why})' if why else ''}")

    async def _shared(self, robots_url: str, via: str, wait: float) -> None:
        """Ask, or wait for whoever is asking already."""
        asking = self.asking.get(robots_url)
        if asking is None:
            asking = self.asking[robots_url] = asyncio.ensure_future(self._ask(robots_url, via, wait))
            asking.add_done_callback(lambda _: self.asking.pop(robots_url, None))
        await asyncio.shield(asking)

    async def _ask(self, robots_url: str, via: str, wait: float) -> None:
        await asyncio.sleep(max(0.0, wait))
        status, body = await self._answer(robots_url, via)
        if robots_url in self.refused:
            return
        check = self.store.learn(robots_url, status, body, clock.now())
        if check.reason is not None:
            logger.info("%s: %s", robots_url, check.reason)
        rules = self.store.rules(robots_url)
        if rules is not None and rules.crawl_delay is not None:
            seconds, note = crawl_delay(rules.crawl_delay, 0.0)
            if note is not None:
                logger.warning("%s: %s", robots_url, note)
            self.delays(host_of(robots_url), seconds)

    async def _answer(self, robots_url: str, via: str) -> tuple[int | None, bytes]:
        """Status and body of robots.txt at the end of its redirects; None: no answer."""
        url = robots_url
        for _ in range(MOST_HOPS + 1):
            fetched = await self.precondition(url, via)
            capture = fetched.capture
            try:
                status, body = capture.status, _body(capture)
            finally:
                if capture.response is not None:
                    capture.response.close()
            if status is not None:
                self.silent.pop(robots_url, None)
            elif not capture.refused:
                self.silent[robots_url] = capture.error or "no answer"
            if status is not None and (name := challenge_of(status, capture.headers, body)):
                self.blocked[robots_url] = name
            if capture.refused:
                if url == robots_url:
                    self.refused[robots_url] = capture.error or "refused"
                return TOO_MANY_HOPS, b""  # redirected to where we must not go: no more to be had than behind endless redirects
            target = location(capture)
            if target is None:
                return status, body
            via, url = url, target
        return TOO_MANY_HOPS, b""


def _body(capture: Capture) -> bytes:
    """As much of the file as is read, coding off; empty when there is none."""
    if capture.response is None or capture.head_size is None:
        return b""
    taken, size = [], 0
    for piece in entity(capture.response, capture.head_size, capture.chunked):
        taken.append(piece)
        size += len(piece)
        if size >= MOST_BYTES:
            break
    codings = [value for name, value in capture.headers if name.lower() == "content-encoding"]
    return decode(b"".join(taken), codings, MOST_BYTES + 1).body
