"""What we lean on in Scrapy beyond its documented interface. When one of these fails, the pin in pyproject.toml must not be raised."""

from __future__ import annotations

import inspect

import scrapy
from scrapy.core import engine, scraper
from scrapy.settings import Settings
from scrapy.utils.reactor import CallLaterOnce


def settings() -> Settings:
    made = Settings()
    made.setmodule("crawler.settings")
    return made


def test_the_version_is_the_one_that_was_read() -> None:
    assert scrapy.__version__.startswith("2.19.")


def test_the_engine_can_be_woken() -> None:
    assert "nextcall" in inspect.signature(engine._Slot.__init__).parameters
    assert callable(CallLaterOnce.schedule)
    assert "self._slot" in inspect.getsource(engine.ExecutionEngine.open_spider_async)


def test_a_next_request_of_none_does_not_end_a_crawl_with_work_left() -> None:
    assert "has_pending_requests" in inspect.getsource(engine.ExecutionEngine.spider_is_idle)


def test_an_errback_may_close_the_spider() -> None:
    assert "CloseSpider" in inspect.getsource(scraper.Scraper.handle_spider_error)


def test_a_request_that_the_downloader_gives_back_goes_to_the_scheduler() -> None:
    assert "self.crawl(result)" in inspect.getsource(engine.ExecutionEngine._handle_downloader_output)
    assert "scheduler.enqueue_request(request)" in inspect.getsource(engine.ExecutionEngine._schedule_request)


def test_no_page_can_name_a_local_file_or_open_a_port() -> None:
    handlers = settings().getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler is not None} == {"http", "https"}
    assert not settings().getbool("TELNETCONSOLE_ENABLED") and not settings().getbool("REMOTE_CONTROL_ENABLED")


def test_scrapys_own_middlewares_are_off() -> None:
    for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"):
        assert not dict(settings().getwithbase(name))
