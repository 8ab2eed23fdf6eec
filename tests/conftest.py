"""Servers that several test modules share, and frontiers on them; signals as programs usually find them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.frontier_kit import Opening
from tests.postgres import Postgres, running


def pytest_configure() -> None:
    """What a shell starts in the background ignores SIGINT, and so would all programs that tests start and end by it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # An example that takes its time tells of a busy machine and of no fault; what may take long has tests of its own. `CI` has this anyway.
    settings.register_profile("any pace", settings.default, deadline=None)
    settings.load_profile("any pace")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, for all tests that ask for one."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    """Opens frontiers: in one test run in a file of SQLite, in the next on a server."""
    if request.param == "sqlite":
        return Opening(tmp_path / "root" / "frontier.sqlite")
    return Opening(request.getfixturevalue("postgres").emptied())
