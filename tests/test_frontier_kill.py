"""SIGKILL at any moment: no task is lost, none is done twice, none is handed to two workers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from crawler.frontier.pace import Pace
from crawler.frontier.sqlite import Frontier
from crawler.frontier.task import Candidate, Pending
from tests.sources import ROOT

TASKS = 8_000

WORKER = """
import os, sys, time
from pathlib import Path
from crawler.frontier.sqlite import Frontier
from crawler.frontier.pace import Pace
from crawler.frontier.task import Candidate, Finish

path, log, tasks = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
kills_to_come = path.with_name("kills-to-come")
out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
with Frontier(path, "zhejiang", Pace(delay=0.0, concurrency=64)) as frontier:
    frontier.begin(time.time())
    frontier.offer([Candidate(url="http://a.example/0", kind="listing")])
    os.write(out, f"begun {os.getpid()}\\n".encode())
    while frontier.pending().open:
        leased = frontier.lease(7, time.time())
        if not leased:
            time.sleep(max(0.005, min(0.05, (frontier.next_wake(time.time()) or 0) - time.time())))
            continue
        finished = []
        for task in leased:
            number = int(task.url.rpartition("/")[2])
            links = tuple(Candidate(url=f"http://a.example/{n}", kind="article", depth=task.depth + 1)
                          for n in (2 * number + 1, 2 * number + 2, number // 2) if n < tasks)
            if task.attempts == 1 and number % 11 == 0:
                finished.append(Finish(task=task.id, ending="retry", not_before=time.time() + 0.01))
            else:
                finished.append(Finish(task=task.id, ending="done", links=links))
        frontier.commit(finished)
        while kills_to_come.exists() and frontier.pending().done > tasks // 2:
            time.sleep(0.01)  # so that the work outlasts the kills on any machine, and no worker begins after its end
        lines = "".join(f"{end.ending} {task.id}\\n" for end, task in zip(finished, leased))
        os.write(out, lines.encode())
    frontier.end("finished", time.time())
"""


def start(path: Path, log: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, str(path), str(log), str(TASKS)], cwd=ROOT,
                            env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_twenty_kills_lose_no_task_and_do_none_twice(tmp_path: Path) -> None:
    path, log, chance = tmp_path / "frontier.sqlite", tmp_path / "log", random.Random(7)
    (tmp_path / "kills-to-come").touch()
    log.touch()
    workers = [start(path, log), start(path, log)]
    for kill in range(20):
        until = time.monotonic() + 20
        while f"begun {workers[kill % 2].pid}\n" not in log.read_text() and time.monotonic() < until:
            os.sched_yield()
        goal = min(progress(path) + chance.randrange(1, 100), TASKS // 2)
        while progress(path) < goal and time.monotonic() < until:
            os.sched_yield()
        workers[kill % 2].send_signal(signal.SIGKILL)
        assert workers[kill % 2].wait() == -signal.SIGKILL
        workers[kill % 2] = start(path, log)
    while any(f"begun {worker.pid}\n" not in log.read_text() for worker in workers):
        assert all(worker.poll() is None for worker in workers)
    assert progress(path) < TASKS
    (tmp_path / "kills-to-come").unlink()
    assert [worker.wait(60) for worker in workers] == [0, 0]
    with Frontier(path, "zhejiang", Pace()) as frontier:
        assert frontier.pending() == Pending(done=TASKS)
        assert frontier._base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert frontier._base.execute("SELECT count(DISTINCT url) FROM tasks WHERE state = 2").fetchone() == (TASKS,)
        assert not frontier.begin(time.time()).resumed
    done = [line for line in log.read_text().splitlines() if line.startswith("done")]
    assert len(done) == len(set(done))  # a line is written after its commit: one that is there twice was done twice
    assert len(done) >= TASKS - 20 * 7


def progress(path: Path) -> int:
    if not path.exists():
        return 0
    with Frontier(path, "zhejiang", Pace()) as frontier:
        return frontier.pending().done


def test_a_kill_between_lease_and_commit_repeats_the_work(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite"
    script = ("import sys, time, os, signal\nfrom pathlib import Path\nfrom crawler.frontier.sqlite import Frontier\n"
              "from crawler.frontier.pace import Pace\nfrom crawler.frontier.task import Candidate\n"
              "f = Frontier(Path(sys.argv[1]), 'zhejiang', Pace(delay=0, concurrency=9))\nf.begin(time.time())\n"
              "f.offer([Candidate(url=f'http://a.example/{n}', kind='article') for n in range(5)])\n"
              "assert len(f.lease(3, time.time())) == 3\nos.kill(os.getpid(), signal.SIGKILL)\n")
    assert subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          check=False).returncode == -signal.SIGKILL
    with Frontier(path, "zhejiang", Pace(delay=0.0, concurrency=9)) as frontier:
        now = time.time()
        assert frontier.pending() == Pending(queued=2, leased=3)
        assert frontier.begin(now).resumed
        assert frontier.pending() == Pending(queued=5)
        assert sorted(task.attempts for task in frontier.lease(9, now)) == [1, 1, 2, 2, 2]
        assert frontier.offer([Candidate(url="http://a.example/1", kind="article")]) == 0
