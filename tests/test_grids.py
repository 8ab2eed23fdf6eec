"""Tables are asked for as the library that fills them asks."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.listing_kit import answer, html, listing

MARKED = '<table data-toggle="table" data-url="/d"{}></table>'
SERVER = ' data-side-pagination="server" data-pagination="true"'
CASES = [
    ("<script>table.render({elem: '#t', url: '/d', page: true})</script>", "GET", "/d", "page=1&limit=10"),
    ("<script>layui.table.render({url: '/d?c=1', page: {limit: 5}, limit: 5, method: 'post', where: {k: ''}, request: {pageName: 'pageNo', limitName: 'rows'}})</script>",
     "POST", "/d?c=1", "pageNo=1&rows=5&k="),
    ("<script>table.render({url: '/d', cols: []})</script>", "GET", "/d", ""),
    (MARKED.format(SERVER), "GET", "/d", "order=asc&offset=0&limit=10"),
    (MARKED.format(SERVER + ' data-query-params-type="" data-page-size="7"'), "GET", "/d", "order=asc&pageSize=7&pageNumber=1"),
    (MARKED.format(""), "GET", "/d", "order=asc"),
    ("<script>$('#t').bootstrapTable({url: '/d', pagination: true, sidePagination: 'server', pageSize: 8, queryParams: function (p) { return {pageNum: p.offset / p.limit + 1,"
     " pageSize: p.limit, c: 'x'}; }})</script>", "GET", "/d", "pageNum=1&pageSize=8&c=x"),
    ("<script>$('#t').bootstrapTable({url: '/d', pagination: true, sidePagination: 'server', queryParams: (p) => ({start: p.offset, n: p.limit})})</script>",
     "GET", "/d", "start=0&n=10"),
    ("<script>$('#g').bootgrid({ajax: true, url: '/d', post: {c: 3}})</script>", "POST", "/d", "current=1&rowCount=10&searchPhrase=&c=3"),
    ("<script>$('#g').bootgrid({ajax: true, url: '/d', rowCount: [20, 50], ajaxSettings: {method: 'GET'}})</script>", "GET", "/d", "current=1&rowCount=20&searchPhrase="),
    ("<script>$('#g').flexigrid({url: '/d', sortname: 'time', sortorder: 'desc'})</script>", "POST", "/d", "page=1&rp=15&sortname=time&sortorder=desc&query=&qtype="),
    ("<script>$('#g').jqGrid({url: '/d', datatype: 'json', mtype: 'POST'})</script>", "POST", "/d", "_search=false&rows=20&page=1&sidx=&sord=asc"),
    ("<script>$('#p').pagination({dataSource: '/d?c=3', pageSize: 5, alias: {pageNumber: 'pageNo', pageSize: 'limit'}})</script>",
     "GET", "/d", "c=3&limit=5&pageNo=1"),
    ("<script>$('#t').datagrid({url: '/d', pagination: true, queryParams: {c: 3}})</script>", "POST", "/d", "c=3&page=1&rows=10"),
]


@pytest.mark.parametrize(("body", "method", "target", "fields"), CASES, ids=[case[0][:60] for case in CASES])
def test_the_first_rows_are_asked_for_as_the_library_does(body: str, method: str, target: str, fields: str) -> None:
    (link,) = listing(html(body)).next
    parts = urlsplit(link.url)
    asked = parse_qsl(link.body.decode() if link.body else parts.query, keep_blank_values=True)
    assert (link.method, parts.path + (f"?{parts.query}" if link.body and parts.query else ""), asked) == (method, target, parse_qsl(fields, keep_blank_values=True))


NONE = ["<script>table.render({elem: '#t', data: rows})</script>", "<script>table.render({url: base + '/d', page: true})</script>",
        "<script>$('#t').bootstrapTable({url: '/d', queryParams: asked})</script>", "<table data-toggle='table'><tr><td>x</table>",
        "<script>$('#t').datagrid('reload')</script>", "<script>table.render(" + "{" * 3000 + "</script>"]


@pytest.mark.parametrize("body", NONE, ids=[body[:50] for body in NONE])
def test_what_the_page_does_not_spell_out_is_not_asked(body: str) -> None:
    assert listing(html(body)).next == ()


def test_of_jqgrid_total_counts_pages() -> None:
    body = json.dumps({"page": 1, "total": 3, "records": 8, "rows": [{"title": f"消息{number}", "url": f"/a/{number}.html", "date": "2024-05-06"} for number in range(3)]})
    assert (found := answer("http://h.cn/d?page=1&rows=3", body)).claimed_total == 8 and found.next
    body = json.dumps({"page": 1, "total": 8, "records": [{"title": "消息", "url": "/a/1.html"}]})
    assert answer("http://h.cn/d?page=1", body).claimed_total == 8
