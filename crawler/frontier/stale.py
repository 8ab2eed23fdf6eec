"""Walks over listings that name nothing more: pages that mix the rows of earlier ones anew. Bounded memory; nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from crawler.frontier.known import Known

PATIENCE = 10
"""Pages of a listing in a row without a row that no earlier one had, after which it is not walked on."""
_MOST = 10_000
"""Listings whose pages are counted."""


class Stale:
    """What the listings of one crawl named so far."""

    def __init__(self) -> None:
        """Nothing."""
        self._rows = Known(1 << 18)
        self._pages: dict[str, int] = {}

    def is_stale(self, listing: str, rows: Iterable[str]) -> bool:
        """Take in the rows of one more page of a listing, whatever it is called by; whether it has named nothing new for so many pages
        that it is not to be walked on."""
        is_new = False
        for row in rows:
            key = blake2b(f"{listing}\n{row}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
            if not self._rows.has(key):
                self._rows.add(key)
                is_new = True
        if len(self._pages) >= _MOST:
            self._pages.clear()
        self._pages[listing] = 0 if is_new else self._pages.get(listing, 0) + 1
        return self._pages[listing] >= PATIENCE
