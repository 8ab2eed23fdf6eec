"""What a recorded answer means for its task: read it, follow it, try again, or report it."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import Protocol, cast

from archive.model import Capture, WarcRef
from archive.records.codings import decode
from archive.records.http import entity
from crawler.calls.call import Call
from crawler.challenge import challenge_of
from crawler.fetching.fetcher import Fetched
from crawler.fetching.headers import REDIRECTS, header, location
from crawler.frontier.outcome import Answer, Outcome, Problem
from crawler.frontier.pace import LONGEST_WAIT, retry_after
from crawler.frontier.task import Task, call_at
from crawler.frontier.traps import SPENDING_KINDS
from crawler.judged.derive import EXPECTED, READ, article_of, instead_of
from crawler.portal import Kind
from crawler.queue.candidates import REDIRECT_LIMIT
from crawler.readers.job import Failure, Job
from crawler.reading import Link, Reading

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 523, 524})
"""Statuses that may be another at the next try (RFC 9110; 52x as Cloudflare documents them)."""
HEAD_LOOKED_AT = 64 * 1024
"""Bytes of a body that are looked at for signs of a challenge."""


class Desk(Protocol):
    """What judging needs of the run."""

    retry_times: int
    retry_backoff: float
    page_limit: int

    async def read(self, job: Job) -> Reading | Failure:
        """A worker's reading of a page."""

    async def follow(self, task: Task, url: str) -> Fetched:
        """Fetch the next hop of a redirect at once, at the host's pace."""

    def stored(self, task: Task, fetched: Fetched) -> Job | None:
        """For a 304: the page that it confirms, from the archive; None when it is not held."""

    def on_portal(self, url: str) -> bool:
        """Whether pages may come from this address."""


async def judge(task: Task, fetched: Fetched | None, refusal: Problem | None, desk: Desk) -> Outcome:
    """The outcome of a task; closes what the fetch holds. Follows redirects that set cookies (cookie walls) by itself."""
    if fetched is None:
        assert refusal is not None
        return Outcome(task=task, problem=refusal)
    hops = 0
    while True:
        try:
            target = location(fetched.capture)
            wall = target is not None and fetched.cookies_changed and hops < REDIRECT_LIMIT and desk.on_portal(target)
            if not wall:
                return await judge_one(task, fetched, desk)
        finally:
            if fetched.capture.response is not None:
                fetched.capture.response.close()
        assert target is not None
        hops += 1
        fetched = await desk.follow(task, target)


async def judge_one(task: Task, fetched: Fetched, desk: Desk) -> Outcome:
    """The outcome of a task by this answer alone. What the fetch holds stays open."""
    capture = fetched.capture
    answer = answer_of(fetched)
    if capture.status is None:
        return _unanswered(task, answer, capture, desk)
    # A page that came with 200 is looked at where it is read.
    if capture.status != 200 and (name := challenge_of(capture.status, capture.headers, beginning(capture))):
        return Outcome(task=task, answer=answer, problem=Problem(kind="blocked", reason=name))
    if capture.status in REDIRECTS:
        return _redirected(task, answer, capture, desk)
    if capture.status in PASSING:
        return _passing(task, answer, capture, desk)
    if capture.status == 304:
        job = await asyncio.to_thread(desk.stored, task, fetched)
        return Outcome(task=task, answer=answer) if job is None else await _read(task, answer, job, desk)
    if capture.status != 200:
        return _other(task, answer, capture.status)
    if fetched.undrawn is not None:
        return Outcome(task=task, answer=answer, problem=Problem(kind="unreadable", reason=fetched.undrawn))
    if capture.truncated is not None:
        return _cut(task, answer, capture, desk)
    if not readable(task, capture):
        return Outcome(task=task, answer=answer)
    if capture.response is not None and capture.response.size - (capture.head_size or 0) > desk.page_limit:
        return Outcome(task=task, answer=answer, problem=Problem(
            kind="unreadable", reason=f"the page is larger than {desk.page_limit} bytes: stored, not read"))
    job = job_of(task.kind, capture, fetched.ref, desk.page_limit, form=task.body, call=task.call)
    return await _read(task, answer, job, desk)


def answer_of(fetched: Fetched) -> Answer:
    """The facts of a recorded answer that outlive its bytes."""
    capture = fetched.capture
    asked = header(capture, "retry-after")
    return Answer(url=capture.url, status=capture.status, at=capture.started, ref=fetched.ref, etag=header(capture, "etag"),
                  last_modified=header(capture, "last-modified"), size=capture.response.size if capture.response else 0,
                  retry_after=retry_after(asked, capture.started.timestamp()) if asked is not None else None, location=location(capture),
                  via=capture.via if capture.hops.endswith("R") else None)


def job_of(kind: str, capture: Capture, ref: WarcRef, limit: int, *, form: bytes | None = None,
           call: Call | None = None) -> Job:
    """What a reader needs of a capture. `ref`: of a revisit the page is read as of its original's instant, as its line will say.

    `form`: what was sent with the request; `call`: what went with it.
    """
    assert capture.response is not None and capture.head_size is not None and capture.status is not None
    body = b"".join(entity(capture.response, capture.head_size, capture.chunked))
    at = (ref.original.date if ref.original is not None else None) or capture.started
    return Job(url=capture.url, status=capture.status, headers=capture.headers, entity=body, captured_at=at,
               kind=cast(Kind, kind), novelty=kind in SPENDING_KINDS, limit=limit, form=form, call=call)


