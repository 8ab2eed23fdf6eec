"""What listings named against what is held: judged by the demonstration's own truth, and by made-up habits."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reader import captures
from archive.records.stored import StoredCapture
from crawler.coverage import facts, kept, walk
from crawler.coverage.calendar import years
from crawler.coverage.covering import covered_portals
from crawler.coverage.page import page_of
from crawler.coverage.report import Coverage, Section, Tally
from crawler.coverage.silence import Gap, gaps, silence
from crawler.coverage.store import Store, Visits
from crawler.demo import truth
from crawler.page import Page
from crawler.pages.claims import claims_of
from tests.crawling import crawl, fangzhi, portal_file
from tests.page_server import Page as Answer
from tests.page_server import PageServer


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crawl("demo", tmp_path_factory.mktemp("covered")).archive


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return fangzhi("coverage", *words, timeout=60)


def told(archive: Path, *words: str) -> dict[str, Any]:
    done = run(archive, "--json", *words)
    assert done.returncode == 0, done.stderr
    portal: dict[str, Any] = json.loads(done.stdout)["portals"][0]
    return portal


def test_every_section_and_day_counts_what_its_listing_names(archive: Path) -> None:
    portal = told(archive)
    names = {"yaowen": "要闻", "zhengce": "政策文件", "gonggao": "通知公告", "hotnews": "Hot News"}
    for key, name in names.items():
        section = next(one for one in portal["sections"] if one["section"] == name)
        held = Counter(one.date for one in truth() if one.section == key and "/art_1002_" not in one.url)
        if key == "yaowen":
            held["2026-02-20"] += 1  # one article is named twice: by its own address and by one that leads there
        assert Counter({day["day"]: day["extracted"] for day in section["days"] if day["extracted"]}) == held
    assert portal["listed"] == portal["extracted"] + portal["refused"] and portal["missing"] == portal["unread"] == 0
    assert portal["reasons"] == {"http: HTTP 404": 1, "robots": 1}
    assert portal["extracted"] == len(truth()) + 1


def test_what_a_listing_claims_stands_beside_what_is_archived(archive: Path) -> None:
    sections = {one["section"]: one for one in told(archive)["sections"]}
    assert (sections["要闻"]["claimed"]["articles"], sections["要闻"]["claimed"]["short_by"]) == (15, 0)
    assert (sections["政策文件"]["claimed"]["pages"], sections["政策文件"]["listing_pages"]) == (3, 3)
    assert all(one["visits"]["days"] >= 1 and one["in_portal_file"] for one in sections.values())


def test_the_numbers_can_be_derived_again(archive: Path) -> None:
    before = told(archive)
    (archive / "catalog.sqlite").rename(archive / "away.sqlite")
    assert told(archive) == before
    (archive / "away.sqlite").rename(archive / "catalog.sqlite")


def test_files_that_did_not_change_are_not_read_again(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "copy"
    shutil.copytree(archive, root)
    (root / kept.NAME).unlink(missing_ok=True)
    [first] = covered_portals(root, [], None, [], keep=False)
    assert not (root / kept.NAME).exists()  # nothing is written that may not be
    asked: list[str] = []

    def counted(path: Path, *words: Any) -> Iterator[StoredCapture]:
        asked.append(path.name)
        return captures(path, *words)

    for module in (facts, walk):
        monkeypatch.setattr(module, "captures", counted)
    assert covered_portals(root, [], None, []) == [first] and asked
    asked.clear()
    assert covered_portals(root, [], None, []) == [first] and asked == []
    file = sorted((root / "collections" / "demo" / "archive").iterdir())[-1]
    os.utime(file, ns=(0, 0))
    assert covered_portals(root, [], None, []) == [first] and set(asked) == {file.name}


@pytest.mark.parametrize("harm", ["no database", "a hole", "another form"])
def test_what_is_kept_and_damaged_is_made_anew(archive: Path, tmp_path: Path, harm: str) -> None:
    root = tmp_path / "copy"
    shutil.copytree(archive, root)
    [whole] = covered_portals(root, [], None, [])
    path = root / kept.NAME
    data = path.read_bytes()
    if harm == "another form":
        with closing(sqlite3.connect(path)) as base:
            base.execute("PRAGMA user_version = 99")
    else:
        path.write_bytes(b"no database" if harm == "no database" else data[:4096] + b"\xff" * (len(data) - 4096))
    for _ in range(2):
        assert covered_portals(root, [], None, []) == [whole]
    assert path.read_bytes()[:6] == b"SQLite"


def test_since_leaves_older_days_out(archive: Path) -> None:
    portal = told(archive, "--since", "2026-03-02")
    assert min(day["day"] for day in portal["days"]) >= "2026-03-02"
    assert portal["listed"] < told(archive)["listed"]


def test_the_table_names_what_is_worth_a_look(archive: Path) -> None:
    done = run(archive, "--days", "--portal", "demo")
    assert done.returncode == 0, done.stderr
    assert "要闻" in done.stdout and "refused: robots: 1" in done.stdout and "2026-03-06" in done.stdout


class Outside(HTMLParser):
    """Addresses that a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(value) for name, value in attrs if name in ("src", "href") and not str(value).startswith("#")]


