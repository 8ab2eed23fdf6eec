"""The texts of a page's blocks as one, so that one look tells which of them have a sign at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat
from typing import Final

from crawler.signs import Signs

_BETWEEN: Final = b"\0"
"""No block's text has it: see `crawler.extract.markup.tree.Tree.text`."""


class Wording:
    """Some texts in order, searched together."""

    __slots__ = ("_held", "_octets", "_starts")
    _starts: list[int]
    """Where each text but the first starts."""
    _held: dict[Signs, list[int]]
    """What was found so far."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        """`texts`: of blocks, in UTF-8; none has a NUL."""
        self._octets = _BETWEEN.join(texts).lower()
        gap = len(_BETWEEN)
        self._starts = list(accumulate([len(text) + gap for text in texts]))
        self._held = {}

    def holding(self, signs: Signs) -> list[int]:
        """The numbers of the texts in which one of the signs stands, in order. Signs are in UTF-8; their Latin letters are small ones and
        stand for capitals, too."""
        held = self._held.get(signs)
        if held is None:
            places = signs.places(self._octets)
            held = self._held[signs] = list(self._each(signs)) if places is None else \
                sorted(set(map(bisect_right, repeat(self._starts), places))) if places else []
        return held

    def _each(self, signs: Signs) -> Iterator[int]:
        """The same, one text after the other."""
        return (number for number, text in enumerate(self._octets.split(_BETWEEN)) if signs.borne_by(text))


def signs_of(*words: str) -> Signs:
    """Words to be looked for, in small letters."""
    return Signs(word.encode() for word in words)
