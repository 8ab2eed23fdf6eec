"""Calls of which nothing but what they are given tells how they go on, and answers that say otherwise than most what they hold: a counter
of any name (mescroll), a call that is tried, the totals of Elasticsearch, cut titles beside whole ones, the next page named by half, a column's function elsewhere, XML of a data set, a page's
number beside its size, numbers in the path with a total, mark-up behind the last row."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.scripted import Shown, milliseconds, page, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, stories, wrong


def named_otherwise(request: Request, holds: list[Story]) -> Answer:
    if request.query.get("size") != "3":
        return wrong(request, "the pager's size is wanted")
    rows = [{"id": story.number, "name": story.title, "pubDate": story.day} for story in page(holds, int(request.query["num"]))]
    return said({"rows": rows, "totalSize": len(holds)})


def tried(request: Request, holds: list[Story]) -> Answer:
    called = request.query.get("callback", "")
    if not called.isidentifier():
        return wrong(request, "the answer is to call a function")
    rows = [{"url": story.path, "title": story.title, "ctime": str(milliseconds(story) // 1000)} for story in page(holds, int(request.query["page"]))]
    data = json.dumps({"result": {"total": len(holds), "data": rows}})
    return Answer(f"try{{{called}({data});}}catch(e){{}};".encode(), "application/javascript")


def formatted(request: Request, holds: list[Story]) -> Answer:
    if request.form.get("type") != "notice":
        return wrong(request, "the table's own fields are wanted")
    return said({"total": len(holds), "rows": [{"xh": story.number, "bt": story.title, "fbsj": story.day} for story in page(holds, int(request.form["page"]))]})


def sought(request: Request, holds: list[Story]) -> Answer:
    asked = json.loads(request.body)
    if asked.get("query") != {"term": {"channel": "xwdt"}}:
        return wrong(request, "the script's query is wanted")
    hits = [{"_id": str(story.number), "_source": {"title": story.title, "pubtime": f"{story.day}T01:00:00.000Z"}}
            for story in holds[asked["from"] : asked["from"] + asked["size"]]]
    return said({"hits": {"total": {"value": len(holds), "relation": "eq"}, "hits": hits}})


def shortened(request: Request, holds: list[Story]) -> Answer:
    asked = json.loads(request.form["params"])
    number = int(asked["pageIndex"])
    if number > 2:
        return wrong(request, "the count tells the last page")
    rows = [{"title": story.cut, "realtitle": story.title, "infourl": story.path, "infodate": story.day} for story in page(holds, number + 1)]
    return said({"count": len(holds), "infodata": rows})


def half_named(request: Request, holds: list[Story]) -> Answer:
    if request.query.get("category") != "local":
        return wrong(request, "another list")
    number = int(request.query["page"])
    following = f"/half-named.json?page={number + 1}" if 3 * number < len(holds) else None
    return said({"data": [{"id": story.number, "title": story.title, "date": story.day} for story in page(holds, number)], "next": following})


def by_column(request: Request, holds: list[Story]) -> Answer:
    if request.query.get("catalog") != "gg":
        return wrong(request, "the table's own fields are wanted")
    first = int(request.query["offset"])
    return said({"total": len(holds), "rows": [{"ggid": story.number, "ggbt": story.title, "fbrq": story.day} for story in holds[first : first + 3]]})


def as_xml(request: Request, holds: list[Story]) -> Answer:
    rows = "".join(f"<Table><NewsID>{story.number}</NewsID><Title>{story.title}</Title><AddDate>{story.day}T10:00:00+08:00</AddDate></Table>"
                   for story in page(holds, int(request.query["pageIndex"])))
    return Answer(f'<?xml version="1.0" encoding="gb2312"?><NewDataSet total="{len(holds)}">{rows}</NewDataSet>'.encode("gb18030"), "text/xml")


def in_pieces(request: Request, holds: list[Story]) -> Answer:
    """The number of a page beside one that is its size (SiteServer)."""
    asked = json.loads(request.body)
    if asked["channelId"] != 14 or asked["pageNum"] != 3:
        return wrong(request, "the pager's own numbers are wanted")
    rows = page(holds, asked["currentPageIndex"] + 1)
    return html("".join(f'<li><a href="{story.path}">{story.title}</a><i>{story.day}</i></li>' for story in rows))


def in_folders(request: Request, holds: list[Story]) -> Answer:
    number = int(request.path.split("/")[-2])
    if number > 3:
        return wrong(request, "the total tells the last page")
    return said({"data": {"total": str(len(holds)), "records": [{"id": story.number, "title": story.title, "time": story.day} for story in page(holds, number)]}})


def held_by(holds: list[Story]) -> str:
    """Rows whose element holds their number."""
    return "".join(f'<li data-id="{story.number}"><a href="{story.path}">{story.title}</a><time>{story.day}</time></li>' for story in holds)


def behind_last(request: Request, holds: list[Story]) -> Answer:
    """Mark-up of what lies behind a row; nothing behind the last."""
    if request.query.get("count") != "3":
        return wrong(request, "the script's count is wanted")
    return html(held_by([story for story in holds if story.number < int(request.query["lastId"])][:3]))


LISTS: dict[str, tuple[str, str, Shown]] = {
    "named-otherwise": ("/named-otherwise.do", "function upCallback(page) { ask(page.num, page.size, draw); }\nfunction ask(pageNum, pageSize, done) { $.ajax({type: 'GET', url: "
                        "'/named-otherwise.do?num=' + pageNum + '&size=' + pageSize, success: done}); }\nvar m = new MeScroll('m', {up: {callback: upCallback, page: {num: 0, size: 3}}});\n"
                        "function draw(d) { for (var o of d.rows) { $('#l').append('<li><a href=\"/named-otherwise/' + o.id + '.html\">' + o.name + '</a></li>'); } }", named_otherwise),
    "tried": ("/tried.do", "function turn(p) { $.ajax({url: '/tried.do?callback=?&num=3&page=' + p, dataType: 'jsonp', success: draw}); } var p = 1; turn(p);", tried),
    "formatted": ("/formatted.do", "$('#dg').datagrid({url: '/formatted.do', pagination: true, pageSize: 3, queryParams: {type: 'notice'}, columns: [[{field: 'bt', title: '标题', formatter: "
                  "function (v, r) { return '<a href=\"/formatted/' + r.xh + '.html\">' + v + '</a>'; }}, {field: 'fbsj', title: '时间'}]]});", formatted),
    "sought": ("/sought/_search", "var from = 0, size = 3; async function more() { const r = await fetch('/sought/_search', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: "
               "JSON.stringify({from: from, size: size, query: {term: {channel: 'xwdt'}}})}); (await r.json()).hits.hits.forEach(h => add(`<a href=\"/sought/${h._id}.html\">${h._source.title}</a>`)); } more();", sought),
    "shortened": ("/shortened.do", "function load(pageIndex) { $.ajax({url: '/shortened.do', type: 'post', data: {params: JSON.stringify({categoryNum: '002', pageIndex: pageIndex, pageSize: 3})}, success: draw}); } load(0);", shortened),
    "half-named": ("/half-named.json", "var page = 1; fetch('/half-named.json?category=local&page=' + page).then(r => r.json()).then(d => d.data.forEach(a => add(`<a href=\"/half-named/${a.id}.html\">${a.title}</a>`)));", half_named),
    "by-column": ("/by-column.do", "$('#dg').bootstrapTable({url: '/by-column.do', method: 'get', sidePagination: 'server', pagination: true, pageSize: 3, queryParams: function (p) { return {limit: p.limit, "
                  "offset: p.offset, catalog: 'gg'}; }, columns: [{field: 'ggbt', title: '标题', formatter: titleOf}, {field: 'fbrq', title: '日期'}]});\nfunction titleOf(value, row, index) { "
                  "return '<a href=\"/by-column/' + row.ggid + '.html\">' + value + '</a>'; }", by_column),
    "as-xml": ("/as-xml.ashx", "function bind(pageIndex) { $.ajax({type: 'GET', url: '/as-xml.ashx', data: 'action=list&pageIndex=' + pageIndex + '&pageSize=3', dataType: 'xml', success: function (xml) { "
               "$(xml).find('Table').each(function () { $('#l').append(\"<li><a href='/as-xml/\" + $(this).find(\"NewsID\").text() + \".html'>\" + $(this).find(\"Title\").text() + \"</a></li>\"); }); }}); } bind(1);", as_xml),
    "in-pieces": ("/api/stl/actions/pagecontents", "function turn(page) { var data = {siteId: 1, channelId: 14, pageCount: 3, currentPageIndex: page - 1, pageNum: 3}; $.ajax({url: '/api/stl/actions/pagecontents', "
                  "type: 'POST', contentType: 'application/json', data: JSON.stringify(data), success: function (d) { $('#l').html(d); }}); } turn(1);", in_pieces),
    "in-folders": ("/in-folders/list/", "let current = 1; const size = 3; async function load() { const r = await fetch(`/in-folders/list/${current}/${size}`); (await r.json()).data.records.forEach(x => "
                   "add(`<a href=\"/in-folders/${x.id}.html\">${x.title}</a>`)); current++; } load();", in_folders),
    "behind-last": ("/behind-last/more", "$('#more').click(function () { var last = $('#l li:last').data('id'); $.get('/behind-last/more', {lastId: last, count: 3}, function (d) { $('#l').append(d); }); });", behind_last),
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{number}.html", topic, 4500 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "数试格搜短半列标件夹后", strict=True))}


def answer(request: Request) -> Answer:
    """As the portal's server."""
    for name, (call, script, shown) in LISTS.items():
        if request.path == f"/{name}/":
            first = held_by(HOLDS[name][:3]) if name == "behind-last" else ""
            return html(f"<html><head><title>{name}</title></head><body><ul id='l'>{first}</ul><table id='dg'></table><script>{script}</script></body></html>")
        if request.path == call or (call.endswith("/") and request.path.startswith(call)):
            return shown(request, HOLDS[name])
    return NOT_FOUND


SITE = Site(name="handed-site", host="handed.fangzhi.example", answer=answer, holds=[story for holds in HOLDS.values() for story in holds],
            seeds=[("listing", f"/{name}/") for name in LISTS], totals=(8,))
