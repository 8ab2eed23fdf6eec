"""The way on past a listing page that could not be had."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.model import WarcRef
from crawler.beyond import MOST_BROKEN, Beyond
from crawler.outcome import Answer, Outcome, Problem
from crawler.reading import Link
from crawler.task import Task

BASE = "http://www.example.gov.cn/zcwj/"


def task(url: str) -> Task:
    return Task(id=1, url=BASE + url, kind="listing", section=None, via=None, hops="I", depth=1, method="GET", body=None, attempts=4,
                title=None, listed_date=None, position=None)


def had(beyond: Beyond, url: str, following: str, pages: int | None) -> None:
    """A page that came, and named the next."""
    ref = WarcRef(file="archive/a.warc.gz", offset=0, length=1, record_id="urn:uuid:1", payload_digest=None)
    answer = Answer(url=BASE + url, status=200, at=datetime(2026, 1, 1, tzinfo=UTC), ref=ref)
    link = Link(url=BASE + following, kind="listing")
    assert beyond.passed(Outcome(task=task(url), answer=answer, links=(link,), claimed_pages=pages)) == ()


def broken(beyond: Beyond, url: str, kind: str = "http") -> list[str]:
    """What is asked in the place of a page that could not be had."""
    links = beyond.passed(Outcome(task=task(url), problem=Problem(kind=kind, reason="HTTP 500")))
    return [link.url.removeprefix(BASE) for link in links]


@pytest.mark.parametrize(("here", "following", "pages", "behind"), [
    ("index.html", "index_1.html", 4, ["index_2.html"]),
    ("index.html", "index_2.html", 4, ["index_3.html"]),
    ("index.html", "index_1.html", 2, []),
    ("index.html", "index_2.html", 2, []),
    ("", "index_1.html", 4, ["index_2.html"]),
    ("list?page=1", "list?page=2", 4, ["list?page=3"]),
    ("index.html", "index_1.html", None, []),
    ("xw.htm", "xw/5.htm", None, ["xw/4.htm"]),
    ("xw/5.htm", "xw/4.htm", None, ["xw/3.htm"]),
    ("xw/2.htm", "xw/1.htm", None, []),
    ("index.html", "other.html", 4, []),
])
def test_the_page_behind_a_broken_one_is_asked_where_the_list_says_that_there_is_one(here: str, following: str, pages: int | None,
                                                                                   behind: list[str]) -> None:
    beyond = Beyond()
    had(beyond, here, following, pages)
    assert broken(beyond, following) == behind


def test_several_in_a_row_are_passed_over_but_not_for_ever() -> None:
    beyond = Beyond()
    had(beyond, "index.html", "index_1.html", 50)
    passed = [broken(beyond, f"index_{number}.html") for number in range(1, MOST_BROKEN + 2)]
    assert passed == [[f"index_{number + 1}.html"] for number in range(1, MOST_BROKEN + 1)] + [[]]


def test_pages_that_came_begin_the_count_anew() -> None:
    beyond = Beyond()
    had(beyond, "index.html", "index_1.html", 6)
    assert broken(beyond, "index_1.html") == ["index_2.html"]
    had(beyond, "index_2.html", "index_3.html", 6)
    assert broken(beyond, "index_3.html") == ["index_4.html"]
    assert broken(beyond, "index_4.html") == ["index_5.html"]
    assert broken(beyond, "index_5.html") == []


@pytest.mark.parametrize("kind", ["blocked", "robots", "refused", "trap", "redirect"])
def test_what_is_kept_from_us_is_not_passed_over(kind: str) -> None:
    beyond = Beyond()
    had(beyond, "index.html", "index_1.html", 4)
    assert broken(beyond, "index_1.html", kind) == []
