"""DataTables asks for its first rows as the library does, with what the page's script adds."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.reading import Link
from tests.listing_kit import answer, html, listing, rows

TABLE = "<table id='t'><thead><tr><th>标题<th>日期</tr></thead></table>"
USUAL = {"draw": "1", "start": "0", "length": "10", "search[value]": "", "search[regex]": "false", "order[0][column]": "0", "order[0][dir]": "asc",
         **{f"columns[{number}][{name}]": value for number in (0, 1) for name, value in (
             ("data", str(number)), ("name", ""), ("searchable", "true"), ("orderable", "true"), ("search][value", ""), ("search][regex", "false"))}}


def fields(link: Link) -> dict[str, str]:
    return dict(parse_qsl(link.body.decode() if link.body else urlsplit(link.url).query, keep_blank_values=True))


CASES: list[tuple[str, dict[str, str | None]]] = [
    ("$('#t').DataTable({serverSide: true, ajax: '/d'})", {}),
    ("$(\"#t\").dataTable({'serverSide': true, 'ajax': '/d', 'ordering': false})",
     {"order[0][column]": None, "order[0][dir]": None, "columns[0][orderable]": "false", "columns[1][orderable]": "false"}),
    ("new DataTable('#t', {serverSide: true, pageLength: 25, order: [1, 'desc'], ajax: {url: '/d', data: {k: '', c: 3}}})",
     {"length": "25", "order[0][column]": "1", "order[0][dir]": "desc", "k": "", "c": "3"}),
    ("$('#t').DataTable({serverSide: true, ajax: {url: '/d', type: 'POST', data: function (d) { d.c = 3; d['search[value]'] = x; }}, columns: [{data: 'a', name: 'n'}, {data: null, searchable: false}]})",
     {"c": "3", "columns[0][data]": "a", "columns[0][name]": "n", "columns[1][data]": "", "columns[1][searchable]": "false"}),
    ("var c = 'x'; $('#t').DataTable({serverSide: true, ajax: {url: '/d', data: function (d) { return $.extend({}, d, {c: c}); }}})", {"c": "x"}),
    ("$('#t').DataTable({serverSide: true, ajax: {url: '/d', data: (d) => { d.c = $('#c').val(); }}})", {}),
]


@pytest.mark.parametrize(("code", "other"), CASES, ids=[code[:60] for code, _ in CASES])
def test_the_first_rows_are_asked_for_as_the_library_does(code: str, other: dict[str, str | None]) -> None:
    (link,) = listing(html(f"{TABLE}<script>{code}</script>")).next
    assert fields(link) == {name: value for name, value in (USUAL | other).items() if value is not None}
    assert link.method == ("POST" if "POST" in code else "GET")


OWN = [("data: function (d) { return {pageNo: d.start / d.length + 1, pageSize: d.length}; }", {"pageNo": "1", "pageSize": "5"}),
       ("data: function (p) { var q = {page: (p.start / p.length) + 1, kind: 2}; return q; }", {"page": "1", "kind": "2"}),
       ("data: d => ({start: d.start, n: d.length})", {"start": "0", "n": "5"})]


@pytest.mark.parametrize(("code", "told"), OWN, ids=[code[:40] for code, _ in OWN])
def test_fields_that_the_page_makes_of_them_stand_for_all(code: str, told: dict[str, str]) -> None:
    (link,) = listing(html(f"{TABLE}<script>$('#t').DataTable({{serverSide: true, pageLength: 5, ajax: {{url: '/d', {code}}}}})</script>")).next
    assert fields(link) == told


def test_without_a_server_all_rows_come_at_once() -> None:
    (link,) = listing(html(f"{TABLE}<script>$('#t').DataTable({{ajax: '/all.json'}})</script>")).next
    assert (link.url, link.method, link.body) == ("http://h.cn/all.json", "GET", None)


BY_FUNCTION = [
    ("ajax: function (data, callback, settings) { $.getJSON('/d', {c: 7, start: data.start, length: data.length}, function (r) { callback({data: r.rows}); }); }", "GET", {"c": "7", "start": "0", "length": "5"}),
    ("ajax: function (d, back) { $.post('/d', {page: d.start / d.length + 1, size: d.length}, back); }", "POST", {"page": "1", "size": "5"}),
    ("ajax: (data, callback) => { fetch(`/d?start=${data.start}&length=${data.length}`).then(r => r.json()).then(callback); }", "GET", {"start": "0", "length": "5"}),
    ("ajax: function (d, back) { var q = {}; q.pageSize = d.length; q.pageNo = (d.start / d.length) + 1; $.ajax({url: '/d', data: q, success: back}); }", "GET", {"pageSize": "5", "pageNo": "1"}),
    ("ordering: false, columns: [], ajax: function (d, back) { d.c = 3; $.ajax({url: '/d', type: 'post', data: d, success: back}); }", "POST", {"draw": "1", "start": "0", "length": "5", "search[value]": "", "search[regex]": "false", "c": "3"}),
    ("ajax: rows, searching: false", "GET", {"start": "0", "length": "5"})]


@pytest.mark.parametrize(("code", "method", "told"), BY_FUNCTION, ids=[code[:60] for code, _, _ in BY_FUNCTION])
def test_what_a_function_of_the_page_asks_for_is_asked_once(code: str, method: str, told: dict[str, str]) -> None:
    named = "function rows(data, callback) { $.getJSON('/d', {start: data.start, length: data.length}, callback); }"
    (link,) = listing(html(f"{TABLE}<script>{named if 'ajax: rows' in code else ''} $('#t').DataTable({{serverSide: true, pageLength: 5, {code}}})</script>")).next
    assert (link.method, fields(link)) == (method, told)


def test_a_file_of_all_rows_that_a_function_asks_for_is_asked() -> None:
    (link,) = listing(html(f"{TABLE}<script>$('#t').DataTable({{ajax: function (d, back) {{ $.getJSON('/all.json', function (r) {{ back({{data: r}}); }}); }}}})</script>")).next
    assert (link.url, link.method, link.body) == ("http://h.cn/all.json", "GET", None)


HELD = [
    ("data: [['1', '<a href=\"/a/1.html\">消息一二</a>', '2024-05-01'], ['2', '<a href=\"/a/2.html\">消息二三</a>', '2024-05-02']]", ""),
    ("aaData: [ [ \"消息一二\", \"/a/1.html\", \"2024-05-01\" ], [ \"消息二三\", \"/a/2.html\", \"2024-05-02\" ] ]", ""),
    ("data: set", "var set = [\n  [1, '消息一二', '2024/5/1'],\n  [2, '消息二三', '2024/5/2'],\n];"),
]


@pytest.mark.parametrize(("code", "before"), HELD, ids=[code[:40] for code, _ in HELD])
def test_rows_that_the_page_holds_without_names_are_read(code: str, before: str) -> None:
    drawn = "columnDefs: [{targets: 1, render: function (data, type, row) { return '<a href=\"/a/' + row[0] + '.html\">' + data + '</a>'; }}]" if before else "paging: true"
    found = listing(html(f"{TABLE}<script>{before} $('#t').DataTable({{{code}, {drawn}}})</script>"))
    assert rows(found) == [("/a/1.html", "消息一二", "2024-05-01"), ("/a/2.html", "消息二三", "2024-05-02")]


@pytest.mark.parametrize("code", ["var data = [['一月', 3], ['二月', 5]]", "var menu = [['北京市', '/bj/'], ['上海市', '/sh/']]", "var x = [[" + "[" * 5000, "var x = [['" * 2000])
def test_tables_of_figures_and_menus_are_no_rows(code: str) -> None:
    assert listing(html(f"<div id='c'></div><script>{code};</script>")).rows == ()


@pytest.mark.parametrize("cells", [["<A HREF='/a/1.html'>消息一二</A>", "2024-05-01"], [1, "<a\nhref='/a/1.html'>消息一二</a>", None, "2024-05-01"], ["消息一二", "a/1.html", "2024年5月1日"]])
def test_answers_of_rows_without_names_are_read(cells: list[object]) -> None:
    found = answer("http://h.cn/d?draw=1&start=0&length=2", json.dumps({"draw": 1, "recordsTotal": 1, "recordsFiltered": 1, "data": [cells]}))
    assert (rows(found), found.claimed_total, found.next) == ([("/a/1.html", "消息一二", "2024-05-01")], 1, ())


NONE = ["$('#t').DataTable()", "$('#t').DataTable({paging: true})", "$('#t').DataTable({serverSide: true, ajax: function (d, back) { back(rows); }})",
        "$('#t').DataTable({serverSide: true, ajax: base + '/d'})", "$('#t').DataTable(" + "{" * 3000]


@pytest.mark.parametrize("code", NONE, ids=[code[:50] for code in NONE])
def test_what_the_page_does_not_spell_out_is_not_asked(code: str) -> None:
    assert listing(html(f"{TABLE}<script>{code}</script>")).next == ()


def told(start: int, total: int, filtered: int) -> tuple[int | None, list[dict[str, str]]]:
    cells = [[f"<a href='/a/{number}.html'>消息{number}</a>", "2024-05-06"] for number in range(start, min(start + 2, filtered))]
    found = answer(f"http://h.cn/d?draw=1&start={start}&length=2", json.dumps({"draw": 1, "recordsTotal": total, "recordsFiltered": filtered, "data": cells}))
    return found.claimed_total, [fields(link) for link in found.next]


def test_it_goes_on_as_far_as_the_table_goes_and_counts_its_calls() -> None:
    assert told(0, 9, 3) == (9, [{"draw": "2", "start": "2", "length": "2"}])
    assert told(2, 9, 3) == (9, [])
