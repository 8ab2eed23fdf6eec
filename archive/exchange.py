"""A folder that takes the place of another in one step, or as nearly as the file system lets it."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

from archive.durable import sync_folder

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""Of Linux's renameat2: both names are there at every moment."""


def take_place(aside: Path, path: Path) -> None:
    """Let the folder `aside` take the place of `path`, if there is one: what was there lies at `aside` from then on, or is gone. Raises
    OSError, `NotWritable`."""
    if not path.exists():
        aside.rename(path)
    elif not _exchanged(aside, path):
        # A file system without exchange: for a moment neither is there, both under names that tell what they are.
        old = path.with_name(f".{path.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        path.rename(old)
        aside.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    sync_folder(path.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged two names in one step; False where it cannot."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if exchange(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))
