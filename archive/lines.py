"""What stands on a line: articles, events, problems. The same keys in the same order on each: every reader sees one table.

Scalars that are empty are null; lists that are empty are `[]`, so that a column keeps its type in pandas and DuckDB.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypedDict, TypeVar

from archive.model import FIELD_KEYS, FOUND_KEYS, Article, Attachment, Event, Part, Verdict, WarcRef

T = TypeVar("T")

ARTICLE_SCHEMA = "fangzhi/article/1"
EVENT_SCHEMA = "fangzhi/event/1"
PROBLEM_SCHEMA = "fangzhi/problem/1"
DETAIL_KEYS = ("of", "version", "address_key", "cms_key", "canonical_key", "text_digest", "status", "reason", "to", "changed", "cosmetic",
               "deleted", "inserted", "diff", "facts")
"""Keys of an event's `detail`, always all of them, in this order."""


_NO_FIELDS: dict[str, None] = dict.fromkeys(FIELD_KEYS)
_NONE_FOUND: dict[str, None] = dict.fromkeys(FOUND_KEYS)
_NO_DETAIL: dict[str, None] = dict.fromkeys(DETAIL_KEYS)


class Pointer(TypedDict):
    """Where the record lies that a line stands on."""

    file: str
    offset: int
    length: int
    record_id: str
    payload_digest: str | None


class ImageEntry(TypedDict):
    """A picture of an article."""

    url: str
    """Absolute address."""
    caption: str | None
    """The words under it on the page."""
    type: str | None
    paragraph: int | None


class AttachmentEntry(TypedDict):
    """A file that an article links to."""

    url: str
    """Absolute address."""
    name: str | None
    type: str | None
    size: str | None
    text: str | None
    text_rule: str | None
    text_missing: str | None
    warc: Pointer | None
    """The response record that holds the file, where its words were read; null otherwise."""


class PartEntry(TypedDict):
    """A further page of an article whose text goes over several."""

    url: str
    """Absolute address."""
    warc: Pointer
    """The response record that holds it."""


class Line(TypedDict):
    """One version of one article."""

    schema: str
    """Name and version of this form."""
    id: str
    """The article: portal, colon, 16 base32 characters made from the first address it was found at. All its versions have it."""
    version: int
    """1 when first seen; one more each time the text digest differs."""
    portal: str
    """Name of the portal file, of the collection."""
    language: str | None
    url: str
    canonical_url: str | None
    title: str | None
    """The headline."""
    body: str | None
    date: str | None
    date_time: str | None
    date_raw: str | None
    breadcrumb: list[str]
    breadcrumb_urls: list[str | None]
    source: str | None
    """Whom the page names as the source (来源)."""
    author: str | None
    """Whom the page names as the author."""
    fields: dict[str, str | None]
    """What provincial pages carry beyond that; null where the page does not."""
    images: list[ImageEntry]
    """Pictures of the article, in order."""
    attachments: list[AttachmentEntry]
    """Files that the article links to, in order."""
    links: list[str]
    captured_at: str
    """Instant of the capture, UTC with microseconds: the WARC-Date of the record that `warc` points at."""
    status: int
    """HTTP status of that record."""
    verdict: Verdict
    """`new`: the first version; `changed`: a further one."""
    text_digest: str
    """`sha256:` and hex, over title, body and the words of files that are the article, without what changes by itself (counters, share
    bars, generated times)."""
    payload_digest: str | None
    """`sha256:` and hex, over the entity body: transfer coding off, content coding on."""
    warc: Pointer
    """The response record that holds the payload; of an unchanged payload the first one, never a revisit."""
    found: dict[str, str | None]
    extractor: str
    """By what rules the page was read: their name and version."""
    # Keys that came after the first version stand here, at the end: who reads by position finds the old ones where they were.
    kind: str
    """`article`, `notice` (an attachment is the article), `video` or `gallery`."""
    parts: list[PartEntry]
    """The further pages whose text stands in `body` behind that of `url`, in order; `[]` for an article on one page."""
    portal_digest: str | None
    """`sha256:` and hex, of the portal file by which it was read; the file is in the WARC as `urn:fangzhi:portal:` and this. Null when
    the portal had no file."""


class EventLine(TypedDict):
    """One observation in an article's life."""

    schema: str
    """Name and version of this form."""
    event: str
    at: str
    """Instant of the capture that shows it, UTC with microseconds."""
    portal: str
    """Name of the portal file, of the collection."""
    id: str | None
    url: str
    """The address at which it was observed."""
    warc: Pointer
    """The record that shows it; may be a revisit, or a request that stayed without answer."""
    detail: dict[str, Any]
    """What the event needs besides: `of` (the article that a duplicate repeats), `version`, the keys by which the article is
    known again, `text_digest`, `status`, `reason`; of an edit `changed` (the fields, with commas), `cosmetic` (whether words stayed
    the same but for blanks and punctuation), `deleted` and `inserted` (words, a Chinese sign is one), `diff` (what changed, as
    `[-old-]{+new+}`), `facts` (a digest of day, time, source and author); of a move `to`."""


