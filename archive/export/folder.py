"""A folder that is there whole or not at all: written aside, synced, then exchanged with the one that was there."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.durable import not_writable, sync_folder
from archive.errors import Locked
from archive.exchange import take_place


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """An empty folder to write to, which takes the place of `path` when the block ends well. When it fails nothing is left of it.

    What a killed writer left aside is thrown away first. Raises `NotWritable`; `Locked` when another process is writing to `path`.
    """
    with _written(path) as aside:
        yield aside
        _sync(aside)
        take_place(aside, path)


@contextmanager
def replacing_files(path: Path) -> Iterator[Path]:
    """An empty folder to write to, whose files take their places beside `path` when the block ends well: each in one step, the one
    named as `path` last. Otherwise as `replacing_folder`.
    """
    with _written(path) as aside:
        yield aside
        _sync(aside)
        for entry in sorted(aside.iterdir(), key=lambda entry: (entry.name == path.name, entry.name)):
            entry.replace(path.with_name(entry.name))
        sync_folder(path.parent)


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = _held(aside, path)
    except OSError as error:
        raise not_writable(path, error) from None
    try:
        _empty(aside)
        yield aside
    except OSError as error:
        raise not_writable(path, error) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        os.close(held)


def _held(aside: Path, path: Path) -> int:
    """The folder aside, locked: its lock goes when its holder dies."""
    while True:
        aside.mkdir(exist_ok=True)
        fd = os.open(aside, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(fd), aside.stat()):
                return fd
        except FileNotFoundError:
            pass  # it took its place in this moment
        except BlockingIOError:
            os.close(fd)
            raise Locked(f"{path}: another process is writing to it; wait until that ends") from None
        os.close(fd)


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _sync(folder: Path) -> None:
    for entry in folder.iterdir():
        fd = os.open(entry, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    sync_folder(folder)
