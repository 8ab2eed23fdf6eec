"""Tells at once of most things that a collection never took them in: for one that began empty, whose pages are nearly all new."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

SIZE = 4 << 20
"""Bytes: of a million articles, five keys each, one question in fifteen is left to the file."""


class Unseen:
    """A Bloom filter with two bits a key. One at a time may add; anyone may ask meanwhile. Lives no longer than the process."""

    def __init__(self, size: int = SIZE) -> None:
        """`size`: bytes, a power of two."""
        self._bits = bytearray(size)
        self._mask = 8 * size - 1

    def add(self, keys: Iterable[Hashable]) -> None:
        """Take keys in: before what they stand for can be found elsewhere."""
        bits, mask = self._bits, self._mask
        for key in keys:
            number = hash(key)
            for bit in (number & mask, (number >> 31) & mask):
                bits[bit >> 3] |= 1 << (bit & 7)

    def holds_none(self, *keys: Hashable) -> bool:
        """Whether certainly none of these was added; False may mean either."""
        bits, mask = self._bits, self._mask
        for key in keys:
            number = hash(key)
            first, second = number & mask, (number >> 31) & mask
            if bits[first >> 3] >> (first & 7) & 1 and bits[second >> 3] >> (second & 7) & 1:
                return False
        return True
