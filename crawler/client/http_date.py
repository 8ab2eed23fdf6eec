"""Dates of HTTP fields."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

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
        instant = parsedate_to_datetime(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
