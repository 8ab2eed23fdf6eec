"""Scripts in files of their own that several listings name (`families.own_scripts`): asked for once in a run, and the answer read again
from its record for each further listing, with what that one's page says. A task that is answered so has nothing to settle: its record was
settled with the task that it was asked for first."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from archive.model import WarcRef
from archive.reader import read_at
from crawler.fetching.fetcher import Fetched

if TYPE_CHECKING:
    from crawler.crawl.holding import Holding
    from crawler.fetching.network import Network
    from crawler.frontier.outcome import Problem
    from crawler.frontier.task import Task

logger = logging.getLogger(__name__)


class SharedScripts:
    """Of one run. Belongs to its event loop."""

    def __init__(self, network: Network, holding: Holding, limit: int) -> None:
        """`limit`: bytes of a page that are read."""
        self.network = network
        self.holding = holding
        self.limit = limit
        self._locks: dict[str, asyncio.Lock] = {}
        self._records: dict[str, WarcRef] = {}

    async def asked(self, task: Task) -> tuple[Fetched | None, Problem | None]:
        """As `Network.ask`; of such a script what this run recorded for another listing. Who wants it while it is asked for waits."""
        if not is_shared(task):
            return await self.network.ask(task)
        async with self._locks.setdefault(task.url, asyncio.Lock()):
            kept = await asyncio.to_thread(self._answer, task)
            if kept is not None:
                return kept, None
            fetched, refusal = await self.network.ask(task)
            if fetched is not None and _is_whole(fetched):
                self._records[task.url] = fetched.ref
            return fetched, refusal

    def _answer(self, task: Task) -> Fetched | None:
        ref = self._records.get(task.url) or self.holding.answered_in_run(task.url)
        if ref is None or ref.length > self.limit:
            return None
        try:
            return Fetched(capture=read_at(self.holding.collection.path, ref).capture, ref=ref, settled=True)
        except ArchiveError as error:
            logger.warning("%s: its record cannot be read, it is asked again: %s", task.url, error)
            return None


def _is_whole(fetched: Fetched) -> bool:
    """Whether it gave the script, or confirmed the one that is held."""
    capture, is_held = fetched.capture, fetched.ref.original is not None
    return capture.truncated is None and (capture.status == 200 or (capture.status == 304 and is_held))


def is_shared(task: Task) -> bool:
    """Whether others may ask for the very file for a listing of theirs: its call says whose it is."""
    return task.kind == "listing" and task.call is not None and task.call.whose is not None
