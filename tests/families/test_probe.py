"""`fangzhi portals probe`: on a portal of each family it finds sections, pagination and family by itself, and its draft crawls."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from crawler import cli
from crawler.portal_files.loader import load_portal
from crawler.probe.survey import pattern_of
from tests.browser import site as spa
from tests.crawling import fangzhi, lines
from tests.families import feeds
from tests.families.serving import FamilyServer, Site
from tests.families.test_family_crawls import SITES, by_name


@dataclass(frozen=True)
class Probed:
    """What the probes said, and what the drafts crawled."""

    folder: Path
    reports: dict[str, dict[str, Any]]
    codes: dict[str, int]
    crawl: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probed]:
    folder = tmp_path_factory.mktemp("probes")
    reports, codes = {}, {}
    with FamilyServer(SITES) as server:
        for site in SITES:
            words = ["portals", "probe", f"{site.address}/", "--output", str(folder / f"{site.name}.toml"), "--delay", "0", "--json",
                     *server.pins()]
            done = fangzhi(*words, timeout=60)
            assert done.stdout, done.stderr
            reports[site.name], codes[site.name] = json.loads(done.stdout), done.returncode
        for draft in folder.glob("*.toml"):
            draft.write_text(draft.read_text(encoding="utf-8").replace("delay = 2.0", "delay = 0"), encoding="utf-8")
        words = ["crawl", *(site.name for site in SITES), "--archive", str(folder / "archive"), "--portals", str(folder), "--json",
                 "--set", "READERS=1", "--set", "READING_TIMEOUT=30", *server.pins()]
        crawl = fangzhi(*words, timeout=180)
    yield Probed(folder, reports, codes, crawl)


@pytest.fixture(scope="module")
def silence(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """A probe of a portal that does not answer: its exit code, and what it said. How long one waits for robots.txt is tested elsewhere."""
    path = tmp_path_factory.mktemp("silence") / "x.toml"
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setattr("crawler.settings.RETRY_BACKOFF", 0.05)
        code = cli.run(["portals", "probe", "http://127.0.0.1:9/", "--output", str(path), "--delay", "0"])
    assert not path.exists()
    return code, out.getvalue()


def test_what_was_not_seen_is_said_to_be_supposed(silence: tuple[int, str]) -> None:
    """Of a portal that does not answer nothing is known, its language neither."""
    code, said = silence
    assert code == 4
    supposed = "supposed, nothing was seen that tells"
    assert f"\n  language zh-Hans: {supposed}\n" in said and f"\n  articles: as the family has them: {supposed}\n" in said
    assert not [line for line in said.splitlines() if line.endswith((": ", ":"))]


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_the_sections_are_found(probed: Probed, site: Site) -> None:
    assert probed.codes[site.name] == 0
    wanted = {path if "://" in path else site.address + path for kind, path in site.seeds if kind == "listing"}
    found = {section["url"] for section in probed.reports[site.name]["sections"]}
    assert {url.rstrip("/") for url in wanted} <= {url.rstrip("/") for url in found}


@pytest.mark.parametrize("site", [site for site in SITES if site is not feeds.SITE], ids=by_name)
def test_the_second_page_of_each_is_found_and_held_against_the_first(probed: Probed, site: Site) -> None:
    told = {section["url"]: section["second"] for section in probed.reports[site.name]["sections"]}
    stuck = [url for url, second in told.items() if "other rows" not in second or second == "no other rows"]
    assert [url for url in stuck if "/stuck/" not in url and "/inpage/" not in url] == [], told


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_the_family_is_named_with_its_sign(probed: Probed, site: Site) -> None:
    report = probed.reports[site.name]
    if site.family != "generic" and site.name != "hunan-site":
        assert report["family"] == site.family and report["family_signs"][site.family]
    assert report["language"] == "zh-Hans" and report["read"]


def test_sitemaps_and_feeds_are_found(probed: Probed) -> None:
    report = probed.reports["feeds-site"]
    assert [url.rpartition("/")[2] for url in report["sitemaps"]] == ["sitemap.xml"]
    assert {url.rpartition("/")[2] for url in report["feeds"]} == {"rss.xml", "atom.xml"}


@pytest.mark.parametrize("site", SITES, ids=by_name)
def test_the_draft_is_a_portal_file_that_finds_every_article(probed: Probed, site: Site) -> None:
    portal = load_portal(probed.folder / f"{site.name}.toml")
    assert portal.hosts[0] == site.host
    got = Counter(line["url"] for line in lines(probed.folder / "archive", site.name))
    assert got == Counter(site.urls().keys()), probed.crawl.stderr[-3000:]


def test_a_draft_is_never_written_over_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.toml"
    path.write_text("mine", encoding="utf-8")
    assert cli.run(["portals", "probe", "http://h.example/", "--output", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == "mine" and "is there already" in capsys.readouterr().err


def test_a_portal_of_scripts_gets_a_draft_that_asks_for_a_browser(tmp_path: Path) -> None:
    served = spa.site()
    served.answer = lambda request: spa.answer(1, request)
    path = tmp_path / "spa.toml"
    with FamilyServer([served]) as server:
        words = ["portals", "probe", f"{served.address}/list.html", "--output", str(path), "--delay", "0", *server.pins()]
        done = fangzhi(*words, timeout=60)
    assert done.returncode == 4 and "asks for a browser" in done.stdout, done.stderr
    portal = load_portal(path)
    assert portal.browser is not None and portal.browser.render
    assert [(seed.kind, seed.url) for seed in portal.seeds] == [("site", f"{served.address}/list.html")]


def test_a_portal_that_does_not_answer_is_silent(silence: tuple[int, str]) -> None:
    code, said = silence
    assert code == 4 and "http://127.0.0.1:9/" in said


@pytest.mark.parametrize("target", ["ftp://h.example/", "nowhere", "http://"])
def test_a_target_that_is_none_is_one_clear_line(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["portals", "probe", target]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(("paths", "pattern"), [
    (["/zwgk/202401/t20240105_1001.html", "/yw/202312/t20231231_990.html"], r"/\d+/t\d+_\d+\.html$"),
    (["/a/0a1b2c3d4e5f6071.shtml", "/b/9a8b7c6d5e4f3021.shtml"], r"/[0-9a-f]{16}\.shtml$"),
    (["/about.html", "/contact.html"], None), ([], None)])
def test_addresses_with_a_shape_in_common_give_one_expression(paths: list[str], pattern: str | None) -> None:
    assert pattern_of(paths)[0] == pattern
