"""What the frontier holds: candidates that come in, tasks that go out, and how each task ended. Values without behaviour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from crawler.calls.call import Call, apart
from crawler.frontier.pace import Signal
from crawler.frontier.visits import Lesson
from crawler.portal import Kind

TaskKind = Kind | Literal["robots"]
"""What a task is asked as: a kind of `crawler.portal`, or `robots` for a robots.txt."""

Ending = Literal["done", "failed", "dropped", "retry"]
"""`done`: its outcome is on disk. `failed`: tried and given up. `dropped`: not to be asked (robots.txt, trap, limit).
`retry`: to be asked again."""

DEFAULT_PORTS = {"http": 80, "https": 443}
_USUAL = re.compile(r"https?://([a-z0-9_-][a-z0-9._-]*(?::(?!0|80(?!\d)|443(?!\d))(?:[0-9]{1,4}|[1-5][0-9]{4}))?)(?=[/?#]|\Z)", re.ASCII)
"""Addresses whose host stands there as `host_of` gives it; ports from 60000 on and those of the schemes are looked at closely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address offered to the frontier. It becomes a task unless it is known already."""

    url: str
    """Absolute http(s) address as it will be asked for. What differs in the fragment only is the same address."""
    kind: TaskKind
    section: str | None = None
    """Name of the section it belongs to, for coverage; None: told by the address."""
    via: str | None = None
    """Address of the page that led here; None for seeds."""
    hops: str = ""
    """The way from the seed, as in `archive.model.Capture.hops`."""
    depth: int = 0
    """Steps from the seed."""
    rank: int | None = None
    """Within one lane lower ones are asked first; None: by `depth`."""
    method: str = "GET"
    body: bytes | None = None
    """What a POST sends. Part of what makes the task another one."""
    title: str | None = None
    """Full title that a listing row stated."""
    listed_date: str | None = None
    """Local day that a listing row stated, `YYYY-MM-DD`."""
    position: int | None = None
    """Row number on the listing, from 1."""
    call: Call | None = None
    """As in `crawler.reading.Link`; whose it is makes the task another one as a body does."""

    @property
    def apart(self) -> bytes | None:
        """As `crawler.calls.call.apart`."""
        return apart(self.body, self.call)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One leased address. It ends in exactly one `Finish`; the other fields are those of its `Candidate`."""

    id: int
    """Number in the frontier, for this run only."""
    url: str
    kind: TaskKind
    section: str | None
    via: str | None
    hops: str
    depth: int
    method: str
    body: bytes | None
    attempts: int
    """Times it was leased, this one included: 1 at the first try."""
    title: str | None
    listed_date: str | None
    position: int | None
    call: Call | None = None

    @property
    def apart(self) -> bytes | None:
        """As `crawler.calls.call.apart`."""
        return apart(self.body, self.call)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """How one task ended and what came of it; the frontier takes all of it in one transaction."""

    task: int
    """`Task.id`."""
    ending: Ending
    reason: str | None = None
    """Why it is not `done`, in a few words, the same words for the same cause: they are counted."""
    not_before: float = 0.0
    """For `retry`: seconds since the epoch before which it is not asked again."""
    links: tuple[Candidate, ...] = ()
    """New addresses; known ones may be among them."""
    signal: Signal | None = None
    """What the answer says about its host's pace; None: nothing."""
    lesson: Lesson | None = None
    """What it teaches of when to come again; None: nothing."""
    answered: bool = False
    """Whether the server answered."""
    article: bool = False
    """Whether an article was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one portal, from its seeds to the end of its queue, through any number of kills."""

    id: str
    """`YYYYMMDDTHHMMSSZ-HHHH`: the instant it began, UTC, and four hexadecimal digits by chance."""
    started: float
    """Seconds since the epoch at which it began first."""
    resumed: bool
    """Whether it goes on from an earlier process (or beside another one) rather than from the seeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Tasks of one portal by state."""

    queued: int = 0
    leased: int = 0
    done: int = 0
    failed: int = 0
    dropped: int = 0
    waiting: int = 0
    """Asked for a later try at a set instant."""

    @property
    def open(self) -> int:
        """Tasks without an ending; 0 means that the run is complete."""
        return self.queued + self.leased + self.waiting


@lru_cache(maxsize=8192)
def host_of(url: str) -> str:
    """`host` or `host:port` of an address in lower case, without the scheme's own port and user info; empty when it has none.

    Never raises: addresses come from pages.
    """
    if (usual := _USUAL.match(url)) is not None:
        return usual[1]
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if not name:
        return ""
    if ":" in name:
        name = f"[{name}]"
    return name if port is None or port == DEFAULT_PORTS.get(parts.scheme) else f"{name}:{port}"


def call_at(task: Task, url: str) -> Call | None:
    """What goes with the request of a task at the address that a redirect leads to: the headers of a page's script are for its server."""
    if task.call is None or not task.call.headers or host_of(url) == host_of(task.url):
        return task.call
    return task.call._replace(headers=())
