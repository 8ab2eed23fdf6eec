"""Archives of several workers become one: their WARC files are taken in, and lines, events, problems and index are derived of all of them,
in the order of the files' names; again, or only what is added where all new files come last. So the result depends on the files alone, not
on who was merged first, or how often."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import NotFound, NotWritable
from archive.layout import WORKERS, Archive, Collection
from archive.lock import locked
from archive.placing.gathering import Gathered, gather
from crawler.again.appended import append, brought_in_step, lines_in, turns_behind
from crawler.again.generation import Generation, renew
from crawler.again.session import Portals
from crawler.again.settled_again import Made
from crawler.mapping.workers import Workers

UNDER_WAY = ".merging"
"""In the collection from before the first file is taken in until lines are in place: a merge that was killed is to be given again."""
FOLDER = "merged"
"""In the collection: the lines that are being made."""


@dataclass(slots=True, kw_only=True)
class Merged:
    """What became of one collection."""

    collection: Collection
    sources: list[Path]
    """Roots of the archives that held something of it."""
    files: list[Gathered]
    made: Made | None = None
    """None: all was there already."""
    appended: bool = False
    """Whether lines were only added, for all new files come behind those that were there."""
    notes: list[str] = field(default_factory=list)
    kept: Path | None = None
    """Where the lines of before lie; None where all of them stand among the new ones."""
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Folder to its lines before and after."""

    @property
    def counts(self) -> Counter[str]:
        """Files by what was done."""
        return Counter(one.how for one in self.files)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        made = self.made
        return {"collection": self.collection.name, "sources": [str(path) for path in self.sources],
                "files": [{"name": one.name, "how": one.how, "bytes": one.size, "from": str(one.source)} for one in self.files],
                "lines": {folder: {"before": before, "after": after} for folder, (before, after) in self.lines.items()},
                "verdicts": dict(made.verdicts) if made is not None else {}, "damaged": made.damaged if made is not None else [],
                "kept": str(self.kept) if self.kept is not None else None, "merged": made is not None, "appended": self.appended}


def sources_of(root: Path, given: Sequence[Path]) -> list[Archive]:
    """The archives to take from: those given, else those of the workers that wrote below the root. Raises `NotFound` when one is none."""
    if given:
        for path in given:
            if not Archive(path).collections():
                raise NotFound(f"{path}: no archive (no collections/NAME/archive in it)")
            if path.resolve() == root.resolve():
                raise NotFound(f"{path}: an archive cannot be merged with itself")
        return [Archive(path.absolute()) for path in given]
    places = sorted((root / WORKERS).glob("*"), key=lambda path: (len(path.name), path.name))
    found = [archive for path in places if (archive := Archive(path.absolute())).collections()]
    if not found:
        raise NotFound(f"{root}: no worker has written below {root / WORKERS}; name the archives to take from")
    return found


def merge(root: Path, sources: Sequence[Archive], names: Sequence[str] = (), portals: Sequence[Path] = (),
          workers: Workers | None = None) -> Iterator[Merged]:
    """Merge collection by collection (all, or those of these names) into the archive at `root`. `workers`: of this machine, who read the
    pages ahead; the lines are the same without.

    Raises `archive.errors.Locked` when one is being written to, `archive.placing.gathering.Clash`, `NotFound`, `NotWritable`, and
    `crawler.again.session.NoPortal`.
    """
    held = {one.name for archive in sources for one in archive.collections()}
    if unknown := sorted(set(names) - held):
        raise NotFound(f"{unknown[0]}: none of the archives holds such a collection; they hold {', '.join(sorted(held))}")
    for name in sorted(set(names) or held):
        held_by = [one for archive in sources if (one := archive.collection(name)).exists]
        yield _merge_one(Archive(root).collection(name), held_by, portals, workers)


def _merge_one(target: Collection, sources: Sequence[Collection], portals: Sequence[Path], workers: Workers | None) -> Merged:
    target.create()
    note = target.path / UNDER_WAY
    with ExitStack() as locks:
        locks.enter_context(locked(target.lock))
        for source in sources:
            locks.enter_context(_held(source))
        merged = Merged(collection=target, sources=[source.root for source in sources], files=[])
        under_way = note.exists()
        if not under_way:
            merged.notes = brought_in_step(target, portals)
            _write(note)
        merged.files = [one for source in sources for one in gather(source, target)]
        fresh = frozenset(one.name for one in merged.files if one.how in ("linked", "copied"))
        if fresh and not under_way:
            _append(merged, fresh, Portals(target.name, portals), workers)
    if under_way or (fresh and not merged.appended):
        generation = renew(target, FOLDER, portals=portals, apply=True, workers=workers)
        merged.made, merged.lines, merged.notes = generation.made, dict(generation.comparison.lines), generation.notes
        merged.kept = _kept(generation)
    note.unlink(missing_ok=True)
    return merged


def _append(merged: Merged, fresh: frozenset[str], known: Portals, workers: Workers | None) -> None:
    collection = merged.collection
    if turns := turns_behind(collection, fresh, known):
        before = lines_in(collection)
        merged.made, merged.appended = append(collection, turns, known, workers), True
        merged.lines = {folder: (before[folder], after) for folder, after in lines_in(collection).items()}
        merged.notes += known.faults


def _kept(generation: Generation) -> Path | None:
    """The lines of before, unless the new ones hold all of them unchanged."""
    if generation.equal:
        return None
    differs = any(name.endswith(" lost") for name in generation.comparison.counts) or any(generation.comparison.changes.values())
    if differs:
        return generation.folder
    shutil.rmtree(generation.folder, ignore_errors=True)
    return None


@contextmanager
def _held(source: Collection) -> Iterator[None]:
    """Its lock, so that nobody writes to it meanwhile; none where not even a lock can be written, for there nobody writes."""
    with ExitStack() as held:
        with suppress(NotWritable):
            held.enter_context(locked(source.lock))
        yield


def _write(note: Path) -> None:
    try:
        note.touch()
    except OSError as error:
        raise NotWritable(f"{note}: {error.strerror or error}; make the folder writable") from None
