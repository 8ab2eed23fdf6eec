"""Files that are there whole or not at all, and what to say when the disk refuses."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from archive.errors import NotWritable


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Raises `NotWritable`."""
    try:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise not_writable(folder, error) from None


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file written aside that takes the place of `path` when the block ends well: synced, renamed, the folder synced.

    When the block fails nothing is left of it. One writer at a time: a second one is refused, as its bytes would stand among the
    first one's. Raises `NotWritable`.
    """
    aside = path.with_name(f".{path.name}.new")
    try:
        with _alone(aside) as file, _whole_or_gone(aside):
            yield file
            file.flush()
            os.fsync(file.fileno())
            aside.replace(path)
    except BlockingIOError:
        raise NotWritable(f"{path}: another process is writing it; wait until it ends") from None
    except OSError as error:
        raise not_writable(path, error) from None
    sync_folder(path.parent)


@contextmanager
def taking_place(path: Path) -> Iterator[Path]:
    """A name aside, under which the block puts a file or a link of any kind, and which takes the place of `path` when the block ends
    well: synced, renamed, the folder synced. What a writer that was killed left under it is gone; the caller has the lock.

    When the block fails nothing is left of it. Raises `NotWritable`.
    """
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.unlink(missing_ok=True)
        with _whole_or_gone(aside):
            yield aside
            if not aside.is_symlink():
                with aside.open("rb") as file:
                    os.fsync(file.fileno())
            aside.replace(path)
    except OSError as error:
        raise not_writable(path, error) from None
    sync_folder(path.parent)


@contextmanager
def _whole_or_gone(aside: Path) -> Iterator[None]:
    """When the block fails nothing is left of what it wrote aside."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _alone(aside: Path) -> BinaryIO:
    """The file, empty, locked until it is closed. What a writer that was killed left is overwritten. Raises BlockingIOError when
    another process holds it."""
    while True:
        file = os.fdopen(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), "r+b")
        try:
            _lock(file)
            if aside.exists() and os.path.samestat(os.fstat(file.fileno()), aside.stat()):
                file.truncate(0)
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # it was renamed by the writer before us, after we had opened it


def _lock(file: BinaryIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError as error:  # a file system without locks: as well as it can be done there
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            raise


ROOM = 1 << 16
"""Bytes without which SQLite makes no file for what its processes share; it calls that an error of input or output."""


def is_full(path: Path, said: Exception) -> bool:
    """Whether the disk is full on which a file lies of which SQLite said this."""
    return "full" in str(said) or ("I/O" in str(said) and _room(path.parent) < ROOM)


def refused(path: Path, said: Exception) -> NotWritable | None:
    """Why a file cannot be made or written of which SQLite said this, if disk or folder are the reason."""
    if is_full(path, said):
        return NotWritable(f"{path}: the disk is full. Make room and run the same command again")
    if os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
        return None
    try:
        read_only = bool(os.statvfs(path.parent).f_flag & os.ST_RDONLY)
    except OSError as error:
        return not_writable(path, error)
    return not_writable(path, OSError(errno.EROFS if read_only else errno.EACCES, os.strerror(errno.EACCES)))


def _room(folder: Path) -> int:
    """Bytes that may still be written there; any number where nobody knows."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return ROOM
    return found.f_bavail * found.f_frsize


def not_writable(path: Path, error: OSError) -> NotWritable:
    """The error in words: what happened, where, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotWritable(f"{path}: the disk is full; nothing half-written was left. Make room and run the same command again")
    if error.errno == errno.EROFS:
        return NotWritable(f"{path}: the disk is read-only")
    return NotWritable(f"{path}: cannot be written: {error.strerror or error}")
