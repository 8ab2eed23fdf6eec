"""Calls that scripts spell out are read as a browser would make them; what only a running script knows is left alone."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.addresses.address import resolver
from crawler.families import answer_of
from crawler.families.base import Listing
from crawler.families.calls import calls
from crawler.families.calls.next_call import more_behind, next_call
from crawler.families.rows.day_values import day_of_value
from crawler.families.scripts import script, script_names
from crawler.families.scripts.number import number_of
from crawler.page import Page
from tests.listing_kit import answer, html, listing

CALLS = [
    ("$.get('/list.json?page=1&size=9', draw)", "GET", "/list.json?page=1&size=9", None),
    ("$.getJSON('/list.json', {pageNo: 1, channel: 'a b'}, draw)", "GET", "/list.json?pageNo=1&channel=a%20b", None),
    ("$.post('/list', {pageIndex: 1, ids: [3, 4]})", "POST", "/list", [("pageIndex", "1"), ("ids[]", "3"), ("ids[]", "4")]),
    ("$.ajax({'type':'post', 'url':'/list', data:'page=1&chnl=7'})", "POST", "/list", [("page", "1"), ("chnl", "7")]),
    ("var id = 'x9'; function f(page){ $.ajax({url: '/api/' + id + '?page=' + page}) }", "GET", "/api/x9?page=1", None),
    ("$.ajax({url: location.protocol + '//h.cn/api', method: 'POST', data: {datas: [{key: 'status', value: 4}], page: page}})", "POST",
     "/api", [("datas[0][key]", "status"), ("datas[0][value]", "4"), ("page", "1")]),
    ("function load(kind, pageIndex) { $.post('/list', {pageIndex: pageIndex, size: 9}) } load('a', 0);", "POST", "/list",
     [("pageIndex", "0"), ("size", "9")]),
    ("var load = function (page) { $.get('/list?page=' + page) }; $(function () { load(1); });", "GET", "/list?page=1", None),
    ("function more(page) { $.get('/list?page=' + page) } $('#more').click(function () { more(page + 1) })", "GET", "/list?page=1", None),
    ("function load(p1) { $.get('/list', {pageNo: p1 - 1}) } load(3);", "GET", "/list?pageNo=2", None),
    ("var size = 4; function get(pageIndex) { var query = {pn: pageIndex * size, rn: size}; $.get('/list', query) } get(0);", "GET",
     "/list?pn=0&rn=4", None),
    ("const s = {page: 1, size: 4}; async function more() { const url = `/list?page=${s.page}&n=${s.size}`; await fetch(url) }", "GET",
     "/list?page=1&n=4", None),
    ("const q = new URLSearchParams({column: 'yw', page: 1}); fetch('/list?' + q).then(draw)", "GET", "/list?column=yw&page=1", None),
    ("var q = $.param({pageNo: 1, c: 'a b'}); $.get('/list?' + q.toString(), draw)", "GET", "/list?pageNo=1&c=a+b", None),
    ("$('#l').load('/list.jsp?page=1 #rows')", "GET", "/list.jsp?page=1", None),
    ("$('#l').load('/list.jsp', {pageNo: 1})", "POST", "/list.jsp", [("pageNo", "1")]),
    ("$.get('/list', {pageNo: obj.curr, a: obj.a})", "GET", "/list?pageNo=1", None),
    ("$.ajax({url: '/list?page=1', type: 'post', dataType: 'jsonp'})", "GET", "/list?page=1&callback=callback", None),
    ("const to = '//h.cn/api'; const body = new URLSearchParams({'datas[0][key]': 'status', page: 1}); fetch(to, {method: 'POST', body})",
     "POST", "/api", [("datas[0][key]", "status"), ("page", "1")]),
    ("let token = ''; fetch('/api?count=9&token=' + token)", "GET", "/api?count=9&token=", None),
    ("fetch('/api?start=0&limit=5')", "GET", "/api?start=0&limit=5", None),
    ("axios.get('/api', { params: { currentPage: 1, key: \"\" } })", "GET", "/api?currentPage=1&key=", None),
    ("$.ajax({ /* 列表 */ url : '/a', // 地址\n data : { page : 1, t: new Date().getTime(), ok: true } })", "GET", "/a?page=1&ok=true",
     None),
]


@pytest.mark.parametrize(("code", "method", "target", "form"), CALLS, ids=[case[0][:40] for case in CALLS])
def test_a_call_is_made_as_the_script_makes_it(code: str, method: str, target: str, form: list[tuple[str, str]] | None) -> None:
    (link,) = listing(html(f"<div id=list></div><script>{code}</script>", "http://h.cn/a/")).next
    assert (link.method, link.url, link.hop) == (method, "http://h.cn" + target, "I")
    assert (None if link.body is None else parse_qsl(link.body.decode(), keep_blank_values=True)) == form


ONCE = [
    ("$.getJSON('/news/index.js?_=' + (new Date()).getTime(), draw)", "/news/index.js?_="),
    ("$.ajax({url: '/data/articles.json', cache: false, success: draw})", "/data/articles.json"),
    ("fetch('/api/newsList?t=' + Math.random() * 1000)", "/api/newsList?t="),
    ("$.get('/lang/zh.json', draw)", None), ("$.get('/visit/count.js')", None), ("$.post('/data/articles.json', {a: 1})", None),
]


@pytest.mark.parametrize(("code", "target"), ONCE, ids=[case[0][:40] for case in ONCE])
def test_one_file_with_all_rows_is_asked_for_where_the_page_shows_none(code: str, target: str | None) -> None:
    found = listing(html(f"<div id=list></div><script>{code}</script>", "http://h.cn/a/"))
    assert [(link.url, link.hop) for link in found.next] == ([("http://h.cn" + target, "E")] if target else [])
    rows = "".join(f"<li><a href='/a/2024{day}.html'>关于第{day}次会议的通知</a><i>2024-05-{day}</i></li>" for day in ("06", "07", "08"))
    assert listing(html(f"<ul>{rows}</ul><script>{code}</script>", "http://h.cn/a/")).next == ()


SHOWN = ",".join(f"{{'title': '第{number}号公告', url: \"/a/{number}.html\", time: '2024-05-0{number}',}}" for number in (1, 2))


def listed(url: str, body: str) -> Listing:
    """What an answer gives; nothing where it is none."""
    found = answer_of(Page(url=f"http://h.cn{url}", body=body.encode()))
    return found[1] if found is not None else Listing()


@pytest.mark.parametrize(("form", "rows"), [
    ("({'data': {'list': [%s]}})", 2), ("cb({total: 9, list: [%s],});", 2), ("[%s,]", 2), ("{list:[%s]} else", 0), ("{title: %.1s", 0)])
def test_what_scripts_take_for_an_answer_is_one(form: str, rows: int) -> None:
    found = listed("/list", form % SHOWN)
    assert [(row.url, row.date) for row in found.rows] == [(f"http://h.cn/a/{n}.html", f"2024-05-0{n}") for n in range(1, rows + 1)]


@pytest.mark.parametrize(("row", "url"), [
    ({"post_url": "/a/1.html"}, "/a/1.html"), ({"shareUrl": "http://h.cn/a/1.html", "coverUrl": "/c/1.html"}, "/a/1.html"),
    ({"webUrl": "/a/1.shtml"}, "/a/1.shtml"), ({"picUrl": "/p/1.html"}, None), ({"fileUrl": "/p/1.pdf"}, None),
    ({"mUrl": "/m/1", "wUrl": "/w/1"}, None)])
def test_the_one_address_of_a_row_is_known_whatever_its_name(row: dict[str, str], url: str | None) -> None:
    found = listed("/list", json.dumps({"list": [{"title": "关于开展检查的通知", "time": "2024-05-06", **row}]}))
    assert [link.url for link in found.rows] == ([f"http://h.cn{url}"] if url else [])


ONE, TWO = {"title": "一号公告", "url": "/1.html", "id": 9, "time": 9}, {"title": "二号公告", "url": "/2.html", "id": 7, "time": 7}


@pytest.mark.parametrize(("url", "data", "following"), [
    ("/a?size=2&lastId=", {"data": [ONE, TWO]}, "/a?size=2&lastId=7"),
    ("/a?min_id=30&limit=2", {"MinID": "12", "news": [ONE, TWO]}, "/a?min_id=12&limit=2"),
    ("/a?size=3&lastId=20", {"data": [ONE, TWO]}, None),  # fewer than were asked for
    ("/a?n=2&token=", {"feed": {"nextToken": "c2", "items": [ONE, TWO]}}, "/a?n=2&token=c2"),
    ("/a?n=2&token=c2", {"feed": {"nextToken": "", "items": [ONE, TWO]}}, None),
    ("/a?n=2&token=abc", {"data": [ONE, TWO]}, None),  # of a session, not of a place
    ("/a?size=2&endTime=9", {"data": [ONE, TWO]}, None)])
def test_a_list_goes_on_behind_its_last_row(url: str, data: object, following: str | None) -> None:
    assert [link.url for link in listed(url, json.dumps(data)).next] == ([f"http://h.cn{following}"] if following else [])


_PIECES = st.lists(st.sampled_from((
    "$", ".", "ajax", "getJSON", "GET", "post", "request", "fetch", "axios", "jQuery", "(", " ", "\n", "name", "a" * 40, "9", "文",
    "='x'", ")")), max_size=14).map("".join)


@settings(max_examples=1000, deadline=None)
@given(_PIECES)
def test_calls_sought_from_their_verbs_on_are_those_that_the_pattern_finds_anywhere(text: str) -> None:
    pattern = re.compile(r"(?:\$|jQuery|axios|[A-Za-z_$][\w$]{0,30})\s*\.\s*(ajax|getJSON|get|post|request)\s*\(\s*"
                         r"|\b(fetch|axios|ajax)\s*\(\s*", re.IGNORECASE)
    assert list(calls._called(text)) == [((match[1] or match[2]).lower(), match.end()) for match in pattern.finditer(text)]


NONE = ["$.get('/weather')", "$.ajax({url: api + '/list', data: {page: 1}})", "$.post('/vote', {id: 7})", "axios.get(`/x/${id}?page=1`)",
        "$.ajax({url: '/x', type: 'DELETE', data: {page: 1}})", "$.ajax(", "fetch('", "$.get({})", "$.get('/u', {page:" + "[" * 5000,
        "$.get('/u?page=' + " + "++" * 3000]


@pytest.mark.parametrize("code", NONE, ids=[code[:30] for code in NONE])
def test_what_names_no_page_or_no_address_is_not_asked(code: str) -> None:
    assert listing(html(f"<script>{code}</script>")).next == ()


def test_a_call_with_a_json_body_is_raised_in_it() -> None:
    body = json.dumps({"channel": "news", "pageNum": 1, "pageSize": 2}).encode()
    rows = [{"title": f"消息{number}", "url": f"/{number}.html"} for number in range(2)]
    (link,) = answer("http://h.cn/api/list", json.dumps({"rows": rows, "total": 3}), body).next
    assert json.loads(link.body or b"") == {"channel": "news", "pageNum": 2, "pageSize": 2}
    assert answer("http://h.cn/api/list", json.dumps({"rows": rows[:1], "total": 3}), link.body).next == ()


SAYS = [({"hasNext": False}, False), ({"isLastPage": True}, False), ({"hasMore": True}, True),
        ({"has_more": 0}, False), ({"hasMore": "false"}, False), ({"has_more": 1}, True), ({"isLast": "1"}, False),
        ({"totalPages": 1}, False), ({}, True)]


@pytest.mark.parametrize(("said", "goes_on"), SAYS)
def test_an_answer_that_says_it_is_the_last_is_believed(said: dict[str, object], goes_on: bool) -> None:
    data = {"list": [{"title": "消息", "url": "/1.html"}], **said}
    assert bool(answer("http://h.cn/api?page=1", json.dumps(data)).next) is goes_on


@pytest.mark.parametrize(("written", "day"), [
    ("²", None), (1714952700000, "2024-05-06"), ("1714952700", "2024-05-06"), (True, None), ("9" * 40, None), (None, None), (1.5, None),
    ([], None), ({"date": 6, "time": 1714952700000}, "2024-05-06"), ({"time": []}, None),
    ("113-05-06", "2024-05-06"), ("2024/5/6 9:05", "2024-05-06"), (0, None), (-1714952700, None)])
def test_the_day_of_an_answers_row_is_whatever_states_one(written: object, day: str | None) -> None:
    found = answer("http://h.cn/api", json.dumps([{"title": "消息", "url": "/1.html", "publish_time": written}]))
    assert [row.date for row in found.rows] == [day]


CELLS = ['[["1", "<a href=/1.html>甲</a>", "2024-05-06"]]', '{"rows": [["<a href=/1.html>甲</a>", "2024-05-06"]]}',
         '[{"id": 1, "title": "<a href=/1.html>甲</a>", "date": "2024-05-06"}]', '["<li><a href=/1.html>甲</a> 2024-05-06</li>"]',
         '{"data": "<ul><li><a href=/1.html>甲</a><i>2024-05-06</i></li></ul>"}',
         json.dumps({"d": json.dumps([{"title": "甲", "url": "/1.html", "date": "2024-05-06"}])})]


@pytest.mark.parametrize("body", CELLS)
def test_rows_are_read_however_an_answer_wraps_them(body: str) -> None:
    assert [(row.url, row.title, row.date) for row in answer("http://h.cn/api", body).rows] == [("http://h.cn/1.html", "甲", "2024-05-06")]


@pytest.mark.parametrize(("fields", "day"), [
    ({"ptime": "2024-05-06"}, "2024-05-06"), ({"pubAt": [2024, 5, 6, 9, 30]}, "2024-05-06"),
    ({"sj": "2024年5月6日 09:30", "rq": "2024-05-06"}, "2024-05-06"),
    ({"a": "2024-05-06", "b": "2024-05-07"}, None), ({"endDate": "2024-05-06"}, None), ({"no": "annual plan of May 6, 2024"}, None)])
def test_the_one_day_of_a_row_is_its_day_under_any_name(fields: dict[str, str], day: str | None) -> None:
    assert [row.date for row in answer("http://h.cn/api", json.dumps([{"title": "消息", "url": "/1.html", **fields}])).rows] == [day]


def test_a_title_that_was_cut_within_a_sign_is_still_text() -> None:
    found = answer("http://h.cn/api", '[{"title": "笑\\ud83d", "url": "/1.html"}, {"title": "笑\\ud83d\\ude00", "url": "/2.html"}]')
    assert [row.title for row in found.rows] == ["笑\ufffd", "笑\U0001f600"]


def test_a_row_that_has_a_day_has_none_without_one_in_it() -> None:
    story = {"title": "消息", "url": "/1.html", "date": "2024-05-06", "tags": [{"name": "标签", "url": "/tag"}],
             "more": [{"title": "又一条", "url": "/2.html", "date": "2024-05-05"}]}
    section = {"name": "栏目", "url": "/s/", "list": [{"title": "无日期", "url": "/3.html"}]}
    found = answer("http://h.cn/api", json.dumps([story, section]))
    assert [row.title for row in found.rows] == ["消息", "又一条", "栏目", "无日期"]


COUNTS = [({"count": 40}, 40), ({"count": 2}, None), ({"count": True}, None), ({"count": 40, "total": 39}, 39), ({"totalElements": 7}, 7)]


@pytest.mark.parametrize(("said", "claimed"), COUNTS)
def test_what_an_answer_counts_is_claimed_where_it_is_more_than_it_gives(said: dict[str, object], claimed: int | None) -> None:
    rows = [{"title": f"消息{number}", "url": f"/{number}.html", "count": 500, "tags": []} for number in range(2)]
    found = answer("http://h.cn/fjdzapp/search", json.dumps({"custom": {"data": rows, **said}}), b"page=1&prepage=2")
    assert found.claimed_total == claimed


def test_the_address_that_an_answer_names_is_followed() -> None:
    data = {"list": [{"title": "消息", "url": "/1.html"}], "next": "/api?cursor=abc"}
    assert [link.url for link in answer("http://h.cn/api", json.dumps(data)).next] == ["http://h.cn/api?cursor=abc"]


@pytest.mark.parametrize(("number", "size", "total", "given", "behind"), [
    ("1", "20", 50, 20, True), ("3", "20", 50, 10, False), ("1", "100", 50, 20, True), ("3", "100", 50, 10, True),
    ("1", "20", 20, 20, False), ("2", "20", 35, 20, True), ("2", "20", 35, 15, False),
    ("7", "20", None, 20, True), ("2000", "20", None, 20, False), ("x", "20", 50, 20, False)])
def test_a_server_that_gives_fewer_rows_than_asked_for_is_asked_on(number: str, size: str, total: int | None, given: int,
                                                                     behind: bool) -> None:
    assert more_behind(number, size, total, given) is behind


NUMBERS = [("0", 0), ("17", 17), ("007", 7), ("999999999", 999_999_999), ("1234567890", None), ("9" * 5000, None), ("²", None),
           ("３", None), ("٣", None), ("-1", None), ("1.5", None), (" 1", None), ("", None), (None, None)]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_is_what_is_written_in_digits_of_ascii_and_not_too_long(text: str | None, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("number", ["²", "9" * 5000])
@pytest.mark.parametrize("name", ["page", "offset"])
def test_what_is_no_number_in_a_call_is_not_raised(name: str, number: str) -> None:
    for page in (Page(url=f"http://h.cn/api?{name}={quote(number)}", body=b"[]"),
                 Page(url="http://h.cn/api", body=b"[]", form=json.dumps({name: number}, ensure_ascii=False).encode())):
        assert next_call(page, resolver(page.url), given=5, total=900, pages=None) is None


DIGITS = ["", "col=1&startrecord=²&endrecord=45&perpage=²", "endrecord=" + "9" * 5000, "page=²", "currpage=²"]


@pytest.mark.parametrize("query", DIGITS, ids=[query[:20] for query in DIGITS])
@pytest.mark.parametrize("path", ["/module/web/jpage/dataproxy.jsp", "/module/xxgk/search.jsp"])
def test_digits_that_are_no_numbers_end_no_reading_of_a_block(path: str, query: str) -> None:
    record = "<record><![CDATA[<li><a href='/art/2024/5/6/art_1_2.html'>一条新闻的标题很长</a><b>2024-05-06</b></li>]]></record>"
    block = f"<datastore><totalrecord>900</totalrecord><totalpage>20</totalpage><recordset>{record}</recordset></datastore> 共20页 1/20页"
    found = answer_of(Page(url=f"http://h.cn{path}?{query}", body=block.encode(), form=query.encode()))
    assert found is not None and found[0] == "hanweb"


@pytest.mark.parametrize("number", ["²", "9" * 5000])
def test_digits_that_are_no_numbers_end_no_reading_of_a_list(number: str) -> None:
    record = "<record><![CDATA[<li><a href='/art/2024/5/6/art_1_2.html'>一条新闻的标题很长</a><b>2024-05-06</b></li>]]></record>"
    code = f"$('#1').jpage({{totalRecord:{number}, perPage:{number}, unitid:'1', columnid:'2', proxyUrl:'/dataproxy.jsp'}})"
    body = f"<div><script type=text/xml><datastore><recordset>{record}</recordset></datastore></script><script>{code}</script></div>"
    assert len(listing(html(body, "http://h.cn/col/col2/index.html")).rows) == 1


def test_an_offset_is_raised_by_the_rows_given() -> None:
    page = Page(url="http://h.cn/api?start=20&limit=10", body=b"")
    whole = resolver(page.url)
    link = next_call(page, whole, given=10, total=31, pages=None)
    assert link is not None and urlsplit(link.url).query == "start=30&limit=10"
    assert next_call(page, whole, given=10, total=30, pages=None) is None


JSON = st.recursive(st.one_of(st.none(), st.booleans(), st.integers(-10**6, 10**6), st.text(max_size=8)),
                    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)),
                    max_leaves=8)


@given(JSON)
def test_a_written_value_is_read_as_json_reads_it(value: object) -> None:
    assert script.value_at(json.dumps(value), 0, {})[0] == value


@given(st.text(alphabet="{}[]()'\"`\\,:+ab1/*\n ", max_size=120))
def test_any_text_is_read_without_an_error(text: str) -> None:
    script.value_at(text, 0, script_names.names_in(text))
    assert isinstance(listing(html(f"<script>$.ajax({text}</script>")).next, tuple)


def test_a_function_that_is_called_for_several_lists_asks_for_each_as_it_is_told() -> None:
    code = ("function list(id, channel, page) { $.post('/api', {channel: channel, page: page}, draw); }"
            "list('a', 'one', 1); list('b', 'two', 1);")
    found = listing(html(f"<script>{code}</script>")).next
    assert [parse_qsl((link.body or b"").decode()) for link in found] == [[("channel", name), ("page", "1")] for name in ("one", "two")]


def test_a_title_that_lies_in_an_object_is_read() -> None:
    rows = [{"date": "2024-05-06T09:30:00", "link": "/1/", "title": {"rendered": "消息"}}]
    found = answer("http://h.cn/wp-json/wp/v2/posts?page=1", json.dumps(rows))
    assert [(row.url, row.title, row.date) for row in found.rows] == [("http://h.cn/1/", "消息", "2024-05-06")]


@pytest.mark.parametrize("count", [1, 2, 9, 201])
def test_an_object_is_read_past_words_with_apostrophes(count: int) -> None:
    text = "{k: g(" + "don't " * count + ")\n, b: 'x'}"
    assert script.value_at(text, 0, {})[0]["b"] == "x"


MADE = [
    ("var a = 'datasource:3f9c'.split(':')[1]; $.getJSON('/ds_' + a + '.json?page=1')", "/ds_3f9c.json?page=1"),
    ("const http = axios.create({baseURL: '/api/'}); http.get('/list', {params: {page: 1}})", "/api/list?page=1"),
    ("axios.defaults.baseURL = 'http://h.cn/v2'; axios.get('list?page=1')", "/v2/list?page=1"),
    ("var q = {page: 1}; q.size = 9; q.page = 5; $.get('/list', q)", "/list?page=1&size=9"),
    ("$scope.page = 1; $scope.kind = 'zc'; $http.get('/list?kind=' + $scope.kind + '&page=' + $scope.page)", "/list?kind=zc&page=1"),
    ("$('#p').pagination(total, {callback: function (i) { load(i + 1); }}); function load(n) { $.get('/list', {pageNo: n}) }",
     "/list?pageNo=1"),
    ("$('#p').pagination(17, {callback: load}); function load(n) { $.get('/list', {pageNo: n}) }", "/list?pageNo=0"),
    ("var id = getUrlParam('cid'); $.get('/list', {page: 1, id: id})", "/list?page=1&id=31"),
    ("const id = new URLSearchParams(window.location.search).get('cid'); $.get(`/list?page=1&id=${id}`)", "/list?page=1&id=31"),
    ("var r = GetRequest(); $.get('/list', {page: 1, id: r.cid})", "/list?page=1&id=31"),
    ("var id = location.href.split('=')[1]; $.get('/list', {page: 1, id: id})", "/list?page=1&id=31"),
    ("var f = location.pathname.split('/')[1]; $.get('/' + f + '/list', {page: 1})", "/a/list?page=1"),
    ("function ask(u, d) { $.ajax({url: u, data: d}) } var page = 1; function load() { getJson('/list', {page: page}) }", "/list?page=1"),
    ("goTo('/list', {page: 1}); $.get('/rows', {page: 1})", "/rows?page=1"),
    ("var q = Object.assign({size: 9}, {page: 1, size: 3}); $.get('/list', q)", "/list?size=3&page=1"),
    ("const page = ref(1); const q = reactive({size: 9}); axios.get('/list', {params: {...q, page: page.value}})", "/list?size=9&page=1"),
    ("function load(k) { $.get('/list?size=9&pageNo=' + k) } load(0);", "/list?size=9&pageNo=0"),
    ("var id = getUrlParam('other'); $.get('/list', {page: 1, id: id})", "/list?page=1"),
    ("$.get('/list', {start: $('#l li').length, n: 2})", "/list?start=2&n=2"),
]


@pytest.mark.parametrize(("code", "target"), MADE, ids=[case[0][:40] for case in MADE])
def test_what_a_script_makes_of_names_texts_and_its_page_is_made_likewise(code: str, target: str) -> None:
    page = f"<ul id=l><li>a<li>b</ul><script>{code}</script>"
    (link,) = listing(html(page, "http://h.cn/a/list.html?cid=31")).next
    assert link.url == "http://h.cn" + target


def test_axios_sends_a_text_as_it_stands_and_an_object_as_json() -> None:
    bodies = {"Qs.stringify({page: 1, a: 2})": b"page=1&a=2", "{page: 1, a: 2}": b'{"page": 1, "a": 2}'}
    for data, body in bodies.items():
        (link,) = listing(html(f"<div id=l></div><script>axios.post('/list', {data})</script>", "http://h.cn/")).next
        assert (link.method, link.body) == ("POST", body)


def test_a_file_whose_name_an_attribute_has_is_asked_for() -> None:
    page = ("<div id='list' data='datasource:3f9c'></div><script>var box = $('#list'), id = box.attr('data').split(':')[1];"
            "$.getJSON('/yw/ds_' + id + '.json', draw)</script>")
    assert [link.url for link in listing(html(page, "http://h.cn/yw/index.html")).next] == ["http://h.cn/yw/ds_3f9c.json"]


def test_a_list_goes_on_behind_the_instant_of_its_last_row_whatever_the_row_calls_it() -> None:
    rows = [{"title": f"消息{number}", "url": f"/{number}.html", "publishTime": 1719500000000 - number} for number in (1, 2)]
    (link,) = answer("http://h.cn/feed?size=2&lastTime=", json.dumps({"data": rows})).next
    assert link.url == "http://h.cn/feed?size=2&lastTime=1719499999998"


DAYS = [("20240628", "2024-06-28"), (20240628, "2024-06-28"), ("20240628093000", "2024-06-28"),
        ([2024, 6, 28, 9], "2024-06-28"), ([2024, 6], None),
        ("/Date(1719532800000)/", "2024-06-28"), ("20241332", None), (1719532800, "2024-06-28"), ([2024, 13, 1], None)]


@pytest.mark.parametrize(("value", "day"), DAYS)
def test_a_day_is_read_as_answers_write_it(value: object, day: str | None) -> None:
    assert day_of_value(value) == day


def test_what_axios_posts_is_sent_whatever_the_names_in_it_are() -> None:
    code = ("new Vue({data: {body: {pageInfo: {pageNum: 1, pageSize: 6}, params: {code: 'zc'}}}, created() { var that = this;"
            " axios.post('/query', that.body).then(draw); }})")
    (link,) = listing(html(f"<div id=l></div><script>{code}</script>", "http://h.cn/")).next
    assert json.loads(link.body or b"") == {"pageInfo": {"pageNum": 1, "pageSize": 6}, "params": {"code": "zc"}}


def test_boxes_that_a_script_goes_through_are_asked_as_they_say() -> None:
    page = ("<div class='box' data-url='/widget' data-channel='7'></div><script>$('.box').each(function () { var $t = $(this);"
            " $.get($t.data('url'), {channel: $t.data('channel'), page: 1}, draw); });</script>")
    assert [link.url for link in listing(html(page, "http://h.cn/")).next] == ["http://h.cn/widget?channel=7&page=1"]


def test_a_frame_that_a_script_fills_is_asked_for() -> None:
    page = ("<iframe id='main'></iframe><img id='logo'><script>var id = '44'; document.getElementById('main').src = '/list.do?id=' + id;"
            " $('#logo').attr('src', '/logo.do?id=' + id);</script>")
    assert [link.url for link in listing(html(page, "http://h.cn/")).next] == ["http://h.cn/list.do?id=44"]
