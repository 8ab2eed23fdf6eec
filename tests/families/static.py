"""Families whose lists are plain files: Boda counting down, Nanfang's `index_2`, Epoint's `2.html` and its front-end templates."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, items, page_of, stories, wrong

BODA = stories(10, lambda number, day: f"/info/1262/{13000 + number}.htm", "卫健", 1)
NANFANG = stories(8, lambda number, day: f"/xw/tzgg/content/post_{5800000 + number}.html", "岭南", 1)
LINGNAN = stories(7, lambda number, day: f"/gk/content/post_{5900000 + number}.html", "粤政", 301)
PRINTED = stories(8, lambda number, day: f"/012/012001/{day:%Y%m%d}/{number:08x}-0a1b-0a1b-0a1b-0a1b2c3d4e5f.html", "公示", 1)
INDEXED = stories(8, lambda number, day: f"/zw/009002/{day:%Y%m%d}/{number:08x}-2a1b-0a1b-0a1b-0a1b2c3d4e5f.html", "沪政", 201)
DRAWN = stories(7, lambda number, day: f"/013/013001/{day:%Y%m%d}/{number:08x}-1a1b-0a1b-0a1b-0a1b2c3d4e5f.html", "徽闻", 101)
TEMPLATE = """<div class="ewb-list" id="list"></div>
<script type="text/html" id="tpl"><? for(var i=0;i<data.length;i++){ var el=data[i] ?><li><a href="<?=el.link?>"><?=el.title?></a></li><? } ?></script>
<script>
var categorynum = "013001", pageSize = 3;
function show(pageIndex) {
  $.post('/EpointWebBuilder/getInfoList.action', { cmd: 'getInfolist', categorynum: categorynum, pageIndex: pageIndex, pageSize: pageSize },
    function (data) { $('#list').html(render('tpl', JSON.parse(data))); });
}
show(1);</script>"""


def boda(request: Request) -> Answer:
    """`yqsd1.htm` holds the newest; the oldest page is `yqsd1/1.htm`."""
    shown = {"/xwzx/yqsd1.htm": BODA[:4], "/xwzx/yqsd1/2.htm": BODA[4:7], "/xwzx/yqsd1/1.htm": BODA[7:]}.get(request.path)
    if shown is None:
        return NOT_FOUND
    rows = "".join(f'<li id="line_u9_{number}"><a href="{story.path}" title="{story.title}">{story.cut}</a><span>{story.day}</span></li>'
                   for number, story in enumerate(shown))
    return html(f"<html><body><ul>{rows}</ul><span>共10条</span>&nbsp;<span>1/3</span></body></html>")


def nanfang(request: Request) -> Answer:
    """Pages count from 2; no anchor leads on."""
    if request.path.startswith("/gk/"):
        number = {"index.html": 1, "index_2.html": 2, "index_3.html": 3}.get(request.path.removeprefix("/gk/"), 0)
        script = f'<script>var totalPage = 3, curPage = {number}; createPage(totalPage, curPage, "index", "html");</script>'
        return html(f"<ul>{items(LINGNAN[number * 3 - 3 : number * 3])}</ul>{script}") if number else NOT_FOUND
    shown = {"/xw/tzgg/index.html": NANFANG[:3], "/xw/tzgg/index_2.html": NANFANG[3:6], "/xw/tzgg/index_3.html": NANFANG[6:]}.get(request.path)
    if shown is None:
        return NOT_FOUND
    rows = "".join(f'<li><a href="{request.path and story.path}">{story.title}</a><em>{story.day}</em></li>' for story in shown)
    return html(f"<html><body><ul>{rows}</ul><div class='page'>共3页 共8条</div></body></html>")


def epoint(request: Request) -> Answer:
    """Printed pages, and a list that a front-end template draws."""
    shown = {"/012/012001/moreinfo.html": PRINTED[:3], "/012/012001/2.html": PRINTED[3:6], "/012/012001/3.html": PRINTED[6:],
             "/zw/009002/listIndex.html": INDEXED[:3], "/zw/009002/listIndex2.html": INDEXED[3:6],
             "/zw/009002/listIndex3.html": INDEXED[6:]}.get(request.path)
    if shown is not None:
        number = "".join(filter(str.isdigit, request.path.rpartition("/")[2])) or "1"
        return served(f"<ul class='ewb-list'>{items(shown)}</ul><li class='ewb-page-li ewb-page-noborder ewb-page-num'><span>{number}/3</span>"
                      "</li><a href='javascript:void(0)' onclick='ShowAjaxNewPage(window.location.pathname,\"content\",2)'>下页</a>")
    if request.path == "/013/013001/subpage.html":
        return served(TEMPLATE)
    if request.path == "/EpointWebBuilder/getInfoList.action":
        if request.method != "POST" or request.form.get("categorynum") != "013001":
            return wrong(request, "the list wants its form")
        rows = [{"title": story.title, "infourl": story.path, "infodate": story.day} for story in page_of(request, "pageIndex", 3, DRAWN)]
        return Answer(json.dumps({"custom": {"infodata": rows, "count": len(DRAWN), "total": len(DRAWN)}}).encode(), "text/html;charset=utf-8")
    return NOT_FOUND


def served(body: str) -> Answer:
    return Answer(f"<html><body>{body}</body></html>".encode(), headers=(("X-Powered-By", "epoint"),))


BODA_SITE = Site(name="boda-site", host="boda.fangzhi.example", family="boda", answer=boda, holds=BODA,
                 seeds=[("listing", "/xwzx/yqsd1.htm")], totals=(10,), pages=(3,))
NANFANG_SITE = Site(name="nanfang-site", host="nanfang.fangzhi.example", family="nanfang", answer=nanfang, holds=[*NANFANG, *LINGNAN],
                    seeds=[("listing", "/xw/tzgg/index.html"), ("listing", "/gk/index.html")], totals=(8,), pages=(3,))
EPOINT_SITE = Site(name="epoint-site", host="epoint.fangzhi.example", family="epoint", answer=epoint, holds=[*PRINTED, *INDEXED, *DRAWN],
                   seeds=[("listing", "/zw/009002/listIndex.html"), ("listing", "/012/012001/moreinfo.html"), ("listing", "/013/013001/subpage.html")], totals=(7,), pages=(3,))
