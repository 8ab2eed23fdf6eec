"""Files that are made from others: the index and the manifest must not say what is not so. That they lag behind is no fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from archive.cdxj import NAME
from archive.checks.departure import Departure, shown
from archive.checks.seen import Seen
from archive.errors import NotFound
from archive.layout import Collection
from archive.manifest import digest_of_file, entries_of, is_kept
from archive.remote.offload import stored_fault


def index_departures(collection: Collection, name: str, seen: Seen) -> Iterator[Departure]:
    """Lines of the index that are out of order or point at no such record. `name`: the index relative to the archive's root."""
    path = collection.indexes / NAME
    if not path.is_file():
        return
    before, offset = b"", 0
    with path.open("rb") as file:
        for line in file:
            if line < before:
                yield Departure(file=name, at=offset, field="order", expected="lines sorted by their bytes", found="a smaller one")
            if (fault := _index_fault(line, seen)) is not None:
                yield Departure(file=name, at=offset, field="line", expected=fault[0], found=fault[1])
            before, offset = line, offset + len(line)


def _index_fault(line: bytes, seen: Seen) -> tuple[str, str] | None:
    """What was expected of an index line and what was found; None: all is well."""
    try:
        entry = orjson.loads(line.split(b" ", 2)[2])
        file, offset, length = f"archive/{entry['filename']}", int(entry["offset"]), int(entry["length"])
    except (ValueError, KeyError, IndexError, TypeError):
        return "KEY YYYYMMDDhhmmss {JSON}", shown(line[:80].decode("utf-8", "replace"))
    record = seen.at(file, offset)
    if record is None:
        return f"a record at byte {offset} of {file}", "none"
    return None if record.length == length else (f"length {record.length}", f"length {length}")


def manifest_departures(collection: Collection, prefix: str, *, full: bool = False) -> Iterator[Departure]:
    """Files that are no longer what the manifest says. WARC and line files may have grown since: then their beginning is compared.

    `prefix`: of the collection's files, relative to the archive's root. `full`: of files on object storage too all bytes are read.
    """
    for entry in entries_of(collection):
        fault = _file_fault(collection, entry, full)
        if fault is not None:
            yield Departure(file=f"{prefix}{entry['path']}", at=None, field=f"{collection.manifest.name}: {fault[0]}", expected=fault[1],
                            found=fault[2])


def _file_fault(collection: Collection, entry: dict[str, Any], full: bool) -> tuple[str, str, str] | None:
    name, size = str(entry["path"]), entry["bytes"]
    try:
        path = collection.file(name)
    except NotFound:
        return ("file", "to be there", "nothing") if is_kept(name) else None
    if not is_kept(name):
        return None
    if not path.exists():
        return stored_fault(path, entry, full=full)
    if path.stat().st_size < size:
        return "bytes", f"{size} or more", str(path.stat().st_size)
    digest, _, _ = digest_of_file(Path(path), size)
    return None if digest == entry["sha256"] else ("sha256", entry["sha256"], digest)
