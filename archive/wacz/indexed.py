"""The index of a package: sorted lines in gzip blocks, and beside them the first key of each block, so that readers fetch few bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

import orjson
from isal import isal_zlib

LINES_A_BLOCK = 1024
NAME = "index.cdx.gz"
_META = b'!meta 0 {"format":"cdxj-gzip-1.0","filename":"index.cdx.gz"}\n'


def blocks(lines: Iterable[bytes], keys: list[bytes]) -> Iterator[bytes]:
    """The gzip members of `index.cdx.gz`; the lines of `index.idx` go into `keys`, one a block."""
    keys.append(_META)
    offset, waiting = 0, iter(lines)
    while block := list(islice(waiting, LINES_A_BLOCK)):
        member = isal_zlib.compress(b"".join(block), 3, 31)
        first = block[0][:block[0].index(b" {")]
        told = {"offset": offset, "length": len(member), "digest": f"sha256:{hashlib.sha256(member).hexdigest()}"}
        keys.append(first + b" " + orjson.dumps(told) + b"\n")
        offset += len(member)
        yield member
