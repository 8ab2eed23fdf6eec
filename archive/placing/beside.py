"""What is derived of a collection, made again beside what is there, and put in its place when all of it is whole.

The old files stay, in a folder of their own. A kill in the middle of the change leaves a note of it, and whoever writes to the
collection next ends it: at every moment each file is the old one or the new one, whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from archive.durable import not_writable, replacing, sync_folder
from archive.exchange import take_place
from archive.layout import OPEN_SUFFIX, Collection

DERIVED = ("articles", "events", "problems", "indexes")
"""Folders that are made from the WARC files."""
UNDER_WAY = ".changing.json"
"""In the collection while files change places: which folder's files come in, and where the old ones go."""


@dataclass(frozen=True, slots=True)
class Beside(Collection):
    """A collection with its own WARC files and with what is derived of them in another folder."""

    folder: str
    """Of the derived files, in the collection's own."""

    @property
    def path(self) -> Path:
        """The folder of the derived files."""
        return self.home / self.folder

    @property
    def home(self) -> Path:
        """The collection's own folder."""
        return self.root / "collections" / self.name

    @property
    def warcs(self) -> Path:
        """The collection's own WARC files."""
        return self.home / "archive"

    def relative(self, path: Path) -> str:
        """As of the collection itself."""
        base = self.home if path.is_relative_to(self.warcs) else self.path
        return path.relative_to(base).as_posix().removesuffix(OPEN_SUFFIX)

    def create(self) -> None:
        """Make the folders of the derived files. Raises `NotWritable`."""
        try:
            for folder in DERIVED:
                (self.path / folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(self.path, error) from None

    def aside(self) -> Beside:
        """Where these files are made, so that those of before stay until all are whole."""
        return Beside(self.root, self.name, f".{self.folder}.new")

    def rename(self, folder: str) -> Beside:
        """Let what was made here, all whole, take the place of the folder of that name. Raises `NotWritable`."""
        renamed = Beside(self.root, self.name, folder)
        try:
            take_place(self.path, renamed.path)
        except OSError as error:
            raise not_writable(renamed.path, error) from None
        self.remove()
        return renamed

    def remove(self) -> None:
        """Delete what was made here; harmless when there is nothing. Raises `NotWritable`."""
        try:
            if self.path.exists():
                shutil.rmtree(self.path)
        except OSError as error:
            raise not_writable(self.path, error) from None


def put_in_place(beside: Beside, kept: str) -> None:
    """Let the derived files of `beside` take the place of the collection's; the old ones lie in the folder `kept` from then on.

    Under the collection's lock. Raises `NotWritable`; then, as after a kill, `end_change` ends it.
    """
    names = {folder: sorted(path.name for path in _files(beside.path / folder)) for folder in DERIVED}
    with replacing(beside.home / UNDER_WAY) as file:
        file.write(orjson.dumps({"from": beside.folder, "kept": kept, "files": names}))
    end_change(Collection(beside.root, beside.name))


def end_change(collection: Collection) -> bool:
    """End a change of files that was begun and not ended; False when there was none. Under the collection's lock. Raises
    `NotWritable`."""
    note = collection.path / UNDER_WAY
    try:
        told = orjson.loads(note.read_bytes())
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise not_writable(note, error if isinstance(error, OSError) else OSError(f"not readable ({error})")) from None
    try:
        for folder in DERIVED:
            _change(collection.path / folder, collection.path / told["from"] / folder, collection.path / told["kept"] / folder,
                    told["files"][folder])
        shutil.rmtree(collection.path / told["from"], ignore_errors=True)
        note.unlink()
    except OSError as error:
        raise not_writable(note, error) from None
    sync_folder(collection.path)
    return True


def _change(current: Path, fresh: Path, kept: Path, names: list[str]) -> None:
    """The files of one folder; what has changed place already is left alone."""
    kept.mkdir(parents=True, exist_ok=True)
    current.mkdir(exist_ok=True)
    for path in _files(current):
        if path.name not in names:
            path.replace(kept / path.name)
    for name in names:
        if not (fresh / name).exists():
            continue
        if (current / name).exists() and not (kept / name).exists():
            _keep(current / name, kept / name)
        (fresh / name).replace(current / name)
    for folder in (kept, current):
        sync_folder(folder)


def _keep(path: Path, target: Path) -> None:
    """A second name for a file, a copy where the file system has none."""
    with suppress(OSError):
        os.link(path, target)
        return
    aside = target.with_name(f".{target.name}.new")
    shutil.copyfile(path, aside)
    aside.replace(target)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.is_file())
