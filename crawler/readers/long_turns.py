"""Processor time in long turns: processes that work through much take it in few long pieces instead of many short ones. Threads that
others wait for run at once."""

from __future__ import annotations

import os
from contextlib import suppress


def take_long_turns() -> None:
    """From now on this thread, and the threads and processes that it starts, are for Linux some that nobody waits for (SCHED_BATCH,
    sched(7)): when they wake they do not push others aside. Three processes on two processors then change half as often, each time to a
    cache that another one filled: a twentieth of a crawl's processor time (measured 2026-11). Elsewhere, and where it is forbidden, nothing
    happens."""
    _take("SCHED_BATCH")


def take_turns_at_once() -> None:
    """From now on this thread is what threads usually are (SCHED_OTHER): it runs as soon as it wakes. For those that do little while others
    wait for it: what was received goes to readers when the WARC writer is done, and while that waited for its turn behind them a processor
    stood idle for want of pages, a twenty-fifth of a crawl's time (measured 2026-11). Elsewhere, and where it is forbidden, nothing
    happens."""
    _take("SCHED_OTHER")


def _take(policy: str) -> None:
    if hasattr(os, policy):
        with suppress(OSError):
            os.sched_setscheduler(0, getattr(os, policy), os.sched_param(0))
