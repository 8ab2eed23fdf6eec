"""Lists of offices' own systems: tables of older libraries, calls that are refused without a browser's headers, disclosed documents by section,
a search whose script is packed, forms whose address has the number, pieces in the place of the page."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re

from tests.families.scripted import SIZE, Shown, milliseconds, page, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, stories, wrong

HOST = "offices.fangzhi.example"
SIDE = 4


def bootgrid(request: Request, holds: list[Story]) -> Answer:
    if request.method != "POST" or request.form.get("sign") != "2" or request.form.get("rowCount") != "3" or "searchPhrase" not in request.form:
        return wrong(request, "bootgrid asks otherwise")
    number = int(request.form["current"])
    return said({"current": number, "rowCount": 3, "total": len(holds), "rows": [{"bulletin_id": s.number, "bulletintitle": s.title, "finishday": s.day} for s in page(holds, number)]})


def flexigrid(request: Request, holds: list[Story]) -> Answer:
    if request.method != "POST" or request.form.get("channelCode") != "jggg" or request.form.get("rp") != "3" or request.form.get("qtype") != "":
        return wrong(request, "flexigrid asks otherwise")
    number = int(request.form["page"])
    return said({"page": number, "total": len(holds), "rows": [{"id": s.number, "cell": [f"<a href='{s.path}' title='{s.title}'>{s.cut}</a>", s.day]} for s in page(holds, number)]})


def jqgrid(request: Request, holds: list[Story]) -> Answer:
    """Its `total` counts pages."""
    if request.method != "GET" or request.query.get("cid") != "5" or request.query.get("rows") != "3" or request.query.get("sidx") != "id":
        return wrong(request, "jqGrid asks otherwise")
    number = int(request.query["page"])
    return said({"page": number, "total": 3, "records": len(holds), "rows": [{"NOTICE_ID": s.number, "NOTICE_TITLE": s.title, "NEWWORK_DATE": s.day} for s in page(holds, number)]})


def refusing(request: Request, holds: list[Story]) -> Answer:
    told = {name.lower(): value for name, value in request.headers.items()}
    if told.get("x-requested-with") != "XMLHttpRequest" or told.get("referer") != f"http://{HOST}/refusing/":
        return wrong(request, "no script asks so")
    asked = json.loads(request.body)
    return said({"hits": {"total": len(holds), "hits": [{"_id": "a", "_source": {"title": s.title, "url": s.path, "publishDate": milliseconds(s)}} for s in page(holds, asked["pageNo"])]}})


LISTS: dict[str, tuple[str, str, Shown]] = {
    "bootgrid": ("/bulletin.do", "<table id='grid'></table><script>$('#grid').bootgrid({ ajax: true, url: '/bulletin.do', rowCount: [3, 10], post: function () { return { sign: '2', districtCode: 'all' }; }, formatters: "
                 "{ \"link\": function (column, row) { return \"<a href='/bootgrid/\" + row.bulletin_id + \".html'>\" + row.bulletintitle + \"</a>\"; } } });</script>", bootgrid),
    "flexigrid": ("/news.do", "<table id='flex'></table><script>$('#flex').flexigrid({ url: '/news.do', dataType: 'json', usepager: true, rp: 3, params: [{ name: 'channelCode', value: 'jggg' }] });</script>", flexigrid),
    "jqgrid": ("/notice.do", "<table id='list'></table><script>jQuery('#list').jqGrid({ url: '/notice.do', datatype: 'json', postData: { cid: 5 }, rowNum: 3, pager: '#pager', sortname: 'id' });\n"
               "function show(cell, options, row) { return '<a href=\"/jqgrid/' + row.NOTICE_ID + '.html\">' + row.NOTICE_TITLE + '</a>'; }</script>", jqgrid),
    "refusing": ("/front/search/category", "<ul></ul><script>function search(pageNo) { $.ajax({ url: '/front/search/category', type: 'POST', contentType: 'application/json', data: JSON.stringify({ "
                 "categoryCode: 'A1', pageSize: 3, pageNo: pageNo }), success: draw }); } search(1);</script>", refusing),
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{number}.html", topic, 3000 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "靴弯格拒", strict=True))}
SOUGHT = stories(12, lambda number, day: f"/sought/{number}.shtml", "索", 3200)
OPENED = stories(8, lambda number, day: f"/bm/gkmlpt/content/3/{number}/post_{number}.html", "公", 3120)
SENT = stories(8, lambda number, day: f"/sent/{number}.html", "送", 3160)
PUT = stories(8, lambda number, day: f"/put/{day:%Y%m%d}/{number:08x}-1111-2222-3333-444455556666.html", "置", 3180)


def searched(request: Request) -> Answer | None:
    """TRS: the page's address says what is sought; an unknown order is refused with 200."""
    if request.path == "/irs-c-web/search.shtml":
        return html("<div id='app'></div><script src='/irs-c-web/static/search.5f3a.js'></script>")
    if request.path != "/irs/front/search":
        return None
    asked = json.loads(request.body)
    if asked.get("code") != "17d1" or asked.get("dataTypeId") != "259" or asked.get("searchWord") != "政策" or not asked.get("orderBy") or not asked.get("searchBy"):
        return wrong(request, "the search asks otherwise")
    shown = SOUGHT[(asked["pageNo"] - 1) * 10 : asked["pageNo"] * 10]
    return said({"success": True, "data": {"pager": {"total": len(SOUGHT), "pageCount": 2}, "middle": {"list": [], "listAndBox": [
        {"type": "DATA", "data": {"title": f"<em>{s.title[:2]}</em>{s.title[2:]}", "title_no_tag": s.title, "url": s.path, "time": f"{s.day} 08:00:00"}} for s in shown]}}})


