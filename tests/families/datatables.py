"""Tables that DataTables fills from its server: asked for as the library asks, with what the page adds."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re

from tests.families.drawn import numbers
from tests.families.scripted import SIZE, Shown, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, stories, wrong


def drawn(holds: list[Story], rows: list[object], draw: object) -> Answer:
    return said({"draw": int(str(draw)), "recordsTotal": len(holds), "recordsFiltered": len(holds), "data": rows})


def cells(request: Request, holds: list[Story]) -> Answer:
    """Cells in their order; one of them is an anchor."""
    asked, start = request.query, int(request.query["start"])
    columns = [asked.get(f"columns[{number}][data]") for number in range(4)]
    right = request.method == "GET" and columns == ["0", "1", "2", None] and asked.get("columns[2][search][regex]") == "false" and asked.get("search[value]") == ""
    if not right or asked.get("order[0][column]") != "2" or asked.get("order[0][dir]") != "desc" or asked["length"] != "3" or int(asked["draw"]) != start // SIZE + 1:
        return wrong(request, "DataTables asks otherwise")
    return drawn(holds, [[number, f'<a href="{story.path}" title="{story.title}">{story.cut}</a>', story.day]
                         for number, story in enumerate(holds[start : start + SIZE], start + 1)], asked["draw"])


def posted(request: Request, holds: list[Story]) -> Answer:
    """Rows as objects; the page adds its section, and draws their addresses."""
    start = int(request.form.get("start") or 0)
    if request.method != "POST" or request.form.get("cid") != "17" or request.form.get("columns[1][data]") != "title" or request.form.get("columns[1][orderable]") != "false":
        return wrong(request, "the page's script asks otherwise")
    return drawn(holds, [*numbers(holds[start : start + int(request.form["length"])])], request.form["draw"])


def told(request: Request, holds: list[Story]) -> Answer:
    """The page's function makes fields of its own: pages, not rows."""
    if set(request.query) != {"pageNo", "pageSize", "kind"}:
        return wrong(request, "the page's function asks otherwise")
    number, size = int(request.query["pageNo"]), int(request.query["pageSize"])
    return drawn(holds, [{"name": f"<a href='{story.path}'>{story.title}</a>", "time": story.day} for story in holds[(number - 1) * size : number * size]], 1)


def as_json(request: Request, holds: list[Story]) -> Answer:
    """All of it as JSON in the body."""
    asked = json.loads(request.body)
    if asked["columns"][0]["data"] != "title" or asked["order"] != [{"column": 0, "dir": "asc"}] or asked["channel"] != "c8" or asked["search"]["regex"] is not False:
        return wrong(request, "the body is not the script's")
    return drawn(holds, [*numbers(holds[asked["start"] : asked["start"] + asked["length"]])], asked["draw"])


def older(request: Request, holds: list[Story]) -> Answer:
    """Names as before 2014."""
    start = int(request.query["iDisplayStart"])
    if request.query["iDisplayLength"] != "3" or int(request.query["sEcho"]) != start // SIZE + 1:
        return wrong(request, "asked otherwise")
    rows = [[f'<a href="{story.path}">{story.title}</a>', f"<i>{story.day}</i>"] for story in holds[start : start + SIZE]]
    return said({"sEcho": start, "iTotalRecords": len(holds), "iTotalDisplayRecords": len(holds), "aaData": rows})


def by_function(request: Request, holds: list[Story]) -> Answer:
    """The page's function asks, and gives the library rows without names, of which the page makes addresses."""
    if request.method != "POST" or set(request.form) != {"channel", "from", "size"} or request.form["channel"] != "9":
        return wrong(request, "the page's function asks otherwise")
    start = int(request.form["from"])
    return said({"total": len(holds), "rows": [[story.number, story.title, story.day] for story in holds[start : start + int(request.form["size"])]]})


def in_page(request: Request, holds: list[Story]) -> Answer:
    """The rows stand in the page."""
    return wrong(request, "nobody asks here")


HEAD = "<table id='t'><thead><tr><th>序号</th><th>标题</th><th>日期</th></tr></thead></table>"
LINKED = "render: function (data, type, row) { return '<a href=\"/@/' + row.id + '.html\">' + data + '</a>'; }"
LISTS: dict[str, tuple[str, str, Shown]] = {
    "cells": ("/dt/cells", HEAD + "<script>$(function () { $('#t').DataTable({ processing: true, serverSide: true, pageLength: 3, order: [[2, 'desc']], ajax: '/dt/cells' }); });</script>", cells),
    "posted": ("/dt/posted", HEAD + "<script>var cid = 17; $('#t').DataTable({ 'serverSide': true, 'ajax': { 'url': '/dt/posted', 'type': 'POST', 'data': function (d) { d.cid = cid; } }, 'pageLength': 3,\n"
               "'columns': [{ 'data': 'id' }, { 'data': 'title', 'orderable': false, " + LINKED.replace("@", "posted") + " }, { 'data': 'pubDate' }] });</script>", posted),
    "told": ("/dt/told", HEAD + "<script>let table = new DataTable('#t', { serverSide: true, pageLength: 3, ajax: { url: '/dt/told', data: d => ({ pageNo: d.start / d.length + 1, pageSize: d.length, kind: 'news' }) } });</script>", told),
    "json": ("/dt/json", HEAD + "<script>$('#t').dataTable({ serverSide: true, lengthMenu: [3, 10], pageLength: 3, columns: [{ data: 'title', " + LINKED.replace("@", "json") + " }],\n"
             "ajax: { url: '/dt/json', method: 'post', contentType: 'application/json', data: function (d) { return JSON.stringify($.extend({}, d, { channel: 'c8' })); } } });</script>", as_json),
    "older": ("/dt/older", HEAD + "<script>$('#t').dataTable({ \"bServerSide\": true, \"sAjaxSource\": \"/dt/older\", \"iDisplayLength\": 3 });</script>", older),
    "byfunction": ("/dt/byfunction", HEAD + "<script>$('#t').DataTable({ serverSide: true, pageLength: 3, ajax: function (data, callback, settings) {\n var param = {}; param.channel = 9; param.from = data.start; param.size = data.length;\n"
                   "$.post('/dt/byfunction', param, function (res) { callback({ draw: data.draw, recordsTotal: res.total, recordsFiltered: res.total, data: res.rows }); }); },\n"
                   "columnDefs: [{ targets: 1, render: function (data, type, row) { return '<a href=\"/byfunction/' + row[0] + '.html\">' + data + '</a>'; } }] });</script>", by_function),
    "inpage": ("/dt/inpage", HEAD + "<script>var rows = [\n@ROWS@\n];\n$('#t').DataTable({ data: rows, order: [[2, 'desc']] });</script>", in_page),
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{number}.html", topic, 1500 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "格发函体旧自内", strict=True))}


def answer(request: Request) -> Answer:
    """As the portal's server."""
    for name, (call, page, shown) in LISTS.items():
        if request.path == f"/{name}/":
            held = ",\n".join(f"['{story.number}', '<a href=\"{story.path}\" title=\"{story.title}\">{story.cut}</a>', '{story.day}']" for story in HOLDS[name])
            return html(f"<html><body>{page}</body></html>".replace("@ROWS@", held))
        if request.path == call:
            return shown(request, HOLDS[name])
    return NOT_FOUND if not re.fullmatch(r"/dt/.*", request.path) else wrong(request, "nobody asks here")


SITE = Site(name="datatables-site", host="datatables.fangzhi.example", answer=answer, holds=[story for holds in HOLDS.values() for story in holds],
            seeds=[("listing", f"/{name}/") for name in LISTS], totals=(8,))
