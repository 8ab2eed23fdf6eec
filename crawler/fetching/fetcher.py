"""One address in, one recorded exchange out: cookies, conditions, robots.txt, recording. Knows no Scrapy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.model import Capture, Listed, WarcRef
from crawler import clock
from crawler.calls import multipart
from crawler.calls.call import Call, written_told
from crawler.client.exchange import Ask, Exchange
from crawler.fetching.cookies import Cookies
from crawler.fetching.recorder import Recorder
from crawler.frontier.task import Task

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An exchange and where it is recorded. Whoever holds it closes `capture.response` when done."""

    capture: Capture
    ref: WarcRef
    cookies_changed: bool = False
    """Whether the answer set a cookie that was not held before."""
    undrawn: str | None = None
    """Why a page that a browser was to draw could not be drawn, in one line: it is stored and not read. None: it need not be, or was."""
    settled: bool = False
    """Whether it was asked for by another task, which it was settled with (`shared_scripts`)."""


class Fetcher:
    """Asks one address after another; everything that passes is recorded before anyone else sees it."""

    def __init__(self, *, exchange: Exchange, recorder: Recorder, cookies: Cookies, headers: Mapping[str, str],
                 attachment_limit: int) -> None:
        self.exchange = exchange
        self.recorder = recorder
        self.cookies = cookies
        self.headers = tuple(headers.items())
        self.attachment_limit = attachment_limit

    async def fetch(self, task: Task, conditions: Sequence[tuple[str, str]] = ()) -> Fetched:
        """Ask for the task's address and record what came. Raises `archive.errors.NotWritable` only."""
        asker, told = (task.call.asker, written_told(task.call.told)) if task.call is not None else (None, None)
        capture = await self.exchange.fetch(Ask(
            url=task.url, method=task.method, headers=self._headers(task, conditions), body=task.body, via=task.via, hops=task.hops,
            kind=task.kind, section=task.section, listed=_listed(task), asker=asker, told=told,
            max_body=self.attachment_limit if task.kind == "attachment" else None,
        ))
        changed = bool(capture.status) and self.cookies.store(task.url, capture.headers, clock.now())
        try:
            ref = await self.recorder.record(capture)
        except BaseException:
            if capture.response is not None:
                capture.response.close()
            raise
        return Fetched(capture=capture, ref=ref, cookies_changed=changed)

    def _headers(self, task: Task, conditions: Sequence[tuple[str, str]]) -> Fields:
        headers = (*self.headers, *conditions) if conditions else self.headers
        if cookie := self.cookies.header_for(task.url, clock.now()):
            headers = (*headers, ("Cookie", cookie))
        if task.call is not None:
            headers = _in_place(headers, (*_of_script(task, task.call), *task.call.headers))
        if task.body is not None:
            headers = _in_place(headers, (("Content-Type", _type_of(task.body)),))
        return headers

    async def precondition(self, url: str, via: str) -> Fetched:
        """Ask for something that must be known before `via` may be asked for: robots.txt, and what it redirects to."""
        return await self.fetch(Task(id=0, url=url, kind="robots", section=None, via=via, hops="P", depth=0, method="GET", body=None,
                                     attempts=1, title=None, listed_date=None, position=None))


def _type_of(body: bytes) -> str:
    if multipart.is_one(body):
        return multipart.TYPE
    return "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"


def _in_place(headers: Fields, others: Fields) -> Fields:
    """The fields with others in place of those of the same names; the last of several with one."""
    named = {name.lower(): (name, value) for name, value in others}
    return (*(field for field in headers if field[0].lower() not in named), *named.values())


def _of_script(task: Task, call: Call) -> Fields:
    """What a browser says of a request that a page's script makes; some portals refuse others. A script in a file of its own is asked for
    by none."""
    if call.asker is None or not call.asker.isascii() or task.url.partition("?")[0].endswith(".js"):
        return ()
    return ("X-Requested-With", "XMLHttpRequest"), ("Referer", call.asker)


def _listed(task: Task) -> Listed | None:
    if task.title is None and task.listed_date is None and task.position is None:
        return None
    return Listed(title=task.title, date=task.listed_date, position=task.position)
