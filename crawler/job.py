"""What goes to a worker and what comes back instead of a reading. A module of its own: both ends must know it by one name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.model import Article, Attachment, Image, WarcRef
from crawler.packing import packed
from crawler.portal import Kind
from crawler.reading import Reading, Words

Told = tuple[str, str]
"""Kind and address of a link, as pages spell it, that is certainly known."""
MOST_TOLD = 100_000
"""Links that are held so at most; about 15 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One page to read, as it came: transfer coding off, content coding on."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    entity: bytes
    captured_at: datetime | None
    kind: Kind
    novelty: bool
    limit: int
    """Bytes that the entity may have with its codings off."""
    form: bytes | None = None
    """Body of the request that was answered; None: a GET."""
    first: str | None = None
    """Of a further page: the first page of its article."""
    leads: bool = True
    """Whether it is asked what the page links to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a page could not be read, in one line."""

    reason: str


packed(Job, Reading, Article, Image, Attachment, Words, WarcRef)
