"""Derives what an import took in; the import does so, and after a kill whoever writes to the collection next."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from archive.catalog import Holdings
from archive.layout import Collection
from archive.placing.compare import FOLDERS
from crawler.again.session import Portals, Turn, in_turn

if TYPE_CHECKING:
    from crawler.again.settled_again import Made
    from crawler.mapping.workers import Workers

TIMEOUT = 60.0
"""Seconds that a page may take."""
UNDER_WAY = ".importing.json"
"""In the collection while lines of an import are written: its own WARC file, and how large the line files were before."""


def line_sizes(collection: Collection) -> dict[str, int]:
    """All line files, relative to the collection, to their bytes."""
    return {collection.relative(path): path.stat().st_size for folder in FOLDERS for path in collection.line_files(folder)}


def derive(holdings: Holdings, own: str, portals: Sequence[Path]) -> Made:
    """Derive the files that the import's own WARC file names."""
    known = Portals(holdings.collection.name, portals)
    turns = in_turn(holdings.collection, known)
    place = next(number for number, turn in enumerate(turns) if turn.path.name == own)
    first = place
    while first and turns[first - 1].own == own:
        first -= 1
    return derive_turns(holdings, turns[first:place + 1], known)


def derive_turns(holdings: Holdings, turns: Sequence[Turn], known: Portals, workers: Workers | None = None) -> Made:
    """Derive these files, which come behind all that the collection's lines were derived of. `workers`: who reads the pages ahead."""
    from crawler.again.rebuild import Rebuild  # with all that reads pages

    collection = holdings.collection
    rebuild = Rebuild(collection, collection, holdings, known, readers=os.cpu_count() or 1, timeout=TIMEOUT, workers=workers)
    with ThreadPoolExecutor(1) as thread:  # the caller may be in an event loop of its own
        return thread.submit(asyncio.run, rebuild.run(turns)).result()
