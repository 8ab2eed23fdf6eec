"""A crawl's processes ask for long turns, and go on where they may not have them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from archive.records.originals import MemoryOriginals
from archive.warc import WarcWriter
from crawler.readers.long_turns import take_long_turns, take_turns_at_once

POLICY = "import os\nfrom crawler.readers.long_turns import take_long_turns\ntake_long_turns()\nprint(os.sched_getscheduler(0))"
THREADS = """import os
from concurrent.futures import ThreadPoolExecutor
from crawler.readers.long_turns import take_long_turns, take_turns_at_once
take_long_turns()
thread = ThreadPoolExecutor(1, "ledger", take_turns_at_once)
print(thread.submit(os.sched_getscheduler, 0).result(), os.sched_getscheduler(0))
"""


def test_a_process_is_one_that_is_not_waited_for() -> None:
    if hasattr(os, "SCHED_BATCH"):
        answer = subprocess.run([sys.executable, "-c", POLICY], capture_output=True, text=True, check=True)
        assert int(answer.stdout) == os.SCHED_BATCH


def test_a_thread_takes_its_turns_at_once_and_leaves_others_as_they_are() -> None:
    if hasattr(os, "SCHED_BATCH"):
        answer = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=True)
        assert [int(each) for each in answer.stdout.split()] == [os.SCHED_OTHER, os.SCHED_BATCH]


def test_the_writers_thread_first_does_what_it_is_told(tmp_path: Path) -> None:
    began: list[str] = []
    writer = WarcWriter(tmp_path, prefix="x", info={}, originals=MemoryOriginals(),
                        begin=lambda: began.append(threading.current_thread().name))
    writer.close()
    assert began == ["warc-writer"]


def test_where_it_is_forbidden_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_setscheduler", refuse, raising=False)
    monkeypatch.setattr(os, "SCHED_BATCH", 3, raising=False)
    monkeypatch.setattr(os, "sched_param", int, raising=False)
    take_long_turns()
    take_turns_at_once()


def test_where_there_is_no_such_thing_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "SCHED_BATCH", raising=False)
    take_long_turns()
