"""WARC files of other programs taken into a collection: copied or linked, a gzip member a record where they were packed otherwise."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

from isal import isal_zlib

from archive.checks.foreign import is_ours
from archive.durable import not_writable, taking_place
from archive.errors import BadRecord, NotFound
from archive.layout import WARC_ENDINGS, Collection
from archive.manifest import digest_of_file
from archive.placing.arc import is_arc, warc_of_arc
from archive.placing.held import Held
from archive.reader import records
from archive.records.gzipped import LEVEL
from archive.records.members import MAGIC, Broken, Members, Plain
from archive.records.walk import walk
from archive.remote.store import is_held

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
    """`copied`, `linked`, `packed anew` (a gzip member a record, and none that is held already), `made of an ARC file`, `there already`,
    `held already` (all its records lie in other files; `name` is the one that holds most)."""
    sha256: str
    """Of the file as it came, `sha256:` and hex."""
    source: Path
    """Its records: the file itself, or the WARC file that was made of it."""
    records: Counter[str] = field(default_factory=Counter)
    """By type, as far as they could be read."""
    left_out: list[str] = field(default_factory=list)
    """What could not be read, or is held already, a line each."""
    notes: list[str] = field(default_factory=list)
    """What is odd about it, a line each."""
    own_name: str | None = None
    """The name that a file of this software states for itself, in whose `warcinfo` it is part of the proof; None: another's."""
    alone: bool = True
    """Whether each record can be read by itself."""
    passed: frozenset[int] = frozenset()
    """Numbers of records, from 0 in their order, that are not taken in."""


def demand_records(file: Path) -> None:
    """Raises `NotFound` for what is no WARC or ARC file, or cannot be read."""
    bad: list[BadRecord] = []
    if not is_arc(_beginning(file)) and next(records(file, on_bad=bad.append), None) is None:
        why = str(bad[0]).removeprefix(f"{file}: ") if bad else "it is empty"
        raise NotFound(f"{file}: no WARC or ARC file: {why}")


def bring(held: Held, collection: Collection, file: Path, *, link: bool) -> Brought:
    """Take a file in. Nothing is taken in twice: a file of equal bytes that is there already is named instead, and records that lie in
    other files of the collection are left out.

    Raises `NotFound` for what cannot be read, and `NotWritable`.
    """
    beginning = _beginning(file)
    brought = Brought(file, _name(file, beginning), "linked" if link else "copied", digest_of_file(file)[0], file)
    with TemporaryDirectory(prefix="fangzhi-") as scratch:
        if is_arc(beginning):
            brought.how, brought.name = "made of an ARC file", _ARC.sub(".warc.gz", brought.name)
            _make_of_arc(brought, Path(scratch))
        _look(held, brought)
        if not brought.alone:
            brought.how = "packed anew"
        name = brought.name = brought.own_name or brought.name
        if not _is_there(collection, brought, name) and _is_new(held, brought) and not (
                brought.passed and _is_there(collection, brought, name)):  # of an import that was killed before it was noted
            _place(collection, brought)
            held.taken(brought.name)
    return brought


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(PIECE)
    except OSError as error:
        raise NotFound(f"{file}: cannot be read: {error.strerror or error}") from None


_ARC = re.compile(r"\.arc(\.gz)?$|\.warc(\.gz)?$", re.IGNORECASE)


def _name(file: Path, beginning: bytes) -> str:
    """A name that viewers and packages take, with the ending that its bytes ask for."""
    stem = _ARC.sub("", file.name)
    stem = _UNSAFE.sub("-", stem).strip(".-") or "foreign"
    return stem[:150] + (WARC_ENDINGS[0] if beginning[:2] == MAGIC else WARC_ENDINGS[1])


def _make_of_arc(brought: Brought, scratch: Path) -> None:
    brought.source = scratch / brought.name
    try:
        with brought.source.open("wb") as file:
            file.writelines(isal_zlib.compress(raw, LEVEL, 31) for _, raw in warc_of_arc(brought.file, brought.name, brought.left_out))
    except OSError as error:
        raise not_writable(brought.source, error) from None


