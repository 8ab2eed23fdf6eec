"""Lists whose script has its settings elsewhere: in an object with a name, in a property of the window or of its own object, in the last row
of the page; and a call of records that the page spells out, a loop that goes on `while` there are pages, TRS's call with names alone."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.asking import answered
from tests.families.hanweb import PROXY, head, records, xml
from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, items, stories, wrong

NAMED = stories(8, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_3001_{5000 + number}.html", "命名", 1)
SPELT = stories(7, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_3002_{6000 + number}.html", "拼写", 101)
BEHIND = stories(8, lambda number, day: f"/kx/{7000 + number}.html", "快讯", 201)
LOOPED = stories(7, lambda number, day: f"/dt/{day.year}/{day.month:02}/{8000 + number}.html", "动态", 301)
OWNED = stories(8, lambda number, day: f"/zx/{day:%Y%m%d}/{9000 + number}.html", "资讯", 401)
COUNTED = stories(7, lambda number, day: f"/xxgk/{day:%Y%m}/t{day:%Y%m%d}_{4000 + number}.html", "公开", 501)
PROXY_FORM = "col:1,webid:73,path:'/',columnid:300{0},sourceContentType:1,unitid:'80{0}',webname:'示例',permissiontype:0"


def listing(request: Request) -> Answer | None:
    """The pages that the seeds are, and those that are files."""
    if request.path == "/col/col3001/index.html":
        rest = '<div id="899"><script type="text/xml"><datastore><recordset></recordset></datastore></script></div>'
        return head(f"{rest}<div id='801'></div><script>var told = {{{PROXY_FORM.format(1)}}};"
                    f" $('#801').jpage({{perPage: 2, totalRecord: 8, proxyUrl: '{PROXY}', ajaxParam: told}});</script>")
    if request.path == "/col/col3002/index.html":
        return head(f"<div id='802'></div><script>$.ajax({{url: '{PROXY}', type: 'post', data: {{{PROXY_FORM.format(2)}, startrecord: 1, endrecord: 3, perpage: 3}}}});</script>")
    if request.path == "/kx/index.html":
        rows = "".join(f"<p class='row' data-id='{story.number}'><a href='{story.path}'>{story.title}</a><i>{story.day}</i></p>" for story in BEHIND[:3])
        return head(f"<div class='all'>{rows}</div><a class='more'>加载更多</a><script>$('.more').click(function () {{ var lastId = $('.all .row:last').data('id');"
                    " $.ajax({url: '/kx/more', data: {lastId: lastId, limit: 3}, success: draw}); });</script>")
    if request.path in ("/dt/index.html", "/dt/list_2.html", "/dt/list_3.html"):
        number = int(request.path.removesuffix(".html").partition("_")[2] or 1)
        return html(f"<html><head><title>动态</title></head><body><ul>{items(LOOPED[3 * number - 3 : 3 * number])}</ul><script>var totalPage = 3, here = {number}, i = 1;"
                    " while (i <= totalPage) { if (i == here) document.write('<b>' + i + '</b>'); else if (i > 1) document.write(\"<a href='list_\" + i + \".html'>\" + i + '</a>'); i++; }"
                    "</script></body></html>")
    if request.path == "/zx/index.html":
        return html("<html><head><title>资讯</title></head><body><div id='app'></div><script>window.CHANNEL = 'zx-01'; new Vue({el: '#app', data: {rows: [], page: {current: 1, size: 3}},"
                    " methods: {load() { axios.post('/api/rows', {pageNum: this.page.current, pageSize: this.page.size, channel: window.CHANNEL}); }}});</script></body></html>")
    if request.path in ("/xxgk/index.html", "/xxgk/index_1.html", "/xxgk/index_2.html"):
        number = int(request.path.removesuffix(".html").partition("_")[2] or 0)
        return html(f"<html><head><title>公开</title></head><body><ul>{items(COUNTED[3 * number : 3 * number + 3])}</ul><script>var _COUNT = '3'; var _INDEX = '{number}';"
                    " var _NAME = 'index'; var _EXT = 'html'; createPageHTML(_COUNT, _INDEX, _NAME, _EXT);</script></body></html>")
    return None


def called(request: Request) -> Answer:
    """What scripts of these pages ask for."""
    if request.path == "/api/rows":
        asked = json.loads(request.body)
        if asked.get("channel") != "zx-01" or asked.get("pageSize") != 3:
            return wrong(request, "of which channel?")
        shown = OWNED[3 * asked["pageNum"] - 3 : 3 * asked["pageNum"]]
        return answered({"data": {"total": 8, "records": [{"title": story.title, "url": story.path, "date": story.day} for story in shown]}})
    if request.path == "/kx/more":
        begin = 1 + [str(story.number) for story in BEHIND].index(request.query["lastId"])
        return answered({"list": [{"id": story.number, "title": story.title, "url": story.path, "time": story.day} for story in BEHIND[begin : begin + 3]]})
    asked = {**request.query, **request.form}
    holds = {"801": NAMED, "802": SPELT}[asked["unitid"]]
    if request.method != "POST" or asked["columnid"] != ("3001" if holds is NAMED else "3002"):
        return wrong(request, "records are posted")
    return xml(f"<datastore><totalrecord>{len(holds)}</totalrecord>{records(holds[int(asked['startrecord']) - 1 : int(asked['endrecord'])])}</datastore>")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    page = listing(request)
    if page is not None:
        return page
    return called(request) if request.path in (PROXY, "/api/rows", "/kx/more") else NOT_FOUND


SITE = Site(
    name="spelled-site", host="spelled.fangzhi.example", family="hanweb", answer=answer, holds=[*NAMED, *SPELT, *BEHIND, *LOOPED, *OWNED, *COUNTED],
    seeds=[("listing", path) for path in ("/col/col3001/index.html", "/col/col3002/index.html", "/kx/index.html", "/dt/index.html", "/zx/index.html",
                                          "/xxgk/index.html")], totals=(8, 7))
