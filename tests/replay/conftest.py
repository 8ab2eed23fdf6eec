"""The viewers. Where they are not installed these tests are passed over, unless `FANGZHI_REPLAY_TESTS=required` (`make test-replay`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.replay import programs
from crawler.replay.watch import browser
from tests.sources import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VIEWERS = ROOT / ".venv-replay"


def absent(what: str) -> None:
    """What to do without it."""
    if os.environ.get("FANGZHI_REPLAY_TESTS") == "required":
        pytest.fail(what)
    pytest.skip(f"{what} (make test-replay installs it)")


@pytest.fixture(scope="session")
def wayback() -> Path:
    """pywb's program."""
    try:
        return programs.wayback(None)
    except programs.Missing as error:
        absent(error.message)
        raise


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Chromium's program."""
    given = os.environ.get("FANGZHI_CHROMIUM")
    try:
        return programs.chromium(Path(given) if given else None)
    except programs.Missing as error:
        absent(error.message)
        raise


@pytest.fixture(scope="session")
def viewer() -> Path:
    """The folder of ReplayWeb.page."""
    if not (VIEWERS / "replaywebpage" / "sw.js").is_file():
        absent("ReplayWeb.page is not installed")
    return VIEWERS / "replaywebpage"


@pytest.fixture(scope="session")
def validator() -> Path:
    """The program `wacz` of py-wacz."""
    if not (VIEWERS / "bin" / "wacz").is_file():
        absent("py-wacz is not installed")
    return VIEWERS / "bin" / "wacz"


@pytest.fixture(scope="package")
def window(chromium: Path) -> Iterator[Browser]:
    """Chromium, running; for these tests only: playwright's event loop must not outlive them."""
    with browser(chromium) as running:
        yield running
