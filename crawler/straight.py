"""Scrapy's downloader without what a crawl of ours has no use for: straight to the wire, and from there straight to the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from scrapy.core.downloader import Downloader
from scrapy.utils.defer import deferred_from_coro

from archive.errors import ArchiveError
from crawler.crawl.working import outcome_of
from crawler.pipelines import OutcomePipeline, end_unwritten
from crawler.spider import PortalSpider

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

    from crawler.crawl.run import Run
    from crawler.frontier.task import Task

BACKLOG = 8
"""Tasks at work, those that are read included, for each request that may be under way."""


class StraightDownloader(Downloader):
    """The frontier has chosen host and moment already, so there is nothing to queue. Where nothing stands between the answer and the
    ledger (no middleware, no extension, no pipeline but ours, the spider's own `parse`) one request stands for all tasks that may begin
    with its own and behind them, each worked to its outcome and settled in one coroutine; it then goes back to the scheduler, as a
    redirect would, which knows its task as settled. Half a millisecond a page. With anything of the kind configured it is Scrapy's own
    way."""

    def fetch(self, request: Request, spider: Spider | None = None) -> Deferred[Response | Request]:
        """The answer of the scheme's handler; or the request itself, when its task is settled."""
        if self._is_watched:
            return super().fetch(request, spider)
        self.active.add(request)
        if not self._is_alone or "task" not in request.meta:
            return deferred_from_coro(self._answered(request))
        run = self._run
        tasks = [request.meta["task"], *iter(partial(self._next, run), None)]
        return deferred_from_coro(self._settled(request, tasks, run))

    def needs_backout(self) -> bool:
        """Whether no more may be begun: what is read asks for nothing."""
        if self._is_watched or not self._is_alone:
            return super().needs_backout()
        run = self._run
        return len(run.under_way) >= self.total_concurrency or run.leases.at_work >= BACKLOG * self.total_concurrency

    @cached_property
    def _run(self) -> Run:
        spider = self.crawler.spider
        assert isinstance(spider, PortalSpider)
        return spider.run

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

    async def _settled(self, request: Request, tasks: Sequence[Task], run: Run) -> Request:
        loop = asyncio.get_running_loop()
        under_way = [loop.create_task(self._worked(task, run)) for task in tasks]
        try:
            for one in under_way:  # none of them fails, so one behind the other tells as much as `gather`, at less cost
                await one
        except asyncio.CancelledError:
            for one in under_way:
                one.cancel()
            raise
        finally:
            self.active.remove(request)
        return request

    async def _worked(self, task: Task | None, run: Run) -> None:
        """A task, and those that may begin when it is settled."""
        try:
            while task is not None and (outcome := await outcome_of(task, run)) is not None:
                run.settle(outcome)
                task = self._next(run)
        except ArchiveError as error:
            end_unwritten(self.crawler, error)
        except Exception as error:  # noqa: BLE001 (a bug; others go on to their ends)
            run.commit_failed(error)
        finally:
            run.ledger.look_soon()  # the request stays with the slowest of its tasks: what waits for a commit must not

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
