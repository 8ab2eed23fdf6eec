"""WARC files that were taken into a collection and come behind all that it held: their lines are added to those that stand there, which is
what deriving all of it again would give."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from archive.catalog import Catalog
from archive.cdxj import update_index
from archive.index.sync import sync
from archive.jsonl import whole_lines
from archive.layout import Archive, Collection
from archive.manifest import write_manifest
from archive.placing.compare import FOLDERS
from archive.schema import write_schema
from crawler.again.failures import recount
from crawler.again.imported import derive_turns
from crawler.again.recovery import recovered
from crawler.again.session import Portals, Turn, head_of, in_turn
from crawler.extract import EXTRACTOR
from crawler.mapping.workers import Workers

if TYPE_CHECKING:
    from crawler.again.settled_again import Made

_PIECE = 1 << 20


def brought_in_step(collection: Collection, portals: Sequence[Path]) -> list[str]:
    """The catalog knows what the collection holds and nothing else, as those who append must find it; what had to be mended, a line each.
    Under the collection's lock, before anything is taken in. Raises `archive.errors.ArchiveError`."""
    with closing(Catalog(Archive(collection.root))) as catalog:
        holdings = catalog.holdings(collection)
        told, begun = recovered(holdings, portals), bool(holdings.files.sizes())
        if sync(holdings).anew or not begun:
            recount(holdings)
    return told


def turns_behind(collection: Collection, fresh: frozenset[str], known: Portals) -> list[Turn]:
    """The turns of the files that were taken in just now, if the lines of all others stay as they are; else none: where one of them comes
    before others, where one process wrote both some of them and some of the others, where they do not say what became of their
    captures, and where lines were made by another extractor than today's."""
    turns = in_turn(collection, known)
    before, behind = turns[:-len(fresh)], turns[-len(fresh):]
    if not before or {turn.path.name for turn in behind} != fresh or any(turn.own is not None for turn in behind):
        return []
    sessions = [head_of(turn.path) for turn in behind]
    began = {session.began for session in sessions if session is not None and session.settles and session.ours}
    others = {session.began for turn in before if (session := head_of(turn.path)) is not None}
    if any(session is None or session.began not in began for session in sessions) or began & others:
        return []
    return behind if _are_of_today(collection) else []


def _are_of_today(collection: Collection) -> bool:
    mark = f'"extractor":"{EXTRACTOR}"'.encode()
    return all(mark in line for path in collection.line_files("articles") for _, line in whole_lines(path))


def append(collection: Collection, turns: Sequence[Turn], known: Portals, workers: Workers | None) -> Made:
    """Derive these files onto what is there, and bring index and manifest in step. Under the collection's lock. After a kill nobody knows
    whether the lines are all there: whoever calls this must note that it is under way. Raises `archive.errors.ArchiveError`."""
    with closing(Catalog(Archive(collection.root))) as catalog:
        holdings = catalog.holdings(collection)
        made = derive_turns(holdings, turns, known, workers)
        sync(holdings)
    write_schema(collection)
    update_index(collection)
    write_manifest(collection)
    return made


def lines_in(collection: Collection) -> dict[str, int]:
    """Folder to its lines."""
    counted = dict.fromkeys(FOLDERS, 0)
    for folder in FOLDERS:
        for path in collection.line_files(folder):
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    counted[folder] += piece.count(b"\n")
    return counted
