"""What passed on the wires of a test server, to the byte, so that an archive can be held against it."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=1 << 20)


@dataclass(slots=True, kw_only=True)
class Turn:
    """One request and what was sent for it."""

    request: bytes
    """As received, head and body."""
    target: str
    """What the request line asked for, latin-1."""
    path: str
    """Path within the site, with its query."""
    claimed: bool = False
    """Whether the index, a good article or robots.txt was asked for."""
    size: int = 0
    """Bytes of the final response that were given to the socket; of a broken connection the client may have less."""
    interim: bytes = b""
    forged: bytes = b""
    """Bytes sent that belong to no response."""
    broken: bool = False
    """Whether the client went away, or was sent away, before all was sent."""
    _sent: IO[bytes] = field(default_factory=_spool)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, piece: bytes) -> None:
        """Log bytes of the response."""
        with self._lock:
            self._sent.seek(0, 2)
            self._sent.write(piece)
            self.size += len(piece)

    def response(self, stop: int | None = None) -> bytes:
        """The first `stop` bytes (None: all) of what was sent as the response."""
        with self._lock:
            self._sent.seek(0)
            return self._sent.read() if stop is None else self._sent.read(stop)


class WireLog:
    """All turns of one server, in the order in which the requests came."""

    def __init__(self) -> None:
        self._turns: list[Turn] = []
        self._connections: list[int] = []
        self._lock = threading.Lock()

    def begin(self, turn: Turn) -> int:
        """Keep the turn; how often its path was asked for, this time included."""
        with self._lock:
            self._turns.append(turn)
            return sum(other.path == turn.path for other in self._turns) if len(self._turns) < 5000 else len(self._turns)

    def connected(self, port: int) -> None:
        """Someone connected to this port."""
        with self._lock:
            self._connections.append(port)

    def connections(self, port: int) -> int:
        """How many connected to this port."""
        with self._lock:
            return self._connections.count(port)

    def __iter__(self) -> Iterator[Turn]:
        with self._lock:
            return iter(list(self._turns))

    def at(self, path: str) -> list[Turn]:
        """The turns of one path (with its query)."""
        return [turn for turn in self if turn.path == path]
