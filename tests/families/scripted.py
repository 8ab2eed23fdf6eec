"""Lists whose calls only scripts spell out, in the shapes that such scripts have: JSONP, the page's number within objects of a JSON body,
offsets by `pn`, JSON within JSON, mark-up within JSON, bare mark-up, a number that only the running script knows."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong

SIZE = 3
Shown = Callable[[Request, list[Story]], Answer]


def page(holds: list[Story], number: int) -> list[Story]:
    """Page `number`, from 1."""
    return holds[max(0, number - 1) * SIZE : max(0, number) * SIZE]


def milliseconds(story: Story) -> int:
    """Since 1970, of nine in the morning in Beijing."""
    return int(datetime.fromisoformat(f"{story.day}T01:00:00").replace(tzinfo=UTC).timestamp()) * 1000


def said(data: object, around: str = "{}", charset: str = "utf-8") -> Answer:
    return Answer(around.replace("{}", json.dumps(data, ensure_ascii=False)).encode(charset), f"text/plain; charset={charset}")


def jsonp(request: Request, holds: list[Story]) -> Answer:
    """Asked by GET whatever the type, with the name of a function."""
    if request.method != "GET" or not request.query.get("cb"):
        return wrong(request, "JSONP is a script, and names its function")
    rows = [{"doctitle": escape(story.title).replace("和", "&#21644;"), "chnldocurl": story.path, "docreltime": f"{story.day} 08:00", "abstract": None}
            for story in page(holds, int(request.query["page"]))]
    return said({"count": str(len(holds)), "data": rows}, f"\ufeff {request.query['cb']}( {{}} );")


def within(request: Request, holds: list[Story]) -> Answer:
    """The page's number lies in an object of the body, and counts from 0."""
    told = json.loads(request.body)
    asked = told["params"]
    if asked.get("categoryNum") != "004001" or told.get("token") != "t" or not isinstance(asked["pageIndex"], int):
        return wrong(request, "the body is not the script's")
    rows = [{"title": story.title, "infourl": story.path, "infodate": story.day} for story in page(holds, asked["pageIndex"] + 1)]
    return said({"custom": {"count": len(holds), "infodata": rows}, "status": {"code": 1}})


def passed_over(request: Request, holds: list[Story]) -> Answer:
    """`pn` counts rows where `rn` stands beside it."""
    asked = json.loads(request.body)
    if asked["pn"] % SIZE or asked["condition"] != [{"equal": "005"}]:
        return wrong(request, "pn counts rows")
    rows = [{"title": f"<em>{story.title[:2]}</em>{story.title[2:]}", "linkurl": story.path, "webdate": f"{story.day} 10:00:00"}
            for story in holds[asked["pn"] : asked["pn"] + asked["rn"]]]
    return said({"result": {"totalcount": len(holds), "records": rows}})


def twice(request: Request, holds: list[Story]) -> Answer:
    """JSON in a text of JSON."""
    rows = [{"title": story.title, "href": story.path, "date": story.day} for story in page(holds, int(request.form["pageIndex"]))]
    return said({"controls": [], "custom": json.dumps({"RowCount": str(len(holds)), "Table": rows})})


def marked_up(request: Request, holds: list[Story]) -> Answer:
    """Rows as mark-up in JSON."""
    return said({"status": "ok", "totalPage": "3", "html": items(page(holds, int(request.form["pageIndex"])))})


def bare(request: Request, holds: list[Story]) -> Answer:
    """Rows as mark-up alone; nothing tells how many there are."""
    return Answer(items(page(holds, int(request.query["page"]))).encode())


def running(request: Request, holds: list[Story]) -> Answer:
    """Numbers as texts, tags within rows, a day by `create_time`."""
    rows = [{"title": story.title, "url": story.path, "create_time": str(milliseconds(story)), "tags": [{"name": "标签", "url": "/tag/1"}]}
            for story in page(holds, int(request.form["pageNo"]))]
    return said({"code": "0", "data": {"count": str(len(holds)), "list": [rows]}}, charset="gb18030")


def spelled(request: Request, holds: list[Story]) -> Answer:
    """Gansu's search, asked as the page's own script asks it."""
    if request.query.get("_pageSize") != str(SIZE) or request.query.get("_rangeTimeGte") != "":
        return wrong(request, "the script asks otherwise")
    rows = [{"title": story.title, "url": story.path, "publishedTime": milliseconds(story), "content": None}
            for story in page(holds, int(request.query["page"]))]
    return said({"data": {"total": len(holds), "results": rows}})


