"""After a kill: the group that was settled last stands in the WARC; what the kill kept of it from the lines is made good.

So lines, events and problems are those that the WARC says, whatever moment a run was killed at.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import orjson

from archive.catalog import Holdings
from archive.durable import not_writable, sync_folder
from archive.index.sync import sync
from archive.layout import OPEN_SUFFIX, Collection
from archive.placing.beside import end_change
from archive.placing.compare import FOLDERS
from archive.reader import records
from archive.records.repair import finish_open_files
from archive.records.settlement import Settlement, settlement_in
from crawler.again.imported import UNDER_WAY, derive
from crawler.again.session import NoPortal, Portals, Turn, session_of

TIMEOUT = 60.0


def recovered(holdings: Holdings, folders: Sequence[Path] = ()) -> list[str]:
    """End what a kill left unfinished in a collection, so that it can be written to: files that were changing places, lines that the
    WARC promises, WARC files that were left open. What was done, a line each. Under the collection's lock; the catalog is to be
    brought in step afterwards. Raises `archive.errors.ArchiveError`."""
    collection = holdings.collection
    told = [f"{collection.name}: files that were changing places are in place"] if end_change(collection) else []
    try:
        told += _end_import(holdings, folders)
        told += make_good(holdings, folders)
    except NoPortal as error:
        told.append(f"{error}; what the last run settled last is not written")
    return [*told, *(str(repair) for repair in finish_open_files(collection))]


def _end_import(holdings: Holdings, folders: Sequence[Path]) -> list[str]:
    """Write the lines of an import that was killed, from the first one on."""
    collection = holdings.collection
    note = collection.path / UNDER_WAY
    try:
        told = orjson.loads(note.read_bytes())
        own, sizes = str(told["warc"]), {str(name): int(size) for name, size in told["sizes"].items()}
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise not_writable(note, error if isinstance(error, OSError) else OSError(f"not readable ({error})")) from None
    cut = _cut(collection, sizes)
    sync(holdings)
    derive(holdings, own, folders)
    note.unlink()
    return _told(collection, cut, f"the lines of the import {own}, which was killed, were written")


def settled_last(collection: Collection, since: datetime) -> frozenset[str]:
    """Records that the processes which wrote since then settled last: their lines may stand, though a kill kept the frontier from hearing
    of it. Of each of their WARC files the last group."""
    found = set[str]()
    for path in collection.warc_files():
        if path.stat().st_mtime < since.timestamp():
            continue
        group = None
        for record in records(path, on_bad=lambda _: None):
            group = settlement_in(record) or group
        found |= {one.record for one in group.settled if one.record is not None} if group is not None else set()
    return frozenset(found)


def make_good(holdings: Holdings, folders: Sequence[Path] = ()) -> list[str]:
    """Write what the last group of a killed run lacks; what was done, a line each. Call it under the collection's lock, before WARC
    files that were left open are finished and before the catalog is brought in step. Raises `archive.errors.ArchiveError`.

    `folders`: of portal files, for runs whose WARC files hold none. A kill in the middle does no harm, the next call ends the work.
    """
    collection = holdings.collection
    left = [path for path in collection.warc_files() if path.name.endswith(OPEN_SUFFIX)]
    if not left:
        return []
    files, last = _last_session(collection, left)
    if last is None or not last.settled or _is_written(holdings, last.sizes):
        return []
    from crawler.again.rebuild import Rebuild  # with all that reads pages: after kills alone

    cut = _cut(collection, last.sizes)
    sync(holdings)
    rebuild = Rebuild(collection, collection, holdings, Portals(collection.name, folders), readers=1, timeout=TIMEOUT, last_alone=True)
    with ThreadPoolExecutor(1) as thread:  # the caller may be in an event loop of its own
        made = thread.submit(asyncio.run, rebuild.run([Turn(path=path) for path in files])).result()
    done = "the last group of a run that was killed was written again from the WARC"
    return [*_told(collection, cut, done), *made.notes, *made.damaged]


def _last_session(collection: Collection, left: list[Path]) -> tuple[list[Path], Settlement | None]:
    """The WARC files of the process that was killed, behind those that hold what it settled of an earlier one's records, and the group
    that it settled last."""
    began, files, last = None, [], None
    heads = {path: next((session_of(record) for record in records(path, on_bad=lambda _: None)), None) for path in left}
    newest = max((session.began for session in heads.values() if session is not None), default=None)
    earlier = []
    for path in collection.warc_files():
        head = next(records(path, on_bad=lambda _: None), None)
        session = session_of(head) if head is not None and head.type == "warcinfo" else None
        began = session.began if session is not None and session.settles else None
        if began is None or began != newest:
            earlier.append(path)
            continue
        files.append(path)
        for record in records(path, on_bad=lambda _: None):
            last = settlement_in(record) or last
    if last is None or newest is None:
        return files, last
    wanted = {one.record for one in last.settled if one.record is not None and one.at < newest}
    return [*_holding(earlier, wanted), *files], last


def _holding(paths: Sequence[Path], wanted: set[str]) -> list[Path]:
    """Those files that hold these records: what a process before that one recorded, and was killed before it settled it."""
    left, found = set(wanted), list[Path]()
    for path in reversed(paths):
        if not left:
            break
        held = left & {record.id for record in records(path, on_bad=lambda _: None)}
        if held:
            left -= held
            found.insert(0, path)
    return found


def _is_written(holdings: Holdings, sizes: Mapping[str, int]) -> bool:
    """Whether the catalog, which is told last, knows lines behind these sizes."""
    known = {name: size for name, size in holdings.files.sizes().items() if name.partition("/")[0] in FOLDERS}
    newest = {name.partition("/")[0]: name for name in sorted(sizes)}
    return any(size > sizes.get(name, 0) for name, size in known.items() if name >= newest.get(name.partition("/")[0], ""))


def _cut(collection: Collection, sizes: Mapping[str, int]) -> list[tuple[Path, int, bytes]]:
    """Take off what stands behind these sizes: file, size, and the bytes that stood there."""
    cut = []
    for folder in FOLDERS:
        held = {name.rpartition("/")[2]: size for name, size in sizes.items() if name.startswith(f"{folder}/")}
        newest = max(held, default="")
        for path in collection.line_files(folder):
            if path.name < newest:
                continue
            size = held.get(path.name, 0)
            data = _behind(path, size)
            if data:
                _set_aside(path, size, data)
                cut.append((path, size, data))
    return cut


def _behind(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(size)
        return file.read()


def _set_aside(path: Path, size: int, data: bytes) -> None:
    try:
        with _torn(path, size).open("wb") as aside:
            aside.write(data)
            aside.flush()
            os.fsync(aside.fileno())
        sync_folder(path.parent)
        if size:
            with path.open("r+b") as file:
                file.truncate(size)
                os.fsync(file.fileno())
        else:
            path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise not_writable(path, error) from None


def _torn(path: Path, size: int) -> Path:
    return path.with_name(f"{path.name}.torn-{size}")


def _told(collection: Collection, cut: list[tuple[Path, int, bytes]], done: str) -> list[str]:
    """What was cut off and stands there again needs no other copy; what does not is told and stays aside."""
    told = [f"{collection.name}: {done}"]
    for path, size, data in cut:
        again = _behind(path, size) if path.is_file() else b""
        if again.startswith(data[:data.rfind(b"\n") + 1]):
            _torn(path, size).unlink(missing_ok=True)
        else:
            told.append(f"{collection.relative(path)}: {len(data)} bytes behind byte {size} are not what the WARC says; they are put "
                        f"aside as {_torn(path, size).name}")
    return told
