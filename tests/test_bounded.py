"""Walks bounded by days: the page where a day begins is searched for on numbered listings."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses.numbered import Search, numbering
from crawler.queue.bounded import Bounded
from crawler.reading import Link
from tests.crawling import crawl, lines
from tests.month.newsroom import ROWS
from tests.month.quiet import ARTICLES, FILE, site
from tests.page_server import PageServer
from tests.test_candidates import outcome

BASE = "http://a.example/col"
PAGES = -(-ARTICLES // ROWS)


@pytest.mark.parametrize(("here", "following", "ninth"), [
    ("/index.html", "/index_1.html", "/index_9.html"), ("/index.html", "/index_2.html", "/index_9.html"),
    ("/index_3.html", "/index_4.html", "/index_9.html"), ("/", "/index_2.html", "/index_9.html"),
    ("/list?page=1&size=15", "/list?page=2&size=15", "/list?page=9&size=15"), ("/yqsd.htm", "/yqsd/2.htm", "/yqsd/9.htm"),
    ("/index_9.html", "/index_10.html", "/index_9.html"),
    ("/index.html", "/other.html", None), ("/a1b1.html", "/a2b2.html", None), ("/index_3.html", "/index_5.html", None),
    ("/yqsd/12.htm", "/yqsd/11.htm", None), ("/p007.html", "/p008.html", None),
])
def test_two_addresses_tell_those_of_all_pages(here: str, following: str, ninth: str | None) -> None:
    found = numbering(BASE + here, BASE + following)
    assert (found.url(9) if found else None) == (BASE + ninth if ninth else None)
    assert found is None or (found.number(BASE + following) == found.first and found.number(BASE + "/else.html") is None)


@given(st.integers(1, 4000), st.integers(1, 4000), st.booleans())
def test_a_search_finds_the_first_page_in_few_steps(wanted: int, pages: int, told: bool) -> None:
    wanted = min(wanted, pages)
    counted = numbering(f"{BASE}/index.html", f"{BASE}/index_2.html")
    assert counted is not None
    search, seen = Search(counted, low=1), set[int]()
    while (number := search.next(pages if told else None)) is not None:
        assert number not in seen, "no page twice"
        seen.add(number)
        search.saw(number, number < wanted and number <= pages)
    assert search.high is not None and (search.high == wanted or wanted <= 2) and len(seen) <= 2 * pages.bit_length() + 3


def rows(first: str, days: int = 0) -> list[Link]:
    day = date.fromisoformat(first) - timedelta(days=days)
    return [Link(url=f"{BASE}/art/{day}_{number}.html", kind="article", date=day.isoformat()) for number in range(4)]


def test_rows_after_the_day_are_passed_over_and_undated_ones_are_not() -> None:
    links = [*rows("2026-03-05"), *rows("2026-03-04"), Link(url=f"{BASE}/art/x.html", kind="article")]
    found = Bounded("2026-03-04").applied(links, f"{BASE}/index.html", outcome())
    assert [link.date for link in found] == ["2026-03-04"] * 4 + [None]
    assert list(Bounded("").applied(links, f"{BASE}/index.html", outcome())) == links


def test_a_listing_that_is_not_numbered_is_walked_page_by_page() -> None:
    following = Link(url=f"{BASE}/older?before=abc", kind="listing")
    assert Bounded("2020-01-01").applied([*rows("2026-03-05"), following], f"{BASE}/index.html", outcome()) == [following]


def test_a_page_that_fails_lies_behind_the_end() -> None:
    bounded = Bounded("2020-01-01")
    following = Link(url=f"{BASE}/index_2.html", kind="listing")
    asked = f"{BASE}/index.html"
    for owed in (2, 4, 8):
        (link,) = bounded.applied([*rows("2026-03-05"), following], asked, outcome())
        asked = link.url
        assert asked == f"{BASE}/index_{owed}.html"
    (link,) = bounded.applied([], asked, outcome())
    assert link.url == f"{BASE}/index_6.html"


def test_a_bounded_crawl_gets_the_days_that_are_meant_with_few_listings(tmp_path: Path) -> None:
    since, until = "2025-12-20", "2025-12-24"
    with PageServer(site(frozenset())) as server:
        port = int(server.server.server_address[1])
        (tmp_path / "quiet.toml").write_text(FILE.format(port=port, base=f"http://127.0.0.1:{port}"), encoding="utf-8")
        done = crawl("quiet", tmp_path / "a", "--portals", tmp_path, "--since", since, "--until", until)
        asked = [path for _, path in server.asked]
    assert done.code == 0, done.log
    assert sorted(line["date"] for line in lines(tmp_path / "a", "quiet")) == sorted(
        (date.fromisoformat(since) + timedelta(days=number // 3)).isoformat() for number in range(15))
    assert sum("index" in path for path in asked) <= 12 < PAGES and len([path for path in asked if "/t2" in path]) == 15
