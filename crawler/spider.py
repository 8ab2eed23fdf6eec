"""The one spider: every portal file makes a class of it. What an answer means stands in `crawler.judging`, the rest in `crawler.run`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider

from archive.errors import ArchiveError
from crawler.judging import judge
from crawler.outcome import Outcome
from crawler.portal import Portal
from crawler.run import Run
from crawler.wire import Answered

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure


class PortalSpider(scrapy.Spider):
    """Reads each answer and yields the one `Outcome` of its task."""

    portal: ClassVar[Portal]
    run: Run

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the archive for this portal. Raises `archive.errors.ArchiveError` when that is not possible."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.run = Run(cls.portal, crawler.settings)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        crawler.signals.connect(spider.broken, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing by this way: the seeds are rows of the frontier, so that a resumed crawl does not begin again."""
        return
        yield

    async def parse(self, response: Answered, **kwargs: Any) -> list[Outcome]:  # type: ignore[override]
        """The outcome of one task."""
        task = response.request.meta["task"]  # type: ignore[union-attr]
        return [await judge(task, response.fetched, response.refusal, self.run)]

    def failed(self, failure: Failure) -> list[Outcome]:
        """What could not be written ends the crawl; anything else here is a bug and is reported as one."""
        if isinstance(failure.value, ArchiveError):
            self.run.not_written(failure.value)
            raise CloseSpider("not-written")
        failure.raiseException()
        return []

    def broken(self, failure: Failure) -> None:
        """A bug in our own code: the task stays leased for a later run, this one ends with exit code 1 when the rest is done."""
        self.run.bug(failure.value or RuntimeError("an unknown error"))

    async def closing(self, reason: str) -> None:
        """Finish files, indexes and the manifest."""
        await self.run.close(reason)
