"""Processor time in long turns: processes that work through much take it in few long pieces instead of many short ones."""

from __future__ import annotations

import os
from contextlib import suppress


def take_long_turns() -> None:
    """From now on this process, and what it starts, is for Linux one that is not waited for (SCHED_BATCH, sched(7)): when it wakes it does
    not push others aside. Three processes on two processors then change half as often, each time to a cache that another one filled: a
    twentieth of a crawl's processor time (measured 2026-11). Elsewhere, and where it is forbidden, nothing happens."""
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
