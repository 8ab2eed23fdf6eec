"""After a kill: WARC files that were left open are cut behind their last whole record and get their final name."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.durable import not_writable, sync_folder
from archive.errors import NotWritable
from archive.layout import OPEN_SUFFIX, Collection
from archive.records.members import Broken, Members
from archive.records.walk import MAX_HEAD

READ_SIZE = 1 << 20
_HEAD = re.compile(rb"WARC/1\.[01]\r\n(?:[^\r\n]+\r\n)*?Content-Length: (\d{1,15})\r\n(?:[^\r\n]+\r\n)*\r\n", re.IGNORECASE)
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was done to one file. As text: one line for the log."""

    file: str
    """Final name, relative to the collection."""
    kept: int
    """Bytes of whole records; 0: there was none, and no file of that name is left."""
    torn: int
    """Bytes behind them, put aside as `FILE.torn-KEPT`; 0: none."""

    def __str__(self) -> str:
        """What happened, and where the rest lies."""
        kept = f"{self.kept} bytes of whole records kept" if self.kept else "no whole record in it"
        torn = f"{self.torn} put aside as {self.file}.torn-{self.kept}" if self.torn else "nothing torn"
        return f"{self.file}: left open by a run that was killed; {kept}, {torn}"


def finish_open_files(collection: Collection) -> list[Repair]:
    """Finish every `.open` file of a collection that nobody writes to; the caller holds its lock. Raises `NotWritable`.

    Nothing is lost: what is no whole record stays beside the file. A kill in the middle does no harm, the next call ends the work.
    """
    done = []
    for path in sorted(collection.warcs.glob(f"*.warc.gz{OPEN_SUFFIX}")):
        try:
            done.append(_finish(collection, path))
        except OSError as error:
            raise not_writable(path, error) from None
    return done


def _finish(collection: Collection, path: Path) -> Repair:
    final = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    if final.exists():
        raise NotWritable(f"{path}: {final.name} is there already; move one of them out of the folder")
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        kept = sound_size(file)
        torn = final.with_name(f"{final.name}.torn-{kept}")
        if 0 < kept < size:
            _copy_tail(file, kept, torn)
            file.truncate(kept)
        os.fsync(file.fileno())
    if kept:
        path.rename(final)
    elif size:
        path.rename(torn)
    else:
        path.unlink()
    sync_folder(path.parent)
    return Repair(file=collection.relative(final), kept=kept, torn=size - kept)


def sound_size(file: BinaryIO) -> int:
    """Bytes of a gzip WARC file up to the end of the last record before which all are whole: a member each, checksum right."""
    members, good = Members(file), 0
    try:
        while members.next() and _is_whole(members):
            assert members.end is not None
            good = members.end
    except Broken:
        pass
    return good


def _is_whole(members: Members) -> bool:
    """Whether the member, read to its end, is one record."""
    start = b""
    while (head := _HEAD.match(start)) is None:
        piece = members.read(READ_SIZE)
        if not piece or len(start) > MAX_HEAD:
            return False
        start += piece
    size, end = len(start), start[-4:]
    while piece := members.read(READ_SIZE):
        size, end = size + len(piece), (end + piece)[-4:]
    return end == _END and size == head.end() + int(head[1]) + len(_END)


def _copy_tail(file: BinaryIO, start: int, target: Path) -> None:
    """Keep what lies behind `start` before it is cut off."""
    file.seek(start)
    with target.open("wb") as aside:
        shutil.copyfileobj(file, aside, READ_SIZE)
        aside.flush()
        os.fsync(aside.fileno())
    sync_folder(target.parent)
