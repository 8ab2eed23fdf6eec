"""A list whose call stands in a file of its own is found, and what is no list's script is not asked for."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawling import fangzhi, lines
from tests.families.serving import NOT_FOUND, Answer, FamilyServer, Request, Site, html, stories, wrong

HELD = stories(8, lambda number, day: f"/doc/{number}.html", "件", 2000)
HEAD = "<script src='/js/jquery.page.min.js'></script><script src='/js/nav.js'></script><script src='http://cdn.fangzhi.example/js/list.js'></script>"
CODE = """$(function () { var page = 1;
 function load(page) { $.ajax({ url: '/api/docs', type: 'post', data: { channel: channelId, pageNo: page, pageSize: rows }, success: function (res) {
  $.each(res.list, function (i, item) { $('#ul').append('<li><a href="/doc/' + item.id + '.html">' + item.title + '</a></li></script>'); }); } }); }
 load(page); $('#more').click(function () { load(++page); }); });"""


def is_held_whole(site: Site, folder: Path) -> None:
    """Crawls a site into an archive in the folder, and asserts that it then holds all stories, by their titles, and nothing else."""
    (folder / f"{site.name}.toml").write_text(site.portal_file(), encoding="utf-8")
    with FamilyServer([site]) as server:
        words = ["crawl", site.name, "--archive", folder / "archive", "--portals", folder, "--json", *server.pins()]
        done = fangzhi(*words)
    assert {line["url"]: line["title"] for line in lines(folder / "archive", site.name)} == {url: story.title for url, story in site.urls().items()}, done.stderr[-2000:]


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/docs/":
        return html(f"<html><head>{HEAD}</head><body><ul id='ul'></ul><a id='more'>更多</a><script>var channelId = 'c-7', rows = 3;</script><script src='../js/newslist.js?v=2'></script></body></html>")
    if request.path == "/js/newslist.js":
        return Answer(CODE.encode(), "application/javascript")
    if request.path == "/api/docs":
        if request.form.get("channel") != "c-7" or request.form.get("pageSize") != "3":
            return wrong(request, "the script asks otherwise")
        number = int(request.form["pageNo"])
        rows = [{"id": story.number, "title": story.title, "date": story.day} for story in HELD[(number - 1) * 3 : number * 3]]
        return Answer(json.dumps({"list": rows}).encode(), "application/json")
    return wrong(request, "no script of a list") if request.path.endswith(".js") else NOT_FOUND


def test_the_script_is_asked_for_once_and_read_as_if_it_stood_in_the_page(tmp_path: Path) -> None:
    site = Site(name="own-site", host="own.fangzhi.example", seeds=[("listing", "/docs/")], holds=HELD, answer=answer, hosts=("cdn.fangzhi.example",))
    is_held_whole(site, tmp_path)
    asked = Counter(request.path for request in site.asked if request.path not in {story.path for story in HELD})
    assert site.mistakes == []
    assert asked == {"/docs/": 1, "/js/newslist.js": 1, "/api/docs": 3} | ({"/robots.txt": asked["/robots.txt"]} if "/robots.txt" in asked else {})


RENDER = """$(function () { var id = $('meta[name="channelid"]').attr('content'), size = $('#pageSize').val();
 function list(page) { $.ajax({ url: '/searchList/' + id + '?_isJson=true&_pageSize=' + size + '&page=' + page, success: function (res) { render(res.data.results); } }); }
 list(1); });"""


def rendered(request: Request) -> Answer:
    """A script that reads its page's head and a hidden field."""
    if request.path == "/docs/":
        return html("<html><head><meta name='channelid' content='c-8'></head><body><ul id='ul'></ul><input type='hidden' id='pageSize' value='3'><script src='/js/render.js'></script></body></html>")
    if request.path == "/js/render.js":
        return Answer(RENDER.encode(), "application/javascript")
    if request.path == "/searchList/c-8" and request.query.get("_pageSize") == "3":
        number = int(request.query["page"])
        rows = [{"title": story.title, "url": story.path, "publishedTimeStr": story.day} for story in HELD[(number - 1) * 3 : number * 3]]
        return Answer(json.dumps({"data": {"total": len(HELD), "results": rows}}).encode(), "application/json")
    return NOT_FOUND


def test_the_script_is_told_what_it_reads_from_its_page(tmp_path: Path) -> None:
    site = Site(name="told-site", host="told.fangzhi.example", seeds=[("listing", "/docs/")], holds=HELD, answer=rendered)
    is_held_whole(site, tmp_path)


LIST = """$(function () { load(1); });
function load(page) { $.get(baseUrl + '/docs', { site: siteId, pageNo: page, pageSize: 3 }, function (d) { d.rows.forEach(function (n) { $('#ul').append('<li><a href="/doc/' + n.id + '.html">' + n.title + '</a></li>') }) }) }"""


