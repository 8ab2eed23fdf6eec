"""Plain Scrapy as its manual writes it: LinkExtractor, a JSONL feed, and trafilatura with its defaults in the callback.

`python scrapy_trafilatura.py URL FEED [PAGES]`, with the Python of `benchmarks.peers.installed`: follows all links of a site, ends after
PAGES answers (0: none), prints how many it had. It imports nothing of this project.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class PlainSpider(CrawlSpider):
    """One item for each page in which trafilatura finds an article."""

    name = "plain"
    rules = (Rule(LinkExtractor(), callback="read", follow=True),)

    def read(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """The page's article."""
        found = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
        if found is not None:
            article = found.as_dict()
            yield {"url": response.url, "title": article["title"], "date": article["date"], "body": article["text"]}


SETTINGS: dict[str, Any] = {
    "LOG_LEVEL": "WARNING",
    "ROBOTSTXT_OBEY": True,
    # As fast as the others may go: a local site, no politeness.
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "TELNETCONSOLE_ENABLED": False,
}


def main(url: str, feed: str, pages: int = 0) -> None:
    """Crawl the site of the address."""
    settings = SETTINGS | {"FEEDS": {feed: {"format": "jsonlines", "encoding": "utf8"}}, "CLOSESPIDER_PAGECOUNT": pages}
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(PlainSpider)
    process.crawl(crawler, start_urls=[url], allowed_domains=[urlsplit(url).hostname])
    process.start()
    assert crawler.stats is not None
    print(crawler.stats.get_value("response_received_count", 0))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:4]))
