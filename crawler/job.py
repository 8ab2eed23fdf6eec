"""What goes to a worker and what comes back instead of a reading. A module of its own: both ends must know it by one name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.model import Article, Attachment, Image, WarcRef
from crawler.packing import made, packed, values_of
from crawler.portal import Kind
from crawler.reading import Link, Reading, Words


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

_OF_ARTICLE, _OF_READING = values_of(Article), values_of(Reading)


def apart(answer: Reading | Failure) -> object:
    """An answer as it goes from process to process: a reading as plain tuples, which cost a third of what its objects do."""
    if isinstance(answer, Failure):
        return answer
    article, links, *rest = _OF_READING(answer)
    return _OF_ARTICLE(article), tuple(map(tuple, links)), *rest


def together(said: Any) -> Reading | Failure:
    """The answer that `apart` took apart."""
    if isinstance(said, Failure):
        return said
    article, links, *rest = said
    reading: Reading = made(Reading, (made(Article, article), tuple(map(Link._make, links)), *rest))
    return reading