def configured(request: Request) -> Answer:
    """A script of which another file says where it asks."""
    if request.path == "/docs/":
        return html("<html><body><ul id='ul'></ul><script src='/js/nav.js'></script><script src='/js/config.js'></script><script src='/js/common.js'></script><script src='/js/docList.js'></script></body></html>")
    files = {"/js/config.js": "var baseUrl = '/gateway/api';", "/js/common.js": "var siteId = 3; function trim(s) { return s; }", "/js/docList.js": LIST}
    if request.path in files:
        return Answer(files[request.path].encode(), "application/javascript")
    if request.path == "/gateway/api/docs" and request.query.get("site") == "3":
        number = int(request.query["pageNo"])
        rows = [{"id": story.number, "title": story.title, "date": story.day} for story in HELD[(number - 1) * 3 : number * 3]]
        return Answer(json.dumps({"rows": rows, "total": len(HELD)}).encode(), "application/json")
    return wrong(request, "no script of a list")


DRAWN = '''new Vue({el: "#app", data() { return { docs: [], form: { pageNo: 1, pageSize: 3, site: "37" } } }, created: function () { this.load() }, methods: { load() { var that = this;
 axios({ url: "/api/docs", method: "post", data: JSON.stringify(that.form), headers: { "Content-Type": "application/json" } }).then(function (e) { that.docs = e.data.rows }) } } });'''


def drawn(request: Request) -> Answer:
    """A page that a script draws whose name says nothing of lists."""
    if request.path == "/docs/":
        return html("<html><body><div id='app'><p v-for='d in docs'><a :href=\"'/doc/' + d.id + '.html'\">{{ d.title }}</a></p></div><script src='/js/vue.min.js'></script><script src='/js/common.js'></script><script src='/js/policy.min.js'></script></body></html>")
    if request.path == "/js/policy.min.js":
        return Answer(DRAWN.encode(), "application/javascript")
    if request.path == "/api/docs" and json.loads(request.body).get("site") == "37":
        number = int(json.loads(request.body)["pageNo"])
        rows = [{"id": story.number, "title": story.title, "date": story.day} for story in HELD[(number - 1) * 3 : number * 3]]
        return Answer(json.dumps({"rows": rows, "total": len(HELD)}).encode(), "application/json")
    return wrong(request, "no script of a list")


BASED = '''new Vue({ el: "#app", data: { docs: [], query: { pageNum: 1, pageSize: 3, site: "37" } }, created: function () { this.load() }, methods: { load: function () { var me = this;
 request({ url: "/docs", method: "get", params: this.query }).then(function (e) { me.docs = e.rows }) } } });'''
SERVICE = "const service = axios.create({ baseURL: '/prod-api', timeout: 9000 }); service.interceptors.response.use(r => r.data); function request(options) { return service(options) }"


POSTED = BASED.replace('request({ url: "/docs", method: "get", params: this.query })', 'post("/docs", this.query)')
POSTING = "const service = axios.create({ baseURL: '/prod-api' }); function post(url, data) { return service({ url: url, method: 'post', data: Qs.stringify(data), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }) }"


def posted(request: Request) -> Answer:
    """The same with a function of the other file that sends forms."""
    if request.path in ("/js/http.js", "/js/docList.js"):
        return Answer((POSTING if request.path == "/js/http.js" else POSTED).encode(), "application/javascript")
    if request.path == "/prod-api/docs" and request.form.get("site") == "37":
        return rows_of(int(request.form["pageNum"]))
    return based(request)


def based(request: Request) -> Answer:
    """A script that asks by a function of another file, where its addresses begin."""
    if request.path == "/docs/":
        return html("<html><body><div id='app'><p v-for='d in docs'><a :href=\"'/doc/' + d.id + '.html'\">{{ d.title }}</a></p></div><script src='/js/vue.min.js'></script><script src='/js/axios.min.js'></script><script src='/js/http.js'></script><script src='/js/docList.js'></script></body></html>")
    if request.path in ("/js/http.js", "/js/docList.js"):
        return Answer((SERVICE if request.path == "/js/http.js" else BASED).encode(), "application/javascript")
    if request.path == "/prod-api/docs" and request.query.get("site") == "37":
        return rows_of(int(request.query["pageNum"]))
    return wrong(request, "no script of a list")


BUNDLE = '''!function(){"use strict";var e={463:function(e,t,n){}},r="/cms";function l(e,t){return fetch("".concat(r,"/docs?site=").concat(e,"&page=").concat(t,"&size=3")).then((function(e){return e.json()}))}
function i(){var n=(0,a.useState)([]);return(0,a.useEffect)((function(){l("37",1).then((function(e){n[1](e.rows)}))}),[]),(0,s.jsx)("ul",{children:n[0].map((function(e){return(0,s.jsx)("a",{href:"/doc/".concat(e.id,".html"),children:e.title},e.id)}))})}}();'''


