"""A list of which one page is broken: what lies behind it is found."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawling import fangzhi, lines
from tests.families.serving import NOT_FOUND, Answer, FamilyServer, Request, Site, html, items, stories

HOLDS = stories(15, lambda number, day: f"/gk/{day.year}{day.month:02}/t{day:%Y%m%d}_{4000 + number}.html", "公开", 1)


def answer(request: Request) -> Answer:
    """Five pages, of which the third is never whole."""
    number = {"/gk/index.html": 0, **{f"/gk/index_{number}.html": number for number in range(1, 5)}}.get(request.path)
    if number is None:
        return NOT_FOUND
    if number == 2:
        return Answer(b"<html><body>Bad Gateway</body></html>", status=502)
    return html(f"<html><head><title>公开</title></head><body><ul>{items(HOLDS[number * 3 : number * 3 + 3])}</ul>"
                f"<script>createPageHTML(5, {number}, 'index', 'html');</script></body></html>")


def called(request: Request) -> Answer:
    """The same as JSON, by POST."""
    if request.path == "/gk/index.html":
        return html("<html><head><title>公开</title></head><body><ul id='rows'></ul><script>$.post('/gk/rows', {cat: 7, page: 1, size: 3}, draw, 'json');</script></body></html>")
    if request.path != "/gk/rows":
        return NOT_FOUND
    number = int(request.form["page"]) - 1
    if number == 2:
        return Answer(b"<html><body>Bad Gateway</body></html>", status=502)
    rows = [{"title": story.title, "url": story.path, "date": story.day} for story in HOLDS[number * 3 : number * 3 + 3]]
    return Answer(json.dumps({"total": 15, "rows": rows}, ensure_ascii=False).encode(), "application/json")


@pytest.mark.parametrize(("answered", "total"), [(answer, None), (called, 15)])
def test_a_page_that_never_comes_does_not_end_the_walk(tmp_path: Path, answered: Callable[[Request], Answer], total: int | None) -> None:
    site = Site(name="broken-site", host="broken.fangzhi.example", family="trs", answer=answered, holds=HOLDS, seeds=[("listing", "/gk/index.html")])
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "broken-site.toml").write_text(site.portal_file(), encoding="utf-8")
    with FamilyServer([site]) as server:
        words = ["crawl", site.name, "--archive", tmp_path / "archive", "--portals", tmp_path / "portals", "--json", "--set", "READERS=1",
                 "--set", "RETRY_TIMES=1", "--set", "RETRY_BACKOFF=0.01", *server.pins()]
        result = fangzhi(*words)
    assert {line["url"] for line in lines(tmp_path / "archive", site.name)} == {
        site.address + story.path for number, story in enumerate(HOLDS) if number // 3 != 2}, result.stderr[-2000:]
    told = fangzhi("coverage", tmp_path / "archive", "--portals", tmp_path / "portals", "--json")
    assert told.returncode == 0, told.stderr
    (section,) = json.loads(told.stdout)["portals"][0]["sections"]
    assert (section["claimed"] or {}).get("articles") == total
