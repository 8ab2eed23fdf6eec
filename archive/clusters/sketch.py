"""What is remembered of a text, so that near-duplicates are found: a MinHash over runs of words, and its figures. Opens nothing."""

from __future__ import annotations

import re
import sys
import unicodedata
import zlib
from array import array
from dataclasses import dataclass

from rensa import RMinHash

HASHES = 128
"""Of the MinHash (Broder 1997): the similarity is estimated with a standard error of at most 1 / (2 √128) = .044."""
BANDS, ROWS = 32, 4
"""Texts are compared when all `ROWS` hashes of one of the `BANDS` agree: with 988 of 1,000 for a similarity of .6, 873 for .5,
229 for .3, and .2 for .05, which is what two unrelated official texts have by their set phrases."""
SEED = 20261123
HAN_RUN, WORD_RUN = 4, 3
"""Signs of Chinese, or words of other scripts, that make one element of the set. Four signs are two words mostly."""
SHORTEST = 40
"""Elements. Shorter texts (captions, one-line notices) are alike by chance."""
LONGEST = 100_000
"""Characters that are looked at."""
FIGURES = 48
"""Figures that are remembered, the first ones."""
SAME = 0.5
"""Similarity (Jaccard) from which two texts are one story."""
PART_SAME, PART = 0.3, 0.88
"""Or a similarity from the first when the shorter text lies in the longer one to the second: a story cut short."""
STILL_SAME, STILL_PART = 0.4, 0.75
"""The same between the fullest texts of two clusters."""
OTHER_FIGURES = 0.5
"""Two texts that have figures, but share less than this of those of the one that has fewer, are one form filled in twice (weather,
statistics), however many words they share."""
FEW_FIGURES = 2
"""Fewer figures tell nothing."""
FORM = f"1 rensa-{RMinHash.ALGORITHM_VERSION} {sys.byteorder}"
"""Changes when sketches of before cannot be compared with those of today."""

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"\d+(?:[.,:]\d+)*|[{_HAN}]|[^\W\d_{_HAN}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Of one text."""

    size: int
    """Elements of the set."""
    hashes: bytes
    """`HASHES` times 4 bytes, big-endian."""
    figures: bytes
    """Hashes of the numbers in it, ascending, 4 bytes each in the machine's order."""

    def bands(self) -> list[int]:
        """`BANDS` numbers of 32 bits; texts that share one are worth comparing."""
        width = ROWS * 4
        return [zlib.crc32(self.hashes[at:at + width], at) for at in range(0, BANDS * width, width)]


def sketch(text: str) -> Sketch | None:
    """What is remembered of a text: without blanks, punctuation, letter case and width; None when it is too short."""
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    han = sum(len(token) == 1 and token > "\u2e80" for token in tokens)
    run = HAN_RUN if han * 2 >= len(tokens) else WORD_RUN
    elements = {" ".join(part) for part in zip(*(tokens[at:] for at in range(run)), strict=False)}
    if len(elements) < SHORTEST:
        return None
    minhash = RMinHash(num_perm=HASHES, seed=SEED)
    minhash.update(sorted(elements))
    figures = [token for token in tokens if token[0].isdigit()]
    return Sketch(size=len(elements), hashes=b"".join([value.to_bytes(4, "big") for value in minhash.digest()]),
                  figures=array("I", sorted({zlib.crc32(figure.encode()) for figure in figures[:FIGURES]})).tobytes())


def similarity(one: Sketch, other: Sketch) -> float:
    """Estimated share of their elements that both have, 0 to 1 (Jaccard index)."""
    return _agreeing(one.hashes, other.hashes) / HASHES


def is_still_one_story(one: Sketch, other: Sketch) -> bool:
    """Whether the fullest texts of two clusters allow them to be one: asked less strictly, for the texts between them are nearer."""
    similar = similarity(one, other)
    shared = similar * (one.size + other.size) / (1 + similar)
    enough = similar >= STILL_SAME or shared >= STILL_PART * min(one.size, other.size)
    return enough and not _other_figures(one.figures, other.figures)


def is_one_story(one: Sketch, other: Sketch, similar: float) -> bool:
    """Whether two texts of this similarity are one story."""
    if similar < SAME:
        shared = similar * (one.size + other.size) / (1 + similar)
        if similar < PART_SAME or shared < PART * min(one.size, other.size):
            return False
    return not _other_figures(one.figures, other.figures)


def _other_figures(one: bytes, other: bytes) -> bool:
    fewer = min(len(one), len(other)) // 4
    if fewer < FEW_FIGURES:
        return False
    shared = set(memoryview(one).cast("I")) & set(memoryview(other).cast("I"))
    return len(shared) < OTHER_FIGURES * fewer


def _agreeing(one: bytes, other: bytes) -> int:
    """Hashes that are equal: zeros in what differs, found by whole numbers of 4,096 bits, a sixth of the time of one by one."""
    differing = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
    return memoryview(differing.to_bytes(4 * HASHES, "little")).cast("I").tolist().count(0)
