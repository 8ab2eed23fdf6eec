"""Coverage takes a walk over the archived listings: it is made aside, one portal at a time, and kept while the archive stays as it is."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from archive.layout import Archive, Collection
from archive.remote.store import size_of

if TYPE_CHECKING:
    from crawler.coverage.report import Coverage


class CoverageDesk:
    """Coverages that were asked for, made or under way. Its methods may be called from any thread."""

    def __init__(self, archive: Archive, portals: Sequence[Path] = (), *, keep: bool = True) -> None:
        """`portals`: folders of portal files beside the bundled ones; `keep`: whether anything may be written to the archive."""
        self._keep = keep
        self._archive = archive
        self._portals = tuple(portals)
        self._lock = threading.Lock()
        self._known: dict[str, tuple[int, Future[Coverage]]] = {}
        self._worker = ThreadPoolExecutor(1, "coverage")

    def of(self, collection: Collection, wait: float = 0.0) -> Coverage | None:
        """The coverage of a portal as the archive is now; None while it is being made, waited for so many seconds at most. Raises what
        making it raises."""
        state = sum(size_of(path) for path in (*collection.warc_files(), *collection.line_files("articles")))
        with self._lock:
            known = self._known.get(collection.name)
            if known is None or known[0] != state:
                known = self._known[collection.name] = state, self._worker.submit(self._made, collection.name)
        try:
            return known[1].result(timeout=wait)
        except TimeoutError:
            return None

    def _made(self, name: str) -> Coverage:
        from crawler.coverage.covering import covered_portals

        return covered_portals(self._archive.root, [name], None, self._portals, keep=self._keep)[0]

    def close(self) -> None:
        """Forget what waits; what is under way ends by itself."""
        self._worker.shutdown(wait=False, cancel_futures=True)
