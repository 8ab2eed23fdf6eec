"""How fast a host may be asked: delays, back-off, waits that servers ask for, quiet hours."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.client.http_date import http_date
from crawler.frontier.pace import LONGEST_WAIT, HostPace, Pace, QuietHours, Signal, crawl_delay, retry_after
from crawler.portal import Politeness

NOW = 784_111_777.0  # Sun, 06 Nov 1994 08:49:37 GMT


def busy(began: float, at: float, asked: float | None = None) -> Signal:
    return Signal(busy=True, began=began, at=at, retry_after=asked)


def good(began: float, at: float) -> Signal:
    return Signal(busy=False, began=began, at=at)


@pytest.mark.parametrize(("value", "seconds"), [
    ("120", 120.0), (" 7 ", 7.0), ("0", 0.0), ("1.5", 1.5), ("9" * 12, 999_999_999_999.0), ("9" * 5000, math.inf),
    ("Sun, 06 Nov 1994 08:50:37 GMT", 60.0), ("Sunday, 06-Nov-94 08:50:37 GMT", 60.0), ("Sun Nov  6 08:50:37 1994", 60.0),
    ("Sun, 06 Nov 1994 08:00:00 GMT", 0.0), (None, None), ("", None), ("-5", None), ("soon", None), ("12 minutes", None),
    ("Sun, 99 Nov 1994 08:50:37 GMT", None), ("x" * 100_000, None), ("٣", None),
])
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=80))
def test_no_field_breaks_the_reading_of_dates(text: str) -> None:
    seconds = retry_after(text, NOW)
    assert seconds is None or seconds >= 0
    instant = http_date(text)
    assert instant is None or math.isfinite(instant)


@pytest.mark.parametrize(("asked", "own", "seconds", "noted"), [
    (None, 2.0, 2.0, False), (0.0, 2.0, 2.0, False), (1.0, 2.0, 2.0, False), (5.5, 2.0, 5.5, False), (60.0, 2.0, 60.0, False),
    (61.0, 2.0, 60.0, True), (300.0, 2.0, 60.0, True), (300.0, 90.0, 90.0, True), (301.0, 2.0, 2.0, True),
    (999_999_999.0, 0.0, 1.0, True), (math.inf, 0.5, 0.5, True), (math.nan, 0.5, 0.5, True), (-1.0, 0.5, 0.5, True),
])
def test_crawl_delay_is_obeyed_within_bounds(asked: float | None, own: float, seconds: float, noted: bool) -> None:
    delay, note = crawl_delay(asked, own)
    assert delay == seconds
    assert (note is not None) == noted


def test_a_delay_is_never_cut_short_by_chance() -> None:
    pace = Pace(delay=2.0, jitter=0.1)
    assert pace.spacing(HostPace(), 0.0) == 2.0
    assert pace.spacing(HostPace(), 1.0) == pytest.approx(2.2)
    assert pace.spacing(HostPace(asked=10.0), 0.0) == 10.0
    assert Pace(delay=0.0).spacing(HostPace(), 1.0) == 0.0


def test_a_busy_host_is_left_alone_twice_as_long_each_time() -> None:
    pace, host, at = Pace(delay=0.0), HostPace(), NOW
    waits = []
    for _ in range(12):
        host = pace.after(host, busy(at, at + 0.5))
        waits.append(host.next_allowed - at - 0.5)
        at = host.next_allowed
    assert waits[:5] == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == LONGEST_WAIT


def test_answers_to_requests_sent_together_are_one_strike() -> None:
    pace, host = Pace(delay=0.0, concurrency=16), HostPace()
    for number in range(16):
        host = pace.after(host, busy(NOW, NOW + 1 + number / 100))
    assert host.strikes == 1
    assert host.next_allowed == NOW + 2.0


def test_good_answers_take_strikes_off_again_but_not_those_sent_before_the_strike() -> None:
    pace = Pace(delay=0.0, concurrency=8)
    host = pace.after(pace.after(HostPace(), busy(NOW, NOW + 1)), busy(NOW + 3, NOW + 4))
    assert host.strikes == 2
    assert pace.after(host, good(NOW + 2, NOW + 5)) is host
    assert pace.spacing(host, 0.0) == 2.0
    assert pace.room(host, 0) == 1
    assert pace.room(host, 1) == 0
    for _ in range(3):
        host = pace.after(host, good(NOW + 10, NOW + 11))
    assert host.strikes == 0
    assert pace.spacing(host, 0.0) == 0.0
    assert pace.room(host, 3) == 5


@pytest.mark.parametrize(("asked", "wait"), [(30.0, 30.0), (300.0, 300.0), (301.0, 2.0), (math.inf, 2.0), (0.0, 2.0), (None, 2.0)])
def test_a_wait_that_is_asked_for_holds_for_the_host_within_reason(asked: float | None, wait: float) -> None:
    assert Pace(delay=2.0).after(HostPace(), busy(NOW, NOW + 1, asked)).next_allowed == NOW + 1 + wait


@pytest.mark.parametrize(("tries", "asked", "at"), [
    (1, None, NOW + 1), (2, None, NOW + 2), (3, None, None), (1, 20.0, NOW + 20), (1, 300.0, NOW + 300), (1, 301.0, None),
    (1, math.inf, None), (2, 0.5, NOW + 2),
])
def test_an_address_is_tried_three_times_and_not_for_centuries(tries: int, asked: float | None, at: float | None) -> None:
    assert Pace(delay=0.0).retry_at(tries, NOW, asked) == at


def local(text: str, zone: str = "Asia/Shanghai") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(("hours", "now", "end"), [
    ("08:00-18:00", "2026-01-05T07:59:59", None),
    ("08:00-18:00", "2026-01-05T08:00:00", "2026-01-05T18:00:00"),
    ("08:00-18:00", "2026-01-05T17:59:59", "2026-01-05T18:00:00"),
    ("08:00-18:00", "2026-01-05T18:00:00", None),
    ("22:30-6:15", "2026-01-05T23:00:00", "2026-01-06T06:15:00"),
    ("22:30-6:15", "2026-01-06T02:00:00", "2026-01-06T06:15:00"),
    ("22:30-6:15", "2026-01-06T06:15:00", None),
    ("22:30-6:15", "2026-12-31T22:30:00", "2027-01-01T06:15:00"),
    ("18:00-24:00", "2026-01-05T20:00:00", "2026-01-06T00:00:00"),
])
def test_quiet_hours_end_in_the_portals_zone(hours: str, now: str, end: str | None) -> None:
    assert QuietHours.parse(hours, "Asia/Shanghai").until(local(now)) == (local(end) if end else None)


def test_quiet_hours_end_on_the_day_the_clocks_change_too() -> None:
    quiet = QuietHours.parse("01:30-02:30", "Europe/Berlin")
    for text in ("2026-03-29T01:45:00", "2026-10-25T02:15:00"):
        now = local(text, "Europe/Berlin")
        end = quiet.until(now)
        assert end is not None
        assert now < end <= now + 7_200


@pytest.mark.parametrize("text", ["", "8-18", "08:00", "25:00-06:00", "08:60-09:00", "08:00-08:00", "24:00-06:00", "abc", "08:00-18:00x"])
def test_quiet_hours_that_are_none_are_told_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+HH:MM-HH:MM[^\n]+$"):
        QuietHours.parse(text, "Asia/Shanghai")


def test_an_unknown_zone_is_told() -> None:
    for zone in ("Asia/Atlantis", "../etc/passwd", ""):
        with pytest.raises(ValueError, match="time zone"):
            QuietHours.parse("08:00-18:00", zone)


def test_the_rules_come_from_the_portal_file() -> None:
    pace = Pace.of(Politeness(delay=3.0, concurrency=2, quiet_hours="08:00-18:00"), "Asia/Shanghai")
    assert (pace.delay, pace.concurrency) == (3.0, 2)
    assert pace.quiet is not None
    assert Pace.of(Politeness(), "Asia/Shanghai").quiet is None
