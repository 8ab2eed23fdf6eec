"""A Bloom filter over whole numbers: of a number that was never put in it says so, but for two or three in a hundred."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from contextlib import suppress

BITS = 12
"""For each number that is expected: of a hundred that are not in, two or three may then seem to be."""
FEWEST_BITS = 8
"""For each number that is in: with fewer it is full, and five in a hundred seem to be."""
LINE = 512
"""Bits that the processor fetches from memory together: both bits of a number lie in one such line."""
HUGE = 4 << 20
"""Bytes from which on they are asked for in huge pages: small ones cost a look into the page tables for each question."""


class Bloom:
    """Of any number put in, `in` is true; of another one it is mostly false. One thread at a time may put in, any may ask."""

    __slots__ = ("_size", "bits", "held")

    def __init__(self, bits: bytearray | mmap.mmap, held: int = 0) -> None:
        """`bits`: whole lines, all zero, or those of another filter, into which `held` numbers were put."""
        self.bits = bits
        self.held = held
        self._size = len(bits) * 8

    @classmethod
    def sized(cls, numbers: int) -> Bloom:
        """An empty one with room for so many."""
        return cls(room(numbers * BITS // 8))

    def put(self, numbers: Iterable[int]) -> None:
        """Put numbers in. They must be spread over more than the filter has bits, as hashes are."""
        bits, size = self.bits, self._size
        for number in numbers:
            rest, place = divmod(number, size)
            bits[place >> 3] |= 1 << (place & 7)
            place ^= rest & LINE - 1
            bits[place >> 3] |= 1 << (place & 7)
            self.held += 1

    def take_in(self, numbers: Iterable[int]) -> None:
        """Put in those of them that are surely not in: what is in fills nothing when it is put again."""
        bits, size = self.bits, self._size
        held = 0
        for number in numbers:
            rest, place = divmod(number, size)
            other = place ^ (rest & LINE - 1)
            at, beside = place >> 3, other >> 3
            bit, besides = 1 << (place & 7), 1 << (other & 7)
            if not (bits[at] & bit and bits[beside] & besides):
                bits[at] |= bit
                bits[beside] |= besides
                held += 1
        self.held += held

    def __contains__(self, number: int) -> bool:
        rest, place = divmod(number, self._size)
        bits = self.bits
        if not bits[place >> 3] >> (place & 7) & 1:
            return False
        place ^= rest & LINE - 1
        return bool(bits[place >> 3] >> (place & 7) & 1)

    def lacking(self, numbers: Iterable[int]) -> list[int]:
        """Those of them that were surely never put in: as `in`, for several at once."""
        bits, size = self.bits, self._size
        surely = []
        for number in numbers:
            rest, place = divmod(number, size)
            if bits[place >> 3] >> (place & 7) & 1:
                place ^= rest & LINE - 1
                if bits[place >> 3] >> (place & 7) & 1:
                    continue
            surely.append(number)
        return surely

    @property
    def full(self) -> bool:
        """Whether a larger one is called for."""
        return self.held * FEWEST_BITS > self._size


def room(size: int) -> bytearray | mmap.mmap:
    """So many bytes, all zero, and what fills the last line."""
    size = max(1, -(-size * 8 // LINE)) * LINE // 8
    if size < HUGE:
        return bytearray(size)
    mapped = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(AttributeError, OSError):  # neither is on every system
        mapped.madvise(mmap.MADV_HUGEPAGE)
    return mapped
