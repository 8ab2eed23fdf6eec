"""A page from where a user names it: a saved file, a record of a WARC file, a record id, or an address, which the archive is asked for
before the server is."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from archive.errors import BadRecord, NotFound
from archive.layout import Archive, Collection
from archive.reader import captures, entity_of, read_at, records
from archive.records.members import MAGIC
from archive.records.stored import StoredCapture
from archive.remote.store import is_held, open_warc
from crawler.addresses.address import absolute, normalise
from crawler.calls.recorded_call import recorded
from crawler.page import Page
from crawler.portal import Kind
from crawler.reading import Link

LARGEST = 64 << 20
"""Bytes of a page, codings off, that are read."""
_PLACE = re.compile(r"(.+):(\d+)")
_URN = re.compile(r"<?(urn:uuid:[0-9a-fA-F-]{36})>?")
_TELLING: tuple[Kind, ...] = ("listing", "sitemap", "feed", "article", "site")
_WARC = (".warc", ".warc.gz", ".warc.open", ".warc.gz.open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page and where it came from."""

    page: Page
    told: str
    """Where from, in a few words."""
    stored: StoredCapture | None = None
    """The capture; None for a saved page."""
    file: Path | None = None
    """The WARC file that holds it; None for a saved page."""
    is_fresh: bool = False
    """Whether a server was asked for it just now."""

    @property
    def kind(self) -> Kind | None:
        """What a crawl asked for it as, by its record; None where that says nothing, as those of other programs, or no more than `page`."""
        asked_as = self.stored.capture.kind if self.stored is not None and not self.is_fresh else None
        return next((kind for kind in _TELLING if kind == asked_as), None)


Ask = Callable[[Link], tuple[StoredCapture, Path]]
"""Asks a server for what a link leads to; what came and the WARC file that holds it."""


def source_of(name: str, archive: Archive, collection: Collection, ask: Ask, *, url: str | None = None,
              content_type: str | None = None, captured_at: datetime | None = None) -> Source:
    """The page that `name` names: `FILE:OFFSET` or `urn:uuid:…` of a record, an address, a WARC file (its first page), a saved page.

    `collection` is looked into first. `url`, `content_type`, `captured_at`: of a saved page. Raises `archive.errors.NotFound` or
    `BadRecord`.
    """
    held = collection.warc_files
    if (urn := _URN.fullmatch(name)) is not None:
        return _by_id(urn[1], archive, collection)
    if name.startswith(("http://", "https://")):
        return _by_address(name, collection, ask)
    place = _PLACE.fullmatch(name)
    if place is not None and (file := _warc(place[1], collection)) is not None:
        return _whole(_first(file, int(place[2]), f"{name}: no capture begins there"), file, held)
    if name.endswith(_WARC) and (file := _warc(name, collection)) is not None:
        return _whole(_first(file, 0, f"{name}: holds no page", pages=True), file, held)
    return _saved(name, url, content_type, captured_at)


def asked(link: Link, ask: Ask) -> Source:
    """The page that a server gives for a link now. Raises `archive.errors.NotFound`, `NotWritable`."""
    stored, file = ask(link)
    return replace(_whole(stored, file), is_fresh=True)


def record_at(file: Path, offset: int) -> Source:
    """The page whose record begins at `offset` of a WARC file. Raises `archive.errors.NotFound` or `BadRecord`."""
    return _whole(_first(file, offset, f"{file}:{offset}: no capture begins there"), file)


def members_of(source: Source) -> bytes:
    """The capture's response and what is tied to it (request, metadata) as gzip members, byte for byte as they lie in their file where
    that is compressed. Raises `archive.errors.BadRecord` for records that share a member with others, `archive.errors.NotFound` for a
    revisit, which is no page by itself."""
    assert source.stored is not None and source.file is not None
    if source.stored.revisit is not None:
        raise _bodiless(source.stored, source.file)
    ref, out = source.stored.ref, []
    with open_warc(source.file) as file:
        for record in records(source.file, ref.offset, lambda bad: None):
            tied = {value.strip("<>") for value in record.values("WARC-Concurrent-To")}
            if record.id != ref.record_id and ref.record_id not in tied:
                break
            if record.length == 0:
                raise BadRecord(f"{source.file}: byte {record.offset}: shares its gzip member with other records")
            file.seek(record.offset)
            octets = file.read(record.length)
            out.append(octets if octets.startswith(MAGIC) else gzip.compress(octets, mtime=0))
    return b"".join(out)


