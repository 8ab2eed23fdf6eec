"""Lists that say by the way where they end and how much they have: totals under names that say nothing, flags, words under a piece, a dead
下一页, one row on the last page; calls whose number lies amid a path; rows of an answer that a press opens."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re

from tests.families.asking import answered
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, article, html, items, stories, wrong

SIZE = 3


def numbered(name: str, count: int, first: int) -> list[Story]:
    return stories(count, lambda number, day: f"/{name}/{day:%Y%m}/{number}.html", "定数", first)


LAST = numbered("last", 8, 1)
PAIR = numbered("pair", 18, 20)
ENDED = numbered("ended", 6, 40)
OVER = numbered("over", 6, 50)
PIECE = numbered("piece", 6, 60)
JOINED = numbered("joined", 6, 70)
AMID = numbered("amid", 5, 80)
PUT = numbered("put", 6, 90)
DEAD = numbered("dead", 8, 100)
FROM_ONE = stories(8, lambda number, day: f"/one/{day:%Y%m}/t{day:%Y%m%d}_{number}.html", "起一", 110)
ALONE = stories(7, lambda number, day: f"/Item/{number}.aspx", "独行", 120)
PRESSED = stories(7, lambda number, day: f"/pressed/art/{day.year}/art_{number:032x}.html", "按开", 130)
HELD = stories(5, lambda number, day: f"/held/{day:%Y%m}/t{day:%Y%m%d}_{number}.html", "持址", 140)
HIDDEN = stories(8, lambda number, day: f"/hidden/c100/{day:%Y-%m}/{day:%d}/content_{number:032x}.shtml", "隐数", 150)
PINNED = numbered("pinned", 8, 160)
PARSED = numbered("parsed", 8, 170)
TEXTED = numbered("texted", 5, 180)
AROUND = numbered("around", 7, 190)
UNTOLD = numbered("untold", 5, 200)
ENDING = stories(5, lambda number, day: f"/ending/{day:%Y%m}/t{day:%Y%m%d}_{number}.shtml", "尾名", 210)
BEHIND = numbered("behind", 7, 220)
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
MENU = "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/zwgk/'>公开</a></li><li><a href='/bsfw/'>服务</a></li></ul>"
SCRIPTS = {
    "last": "function load(start) { fetch('/last/rows?start=' + start + '&limit=3').then(r => r.json()).then(d => d.b.forEach(draw)); } load(0);",
    "pair": "function load(p) { $.getJSON('/pair/rows', {page: p, size: 3}, draw); } load(1);",
    "ended": "function load(p) { $.getJSON('/ended/rows', {page: p, size: 3}, draw); } load(1);",
    "joined": "function load(page) { var u = ['/joined/api', 'col', 12, page, 3].join('/'); $.getJSON(u, draw); } load(1);",
    "amid": "var page = 1; function load() { $.ajax({url: '/amid/data/col_' + 8 + '_' + page + '_list.json', dataType: 'json', success: function (d) { draw(d); page++; }}); } load();",
    "pinned": "function load(p) { $.getJSON('/pinned/rows', {page: p, size: 3}, draw); } load(1);",
    "texted": "var pageIndex = 0; function list(i) { var params = {categoryNum: '7', pageIndex: i, pageSize: 3}; $.post('/texted/list', {params: JSON.stringify(params)}, draw); }"
              " list(pageIndex);",
    "around": "function load(p) { $.ajax({url: '/around/feed.jsp', data: {cur_page: p, num: 3}, dataType: 'xml', success: draw}); } load(1);",
    "untold": "function load(p) { $.get('/untold/rows', {page: p, size: 3}, draw); } load(1);",
    "behind": "var before = ''; function load() { $.getJSON('/behind/rows', {before: before, limit: 3}, function (d) { d.list.forEach(draw); "
              "before = d.list[d.list.length - 1].time; }); } load();",
    "put": "var form = '/put/api/list-{page}-3.json'; function load(n) { $.getJSON(form.replace('{page}', n), draw); } load(1);",
}


def page(body: str) -> Answer:
    return html(f"<!DOCTYPE html><html><head><title>栏目</title></head><body>{body}</body></html>")


def rows_of(holds: list[Story], number: int) -> list[dict[str, str]]:
    return [{"title": story.title, "link": story.path, "time": story.day} for story in holds[number * SIZE - SIZE : number * SIZE]]


def called(request: Request) -> Answer | None:
    """Answers as JSON."""
    asked = int(request.query.get("page") or request.query.get("p") or 1)
    if request.path == "/last/rows":
        return answered({"a": 8, "b": rows_of(LAST, int(request.query["start"]) // SIZE + 1)})
    if request.path == "/pair/rows":
        return answered({"x": 18, "y": 6, "z": rows_of(PAIR, asked)})
    if request.path == "/ended/rows":
        return answered({"isEnd": int(asked == 2), "list": [{**row, "isEnd": 1} for row in rows_of(ENDED, asked)]})
    if request.path == "/over/rows":
        return answered({"more": asked < 2, "list": rows_of(OVER, asked)}) if asked == 2 else wrong(request, "the first page is there")
    if request.path == "/piece/part":
        end = "<li class='end'>没有更多内容了</li>"
        return html(items(PIECE[3:]) + end) if asked == 2 else wrong(request, "the first piece is there")
    if request.path == "/texted/list":
        params = json.loads(request.form["params"]) if "params" in request.form else None
        return wrong(request, "params hold what is asked") if params is None else answered(
            {"custom": json.dumps({"Table": rows_of(TEXTED, int(params["pageIndex"]) + 1), "RowCount": 5})})
    if request.path == "/around/feed.jsp":
        number = int(request.query["cur_page"])
        articles = "".join(f"<article><Title>{row['title']}</Title><LinkUrl>{row['link']}</LinkUrl><ShowTime>{row['time']}</ShowTime></article>" for row in rows_of(AROUND, number))
        return Answer(f"<?xml version='1.0'?><result><page><total>7</total><cur>{number}</cur></page><list>{articles}</list></result>".encode(), "text/xml")
    if request.path == "/behind/rows":
        left = [story for story in BEHIND if story.day < (request.query["before"] or "9")]
        return answered({"list": [{**row, "id": 7} for row in rows_of(left, 1)]})
    if request.path == "/untold/rows":
        return answered({"n": [{"t": row["title"], "u": row["link"], "d": row["time"]} for row in rows_of(UNTOLD, asked)]})
    if request.path == "/pinned/rows":
        return answered({"data": {"top": rows_of(PINNED[:2], 1), "page": {"list": rows_of(PINNED[2:], asked), "total": 6}}})
    if request.path == "/parsed/more":
        number = int(request.form["page"])
        html_of = items(PARSED[number * 3 - 3 : number * 3])
        return answered({"html": html_of, "last": number == 3}) if number > 1 else wrong(request, "the first page is there")
    named = re.fullmatch(r"/joined/api/col/12/(\d)/3|/amid/data/col_8_(\d)_list\.json|/put/api/list-(\d)-3\.json", request.path)
    if named is None:
        return None
    holds = {"joined": JOINED, "amid": AMID, "put": PUT}[request.path.split("/")[1]]
    told = {} if holds is AMID else {"total": len(holds)}
    rows = rows_of(holds, int(next(filter(None, named.groups()))))
    return answered({**told, "rows": rows}) if rows else NOT_FOUND


def shown(request: Request) -> Answer | None:
    """Lists as pages."""
    if request.path == "/over/":
        return page(f"<ul>{items(OVER[:3])}</ul><a onclick='more()'>加载更多</a><script>var page = 1; function more() {{ page++; $.getJSON('/over/rows?size=3&page=' + page, draw); }}</script>")
    if request.path == "/piece/":
        return page(f"<ul id='l'>{items(PIECE[:3])}</ul><a id='more'>更多</a><script>var n = 1; $('#more').click(function () {{ n++; $.get('/piece/part', {{page: n}}, add); }});</script>")
    if request.path == "/dead/search":
        number = int(request.query.get("page", 1))
        onwards = f"<a class='next' href='/dead/search?channelid=7&amp;page={number + 1}'>下一页</a>" if number < 3 else "下一页"
        return page(f"<ul>{items(DEAD[number * 3 - 3 : number * 3])}</ul><div>共 8 条记录 {onwards}</div>")
    if (file := re.fullmatch(r"/one/(?:index|index_([23]))\.html", request.path)) is not None:
        number = int(file[1] or 1)
        return page(f"{MENU}<ul>{items(FROM_ONE[number * 3 - 3 : number * 3])}</ul><script>createPageHTML(3, {number}, 'index', 'html');</script>")
    if request.path == "/List.aspx":
        number = int(request.form.get("__EVENTARGUMENT") or 1)
        rows = "".join(f"<tr><td><a href='{story.path[1:]}'>{story.title}</a></td><td>{story.day}</td></tr>" for story in ALONE[number * 3 - 3 : number * 3])
        onwards = f"<a href=\"javascript:__doPostBack('pager','{number + 1}')\">下一页</a>" if number < 3 else "<span disabled>下一页</span>"
        return page(f"<form method='post' action='List.aspx'><input type='hidden' name='__EVENTTARGET'><input type='hidden' name='__EVENTARGUMENT'>"
                    f"<input type='hidden' name='__VIEWSTATE' value='v{number}'><table>{rows}</table>{onwards}</form>")
    if (file := re.fullmatch(r"/held/(?:index_(1)\.html)?", request.path)) is not None:
        number = int(file[1] or 0)
        rows = "".join(f'<li data-url=".{story.path.removeprefix("/held")}"><a href="javascript:;" title="{story.title}">{story.cut}</a><em>{story.day}</em></li>'
                       for story in HELD[number * 3 : number * 3 + 3])
        return page(f"{MENU}<ul>{rows}</ul><script>createPageHTML(2, {number}, 'index', 'html');</script>")
    if (file := re.fullmatch(r"/hidden/list(?:_([23]))?\.shtml", request.path)) is not None:
        number = int(file[1] or 1)
        counts = "<input type='hidden' id='pages' value='3'><input type='hidden' id='rows' value='8'>"
        return page(f"<ul>{items(HIDDEN[number * 3 - 3 : number * 3])}</ul>{counts}<div id='page_div'></div><script>createPageHTML('page_div', "
                    f"document.getElementById('pages').value, {number}, 'list', 'shtml', $('#rows').val());</script>")
    if (file := re.fullmatch(r"/ending/(?:index_(1)\.shtml)?", request.path)) is not None:
        number = int(file[1] or 0)
        return page(f"<ul>{items(ENDING[number * 3 : number * 3 + 3], '/ending/')}</ul><script>var currentPage = {number}; var countPage = 2;</script>")
    if request.path == "/parsed/":
        return page(f"<ul id='l'>{items(PARSED[:3])}</ul><button id='b' data-page='1'>查看更多</button><script>$('#b').on('click', function () {{ "
                    "var p = parseInt($(this).attr('data-page')) + 1; $.post('/parsed/more', {page: p, cat: 4}, add); });</script>")
    if request.path == "/pressed/":
        settings = "{'webId':'3','pageId':'p','parseType':'bulidstatic','tagId':'list','tplSetId':'t','paramJson':'{\\'pageNo\\':1,\\'pageSize\\':3}'}"
        return page(f'<script src="/script/unitbuild.js" url="{UNIT}" queryData="{settings}"></script>')
    if request.path == UNIT:
        number = int(json.loads(request.query["paramJson"])["pageNo"])
        rows = "".join(f"<li onclick=\"window.open('{story.path}')\"><p title='{story.title}'>{story.cut}</p><i>{story.day}</i></li>" for story in PRESSED[number * 3 - 3 : number * 3])
        return answered({"data": {"html": f"<ul>{rows}</ul><div>共7条 第{number}/3页</div>"}})
    return None


def answer(request: Request) -> Answer:
    """As the portal's server."""
    name = request.path.strip("/")
    if name in SCRIPTS:
        return page(f"<div id='l'></div><script>{SCRIPTS[name]}</script>")
    found = next((story for story in ALONE if story.path == request.path), None)
    return article(found) if found is not None else called(request) or shown(request) or NOT_FOUND


