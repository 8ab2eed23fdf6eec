"""The index for replay: a sorted line for each record that can be shown, as pywb reads it.

`indexes/index.cdxj` is kept by merging: each WARC file is read once, when it is finished (and each time while it is open).
"""

from __future__ import annotations

import hashlib
import heapq
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import orjson

from archive.durable import not_writable, replacing
from archive.index.cdxj_entries import entries
from archive.index.index_ahead import forget, taken
from archive.layout import OPEN_SUFFIX, Collection
from archive.remote.store import size_of

NAME = "index.cdxj"
STATE = ".index-state.json"
"""Beside the index: the WARC files in it, with sizes and records. Without it, or when it does not fit, all are read again."""
SORTED_AT_ONCE = 100_000
"""Lines that are sorted in memory (some 40 MB); more are sorted in runs on disk."""


def update_index(collection: Collection) -> bool:
    """Bring `indexes/index.cdxj` in step with the WARC files; False when it was. Raises `NotWritable`; the old one then stays.

    Places that cannot be read are passed over (`archive.check` names them). Call it under the collection's lock.
    """
    index, step = collection.indexes / NAME, _Step.of(collection)
    if step.done:
        return False
    counts = Counter(records_counted(collection))
    try:
        with ExitStack() as stack:
            for path in step.fresh:
                del counts[_name(path)]
            runs = _sorted_runs(stack, step.fresh, collection.indexes, counts, collection.indexes)
            with replacing(index) as file:
                file.writelines(heapq.merge(_kept(index, step.stale) if step.held else (), *runs))
    except OSError as error:
        raise not_writable(index, error) from None
    with replacing(collection.indexes / STATE) as file:
        told = {name: {"size": size, "records": counts[name]} for name, size in step.now.items()}
        digest, size = _digest(index)
        file.write(orjson.dumps({"size": size, "sha256": digest, "files": told}))
    forget(collection.indexes)
    return True


def index_digest(collection: Collection) -> str | None:
    """Digest of the index as it was written last, `sha256:` and hex; None when that is not known."""
    try:
        digest = orjson.loads((collection.indexes / STATE).read_bytes())["sha256"]
        return str(digest) if digest is not None else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}", path.stat().st_size


def in_step(collection: Collection) -> bool:
    """Whether the index on disk has all that the WARC files hold, and none of these is open."""
    return _Step.of(collection).done


@contextmanager
def standing_index(collection: Collection, scratch: Path) -> Iterator[BinaryIO]:
    """The whole index as a file open for reading, whatever the one on disk is worth; nothing in the archive is written.

    It is the one on disk when that is in step, else a temporary file in the folder `scratch`, for which the files that are not in
    step are read. No lock is needed: a file that grows or an index that is replaced meanwhile does no harm. Raises OSError.
    """
    with ExitStack() as stack:
        step = _Step.of(collection)
        if step.done:
            yield stack.enter_context((collection.indexes / NAME).open("rb"))
            return
        runs = _sorted_runs(stack, step.fresh, scratch, Counter())
        merged = stack.enter_context(tempfile.TemporaryFile(dir=scratch))
        merged.writelines(heapq.merge(_kept(collection.indexes / NAME, step.stale) if step.held else (), *runs))
        merged.seek(0)
        yield merged


@dataclass(frozen=True, slots=True)
class _Step:
    """What the index on disk lacks."""

    held: dict[str, int]
    """Files that are in it, with their sizes; see `_held`."""
    now: dict[str, int]
    """Files that are there, with their sizes; 0 for those that are open."""
    fresh: list[Path]
    """Files to read."""
    stale: set[str]
    """Files whose lines must go."""
    done: bool
    """Whether it lacks nothing."""

    @classmethod
    def of(cls, collection: Collection) -> _Step:
        held = _held(collection.indexes)
        found = {path: size_of(path) for path in collection.warc_files()}
        now = {_name(path): 0 if path.name.endswith(OPEN_SUFFIX) else size for path, size in found.items()}
        stale = {name for name, size in held.items() if now.get(name) != size or size == 0}
        fresh = [path for path in found if held.get(_name(path)) is None or _name(path) in stale]
        done = held == now and (collection.indexes / NAME).is_file() and 0 not in now.values()
        return cls(held, now, fresh, stale, done)


def records_counted(collection: Collection) -> dict[str, int]:
    """Name of each finished WARC file in the index to the number of its records."""
    return {name: facts["records"] for name, facts in _state(collection.indexes).items() if facts["size"]}


def _name(path: Path) -> str:
    """A WARC file as index lines name it: pywb looks it up in the collection's `archive` folder."""
    return path.name.removesuffix(OPEN_SUFFIX)


def _held(folder: Path) -> dict[str, int]:
    """Files that are in the index on disk, with their sizes (0: read while open); empty when there is none to rely on."""
    return {name: facts["size"] for name, facts in _state(folder).items()}


def _state(folder: Path) -> dict[str, dict[str, int]]:
    try:
        state = orjson.loads((folder / STATE).read_bytes())
        fits = (folder / NAME).stat().st_size == state["size"]
        return {str(name): {key: int(facts[key]) for key in ("size", "records")} for name, facts in state["files"].items()} if fits else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _kept(index: Path, stale: set[str]) -> Iterator[bytes]:
    """Lines of the old index but for those of stale files."""
    with index.open("rb") as file:
        for line in file:
            if not stale or orjson.loads(line[line.index(b"{"):])["filename"] not in stale:
                yield line


def _entries(path: Path, counts: Counter[str], indexes: Path | None) -> Iterator[bytes]:
    """The lines of a WARC file: those made while it was written, where they lie in `indexes` and fit it, else as it is read."""
    made = taken(indexes, path, _name(path)) if indexes is not None else None
    if made is None:
        return entries(path, _name(path), counts)
    counts[_name(path)], lines = made
    return lines


def _sorted_runs(stack: ExitStack, paths: list[Path], folder: Path, counts: Counter[str],
                 indexes: Path | None = None) -> list[Iterable[bytes]]:
    """The lines of WARC files in sorted runs: temporary files that the stack closes, and the last one, or the only one, in memory."""
    runs: list[Iterable[bytes]] = []
    batch: list[bytes] = []
    for line in chain.from_iterable(_entries(path, counts, indexes) for path in paths):
        if len(batch) == SORTED_AT_ONCE:
            runs.append(stack.enter_context(_run(sorted(batch), folder)))
            batch = []
        batch.append(line)
    return [*runs, sorted(batch)]


def _run(lines: list[bytes], folder: Path) -> BinaryIO:
    run = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the caller's stack closes it
    run.writelines(lines)
    run.seek(0)
    return run
