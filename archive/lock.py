"""One writer a collection. The lock is the kernel's: it ends with its holder, however that dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.durable import not_writable
from archive.errors import Locked

_held: set[int] = set()
"""Descriptors of the locks that this process holds."""


def _let_go_in_child() -> None:
    # A forked worker shares the lock: it would go on holding it after its parent was killed.
    for fd in _held:
        os.close(fd)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` while the block runs.

    Raises `Locked` at once when someone else holds it, naming process, host and since when; `NotWritable` when it cannot be made.
    Locks of other hosts on a shared file system are seen as far as that file system tells them (NFS 4 does).
    """
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise not_writable(path, error) from None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(fd, 4096, 0)
        os.close(fd)
        raise Locked(f"{path.parent}: {_told(holder)} is writing to this collection; wait until it ends") from None
    except OSError as error:
        os.close(fd)
        raise not_writable(path, error) from None
    _held.add(fd)
    try:
        _tell(fd)
        yield
    finally:
        if fd in _held:  # not in a forked child
            _held.discard(fd)
            fcntl.flock(fd, fcntl.LOCK_UN)
            os.close(fd)


def _tell(fd: int) -> None:
    told = {"pid": os.getpid(), "host": socket.gethostname(), "since": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    with suppress(OSError):  # a full disk: the lock holds without its words
        os.ftruncate(fd, 0)
        os.pwrite(fd, json.dumps(told).encode(), 0)


def _told(holder: bytes) -> str:
    try:
        told = json.loads(holder)
        return f"process {told['pid']} on {told['host']} (since {told['since']})"
    except (ValueError, KeyError, TypeError):
        return "another process"
