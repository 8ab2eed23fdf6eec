"""Connections that wait for their next exchange."""

from __future__ import annotations

from collections.abc import Collection

from crawler.client.connection import Connection
from crawler.client.guard import Address

Key = tuple[str, str, int]
"""Scheme, host and port that connections serve; TLS is bound to the host's name, so addresses alone do not do."""


class Pool:
    """Keeps up to `limit` unused connections, all hosts together; the longest unused goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._idle: dict[Connection, Key] = {}

    def __len__(self) -> int:
        return len(self._idle)

    def take(self, key: Key, addresses: Collection[Address]) -> Connection | None:
        """The connection used last for `key`, at one of `addresses` and nowhere else; None when there is none."""
        for connection in reversed(self._idle):
            if self._idle[connection] == key and connection.address in addresses and not connection.closed:
                del self._idle[connection]
                return connection
        return None

    def give(self, key: Key, connection: Connection) -> None:
        """Keep a connection for later."""
        self._idle[connection] = key
        if len(self._idle) > self._limit:
            next(iter(self._idle)).abort()
            del self._idle[next(iter(self._idle))]

    def drop(self, connection: Connection) -> None:
        """Forget a connection that is lost; nothing when it is not here."""
        self._idle.pop(connection, None)

    def close(self) -> None:
        """Close all of them."""
        for connection in self._idle:
            connection.abort()
        self._idle.clear()
