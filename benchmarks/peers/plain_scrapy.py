"""Plain Scrapy as its manual writes it: follows all links of a site with its LinkExtractor and keeps nothing.

`python -m benchmarks.peers.plain_scrapy URL` prints the number of pages as the last line.
"""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class PlainSpider(CrawlSpider):
    """Counts pages."""

    name = "plain"
    rules = (Rule(LinkExtractor(), callback="count", follow=True),)
    pages = 0

    def count(self, response: Response, **kwargs: Any) -> None:
        """One more."""
        self.pages += 1


SETTINGS: dict[str, Any] = {
    "LOG_LEVEL": "WARNING",
    "ROBOTSTXT_OBEY": True,
    # As fast as the others may go: a local site, no politeness.
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "TELNETCONSOLE_ENABLED": False,
}


def main(url: str) -> None:
    """Crawl the site of the address."""
    process = CrawlerProcess(SETTINGS)
    crawler = process.create_crawler(PlainSpider)
    process.crawl(crawler, start_urls=[url], allowed_domains=[urlsplit(url).hostname])
    process.start()
    assert crawler.stats is not None
    print(crawler.stats.get_value("response_received_count", 0))


if __name__ == "__main__":
    main(sys.argv[1])
