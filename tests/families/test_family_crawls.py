"""Every family's lists, crawled by the real program from servers that behave as its portals do: all articles, once each, all pages."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from archive.model import Capture
from archive.records.http import entity
from crawler.calls import recorded_call
from crawler.page import Page
from crawler.pages.read import read
from crawler.portal_files.loader import load_portal
from crawler.reading import Reading
from tests.crawling import fangzhi, lines, recorded
from tests.families import (
    asking,
    bidding,
    careless,
    datatables,
    drawn,
    endings,
    feeds,
    frameworks,
    handed,
    hanweb,
    jpaas,
    led,
    newspapers,
    offices,
    onwards,
    opened,
    pagers,
    pieces,
    plugged,
    programs,
    scripted,
    settled,
    spelled,
    static,
    taken,
    trs,
    turned,
    ucap,
)
from tests.families.serving import Answer, FamilyServer, Request, Site

SITES = [hanweb.SITE, jpaas.SITE, trs.SITE, ucap.SITE, ucap.HUNAN_SITE, static.BODA_SITE, static.NANFANG_SITE, static.EPOINT_SITE,
         programs.SITE, scripted.SITE, pagers.SITE, drawn.SITE, turned.SITE, datatables.SITE, pieces.SITE, careless.SITE, feeds.SITE,
         taken.SITE, bidding.SITE, offices.SITE, newspapers.SITE, onwards.SITE, asking.SITE, spelled.SITE, opened.SITE, endings.SITE,
         frameworks.SITE, plugged.SITE, handed.SITE, settled.SITE, led.SITE]


@dataclass(frozen=True)
class Done:
    """One crawl of all the sites."""

    archive: Path
    portals: Path
    result: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("families")
    portals = folder / "portals"
    portals.mkdir()
    for site in SITES:
        (portals / f"{site.name}.toml").write_text(site.portal_file(), encoding="utf-8")
        # Probes ask the same sites, before this or behind it.
        site.asked.clear()
        site.mistakes.clear()
    with FamilyServer(SITES) as server:
        words = ["crawl", *(site.name for site in SITES), "--archive", folder / "archive", "--portals", portals, "--json",
                 "--set", "READERS=1", "--set", "READING_TIMEOUT=30", *server.pins()]
        result = fangzhi(*words, timeout=180)
    yield Done(folder / "archive", portals, result)


@pytest.fixture(scope="module")
def discovered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    """The same sites, of which the portal files know the home page only."""
    folder = tmp_path_factory.mktemp("homes")
    portals = folder / "portals"
    portals.mkdir()
    for site in SITES:
        (portals / f"{site.name}-home.toml").write_text(site.entered_by_home(), encoding="utf-8")
    with FamilyServer(SITES) as server:
        words = ["crawl", *(f"{site.name}-home" for site in SITES), "--archive", folder / "archive", "--portals", portals, "--json",
                 "--set", "READERS=1", "--set", "READING_TIMEOUT=30", *server.pins()]
        result = fangzhi(*words, timeout=180)
    yield Done(folder / "archive", portals, result)


def by_name(site: Site) -> str:
    return site.name


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_every_article_is_found_exactly_once(done: Done, site: Site) -> None:
    got = Counter(line["url"] for line in lines(done.archive, site.name))
    assert got == Counter(site.urls().keys()), done.result.stderr[-3000:]


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_titles_and_days_are_whole(done: Done, site: Site) -> None:
    truth = site.urls()
    for line in lines(done.archive, site.name):
        story = truth[line["url"]]
        assert (line["title"], line["date"]) == (story.title, story.day)


def test_the_crawl_ends_whole(done: Done) -> None:
    assert done.result.returncode == 0, done.result.stderr[-3000:]


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_nothing_is_asked_as_no_script_of_the_site_would(done: Done, site: Site) -> None:
    assert site.mistakes == []


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_no_listing_is_asked_twice_nor_far_behind_its_end(done: Done, site: Site) -> None:
    asked = Counter((one.method, one.path, str(sorted(one.query.items())), one.body) for one in site.asked
                    if one.path not in {story.path for story in site.holds} and not one.path.endswith((".js", ".ico")))
    assert [key for key, times in asked.items() if times > 1] == []
    assert len(asked) <= 10 * len(site.seeds)


@pytest.mark.parametrize("begin", settled.REQUESTS)
def test_what_says_that_a_list_ends_is_heeded(done: Done, begin: str) -> None:
    held = {story.path for story in settled.SITE.holds}
    assert sum(one.path.startswith(begin) and one.path not in held for one in settled.SITE.asked) == settled.REQUESTS[begin]


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_the_home_page_is_enough_to_find_them_all(discovered: Done, site: Site) -> None:
    got = Counter(line["url"] for line in lines(discovered.archive, f"{site.name}-home"))
    assert got == Counter(site.urls().keys()), discovered.result.stderr[-3000:]


def readings(done: Done, site: Site) -> list[tuple[Capture, Reading]]:
    """Every listing as archived, read once more."""
    portal = load_portal(done.portals / f"{site.name}.toml")
    found = []
    for stored in recorded(done.archive, site.name):
        capture = stored.capture
        if capture.kind == "listing" and capture.response is not None and capture.head_size is not None and capture.status == 200:
            body = b"".join(entity(capture.response, capture.head_size, capture.chunked))
            form = capture.request.partition(b"\r\n\r\n")[2] or None
            page = Page(url=capture.url, body=body, headers=capture.headers, status=200, form=form,
                        call=recorded_call.recorded(stored.capture))
            found.append((capture, read(page, portal, "listing")))
    return found


@pytest.mark.parametrize("site", [site for site in SITES if site.totals or site.pages], ids=by_name)
def test_what_the_lists_claim_to_hold_is_stated(done: Done, site: Site) -> None:
    told = readings(done, site)
    assert set(site.totals) <= {reading.claimed_total for _, reading in told}
    assert set(site.pages) <= {reading.claimed_pages for _, reading in told}


def test_a_section_claims_what_all_units_of_its_list_have(done: Done) -> None:
    told = fangzhi("coverage", done.archive, "--portals", done.portals, "--portal", hanweb.SITE.name, "--json", timeout=60)
    claims = {section["section"]: section["claimed"]["articles"] for section in json.loads(told.stdout)["portals"][0]["sections"]}
    assert claims["/col/col1001/"] == len(hanweb.NEWS) and claims["/col/col1002/"] == len(hanweb.NOTICES) + len(hanweb.POLICY)


@pytest.mark.parametrize("site", [site for site in SITES if site is not feeds.SITE], ids=by_name)
def test_rows_state_whole_titles_days_and_places(done: Done, site: Site) -> None:
    truth, seen = site.urls(), set()
    for _, reading in readings(done, site):
        rows = [link for link in reading.links if link.kind == "article"]
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            assert (row.title, row.date) == (truth[row.url].title, truth[row.url].day)
            seen.add(row.url)
    assert seen == set(truth)


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_the_family_is_recognised(done: Done, site: Site) -> None:
    assert site.family in {reading.family for _, reading in readings(done, site)} or site is feeds.SITE


def test_recent_rows_only_end_the_walk_at_the_first_old_page(tmp_path: Path) -> None:
    site = trs.SITE
    portals = tmp_path / "portals"
    portals.mkdir()
    (portals / f"{site.name}.toml").write_text(site.portal_file(), encoding="utf-8")
    since = trs.NEWS[2].day
    with FamilyServer([site]) as server:
        site.asked.clear()
        words = ["crawl", site.name, "--archive", tmp_path / "a", "--portals", portals, "--json", "--since", since,
                 "--set", "READERS=1", "--set", "READING_TIMEOUT=30", *server.pins()]
        fangzhi(*words, timeout=60)
    wanted = {url for url, story in site.urls().items() if story.day >= since}
    assert {line["url"] for line in lines(tmp_path / "a", site.name)} == wanted
    assert "/yw/index_1.html" in [one.path for one in site.asked] and "/yw/index_2.html" not in [one.path for one in site.asked]


def test_lists_that_only_calls_give_are_asked_again_and_are_not_silent(tmp_path: Path) -> None:
    (tmp_path / f"{jpaas.SITE.name}.toml").write_text(jpaas.SITE.portal_file(), encoding="utf-8")
    with FamilyServer([jpaas.SITE]) as server:
        words = ["crawl", jpaas.SITE.name, "--archive", tmp_path / "archive", "--portals", tmp_path, "--json", *server.pins()]
        first, second = (fangzhi(*words) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), second.stderr[-2000:]


def test_a_list_whose_form_carries_a_state_of_its_own_each_time_is_not_walked_again_without_news(tmp_path: Path) -> None:
    site = replace(pagers.SITE, seeds=pagers.SITE.seeds[:2], asked=[], mistakes=[], holds=[*pagers.PRESSED, *pagers.NUMBERED])
    stamps = itertools.count()
    site.answer = lambda request: stamped(request, next(stamps))
    (tmp_path / f"{site.name}.toml").write_text(site.portal_file(), encoding="utf-8")
    turns = []
    with FamilyServer([site]) as server:
        words = ["crawl", site.name, "--archive", tmp_path / "archive", "--portals", tmp_path, "--json", *server.pins()]
        for _ in range(2):
            done = fangzhi(*words)
            assert done.returncode == 0, done.stderr[-2000:]
            turns.append(sum(one.method == "POST" for one in site.asked))
            site.asked.clear()
    assert turns == [5, 0]
    assert len(lines(tmp_path / "archive", site.name)) == len(site.holds)


def stamped(request: Request, stamp: int) -> Answer:
    """As the site answers, with a field of state that no two answers have in common."""
    answer = pagers.answer(request)
    field = f'<input type="hidden" name="__VIEWSTATEGENERATOR" value="{stamp}"></form>'.encode()
    return replace(answer, body=answer.body.replace(b"</form>", field))
