"""Every setting once: its unit, Scrapy's own default where it differs, and the reason.

`fangzhi crawl --set NAME=VALUE` overrides any of them for one run.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from crawler import VERSION

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

BOT_NAME = "fangzhi"

SPIDER_LOADER_CLASS = "crawler.spider_loader.PortalSpiderLoader"
"""Makes one spider of each portal file. Here and not in an add-on: `scrapy list` does not see what add-ons set."""
SPIDER_MODULES: list[str] = []

# --- whom the archive and the servers get to know ------------------------------------------------------------------------------
CONTACT = os.environ.get("FANGZHI_CONTACT", "")
"""Address or page of the operator; stands in the User-Agent and in warcinfo. Set it before crawling real portals."""
OPERATOR = os.environ.get("FANGZHI_OPERATOR", "")
"""Name of the operator for warcinfo; empty: left out."""


def user_agent(contact: str) -> str:
    """What servers see where nothing else is said."""
    return f"fangzhi/{VERSION} (archival crawler{'; ' + contact if contact else ''})"


def introduce(settings: BaseSettings) -> None:
    """Have a contact that is said where nothing is of the User-Agent, as on the command line, stand in it."""
    priority = settings.getpriority("CONTACT") or 0
    if priority > (settings.getpriority("USER_AGENT") or 0):
        settings.set("USER_AGENT", user_agent(settings["CONTACT"]), priority=priority)


USER_AGENT = user_agent(CONTACT)

# --- where -----------------------------------------------------------------------------------------------------------------------
ARCHIVE_DIR = os.environ.get("FANGZHI_ARCHIVE", "data")
"""Root of the archive."""
PORTALS_DIRS: list[str] = []
"""Folders of portal files beside the bundled ones; later ones win."""
RESOLVE: list[str] = []
"""`HOST:PORT:ADDRESS[:PORT]` each, as curl's --resolve."""

FRONTIER = os.environ.get("FANGZHI_FRONTIER", "")
"""`postgresql://…`: where the work under way is kept, for workers on many machines; empty: in the archive itself."""
LEASE_SECONDS = 60
"""Silence after which a worker of a frontier on a server counts as dead, so that others do what it held."""

# --- how much --------------------------------------------------------------------------------------------------------------------
ARTICLE_LIMIT = 0
"""Articles after which the crawl ends and can be resumed; 0: none."""
BUDGET = 0
"""Pages asked of one host in this run at most, the most valuable first; what is left is asked by the next run. 0: no bound."""
SINCE = ""
"""`YYYY-MM-DD`: listing rows older than this are not asked for, and a listing whose rows are all older is not walked on."""
UNTIL = ""
"""`YYYY-MM-DD`: listing rows newer than this are not asked for; on numbered listings the first page that reaches back to it is searched
for, not walked to."""
PAGES_PER_HOST = 200_000
"""Pages asked of one host in one crawl at most; a bound for traps that nothing else recognises."""

# --- how often -------------------------------------------------------------------------------------------------------------------
ARTICLE_AGES = [1, 24, 168, 720, 4368]
"""Hours after it was first seen at which an article is asked again: 1 hour, 1 day, 1 week, 1 month, 6 months."""
ARTICLE_PERIOD = 8760
"""Hours between two visits after the last of those."""
GONE_FAILURES = 5
"""Failures, an hour apart at least, after which an article counts as gone that gives no definite answer: if they go on for so many
days (`GONE_DAYS`) while other articles of its host can be read."""
GONE_DAYS = 7
"""Whole days between the first and the last of those failures at least."""
ALL_SEEDS = True
"""Whether every listing that is a seed is asked in each run; false, as in scheduled crawls: when it is due by how often it changes,
once a day at least."""

# --- manners ---------------------------------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True
"""Scrapy's default is False."""
RETRY_TIMES = 2
"""Further tries after a failure that may pass (no connection, time-out, cut body, 408, 429, 5xx)."""
RETRY_BACKOFF = 1.0
"""Seconds before the first further try; doubled at each. Retry-After, where sent, wins."""

# --- limits ----------------------------------------------------------------------------------------------------------------------
DOWNLOAD_TIMEOUT = 30
"""Seconds for the head of an answer, for silence within a body, and before its pace is judged. Scrapy: 180 for the whole."""
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
"""Bytes of a body that are kept; the rest is cut and the record marked `WARC-Truncated: length`. Scrapy: 1 GiB."""
ATTACHMENT_MAXSIZE = 512 * 1024 * 1024
"""The same for attachments: documents, archives, video."""
PAGE_MAXSIZE = 20 * 1024 * 1024
"""Bytes of a page, codings off, that are read for an article; larger ones are stored and reported."""
READING_TIMEOUT = 10.0
"""Seconds a page may take to be read before its worker is ended and the page reported."""
READERS = min(4, len(os.sched_getaffinity(0)))
"""Worker processes that read pages, each started when those before it are busy; 0: in the crawl's own process. One reads some 400
pages a second; beyond four the crawl's own process is what is waited for."""
BROWSER_PATH = os.environ.get("FANGZHI_BROWSER", "")
"""Chromium's program, for portals whose file has `[browser]`; empty: the first on the PATH."""
WARC_ROLL_SIZE = 1_000_000_000
"""Bytes at which a new WARC file is begun."""

OFFLOAD_TO = os.environ.get("FANGZHI_OFFLOAD_TO", "")
"""`s3://BUCKET/PREFIX`: where finished WARC files go after each crawl, as `fangzhi offload` puts them there; empty: nowhere."""
OFFLOAD_DROP = True
"""Whether they are then deleted here, once the store was proved to hold them."""

# --- Scrapy's parts ----------------------------------------------------------------------------------------------------------------
SCHEDULER = "crawler.scheduler.FrontierScheduler"
DOWNLOADER = "crawler.straight.StraightDownloader"
DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.WireHandler",
    "https": "crawler.wire.WireHandler",
    # Scrapy opens these too: a page must not be able to name a local file.
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# Retries, redirects, pace, robots.txt and cookies are ours: they live in the frontier, where a kill does not lose them, and
# every step of them is recorded. Scrapy's own middlewares would hide or repeat them (and cost 0.3 ms a page).
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
ITEM_PIPELINES = {"crawler.pipelines.OutcomePipeline": 100}
LOG_FORMATTER = "crawler.wire.QuietFormatter"

CONCURRENT_ITEMS = 1
"""Scrapy: 100, and that many asyncio tasks are begun for every response (2.19); ours gives one item each."""
CONCURRENT_REQUESTS = 32
"""Requests under way to all hosts. Scrapy: 16."""
CONCURRENT_REQUESTS_PER_DOMAIN = 10_000
"""The frontier keeps the pace of each host, for all workers; Scrapy's slots must not add to it."""
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0.0

TWISTED_REACTOR_ENABLED = False
"""Plain asyncio: nothing of ours needs Twisted's reactor."""
ASYNCIO_EVENT_LOOP = "uvloop.Loop"
WARN_ON_GENERATOR_RETURN_VALUE = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
"""Scrapy 2.19 opens a loopback port that runs code; not in ours."""
STATS_DUMP = False
LOG_LEVEL = "INFO"
TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS: list[str] = []
