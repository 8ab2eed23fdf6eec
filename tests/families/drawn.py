"""Lists whose answers state numbers where addresses should be: only the page's script says how an address is made of one. And tables
that a library fills, rows that lie in a script of the page."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.scripted import SIZE, Shown, page, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, stories, wrong


def numbers(holds: list[Story]) -> list[dict[str, object]]:
    """Rows without addresses."""
    return [{"id": story.number, "title": story.title, "pubDate": story.day} for story in holds]


def layui(request: Request, holds: list[Story]) -> Answer:
    """`table.render` asks by `page` and `limit`, and sends what `where` says."""
    if request.method != "GET" or request.query.get("limit") != "3" or request.query.get("channel") != "88":
        return wrong(request, "layui asks otherwise")
    return said({"code": 0, "count": len(holds), "data": numbers(page(holds, int(request.query["page"])))})


def bootstrap(request: Request, holds: list[Story]) -> Answer:
    """bootstrap-table passes over rows; the page's function names the fields."""
    if request.query.get("limit") != "3" or request.query.get("column") != "5" or "order" in request.query:
        return wrong(request, "bootstrap-table asks otherwise")
    start = int(request.query["offset"])
    return said({"total": len(holds), "rows": numbers(holds[start : start + SIZE])})


def easyui(request: Request, holds: list[Story]) -> Answer:
    """`datagrid` posts `page` and `rows`."""
    if request.method != "POST" or request.form.get("rows") != "3" or request.form.get("cid") != "6":
        return wrong(request, "easyui asks otherwise")
    return said({"total": len(holds), "rows": numbers(page(holds, int(request.form["page"])))})


def literal(request: Request, holds: list[Story]) -> Answer:
    """A page's number that begins at 0 and is raised before the first call."""
    if request.query.get("page") == "0":
        return wrong(request, "the script begins with 1")
    return said({"data": {"total": len(holds), "records": numbers(page(holds, int(request.query["page"])))}})


def bound(request: Request, holds: list[Story]) -> Answer:
    """axios posts JSON; the fields lie in the component's data."""
    asked = json.loads(request.body)
    if asked.get("channelId") != "a1b2" or asked.get("pageSize") != SIZE:
        return wrong(request, "the body is not the script's")
    return said({"code": 200, "total": len(holds), "rows": numbers(page(holds, asked["pageNum"]))})


def joined(request: Request, holds: list[Story]) -> Answer:
    """Addresses of rows that the page puts something before."""
    rows = [{"title": story.title, "url": story.path.rpartition("/")[2], "date": story.day} for story in page(holds, int(request.form["pageNo"]))]
    return said({"total": len(holds), "list": rows})


TABLE = "<table data-toggle='table' data-url='/bt/data' data-side-pagination='server' data-pagination='true' data-page-size='3' data-query-params='asked'></table>".replace("'", '"')
LISTS: dict[str, tuple[str, str, Shown]] = {
    "layui": ("/lay/list", "<table id='demo'></table><script type='text/html' id='link'><a href='/layui/{{d.id}}.html'>{{d.title}}</a></script>"
              "<script>layui.table.render({elem: '#demo', url: '/lay/list', where: {channel: '88'}, page: true, limit: 3, cols: [[{field: 'title', templet: '#link'}]]});</script>", layui),
    "boot": ("/bt/data", TABLE + "<script>function asked(params) { return {limit: params.limit, offset: params.offset, column: '5'}; }\n"
             "function titled(value, row) { return '<a target=\"_blank\" href=\"/boot/' + row.id + '.html\">' + value + '</a>'; }</script>", bootstrap),
    "easy": ("/easy/data", "<table id='dg'></table><script>$('#dg').datagrid({url: '/easy/data', pagination: true, pageSize: 3, queryParams: {cid: 6}, columns: [[{field: 'title', "
             "formatter: function (value, row) { return \"<a href='/easy/\" + row.id + \".html'>\" + value + \"</a>\"; }}]]});</script>", easyui),
    "literal": ("/api/news", "<script>let page = 0; async function more() { page++; const answer = await fetch(`/api/news?page=${page}&size=3`);\n"
                "(await answer.json()).data.records.forEach(item => add(`<li><a href=\"/literal/${item.id}.html\">${item.title}</a></li>`)); }\nmore();</script>", literal),
    "bound": ("/api/doc", "<div id='app'><li v-for='item in list'><a :href=\"'/bound/' + item.id + '.html'\">{{ item.title }}</a></li></div><script>new Vue({el: '#app', data: {list: [],"
              " query: {channelId: 'a1b2', pageNum: 1, pageSize: 3}}, mounted() { axios.post('/api/doc', this.query).then(show) }})</script>", bound),
    "joined": ("/api/part", "<script>function list(pageNo) { $.post('/api/part', {pageNo: pageNo, pageSize: 3}, function (res) { $.each(res.list, function (i, item) {\n"
               "html += '<li><a href=\"/joined/' + item.url + '\">' + item.title + '</a></li>'; }); }); } list(1);</script>", joined),
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{number}.html", topic, 400 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "表格行数绑接", strict=True))}
WITHIN = stories(5, lambda number, day: f"/within/{number}.html", "内", 600)


def within(request: Request) -> Answer:
    """Rows in a script, as objects that are no JSON; the pager is the page's."""
    is_first = request.path == "/within/"
    rows = ",\n".join(f"{{id: {story.number}, title: '{story.title}', time: '{story.day}'}}" for story in (WITHIN[:3] if is_first else WITHIN[3:]))
    return html(f"<ul id='list'></ul>{'<a href=2.html>下一页</a>' if is_first else ''}<script>var rows = [{rows}];\n"
                "rows.forEach(function (row) { add('<a href=\"/within/' + row.id + '.html\">' + row.title + '</a>'); });</script>")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path in ("/within/", "/within/2.html"):
        return within(request)
    for name, (call, drawn, shown) in LISTS.items():
        if request.path == f"/{name}/":
            return html(f"<html><body><div id='list'></div>{drawn}</body></html>")
        if request.path == call:
            return shown(request, HOLDS[name])
    return NOT_FOUND


SITE = Site(name="drawn-site", host="drawn.fangzhi.example", answer=answer, holds=[*(story for holds in HOLDS.values() for story in holds), *WITHIN],
            seeds=[*(("listing", f"/{name}/") for name in LISTS), ("listing", "/within/")], totals=(8,))
