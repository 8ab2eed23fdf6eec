"""Where each file of an archive lies. The folders are pywb's own, so that pywb started in the root replays without a setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import NotFound, NotWritable

OPEN_SUFFIX = ".open"
"""Ending of a WARC file that is still being written; a `WarcRef` never carries it."""
REMOTE_SUFFIX = ".remote.json"
"""Behind a WARC file's name: the note that says where on object storage it is (`archive.remote.store`)."""
WARC_ENDINGS = (".warc.gz", ".warc")
WORKERS = "workers"
"""In an archive's root: the archives of further workers, until they are merged."""
FOLDERS = ("archive", "indexes", "articles", "events", "problems")


def is_collection_name(name: str) -> bool:
    """Whether a name can be one folder: any script, blanks allowed; no separator, no control character, no dot in front."""
    return bool(name) and name == name.strip() and name[0] != "." and name.isprintable() and not set(name) & set('/\\:*?"<>|') \
        and len(name.encode("utf-8", "surrogatepass")) <= 100


@dataclass(frozen=True, slots=True)
class Collection:
    """One portal's part of an archive."""

    root: Path
    """The archive's root."""
    name: str
    """The portal's name, as `is_collection_name` allows it."""

    @property
    def path(self) -> Path:
        """The collection's own folder; `WarcRef.file` is relative to it."""
        return self.root / "collections" / self.name

    @property
    def warcs(self) -> Path:
        """Folder of the WARC files."""
        return self.path / "archive"

    @property
    def indexes(self) -> Path:
        """Folder of the CDXJ index, where pywb looks for it."""
        return self.path / "indexes"

    @property
    def articles(self) -> Path:
        """Folder of the article lines."""
        return self.path / "articles"

    @property
    def events(self) -> Path:
        """Folder of the event lines."""
        return self.path / "events"

    @property
    def problems(self) -> Path:
        """Folder of the problem lines."""
        return self.path / "problems"

    @property
    def schema(self) -> Path:
        """JSON Schema of the lines."""
        return self.path / "schema.json"

    @property
    def manifest(self) -> Path:
        """Sizes and SHA-256 of all files."""
        return self.path / "manifest.json"

    @property
    def lock(self) -> Path:
        """Held by whoever writes to this collection; see `archive.lock`."""
        return self.path / ".lock"

    @property
    def exists(self) -> bool:
        """Whether there is such a collection on disk."""
        return self.warcs.is_dir()

    def create(self) -> None:
        """Make the folders that are missing. Raises `NotWritable`."""
        try:
            for folder in FOLDERS:
                (self.path / folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritable(f"{self.path}: cannot be created: {error.strerror or error}") from None

    def relative(self, path: Path) -> str:
        """A file of this collection as records and lines name it: relative, with `/`, without `.open`."""
        return path.relative_to(self.path).as_posix().removesuffix(OPEN_SUFFIX)

    def file(self, relative: str) -> Path:
        """The file that a record or line names, finished, still open or on object storage (see `warc_files`). Raises `NotFound` if it is
        not there or lies outside."""
        inside = self.path / relative
        if relative.startswith("/") or ".." in Path(relative).parts:
            raise NotFound(f"{relative}: not a path inside the collection")
        for path in (inside, inside.with_name(inside.name + OPEN_SUFFIX)):
            if path.is_file():
                return path
        if inside.with_name(inside.name + REMOTE_SUFFIX).is_file():
            return inside
        raise NotFound(f"{inside}: no such file")

    def warc_files(self) -> list[Path]:
        """All WARC files, finished or open, ordered by the name they have when finished. Those that are on object storage alone have the
        path at which they would lie: `archive.remote.store` opens them."""
        found = {path.with_name(path.name.removesuffix(REMOTE_SUFFIX)) for path in _files(self.warcs)}
        return sorted(
            (path for path in found if path.name.removesuffix(OPEN_SUFFIX).endswith(WARC_ENDINGS)),
            key=lambda path: path.name.removesuffix(OPEN_SUFFIX),
        )

    def line_files(self, folder: str) -> list[Path]:
        """The JSON Lines files of `articles`, `events` or `problems`, oldest first."""
        return sorted(path for path in _files(self.path / folder) if path.name.endswith(".jsonl"))


@dataclass(frozen=True, slots=True)
class Archive:
    """All collections under one root."""

    root: Path

    @property
    def catalog(self) -> Path:
        """What was seen when; derived, may be deleted."""
        return self.root / "catalog.sqlite"

    @property
    def frontier(self) -> Path:
        """Work under way; may be deleted between crawls."""
        return self.root / "frontier.sqlite"

    def collection(self, name: str) -> Collection:
        """The collection of that name, whether it exists or not. Raises `NotFound` for a name that can be no folder."""
        if not is_collection_name(name):
            raise NotFound(f"{name!r}: not a name for a collection")
        return Collection(self.root, name)

    def collections(self) -> list[Collection]:
        """Every collection on disk, by name. Raises `NotFound` where they cannot be read."""
        folder = self.root / "collections"
        try:
            names = sorted(path.name for path in folder.iterdir() if is_collection_name(path.name))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise NotFound(f"{folder}: cannot be read: {error.strerror or error}") from None
        return [one for name in names if (one := Collection(self.root, name)).exists]


def opened(path: Path) -> tuple[Archive, list[Collection]]:
    """The archive at or around a folder and the collections meant by it: all below a root, or the one that the folder is.

    Raises `NotFound` when the folder is neither.
    """
    path = path.absolute()
    if collections := Archive(path).collections():
        return Archive(path), collections
    if path.parent.name == "collections" and is_collection_name(path.name):
        archive = Archive(path.parent.parent)
        if (one := archive.collection(path.name)).exists:
            return archive, [one]
    raise NotFound(f"{path}: neither an archive (no collections/NAME/archive in it) nor a collection of one")


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder; none where it is not there. Raises `NotFound` for one that cannot be read: it is not empty."""
    try:
        yield from (path for path in folder.iterdir() if path.is_file())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise NotFound(f"{folder}: cannot be read: {error.strerror or error}") from None
