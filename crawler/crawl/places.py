"""How many requests are under way to each host, and who waits for a place among them. Belongs to one event loop."""

from __future__ import annotations

import asyncio
from collections import Counter, deque


class Places:
    """Of each host `most` places at a time."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._taken: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """By host; no host without one who waits."""
        self._number = 0

    def __len__(self) -> int:
        """How many requests are under way, to all hosts."""
        return self._number

    def free(self, host: str) -> bool:
        """Whether a new request may begin: there is a place, and nobody waits for it."""
        return host not in self._waiting and self._taken[host] < self.most

    def enter(self, host: str) -> None:
        """A request begins."""
        self._taken[host] += 1
        self._number += 1

    async def turn(self, host: str) -> None:
        """Wait for a place and take it: for a further request of a task that holds none any more; before all new ones."""
        while self._taken[host] >= self.most:
            waiter = asyncio.get_running_loop().create_future()
            waiting = self._waiting.setdefault(host, deque())
            waiting.append(waiter)
            try:
                await waiter
            finally:
                if waiter in waiting:
                    waiting.remove(waiter)
                if not waiting and self._waiting.get(host) is waiting:
                    del self._waiting[host]
        self.enter(host)

    def leave(self, host: str) -> None:
        """A request has ended."""
        self._taken[host] -= 1
        self._number -= 1
        if self._taken[host] <= 0:
            del self._taken[host]
        for waiter in self._waiting.get(host, ()):
            if not waiter.done():
                waiter.set_result(None)
                return
