"""A clock that is set while a crawl runs: pace and due times go on, dates of records follow it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from crawler import clock

BEGUN = 1_700_000_000.0


class Watch:
    """A machine's two clocks, of which one can be set."""

    def __init__(self) -> None:
        self.wall, self.steady = BEGUN, 50.0

    def pass_by(self, seconds: float, set_by: float = 0.0) -> None:
        self.steady += seconds
        self.wall += seconds + set_by


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    watch = Watch()
    monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: watch.wall, monotonic=lambda: watch.steady))
    monkeypatch.setattr(clock, "_Clock", type("_Clock", (), dict(vars(clock._Clock), behind=0.0, seen=float("-inf"), steady=0.0)))
    assert clock.now() == BEGUN
    yield watch


@pytest.mark.parametrize(("sets", "passed"), [
    ([0.0], 10.0), ([-3600.0], 10.0), ([-3600.0, -60.0], 20.0), ([3600.0], 3610.0), ([-0.5], 9.5), ([0.5], 10.5),
    ([-3600.0, 3600.0], 20.0), ([-3600.0, 7200.0], 3620.0), ([7200.0, -3600.0], 7220.0)])
def test_what_hosts_are_paced_by_does_not_go_back(watch: Watch, sets: list[float], passed: float) -> None:
    for set_by in sets:
        watch.pass_by(10.0, set_by)
        clock.now()
    assert clock.now() == pytest.approx(BEGUN + passed)


def test_records_are_dated_by_the_clock_as_it_is_set(watch: Watch) -> None:
    watch.pass_by(10.0, -3600.0)
    clock.now()
    assert clock.utc() == datetime.fromtimestamp(BEGUN - 3590.0, UTC)


def test_an_answer_of_before_the_clock_was_set_back_is_none_of_the_future(watch: Watch) -> None:
    asked = clock.utc()
    watch.pass_by(10.0)
    assert clock.paced(asked) == BEGUN
    watch.pass_by(0.0, -3600.0)
    assert clock.paced(asked) == clock.now() == BEGUN + 10.0
    again = clock.utc()
    watch.pass_by(5.0)
    assert clock.paced(again) == BEGUN + 10.0


def test_a_process_that_stood_still_between_two_looks_believes_nothing_wrong_for_long(watch: Watch) -> None:
    watch.steady += 30.0  # it stood still after the first look, before the second
    clock.now()
    watch.wall += 30.0
    assert clock.now() == BEGUN + 30.0