def _saved(name: str, url: str | None, content_type: str | None, captured_at: datetime | None) -> Source:
    path = Path(name)
    try:
        octets = path.read_bytes()[:LARGEST]
        if name.endswith(".gz"):
            octets = zlib.decompressobj(31).decompress(octets, LARGEST)
    except OSError as error:
        raise NotFound(f"{name}: {error.strerror or error}; expected a file, FILE:OFFSET, urn:uuid:… or an address") from None
    except zlib.error as error:
        raise BadRecord(f"{name}: {error}") from None
    headers = (("Content-Type", content_type),) if content_type else ()
    page = Page(url=url or path.absolute().as_uri(), body=octets, headers=headers, captured_at=captured_at)
    return Source(page=page, told=f"the file {name}")


def _by_address(url: str, collection: Collection, ask: Ask) -> Source:
    wanted = absolute(url, url)
    if wanted is None:
        raise NotFound(f"{url}: no address that can be asked for")
    for file in reversed(collection.warc_files()):
        found = [one for one in _captures(file) if normalise(one.url) == normalise(wanted) and one.status == 200 and not one.revisit]
        if found:
            return _whole(found[-1], file)
    return asked(Link(url=wanted, kind="page"), ask)


def _by_id(urn: str, archive: Archive, collection: Collection) -> Source:
    others = [one for one in archive.collections() if one.path != collection.path]
    for one in (collection, *others):
        for file in one.warc_files():
            for stored in _captures(file):
                if stored.ref.record_id.lower() == urn.lower():
                    return _whole(stored, file, one.warc_files)
    raise NotFound(f"{urn}: no capture in {archive.root} has that record id")


def _warc(name: str, collection: Collection) -> Path | None:
    for path in (Path(name), collection.path / name, collection.warcs / name):
        for each in (path, path.with_name(f"{path.name}.open")):
            if is_held(each):
                return each
    return None


def _first(file: Path, offset: int, otherwise: str, *, pages: bool = False) -> StoredCapture:
    try:
        found = next((one for one in captures(file, start=offset) if not pages or (one.status == 200 and not one.revisit)), None)
    except BadRecord as error:
        raise BadRecord(str(error) if str(error).startswith(str(file)) else f"{file}: byte {offset}: {error}") from None
    if found is None or (not pages and found.ref.offset != offset):
        raise NotFound(otherwise)
    return found


def _captures(file: Path) -> Iterator[StoredCapture]:
    return captures(file, lambda bad: None)


def _whole(stored: StoredCapture, file: Path, held: Callable[[], Iterable[Path]] = tuple) -> Source:
    """The page of a capture. `held`: the files in which the answer may lie that a revisit refers to, besides its own."""
    if stored.revisit is not None:
        stored = _made_whole(stored, file, held)
    if stored.status is None:
        raise NotFound(f"{file}: byte {stored.ref.offset}: no answer came")
    page = Page(url=stored.url, body=entity_of(stored, LARGEST), headers=stored.headers, status=stored.status, captured_at=stored.instant,
                form=stored.form, call=recorded(stored.capture))
    return Source(page=page, told=f"{file}:{stored.ref.offset}", stored=stored, file=file)


def _made_whole(stored: StoredCapture, file: Path, held: Callable[[], Iterable[Path]]) -> StoredCapture:
    """A revisit with the body of the answer that it refers to."""
    wanted = (stored.refers.record_id if stored.refers is not None else None) or ""
    for each in dict.fromkeys((file, *held())) if wanted else ():
        for one in _captures(each):
            if one.ref.record_id.lower() == wanted.lower() and one.revisit is None and each.parent == file.parent:
                return read_at(file.absolute().parent.parent, replace(stored.ref, original=one.ref))
    raise _bodiless(stored, file)


def _bodiless(stored: StoredCapture, file: Path) -> NotFound:
    where = stored.refers.record_id if stored.refers is not None else None
    return NotFound(f"{file}: byte {stored.ref.offset}: a revisit without a body; name the record it refers to"
                    f"{f': {where}' if where else ''}")