LISTS = ("/last/", "/pair/", "/ended/", "/over/", "/piece/", "/joined/", "/amid/", "/put/", "/dead/search?channelid=7", "/one/index.html", "/List.aspx", "/pressed/", "/held/", "/hidden/list.shtml", "/pinned/", "/parsed/",
         "/texted/", "/around/", "/untold/", "/ending/", "/behind/")
REQUESTS = {"/last/": 4, "/pair/": 7, "/ended/": 3, "/over/": 2, "/piece/": 2, "/joined/": 3, "/amid/": 3, "/put/": 3, "/dead/": 3, "/one/": 3, "/List.aspx": 3,
            "/held/": 2, "/hidden/": 3, "/pinned/": 3, "/parsed/": 3, "/texted/": 3, "/around/": 4, "/untold/": 3, "/ending/": 2, "/behind/": 4}
"""By the beginning of their addresses: what asks for nothing behind the end."""
SITE = Site(name="settled-site", host="settled.fangzhi.example", answer=answer, seeds=[("listing", path) for path in LISTS], totals=(8, 18, 6, 7),
            holds=[*LAST, *PAIR, *ENDED, *OVER, *PIECE, *JOINED, *AMID, *PUT, *DEAD, *FROM_ONE, *ALONE, *PRESSED, *HELD, *HIDDEN, *PINNED, *PARSED, *TEXTED, *AROUND, *UNTOLD, *ENDING, *BEHIND])
