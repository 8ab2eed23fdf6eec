"""What careless servers do to lists does not mislead: what is commented out, titles cut in anchors, days of sentences, short pages."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from crawler.families import answer_of
from crawler.families.calls.next_call import more_behind
from crawler.families.scripts.comments import is_commented
from crawler.families.scripts.script_names import names_in
from crawler.page import Page
from tests.listing_kit import answer, html, listing, rows

TITLED = ["<a href='{}'><p title='{}'>{}</p></a>", "<a href='{}'><font title='{}'>{}</font><img src=x></a>", "<p title='no'><a href='{}'><b><i title='{}'>{}</i></b></a></p>"]


@pytest.mark.parametrize("anchor", TITLED)
def test_a_title_that_is_cut_is_whole_in_what_is_in_the_anchor(anchor: str) -> None:
    whole = "关于公布第{}批名单的通知及有关事项"
    made = "".join(f"<li>{anchor.format(f'/a/1000{number}.html', whole.format(number), whole.format(number)[:9] + '…')}<i>2024-05-0{number}</i></li>" for number in (1, 2, 3))
    assert rows(listing(html(f"<ul>{made}</ul>"))) == [(f"/a/1000{number}.html", whole.format(number), f"2024-05-0{number}") for number in (1, 2, 3)]


def test_a_row_around_may_state_it_and_other_titles_do_not_count() -> None:
    made = "".join(f"<li title='{title}'><a href='/a/1000{number}.html'>关于公布第...</a><i>2024-05-0{number}</i></li>" for number, title in ((1, "关于公布第一批名单"), (2, "置顶")))
    assert [title for _, title, _ in rows(listing(html(f"<ul>{made}</ul>")))] == ["关于公布第一批名单", "关于公布第..."]


@pytest.mark.parametrize(("words", "day"), [("摘要：2023-01-01起施行的规定", None), ("2023年1月1日以前的规定", None), ("来源：省厅 2023-01-01", "2023-01-01"), ("2023-01-01来源：省厅", "2023-01-01")])
def test_a_day_of_a_sentence_is_none_of_a_row_whose_brothers_have_their_own(words: str, day: str | None) -> None:
    made = [f"<li><a href='/a/1000{number}.html'>关于公布第{number}批名单</a>（2024-05-0{number}）<p>2023-01-01起施行</p></li>" for number in range(1, 7)]
    made[3] = f"<li><a href='/a/10004.html'>关于公布第4批名单</a><p>{words}</p></li>"
    found = rows(listing(html(f"<ul>{''.join(made)}</ul>")))
    assert [found_day for _, _, found_day in found] == [f"2024-05-0{number}" if number != 4 else day for number in range(1, 7)]


def test_a_short_summary_with_a_day_of_its_own_is_no_row() -> None:
    made = "".join(f"<dl><dt><a href='/a/1000{number}.html'><img src=x></a></dt><dd><h3><a href='/a/1000{number}.html'>关于公布第{number}批名单</a></h3><p>省厅，2022年3月4日召开会议，部署……[<a href='/a/1000{number}.html'>详细</a>]</p><i>发布时间：2024-05-0{number} 10:20</i></dd></dl>" for number in (1, 2))
    assert rows(listing(html(made))) == [(f"/a/1000{number}.html", f"关于公布第{number}批名单", f"2024-05-0{number}") for number in (1, 2)]


def test_a_total_that_has_a_name_in_the_call_is_claimed() -> None:
    row = "<ul><li><a href='/a/10001.html'>消息一二三</a><i>2024-05-06</i></li><li><a href='/a/10002.html'>消息二三四</a><i>2024-05-05</i></li></ul>"
    found = listing(html(f"{row}<div id=page_div></div><script>var total = \"35\"; createPageHTML( 'page_div' , 3 , 1 , 'list' , 'shtml' , total );</script>"))
    assert (found.claimed_total, found.claimed_pages, [link.url for link in found.next]) == (35, 3, ["http://h.cn/list/list_2.shtml"])


def test_what_comes_in_comments_before_a_count_is_not_the_count() -> None:
    before = "// createPageHTML(50, 0, 'list', 'htm');\n/* 2019:\n createPageHTML(7, 0, 'index', 'html'); */\nfunction createPageHTML(count, here, name, ending) {}\n"
    row = "<ul><li><a href='./202405/t20240506_101.html'>消息一二三</a><i>2024-05-06</i></li><li><a href='./202405/t20240505_100.html'>消息二三四</a><i>2024-05-05</i></li></ul>"
    found = listing(html(f"{row}<script>{before} createPageHTML(3, 0, 'index', 'shtml');</script>"))
    assert (found.claimed_pages, [link.url for link in found.next]) == (3, ["http://h.cn/list/index_1.shtml"])
    alone = listing(html(f"{row}<script>// pager</script><script>createPageHTML(3, 0, 'index', 'shtml');</script>"))
    assert alone.claimed_pages == 3


@pytest.mark.parametrize(("text", "commented"), [
    ("// @", True), ("a(); // @", True), ("a();// @", True), ("/* @ */", True), ("x = {/* a\nb\n@", True),
    ("u = 'http://h.cn/'; @", False), ("u = '//h.cn/'; @", False), ("// a\n@", False), ("/* a */ @", False), ("accept = 'image/*'; @", False), ("@", False)])
def test_what_is_commented_out_is_told_from_addresses(text: str, commented: bool) -> None:
    assert is_commented(text, text.index("@")) is commented


def test_a_name_has_the_value_that_is_not_commented_out() -> None:
    assert names_in("// var id = 1;\nvar id = 2; /* var x = 3; */")["id"] == 2
    assert names_in("// var id = 1;")["id"] == 1


def test_calls_that_are_commented_out_are_made_where_there_are_no_others() -> None:
    old, new = "//$.get('/old', {pageNo: 1}, show);\n", "$.get('/new', {pageNo: 1}, show);\n"
    assert [link.url for link in listing(html(f"<script>{old}{new}</script>")).next] == ["http://h.cn/new?pageNo=1"]
    assert [link.url for link in listing(html(f"<script>{old}</script>")).next] == ["http://h.cn/old?pageNo=1"]


@pytest.mark.parametrize("url", ["/nr?lm=5&amp;id=1001", "http://h.cn/nr?lm=5&amp;id=1001"])
def test_addresses_in_json_are_as_the_page_would_put_them_into_mark_up(url: str) -> None:
    found = answer("http://h.cn/s?page=1", json.dumps({"list": [{"title": "消息一", "url": url, "time": "2024年05月06日"}], "total": "1"}))
    assert [(row.url, row.date) for row in found.rows] == [("http://h.cn/nr?lm=5&id=1001", "2024-05-06")]


@pytest.mark.parametrize(("number", "given", "behind"), [("3", 10, True), ("3", 7, False), ("3", 5, True), ("2", 10, True), ("4", 7, True)])
def test_a_page_with_other_than_the_last_ones_rows_is_not_the_last(number: str, given: int, behind: bool) -> None:
    assert more_behind(number, "15", 37, given) is behind


@pytest.mark.parametrize(("total", "pages"), [(20, 2), (25, 3), (30, 3), (31, 4), (9, 1)])
@pytest.mark.parametrize("unit", [False, True])
def test_a_server_with_a_size_of_its_own_is_asked_as_far_as_it_goes(total: int, pages: int, unit: bool) -> None:
    """Ten rows where fifteen are asked for: the first page tells the size of all."""
    url: str | None = f"http://h.cn/page/build/unit?pageId=a&paramJson={quote(json.dumps({'pageNo': 1, 'pageSize': 15}))}" if unit else "http://h.cn/s?pageNo=1&pageSize=15"
    call, number, seen = None, 0, 0
    while url is not None:
        held = [(f"消息第{at}条", f"/d/1000{at}.html", "2024-05-06") for at in range(10 * number, min(10 * number + 10, total))]
        objects = [{"title": title, "url": address, "date": day} for title, address, day in held]
        mark_up = "".join(f"<li><a href='{address}'>{title}</a><i>{day}</i></li>" for title, address, day in held)
        body = json.dumps({"data": {"html": mark_up, "total": str(total)}} if unit else {"list": objects, "total": str(total)})
        found = answer_of(Page(url=url, body=body.encode(), call=call))
        assert found is not None
        number, seen = number + 1, seen + len(found[1].rows)
        url, call = next(((link.url, link.call) for link in found[1].next), (None, None))
    assert (seen, number) == (total, pages)


def test_pictures_that_slide_are_rows_of_a_unit_by_their_addresses() -> None:
    slides = "".join(f"<div><a href='/x/art/2024/art_{number:032x}.html' title='图片新闻{number}'><img src=x></a></div>" for number in (1, 2)) + "<div><a href='/x/'>更多</a></div>"
    found = answer("http://h.cn/api-gateway/jpaas-publish-server/front/page/build/unit?pageId=a", json.dumps({"data": {"html": slides}}))
    assert [title for _, title, _ in rows(found)] == ["图片新闻1", "图片新闻2"]
