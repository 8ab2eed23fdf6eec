"""Servers that several test modules share, and frontiers on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.frontier_kit import Opening
from tests.postgres import Postgres, running


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
