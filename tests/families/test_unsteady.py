"""Portals that change or fail while they are crawled, crawled twice: what either crawl finds, and what it asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.crawling import fangzhi, lines
from tests.families import unsteady, unsteady_calls
from tests.families.serving import FamilyServer, Site

SITES = [*unsteady.SITES, *unsteady_calls.SITES]
LATER = {"growing-list", "shrinking-list", "torn-list", "boda-list", "bodaen-list"}
"""Of these the second crawl alone finds all that there is: rows moved, or a page did not answer."""
NEVER = {"torn-list": 3, "trsgap-list": 3, "nanfangtorn-list": 3, "hanwebpost-list": 1}
"""Articles that neither crawl finds: their page is broken for good, or they moved between two blocks, of which the first is not due again
in the second crawl."""
MOST = {"pressnull-list": 4, "presszero-list": 3, "nanfangtorn-list": 8, "querynull-list": 4}
"""Requests for lists in the first crawl."""


@dataclass
class Done:
    """Two crawls of all the sites."""

    found: list[dict[str, Counter[str]]] = field(default_factory=list)
    asked: list[dict[str, int]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    folder: Path = tmp_path_factory.mktemp("unsteady")
    for site in SITES:
        (folder / f"{site.name}.toml").write_text(site.portal_file(), encoding="utf-8")
    told = Done()
    with FamilyServer(SITES) as server:
        words = ["crawl", *(site.name for site in SITES), "--archive", folder / "archive", "--portals", folder, "--json",
                 "--set", "READERS=1", "--set", "READING_TIMEOUT=30", "--set", "RETRY_BACKOFF=0.05", *server.pins()]
        for _ in range(2):
            result = fangzhi(*words, timeout=180)
            assert result.returncode == 0, result.stderr[-3000:]
            held = {site.name: lines(folder / "archive", site.name) for site in SITES}
            told.found.append({name: Counter(line["url"] for line in found) for name, found in held.items()})
            told.titles |= {line["url"]: (line["title"], line["date"]) for found in held.values() for line in found}
            told.asked.append({site.name: _lists_asked(site) for site in SITES})
            told.mistakes += [mistake for site in SITES for mistake in site.mistakes]
    yield told


def _lists_asked(site: Site) -> int:
    paths = {story.path for story in site.holds}
    asked = sum(one.path not in paths for one in site.asked)
    site.asked.clear()
    return asked


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_all_that_can_be_found_is_found_once_by_the_second_crawl_at_last(done: Done, site: Site) -> None:
    wanted = site.urls().keys()
    first, second = (found[site.name] for found in done.found)
    assert second.keys() <= wanted and set(second.values()) == {1}
    assert len(wanted - second.keys()) == NEVER.get(site.name, 0), wanted - second.keys()
    assert first == second or site.name in LATER


def test_titles_and_days_are_whole(done: Done) -> None:
    truth = {url: (story.title, story.day) for site in SITES for url, story in site.urls().items()}
    assert {url: told for url, told in done.titles.items() if told != truth[url]} == {}


def test_nothing_is_asked_as_no_script_of_the_site_would(done: Done) -> None:
    assert done.mistakes == []


@pytest.mark.parametrize("name", MOST)
def test_a_list_is_not_asked_for_what_lies_behind_its_end(done: Done, name: str) -> None:
    assert done.asked[0][name] <= MOST[name]
