"""The texts of a page's blocks as one text, so that one look tells which of them have a sign at all."""

from __future__ import annotations

_BETWEEN = "\0"
"""No block's text has it: see `crawler.extract.tree.Tree.text`."""


class Wording:
    """Some texts in order, searched together."""

    __slots__ = ("_joined", "texts")

    def __init__(self, texts: list[str]) -> None:
        """`texts`: of blocks; none has a NUL."""
        self.texts = texts
        self._joined = _BETWEEN.join(texts)

    def holding(self, *signs: str) -> list[int]:
        """The numbers of the texts that have one of the signs, in order."""
        joined, found = self._joined, set()
        for sign in signs:
            number = start = 0
            at = joined.find(sign)
            while at >= 0:
                number += joined.count(_BETWEEN, start, at)
                found.add(number)
                start = joined.find(_BETWEEN, at)
                at = joined.find(sign, start) if start >= 0 else -1
        return sorted(found)
