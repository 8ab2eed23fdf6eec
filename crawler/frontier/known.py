"""A set that forgets: which addresses were certainly seen already, in fixed memory and less than a microsecond a question."""

from __future__ import annotations

from array import array
from struct import Struct

_HALVES = Struct("<QQ").unpack


class Known:
    """16-byte keys, the newest of each place. It may deny a key it was given (its place was taken since), never affirm another.

    (Never: two keys would have to agree in 64 bits and, in the rest, in their place.)
    """

    def __init__(self, places: int = 1 << 20) -> None:
        """`places`: keys held at most, rounded up to a power of two; 8 bytes of memory each."""
        size = 1 << max(4, (places - 1).bit_length())
        self._mask = size - 1
        self._table = array("Q", bytes(8 * size))

    def has(self, key: bytes, salt: int = 0) -> bool:
        """Whether that key was added with that salt, as far as it is remembered."""
        tag, place = _HALVES(key)
        return bool(self._table[(place + salt) & self._mask] == tag ^ salt)

    def add(self, key: bytes, salt: int = 0) -> None:
        """Take in a key of 16 bytes, evenly spread (a digest); a small salt (below 2^20) makes it another one."""
        tag, place = _HALVES(key)
        self._table[(place + salt) & self._mask] = tag ^ salt
