"""Pieces that a script fetches by number are asked for from the first that it fetches to the last that there is."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import json

import pytest

from crawler.calls.call import Call, Told
from crawler.extract.markup.tree import parse
from crawler.families import answer_of, family_of, listing_of
from crawler.page import Page
from crawler.reading import Link
from tests.listing_kit import ROWS, html, listing

FIRST = [
    ("var n = 1; $('#m').click(function () { $('#l').load('p_' + (++n) + '.html') })", "p_2.html"),
    ("var n = 1; $('#m').click(function () { n++; $.get('p_' + n + '.html', add) })", "p_2.html"),
    ("var n = 2; $('#m').click(function () { $.get('p_' + n + '.html', add); n += 1; })", "p_2.html"),
    ("var n = 2; $('#m').click(function () { $.get('p_' + n++ + '.html', add); })", "p_2.html"),
    ("let n = 0; function more() { n = n + 1; fetch(`/d/${n}.json`).then(add) } more();", "/d/1.json"),
    ("function more(n) { $.getJSON('/d/p' + n + '.json', add) } more(1);", "/d/p1.json"),
    ("var at = 4; function more(n) { $.getJSON('/d/p' + n + '.json', add) } b.onclick = function () { more(++at) }", "/d/p5.json"),
    ("for (var i = 1; i < 3; i++) { $.get('p-' + i + '.shtml', add) }", "p-1.shtml"),
    ("const s = {page: 3}; function more() { s.page; fetch('/d/' + s.page + '.json'); } $('#l').load('p_2.html .rows');", "p_2.html"),
    ("$.get({url: 'p_2.html', success: add})", "p_2.html"),
]


@pytest.mark.parametrize(("code", "target"), FIRST, ids=[code[:50] for code, _ in FIRST])
def test_the_first_piece_is_the_one_that_the_script_fetches_first(code: str, target: str) -> None:
    (link,) = listing(html(f"<ul>{ROWS}</ul><script>{code}</script>", "http://h.cn/l/")).next
    assert link.url == (f"http://h.cn/l/{target}" if target[:1] != "/" else f"http://h.cn{target}")


NONE = ["$.get('p.html', add)", "$('#head').load('/inc/head.html')", "$.get('p_' + rows.length + '.html')", "$.getJSON('/weather.json')",
        "$(window).load(function () { go(1) })", "$('#x').load(url)", "var n = 1; n++; $.get('/api/' + n, add)", "function show(id) { $.get('/api/item/' + id, add) } show(7);"]


@pytest.mark.parametrize("code", NONE, ids=[code[:40] for code in NONE])
def test_what_is_no_piece_by_number_is_not_asked(code: str) -> None:
    assert listing(html(f"<ul>{ROWS}</ul><script>{code}</script>")).next == ()


def test_a_list_that_is_loaded_as_a_whole_is_asked_for_where_the_page_has_none() -> None:
    code = "<script>$('#h').load('/inc/head.html'); $('#l').load('/inc/newslist.html #rows');</script>"
    assert [link.url for link in listing(html(f"<div id=l></div>{code}")).next] == ["http://h.cn/inc/newslist.html"]
    assert listing(html(f"<ul>{ROWS}</ul>{code}")).next == ()


def counted(asker: str, rows: int | None, pieces: int = 0) -> Call:
    return Call(asker=asker, told=Told(rows=rows, pieces=pieces))


def after(url: str, body: str, call: Call | None) -> tuple[Link, ...]:
    page = Page(url=url, body=body.encode(), call=call)
    found = answer_of(page)
    return found[1].next if found is not None else listing_of(page, parse(page), family_of(page)).next


def data(rows: int) -> str:
    return json.dumps([{"title": f"消息{number}", "url": f"/{number}.html"} for number in range(rows)])


ENDS = [(0, 0, 3, 3), (3, 0, 3, 3), (3, 0, 2, None), (3, 2, 3, None), (3, 9, 2, None), (None, 0, 3, None)]


@pytest.mark.parametrize(("before", "pieces", "rows", "told"), ENDS)
def test_the_piece_behind_is_asked_for_until_one_is_shorter_or_the_page_said_how_many(before: int | None, pieces: int, rows: int, told: int | None) -> None:
    markup = "".join(f"<li><a href='{number}.html'>消息{number}</a><span>2024-05-06</span></li>" for number in range(1, rows + 1))
    for body, ending in ((data(rows), "json"), (markup, "html")):
        links = after(f"http://h.cn/d/p_2.{ending}", body, counted("http://h.cn/l/", before, pieces))
        assert [(link.url, link.call) for link in links] == ([] if told is None else [(f"http://h.cn/d/p_3.{ending}", counted("http://h.cn/l/", told, pieces))])


def test_what_a_script_puts_into_a_page_has_its_addresses_against_that_page() -> None:
    page = Page(url="http://h.cn/inc/p_2.html", body=b"<li><a href='a/12345.html'>News</a><i>2024-05-06</i></li>" * 2, call=counted("http://h.cn/l/", 0))
    assert [row.url for row in listing_of(page, parse(page), family_of(page)).rows] == ["http://h.cn/l/a/12345.html"]


SIZED = [(None, 3, True), (counted("http://h.cn/d", 3), 2, False), (counted("http://h.cn/d", 2), 2, True), (counted("http://h.cn/d", 3), 3, True)]


@pytest.mark.parametrize(("call", "rows", "goes_on"), SIZED)
def test_an_answer_that_tells_no_total_is_the_last_when_it_alone_has_fewer_rows_than_asked(call: Call | None, rows: int, goes_on: bool) -> None:
    assert bool(after("http://h.cn/d?page=2&size=3", data(rows), call)) is goes_on
    assert after("http://h.cn/d?page=2", data(rows), call)  # no size is asked for: nobody knows what a page has


DISABLED = ["<li class='disabled'><a href='index_4.html'>下一页</a></li>", "<a class='next disabled' href='index_4.html'>&gt;</a>",
            "<a aria-disabled='true' href='index_4.html'>Next</a>", "<span class='page-disabled'><a rel=next href='index_4.html'>下页</a></span>"]


@pytest.mark.parametrize("pager", DISABLED)
def test_a_pager_that_cannot_be_pressed_leads_nowhere(pager: str) -> None:
    assert listing(html(f"<ul>{ROWS}</ul>{pager}", "http://h.cn/l/index_3.html")).next == ()
    assert listing(html(f"<ul>{ROWS}</ul>{pager.replace('disabled', 'on')}", "http://h.cn/l/index_3.html")).next != ()
