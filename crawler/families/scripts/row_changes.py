"""What a page's script does to a field of a row before it puts it into an address: `item.infodate.replace(/-/g, '')`,
`item.categorynum.substring(0, 6)`, `encodeURIComponent(item.id)`. Written behind the field's name in a way of `row_address`, without
blanks: `{infodate~r-,}`. No script is run.

Seen with Epoint, whose addresses are section, day and number of a row, and with procurement portals whose numbers are base64.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import quote, unquote

CALLS = (r"(?:\s?\.\s?(?:substring|substr|slice|split|replace|replaceAll)\([^()]{1,60}\)(?:\[\d\])?|\s?\.\s?(?:trim|toString)\(\))")
"""One change of a field, as a script writes it."""
_CALL = re.compile(r"\.\s?(\w{4,10})\(([^()]{0,60})\)(?:\[(\d)\])?")
_NUMBERS = re.compile(r"\s{0,3}(-?\d{1,4})\s{0,3}(?:,\s{0,3}(-?\d{1,4})\s{0,3})?")
_TO_END = re.compile(r"\s{0,3}(\d{1,4})\s{0,3},\s{0,3}[\w$.\[\]]{1,80}\.length\s{0,3}-\s{0,3}(\d{1,3})\s{0,3}")
_TEXTS = re.compile(r"\s{0,3}(?:/((?:[^/\\\[\](){}|+*?.^$\n]|\\[^\w\n]){1,20})/(g)?|(['\"])([^'\"\\\n]{1,20})\3)\s{0,3}"
                    r"(?:,\s{0,3}(['\"])([^'\"\\\n]{0,20})\5\s{0,3})?")
_MADE = "~"
_MOST = 4


def written(calls: str, wrapped: str) -> str | None:
    """The changes that a script makes of a field, one behind the other. `calls`: `.substring(0, 6).trim()`; `wrapped`: the function around
    it. None where one of them is not spelt out."""
    made = ""
    for match in islice(_CALL.finditer(calls), _MOST):
        change = _change(match[1], match[2], match[3])
        if change is None:
            return None
        made += change
    return made + (f"{_MADE}e" if wrapped.startswith("encodeURI") else "")


def _change(name: str, given: str, picked: str | None) -> str | None:
    if name in ("trim", "toString"):
        return ""
    if name in ("substring", "substr", "slice"):
        numbers, to_end = _NUMBERS.fullmatch(given), _TO_END.fullmatch(given)
        if to_end is not None:
            return f"{_MADE}s{to_end[1]},-{to_end[2]}"
        if numbers is None:
            return None
        end = "" if numbers[2] is None else str(int(numbers[1]) + int(numbers[2])) if name == "substr" else numbers[2]
        return f"{_MADE}s{numbers[1]},{end}"
    texts = _TEXTS.fullmatch(given)
    if texts is None:
        return None
    sought = re.sub(r"\\(.)", r"\1", texts[1]) if texts[1] else texts[4]
    if name == "split":
        return f"{_MADE}p{quote(sought, safe='')},{picked}" if picked is not None else None
    once = name == "replace" and not texts[2]
    return f"{_MADE}{'o' if once else 'r'}{quote(sought, safe='')},{quote(texts[6] or '', safe='')}"


def changed(value: str, changes: str) -> str:
    """A field's value with the changes that `written` told."""
    for change in changes.split(_MADE)[1:]:
        kind, (first, _, second) = change[:1], change[1:].partition(",")
        if kind == "s":
            value = value[int(first) : int(second) if second else None]
        elif kind in ("r", "o"):
            value = value.replace(unquote(first), unquote(second), -1 if kind == "r" else 1)
        elif kind == "p":
            value = next(islice(value.split(unquote(first)), int(second), None), "")
        elif kind == "e":
            value = quote(value, safe="!'()*~")
    return value
