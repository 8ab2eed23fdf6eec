"""Lists whose way on stands where a reader does not look: in an attribute of easysite's anchors, behind quotes within quotes, in a choice
without brackets, in the search of the page's address, in a sum, in the offset of a form, in a literal with an instant, in a row of a loop;
and answers that are JSON written twice."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re
from collections.abc import Callable

from tests.families.hanweb import PROXY, head, records, xml
from tests.families.scripted import said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong

SIZE, LAST = 3, 3


def tagged(number: int) -> str:
    """Easysite: the anchor has its address under `tagname`; on the last page a place for it."""
    name = f"/tagged/index{number + 1}.html" if number < LAST else "[NEXTPAGE]"
    return f"总记录数:8 第{number}/3页 <a class='pagingNormal' style='cursor:pointer' tagname='{name}' onclick='easysite.turn(this)' href='javascript:void(0)'>下一页</a>"


def chosen(number: int) -> str:
    """A pager whose count stands in a field, and which names its first page otherwise."""
    return (f"<input type='hidden' id='all' value='3'><input type='hidden' id='here' value='{number}'><div class='box'></div><script>$('.box').pagination({{pageCount: $('#all').val(), current: $('#here').val(), "
            "callback: function (api) { var p = api.getCurrent(); location.href = p == 1 ? 'index.html' : 'index' + p + '.html'; }});</script>")


def heard(number: int) -> str:
    """A plugin that counts from 0 and says which page was pressed."""
    return (f"<nav id='page'></nav><script>var total = 8, size = 3, here = {number}; $('#page').pagination({{pageIndex: here - 1, pageSize: size, total: total, showJump: true}}); "
            "$('#page').on('pageClicked', function (event, data) { location.href = data.pageIndex == 0 ? 'index.html' : 'index' + (data.pageIndex + 1) + '.html'; });</script>")


def summed(number: int) -> str:
    """The number of this page and one, of which a function makes an address."""
    return (f"<script>var totalPage = 3; var nowPage = {number}; function toPage(p) {{ if (p < 1 || p > totalPage) return; if (p == 1) {{ window.location.href = 'index.html' }} else {{ window.location.href = 'index' + p + '.html' }} }}</script>"
            "<a onclick='toPage(nowPage-1)'>上一页</a> <a onclick='toPage(nowPage + 1)'>下一页</a>")


def drawn(number: int) -> str:
    """An arrow that is a picture without words."""
    return f"<a href='index{number + 1}.html'><img src='/images/next.gif'></a>" if number < LAST else "<img src='/images/next_off.gif'>"


def appended(number: int) -> str:
    """What a press loads is the next page itself, of which its script takes the rows."""
    return ("<a id='more' href='javascript:;'>加载更多</a><script>var page = 1, total = 3; $('#more').click(function () { page++; "
            "$.get('index' + page + '.html', function (d) { $('.list').append($(d).find('.list').html()); if (page >= total) $('#more').hide() }) });</script>")


def written(number: int) -> str:
    """An anchor that a script writes of names, where a condition holds."""
    return (f"<script>var maxpage = 3; var curpage = {number}; var fn = 'index'; var ext = '.html';\n"
            "if (curpage < maxpage) document.write('<a href=\"' + fn + (curpage + 1) + ext + '\">下一页</a>');</script>")


def skipped(number: int) -> str:
    """A button of old programs."""
    return f"<input type='button' value='上一页'> <input type='button' value='下一页' onclick=\"location.href='/skipped/index{min(LAST, number + 1)}.html'\">"


PAGERS: dict[str, Callable[[int], str]] = {"tagged": tagged, "chosen": chosen, "heard": heard, "summed": summed, "drawn": drawn, "appended": appended, "written": written, "skipped": skipped}
CALLED = {
    "twice": "<ul id='l'></ul><script>function load(n) { $.post('/twice/rows', {pageNo: n, pageSize: 3}, draw); } load(1);</script>",
    "stamped": "<ul id='l'></ul><script>let pageNo = 1; async function load() { const got = await fetch(`/stamped/rows_${pageNo}.json?v=${Date.now()}`); (await got.json()).list.forEach(add); pageNo++; } load();</script>",
    "within": "<ul id='l'></ul><script>function list(i) { $.ajax({type: 'POST', url: '/within/rows', contentType: 'application/json', data: \"{'pageIndex':'\" + i + \"','pageSize':'3','columnId':'17'}\", success: draw}); } list(1);</script>",
    "wrapped": "<ul id='l'></ul><script>function request(o) { return new Promise(function (ok) { var x = new XMLHttpRequest(); x.open(o.method || 'GET', o.url); x.setRequestHeader('Content-Type', 'application/json');"
               " x.onload = function () { ok(JSON.parse(x.responseText)) }; x.send(o.data ? JSON.stringify(o.data) : null) }) } var asked = {columnId: '17', pageIndex: 1, pageSize: 3}; request({url: '/wrapped/rows', method: 'POST', data: asked}).then(draw);</script>",
    "looped": "<ul id='l'></ul><script>var time = ''; function more() { $.getJSON('/looped/rows?num=3&time=' + time, function (d) { for (var k in d.news) { var o = d.news[k]; add(o.url, o.title); time = o.time; } }); } more();</script>",
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", topic, 4800 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip((*PAGERS, *CALLED, "offset", "searched"), "牌选闻和图追写钮双戳内环包移寻", strict=True))}
QUOTED = stories(8, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_4001_{number}.html", "引", 601)


def cut(name: str, number: int) -> list[Story]:
    return HOLDS[name][(number - 1) * SIZE : number * SIZE]


def paged(request: Request) -> Answer | None:
    """Pages that are files."""
    match = re.fullmatch(r"/(\w+)/index(\d)?\.html", request.path)
    if match is None or match[1] not in PAGERS:
        return None
    number = int(match[2] or 1)
    if number > LAST:
        return wrong(request, "there are three pages")
    return html(f"<html><body><ul>{items(cut(match[1], number))}</ul>{PAGERS[match[1]](number)}</body></html>")


def called(request: Request) -> Answer | None:
    """What scripts ask for."""
    name = request.path.split("/")[1]
    if name not in CALLED:
        return None
    if request.path == f"/{name}/index.html":
        return html(f"<html><body>{CALLED[name]}</body></html>")
    if name == "looped":
        behind = [story for story in HOLDS[name] if not request.query["time"] or story.day < request.query["time"]]
        return said({"news": [{"url": story.path, "title": story.title, "time": story.day} for story in behind[:SIZE]]})
    if name == "stamped":
        match = re.fullmatch(r"/stamped/rows_(\d)\.json", request.path)
        number = int(match[1]) if match is not None else 9
    else:
        asked = json.loads(request.body) if name != "twice" else request.form
        if str(asked.get("pageSize")) != "3" or asked.get("columnId") != ("17" if name != "twice" else None):
            return wrong(request, "the script asks otherwise")
        number = int(asked["pageIndex" if name != "twice" else "pageNo"])
    data = {"total": 8, "totalPage": 3, "list": [{"url": story.path, "title": story.title, "pubDate": story.day} for story in cut(name, number)]}
    return said(json.dumps(data, ensure_ascii=False) if name == "twice" else data) if number <= LAST else NOT_FOUND


def quoted(request: Request) -> Answer | None:
    """Hanweb: values in quotes of the other kind in the address of the next block."""
    form = f"{PROXY}?page={{}}&appid=1&webid=1&path='/'&columnid=4001&unitid=901&webname='示例'&permissiontype=0"
    if request.path == "/col/col4001/index.html":
        group = f'<nextgroup><![CDATA[<a href="{form.format(1)}"></a>]]></nextgroup>'
        return head(f"<div id='901'><script type='text/xml'><datastore>{group}{records(QUOTED[:3])}</datastore></script></div>")
    if request.path != PROXY:
        return None
    if request.query.get("unitid") != "901" or request.query.get("path") != "'/'":
        return wrong(request, "the unit's words are wanted")
    number = int(request.query["page"])
    group = f'<nextgroup><![CDATA[<a href="{form.format(number + 1)}"></a>]]></nextgroup>' if number < 2 else ""
    return xml(f"<datastore>{group}{records(QUOTED[number * 3 : number * 3 + 3])}</datastore>")


def turned(request: Request) -> Answer | None:
    """Pages of one address: by the offset in a form (pager-taglib), by the search that buttons give it."""
    if request.path == "/offset/list.do":
        begin = int(request.form.get("pager.offset") or 0)
        following = f"<a href='javascript:goPage({begin + 3})'>下一页</a>" if begin + 3 < len(HOLDS["offset"]) else ""
        return html(f"<form name='pageForm' action='/offset/list.do' method='post'><input type='hidden' name='pager.offset' value='{begin}'></form><ul>{items(HOLDS['offset'][begin : begin + 3])}</ul>共3页 {following}"
                    "<script>function goPage(off) { var f = document.forms['pageForm']; f.elements['pager.offset'].value = off; f.submit(); }</script>")
    if request.path == "/searched/list.html":
        buttons = "".join(f"<button class='pg' data-page='{number}'>{number}</button>" for number in (1, 2, 3))
        return html(f"<html><body><ul>{items(cut('searched', int(request.query.get('pageNo') or 1)))}</ul><div class='pages'>{buttons}</div>"
                    "<script>$('.pages').on('click', '.pg', function () { var p = $(this).data('page'); location.search = '?pageNo=' + p; });</script></body></html>")
    return None


def answer(request: Request) -> Answer:
    """As the portal's server."""
    return next((found for each in (paged, called, quoted, turned) if (found := each(request)) is not None), NOT_FOUND)


SITE = Site(name="led-site", host="led.fangzhi.example", answer=answer, holds=[*(story for holds in HOLDS.values() for story in holds), *QUOTED],
            seeds=[*(("listing", f"/{name}/index.html") for name in (*PAGERS, *CALLED)), ("listing", "/col/col4001/index.html"),
                   ("listing", "/offset/list.do"), ("listing", "/searched/list.html")], totals=(8,), pages=(3,))
