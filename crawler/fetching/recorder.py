"""Nearest the network: a capture goes in, the place of its record comes out, when it is on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from archive.errors import ArchiveError
from archive.model import Capture, WarcRef
from archive.warc import Waiter, WarcWriter


class Recorder:
    """Waits for the writer without holding up the event loop, which is woken once for all captures of a batch."""

    def __init__(self, writer: WarcWriter) -> None:
        self.writer = writer
        self._loop: asyncio.AbstractEventLoop | None = None
        self._came: list[tuple[Capture, Waiter]] = []
        """In this turn of the loop: they go to the writer together, whose thread is woken once."""

    def record(self, capture: Capture) -> asyncio.Future[WarcRef]:
        """Where the capture lies, once it is durable. Fails with `archive.errors.NotWritable`: then nothing more may be fetched."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self.writer.telling = self._told
        waiter: asyncio.Future[WarcRef] = self._loop.create_future()
        if not self._came:
            self._loop.call_soon(self._hand_over)
        self._came.append((capture, waiter))
        return waiter

    def _hand_over(self) -> None:
        came, self._came = self._came, []
        try:
            self.writer.hand(came)
        except RuntimeError as error:  # it is closed
            for _, waiter in came:
                if not waiter.done():
                    waiter.set_exception(error)

    def _told(self, told: Sequence[tuple[Waiter, WarcRef | ArchiveError]]) -> None:
        """In the writer's thread."""
        assert self._loop is not None
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(_tell, told)


def _tell(told: Sequence[tuple[Waiter, WarcRef | ArchiveError]]) -> None:
    for waiter, outcome in told:
        if waiter.done():
            continue  # cut off meanwhile
        if isinstance(outcome, WarcRef):
            waiter.set_result(outcome)
        else:
            waiter.set_exception(outcome)
