"""Servers that heed only what a page's own script asks: with `X-Requested-With` and the page as `Referer`; Hanweb units of which the page
holds no records, blocks that claim nothing; a button's own settings by `$(this)`; pages that a loop prints."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families import hanweb
from tests.families.hanweb import PROXY, head, records, xml
from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, items, page_of, stories, wrong

UNIT = stories(11, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_2001_{5000 + number}.html", "单元", 1)
BLOCKS = stories(9, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_2002_{6000 + number}.html", "分块", 101)
QUERIED = stories(7, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_2003_{7000 + number}.html", "查询", 201)
PRESSED = stories(8, lambda number, day: f"/yw/{day.year}{day.month:02}/{8000 + number}.html", "更多", 301)
PRINTED = stories(7, lambda number, day: f"/jd/{day.year}/{9000 + number}.html", "循环", 401)


def listing(request: Request) -> Answer | None:
    """The pages that the seeds are."""
    if request.path == "/col/col2001/index.html":
        return head("<div id='701'></div>" + hanweb.jpage("701", 11))
    if request.path == "/col/col2002/index.html":
        group = f'<nextgroup><![CDATA[<a href="{PROXY}?page=1&webid=73&columnid=2002&unitid=702"></a>]]></nextgroup>'
        return head(hanweb.embedded("702", BLOCKS[:4], group))
    if request.path == "/col/col2003/index.html":
        return head("<ul id='list'></ul><script>var params = {unitid: '9', webSiteCode: ['shifan'], channelCode: ['col2003'], perPage: '3'}; load(params);</script>")
    if request.path == "/yw/index.html":
        return head(f"<ul class='rows'>{items(PRESSED[:3])}</ul><a class='more' data-cid='31' data-from='3'>点击加载更多</a><script>"
                    "$('.more').on('click', function () { var button = $(this); $.ajax({url: '/yw/more', data: {cid: button.data('cid'), offset: button.data('from'), limit: 3},"
                    " success: function (got) { $('.rows').append(got.html); if (!got.more) button.remove(); }}); });</script>")
    if request.path in ("/jd/list.html", "/jd/list_2.html", "/jd/list_3.html"):
        number = int(request.path.removesuffix(".html").partition("_")[2] or 1)
        return html(f"<html><head><title>解读</title></head><body><ul>{items(PRINTED[3 * number - 3 : 3 * number])}</ul><p id='pages'></p><script>var pageCount = 3, html = '';"
                    " for (var i = 1; i <= pageCount; i++) { html += '<a href=\"' + (i == 1 ? 'list.html' : 'list_' + i + '.html') + '\">' + i + '</a>'; }"
                    " document.getElementById('pages').innerHTML = html;</script></body></html>")
    return None


def called(request: Request) -> Answer:
    """What scripts of these pages ask for."""
    page = {PROXY: "/col/col200", "/queryList": "/col/col2003/", "/yw/more": "/yw/index.html"}.get(request.path, "/")
    headers = {name.lower(): value for name, value in request.headers.items()}
    if headers.get("x-requested-with") != "XMLHttpRequest" or page not in headers.get("referer", ""):
        return wrong(request, "a browser's script would ask")
    if request.path == "/queryList":
        rows = [{"title": story.title, "url": story.path, "pubDate": story.day} for story in page_of(request, "current", 3, QUERIED)]
        return answered({"code": "200", "data": {"total": 7, "results": rows}})
    if request.path == "/yw/more":
        begin = int(request.query["offset"])
        return answered({"html": items(PRESSED[begin : begin + 3]), "more": begin + 3 < len(PRESSED)})
    if "startrecord" in request.query:
        shown = UNIT[int(request.query["startrecord"]) - 1 : int(request.query["endrecord"])]
        return xml(f"<datastore><totalrecord>11</totalrecord><totalpage>2</totalpage>{records(shown)}</datastore>")
    begin = min(int(request.query["page"]), 2) * 4  # behind its end the last block once more
    return xml(f"<datastore>{records(BLOCKS[begin : begin + 4])}</datastore>")


def answered(data: object) -> Answer:
    """JSON."""
    return Answer(json.dumps(data, ensure_ascii=False).encode(), "application/json")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    page = listing(request)
    if page is not None:
        return page
    return called(request) if request.path in (PROXY, "/queryList", "/yw/more") else NOT_FOUND


SITE = Site(
    name="asking-site", host="asking.fangzhi.example", family="hanweb", answer=answer, holds=[*UNIT, *BLOCKS, *QUERIED, *PRESSED, *PRINTED],
    seeds=[*(("listing", f"/col/col200{number}/index.html") for number in (1, 2, 3)), ("listing", "/yw/index.html"), ("listing", "/jd/list.html")],
    totals=(11, 7))
