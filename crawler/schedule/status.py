"""Where each scheduled portal stands: last run, next run, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from crawler.schedule.child import BROKEN_OFF, is_alive
from crawler.schedule.plan import Plan
from crawler.schedule.runs import Runs, ScheduledRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One portal. Instants are seconds since the epoch."""

    portal: str
    cron: str
    timezone: str
    started: float | None
    """When its last run began; None: there was none."""
    ended: float | None
    """When that ended; None: it has not, or there was none."""
    code: int | None
    """Its exit code; None: not known."""
    end: str | None
    """How it ended, in words."""
    under_way: bool
    next: float | None
    """When the next run begins; None: never, or nobody has put it on schedule yet."""
    late_since: float | None
    """When a run should have begun that has not; None: none."""
    late_seconds: float

    def as_dict(self) -> dict[str, Any]:
        """For JSON: instants in the portal's zone, ISO 8601."""
        told = asdict(self)
        for name in ("started", "ended", "next", "late_since"):
            told[name] = local(told[name], self.timezone)
        return told


def status_of(plan: Plan, runs: Runs, now: float) -> Status:
    """Of one portal."""
    last = runs.last(plan.name)
    under_way = last is not None and is_under_way(last)
    shown = last
    known = runs.last_due(plan.name, now)
    due = plan.next(now if known is None else known, now)
    late = plan.late(known, now) if known is not None and not under_way else None
    return Status(
        portal=plan.name, cron=plan.schedule.cron, timezone=plan.timezone, started=shown.started if shown else None,
        ended=shown.ended if shown else None, code=shown.code if shown else None, end=_words(shown, under_way), under_way=under_way,
        next=due.start if due is not None else None, late_since=late, late_seconds=now - late if late is not None else 0.0)


def statuses(plans: Sequence[Plan], runs: Runs, now: float) -> list[Status]:
    """Of all."""
    return [status_of(plan, runs, now) for plan in plans]


def is_under_way(run: ScheduledRun) -> bool:
    """Whether a run without an end is still at work."""
    return run.ended is None and run.pid is not None and run.born is not None and is_alive(run.pid, run.born)


def local(instant: float | None, timezone: str) -> str | None:
    """`2026-11-26T02:15:00+08:00`; None stays None."""
    from zoneinfo import ZoneInfo

    return None if instant is None else datetime.fromtimestamp(instant, ZoneInfo(timezone)).isoformat(timespec="seconds")


def _words(run: ScheduledRun | None, under_way: bool) -> str | None:
    if run is None:
        return None
    if run.ended is None:
        return "under way" if under_way else BROKEN_OFF
    return run.end
