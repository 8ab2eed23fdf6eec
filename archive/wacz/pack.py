"""Writes a package: WARC files, index, list of pages, data package; whole under its name or not at all."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from archive.cdxj import standing_index
from archive.durable import not_writable, replacing
from archive.errors import NotFound
from archive.layout import Collection
from archive.wacz.choice import Choice, everything, since
from archive.wacz.indexed import NAME, blocks
from archive.wacz.lookup import Lookup
from archive.wacz.pages import pages
from archive.wacz.parts import Part
from archive.wacz.signature import signed
from archive.wacz.zipped import Zipped

PAGES_HEAD = b'{"format":"json-pages-1.0","id":"pages","title":"Articles","hasText":true}\n'
TRIES = 3
"""How often the list of files is made when a crawl finishes one meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a package should be."""

    begin: datetime | None = None
    """Records of this instant and later, with what they lean on; None: all."""
    created: datetime
    """When it is made; aware, UTC."""
    software: str
    title: str
    description: str
    key: EllipticCurvePrivateKey | None = None
    """Signs it."""


@dataclass(slots=True)
class Packed:
    """What was written."""

    files: int = 0
    records: int = 0
    """Lines of the index: what can be shown."""
    pages: int = 0
    bytes: int = 0
    orphans: int = 0
    """Revisits whose original is not in the archive; replay cannot show them."""


Chosen = tuple[Collection, BinaryIO, list[Part]]


def pack(collections: Sequence[Collection], target: Path, wanted: Wanted) -> Packed:
    """Write a package of these collections to `target`, in place of what is there. Nothing else is written, no lock is needed.

    Bounded in memory. Raises `NotWritable`, `NotFound` when there is nothing to pack or a file cannot be read.
    """
    packed = Packed()
    try:
        with ExitStack() as stack:
            suffix = f"-since-{wanted.begin:%Y%m%d}" if wanted.begin is not None else ""
            chosen = [_chosen(stack, one, wanted.begin, target.parent, packed) for one in collections]
            taken: set[str] = set()
            parted = [(choice.collection, index, choice.parts(taken, suffix)) for choice, index in chosen]
            if not any(parts for _, _, parts in parted):
                when = f" since {wanted.begin:%Y-%m-%d}" if wanted.begin is not None else ""
                raise NotFound(f"{', '.join(str(one.path) for one in collections)}: nothing was captured{when}; no package was written")
            with replacing(target) as file:
                _write(file, parted, wanted, packed)
        packed.bytes = target.stat().st_size
    except OSError as error:
        raise not_writable(target, error) from None
    return packed


def _chosen(stack: ExitStack, collection: Collection, begin: datetime | None, scratch: Path,
            packed: Packed) -> tuple[Choice, BinaryIO]:
    for left in reversed(range(TRIES)):
        try:
            index = stack.enter_context(standing_index(collection, scratch))
            choice = everything(collection) if begin is None else since(collection, begin, Lookup(index))
            packed.orphans += choice.orphans
            return choice, index
        except (NotFound, FileNotFoundError):
            if not left:
                raise
    raise AssertionError("unreachable")


def _write(file: BinaryIO, chosen: Sequence[Chosen], wanted: Wanted, packed: Packed) -> None:
    zipped = Zipped(file)
    for _, _, parts in chosen:
        for part in parts:
            zipped.add(f"archive/{part.name}", part.pieces(), size=part.size)
            packed.files += 1
    keys: list[bytes] = []  # of the blocks: one for a thousand lines
    lines = heapq.merge(*(_moved(index, parts) for _, index, parts in chosen))
    bound = sum(os.fstat(index.fileno()).st_size for _, index, _ in chosen)
    zipped.add(f"indexes/{NAME}", blocks((_counted(line, packed) for line, _ in groupby(lines)), keys), size=2 * bound)
    zipped.add("indexes/index.idx", keys)
    bound = sum(path.stat().st_size for collection, _, _ in chosen for path in collection.line_files("articles"))
    zipped.add("pages/pages.jsonl", _listed(chosen, wanted.begin, packed), size=bound, deflated=True)
    created = f"{wanted.created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    facts = {"title": wanted.title, "description": wanted.description, "created": created, "modified": created,
             "software": wanted.software,
             # Where ReplayWeb.page looks for it; with a description as well it would open at that instead of the pages.
             "metadata": {"title": wanted.title}}
    key = wanted.key
    zipped.finish(facts, None if key is None else lambda digest: signed(digest, key, created=created, software=wanted.software))


def _listed(chosen: Sequence[Chosen], begin: datetime | None, packed: Packed) -> Iterator[bytes]:
    yield PAGES_HEAD
    for collection, index, parts in chosen:
        for page in pages(collection, Lookup(index), parts, begin):
            packed.pages += 1
            yield orjson.dumps(page) + b"\n"


def _counted(line: bytes, packed: Packed) -> bytes:
    packed.records += 1
    return line


def _moved(index: BinaryIO, parts: Iterable[Part]) -> Iterator[bytes]:
    """The index lines of what is packed, for its place in the package."""
    by_file = {part.file: part for part in parts}
    index.seek(0)
    for line in index:
        begin = line.index(b" {") + 1
        told = orjson.loads(line[begin:])
        part = by_file.get(told["filename"])
        place = part.moved(int(told["offset"]), int(told["length"])) if part is not None else None
        if part is None or place is None:
            continue
        if part.name == part.file and place == int(told["offset"]):
            yield line
        else:
            yield line[:begin] + orjson.dumps({**told, "offset": str(place), "filename": part.name}) + b"\n"
