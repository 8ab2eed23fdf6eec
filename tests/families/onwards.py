"""Lists that go on by what only their scripts and forms say: a pager's object, a box for the page, a field of choices that is sent, an address
with a place for the page, the last row; answers that are no JSON; rows that are pressed."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re

from tests.families.scripted import SIZE, milliseconds, page, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong

HOST = "onwards.fangzhi.example"
NAMES = ("prefix", "box", "chosen", "sent", "place", "last", "loose", "nested", "pressed", "given", "timed", "ids", "serial", "image", "xml")
HELD: dict[str, list[Story]] = {name: stories(8, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", topic, 3200 + 20 * first)  # type: ignore[misc]
                                for first, (name, topic) in enumerate(zip(NAMES, "前框选发位末松套按予时号串图标", strict=True))}
PART = {name: held for name, held in HELD.items() if name in ("place", "last", "loose", "nested", "serial", "xml")}
BACK = "javascript:setTimeout('__doPostBack(\\'ddlPage\\',\\'\\')', 0)"


def choices(number: int, name: str, more: str = "") -> str:
    options = "".join(f"<option value='{each}'{' selected' if each == number else ''}>{each}</option>" for each in (1, 2, 3))
    return f"<select name='{name}'{more}>{options}</select>"


def rows(name: str, number: int) -> str:
    return f"<ul>{items(page(HELD[name], number))}</ul>"


def prefix(request: Request) -> Answer:
    """A pager is told its files, and counts from 0."""
    number = {"/prefix/": 0, "/prefix/index_1.htm": 1, "/prefix/index_2.htm": 2}.get(request.path)
    return NOT_FOUND if number is None else html(f"{rows('prefix', number + 1)}<p><script>Pager({{size:3,current:{number},prefix:'index',suffix:'htm'}});</script></p>")


def box(request: Request) -> Answer:
    """The page is typed into a box; how many there are, words say."""
    number = int(request.query.get("page") or 1)
    return html(f"{rows('box', number)}<p>第{number}页/共3页 到第<input id='pn' value='{number}'>页 <a href='#' onclick='jump()'>GO</a></p>"
                "<script>function jump() { var p = document.getElementById('pn').value; location.href = '/box/?cid=3&page=' + p; }</script>")


def chosen(request: Request) -> Answer:
    """The page is chosen in a form, which a button sends; another field of the form chooses months."""
    if request.query.get("lm") != "3":
        return wrong(request, "the form is not the page's")
    number = int(request.query.get("page") or 1)
    return html(f"{rows('chosen', number)}<form action='/chosen/' method='get'><input type='hidden' name='lm' value='3'>"
                f"共8条记录 转到第{choices(number, 'page')}页 <input type='submit' value='GO'></form>")


def sent(request: Request) -> Answer:
    """The page is chosen in a field that sends the form itself."""
    told = request.form
    if request.method == "POST" and (told["__EVENTTARGET"], told["unit"], told["__VIEWSTATE"][:2]) != ("ddlPage", "nyj", "vs"):
        return wrong(request, "the form is not the page's")
    number = int(told.get("ddlPage") or 1)
    unit = "<select name='unit'><option value='nyj' selected>能源局</option></select>"
    return html(f"<form method='post' action='/sent/'><input type='hidden' name='__EVENTTARGET' value=''><input type='hidden' name='__VIEWSTATE' value='vs{number}'>{unit}"
                f"{rows('sent', number)}共8条 第{number}页/共3页 跳转到" + choices(number, "ddlPage", f' onchange="{BACK}"') + "页</form>")


def part(request: Request, name: str) -> Answer:
    """Pieces and answers."""
    held = HELD[name]
    if name == "place":
        number = request.query.get("page", "")
        return html(rows(name, int(number))) if number.isdigit() else wrong(request, "a number is wanted")
    if name == "last":
        begun = next((at + 1 for at, story in enumerate(held) if str(story.number) == request.query.get("lastId")), 0)
        return said({"code": 0, "data": [{"id": story.number, "title": story.title, "shareUrl": story.path, "publishTime": milliseconds(story)} for story in held[begun : begun + SIZE]]})
    if name == "loose":
        shown = "".join(f"{{'id':'{story.number}','title':'{story.title}','url':'{story.path}','time':'{story.day.replace('-', '/')} 0:00:00'}}," for story in page(held, int(request.form["currpage"]) + 1))
        return Answer(f"{{total:'8',list:[{shown}]}}".encode("gb18030"), "text/plain")
    if name == "serial":
        if request.form.get("_csrf") != "tok" or "XSRF=tok" not in request.headers.get("Cookie", ""):
            return wrong(request, "the form and its session are wanted")
        return html(f"{rows(name, int(request.form['page']) + 1)}<p>共3页</p>")
    if name == "xml":
        shown = "".join(f"<item><title><![CDATA[{story.title}]]></title><url>{story.path}</url><pubdate>{story.day} 08:00:00</pubdate></item>"
                        for story in page(held, int(request.path[-5])))
        return Answer(f"<?xml version='1.0' encoding='utf-8'?><list total='8'>{shown}</list>".encode(), "text/xml") if shown else NOT_FOUND
    asked = json.loads(request.body)
    return said({"data": {"page": {"total": 8, "records": [{"title": story.title, "createDate": story.day, "post_url": story.path, "pic_url": "/p/1.jpg"} for story in page(held, asked["page"]["current"])]}}})


SCRIPTS = {
    "serial": "<form id='sf'><input type='hidden' name='_csrf' value='tok'><input type=hidden name='page' id='page' value='0'></form><div id='res'></div><script>"
              "function search(p) { $('#page').val(p); $.post('/serial/part', $('#sf').serialize(), function (d) { $('#res').html(d) }) } search(0);</script>",
    "xml": "<ul id='l'></ul><script>function load(p) { $.get('/xml/part_' + p + '.xml', function (x) { $(x).find('item').each(draw) }) } load(1);</script>",
    "place": "<div id='rows'></div><div class='more' data-url='/place/part?page={page}' data-page='1'>加载更多</div><script>$(window).scroll(function () { var b = $('.more'); "
             "$.get(b.data('url').replace('{page}', p), function (part) { $('#rows').append(part) }) });</script>",
    "last": "<ul id='l'></ul><script>var lastId = '';\nfunction more() { $.getJSON('/last/part?size=3&lastId=' + lastId, function (d) { $.each(d.data, function (i, v) { "
            "$('#l').append('<li><a href=\"' + v.shareUrl + '\">' + v.title + '</a></li>'); lastId = v.id; }) }) } more();</script>",
    "loose": "<ul></ul><script>function load(p) { $.post('/loose/part', { operate: 4, currpage: p, rows: 3 }, function (d) { eval('var o=' + d); show(o.list) }) } load(0);</script>",
    "nested": "<ul></ul><script>function query(cur) { fetch('/nested/search/search/search/part', { method: 'POST', headers: { 'Content-Type': 'application/json' }, "
              "body: JSON.stringify({ page: { current: cur, size: 3 }, channelId: '5e' }) }).then(draw) } query(1)</script>",
}


def row(name: str, story: Story) -> str:
    """Rows that are pressed, or whose day an attribute has."""
    if name == "pressed":
        return f"<div class='row' onclick=\"window.open('{story.path}')\"><ul><li><a title='{story.title}'>{story.cut}</a></li><li>{story.day} 10:20:00</li></ul></div>"
    if name == "ids":
        return f"<li><a href='javascript:void(0)' onclick=\"toDetail('{story.number}','{story.path.split('/')[2]}')\" title='{story.title}'>{story.cut}</a><span>{story.day}</span></li>"
    if name == "given":
        return f"<li><a href='javascript:redirectpage(\"{story.path}\",\"1\")' title='{story.title}'>{story.cut}</a><span>{story.day}</span></li>"
    if name == "image":
        return f"<tr><td><a href='{story.path}'>{story.title}</a></td><td>{story.day.replace('-', '/')}</td></tr>"
    return f"<article class='post'><h2><a href='{story.path}'>{story.title}</a></h2><time datetime='{story.day}T09:30:00+08:00'>3 天前</time><p>摘要</p></article>"


def listed(request: Request, name: str) -> Answer:
    number = int(request.query.get("page") or 1)
    on = f"<a href='/{name}/?page={number + 1}'>下一页</a>" if number < 3 else ""
    if name == "image" and number < 3:
        on = f"<a href='javascript:' onclick='javascript:RefreshPageTo(event, \"/image/?Paged=TRUE\\u0026page={number + 1}\");return false;'><img src='/next.gif' alt='下一页'></a>"
    if name == "ids":
        on += "<script>function toDetail(id, month) { window.open('/ids/' + month + '/' + id + '.html'); }</script>"
    beside = "<h2>归档</h2><ul>" + "".join(f"<li><a href='/2019/0{each}'>2019年{each}月</a></li>" for each in (3, 2, 1)) + "</ul>" if name == "timed" else ""
    shown = "".join(row(name, story) for story in page(HELD[name], number))
    shown = f"<table>{shown}</table>" if name == "image" else shown
    return html(f"<html><body><div>{shown}</div><p>共8条 {on}</p>{beside}</body></html>")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    name = request.path.split("/")[1]
    if name in PART and re.search(r"/part(?:_\d\.xml)?$", request.path):
        return part(request, name)
    if name in SCRIPTS and request.path == f"/{name}/":
        shown = html(f"<html><body>{SCRIPTS[name]}</body></html>")
        return Answer(shown.body, shown.type, headers=(("Set-Cookie", "XSRF=tok; Path=/"),)) if name == "serial" else shown
    if name == "prefix":
        return prefix(request)
    if request.path != f"/{name}/":
        return NOT_FOUND
    turned = {"box": box, "chosen": chosen, "sent": sent}.get(name)
    return turned(request) if turned is not None else listed(request, name) if name in HELD else NOT_FOUND


SITE = Site(name="onwards-site", host=HOST, answer=answer, holds=[story for held in HELD.values() for story in held], totals=(8,), pages=(3,),
            seeds=[("listing", f"/{name}/{'?lm=3' if name == 'chosen' else ''}") for name in NAMES])
