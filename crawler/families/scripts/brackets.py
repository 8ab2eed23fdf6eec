"""Brackets and strings of a script: where one that is open ends. Linear in the text's length."""

from __future__ import annotations

import re
from functools import cache

STRING = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\$]|\\.|\$(?!\{))*)`")
"""A string without holes; the group tells the quotes: single, double, grave."""


def past(text: str, at: int, end: int, sign: str, before: str = "") -> int:
    """The place of the next `sign` outside brackets and strings from `at` on, or the one behind it where it is `)`; that of a `before`, or
    of a bracket that closes what was open before, which comes first; `end` where there is none."""
    depth = 0
    unclosed = {"'": 0, '"': 0, "`": 0}  # up to where one of the kind is known not to be closed: words have apostrophes
    telling = _telling(sign, before)
    while (found := telling.search(text, at, end)) is not None:
        at, here = found.start(), found[0]
        if here in unclosed and at >= unclosed[here]:
            match = STRING.match(text, at, end)
            if match is not None:
                at = match.end()
                continue
            if here != "`":
                line = text.find("\n", at, end)
                unclosed[here] = line if line >= 0 else end
        if depth == 0 and here in (sign, before):
            return at + (sign == ")" and here == sign)
        depth += (here in "([{") - (here in ")]}")
        if depth < 0:
            return at
        at += 1
    return max(at, end)


@cache
def _telling(sign: str, before: str) -> re.Pattern[str]:
    """The signs at which something begins or ends, or for which one looks: nothing else counts on the way to them."""
    return re.compile(rf"[\"'`()\[\]{{}}{re.escape(sign + before)}]")
