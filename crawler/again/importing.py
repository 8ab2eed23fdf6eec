"""WARC files of other programs become part of a collection: taken in, noted in a WARC file of our own, their articles derived."""

from __future__ import annotations

import socket
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from archive.catalog import Catalog
from archive.cdxj import update_index
from archive.checks.foreign import is_foreign
from archive.durable import replacing
from archive.errors import NotFound
from archive.index.sync import sync
from archive.layout import Archive, Collection
from archive.lines import instant
from archive.lock import locked
from archive.manifest import entries_of, write_manifest
from archive.placing.compare import FOLDERS
from archive.placing.foreign import Brought, bring, demand_records
from archive.placing.held import held_by
from archive.records.groups import PORTAL_URN, Document, Note
from archive.records.originals import MemoryOriginals
from archive.schema import write_schema
from archive.warc import WarcWriter
from crawler import VERSION
from crawler.again.imported import UNDER_WAY, derive, line_sizes
from crawler.again.recovery import recovered
from crawler.again.session import IMPORTED_URN, Portals, in_turn
from crawler.again.settled_again import Made
from crawler.extract import EXTRACTOR
from crawler.portal import Portal


@dataclass(slots=True)
class Imported:
    """What was taken in."""

    collection: Collection
    brought: list[Brought]
    made: Made = field(default_factory=Made)
    lines: dict[str, int] = field(default_factory=dict)
    """Folder to lines that were added."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        files = [{"file": str(one.file), "name": one.name, "how": one.how, "sha256": one.sha256, "records": dict(one.records),
                  "left_out": one.left_out} for one in self.brought]
        return {"collection": self.collection.name, "files": files, "captures": self.made.captures, "verdicts": dict(self.made.verdicts),
                "lines": self.lines, "damaged": self.made.damaged, "notes": self.made.notes}


def bring_in(root: Path, portal: Portal, files: Sequence[Path], *, link: bool, portals: Sequence[Path] = ()) -> Imported:
    """Take WARC files into the portal's collection and derive their articles. Files that are there already are passed over.

    Raises `archive.errors.NotFound` for a file that is none, `Locked`, `NotWritable`.
    """
    collection = Archive(root).collection(portal.name)
    for file in files:
        if not file.is_file():
            raise NotFound(f"{file}: no such file")
        demand_records(file)  # before anything is made or taken in
    collection.create()
    with locked(collection.lock), closing(Catalog(Archive(root))) as catalog:
        holdings = catalog.holdings(collection)
        recovered(holdings, portals)
        sync(holdings)
        before = {path.name for path in collection.warc_files()}
        known = _noted(collection, portals)
        with held_by(collection, _unnoted(collection, known)) as held:
            brought = [bring(held, collection, file, link=link) for file in files]
        doubtful = {one.name for one in brought if one.name in before and one.name not in known}
        passed = known | (_derived(collection, doubtful) if doubtful else set())
        fresh = list({one.name: one for one in reversed(brought) if one.how != "held already" and (
            one.name not in before or one.name not in passed)}.values())[::-1]
        imported = Imported(collection, brought)
        if fresh:
            sizes = line_sizes(collection)
            own = _note(collection, portal, fresh)
            with replacing(collection.path / UNDER_WAY) as note:
                note.write(orjson.dumps({"warc": own, "sizes": sizes}))
            imported.made = derive(holdings, own, portals)
            (collection.path / UNDER_WAY).unlink()
            imported.lines = {folder: _count(collection, folder, sizes) for folder in ("articles", "events", "problems")}
        imported.made.notes += [note for one in brought for note in one.notes]
        sync(holdings)
        write_schema(collection)
        update_index(collection)
        write_manifest(collection)
    return imported


def _noted(collection: Collection, portals: Sequence[Path]) -> set[str]:
    """Names of files that an import has noted."""
    return {turn.path.name for turn in in_turn(collection, Portals(collection.name, portals)) if turn.own is not None}


def _unnoted(collection: Collection, known: set[str]) -> frozenset[str]:
    """Names of files that an import took in and was killed before it could note them."""
    return frozenset(path.name for path in collection.warc_files() if path.name not in known and is_foreign(path))


def _derived(collection: Collection, names: set[str]) -> set[str]:
    """Of files that are there without a note of an import those whose lines are there: a crawl wrote them here, or a merge brought them.
    The others an import took in and was killed."""
    ours = {name for name in names if not is_foreign(collection.warcs / name)}
    found = {entry["path"].removeprefix("archive/") for entry in entries_of(collection)} & ours
    for path in (path for folder in FOLDERS for path in collection.line_files(folder) if found < ours):
        with path.open("rb") as file:
            found |= {name for line in file for name in ours - found if f'"archive/{name}"'.encode() in line}
    return found


def _note(collection: Collection, portal: Portal, brought: Sequence[Brought]) -> str:
    """A WARC file of our own with the portal file and the note of the import; its name."""
    now = datetime.now(UTC)
    info = {"software": f"fangzhi/{VERSION}", "hostname": socket.gethostname(), "isPartOf": portal.name, "format": "WARC File Format 1.1",
            "description": "import of WARC files of other programs", "began": instant(now), "extractor": EXTRACTOR,
            "portal-file-digest": portal.digest}
    heads = [Document(uri=f"{PORTAL_URN}{portal.digest}", content_type="application/toml", data=portal.source)]
    writer = WarcWriter(collection.path, prefix=f"{portal.name}-import", info=info, heads=heads, originals=MemoryOriginals())
    fields = [pair for one in brought for pair in (
        ("name", one.name), ("imported", orjson.dumps({"name": one.name, "from": one.file.name, "how": one.how, "sha256": one.sha256,
                                                       "records": dict(one.records), "left_out": len(one.left_out)}).decode("utf-8")))]
    writer.note(Note(uri=f"{IMPORTED_URN}{uuid.uuid4()}", at=now, fields=tuple(fields))).result()
    writer.close()
    if writer.failure is not None:
        raise writer.failure
    return writer.files[0].rpartition("/")[2]


def _count(collection: Collection, folder: str, sizes: dict[str, int]) -> int:
    added: Counter[str] = Counter()
    for path in collection.line_files(folder):
        with path.open("rb") as file:
            file.seek(sizes.get(f"{folder}/{path.name}", 0))
            added[folder] += file.read().count(b"\n")
    return added[folder]
