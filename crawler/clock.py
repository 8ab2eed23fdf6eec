"""What time it is, for all of the crawler: one place, so that a test can let months pass."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class _Clock:
    ahead = 0.0
    """Seconds by which this process believes to be later than it is."""


def now() -> float:
    """Seconds since the epoch."""
    return time.time() + _Clock.ahead


def utc() -> datetime:
    """The same instant; aware, UTC, microseconds."""
    return datetime.fromtimestamp(now(), UTC)


def set_ahead(seconds: float) -> None:
    """Let this process believe that it is so much later than it is; 0: the true time. For simulations: what it writes is dated so."""
    _Clock.ahead = seconds
