"""A new generation of what is derived of a collection: made beside the old one, held against it, put in its place when asked."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import wait
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from archive.catalog import Catalog, Holdings
from archive.cdxj import update_index
from archive.index.sync import sync, sync_lines
from archive.jsonl import whole_lines
from archive.layout import Archive, Collection
from archive.lines import instant
from archive.lock import locked
from archive.manifest import write_manifest
from archive.placing.beside import Beside, put_in_place
from archive.placing.compare import Comparison, compare
from archive.schema import write_schema
from crawler.again.failures import recount
from crawler.again.rebuild import Rebuild
from crawler.again.recovery import recovered
from crawler.again.rules_of_time import NewRules
from crawler.again.session import Portals, in_turn
from crawler.again.settled_again import Made
from crawler.mapping.workers import Workers

WORK = ".work"
"""Of the generation's folder: the catalog while it is made."""
TIMEOUT = 60.0
"""Seconds that a page may take: more than in a crawl, which nothing here holds up."""


@dataclass(slots=True, kw_only=True)
class Generation:
    """What was made of one collection."""

    collection: Collection
    folder: Path
    """Where it lies; where the old one lies once it is applied."""
    made: Made
    comparison: Comparison
    index_equal: bool
    applied: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether all that was made is equal to the byte to what was there."""
        return self.comparison.equal and self.index_equal

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        made = self.made
        return {"collection": self.collection.name, **self.comparison.as_dict(), "equal": self.equal, "applied": self.applied,
                "folder": str(self.folder), "captures": made.captures, "settled": made.settled, "not_settled": made.open,
                "index_equal": self.index_equal, "damaged": made.damaged, "notes": [*made.notes, *self.notes]}


def renew(collection: Collection, folder: str, *, portals: Sequence[Path] = (), rules: NewRules | None = None,
          apply: bool = False, workers: Workers | None = None) -> Generation:
    """Make a generation in `collections/NAME/FOLDER`; with `apply` it takes the old one's place, which is kept. `workers`: who reads
    the pages ahead; the generation is the same without. One that was made there before stays until the new one is whole.

    Raises `archive.errors.Locked`, `NotWritable`, and `crawler.again.session.NoPortal`.
    """
    with locked(collection.lock):
        with closing(Catalog(Archive(collection.root))) as catalog:
            repairs = recovered(catalog.holdings(collection), portals)
        beside = Beside(collection.root, collection.name, folder)
        aside = beside.aside()
        aside.remove()  # a run before this one may have been killed
        try:
            generation = _made(collection, aside, Portals(collection.name, portals), rules, workers)
            aside.rename(folder)
        except BaseException:
            shutil.rmtree(aside.path, ignore_errors=True)
            raise
        generation.folder = beside.path
        generation.notes[:0] = repairs
        if apply:
            _apply(generation, beside)
    return generation


def _made(collection: Collection, beside: Beside, known: Portals, rules: NewRules | None, workers: Workers | None) -> Generation:
    """The generation in that folder, held against the collection."""
    beside.create()
    with closing(Catalog(Archive(beside.path / WORK))) as catalog:
        holdings = catalog.holdings(collection)
        if rules is not None and rules.since is not None:
            _keep_before(rules.since, collection, beside, holdings)
        rebuild = Rebuild(collection, beside, holdings, known, readers=os.cpu_count() or 1, timeout=TIMEOUT, rules=rules,
                          workers=workers)
        indexed = workers.submit(update_index, beside) if workers is not None and workers.here else None
        made = asyncio.run(rebuild.run(in_turn(collection, known)))
        if indexed is not None:
            wait([indexed])  # where it failed, it is done anew below
    shutil.rmtree(beside.path / WORK, ignore_errors=True)
    update_index(beside)
    return Generation(collection=collection, folder=beside.path, made=made, comparison=compare(collection, beside),
                      index_equal=_same_index(collection, beside), notes=list(known.faults))


def _keep_before(since: datetime, collection: Collection, beside: Beside, holdings: Holdings) -> None:
    """The lines of before, as they are."""
    day = instant(since)
    for folder, key in (("articles", "captured_at"), ("events", "at"), ("problems", "at")):
        for path in collection.line_files(folder):
            kept = [line for _, line in whole_lines(path) if _instant_of(line, key) < day]
            if kept:
                (beside.path / folder / path.name).write_bytes(b"".join(kept))
                if folder != "problems":
                    sync_lines(holdings, beside.path / folder / path.name, 0)


def _instant_of(line: bytes, key: str) -> str:
    try:
        return str(orjson.loads(line)[key])
    except (ValueError, KeyError, TypeError):
        return ""


def _apply(generation: Generation, beside: Beside) -> None:
    collection = generation.collection
    if generation.equal:
        beside.remove()
    else:
        kept = f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        put_in_place(beside, kept)
        generation.folder = collection.path / kept
    with closing(Catalog(Archive(collection.root))) as catalog:
        holdings = catalog.holdings(collection)
        holdings.forget()
        sync(holdings)
        recount(holdings)
    write_schema(collection)
    update_index(collection)
    write_manifest(collection, renewed=True)
    generation.applied = True


def _same_index(collection: Collection, beside: Beside) -> bool:
    index = collection.indexes / "index.cdxj"
    return index.is_file() and index.read_bytes() == (beside.indexes / "index.cdxj").read_bytes()
