"""Lists whose server refuses calls without the header that the page's script sets are held whole, and robots of the wire see what a browser
would send."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.records.http import parse_request
from tests.crawling import fangzhi, recorded
from tests.families.scripted import said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, stories
from tests.families.test_own_scripts import is_held_whole

DRAW = "function draw(d) { d.rows.forEach(function (n) { $('#l').append('<li><a href=\"/kept/' + n.id + '.html\">' + n.title + '</a></li>'); }); }"
META = "<meta name='csrf-token' content='sesam'>"
READ = "$('meta[name=\"csrf-token\"]').attr('content')"
PAGES = {
    "laravel": f"$.ajaxSetup({{headers: {{'X-CSRF-TOKEN': {READ}}}}}); $.post('/api', {{page: 1, size: 3}}, draw);",
    "sent": f"$.ajax({{url: '/api', type: 'post', data: {{page: 1, size: 3}}, beforeSend: function (xhr) {{ xhr.setRequestHeader('X-CSRF-TOKEN', {READ}); }}, success: draw}});",
    "fetched": "fetch('/api?page=1&size=3', {headers: {'X-CSRF-TOKEN': document.querySelector('meta[name=\"csrf-token\"]').content}}).then(r => r.json()).then(draw);",
    "axios": "axios.defaults.headers.common['X-CSRF-TOKEN'] = document.querySelector('meta[name=\"csrf-token\"]').getAttribute('content'); axios.post('/api', {page: 1, size: 3}).then(draw);",
    "opened": f"var x = new XMLHttpRequest(); x.open('POST', '/api'); x.setRequestHeader('X-CSRF-TOKEN', {READ}); x.send('page=1&size=3');",
    "beside": "",
    "beside-all": f"$.ajaxSetup({{headers: {{'X-CSRF-TOKEN': {READ}}}}});",
}
FILES = {"beside": f"$.ajax({{url: '/api', data: {{page: 1, size: 3}}, headers: {{'X-CSRF-TOKEN': {READ}}}, success: draw}}); {DRAW}",
         "beside-all": f"$.get('/api', {{page: 1, size: 3}}, draw); {DRAW}"}


def site(name: str) -> Site:
    """One list, whose server wants the cookie that came with the page, and the token that stands in it."""
    held = stories(8, lambda number, day: f"/kept/{number}.html", "符", 2700)

    def answer(request: Request) -> Answer:
        if request.path == "/list/":
            script = f"<script src='/js/newslist.js'></script><script>{PAGES[name]}</script>" if name in FILES else f"<script>{DRAW} {PAGES[name]}</script>"
            page = html(f"<html><head>{META}</head><body><ul id='l'></ul>{script}</body></html>")
            return Answer(page.body, page.type, headers=(("Set-Cookie", "session=abc; Path=/; HttpOnly"),))
        if request.path == "/js/newslist.js":
            assert "X-Csrf-Token" not in {each.title() for each in request.headers}
            return Answer(FILES[name].encode(), "application/javascript")
        if request.path != "/api":
            return NOT_FOUND
        headers = {each.lower(): value for each, value in request.headers.items()}
        if headers.get("x-csrf-token") != "sesam" or "session=abc" not in headers.get("cookie", ""):
            return Answer(b"page expired", "text/plain", 419)
        fields = {**request.query, **request.form}
        number = int(fields.get("page") or (request.body.split(b'"page": ')[1:] or [b"1"])[0][:1])
        return said({"total": 8, "rows": [{"id": story.number, "title": story.title, "day": story.day} for story in held[(number - 1) * 3 : number * 3]]})

    return Site(name=f"{name}-headers", host=f"{name}.fangzhi.example", seeds=[("listing", "/list/")], holds=held, answer=answer)


@pytest.mark.parametrize("name", PAGES)
def test_a_list_is_had_whose_calls_bear_a_token_of_their_page(name: str, tmp_path: Path) -> None:
    made = site(name)
    is_held_whole(made, tmp_path)
    calls = [one.capture for one in recorded(tmp_path / "archive", made.name) if one.url.partition("?")[0].endswith("/api")]
    for call in calls:
        assert ("X-CSRF-TOKEN", "sesam") in parse_request(call.request)[2]
        assert call.asker == f"{made.address}/list/"
    assert len(calls) == 3


SENDS = {
    "header": f"$.ajax({{url: '/api', type: 'post', headers: {{'X-CSRF-TOKEN': {READ}}}, data: {{page: 1, size: 3}}, success: draw}});",
    "field": f"$.post('/api', {{page: 1, size: 3, _token: {READ}}}, draw);",
    "member": f"axios.post('/api', {{auth: {{csrf: {READ}}}, query: {{page: 1, size: 3}}}}).then(draw);",
    "query": f"var url = '/api?access_token=' + {READ}; function load(page) {{ $.post(url, {{page: page, size: 3}}, draw); }} load(1);",
    "address": f"function load(page) {{ $.get('/api?size=3&token=' + {READ} + '&page=' + page, draw); }} load(1);",
}


@pytest.mark.parametrize(("how", "good", "asked"), [
    ("header", 2, 2), ("field", 2, 2), ("member", 2, 2), ("query", 2, 2), ("address", 2, 2), ("header", 0, 2), ("query", 0, 2),
    ("field", 9, 1)])
def test_a_call_that_is_refused_is_made_once_more_with_the_token_that_its_page_has_then(how: str, good: int, asked: int, tmp_path: Path) -> None:
    held, tokens, left = stories(8, lambda number, day: f"/kept/{number}.html", "签", 2800), [0], [0]

    def answer(request: Request) -> Answer:
        if request.path == "/list/":
            tokens[0], left[0] = tokens[0] + 1, good
            return html(f"<html><head><meta name='csrf-token' content='t{tokens[0]}'></head><body><ul id='l'></ul><script>{DRAW} {SENDS[how]}</script></body></html>")
        if request.path != "/api":
            return NOT_FOUND
        sent = json.loads(request.body) if request.body.startswith(b"{") else {"auth": {}, "query": {**request.query, **request.form}}
        given = next(filter(None, (sent["auth"].get("csrf"), *map({**request.query, **request.form}.get, ("_token", "access_token", "token")),
                                   {each.lower(): value for each, value in request.headers.items()}.get("x-csrf-token"))), None)
        if given != f"t{tokens[0]}" or left[0] == 0:
            return Answer(b"page expired", "text/plain", 419)
        left[0] -= 1
        number = int(sent["query"]["page"])
        return said({"total": 8, "rows": [{"id": story.number, "title": story.title, "day": story.day} for story in held[(number - 1) * 3 : number * 3]]})

    made = Site(name="renewed", host="renewed.fangzhi.example", seeds=[("listing", "/list/")], holds=held if good else [], answer=answer)
    is_held_whole(made, tmp_path)
    assert sum(one.path == "/list/" for one in made.asked) == asked
    calls = sum(one.path == "/api" for one in made.asked)
    is_held_whole(made, tmp_path)
    assert sum(one.path == "/api" for one in made.asked) - calls <= 2  # the first page, once more with another token where that is refused
    for check in ("verify", "rebuild"):
        told = fangzhi(check, tmp_path / "archive", "--portals", tmp_path)
        assert told.returncode == 0, told.stdout + told.stderr
