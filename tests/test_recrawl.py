"""What is asked again, and when: listings by how often they change, articles by age, changed rows at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.index.capture_index import Address
from crawler import clock
from crawler.frontier.due import DAY, DueSettings, due
from crawler.frontier.sqlite import Frontier
from crawler.frontier.task import Finish
from crawler.frontier.traps import Traps
from crawler.frontier.visits import LONGEST, Lesson, print_of, section_of
from crawler.portal import Kind
from crawler.queue.candidates import KNOWN_RANK, Candidates
from crawler.reading import Link
from tests.test_candidates import NEXT, PORTAL, outcome, row, urls

FIRST = 1_700_000_000.0


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path / "frontier.sqlite", "p") as made:
        made.begin(clock.now())
        yield made


def known(url: str, days: float, *, seen: float | None = None, etag: str | None = None) -> Address:
    """An article first seen so many days ago, and last seen then or `seen` days ago."""
    first, last = (datetime.fromtimestamp(clock.now() - ago * DAY, UTC) for ago in (days, days if seen is None else seen))
    return Address(url=url, status=200, etag=etag, last_modified=None, payload_digest=None, first_seen=first, last_seen=last,
                   article="p:abc", state=None)


def candidates(frontier: Frontier, *addresses: Address, all_seeds: bool = True) -> Candidates:
    return Candidates(PORTAL, frontier, Traps(0.0), {one.url: one for one in addresses}.get, since="", all_seeds=all_seeds)


def taught(frontier: Frontier, *lessons: Lesson) -> None:
    frontier.commit([Finish(task=0, ending="done", lesson=lesson) for lesson in lessons])


@pytest.mark.parametrize("kind", ["listing", "feed"])
def test_a_listing_without_news_is_not_walked_on_until_its_next_page_is_due(frontier: Frontier, kind: Kind) -> None:
    told = outcome(row(1), row(2), NEXT._replace(kind=kind), kind=kind)
    old = candidates(frontier, *(known(link.url, 40, seen=5) for link in told.links[:2]))
    assert not old.news(told)
    assert urls(old.of(told, news=False)) == ["/list_2.html"]  # never visited: due
    taught(frontier, Lesson(listing=frontier.key(NEXT.url), news=False))
    seen = [known(link.url, 40, seen=5) for link in told.links[:2]]
    assert urls(candidates(frontier, *seen).of(told, news=False)) == []
    assert urls(candidates(frontier, *seen).of(told, news=True)) == ["/list_2.html"]


@pytest.mark.parametrize(("call", "hop", "times"), [
    ("/api?cid=5&token={}", "E", 1), ("/api?lastId=9&token={}", "I", 1), ("/api?page=2&token={}", "I", 1), ("/api?cid=5&token={}", "I", 2)])
def test_a_call_is_the_one_of_before_whatever_session_token_it_bears_unless_its_list_goes_on_by_that(
        frontier: Frontier, call: str, hop: str, times: int) -> None:
    asked = 0
    for token in ("abc", "def"):
        told = outcome(row(1), row(2), Link(url=f"http://a.example{call.format(token)}", kind="listing", hop=hop))
        old = candidates(frontier, *(known(link.url, 40, seen=5) for link in told.links[:2]))
        for link in old.of(told, news=False):
            asked += 1
            task = replace(told.task, url=link.url, hops=link.hops)
            lesson = old.lesson(replace(told, task=task), None, False)
            assert lesson is not None
            taught(frontier, lesson)
    assert asked == times


def test_a_listing_with_a_row_never_seen_is_walked_on(frontier: Frontier) -> None:
    told = outcome(row(1), row(2), NEXT)
    assert candidates(frontier, known(told.links[0].url, 40)).news(told)


def test_listings_are_visited_by_how_often_they_name_something_new(frontier: Frontier) -> None:
    quiet, lively = frontier.key("http://a.example/quiet"), frontier.key("http://a.example/lively")
    for _ in range(4):
        taught(frontier, Lesson(listing=quiet, news=False), Lesson(listing=lively, news=True))
    due_after = {name: next(hours for hours in range(10_000) if frontier.visits.is_due(key, clock.now() + 3600 * hours))
                 for name, key in (("quiet", quiet), ("lively", lively))}
    assert due_after["lively"] <= 4 and 24 * 6 < due_after["quiet"] <= LONGEST / 3600
    assert frontier.visits.is_due(quiet, clock.now() - DAY), "a clock that was set back makes it due"


def test_scheduled_runs_ask_seeds_by_how_often_they_change(frontier: Frontier) -> None:
    (seed,) = candidates(frontier).seeds()
    assert seed.kind == "site" and len(candidates(frontier, all_seeds=False).seeds()) == 1  # what is no listing is always asked


@pytest.mark.parametrize(("title", "date", "owed"), [("一", "2024-03-05", False), ("二", "2024-03-05", True), ("一", "2024-03-06", True)])
def test_a_row_that_stands_otherwise_than_before_is_asked_at_once(frontier: Frontier, title: str, date: str, owed: bool) -> None:
    before, now = row(1)._replace(title="一", date="2024-03-05"), row(1)._replace(title=title, date=date)
    taught(frontier, Lesson(rows=((frontier.key(before.url), print_of(before)),)))
    old = candidates(frontier, known(now.url, 40, seen=2))
    assert bool(old.of(outcome(now), news=False)) is owed


def test_a_row_that_two_listings_show_each_in_its_way_is_asked_no_oftener(frontier: Frontier, monkeypatch: pytest.MonkeyPatch) -> None:
    cut, whole = row(1)._replace(title="全省工作会…"), row(1)._replace(title="全省工作会议召开", date="2024-03-05")
    key, begin = frontier.key(cut.url), clock.now()
    for day in range(3):
        monkeypatch.setattr(clock, "now", lambda day=day: begin + day * DAY)
        with Frontier(frontier.path, "p") as other:
            other.begin(clock.now())
            assert not other.visits.changed(key, cut) and not other.visits.changed(key, whole)
            other.visits.learn([Lesson(rows=((key, print_of(cut)), (key, print_of(whole))))], clock.now())


def test_a_row_that_stands_again_as_it_stood_is_asked_once_more(frontier: Frontier) -> None:
    first, other = row(1)._replace(title="一"), row(1)._replace(title="二")
    key, begin = frontier.key(first.url), clock.now()
    for day, link, owed in ((0, first, False), (1, first, False), (2, other, True), (3, other, False), (4, first, True), (5, first, False)):
        assert frontier.visits.changed(key, link) is owed, day
        frontier.visits.learn([Lesson(rows=((key, print_of(link)),))], begin + day * DAY)


def test_a_listing_whose_rows_were_corrected_is_lively(frontier: Frontier) -> None:
    told, corrected = outcome(row(1)), outcome(row(1)._replace(title="更正"))
    old = candidates(frontier, known(row(1).url, 40))
    lessons = [old.lesson(told, None, False)]
    frontier.visits.learn([one for one in lessons if one], clock.now())
    lessons += [old.lesson(told, None, False), old.lesson(corrected, None, False)]
    assert [one.news for one in lessons if one] == [False, False, True]


@pytest.mark.parametrize(("depth", "days"), [(1, 1), (32, 1), (33, 2), (64, 2), (100, 4), (500, 15), (1500, 29)])
def test_a_quiet_further_page_is_visited_by_its_depth_at_least(frontier: Frontier, depth: int, days: int) -> None:
    for _ in range(8):
        taught(frontier, Lesson(listing=frontier.key(NEXT.url), news=False))
    seen = known(row(1).url, 40, seen=5)
    deep = outcome(row(1), NEXT, depth=depth - 1)
    found = []
    for day in range(40):
        begin = clock.now()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda begin=begin, day=day: begin + day * DAY)
            found.append("/list_2.html" in urls(candidates(frontier, seen).of(deep, news=False)))
    assert found.index(True) == days


def test_articles_are_due_whether_a_listing_names_them_or_not_the_youngest_first(frontier: Frontier) -> None:
    addresses = [known(f"http://a.example/art/{days}.html", days) for days in (400, 8, 1.5, 0.2, 0.01)]
    addresses.append(known("http://elsewhere.example/art/1.html", 8))
    found = list(candidates(frontier).due_again(addresses))
    assert [(one.url.rpartition("/")[2], one.rank) for one in found] == [
        ("400.html", KNOWN_RANK + 400), ("8.html", KNOWN_RANK + 8), ("1.5.html", KNOWN_RANK + 1), ("0.2.html", KNOWN_RANK)]
    assert all(one.hops and one.kind == "site" for one in found)


@pytest.mark.parametrize("age", [3600.0, DAY, 7 * DAY, 30 * DAY, 182 * DAY, (182 + 365) * DAY, (182 + 730) * DAY])
def test_what_no_listing_names_is_asked_at_its_ages(age: float) -> None:
    assert due("article", FIRST, FIRST + age - 600, None, FIRST + age + 1, listed=False, conditional=True)
    assert not due("article", FIRST, FIRST + age + 1, None, FIRST + age + 600, listed=False, conditional=True)


def test_sections_that_edit_are_asked_sooner(frontier: Frontier) -> None:
    url = "http://a.example/col/12/art_77.html"
    assert frontier.visits.eagerness(url) == 1.0
    with Frontier(frontier.path, "p") as other:
        other.begin(clock.now())
        taught(other, *[Lesson(section=section_of(url), edited=number < 2) for number in range(8)])
        assert other.visits.eagerness(url.replace("12", "13")) == 4.0, "numbers make no other section"
        assert other.visits.eagerness("http://a.example/news/1.html") == 1.0
    visits = {eagerness: [hours for hours in range(48, 60 * 24) if due(
        "article", FIRST, FIRST + hours * 3600 - 3599, None, FIRST + hours * 3600, listed=False, eagerness=eagerness)]
        for eagerness in (1.0, 4.0)}
    assert visits[1.0] == [7 * 24, 30 * 24] and len(visits[4.0]) >= 8


def test_ages_are_settings() -> None:
    rules = DueSettings(article_ages=(DAY, 3 * DAY), article_period=10 * DAY)
    asked = [day for day in range(40) if due("article", FIRST, FIRST + day * DAY - 1, None, FIRST + day * DAY, rules, listed=False)]
    assert asked == [1, 3, 13, 23, 33]


def test_links_of_pages_keep_their_way(frontier: Frontier) -> None:
    (found,) = candidates(frontier).of(outcome(Link(url="http://a.example/art/9.html", kind="article")), news=True)
    assert found.rank is None and found.depth == 2