def test_the_page_needs_no_other_file_and_says_its_maps_in_words(archive: Path, tmp_path: Path) -> None:
    done = run(archive, "--html", tmp_path / "coverage.html")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "coverage.html").read_text(encoding="utf-8")
    parser = Outside()
    parser.feed(text)
    assert parser.found == [] and "url(" not in text.replace("url(#week)", "")
    assert text.count("<svg") - 1 == text.count('role="img" aria-label="') > 6
    assert "要闻 2026: 15 of 15 listed articles held" in text


def test_the_page_escapes_what_came_from_portals() -> None:
    section = Section("<script>alert(1)</script>", True, days={"2026-01-02": Tally(listed=2, extracted=1, refused=1)})
    section.days["2026-01-02"].reasons["http: <b>"] = 1
    section.gaps = [Gap("2025-12-30", "2026-01-01")]
    text = page_of(Path("a"), [Coverage("p", "<i>P</i>", Tally(), {}, [section], {}, ["<u>"])], None)
    assert "nothing from 2025-12-30 to 2026-01-01" in text and 'class="gap" d="M0 33h9v9h-9z"' in text
    assert not any(mark in text for mark in ("<script>", "<b>", "<i>P", "<u>"))


BAD = [
    ("a folder that is no archive", (".",), 2, "neither an archive"),
    ("a portal that the archive has not", ("--portal", "nowhere"), 2, "nowhere"),
    ("a day that is none", ("--since", "soon"), 2, "soon"),
]


