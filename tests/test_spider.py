"""Every task ends in an outcome, whatever happens on its way: a crawl that waits for one would never end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.settings import Settings
from twisted.python.failure import Failure

from archive.errors import NotWritable
from crawler.crawl.leases import LEASED_AHEAD
from crawler.crawl.run import Run
from crawler.fetching.network import Interrupted
from crawler.frontier.outcome import Outcome, Problem
from crawler.frontier.sqlite import Frontier
from crawler.frontier.task import Task
from crawler.portal_files.loader import choose_portals
from crawler.process import Crawls, spider_class
from crawler.scheduler import FrontierScheduler
from crawler.spider import PortalSpider
from crawler.wire import Answered
from tests.crawling import lines
from tests.plain_portal import PlainPortal, article
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


class Witness:
    """A pipeline of a user's own."""

    items: ClassVar[list[Any]] = []

    def process_item(self, item: Any) -> Any:
        self.items.append(item)
        return item


def crawls_into(folder: Path, **settings: Any) -> Crawls:
    made = Settings()
    made.setmodule("crawler.settings")
    for name, value in {"ARCHIVE_DIR": str(folder), "READERS": 0, **settings}.items():
        made.set(name, value, priority="cmdline")
    return Crawls(made)


def crawled(folder: Path, portal_dir: Path, **settings: Any) -> tuple[int, list[str]]:
    """Exit code, and the addresses of the lines in order, of a crawl of the portal `plain` in this process."""
    crawls = crawls_into(folder, **settings)
    asyncio.run(crawls.crawl([*choose_portals(["plain"], (portal_dir,)).values()]))
    (summary,) = crawls.summaries(folder)
    return summary.end.code, sorted(line["url"] for line in lines(folder, "plain"))


def test_a_users_pipeline_sees_every_outcome_and_changes_no_line(tmp_path: Path) -> None:
    with PlainPortal() as site:
        site.pages = {f"/art/{number}.html": article(f"第{number}号工作的通知", number) for number in range(5)}
        site.pages["/art/gone.html"] = 404
        portals = site.file(tmp_path / "portals")
        straight = crawled(tmp_path / "straight", portals)
        Witness.items.clear()
        watched = crawled(tmp_path / "watched", portals,
                          ITEM_PIPELINES={f"{__name__}.Witness": 50, "crawler.pipelines.OutcomePipeline": 100})
    assert straight == watched
    assert len(straight[1]) == 5
    assert sorted(item.task.url for item in Witness.items) == sorted(f"http://{site.host}{path}" for path in ("/list.html", *site.pages))


def test_what_waits_for_a_commit_does_not_wait_for_a_slow_answer(tmp_path: Path) -> None:
    with PlainPortal() as site:
        site.pages = {"/art/0.html": article("第0号工作的通知", 0).replace("</head>", "<link rel='stylesheet' href='/s.css'></head>"),
                      "/art/slow.html": article("第1号工作的通知", 1)}
        site.behind = {"/art/slow.html": "/s.css"}
        code, urls = crawled(tmp_path / "root", site.file(tmp_path / "portals"), CONCURRENT_REQUESTS=2)
    assert (code, len(urls), site.late) == (0, 2, [])


def test_a_frontier_that_gave_nothing_is_not_asked_again_while_neither_time_nor_a_commit_can_bring_anything(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lease, given = Frontier.lease, []

    def counted(frontier: Frontier, n: int, now: float) -> list[Task]:
        given.append(len(tasks := lease(frontier, n, now)))
        return tasks

    monkeypatch.setattr(Frontier, "lease", counted)
    with PlainPortal() as site:
        site.pages = {f"/art/{number}.html": article(f"第{number}号工作的通知", number) for number in range(120)}
        code, urls = crawled(tmp_path / "root", site.file(tmp_path / "portals"), CONCURRENT_REQUESTS=4)
    assert (code, len(urls), sum(given)) == (0, 120, 121)
    assert max(given) == 4 * LEASED_AHEAD  # all that the host's places ahead allow, not a request's worth at a time
    assert given.count(0) <= 30


def test_a_signal_in_the_moment_in_which_the_engine_ends_waits_for_the_files_and_counts_as_an_interruption(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = Run.settle
    ending: list[asyncio.Future[None]] = []

    def settled(run: Run, outcome: Outcome) -> None:
        settle(run, outcome)
        monkeypatch.setattr(Run, "settle", settle)
        (crawler,) = crawls.runner.crawlers
        assert crawler.engine is not None
        ending.append(asyncio.ensure_future(crawler.engine.close_spider_async(reason="finished")))  # as when there is nothing more to do
        asyncio.get_running_loop().call_soon(crawls.stop, "SIGTERM")

    with PlainPortal() as site:
        site.pages = {f"/art/{number}.html": article(f"第{number}号工作的通知", number) for number in range(5)}
        portals, root = site.file(tmp_path / "portals"), tmp_path / "root"
        crawls = crawls_into(root)
        monkeypatch.setattr(Run, "settle", settled)
        asyncio.run(crawls.crawl([*choose_portals(["plain"], (portals,)).values()]))
        assert [summary.end.code for summary in crawls.summaries(root)] == [5]
        assert not list(root.rglob("*.open"))
        code, urls = crawled(root, portals)
    assert (code, len(urls)) == (0, 5)


@pytest.mark.parametrize(("alarm", "at_work", "looks"), [(None, 3, 1), (0.01, 3, 0), (0.01, 0, 1), (2.0, 3, 1)])
def test_the_engine_is_woken_for_a_task_that_ended_only_where_it_will_not_look_soon(alarm: float | None, at_work: int, looks: int) -> None:
    woken: list[None] = []
    slot = SimpleNamespace(nextcall=SimpleNamespace(schedule=lambda: woken.append(None)))
    run = SimpleNamespace(leases=SimpleNamespace(at_work=at_work), begin=lambda: None, ledger=SimpleNamespace())
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(run=run), engine=SimpleNamespace(_slot=slot))

    async def ended() -> None:
        scheduler = FrontierScheduler(crawler)
        scheduler.open(crawler.spider)
        if alarm is not None:
            loop = asyncio.get_running_loop()
            scheduler.alarm, scheduler.alarm_at = loop.call_later(alarm, woken.append, None), loop.time() + alarm
        run.ledger.look_soon()
        scheduler.close("finished")

    asyncio.run(ended())
    assert len(woken) == looks


def test_an_alarm_whose_instant_has_passed_when_it_is_set_is_one_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    leases = SimpleNamespace(at_work=3, wake_at=lambda: 0.0)
    run = SimpleNamespace(leases=leases, begin=lambda: None, ledger=SimpleNamespace(), next_task=lambda: None)
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(run=run), engine=SimpleNamespace(_slot=None))

    async def looked() -> None:
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "call_at", lambda at, alarm: loop.call_soon(alarm))  # as uvloop's, on a busy machine
        scheduler = FrontierScheduler(crawler)
        scheduler.open(crawler.spider)
        for _ in range(2):
            assert scheduler.next_request() is None
            run.ledger.look_soon()
        await asyncio.sleep(0)
        assert scheduler.alarm is None

    asyncio.run(looked())
