"""Every task ends in an outcome, whatever happens on its way: a crawl that waits for one would never end."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider
from twisted.python.failure import Failure

from archive.errors import NotWritable
from crawler.network import Interrupted
from crawler.outcome import Outcome, Problem
from crawler.process import spider_class
from crawler.spider import PortalSpider
from crawler.wire import Answered
from tests.test_health import SITE
from tests.test_judging import task


class FakeRun:
    ending = False

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.released: list[Any] = []

    def not_written(self, error: Exception) -> None:
        self.failure = error

    def release(self, task: Any) -> None:
        self.released.append(task)

    def given_up(self, task: Any, error: BaseException) -> Outcome:
        return Outcome(task=task, problem=Problem(kind="bug", reason=str(error)))


def spider() -> PortalSpider:
    made = spider_class(SITE)()
    made.run = FakeRun()  # type: ignore[assignment]
    return made


def failure(error: BaseException) -> Failure:
    made = Failure(error)  # type: ignore[no-untyped-call]
    made.request = Request("http://a.example/", meta={"task": task()})  # type: ignore[attr-defined]
    return made


def test_an_error_of_our_own_becomes_an_outcome() -> None:
    answered = Answered("http://a.example/", request=Request("http://a.example/", meta={"task": task()}))
    answered.fetched = SimpleNamespace()  # type: ignore[assignment]  # not what judging expects
    (outcome,) = asyncio.run(spider().parse(answered))
    assert outcome.problem is not None and outcome.problem.kind == "bug"


def test_a_handler_that_breaks_becomes_an_outcome() -> None:
    (outcome,) = spider().failed(failure(KeyError("x")))
    assert outcome.problem is not None and outcome.problem.kind == "bug"


def test_what_cannot_be_written_ends_the_crawl() -> None:
    made = spider()
    with pytest.raises(CloseSpider):
        made.failed(failure(NotWritable("disk: the disk is full")))
    assert isinstance(made.run.failure, NotWritable)


def test_what_is_cut_off_at_the_end_stays_queued() -> None:
    made = spider()
    made.run.ending = True
    assert made.failed(failure(Interrupted())) == []