class ProblemLine(TypedDict):
    """One address that gave less than it was asked for. What came is in the WARC."""

    schema: str
    """Name and version of this form."""
    kind: str
    """What kind of problem."""
    reason: str
    """The reason in one line."""
    at: str
    """Instant of the capture, or of the decision when nothing was asked; UTC with microseconds."""
    portal: str
    """Name of the portal file, of the collection."""
    url: str
    """The address."""
    status: int | None
    """HTTP status; null when there was no complete head."""
    warc: Pointer | None
    """The record that shows it; null when nothing was asked."""


LINE_KEYS = tuple(Line.__annotations__)
FIRST_LINE_KEYS = LINE_KEYS[:LINE_KEYS.index("extractor") + 1]
"""Keys of the lines of version 0.1.0: later ones stand behind them, and older lines lack some or all of those."""


def line(article: Article, *, portal: str, id: str, version: int, verdict: Verdict, captured_at: datetime, status: int,
         text_digest: str, ref: WarcRef, extractor: str, portal_digest: str | None = None, parts: Sequence[Part] = ()) -> Line:
    """The line of one version of an article.

    `ref` and `captured_at` are those of the response that holds the payload: of a revisit give `ref.original` and its date,
    so that the line can be read again from that record; `parts` and files may be revisits, their originals are named. Raises
    ValueError for a revisit without one, and for keys that no line has.
    """
    if ref.record_type == "revisit":
        raise ValueError(f"{ref.record_id} is a revisit: a line points at the response that holds the payload")
    return {
        "schema": ARTICLE_SCHEMA, "id": id, "version": version, "portal": portal, "language": article.language or None,
        "url": article.url, "canonical_url": article.canonical_url or None, "title": article.title or None,
        "body": article.body or None, "date": article.date or None, "date_time": article.date_time or None,
        "date_raw": article.date_raw or None, "breadcrumb": list(article.breadcrumb),
        "breadcrumb_urls": list(article.breadcrumb_urls), "source": article.source or None, "author": article.author or None,
        "fields": _whole(article.fields, FIELD_KEYS, _NO_FIELDS),
        "images": [{"url": image.url, "caption": image.caption or None, "type": image.type or None, "paragraph": image.paragraph}
                   for image in article.images],
        "attachments": [_attachment(one) for one in article.attachments],
        "links": list(article.links), "captured_at": instant(captured_at), "status": status, "verdict": verdict,
        "text_digest": text_digest, "payload_digest": ref.payload_digest, "warc": pointer(ref),
        "found": _whole(article.found, FOUND_KEYS, _NONE_FOUND), "extractor": extractor, "kind": article.kind,
        "parts": [{"url": part.url, "warc": _held(part.record)} for part in parts], "portal_digest": portal_digest or None,
    }


def _attachment(one: Attachment) -> AttachmentEntry:
    return {"url": one.url, "name": one.name or None, "type": one.type or None, "size": one.size or None, "text": one.text or None,
            "text_rule": one.text_rule, "text_missing": one.text_missing, "warc": None if one.record is None else _held(one.record)}


def _held(ref: WarcRef) -> Pointer:
    """The response that holds the payload: of a revisit its original."""
    ref = ref.original or ref
    if ref.record_type == "revisit":
        raise ValueError(f"{ref.record_id} is a revisit: a line points at the response that holds the payload")
    return pointer(ref)


def event_line(event: Event, portal: str) -> EventLine:
    """The line of an observation. Raises ValueError for a detail that no line has."""
    return {
        "schema": EVENT_SCHEMA, "event": event.event, "at": instant(event.at), "portal": portal, "id": event.id, "url": event.url,
        "warc": pointer(event.warc), "detail": _fixed(event.detail, _NO_DETAIL),
    }


def problem_line(*, kind: str, reason: str, at: datetime, portal: str, url: str, status: int | None,
                 ref: WarcRef | None) -> ProblemLine:
    """The line of a problem; `reason` is brought to one line."""
    return {
        "schema": PROBLEM_SCHEMA, "kind": kind, "reason": " ".join(reason.split()), "at": instant(at), "portal": portal,
        "url": url, "status": status, "warc": None if ref is None else pointer(ref),
    }


def pointer(ref: WarcRef) -> Pointer:
    """Where the record lies, as lines say it."""
    return {"file": ref.file, "offset": ref.offset, "length": ref.length, "record_id": ref.record_id,
            "payload_digest": ref.payload_digest}


@lru_cache(maxsize=256)  # of one capture its note, its line and its event tell it
def instant(at: datetime) -> str:
    """`2026-11-23T21:03:00.000000Z`: UTC, always with microseconds (WARC 1.1, section 5.4). Raises ValueError without zone."""
    if at.tzinfo is None:
        raise ValueError("an instant without zone")
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _whole(given: dict[str, str | None], names: tuple[str, ...], keys: Mapping[str, None]) -> dict[str, str | None]:
    """As `_fixed`, of what is nearly always as it should be already."""
    return given if tuple(given) == names and "" not in given.values() else _fixed(given, keys)


def _fixed(given: Mapping[str, T | None], keys: Mapping[str, None]) -> dict[str, T | None]:
    """All of the keys in their order, null where nothing was given."""
    fixed = {**keys, **given}
    if len(fixed) > len(keys):
        raise ValueError(f"no line has the key {sorted(given.keys() - keys.keys())[0]!r}")
    return {key: value or None for key, value in fixed.items()}
