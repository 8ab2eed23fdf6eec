"""Where outcomes are committed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from crawler.frontier.outcome import Outcome

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class OutcomePipeline:
    """Gives every outcome to the run's ledger, which commits them in groups."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        return cls(crawler)

    async def process_item(self, item: Outcome) -> Outcome:
        """The outcome, unchanged. When it cannot be written the crawl ends."""
        run = self.crawler.spider.run  # type: ignore[union-attr]
        try:
            run.settle(item)
        except ArchiveError as error:
            end_unwritten(self.crawler, error)
        return item


def end_unwritten(crawler: Crawler, error: ArchiveError) -> None:
    """End the crawl, for what it brought cannot be written."""
    run = crawler.spider.run  # type: ignore[union-attr]
    run.not_written(error)
    assert crawler.engine is not None
    # Awaiting the close here would wait for the very task that met the error.
    run.closing = asyncio.ensure_future(crawler.engine.close_spider_async(reason="not-written"))
