"""Calls that are refused because their token is no longer good: the page whose script makes them is asked for it anew, and the call is made
once more as that page has it now. A token is good for a session, and a run may go on a day later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.calls import tokens
from crawler.challenge import challenge_of
from crawler.judged.judging import beginning, job_of
from crawler.readers.job import Failure

if TYPE_CHECKING:
    from crawler.fetching.fetcher import Fetched
    from crawler.frontier.task import Task
    from crawler.judged.completing import Asking
    from crawler.reading import Link

REFUSED = frozenset({401, 403, 419})
"""Statuses that a token which is no longer good is answered with (419: Laravel)."""

class Renewals:
    """Of one run. Belongs to its event loop."""

    def __init__(self) -> None:
        """No page was asked yet."""
        self._vain: set[str] = set()
        """Pages that gave no other token."""

    async def made_again(self, task: Task, fetched: Fetched, desk: Asking) -> tuple[Task, Fetched]:
        """The task as its page has it now, and what that is answered with; both as they are where the answer is no such refusal, or the
        page has no other token. Raises `crawler.fetching.network.Interrupted`."""
        asker = task.call.asker if task.call is not None else None
        if asker is None or asker in self._vain or not _is_stale(task, fetched):
            return task, fetched
        fresh = await _renewed(task, asker, desk)
        if fresh == task:
            self._vain.add(asker)
            return task, fetched
        again, _ = await desk.further(fresh)
        if again is None:
            return task, fetched
        _close(fetched)
        return fresh, again


def _is_stale(task: Task, fetched: Fetched) -> bool:
    """Whether an answer may refuse a call for its token."""
    capture, headers = fetched.capture, task.call.headers if task.call is not None else ()
    return capture.status in REFUSED and bool(tokens.of_headers(headers) or tokens.of_query(task.url) or tokens.of_body(task.body)) \
        and challenge_of(capture.status, capture.headers, beginning(capture)) is None


async def _renewed(task: Task, asker: str, desk: Asking) -> Task:
    """The task with the tokens that its page has now."""
    page = replace(task, url=asker, kind="listing", method="GET", body=None, call=None, attempts=1)
    fetched, _ = await desk.further(page)
    if fetched is None:
        return task
    try:
        if fetched.capture.status != 200 or fetched.capture.truncated is not None:
            return task
        reading = await desk.read(job_of("listing", fetched.capture, fetched.ref, desk.page_limit))
    finally:
        _close(fetched)
    links = () if isinstance(reading, Failure) else reading.links
    link = next((link for link in links if _is_same(link, task)), None)
    return task if link is None else _with_tokens(task, link)


def _is_same(link: Link, task: Task) -> bool:
    """Whether a link is the call of a task, for whichever page of its list."""
    return link.call is not None and link.method == task.method and link.url.partition("?")[0] == task.url.partition("?")[0]


def _with_tokens(task: Task, link: Link) -> Task:
    assert task.call is not None and link.call is not None
    url, body = tokens.put_in_query(task.url, tokens.of_query(link.url)), tokens.put_in_body(task.body, tokens.of_body(link.body))
    return replace(task, url=url, body=body, call=task.call._replace(headers=link.call.headers))


def _close(fetched: Fetched) -> None:
    if fetched.capture.response is not None:
        fetched.capture.response.close()
