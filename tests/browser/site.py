"""A portal whose HTML holds nothing but scripts, and which tries to get out: another host, a private address, a WebSocket."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, stories

NEWS = stories(9, lambda number, day: f"/#/detail/{number}", "动态", 1)
ARTICLES = stories(9, lambda number, day: f"/detail/{number}.html", "动态", 1)
HOST = "spa.fangzhi.example"
# The address of the call is put together by arithmetic, so that only a running script knows it.
LIST = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>列表</title><script src="/app.js"></script></head>
<body><div id="app">正在加载……</div><button id="more" style="display:none">加载更多</button></body></html>"""
APP = """
var shown = 0, base = ['a', 'p', 'i'].join('');
function show() {
  fetch('/' + base + '/' + (40 + 2) + '/rows?from=' + shown).then(r => r.json()).then(data => {
    var app = document.getElementById('app');
    if (!shown) app.innerHTML = '<ul class="news"></ul>';
    data.forEach(row => { app.querySelector('ul').innerHTML += '<li><a href="/detail/' + row.n + '.html" title="' + row.t + '">' + row.t.slice(0, 8) + '...</a><span>' + row.d + '</span></li>'; });
    shown += data.length;
    document.getElementById('more').style.display = data.length ? 'block' : 'none';
  });
}
document.addEventListener('DOMContentLoaded', function () {
  document.getElementById('more').onclick = show;
  show();
  new Image().src = 'http://127.0.0.1:PORT/private';
  fetch('http://127.0.0.1:PORT/private').catch(function () {});
  try { new WebSocket('ws://127.0.0.1:PORT/socket'); } catch (error) {}
  setTimeout(function () { location.href = 'http://elsewhere.fangzhi.example/'; }, 50);
});
"""
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>详情</title><script src="/detail.js"></script></head>
<body><div id="app"></div></body></html>"""
DETAIL = """
document.addEventListener('DOMContentLoaded', function () {
  var number = location.pathname.replace(/[^0-9]/g, '');
  var call = new XMLHttpRequest();
  call.open('POST', '/detail/data');
  call.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  call.onload = function () {
    var story = JSON.parse(call.responseText);
    document.title = story.t;
    document.getElementById('app').innerHTML = '<h1>' + story.t + '</h1><p>发布时间：' + story.d + ' 09:30</p><div id="zoom">' + story.b + '</div>';
  };
  call.send('id=' + number);
});
"""


def answer(port: int, request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/list.html":
        return html(LIST, "gb2312", named=False)
    if request.path in ("/app.js", "/detail.js"):
        text = APP.replace("PORT", str(port)) if request.path == "/app.js" else DETAIL
        return Answer(text.encode(), "application/javascript; charset=utf-8")
    if request.path == "/api/42/rows":
        start = int(request.query["from"])
        return Answer(json.dumps([{"n": one.number, "t": one.title, "d": one.day} for one in ARTICLES[start : start + 4]]).encode(), "application/json")
    if request.path.startswith("/detail/") and request.path.endswith(".html"):
        return html(SHELL)
    if request.path == "/detail/data" and request.method == "POST":
        story = next(one for one in ARTICLES if one.number == int(request.form["id"]))
        text = "".join(f"<p>{story.title}，这是第{part}段正文，说明第{story.number}项工作的进展和下一步安排，有关部门要抓好落实。</p>" for part in range(3))
        return Answer(json.dumps({"t": story.title, "d": story.day, "b": text}).encode(), "application/json")
    if request.path == "/never.html":
        return html("<html><body><script>for (;;) {}</script></body></html>")
    return NOT_FOUND


def site() -> Site:
    """A fresh one; its `answer` is set when the port is known."""
    return Site(name="spa", host=HOST, seeds=[("listing", "/list.html")], holds=[], answer=lambda request: NOT_FOUND, hosts=("elsewhere.fangzhi.example",))


BROWSER = '[browser]\nrender = true\nmore = "#more"\ntimeout = 40\n'
