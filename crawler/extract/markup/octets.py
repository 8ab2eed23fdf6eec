"""What is asked of all octets of a page before it is parsed. `octets.pyx` is the same with loops that a C compiler makes wide ones of."""

from __future__ import annotations

from codecs import utf_8_decode
from typing import Final

_PIECE: Final = 8192
"""Octets that are decoded at a time, so that what is thrown away right after stays small."""


def count(octets: bytes, sign: int) -> int:
    """How many octets are just this one."""
    return octets.count(sign)


def end_of_utf8(octets: bytes) -> int:
    """Where the first octets stand that are no UTF-8 as Python decodes it: at the end, if all are."""
    view, size, at = memoryview(octets), len(octets), 0
    try:
        while at < size:
            at += utf_8_decode(view[at:at + _PIECE], "strict", at + _PIECE >= size)[1]
    except UnicodeDecodeError as error:
        at += error.start
    return at
