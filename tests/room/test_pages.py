"""Every page answers, says what it is asked, and lets nothing of the archive become mark-up."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from lxml import html

from archive.finding import intake, tables
from archive.layout import Archive
from crawler.room.views import overview
from tests.finding.test_search import line_of, write
from tests.room.conftest import HOSTILE, Room

FIRST, ATTACK = "/articles/zhejiang:aaaaaaaaaaaaaaab", "/articles/zhejiang:aaaaaaaaaaaaaaaf"
PAGES = ("/", "/search", "/search?words=会议", f"/search?words={quote(HOSTILE)}", "/search?section=" + quote(HOSTILE), "/changes",
         "/changes?kind=gone", "/changes?view=side", "/changes/1", "/changes/2", "/changes/3", "/portals/zhejiang",
         f"/portals/zhejiang?section={quote(HOSTILE)}", "/portals/zhejiang/problems", "/portals/zhejiang/problems?kind=http",
         "/portals/zhejiang/days/2026-03-06", FIRST, f"{FIRST}?version=1", f"{FIRST}?compare=1", f"{FIRST}?compare=1&view=side", ATTACK,
         "/crawls", "/clusters", "/clusters?portal=zhejiang&since=2026-01-01")


def tree(room: Room, path: str, **more: Any) -> html.HtmlElement:
    answer = room.get(path, **more)
    assert answer.status_code == 200, (path, answer.text)
    return html.document_fromstring(answer.content)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_the_archive_becomes_mark_up(hall: Room, path: str) -> None:
    page = tree(hall, path)
    assert [script.get("src") for script in page.iter("script")] == ["/static/htmx.min.js", "/static/room.js"]
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert list(page.iter("img")) == []
    leads = [element.get(name) for element in page.iter() for name in ("href", "src", "action", "data") if element.get(name)]
    assert [lead for lead in leads if not re.match(r"[/#]", lead)] == []
    assert "49" not in page.text_content().split()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_have_a_language_a_title_one_heading_and_labels(hall: Room, path: str, language: str) -> None:
    page = tree(hall, path, headers={"Accept-Language": language})
    assert page.get("lang") == {"en": "en", "zh": "zh-Hans"}[language]
    assert len(page.findall(".//h1")) == 1 and page.findtext(".//title")
    named = {label.get("for") for label in page.iter("label")}
    fields = [field for tag in ("input", "select") for field in page.iter(tag) if field.get("type") not in ("hidden", "checkbox")]
    assert [field.get("id") for field in fields if field.get("id") not in named] == []


@pytest.mark.parametrize(("path", "expected"), [
    ("/", "Articles 5"), ("/search?words=会议", "1 hits"), ("/search?words=发展&versions=all", "2 hits"), (FIRST, "高水平"),
    (f"{FIRST}?version=1", "高质量"), ("/changes", "HTTP 404"), ("/portals/zhejiang", "http: 1"),
    ("/portals/zhejiang/problems", "HTTP 500"),
    ("/portals/zhejiang/days/2026-03-02", "浙江省政府召开")])
def test_pages_say_what_is_held(hall: Room, path: str, expected: str) -> None:
    words = " ".join(tree(hall, path).find(".//main").text_content().split())
    assert expected in words


def test_an_edit_is_shown_sign_by_sign(hall: Room) -> None:
    page = tree(hall, f"{FIRST}?compare=1")
    assert [mark.text for mark in page.iter("del")] and "水平" in "".join(str(mark.text) for mark in page.iter("ins"))


def test_searched_words_are_marked(hall: Room) -> None:
    assert {mark.text for mark in tree(hall, "/search?words=会议").iter("mark")} == {"会议"}


@pytest.mark.parametrize(("path", "status"), [
    ("/nothing", 404), ("/portals/nowhere", 404), ("/portals/..%2f..", 404), ("/articles/x", 404),
    ("/articles/zhejiang:aaaaaaaaaaaaaaab?version=9", 404),
    ("/portals/zhejiang/days/gestern", 404), ("/search?since=gestern", 400), ("/search?words=-a", 400), ("/search.exe", 404),
    ("/changes?since=x", 400), ("/changes/999", 404), ("/crawls/7", 404), ("/static/../app.py", 404), ("/static/..%2fapp.py", 404)])
def test_what_is_not_there_is_said_on_a_page(hall: Room, path: str, status: int) -> None:
    answer = hall.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("form", "kind"), [("jsonl", "application/x-ndjson"), ("csv", "text/csv; charset=utf-8"),
                                            ("parquet", "application/vnd.apache.parquet")])
def test_hits_are_downloaded(hall: Room, form: str, kind: str) -> None:
    answer = hall.get(f"/search.{form}?portal=zhejiang")
    assert (answer.status_code, answer.headers["content-type"], answer.headers["x-fangzhi-rows"]) == (200, kind, "4")
    assert "attachment" in answer.headers["content-disposition"]


def test_a_line_that_is_gone_from_its_file_is_named_in_the_download(own_hall: Room) -> None:
    path = own_hall.reading.archive.collection("zhejiang-en").line_files("articles")[0]
    path.unlink()
    assert "no such file" in own_hall.get("/search.jsonl?portal=zhejiang-en").text


def test_a_cell_is_no_formula(hall: Room) -> None:
    assert not re.search(r"(?:^|,)[=+@]", hall.get("/search.csv").text, re.MULTILINE)


def test_the_feed_is_atom(hall: Room) -> None:
    feed = fromstring(hall.get("/changes.atom").content)
    spaced = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.findtext("a:entry/a:title", namespaces=spaced) == "gone: 杭州亚运会闭幕"


def test_the_interface_stays_in_the_language_that_was_chosen(hall: Room) -> None:
    assert "阅览室" in hall.get("/?lang=zh").text
    assert "阅览室" in hall.get("/search").text
    assert "Reading room" in hall.get("/?lang=en").text


def hrefs(page: html.HtmlElement) -> list[str]:
    return [str(link.get("href")) for link in page.iter("a", "link")]


def test_filters_of_the_changes_stay_in_every_address(hall: Room) -> None:
    page = tree(hall, "/changes?kind=gone&kind=edited&portal=zhejiang&since=2026-03-01")
    assert sum("/changes.atom?" in href and "kind=gone&kind=edited" in href for href in hrefs(page)) == 2
    assert [box.get("value") for box in page.iter("input") if box.get("checked") is not None] == ["edited", "gone"]
    assert hall.get("/changes?kind=first-seen").text.count('class="kind first-seen"') == 2


def test_the_feed_has_what_atom_asks_for_and_names_entries_for_good(own_hall: Room) -> None:
    spaced = {"a": "http://www.w3.org/2005/Atom"}

    def read() -> Any:
        return fromstring(own_hall.get("/changes.atom").content)

    feed = read()
    for place in (feed, *feed.findall("a:entry", spaced)):
        for tag in ("id", "title", "updated", "link"):
            assert place.find(f"a:{tag}", spaced) is not None, tag
    names = [entry.findtext("a:id", namespaces=spaced) for entry in feed.findall("a:entry", spaced)]
    assert len(set(names)) == len(names) == 2 and all(str(name).startswith("urn:uuid:") for name in names)
    marked = feed.findtext("a:entry/a:content", namespaces=spaced)
    assert marked is not None and "<ins>" in marked
    tables.remove(own_hall.reading.index)
    intake.update(own_hall.reading.archive, own_hall.reading.index, zone_of=own_hall.reading.zone_of)
    assert [entry.findtext("a:id", namespaces=spaced) for entry in read().findall("a:entry", spaced)] == names


def test_hits_are_narrowed_by_date_and_by_what_they_lack(hall: Room) -> None:
    page = tree(hall, "/search")
    narrowed = next(href for href in hrefs(page) if "since=2023-10-01" in href and "until=2023-10-31" in href)
    assert "杭州亚运会闭幕" in hall.get(narrowed).text and "会议强调" not in hall.get(narrowed).text
    lacking = tree(hall, "/search?lacking=date").find(".//main").text_content()
    assert "浙江省政府辟谣" in lacking and "亚运会" not in lacking
    assert tree(hall, "/search?captured=2026-03").findall(".//ol/li/a")
    assert hall.get("/search?captured=2025-03").text.count('class="none"') == 1
    for bad in ("/search?lacking=everything", "/search?captured=March"):
        assert hall.get(bad).status_code == 400


@pytest.mark.parametrize(("query", "expected"), [
    ("since=2024-03-05", 3), ("since=2024-03-06", 2), ("until=2023-12-31", 1), ("since=2023-10-08&until=2023-10-08", 1),
    ("since=2023-10-09&until=2024-03-04", 0), ("since=2024-03-08", 0), ("since=1000-01-01", 4), ("until=9999-12-31", 4),
    ("since=2024-12-31&until=2024-01-01", 0)])
def test_days_are_found_whatever_span_is_asked(hall: Room, query: str, expected: int) -> None:
    assert f"{expected}</strong> hits" in hall.get(f"/search?{query}").text


def test_every_number_of_a_portal_leads_to_its_list(hall: Room) -> None:
    page = tree(hall, "/portals/zhejiang")
    for href in {href for href in hrefs(page) if href.startswith("/") and not href.startswith("/static")}:
        assert hall.get(href).status_code == 200, href
    wanted = {"/search?portal=zhejiang", "/changes?portal=zhejiang&kind=first-seen", "/portals/zhejiang/problems?kind=http"}
    assert wanted <= set(hrefs(page))


def test_a_day_of_many_is_read_page_by_page(hall: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "DAY_SHOWN", 1)
    page, met = tree(hall, "/portals/zhejiang/days/2026-03-02"), 0
    while True:
        met += len(page.findall(".//ul[@class='hits']/li"))
        onward = next((link.get("href") for link in page.iter("a") if link.get("rel") == "next"), None)
        if onward is None:
            break
        page = tree(hall, onward)
    assert met == 2


def test_days_are_those_of_the_portals_zone_with_utc_on_hover(archive: Archive, opening: Callable[..., Room]) -> None:
    late = line_of("zhejiang", 9, "半夜公布的消息", "正文。", None, "zh-Hans", None)
    write(archive, late | {"captured_at": "2026-03-10T17:30:00.000000Z"})  # half past one of the next day there
    hall = opening()
    assert "半夜公布的消息" in hall.get("/portals/zhejiang/days/2026-03-11").text
    assert "半夜公布的消息" not in hall.get("/portals/zhejiang/days/2026-03-10").text
    assert "2026-03-10 16:00 – 2026-03-11 16:00 UTC" in hall.get("/portals/zhejiang/days/2026-03-11").text
    days = hall.get("/api/coverage/zhejiang").json()["items"]
    assert {"day": "2026-03-11", "captured": 1} in days and not any(one["day"] == "2026-03-10" for one in days)


def test_days_are_counted_again_when_the_zone_is_another(archive: Archive, tmp_path: Path) -> None:
    write(archive, line_of("zhejiang", 9, "消息", "正文。", None, "zh-Hans", None) | {"captured_at": "2026-03-10T17:30:00.000000Z"})
    index = tmp_path / "finding.sqlite"
    for zone, day, anew in (("Asia/Shanghai", "2026-03-11", False), ("Asia/Shanghai", "2026-03-11", False), ("UTC", "2026-03-10", True),
                            ("No/Where", "2026-03-10", True)):
        assert intake.update(archive, index, zone_of={"zhejiang": zone, "zhejiang-en": zone}.__getitem__).anew is anew
        with closing(sqlite3.connect(index)) as base:
            assert base.execute("SELECT day FROM days WHERE portal = 'zhejiang' ORDER BY day DESC LIMIT 1").fetchone() == (day,)


@pytest.mark.parametrize("path", PAGES)
def test_head_is_answered_as_get_without_a_body(hall: Room, path: str) -> None:
    answer = hall.client.head(path, follow_redirects=False)
    assert (answer.status_code, answer.content) == (200, b"")
