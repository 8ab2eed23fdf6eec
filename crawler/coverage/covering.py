"""The coverage of the portals of an archive: opens what it needs, walks each collection, and sums up."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from archive.errors import NotFound
from archive.layout import Archive, Collection, opened
from crawler.coverage.kept import Kept
from crawler.coverage.report import Coverage, coverage_of
from crawler.coverage.store import Store
from crawler.coverage.walk import Walk, portal_of, with_hosts
from crawler.oneline import one_line
from crawler.portal import Portal
from crawler.portal_files.loader import choose_portals, find_portals


def covered_portals(folder: Path, names: Sequence[str], since: str | None, folders: Sequence[Path], *,
                    keep: bool = True) -> list[Coverage]:
    """The coverage of the collections of those names; none named: of all. `since`: only days from this one on. `folders`: portal files
    beside the bundled ones; `keep`: whether what was taken from files may be kept in the archive's root for the next time.

    Raises `archive.errors.NotFound`, `crawler.portal_files.loader.PortalError`."""
    archive, collections = opened(folder)
    there = {one.name for one in collections}
    if unknown := [name for name in names if name not in there]:
        held = ", ".join(sorted(there))
        raise NotFound(f"{one_line(unknown[0], 60)}: the archive has no such collection; it has {held}")
    chosen = [one for one in collections if not names or one.name in names]
    files = find_portals(folders)
    known = choose_portals([one.name for one in chosen if one.name in files], folders)
    covered = []
    for collection in chosen:
        portal = with_hosts(portal_of(collection, known), collection.warcs)
        covered.append(covered_portal(archive, collection, portal, since, keep=keep))
    return covered


def covered_portal(archive: Archive, collection: Collection, portal: Portal, since: str | None, *, keep: bool) -> Coverage:
    """The coverage of one collection, read by this portal file."""
    try:
        return _covered(archive, collection, portal, since, keep)
    except sqlite3.Error:
        if not keep:
            raise
        return _covered(archive, collection, portal, since, keep=False)  # what is kept is damaged, or another process is at it


def _covered(archive: Archive, collection: Collection, portal: Portal, since: str | None, keep: bool) -> Coverage:
    notes: list[str] = []
    with Store() as store, Kept(archive, keep=keep) as kept:
        Walk(collection, portal, store, kept, notes.append).run()
        return coverage_of(portal, store, since, notes)
