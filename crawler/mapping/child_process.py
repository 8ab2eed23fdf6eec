"""The other end of `crawler.mapping.child`: calls what it is told and answers with what came of it. Started there; never by hand.

A frame is four bytes of length (big-endian) and a pickle, or in answers one sign (`=` or, for an error, `!`) before it; both ends are
this program, over a socket pair that nobody else holds.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import socket
import sys

from crawler import huge_pages
from crawler.frames import LENGTH
from crawler.reader_process import MEMORY_LIMIT, received

SETTLED_AFTER = (1, 8)
"""Calls, each some dozens of pages, after which memory is moved into huge pages."""


def main() -> None:
    """`python -m crawler.mapping.child_process FD`; ends with the channel."""
    os.setsid()  # Ctrl-C is for whoever started us
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    gc.set_threshold(50_000, 20, 20)
    channel = socket.socket(fileno=int(sys.argv[1]))
    for called_before, (function, given) in enumerate(received(channel, bytearray())):
        if called_before in SETTLED_AFTER:
            huge_pages.settle()
        try:
            answer = b"=" + pickle.dumps(function(given), protocol=pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked does without
            answer = f"!{type(error).__name__}: {error}"[:500].encode("utf-8", "replace")
        channel.sendall(LENGTH.pack(len(answer)) + answer)


if __name__ == "__main__":
    main()
