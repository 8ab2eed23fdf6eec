"""How a page's script makes addresses of its rows is read off the script, and goes with the call to its answer."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.calls.call import Call, Told, read
from crawler.calls.recorded_call import of_old
from crawler.extract.markup.tree import parse
from crawler.families import answer_of
from crawler.families.answers.row_address import ways_of, ways_told
from crawler.page import Page
from tests.listing_kit import html, listing

WAYS = [
    ("<script>h += '<a href=\"/art/' + item.id + '.html\">';</script>", "/art/{id}.html"),
    ("<script>h += \"<a href='/art/\"+row.docId+\".html'>\";</script>", "/art/{docId}.html"),
    ("<script>h += '<a href=\\'/art/' + list[i].id + '\\'>';</script>", "/art/{id}"),
    ("<script>h += '<a href=' + item.path + '>';</script>", "{path}"),
    ("<script>h = `<a class=\"x\" href=\"/d?id=${item.id}&c=${item.cid}\">`;</script>", "/d?id={id}&c={cid}"),
    ("<script>var base = '/web'; h += '<a href=\"' + base + '/show/' + d.id + '\">';</script>", "/web/show/{id}"),
    ("<script type='text/html'><a href=\"/v/{{ d.id }}.html\"></a></script>", "/v/{id}.html"),
    ("<script type='text/template'><a href=\"/v/<%= d.id %>.html\"></a></script>", "/v/{id}.html"),
    ("<a :href=\"'/v/' + item.id + '.html'\">", "/v/{id}.html"),
    ("<script type='text/x-handlebars'>{{#each rows}}<a href=\"/v/{{id}}.html\">{{title}}</a>{{/each}}</script>", "/v/{id}.html"),
    ("<li @click=\"show(it.id)\">x</li><script>new Vue({methods: {show(id) { window.open('/v/' + id); }}})</script>", "/v/{id}"),
    ("<script>h += '<li onclick=\"show(\\'' + it.id + '\\')\">'; function show(n) { location.href = '/v?n=' + n; }</script>", "/v?n={id}"),
    ("<a :href=\"`/v/${item.id}.html`\">", "/v/{id}.html"),
    ("<a v-bind:href=\"item.path\">", "{path}"),
    ("<script>h += '<a href=\"d?id=' + item.id + '&amp;c=' + item.cid + '\">';</script>", "d?id={id}&c={cid}"),
    ("<script>return '<a href=\"/v/' + row[0] + '.html\">' + data + '</a>';</script>", "/v/{0}.html"),
    ("<tr onclick=\"window.open('/v?id=' + row.id)\">", "/v?id={id}"),
    ("<script>$('<a>').attr('href', '/v/' + item.id + '.html')</script>", "/v/{id}.html"),
    ("<script>var a = document.createElement('a'); a.href = '/v/' + item.id;</script>", "/v/{id}"),
    ("<script>$('<a/>', { href: '/v?n=' + item.id, text: item.title })</script>", "/v?n={id}"),
    ("<script>var id = item.newsId; h += '<a href=\"/v/' + id + '\">';</script>", "/v/{newsId}"),
    ("<script>rows.map(({ id, title }) => h += `<a href=\"/v/${id}\">`)</script>", "/v/{id}"),
    ("<script type='text/x-jquery-tmpl'><a href=\"/v?n=${Id}\"></script>", "/v?n={Id}"),
    ("<script type='text/x-handlebars'>{{#each rows}}<a href=\"/v/{{this.id}}.html\">{{this.title}}</a>{{/each}}</script>", "/v/{id}.html"),
    ("<script>$.each(d, function () { h += '<a href=\"/v/' + this.nid + '\">' + this.name + '</a>'; });</script>", "/v/{nid}"),
    ("<li @click=\"go(item)\">{{ item.t }}</li><script>new Vue({methods: {go(item) { window.open(`/v/${item.nid}`); }}})</script>", "/v/{nid}"),
    ("<script>h += '<li data-id=\"' + it.nid + '\">'; $('#l').on('click', 'li', function () { window.open('/v/' + $(this).data('id')); });</script>", "/v/{nid}"),
    ("<a data-bind=\"attr: { href: '/v/' + id + '.html' }, text: title\">", "/v/{id}.html"),
]


@pytest.mark.parametrize(("body", "form"), WAYS, ids=[form for _, form in WAYS])
def test_a_way_that_is_spelt_out_is_read(body: str, form: str) -> None:
    assert ways_of(parse(html(body))).forms == (form,)


NONE = ["<a href='/1.html'>", "<script>h = '<a href=\"/a/' + id + '.html\">';</script>", "<script>h = '<a href=\"' + f(item) + '\">';</script>",
        "<a :href=\"open(item.id)\">", "<a :href=\"item.a ? item.b : '/c'\">", "<script>location.href = '/list?page=' + page;</script>",
        "<script>h = '<a href=\"/a/' + window.name + '\">';</script>", "<script>href=\"" + "'+a.b+'" * 500 + "</script>"]


@pytest.mark.parametrize("body", NONE, ids=[body[:50] for body in NONE])
def test_what_is_not_spelt_out_is_left_alone(body: str) -> None:
    assert ways_of(parse(html(body))).forms == ()


def test_one_of_several_ways_is_told_with_the_others() -> None:
    body = "<script>var u = item.link ? item.link : '/v/' + item.id; h += '<a href=\"' + u + '\">' + item.title + '</a>';</script>"
    assert ways_of(parse(html(body))).forms == ("{link}", "/v/{id}")


CALL = "<script>$.post('http://api.cn/list', {pageNo: 1, pageSize: 2}, draw); function draw(r) { h += '<a href=\"show/' + r.id + '.html\">'; }</script>"


def test_the_answer_is_read_by_what_its_page_said_and_so_is_the_one_behind() -> None:
    (call,) = listing(html(CALL, "http://h.cn/news/")).next
    rows = [{"id": number, "title": f"消息{number}", "date": "2024-05-06"} for number in (1, 2)]
    found = answer_of(Page(url=call.url, body=json.dumps({"rows": rows, "total": 5}).encode(), form=call.body, call=call.call))
    assert found is not None
    assert [row.url for row in found[1].rows] == ["http://h.cn/news/show/1.html", "http://h.cn/news/show/2.html"]
    assert [link.call for link in found[1].next] == [call.call]


ROWS = [({"id": 7}, "http://h.cn/v/7.html"), ({"id": "a-b"}, "http://h.cn/v/a-b.html"), ({"id": None}, None), ({"id": " "}, None), ({"id": True}, None),
        ({"id": []}, None), ({"ID": 7}, None), ({}, None)]


@pytest.mark.parametrize(("row", "url"), ROWS)
def test_a_row_has_an_address_where_it_has_all_that_the_page_asks_of_it(row: dict[str, object], url: str | None) -> None:
    assert ways_told(Call(asker="http://h.cn/", told=Told(ways=("/v/{id}.html",)))).address(row) == url


@given(st.text(max_size=60))
def test_whatever_a_call_bears_is_read(told: str) -> None:
    ways_told(of_old(told)).address({"id": 1})
    ways_told(read(told)).address({"id": 1})


@given(st.lists(st.sampled_from(("href=", ":href=\"", "'", '"', "`", "+", " ", "item.id", "${", "}", "{{", "}}", "/a", "<%=", "%>", "\\")), max_size=30))
def test_any_mixture_is_read_without_an_error(pieces: list[str]) -> None:
    ways_of(parse(html(f"<script>{''.join(pieces)}</script>")))


def test_fields_are_told_by_where_the_page_draws_them_whatever_they_are_called() -> None:
    code = "h += '<li><a href=\"/v/' + r.wzid + '.html\">' + r.bt + '</a><b>' + r.fbrq + '</b></li>'; $.get('/api?page=1', draw);"
    (call,) = listing(html(f"<script>{code}</script>")).next
    rows = [{"wzid": 7, "bt": "一条消息", "fbrq": "2024-05-06 08:00", "zt": "1"}, {"wzid": 8, "bt": "", "fbrq": "2024-05-06"}]
    found = answer_of(Page(url=call.url, body=json.dumps({"rows": rows}).encode(), call=call.call))
    assert found is not None
    assert [(row.url, row.title, row.date) for row in found[1].rows] == [("http://h.cn/v/7.html", "一条消息", "2024-05-06")]
