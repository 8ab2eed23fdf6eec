"""WARC files of one collection taken into another of the same name, byte for byte and under their own names."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.durable import taking_place
from archive.errors import ArchiveError, NotFound
from archive.layout import OPEN_SUFFIX, Collection
from archive.manifest import digest_of_file
from archive.records.repair import sound_size
from archive.remote.store import is_held, open_warc, size_of


class Clash(ArchiveError):
    """Two files of one name hold different bytes; the text names both. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A WARC file of another collection."""

    source: Path
    name: str
    """In the folder `archive`."""
    how: str
    """`linked`, `copied`, `there already`; `nothing whole` of a file that a kill left before its first record was whole."""
    size: int
    """Bytes taken: of a file that was left open those of whole records."""


def gather(source: Collection, target: Collection) -> list[Gathered]:
    """Take in what `target` does not hold. Finished files are linked where both lie on one file system, else copied; of one that a killed
    writer left open the whole records are taken. Under the target's lock, and the source's where it can be had.

    Raises `Clash` before anything is taken, `NotFound` when a file cannot be read, `NotWritable`.
    """
    looked = [_look(path, target) for path in source.warc_files()]
    for one in looked:
        if one.how in ("linked", "copied"):
            _take(one, target)
    return looked


def _look(path: Path, target: Collection) -> Gathered:
    name = path.name.removesuffix(OPEN_SUFFIX)
    there = target.warcs / name
    try:
        size = _sound(path) if path.name.endswith(OPEN_SUFFIX) else size_of(path)
        if not size:
            return Gathered(source=path, name=name, how="nothing whole", size=0)
        if not is_held(there):
            return Gathered(source=path, name=name, how="copied" if path.name.endswith(OPEN_SUFFIX) else "linked", size=size)
        if not _is_one(there, path) and (size_of(there) != size or digest_of_file(there)[0] != digest_of_file(path, size)[0]):
            raise Clash(f"{path}: {there} has this name and other bytes; two archives can be merged only if no name means two files")
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror or error}") from None
    return Gathered(source=path, name=name, how="there already", size=size)


def _is_one(there: Path, path: Path) -> bool:
    return there.exists() and path.exists() and there.samefile(path)


def _sound(path: Path) -> int:
    with path.open("rb") as file:
        return sound_size(file)


def _take(one: Gathered, target: Collection) -> None:
    with taking_place(target.warcs / one.name) as aside:
        if one.how == "linked":
            with suppress(OSError):  # another file system, or one without links
                os.link(one.source, aside)
        if not aside.exists():
            with open_warc(one.source) as file, aside.open("wb") as copy:
                shutil.copyfileobj(file, copy, 1 << 20)
                copy.truncate(one.size)