def in_cells(request: Request, holds: list[Story]) -> Answer:
    """Cells of a table, one of them an anchor; rows are passed over by `start`."""
    start = int(request.form["start"])
    rows = [[str(number), f"<a href='{story.path}' title='{story.title}'>{story.cut}</a>", story.day]
            for number, story in enumerate(holds[start : start + SIZE])]
    return said({"draw": 1, "recordsTotal": len(holds), "recordsFiltered": len(holds), "data": rows})


def in_titles(request: Request, holds: list[Story]) -> Answer:
    """The title is an anchor; the total is too small."""
    rows = [{"id": story.number, "title": f'<a href="{story.path}" title="{story.title}">{story.cut}</a>', "date": f"{story.day} 09:30"}
            for story in page(holds, int(request.query["p"]))]
    return said({"total": 5, "items": rows})


def in_files(request: Request, holds: list[Story]) -> Answer:
    """Files by number."""
    number = int("".join(filter(str.isdigit, request.path)))
    rows = [{"title": story.title, "url": story.path, "time": story.day} for story in page(holds, number)]
    return said({"pages": 3, "list": rows}) if rows else NOT_FOUND


HEX = "00112233445566778899aabbccddeeff"
LISTS: dict[str, tuple[str, str, Shown]] = {
    "jsonp": ("/fjdzapp/search", "$.ajax({data: {page: 1, prepage: 3, classsql: 'chnlid=1'}, type: 'POST', url: '/fjdzapp/search', dataType: 'jsonp', jsonp: 'cb'});", jsonp),
    "within": ("/rest/list", "function list(pageIndex) { $.ajax({url: '/rest/list', type: 'post', contentType: 'application/json', data: JSON.stringify("
               "{token: 't', params: {categoryNum: '004001', pageIndex: pageIndex, pageSize: 3}})}); } list(0);", within),
    "offset": ("/rest/search", 'var data = {"token": "", "pn": 0, "rn": 3, "condition": [{"equal": "005"}]};\n'
               "$.ajax({url: '/rest/search', type: 'POST', data: JSON.stringify(data), contentType: 'application/json'});", passed_over),
    "twice": ("/action", "$.post('/action', {'pageIndex': '1', 'pageSize': '3'}, draw);", twice),
    "markup": ("/more.json", "var page = 1; $('#more').click(function () { page++; $.post('/more.json', {pageIndex: page}, add); });", marked_up),
    "bare": ("/more.htm", "var page = 1; function more() { page = page + 1; $.get('/more.htm?page=' + page, add); }", bare),
    "running": ("/list.do", "function load(curr) { $.ajax({url: '/list.do', type: 'post', data: {channel: 8, pageNo: curr, pageSize: 3}, success: function (data) {"
                " laypage.render({elem: 'page', count: data.count, curr: curr, jump: function (o, first) { if (!first) load(o.curr); }}); }}); } load(1);", running),
    "cells": ("/dt", "$.post('/dt', {draw: 1, start: 0, length: 3, cid: 7}, draw);", in_cells),
    "titles": ("/titles", "$.getJSON('/titles?p=1&rows=3', draw);", in_titles),
    "files": ("/data/list_", "function load(page) { $.getJSON('/data/list_' + page + '.json', draw); } load(1);", in_files),
    "spelled": (f"/common/search/{HEX}", f"$.ajax({{url: '/common/search/{HEX}', data: {{_isAgg: true, _isJson: true, _pageSize: 3, _rangeTimeGte: '', page: 1}}}});", spelled),
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{900000 + number}.html", topic, first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "回里偏双片标运格题件拼", strict=True), 1)}


def answer(request: Request) -> Answer:
    """As the portal's server."""
    for name, (call, script, shown) in LISTS.items():
        if request.path == f"/{name}/":
            return html(f"<html><body><ul id='list'></ul><a id='more'>加载更多</a><script>{script}</script></body></html>")
        if request.path == call or (call.endswith("_") and request.path.startswith(call)):
            return shown(request, HOLDS[name])
    return NOT_FOUND


SITE = Site(name="scripted-site", host="scripted.fangzhi.example", answer=answer, holds=[story for holds in HOLDS.values() for story in holds],
            seeds=[("listing", f"/{name}/") for name in LISTS], totals=(8, 5), pages=(3,))
