"""The digest of the catalog as its last writer left it: so that a flipped bit in it is found. Taken off before anyone writes.

Several processes may use the catalog at once. Each that writes holds a shared lock beside it; only who is alone seals.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.checks.departure import Departure, shown
from archive.durable import sync_folder
from archive.manifest import digest_of_file

ENDING = ".sha256"


class Seal:
    """The seal of one database file, for one connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def take_off(self) -> None:
        """Before the first writing. Raises OSError."""
        if self._fd is not None:
            return
        self._fd = os.open(self.path.with_name(f".{self.path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(self._fd, fcntl.LOCK_SH)
        with suppress(FileNotFoundError):
            _seal_of(self.path).unlink()
            sync_folder(self.path.parent)

    def put_on(self) -> None:
        """After the connection was closed, if it wrote and nobody else has the file open for writing. Never raises."""
        fd, self._fd = self._fd, None
        if fd is None:
            return
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self.path.is_file() and not self.path.with_name(f"{self.path.name}-wal").exists():
                digest, size, _ = digest_of_file(self.path)
                aside = self.path.with_name(f".{self.path.name}.new")
                aside.write_text(f"{digest} {size}\n", encoding="ascii")
                aside.replace(_seal_of(self.path))
        except OSError:  # without a seal nothing is claimed
            pass
        finally:
            os.close(fd)


def seal_departures(path: Path) -> Iterator[Departure]:
    """What of a sealed file is not as its seal says; nothing of one without a seal: it is being written, or a run was killed."""
    try:
        sealed = _seal_of(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return
    if path.with_name(f"{path.name}-wal").exists():
        return
    try:
        digest, size, _ = digest_of_file(path)
    except FileNotFoundError:
        return  # it may be deleted
    except OSError as error:
        yield Departure(file=path.name, at=None, field="file", expected="to be readable", found=error.strerror or str(error))
        return
    if sealed != f"{digest} {size}\n":
        yield Departure(file=path.name, at=None, field=_seal_of(path).name, expected=shown(sealed.strip()), found=f"{digest} {size} (it is "
                        "derived: delete it, and the next run makes it again)")


def _seal_of(path: Path) -> Path:
    return path.with_name(path.name + ENDING)