def bundled(request: Request) -> Answer:
    """A page that is nothing but a place for a program, which a compiler wrote."""
    if request.path == "/docs/":
        return html('<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/static/js/vendors.1a2b.chunk.js"></script><script src="/static/js/main.8f3a.js"></script></body></html>')
    if request.path == "/static/js/main.8f3a.js":
        return Answer(BUNDLE.encode(), "application/javascript")
    if request.path == "/cms/docs" and request.query.get("site") == "37":
        return rows_of(int(request.query["page"]))
    return wrong(request, "no script of a list")


OPEN = '''var http = axios.create({ baseURL: window.CONFIG.base, headers: { "X-App-Token": window.CONFIG.token } });
http.get("/docs", { params: { current: 1, size: 3 } }).then(function (r) { r.rows.forEach(function (x) { list.innerHTML += '<p><a href="/doc/' + x.id + '.html">' + x.title + '</a></p>' }) });'''


def given(request: Request) -> Answer:
    """A script that takes where it asks, and by which token, from an object of the page."""
    if request.path == "/docs/":
        return html("<html><body><div id='app'></div><script>window.CONFIG = { base: '/open-api', token: 'abc-1' };</script><script src='/js/news.js'></script></body></html>")
    if request.path == "/js/news.js":
        return Answer(OPEN.encode(), "application/javascript")
    if request.path == "/open-api/docs" and request.headers.get("X-App-Token") == "abc-1":
        return rows_of(int(request.query["current"]))
    return wrong(request, "no script of a list")


COMMON = "function getList(p) { $.post('/docs/data.do', { site: 37, pageIndex: p, pageSize: 3 }, function (r) { for (var i = 0; i < r.rows.length; i++) $('#box').append(\"<li><a href='/doc/\" + r.rows[i].id + \".html'>\" + r.rows[i].title + \"</a></li>\") }) }"


def elsewhere(request: Request) -> Answer:
    """A page whose own script does no more than call a function that a file of all pages has."""
    if request.path == "/docs/":
        return html("<html><body><p>本栏目公开文件。</p><div id='box'></div><script src='/js/jquery.min.js'></script><script src='/js/common.js'></script><script>$(function () { getList(1); });</script></body></html>")
    if request.path == "/js/common.js":
        return Answer(COMMON.encode(), "application/javascript")
    if request.path == "/docs/data.do" and request.form.get("site") == "37":
        return rows_of(int(request.form["pageIndex"]))
    return wrong(request, "no script of a list")


def rows_of(number: int) -> Answer:
    """A page of what is held."""
    rows = [{"id": story.number, "title": story.title, "date": story.day} for story in HELD[(number - 1) * 3 : number * 3]]
    return Answer(json.dumps({"rows": rows, "total": len(HELD)}).encode(), "application/json")


ONCE = '''$(function () { function show(p) { for (var i = (p - 1) * 3; i < Math.min(p * 3, held.length); i++) { $('#ul').append('<li><a href="' + held[i].URL + '">' + held[i].TITLE + '</a></li>'); } } var held = [];
 $.ajax({ url: "./DOCS.json", type: "get", dataType: "json", success: function (data) { held = data; show(1); } }); });'''


def at_once(request: Request) -> Answer:
    """A script that asks for all rows in one file beside its page."""
    if request.path == "/docs/":
        return html("<html><body><ul id='ul'></ul><script src='/docs/list.js'></script></body></html>")
    if request.path == "/docs/list.js":
        return Answer(ONCE.encode(), "application/javascript")
    rows = [{"TITLE": story.title, "SUB_TITLE": "", "URL": story.path, "DOCRELPUBTIME": story.day} for story in HELD]
    return Answer(json.dumps(rows).encode(), "application/json") if request.path == "/docs/DOCS.json" else NOT_FOUND


@pytest.mark.parametrize(("name", "serving"), [("drawn-site", drawn), ("once-site", at_once), ("based-site", based), ("posted-site", posted),
                                                ("bundled-site", bundled), ("elsewhere-site", elsewhere), ("given-site", given)])
def test_of_a_page_that_a_script_draws_the_script_is_read_whatever_it_is_called(tmp_path: Path, name: str, serving: Callable[[Request], Answer]) -> None:
    site = Site(name=name, host=f"{name}.fangzhi.example", seeds=[("listing", "/docs/")], holds=HELD, answer=serving)
    is_held_whole(site, tmp_path)
    assert site.mistakes == []


def test_a_script_is_told_what_the_page_s_files_of_settings_say(tmp_path: Path) -> None:
    site = Site(name="set-site", host="set.fangzhi.example", seeds=[("listing", "/docs/")], holds=HELD, answer=configured)
    is_held_whole(site, tmp_path)
    assert site.mistakes == []
    asked = Counter(request.path for request in site.asked if request.path.endswith(".js"))
    assert asked == {"/js/docList.js": 1, "/js/config.js": 1, "/js/common.js": 1}
