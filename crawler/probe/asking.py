"""Asks a few addresses one after another, as a crawl would: by the same wire, robots.txt, guard and pins, at a pace, recorded."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import urlsplit

from archive.model import Capture
from archive.records.codings import decode
from archive.records.http import entity
from archive.records.originals import MemoryOriginals
from archive.warc import WarcWriter
from crawler import VERSION
from crawler.counts import Counts
from crawler.fetching.headers import location
from crawler.fetching.network import Network
from crawler.fetching.recorder import Recorder
from crawler.frontier.task import Task, TaskKind, call_at
from crawler.page import Page
from crawler.portal import Portal
from crawler.reading import Link

HOPS = 5
"""Redirects in a row at most."""
LARGEST = 20 * 1024 * 1024
"""Bytes of a page, codings off, that are looked at."""


class Asker:
    """A context manager for one look at a portal."""

    def __init__(self, portal: Portal, settings: Any, folder: Path, most: int) -> None:
        """`most`: addresses asked at most, redirects included; `folder`: what came is recorded below it."""
        self.portal = portal
        self.left = most
        self.refusals: dict[str, str] = {}
        """Address to why it gave nothing."""
        self._known: dict[tuple[str, bytes | None], Page | None] = {}
        self._writer = WarcWriter(folder, prefix=portal.name, originals=MemoryOriginals(),
                                  info={"software": f"fangzhi/{VERSION}", "format": "WARC File Format 1.1"})
        self._settings = settings

    async def __aenter__(self) -> Self:
        self._network = Network(self.portal, self._settings, Recorder(self._writer), Counts(), conditions=lambda task: (),
                                delays=lambda host, seconds: None)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._network.close()
        self._writer.close()

    async def ask(self, url: str, kind: str = "page") -> Page | None:
        """The page at an address, redirects followed; None when there is none, or when enough was asked."""
        return await self.follow(Link(url=url, kind="page"), kind)

    async def follow(self, link: Link, kind: str = "listing") -> Page | None:
        """The same for a link, a POST among them; each is asked once."""
        key = (link.url, link.body)
        if key not in self._known:
            self._known[key] = await self._asked(link, kind)
        page = self._known[key]
        return page if page is None or page.call == link.call else replace(page, call=link.call)

    async def _asked(self, link: Link, kind: str) -> Page | None:
        url, method, body, call = link.url, link.method, link.body, link.call
        for hop in range(HOPS + 1):
            if self.left <= 0:
                return None
            self.left -= 1
            task = Task(id=0, url=url, kind=cast(TaskKind, kind), section=None, via=None, hops="R" * hop, depth=0, method=method, body=body,
                        attempts=1, title=None, listed_date=None, position=None, call=call)
            fetched, refusal = await self._network.ask(task)
            await asyncio.sleep(self.portal.politeness.delay)
            if fetched is None:
                self.refusals[link.url] = refusal.reason if refusal else "refused"
                return None
            capture = fetched.capture
            try:
                target = location(capture)
                if target is None:
                    return self._page(link, capture, body)
            finally:
                if capture.response is not None:
                    capture.response.close()
            if not akin(target, self.portal.hosts[0]):
                self.refusals[link.url] = f"leads to {target}"
                return None
            url, method, body, call = target, "GET", None, call_at(task, target)
        self.refusals[link.url] = f"more than {HOPS} redirects"
        return None

    def _page(self, link: Link, capture: Capture, form: bytes | None) -> Page | None:
        if capture.status is None or capture.response is None or capture.head_size is None:
            self.refusals[link.url] = capture.error or "no answer"
            return None
        if capture.status != 200:
            self.refusals[link.url] = f"HTTP {capture.status}"
            return None
        body = b"".join(entity(capture.response, capture.head_size, capture.chunked))[:LARGEST]
        codings = [value for name, value in capture.headers if name.lower() == "content-encoding"]
        return Page(url=capture.url, body=decode(body, codings, LARGEST).body if codings else body, headers=capture.headers,
                    captured_at=capture.started, form=form, call=link.call)


def akin(url: str, host: str) -> bool:
    """Whether an address lies on the host, or on another name of the same portal: with or without `www.`, or below its domain."""
    own, other = host.rpartition("@")[2].partition(":")[0], (urlsplit(url).hostname or "")
    stem = own.removeprefix("www.")
    return other == own or other.removeprefix("www.") == stem or other.endswith(f".{stem}")
