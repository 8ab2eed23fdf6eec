"""Scrapy's end of the wire: a download handler that asks through `crawler.fetching.fetcher` and hands on what is already on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter

from crawler.fetching.fetcher import Fetched
from crawler.frontier.outcome import Problem

if TYPE_CHECKING:
    from scrapy import Request

    from crawler.crawl.run import Run


class Answered(Response):
    """What the spider gets for a task. Its `body` is empty: the bytes stay in `fetched.capture.response`, whose size has no bound
    that memory should bear."""

    fetched: Fetched | None = None
    """None: nothing was asked; `refusal` says why."""
    refusal: Problem | None = None


class WireHandler(BaseDownloadHandler):
    """Every scheme's handler; the run does the work, so that all of a crawl's requests share connections, cookies and robots.txt."""

    lazy = False

    async def download_request(self, request: Request) -> Response:
        """The recorded answer. Raises `archive.errors.NotWritable` when it could not be kept."""
        run: Run = self.crawler.spider.run  # type: ignore[union-attr]
        fetched, refusal = await run.ask(request.meta["task"])
        answered = Answered(request.url, status=(fetched and fetched.capture.status) or 0)
        answered.fetched, answered.refusal = fetched, refusal
        return answered

    async def close(self) -> None:
        """Connections belong to the run, which closes them."""


class QuietFormatter(LogFormatter):
    """Scrapy would log a line for every page and print whole items; progress and problems are reported by the run."""

    def crawled(self, request: Any, response: Any, spider: Any) -> Any:
        """No line."""
        return

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        """No line."""
        return
