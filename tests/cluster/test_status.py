"""`fangzhi frontier status`: what it tells is what the server holds, it changes nothing, and what is wrong is one line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from crawler import cli
from crawler.cluster.schema import VERSION
from crawler.cluster.server import Server
from crawler.cluster.status import FrontierStatus, status_of
from crawler.frontier.pace import Pace, Signal
from crawler.frontier.task import Finish
from tests.frontier_kit import FAST, Alone, Opening, done, page
from tests.postgres import PASSWORD, QUOTED, Postgres

OTHER = "http://www.gov.example"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.run(["frontier", "status", *words])
    return code, *capsys.readouterr()


def looked(address: str, *portals: str) -> FrontierStatus:
    server = Server(address, looking=True)
    try:
        return status_of(server, portals)
    finally:
        server.close()


def everything(address: str) -> list[Any]:
    """All rows of all tables, their hidden versions included: whatever writes changes them."""
    with psycopg.connect(address, autocommit=True) as connection:
        names = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'fangzhi' ORDER BY 1").fetchall()]
        return [connection.execute(f"SELECT xmin::text, xmax::text, t FROM fangzhi.{name} t ORDER BY 3").fetchall() for name in names]


def test_it_tells_what_workers_hold_and_what_waits_at_each_host(postgres: Postgres, capsys: pytest.CaptureFixture[str]) -> None:
    address, now = postgres.emptied(), time.time()
    counts: list[dict[str, int]] = [{"new": 3, "unchanged": 1}, {"new": 2, "problem blocked": 1}]
    one, other = (Alone(address, "zhejiang", FAST, tally=lambda told=told: told) for told in counts)
    one.begin(now)
    other.begin(now)
    one.offer([page(number) for number in range(5)] + [page(number, host=OTHER) for number in range(4)])
    held = one.lease(6, now)
    with_other = [task for task in held if OTHER in task.url]
    at_site = [task for task in held if OTHER not in task.url]
    assert len(with_other) >= 2 and len(at_site) >= 2
    busy = Signal(busy=True, began=now, at=now, retry_after=200.0)
    one.set_delay("www.gov.example", 10.0)
    one.commit([Finish(task=with_other[0].id, ending="failed", reason="blocked", signal=busy),
                Finish(task=with_other[1].id, ending="retry", not_before=now + 90),
                Finish(task=at_site[0].id, ending="dropped", reason="robots")])
    other.commit(done(*other.lease(1, now)))
    ended = Opening(address)(portal="yunnan", begun=False)
    ended.begin(now)
    ended.end("finished", now)

    before = everything(address)
    code, out, _ = told(capsys, "--frontier", address, "--json")
    assert everything(address) == before
    assert code == 0
    document = json.loads(out)
    assert PASSWORD not in out and QUOTED not in out
    runs = {run["portal"]: run for run in document["portals"]}
    assert {name: (run["state"], run["end"], run["workers"]) for name, run in runs.items()} == {
        "zhejiang": ("under way", None, 2), "yunnan": ("ended", "finished", 0)}
    pending = one.pending()
    assert {name: runs["zhejiang"][name] for name in ("queued", "leased", "waiting", "done", "failed", "dropped")} == {
        "queued": pending.queued, "leased": pending.leased, "waiting": 1, "done": 1, "failed": 1, "dropped": 1}
    assert runs["zhejiang"]["owed"] == 1  # a blocked page is taken up again, what robots.txt forbids is not
    assert (runs["zhejiang"]["articles"], runs["zhejiang"]["counts"]["new"]) == (6, 5)
    assert sorted((worker["state"], worker["leased"], worker["articles"]) for worker in document["workers"]) == [
        ("alive", 0, 2), ("alive", len(held) - 3, 4)]
    hosts = {host["host"]: host for host in document["hosts"]}
    slow = hosts["www.gov.example"]
    assert {name: slow[name] for name in ("waiting", "owed", "blocked", "strikes", "delay_asked", "ended_badly")} == {
        "waiting": 1, "owed": 1, "blocked": 1, "strikes": 1, "delay_asked": 10.0, "ended_badly": {"blocked": 1}}
    assert slow["next_allowed"] > document["at"] and slow["next_try"] > document["at"]
    assert hosts["www.zj.gov.cn"]["next_allowed"] is None
    assert sum(host["queued"] for host in hosts.values()) == pending.queued
    assert [run.portal for run in looked(address, "yunnan").runs] == ["yunnan"]

    code, out, _ = told(capsys, "zhejiang", "--frontier", address, "--hosts", "1")
    assert code == 0
    assert "BLOCKED: 1 challenge page; asked to slow down 1 time; robots.txt asks for 10 s" in out
    assert "… and 1 host more" in out and "yunnan" not in out


@pytest.mark.parametrize(("silence", "life", "state"), [(0.0, "alive", "under way"), (45.0, "silent", "under way"),
                                                         (61.0, "dead", "abandoned"), (-61.0, "dead", "abandoned")])
def test_a_worker_that_says_nothing_is_told_from_one_that_lives(postgres: Postgres, silence: float, life: str, state: str) -> None:
    address, now = postgres.emptied(), time.time()
    with Opening(address)(Pace(), begun=False, lease_seconds=60.0) as worker:
        worker.begin(now - silence)
        worker.offer([page(1)])
        assert worker.lease(1, now - silence)
        stands = looked(address)
    assert [one.life for one in stands.workers] == [life]
    assert [(run.state, run.leased) for run in stands.runs] == [(state, 1)]


def without_tables(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS fangzhi CASCADE")


def of_another_version(address: str) -> None:
    Server(address).close()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("UPDATE fangzhi.version SET number = %s", (VERSION + 1,))


def nothing(_: str) -> None:
    """The server as it is."""


@pytest.mark.parametrize(("prepare", "to", "code", "words"), [
    (without_tables, "{address}", 2, "no crawl was ever begun there: the database holds no frontier"),
    (of_another_version, "{address}", 2, "made by another version of fangzhi"),
    (nothing, "{server}/nosuch", 3, 'database "nosuch" does not exist'),
    (nothing, "postgresql://me:hush-hush@127.0.0.1:1/x", 3, "postgresql://me@127.0.0.1:1/x: connection failed"),
    (nothing, "mysql://me:hush-hush@127.0.0.1/x", 2, "expected postgresql://USER@HOST:PORT/DATABASE"),
    (nothing, "postgresql://me:hush-hush%zz@127.0.0.1/x", 2, "the address cannot be read"),
    (nothing, "", 2, "--frontier (or FANGZHI_FRONTIER) must say which server"),
])
def test_what_is_wrong_is_one_line_without_the_password(postgres: Postgres, capsys: pytest.CaptureFixture[str],
                                                        prepare: Callable[[str], None], to: str, code: int, words: str) -> None:
    prepare(postgres.address)
    try:
        ended = told(capsys, "--frontier", to.format(address=postgres.address, server=postgres.address.rpartition("/")[0]))
    finally:
        without_tables(postgres.address)
    assert (ended[0], ended[1]) == (code, "")
    assert words in ended[2]
    assert len(ended[2].splitlines()) == 1
    assert "hush-hush" not in ended[2] and PASSWORD not in ended[2] and QUOTED not in ended[2]


def test_a_portal_without_a_run_and_a_missing_library_are_told(postgres: Postgres, capsys: pytest.CaptureFixture[str],
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    Opening(postgres.emptied())().close()
    assert told(capsys, "zhejiang", "hunan", "--frontier", postgres.address)[::2] == (
        2, "fangzhi: hunan: no run of this portal was ever begun there (see fangzhi frontier status --help)\n")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    code, _, err = told(capsys, "--frontier", postgres.address)
    assert code == 2 and "pip install 'fangzhi[cluster]'" in err
