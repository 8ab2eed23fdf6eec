"""Runs, workers that come and go, and files that are no frontier."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from archive.errors import ArchiveError, NotWritable
from crawler.calls.call import Call, Told
from crawler.cluster import workers
from crawler.frontier import owner
from crawler.frontier.pace import Pace
from crawler.frontier.task import Candidate, Ending, Finish, Pending, host_of
from tests.frontier_kit import FAST, NOW, SITE, Opening, done, opened, page, paths


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "root" / "frontier.sqlite"


def no_process_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "_runs", lambda *_: False)
    monkeypatch.setattr(workers, "_runs", lambda *_: False)


def test_a_run_goes_on_until_it_is_finished(opening: Opening) -> None:
    with opening(begun=False) as frontier:
        first = frontier.begin(NOW)
        assert not first.resumed
        frontier.offer([page(1), page(2)])
        frontier.commit(done(frontier.lease(1, NOW)[0]))
        left = frontier.lease(1, NOW)
        frontier.end("interrupted", NOW)
    with opening(begun=False) as frontier:
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


def test_a_fresh_run_forgets_what_was_left(opening: Opening) -> None:
    with opening() as frontier, opening(portal="other") as other:
        frontier.offer([page(1)])
        other.offer([page(1), page(2)])
        frontier.end("interrupted", NOW)
        assert not frontier.begin(NOW, fresh=True).resumed
        assert frontier.pending() == Pending()
        assert frontier.lease(9, NOW) == []
        assert other.pending() == Pending(queued=2)
        assert len(other.lease(9, NOW)) == 2


def test_a_second_worker_joins_and_the_last_one_to_leave_finishes(opening: Opening) -> None:
    with opening(begun=False) as one, opening(begun=False) as two:
        run = one.begin(NOW)
        one.offer([page(1)])
        assert two.begin(NOW, fresh=True) == type(run)(id=run.id, started=run.started, resumed=True)
        one.commit(done(*one.lease(9, NOW)))
        one.end("finished", NOW)
        assert one.begin(NOW).id == run.id
        one.end("finished", NOW)
        two.end("finished", NOW)
        assert one.begin(NOW).id != run.id


def test_leases_of_a_silent_worker_come_back(opening: Opening) -> None:
    with opening(lease_seconds=60) as silent, opening(lease_seconds=60) as other:
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


def test_a_task_that_workers_die_of_is_given_up(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    no_process_lives(monkeypatch)
    with opening() as frontier:
        frontier.offer([page(1)])
    for life in range(1, 26):
        with opening() as frontier:
            frontier.offer([page(100 + life)])
            tasks = frontier.lease(9, NOW)
            assert paths(tasks) == (["1", "101"] if life == 1 else [str(100 + life), "1"])  # behind what was not lost before
            assert max(task.attempts for task in tasks) == life
            frontier.commit(done(*(task for task in tasks if task.url != f"{SITE}/1")))
    with opening() as frontier:
        assert frontier.lease(9, NOW) == []
        assert frontier.pending() == Pending(done=25, failed=1)
        assert frontier.reasons() == {("failed", "poison"): 1}


def test_twenty_kills_before_anything_is_done_do_not_make_a_seed_poison(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    no_process_lives(monkeypatch)
    for life in range(21):
        with opening() as frontier:
            frontier.offer([page(1, "listing")])
            assert frontier.lease(9, NOW)[0].attempts == life + 1
    with opening() as frontier:
        frontier.commit(done(*frontier.lease(9, NOW)))
        assert frontier.pending() == Pending(done=1)


def test_work_needs_a_run(opening: Opening) -> None:
    with opening(begun=False) as frontier:
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


VERSION_1 = (
    "DROP TRIGGER task_moved",
    "CREATE TRIGGER task_came AFTER INSERT ON tasks BEGIN UPDATE counts SET n = n + 1 WHERE portal = new.portal AND state = new.state; END",
    "CREATE TRIGGER task_moved AFTER UPDATE OF state ON tasks WHEN old.state <> new.state BEGIN "
    "UPDATE counts SET n = n - 1 WHERE portal = old.portal AND state = old.state; "
    "UPDATE counts SET n = n + 1 WHERE portal = new.portal AND state = new.state; END",
    "CREATE TRIGGER task_queued AFTER UPDATE OF state ON tasks WHEN new.state = 0 AND old.state <> 0 BEGIN SELECT 1; END",
    "CREATE TRIGGER task_freed AFTER UPDATE OF state ON tasks WHEN old.state = 1 AND new.state <> 1 BEGIN SELECT 1; END",
    "UPDATE tasks SET key = digest(url)",
    "ALTER TABLE tasks DROP COLUMN call",
    "PRAGMA user_version = 1",
)
"""What makes a file one of version 1: triggers that counted each move of each task, and digests as keys."""
VERSION_2 = ("UPDATE tasks SET key = digest(url)", "ALTER TABLE tasks DROP COLUMN call", "PRAGMA user_version = 2")
VERSION_3 = ("ALTER TABLE tasks DROP COLUMN call", "PRAGMA user_version = 3")


@pytest.mark.parametrize("older", [VERSION_1, VERSION_2, VERSION_3])
def test_a_frontier_of_an_older_version_goes_on_and_knows_its_addresses(path: Path, older: tuple[str, ...]) -> None:
    with opened(path) as frontier:
        frontier.begin(NOW)
        frontier.offer([page(1), page(2)])
        digest = frontier.key
    with sqlite3.connect(path) as base:
        base.create_function("digest", 1, digest)
        for statement in older:
            base.execute(statement)
    with opened(path) as frontier:
        assert frontier.begin(NOW).resumed
        frontier.offer([page(1), page(2), page(3)])
        frontier.commit(done(*frontier.lease(2, NOW)))
        assert frontier.pending() == Pending(done=2, queued=1)


LIST, SCRIPT = f"{SITE}/list.html", f"{SITE}/js/list.js"
OLD_CALLS = [
    (Candidate(url=f"{SITE}/api?page=2", kind="listing", call=Call(asker=LIST, told=Told(ways=("/art/{id}.html",), fields=("bt",)))),
     f"{LIST} /art/{{id}}.html =bt", None),
    (Candidate(url=f"{SITE}/api", kind="listing", method="POST", body=b"page=2", call=Call(asker=LIST, told=Told(rows=10))),
     f"{LIST} +10/0", b"page=2"),
    (Candidate(url=SCRIPT, kind="listing", call=Call(asker=LIST, told=Told(values=(("id", "7"),)), whose=LIST)),
     f"{LIST} +?id=7", LIST.encode()),
    (Candidate(url=LIST, kind="listing"), None, None),
    (Candidate(url=f"{SITE}/1.html", kind="article", title="+1/0 标题"), "+1/0 标题", None),
]
"""Tasks, with the title and the body that they had in versions up to 3."""


def test_what_a_call_bore_in_an_older_version_is_kept_and_it_is_the_same_task(path: Path) -> None:
    with opened(path) as frontier:
        frontier.begin(NOW)
        frontier.offer([link for link, _, _ in OLD_CALLS])
    with sqlite3.connect(path) as base:
        for link, title, body in OLD_CALLS:
            base.execute("UPDATE tasks SET title = ?, body = ? WHERE url = ?", (title, body, link.url))
        for statement in VERSION_3:
            base.execute(statement)
    with opened(path, FAST) as frontier:
        frontier.begin(NOW)
        assert frontier.offer([link for link, _, _ in OLD_CALLS]) == 0
        leased = {task.url: (task.title, task.body, task.call) for task in frontier.lease(9, NOW)}
    assert leased == {link.url: (link.title, link.body, link.call) for link, _, _ in OLD_CALLS}


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable, match=r"make the folder writable"):
        opened(tmp_path / "file" / "frontier.sqlite")
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(NotWritable):
        opened(tmp_path / "folder.sqlite")


def test_an_ending_without_the_lease_changes_nothing_but_its_links_count(opening: Opening) -> None:
    with opening() as one, opening(begun=False) as other:
        one.offer([page(1)])
        (task,) = one.lease(9, NOW)
        other.begin(NOW)
        other.commit([Finish(task=task.id, ending="failed", links=(page(2),)), Finish(task=12345, ending="done")])
        assert one.pending() == Pending(queued=1, leased=1)
        one.commit([Finish(task=task.id, ending="done"), Finish(task=task.id, ending="failed")])
        assert one.pending() == Pending(queued=1, done=1)


def test_a_full_disk_ends_in_words_and_loses_nothing(path: Path) -> None:
    with opened(path) as frontier:
        frontier.offer([page(number) for number in range(50)])
        tasks = frontier.lease(20, NOW)
        pages = frontier._base.execute("PRAGMA page_count").fetchone()[0]
        frontier._base.execute(f"PRAGMA max_page_count = {pages}")
        finished = [Finish(task=task.id, ending="done", links=tuple(page(task.id * 1_000 + n) for n in range(500))) for task in tasks]
        with pytest.raises(NotWritable, match=r"^[^\n]*frontier\.sqlite: the disk is full; [^\n]+$"):
            frontier.commit(finished)
        assert frontier.pending() == Pending(queued=30, leased=20)
        frontier._base.execute("PRAGMA max_page_count = 1000000")
        frontier.commit(finished)
        assert frontier.pending() == Pending(queued=30 + 20 * 500, done=20)


def test_a_new_process_reads_robots_txt_again(opening: Opening) -> None:
    for asked, wait in ((30.0, 30.0), (0.0, 2.0)):
        with opening(Pace(delay=2.0, jitter=0.0)) as frontier:
            frontier.offer([page(1), page(2), page(3)])
            if asked:
                frontier.set_delay("www.zj.gov.cn", asked)
            start = NOW + 100 - asked
            frontier.commit(done(*frontier.lease(1, start)))
            assert frontier.next_wake(start) == start + wait
            frontier.end("interrupted", NOW)


@pytest.mark.parametrize(("ending", "reason", "owed"), [
    ("failed", "unreachable", 1), ("failed", "passing", 1), ("failed", "blocked", 1), ("dropped", "budget", 1),
    ("failed", "http", 0), ("failed", "not-an-article", 0), ("dropped", "robots", 0), ("done", None, 0)])
def test_what_may_answer_otherwise_is_owed_to_the_next_run(opening: Opening, ending: Ending, reason: str | None, owed: int) -> None:
    with opening() as frontier, opening(portal="other") as other:
        other.offer([page(5)])
        frontier.offer([page(1)])
        (task,) = frontier.lease(1, NOW)
        frontier.commit([Finish(task=task.id, ending=ending, reason=reason)])
        frontier.end("finished", NOW)
        assert not frontier.begin(NOW + 1).resumed
        assert frontier.pending() == Pending(queued=owed)
        assert [one.url for one in frontier.lease(9, NOW + 100)] == [task.url] * owed
        assert other.pending().queued == 1


@pytest.mark.parametrize(("depth", "reason", "owed"), [
    (3, "passing", 1), (3, "unreachable", 1), (3, "truncated", 1), (3, "http", 0), (3, "budget", 0), (0, "passing", 0)])
def test_a_further_page_of_a_listing_that_was_broken_is_owed_to_the_next_run(opening: Opening, depth: int, reason: str, owed: int) -> None:
    with opening() as frontier:
        frontier.offer([replace(page(1, "listing"), depth=depth)])
        (task,) = frontier.lease(1, NOW)
        frontier.commit([Finish(task=task.id, ending="failed", reason=reason)])
        frontier.end("finished", NOW)
        frontier.begin(NOW + 1)
        assert frontier.pending() == Pending(queued=owed)


def test_pages_beyond_the_budget_are_put_off_and_requisites_are_not(opening: Opening) -> None:
    with opening() as frontier:
        frontier.offer([page(1), page(2), page(3), Candidate(url=f"{page(1).url}.css", kind="requisite")])
        (first,) = frontier.lease(1, NOW)
        assert frontier.put_off(host_of(first.url), [first.id]) == 3
        assert (frontier.pending().dropped, frontier.pending().queued) == (3, 1)
        (kept,) = frontier.lease(9, NOW + 100)
        frontier.commit([Finish(task=kept.id, ending="done")])
        frontier.end("finished", NOW)
        frontier.begin(NOW + 200)
        assert frontier.pending().queued == 3


def test_a_killed_worker_that_its_parent_did_not_ask_after_is_dead() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as worker:
        born = psutil.Process(worker.pid).create_time()
        assert owner._runs(worker.pid, born)
        worker.kill()
        os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)
        assert not owner._runs(worker.pid, born)
