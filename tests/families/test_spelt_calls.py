"""Calls as scripts of provincial portals spell them: two fields that count together, requests passed on by a function, files of XML."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

import pytest

from crawler.calls.call import Call
from crawler.families import answer_of
from crawler.page import Page
from tests.listing_kit import asked, html, listing, rows


def _behind(code: str, body: str) -> list[dict[str, str]]:
    """What the page's first call asks for, and the call behind its answer."""
    (link,) = listing(html(f"<ul id='u'></ul><script>{code}</script>")).next
    found = answer_of(Page(url=link.url, body=body.encode(), form=link.body, call=link.call))
    assert found is not None
    return [asked(link), *(asked(each) for each in found[1].next)]


ANSWER = json.dumps({"total": 40, "rows": [{"DOCTITLE": f"关于第{n}批名单的公告", "DOCPUBURL": f"/a/t2024010{n}_{n}.html"} for n in (1, 2)]})


@pytest.mark.parametrize(("fields", "counting"), [
    ("'&pageIndex=' + pageNumber + '&pageNumber=' + pageNumber", {"pageIndex": "2", "pageNumber": "2"}),
    ("'&pageIndex=1&pageNumber=' + pageNumber", {"pageIndex": "1", "pageNumber": "2"}),
    ("'&currentPageIndex=' + pageNumber + '&pageNum=15'", {"currentPageIndex": "2", "pageNum": "15"}),
])
def test_of_two_fields_named_like_pages_those_count_that_the_script_counts(fields: str, counting: dict[str, str]) -> None:
    first, second = _behind(f"var pageNumber = 1; $.getJSON('/igs/list.html?pageSize=2' + {fields}, draw)", ANSWER)
    assert first["pageSize"] == "2" and {name: second[name] for name in counting} == counting


def test_what_ajax_is_told_beside_its_address_are_settings() -> None:
    (link,) = listing(html("<script>mui.ajax('/api/list', {data: {cid: 9, pageIndex: 1}, type: 'post', dataType: 'json'})</script>")).next
    assert (link.method, link.url, link.body) == ("POST", "http://h.cn/api/list", b"cid=9&pageIndex=1")


@pytest.mark.parametrize("name", ["service", "request", "http"])
def test_a_requester_of_any_name_may_be_asked_by_a_function_that_is_given_all(name: str) -> None:
    code = (f"const {name} = axios.create({{baseURL: '/api'}}); function getList(params) {{ return {name}({{url: '/page', method: 'post', data: params}}) }}"
            "new Vue({data: {query: {channel: 'ab', current: 1, size: 4}}, methods: {load() { getList(this.query).then(draw) }}})")
    (link,) = listing(html(f"<div id='app'></div><script>{code}</script>")).next
    assert link.url == "http://h.cn/api/page" and json.loads(link.body or b"") == {"channel": "ab", "current": 1, "size": 4}


def test_a_file_of_xml_may_hold_all_rows() -> None:
    code = ("$.ajax({url: '/data/list.xml?t=' + Math.random(), dataType: 'xml', success: function (xml) { $(xml).find('row').each(function () {"
            "$('#l').append('<a href=\"' + $(this).find('lj').text() + '\">' + $(this).find('bt').text() + '</a>') }) }})")
    (link,) = listing(html(f"<ul id='l'></ul><script>{code}</script>")).next
    body = "<rows>" + "".join(f"<row><bt>关于第{n}次考试的通知</bt><lj>/ks/index{n}.html</lj><fbsj>2024-01-0{n} 00:00:00</fbsj></row>" for n in (1, 2)) + "</rows>"
    found = answer_of(Page(url=link.url, body=body.encode(), call=link.call or Call()))
    assert found is not None and rows(found[1])[0] == ("/ks/index1.html", "关于第1次考试的通知", "2024-01-01")


def test_documents_are_asked_for_by_a_number_called_index() -> None:
    code = ("function getDocs(Index) { $.ajax({type: 'post', url: '/govChanInfo/getDocuments?Index=' + Index + '&pageSize=2&chanId=211', dataType: 'json',"
            "success: draw}) } getDocs(1);")
    first, second = _behind(code, ANSWER)
    assert (first["Index"], second["Index"], second["chanId"]) == ("1", "2", "211")


@pytest.mark.parametrize(("said", "query"), [
    ("params: {code: 'yy'}", "code=yy&pageIndex=0&pageSize=4"),
    ("params: {code: 'yy'}, pageIndexName: 'pn', pageSizeName: 'ps'", "code=yy&pn=0&ps=4"),
    ("params: {code: 'yy'}, pageParams: function (d) { return {pageNo: d.pageIndex + 1, size: d.pageSize} }", "code=yy&pageNo=1&size=4"),
])
def test_a_pager_that_fetches_its_list_asks_as_it_is_told(said: str, query: str) -> None:
    code = f"$('#page').page({{pageSize: 4, remote: {{url: '/yy/getList', {said}, success: function (data) {{ draw(data.list) }}, totalName: 'total'}}}});"
    assert [link.url for link in listing(html(f"<ul id='u'></ul><script>{code}</script>")).next] == [f"http://h.cn/yy/getList?{query}"]


def test_each_tab_is_pressed_that_a_list_is_asked_for_by() -> None:
    tabs = "<div class='tabs'><a data-cid='101'>通知</a><a data-cid='102'>公示</a></div><ul><a data-cid='7'>别的</a></ul>"
    code = ("function show(cid, page) { $.get('/tab/list', {cid: cid, page: page, size: 3}, draw) }"
            "$('.tabs a').click(function () { show($(this).data('cid'), 1) }); $('.tabs a:first').click();")
    assert [asked(link)["cid"] for link in listing(html(f"{tabs}<ul id='t'></ul><script>{code}</script>")).next] == ["101", "102"]


def test_a_piece_is_begun_with_the_second_where_the_first_page_is_gone_to() -> None:
    row = "<li><a href='/jd/202401/1{0}.html'>关于第{0}批名单的公告</a><span>2024-01-0{0}</span></li>"
    code = ("$('#page').createPage({pageCount: 3, current: 1, backFn: function (p) { if (p == 1) { location.href = 'index.html'; } else {"
            "$('#jd').load('/jd/page_' + p + '.html ul li'); } }});")
    found = listing(html(f"<ul id='jd'>{row.format(1)}{row.format(2)}</ul><script>{code}</script>", "http://h.cn/jd/index.html"))
    assert [link.url for link in found.next] == ["http://h.cn/jd/page_2.html"]


@pytest.mark.parametrize(("asks", "method", "url", "body"), [
    ("axios.post('/search/80675', f).then(draw)", "POST", "/search/80675", b"datas%5B0%5D%5Bkey%5D=status&page=1&n=4"),
    ("fetch('/search/80675', {method: 'POST', body: f}).then(draw)", "POST", "/search/80675", b"datas%5B0%5D%5Bkey%5D=status&page=1&n=4"),
    ("fetch('/search/80675?' + f.toString()).then(draw)", "GET", "/search/80675?datas%5B0%5D%5Bkey%5D=status&page=1&n=4", None),
])
def test_fields_put_into_a_query_are_sent_as_forms_are(asks: str, method: str, url: str, body: bytes | None) -> None:
    code = ("function load(page) { var f = new URLSearchParams(); f.append('datas[0][key]', 'status'); f.append('page', page); f.append('n', 4);"
            f"{asks} }} load(1);")
    (link,) = listing(html(f"<ul id='u'></ul><script>{code}</script>")).next
    assert (link.method, link.url, link.body) == (method, f"http://h.cn{url}", body)