def _look(held: Held, brought: Brought) -> None:
    """Count its records; what cannot be read is noted."""
    held.begin()
    for number, record in enumerate(records(brought.source, on_bad=lambda bad: brought.left_out.append(str(bad)))):
        brought.records[record.type] += 1
        if number == 0 and is_ours(record) and _is_name(stated := record.get("WARC-Filename") or ""):
            brought.own_name = stated
        brought.alone = brought.alone and record.length > 0
        held.look(number, record)


def _is_name(stated: str) -> bool:
    """Whether a file may be called so here."""
    return stated.endswith(WARC_ENDINGS) and stated[0] not in ".-" and _UNSAFE.search(stated) is None and len(stated) < 200


def _is_new(held: Held, brought: Brought) -> bool:
    """Whether the file brings anything; records that are held already are left out of it, and said."""
    repeated, count = held.repeated(), brought.records.total()
    if repeated.clash is not None:
        id, where = repeated.clash
        brought.notes.append(f"{brought.file}: another record{f' of {where}' if where else ''} has the id {id} too, with other content; "
                             "an id should be given once, and verify will say so")
    if not repeated.numbers:
        return True
    where = ", ".join(name or "itself" for name, _ in repeated.files.most_common(3))
    brought.left_out.append(f"{brought.file}: {len(repeated.numbers)} of {count} records are held already, in {where}")
    if repeated.nothing_new:
        brought.how, brought.name = "held already", repeated.files.most_common(1)[0][0]
        return False
    brought.passed, brought.how = frozenset(repeated.numbers), "packed anew"
    return True


def _is_there(collection: Collection, brought: Brought, name: str) -> bool:
    """Whether a file of that name and of equal bytes is there; else it has a name like it from now on that no other file has."""
    brought.name = f"{name.removesuffix('.gz')}.gz" if brought.how == "packed anew" else name
    stem, ending = _split(brought.name)
    number = 1
    while is_held(target := collection.warcs / brought.name):
        if _same(target, brought):
            brought.how = "there already"
            return True
        number += 1
        brought.name = f"{stem}-{number}{ending}"
    return False


def _place(collection: Collection, brought: Brought) -> None:
    """Give it its place."""
    with taking_place(collection.warcs / brought.name) as aside:
        _put(brought, aside)


def _put(brought: Brought, aside: Path) -> None:
    if brought.how == "linked":
        try:
            os.link(brought.file.resolve(), aside)
        except OSError:  # another file system
            aside.symlink_to(brought.file.resolve())
    elif brought.how == "packed anew":
        with aside.open("wb") as file:
            file.writelines(_packed(brought))
    else:
        shutil.copyfile(brought.source, aside)


def _same(target: Path, brought: Brought) -> bool:
    if brought.how != "packed anew":
        return digest_of_file(target)[0] == digest_of_file(brought.source)[0]
    aside = target.with_name(f".{target.name}.compared")
    try:
        _put(brought, aside)
        return digest_of_file(aside)[0] == digest_of_file(target)[0]
    except OSError as error:
        raise not_writable(aside, error) from None
    finally:
        aside.unlink(missing_ok=True)


def _packed(brought: Brought) -> Iterator[bytes]:
    """A gzip member for each record that is taken in; members that hold one record stay as they are."""
    raws = _raw_members(brought.source) if brought.alone else _raw_records(brought.source)
    for number, raw in enumerate(raws):
        if number not in brought.passed:
            yield raw if raw.startswith(MAGIC) else isal_zlib.compress(raw, LEVEL, 31)


def _raw_members(file: Path) -> Iterator[bytes]:
    """The bytes of each record as it lies in the file, behind damages too."""
    with file.open("rb") as opened:
        for record in records(file, on_bad=lambda bad: None):
            yield os.pread(opened.fileno(), record.length, record.offset)


def _raw_records(file: Path) -> Iterator[bytes]:
    """The bytes of each record, from its version line to its empty lines, whatever members they were packed in."""
    with file.open("rb") as zipped, _unpacked(zipped) as plain, suppress(Broken):
        for record in walk(Plain(plain), file.name):
            yield os.pread(plain.fileno(), record.length, record.offset)


def _unpacked(zipped: BinaryIO) -> BinaryIO:
    """The content of all members as far as they can be read, in a temporary file."""
    plain: BinaryIO = TemporaryFile()  # noqa: SIM115 (the caller closes it)
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
