"""The one spider: every portal file makes a class of it. What becomes of a task stands in `crawler.crawl.working`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider

from archive.errors import ArchiveError
from crawler.crawl.run import Run
from crawler.crawl.working import outcome_by
from crawler.frontier.outcome import Outcome
from crawler.frontier.task import Task
from crawler.portal import Portal
from crawler.settings import introduce
from crawler.wire import Answered

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure


class PortalSpider(scrapy.Spider):
    """Reads each answer and yields the one `Outcome` of its task."""

    portal: ClassVar[Portal]
    run: Run

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Scrapy's own, and the User-Agent of a contact that this run alone was given (`scrapy crawl NAME -s CONTACT=…`)."""
        super().update_settings(settings)
        introduce(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the archive for this portal. Raises `archive.errors.ArchiveError` when that is not possible."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.run = Run(cls.portal, crawler.settings)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing by this way: the seeds are rows of the frontier, so that a resumed crawl does not begin again."""
        return
        yield

    async def parse(self, response: Answered, **kwargs: Any) -> list[Outcome]:  # type: ignore[override]
        """The outcome of one task."""
        assert response.request is not None
        task: Task = response.request.meta["task"]
        try:
            outcome = await outcome_by(task, response.fetched, response.refusal, self.run)
        except ArchiveError as error:
            raise self._not_written(error) from None
        return [] if outcome is None else [outcome]

    def failed(self, failure: Failure) -> list[Outcome]:
        """No answer came from the handler: what could not be written ends the crawl, what was cut off at its end stays queued,
        anything else is a bug."""
        error, task = failure.value, failure.request.meta["task"]  # type: ignore[attr-defined]
        if isinstance(error, ArchiveError):
            raise self._not_written(error)
        if self.run.ending:
            return []
        return [self.run.given_up(task, error or RuntimeError("an unknown error"))]

    def _not_written(self, error: ArchiveError) -> CloseSpider:
        self.run.not_written(error)
        return CloseSpider("not-written")

    async def closing(self, reason: str) -> None:
        """Finish files, indexes and the manifest."""
        await self.run.close(reason)
