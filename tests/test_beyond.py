"""The way on past a listing page that could not be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.model import WarcRef
from crawler.calls.call import Call
from crawler.frontier.outcome import Answer, Outcome, Problem
from crawler.frontier.task import Task
from crawler.queue.beyond import MOST_BROKEN, Beyond
from crawler.reading import Link

BASE = "http://www.example.gov.cn/zcwj/"


def task(url: str, form: bytes | None = None) -> Task:
    return Task(id=1, url=BASE + url, kind="listing", section=None, via=None, hops="I", depth=1, method="GET" if form is None else "POST",
                body=form, attempts=4, title=None, listed_date=None, position=None, call=Call(asker="http://www.example.gov.cn/"))


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


ROWS = tuple(Link(url=f"{BASE}{number}.html", kind="article") for number in range(10))


@pytest.mark.parametrize(("here", "following", "total", "pages", "behind"), [
    ("list.json?size=10&page=1", "list.json?size=10&page=2", 45, None, "list.json?size=10&page=3"),
    ("list.json?size=10&page=1", "list.json?size=10&page=2", None, 5, "list.json?size=10&page=3"),
    ("list.json?size=10&page=1", "list.json?size=10&page=2", None, None, None),
    ("list.json?size=10&page=1", "list.json?size=10&page=2", 15, None, None),
    ("list.json?start=0&n=10", "list.json?start=10&n=10", 45, None, "list.json?start=20&n=10"),
    ("list.json?start=0&n=10", "list.json?start=10&n=10", 20, None, None),
    ("unit?paramJson=%7B%22pageNo%22%3A1%7D", "unit?paramJson=%7B%22pageNo%22%3A2%7D", 45, None, "unit?paramJson=%7B%22pageNo%22%3A3%7D"),
    ("search|page=1&size=10", "search|page=2&size=10", 45, None, "search|page=3&size=10"),
    ('search|{"page": 1, "cat": "a2"}', 'search|{"page": 2, "cat": "a2"}', 45, None, 'search|{"page": 3, "cat": "a2"}'),
    ("proxy?startrecord=11&endrecord=20|unitid=7", "proxy?startrecord=21&endrecord=30|unitid=7", 45, None,
     "proxy?startrecord=31&endrecord=40|unitid=7"),
    ("proxy?startrecord=11&endrecord=20|unitid=7", "proxy?startrecord=21&endrecord=30|unitid=7", 30, None, None),
    ("search|page=1&token=aa", "search|page=2&token=bb", 45, None, None),
])
def test_the_call_behind_a_broken_one_is_made_where_the_answers_say_how_many_there_are(
        here: str, following: str, total: int | None, pages: int | None, behind: str | None) -> None:
    beyond = Beyond()
    (url, _, form), (url2, _, form2) = here.partition("|"), following.partition("|")
    ref = WarcRef(file="archive/a.warc.gz", offset=0, length=1, record_id="urn:uuid:1", payload_digest=None)
    answer = Answer(url=BASE + url, status=200, at=datetime(2026, 1, 1, tzinfo=UTC), ref=ref)
    link = Link(url=BASE + url2, kind="listing", hop="I", method="POST" if form2 else "GET", body=form2.encode() or None)
    beyond.passed(Outcome(task=task(url, form.encode() or None), answer=answer, links=(*ROWS, link), claimed_total=total,
                          claimed_pages=pages))
    found = beyond.passed(Outcome(task=task(url2, form2.encode() or None), problem=Problem(kind="http", reason="HTTP 500")))
    told = [each.url.removeprefix(BASE) + ("|" + each.body.decode() if each.body is not None else "") for each in found]
    assert told == ([behind] if behind is not None else [])
    assert all(each.call == Call(asker="http://www.example.gov.cn/") and each.hop == "I" for each in found)


def test_the_few_rows_of_a_last_page_do_not_make_the_list_longer() -> None:
    beyond = Beyond()
    ref = WarcRef(file="archive/a.warc.gz", offset=0, length=1, record_id="urn:uuid:1", payload_digest=None)
    for number, rows in ((1, ROWS), (2, ROWS), (3, ROWS[:2])):
        link = Link(url=f"{BASE}14_{number + 1}.html", kind="listing")
        answer = Answer(url=f"{BASE}14_{number}.html", status=200, at=datetime(2026, 1, 1, tzinfo=UTC), ref=ref)
        beyond.passed(Outcome(task=task(f"14_{number}.html"), answer=answer, links=(*rows, link), claimed_total=2 * len(ROWS) + 2))
    assert broken(beyond, "14_4.html") == []


def test_a_call_that_finds_no_such_page_ends_its_list() -> None:
    beyond = Beyond()
    ref = WarcRef(file="archive/a.warc.gz", offset=0, length=1, record_id="urn:uuid:1", payload_digest=None)
    came = Answer(url=BASE + "list?page=1", status=200, at=datetime(2026, 1, 1, tzinfo=UTC), ref=ref)
    link = Link(url=BASE + "list?page=2", kind="listing", hop="I")
    beyond.passed(Outcome(task=task("list?page=1"), answer=came, links=(*ROWS, link), claimed_total=95))
    problem = Problem(kind="http", reason="HTTP 404")
    assert beyond.passed(Outcome(task=task("list?page=2"), answer=replace(came, status=404), problem=problem)) == ()
