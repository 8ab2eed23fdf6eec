"""The frontier against a model of it in plain dictionaries, over any order of offers, leases, endings, waits, and deaths of workers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from crawler.frontier import owner
from crawler.frontier.pace import Pace
from crawler.frontier.sqlite import Frontier
from crawler.frontier.task import Candidate, Ending, Finish, Pending, Task

PACE = Pace(delay=0.0, concurrency=3)
HOSTS = 3


class FrontierMachine(RuleBasedStateMachine):
    """Two workers of one portal; addresses are small numbers, spread over three hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "frontier.sqlite"
        self.now = 1_000.0
        self.state: dict[str, str] = {}
        self.held: list[dict[int, Task]] = [{}, {}]
        self.dead: set[int] = set()
        self.alive = owner._runs
        self.workers: list[Any] = [self.open(), self.open()]

    def open(self) -> Any:
        frontier = Frontier(self.path, "portal", PACE, places=16)
        frontier.begin(self.now)
        return frontier

    def owner(self, worker: int) -> Any:
        return self.workers[worker]._owner

    def strike(self, worker: int, owner: int) -> None:
        """Its process is no more."""
        self.workers[1 - worker]._base.execute("UPDATE owners SET pid = 0, born = 0 WHERE id = ?", (owner,))

    def poisoned(self) -> set[str]:
        return {row[0] for row in self.workers[0]._base.execute("SELECT url FROM tasks WHERE reason = 'poison'")}

    def teardown(self) -> None:
        for worker in self.workers:
            worker.close()
        self.folder.cleanup()

    @rule(worker=st.integers(0, 1), numbers=st.lists(st.integers(0, 30), max_size=8))
    def offer(self, worker: int, numbers: list[int]) -> None:
        urls = [f"http://h{number % HOSTS}.example/{number}" for number in numbers]
        new = {url for url in urls if url not in self.state}
        assert self.workers[worker].offer([Candidate(url=url, kind="article") for url in urls]) == len(new)
        self.state.update(dict.fromkeys(new, "queued"))

    @rule(worker=st.integers(0, 1), n=st.integers(1, 6))
    def lease(self, worker: int, n: int) -> None:
        tasks = self.workers[worker].lease(n, self.now)
        for task in tasks:
            state = self.state[task.url]
            assert state == "queued" or (state.startswith("waiting") and float(state[7:]) <= self.now)
            self.state[task.url] = "leased"
            self.held[worker][task.id] = task
        for host in range(HOSTS):
            assert sum(url.startswith(f"http://h{host}.") and state == "leased" for url, state in self.state.items()) <= 3
        if len(tasks) < n:
            assert not self.leasable()

    def leasable(self) -> list[str]:
        """Addresses that a lease should give now."""
        full = [host for host in range(HOSTS)
                if sum(url.startswith(f"http://h{host}.") and state == "leased" for url, state in self.state.items()) >= 3]
        return [url for url, state in self.state.items() if int(url[8]) not in full and (
            state == "queued" or (state.startswith("waiting") and float(state[7:]) <= self.now))]

    @precondition(lambda self: any(self.held))
    @rule(worker=st.integers(0, 1), count=st.integers(1, 4), ending=st.sampled_from(["done", "failed", "dropped", "retry"]),
          wait=st.floats(0, 50))
    def finish(self, worker: int, count: int, ending: Ending, wait: float) -> None:
        tasks = [self.held[worker].pop(number) for number in list(self.held[worker])[:count]]
        self.workers[worker].commit([Finish(task=task.id, ending=ending, not_before=self.now + wait) for task in tasks])
        for task in tasks:
            self.state[task.url] = f"waiting{self.now + wait}" if ending == "retry" else ending

    @rule(seconds=st.floats(0, 40))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        for worker in self.workers:
            worker.heartbeat(self.now)

    @rule(worker=st.integers(0, 1), kindly=st.booleans())
    def restart(self, worker: int, kindly: bool) -> None:
        """A worker ends, by its own will or by a kill, and another one comes in its place."""
        if kindly:
            self.workers[worker].end("interrupted", self.now)
            self.workers[worker].close()
            self.workers[worker] = self.open()
        else:
            owner = self.owner(worker)
            assert owner is not None
            self.workers[worker].close()
            self.strike(worker, owner.id)
            self.workers[worker] = self.open()
        for task in self.held[worker].values():
            self.state[task.url] = "queued"
        self.held[worker].clear()
        self.state.update(dict.fromkeys(self.poisoned(), "failed"))

    @invariant()
    def counts_agree(self) -> None:
        states = [state[:7] if state.startswith("waiting") else state for state in self.state.values()]
        pending = self.workers[0].pending()
        shifted = {name: states.count(name) for name in ("leased", "done", "failed", "dropped")}
        assert Pending(queued=pending.queued + pending.waiting, waiting=0, **shifted) == Pending(
            queued=states.count("queued") + states.count("waiting"), **shifted)
        assert (pending.leased, pending.done, pending.failed, pending.dropped) == tuple(shifted.values())

    @invariant()
    def the_next_wake_is_when_something_can_be_leased(self) -> None:
        wake = self.workers[0].next_wake(self.now)
        if self.leasable():
            assert wake == self.now
        elif any(state.startswith("waiting") for state in self.state.values()):
            assert wake is not None


FrontierMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None,
                                             suppress_health_check=list(HealthCheck))
test_any_order_of_events_loses_nothing_and_repeats_nothing = FrontierMachine.TestCase
