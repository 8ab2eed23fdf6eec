"""Lists whose pager a plugin draws, or a handler heeds; calls with the page's number in their path, answers that are scripts, calls that
take what the answer before said."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re
from collections.abc import Callable

from tests.families.scripted import milliseconds, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong

SIZE = 3


def jumped(number: int) -> str:
    """twbsPagination with a form of addresses."""
    return f"<ul id='pager'></ul><script>$('#pager').twbsPagination({{ totalPages: 3, startPage: {number}, visiblePages: 5, href: 'list.html?page={{{{number}}}}' }})</script>"


def sent(number: int) -> str:
    """The same, putting the number into a form."""
    return (f"<form id='f' action='/sent/list.html'><input type='hidden' name='cid' value='5'><input type='hidden' id='page' name='page' value=''></form><ul id='pager'></ul><script>var totalPages = 3; var currentPage = {number};"
            "$('#pager').twbsPagination({ totalPages: totalPages, startPage: currentPage, onPageClick: function (event, page) { if (currentPage != page) { $('#page').val(page); $('#f').submit(); } } })</script>")


def named(number: int) -> str:
    """jquery.pagination, which counts from 0, with the name of a function that calls another one."""
    return (f"<div id='pager'></div><script>$('#pager').pagination(8, {{ items_per_page: 3, current_page: {number - 1}, callback: turned }});"
            "function turned(index, box) { toPage(index + 1); return false; } function toPage(n) { window.location.href = 'list.html?page=' + n; }</script>")


def changed(number: int) -> str:
    """jqPaginator, by rows and the size of a page."""
    return f"<ul id='pager'></ul><script>$('#pager').jqPaginator({{ totalCounts: 8, pageSize: 3, currentPage: {number}, onPageChange: function (num, type) {{ if (type == 'change') {{ window.location.href = `list.html?page=${{num}}`; }} }} }})</script>"


def heeded(number: int) -> str:
    """Anchors with their numbers in an attribute."""
    shown = "".join(f"<li class='active'><span>{each}</span></li>" if each == number else f"<li><a href='javascript:;' class='go' data-page='{each}'>{each}</a></li>" for each in (1, 2, 3))
    return f"<ul>{shown}</ul><script>$(document).on('click', '.go', function () {{ location.href = 'list.html?page=' + $(this).data('page'); }})</script>"


def pressed(number: int) -> str:
    """The same with 下一页, and numbers that are nothing but shown."""
    after = f"<a href='javascript:;' class='go' page='{number + 1}'>下一页</a>" if number < 3 else "<a class='disabled'>下一页</a>"
    return f"<div>第{number}页 {after}</div><script>$('.go').on('click', function () {{ var n = $(this).attr('page'); window.location = 'list.html?page=' + n; }})</script>"


def optioned(number: int) -> str:
    """bootstrapPaginator, whose settings have a name, beside a field that is no page."""
    return (f"<input type='hidden' id='code' value='zx'><ul id='pager'></ul><script>var options = {{ bootstrapMajorVersion: 3, currentPage: {number}, totalPages: 3, onPageClicked: function (event, original, type, page) {{"
            " location.href = 'list.html?code=' + $('#code').val() + '&page=' + page; } }; $('#pager').bootstrapPaginator(options);</script>")


def selected(number: int) -> str:
    """easyui's pagination."""
    return f"<div id='pp'></div><script>$('#pp').pagination({{ total: 8, pageSize: 3, pageNumber: {number}, onSelectPage: function (pageNumber, pageSize) {{ window.location.href = 'list.html?page=' + pageNumber; }} }});</script>"


def replaced(number: int) -> str:
    """Anchors that a script prints, and an address with a place for the page."""
    return (f"<div id='page'></div><script>var pageUrl = 'list.html?page={{page}}', totalPage = 3, curPage = {number}; function goPage(n) {{ location.href = pageUrl.replace('{{page}}', n); }} var s = '';"
            " if (curPage < totalPage) { s += '<a href=\"javascript:goPage(' + (curPage + 1) + ')\">下一页</a>'; } document.getElementById('page').innerHTML = s;</script>")


