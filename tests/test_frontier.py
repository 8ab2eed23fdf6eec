"""The frontier's queue: nothing offered is lost or taken twice, and what comes first comes first."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import pytest

from archive.errors import NotWritable
from crawler.calls.call import Call, Told
from crawler.frontier.known import Known
from crawler.frontier.pace import Pace
from crawler.frontier.schema import LANES, key_of, near
from crawler.frontier.task import Candidate, Finish, Pending, TaskKind
from crawler.frontier.visits import Lesson
from crawler.queue.frontiers import AnyFrontier
from tests.frontier_kit import FAST, NOW, SITE, Opening, done, opened, page, paths


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "root" / "frontier.sqlite"


@pytest.fixture
def frontier(opening: Opening) -> Iterator[AnyFrontier]:
    with opening() as frontier:
        yield frontier


TOLD = Told(ways=("/art/{id}.html?a=1&b={c d}", "{link}"), fields=("标题", "day"), rows=15, pieces=3, folder=2, digits=1, behind="a=b",
            from_one=True, values=(("名", "a=b&c"), ("empty", "")), headers=(("X-A", "1"),),
            settings=(f"{SITE}/config.js",), then=f"{SITE}/list.js")
CALL = Call(asker=f"{SITE}/list.html", told=TOLD, headers=(("X-CSRF-TOKEN", "a: b+%c"),), whose=f"{SITE}/list.html")


def test_a_task_comes_out_as_it_went_in(frontier: AnyFrontier) -> None:
    link = Candidate(url=f"{SITE}/list.jsp", kind="listing", section="要闻", via=f"{SITE}/", hops="LI", depth=3, method="POST",
                     body=b"page=2\x00\xff", title="标题", listed_date="2024-01-05", position=7, call=CALL)
    assert frontier.offer([link]) == 1
    (task,) = frontier.lease(10, NOW)
    for name in set(Candidate.__slots__) - {"rank"}:
        assert getattr(task, name) == getattr(link, name)
    assert task.attempts == 1


def test_words_that_no_database_takes_do_no_harm(frontier: AnyFrontier) -> None:
    links = [Candidate(url=f"{SITE}/{word}", kind="article", title=word, via=word) for word in ("\ud800", "a\x00b", "\U0010ffff", "")]
    assert frontier.offer(links) == 4
    assert [task.title for task in frontier.lease(9, NOW)] == ["?", "a\x00b", "\U0010ffff", ""]


def test_an_address_is_a_task_once(frontier: AnyFrontier) -> None:
    assert frontier.offer([page(1), page(1), page(2)]) == 2
    assert frontier.offer([page(1), Candidate(url=f"{SITE}/1#top", kind="article")]) == 0
    assert frontier.offer([Candidate(url=f"{SITE}/1", kind="article", method="POST", body=b"a"),
                           Candidate(url=f"{SITE}/1", kind="article", method="POST", body=b"b")]) == 2
    assert len(frontier.lease(99, NOW)) == 4
    assert frontier.lease(99, NOW) == []


def test_a_fragment_makes_no_other_task_when_memory_forgot(opening: Opening) -> None:
    with opening() as frontier:
        assert frontier.offer([Candidate(url=f"{SITE}/{name}", kind="article") for name in ("1", "\ud800")]) == 2
    with opening() as frontier:
        assert frontier.offer([Candidate(url=f"{SITE}/{name}", kind="article") for name in ("1#/a/long/one", "\ud800")]) == 0


def test_addresses_of_one_folder_lie_together_in_the_order_of_their_numbers() -> None:
    numbers = [f"{SITE}/{folder}/art_9_{number}.html" for folder in ("2026/03", "2026/04", "xw") for number in range(100_000, 100_300, 7)]
    seed = blake2b(b"portal\n", digest_size=16)
    keys = {url: near(url, key_of(seed, url, "GET", None)) for url in numbers}
    in_order = sorted(numbers, key=keys.__getitem__)
    folders = [url.rpartition("/")[0] for url in in_order]
    assert sum(one != other for one, other in pairwise(folders)) == 2  # none of the three lies scattered
    for folder in set(folders):
        inside = [url for url in in_order if url.startswith(f"{folder}/")]
        assert inside == sorted(inside)
    assert len({near(url, key_of(seed, url, "POST", body)) for url in numbers[:2] for body in (b"1", b"2", b"3")}) == 6


def test_the_rows_of_a_listings_last_visit_are_remembered(frontier: AnyFrontier) -> None:
    key = frontier.key("http://a.example/list.html")
    assert frontier.visits.shown(key) == []
    for rows in (("http://a.example/1", "http://a.example/2"), ("http://a.example/2", "http://a.example/3"), ()):
        frontier.commit([Finish(task=0, ending="done", lesson=Lesson(listing=key, shown=rows))])
    assert frontier.visits.shown(key) == ["http://a.example/2", "http://a.example/3"]  # a page that shows none tells nothing


def test_what_is_known_is_told_from_memory_and_by_the_database_when_memory_forgot(opening: Opening) -> None:
    with opening(FAST, places=16) as frontier:
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
            with pytest.raises(NotWritable, match=r"frontier\.sqlite: the disk is full; "):
                frontier.offer([page(1, host="http://new.example")])
        assert frontier.pending() == Pending()
        assert frontier.offer([page(1, host="http://new.example")]) == 1
        assert paths(frontier.lease(9, NOW)) == ["1"]


def test_lower_depth_comes_first_and_then_the_order_of_offers(frontier: AnyFrontier) -> None:
    frontier.offer([page(1, depth=2), page(2, depth=1), page(3, depth=2), page(4, depth=1)])
    assert paths(frontier.lease(9, NOW)) == ["2", "4", "1", "3"]


def test_lanes_take_turns_so_that_none_starves(frontier: AnyFrontier) -> None:
    kinds: tuple[TaskKind, ...] = ("attachment", "requisite", "article", "listing")
    frontier.offer([page(number * 1_000 + lane, kind) for lane, kind in enumerate(kinds) for number in range(100)])
    frontier.offer([Candidate(url=f"{SITE}/robots.txt", kind="robots")])
    first = [task.kind for task in frontier.lease(81, NOW)]
    assert first[0] == "robots"
    assert first[1] == "article"
    assert Counter(first[1:]) == {"listing": 10, "article": 30, "requisite": 30, "attachment": 10}
    assert Counter(task.kind for task in frontier.lease(1_000, NOW)) == {"listing": 90, "article": 70, "requisite": 70, "attachment": 90}


def test_an_empty_lane_leaves_its_turn_to_the_others(frontier: AnyFrontier) -> None:
    frontier.offer([page(number, "attachment") for number in range(5)] + [page(9, "listing")])
    assert [task.kind for task in frontier.lease(3, NOW)] == ["listing", "attachment", "attachment"]


def test_a_requisite_that_turns_out_to_be_a_page_is_asked_again_as_one(frontier: AnyFrontier) -> None:
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


def test_a_queued_task_moves_to_a_better_lane(frontier: AnyFrontier) -> None:
    frontier.offer([page(1, "article"), page(2, "article")])
    frontier.offer([page(2, "listing")])
    assert [(task.kind, task.url[-1]) for task in frontier.lease(9, NOW)] == [("listing", "2"), ("article", "1")]


def test_states_are_counted(frontier: AnyFrontier) -> None:
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


def test_every_lane_has_a_turn() -> None:
    assert set(LANES.values()) == {0, 1, 2, 3, 4}


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
