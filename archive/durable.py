"""Files that are there whole or not at all, and what to say when the disk refuses."""

from __future__ import annotations

import errno
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

    When the block fails nothing is left of it. Raises `NotWritable`.
    """
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise not_writable(path, error) from None
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def not_writable(path: Path, error: OSError) -> NotWritable:
    """The error in words: what happened, where, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotWritable(f"{path}: the disk is full; nothing half-written was left. Make room and run the same command again")
    if error.errno == errno.EROFS:
        return NotWritable(f"{path}: the disk is read-only")
    return NotWritable(f"{path}: cannot be written: {error.strerror or error}")
