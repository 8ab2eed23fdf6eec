"""A JS-only portal is crawled through Chromium: all articles, nothing past our wire, records from which lines can be made again."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from tests.browser.crawled import Done, crawled
from tests.browser.site import ARTICLES, BROWSER
from tests.crawling import checked, command, environment, lines, recorded


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    yield crawled(tmp_path_factory.mktemp("browser"), BROWSER)


def test_every_article_of_a_portal_of_scripts_is_a_line(done: Done) -> None:
    assert done.result.returncode == 0, done.result.stderr[-3000:]
    got = {line["url"]: line for line in lines(done.archive, "spa")}
    assert set(got) == {f"http://{done.site.host}{story.path}" for story in ARTICLES}
    for story in ARTICLES:
        line = got[f"http://{done.site.host}{story.path}"]
        assert (line["title"], line["date"]) == (story.title, story.day) and f"第{story.number}项工作" in line["body"]


def test_lines_point_at_what_was_drawn_and_that_at_the_response(done: Done) -> None:
    by_id = {one.ref.record_id: one for one in recorded(done.archive, "spa")}
    for line in lines(done.archive, "spa"):
        drawn = by_id[line["warc"]["record_id"]]
        assert drawn.ref.record_type == "conversion" and drawn.capture.converted is not None
        assert drawn.ref.payload_digest == line["payload_digest"] and line["captured_at"].startswith(f"{drawn.instant:%Y-%m-%dT%H:%M:%S}")
        source = by_id[drawn.capture.converted.record_id]
        assert (source.ref.record_type in ("response", "revisit"), source.url) == (True, line["url"])
        assert drawn.capture.converted.by.startswith("chromium/")


def test_no_drawn_page_is_a_response(done: Done) -> None:
    for stored in recorded(done.archive, "spa"):
        if stored.ref.record_type == "response" and stored.url.endswith(".html"):
            assert stored.capture.response is not None and b"zoom" not in stored.capture.response.read()


def test_what_a_page_asks_for_passed_our_wire_and_is_recorded(done: Done) -> None:
    asked = Counter((one.method, one.path) for one in done.site.asked)
    assert asked["POST", "/detail/data"] == len(ARTICLES) and asked["GET", "/api/42/rows"] >= 3
    kept = {one.url for one in recorded(done.archive, "spa")}
    assert {f"http://{done.site.host}/app.js", f"http://{done.site.host}/api/42/rows?from=4",
            f"http://{done.site.host}/detail/data"} <= kept
    agents = {one.headers.get("User-Agent", "") for one in done.site.asked}
    assert len(agents) == 1 and "Chrome" not in agents.pop()


def test_a_page_reaches_no_private_address_and_leads_nobody_away(done: Done) -> None:
    paths = {one.path for one in done.site.asked}
    assert not paths & {"/private", "/socket"}
    refused = [one for one in recorded(done.archive, "spa") if "//127.0.0.1:" in one.url]
    assert refused and all(one.capture.refused for one in refused)
    assert "elsewhere.fangzhi.example" not in {one.headers.get("Host") for one in done.site.asked}


def test_the_archive_is_whole_and_others_read_it(done: Done) -> None:
    check = checked(done.archive)
    assert check.returncode == 0, check.stdout + check.stderr
    for file in (done.archive / "collections" / "spa" / "archive").glob("*.warc.gz"):
        with file.open("rb") as stream:
            kinds = Counter(record.rec_type for record in ArchiveIterator(stream))
        with file.open("rb") as stream:
            fast = Counter(record.headers["WARC-Type"] for record in FastIterator(stream, parse_http=False))
        assert kinds["conversion"] == fast["conversion"] >= len(ARTICLES) + 1


def test_lines_are_made_again_from_the_records_without_a_browser(done: Done, tmp_path: Path) -> None:
    before = [(line["url"], line["title"], line["body"], line["warc"], line["text_digest"]) for line in lines(done.archive, "spa")]
    words = command("rebuild", done.archive, "--portals", done.portals)
    again = subprocess.run(words, capture_output=True, text=True, timeout=120, env=environment(PATH="/nowhere"), check=False)
    assert again.returncode == 0, again.stderr[-2000:]
    assert [(line["url"], line["title"], line["body"], line["warc"], line["text_digest"]) for line in lines(done.archive, "spa")] == before


def test_a_page_that_never_ends_is_given_up_in_its_time(tmp_path: Path) -> None:
    done = crawled(tmp_path, '[browser]\ntimeout = 8\nkinds = ["page", "article"]\n', ("page", "/never.html"), ("page", "/detail/3.html"))
    problems = lines(done.archive, "spa", "problems")
    assert [(one["kind"], "within 8 s" in one["reason"]) for one in problems] == [("unreadable", True)], done.result.stderr[-2000:]
    assert [line["title"] for line in lines(done.archive, "spa")] == [next(one.title for one in ARTICLES if one.number == 3)]


def test_an_element_that_never_comes_is_named(tmp_path: Path) -> None:
    done = crawled(tmp_path, '[browser]\nwait = "ul.other"\ntimeout = 3\n', ("page", "/detail/3.html"))
    (problem,) = lines(done.archive, "spa", "problems")
    assert "no element matches ul.other within 3 s" in problem["reason"] or "ul.other" in problem["reason"]
