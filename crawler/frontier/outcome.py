"""What became of one task: the one item that a spider yields for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.model import Article, Part, WarcRef
from crawler.frontier.task import Task
from crawler.reading import Following, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a task gave less than it was asked for."""

    kind: str
    """`blocked` (challenge page), `refused` (private address, bad port), `robots`, `trap` (an address without end), `unreachable`
    (no answer), `http` (error status), `truncated`, `redirect`, `not-an-article`, `incomplete` (an article without title or body),
    `unreadable` (reading failed), `missing-part` (of an article that was archived without), `bug` (an error of our own)."""
    reason: str
    """One line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The recorded answer that an outcome stands on."""

    url: str
    status: int | None
    """None: no complete head came."""
    at: datetime
    """Instant of the capture; aware, UTC."""
    ref: WarcRef
    etag: str | None = None
    last_modified: str | None = None
    size: int = 0
    """Bytes received."""
    retry_after: float | None = None
    """Seconds that the answer asks us to wait; None: it asks for nothing."""
    location: str | None = None
    """Where a redirect leads, absolute; None when it is none."""
    via: str | None = None
    """The address whose redirect led here; None when none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A further page of an article, or a file that is its text, that could not be had."""

    url: str
    at: datetime
    """Of the answer, or of the decision when nothing was asked."""
    answer: Answer | None
    reason: str
    """One line."""
    passing: bool = False
    """Whether it may be had another time: no answer, an error of the server, a challenge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was to be read for its words."""

    url: str
    record: str | None
    """Id of the record that was read; None: none was."""
    failed: str | None = None
    """Why no words came, where the record alone would not tell; None otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Exactly one for each leased task; when its commit is through, the task is done."""

    task: Task
    answer: Answer | None = None
    """None: nothing was asked (refused, robots.txt)."""
    article: Article | None = None
    """What was read, if it is to become a line; None otherwise."""
    links: tuple[Link, ...] = ()
    problem: Problem | None = None
    instead: Problem | None = None
    """What a page is that need not be an article, but says that none is there: a problem where one was read before."""
    retry_after: float | None = None
    """Seconds after which to try again; None: this is final."""
    family: str = "generic"
    claimed_total: int | None = None
    claimed_pages: int | None = None
    elsewhere: tuple[str, ...] = ()
    """As `Reading.elsewhere`."""
    novelty: bytes | None = None
    following: Following | None = None
    """Of the first page: where its article goes on."""
    parts: tuple[Part, ...] = ()
    """The further pages that are in `article`, in order; of records that are revisits the answers themselves."""
    further: tuple[Answer, ...] = ()
    """All answers that were asked for besides `answer`: further pages, files, redirects to them."""
    files: tuple[File, ...] = ()
    """The files that were read for the article's text."""
    lacking: tuple[Lack, ...] = ()
    """What of the article could not be had."""
