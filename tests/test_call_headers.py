"""Headers that a page's script sets on its calls go with them, and nothing that a script may not set."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.families.calls.call_headers import LONGEST, MOST, fields, of_call, of_page
from tests.listing_kit import html, listing

HEAD = "<meta name='csrf-token' content='t0k+en='><meta name='_csrf' content='sp'><meta name='_csrf_header' content='X-SPRING'><input type=hidden id=tok name=_token value=hid>"
TOKEN = "$('meta[name=\"csrf-token\"]').attr('content')"
SET = [
    ("$.ajax({url: '/api', data: {page: 1}, headers: {'X-CSRF-TOKEN': " + TOKEN + "}, success: draw});", {"X-CSRF-TOKEN": "t0k+en="}),
    ("$.ajax({url: '/api', data: {page: 1}, headers: {siteId: 12, 'X-Tenant': 'a'}});", {"siteId": "12", "X-Tenant": "a"}),
    ("$.ajax({url: '/api?page=1', beforeSend: function (xhr) { xhr.setRequestHeader('X-CSRF-TOKEN', " + TOKEN + "); }});", {"X-CSRF-TOKEN": "t0k+en="}),
    ("$.ajax({url: '/api?page=1', beforeSend(x) { x.setRequestHeader('_token', $('#tok').val()) }});", {"_token": "hid"}),
    ("$.ajaxSetup({headers: {'X-CSRF-TOKEN': " + TOKEN + "}}); $.get('/api', {page: 1}, draw);", {"X-CSRF-TOKEN": "t0k+en="}),
    ("$.get('/api', {page: 1}, draw);</script><script>$.ajaxSetup({headers: {'X-CSRF-TOKEN': " + TOKEN + "}});", {"X-CSRF-TOKEN": "t0k+en="}),
    ("var token = $(\"meta[name='_csrf']\").attr('content'); var header = $(\"meta[name='_csrf_header']\").attr('content');"
     " $(document).ajaxSend(function (e, xhr, o) { xhr.setRequestHeader(header, token); }); $.post('/api', {page: 1}, draw);", {"X-SPRING": "sp"}),
    ("axios.defaults.headers.common['X-CSRF-TOKEN'] = document.querySelector('meta[name=\"csrf-token\"]').content; axios.get('/api', {params: {page: 1}});", {"X-CSRF-TOKEN": "t0k+en="}),
    ("axios.defaults.headers.common = {'X-Requested-With': 'XMLHttpRequest', siteid: 'a'}; axios.get('/api?page=1');", {"X-Requested-With": "XMLHttpRequest", "siteid": "a"}),
    ("const http = axios.create({baseURL: '/v1', headers: {'X-App': 'web'}}); http.get('/api', {params: {page: 1}});", {"X-App": "web"}),
    ("axios.interceptors.request.use(config => { config.headers['X-Site'] = 'k9'; config.headers.lang = 'zh'; return config; }); axios.get('/api?page=1');", {"lang": "zh", "X-Site": "k9"}),
    ("axios.get('/api', {params: {page: 1}, headers: {'X-Site': 'k9'}});", {"X-Site": "k9"}),
    ("fetch('/api?page=1', {headers: {'X-CSRF-TOKEN': document.querySelector('meta[name=csrf-token]').getAttribute('content')}}).then(draw);", {"X-CSRF-TOKEN": "t0k+en="}),
    ("fetch('/api?page=1', {headers: new Headers({'X-Site': 'k9'})});", {"X-Site": "k9"}),
    ("const headers = {'X-Site': 'k9'}; fetch('/api?page=1', {method: 'GET', headers});", {"X-Site": "k9"}),
    ("var h = new Headers(); h.append('X-Site', 'k9'); fetch('/api?page=1', {headers: h});", {"X-Site": "k9"}),
    ("var x = new XMLHttpRequest(); x.open('GET', '/api?page=1'); x.setRequestHeader('X-Site', 'k9'); x.send(); y.setRequestHeader('X-Else', '1');", {"X-Site": "k9"}),
    ("function ajaxPost(url, data, done) { $.ajax({url: url, type: 'post', data: data, headers: {'X-Site': 'k9'}, success: done}); } ajaxPost('/api', {page: 1}, draw);", {"X-Site": "k9"}),
    ("table.render({elem: '#t', url: '/api', page: true, headers: {'X-Site': 'k9'}});", {"X-Site": "k9"}),
    ("$('#t').bootstrapTable({url: '/api', ajaxOptions: {headers: {'X-Site': 'k9'}}});", {"X-Site": "k9"}),
    ("$('#t').DataTable({serverSide: true, ajax: {url: '/api', headers: {'X-Site': 'k9'}}});", {"X-Site": "k9"}),
    ("$.getJSON('/api', {page: 1}, draw); // $.ajaxSetup({headers: {'X-Old': '1'}})\n", {}),
    ("$.ajax({url: '/api?page=1', headers: {Authorization: 'Bearer a', Cookie: 'a=1', Host: 'b.cn', 'If-None-Match': 'x', 'Sec-Fetch-Mode': 'cors', 'User-Agent': 'x',"
     " 'Transfer-Encoding': 'chunked', 'X-A': localStorage.token, 'X-B': 'a\\r\\nX-C: 1', 'X D': '1', 'X-E': '', 'X-F': '名', 'X-G': true}});", {}),
]


@pytest.mark.parametrize(("code", "headers"), SET, ids=[code[:70] for code, _ in SET])
def test_a_call_bears_what_the_script_sets_on_it(code: str, headers: dict[str, str]) -> None:
    (link,) = listing(html(f"{HEAD}<div id=l></div><table id=t></table><script>{code}</script>")).next
    assert link.call is not None
    assert dict(link.call.headers) == headers


def test_a_call_bears_its_own_and_not_those_of_another() -> None:
    code = "$.ajax({url: '/a?page=1', headers: {'X-A': '1'}}); $.ajax({url: '/b?page=1', headers: {'X-B': '2'}}); $.ajaxSetup({headers: {'X-A': '0', 'X-All': '3'}});"
    found = {link.url: dict(link.call.headers) for link in listing(html(f"<script>{code}</script>")).next if link.call is not None}
    assert found == {"http://h.cn/a?page=1": {"X-A": "1", "X-All": "3"}, "http://h.cn/b?page=1": {"X-B": "2", "X-A": "0", "X-All": "3"}}


def test_there_are_few_and_they_are_short() -> None:
    assert len(fields((f"X-{number}", "1") for number in range(99))) == MOST
    assert fields([("X-A", "a" * (LONGEST + 1)), ("X" * 99, "1")]) == ()
    assert fields([("x-a", "1"), ("X-A", "2")]) == (("X-A", "2"),)


PIECES = st.lists(st.sampled_from(("headers", ":", "{", "}", "'X-A'", ",", "setRequestHeader(", ")", "$.ajaxSetup(", "axios.defaults.headers", ".common", "['X']", "=", "new Headers(", "\r\n", "'", " ", "名")), max_size=40)


@given(PIECES)
def test_whatever_a_script_says_each_can_be_sent(pieces: list[str]) -> None:
    text = "".join(pieces)
    for name, value in (*of_call(text, 0, {}), *of_page([text, "headers"])):
        assert name.isascii() and value.isascii() and (name + value).isprintable() and ":" not in name
