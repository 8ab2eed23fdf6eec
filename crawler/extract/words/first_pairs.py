"""The two letters with which lines begin, told by a table: most lines are no phrase's by them alone."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_letters


def other_pairs(words: Iterable[str]) -> bytes:
    """All pairs of Latin letters, large and small, but those with which the words begin: 1 at the place of each. A set of as many strings
    takes ten times the memory, and a look into it several times as long."""
    pairs, table = {word[:2] for word in words}, bytearray(1 << 14)
    for one in ascii_letters:
        for other in ascii_letters:
            table[ord(one) << 7 | ord(other)] = (one + other).lower() not in pairs
    return bytes(table)


def begins_with(text: str, pairs: bytes) -> bool:
    """Whether a text begins with one of the pairs."""
    if len(text) < 2:
        return False
    one, other = ord(text[0]), ord(text[1])
    return one < 128 and other < 128 and pairs[one << 7 | other] == 1