def readable(task: Task, capture: Capture) -> bool:
    """Whether there is anything in this answer for a reader: pages always, requisites if they bring requisites of their own."""
    if task.kind == "attachment":
        return False
    media = (header(capture, "content-type") or "").split(";")[0].strip().lower()
    if task.kind == "requisite":
        return media in ("text/css", "text/html", "application/xhtml+xml")
    return not media.startswith(("image/", "video/", "audio/", "font/")) or media == "image/svg+xml"


async def _read(task: Task, answer: Answer, job: Job, desk: Desk) -> Outcome:
    reading = await desk.read(job)
    if isinstance(reading, Failure):
        return Outcome(task=task, answer=answer, problem=Problem(kind="unreadable", reason=reading.reason))
    article, problem = article_of(task.kind, reading.article)
    links = reading.links
    instead = instead_of(reading.article) if article is None and problem is None and task.kind in READ else None
    if article is not None and reading.first is not None:
        # A further page alone is no article: the one that it belongs to begins elsewhere, and takes it in.
        article, links = None, (*links, Link(url=reading.first, kind=cast(Kind, task.kind)))
    return Outcome(task=task, answer=answer, article=article, links=links, problem=problem, instead=instead, family=reading.family,
                   claimed_total=reading.claimed_total,
                   claimed_pages=reading.claimed_pages, elsewhere=reading.elsewhere, novelty=reading.novelty, following=reading.following)


def _unanswered(task: Task, answer: Answer, capture: Capture, desk: Desk) -> Outcome:
    reason = capture.error or "no answer"
    if capture.refused:
        return Outcome(task=task, answer=answer, problem=Problem(kind="refused", reason=reason))
    return again(task, answer, Problem(kind="unreachable", reason=reason), desk)


def _passing(task: Task, answer: Answer, capture: Capture, desk: Desk) -> Outcome:
    assert capture.status is not None
    problem = of_status(capture.status)
    if answer.retry_after is not None and answer.retry_after > LONGEST_WAIT:
        reason = f"HTTP {capture.status}, and Retry-After asks for longer than this crawl waits"
        return Outcome(task=task, answer=answer, problem=Problem(kind="http", reason=reason))
    return again(task, answer, problem, desk)


def _cut(task: Task, answer: Answer, capture: Capture, desk: Desk) -> Outcome:
    reason = f"the answer is not whole ({capture.truncated}){': ' + capture.error if capture.error else ''}"
    problem = Problem(kind="truncated", reason=reason)
    if capture.truncated in ("disconnect", "time"):
        return again(task, answer, problem, desk)
    return Outcome(task=task, answer=answer, problem=problem)


def again(task: Task, answer: Answer, problem: Problem, desk: Desk) -> Outcome:
    """Another try, later each time, or the problem when the tries are used up. Time-outs get one only: each costs half a minute."""
    tries = task.attempts
    slow = "timeout:" in problem.reason
    if tries > (min(1, desk.retry_times) if slow else desk.retry_times):
        return Outcome(task=task, answer=answer, problem=problem)
    wait = desk.retry_backoff * 2.0 ** max(0, tries - 1)
    return Outcome(task=task, answer=answer, problem=problem, retry_after=max(answer.retry_after or 0.0, wait))


def _redirected(task: Task, answer: Answer, capture: Capture, desk: Desk) -> Outcome:
    raw = header(capture, "location")
    target = location(capture)
    if target is None:
        shown = repr((raw or "")[:200])
        return Outcome(task=task, answer=answer, problem=Problem(kind="redirect", reason=f"Location {shown} is no address to fetch"))
    if len(task.hops) - len(task.hops.rstrip("R")) >= REDIRECT_LIMIT:
        return Outcome(task=task, answer=answer, problem=Problem(kind="redirect", reason=f"more than {REDIRECT_LIMIT} redirects"))
    if task.kind not in ("requisite", "attachment") and not desk.on_portal(target):
        reason = f"redirected off the portal, to {target[:200]}"
        return Outcome(task=task, answer=answer, problem=Problem(kind="redirect", reason=reason))
    link = Link(url=target, kind=cast(Kind, task.kind), hop="R", title=task.title, date=task.listed_date, position=task.position,
                call=call_at(task, target))
    return Outcome(task=task, answer=answer, links=(link,))


def _other(task: Task, answer: Answer, status: int) -> Outcome:
    """Statuses that are final: 2xx without a page, 206 nobody asked for, 4xx and the rest."""
    if status in (204, 205) and task.kind not in EXPECTED:
        return Outcome(task=task, answer=answer)
    return Outcome(task=task, answer=answer, problem=of_status(status))


def of_status(status: int) -> Problem:
    """What is reported of an answer that is no page for its status."""
    return Problem(kind="http", reason={206: "HTTP 206 that nobody asked for: a part, stored and not read"}.get(status, f"HTTP {status}"))


def beginning(capture: Capture) -> bytes:
    """The first bytes of a body, codings off, for a look at what it is."""
    if capture.response is None or capture.head_size is None:
        return b""
    came = b"".join(islice(entity(capture.response, capture.head_size, capture.chunked), 4))[:HEAD_LOOKED_AT]
    return decode(came, [value for name, value in capture.headers if name.lower() == "content-encoding"], HEAD_LOOKED_AT).body
