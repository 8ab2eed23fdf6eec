"""What an article says in any language: its figures, brought to one unit, and the names of places. Opens nothing."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from archive.twins.names import PLACES

LONGEST = 50_000
"""Characters that are looked at."""
KEPT = 64
"""Figures and names that are kept, the first ones of each."""
SMALL = 31
"""Whole numbers up to this say nothing without a unit: days, months, counts."""
YEARS = range(1900, 2101)

_UNITS = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3, "": 1}
_FIGURE = re.compile(r"(?<![a-z\d.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
                     r"\s*(万亿|亿|万|trillion|billion|million|thousand)?\s*(%|percent|per cent)?")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,9}(?![A-Za-z0-9])")
_ENGLISH = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(PLACES.values(), key=len, reverse=True)))
_CHINESE = re.compile("|".join(sorted(PLACES, key=len, reverse=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Of one text; hashes, so that they are small."""

    figures: frozenset[int]
    names: frozenset[int]


def facts(text: str) -> Facts:
    """`8.25万亿元` and `8.25 trillion yuan` give one figure, 杭州 and `Hangzhou` one name; years and small counts give none."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    return Facts(figures=_kept(_figures(text.lower())), names=_kept(_names(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What speaks for two texts being one article in two languages."""

    figures: int
    """Figures that both have."""
    share: float
    """Of the figures of the one that has fewer."""
    names: float
    """Share of the names that both have, of those of the one that has fewer; 0 where one has none."""

    @property
    def enough(self) -> bool:
        """Three figures that are half of all, or two and the places."""
        return (self.figures >= 3 and self.share >= 0.5) or (self.figures >= 2 and self.share >= 0.6 and self.names >= 0.5)

    @property
    def score(self) -> float:
        """0 to 1."""
        return round(0.7 * self.share + 0.3 * self.names, 3)


def likeness(one: Facts, other: Facts) -> Likeness:
    """Hold the facts of two texts against each other."""
    shared = len(one.figures & other.figures)
    fewer, names = min(len(one.figures), len(other.figures)), min(len(one.names), len(other.names))
    return Likeness(figures=shared, share=shared / fewer if fewer else 0.0,
                    names=len(one.names & other.names) / names if names else 0.0)


def _figures(text: str) -> Iterator[str]:
    for digits, unit, percent in _FIGURE.findall(text):
        value = Decimal(digits.replace(",", "")) * _UNITS[unit]
        plain = not unit and not percent and value == value.to_integral_value()
        if not (plain and (value <= SMALL or value in YEARS)):
            yield f"{value.normalize():f}{'%' if percent else ''}"


def _names(text: str) -> Iterator[str]:
    yield from (PLACES[name] for name in _CHINESE.findall(text))
    yield from _ENGLISH.findall(text.lower())
    yield from _ACRONYM.findall(text)


def _kept(words: Iterator[str]) -> frozenset[int]:
    found: dict[str, None] = {}
    for word in words:
        found[word] = None
        if len(found) == KEPT:
            break
    return frozenset(zlib.crc32(word.encode()) for word in found)
