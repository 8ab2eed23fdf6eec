"""Kills a command at random moments, or at its n-th writing, as a power cut would: no clean-up runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from tests.crawling import command, environment

_AT_WRITE = """
import os, signal, sys
left = int(sys.argv.pop(1))
def watch(event, args):
    global left
    writes = event in ("os.rename", "os.remove", "os.link", "os.truncate", "os.mkdir", "shutil.rmtree", "sqlite3.connect")
    if writes or (event == "open" and isinstance(args[1], str) and any(sign in args[1] for sign in "wax+")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from crawler.cli import main
main()
"""

_AT_COMMIT = """
import os, signal, sys, threading
number, place = int(sys.argv.pop(1)), sys.argv.pop(1)
from crawler.crawl.holding import Holding
from crawler.crawl.ledger import Ledger
commit, settle, came = Holding.commit, Ledger.settle, threading.Semaphore(0)
def settling(self, outcome):
    settle(self, outcome)
    if number < 0:
        came.release()
Ledger.settle = settling
def watched(self, settled):
    global number
    number -= 1
    if number < 0 and place == "before":
        kill()
    commit(self, settled)
    if number < 0:
        kill()
def kill():
    for _ in range(4):
        came.acquire(timeout=5)
    os.kill(os.getpid(), signal.SIGKILL)
Holding.commit = watched
from crawler.cli import main
main()
"""


def killed_at_commit(number: int, place: Literal["before", "behind"], *words: str | Path, timeout: float = 60) -> bool:
    """Run `fangzhi` and kill it before its group of that number is committed, counted from 0, or behind its lines and before its tasks
    are done, when some more outcomes have come; whether it was killed."""
    done = subprocess.run([sys.executable, "-c", _AT_COMMIT, str(number), place, *map(str, words)], env=environment(),
                          capture_output=True, timeout=timeout, check=False)
    return done.returncode == -signal.SIGKILL


def killed_at_write(number: int, *words: str | Path, timeout: float = 60) -> bool:
    """Run `fangzhi` and kill it before its writing of that number (files opened for writing, renamed, linked, removed), counted from 0.
    Whether it was killed; False: it ended by itself before."""
    done = subprocess.run([sys.executable, "-c", _AT_WRITE, str(number), *map(str, words)], env=environment(), capture_output=True,
                          timeout=timeout, check=False)
    return done.returncode == -signal.SIGKILL


def killed_after(seconds: float, *words: str | Path) -> bool:
    """Run `fangzhi` and kill it after so many seconds; whether it was still running."""
    process = subprocess.Popen(command(*words), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return process.returncode == -signal.SIGKILL


def snapshot(folder: Path, patterns: Sequence[str] = ("*.jsonl", "*.warc.gz", "*.cdxj")) -> dict[str, bytes]:
    """The files of these names below a folder, hidden ones left out."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for pattern in patterns for path in sorted(folder.rglob(pattern))
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)}
