"""The other end of `crawler.mapping.child`: calls what it is told and answers with what came of it. Forked for it by
`crawler.readers.fork_server_process`.

A frame is four bytes of length (big-endian) and a pickle, or in answers one sign (`=` or, for an error, `!`) before it; both ends are
this program, over a socket pair that nobody else holds.
"""

from __future__ import annotations

import pickle
import socket
from itertools import chain

from crawler.readers import huge_pages
from crawler.readers.frames import LENGTH
from crawler.readers.process import coming

SETTLED_AFTER = (1, 8)
"""Calls, each some dozens of pages, after which memory is moved into huge pages."""


def serve(channel: socket.socket) -> None:
    """Answer calls until the other end closes."""
    for called_before, octets in enumerate(chain.from_iterable(coming(channel, []))):
        if called_before in SETTLED_AFTER:
            huge_pages.settle()
        function, given = pickle.loads(octets)
        try:
            answer = b"=" + pickle.dumps(function(given), protocol=pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked does without
            answer = f"!{type(error).__name__}: {error}"[:500].encode("utf-8", "replace")
        channel.sendall(LENGTH.pack(len(answer)) + answer)
