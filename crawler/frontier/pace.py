"""How fast one host may be asked. Pure: instants (seconds since the epoch) and chance are arguments.

Sources: RFC 9110 section 10.2.3 (Retry-After), RFC 6585 section 4 (429). Crawl-delay has no standard.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crawler.client.http_date import http_date
from crawler.portal import Politeness

LONGEST_WAIT = 300.0
"""Seconds of Retry-After or back-off that are waited out; a server that asks for more is asked again in a later run."""
LONGEST_SPACING = 60.0
"""Seconds between two requests that a robots.txt or our own back-off can bring about."""
NONSENSE_DELAY = 300.0
"""A Crawl-delay above this (`999999999`) is taken for a mistake or a trap."""
TRIES = 3
"""Times one address is asked before it has failed."""
FIRST_BACKOFF = 1.0
"""Seconds of the first back-off; doubled each further time. A longer delay of the portal takes its place."""

_SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]{0,9})?", re.ASCII)
_QUIET = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What one answer says about its host's pace."""

    busy: bool
    """Whether the host asked us to slow down (429, 503)."""
    began: float
    """Instant at which the request began."""
    at: float
    """Instant of the answer."""
    retry_after: float | None = None
    """Seconds that the answer asks us to wait (`retry_after`); None: it asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPace:
    """What is known of one host, shared by all workers."""

    asked: float = 0.0
    """Seconds between requests that its robots.txt asks for, already bounded by `crawl_delay`; 0: nothing."""
    strikes: int = 0
    """Times in a row that it asked us to slow down, less the good answers since."""
    struck: float = 0.0
    """Instant of the last strike."""
    next_allowed: float = 0.0
    """Instant before which it is not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours of the day in which nothing is asked."""

    start: time
    end: time
    zone: ZoneInfo

    @classmethod
    def parse(cls, text: str, timezone: str) -> QuietHours:
        """Read `HH:MM-HH:MM`; an end before the start lies on the next day, `24:00` is midnight.

        ValueError, in one line, when it is none, when both are equal, or when the zone is unknown.
        """
        found = _QUIET.fullmatch(text.strip())
        hours = [int(group) for group in found.groups()] if found else [99]
        if hours[2:] == [24, 0]:
            hours[2] = 0
        if any(hour > 23 for hour in hours[::2]) or any(minute > 59 for minute in hours[1::2]) or hours[:2] == hours[2:]:
            raise ValueError(f"quiet hours {text!r}: expected HH:MM-HH:MM with different ends, such as 08:00-18:00")
        try:
            zone = ZoneInfo(timezone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"time zone {timezone!r} is unknown: expected a name such as Asia/Shanghai") from error
        return cls(start=time(hours[0], hours[1]), end=time(hours[2], hours[3]), zone=zone)

    def until(self, now: float) -> float | None:
        """Instant at which the quiet hours end that hold at `now`; None when none hold."""
        local = datetime.fromtimestamp(now, self.zone)
        clock = local.time()
        overnight = self.end <= self.start
        if not (clock >= self.start or clock < self.end if overnight else self.start <= clock < self.end):
            return None
        day = local.date() + timedelta(days=overnight and clock >= self.start)
        end = datetime.combine(day, self.end, self.zone).timestamp()
        return end if end > now else now + 60.0  # an hour that a clock change repeats or leaves out


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The rules of one portal, for every host it asks."""

    delay: float = 2.0
    """Seconds between the beginnings of two requests to one host at least."""
    concurrency: int = 1
    """Requests under way to one host at most, by all workers together."""
    jitter: float = 0.1
    """Part of the delay that chance may add to it."""
    quiet: QuietHours | None = None

    @classmethod
    def of(cls, politeness: Politeness, timezone: str) -> Pace:
        """The rules of a portal file; ValueError when its quiet hours cannot be read."""
        quiet = QuietHours.parse(politeness.quiet_hours, timezone) if politeness.quiet_hours else None
        return cls(delay=max(0.0, politeness.delay), concurrency=max(1, politeness.concurrency), quiet=quiet)

    def spacing(self, host: HostPace, chance: float) -> float:
        """Seconds from a request's beginning to the next one's; `chance` is 0 to 1. 0: no spacing, only `concurrency` bounds."""
        wait = max(self.delay, host.asked, self.backoff(host.strikes, LONGEST_SPACING))
        return wait * (1.0 + self.jitter * chance)

    def room(self, host: HostPace, under_way: int) -> int:
        """Requests that may begin now beside those under way; a host that asked us to slow down gets one at a time."""
        return max(0, (1 if host.strikes else self.concurrency) - under_way)

    def backoff(self, times: int, longest: float = LONGEST_WAIT) -> float:
        """Seconds of the back-off after so many strikes or tries: doubling, bounded; 0 after none."""
        if times <= 0:
            return 0.0
        return float(min(longest, max(FIRST_BACKOFF, self.delay) * 2.0 ** min(times - 1, 20)))

    def earliest(self, host: HostPace, began: float) -> float:
        """Instant at which a host may be asked again that was last asked at `began`."""
        spacing = self.spacing(host, 0.0)
        return max(host.next_allowed, began + spacing) if spacing > 0 else host.next_allowed

    def after(self, host: HostPace, signal: Signal) -> HostPace:
        """The host's state after one answer.

        Answers to requests that began before the last strike tell of the same moment: they neither add a strike nor take one off.
        A request that began later than it was meant to moves the next one with it: a busy worker must not make two come close together.
        A wait that the server asks for holds for the whole host up to `LONGEST_WAIT`; beyond, the host only backs off.
        """
        late = signal.began < host.struck
        if (earliest := self.earliest(host, signal.began)) > host.next_allowed:
            host = replace(host, next_allowed=earliest)
        if not signal.busy:
            return replace(host, strikes=host.strikes - 1) if host.strikes and not late else host
        strikes = host.strikes if late else host.strikes + 1
        asked = signal.retry_after if signal.retry_after is not None and signal.retry_after <= LONGEST_WAIT else 0.0
        wait = max(asked, 0.0 if late else self.backoff(strikes))
        return replace(host, strikes=strikes, struck=host.struck if late else signal.at,
                       next_allowed=max(host.next_allowed, signal.at + wait))

    def retry_at(self, tries: int, now: float, asked: float | None = None, most: int = TRIES) -> float | None:
        """Instant at which an address is asked again after `tries` failed tries; None: it is given up for this run.

        It is given up after `most` tries, and when the server asks (`asked`, seconds) for a longer wait than `LONGEST_WAIT`.
        """
        if tries >= most or (asked is not None and asked > LONGEST_WAIT):
            return None
        return now + max(asked or 0.0, self.backoff(tries))


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds that a Retry-After field asks for: digits or an HTTP-date (any of the three forms); None when it says nothing.

    Not bounded, never negative, never raises: a date in the past is 0.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    if text.isascii() and text.isdigit():
        return math.inf
    instant = http_date(text)
    return None if instant is None else max(0.0, instant - now)


def crawl_delay(asked: float | None, own: float) -> tuple[float, str | None]:
    """Seconds between requests that a Crawl-delay brings about, and a note when it is not obeyed as it stands.

    `asked`: the value of robots.txt, None when it has none; `own`: the portal's own delay, which is never undercut.
    Up to 60 is obeyed, up to 300 counts as 60, more is nonsense: then the own delay holds, at least 1 second.
    """
    if asked is None:
        return own, None
    if not math.isfinite(asked) or asked < 0:
        return own, f"Crawl-delay {asked:g} is no delay: ignored"
    if asked > NONSENSE_DELAY:
        return max(own, 1.0), f"Crawl-delay {asked:g} is beyond {NONSENSE_DELAY:g}: ignored"
    if asked > LONGEST_SPACING:
        return max(own, LONGEST_SPACING), f"Crawl-delay {asked:g} is beyond {LONGEST_SPACING:g}: {LONGEST_SPACING:g} is kept"
    return max(own, asked), None
