"""What a listing says by the way: rows that stand alone or over the others, where it ends, what it has in all, which number of a path counts."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

import pytest

from crawler.calls.call import Call, Told
from crawler.calls.tokens import of_body, of_query, put_in_body, put_in_query
from crawler.extract.markup.tree import parse
from crawler.families import answer_of, family_of, listing_of
from crawler.families.calls.counters import counted
from crawler.families.calls.cursors import told_by
from crawler.families.calls.path_numbers import counting_part, parts_at
from crawler.page import Page
from tests.listing_kit import answer, asked, html, listing, rows

ROW = "<li><a href='/zt/a{0}.html'>全省工作会议部署第{0}项任务</a><span>2024-05-0{0}</span></li>"
LEAD = "<div class='lead'><a href='/zt/a3.html'><img src='/3.jpg'></a><h3><a href='/zt/a3.html'>省政府召开全体会议部署工作</a></h3><p>昨日，会议召开。</p></div>"


def test_a_lead_without_a_day_is_the_first_of_the_rows_below_it() -> None:
    shown = rows(listing(html(f"{LEAD}<ul>{ROW.format(1)}{ROW.format(2)}</ul>")))
    assert shown[0] == ("/zt/a3.html", "省政府召开全体会议部署工作", None) and [path for path, *_ in shown[1:]] == ["/zt/a1.html", "/zt/a2.html"]


@pytest.mark.parametrize("above", [LEAD.replace("/zt/", "/bsfw/"), "<h3><a href='/zt/a3.html'>专题</a></h3>", "<p><a href='/zt/a3.html'>省政府召开全体会议部署工作</a></p>"])
def test_what_leads_elsewhere_or_is_no_headline_is_no_lead(above: str) -> None:
    assert len(listing(html(f"{above}<ul>{ROW.format(1)}{ROW.format(2)}</ul>")).rows) == 2


@pytest.mark.parametrize(("body", "found"), [
    (f"<ul>{ROW.format(1)}</ul>", ["/zt/a1.html"]),
    ("<table><tr><td><a href='/Item/7.aspx'>关于举行听证会的公告</a></td><td>2024-05-06</td></tr></table>", ["/Item/7.aspx"]),
    ("<h1>省政府召开会议</h1><p>2024-05-06 来源：<a href='http://h.cn/'>示例省人民政府网</a></p>", []),
    ("<li><a href='/zwgk/'>政务公开工作领导小组</a><span>2024-05-06</span></li>", [])])
def test_one_row_alone_is_a_row_where_it_leads_to_a_page(body: str, found: list[str]) -> None:
    assert [path for path, *_ in rows(listing(html(body)))] == found


BESIDE = [
    ("<li><a href='/a/1.html'><span>关于公布名单…</span><span style='display:none'>关于公布名单的通知</span></a><i>2024-05-01</i></li>", "关于公布名单的通知", "2024-05-01"),
    ("<li><a href='/a/1.html'>关于…的通知 关于名单</a><i>2024-05-01</i></li>", "关于…的通知 关于名单", "2024-05-01"),
    ("<dl><dt>1</dt><dd><a href='/a/1.html'>关于公布名单的通知</a><p>成文日期：2020-01-01</p></dd><dd>2024-05-01</dd></dl>", "关于公布名单的通知", "2024-05-01")]


@pytest.mark.parametrize(("row", "title", "day"), BESIDE)
def test_of_texts_of_a_row_the_whole_one_and_of_its_days_the_listed_one_count(row: str, title: str, day: str) -> None:
    shown = rows(listing(html(row + row.replace("/a/1", "/a/2"))))
    assert shown == [("/a/1.html", title, day), ("/a/2.html", title, day)]


def test_older_articles_are_the_next_page() -> None:
    page = html(f"<ul>{ROW.format(1)}{ROW.format(2)}</ul><div class='nav-previous'><a href='/news/page/2/'>← 较早文章</a></div><a href='/news/'>较新文章 →</a>")
    assert [link.url for link in listing(page).next] == ["http://h.cn/news/page/2/"]


def said(data: object, query: str = "page=2&size=3") -> tuple[int | None, int]:
    """The total that an answer claims, and how many calls follow."""
    found = answer(f"http://h.cn/rows?{query}", json.dumps(data))
    return found.claimed_total, len(found.next)


def items(count: int) -> list[dict[str, object]]:
    return [{"title": f"第{number}条消息", "url": f"/a/{number}.html", "isEnd": True, "end": True} for number in range(count)]


TOTALS = [
    ({"a": 5, "b": items(2)}, "page=2&size=3", 5, 0),  # as many as came up to the end
    ({"a": 8, "b": items(2)}, "start=6&limit=3", 8, 0),
    ({"a": 137, "b": items(2)}, "page=2&size=3", None, 1),  # something else
    ({"a": 6, "b": items(3)}, "page=2&size=3", None, 1),  # where this page ends, which may not be the last
    ({"a": 2, "b": items(2)}, "page=1&size=3", None, 1),  # how many came; more may follow, of a size of the server's own
    ({"x": 137, "y": 46, "z": items(3)}, "page=1&size=3", 137, 1),  # pages of the size asked for
    ({"x": 8, "y": 3, "z": items(3)}, "page=1&size=3", None, 1),  # the size itself
    ({"x": 137, "code": 46, "z": items(3)}, "page=1&size=3", None, 1)]


@pytest.mark.parametrize(("data", "query", "total", "following"), TOTALS)
def test_a_number_that_says_nothing_is_the_total_where_the_answer_settles_it(data: object, query: str, total: int | None, following: int) -> None:
    assert said(data, query) == (total, following)


@pytest.mark.parametrize(("flag", "following"), [
    ({"isEnd": 1}, 0), ({"noMore": "true"}, 0), ({"more": False}, 0), ({"finished": True}, 0), ({"lastPage": True}, 0), ({"hasMore": 0}, 0),
    ({"isEnd": 0}, 1), ({"more": True}, 1), ({"end": 9}, 1), ({"lastPage": 7}, 1), ({}, 1)])
def test_what_says_that_nothing_follows_is_heeded_unless_a_row_says_it(flag: dict[str, object], following: int) -> None:
    assert said({**flag, "list": items(3)}, "page=1&size=3")[1] == following


def piece(body: str) -> int:
    """How many calls follow a piece of mark-up that a script put below rows."""
    page = Page(url="http://h.cn/part?page=2", body=body.encode(), call=Call(asker="http://h.cn/", told=Told(rows=2)))
    return len(listing_of(page, parse(page), family_of(page)).next)


@pytest.mark.parametrize(("below", "following"), [("<li class='end'>没有更多内容了</li>", 0), ("<p>— 已经到底 —</p>", 0), ("", 1),
                                                  ("<script>if (!more) alert('没有更多内容了')</script>", 1)])
def test_a_piece_that_says_under_its_rows_that_nothing_follows_is_the_last(below: str, following: int) -> None:
    assert piece(ROW.format(1) + ROW.format(2) + below) == following


@pytest.mark.parametrize(("onwards", "following"), [("下一页", 0), ("<span>下一页</span>", 0), ("<span id='next'>下一页</span>", 1), ("<a onclick='go()'>下一页</a>", 1)])
def test_words_that_cannot_be_pressed_lead_no_further(onwards: str, following: int) -> None:
    page = html(f"<ul>{ROW.format(1)}{ROW.format(2)}</ul><p>共 8 条记录 {onwards}</p>", "http://h.cn/search?channelid=7&page=3")
    assert len(listing(page).next) == following


def test_a_list_that_counts_from_one_ends_though_its_page_has_other_items() -> None:
    page = Page(url="http://h.cn/l/index_3.html", call=Call(asker="http://h.cn/l/", told=Told(from_one=True, rows=3)),
                body=f"<html><ul class='nav'><li>a</li><li>b</li></ul><ul>{ROW.format(1)}{ROW.format(2)}</ul><script>createPageHTML(3, 3, 'index', 'html')</script>".encode())
    assert listing_of(page, parse(page), family_of(page)).next == ()


COUNTING = [
    ("/api/col/12/1/4", "/api/col/12/2/4", (2, 0)), ("/d/col_8_1_list.json", "/d/col_8_2_list.json", (1, 2)), ("/d/list-1-4.json", "/d/list-2-4.json", (1, 1)),
    ("/d/list_1.json", "/d/list_2.json", (0, 0)), ("/a/1/2", "/a/2/3", (0, 0)), ("/a/b", "/a/c", (0, 0)), ("/a/x1?q=1", "/a/x2?q=2", (0, 0))]


@pytest.mark.parametrize(("one", "other", "place"), COUNTING)
def test_the_number_that_counts_is_the_one_in_which_two_addresses_differ(one: str, other: str, place: tuple[int, int]) -> None:
    assert counting_part(one, other) == place
    if place != (0, 0):
        head, number, tail = parts_at(one, *place) or ("", "", "")
        assert (head + number + tail, f"{head}2{tail}") == (one, other)


RAISED = [
    ("var page = 1; function more() { page++; $.get('/l?page=' + page, add); }", 2),
    ("var page = 1; function more() { $.get('/l?page=' + page, add); page++; }", 1),
    ("var page = 1; $(window).scroll(function () { page++; load(page); }); function load(page) { $.get('/l?page=' + page, add); } load(1);", 1)]


@pytest.mark.parametrize(("code", "number"), RAISED)
def test_a_number_that_is_raised_before_each_use_begins_as_the_next_where_the_page_has_rows(code: str, number: int) -> None:
    assert counted(code, {"page": 1}, lambda: True)["page"] == number
    assert counted(code, {"page": 1}, lambda: False)["page"] == 1
    (link,) = listing(html(f"<ul>{ROW.format(1)}{ROW.format(2)}</ul><script>{code}</script>")).next
    assert asked(link)["page"] == str(number)


def test_rows_of_an_answer_that_a_press_opens_are_rows() -> None:
    row = "<div class='it' onclick=\"location.href='/a/{0}.html'\"><b title='第{0}条消息的标题'>第{0}条…</b><i>2024-05-0{0}</i></div>"
    found = answer("http://h.cn/rows?page=1", json.dumps({"html": row.format(1) + row.format(2)}))
    assert rows(found) == [("/a/1.html", "第1条消息的标题", "2024-05-01"), ("/a/2.html", "第2条消息的标题", "2024-05-02")]


@pytest.mark.parametrize("data", [{"n": [{"t": "关于公布名单的通知", "u": "/a/1.html"}]}, {"n": [{"t": "关于公布名单的通知", "d": "2024-05-01"}]},
                                  {"n": [{"a": {"t": "关于公布名单的通知", "u": "/a/1.html", "d": "2024-05-01"}}]}])
def test_objects_whose_names_say_nothing_are_rows_only_with_address_and_day(data: object) -> None:
    assert answer_of(Page(url="http://h.cn/rows?page=1", body=json.dumps(data).encode())) is None


LAST_ROWS = [
    ("before = d.list[d.list.length - 1].pubtime;", "before=pubtime"), ("before = rows.at(-1).id }", "before=id"), ("before = last.sort;", "before=sort"),
    ("before = d.list[0].pubtime;", ""), ("before == d.list[d.list.length - 1].id;", ""), ("after = d.list.pop().id;", "")]


@pytest.mark.parametrize(("code", "behind"), LAST_ROWS)
def test_what_a_field_takes_of_the_last_row_is_what_the_script_puts_into_it(code: str, behind: str) -> None:
    assert told_by(f"var before = ''; {code}", [("before", ""), ("limit", "3")]) == behind
    assert told_by(code, [("before", "7")]) == ""


TOKENS = [
    (b"page=1&_csrf=a%2Fb&q=%C4%E3", b"page=1&_csrf=new&q=%C4%E3"), (b'{"auth": {"token": "a"}, "page": 2}', b'{"auth": {"token": "new"}, "page": 2}'),
    (b"page=1&nextToken=a", b"page=1&nextToken=a"), (b"[1]", b"[1]"), (b"", b"")]


@pytest.mark.parametrize(("body", "renewed"), TOKENS)
def test_tokens_of_what_is_sent_are_put_in_the_place_of_others(body: bytes, renewed: bytes) -> None:
    assert put_in_body(body, [("_csrf", "new"), ("token", "new"), ("nextToken", "new")]) == renewed
    assert all(value != "new" for _, value in of_body(body)) and put_in_body(None, [("token", "new")]) is None


def test_tokens_of_an_address_are_put_in_the_place_of_others_and_nothing_else_changes() -> None:
    url = "http://h.cn/rows?q=%C4%E3&Access_Token=a%2Bb&page=2"
    assert of_query(url) == [("Access_Token", "a+b")]
    assert put_in_query(url, [("Access_Token", "c d"), ("q", "x")]) == "http://h.cn/rows?q=%C4%E3&Access_Token=c%20d&page=2"
    assert put_in_query("http://h.cn/rows", [("token", "x")]) == "http://h.cn/rows"


@pytest.mark.parametrize(("said", "leads", "goes_on"), [
    ({"nextPage": 3}, False, True), ({"nextPage": 3}, True, True), ({"nextPage": None}, True, False), ({"data": {"next": None}}, True, False),
    ({"nextPage": None}, False, True), ({}, True, True)])
def test_null_for_the_page_behind_ends_a_list_that_named_one_before(said: dict[str, object], leads: bool, goes_on: bool) -> None:
    listed = [{"title": f"全省工作会议部署第{number}项任务", "url": f"/a/{number}.html", "date": "2024-05-06"} for number in (1, 2, 3)]
    page = Page(url="http://h.cn/api?page=2&size=3", body=json.dumps({"rows": listed} | said).encode(),
                call=Call(told=Told(leads=leads)))
    answered = answer_of(page)
    assert answered is not None
    found = answered[1]
    assert [link.url for link in found.next] == ["http://h.cn/api?page=3&size=3"] * goes_on
    assert all(link.call is not None and link.call.told.leads for link in found.next if said.get("nextPage"))


@pytest.mark.parametrize(("anchor", "pages"), [
    ("<a href='index_5.html'>尾页</a>", 5), ("<a href='/zt/index_5.html'>[末页]</a>", 5), ("<a href='index_5.html'>Last</a>", 5),
    ("<a href='/zt/b/'>末页</a>", None), ("<a href='index_5.html'>末日</a>", None)])
def test_the_last_page_by_its_anchor_says_how_many_there_are(anchor: str, pages: int | None) -> None:
    page = html(f"<ul>{ROW.format(1)}{ROW.format(2)}</ul><a href='index_2.html'>下一页</a>{anchor}", url="http://h.cn/zt/index.html")
    assert listing(page).claimed_pages == pages


@pytest.mark.parametrize(("made", "following"), [
    ("'index' + (n > 1 ? '_' + n : '') + '.html'", "index_2.html"), ("'list' + (n == 1 ? '' : '-' + n) + '.shtml'", "list-2.shtml"),
    ("'/zt/' + (n <= 1 ? 'index' : 'index_' + (n - 1)) + '.html'", "index_1.html")])
def test_a_handler_set_apart_may_choose_between_the_names_of_a_first_and_a_further_page(made: str, following: str) -> None:
    anchors = "".join(f"<a href='javascript:;' class='pg' data-page='{number}'>{number}</a>" for number in (1, 2, 3))
    script = f"$('.pg').on('click', function () {{ var n = parseInt($(this).data('page')); location.href = {made}; }});"
    page = html(f"<ul>{ROW.format(1)}{ROW.format(2)}</ul>{anchors}<script>{script}</script>", url="http://h.cn/zt/index.html")
    assert [link.url for link in listing(page).next] == [f"http://h.cn/zt/{following}"]
