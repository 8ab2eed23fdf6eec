"""What goes to a worker and what comes back instead of a reading. A module of its own: both ends must know it by one name."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any

from archive.model import FIELD_KEYS, FOUND_KEYS, Article, Attachment, Image, WarcRef
from crawler.calls.call import Call, read, written
from crawler.pages.familiar import Told
from crawler.portal import Kind
from crawler.readers.frames import PLAIN
from crawler.readers.packing import made_of, packed, values_of
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
    call: Call | None = None
    """As `crawler.page.Page.call`."""
    first: str | None = None
    """Of a further page: the first page of its article."""
    leads: bool = True
    """Whether it is asked what the page links to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a page could not be read, in one line."""

    reason: str


packed(Job, Reading, Article, Image, Attachment, Words, WarcRef)

_OF_JOB, _OF_ARTICLE, _OF_READING = values_of(Job), values_of(Article), values_of(Reading)
_JOB, _ARTICLE, _READING = made_of(Job), made_of(Article), made_of(Reading)
_LINK: Callable[[Iterable[Any]], Link] = partial(tuple.__new__, Link)
_ENTITY, _CAPTURED_AT, _CALL = ([field.name for field in fields(Job)].index(name) for name in ("entity", "captured_at", "call"))
_FIELDS, _FOUND, _IMAGES, _ATTACHMENTS = (
    [field.name for field in fields(Article)].index(name) for name in ("fields", "found", "images", "attachments"))
_NAMED = ((_IMAGES, values_of(Image), made_of(Image)), (_ATTACHMENTS, values_of(Attachment), made_of(Attachment)))


def sent(job: Job, told: Sequence[Told]) -> tuple[bytes, bytes]:
    """A job as it goes to a worker, in two pieces: what is known of the page, with what the crawl knows since the last one, and the page
    itself, which need not be copied. Nothing but plain values, which `marshal` writes and reads in a quarter of what `pickle` takes for
    the same as objects."""
    values = list(_OF_JOB(job))
    values[_ENTITY] = len(job.entity)
    if job.captured_at is not None:
        values[_CAPTURED_AT] = job.captured_at.isoformat()
    if job.call is not None:
        values[_CALL] = written(job.call)
    return marshal.dumps((values, tuple(told)), PLAIN), job.entity


def received(octets: bytes) -> tuple[Job, tuple[Told, ...]]:
    """What `sent` made these of, one piece behind the other."""
    values, told = marshal.loads(octets)  # which looks at nothing behind them
    values[_ENTITY] = octets[len(octets) - values[_ENTITY]:]
    at: str | None = values[_CAPTURED_AT]
    if at is not None:
        values[_CAPTURED_AT] = datetime.fromisoformat(at)
    call: str | None = values[_CALL]
    if call is not None:
        values[_CALL] = read(call)
    return _JOB(values), told


def apart(answer: Reading | Failure) -> object:
    """An answer as it goes from process to process: a reading as plain tuples, and what an article always has under the same keys without
    them."""
    if isinstance(answer, Failure):
        return answer
    article, links, *rest = _OF_READING(answer)
    values = list(_OF_ARTICLE(article))
    for place, keys in ((_FIELDS, FIELD_KEYS), (_FOUND, FOUND_KEYS)):
        if tuple(values[place]) == keys:
            values[place] = tuple(values[place].values())
    for place, of, _ in _NAMED:
        if values[place]:
            values[place] = tuple(map(of, values[place]))
    return values, tuple(map(tuple, links)), *rest


def together(said: Any) -> Reading | Failure:
    """The answer that `apart` took apart."""
    if isinstance(said, Failure):
        return said
    values, links, *rest = said
    for place, keys in ((_FIELDS, FIELD_KEYS), (_FOUND, FOUND_KEYS)):
        if isinstance(values[place], tuple):
            values[place] = dict(zip(keys, values[place], strict=True))
    for place, _, made in _NAMED:
        if values[place]:
            values[place] = tuple(map(made, values[place]))
    reading: Reading = _READING((_ARTICLE(values), tuple(map(_LINK, links)), *rest))
    return reading
