"""Three workers of one portal, two of them killed: no article is missing or there twice, and no host is asked faster than it may be."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from archive.layout import Archive
from crawler.again.merging import merge
from crawler.commands.work import portals_to_join
from crawler.frontier.task import Candidate, Pending
from tests.crawling import checked, command, environment, fangzhi, lines, recorded
from tests.frontier_kit import FAST, Opening
from tests.plain_portal import PlainPortal, article
from tests.postgres import PASSWORD, QUOTED, Postgres

ARTICLES = 45
DELAY = 0.1
DEADLINE = 60.0


class WatchedPortal(PlainPortal):
    """Notes who asks."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = {f"/art/{number}.html": article(f"第{number}号工作会议召开纪要", number) for number in range(ARTICLES)}
        self.askers: list[str] = []
        portal, handler = self, self.server.RequestHandlerClass

        class Watched(handler):  # type: ignore[misc, valid-type]
            def parse_request(self) -> bool:
                good: bool = super().parse_request()
                if good:
                    portal.askers.append(self.headers["User-Agent"])
                return good

        self.server.RequestHandlerClass = Watched

    def asked_by(self, agent: str) -> int:
        """Requests of one worker."""
        return self.askers.count(agent)

    def file(self, folder: Path, name: str = "plain") -> Path:
        """With a pace."""
        made = super().file(folder, name)
        path = made / f"{name}.toml"
        path.write_text(path.read_text(encoding="utf-8").replace("delay = 0\nconcurrency = 4", f"delay = {DELAY}"), encoding="utf-8")
        return made


def worker(number: int, archive: Path, portals: Path, address: str, log: Path, *more: str) -> subprocess.Popen[str]:
    """As a user starts it."""
    words = command("crawl", "plain", "--archive", archive, "--portals", portals, "--frontier", address, "--json", "--set",
                    f"USER_AGENT=worker-{number}", "--set", "READERS=0", *more)
    with log.open("w", encoding="utf-8") as err:
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=err, text=True, env=environment())


def busiest(portal: WatchedPortal, numbers: set[int], requests: int) -> int:
    """The first of these workers that has asked so often."""
    until = time.monotonic() + DEADLINE
    while True:
        for number in numbers:
            if portal.asked_by(f"worker-{number}") >= requests:
                return number
        assert time.monotonic() < until, Counter(portal.askers)
        time.sleep(0.01)


def merged(target: Path, *words: str | Path) -> dict[str, object]:
    done = fangzhi("merge", target, *words, "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)["collections"][0]
    return told


def test_two_of_three_workers_are_killed_and_nothing_is_lost(tmp_path: Path, postgres: Postgres) -> None:
    address = postgres.emptied()
    one, other = tmp_path / "one", tmp_path / "other"
    with WatchedPortal() as portal:
        portals = portal.file(tmp_path / "portals")
        workers = [worker(number, other if number == 2 else one, portals, address, tmp_path / f"{number}.log") for number in range(3)]
        try:
            left = {0, 1, 2}
            while len(left) > 1:  # each in mid-work, which the others must take over
                number = busiest(portal, left, 6)
                os.kill(workers[number].pid, signal.SIGKILL)
                workers[number].wait()
                left.remove(number)
            (last,) = left
            out, _ = workers[last].communicate(timeout=DEADLINE)
        finally:
            for process in workers:
                process.kill()
                process.wait()
        asked = list(portal.asked)
    log = (tmp_path / f"{last}.log").read_text(encoding="utf-8")
    assert workers[last].returncode == 0, log
    assert json.loads(out)["portals"][0]["end"] == "whole"
    assert {f"/art/{number}.html" for number in range(ARTICLES)} <= set(asked)
    assert sum(Counter(path for path in asked if path != "/robots.txt").values()) <= ARTICLES + 1 + 2 * 16  # what a kill repeats at most

    whole = tmp_path / "whole"
    places = [one, other, *sorted((one / "workers").glob("*"))]
    told = merged(whole, *places, "--portals", portals)
    assert told["damaged"] == []
    articles = lines(whole, "plain")
    assert Counter(line["url"].rpartition("/")[2] for line in articles) == {f"{number}.html": 1 for number in range(ARTICLES)}
    assert checked(whole).returncode == 0, checked(whole).stdout
    captures = {one.ref.record_id: one.capture for place in places for one in recorded(place, "plain")}
    assert captures.keys() == {one.ref.record_id for one in recorded(whole, "plain")}
    # By all workers together, robots.txt of each included.
    starts = sorted(capture.started for capture in captures.values())
    gaps = sorted((after - before).total_seconds() for before, after in pairwise(starts))
    assert gaps[0] >= 0.99 * DELAY

    again = tmp_path / "again"
    (other_way,) = merge(again, [Archive(place) for place in reversed(places)], portals=[portals])
    assert other_way.made is not None
    for folder in ("articles", "events", "problems"):
        assert lines(again, "plain", folder) == lines(whole, "plain", folder)
    (nothing,) = merge(whole, [Archive(place) for place in places], portals=[portals])
    assert nothing.made is None

    names = [path.name for place in places for path in Archive(place).collection("plain").warc_files()]
    assert len(set(names)) == len(names) >= 3
    plain = (".log", ".sqlite", ".json", ".jsonl", ".toml")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix in plain)
    written += b"".join(gzip.decompress(path.read_bytes()) for path in whole.rglob("*.warc.gz"))
    assert [sign for sign in (PASSWORD.encode(), QUOTED.encode()) if sign in written] == []
    print(f"killed 2 of 3: {len(asked)} requests, {len(asked) - len(set(asked))} repeated; gaps {gaps[0]:.3f} to {gaps[-1]:.3f} s")


