"""Which of many byte strings stand on a page: all are looked for in one pass, by Aho-Corasick, not each in its own. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, MatchKind

STEP = 524_288
"""Bytes that are gone through at a time."""
_MANY = 20_000
"""Matches of a step, each an object, from which on each sign is looked for by itself."""


class Signs:
    """Byte strings that are looked for together. Some forty of them cost what `in` costs for one."""

    def __init__(self, signs: Iterable[bytes]) -> None:
        """None of them is empty."""
        self._signs = tuple(dict.fromkeys(signs))
        self._longest = max(map(len, self._signs))
        # Of the kinds of matching this one alone lets the library search for many strings at once in vector registers (Teddy): 4 µs
        # for 45 kB against 70. Its matches do not overlap, so what a match can hide is looked for where it would begin.
        self._automaton = BytesAhoCorasick(self._signs, matchkind=MatchKind.LeftmostLongest)
        self._hidden = [[(at, other) for other in self._signs if other != sign for at in _hides(sign, other)] for sign in self._signs]

    def borne_by(self, octets: bytes) -> frozenset[bytes]:
        """Those that stand in `octets`, just as `in` tells it of each."""
        matches = self._matches(octets)
        if matches is None:
            return frozenset(sign for sign in self._signs if sign in octets)
        return self._with_hidden(matches, octets)

    def places(self, octets: bytes) -> list[int] | None:
        """Where they begin, less those that overlap with another one; None when they are so many that each by itself is too much."""
        matches = self._matches(octets)
        return None if matches is None else [start for _, start, _ in matches]

    def found(self, octets: bytes) -> tuple[frozenset[bytes], list[tuple[int, bytes]]] | None:
        """What `borne_by` gives, and what `places` gives with each place's sign; None as there."""
        matches = self._matches(octets)
        if matches is None:
            return None
        return self._with_hidden(matches, octets), [(start, self._signs[number]) for number, start, _ in matches]

    def _matches(self, octets: bytes) -> list[tuple[int, int, int]] | None:
        """Number, beginning and end of each match; None when they are too many."""
        if len(octets) <= STEP:
            matches = self._automaton.find_matches_as_indexes(octets)
            return matches if len(matches) <= _MANY else None
        found: list[tuple[int, int, int]] = []
        for at in range(0, len(octets), STEP):
            matches = self._automaton.find_matches_as_indexes(octets[at:at + STEP + self._longest])
            if len(matches) > _MANY:
                return None
            found += [(number, at + start, at + end) for number, start, end in matches]
        return found

    def _with_hidden(self, matches: list[tuple[int, int, int]], octets: bytes) -> frozenset[bytes]:
        """The signs that match, and those that begin within them."""
        found = {self._signs[number] for number, _, _ in matches}
        for number, start, _ in matches:
            for at, other in self._hidden[number]:
                if other not in found and octets.startswith(other, start + at):
                    found.add(other)
        return frozenset(found)

    def may_stand_in(self, octets: bytes) -> bool:
        """Whether the text that is read from `octets` may hold one of these, which are ASCII: False is certain."""
        return may_hide(octets) or bool(self.borne_by(octets))


def may_hide(octets: bytes) -> bool:
    """Whether the text that is read from `octets` may hold ASCII words which these do not: in UTF-16 and ISO-2022 their letters may
    be parted by other bytes."""
    return b"\0" in octets or b"\x1b" in octets


def _hides(sign: bytes, other: bytes) -> list[int]:
    """Where within `sign` another one may begin."""
    return [at for at in range(len(sign)) if sign.startswith(other, at) or (at and other.startswith(sign[at:]))]
