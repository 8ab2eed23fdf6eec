"""What a recrawl of a quiet portal asks for: listings, what is due, and what changed. Nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.crawling import REPOSITORY, environment
from tests.month.newsroom import ROWS
from tests.month.quiet import ARTICLES, CHANGED

PAGES = -(-ARTICLES // ROWS)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    done = subprocess.run([sys.executable, "-m", "tests.month.quiet", str(tmp_path_factory.mktemp("quiet"))], capture_output=True,
                          text=True, timeout=200, cwd=REPOSITORY, env=environment(), check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {run["day"]: run for run in json.loads(done.stdout)}


def asked(run: dict[str, Any]) -> tuple[int, set[int]]:
    """How many listings, and the numbers of the articles."""
    articles = [path for path in run["asked"] if "/t20" in path]
    assert len(articles) == len(set(articles)), "each once"
    numbers = {int(path.rpartition("_")[2].removesuffix(".html")) - 10_000 for path in articles}
    return sum("index" in path for path in run["asked"]), numbers


def test_the_first_crawl_asks_for_all_and_the_next_day_all_are_due(runs: dict[int, dict[str, Any]]) -> None:
    assert asked(runs[0]) == (PAGES, set(range(ARTICLES))) and runs[0]["new"] == ARTICLES
    assert asked(runs[1])[1] == set(range(ARTICLES)), "all are a day old"


def test_a_day_without_changes_asks_for_listings_only(runs: dict[int, dict[str, Any]]) -> None:
    listings, articles = asked(runs[3])
    assert articles == set() and listings <= PAGES
    assert [path for path in runs[3]["asked"] if "index" not in path] == ["/robots.txt"]


@pytest.mark.parametrize("day", sorted(CHANGED))
def test_a_day_on_which_one_percent_changed_asks_for_these_and_listings(runs: dict[int, dict[str, Any]], day: int) -> None:
    listings, articles = asked(runs[day])
    assert articles == set(CHANGED[day]), "however deep in the listing they stand"
    assert listings == PAGES and len(runs[day]["asked"]) == PAGES + len(articles) + 1, "robots.txt is the one besides"
    assert runs[day]["changed"] == len(CHANGED[day])
