"""Requests of the browser's own (`xhr.open`), answers behind a guard (`/**/draw({…})`), Spring's pages counted from 0 with `last`, pagers that
are cells of a table."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.asking import answered
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, page_of, stories, wrong

OWN = stories(7, lambda number, day: f"/yw/{day:%Y%m%d}/{5000 + number}.html", "要闻", 1)
SENT = stories(7, lambda number, day: f"/tz/{day:%Y%m%d}/{6000 + number}.html", "通知", 101)
GUARDED = stories(7, lambda number, day: f"/mt/{7000 + number}.shtml", "媒体", 201)
SPRING = stories(7, lambda number, day: f"/rest/{8000 + number}.html", "资讯", 301)
CELLS = stories(7, lambda number, day: f"/ztb/{day:%Y%m%d}/{9000 + number}.html", "招标", 401)


def page(title: str, body: str) -> Answer:
    return html(f"<html><head><title>{title}</title></head><body>{body}</body></html>")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/yw/":
        return page("要闻", "<div id='list'></div><script>var page = 1; function load() { var xhr = new XMLHttpRequest(); xhr.open('GET', '/api/yw?page=' + page + '&rows=3', true);"
                    " xhr.onreadystatechange = function () { draw(JSON.parse(xhr.responseText).items); page++; }; xhr.send(); } load();</script>")
    if request.path == "/tz/":
        return page("通知", "<div id='list'></div><script>var request = new XMLHttpRequest(); request.open('POST', '/api/tz'); request.setRequestHeader('Content-Type',"
                    " 'application/x-www-form-urlencoded'); request.send('channel=tz&pageNo=1&pageSize=3');</script>")
    if request.path == "/mt/list.shtml":
        return page("媒体", "<div id='list'></div><script>$.ajax({url: '/cgi/list', dataType: 'jsonp', jsonpCallback: 'draw', data: {node: 31, pageno: 1, pagesize: 3}});</script>")
    if request.path == "/zx":
        return page("资讯", "<div id='list'></div><script>let page = 0; async function load() { const r = await fetch('/rest/articles?size=3&page=' + page); }  load();</script>")
    if request.path == "/ztb/moreinfo.aspx":
        number = int(request.query.get("Paging", "1"))
        following = f"<td onclick=\"window.location.href='./moreinfo.aspx?categoryNum=5&Paging={number + 1}'\">下页 &gt;</td>" if number < 3 else ""
        return page("招标", f"<div class='ewb-list'><ul>{items(page_of(request, 'Paging', 3, CELLS))}</ul></div><table><tr>{following}<td>{number}/3</td></tr></table>")
    return called(request)


def called(request: Request) -> Answer:
    """What scripts of these pages ask for."""
    if request.path == "/api/yw":
        return answered({"items": rows(page_of(request, "page", 3, OWN))})
    if request.path == "/api/tz":
        return answered({"total": 7, "items": rows(page_of(request, "pageNo", 3, SENT))} if request.form.get("channel") == "tz" else {})
    if request.path == "/cgi/list":
        if request.query.get("callback") != "draw":
            return wrong(request, "what is to be called?")
        told = {"total": 7, "content": f"<ul>{items(page_of(request, 'pageno', 3, GUARDED))}</ul>"}
        return Answer(f"/**/draw({json.dumps(told, ensure_ascii=False)});".encode(), "text/javascript; charset=utf-8")
    if request.path == "/rest/articles":
        number = int(request.query["page"])
        if number > 2:
            return wrong(request, "the page before was the last")
        return answered({"content": rows(SPRING[3 * number : 3 * number + 3]), "totalElements": 7, "number": number, "last": number == 2})
    return NOT_FOUND


def rows(holds: list[Story]) -> list[dict[str, str]]:
    return [{"title": story.title, "url": story.path, "date": story.day} for story in holds]


SITE = Site(name="opened-site", host="opened.fangzhi.example", answer=answer, holds=[*OWN, *SENT, *GUARDED, *SPRING, *CELLS],
            seeds=[("listing", path) for path in ("/yw/", "/tz/", "/mt/list.shtml", "/zx", "/ztb/moreinfo.aspx?categoryNum=5")], totals=(7,))
