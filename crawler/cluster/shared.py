"""The server of a process: one connection for all its portals, and a thread that says in time that they live.

A crawl that works hard, or waits for a slow page, may not lease for a while; its leases must not go to others for that.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from archive.errors import ArchiveError
from crawler import clock
from crawler.cluster.frontier import ClusterFrontier
from crawler.cluster.server import Server
from crawler.frontier.pace import Pace

logger = logging.getLogger(__name__)

_servers: dict[str, Shared] = {}
_making = threading.Lock()


class Shared:
    """A server, whoever uses it, and their heartbeat."""

    def __init__(self, address: str, lease_seconds: float) -> None:
        """Connect. Raises `archive.errors.ArchiveError`."""
        self.server = Server(address)
        self.users: list[ClusterFrontier] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, args=(lease_seconds / 5,), name="fangzhi-heartbeat", daemon=True)
        self._thread.start()

    def _beat(self, pause: float) -> None:
        while not self._ended.wait(pause):
            for user in list(self.users):
                # Before `begin` and after `end` there is nothing to say; what is wrong with the server, the crawl itself meets and tells.
                with suppress(RuntimeError, ArchiveError):
                    user.heartbeat(clock.now())
            with suppress(ArchiveError):
                self.server.set_clock()

    def close(self) -> None:
        """End the thread and the connection."""
        self._ended.set()
        self._thread.join(2.0)  # it may be waiting for a server that is gone
        self.server.close()


class SharedFrontier(ClusterFrontier):
    """A frontier on the process's server, which goes with the last of them."""

    def __init__(self, address: str, portal: str, pace: Pace, *, lease_seconds: float, tally: Callable[[], Mapping[str, int]],
                 joining: bool = False, budget: int = 0, limit: int = 0) -> None:
        """As for `ClusterFrontier`. Raises `archive.errors.ArchiveError`."""
        with _making:
            shared = _servers.get(address) or Shared(address, lease_seconds)
            _servers[address] = shared
        self._address, self._shared = address, shared
        shared.users.append(self)
        try:
            super().__init__(shared.server, portal, pace, lease_seconds=lease_seconds, tally=tally, joining=joining, budget=budget,
                             limit=limit)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Nothing more is asked of the server; the last frontier closes the connection."""
        super().close()
        if self in self._shared.users:
            self._shared.users.remove(self)
            if not self._shared.users:
                with _making:
                    _servers.pop(self._address, None)
                self._shared.close()
