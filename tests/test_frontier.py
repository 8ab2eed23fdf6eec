"""The frontier: nothing offered is lost, nothing is handed out twice, hosts are asked at their pace."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.errors import ArchiveError, NotWritable
from crawler import frontier_owner
from crawler.frontier import Frontier
from crawler.frontier_schema import LANES
from crawler.known import Known
from crawler.pace import Pace, QuietHours, Signal
from crawler.task import Candidate, Finish, Pending, Task, TaskKind, host_of

NOW = 1_800_000_000.0
FAST = Pace(delay=0.0, concurrency=1_000)
SITE = "http://www.zj.gov.cn"


def page(number: int, kind: TaskKind = "article", depth: int = 0, host: str = SITE) -> Candidate:
    return Candidate(url=f"{host}/{number}", kind=kind, depth=depth)


def done(*tasks: Task) -> list[Finish]:
    return [Finish(task=task.id, ending="done") for task in tasks]


def paths(tasks: list[Task]) -> list[str]:
    return [task.url.rpartition("/")[2] for task in tasks]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "root" / "frontier.sqlite"


@pytest.fixture
def frontier(path: Path) -> Iterator[Frontier]:
    with opened(path) as frontier:
        yield frontier


def opened(path: Path, pace: Pace = FAST, portal: str = "zhejiang", *, begun: bool = True, lease_seconds: float = 300.0) -> Frontier:
    frontier = Frontier(path, portal, pace, places=1 << 12, lease_seconds=lease_seconds, chance=random.Random(1))
    if begun:
        frontier.begin(NOW)
    return frontier


def test_a_task_comes_out_as_it_went_in(frontier: Frontier) -> None:
    link = Candidate(url=f"{SITE}/list.jsp", kind="listing", section="要闻", via=f"{SITE}/", hops="LI", depth=3, method="POST",
                     body=b"page=2\x00\xff", title="标题", listed_date="2024-01-05", position=7)
    assert frontier.offer([link]) == 1
    (task,) = frontier.lease(10, NOW)
    for name in Candidate.__slots__:
        assert getattr(task, name) == getattr(link, name)
    assert task.attempts == 1


def test_words_that_no_database_takes_do_no_harm(frontier: Frontier) -> None:
    links = [Candidate(url=f"{SITE}/{word}", kind="article", title=word, via=word) for word in ("\ud800", "a\x00b", "\U0010ffff", "")]
    assert frontier.offer(links) == 4
    assert [task.title for task in frontier.lease(9, NOW)] == ["?", "a\x00b", "\U0010ffff", ""]


def test_an_address_is_a_task_once(frontier: Frontier) -> None:
    assert frontier.offer([page(1), page(1), page(2)]) == 2
    assert frontier.offer([page(1), Candidate(url=f"{SITE}/1#top", kind="article")]) == 0
    assert frontier.offer([Candidate(url=f"{SITE}/1", kind="article", method="POST", body=b"a"),
                           Candidate(url=f"{SITE}/1", kind="article", method="POST", body=b"b")]) == 2
    assert len(frontier.lease(99, NOW)) == 4
    assert frontier.lease(99, NOW) == []


def test_what_is_known_is_told_from_memory_and_by_the_database_when_memory_forgot(path: Path) -> None:
    with Frontier(path, "zhejiang", FAST, places=16) as frontier:
        frontier.begin(NOW)
        assert not frontier.knows(f"{SITE}/1", "article")
        assert frontier.offer([page(number) for number in range(500)]) == 500
        remembered = [number for number in range(500) if frontier.knows(f"{SITE}/{number}#x", "article")]
        assert 0 < len(remembered) <= 16
        assert frontier.offer([page(number) for number in range(500)]) == 0
        assert not frontier.knows(f"{SITE}/{remembered[0]}", "listing")


def test_known_affirms_only_what_was_added() -> None:
    chance = random.Random(5)
    keys = [chance.randbytes(16) for _ in range(20_000)]
    known = Known(1 << 16)
    for key in keys[:10_000]:
        known.add(key, 2)
    assert sum(known.has(key, 2) for key in keys[:10_000]) > 8_500
    assert not any(known.has(key, 2) for key in keys[10_000:])
    assert not any(known.has(key) for key in keys[:10_000])


def test_what_was_rolled_back_is_not_taken_for_known(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path) as frontier:
        def fails(*_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")
        with monkeypatch.context() as patch:
            patch.setattr(frontier, "_queued", fails)
            with pytest.raises(NotWritable, match=r"frontier\.sqlite: database or disk is full; "):
                frontier.offer([page(1, host="http://new.example")])
        assert frontier.pending() == Pending()
        assert frontier.offer([page(1, host="http://new.example")]) == 1
        assert paths(frontier.lease(9, NOW)) == ["1"]


def test_lower_depth_comes_first_and_then_the_order_of_offers(frontier: Frontier) -> None:
    frontier.offer([page(1, depth=2), page(2, depth=1), page(3, depth=2), page(4, depth=1)])
    assert paths(frontier.lease(9, NOW)) == ["2", "4", "1", "3"]


def test_lanes_take_turns_so_that_none_starves(frontier: Frontier) -> None:
    kinds: tuple[TaskKind, ...] = ("attachment", "requisite", "article", "listing")
    frontier.offer([page(number * 1_000 + lane, kind) for lane, kind in enumerate(kinds) for number in range(100)])
    frontier.offer([Candidate(url=f"{SITE}/robots.txt", kind="robots")])
    first = [task.kind for task in frontier.lease(81, NOW)]
    assert first[0] == "robots"
    assert first[1] == "article"
    assert Counter(first[1:]) == {"listing": 10, "article": 30, "requisite": 30, "attachment": 10}
    assert Counter(task.kind for task in frontier.lease(1_000, NOW)) == {"listing": 90, "article": 70, "requisite": 70, "attachment": 90}


def test_an_empty_lane_leaves_its_turn_to_the_others(frontier: Frontier) -> None:
    frontier.offer([page(number, "attachment") for number in range(5)] + [page(9, "listing")])
    assert [task.kind for task in frontier.lease(3, NOW)] == ["listing", "attachment", "attachment"]


def test_a_requisite_that_turns_out_to_be_a_page_is_asked_again_as_one(frontier: Frontier) -> None:
    frontier.offer([page(number, "requisite") for number in range(4)])
    queued, leased, ended, again = frontier.lease(4, NOW)[::-1]
    frontier.commit([*done(ended), Finish(task=queued.id, ending="retry"), Finish(task=again.id, ending="failed", reason="404")])
    assert frontier.offer([Candidate(url=task.url, kind="article", title="a") for task in (queued, leased, ended, again)]) == 3
    assert frontier.offer([Candidate(url=ended.url, kind="requisite")]) == 0
    frontier.commit(done(leased))
    tasks = frontier.lease(9, NOW)
    assert {task.url for task in tasks} == {task.url for task in (queued, leased, ended, again)}
    assert {(task.kind, task.title) for task in tasks} == {("article", "a")}
    frontier.commit(done(*tasks))
    assert frontier.offer([Candidate(url=ended.url, kind="listing")]) == 0
    assert frontier.pending() == Pending(done=4)


def test_a_queued_task_moves_to_a_better_lane(frontier: Frontier) -> None:
    frontier.offer([page(1, "article"), page(2, "article")])
    frontier.offer([page(2, "listing")])
    assert [(task.kind, task.url[-1]) for task in frontier.lease(9, NOW)] == [("listing", "2"), ("article", "1")]


def test_states_are_counted(frontier: Frontier) -> None:
    frontier.offer([page(number) for number in range(10)])
    tasks = frontier.lease(6, NOW)
    frontier.commit([Finish(task=tasks[0].id, ending="done", links=(page(0), page(50), page(51))),
                     Finish(task=tasks[1].id, ending="failed", reason="status 500"),
                     Finish(task=tasks[2].id, ending="dropped", reason="robots.txt"),
                     Finish(task=tasks[3].id, ending="dropped", reason="robots.txt"),
                     Finish(task=tasks[4].id, ending="retry", reason="status 503", not_before=NOW + 5)])
    assert frontier.pending() == Pending(queued=6, leased=1, done=1, failed=1, dropped=2, waiting=1)
    assert frontier.pending().open == 8
    assert frontier.reasons() == {("failed", "status 500"): 1, ("dropped", "robots.txt"): 2}


def test_a_retry_waits_for_its_instant(frontier: Frontier) -> None:
    frontier.offer([page(1)])
    (task,) = frontier.lease(9, NOW)
    assert frontier.next_wake(NOW) is None
    frontier.commit([Finish(task=task.id, ending="retry", not_before=NOW + 30)])
    assert frontier.next_wake(NOW) == NOW + 30
    assert frontier.lease(9, NOW + 29.9) == []
    assert frontier.lease(9, NOW + 30)[0].attempts == 2


def test_a_clock_that_was_set_back_does_not_stop_a_crawl(path: Path) -> None:
    with opened(path, Pace(delay=2.0)) as frontier:
        frontier.offer([page(1), page(2)])
        (task,) = frontier.lease(9, NOW)
        frontier.commit([Finish(task=task.id, ending="retry", not_before=NOW + 30)])
        frontier.end("interrupted", NOW)
        past = NOW - 1e8
        frontier.begin(past)
        assert frontier.next_wake(past) == past + 300
        assert len(frontier.lease(9, past + 300)) == 1
        assert (frontier.next_wake(past + 303) or 0) <= past + 86_400


def test_an_ending_without_the_lease_changes_nothing_but_its_links_count(path: Path) -> None:
    with opened(path) as one, opened(path, begun=False) as other:
        one.offer([page(1)])
        (task,) = one.lease(9, NOW)
        other.begin(NOW)
        other.commit([Finish(task=task.id, ending="failed", links=(page(2),)), Finish(task=12345, ending="done")])
        assert one.pending() == Pending(queued=1, leased=1)
        one.commit([Finish(task=task.id, ending="done"), Finish(task=task.id, ending="failed")])
        assert one.pending() == Pending(queued=1, done=1)


def test_one_host_is_asked_once_a_delay_by_all_workers_and_portals(path: Path) -> None:
    pace = Pace(delay=2.0, concurrency=5, jitter=0.0)
    with opened(path, pace) as one, opened(path, pace) as two, opened(path, pace, "zhejiang-en") as english:
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


def test_no_more_requests_are_under_way_at_a_host_than_may_be(path: Path) -> None:
    pace = Pace(delay=0.0, concurrency=3)
    with opened(path, pace) as one, opened(path, pace) as two:
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


def test_a_host_that_must_wait_keeps_no_other_waiting(path: Path) -> None:
    with opened(path, Pace(delay=10.0, jitter=0.0)) as frontier:
        frontier.offer([page(number) for number in range(5)])
        frontier.offer([page(number, host=f"http://h{number}.example") for number in range(100)])
        tasks = frontier.lease(1_000, NOW)
        assert len({host_of(task.url) for task in tasks}) == len(tasks) == 101
        frontier.commit(done(*tasks))
        assert frontier.lease(1_000, NOW + 9) == []
        assert frontier.next_wake(NOW + 9) == NOW + 10
        assert paths(frontier.lease(1_000, NOW + 10)) == ["1"]


def test_hosts_take_turns(path: Path) -> None:
    with opened(path, Pace(delay=0.0, concurrency=1)) as frontier:
        frontier.offer([page(number, host=f"http://h{host}.example") for host in range(3) for number in range(3)])
        seen: list[str] = []
        while tasks := frontier.lease(1, NOW + len(seen)):
            seen.append(host_of(tasks[0].url)[1])
            frontier.commit(done(*tasks))
        assert sorted(seen[:3]) == sorted(seen[3:6]) == sorted(seen[6:]) == ["0", "1", "2"]


def test_robots_txt_can_slow_a_host_down_and_set_it_free(path: Path) -> None:
    with opened(path, Pace(delay=1.0, jitter=0.0)) as frontier:
        frontier.set_delay("www.zj.gov.cn", 20.0)
        frontier.offer([page(number) for number in range(4)])
        frontier.commit(done(*frontier.lease(9, NOW)))
        assert frontier.next_wake(NOW) == NOW + 20
        frontier.set_delay("www.zj.gov.cn", 0.0)
        frontier.commit(done(*frontier.lease(9, NOW + 20)))
        assert frontier.next_wake(NOW + 20) == NOW + 21


def test_a_host_that_is_busy_is_left_alone_by_every_worker_and_after_a_kill(path: Path) -> None:
    with opened(path) as frontier:
        frontier.offer([page(number) for number in range(9)])
        (task,) = frontier.lease(1, NOW)
        signal = Signal(busy=True, began=NOW, at=NOW + 1, retry_after=120.0)
        frontier.commit([Finish(task=task.id, ending="retry", not_before=NOW, signal=signal)])
    with opened(path) as after:
        assert after.lease(9, NOW + 120) == []
        assert after.next_wake(NOW + 2) == NOW + 121
        (task,) = after.lease(9, NOW + 121)  # one at a time until it answers well
        assert after.lease(9, NOW + 125) == []
        after.commit([Finish(task=task.id, ending="done", signal=Signal(busy=False, began=NOW + 121, at=NOW + 122))])
        assert len(after.lease(99, NOW + 125)) == 8


def test_nothing_is_asked_in_quiet_hours(path: Path) -> None:
    quiet = QuietHours.parse("08:00-18:00", "Asia/Shanghai")
    noon = datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    with opened(path, Pace(delay=0.0, quiet=quiet)) as frontier:
        assert frontier.next_wake(noon) is None
        frontier.offer([page(1)])
        assert frontier.lease(9, noon) == []
        assert frontier.next_wake(noon) == noon + 6 * 3600
        assert len(frontier.lease(9, noon + 6 * 3600)) == 1


def test_a_run_goes_on_until_it_is_finished(path: Path) -> None:
    with opened(path, begun=False) as frontier:
        first = frontier.begin(NOW)
        assert not first.resumed
        frontier.offer([page(1), page(2)])
        frontier.commit(done(frontier.lease(1, NOW)[0]))
        left = frontier.lease(1, NOW)
        frontier.end("interrupted", NOW)
    with opened(path, begun=False) as frontier:
        again = frontier.begin(NOW + 5)
        assert again == type(again)(id=first.id, started=NOW, resumed=True)
        assert frontier.offer([page(1), page(2)]) == 0
        tasks = frontier.lease(9, NOW + 5)
        assert [(task.id, task.attempts) for task in tasks] == [(left[0].id, 1)]
        frontier.end("finished", NOW)  # with a task open it is not finished, whatever is said
        assert frontier.begin(NOW + 6).id == first.id
        frontier.commit(done(*frontier.lease(9, NOW + 5)))
        frontier.end("finished", NOW)
        new = frontier.begin(NOW + 7)
        assert not new.resumed
        assert new.id != first.id
        assert frontier.pending() == Pending()
        assert frontier.offer([page(1), page(2)]) == 2


def test_a_fresh_run_forgets_what_was_left(path: Path) -> None:
    with opened(path) as frontier, opened(path, portal="other") as other:
        frontier.offer([page(1)])
        other.offer([page(1), page(2)])
        frontier.end("interrupted", NOW)
        assert not frontier.begin(NOW, fresh=True).resumed
        assert frontier.pending() == Pending()
        assert frontier.lease(9, NOW) == []
        assert other.pending() == Pending(queued=2)
        assert len(other.lease(9, NOW)) == 2


def test_a_second_worker_joins_and_the_last_one_to_leave_finishes(path: Path) -> None:
    with opened(path, begun=False) as one, opened(path, begun=False) as two:
        run = one.begin(NOW)
        one.offer([page(1)])
        assert two.begin(NOW, fresh=True) == type(run)(id=run.id, started=run.started, resumed=True)
        one.commit(done(*one.lease(9, NOW)))
        one.end("finished", NOW)
        assert one.begin(NOW).id == run.id
        one.end("finished", NOW)
        two.end("finished", NOW)
        assert one.begin(NOW).id != run.id


def test_leases_of_a_silent_worker_come_back(path: Path) -> None:
    with opened(path, lease_seconds=60) as silent, opened(path, lease_seconds=60) as other:
        silent.offer([page(number) for number in range(3)])
        tasks = silent.lease(2, NOW)
        assert len(other.lease(9, NOW)) == 1
        assert other.next_wake(NOW) == NOW + 60
        silent.heartbeat(NOW + 50)
        assert other.lease(9, NOW + 70) == []
        assert {task.id for task in other.lease(9, NOW + 111)} == {task.id for task in tasks}
        silent.commit(done(*tasks))
        assert other.pending() == Pending(leased=3)
        silent.heartbeat(NOW + 112)
        silent.offer([page(7)])
        assert len(silent.lease(9, NOW + 113)) == 1
        silent.heartbeat(NOW + 160)
        other.heartbeat(NOW + 161)
        assert other.pending() == Pending(leased=4)


def test_a_task_that_workers_die_of_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontier_owner, "_runs", lambda *_: False)
    with opened(path) as frontier:
        frontier.offer([page(1)])
    for life in range(1, 6):
        with opened(path) as frontier:
            frontier.offer([page(100 + life)])
            tasks = frontier.lease(9, NOW)
            assert paths(tasks) == (["1", "101"] if life == 1 else [str(100 + life), "1"])  # behind what was not lost before
            assert max(task.attempts for task in tasks) == life
            frontier.commit(done(*(task for task in tasks if task.url != f"{SITE}/1")))
    with opened(path) as frontier:
        assert frontier.lease(9, NOW) == []
        assert frontier.pending() == Pending(done=5, failed=1)
        assert frontier.reasons() == {("failed", "poison"): 1}


def test_twenty_kills_before_anything_is_done_do_not_make_a_seed_poison(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontier_owner, "_runs", lambda *_: False)
    for life in range(21):
        with opened(path) as frontier:
            frontier.offer([page(1, "listing")])
            assert frontier.lease(9, NOW)[0].attempts == life + 1
    with opened(path) as frontier:
        frontier.commit(done(*frontier.lease(9, NOW)))
        assert frontier.pending() == Pending(done=1)


def test_work_needs_a_run(path: Path) -> None:
    with opened(path, begun=False) as frontier:
        with pytest.raises(RuntimeError, match="begin"):
            frontier.lease(1, NOW)
        with pytest.raises(RuntimeError, match="begin"):
            frontier.commit([])
        frontier.end("finished", NOW)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be one" * 50, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_frontier_is_told_in_one_line(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"^[^\n]*frontier\.sqlite: [^\n]+; [^\n]+$"):
        opened(path)


def test_a_frontier_of_another_version_is_told(path: Path) -> None:
    opened(path).close()
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA user_version = 99")
    with pytest.raises(ArchiveError, match="another version"):
        opened(path)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable, match=r"make the folder writable"):
        opened(tmp_path / "file" / "frontier.sqlite")
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(NotWritable):
        opened(tmp_path / "folder.sqlite")


def test_every_lane_has_a_turn() -> None:
    assert set(LANES.values()) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(("url", "host"), [
    ("http://www.ZJ.gov.cn/a", "www.zj.gov.cn"), ("https://www.zj.gov.cn:443/", "www.zj.gov.cn"), ("http://a:80", "a"),
    ("http://a:443/", "a:443"), ("http://user:pass@a:8080/b@c", "a:8080"), ("http://[::1]:81/", "[::1]:81"), ("http://:81/", ""),
    ("http://[::1", ""), ("http://a:99999/", ""), ("mailto:a@b", ""), ("", ""),
])
def test_a_host_has_one_spelling(url: str, host: str) -> None:
    assert host_of(url) == host


def test_questions_and_leases_are_cheap(path: Path) -> None:
    """Bounds ten times as loose as what is measured on one core: they fail when an index is lost, not on a busy machine."""
    links = [page(number, "requisite" if number % 3 else "article", number % 9) for number in range(20_000)]
    with opened(path, Pace(delay=0.0, concurrency=100)) as frontier:
        began = time.process_time()
        for start in range(0, len(links), 500):
            frontier.offer(links[start:start + 500])
        assert (time.process_time() - began) / len(links) < 500e-6
        began = time.process_time()
        for _ in range(100):
            frontier.commit(done(*frontier.lease(16, NOW)))
        assert (time.process_time() - began) / 1_600 < 2_000e-6
        began = time.process_time()
        for link in links:
            frontier.knows(link.url, link.kind)
        assert (time.process_time() - began) / len(links) < 20e-6
        plan = " ".join(row[3] for row in frontier._base.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM tasks WHERE state = 0 AND portal = 1 AND host = 1 AND lane = 2 ORDER BY rank, id LIMIT 9"))
        assert "INDEX queue" in plan
        assert "TEMP B-TREE" not in plan
