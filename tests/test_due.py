"""When a known address is due again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier.due import DAY, DueSettings, due
from crawler.portal import Kind

FIRST = 1_700_000_000.0


@pytest.mark.parametrize("kind", ["listing", "sitemap", "feed", "page", "site"])
def test_what_leads_to_articles_is_due_at_every_run(kind: Kind) -> None:
    assert due(kind, FIRST, FIRST + 400 * DAY, None, FIRST + 400 * DAY)


@pytest.mark.parametrize("kind", ["article", "requisite", "attachment"])
def test_what_was_never_seen_is_due(kind: Kind) -> None:
    assert due(kind, None, None, None, FIRST)


@pytest.mark.parametrize(("seen", "now", "owed"), [
    (0.0, 0.5, True), (0.5, 0.9, True), (0.9, 1.5, True), (1.1, 1.5, False), (1.5, 6.9, False), (1.5, 7.0, True), (7.1, 29.0, False),
    (7.1, 30.0, True), (30.0, 181.0, False), (30.0, 182.0, True), (182.5, 400.0, False), (182.5, 547.5, True), (548.0, 900.0, False),
    (548.0, 912.5, True), (7.1, 200.0, True),
])
def test_an_article_is_asked_at_growing_ages(seen: float, now: float, owed: bool) -> None:
    assert due("article", FIRST, FIRST + seen * DAY, None, FIRST + now * DAY) is owed


@pytest.mark.parametrize("kind", ["article", "requisite", "attachment"])
@pytest.mark.parametrize(("minutes", "conditional", "owed"), [(0, True, True), (59, True, True), (0, False, False), (59, False, False),
                                                              (60, False, True)])
def test_what_is_fresh_is_asked_at_every_run_only_where_that_costs_nothing(kind: Kind, minutes: int, conditional: bool, owed: bool) -> None:
    assert due(kind, FIRST, FIRST + 9, None, FIRST + 9 + 60 * minutes, conditional=conditional) is owed


def test_an_article_that_was_just_edited_is_fresh_again() -> None:
    seen, now = FIRST + 100.2 * DAY, FIRST + 100.6 * DAY
    assert due("article", FIRST, seen, FIRST + 100 * DAY, now)
    assert not due("article", FIRST, seen, FIRST + 50 * DAY, now)


@pytest.mark.parametrize("kind", ["requisite", "attachment"])
@pytest.mark.parametrize(("seen", "now", "owed"), [(0.2, 0.9, True), (0.9, 2.0, False), (0.9, 30.8, False), (0.9, 31.0, True)])
def test_a_requisite_is_asked_once_a_month(kind: Kind, seen: float, now: float, owed: bool) -> None:
    assert due(kind, FIRST, FIRST + seen * DAY, None, FIRST + now * DAY) is owed


def test_a_clock_that_was_wrong_makes_due() -> None:
    assert due("article", FIRST, FIRST + 900 * DAY, None, FIRST + 10 * DAY)
    assert due("requisite", FIRST + 900 * DAY, FIRST + 900 * DAY, None, FIRST)


@pytest.mark.parametrize("ages", [(), (0.0,), (100.0,)])
def test_a_period_of_nothing_makes_an_old_article_due_at_every_run(ages: tuple[float, ...]) -> None:
    settings = DueSettings(article_ages=ages, article_period=0)
    assert due("article", FIRST, FIRST + 400 * DAY - 1, None, FIRST + 400 * DAY, settings)


def test_ages_are_settings() -> None:
    settings = DueSettings(fresh=10, pause=1, article_ages=(100,), article_period=50, requisite_period=7)
    owed = [second for second in range(11, 300) if due("article", FIRST, FIRST + second - 1, None, FIRST + second, settings)]
    assert owed == [100, 150, 200, 250]


@given(st.lists(st.floats(1, 60 * DAY), min_size=1, max_size=200))
def test_visits_to_an_old_article_become_rare_whatever_the_runs(gaps: list[float]) -> None:
    now = seen = FIRST + DAY + 1
    visits = 0
    for gap in gaps:
        now += gap
        if due("article", FIRST, seen, None, now):
            seen, visits = now, visits + 1
    assert visits <= 4 + (now - FIRST) / (365 * DAY)
