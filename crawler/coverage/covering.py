"""The coverage of the portals of an archive: opens what it needs, walks each collection, and sums up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.errors import NotFound
from archive.layout import opened
from crawler.coverage.report import Coverage, coverage_of
from crawler.coverage.store import Store
from crawler.coverage.walk import Walk, portal_of, with_hosts
from crawler.loader import choose_portals, find_portals
from crawler.oneline import one_line


def covered_portals(folder: Path, names: Sequence[str], since: str | None, folders: Sequence[Path]) -> list[Coverage]:
    """The coverage of the collections of those names; none named: of all. `since`: only days from this one on. `folders`: portal files
    beside the bundled ones. Raises `archive.errors.NotFound`, `crawler.loader.PortalError`."""
    _, collections = opened(folder)
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
        notes: list[str] = []
        with Store() as store:
            Walk(collection, portal, store, notes.append).run()
            covered.append(coverage_of(portal, store, since, notes))
    return covered
