"""What a run has leased of its frontier and hands out: tasks by host, each when a place at its host is free and its budget bears it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence

from crawler import clock
from crawler.counts import Counts
from crawler.crawl.ledger import GROUP_SECONDS, Ledger
from crawler.crawl.places import Places
from crawler.frontier.pace import Pace
from crawler.frontier.task import Candidate, Task, host_of
from crawler.queue.budget import Budget
from crawler.queue.candidates import KEPT
from crawler.queue.frontiers import AnyFrontier, fruitless_for

LEASED_AHEAD = 8
"""Tasks leased for each request that may be under way to a host without a delay: while pages wait for a reader and outcomes for their
commit their tasks still count as leased, and neither host nor reader must stand idle for that. A kill repeats few: `Holding.recorded`."""
LINGER = 0.02
"""Seconds that a small group may wait for more outcomes while fewer tasks are at work than a host bears, and between two looks at the
frontier while leased tasks wait for their hosts."""


class Leases:
    """Of one run. Belongs to its event loop."""

    def __init__(self, frontier: AnyFrontier, ledger: Ledger, counts: Counts, pace: Pace, places: Places, budget: Budget, *, most: int,
                 stopping: asyncio.Event) -> None:
        """`places`: requests under way at hosts; `most`: tasks leased at once; `stopping`: set when nothing more is to be asked."""
        self.frontier = frontier
        self.ledger = ledger
        self.counts = counts
        self.pace = pace
        self.places = places
        self.budget = budget
        self.most = most
        self.stopping = stopping
        self.at_work = 0
        """Tasks that are asked or read; their outcomes are still to come."""
        self._by_host: dict[str, deque[Task]] = {}  # no host without a task
        self._refilled = 0.0
        self._barren: int | None = None  # the ledger's commits when last nothing more could be leased; None: there may be more
        self._barren_until = 0.0  # `monotonic`: until then time alone brings nothing more

    def next(self) -> Task | None:
        """A task whose host may be asked now; None when there is none at the moment."""
        return self._take() or (self._refill() and self._take()) or None

    def _take(self) -> Task | None:
        """The first leased task whose host is not fully occupied."""
        for host, tasks in self._by_host.items():
            if self.places.free(host) and (task := self._admitted(tasks)) is not None:
                self.places.enter(host)
                self.at_work += 1
                self._spend(host, task)
                if not self._by_host[host]:
                    del self._by_host[host]
                return task
        return None

    def _admitted(self, tasks: deque[Task]) -> Task | None:
        """The next of these; at the article limit only what makes the articles replay is still asked for."""
        if not self.ledger.limit_reached:
            return tasks.popleft()
        task = next((task for task in tasks if task.kind in KEPT), None)
        if task is not None:
            tasks.remove(task)
        return task

    def _spend(self, host: str, task: Task) -> None:
        """Count a page that is asked; with the last one that the budget allows its host's further pages are left to the next run."""
        if task.kind not in KEPT and self.budget.spend(host):
            held = self._by_host[host]
            self._by_host[host] = deque(other for other in held if other.kind in KEPT)
            self._put_off(host, [other for other in held if other.kind not in KEPT])

    def _put_off(self, host: str, leased: Sequence[Task]) -> None:
        self.counts.left_over += self.frontier.put_off(host, [task.id for task in leased])

    def _refill(self) -> bool:
        """Lease more. Where nothing can be leased, what is settled is committed first: it may be what keeps hosts occupied, and its
        links may be all there is to do."""
        now, barren = time.monotonic(), self._barren == self.ledger.commits
        if self.stopping.is_set() or ((self._by_host or barren) and now - self._refilled < LINGER):
            return False
        self._refilled = now
        if ((barren and now < self._barren_until) or not self._lease()) and not self._by_host and self.ledger.group:
            patience = 0.0 if not self.at_work else LINGER if self.at_work < self.pace.concurrency else GROUP_SECONDS
            if now - self.ledger.began >= patience:
                self.ledger.flush()
        return bool(self._by_host)

    def _lease(self) -> bool:
        wanted = max(0, self.most - sum(map(len, self._by_host.values())))
        fresh = self.frontier.lease(wanted, clock.now())
        for task in fresh:
            host = host_of(task.url)
            if task.kind not in KEPT and self.budget.is_spent(host):
                self._put_off(host, [task])
            else:
                self._by_host.setdefault(host, deque()).append(task)
        self.counts.queued = self.frontier.pending().open
        self._barren = None if fresh and (len(fresh) == wanted or self.pace.delay) else self.ledger.commits
        self._barren_until = 0.0 if fresh else self._refilled + fruitless_for(self.frontier, clock.now())
        return bool(fresh)

    def wake_at(self) -> float | None:
        """Instant (seconds since the epoch) at which `next` should be asked again; None: after the next outcome."""
        if self.stopping.is_set():
            return None
        if self.ledger.open or (self.pace.delay == 0 and self.at_work):
            return clock.now() + LINGER
        return self.frontier.next_wake(clock.now())

    def work_left(self) -> bool:
        """Whether anything is still to be done in this run."""
        if self.stopping.is_set():
            return False
        if self.ledger.open:
            self.ledger.flush()
            return True
        if self.ledger.limit_reached and not self.places:
            return any(task.kind in KEPT for tasks in self._by_host.values() for task in tasks)
        return self.frontier.pending().open > 0

    def offer(self, url: str) -> bool:
        """Queue an address as a page of its own; whether it was not known."""
        self._barren = None
        return self.frontier.offer([Candidate(url=url, kind="page")]) > 0
