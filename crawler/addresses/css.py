"""What a style sheet asks for: `url()` and `@import` (CSS Syntax Module Level 3, section 4.3). Linear in time; never raises."""

from __future__ import annotations

import re
from itertools import islice

MOST = 2000
"""Addresses taken from one sheet; the largest seen on portals have some hundreds (icon sprites, font faces)."""

_ESCAPED = r"\\(?:[0-9A-Fa-f]{1,6}\s?|[\s\S])"
_DOUBLE = rf'"((?:[^"\\\n]++|{_ESCAPED})*+)"'
_SINGLE = rf"'((?:[^'\\\n]++|{_ESCAPED})*+)'"
# Possessive, and no parenthesis in a bare address: a sheet of a million `url(` is read once, not once for each.
_BARE = rf"((?:[^()\"'\s\\]++|{_ESCAPED})++)"
# A string that never closes runs to the end of its line; passed over whole, or each of its quotes would be tried again.
_STRING = rf"\"(?:[^\"\\\n]++|{_ESCAPED})*+\"?|'(?:[^'\\\n]++|{_ESCAPED})*+'?"
# Spelt out rather than IGNORECASE, and `url` told from its parenthesis: then the search skips by first signs, none of them frequent.
_ADDRESS = re.compile(
    rf"\((?<=[uU][rR][lL]\()\s*+(?:{_DOUBLE}|{_SINGLE}|{_BARE})\s*+(?:\)|\Z)"
    rf"|@[iI][mM][pP][oO][rR][tT]\s*+(?:{_DOUBLE}|{_SINGLE})|/\*[\s\S]*?(?:\*/|\Z)|{_STRING}")
_MOST_FOUND = 300_000
"""Comments, strings and addresses of a sheet that are looked at."""
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\n\r\f])|([\s\S]))")
_CHARSET = re.compile(rb'@charset "([\w.:-]{1,40})";', re.ASCII)


def addresses(text: str) -> list[str]:
    """Addresses in the sheet's own spelling, escapes resolved, in order, each once; comments and `data:` left out."""
    found: dict[str, None] = {}
    if not ("l(" in text or "L(" in text or "@i" in text or "@I" in text):
        return []
    for match in islice(_ADDRESS.finditer(text), _MOST_FOUND):
        if match.lastindex is None:  # a comment, or a string such as `content: "url(x)"`
            continue
        href = match[match.lastindex].strip()
        if "\\" in href:
            href = _ESCAPE.sub(_unescaped, href)
        if href and href[:5].lower() != "data:" and not href.startswith("#"):
            found[href] = None
            if len(found) >= MOST:
                break
    return list(found)


def decoded(body: bytes, charset: str | None = None) -> str:
    """Text of a sheet: by byte order mark, the `charset` of its header, its `@charset` rule, else UTF-8 (section 3.2)."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return body.decode(codec, "replace").lstrip("\ufeff")
    rule = _CHARSET.match(body)
    for name in (charset, rule[1].decode("ascii") if rule else None):
        if name:
            try:
                return body.decode("gb18030" if name.lower() in ("gb2312", "gbk") else name, "replace")
            except (LookupError, ValueError):
                continue
    return body.decode("utf-8", "replace")


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    return "" if match[2] else match[3]
