"""Marks searched words in text that is shown: everything is escaped, nothing of the archive is mark-up here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

SNIPPET = 160
"""Characters of a snippet."""


def marked(text: str, words: Sequence[str]) -> Markup:
    """The text with the words in `mark` elements; case and width do not matter."""
    pieces, end = [], 0
    for start, stop in _places(text, words):
        pieces += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
        end = stop
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)


def snippet(text: str, words: Sequence[str], size: int = SNIPPET) -> Markup:
    """The part of a text around the first place where a word stands, marked; its beginning when none does."""
    flat = " ".join(text.split())
    first = next(iter(_places(flat, words)), (0, 0))[0]
    start = max(0, first - size // 3)
    part = flat[start:start + size]
    return Markup("{}{}{}").format("…" if start else "", marked(part, words), "…" if start + size < len(flat) else "")


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    if not words:
        return []
    folded = "".join(_one(sign) for sign in text)
    pattern = re.compile("|".join(re.escape("".join(map(_one, word))) for word in words))
    return [found.span() for found in pattern.finditer(folded)]


def _one(sign: str) -> str:
    """A sign folded to one sign, so that places stay where they are."""
    folded = unicodedata.normalize("NFKC", sign).casefold()
    return folded if len(folded) == 1 else sign
