"""Hosts are asked at their pace, by all workers together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.frontier.pace import Pace, QuietHours, Signal
from crawler.frontier.task import Finish, host_of
from crawler.queue.frontiers import AnyFrontier
from tests.frontier_kit import NOW, Opening, done, page, paths


@pytest.fixture
def frontier(opening: Opening) -> Iterator[AnyFrontier]:
    with opening() as frontier:
        yield frontier


def test_one_host_is_asked_once_a_delay_by_all_workers_and_portals(opening: Opening) -> None:
    pace = Pace(delay=2.0, concurrency=5, jitter=0.0)
    with opening(pace) as one, opening(pace) as two, opening(pace, "zhejiang-en") as english:
        one.offer([page(number) for number in range(10)])
        english.offer([page(number) for number in range(10)])
        starts = []
        for tick in range(200):
            now = NOW + tick / 10
            for worker in (one, two, english):
                for task in worker.lease(5, now):
                    starts.append(now)
                    worker.commit(done(task))
        assert starts == [NOW + 2.0 * number for number in range(10)]


def test_no_more_requests_are_under_way_at_a_host_than_may_be(opening: Opening) -> None:
    pace = Pace(delay=0.0, concurrency=3)
    with opening(pace) as one, opening(pace) as two:
        one.offer([page(number) for number in range(10)] + [page(number, host="http://cdn.example") for number in range(10)])
        tasks = one.lease(4, NOW)
        assert len(tasks) == 4
        others = two.lease(99, NOW)
        assert Counter(host_of(task.url) for task in tasks + others) == {"www.zj.gov.cn": 3, "cdn.example": 3}
        assert two.lease(99, NOW) == []
        assert two.next_wake(NOW) == NOW + 300  # when the other worker would be dead
        one.commit(done(tasks[0]))
        assert two.next_wake(NOW) == NOW
        assert [host_of(task.url) for task in two.lease(99, NOW)] == [host_of(tasks[0].url)]


def test_a_host_that_must_wait_keeps_no_other_waiting(opening: Opening) -> None:
    with opening(Pace(delay=10.0, jitter=0.0)) as frontier:
        frontier.offer([page(number) for number in range(5)])
        frontier.offer([page(number, host=f"http://h{number}.example") for number in range(100)])
        tasks = frontier.lease(1_000, NOW)
        assert len({host_of(task.url) for task in tasks}) == len(tasks) == 101
        frontier.commit(done(*tasks))
        assert frontier.lease(1_000, NOW + 9) == []
        assert frontier.next_wake(NOW + 9) == NOW + 10
        assert paths(frontier.lease(1_000, NOW + 10)) == ["1"]


def test_hosts_take_turns(opening: Opening) -> None:
    with opening(Pace(delay=0.0, concurrency=1)) as frontier:
        frontier.offer([page(number, host=f"http://h{host}.example") for host in range(3) for number in range(3)])
        seen: list[str] = []
        while tasks := frontier.lease(1, NOW + len(seen)):
            seen.append(host_of(tasks[0].url)[1])
            frontier.commit(done(*tasks))
        assert sorted(seen[:3]) == sorted(seen[3:6]) == sorted(seen[6:]) == ["0", "1", "2"]


def test_robots_txt_can_slow_a_host_down_and_set_it_free(opening: Opening) -> None:
    with opening(Pace(delay=1.0, jitter=0.0)) as frontier:
        frontier.set_delay("www.zj.gov.cn", 20.0)
        frontier.offer([page(number) for number in range(4)])
        frontier.commit(done(*frontier.lease(9, NOW)))
        assert frontier.next_wake(NOW) == NOW + 20
        frontier.set_delay("www.zj.gov.cn", 0.0)
        frontier.commit(done(*frontier.lease(9, NOW + 20)))
        assert frontier.next_wake(NOW + 20) == NOW + 21


def test_a_host_that_is_busy_is_left_alone_by_every_worker_and_after_a_kill(opening: Opening) -> None:
    with opening() as frontier:
        frontier.offer([page(number) for number in range(9)])
        (task,) = frontier.lease(1, NOW)
        signal = Signal(busy=True, began=NOW, at=NOW + 1, retry_after=120.0)
        frontier.commit([Finish(task=task.id, ending="retry", not_before=NOW, signal=signal)])
    with opening() as after:
        assert after.lease(9, NOW + 120) == []
        assert after.next_wake(NOW + 2) == NOW + 121
        (task,) = after.lease(9, NOW + 121)  # one at a time until it answers well
        assert after.lease(9, NOW + 125) == []
        after.commit([Finish(task=task.id, ending="done", signal=Signal(busy=False, began=NOW + 121, at=NOW + 122))])
        assert len(after.lease(99, NOW + 125)) == 8


def test_a_host_that_a_dead_worker_held_rests_its_delay_for_nobody_knows_how_late_it_was_asked(opening: Opening) -> None:
    pace = Pace(delay=2.0, jitter=0.0)
    with opening(pace) as killed, opening(pace) as other:
        killed.set_delay("slow.example", 9.0)
        killed.offer([page(1), page(1, host="http://slow.example"), page(1, host="http://left.example")])
        tasks = {host_of(task.url): task for task in killed.lease(3, NOW)}
        killed.commit(done(tasks["left.example"]))
        assert other.lease(9, NOW + 100) == []
        dead_at = NOW + 301
        other.offer([page(2, host="http://left.example")])
        for at in (dead_at, dead_at + 1.9):
            other.heartbeat(at)
            assert {host_of(task.url) for task in other.lease(9, at)} <= {"left.example"}
        assert [host_of(task.url) for task in other.lease(9, dead_at + 2.5)] == ["www.zj.gov.cn"]
        assert other.lease(9, dead_at + 8.9) == []
        assert [host_of(task.url) for task in other.lease(9, dead_at + 9.5)] == ["slow.example"]


def test_a_further_request_waits_from_when_the_last_one_really_began(opening: Opening) -> None:
    with opening(Pace(delay=2.0, jitter=0.0)) as frontier:
        frontier.offer([page(1)])
        (task,) = frontier.lease(1, NOW)
        assert frontier.turn(task.url, NOW + 1.5, NOW + 1.0) == 1.5
        assert frontier.turn(task.url, NOW + 2.5, NOW + 1.0) == 0.5
        assert frontier.turn(task.url, NOW + 3.0, NOW + 1.0) == 0.0
        assert frontier.turn(task.url, NOW + 4.0, NOW + 1.0) == 1.0


def test_nothing_is_asked_in_quiet_hours(opening: Opening) -> None:
    quiet = QuietHours.parse("08:00-18:00", "Asia/Shanghai")
    noon = datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    with opening(Pace(delay=0.0, quiet=quiet)) as frontier:
        assert frontier.next_wake(noon) is None
        frontier.offer([page(1)])
        assert frontier.lease(9, noon) == []
        assert frontier.next_wake(noon) == noon + 6 * 3600
        assert len(frontier.lease(9, noon + 6 * 3600)) == 1


def test_a_retry_waits_for_its_instant(frontier: AnyFrontier) -> None:
    frontier.offer([page(1)])
    (task,) = frontier.lease(9, NOW)
    assert frontier.next_wake(NOW) is None
    frontier.commit([Finish(task=task.id, ending="retry", not_before=NOW + 30)])
    assert frontier.next_wake(NOW) == NOW + 30
    assert frontier.lease(9, NOW + 29.9) == []
    assert frontier.lease(9, NOW + 30)[0].attempts == 2


def test_a_clock_that_was_set_back_does_not_stop_a_crawl(opening: Opening) -> None:
    with opening(Pace(delay=2.0)) as frontier:
        frontier.offer([page(1), page(2)])
        (task,) = frontier.lease(9, NOW)
        frontier.commit([Finish(task=task.id, ending="retry", not_before=NOW + 30)])
        frontier.end("interrupted", NOW)
        past = NOW - 1e8
        frontier.begin(past)
        assert frontier.next_wake(past) == past + 300
        assert len(frontier.lease(9, past + 300)) == 1
        assert (frontier.next_wake(past + 303) or 0) <= past + 86_400


@pytest.mark.parametrize(("url", "host"), [
    ("http://www.ZJ.gov.cn/a", "www.zj.gov.cn"), ("https://www.zj.gov.cn:443/", "www.zj.gov.cn"), ("http://a:80", "a"),
    ("http://a:443/", "a:443"), ("http://user:pass@a:8080/b@c", "a:8080"), ("http://[::1]:81/", "[::1]:81"), ("http://:81/", ""),
    ("http://[::1", ""), ("http://a:99999/", ""), ("mailto:a@b", ""), ("", ""),
])
def test_a_host_has_one_spelling(url: str, host: str) -> None:
    assert host_of(url) == host
