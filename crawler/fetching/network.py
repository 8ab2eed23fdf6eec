"""The side of a run that faces the servers: robots.txt, cookies, conditions, pins, and the recorded exchange."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from scrapy.settings import BaseSettings

from crawler import clock
from crawler.client.exchange import Exchange
from crawler.client.guard import Guard
from crawler.client.limits import Limits
from crawler.client.resolve import Resolve
from crawler.counts import Counts
from crawler.fetching.cookies import Cookies
from crawler.fetching.fetcher import Fetched, Fetcher
from crawler.fetching.gate import RobotsGate, at_once
from crawler.fetching.recorder import Recorder
from crawler.fetching.robots import RobotsStore
from crawler.frontier.outcome import Problem
from crawler.frontier.task import Task, host_of
from crawler.portal import Portal

LANGUAGES = {"zh-hant": "zh-TW,zh;q=0.9,en;q=0.5", "zh": "zh-CN,zh;q=0.9,en;q=0.5", "en": "en,zh;q=0.5"}
"""Accept-Language by the portal's language: portals switch edition by it, and Scrapy's default is `en`."""

HOSTS_KNOWN = 10_000
"""Hosts of which it is known when they were last asked."""

Conditions = Callable[[Task], Sequence[tuple[str, str]]]
Delays = Callable[[str, float], None]


class Interrupted(Exception):
    """The request was cut off because the crawl ends; its task stays queued."""


class Network:
    """Asks for tasks."""

    def __init__(self, portal: Portal, settings: BaseSettings, recorder: Recorder, counts: Counts, *, conditions: Conditions,
                 delays: Delays, turn: Callable[[str], Awaitable[None]] = at_once) -> None:
        """`conditions`: If-None-Match and the like for a task. `delays`: told of what robots.txt asks between requests to a host. `turn`:
        as for `RobotsGate`; it may raise Interrupted."""
        pins = [Resolve.parse(text) for text in settings.getlist("RESOLVE")]
        private = (*portal.hosts, *portal.aliases) if portal.allow_private else ()
        limits = Limits.for_timeout(settings.getfloat("DOWNLOAD_TIMEOUT"), max_body=settings.getint("DOWNLOAD_MAXSIZE"))
        self.counts = counts
        self.conditions = conditions
        self.agent = settings["USER_AGENT"]
        self.exchange = Exchange(limits, Guard(overrides=pins, private_hosts=private))
        self.fetcher = Fetcher(exchange=self.exchange, recorder=recorder, cookies=Cookies(),
                               headers=headers_for(portal, self.agent), attachment_limit=settings.getint("ATTACHMENT_MAXSIZE"))
        backoff = settings.getfloat("RETRY_BACKOFF")
        self.gate = RobotsGate(self._precondition, RobotsStore(self.agent, waits=(2.0 * backoff, 10.0 * backoff)), delays, turn)
        self.obeys = settings.getbool("ROBOTSTXT_OBEY")
        self.began: dict[str, float] = {}
        """By host, see `last_began`."""
        self.under_way: set[asyncio.Task[Any]] = set()
        """Those that wait for an answer or for its record."""
        self.cutting = False

    async def ask(self, task: Task) -> tuple[Fetched | None, Problem | None]:
        """The recorded answer, or why nothing may be asked. Raises `archive.errors.NotWritable`, and Interrupted once `cut`."""
        if self.obeys and not self.gate.opens(task.url) and (problem := await self.gate.refusal(task.url)) is not None:
            return None, problem
        return await self._tracked(task, self.conditions(task)), None

    async def follow(self, task: Task) -> Fetched:
        """The next hop of a redirect that set a cookie."""
        return await self._tracked(task, ())

    async def embedded(self, task: Task) -> tuple[Fetched | None, Problem | None]:
        """As `ask`, for what a page asks for while a browser draws it: without conditions, as the page needs the whole answer."""
        if self.obeys and not self.gate.opens(task.url) and (problem := await self.gate.refusal(task.url)) is not None:
            return None, problem
        return await self._tracked(task, ()), None

    def last_began(self, url: str) -> float:
        """Instant at which the last request to the host of an address began, of those that have ended; 0: none is known."""
        return self.began.get(host_of(url), 0.0)

    def _precondition(self, url: str, via: str) -> Awaitable[Fetched]:
        return self._cuttable(self.fetcher.precondition(url, via))

    def _tracked(self, task: Task, conditions: Sequence[tuple[str, str]]) -> Awaitable[Fetched]:
        self.counts.host = host_of(task.url)
        return self._cuttable(self.fetcher.fetch(task, conditions))

    async def _cuttable(self, work: Coroutine[Any, Any, Fetched]) -> Fetched:
        if self.cutting:
            work.close()
            raise Interrupted
        task = asyncio.current_task(self.exchange.loop)
        assert task is not None
        self.under_way.add(task)
        try:
            fetched = await work
        except asyncio.CancelledError:
            if self.cutting:
                task.uncancel()
                raise Interrupted from None  # Scrapy waits for ever for a handler that ends in CancelledError
            raise
        finally:
            self.under_way.discard(task)
        self._note(fetched)
        return fetched

    def _note(self, fetched: Fetched) -> None:
        if len(self.began) >= HOSTS_KNOWN:
            self.began.clear()
        self.began[host_of(fetched.capture.url)] = clock.paced(fetched.capture.started)
        self.counts.requests += 1
        if fetched.capture.response is not None:
            self.counts.received += fetched.capture.response.size

    def cut(self) -> None:
        """Break off what is under way, and begin nothing more."""
        self.cutting = True
        for task in list(self.under_way):
            task.cancel()

    async def close(self) -> None:
        """Close connections."""
        self.cut()
        await self.exchange.close()


def headers_for(portal: Portal, agent: str) -> dict[str, str]:
    """The headers of every request. Only gzip is asked for: the one coding that every reader of WARC files handles."""
    language = portal.language.lower()
    accepted = LANGUAGES.get(language) or LANGUAGES.get(language.split("-")[0]) or f"{portal.language},en;q=0.5"
    return {"User-Agent": agent, "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": accepted, "Accept-Encoding": "gzip"}
