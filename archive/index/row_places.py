"""The numbers of a collection's rows in the catalog: hashes of their keys, so that one tree of the file is read to find one."""

from __future__ import annotations

import hashlib
from functools import lru_cache

BELOW_ALL = float("-inf")
"""Less than any place."""
RECENT = 1024
"""Addresses and names whose numbers are remembered: each is asked for several times on the way from link to line."""


class RowPlaces:
    """Gives each key of a collection its row's number, a whole number of 64 bits with sign.

    Of two keys that chance gives one number (at 10^8 rows once in 4,000 archives) the later has no row: who asks compares the key. It is
    taken for new whenever it is met.
    """

    def __init__(self, collection: int) -> None:
        """`collection`: its number in the catalog."""
        self._begun = hashlib.blake2b(digest_size=8, salt=collection.to_bytes(8, "big"))
        self._recent = lru_cache(maxsize=RECENT)(lambda key: self(key.encode("utf-8", "surrogatepass")))

    def __call__(self, key: bytes) -> int:
        """The number of the row with this key."""
        hashed = self._begun.copy()
        hashed.update(key)
        return int.from_bytes(hashed.digest(), "big", signed=True)

    def of_text(self, key: str) -> int:
        """The same for an address or a name."""
        return self._recent(key)
