"""Writing captures and looking at what lies on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.model import Capture, WarcRef
from archive.reader import records
from archive.records.originals import MemoryOriginals
from archive.records.stored import StoredRecord
from archive.warc import WarcWriter

INFO = {"software": "fangzhi/0.1", "format": "WARC File Format 1.1", "robots": "classic"}


@contextmanager
def writing(collection: Path, **settings: Any) -> Iterator[WarcWriter]:
    """A writer that is closed at the end."""
    writer = WarcWriter(collection, **{"prefix": "test", "info": INFO, "originals": MemoryOriginals(), **settings})
    try:
        yield writer
    finally:
        writer.close()


def kept(collection: Path, *captures: Capture, **settings: Any) -> list[WarcRef]:
    """Where these captures lie, written one after another and finished."""
    with writing(collection, **settings) as writer:
        return [writer.submit(capture).result(20) for capture in captures]


def warcs(collection: Path) -> list[Path]:
    """The collection's WARC files, finished or not, by name."""
    return sorted(path for path in (collection / "archive").iterdir() if path.name.endswith((".warc.gz", ".open")))


def stored(collection: Path) -> list[StoredRecord]:
    """All records of all files, in order."""
    return [record for path in warcs(collection) for record in records(path)]
