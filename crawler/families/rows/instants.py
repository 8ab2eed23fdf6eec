"""Days of instants in seconds or milliseconds since 1970, in Beijing time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

# Portals tell days in their own time; the one zone of all mainland portals, used where an answer gives milliseconds only.
_BEIJING = timezone(timedelta(hours=8))


def day_of_instant(number: int) -> str | None:
    """The local day of an instant between 1979 and 2096, `YYYY-MM-DD`; None: the number is none."""
    seconds = number / 1000 if number > 10**11 else number
    if not 3 * 10**8 < seconds < 4 * 10**9:
        return None
    return datetime.fromtimestamp(seconds, _BEIJING).date().isoformat()
