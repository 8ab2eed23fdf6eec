"""The runs that an archive's WARC files tell of, kept in memory: of each file its head and its end are read once, while it does not
change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from archive.layout import Archive
from archive.records.runs import PastRun, RunFile, put_together, run_file

Key = tuple[str, str]
"""Collection and file name."""


class PastRuns:
    """Newest first. `update` belongs to one thread, `newest` may be asked from any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[Key, tuple[tuple[int, int], RunFile | None]] = {}
        """With size and time of the file as it was read."""
        self._runs: list[PastRun] = []

    def update(self, archive: Archive, stop: Callable[[], bool] = lambda: False) -> None:
        """Look at files that are new or changed."""
        found: dict[Key, tuple[tuple[int, int], RunFile | None]] = {}
        for collection in archive.collections():
            for path in collection.warc_files():
                if stop():
                    return
                with suppress(OSError):
                    stat = path.stat()
                    key, state = (collection.name, path.name), (stat.st_size, stat.st_mtime_ns)
                    known = self._files.get(key)
                    found[key] = known if known is not None and known[0] == state else (state, run_file(collection, path))
        if found != self._files:
            runs = put_together([one for _, one in found.values() if one is not None])
            with self._lock:
                self._files, self._runs = found, runs

    def newest(self, portal: str, start: int, size: int) -> list[PastRun]:
        """Runs of a portal, of all when it is empty, from the one at `start` on."""
        with self._lock:
            runs = self._runs
        return [run for run in runs if not portal or run.collection == portal][start:start + size]
