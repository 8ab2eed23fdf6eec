"""When a portal is due: its cron expression, zone, jitter and quiet hours. Asks no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from crawler.frontier.pace import QuietHours
from crawler.portal import Portal, Schedule

LATE = 900.0
"""Seconds after the start of a run at which it counts as late."""
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPANS = (3_600.0, 86_400.0, 8 * 86_400.0, 32 * 86_400.0, 400 * 86_400.0, 1600 * 86_400.0)
"""How far back the last due instant is looked for, one after the other: dense schedules are found in the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One run that is to be."""

    at: float
    """Instant that the cron expression names, seconds since the epoch."""
    start: float
    """When it begins: later by the jitter, after quiet hours, and not before now."""


class Plan:
    """The schedule of one portal."""

    def __init__(self, portal: Portal) -> None:
        """Raises ValueError for a portal without a schedule."""
        if portal.schedule is None:
            raise ValueError(f"{portal.name} has no schedule")
        self.name = portal.name
        self.portal = portal
        self.schedule: Schedule = portal.schedule
        self.timezone = self.schedule.timezone or portal.timezone
        self.zone = ZoneInfo(self.timezone)
        self._trigger = trigger_of(self.schedule.cron, self.zone)
        own, polite = self.schedule.quiet_hours, portal.politeness.quiet_hours
        self._quiet = QuietHours.parse(own, self.timezone) if own else QuietHours.parse(polite, portal.timezone) if polite else None

    def after(self, instant: float) -> float | None:
        """The first instant after this one that the expression names; None: there is none (30 February)."""
        found = self._trigger.get_next_fire_time(None, datetime.fromtimestamp(instant, UTC).astimezone(self.zone))
        if found is not None and found.timestamp() <= instant:
            found = self._trigger.get_next_fire_time(found, datetime.fromtimestamp(instant + 60, UTC).astimezone(self.zone))
        return None if found is None else float(found.timestamp())

    def before(self, instant: float) -> float | None:
        """The last instant, not after this one, that the expression names; None: none within four years."""
        for span in _SPANS:
            last, following = None, self.after(instant - span)
            while following is not None and following <= instant:
                last, following = following, self.after(following)
            if last is not None:
                return last
        return None

    def next(self, last: float, now: float) -> Due | None:
        """The next run, when the last one was due at `last` (or the portal is known since then).

        What was missed meanwhile is caught up by one run, at once. None: the expression names no further instant.
        """
        missed = self.before(now)
        at = missed if missed is not None and missed > last else self.after(max(now, last))
        return None if at is None else Due(at=at, start=self._start(at, now))

    def late(self, last: float, now: float) -> float | None:
        """Since when a run is late that should have begun; None: none is."""
        missed = self.before(now)
        if missed is None or missed <= last:
            return None
        start = self._start(missed, missed)
        return start if now > start + LATE else None

    def _start(self, at: float, now: float) -> float:
        start = max(at + jitter(self.name, at, self.schedule.jitter), now)
        until = self._quiet.until(start) if self._quiet is not None else None
        return start if until is None else until


def jitter(name: str, at: float, most: int) -> float:
    """Seconds by which a run begins late: by chance, but the same chance each time one asks, so that restarts change nothing."""
    chance = int.from_bytes(hashlib.blake2b(f"{name} {at:.0f}".encode(), digest_size=8).digest())
    return float(chance % (most + 1))


def trigger_of(cron: str, zone: ZoneInfo) -> BaseTrigger:
    """The expression for APScheduler, with crontab(5)'s meaning: weekdays count from Sunday, and when both days are restricted
    either may match."""
    minute, hour, day, month, weekday = cron.lower().split()
    base = {"minute": minute, "hour": hour, "month": month, "timezone": zone}
    if weekday == "*":
        return CronTrigger(day=day, **base)
    names = ",".join(dict.fromkeys(weekdays(weekday)))
    if day == "*":
        return CronTrigger(day_of_week=names, **base)
    return OrTrigger([CronTrigger(day=day, **base), CronTrigger(day_of_week=names, **base)])


def weekdays(field: str) -> Iterable[str]:
    """The names of the days that a weekday field of crontab(5) means."""
    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        low, dash, high = ("0", "-", "6") if span == "*" else span.partition("-")
        first = _number(low)
        last = _number(high) if dash else first
        for number in range(first, last + 1, int(step or 1)):
            yield _WEEKDAYS[number]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WEEKDAYS.index(word)