@pytest.mark.parametrize(("words", "code", "named"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_is_one_clear_line(archive: Path, tmp_path: Path, words: tuple[str, ...], code: int, named: str) -> None:
    done = run(tmp_path if words == (".",) else archive, *(() if words == (".",) else words))
    assert done.returncode == code and named in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


CLAIMED = [
    ([("", 15)], 15), ([("", 15), ("", 18)], 18), ([("a", 37), ("b", 21)], 58), ([("", 37), ("a", 37), ("b", 21)], 58),
    ([("", 58), ("a", 37), ("b", 21)], 58), ([("a", 37), ("b", 37)], 37), ([("a", 37), ("a", 40), ("b", None)], 40), ([("a", None)], None)]


@pytest.mark.parametrize(("said", "claimed"), CLAIMED)
def test_a_section_claims_what_its_units_claim_together(said: list[tuple[str, int | None]], claimed: int | None) -> None:
    with Store() as store:
        for unit, articles in said:
            store.claimed("要闻", unit, "2026-03-05", articles, None)
        assert [articles for _, articles, _ in store.claims().values()] == ([claimed] if claimed is not None else [])


NAMED = [
    ({"a": "123", "b": "1234"}, [("a", 3, 5), ("b", 4, 5)], 4),  # one list: the larger number
    ({"a": "123", "b": "1234"}, [("a", 9, 5), ("b", 4, 6)], 4),  # the later one
    ({"a": "1234", "b": "1567"}, [("a", 4, 5), ("b", 3, 5)], 7),  # lists that have one article in common
    ({"a": "123", "b": "456"}, [("a", 5, 5), ("b", 5, 5)], 10),  # two lists, as it happens of one size
    ({"a": "12", "b": "123", "c": "345"}, [("a", 2, 5), ("b", 9, 5), ("c", 3, 5)], 12)]


@pytest.mark.parametrize(("named", "said", "claimed"), NAMED)
def test_units_that_name_the_same_articles_are_one_list(named: dict[str, str], said: list[tuple[str, int, int]], claimed: int) -> None:
    with Store() as store:
        for unit, keys in named.items():
            store.named("要闻", unit, keys)
        for unit, articles, day in said:
            store.claimed("要闻", unit, f"2026-03-0{day}", articles, None)
        assert [articles for _, articles, _ in store.claims().values()] == [claimed]


# --- claims ----------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "articles", "pages"), [
    ("<p>共 123 页</p>", None, 123),
    ("<datastore><totalrecord>1376</totalrecord><totalpage>14</totalpage></datastore>", 1376, 14),
    ("<script>createPageHTML(50, 0, 'index', 'shtml')</script>", None, 50),
    ("<script>createPageHTML('page_div', 34, 1, 'fstrw', 'shtml', 663);</script>", None, 34),
    ("<script>var countPage = 7;</script>", None, 7),
    ("<span>共<b>288</b>条</span> <span>1/20</span>", 288, 20),
    ('{"totalPages": 9, "total": 90, "totalCount": 90}', 90, 9),
    ("<p>nothing</p>", None, None),
])
def test_a_listing_states_its_own_size(text: str, articles: int | None, pages: int | None) -> None:
    claims = claims_of(Page(url="http://a.example/", body=text.encode()))
    assert (claims.articles, claims.pages) == (articles, pages)


# --- silence and gaps ------------------------------------------------------------------------------------------------------------

def days(first: str, count: int, step: int = 1) -> list[str]:
    return [(date.fromisoformat(first) + timedelta(days=number * step)).isoformat() for number in range(count)]


def visits(*told: tuple[str, int, int]) -> list[Visits]:
    return [Visits("s", day, 1, answered, rows, 0) for day, answered, rows in told]


@pytest.mark.parametrize(("seen", "listed", "last", "words"), [
    ([], [], "2026-03-01", "never asked"),
    (visits(("2026-03-01", 0, 0)), [], "2026-03-01", "never answered"),
    (visits(("2026-03-01", 1, 5), ("2026-03-02", 0, 0)), days("2026-02-20", 9), "2026-03-02", "no answer since 2026-03-01"),
    (visits(("2026-03-01", 1, 5), ("2026-03-02", 1, 0)), days("2026-02-20", 9), "2026-03-02", "names no article since 2026-03-01"),
    (visits(("2026-03-30", 1, 5)), days("2026-02-01", 20), "2026-03-30", "nothing new since 2026-02-20"),
    (visits(("2026-02-20", 1, 5)), days("2026-02-01", 20), "2026-03-30", "not asked for since 2026-02-20"),
    (visits(("2026-02-25", 1, 5)), days("2026-02-01", 20), "2026-02-25", None),
    (visits(("2026-12-01", 1, 5)), days("2026-01-01", 11, 30), "2026-12-20", None),
])
def test_a_section_is_silent_by_its_own_habit(seen: list[Visits], listed: list[str], last: str, words: str | None) -> None:
    said = silence(seen, listed, last)
    assert said is None if words is None else words in (said or "")


def test_a_gap_is_longer_than_the_section_usually_pauses() -> None:
    listed = days("2026-01-01", 20) + days("2026-02-10", 20)
    (gap,) = gaps(listed)
    assert (gap.begins, gap.ends, gap.days) == ("2026-01-21", "2026-02-09", 20)
    assert gaps(days("2026-01-01", 20) + days("2026-01-27", 20)) == []
    assert gaps(listed[:9]) == []


@given(st.sets(st.dates(date(2020, 1, 1), date(2026, 12, 31)), max_size=80))
def test_gaps_hold_no_day_with_articles(when: set[date]) -> None:
    listed = sorted(day.isoformat() for day in when)
    for gap in gaps(listed):
        assert not [day for day in listed if gap.begins <= day <= gap.ends] and gap.days > 7


