"""How much lies on disk, and when something was written last: looked at now and then, for with many files each look takes time."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.layout import OPEN_SUFFIX, Collection
from archive.remote.store import state_of

FRESH = 20.0
"""Seconds for which a look counts."""
NEWEST = 8
_STAMP = re.compile(r"-(\d{14})\d{0,3}-")


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcFile:
    """One of the newest files."""

    name: str
    size: int
    written: float
    """Seconds since the epoch."""
    open: bool
    """Whether it is being written, or was when a crawl was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One collection's WARC files."""

    size: int
    """Bytes of all."""
    files: int
    newest: tuple[WarcFile, ...]
    begun: str | None
    """Instant (UTC) at which the newest of our own was begun: the last crawl, whether it found something or not."""


class Shelves:
    """Of all collections. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Shelf]] = {}

    def of(self, collection: Collection) -> Shelf:
        """As it was some seconds ago at most."""
        now = time.monotonic()
        with self._lock:
            known = self._known.get(collection.name)
            if known is None or now - known[0] > FRESH:
                known = self._known[collection.name] = now, _look(collection)
            return known[1]


def _look(collection: Collection) -> Shelf:
    found = list[WarcFile]()
    for path in collection.warc_files():
        with suppress(OSError):
            size, modified = state_of(path)
            found.append(WarcFile(name=path.name, size=size, written=modified / 1e9, open=path.name.endswith(OPEN_SUFFIX)))
    stamps = [match[1] for one in found if (match := _STAMP.search(one.name))]
    return Shelf(size=sum(one.size for one in found), files=len(found), newest=tuple(found[-NEWEST:]),
                 begun=_instant(max(stamps, default="")))


def _instant(stamp: str) -> str | None:
    with suppress(ValueError):
        return f"{datetime.strptime(stamp, '%Y%m%d%H%M%S').replace(tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}"
    return None
