"""Servers that several test modules share, and frontiers on them; signals as programs usually find them."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from tests import whole_files
from tests.frontier_kit import Opening
from tests.postgres import Postgres, running


def pytest_configure() -> None:
    """What a shell starts in the background ignores SIGINT, and so would all programs that tests start and end by it. Their modules are
    compiled once: in containers each would compile them all, for half a second of a processor or more."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # An example that takes its time tells of a busy machine and of no fault; what may take long has tests of its own. `CI` has this anyway.
    settings.register_profile("any pace", settings.default, deadline=None)
    settings.load_profile("any pace")


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: nobody needs to go through them each time that garbage is sought."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> whole_files.WholeFiles | None:
    """Files are shared out whole where `make test` runs them."""
    return whole_files.WholeFiles(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process more than there are processors: a third of their time they wait, for paces that crawls keep and for what they killed."""
    return len(os.sched_getaffinity(0)) + 1 if config.getoption("numprocesses") == "logical" else None


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A process among several tells the least of each test."""
    if not hasattr(item.config, "workerinput"):
        return None
    whole_files.run(item, nextitem)
    return True


@pytest.fixture(scope="module", autouse=True)
def surroundings() -> Iterator[None]:
    """What a file's tests, and libraries when they are imported or used, leave in the environment is taken back behind it: what it is
    changed by cannot be forked (`tests.crawling`), and no file depends on those that were run before."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


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