@given(st.dictionaries(st.dates(date(1999, 1, 1), date(2030, 12, 31)), st.tuples(st.integers(1, 99), st.integers(0, 99)), max_size=60))
def test_every_day_has_its_place_in_one_heat_map(given_days: dict[date, tuple[int, int]]) -> None:
    made = years({day.isoformat(): Tally(listed=listed, extracted=min(listed, held)) for day, (listed, held) in given_days.items()})
    places = [place for year in made for path in year.paths.values() for place in path.split("z") if place]
    assert len(places) == len(given_days) == sum(year.days for year in made)


def test_a_row_that_leads_to_a_file_is_held_when_the_file_is() -> None:
    with Store() as store:
        for key in ("a", "b"):
            store.listed("s", key, f"http://a.example/{key}.pdf", "2026-01-01", "2026-01-02", False, file=True)
        store.answered("a")
        assert [(row.key, row.captured, row.extracted) for row in store.rows()] == [("a", True, True), ("b", False, False)]


def test_an_address_that_redirects_is_held_where_it_leads_to() -> None:
    with Store() as store:
        store.listed("s", "a", "http://a.example/a", None, "2026-01-02", False)
        store.listed("s", "b", "http://a.example/b", "2026-01-01", "2026-01-02", False)
        store.answered("a")
        store.redirected("a", "c")
        store.redirected("c", "d")
        store.held("d", "2025-12-31", "2026-01-02")
        rows = {row.key: row for row in store.rows()}
        assert (rows["a"].extracted, rows["a"].captured, rows["b"].captured) == (True, True, False)
        store.held("e", None, "2026-01-03")
        assert store.unlisted() == [("2026-01-03", 1)]


def test_odd_listings_are_clear_lines_and_lose_nothing(tmp_path: Path) -> None:
    """A day that has not come, a listing that loops, one that is empty, a section that is gone."""
    body = "".join(f"<p>会议听取了第{number}阶段的进展情况，研究部署了下一步的工作任务和保障措施，要求各部门协调推进。</p>"
                   for number in range(4))
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
    story = (f'{head}<h1>全省重点工程建设推进会召开（一）</h1><div>发布时间：2026-03-02　来源：白鹭日报</div>'
             f'<div class="TRS_Editor">{body}</div>')
    rows = "".join(f'<li><a href="/art/t2026030{day}_1000{day}.html">全省重点工程建设推进会召开之{day}</a><span>{shown}</span></li>'
                   for day, shown in ((2, "2026-03-02"), (3, "2099-01-01")))
    pages = {"/a/": Answer(f'{head}<ul>{rows}</ul><p>共2条 <a href="/a/?again">下一页</a></p>'.encode()),
             "/a/?again": Answer(f'{head}<ul>{rows}</ul><p>共2条 <a href="/a/">下一页</a></p>'.encode()),
             "/b/": Answer(f"{head}<script>$.getJSON('http://api.odd.example/list?page=1', draw)</script>".encode()),
             "/c/": Answer(b"gone", status=404),
             "/robots.txt": Answer(b"", "text/plain", 404), "/art/t20260302_10002.html": Answer(story.encode()),
             "/art/t20260303_10003.html": Answer(story.replace("（一）", "（二）").replace("听取", "听取并讨论").encode())}
    with PageServer(pages) as server:
        folder = portal_file(tmp_path / "p", "odd", [("listing", f"{server.base}/{name}/") for name in "abc"],
                             [server.base.removeprefix("http://")], "allow_private = true")
        done = crawl("odd", tmp_path / "data", "--portals", folder)
    assert done.code == 0, done.log
    said = ("empty: the listing names no article; it leads to api.odd.example, which the portal file does not name",
            "HTTP 404", "loops: the listing")
    assert all(words in done.log for words in said) and len(server.asked) < 12
    told_ = run(tmp_path / "data", "--portals", folder)
    assert "/a/: 1 listed with a day that had not come" in told_.stdout, told_.stdout + told_.stderr
    assert "/b/: silent: its listing names no article" in told_.stdout and "/c/: silent: never answered" in told_.stdout
    assert "all, each article once       2" in told_.stdout