def opened(request: Request) -> Answer | None:
    """Guangdong: sections in a script of the page; behind the end 404."""
    if request.path == "/bm/gkmlpt/index":
        tree = [{"id": 505, "name": "文件", "post_count": 0, "children": [{"id": 506, "name": "通知", "post_count": 5}, {"id": 507, "name": "解读", "post_count": 3}, {"id": 508, "name": "空", "post_count": 0}]}]
        return html(f"<div id='app'></div><script>window._CONFIG = {{ SITE_ID: '1', SID: '755001', TREE: {json.dumps(tree)}, NAME: '某局' }};</script>")
    match = re.fullmatch(r"/bm/gkmlpt/api/all/(\d+)", request.path)
    if match is None:
        return None
    own = {"506": OPENED[:5], "507": OPENED[5:]}.get(match[1])
    if own is None or request.query.get("sid") != "755001":
        return wrong(request, "no section of the page")
    shown = own[(int(request.query["page"]) - 1) * SIDE : int(request.query["page"]) * SIDE]
    rows = [{"id": s.number, "title": s.title, "url": s.path, "display_publish_time": milliseconds(s) // 1000, "create_time": milliseconds(s) // 1000 + 864000} for s in shown]
    return said({"classify": {"id": 1, "name": "x"}, "total": len(own), "articles": rows}) if rows else NOT_FOUND


def sent(request: Request) -> Answer | None:
    match = re.fullmatch(r"/sent/list_(\d+)\.html", request.path)
    if match is None:
        return None
    number = int(match[1])
    if number > 1 and (request.method != "POST" or request.form.get("areaCode") != "130000"):
        return wrong(request, "the form is wanted")
    rows = "".join(f"<tr><td><a href='{s.path}'>{s.title}</a></td><td>{s.day}</td></tr>" for s in page(SENT, number))
    following = f"<a href='javascript:turn({number + 1});'>下一页</a>" if number < 3 else ""
    return html(f"<form name='form1' method='post' action='/sent/list_{number}.html'><input type=hidden name=areaCode value=130000></form><table>{rows}</table>共3页 {following}"
                "<script>function turn(n) { document.form1.action = '/sent/list_' + n + '.html'; document.form1.submit(); }</script>")


def put(request: Request) -> Answer | None:
    """Epoint: each piece has its pager, the page alone the function."""
    if request.path != "/put/":
        return None
    number = int(request.query.get("pageing") or "1")
    rows = "".join(f"<li class='wb-data-list'><a href='{s.path}' title='{s.title}'>{s.cut}</a><span>{s.day}</span></li>" for s in page(PUT, number))
    following = f"<li><a onclick=\"show(window.location.pathname,'content',{number + 1})\">下页 &gt;</a></li>" if number * SIZE < len(PUT) else ""
    part = f"<ul>{rows}</ul><ul class='ewb-page-items'><li><span>{number}/3</span></li>{following}</ul>"
    if number > 1:
        return Answer(part.encode(), "text/html; charset=utf-8")
    return html(f"<html><body><div id='content'>{part}</div><script>function show(url, into, number) {{ $.ajax({{ type: 'GET', url: url + '?pageing=' + number, success: function (got) {{ $('#' + into).html(got); }} }}); }}</script></body></html>")


def answer(request: Request) -> Answer:
    """As the offices' servers."""
    for name, (call, body, shown) in LISTS.items():
        if request.path == f"/{name}/":
            return html(f"<html><body>{body}</body></html>")
        if request.path == call:
            return shown(request, HOLDS[name])
    return next((found for each in (searched, opened, sent, put) if (found := each(request)) is not None), NOT_FOUND)


SITE = Site(name="offices-site", host=HOST, answer=answer, holds=[*(story for holds in HOLDS.values() for story in holds), *SOUGHT, *OPENED, *SENT, *PUT], totals=(8, 12, 5, 3), pages=(3,),
            seeds=[*(("listing", f"/{name}/") for name in LISTS), ("listing", "/irs-c-web/search.shtml?code=17d1&searchWord=%E6%94%BF%E7%AD%96&dataTypeId=259&sign=7161"),
                   ("listing", "/bm/gkmlpt/index"), ("listing", "/sent/list_1.html"), ("listing", "/put/")])
