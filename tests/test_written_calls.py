"""Calls as compilers and classes write them, files named in an array, rows held otherwise than as JSON."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import base64
import json
from html import escape
from urllib.parse import parse_qsl

import pytest

from crawler.calls.call import Call, Told
from crawler.families import answer_of
from crawler.families.scripts import concatenated
from crawler.page import Page
from tests.listing_kit import ROWS, html, listing, rows

CALLS = [
    ("var r = '/cms'; function f(e, t) { return fetch(\"\".concat(r, \"/api?col=\").concat(e, \"&page=\").concat(t)) } f('yw', 1); f(2);", "GET", "/cms/api?col=yw&page=1", None),
    ("const url = new URL('/api/news', location.origin); url.searchParams.set('channel', 'zw yw'); url.searchParams.append('page', 1); fetch(url)", "GET", "/api/news?channel=zw%20yw&page=1", None),
    ("class News { constructor() { this.page = 1; this.channel = 'yw' } load() { const u = new URL('/api', location.origin); u.searchParams.set('c', this.channel); u.searchParams.set('page', this.page); fetch(u) } }", "GET", "/api?c=yw&page=1", None),
    ("let page = 0; const load = async () => { const r = await fetch(`/feed?p=${++page}&n=4`); }; load();", "GET", "/feed?p=1&n=4", None),
    ("var page = 0; function more() { ++page; $.get('/feed?page=' + page) } more();", "GET", "/feed?page=1", None),
    ("var pn = 1; function ask() { var s = document.createElement('script'); s.src = '/list?cb=show&pn=' + pn + '&ps=4'; document.body.appendChild(s) } ask();", "GET", "/list?cb=show&pn=1&ps=4", None),
    ("this.$http.post('/list', { chnlId: 7, pageNo: this.pageNo }, { emulateJSON: true })", "POST", "/list", [("chnlId", "7"), ("pageNo", "1")]),
    ("var s = {chnl: '7'}; function load(p) { s.page = p; $.post('/list', s) }", "POST", "/list", [("chnl", "7"), ("page", "1")]),
]


@pytest.mark.parametrize(("code", "method", "target", "form"), CALLS, ids=[case[0][:40] for case in CALLS])
def test_a_call_is_made_as_the_script_makes_it(code: str, method: str, target: str, form: list[tuple[str, str]] | None) -> None:
    (link,) = listing(html(f"<div id=list></div><script>{code}</script>", "http://h.cn/a/")).next
    assert (link.method, link.url) == (method, "http://h.cn" + target)
    assert (parse_qsl(link.body.decode()) if link.body else None) == form


@pytest.mark.parametrize(("written", "told"), [
    ('x = "".concat(a, "/b?p=").concat(n);', 'x = ""+a+"/b?p="+n;'),
    ('f("/a/".concat(t.id, ".html"), 1)', 'f("/a/"+t.id+".html", 1)'),
    ('y + "/a/".concat(t || g(1, 2))', 'y + ("/a/"+(t || g(1, 2)))'),
    ('"px".concat(w)', '"px".concat(w)'),
    ('"/a/".concat(', '"/a/".concat('),
])
def test_sums_that_are_calls_are_written_as_sums(written: str, told: str) -> None:
    assert concatenated.told(written) == told


def test_files_that_an_array_names_are_asked_for_each() -> None:
    code = "var parts = ['a_1.js', 'a_2.js', 'b.js'], k = 0; function next() { $.getScript('/data/' + parts[k++], draw) } next();"
    assert [link.url for link in listing(html(f"<div id=l></div><script>{code}</script>")).next] == ["http://h.cn/data/a_1.js", "http://h.cn/data/a_2.js", "http://h.cn/data/b.js"]


def test_words_that_an_array_holds_are_no_files() -> None:
    code = "var kinds = ['news', 'laws'], k = 0; $.getScript('/data/' + kinds[k], draw);"
    assert listing(html(f"<div id=l></div><script>{code}</script>")).next == ()


def test_a_file_that_fills_an_array_is_an_answer_with_rows() -> None:
    body = "var arr = new Array();\n" + "".join(f'arr[{n}]=new Array("关于检查的通知{n}","/a/{n}001.html","2024-01-0{5 - n}");\n' for n in (0, 1, 2))
    page = Page(url="http://h.cn/data/a_1.js", body=body.encode(), call=Call(asker="http://h.cn/list/"))
    found = answer_of(page)
    assert found is not None and rows(found[1])[0] == ("/a/0001.html", "关于检查的通知0", "2024-01-05")
    assert answer_of(Page(url="http://h.cn/data/a_1.js", body=body.encode())) is None


def test_rows_that_a_script_element_holds_as_xml_are_read() -> None:
    held = "".join(f"<row><title><![CDATA[关于检查的通知{n}]]></title><url>/a/{n}001.html</url><pubdate>2024-01-0{n}</pubdate></row>" for n in (3, 2))
    found = listing(html(f"<div id=l></div><script type='text/xml' id='d'><root><total>2</total>{held}</root></script>"))
    assert rows(found) == [("/a/3001.html", "关于检查的通知3", "2024-01-03"), ("/a/2001.html", "关于检查的通知2", "2024-01-02")]
    assert found.claimed_total == 2


def test_a_unit_that_sends_its_fields_as_json_is_asked_so() -> None:
    code = "var params = {unitid: '1', webSiteCode: ['jxs'], channelCode: ['col5'], perPage: '4'}; function list(n) { $.ajax({type: 'POST', url: '/queryList', contentType: 'application/json', data: JSON.stringify(params)}) }"
    (link,) = listing(html(f"<ul id=l></ul><script>{code}</script>")).next
    assert json.loads(link.body or b"") == {"current": 1, "pageSize": "4", "webSiteCode": ["jxs"], "channelCode": ["col5"], "sort": "sortNum", "order": "desc"}


def test_a_call_of_trs_turns_its_names_into_numbers() -> None:
    code = 'var COUNT = "3", HERE = "0", NAME = "index", EXT = "shtml"; createPageHTML(parseInt(COUNT), Number(HERE), NAME, EXT);'
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul><script>{code}</script>")).next] == ["http://h.cn/list/index_1.shtml"]


def test_the_platform_of_disclosed_documents_may_call_its_site_otherwise() -> None:
    code = 'window._CONFIG={"SITE_ID":"758019","TREE":[{"id":21022,"children":[{"id":21023,"children":[]}]}]}'
    assert [link.url for link in listing(html(f"<script>{code}</script>", "http://h.cn/gkmlpt/index")).next] == ["http://h.cn/gkmlpt/api/all/21023?page=1&sid=758019"]


def test_the_day_that_a_page_draws_goes_before_other_days_of_a_row() -> None:
    found = [{"title": f"关于检查的通知{n}", "url": f"/a/{n}001.html", "deploytime": 1704243600000, "shown": f"2024-02-0{n}"} for n in (3, 2)]
    call = Call(asker="http://h.cn/list/", told=Told(ways=("{url}",), fields=("title", "shown")))
    told = answer_of(Page(url="http://h.cn/q?page=1", body=json.dumps({"rows": found}).encode(), call=call))
    assert told is not None and [day for _, _, day in rows(told[1])] == ["2024-02-03", "2024-02-02"]


def test_an_offset_that_begins_as_1_beside_a_size_counts_pages() -> None:
    code = "function load(p) { $.getJSON('/query', { code: 'yw', offset: p, limit: 2 }, draw) } load(1);"
    (first,) = listing(html(f"<div id=l></div><script>{code}</script>")).next
    found = [{"title": f"关于检查的通知{n}", "url": f"/a/{n}001.html", "date": f"2024-02-0{n}"} for n in (3, 2)]
    told = answer_of(Page(url=first.url, body=json.dumps({"rows": found, "total": 6}).encode(), call=first.call))
    assert told is not None and [link.url for link in told[1].next] == ["http://h.cn/query?code=yw&offset=2&limit=2"]


def test_what_a_method_is_given_as_its_page_begins_as_1() -> None:
    code = "class S { constructor(h) { this.http = h, this.base = '/ng' } list(e, t) { return this.http.get(`${this.base}/news?c=yw&pageIndex=${e}&pageSize=4`) } }"
    assert [link.url for link in listing(html(f"<div id=l></div><script>{code}</script>")).next] == ["http://h.cn/ng/news?c=yw&pageIndex=1&pageSize=4"]


def test_a_function_goes_on_from_the_address_without_its_query() -> None:
    code = "function toPage(p) { var u = location.href.split('?')[0]; location.href = u + '?pageNo=' + p }"
    pager = "<a href='javascript:void(0)' onclick='toPage(3)'>下一页</a>"
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul>{pager}<script>{code}</script>", "http://h.cn/wd/list?pageNo=2")).next] == ["http://h.cn/wd/list?pageNo=3"]


@pytest.mark.parametrize(("pager", "following"), [("<b>1</b> <a href='list_2.html'>2</a>", ["http://h.cn/list/list_2.html"]), ("<a href='list_2.html'>2</a>", []),
                                                  ("<b>3</b> <a href='list_2.html'>2</a>", []), ("<a href='/zt/'>1</a><a href='list_2.html'>2</a>", ["http://h.cn/list/list_2.html"])])
def test_the_only_number_of_a_pager_counts_behind_that_of_the_page(pager: str, following: list[str]) -> None:
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul><p>{pager}</p>")).next] == following


@pytest.mark.parametrize("around", ["xml", "base64"])
def test_json_within_xml_or_base64_is_read(around: str) -> None:
    found = json.dumps({"total": 2, "list": [{"title": f"关于检查 & 整改的通知{n}", "url": f"/a/{n}001.html", "date": f"2024-02-0{n}"} for n in (3, 2)]}, ensure_ascii=False)
    body = f'<?xml version="1.0" encoding="utf-8"?>\r\n<string xmlns="http://tempuri.org/">{escape(found, quote=False)}</string>' if around == "xml" else (
        json.dumps({"code": 0, "data": base64.b64encode(found.encode()).decode()}))
    told = answer_of(Page(url="http://h.cn/Info.asmx/GetList?pageIndex=1", body=body.encode()))
    assert told is not None and told[1].claimed_total == 2
    assert rows(told[1])[0] == ("/a/3001.html", "关于检查 & 整改的通知3", "2024-02-03")


@pytest.mark.parametrize(("here", "following"), [(2, ["http://h.cn/columns/list_3.html"]), (3, [])])
def test_a_pager_reads_the_number_of_its_page_from_a_field(here: int, following: list[str]) -> None:
    fields = f"<input type='hidden' id='pageNo' value='{here}'><input type='hidden' id='totalPage' value='3'>"
    pager = "<a href='javascript:void(0)' onclick=\"goPage(parseInt($('#pageNo').val())+1)\">下一页</a>"
    code = "function goPage(p) { if (p > 3) return false; window.location.href = p == 1 ? 'index.html' : 'list_' + p + '.html' }"
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul>{fields}{pager}<script>{code}</script>", f"http://h.cn/columns/list_{here}.html")).next] == following


@pytest.mark.parametrize(("field", "years"), [("<select id='y'><option value='2024'>2024</option><option value='2023'>2023</option></select>", ["2024", "2023"]), ("", ["2024"]),
                                              ("<select id='y'><option value='2024'>2024</option><option value='gb'>公报</option></select>", ["2024"])])
def test_files_by_year_are_asked_for_of_each_year_that_a_field_has(field: str, years: list[str]) -> None:
    code = "function q(y) { $.getJSON('/gb/data_' + y + '.json', draw) } $('#y').change(function () { q($(this).val()) }); q(2024);"
    found = listing(html(f"{field}<ul id=l></ul><script>{code}</script>"))
    assert [link.url for link in found.next] == [f"http://h.cn/gb/data_{year}.json" for year in years]
