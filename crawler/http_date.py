"""Dates of HTTP fields."""

from __future__ import annotations

from email.utils import mktime_tz, parsedate_tz

LONGEST = 64
"""Characters of a field that are looked at; no date is longer."""


def http_date(text: str) -> float | None:
    """Seconds since the epoch of a date in any of the three forms of RFC 9110, section 5.6.7, and the common misspellings of
    cookies.

    Dates without a zone are UTC. None when it is no date; never raises.
    """
    if len(text) > LONGEST:
        return None
    try:
        parts = parsedate_tz(text)
        return None if parts is None else float(mktime_tz((*parts[:9], parts[9] or 0)))
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
