"""Lists whose script takes what it asks for from the page: its head, hidden fields, attributes, a form."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from tests.families.scripted import Shown, page, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong

HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def searched(request: Request, holds: list[Story]) -> Answer:
    """No total; behind the end the last page again."""
    if request.query.get("_template") != "ucap/list" or request.query.get("_pageSize") != "3":
        return wrong(request, "the script asks otherwise")
    return said({"results": [{"title": story.title, "url": story.path, "publishedTimeStr": f"{story.day} 08:00"} for story in page(holds, min(int(request.query["page"]), 3))]})


def hidden(request: Request, holds: list[Story]) -> Answer:
    if request.query.get("channelid") != HEX or request.query.get("pagesize") != "3":
        return wrong(request, "the page's fields are wanted")
    return said({"recordcount": len(holds), "infolist": [
        {"title": story.title, "link": story.path, "pubtime": f"{story.day} 09:10:00"} for story in page(holds, int(request.query["currpage"]))]})


def attributes(request: Request, holds: list[Story]) -> Answer:
    if request.method != "POST" or request.form.get("cid") != "88" or request.form.get("pageSize") != "3":
        return wrong(request, "the page's attributes are wanted")
    return said({"total": len(holds), "rows": [{"title": story.title, "url": story.path, "publishDate": story.day} for story in page(holds, int(request.form["pageNo"]))]})


def form(request: Request, holds: list[Story]) -> Answer:
    if request.form.get("channelCode") != "0008" or request.form.get("sitewebId") != "-1" or request.form.get("pageSize") != "3":
        return wrong(request, "the page's form is wanted")
    return Answer(f"<ul>{items(page(holds, int(request.form['pageIndex'])))}</ul>".encode(), "text/html; charset=utf-8")


LISTS: dict[str, tuple[str, str, Shown]] = {
    "head": (f"/es-search/search/{HEX}", f"<meta name='channelId' content='{HEX}'><ul></ul><script>var cid = $(\"meta[name='channelId']\").attr(\"content\");\nfunction load(page) {{ "
             "$.get('/es-search/search/' + cid, {_template: 'ucap/list', _pageSize: 3, page: page}, show); } load(1);</script>", searched),
    "hidden": ("/szinf/info/getInfoCommon/", f"<input type='hidden' id='channelid' value='{HEX}'/><input type=hidden id=pagesize value=3><ul></ul><script>function info(p) {{ $.ajax({{url: "
               "'/szinf/info/getInfoCommon/', data: { pagesize: $('#pagesize').val(), currpage: p, channelid: $(\"#channelid\").val() }, success: draw}); } info(1);</script>", hidden),
    "attribute": ("/api/column/list", "<ul id='list' data-url='/api/column/list' data-cid='88'></ul><input id=rows value=3><script>var box = $('#list');\nfunction load(n) { $.post(box.data('url'), "
                  "{ cid: $('#list').attr('data-cid'), pageNo: n, pageSize: document.getElementById('rows').value }, draw); } load(1);</script>", attributes),
    "form": ("/queryMore.do", "<form id='search'><input type='hidden' name='channelCode' value='0008'><input type='hidden' name='sitewebId' value='-1'><input type=hidden name=pageIndex value=1>"
             "<input type=hidden name=pageSize value=3></form><div id='rows'></div><script>function turn(n) { $('#search input[name=pageIndex]').val(n); $.ajax({type: 'POST', url: '/queryMore.do', "
             "data: $('#search').serialize(), success: function (part) { $('#rows').html(part) }}); } turn(1);</script>", form),
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", topic, 2600 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "头藏属单", strict=True))}


def answer(request: Request) -> Answer:
    """As the portal's server."""
    for name, (call, body, shown) in LISTS.items():
        if request.path == f"/{name}/":
            return html(f"<html><head></head><body>{body}</body></html>")
        if request.path == call:
            return shown(request, HOLDS[name])
    return NOT_FOUND


SITE = Site(name="taken-site", host="taken.fangzhi.example", answer=answer, holds=[story for holds in HOLDS.values() for story in holds],
            seeds=[("listing", f"/{name}/") for name in LISTS], totals=(8,))
