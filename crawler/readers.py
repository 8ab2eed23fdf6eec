"""Worker processes that read pages, so that no page can hold up the crawl: each has a time limit and bounded memory."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import socket
import subprocess
import sys
from collections import deque
from contextlib import nullcontext
from dataclasses import dataclass

from crawler.job import Failure, Job
from crawler.portal import Portal
from crawler.reader_process import LENGTH, READY, perform
from crawler.reading import Reading

LARGE = 1 << 20
"""Bytes of a page from which only two go to a worker at once: sixteen of 20 MB would lie in memory."""
STARTING = 60.0
"""Seconds that a worker may take to start."""
OUTSTANDING = 16
"""Jobs sent to a worker before its answers: enough to keep it busy, few enough to send again when it dies."""


@dataclass(slots=True)
class Waiting:
    """A job and whoever waits for it."""

    job: Job
    answer: asyncio.Future[Reading | Failure]
    began: float = 0.0
    """Loop time at which it came first in line; 0: not yet."""


class Worker:
    """One process; jobs are answered in the order in which they were given."""

    def __init__(self, portal: Portal, timeout: float) -> None:
        self.portal = portal
        self.timeout = timeout
        self.waiting: deque[Waiting] = deque()
        self.room = asyncio.Semaphore(OUTSTANDING)
        self.process: subprocess.Popen[bytes] | None = None
        self.writer: asyncio.StreamWriter | None = None
        self.reading: asyncio.Task[None] | None = None
        self.large = asyncio.Semaphore(2)
        self.down = False
        """Whether the process is gone or not yet there: then jobs are queued, and sent by whoever starts the next one."""
        self.watch: asyncio.TimerHandle | None = None
        self.slow = False
        """Whether we ended the process for its slowness: then nobody else is to blame for its end."""
        self.ready = False
        """Whether the process has started: only then its time runs for a page."""
        self.closed = False

    async def read(self, job: Job) -> Reading | Failure:
        """What the worker makes of the job; a Failure when it took too long or died on it."""
        async with self.large if len(job.entity) > LARGE else nullcontext(), self.room:
            entry = Waiting(job, asyncio.get_running_loop().create_future())
            self.waiting.append(entry)
            if self.writer is not None and not self.down:
                self._write(job)
            elif not self.down:
                await self._begin()
            self._watch_first()
            return await entry.answer

    async def _begin(self) -> None:
        """Start a process and give it all that waits. While it starts, others only queue up."""
        self.down = True
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "crawler.reader_process", str(theirs.fileno())]
            process = self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        ours.setblocking(False)
        reader, self.writer = await asyncio.open_connection(sock=ours, limit=1 << 26)
        self.slow = self.down = self.ready = False
        self._write(self.portal)
        for entry in self.waiting:
            entry.began = 0.0
            self._write(entry.job)
        self._watch_first()
        self.reading = asyncio.ensure_future(self._receive(reader, process))

    def _write(self, value: object) -> None:
        assert self.writer is not None
        data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        self.writer.write(LENGTH.pack(len(data)) + data)

    async def _receive(self, reader: asyncio.StreamReader, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
                data = await reader.readexactly(length)
                if self.slow:
                    break  # a process that we ended: what it still says would be taken for the answers of those behind
                answer = pickle.loads(data)
                if answer == READY:
                    self._ready_now()
                else:
                    self._settle(answer)
        await self._ended(process)

    def _settle(self, answer: Reading | Failure) -> None:
        entry = self.waiting.popleft()
        if not entry.answer.done():
            entry.answer.set_result(answer)
        self._watch_first()

    def _ready_now(self) -> None:
        """The process has started: the time of whoever is first begins."""
        self.ready = True
        if self.waiting:
            self.waiting[0].began = 0.0
        self._watch_first()

    def _watch_first(self) -> None:
        """Let the time run for whoever is first in line."""
        if self.watch is not None:
            self.watch.cancel()
            self.watch = None
        if self.waiting and not self.closed:
            loop = asyncio.get_running_loop()
            first = self.waiting[0]
            first.began = first.began or loop.time()
            self.watch = loop.call_at(first.began + (self.timeout if self.ready else STARTING), self._too_long)

    def _too_long(self) -> None:
        if self.waiting and self.process is not None and not self.down:
            self._settle(Failure(reason=f"reading took longer than {self.timeout:g} s: stored, not read" if self.ready else
                                 f"its worker did not start within {STARTING:g} s: stored, not read"))
            self.slow = True
            self.process.kill()

    async def _ended(self, process: subprocess.Popen[bytes]) -> None:
        """The process is gone: whoever was first killed it, unless it retired or was ended for its slowness; the rest go again."""
        self.down = True
        if self.writer is not None:
            self.writer.close()
            self.writer = None
        code = await asyncio.to_thread(process.wait)
        if self.closed:
            return
        if code != 0 and not self.slow and self.waiting:
            self._settle(Failure(reason=f"reading ended its worker (status {code}): stored, not read"))
        if self.waiting:
            await self._begin()
        else:
            self.down = False

    async def close(self) -> None:
        """End the process; whoever still waits gets a Failure."""
        self.closed = True
        if self.watch is not None:
            self.watch.cancel()
        while self.waiting:
            entry = self.waiting.popleft()
            if not entry.answer.done():
                entry.answer.set_result(Failure(reason="the crawl ended before the page was read"))
        if self.writer is not None:
            self.writer.close()
        if self.process is not None:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)
        if self.reading is not None:
            self.reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.reading


class Readers:
    """Some workers; with `count` 0 pages are read in this process, without a time limit."""

    def __init__(self, portal: Portal, count: int, timeout: float) -> None:
        self.portal = portal
        self.workers = [Worker(portal, timeout) for _ in range(count)]

    async def read(self, job: Job) -> Reading | Failure:
        """What the page gives, or why it could not be read. Never raises for the page's sake."""
        if not self.workers:
            return perform(job, self.portal)
        worker = min(self.workers, key=lambda each: len(each.waiting))
        return await worker.read(job)

    async def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            await worker.close()
