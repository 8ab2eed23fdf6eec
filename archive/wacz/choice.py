"""What goes into a package: all of a collection, or what was captured since an instant with the originals that this leans on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from archive.errors import BadRecord, NotFound
from archive.layout import OPEN_SUFFIX, Collection
from archive.reader import records
from archive.records.repair import sound_size
from archive.records.stored import StoredRecord, instant_of, refers_of
from archive.remote.store import size_of
from archive.wacz.lookup import Lookup
from archive.wacz.parts import Part, Ranges

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")
_CHAIN = re.compile(rb"^tlsChain: (\S+)\r?$", re.MULTILINE)


@dataclass(slots=True)
class Choice:
    """What is taken of one collection."""

    collection: Collection
    sizes: dict[str, int]
    """Name of each WARC file, without `.open`, to its bytes of whole records."""
    ranges: dict[str, Ranges]
    """Name of each WARC file to the bytes taken."""
    orphans: int = 0
    """Revisits whose original is not in the collection."""

    def parts(self, taken: set[str], suffix: str) -> list[Part]:
        """The files, with names that are not yet in `taken`; `suffix` marks those of which records were left out."""
        parts = []
        for file, ranges in sorted(self.ranges.items()):
            if ranges.size:
                whole = list(ranges) == [(0, self.sizes[file])]
                parts.append(Part(self.collection, file, _name(file, "" if whole else suffix, taken), ranges))
        return parts


def everything(collection: Collection) -> Choice:
    """All files; those that are open up to their last whole record."""
    sizes = _sizes(collection)
    return Choice(collection, sizes, {file: _whole(size) for file, size in sizes.items()})


def since(collection: Collection, begin: datetime, index: Lookup) -> Choice:
    """Records of `begin` and later, the originals that their revisits refer to, each with the records tied to it, and the warcinfo
    records and certificate chains that they name."""
    sizes = _sizes(collection)
    choice = Choice(collection, sizes, {file: Ranges() for file in sizes})
    chains: set[str] = set()
    for file in sizes:
        _walk(choice, file, begin, index, chains)
    for urn in sorted(chains):
        line = index.newest(urn, begin)
        if line is not None and int(line["length"]):
            _take(choice, line)
    for file, ranges in choice.ranges.items():
        if ranges.size:
            _take_warcinfo(choice, file)
    return choice


def _walk(choice: Choice, file: str, begin: datetime, index: Lookup, chains: set[str]) -> None:
    """Take what is new in a file, and the originals it needs wherever they are. A file whose records share gzip members is taken
    whole as soon as one is new."""
    ranges, size = choice.ranges[file], choice.sizes[file]
    for record in _sound(choice.collection, file):
        if record.offset >= size:
            return
        at = instant_of(record.get("WARC-Date") or "")
        if at is None or at < begin or record.type == "warcinfo":
            continue
        if not record.length:
            choice.ranges[file] = ranges = _whole(size)
        ranges.add(record.offset, min(record.offset + record.length, size))
        if record.type == "revisit":
            _take_original(choice, record, index, chains)
        chains.update(_chains_of(record))


def _take_original(choice: Choice, revisit: StoredRecord, index: Lookup, chains: set[str]) -> None:
    line = index.original(refers_of(revisit), revisit.uri("WARC-Target-URI") or "", revisit.get("WARC-Payload-Digest"))
    ranges = choice.ranges.get(line["filename"]) if line is not None else None
    if line is None or ranges is None:
        choice.orphans += 1
        return
    offset = int(line["offset"])
    if offset in ranges:
        return
    _take(choice, line)
    main = None
    for record in _sound(choice.collection, line["filename"], offset):
        if main is not None and record.uri("WARC-Concurrent-To") != main:
            return
        main = main or record.id
        ranges.add(record.offset, record.offset + record.length)
        chains.update(_chains_of(record))


def _take(choice: Choice, line: dict[str, str]) -> None:
    offset, length = int(line["offset"]), int(line["length"])
    if line["filename"] in choice.ranges:
        choice.ranges[line["filename"]].add(offset, offset + length)


def _take_warcinfo(choice: Choice, file: str) -> None:
    """The record that a file begins with, when it is one of those that say how the file came to be."""
    first = next(_sound(choice.collection, file), None)
    if first is not None and first.type == "warcinfo":
        choice.ranges[file].add(first.offset, first.offset + first.length)


def _chains_of(record: StoredRecord) -> Iterable[str]:
    """Names of the certificate chains that one of our metadata records tells of."""
    if record.type != "metadata" or not (record.get("Content-Type") or "").startswith("application/warc-fields"):
        return ()
    return [urn.decode("ascii", "replace") for urn in _CHAIN.findall(record.block.read())]


def _sound(collection: Collection, file: str, start: int = 0) -> Iterator[StoredRecord]:
    def passed_over(bad: BadRecord) -> None:
        return None

    yield from records(collection.file(f"archive/{file}"), start, passed_over)


def _sizes(collection: Collection) -> dict[str, int]:
    return {path.name.removesuffix(OPEN_SUFFIX): _sound_size_of(path) for path in collection.warc_files()}


def _sound_size_of(path: Path) -> int:
    try:
        if not path.name.endswith(OPEN_SUFFIX):
            return size_of(path)
        with path.open("rb") as file:
            return sound_size(file)
    except FileNotFoundError:
        return size_of(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))  # finished in this moment
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror or error}") from None


def _whole(size: int) -> Ranges:
    ranges = Ranges()
    ranges.add(0, size)
    return ranges


def _name(file: str, suffix: str, taken: set[str]) -> str:
    """A name that every reader of packages takes: ASCII letters, digits, `.` and `-`; none twice, in whatever letter case."""
    stem, dot, ending = file.rpartition(".warc")
    stem = _UNSAFE.sub("-", stem) + suffix
    for number in count(1):
        name = f"{stem}{'' if number == 1 else f'-{number}'}{dot}{ending}"
        if name.lower() not in taken:
            taken.add(name.lower())
            return name
    raise AssertionError("unreachable")