def test_a_worker_that_waits_takes_part_in_what_others_began_and_begins_nothing(tmp_path: Path, postgres: Postgres) -> None:
    address = postgres.emptied()
    with PlainPortal() as portal:
        portal.pages = {f"/art/{number}.html": article(f"第{number}号工作会议召开纪要", number) for number in range(5)}
        portals = portal.file(tmp_path / "portals")
        words = ("work", "plain", "--archive", tmp_path / "data", "--portals", portals, "--frontier", address, "--once", "--alive",
                 tmp_path / "alive", "--set", "READERS=0")
        idle = fangzhi(*words, timeout=DEADLINE)
        assert (idle.returncode, portal.asked) == (0, []), idle.stderr
        with Opening(address)(FAST, "plain", begun=False) as other:
            run = other.begin(time.time())
            other.offer([Candidate(url=f"http://{portal.host}/list.html", kind="listing")])
            done = fangzhi(*words, timeout=DEADLINE)
            assert done.returncode == 0, done.stderr
            assert other.pending() == Pending(done=6)
            other.end("finished", time.time())
        before = len(portal.asked)
        again_words = ("crawl", "plain", "--archive", tmp_path / "further", "--portals", portals, "--frontier", address)
        again = fangzhi(*again_words, timeout=DEADLINE)
        assert again.returncode == 0, again.stderr
        assert portal.asked[before:] == ["/robots.txt", "/list.html"]  # what another worker has just fetched is not due
    assert f"goes on with run {run.id}" in done.stderr
    assert len(lines(tmp_path / "data", "plain")) == 5
    assert (tmp_path / "alive").exists()


def test_workers_leave_the_demonstration_portal_to_whoever_serves_it() -> None:
    every = portals_to_join((), (), ("www.zj.gov.cn:80:127.0.0.1",))
    assert "zhejiang" in every and "demo" not in every
    assert list(portals_to_join(("demo",), (), ())) == ["demo"]
    assert portals_to_join((), (), ("demo.fangzhi.example:80:10.0.0.7:8080",)).keys() == {*every, "demo"}


def test_two_workers_archive_as_many_articles_as_one_was_to(tmp_path: Path, postgres: Postgres) -> None:
    address, limit = postgres.emptied(), 9
    with WatchedPortal() as portal:
        portals = portal.file(tmp_path / "portals")
        words = ("--limit", str(limit))
        workers = [worker(number, tmp_path / "data", portals, address, tmp_path / f"{number}.log", *words) for number in range(2)]
        ends = [(process.communicate(timeout=DEADLINE)[0], process.returncode) for process in workers]
        asked = Counter(portal.asked)
        assert {code for _, code in ends} == {0}, [(tmp_path / f"{number}.log").read_text(encoding="utf-8") for number in range(2)]
        assert sum(json.loads(out)["portals"][0]["new"] for out, _ in ends) == limit
        assert sum(n for path, n in asked.items() if path.startswith("/art/")) == limit  # none was asked for in vain
        further = worker(2, tmp_path / "data", portals, address, tmp_path / "2.log", *words)
        out, _ = further.communicate(timeout=DEADLINE)
        assert (further.returncode, json.loads(out)["portals"][0]["new"]) == (0, limit)
        assert "as many articles as asked for" in json.loads(out)["portals"][0]["end"]
    merged(tmp_path / "data", "--portals", portals)
    assert len({line["url"] for line in lines(tmp_path / "data", "plain")}) == 2 * limit == len(lines(tmp_path / "data", "plain"))
