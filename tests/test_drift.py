"""When rules began to find other things."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.trying.doctor import Diagnosis, Hits
from crawler.trying.drift import drift_of
from tests.test_schedule import run_fangzhi

A, B = "by mark", "by density"


def days(*told: tuple[str | None, int]) -> dict[str, Counter[str | None]]:
    """A day for each: its rule and how many articles had it."""
    return {f"2026-03-{place:02}": Counter({rule: count}) for place, (rule, count) in enumerate(told, 1)}


@pytest.mark.parametrize(("told", "owed"), [
    ([(A, 3)] * 4 + [(B, 3)] * 4, ("2026-03-04", "2026-03-05", A, B)),
    ([(A, 3)] * 4 + [(None, 3)] * 4, ("2026-03-04", "2026-03-05", A, None)),
    ([(A, 3)] * 8, None),
    ([(A, 2), (B, 1)] * 6, None),
    ([(A, 3)] * 4 + [(B, 1)] * 4, None),
    ([], None),
])
def test_a_drift_is_the_day_from_which_most_are_read_otherwise(told: list[tuple[str | None, int]], owed: tuple[object, ...] | None) -> None:
    found = drift_of("body", days(*told))
    assert (None if found is None else (found.last, found.since, found.before, found.after)) == owed


@given(st.lists(st.tuples(st.sampled_from([A, B, None]), st.integers(1, 9)), max_size=31))
def test_a_drift_has_days_on_either_side(told: list[tuple[str | None, int]]) -> None:
    found = drift_of("title", days(*told))
    assert found is None or (found.last < found.since and 0.6 <= found.share <= 1.0)


def test_a_layout_that_hits_nothing_is_named() -> None:
    hits = [Hits(0, "body", "//a", 0, 9), Hits(0, "body", "//b", 0, 9), Hits(0, "date", "//c", 4, 9), Hits(0, "strip", "//d", 0, 9)]
    assert Diagnosis("p", hits=hits).advice == ["layouts[0].body hits none of the last 9 pages"]


def test_a_portal_without_an_archive_is_one_clear_line(tmp_path: Path) -> None:
    done = run_fangzhi("portals", "doctor", "zhejiang", "--archive", tmp_path)
    assert done.returncode == 2 and "holds nothing of zhejiang yet" in done.stderr
