"""Sums of texts that a script writes as calls, `"".concat(base, "/list?page=").concat(n)`, as compilers make them of template
literals: they are written as sums, which are read elsewhere. No script is run.
"""

from __future__ import annotations

import re

_SIGN = ".concat("
_BEGUN = re.compile(r"""("(?:[^"\\\n]|\\.){0,300}"|'(?:[^'\\\n]|\\.){0,300}')\.concat\(""")
_MOST = 2000
"""Calls of a script that are looked at."""
_LONGEST = 600
"""Characters of what one is given."""
_OPENING, _CLOSING = frozenset(":,(=["), frozenset(",)};]")
"""Signs between which a sum needs no brackets."""
_BLANKS = 9
_OF_ADDRESS = re.compile(r"[/?=&]")


def told(text: str) -> str:
    """The script with such sums in place of the calls, where they seem to make an address."""
    if _SIGN not in text:
        return text
    pieces, done = [], 0
    for number, begun in enumerate(_BEGUN.finditer(text)):
        if number >= _MOST:
            break
        if begun.start() < done:
            continue
        terms, end = [begun[1]], begun.end()
        while (given := _given(text, end)) is not None:
            terms += given[0]
            end = given[1]
            if not text.startswith(_SIGN, end):
                break
            end += len(_SIGN)
        if given is not None and any(map(_OF_ADDRESS.search, terms)):
            before = text[max(0, begun.start() - _BLANKS) : begun.start()].rstrip()[-1:]
            is_alone = before in _OPENING and text[end : end + 1] in _CLOSING
            pieces += [text[done : begun.start()], "+".join(terms) if is_alone else f"({'+'.join(terms)})"]
            done = end
    return "".join((*pieces, text[done:]))


def _given(text: str, at: int) -> tuple[list[str], int] | None:
    """What a call is given whose arguments begin at a place, and where it ends; None where that is not told soon."""
    depth, begun, found = 0, at, list[str]()
    quote = ""
    for here in range(at, min(len(text), at + _LONGEST)):
        sign = text[here]
        if quote:
            quote = "" if sign == quote and text[here - 1] != "\\" else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}" and depth:
            depth -= 1
        elif sign == ")" or (sign == "," and not depth):
            found.append(_term(text[begun:here]))
            begun = here + 1
            if sign == ")":
                return found, here + 1
    return None


def _term(text: str) -> str:
    """One argument as a term of a sum."""
    text = text.strip()
    return text if re.fullmatch(r"[\w$.]+|\"[^\"]*\"|'[^']*'", text) else f"({text})"
