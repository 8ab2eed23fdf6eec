"""Asks for one address as a crawl would, by the same wire: robots.txt, guard, pins, limits, the browser where the portal's file asks for
one; all of it recorded. For tools that look at a page before there is an archive of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from archive.errors import NotFound
from archive.model import WarcRef
from archive.reader import read_at
from archive.records.originals import MemoryOriginals
from archive.records.stored import StoredCapture
from archive.warc import WarcWriter
from crawler import VERSION
from crawler.addresses.scope import scope_of
from crawler.browser import renderer_of
from crawler.counts import Counts
from crawler.fetching.cookies import Cookies
from crawler.fetching.fetcher import Fetched
from crawler.fetching.headers import location
from crawler.fetching.network import Network
from crawler.fetching.recorder import Recorder
from crawler.frontier.task import Task, TaskKind
from crawler.portal import Portal
from crawler.reading import Link

if TYPE_CHECKING:
    from crawler.browser.renderer import Renderer

HOPS = 10
"""Redirects in a row at most."""


def asked_once(portal: Portal, link: Link, kind: str, settings: Any, folder: Path, cookies: Cookies) -> StoredCapture:
    """What the address of a link answers, a POST's too, redirects on the portal followed, recorded below `folder`; of a page of a `kind`
    that the portal has drawn, what was drawn. `settings`: Scrapy's; `cookies`: of what was asked before, and then of this too.

    Raises `archive.errors.NotFound` when it may not be asked, does not answer or cannot be drawn, `NotWritable`.
    """
    writer = WarcWriter(folder, prefix=portal.name, info={"software": f"fangzhi/{VERSION}", "format": "WARC File Format 1.1"},
                        originals=MemoryOriginals())
    try:
        ref = asyncio.run(_asked(portal, link, kind, settings, Recorder(writer), cookies))
    finally:
        writer.close()
    return read_at(folder, ref)


async def _asked(portal: Portal, link: Link, kind: str, settings: Any, recorder: Recorder, cookies: Cookies) -> WarcRef:
    network = Network(portal, settings, recorder, Counts(), conditions=lambda task: (), delays=lambda host, seconds: None)
    network.fetcher.cookies = cookies
    renderer = renderer_of(portal, settings, ask=network.embedded, recorder=recorder, limit=settings.getint("PAGE_MAXSIZE"))
    url, hops = link.url, ""
    try:
        for _ in range(HOPS + 1):
            first = link if not hops else link._replace(url=url, method="GET", body=None, call=None)
            task = Task(id=0, url=url, kind=cast(TaskKind, kind), section=None, via=None, hops=hops, depth=0, method=first.method,
                        body=first.body, attempts=1, title=None, listed_date=None, position=None, call=first.call)
            fetched, refusal = await network.ask(task)
            if fetched is None:
                raise NotFound(f"{url}: not asked: {refusal.reason if refusal else 'refused'}")
            capture = fetched.capture
            if capture.status is None:
                raise NotFound(f"{url}: {capture.error or 'no answer'}")
            target = location(capture)
            if target is None:
                return await _drawn(renderer, task, fetched)
            if not scope_of(portal).holds(target):
                raise NotFound(f"{url}: redirects to {target}, which is not on the hosts of {portal.name}")
            url, hops = target, f"{hops}R"
            await asyncio.sleep(portal.politeness.delay)
        raise NotFound(f"{url}: more than {HOPS} redirects")
    finally:
        if renderer is not None:
            await renderer.close()
        await network.close()


async def _drawn(renderer: Renderer | None, task: Task, fetched: Fetched) -> WarcRef:
    if renderer is None or not renderer.wants(task, fetched):
        return fetched.ref
    drawn = await renderer.draw(task, fetched)
    if drawn.undrawn is not None:
        raise NotFound(f"{task.url}: {drawn.undrawn}")
    return drawn.ref
