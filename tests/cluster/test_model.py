"""The model of `tests.test_frontier_model`, held against the frontier on a server."""

from __future__ import annotations

import math
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from crawler.cluster.server import Server
from tests.frontier_kit import Alone
from tests.postgres import Postgres
from tests.test_frontier_model import PACE, FrontierMachine


class ClusterMachine(FrontierMachine):
    """Two workers of one portal on a server."""

    postgres: ClassVar[Postgres]

    def __init__(self) -> None:
        self.server = Server(self.postgres.emptied())
        super().__init__()

    def open(self) -> Alone:
        frontier = Alone(self.postgres.address, "portal", PACE, places=16, lease_seconds=300.0, poll=math.inf)
        frontier.begin(self.now)
        return frontier

    def owner(self, worker: int) -> object:
        return self.workers[worker]._worker

    def strike(self, worker: int, owner: int) -> None:
        self.server.perform(lambda c: c.execute("UPDATE workers SET pid = 0, born = 0 WHERE id = %s", (owner,)))

    def poisoned(self) -> set[str]:
        return {row[0] for row in self.server.perform(lambda c: c.execute("SELECT url FROM tasks WHERE reason = 'poison'").fetchall())}

    def teardown(self) -> None:
        super().teardown()
        self.server.close()


def test_any_order_of_events_loses_nothing_and_repeats_nothing(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClusterMachine, "postgres", postgres, raising=False)
    run_state_machine_as_test(ClusterMachine, settings=settings(
        max_examples=8, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)))
