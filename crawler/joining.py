"""A worker that begins nothing: it waits for runs that others began, takes part in them, and waits again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from archive.durable import not_writable
from archive.errors import NotWritable
from crawler.cluster.run import under_way
from crawler.cluster.server import Server
from crawler.portal import Portal
from crawler.process import Crawls

logger = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks for runs."""
PAUSE = 60.0
"""Seconds after which a portal is tried again whose run could not be joined."""


class Joining:
    """Takes part in the runs of some portals until it is stopped."""

    def __init__(self, crawls: Crawls, server: Server, portals: Mapping[str, Portal], alive: Path | None = None) -> None:
        """`alive`: a file whose time is set anew at each look, for whoever watches over this process; None: there is none."""
        self.crawls = crawls
        self.server = server
        self.portals = portals
        self.alive = alive
        self.at_work: dict[str, asyncio.Task[None]] = {}
        self.not_before: dict[str, float] = {}

    async def work(self, *, once: bool = False) -> None:
        """Until SIGINT or SIGTERM; with `once` until no run is left that it could take part in. Raises `archive.errors.NotWritable` when
        the server is gone."""
        self.crawls.handle_signals()
        while not self.crawls.stopping:
            self._sign()
            self._settle()
            for name in await self._under_way():
                if name in self.portals and name not in self.at_work and time.monotonic() >= self.not_before.get(name, 0.0):
                    self.at_work[name] = asyncio.ensure_future(self.crawls.one(self.portals[name]))
            if once and not self.at_work:
                break
            if self.at_work:
                await asyncio.wait(self.at_work.values(), timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(LOOK)
        await asyncio.gather(*self.at_work.values())
        self._settle()

    async def _under_way(self) -> Sequence[str]:
        """Runs that are under way. Whoever stops this worker does not wait with it for a server that is gone."""
        looking = asyncio.ensure_future(asyncio.to_thread(self.server.perform, under_way))
        while not (await asyncio.wait({looking}, timeout=LOOK / 4))[0]:
            if self.crawls.stopping:
                self.server.leave()
        try:
            return looking.result()
        except NotWritable:
            if self.crawls.stopping and not self.at_work:
                return ()
            raise

    def _settle(self) -> None:
        """Forget what has ended."""
        for name, task in list(self.at_work.items()):
            if task.done():
                del self.at_work[name]
                if (end := self.crawls.failures.pop(name, None)) is not None:
                    logger.debug("%s: %s", name, end.reason)
                    self.not_before[name] = time.monotonic() + PAUSE
                self.crawls.runs[:] = [run for run in self.crawls.runs if run.portal.name != name]

    def _sign(self) -> None:
        if self.alive is not None:
            try:
                self.alive.touch()
            except OSError as error:
                raise not_writable(self.alive, error) from None


async def watched(joining: Joining, *, once: bool) -> None:
    """Work, and let the server go. Raises `archive.errors.NotWritable`."""
    try:
        await joining.work(once=once)
    except NotWritable:
        joining.crawls.stop("server gone")
        with suppress(Exception):
            await asyncio.gather(*joining.at_work.values())
        raise
    finally:
        joining.server.close()
