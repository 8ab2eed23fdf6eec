"""Scrapy's downloader without what a crawl of ours has no use for: straight to the wire, and from there straight to the ledger."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scrapy.core.downloader import Downloader
from scrapy.utils.defer import deferred_from_coro

from archive.errors import ArchiveError
from crawler.pipelines import OutcomePipeline, end_unwritten
from crawler.spider import PortalSpider
from crawler.working import outcome_of

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

    from crawler.run import Run
    from crawler.task import Task

BACKLOG = 8
"""Tasks at work, those that are read included, for each request that may be under way."""


class StraightDownloader(Downloader):
    """The frontier has chosen host and moment already, so there is nothing to queue. Where nothing stands between the answer and the
    ledger (no middleware, no extension, no pipeline but ours, the spider's own `parse`) a task is worked to its outcome and settled
    in one coroutine, and so are further ones that may begin when it is, without another look of the engine; the request then goes back
    to the scheduler, as a redirect would, which knows its task as settled. Half a millisecond a page. With anything of the kind configured
    it is Scrapy's own way."""

    def fetch(self, request: Request, spider: Spider | None = None) -> Deferred[Response | Request]:
        """The answer of the scheme's handler; or the request itself, when its task is settled."""
        if self._is_watched:
            return super().fetch(request, spider)
        self.active.add(request)
        return deferred_from_coro(self._settled(request) if self._is_alone and "task" in request.meta else self._answered(request))

    def needs_backout(self) -> bool:
        """Whether no more may be begun: what is read asks for nothing."""
        if self._is_watched or not self._is_alone:
            return super().needs_backout()
        return len(self._spider.run.under_way) >= self.total_concurrency or len(self.active) >= BACKLOG * self.total_concurrency

    @property
    def _spider(self) -> PortalSpider:
        spider = self.crawler.spider
        assert isinstance(spider, PortalSpider)
        return spider

    @cached_property
    def _is_watched(self) -> bool:
        """Whether requests or answers pass through anything on their way."""
        extensions = self.crawler.extensions
        return bool(self.middleware.middlewares or (extensions is not None and extensions.middlewares))

    @cached_property
    def _is_alone(self) -> bool:
        """Whether outcomes pass through nothing but our own pipeline."""
        engine, spider = self.crawler.engine, self.crawler.spider
        assert engine is not None
        scraper = engine.scraper
        return (not scraper.spidermw.middlewares and [type(one) for one in scraper.itemproc.middlewares] == [OutcomePipeline]
                and isinstance(spider, PortalSpider) and type(spider).parse is PortalSpider.parse)

    async def _answered(self, request: Request) -> Response | Request:
        try:
            return await self.handlers.download_request_async(request)
        finally:
            self.active.remove(request)

    async def _settled(self, request: Request) -> Response | Request:
        run = self._spider.run
        task: Task | None = request.meta["task"]
        try:
            while task is not None:
                request.meta["task"] = task
                if (outcome := await outcome_of(task, run)) is None:
                    break
                run.settle(outcome)
                task = self._next(run)
        except ArchiveError as error:
            end_unwritten(self.crawler, error)
        finally:
            self.active.remove(request)
        return request

    def _next(self, run: Run) -> Task | None:
        """A further task to work, if the engine would begin one now."""
        engine = self.crawler.engine
        if engine is None or engine.paused or engine.needs_backout():
            return None
        try:
            return run.next_task()
        except Exception as error:  # noqa: BLE001 (it ends the crawl, not this task)
            run.commit_failed(error)
            return None
