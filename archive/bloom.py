"""A Bloom filter over whole numbers: of a number that was never put in it says so, but for one or two in a hundred."""

from __future__ import annotations

from collections.abc import Iterable

BITS = 12
"""For each number that is expected: of a hundred that are not in, two or three may then seem to be."""
FEWEST_BITS = 8
"""For each number that is in: with fewer it is full, and five in a hundred seem to be."""


class Bloom:
    """Of any number put in, `in` is true; of another one it is mostly false. One thread at a time may put in, any may ask."""

    __slots__ = ("_one", "_other", "bits", "held")

    def __init__(self, bits: bytearray, held: int = 0) -> None:
        """`bits`: all zero, or those of another filter, into which `held` numbers were put."""
        self.bits = bits
        self.held = held
        # Two odd sizes whose difference is two have no common factor: what a number leaves over them are two hashes of its own.
        self._one, self._other = len(bits) * 8 - 1, len(bits) * 8 - 3

    @classmethod
    def sized(cls, numbers: int) -> Bloom:
        """An empty one with room for so many."""
        return cls(bytearray(max(8, numbers * BITS // 8)))

    def put(self, numbers: Iterable[int]) -> None:
        """Put numbers in. They must be spread over more than the filter has bits, as hashes are."""
        bits, one, other = self.bits, self._one, self._other
        for number in numbers:
            place = number % one
            bits[place >> 3] |= 1 << (place & 7)
            place = number % other
            bits[place >> 3] |= 1 << (place & 7)
            self.held += 1

    def __contains__(self, number: int) -> bool:
        place = number % self._one
        if not self.bits[place >> 3] >> (place & 7) & 1:
            return False
        place = number % self._other
        return bool(self.bits[place >> 3] >> (place & 7) & 1)

    @property
    def full(self) -> bool:
        """Whether a larger one is called for."""
        return self.held * FEWEST_BITS > len(self.bits) * 8
