"""Lists and sitemaps without end are left, and the log says so."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.crawling import fangzhi, lines
from tests.families.serving import NOT_FOUND, Answer, FamilyServer, Request, Site, html, items, stories

HELD = stories(12, lambda number, day: f"/a/{day:%Y%m}/{number}.html", "无尽", 1)
FEW = stories(3, lambda number, day: f"/b/{day:%Y%m}/{number}.html", "图", 40)


def mixed(request: Request) -> Answer:
    """Each page shows eight of the same twelve."""
    number = int(request.query.get("page", "1"))
    if request.path != "/list":
        return NOT_FOUND
    return html(f"<ul>{items(random.Random(number).sample(HELD, 8))}</ul><a href='?page={number + 1}'>下一页</a>")


def nested(request: Request) -> Answer:
    """Each index names itself and one more."""
    number = int(re.sub(r"\D", "", request.path) or 0)
    if request.path == "/rows.xml":
        return Answer(f"<urlset>{''.join(f'<url><loc>http://nested.fangzhi.example{story.path}</loc></url>' for story in FEW)}</urlset>".encode(), "text/xml")
    if not request.path.startswith("/map"):
        return NOT_FOUND
    named = "".join(f"<sitemap><loc>http://nested.fangzhi.example/{name}.xml</loc></sitemap>" for name in ("map", "rows", f"map{number + 1}"))
    return Answer(f"<sitemapindex>{named}</sitemapindex>".encode(), "text/xml")


SITES = [Site(name="mixed-site", host="mixed.fangzhi.example", seeds=[("listing", "/list")], holds=HELD, answer=mixed),
         Site(name="nested-site", host="nested.fangzhi.example", seeds=[("sitemap", "/map.xml")], holds=FEW, answer=nested)]


@pytest.mark.parametrize(("site", "asked", "said"), [(SITES[0], 16, "loops: "), (SITES[1], 10, "cut: ")], ids=["mixed", "nested"])
def test_what_never_ends_is_left_with_all_that_it_names(site: Site, asked: int, said: str, tmp_path: Path) -> None:
    (tmp_path / f"{site.name}.toml").write_text(site.portal_file(), encoding="utf-8")
    with FamilyServer([site]) as server:
        words = ["crawl", site.name, "--archive", tmp_path / "archive", "--portals", tmp_path, "--json", *server.pins()]
        done = fangzhi(*words)
    assert {line["url"] for line in lines(tmp_path / "archive", site.name)} == set(site.urls())
    assert sum(request.path not in {story.path for story in site.holds} for request in site.asked) <= asked
    assert said in done.stderr
