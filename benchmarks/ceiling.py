"""How many pages the local site serves in a second when nobody does anything with them: no contender can be faster."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Sequence
from itertools import cycle, islice

BATCH = 64
"""Requests that are sent before their answers are read."""
_END = re.compile(rb"Content-Length: 12\r\n\r\n\d{12}$")
"""How the answer to the last request of a batch ends: the site's own count of its requests."""


def ceiling(port: int, paths: Sequence[str], *, gzip: bool, seconds: float = 2.0) -> float:
    """Pages in a second over one connection, in batches, the answers thrown away. `gzip`: asked for as crawlers do; else the site
    unpacks each, as wget has it."""
    coding = "Accept-Encoding: gzip\r\n" if gzip else ""
    heads = cycle([f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{coding}\r\n".encode() for path in paths])
    count, began = 0, time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        while time.monotonic() < began + seconds:
            connection.sendall(b"".join(islice(heads, BATCH)) + b"GET /-/requests HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            _to_the_end(connection)
            count += BATCH
    return count / (time.monotonic() - began)


def _to_the_end(connection: socket.socket) -> None:
    tail = b""
    while not _END.search(tail):
        piece = connection.recv(1 << 18)
        if not piece:
            raise ConnectionError("the local site closed the connection")
        tail = (tail + piece)[-64:]
