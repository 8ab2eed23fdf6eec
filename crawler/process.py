"""Runs crawls in one event loop: several portals side by side, ended cleanly by a signal."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import uvloop
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from archive.errors import ArchiveError
from crawler.crawl.run import Run
from crawler.health import BUG, INTERRUPTED, NOT_WRITTEN, End
from crawler.oneline import one_line
from crawler.portal import Portal
from crawler.readers.long_turns import take_long_turns
from crawler.spider import PortalSpider
from crawler.summary import PortalSummary

logger = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds that requests under way get to end after the first signal; what is not answered by then is asked again by the next run."""


def spider_class(portal: Portal) -> type[PortalSpider]:
    """The spider of a portal."""
    return type("PortalSpider", (PortalSpider,), {"name": portal.name, "portal": portal})


class Crawls:
    """The crawls of one command."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.runner = AsyncCrawlerRunner(settings)
        self.runs: list[Run] = []
        self.failures: dict[str, End] = {}
        """Portals whose crawl could not even begin."""
        self.stopping = False

    async def crawl(self, portals: Sequence[Portal]) -> None:
        """Crawl the portals side by side to their ends, which stand in `runs` and `failures`."""
        self.handle_signals()
        await asyncio.gather(*(self.one(portal) for portal in portals))

    async def one(self, portal: Portal) -> None:
        """Crawl a portal to its end."""
        if self.stopping:
            self.failures[portal.name] = End(INTERRUPTED, "interrupted before it began")
            return
        crawler = self.runner.create_crawler(spider_class(portal))
        crawler.settings.set("RUNS", self.runs)
        try:
            await self.runner.crawl(crawler)
            await self._closed(crawler)
        except ArchiveError as error:
            self._failed(portal, End(NOT_WRITTEN, one_line(str(error))))
        except Exception as error:
            logger.debug("the crawl of %s broke", portal.name, exc_info=True)
            self._failed(portal, End(BUG, one_line(f"a bug: {type(error).__name__}: {error}")))

    async def _closed(self, crawler: Crawler) -> None:
        """Wait for the files: the engine does not, where a signal comes in the moment in which it has found nothing more to do."""
        spider = crawler.spider
        if isinstance(spider, PortalSpider):
            await spider.run.close("shutdown")

    def _failed(self, portal: Portal, end: End) -> None:
        self.failures[portal.name] = end
        logger.error("%s: %s", portal.name, end.reason)

    def summaries(self, root: Path) -> list[PortalSummary]:
        """What each crawl archived; those that could not begin come last."""
        begun = [run.summary() for run in self.runs]
        unbegun = [PortalSummary(portal=name, path=root / "collections" / name, end=end) for name, end in self.failures.items()]
        return begun + unbegun

    def handle_signals(self) -> None:
        """SIGINT and SIGTERM end the crawls; a second one at once."""
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(RuntimeError):
                loop.add_signal_handler(signum, self.stop, signal.Signals(signum).name)

    def stop(self, name: str) -> None:
        """Ask nothing more, let what is under way end for a while, then cut it off."""
        loop = asyncio.get_running_loop()
        if self.stopping:
            self._cut()
            return
        self.stopping = True
        logger.warning("%s: ending; what is under way gets %g s, a second signal cuts it off", name, GRACE)
        for run in self.runs:
            run.stop_asking()
        self.ending: asyncio.Future[Any] = asyncio.ensure_future(self.runner.stop())
        loop.call_later(GRACE, self._cut)

    def _cut(self) -> None:
        for run in self.runs:
            run.cut()


def perform(work: Callable[[], Awaitable[None]]) -> None:
    """Run the work in a new event loop (uvloop)."""
    # What is loaded by now stays; what a page leaves behind seldom forms circles, and looking for them costs 0.3 ms a page.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    take_long_turns()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_whole(work))


async def _whole(work: Callable[[], Awaitable[None]]) -> None:
    await work()
