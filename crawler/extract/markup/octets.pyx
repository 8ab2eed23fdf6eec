# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What is asked of all octets of a page before it is parsed; takes the place of `octets.py`."""

from libc.stdint cimport uint64_t
from libc.string cimport memcpy

cdef enum:
    STEP = 240
"""Octets that are counted in one, which holds 255."""


def count(bytes octets not None, int sign):
    """See `octets.py`."""
    cdef const unsigned char* signs = octets
    cdef unsigned char searched = sign, few
    cdef Py_ssize_t size = len(octets), found = 0, start, at
    for start in range(0, size, STEP):
        few = 0  # of one octet, so that as many are counted at once as a register has
        for at in range(start, min(start + STEP, size)):
            few += signs[at] == searched
        found += few
    return found


def end_of_utf8(bytes octets not None):
    """See `octets.py`. By the table of well-formed sequences (Unicode 16.0, table 3-7)."""
    cdef const unsigned char* signs = octets
    cdef Py_ssize_t at = 0, size = len(octets), more, number
    cdef uint64_t eight
    cdef unsigned char first, least, most
    while at < size:
        if at + 8 <= size:
            memcpy(&eight, signs + at, 8)
            if not eight & 0x8080808080808080ULL:
                at += 8
                continue
        first = signs[at]
        if first < 0x80:
            at += 1
            continue
        least, most = 0x80, 0xbf
        if 0xc2 <= first <= 0xdf:
            more = 1
        elif 0xe0 <= first <= 0xef:
            more = 2
            if first == 0xe0:
                least = 0xa0
            elif first == 0xed:
                most = 0x9f
        elif 0xf0 <= first <= 0xf4:
            more = 3
            if first == 0xf0:
                least = 0x90
            elif first == 0xf4:
                most = 0x8f
        else:
            return at
        if at + more >= size:
            return at
        for number in range(1, more + 1):
            if not least <= signs[at + number] <= most:
                return at
            least, most = 0x80, 0xbf
        at += more + 1
    return at
