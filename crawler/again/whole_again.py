"""Articles on several pages, and notices whose text is in files, made whole again from their records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from archive.layout import Collection
from archive.model import Article, Attachment, Part, WarcRef
from archive.reader import read_at
from crawler.attachments.file_words import MOST_BYTES, unreadable
from crawler.extract.joining import joined, with_words
from crawler.judged.judging import job_of
from crawler.readers.job import Failure, Job
from crawler.reading import Reading, Words

Read = Callable[[Job], Awaitable[Reading | Failure]]


class FileRead(NamedTuple):
    """A file that belongs to an article's text."""

    url: str
    record: WarcRef | None
    """None: none was read."""
    missing: str | None
    """Why no words came, where the record alone does not tell; None: it tells."""


async def whole(first: Article, parts: Sequence[Part], files: Sequence[FileRead], *, collection: Collection, read: Read,
                limit: int) -> Article:
    """The article with its further pages joined and the words of its files, as the crawl joined them. `limit`: bytes of a page.

    Raises `archive.errors.ArchiveError` when a record cannot be read, and `Unreadable` when its reading fails.
    """
    pages = [first]
    for part in parts:
        job = _job(collection, "article", part.record, limit)
        reading = await read(replace(job, url=part.url, first=first.url))
        if isinstance(reading, Failure):
            raise Unreadable(f"{part.url}: {reading.reason}")
        pages.append(reading.article)
    article = joined(pages)
    linked = {one.url: one for one in article.attachments}
    words = {file.url: await _words(file, linked.get(file.url), collection, read) for file in files}
    return with_words(article, words)


class Unreadable(Exception):
    """A further page that could be read once and cannot be read now."""


async def _words(file: FileRead, linked: Attachment | None, collection: Collection, read: Read) -> Words:
    if file.record is None or file.missing is not None:
        return Words(missing=file.missing or (unreadable(linked) if linked is not None else None), record=file.record)
    reading = await read(_job(collection, "attachment", file.record, MOST_BYTES))
    if isinstance(reading, Failure):
        return Words(missing=reading.reason, record=file.record)
    return replace(reading.words or Words(missing="no reader"), record=file.record)


def _job(collection: Collection, kind: str, ref: WarcRef, limit: int) -> Job:
    return job_of(kind, read_at(collection.path, ref).capture, ref, limit)


def files_of(line: Mapping[str, Any], ref_of: Callable[[Mapping[str, Any]], WarcRef]) -> list[FileRead]:
    """The files that a line says were read, or were to be."""
    return [FileRead(one["url"], ref_of(one["warc"]) if one.get("warc") else None, one.get("text_missing") if not one.get("warc") else None)
            for one in line["attachments"] if one.get("warc") or one.get("text") or one.get("text_missing")]
