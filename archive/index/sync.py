"""Brings the catalog in step with the files: after a kill what it missed, after it was deleted all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from archive.catalog import Holdings, Told
from archive.changed.edits import facts_of
from archive.errors import BadRecord, NotFound
from archive.index.article_index import Version, sighting_of, state_after
from archive.index.capture_index import Seen
from archive.jsonl import whole_lines
from archive.layout import OPEN_SUFFIX, Collection
from archive.near import compared
from archive.reader import captures
from archive.records.originals import Original
from archive.records.revisits import repeatable, signature
from archive.records.stored import StoredCapture
from archive.remote.store import size_of

BATCH = 1000
"""Captures or lines that are taken in together."""


@dataclass(slots=True)
class Synced:
    """What was taken in."""

    captures: int = 0
    lines: int = 0
    anew: bool = False
    """Whether files were missing or shorter than the catalog had them, so that all was read again."""


def sync(holdings: Holdings) -> Synced:
    """Take in what WARC and line files hold beyond what the catalog knows. Call it under the collection's lock, before writing.

    Damaged places are passed over (`archive.check` names them); bytes read are those of files that grew. Raises `NotWritable`.
    """
    collection, synced = holdings.collection, Synced()
    known = holdings.files.sizes()
    if any(size > _size(collection, name) for name, size in known.items()):
        holdings.forget()
        known, synced.anew = {}, True
    for path in collection.warc_files():
        synced.captures += _sync_warc(holdings, path, known.get(collection.relative(path), 0))
    for folder in ("articles", "events"):
        for path in collection.line_files(folder):
            synced.lines += sync_lines(holdings, path, known.get(collection.relative(path), 0))
    return synced


def _size(collection: Collection, name: str) -> int:
    try:
        return size_of(collection.file(name))
    except (NotFound, OSError):
        return 0


def _sync_warc(holdings: Holdings, path: Path, start: int) -> int:
    """Captures taken in from a WARC file, which is walked from the beginning of a record group."""
    size = size_of(path)
    if size <= start:
        return 0
    name, count, told = holdings.collection.relative(path), 0, Told()
    for stored in _sound(path, start):
        _tell_capture(told, stored)
        count += 1
        if len(told.seen) >= BATCH:
            told.sizes[name] = stored.ref.offset
            holdings.put(told)
            told = Told()
    if not path.name.endswith(OPEN_SUFFIX):
        told.sizes[name] = size
    holdings.put(told)
    return count


def _sound(path: Path, start: int) -> Iterator[StoredCapture]:
    """The captures up to the first damage, and behind it as far as the reader finds its way."""
    def passed_over(bad: BadRecord) -> None:
        return None

    with suppress(NotFound):
        yield from captures(path, passed_over, start)


def _tell_capture(told: Told, stored: StoredCapture) -> None:
    capture, ref = stored.capture, stored.ref
    told.seen.append(Seen(
        url=capture.url, at=capture.started, status=304 if stored.revisit == "server-not-modified" else capture.status,
        etag=_header(stored, "etag"), last_modified=_header(stored, "last-modified"), payload_digest=ref.payload_digest))
    if ref.payload_digest is None:
        return
    if stored.revisit is None and repeatable(capture):
        told.originals.append(Original(ref=ref, url=capture.url, date=capture.started, signature=signature(capture)))
    elif stored.revisit != "identical-payload-digest":
        return
    told.held.append((capture.url, ref.payload_digest))


def _header(stored: StoredCapture, name: str) -> str | None:
    return next((value for key, value in stored.headers if key.lower() == name), None)


def sync_lines(holdings: Holdings, path: Path, start: int) -> int:
    """Take in the lines of a file of articles or events from byte `start` on; how many there were."""
    name, count, told = holdings.collection.relative(path), 0, Told()
    for offset, line in whole_lines(path, start):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            _tell_line(told, orjson.loads(line), (name, offset))
        told.sizes[name] = offset + len(line)
        count += 1
        if count % BATCH == 0:
            holdings.put(told)
            told = Told()
    holdings.put(told)
    return count


def _tell_line(told: Told, line: dict[str, Any], place: tuple[str, int]) -> None:
    if line["schema"].startswith("fangzhi/article/"):
        urls = [one["url"] for one in (*line["images"], *line["attachments"])]
        told.versions.append(Version(id=line["id"], version=line["version"],
                                     text=compared(line["text_digest"], line["title"], line["body"], urls),
                                     facts=facts_of(line), place=place))
    elif line["schema"].startswith("fangzhi/event/"):
        told.say(line["url"], *state_after(line))
        if (sighting := sighting_of(line)) is not None:
            told.sightings.append(sighting)
