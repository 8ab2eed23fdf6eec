"""WARC files of other programs taken into a collection: copied or linked, a gzip member a record where they were packed otherwise."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from archive.arc import is_arc, warc_of_arc
from archive.durable import not_writable, sync_folder
from archive.errors import NotFound
from archive.layout import WARC_ENDINGS, Collection
from archive.manifest import digest_of_file
from archive.members import MAGIC, Broken, Members, Plain
from archive.reader import records
from archive.walk import walk
from archive.warcfile import LEVEL

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
PIECE = 1 << 20


@dataclass(slots=True)
class Brought:
    """A file that was taken in."""

    file: Path
    """Where it came from."""
    name: str
    """Its name in the collection's `archive` folder."""
    how: str
    """`copied`, `linked`, `packed anew` (a gzip member a record), `made of an ARC file`, `there already`."""
    sha256: str
    """Of the file as it came, `sha256:` and hex."""
    records: Counter[str] = field(default_factory=Counter)
    """By type, as far as they could be read."""
    left_out: list[str] = field(default_factory=list)
    """What could not be read, a line each."""


def bring(collection: Collection, file: Path, *, link: bool) -> Brought:
    """Take a file in. Nothing is taken in twice: a file of equal bytes that is there already is named instead.

    Raises `NotFound` for what is no WARC or ARC file, or cannot be read, and `NotWritable`.
    """
    try:
        sha256, _, _ = digest_of_file(file)
        with file.open("rb") as opened:
            beginning = opened.read(PIECE)
    except OSError as error:
        raise NotFound(f"{file}: cannot be read: {error.strerror or error}") from None
    name, how = _name(file, beginning), "linked" if link else "copied"
    if is_arc(beginning):
        how = "made of an ARC file"
        name = _ARC.sub(".warc.gz", name)
    brought = Brought(file, name, how, sha256)
    alone = _look(file, brought) if how != "made of an ARC file" else True
    if not alone:
        brought.how = "packed anew"
        brought.name = f"{name.removesuffix('.gz')}.gz"
    _place(collection, brought)
    return brought


_ARC = re.compile(r"\.arc(\.gz)?$|\.warc(\.gz)?$", re.IGNORECASE)


def _name(file: Path, beginning: bytes) -> str:
    """A name that viewers and packages take, with the ending that its bytes ask for."""
    stem = _ARC.sub("", file.name)
    stem = _UNSAFE.sub("-", stem).strip(".-") or "foreign"
    return stem[:150] + (WARC_ENDINGS[0] if beginning[:2] == MAGIC else WARC_ENDINGS[1])


def _look(file: Path, brought: Brought) -> bool:
    """Whether each record can be read by itself; what cannot be read at all is noted. Raises `NotFound` without any record."""
    alone = True
    for record in records(file, on_bad=lambda bad: brought.left_out.append(str(bad))):
        brought.records[record.type] += 1
        alone = alone and record.length > 0
    if not brought.records:
        why = brought.left_out[0].removeprefix(f"{file}: ") if brought.left_out else "it is empty"
        raise NotFound(f"{file}: no WARC or ARC file: {why}")
    return alone


def _place(collection: Collection, brought: Brought) -> None:
    """Give it its place under a name that no other file has."""
    stem, ending = _split(brought.name)
    number = 1
    while (target := collection.warcs / brought.name).exists():
        if _same(target, brought):
            brought.how = "there already"
            return
        number += 1
        brought.name = f"{stem}-{number}{ending}"
    aside = target.with_name(f".{target.name}.new")
    try:
        aside.unlink(missing_ok=True)
        _put(brought, aside)
        if not aside.is_symlink():
            with aside.open("rb") as file:
                os.fsync(file.fileno())
        aside.replace(target)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise not_writable(target, error) from None
    sync_folder(target.parent)


def _put(brought: Brought, aside: Path) -> None:
    if brought.how == "linked":
        try:
            os.link(brought.file.resolve(), aside)
        except OSError:  # another file system
            aside.symlink_to(brought.file.resolve())
    elif brought.how == "packed anew":
        with aside.open("wb") as file:
            file.writelines(isal_zlib.compress(raw, LEVEL, 31) for raw in _raw_records(brought.file))
    elif brought.how == "made of an ARC file":
        with aside.open("wb") as file:
            for kind, raw in warc_of_arc(brought.file, brought.name, brought.left_out):
                brought.records[kind] += 1
                file.write(isal_zlib.compress(raw, LEVEL, 31))
    else:
        shutil.copyfile(brought.file, aside)


def _same(target: Path, brought: Brought) -> bool:
    if brought.how in ("packed anew", "made of an ARC file"):
        aside = target.with_name(f".{target.name}.compared")
        try:
            _put(Brought(brought.file, brought.name, brought.how, brought.sha256, Counter(), []), aside)
            return digest_of_file(aside)[0] == digest_of_file(target)[0]
        finally:
            aside.unlink(missing_ok=True)
    return digest_of_file(target)[0] == brought.sha256


def _raw_records(file: Path) -> Iterator[bytes]:
    """The bytes of each record, from its version line to its empty lines, whatever members they were packed in."""
    with file.open("rb") as zipped, _unpacked(zipped) as plain, suppress(Broken):
        for record in walk(Plain(plain), file.name):
            yield os.pread(plain.fileno(), record.length, record.offset)


def _unpacked(zipped: BinaryIO) -> BinaryIO:
    """The content of all members as far as they can be read, in a temporary file."""
    plain: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (the caller closes it)
    members = Members(zipped)
    with suppress(Broken):
        while members.next():
            while piece := members.read(PIECE):
                plain.write(piece)
    plain.flush()
    plain.seek(0)
    return plain


def _split(name: str) -> tuple[str, str]:
    ending = next(ending for ending in WARC_ENDINGS if name.endswith(ending))
    return name.removesuffix(ending), ending
