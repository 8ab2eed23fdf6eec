"""Pictures and files as they were captured, out of the records: found in the index for replay, without pywb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from archive.cdxj import NAME
from archive.errors import ArchiveError, BadRecord, NotFound
from archive.history.timemap import Memento, mementos
from archive.index.surt import surt
from archive.layout import Collection
from archive.reader import captures, entity_of
from archive.records.stored import StoredCapture
from archive.wacz.lookup import Lookup

LARGEST = 64 << 20
"""Bytes of a file that are handed out at once."""
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"),
          (b"BM", "image/bmp"))
_SOON = timedelta(days=1)
"""After an article's capture its pictures and files were captured."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file."""

    body: bytes
    """With codings off."""
    media_type: str | None
    """As the server said; not to be believed."""


def kept(collection: Collection, url: str, at: datetime) -> Kept:
    """The file captured at an address last before an instant or soon after; else the newest. Raises `NotFound`, `BadRecord`."""
    with _index(collection) as index:
        line = _line(index, url, at) if index is not None else None
        stored = _stored(collection, line) if line is not None else None
        if index is not None and stored is not None and stored.refers is not None:  # a revisit: what it refers to has the bytes
            line = index.original(stored.refers, url, (line or {}).get("digest"))
            stored = _stored(collection, line) if line is not None else None
    if stored is None or line is None:
        raise NotFound(f"{url[:300]}: no answer from this address is in the index of {collection.name}")
    body = entity_of(stored, LARGEST + 1)
    if len(body) > LARGEST:
        raise NotFound(f"{url[:300]}: is larger than {LARGEST} bytes; read it from {line['filename']}, byte {line['offset']}")
    return Kept(body, next((value for name, value in stored.headers if name.lower() == "content-type"), None))


def _stored(collection: Collection, line: dict[str, Any]) -> StoredCapture:
    try:
        path, offset = collection.file(f"archive/{line['filename']}"), int(line["offset"])
    except (KeyError, ValueError):
        raise BadRecord(f"{collection.indexes / NAME}: is damaged; make it again with `fangzhi index`") from None
    stored = next(captures(path, start=offset), None)
    if stored is None:
        raise BadRecord(f"{path.name}: byte {offset}: no record")
    return stored


def are_kept(collection: Collection, urls: Sequence[str]) -> set[str]:
    """Those of the addresses from which an answer is in the index."""
    with _index(collection) as index:
        return {url for url in urls if index is not None and _answers(index, url)}


def picture_type(body: bytes) -> str | None:
    """The media type of a picture that browsers draw and that cannot hold a script, by its own first bytes; None for anything else."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return next((kind for magic, kind in _MAGIC if body.startswith(magic)), None)


def captured(collections: Sequence[Collection], url: str) -> list[Memento]:
    """As `archive.history.timemap.mementos`; collections without an index, as those of a first crawl under way, have none."""
    found = list[Memento]()
    for one in collections:
        with suppress(ArchiveError, ValueError):
            found += mementos([one], url)
    if not found:
        raise NotFound(f"{url[:300]}: is in no index of this archive")
    return sorted(found, key=lambda one: (one.stamp, one.collection))


@contextmanager
def _index(collection: Collection) -> Iterator[Lookup | None]:
    try:
        with (collection.indexes / NAME).open("rb") as file:
            yield Lookup(file)
    except FileNotFoundError:
        yield None


def _answers(index: Lookup, url: str) -> list[dict[str, Any]]:
    if not url.lower().startswith(("http://", "https://")):
        return []
    try:
        found = list(index.lines(f"{surt(url)} ".encode()))
    except ValueError:  # no address, or a damaged line
        return []
    return [line for line in found if line.get("status") == "200" or line.get("mime") == "warc/revisit"]


def _line(index: Lookup, url: str, at: datetime) -> dict[str, Any] | None:
    answers = _answers(index, url)
    if not answers:
        return None
    near = index.newest(url, at + _SOON)
    chosen = near if near in answers else answers[0] if near is None else answers[-1]
    own = [line for line in answers if line.get("digest") == chosen.get("digest") and line.get("mime") != "warc/revisit"]
    return own[-1] if own else chosen
