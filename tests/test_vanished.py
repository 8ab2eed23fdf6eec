"""A row that vanishes from between the others is a take-down to look after; one that only grew old, or moved, is none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.capture_index import Address
from crawler.frontier.sqlite import Frontier
from crawler.frontier.traps import Traps
from crawler.queue.candidates import Candidates
from crawler.queue.vanished import MOST, vanished
from tests.test_candidates import PORTAL, outcome, row, urls

CASES = {
    "taken down between two": ("abcde", "abde", "c"),
    "with news on top, and the last ones on page 2": ("abcdefg", "xyabdef", "c"),
    "two at once": ("abcdef", "xabf", "cde"),
    "only moved on to page 2": ("abcde", "xyabc", ""),
    "the first of all": ("abcde", "bcde", ""),
    "the last of all": ("abcde", "abcd", ""),
    "pinned to the top": ("abcde", "dabce", ""),
    "no longer pinned, and one taken down": ("pabcde", "xabde", "c"),
    "pinned while another is taken down": ("abcdef", "fabde", "c"),
    "in another order each time": ("abcdef", "fdbeca", ""),
    "made otherwise": ("abcdef", "uvwxyz", ""),
    "never visited": ("", "abc", ""),
    "empty now": ("abc", "", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_what_vanished_between_others_is_told(name: str) -> None:
    before, now, missing = CASES[name]
    assert vanished(before, now) == list(missing)


def test_a_list_that_was_made_otherwise_tells_nothing() -> None:
    before = [str(number) for number in range(60)]
    assert vanished(before, [one for one in before if int(one) % 5]) == []
    assert len(vanished(before, before[:20] + before[20 + MOST:])) == MOST


@given(st.lists(st.integers(0, 40), unique=True), st.lists(st.integers(41, 60), unique=True), st.integers(0, 40))
def test_a_list_that_only_grows_has_lost_nothing(rows: list[int], news: list[int], length: int) -> None:
    before = [str(one) for one in rows]
    assert vanished(before, ([str(one) for one in news] + before)[:length]) == []


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12), st.lists(st.sampled_from("abcdefgh"), max_size=12))
def test_only_what_was_there_and_is_not_is_named(before: list[str], now: list[str]) -> None:
    assert set(vanished(before, now)) <= set(before) - set(now)


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path / "frontier.sqlite", "p") as made:
        made.begin(time.time())
        yield made


def held(number: int, hours: float = 72.0, state: str | None = None) -> Address:
    at = datetime.now(UTC) - timedelta(hours=hours)
    return Address(url=row(number).url, status=200, etag='"1"', last_modified=None, payload_digest="sha256:0", first_seen=at, last_seen=at,
                   article="p:x", state=state)


def visited(frontier: Frontier, known: dict[str, Address], *numbers: int) -> list[str]:
    """What a visit of the listing that shows these rows asks for."""
    candidates = Candidates(PORTAL, frontier, Traps(time.time()), known.get, since="")
    told = outcome(*(row(number) for number in numbers))
    asked = candidates.of(told, news=False)
    lesson = candidates.lesson(told, None, news=False)
    assert lesson is not None
    frontier.visits.learn([lesson], time.time())
    return [url for url in urls(asked) if url not in urls(told.links)]


def test_an_article_whose_row_vanished_is_asked_at_once_and_once(frontier: Frontier) -> None:
    known = {row(number).url: held(number) for number in range(10)}
    assert visited(frontier, known, 1, 2, 3, 4, 5) == []
    assert visited(frontier, known, 0, 1, 2, 4) == ["/art/3.html"]  # 5 is on page 2 now
    assert visited(frontier, known, 0, 1, 2, 4) == []


@pytest.mark.parametrize("address", [held(3, hours=0.2), held(3, state="gone"), None], ids=["just asked", "gone already", "never held"])
def test_what_need_not_be_asked_is_not(frontier: Frontier, address: Address | None) -> None:
    known = {row(number).url: held(number) for number in range(10)} | ({} if address is None else {address.url: address})
    if address is None:
        del known[row(3).url]
    visited(frontier, known, 1, 2, 3, 4, 5)
    assert "/art/3.html" not in visited(frontier, known, 1, 2, 4, 5)
