"""How an address was found and what became of it can be walked back, from records alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler import cli
from crawler.demo import truth
from tests.crawling import crawl, lines, portal_file
from tests.plain_portal import PlainPortal, article


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demonstration")
    assert crawl("demo", root).code == 0
    return root


def why(root: Path, url: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert cli.run(["why", str(root), url, "--json"]) == 0
    [one] = json.loads(capsys.readouterr().out)["collections"]
    return dict(one)


def test_the_way_from_the_seed_is_told_with_its_records(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in lines(demo, "demo")[::6]:
        told = why(demo, line["url"], capsys)
        first, *_, last = told["found"]
        assert first["how"] == "a seed" and first["seed"]["kind"] in ("listing", "feed", "sitemap")
        assert first["portal_digest"] == line["portal_digest"]
        assert (last["url"], last["kind"]) == (line["url"], "article") and last["listed"]["position"] >= 1
        assert all(step["capture"]["record_id"].startswith("urn:uuid:") for step in told["found"])
        assert line["warc"]["record_id"] in {one["record_id"] for one in told["captures"]}
        assert (line["id"], line["version"]) in {(one["id"], one["version"]) for one in told["lines"]}


def test_a_picture_leads_back_over_its_article(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = next(url for one in truth() for url in one.images)
    found = why(demo, picture, capsys)["found"]
    assert found[-1]["how"] == "a requisite of" and found[-2]["kind"] == "article" and found[0]["how"] == "a seed"


def test_a_copy_says_of_what(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = next(one for one in truth() if one.duplicate_of is not None)
    told = why(demo, copy.url, capsys)
    ids = {line["url"]: line["id"] for line in lines(demo, "demo")}
    assert told["lines"] == [] and told["events"][0]["of"] == ids[str(copy.duplicate_of)]


def test_an_address_that_was_refused_says_who_named_it(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [url] = {line["url"] for line in lines(demo, "demo", "problems") if line["kind"] == "robots"}
    told = why(demo, url, capsys)
    assert told["captures"] == [] and told["problems"][0]["kind"] == "robots"
    assert told["found"][0]["how"] == "a seed" and told["found"][-1]["url"] == url


def test_what_is_not_known_is_said_to_be_unknown(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["why", str(demo), "http://elsewhere.example/"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_redirects_errors_and_the_words_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with PlainPortal() as portal:
        portal.pages = {"/art/1.html": article("第1号要闻的标题", 1), "/art/2.html": 404}
        folder = portal_file(tmp_path / "portals", "plain", [("listing", f"http://{portal.host}/list.html")], [portal.host],
                             "allow_private = true\narticles = ['/art/']\n")
        assert crawl("plain", tmp_path / "a", "--portals", folder).code == 0
        url = f"http://{portal.host}/art/2.html"
    assert cli.run(["why", str(tmp_path / "a"), url]) == 0
    out = capsys.readouterr().out
    assert "a problem, http: HTTP 404" in out and "a seed, asked as listing" in out and "HTTP 404: urn:uuid:" in out
