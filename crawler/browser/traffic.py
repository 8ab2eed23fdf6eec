"""What a page asks for while it is drawn: every request goes over the crawl's own wire, or nowhere."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

from archive.model import Capture
from archive.records.codings import decode
from archive.records.http import entity
from crawler.fetching.fetcher import Fetched
from crawler.fetching.headers import location
from crawler.frontier.outcome import Problem
from crawler.frontier.task import Task, host_of

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

PASSED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""What a page may ask for; pictures, fonts and films do not change its text, and are fetched as requisites of what was drawn."""
KEPT = frozenset({"script", "stylesheet"})
"""What is held for the next pages of the crawl."""
MOST_REQUESTS = 200
"""Of one page."""
LARGEST = 16 * 1024 * 1024
"""Bytes of one answer, unpacked, that a page is given."""
MOST_HELD = 48 * 1024 * 1024
"""Bytes of scripts and styles held."""
_REDIRECTS = 5
_NOT_PASSED_ON = frozenset({
    "content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "set-cookie", "strict-transport-security",
    "alt-svc", "clear-site-data", "report-to", "nel", "refresh", "link"})

Ask = Callable[[Task], Awaitable[tuple[Fetched | None, Problem | None]]]


class Reply(NamedTuple):
    """An answer as a page gets it."""

    status: int
    headers: dict[str, str]
    body: bytes


def reply_of(capture: Capture) -> Reply | None:
    """What a page is given of a capture: content coding off, without what concerns the connection; None when nothing whole came."""
    if capture.response is None or capture.head_size is None or capture.status is None:
        return None
    if capture.response.size - capture.head_size > LARGEST:
        return None
    body = b"".join(entity(capture.response, capture.head_size, capture.chunked))
    codings = [value for name, value in capture.headers if name.lower() == "content-encoding"]
    headers: dict[str, str] = {}
    for name, value in capture.headers:
        if name.lower() not in _NOT_PASSED_ON:
            headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
    return Reply(capture.status, headers, decode(body, codings, LARGEST).body if codings else body)


class Traffic:
    """The requests of one crawl's pages. Belongs to one event loop."""

    def __init__(self, ask: Ask, delay: float) -> None:
        """`ask`: as `crawler.fetching.network.Network.embedded`; `delay`: seconds between two requests to one host."""
        self._ask = ask
        self._delay = delay
        self._turns: dict[str, asyncio.Lock] = {}
        self._asked: dict[str, float] = {}
        self._held: OrderedDict[str, Reply] = OrderedDict()

    def began(self, url: str) -> None:
        """A request to this host began now, by someone else."""
        self._asked[host_of(url)] = time.monotonic()

    async def turn(self, url: str) -> None:
        """Wait until the host of an address may be asked again."""
        host = host_of(url)
        async with self._turns.setdefault(host, asyncio.Lock()):
            left = self._asked.get(host, 0.0) + self._delay - time.monotonic()
            if left > 0:
                await asyncio.sleep(left)
            self._asked[host] = time.monotonic()

    async def reply(self, task: Task, kind: str) -> Reply | None:
        """The answer to what a page asks for, redirects followed; None: it gets none. `kind`: the browser's word for it."""
        key = task.url if kind in KEPT and task.method == "GET" else None
        if key is not None and key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        found = await self._fetched(task)
        if key is not None and found is not None and found.status == 200:
            self._hold(key, found)
        return found

    async def _fetched(self, task: Task) -> Reply | None:
        for _ in range(_REDIRECTS + 1):
            await self.turn(task.url)
            fetched, _refused = await self._ask(task)
            if fetched is None:
                return None
            capture = fetched.capture
            try:
                target = location(capture)
                if target is None:
                    return reply_of(capture)
            finally:
                if capture.response is not None:
                    capture.response.close()
            method = task.method if capture.status in (307, 308) else "GET"
            task = _again(task, target, method)
        return None

    def _hold(self, key: str, reply: Reply) -> None:
        self._held[key] = reply
        while sum(len(held.body) for held in self._held.values()) > MOST_HELD:
            self._held.popitem(last=False)


def _again(task: Task, url: str, method: str) -> Task:
    return embedded(url, via=task.url, hops=task.hops + "R", method=method, body=task.body if method == task.method else None)


def embedded(url: str, *, via: str, hops: str, method: str = "GET", body: bytes | None = None) -> Task:
    """The task that stands for a request of a page."""
    return Task(id=0, url=url, kind="requisite", section=None, via=via, hops=hops, depth=0, method=method, body=body, attempts=1,
                title=None, listed_date=None, position=None)


class Page:
    """One page being drawn: its first request is answered with what was captured, the rest by the traffic."""

    def __init__(self, traffic: Traffic, task: Task, first: Reply) -> None:
        self._traffic = traffic
        self._task = task
        self._first: Reply | None = first
        self._count = 0

    async def answer(self, route: Route) -> None:
        """Answer a request that the browser was about to make. Never raises: a page that is gone needs no answer."""
        from playwright.async_api import Error

        reply = None
        with contextlib.suppress(Exception):  # the crawl is being cut off, or the archive is full: whoever draws says so
            reply = await self._reply(route.request)
        with contextlib.suppress(Error):
            if reply is None:
                # `aborted` leaves a page where it is; after `failed` Chromium would show a page of its own.
                await route.abort("aborted")
            else:
                await route.fulfill(status=reply.status, headers=reply.headers, body=reply.body)

    async def _reply(self, request: Request) -> Reply | None:
        first = self._first
        if first is not None and request.is_navigation_request():
            self._first = None
            return first
        is_frame = request.resource_type != "document" or request.frame.parent_frame is not None
        self._count += 1
        # A page that leads its reader on by script stays where it is: the crawl follows such links by itself.
        if request.resource_type not in PASSED or not is_frame or self._count > MOST_REQUESTS:
            return None
        if request.method not in ("GET", "POST") or not request.url.startswith(("http://", "https://")):
            return None
        task = embedded(request.url.partition("#")[0], via=self._task.url, hops=self._task.hops + "E", method=request.method,
                        body=request.post_data_buffer or b"" if request.method == "POST" else None)
        return await self._traffic.reply(task, request.resource_type)
