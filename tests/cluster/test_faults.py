"""What happens to the work of many when a worker dies at an odd moment, a server falls or has too few rights, and clocks differ."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from archive.errors import ArchiveError
from crawler import clock
from crawler.cluster import server as server_module
from crawler.cluster.frontier import ClusterFrontier
from crawler.cluster.run import under_way
from crawler.cluster.server import FINE, Server
from crawler.commands.crawl import begin_logging
from crawler.frontier.pace import Pace
from crawler.frontier.task import Pending
from tests.crawling import fangzhi
from tests.frontier_kit import FAST, NOW, Opening, done, page
from tests.postgres import Postgres


def test_a_run_whose_last_tasks_dead_workers_hold_is_one_to_join(postgres: Postgres) -> None:
    address = postgres.emptied()
    worker, looking = ClusterFrontier(Server(address), "zhejiang", FAST), Server(address)
    worker.begin(time.time())
    worker.offer([page(1)])
    assert looking.perform(under_way) == ["zhejiang"]
    worker.lease(1, time.time())
    assert looking.perform(under_way) == []  # whoever holds it is at it
    looking.perform(lambda c: c.execute("UPDATE workers SET beat = beat - 61, processes = 'elsewhere'"))
    assert looking.perform(under_way) == ["zhejiang"]
    other = ClusterFrontier(Server(address), "zhejiang", FAST, joining=True)
    assert other.begin(time.time()).resumed
    assert other.pending() == Pending(queued=1)


def test_a_worker_is_given_the_patience_that_it_asked_for(postgres: Postgres) -> None:
    opening = Opening(postgres.emptied())
    with opening(lease_seconds=600) as slow, opening(lease_seconds=60) as quick:
        slow.offer([page(1)])
        slow.lease(1, NOW)
        quick.heartbeat(NOW + 100)
        assert quick.pending() == Pending(leased=1)
        assert quick.next_wake(NOW + 100) == NOW + 600
        quick.heartbeat(NOW + 601)
        assert quick.pending() == Pending(queued=1)


def fell(server: Server) -> None:
    """As a server that falls: leases and instants that were not yet on disk are forgotten, and connections break."""
    server.perform(lambda c: c.execute("UPDATE tasks SET state = 0, owner = NULL, attempts = attempts - 1 WHERE state = 1"))
    server.perform(lambda c: c.execute("UPDATE hosts SET next_allowed = 0"))
    server.perform(lambda c: c.execute("UPDATE ready SET at = 0"))
    server._drop()


def test_a_server_that_falls_takes_no_task_out_of_hand_and_lets_no_host_be_hurried(postgres: Postgres) -> None:
    server = Server(postgres.emptied())
    worker = ClusterFrontier(server, "zhejiang", Pace(delay=2.0, concurrency=4, jitter=0.0))
    worker.begin(NOW)
    worker.offer([page(1), page(2), page(3)])
    first = worker.lease(1, NOW)
    fell(server)
    assert worker.lease(9, NOW + 0.5) == []
    assert worker.pending() == Pending(queued=2, leased=1)
    second = worker.lease(9, NOW + 2.5)
    assert [task.url for task in (*first, *second)] == [page(1).url, page(2).url]
    fell(server)
    worker.commit(done(*first, *second))  # what was fetched counts, whatever the server forgot
    assert worker.pending() == Pending(queued=1, done=2)


@pytest.mark.parametrize("apart", [0.1, -0.1, 0.0])
def test_clocks_are_compared_to_within_a_round_trip(postgres: Postgres, monkeypatch: pytest.MonkeyPatch, apart: float) -> None:
    server = Server(postgres.address)
    monkeypatch.setattr(clock, "now", lambda: time.time() - apart)
    server.set_clock()
    assert server.ahead == pytest.approx(apart, abs=0.05)
    assert (server.ahead == 0.0) == (abs(apart) <= FINE)


def test_a_server_that_is_too_old_is_told_by_its_version(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "OLDEST", 99)
    with pytest.raises(ArchiveError, match=r"/postgres: the server is PostgreSQL \d\d; 99 or newer is needed$"):
        Server(postgres.address)


@pytest.fixture
def reader(postgres: Postgres) -> Iterator[str]:
    """The address of a user who may look at the tables alone."""
    Server(postgres.emptied()).close()
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'secret'")
        connection.execute("GRANT USAGE ON SCHEMA fangzhi TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA fangzhi TO reader")
        yield f"postgresql://reader:secret@127.0.0.1:{postgres.port}/postgres"
        connection.execute("DROP OWNED BY reader; DROP ROLE reader")


@pytest.mark.parametrize("taken", [
    "", "REVOKE ALL ON SCHEMA fangzhi FROM reader", "REVOKE ALL ON ALL TABLES IN SCHEMA fangzhi FROM reader"])
def test_a_user_without_rights_is_told_in_one_line(tmp_path: Path, postgres: Postgres, reader: str, taken: str) -> None:
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        connection.execute(taken)
    ended = fangzhi("crawl", "demo", "--archive", tmp_path / "data", "--frontier", reader, timeout=60)
    assert ended.returncode == 3, ended.stderr
    (told,) = ended.stderr.splitlines()
    assert "permission denied for" in told
    assert told.endswith("this user needs the right to create the schema fangzhi in the database, or to read and write all that is in it")
    assert not (tmp_path / "data").exists()


def test_of_connections_that_break_the_library_is_silent() -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        begin_logging("INFO")
        assert not logging.getLogger("psycopg").isEnabledFor(logging.WARNING)
    finally:
        root.handlers[:], root.level = before, level
