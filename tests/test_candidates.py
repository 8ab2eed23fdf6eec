"""Which links become tasks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.index.capture_index import Address
from archive.model import WarcRef
from crawler.frontier.outcome import Answer, Outcome
from crawler.frontier.sqlite import Frontier
from crawler.frontier.traps import Traps
from crawler.portal import Kind, Portal, Seed
from crawler.queue.candidates import Candidates
from crawler.reading import Link
from tests.test_judging import task

PORTAL = Portal(name="p", title="P", language="zh-Hans", hosts=("a.example",), ignore=("/ad/",),
                seeds=(Seed(url="http://a.example/", kind="site", depth=3),))
REF = WarcRef(file="archive/x.warc.gz", offset=0, length=9, record_id="urn:uuid:1", payload_digest="sha256:0")


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path / "frontier.sqlite", "p") as made:
        made.begin(time.time())
        yield made


def candidates(frontier: Frontier, since: str = "", known: dict[str, Address] | None = None) -> Candidates:
    return Candidates(PORTAL, frontier, Traps(time.time()), (known or {}).get, since=since)


def outcome(*links: Link, **facts: Any) -> Outcome:
    answer = Answer(url="http://a.example/list.html", status=200, at=datetime.now(UTC), ref=REF)
    return Outcome(task=task(**{"url": answer.url, "kind": "listing", **facts}), answer=answer, links=links)


def row(number: int, date: str | None = None) -> Link:
    return Link(url=f"http://a.example/art/{number}.html", kind="article", date=date)


NEXT = Link(url="http://a.example/list_2.html", kind="listing")


def urls(found: Any) -> list[str]:
    return [one.url.removeprefix("http://a.example") for one in found]


def test_rows_and_the_next_page_become_tasks_with_their_way(frontier: Frontier) -> None:
    first, following = candidates(frontier).of(outcome(row(1), NEXT, hops="", depth=0, section="要闻"))
    assert (first.url, first.kind, first.via, first.hops, first.depth, first.section) == (
        "http://a.example/art/1.html", "article", "http://a.example/list.html", "L", 1, "要闻")
    assert following.kind == "listing"


def test_a_listing_that_repeats_its_rows_is_not_walked_on(frontier: Frontier) -> None:
    gather = candidates(frontier)
    assert urls(gather.of(outcome(row(1), row(2), NEXT))) == ["/art/1.html", "/art/2.html", "/list_2.html"]
    again = outcome(row(1), row(2), NEXT._replace(url="http://a.example/list_3.html"))
    assert "/list_3.html" not in urls(gather.of(again))


def test_a_call_that_begins_with_the_rows_of_its_page_is_walked_on(frontier: Frontier) -> None:
    gather = candidates(frontier)
    gather.of(outcome(row(1), row(2), NEXT))
    answer = Answer(url="http://a.example/api/list?page=1", status=200, at=datetime.now(UTC), ref=REF)
    called = Outcome(task=task(url=answer.url, kind="listing"), answer=answer, links=(row(1), row(2), NEXT))
    assert "/list_2.html" in urls(gather.of(called))
    again = replace(called, answer=replace(answer, url="http://a.example/api/list?page=2"))
    assert "/list_2.html" not in urls(gather.of(again))


def test_what_is_pinned_to_every_page_does_not_keep_an_old_list_going(frontier: Frontier) -> None:
    gather = candidates(frontier, since="2026-03-01")
    frontier.offer(gather.of(outcome(row(1, "2026-03-02"), row(2, "2026-03-01"), NEXT)))
    old = outcome(row(1, "2026-03-02"), row(3, "2026-02-27"), NEXT._replace(url="http://a.example/list_3.html"))
    assert urls(gather.of(old)) == []


def test_what_is_older_than_asked_for_is_passed_over_and_ends_the_walk(frontier: Frontier) -> None:
    gather = candidates(frontier, since="2026-03-01")
    assert urls(gather.of(outcome(row(1, "2026-03-02"), row(2, "2026-02-27"), NEXT))) == ["/art/1.html", "/list_2.html"]
    old = outcome(row(3, "2026-02-02"), row(4, "2026-01-27"), NEXT._replace(url="http://a.example/list_9.html"))
    assert urls(gather.of(old)) == []
    assert urls(gather.of(outcome(row(5), NEXT._replace(url="http://a.example/list_8.html")))) == ["/art/5.html", "/list_8.html"]


@pytest.mark.parametrize(("link", "wanted"), [
    (Link(url="http://b.example/x.html", kind="article"), False), (Link(url="http://b.example/x.png", kind="requisite", hop="E"), True),
    (Link(url="http://a.example/ad/x.html", kind="article"), False), (Link(url="http://a.example/ad/x.png", kind="requisite"), False),
    (Link(url="http://a.example/" + "x" * 3000, kind="site"), False), (Link(url="http://a.example/x.html", kind="site"), True),
])
def test_pages_stay_on_the_portal_and_requisites_need_not(frontier: Frontier, link: Link, wanted: bool) -> None:
    assert bool(candidates(frontier).of(outcome(link))) is wanted


def test_a_site_is_not_followed_beyond_its_depth(frontier: Frontier) -> None:
    link = Link(url="http://a.example/deep.html", kind="site")
    assert candidates(frontier).of(outcome(link, kind="site", depth=2))
    assert not candidates(frontier).of(outcome(link, kind="site", depth=3))


def test_session_ids_and_tracking_make_no_second_task(frontier: Frontier) -> None:
    gather = candidates(frontier)
    found = gather.of(outcome(Link(url="http://a.example/x.html?utm_source=a", kind="site"), kind="site"))
    frontier.offer(found)
    assert not gather.of(outcome(Link(url="http://a.example/x.html;jsessionid=0123456789ABCDEF", kind="site"), kind="site"))


def test_what_goes_to_the_frontier_is_not_made_again_by_pages_that_are_settled_before_its_commit(frontier: Frontier) -> None:
    gather = candidates(frontier)
    form = Link(url="http://a.example/list.jsp", kind="listing", method="POST", body=b"page=2")
    tracked = Link(url="http://a.example/art/2.html?utm_source=a", kind="article")
    moved = Link(url="http://a.example/art/3.html", kind="article", hop="R")
    found = gather.of(outcome(row(1), tracked, moved, form, kind="site"))
    assert urls(found) == ["/art/1.html", "/art/2.html", "/art/3.html", "/list.jsp"]
    assert urls(gather.of(outcome(row(1), kind="site"))) == ["/art/1.html"]  # nobody said yet that they are on their way
    gather.offered(found)
    assert gather.told == [("article", row(1).url), ("article", row(2).url)]
    again = gather.of(outcome(row(1), tracked, row(3), form, row(4), kind="site"))
    assert urls(again) == ["/art/3.html", "/list.jsp", "/art/4.html"]  # where a redirect leads is asked for to the letter


@pytest.mark.parametrize(("age", "etag", "kind", "article", "asked"), [
    (timedelta(hours=1), '"1"', "article", "p:1", True), (timedelta(hours=1), None, "article", "p:1", False),
    (timedelta(days=3), '"1"', "article", "p:1", False), (timedelta(hours=1), None, "site", None, True),
    (timedelta(hours=1), None, "site", "p:1", False),
])
def test_an_article_is_asked_again_only_when_it_is_due(frontier: Frontier, age: timedelta, etag: str | None, kind: Kind,
                                                       article: str | None, asked: bool) -> None:
    now = datetime.now(UTC)
    url = row(1).url
    known = Address(url=url, status=200, etag=etag, last_modified=None, payload_digest=None, first_seen=now - age - timedelta(hours=1),
                    last_seen=now - timedelta(minutes=5), article=article, state=None)
    found = candidates(frontier, known={url: known}).of(outcome(row(1)._replace(kind=kind), kind="site"))
    assert bool(found) is asked
