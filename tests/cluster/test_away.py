"""While the server is away a worker waits, says so, and lets itself be ended; where it does not come back nothing is lost."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from archive.errors import NotWritable
from crawler.cluster.schema import Connection
from crawler.cluster.server import Server
from tests import postgres as own
from tests.cluster.test_workers import ARTICLES, WatchedPortal, busiest
from tests.crawling import checked, command, environment, lines
from tests.postgres import Postgres

SOON = 20.0
"""Seconds, where a minute would be waited without a signal."""


class Away(Server):
    """A server that cannot be reached any more; at the third try somebody sends a signal."""

    signal_sent: signal.Signals | None = None
    tries = 0
    back_at = 1 << 20

    def _open(self) -> Connection:
        if not self.connected or self.tries + 1 >= self.back_at:
            return super()._open()
        self.tries += 1
        if self.tries == 3 and self.signal_sent is not None:
            os.kill(os.getpid(), self.signal_sent)
        raise psycopg.OperationalError("nobody is there")


@pytest.fixture
def away(postgres: Postgres) -> Iterator[Away]:
    server = Away(postgres.address)
    server._drop()
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    yield server
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    server.close()


def asked(server: Server) -> None:
    server.perform(lambda connection: None)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_waiting_for_a_server(away: Away, sent: signal.Signals) -> None:
    away.signal_sent, began = sent, time.monotonic()
    with pytest.raises(NotWritable, match=r"the server is gone \(nobody is there\)"):
        asked(away)
    with pytest.raises(NotWritable):  # to leave in order; this does not wait either
        asked(away)
    assert time.monotonic() - began < SOON and away.tries == 4


def test_a_signal_ends_the_waiting_for_another_thread_that_waits(away: Away) -> None:
    away.signal_sent, began = signal.SIGTERM, time.monotonic()
    entered, ended = threading.Event(), []

    def beat() -> None:
        entered.set()
        with pytest.raises(NotWritable):
            asked(away)
        ended.append(True)

    with away._lock:
        heartbeat = threading.Thread(target=beat)
        heartbeat.start()
        entered.wait(SOON)
    with pytest.raises(NotWritable):
        asked(away)
    heartbeat.join(SOON)
    assert ended and time.monotonic() - began < SOON


def test_who_is_told_to_leave_gives_up_in_any_thread(away: Away) -> None:
    away.leave()
    with pytest.raises(NotWritable):
        asked(away)
    assert away.tries == 1


def test_it_is_said_that_a_server_is_waited_for_and_that_it_is_back(away: Away, caplog: pytest.LogCaptureFixture) -> None:
    away.back_at = 3
    with caplog.at_level(logging.INFO):
        asked(away)
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"{away.shown}: nobody is there; trying again for 60 s", f"{away.shown}: the server is back"]


@pytest.fixture
def falling() -> Iterator[Postgres]:
    """A server of the test's own."""
    with own.running() as server:
        yield server


QUIET = 0.4
"""Seconds without an answer, in these tests, after which a server counts as gone."""


@contextmanager
def frozen(*processes: int) -> Iterator[None]:
    """They stand still while the block runs."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def behind(server: Server) -> int:
    """The process of PostgreSQL that answers on a connection."""
    return server.perform(lambda connection: connection.info.backend_pid)


def answered(connection: Connection) -> int:
    row = connection.execute("SELECT 42").fetchone()
    assert row is not None
    return int(row[0])


def test_a_frozen_connection_is_left_for_another(falling: Postgres, caplog: pytest.LogCaptureFixture) -> None:
    server = Server(falling.address, silent=QUIET)
    with frozen(behind(server)):
        assert server.perform(answered) == 42
        assert server.connected == 2
    assert [record.getMessage() for record in caplog.records] == [f"{server.shown}: no answer for 0.4 s; trying again for 60 s"]
    server.close()


def test_a_server_that_is_frozen_whole_is_given_up(falling: Postgres) -> None:
    server = Server(f"{falling.address}?connect_timeout=2", patience=0.5, silent=QUIET)
    assert falling.process is not None
    with frozen(behind(server), falling.process.pid), pytest.raises(NotWritable, match=r"the server is gone \(no answer for 0\.4 s\)"):
        server.perform(answered)
    server.close()


def test_work_that_takes_its_time_is_let_alone_where_one_only_looks(postgres: Postgres) -> None:
    server = Server(postgres.address, patience=0.0, silent=0.05, looking=True)
    assert server.perform(lambda connection: connection.execute("SELECT pg_sleep(0.3)").fetchall()) is not None
    server.close()


def told(log: Path, words: str, process: subprocess.Popen[str]) -> None:
    """Wait until the log says it."""
    until = time.monotonic() + 60
    while words not in log.read_text(encoding="utf-8"):
        assert process.poll() is None and time.monotonic() < until, log.read_text(encoding="utf-8")
        time.sleep(0.02)


def started(log: Path, *words: str | Path) -> subprocess.Popen[str]:
    with log.open("w", encoding="utf-8") as err:
        return subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=err, text=True, env=environment())


def test_a_crawl_that_is_stopped_while_the_server_is_away_ends_soon_and_loses_nothing(falling: Postgres, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with WatchedPortal() as portal:
        words: list[str | Path] = ["crawl", "plain", "--archive", tmp_path / "a", "--portals", portal.file(tmp_path / "p"), "--frontier",
                                   falling.address, "--set", "USER_AGENT=worker-1", "--set", "READERS=0"]
        process = started(log, *words)
        busiest(portal, {1}, 12)
        falling.stop()
        told(log, "trying again for 60 s", process)
        process.send_signal(signal.SIGINT)
        assert process.wait(SOON) == 3
        said = log.read_text(encoding="utf-8")
        assert said.count(" ERROR ") == 1 and "the server is gone" in said and "Traceback" not in said
        falling.start()
        assert started(log, *words).wait(120) == 0, log.read_text(encoding="utf-8")
    assert len({line["url"] for line in lines(tmp_path / "a", "plain")}) == len(lines(tmp_path / "a", "plain")) == ARTICLES
    assert checked(tmp_path / "a").returncode == 0


def test_a_worker_without_work_is_stopped_while_the_server_is_away(falling: Postgres, tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = started(log, "work", "--archive", tmp_path / "a", "--frontier", falling.address)
    told(log, "waits for runs", process)
    falling.stop()
    told(log, "trying again for 60 s", process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(SOON) == 0
    assert "ERROR" not in log.read_text(encoding="utf-8")
