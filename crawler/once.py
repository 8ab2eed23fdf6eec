"""Asks for one address as a crawl would, by the same wire: robots.txt, guard, pins, limits; all of it recorded. For tools that look at a
page before there is an archive of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

from archive.errors import NotFound
from archive.model import WarcRef
from archive.originals import MemoryOriginals
from archive.reader import read_at
from archive.stored import StoredCapture
from archive.warc import WarcWriter
from crawler import VERSION
from crawler.counts import Counts
from crawler.judging import location
from crawler.network import Network
from crawler.portal import Portal
from crawler.recorder import Recorder
from crawler.scope import scope_of
from crawler.task import Task, TaskKind

HOPS = 10
"""Redirects in a row at most."""


def asked_once(portal: Portal, url: str, kind: str, settings: Any, folder: Path) -> StoredCapture:
    """What the address answers, redirects on the portal followed, recorded below `folder`. `settings`: Scrapy's.

    Raises `archive.errors.NotFound` when it may not be asked or does not answer, `NotWritable`.
    """
    writer = WarcWriter(folder, prefix=portal.name, info={"software": f"fangzhi/{VERSION}", "format": "WARC File Format 1.1"},
                        originals=MemoryOriginals())
    try:
        ref = asyncio.run(_asked(portal, url, kind, settings, Recorder(writer)))
    finally:
        writer.close()
    return read_at(folder, ref)


async def _asked(portal: Portal, url: str, kind: str, settings: Any, recorder: Recorder) -> WarcRef:
    network = Network(portal, settings, recorder, Counts(), conditions=lambda task: (), delays=lambda host, seconds: None)
    hops = ""
    try:
        for _ in range(HOPS + 1):
            task = Task(id=0, url=url, kind=cast(TaskKind, kind), section=None, via=None, hops=hops, depth=0, method="GET", body=None,
                        attempts=1, title=None, listed_date=None, position=None)
            fetched, refusal = await network.ask(task)
            if fetched is None:
                raise NotFound(f"{url}: not asked: {refusal.reason if refusal else 'refused'}")
            capture = fetched.capture
            if capture.status is None:
                raise NotFound(f"{url}: {capture.error or 'no answer'}")
            target = location(capture)
            if target is None:
                return fetched.ref
            if not scope_of(portal).holds(target):
                raise NotFound(f"{url}: redirects to {target}, which is not on the hosts of {portal.name}")
            url, hops = target, f"{hops}R"
            await asyncio.sleep(portal.politeness.delay)
        raise NotFound(f"{url}: more than {HOPS} redirects")
    finally:
        await network.close()
