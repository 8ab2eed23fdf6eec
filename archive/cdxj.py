"""The index for replay: a sorted line for each record that can be shown, as pywb reads it.

`indexes/index.cdxj` is kept by merging: each WARC file is read once, when it is finished (and each time while it is open).
"""

from __future__ import annotations

import heapq
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import orjson

from archive.cdxj_entries import entries
from archive.durable import not_writable, replacing
from archive.layout import OPEN_SUFFIX, Collection

NAME = "index.cdxj"
STATE = ".index-state.json"
"""Beside the index: the WARC files in it, with sizes and records. Without it, or when it does not fit, all are read again."""
SORTED_AT_ONCE = 100_000
"""Lines that are sorted in memory (some 40 MB); more are sorted in runs on disk."""


def update_index(collection: Collection) -> bool:
    """Bring `indexes/index.cdxj` in step with the WARC files; False when it was. Raises `NotWritable`; the old one then stays.

    Places that cannot be read are passed over (`archive.check` names them).
    """
    index = collection.indexes / NAME
    held, counts = _held(collection.indexes), Counter(records_counted(collection))
    found = {path: path.stat().st_size for path in collection.warc_files()}
    now = {_name(path): 0 if path.name.endswith(OPEN_SUFFIX) else size for path, size in found.items()}
    if held == now and index.is_file() and not any(path.name.endswith(OPEN_SUFFIX) for path in found):
        return False
    stale = {name for name, size in held.items() if now.get(name) != size or size == 0}
    try:
        with ExitStack() as stack:
            fresh = [path for path in found if held.get(_name(path)) is None or _name(path) in stale]
            for path in fresh:
                del counts[_name(path)]
            runs = [stack.enter_context(run) for run in _sorted_runs(fresh, collection.indexes, counts)]
            with replacing(index) as file:
                file.writelines(heapq.merge(_kept(index, stale) if held else (), *runs))
    except OSError as error:
        raise not_writable(index, error) from None
    with replacing(collection.indexes / STATE) as file:
        told = {name: {"size": size, "records": counts[name]} for name, size in now.items()}
        file.write(orjson.dumps({"size": index.stat().st_size, "files": told}))
    return True


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


def _sorted_runs(paths: list[Path], folder: Path, counts: Counter[str]) -> Iterator[BinaryIO]:
    """The lines of WARC files in sorted runs, each a temporary file, read from its beginning."""
    batch: list[bytes] = []
    for line in chain.from_iterable(entries(path, _name(path), counts) for path in paths):
        batch.append(line)
        if len(batch) == SORTED_AT_ONCE:
            yield _run(batch, folder)
            batch = []
    if batch:
        yield _run(batch, folder)


def _run(lines: list[bytes], folder: Path) -> BinaryIO:
    run = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the caller's stack closes it
    run.writelines(sorted(lines))
    run.seek(0)
    return run
