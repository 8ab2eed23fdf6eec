"""Scrapy's view of the frontier."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from archive.errors import ArchiveError
from crawler import clock
from crawler.crawl.leases import LINGER
from crawler.frontier.task import Task

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler


class FrontierScheduler(BaseScheduler):
    """Hands out what the frontier leases. The tasks themselves live in SQLite: nothing is lost with this process."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run = crawler.spider.run  # type: ignore[union-attr]
        self.alarm: asyncio.Handle | None = None
        self.alarm_at = 0.0
        """Its instant in the loop's time. Not asked of the handle: uvloop's has none where the instant has passed meanwhile."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Take up the last run, or begin one with the portal's seeds."""
        self.run.begin()
        self.run.ledger.look = self._wake
        self.run.ledger.look_soon = self._wake_soon

    def has_pending_requests(self) -> bool:
        """Whether any task is not done; the engine goes idle, and ends, only when none is."""
        with self._guarded():
            return bool(self.run.leases.work_left())
        return False

    def enqueue_request(self, request: Request) -> bool:
        """For requests that come by Scrapy's own ways (its shell, a derived spider): the address goes to the frontier. One whose task
        is settled comes back from the downloader, and is done."""
        return "task" in request.meta or bool(self.run.leases.offer(request.url))

    def next_request(self) -> Request | None:
        """The next task whose host may be asked now; None when there is none, and the engine is woken when there will be."""
        with self._guarded():
            task = self.run.next_task()
            if task is not None:
                return self._request(task)
            self._wake_later()
        return None

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        """The one that runs; kept, for each question after it asks the system for the number of our process."""
        return asyncio.get_running_loop()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """The engine would log an error from here and ask again for ever: what cannot be written, and bugs, end the crawl."""
        try:
            yield
        except ArchiveError as error:
            self.run.not_written(error)
        except Exception as error:  # noqa: BLE001 (reported as a bug, with its exit code)
            self.run.bug(error)
            self.run.stop_asking()

    def _request(self, task: Task) -> Request:
        spider = self.crawler.spider
        assert spider is not None
        return Request(task.url, method=task.method, meta={"task": task, "verbatim_url": True}, dont_filter=True,
                       errback=spider.failed)  # type: ignore[attr-defined]

    def _wake_later(self) -> None:
        """Scrapy asks again when something happens or each 5 s; a host may be due long before."""
        due = self.run.leases.wake_at()
        if due is None:
            self._stop_alarm()
            return
        at = self._loop.time() + max(0.005, due - clock.now())
        if self.alarm is None or self.alarm_at > at:  # one that comes too soon only looks once more
            self._stop_alarm()
            self.alarm, self.alarm_at = self._loop.call_at(at, self._wake), at

    def _stop_alarm(self) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
            self.alarm = None

    def _wake_soon(self) -> None:
        if self.alarm is None or not self.run.leases.at_work or self.alarm_at > self._loop.time() + LINGER:
            self._wake()

    def _wake(self) -> None:
        self.alarm = None
        engine = self.crawler.engine
        # A private name of Scrapy 2.19, without a public one beside it; `tests/test_scrapy_contract.py` fails when it moves.
        if engine is not None and engine._slot is not None:
            engine._slot.nextcall.schedule()

    def close(self, reason: str) -> None:
        """The run is closed by the spider, after its last outcome."""
        self._stop_alarm()
