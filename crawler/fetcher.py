"""One address in, one recorded exchange out: cookies, conditions, robots.txt, recording. Knows no Scrapy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.model import Capture, Listed, WarcRef
from crawler import clock
from crawler.cookies import Cookies
from crawler.exchange import Ask, Exchange
from crawler.recorder import Recorder
from crawler.task import Task


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
        headers = (*self.headers, *conditions) if conditions else self.headers
        if cookie := self.cookies.header_for(task.url, clock.now()):
            headers = (*headers, ("Cookie", cookie))
        if asker := _asker(task):  # as a browser says of what a page's script asks for; some portals refuse others
            headers = (*headers, ("X-Requested-With", "XMLHttpRequest"), ("Referer", asker))
        body = task.body if task.method != "GET" else None  # of a GET it tells whose call it is, and is not sent
        if body is not None:
            is_json = body.startswith(b"{")
            headers = (*headers, ("Content-Type", "application/json" if is_json else "application/x-www-form-urlencoded"))
        capture = await self.exchange.fetch(Ask(
            url=task.url, method=task.method, headers=headers, body=body, via=task.via, hops=task.hops, kind=task.kind,
            section=task.section, listed=_listed(task), max_body=self.attachment_limit if task.kind == "attachment" else None,
        ))
        changed = bool(capture.status) and self.cookies.store(task.url, capture.headers, clock.now())
        try:
            ref = await self.recorder.record(capture)
        except BaseException:
            if capture.response is not None:
                capture.response.close()
            raise
        return Fetched(capture=capture, ref=ref, cookies_changed=changed)

    async def precondition(self, url: str, via: str) -> Fetched:
        """Ask for something that must be known before `via` may be asked for: robots.txt, and what it redirects to."""
        return await self.fetch(Task(id=0, url=url, kind="robots", section=None, via=via, hops="P", depth=0, method="GET", body=None,
                                     attempts=1, title=None, listed_date=None, position=None))


def _asker(task: Task) -> str | None:
    """The page whose script asks for a listing, which the call bears (`crawler.families.row_address`)."""
    told = (task.title or "").partition(" ")[0] if task.kind == "listing" else ""
    return told if told.startswith(("http://", "https://")) and told.isascii() and not task.url.partition("?")[0].endswith(".js") else None


def _listed(task: Task) -> Listed | None:
    if task.title is None and task.listed_date is None and task.position is None:
        return None
    return Listed(title=task.title, date=task.listed_date, position=task.position)
