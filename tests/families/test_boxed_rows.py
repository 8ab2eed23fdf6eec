"""Rows are read whole whose days stand in boxes of their own, that have no anchors, or that a script prints one by one."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.addresses.address import resolver
from crawler.families import generic
from crawler.families.answers import printed_rows
from crawler.families.answers.row_address import NONE
from crawler.page import Page
from crawler.pages.read import read
from crawler.portal_files.loader import load_portal
from tests.families import boxes
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong
from tests.families.test_own_scripts import is_held_whole


@pytest.mark.parametrize("name", boxes.LISTS)
def test_titles_have_no_day_in_them_and_days_are_the_rows_own(name: str, tmp_path: Path) -> None:
    (tmp_path / "boxes-site.toml").write_text(boxes.SITE.portal_file(), encoding="utf-8")
    answered = boxes.answer(Request("GET", f"/{name}/", {}, {}, b"", {}))
    page = Page(url=f"{boxes.SITE.address}/{name}/", body=answered.body, headers=(("Content-Type", answered.type),), status=200)
    reading = read(page, load_portal(tmp_path / "boxes-site.toml"), "listing")
    rows = [(link.url, link.title, link.date, link.position) for link in reading.links if link.kind == "article"]
    assert rows == [(boxes.SITE.address + story.path, story.title, story.day, at) for at, story in enumerate(boxes.HOLDS[name][:3], 1)]


def test_their_lists_are_held_whole(tmp_path: Path) -> None:
    is_held_whole(boxes.SITE, tmp_path)
    assert boxes.SITE.mistakes == []


HELD = stories(8, lambda number, day: f"/w/{number}.html", "印", 4800)
PRINTED: dict[str, Callable[[Story], str]] = {
    "written": lambda story: f"document.write('{items([story])}');".replace("</", "<\\/"),
    "written in pieces": lambda story: f'document.writeln("<li><a href=" + "\'{story.path}\'>" + "{story.title}</a>");document.writeln("{story.day}</li>");',
    "numbered": lambda story: f'news[{story.number}] = ["{story.title}", "{story.path}", "{story.day}"];',
    "of the older kind": lambda story: f'news[i++] = new Array("{story.title}", "{story.path}", "{story.day}");',
    "pushed": lambda story: f"list.push({{title: '{story.title}', url: '{story.path}', date: '{story.day}'}});",
}


@pytest.mark.parametrize("how", PRINTED)
def test_a_script_that_holds_the_rows_is_asked_for_and_read(how: str, tmp_path: Path) -> None:
    def answer(request: Request) -> Answer:
        if request.path == "/w/":
            return html("<html><body><div class='list'><script src='/w/list_data.js'></script></div></body></html>")
        if request.path == "/w/list_data.js":
            text = "var news = new Array(), list = [], i = 0;" + "".join(map(PRINTED[how], HELD))
            return Answer(text.encode("gb18030"), "application/javascript")
        return wrong(request, "no script of a list") if request.path.endswith(".js") else NOT_FOUND

    site = Site(name="printed-site", host="printed.fangzhi.example", seeds=[("listing", "/w/")], holds=HELD, answer=answer)
    is_held_whole(site, tmp_path)
    assert site.mistakes == []


def test_a_menu_that_a_script_prints_is_no_list() -> None:
    menu = "".join(f"document.write('<li><a href=\"/{name}/\">栏目{name}</a></li>');" for name in ("yw", "gk", "hd"))
    assert printed_rows.listing([menu], resolver("http://printed.fangzhi.example/"), generic.article_shape, lambda: NONE).rows == ()
