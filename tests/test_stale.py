"""A listing that mixes its rows anew on every page is left after a few."""

from __future__ import annotations

from crawler.frontier.stale import PATIENCE, Stale


def test_pages_without_news_are_borne_for_a_while() -> None:
    stale = Stale()
    assert not stale.is_stale("/a", ["1", "2", "3"])
    assert [stale.is_stale("/a", ["2", "1"]) for _ in range(PATIENCE)] == [*[False] * (PATIENCE - 1), True]


def test_one_new_row_is_enough_to_go_on() -> None:
    stale = Stale()
    for number in range(5 * PATIENCE):
        assert not stale.is_stale("/a", ["1", "2", str(number)])


def test_listings_are_told_apart() -> None:
    stale = Stale()
    for name in map(str, range(3 * PATIENCE)):
        assert not stale.is_stale(name, ["1", "2"])
