"""What can be wrong with a server, and what is said of it: one line, without the password, and nothing is lost."""

from __future__ import annotations

import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from archive.errors import ArchiveError, NotWritable
from crawler.cluster.address import BadAddress, parameters, shown
from crawler.cluster.frontier import ClusterFrontier
from crawler.cluster.schema import VERSION
from crawler.cluster.server import Server
from crawler.frontier.pace import Pace, Signal
from crawler.frontier.task import Finish, Pending
from tests.crawling import command, environment, fangzhi
from tests.frontier_kit import FAST, NOW, Opening, done, page
from tests.postgres import PASSWORD, Postgres

SECRET = "hush-hush"


def crawled(tmp_path: Path, address: str, *more: str, **env: str) -> subprocess.CompletedProcess[str]:
    return fangzhi("crawl", "demo", "--archive", tmp_path / "data", *more, timeout=60, FANGZHI_FRONTIER=address, **env)


@pytest.mark.parametrize(("address", "code", "words"), [
    (f"mysql://me:{SECRET}@127.0.0.1/x", 2, "expected postgresql://USER@HOST:PORT/DATABASE"),
    (f"postgresql://me:{SECRET}%zz@127.0.0.1/x", 2, "the address cannot be read"),
    (f"postgresql://me:{SECRET}@127.0.0.1:1/x", 3, "postgresql://me@127.0.0.1:1/x: connection failed"),
])
def test_an_address_that_leads_nowhere_is_told_in_one_line(tmp_path: Path, address: str, code: int, words: str) -> None:
    ended = crawled(tmp_path, address)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert words in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert SECRET not in ended.stderr
    assert not (tmp_path / "data").exists()


def test_without_the_library_the_extra_is_named(tmp_path: Path) -> None:
    hidden = ("import importlib.util as u, sys\nfind = u.find_spec\nu.find_spec = lambda name, *a: None if name == 'psycopg' else "
              "find(name, *a)\nfrom crawler.cli import main\nmain()")
    words = command("crawl", "demo", "--archive", tmp_path / "data", "--frontier", "postgresql://127.0.0.1/x")
    ended = subprocess.run([words[0], "-c", hidden, *words[3:]], capture_output=True, text=True, timeout=60, check=False, env=environment())
    assert ended.returncode == 2
    assert "pip install 'fangzhi[cluster]'" in ended.stderr


def test_a_wrong_password_and_a_database_of_another_version_are_told(tmp_path: Path, postgres: Postgres) -> None:
    ended = crawled(tmp_path, postgres.address.replace(":w%C3%A9i-p%C7%8Eo%2Fx@", f":{SECRET}@"))
    assert ended.returncode == 3
    assert "password authentication failed" in ended.stderr and SECRET not in ended.stderr
    Server(postgres.address).close()
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        connection.execute("UPDATE fangzhi.version SET number = 99")
        try:
            with pytest.raises(ArchiveError, match="made by another version of fangzhi") as told:
                Server(postgres.address)
        finally:
            connection.execute("UPDATE fangzhi.version SET number = %s", (VERSION,))
    assert PASSWORD not in str(told.value)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "EUC_CN"])
def test_a_database_that_cannot_keep_all_letters_is_told_in_one_line(tmp_path: Path, postgres: Postgres, encoding: str) -> None:
    name = encoding.lower()
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")
    address = postgres.address.removesuffix("/postgres") + f"/{name}"
    ended = crawled(tmp_path, address)
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
    assert f"the database keeps text in {encoding}, not in UTF8; make another: createdb --encoding=UTF8" in ended.stderr
    told = fangzhi("frontier", "status", timeout=60, FANGZHI_FRONTIER=address)
    assert (told.returncode, told.stdout, len(told.stderr.splitlines())) == (2, "", 1)


def test_what_the_environment_says_of_encodings_does_not_reach_the_frontier(tmp_path: Path, postgres: Postgres) -> None:
    ended = crawled(tmp_path, postgres.address, PGCLIENTENCODING="SQL_ASCII")
    assert (ended.returncode, "whole" in ended.stdout) == (0, True), ended.stderr


@pytest.mark.parametrize("words", [("--limit", "9" * 23), ("--set", "BUDGET=" + "9" * 23)])
def test_a_bound_that_no_table_holds_is_none(tmp_path: Path, postgres: Postgres, words: tuple[str, ...]) -> None:
    ended = crawled(tmp_path, postgres.address, *words)
    assert (ended.returncode, "whole" in ended.stdout) == (0, True), ended.stderr


