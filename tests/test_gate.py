"""robots.txt is asked before the first page of a host, once, and what it says is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.model import Capture, WarcRef
from archive.records.spool import Held
from crawler.fetching.fetcher import Fetched
from crawler.fetching.gate import RobotsGate
from crawler.fetching.robots import RobotsStore
from crawler.frontier.outcome import Problem

PAGE = "http://a.example/page.html"
ROBOTS = "http://a.example/robots.txt"
REF = WarcRef(file="archive/x.warc.gz", offset=0, length=9, record_id="urn:uuid:1", payload_digest=None)
FORBID = b"User-agent: *\nDisallow: /page\nCrawl-delay: 7\n"


def answer(url: str, status: int | None = 200, body: bytes = b"", headers: tuple[tuple[str, str], ...] = (), **facts: Any) -> Fetched:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    capture = Capture(url=url, method="GET", started=datetime.now(UTC), elapsed_ms=1, request=b"", status=status, headers=headers,
                      response=Held(head + body) if status else None, head_size=len(head) if status else None, **facts)
    return Fetched(capture=capture, ref=REF)


def asked(respond: Callable[[str, int], Fetched], *urls: str) -> tuple[list[Problem | None], list[str], dict[str, float]]:
    """What the gate says of each, asked at once; the addresses it fetched; the delays it told of."""
    fetched: list[str] = []
    delays: dict[str, float] = {}

    async def precondition(url: str, via: str) -> Fetched:
        fetched.append(url)
        await asyncio.sleep(0)
        return respond(url, len(fetched))

    async def ask() -> list[Problem | None]:
        gate = RobotsGate(precondition, RobotsStore("fangzhi/1"  , waits=(0.0, 0.0)), delays.__setitem__)
        return await asyncio.gather(*(gate.refusal(url) for url in urls))

    return asyncio.run(ask()), fetched, delays


def test_many_who_come_at_once_wait_for_one_answer() -> None:
    refusals, fetched, _ = asked(lambda url, _: answer(url, 404), *[f"{PAGE}?{number}" for number in range(9)])
    assert refusals == [None] * 9 and fetched == [ROBOTS]


def test_what_it_forbids_is_not_asked_and_its_delay_is_told() -> None:
    refusals, _, delays = asked(lambda url, _: answer(url, 200, FORBID), PAGE, "http://a.example/else.html")
    assert refusals[0] is not None and refusals[0].kind == "robots" and refusals[1] is None
    assert delays == {"a.example": 7.0}


def test_why_no_answer_came_is_told() -> None:
    refusals, _, _ = asked(lambda url, _: answer(url, None, error="resolve: a.example: Name or service not known"), PAGE)
    assert [refusal.reason if refusal else None for refusal in refusals] == [
        "robots.txt is silent: all is disallowed (resolve: a.example: Name or service not known)"]


def test_redirects_are_followed_to_the_rules() -> None:
    def respond(url: str, count: int) -> Fetched:
        return answer(url, 301, headers=(("Location", "/moved.txt"),)) if url == ROBOTS else answer(url, 200, FORBID)

    refusals, fetched, _ = asked(respond, PAGE)
    assert refusals[0] is not None and fetched == [ROBOTS, "http://a.example/moved.txt"]


def test_redirects_without_end_allow_all() -> None:
    refusals, fetched, _ = asked(lambda url, count: answer(url, 302, headers=(("Location", f"/{count}"),)), PAGE)
    assert refusals == [None] and len(fetched) == 6


@pytest.mark.parametrize(("status", "tries"), [(500, 3), (503, 3), (429, 3), (None, 3), (403, 1), (404, 1)])
def test_only_what_may_pass_is_asked_again_and_silence_forbids(status: int | None, tries: int) -> None:
    refusals, fetched, _ = asked(lambda url, _: answer(url, status), PAGE)
    assert (refusals[0] is None) is (tries == 1) and len(fetched) == tries


def test_a_failure_that_passes_leaves_no_trace() -> None:
    refusals, _, _ = asked(lambda url, count: answer(url, 500 if count == 1 else 404), PAGE)
    assert refusals == [None]


def test_a_host_that_must_not_be_asked_is_asked_once() -> None:
    refusals, fetched, _ = asked(lambda url, _: answer(url, None, error="refused: a loopback address", refused=True), PAGE)
    assert refusals == [Problem(kind="refused", reason="refused: a loopback address")] and fetched == [ROBOTS]


def test_a_redirect_to_where_one_must_not_go_is_as_one_without_end() -> None:
    def respond(url: str, count: int) -> Fetched:
        if url == ROBOTS:
            return answer(url, 302, headers=(("Location", "http://10.0.0.1/robots.txt"),))
        return answer(url, None, error="refused: a private address", refused=True)

    refusals, _, _ = asked(respond, PAGE)
    assert refusals == [None]


def test_a_challenge_before_robots_is_a_block() -> None:
    jsl = (("Server", "jsl"), ("X-Via-JSL", "abc,-"), ("Set-Cookie", "__jsluid_s=1; path=/"))
    refusals, _, _ = asked(lambda url, _: answer(url, 521, b"<script>document.cookie='__jsl_clearance'</script>", jsl), PAGE)
    assert refusals[0] is not None and refusals[0].kind == "blocked"
