"""Text from outside made fit for one line of a terminal, a log or a table. All messages that show such text use it."""

from __future__ import annotations

from unicodedata import category

_HARMLESS = frozenset({"Zs", "Co", "Cn"})
"""Categories that `str.isprintable` refuses though they do nothing: wide blanks, private use (seen in names), unassigned."""


def one_line(text: str, limit: int | None = None) -> str:
    """`text` without anything that could move a cursor, colour, split or reorder the line.

    Control and format characters (line ends, escape, bidi marks, zero-width), U+2028, U+2029 and lone surrogates become `\\n`,
    `\\x1b`, `\\u202e` and the like; all else stays. Longer than `limit` characters: cut, with `…` as the last of them.
    """
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() or category(sign) in _HARMLESS else _escaped(sign)
                       for sign in (text if limit is None else text[: limit + 1]))
    return text if limit is None or len(text) <= limit else text[: max(0, limit - 1)] + "…"


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
