"""Worker processes that read pages, so that no page can hold up the crawl: each has a time limit and bounded memory."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crawler.pages.familiar import Told
from crawler.portal import Portal
from crawler.readers.fork_server import READERS, Forked
from crawler.readers.frames import READY, RETIRED, frame, framed, frames, unframed
from crawler.readers.job import Failure, Job, sent, together
from crawler.reading import Reading

LARGE = 1 << 20
"""Bytes of a page that is large."""
MOST_LARGE = 2
"""Large pages that go to a worker at once: sixteen of 20 MB would lie in memory."""
STARTING = 60.0
"""Seconds that a worker may take to start."""
OUTSTANDING = 16
"""Jobs sent to each worker before its answers: enough to keep it busy, few enough to send again when it dies."""
MOST_HELD = 32 << 20
"""Bytes of pages that wait to be read from which no more should be asked for."""
CROWDED = 4
"""Jobs that wait for a worker when a further one is started: few pages are read sooner than it starts."""


@dataclass(slots=True)
class Waiting:
    """A job and whoever waits for it."""

    job: Job
    answer: asyncio.Future[Reading | Failure]
    began: float = 0.0
    """Loop time at which it came first in line; 0: not yet."""

    @property
    def large(self) -> bool:
        """Whether its page is large."""
        return len(self.job.entity) > LARGE


class _Channel(asyncio.Protocol):
    """Our end of the socket to one process: takes its answers apart."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._held = bytearray()
        self.ended: asyncio.Future[None] | None = None

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        self._held += data
        for said in frames(self._held):
            # What a process that we ended still says would be taken for the answers of those behind.
            if not self._worker.slow:
                self._worker.hear(unframed(said))

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop when the process is gone, or closed its end."""
        self.ended = asyncio.ensure_future(self._worker.ended())


class Worker:
    """One process; jobs are answered in the order in which they were given."""

    def __init__(self, portal: Portal, timeout: float, told: Sequence[Told] = (), has_room: Callable[[], None] = lambda: None) -> None:
        """`told`: links that are known, a list that grows; their process leaves them out of its answers. `has_room`: called when answers
        have come."""
        self.portal = portal
        self.timeout = timeout
        self.waiting: deque[Waiting] = deque()
        self.large = 0
        """Of these, those whose pages are large."""
        self.process: Forked | None = None
        """None until it has said which it is."""
        self.transport: asyncio.Transport | None = None
        self.channel: _Channel | None = None
        self.down = False
        """Whether the process is gone or not yet there: then jobs are queued, and sent by whoever starts the next one."""
        self.watch: asyncio.TimerHandle | None = None
        self.slow = False
        """Whether we ended the process for its slowness: then nobody else is to blame for its end."""
        self.ready = False
        """Whether the process has started: only then its time runs for a page."""
        self.retired = False
        """Whether the process said that it ends by itself."""
        self.closed = False
        self._sent = 0
        """Of those in line, how many the process was given; those behind wait here."""
        self._suspects = 0
        """How many of those in line were with a process that ended, or took too long: one of them is to blame, which of them nobody knows,
        for it holds answers back. They are given to the next one by one."""
        self._has_room = has_room
        self._starting: asyncio.Future[None] | None = None
        self._told = told
        self._said = 0
        """Of `told`, those that the process knows."""

    def read(self, entry: Waiting) -> None:
        """Have the process read a page. Its answer will be what it made of it; a Failure when it took too long or died on it."""
        self.waiting.append(entry)
        self.large += entry.large
        if self.transport is not None and not self.down:
            self._send_on()
        elif not self.down:
            self.down = True
            self._starting = asyncio.ensure_future(self._start())
        if len(self.waiting) == 1:
            self._watch_first()

    async def _start(self) -> None:
        """Start a process; where there can be none, whoever waits is told why."""
        try:
            await self._begin()
        except Exception as error:  # noqa: BLE001 (it is theirs to judge)
            self.down = False
            while self.waiting:
                entry = self.waiting.popleft()
                if not entry.answer.done():
                    entry.answer.set_exception(error)
            self.large = self._suspects = 0
            self._has_room()

    async def _begin(self) -> None:
        """Start a process and give it all that waits. While it starts, others only queue up."""
        self.down = True
        ours = READERS.start()
        ours.setblocking(False)
        transport, channel = await asyncio.get_running_loop().create_connection(lambda: _Channel(self), sock=ours)
        self.transport, self.channel = transport, channel
        self.slow = self.down = self.ready = self.retired = False
        self._said = self._sent = 0
        self.transport.write(frame(self.portal))
        for entry in self.waiting:
            entry.began = 0.0
        self._send_on()
        self._watch_first()

    def _send_on(self) -> None:
        """Give the process what it was not given yet; a suspect alone."""
        while self._sent < len(self.waiting) and not (self._suspects and self._sent):
            self._write(self.waiting[self._sent].job)
            self._sent += 1

    def _write(self, job: Job) -> None:
        assert self.transport is not None
        if len(self._told) < self._said:
            self._said = 0  # the list was begun anew
        news = self._told[self._said:]
        self._said = len(self._told)
        self.transport.writelines(framed(*sent(job, news)))

    def hear(self, said: object) -> None:
        """The process said this."""
        if isinstance(said, list):
            self._settle(map(together, said))
        elif isinstance(said, int):
            self.process = Forked(said)
        elif said == READY:
            self._ready_now()
        elif said == RETIRED:
            self.retired = True

    def _settle(self, answers: Iterable[Reading | Failure]) -> None:
        """These are the answers of those who are first in line."""
        for answer in answers:
            entry = self.waiting.popleft()
            self.large -= entry.large
            self._sent -= 1
            self._suspects = max(0, self._suspects - 1)
            if not entry.answer.done():
                entry.answer.set_result(answer)
        if not (self.down or self.slow):
            self._send_on()
        self._watch_first()
        self._has_room()

    def _ready_now(self) -> None:
        """The process has started: the time of whoever is first begins."""
        self.ready = True
        if self.waiting:
            self.waiting[0].began = 0.0
        if self.watch is not None:
            self.watch.cancel()
            self.watch = None
        self._watch_first()

    def _watch_first(self) -> None:
        """Let the time run for whoever is first in line. The timer is lazy: it is set anew when it finds that it came too soon."""
        if self.waiting and not self.closed:
            first = self.waiting[0]
            loop = asyncio.get_running_loop()
            first.began = first.began or loop.time()
            if self.watch is None:
                self.watch = loop.call_at(first.began + (self.timeout if self.ready else STARTING), self._look)

    def _look(self) -> None:
        self.watch = None
        if not self.waiting or self.transport is None or self.down:
            return
        began = self.waiting[0].began
        if began and asyncio.get_running_loop().time() < began + (self.timeout if self.ready else STARTING):
            self._watch_first()
            return
        self.slow = True
        self._blame(f"reading took longer than {self.timeout:g} s" if self.ready else f"its worker did not start within {STARTING:g} s")
        if self.process is not None:
            self.process.kill()
        else:
            self.transport.abort()

    def _blame(self, reason: str) -> None:
        """Whoever the process was given alone gets a Failure; of several each is given to the next one alone."""
        if self._sent > 1:
            self._suspects = self._sent
        else:
            self._settle([Failure(reason=f"{reason}: stored, not read")])

    async def ended(self) -> None:
        """The process is gone: who is to blame gets a Failure, the others a new process."""
        self.down = True
        if self.transport is not None:
            self.transport.abort()
            self.transport = None
        await self._gone()
        if self.closed:
            return
        if not (self.retired or self.slow) and self.waiting:
            self._blame("reading ended its worker")
        if self.waiting:
            await self._start()
        else:
            self.down = False

    async def close(self) -> None:
        """End the process; whoever still waits gets a Failure."""
        self.closed = True
        if self.watch is not None:
            self.watch.cancel()
        while self.waiting:
            _end(self.waiting.popleft())
        if self._starting is not None:
            await self._starting
        if self.transport is not None:
            self.transport.abort()
        if self.process is not None:
            self.process.kill()
        await self._gone()
        if self.channel is not None and self.channel.ended is not None:
            self.channel.ended.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.channel.ended

    async def _gone(self) -> None:
        """Return when the process is no more."""
        process, self.process = self.process, None
        if process is not None:
            await asyncio.to_thread(process.wait)


class Readers:
    """Some workers, each started when those before it are busy; with `count` 0 pages are read in this process, without a time limit."""

    def __init__(self, portal: Portal, count: int, timeout: float, told: Sequence[Told] = ()) -> None:
        """`told`: links that are known, which readings may leave out; a list that grows, or begins anew."""
        self.portal = portal
        self.workers = [Worker(portal, timeout, told, self._hand_out) for _ in range(count)]
        self.started = min(1, count)
        self.held = 0
        """Bytes of the pages that wait to be read, or are read."""
        self._queue: deque[Waiting] = deque()
        """Those that wait for room at a worker: none is given a worker before, lest it waits for one while another is idle."""
        self._closed = False

    @property
    def full(self) -> bool:
        """Whether so much waits to be read that no more should be asked for."""
        return self.held >= MOST_HELD

    async def read(self, job: Job) -> Reading | Failure:
        """What the page gives, or why it could not be read. Never raises for the page's sake."""
        if not self.workers:
            from crawler.readers.process import perform  # with all that reads pages: 0.2 s that a crawl with workers need not wait for

            return perform(job, self.portal)
        entry = Waiting(job, asyncio.get_running_loop().create_future())
        self.held += len(job.entity)
        try:
            if self._closed:
                _end(entry)
            self._queue.append(entry)
            self._hand_out()
            return await entry.answer
        finally:
            self.held -= len(job.entity)

    def _hand_out(self) -> None:
        """Give what waits to workers, as far as they have room."""
        queue = self._queue
        while queue and (worker := self._worker(queue[0])) is not None:
            entry = queue.popleft()
            if not entry.answer.done():  # else whoever waited for it has gone
                worker.read(entry)

    def _worker(self, entry: Waiting) -> Worker | None:
        """The one that is soonest done with what it has; None when none has room."""
        chosen, fewest = None, OUTSTANDING
        for worker in self.workers[:self.started]:
            waiting = len(worker.waiting)
            if waiting < fewest and (worker.large < MOST_LARGE or not entry.large):
                chosen, fewest = worker, waiting
        if fewest >= CROWDED and self.started < len(self.workers):
            chosen = self.workers[self.started]
            self.started += 1
        return chosen

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        while self._queue:
            _end(self._queue.popleft())
        for worker in self.workers:
            await worker.close()


def _end(entry: Waiting) -> None:
    """Tell whoever waits that the page will not be read."""
    if not entry.answer.done():
        entry.answer.set_result(Failure(reason="the crawl ended before the page was read"))
