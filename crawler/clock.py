"""What time it is, for all of the crawler: one place, so that a test can let months pass."""

from __future__ import annotations

import time
from datetime import UTC, datetime

STEP = 1.0
"""Seconds by which a clock must be set back at once to count as set: less is made good slowly, and nobody waits for it."""


class _Clock:
    ahead = 0.0
    """Seconds by which this process believes to be later than it is."""
    behind = 0.0
    """Seconds by which the machine's clock was set back since this process began."""
    seen, steady = float("-inf"), 0.0
    """What that clock and one that nobody sets said when they were last looked at."""


def now() -> float:
    """Seconds since the epoch, by which hosts are paced and tasks become due. Does not go back when the machine's clock is set back, or
    a crawl would stand still for as long; goes ahead with it."""
    wall, steady = time.time(), time.monotonic()
    lost = _Clock.seen + (steady - _Clock.steady) - wall
    if lost > STEP or (lost < -STEP and _Clock.behind):
        _Clock.behind = max(0.0, _Clock.behind + lost) if _Clock.seen > 0 else 0.0
    _Clock.seen, _Clock.steady = wall, steady
    return wall + _Clock.behind + _Clock.ahead


def utc() -> datetime:
    """What the machine's clock says now: the instant that records are dated with; aware, UTC, microseconds."""
    return datetime.fromtimestamp(time.time() + _Clock.ahead, UTC)


def paced(at: datetime) -> float:
    """What `now` said when `utc` said `at`; what it says, where the clock was set back since."""
    return min(now(), at.timestamp() + _Clock.behind)


def set_ahead(seconds: float) -> None:
    """Let this process believe that it is so much later than it is; 0: the true time. For simulations: what it writes is dated so."""
    _Clock.ahead = seconds
