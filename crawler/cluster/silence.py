"""A server that keeps a connection but says nothing on it: its process is frozen, or its machine is. TCP does not tell."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from crawler.cluster.schema import Connection

SILENT = 60.0
"""Seconds without an answer after which a server counts as gone: a worker's transactions take milliseconds."""
LOOKS = 4
"""Looks that are taken in such a time."""


class Silence:
    """Breaks a connection whose work takes too long, so that whoever waits for it hears that it is gone. One thread, begun with the
    first work; it ends with `end`."""

    def __init__(self, seconds: float = SILENT) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._asked: tuple[float, Connection] | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self.broken = False
        """Whether the last work was ended for its silence."""

    @contextmanager
    def watched(self, connection: Connection) -> Iterator[None]:
        """While the block runs the connection is broken when it lasts longer than the seconds."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="silence", daemon=True)
            self._thread.start()
        with self._lock:
            self._asked, self.broken = (time.monotonic(), connection), False
        try:
            yield
        finally:
            with self._lock:
                self._asked = None

    def end(self) -> None:
        """Watch no more; harmless when called twice."""
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(self.seconds / LOOKS):
            with self._lock:  # held meanwhile: nobody closes the connection, and its number is no other file's
                if self._asked is not None and time.monotonic() - self._asked[0] >= self.seconds:
                    self._break(self._asked[1])

    def _break(self, connection: Connection) -> None:
        self._asked, self.broken = None, True
        with suppress(OSError, ValueError), socket.socket(fileno=os.dup(connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
