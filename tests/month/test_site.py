"""What happens to articles of a portal that is entered by its home page alone is observed as elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import REPOSITORY, environment, fangzhi, lines
from tests.month.site import BACK, EMPTIED, GUARDED, LED, SET_BACK, SOFT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, "-m", "tests.month.site", str(folder)], capture_output=True, text=True, timeout=120,
                          cwd=REPOSITORY, env=environment(), check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return folder, told


def test_what_is_taken_down_behind_a_200_is_gone_and_nothing_else(site: tuple[Path, dict[str, Any]]) -> None:
    folder, told = site
    paths = {path: int(number) for number, path in told["paths"].items()}
    found: dict[int, list[str]] = {}
    for event in lines(folder / "archive", "site", "events"):
        number = paths["/" + event["url"].split("/", 3)[3]]
        found.setdefault(number, []).append(event["event"])
    gone = ["first-seen", "gone"]
    assert found == {GUARDED: ["first-seen", "blocked", "back"], SOFT: gone, EMPTIED: gone, LED: gone, BACK: [*gone, "back"],
                     6: ["first-seen"]}
    assert [run["code"] for run in told["runs"]] == [0] * len(told["runs"])


def test_a_clock_that_is_set_back_is_told_and_invents_nothing(site: tuple[Path, dict[str, Any]]) -> None:
    _, told = site
    said = [" ".join(run["said"]) for run in told["runs"]]
    assert "the clock was changed" in said[SET_BACK] and not any(said[:SET_BACK])
    assert told["runs"][SET_BACK]["new"] == 0


def test_only_pages_that_were_articles_are_problems(site: tuple[Path, dict[str, Any]]) -> None:
    folder, told = site
    problems = {problem["url"].split("/", 3)[3] for problem in lines(folder / "archive", "site", "problems")}
    assert problems == {*(told["paths"][str(number)][1:] for number in (GUARDED, SOFT, EMPTIED, BACK)), "tip/1.html"}


def test_the_rebuilt_archive_says_the_same(site: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = site
    done = fangzhi("rebuild", folder / "archive", "--portals", folder, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
