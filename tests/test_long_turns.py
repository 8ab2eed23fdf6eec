"""A crawl's processes ask for long turns, and go on where they may not have them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from crawler.long_turns import take_long_turns

POLICY = "import os\nfrom crawler.long_turns import take_long_turns\ntake_long_turns()\nprint(os.sched_getscheduler(0))"


def test_a_process_is_one_that_is_not_waited_for() -> None:
    if hasattr(os, "SCHED_BATCH"):
        answer = subprocess.run([sys.executable, "-c", POLICY], capture_output=True, text=True, check=True)
        assert int(answer.stdout) == os.SCHED_BATCH


def test_where_it_is_forbidden_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_setscheduler", refuse, raising=False)
    monkeypatch.setattr(os, "SCHED_BATCH", 3, raising=False)
    monkeypatch.setattr(os, "sched_param", int, raising=False)
    take_long_turns()


def test_where_there_is_no_such_thing_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "SCHED_BATCH", raising=False)
    take_long_turns()