def titled(number: int) -> str:
    """Empire CMS: the total stands in the pager without words."""
    shown = "".join(f"&nbsp;<b>{each}</b>" if each == number else f"&nbsp;<a href='list.html?page={each}'>{each}</a>" for each in (1, 2, 3))
    return f"<div><a title='总数'>&nbsp;<b>8</b> </a>{shown}</div>"


PAGERS: dict[str, Callable[[int], str]] = {"jumped": jumped, "sent": sent, "named": named, "changed": changed, "heeded": heeded, "pressed": pressed, "optioned": optioned, "selected": selected, "replaced": replaced, "titled": titled}
CALLS = {
    "folder": "<ul id='list'></ul><script>var col = 12, pageIndex = 1, size = 3; function load() { $.get('/folder/call/' + col + '/' + pageIndex + '/' + size, function (d) { $.each(d.list, function (i, n) { $('#list').append('<a href=\"/folder/9/' + n.aid + '.html\">' + n.subject + '</a>') }) }) }"
              "$('#next').on('click', function () { pageIndex++; load(); }); load();</script>",
    "posted": "<ul id='list'></ul><script>let page = 1; async function load() { const r = await fetch(`/posted/call/page/${page}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ channel: 'yw' }) });"
              " const d = await r.json(); d.items.forEach(n => list.insertAdjacentHTML('beforeend', `<a href=\"/posted/9/${n.id}.html\">${n.title}</a>`)); page++; } load();</script>",
    "script": "<ul id='list'></ul><script>var now = 1; function load(p) { now = p; $.getScript('/script/js/list_' + p + '.js', function () { for (var i = 0; i < rows.length; i++) { $('#list').append(rows[i].title) } }) } load(1);</script>",
    "padded": "<ul id='list'></ul><script>var page = 1; function draw(d) {} function load() { $.ajax({ url: '/padded/page/news_' + page + '.jsonp', dataType: 'jsonp', jsonpCallback: 'draw', cache: true }); page++; } load();</script>",
    "quoted": "<ul id='list'></ul><script>var pageIndex = 1; function load() { $.ajax({ type: 'POST', contentType: 'application/json; charset=utf-8', url: 'List.aspx/GetNews', data: \"{'pageIndex':'\" + pageIndex + \"','typeId':'3'}\", success: function (r) { var d = $.parseJSON(r.d);"
              " $.each(d.Table, function (i, n) { $('#list').append(\"<a href='9/\" + n.NewsID + \".html'>\" + n.NewsTitle + '</a>') }) } }) } load();</script>",
    "since": "<ul id='list'></ul><script>var pageNum = 1, startTime = ''; function load() { $.ajax({ url: '/since/call', type: 'POST', contentType: 'application/json', data: JSON.stringify({ node: 7, pageNum: pageNum, pageSize: 3, startTime: startTime }), success: function (r) {"
             " r.data.list.forEach(function (c) { $('#list').append('<a href=\"/since/9/' + c.contId + '.html\">' + c.name + '</a>') }); startTime = r.data.startTime; pageNum++; } }) } load();</script>",
    "client": "<ul id='list'></ul><script>var lastFileId = 0, row = 0; function load() { $.ajax({ url: '/client/call', data: { cid: 88, lastFileID: lastFileId, rowNumber: row }, success: function (d) { row += d.list.length } }) } load();</script>",
    "drawn": "<div id='box'></div><script>function draw(page) { $.ajax({ url: '/drawn/call', type: 'POST', contentType: 'application/json', data: JSON.stringify({ siteId: 3, page: page, template: '0slash0' }), success: function (r) { if (r.value) { $('#box').html(r.html) } } }) } draw(1);</script>",
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/9/{number}.html", topic, 2400 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip((*PAGERS, *CALLS), "跃送名变守按选择换题夹投本垫引始端画", strict=True))}


def part(name: str, number: int) -> list[Story]:
    """The stories of a page, from 1."""
    return HOLDS[name][max(0, number - 1) * SIZE : number * SIZE]


def folder(request: Request) -> Answer:
    """Section, page and size are folders of the path."""
    found = re.fullmatch(r"/folder/call/12/([123])/3", request.path)
    return said({"pageCount": 3, "list": [{"aid": s.number, "subject": s.title, "postdate": s.day} for s in part("folder", int(found[1]))]}) if found else wrong(request, "no page")


def posted(request: Request) -> Answer:
    """The page is the last folder, the rest is sent; an empty page is the end."""
    found = re.fullmatch(r"/posted/call/page/(\d)", request.path)
    if found is None or request.body != b'{"channel": "yw"}':
        return wrong(request, "not as the script sends it")
    return said({"items": [{"id": s.number, "title": s.title, "publishedAt": f"{s.day}T09:00:00+08:00"} for s in part("posted", int(found[1]))]})


def script(request: Request) -> Answer:
    """Files that give a name to their rows."""
    found = re.fullmatch(r"/script/js/list_([123])\.js", request.path)
    rows = json.dumps([{"title": s.title, "link": s.path, "date": s.day} for s in part("script", int(found[1]))], ensure_ascii=False) if found else ""
    return Answer(f"var rows = {rows};".encode(), "application/javascript") if found else NOT_FOUND


def padded(request: Request) -> Answer:
    """Files of JSONP."""
    found = re.fullmatch(r"/padded/page/news_([123])\.jsonp", request.path)
    return said({"data": {"total": 8, "list": [{"title": s.title, "url": s.path, "focus_date": s.day} for s in part("padded", int(found[1]))]}}, "draw({})") if found else NOT_FOUND


def quoted(request: Request) -> Answer:
    """A WebMethod of ASP.NET: JSON within `d`."""
    sent = json.loads(request.body or b"{}")
    number = int(sent.get("pageIndex") or 0)
    if sent.get("typeId") != "3" or not 1 <= number <= 3:
        return wrong(request, "no such page")
    return said({"d": json.dumps({"PageCount": 3, "Table": [{"NewsID": s.number, "NewsTitle": s.title, "AddTime": f"{s.day.replace('-', '/')} 0:00:00"} for s in part("quoted", number)]})})


def since(request: Request) -> Answer:
    """From the second page on the instant is wanted that the first one gave."""
    sent = json.loads(request.body or b"{}")
    number = sent.get("pageNum")
    if number not in (1, 2, 3) or (number > 1 and sent.get("startTime") != "1719500000000"):
        return wrong(request, "without the instant of the answer before")
    return said({"data": {"hasNext": number < 3, "startTime": 1719500000000, "list": [{"contId": s.number, "name": s.title, "pubTimeLong": milliseconds(s), "pubTimeNew": s.day} for s in part("since", number)]}})


def client(request: Request) -> Answer:
    """The last row, and how many there were."""
    start, last = int(request.query.get("rowNumber") or "-1"), request.query.get("lastFileID")
    if start < 0 or last != (str(HOLDS["client"][start - 1].number) if start else "0"):
        return wrong(request, "not behind the last row")
    return said({"list": [{"fileID": s.number, "title": s.title, "publishTime": s.day, "shareUrl": s.path} for s in HOLDS["client"][start : start + SIZE]]})


def drawn(request: Request) -> Answer:
    """SiteServer: mark-up that says how many there are."""
    sent = json.loads(request.body or b"{}")
    number = sent.get("page")
    if number not in (1, 2, 3) or sent.get("template") != "0slash0":
        return wrong(request, "no pager leads there")
    return said({"value": True, "html": f"<ul>{items(part('drawn', number))}</ul><div>共8条</div>"})


ANSWERS: dict[str, Callable[[Request], Answer]] = {"folder": folder, "posted": posted, "script": script, "padded": padded, "quoted": quoted, "since": since, "client": client, "drawn": drawn}


def answer(request: Request) -> Answer:
    """As the portals' servers."""
    name, _, file = request.path.strip("/").partition("/")
    number = int(request.query.get("page") or "1")
    if name in PAGERS and file == "list.html":
        return html(f"<html><body><ul>{items(part(name, number))}</ul>{PAGERS[name](number)}</body></html>") if number <= 3 else wrong(request, "behind the end")
    if name in CALLS and file == "list.html":
        return html(f"<html><body>{CALLS[name]}</body></html>")
    return ANSWERS[name](request) if name in ANSWERS else NOT_FOUND


SITE = Site(name="plugged-site", host="plugged.fangzhi.example", answer=answer, holds=[story for holds in HOLDS.values() for story in holds],
            seeds=[("listing", f"/{name}/list.html") for name in (*PAGERS, *CALLS)], totals=(8,), pages=(3,))