def test_addresses_are_shown_without_what_is_secret() -> None:
    assert shown("postgresql://me:secret@db.example:5433/work?sslpassword=secret") == "postgresql://me@db.example:5433/work"
    assert shown("postgresql:///work?host=/run/pg&password=secret") == "postgresql:///work"
    assert shown("postgresql://[::bad") == "postgresql://…"
    assert parameters("postgres://me@db/work")["connect_timeout"] == "10"
    assert parameters("postgres://me@db/work?connect_timeout=3")["connect_timeout"] == "3"
    with pytest.raises(BadAddress, match=r"^[^\n]+$"):
        parameters("host=db password=secret")


def test_workers_that_begin_together_make_the_tables_once(postgres: Postgres) -> None:
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS fangzhi CASCADE")
    together = threading.Barrier(6)

    def begun(_: int) -> int:
        together.wait(10)
        server = Server(postgres.address)
        server.close()
        return server.connected

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(begun, range(6))) == [1] * 6


class Cut:
    """A frontier whose connection breaks at a moment of choice."""

    def __init__(self, address: str) -> None:
        self.server = Server(address, patience=10.0)
        self.frontier = ClusterFrontier(self.server, "zhejiang", FAST)
        self.frontier.begin(NOW)

    def cut(self) -> None:
        """The next question meets a connection that is gone."""
        assert self.server._connection is not None
        with psycopg.connect(self.server._connection.info.dsn, password=PASSWORD, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user "
                          "AND application_name = 'fangzhi'")

    def lose_the_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The next transaction is committed, and its answer is lost on the way."""
        real = psycopg.Connection.transaction
        left = [1]

        class Transaction:
            def __init__(self, connection: psycopg.Connection[object]) -> None:
                self.block = real(connection)

            def __enter__(self) -> object:
                return self.block.__enter__()

            def __exit__(self, *told: object) -> object:
                result = self.block.__exit__(*told)  # type: ignore[arg-type]
                if left and told[0] is None:
                    left.pop()
                    raise psycopg.OperationalError("server closed the connection unexpectedly")
                return result

        # A function is bound to the connection, a class would not be.
        monkeypatch.setattr(psycopg.Connection, "transaction", lambda connection: Transaction(connection))  # noqa: PLW0108


@pytest.fixture
def cut(postgres: Postgres) -> Cut:
    return Cut(postgres.emptied())


def test_a_connection_that_breaks_is_made_again(cut: Cut) -> None:
    cut.frontier.offer([page(number) for number in range(4)])
    cut.cut()
    tasks = cut.frontier.lease(3, NOW)
    cut.cut()
    cut.frontier.commit([Finish(task=task.id, ending="done", links=(page(7),)) for task in tasks])
    cut.cut()
    assert cut.frontier.pending() == Pending(queued=2, done=3)
    assert cut.server.connected == 4


def test_tasks_of_an_answer_that_was_lost_are_not_held_for_ever(cut: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    cut.frontier.offer([page(number) for number in range(5)])
    first = cut.frontier.lease(1, NOW)
    cut.lose_the_answer(monkeypatch)
    tasks = cut.frontier.lease(2, NOW)
    assert cut.frontier.pending() == Pending(queued=2, leased=3)
    assert {task.attempts for task in tasks} == {1}
    cut.frontier.commit(done(*first, *tasks, *cut.frontier.lease(9, NOW)))
    assert cut.frontier.pending() == Pending(done=5)


def test_endings_whose_answer_was_lost_are_taken_in_once(cut: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    cut.frontier.offer([page(1), page(2)])
    (task, _) = cut.frontier.lease(2, NOW)
    cut.lose_the_answer(monkeypatch)
    signal = Signal(busy=True, began=NOW, at=NOW + 1)
    cut.frontier.commit([Finish(task=task.id, ending="failed", reason="http", links=(page(3),), signal=signal)])
    assert cut.frontier.pending() == Pending(queued=1, leased=1, failed=1)
    assert cut.server.perform(lambda c: c.execute("SELECT strikes FROM hosts").fetchone()) == (1,)


def test_a_server_that_stays_away_ends_the_work_in_words(postgres: Postgres) -> None:
    server = Server(postgres.emptied(), patience=0.2)
    frontier = ClusterFrontier(server, "zhejiang", FAST)
    frontier.begin(NOW)
    frontier.offer([page(number) for number in range(3)])
    tasks = frontier.lease(2, NOW)
    postgres.stop()
    try:
        with pytest.raises(NotWritable, match=r"^postgresql://crawler@[^\n]+/postgres: the server is gone \([^\n]+\); [^\n]+$") as told:
            frontier.commit(done(*tasks))
        assert PASSWORD not in str(told.value)
        with pytest.raises(NotWritable):
            frontier.end("not-written", NOW)
    finally:
        postgres.start()
    with Opening(postgres.address)(lease_seconds=60, begun=False) as after:
        assert after.begin(NOW + 120).resumed
        assert after.pending() == Pending(queued=3)


def test_a_worker_that_was_taken_for_dead_goes_on_only_in_its_own_run(postgres: Postgres) -> None:
    opening = Opening(postgres.emptied())
    with opening(lease_seconds=60) as asleep, opening(lease_seconds=60) as awake:
        asleep.offer([page(1), page(2)])
        held = asleep.lease(1, NOW)
        awake.heartbeat(NOW + 61)
        assert awake.pending() == Pending(queued=2)
        asleep.commit([Finish(task=held[0].id, ending="done", links=(page(3),))])  # its link counts, its ending does not
        assert awake.pending() == Pending(queued=3)
        asleep.heartbeat(NOW + 62)
        awake.heartbeat(NOW + 130)
        awake.commit(done(*awake.lease(9, NOW + 130)))
        awake.end("finished", NOW + 130)
        awake.begin(NOW + 131)
        with pytest.raises(NotWritable, match="the run ended without it"):
            asleep.lease(9, NOW + 140)


def test_a_worker_that_waits_looks_whether_others_found_something(postgres: Postgres) -> None:
    address = postgres.emptied()
    with Opening(address)() as other:
        waiting = ClusterFrontier(Server(address), "zhejiang", FAST, poll=0.5)
        waiting.begin(NOW)
        assert waiting.next_wake(NOW) == NOW + 0.5
        other.end("interrupted", NOW)
        assert waiting.next_wake(NOW) is None


def test_a_task_that_another_holds_at_the_moment_of_the_lease_is_not_forgotten(postgres: Postgres) -> None:
    address = postgres.emptied()
    worker = ClusterFrontier(Server(address), "zhejiang", Pace(delay=0.0, concurrency=1), budget=5)
    worker.begin(NOW)
    worker.offer([page(1)])
    with psycopg.connect(address) as beside:  # as one who offers the same address just then
        beside.execute("SELECT 1 FROM fangzhi.tasks FOR UPDATE")
        assert worker.lease(1, NOW) == []
    assert worker.next_wake(NOW) == pytest.approx(NOW, abs=1.0)
    assert len(worker.lease(1, NOW + 1)) == 1
    assert worker._server.perform(lambda c: c.execute("SELECT pages FROM ready").fetchall()) == [(1,)]


def test_what_all_workers_counted_outlives_them(postgres: Postgres) -> None:
    address = postgres.emptied()
    counts = [{"seeds": 1, "problem http": 2}, {"seeds": 2}, {"rows": 7}]
    workers = [ClusterFrontier(Server(address), "zhejiang", FAST, tally=lambda told=told: told) for told in counts]  # type: ignore[misc]
    for worker in workers:
        worker.begin(NOW)
    workers[0].offer([page(1)])
    workers[0].commit(done(*workers[0].lease(1, NOW)))
    workers[1].end("interrupted", NOW)
    workers[2].heartbeat(NOW + 1)
    assert workers[2].overall({"rows": 9}) == {"seeds": 3, "problem http": 2, "rows": 9, "left_over": 0}


def test_all_workers_together_keep_to_the_budget_of_whoever_began(postgres: Postgres) -> None:
    address = postgres.emptied()
    one = ClusterFrontier(Server(address), "zhejiang", FAST, budget=3)
    other = ClusterFrontier(Server(address), "zhejiang", FAST, joining=True)
    one.begin(NOW)
    one.offer([page(number) for number in range(5)] + [page(100 + number, "requisite") for number in range(5)])
    other.begin(NOW)
    asked = []
    for now in range(20):
        for worker in (one, other):
            tasks = worker.lease(2, NOW + now)
            asked += tasks
            links = tuple(page(1_000 * task.id + number) for task in tasks for number in range(2))
            worker.commit([Finish(task=task.id, ending="done", links=links) for task in tasks])
    assert sorted(task.kind for task in asked) == ["article"] * 3 + ["requisite"] * 5
    assert other.pending().open == 0
    assert other.overall({})["left_over"] == other.pending().dropped > 2
    one.end("finished", NOW)
    other.end("finished", NOW)
    assert not one.begin(NOW + 100).resumed
    assert one.pending().queued > 2
    assert len(one.lease(99, NOW + 200)) == 3
