"""What each kind of answer means for its task."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.model import Article, Capture, WarcRef
from archive.records.spool import Spool
from crawler.calls.call import Call, Told
from crawler.fetching.fetcher import Fetched
from crawler.frontier.outcome import Outcome, Problem
from crawler.frontier.task import Task
from crawler.judged.judging import judge
from crawler.readers.job import Failure, Job
from crawler.reading import Link, Reading

URL = "http://a.example/art/1.html"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
REF = WarcRef(file="archive/x.warc.gz", offset=0, length=9, record_id="urn:uuid:1", payload_digest="sha256:0")
PAGE = b"<html><title>t</title><p>words</p></html>"
ARTICLE = Article(kind="article", url=URL, title="t", body="words")


@dataclass
class Desk:
    """A run that reads what it is told to."""

    answer: Reading | Failure = field(default_factory=lambda: Reading(article=ARTICLE))
    hops: list[Fetched] = field(default_factory=list)
    retry_times: int = 2
    retry_backoff: float = 1.0
    page_limit: int = 1000
    jobs: list[Job] = field(default_factory=list)

    async def read(self, job: Job) -> Reading | Failure:
        self.jobs.append(job)
        return self.answer

    async def follow(self, task: Task, url: str) -> Fetched:
        return self.hops.pop(0)

    def stored(self, task: Task, fetched: Fetched) -> Job | None:
        return None

    def on_portal(self, url: str) -> bool:
        return url.startswith("http://a.example/")


def task(**facts: Any) -> Task:
    given = {"id": 1, "url": URL, "kind": "article", "attempts": 1, "section": None, "via": None, "hops": "L", "depth": 1, "method": "GET",
             "body": None, "title": None, "listed_date": None, "position": None, **facts}
    return Task(**given)


def fetched(status: int | None = 200, body: bytes = PAGE, headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
            cookies_changed: bool = False, **facts: Any) -> Fetched:
    head = b"HTTP/1.1 %d X\r\n\r\n" % (status or 0)
    spool = Spool()
    spool.append((head if status else b"") + body)
    capture = Capture(url=URL, method="GET", started=NOW, elapsed_ms=1, request=b"GET", response=spool, status=status, headers=headers,
                      head_size=len(head) if status else None, **facts)
    return Fetched(capture=capture, ref=REF, cookies_changed=cookies_changed)


def outcome(answer: Fetched | None, desk: Desk | None = None, refusal: Problem | None = None, **facts: Any) -> Outcome:
    return asyncio.run(judge(task(**facts), answer, refusal, desk or Desk()))


def to(location: str) -> tuple[tuple[str, str], ...]:
    return (("Location", location),)


def test_an_article_is_read_and_handed_on() -> None:
    desk = Desk()
    result = outcome(fetched(), desk)
    assert result.article == ARTICLE and result.problem is None
    assert desk.jobs[0].entity == PAGE


PROBLEMS = [
    ("404 is final", fetched(404), {}, "http"),
    ("206 is never a page", fetched(206), {}, "http"),
    ("a challenge is blocked", fetched(521, headers=(("X-Via-JSL", "1"), ("Set-Cookie", "__jsluid_s=1"))), {}, "blocked"),
    ("412 with an empty page is blocked", fetched(412, b"<html><meta id='x'><script></script><script></script></html>"), {}, "blocked"),
    ("a redirect to nowhere", fetched(302, headers=to("http://[::1")), {}, "redirect"),
    ("a redirect to a file", fetched(302, headers=to("file:///etc/passwd")), {}, "redirect"),
    ("a redirect off the portal", fetched(302, headers=to("http://b.example/")), {}, "redirect"),
    ("a redirect too many", fetched(302, headers=to("/next")), {"hops": "L" + "R" * 10}, "redirect"),
    ("too large a page", fetched(200, b"x" * 2000), {}, "unreadable"),
    ("a body over the limit", fetched(truncated="length"), {}, "truncated"),
    ("an address that must not be asked", fetched(None, b"", error="refused: loopback", refused=True), {}, "refused"),
    ("the last try of a failure", fetched(None, b"", error="connection refused"), {"attempts": 3}, "unreachable"),
    ("the last try of a 503", fetched(503), {"attempts": 3}, "http"),
    ("the second silence", fetched(None, b"", error="timeout: no complete head in 30 s"), {"attempts": 2}, "unreachable"),
]


@pytest.mark.parametrize(("answer", "facts", "kind"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS])
def test_an_answer_that_gives_nothing_is_a_problem(answer: Fetched, facts: dict[str, Any], kind: str) -> None:
    result = outcome(answer, **facts)
    assert result.problem is not None and result.problem.kind == kind, result.problem
    assert result.retry_after is None and result.article is None and result.links == ()


RETRIES = [
    ("no answer", fetched(None, b"", error="connection refused"), 1, 1.0),
    ("no answer again", fetched(None, b"", error="connection refused"), 2, 2.0),
    ("503", fetched(503), 1, 1.0),
    ("503 that names a time", fetched(503, headers=(("Retry-After", "7"),)), 1, 7.0),
    ("a cut body", fetched(truncated="disconnect"), 1, 1.0),
]


@pytest.mark.parametrize(("answer", "attempts", "wait"), [case[1:] for case in RETRIES], ids=[case[0] for case in RETRIES])
def test_a_failure_that_may_pass_is_tried_again(answer: Fetched, attempts: int, wait: float) -> None:
    assert outcome(answer, attempts=attempts).retry_after == wait


def test_a_retry_after_beyond_patience_is_final() -> None:
    result = outcome(fetched(503, headers=(("Retry-After", "3155760000"),)))
    assert result.retry_after is None and result.problem is not None


def test_a_redirect_on_the_portal_becomes_a_task_of_the_same_kind() -> None:
    result = outcome(fetched(301, headers=to("/new.html")))
    assert result.links == (Link(url="http://a.example/new.html", kind="article", hop="R"),)
    assert result.problem is None


@pytest.mark.parametrize(("target", "headers"), [("http://a.example/new", ()), ("/new", (("X-CSRF-TOKEN", "a"),))])
def test_what_a_page_gives_its_scripts_is_told_to_its_own_server_alone(target: str, headers: tuple[tuple[str, str], ...]) -> None:
    call = Call(asker="http://a.example/list", told=Told(ways=("/{id}",)), headers=(("X-CSRF-TOKEN", "a"),))
    url = "http://a.example/api" if headers else "http://b.example/api"
    (link,) = outcome(fetched(302, headers=to(target)), url=url, kind="listing", call=call).links
    assert link.call == call._replace(headers=headers)


def test_a_requisite_may_redirect_anywhere() -> None:
    result = outcome(fetched(301, headers=to("http://cdn.example/x.png")), kind="requisite")
    assert [link.url for link in result.links] == ["http://cdn.example/x.png"]


def test_a_redirect_that_sets_a_cookie_is_followed_at_once() -> None:
    desk = Desk(hops=[fetched(200)])
    result = outcome(fetched(302, headers=to(URL), cookies_changed=True), desk)
    assert result.article == ARTICLE and desk.hops == []


def test_a_cookie_wall_without_end_is_left() -> None:
    desk = Desk(hops=[fetched(302, headers=to(URL), cookies_changed=True) for _ in range(20)])
    outcome(fetched(302, headers=to(URL), cookies_changed=True), desk)
    assert len(desk.hops) == 10


def test_what_robots_forbids_is_a_problem_without_an_answer() -> None:
    result = outcome(None, refusal=Problem(kind="robots", reason="forbidden"))
    assert result.answer is None and result.problem is not None


@pytest.mark.parametrize(("media", "kind", "reads"), [
    ("text/html", "article", True), ("image/png", "article", False), ("text/css", "requisite", True), ("image/png", "requisite", False),
    ("text/html", "requisite", True), ("application/pdf", "attachment", False), ("text/html", "attachment", False),
    ("application/json", "listing", True), ("", "article", True),
])
def test_only_what_can_hold_links_or_words_is_read(media: str, kind: str, reads: bool) -> None:
    desk = Desk()
    outcome(fetched(headers=(("Content-Type", media),)), desk, kind=kind)
    assert bool(desk.jobs) is reads


@pytest.mark.parametrize(("article", "kind", "problem"), [
    (replace(ARTICLE, kind="listing"), "article", "not-an-article"), (replace(ARTICLE, kind="listing"), "site", None),
    (replace(ARTICLE, title=None), "article", "incomplete"), (replace(ARTICLE, body=None), "site", "incomplete"),
    (replace(ARTICLE, kind="challenge"), "site", "blocked"), (ARTICLE, "listing", None),
])
def test_a_reading_that_is_no_article_never_becomes_one(article: Article, kind: str, problem: str | None) -> None:
    result = outcome(fetched(), Desk(answer=Reading(article=article)), kind=kind)
    assert result.article is None
    assert (result.problem and result.problem.kind) == problem


def test_a_page_that_cannot_be_read_is_a_problem_and_stays_stored() -> None:
    result = outcome(fetched(), Desk(answer=Failure(reason="took too long")))
    assert result.problem == Problem(kind="unreadable", reason="took too long") and result.answer is not None
