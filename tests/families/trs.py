"""TRS WCM: `createPageHTML` counting from 0, from 1 in another system, `countPage` in GB2312 behind a redirect, and
Fujian's list search by POST."""

from __future__ import annotations

import json

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, page_of, stories, wrong

NEWS = stories(10, lambda number, day: f"/yw/{day:%Y%m}/t{day:%Y%m%d}_{1000 + number}.html", "要闻", 1)
LOCAL = stories(8, lambda number, day: f"/dfdt/{day:%Y%m}/t{day:%Y%m%d}_{2000 + number}.shtml", "地方", 101)
QUOTED = stories(5, lambda number, day: f"/zwgk/{day:%Y%m}/t{day:%Y%m%d}_{3000 + number}.html", "公开", 201)
FROM_ONE = stories(7, lambda number, day: f"/gzdt/{day:%Y%m}/{500000 + number}.html", "动态", 401)
SEARCHED = stories(7, lambda number, day: f"/flfg/{day:%Y%m}/t{day:%Y%m%d}_{4000 + number}.htm", "法规", 301)
FUJIAN = """<ul id="list"></ul><script>
var chnlid = '373'; // 栏目
function load(page) {
  $.ajax({ type: "POST", url: "/fjdzapp/search", dataType: "json",
    data: { channelid: "229105", sortfield: "-docorderpri,-docreltime", classsql: "chnlid=" + chnlid, page: page, prepage: "3" },
    success: function (data) { var rows = data.data; for (var i = 0; i < rows.length; i++) { draw(rows[i]); } } });
}
load(1);</script>"""


def counted(request: Request, folder: str, ending: str, holds: list[Story], size: int, script: str, charset: str = "utf-8") -> Answer:
    """Page `index_N`, N from 0; the anchors to others are printed by the script only."""
    name = request.path.removeprefix(folder)
    numbers = {f"index_{number}.{ending}": number for number in range(1, -(-len(holds) // size))} | {"": 0, f"index.{ending}": 0}
    if name not in numbers:
        return NOT_FOUND
    number = numbers[name]
    text = script.format(pages=-(-len(holds) // size), number=number)
    page = items(holds[number * size : (number + 1) * size], folder)
    return html(f"<html><head><meta charset={charset}></head><body><a class='CurrChnlCls' href='{folder}'>栏目</a><ul>{page}</ul>"
                f"<script>{text}</script></body></html>", charset, named=False)


def counted_from_one(request: Request) -> Answer:
    """Of another system: page 2 is `index_2`, and the call on `index.html` says 1."""
    number = {"index.html": 1, "index_2.html": 2, "index_3.html": 3}.get(request.path.removeprefix("/gzdt/"), 0)
    page = items(FROM_ONE[(number - 1) * 3 : number * 3], "/gzdt/")
    return html(f'<ul>{page}</ul><script>createPageHTML(3, {number}, "index", "html");</script>') if number else NOT_FOUND


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/dfdt":
        return Answer(b"", status=302, headers=(("Location", "/dfdt/"),))
    if request.path.startswith("/yw/"):
        return counted(request, "/yw/", "html", NEWS, 4, 'createPageHTML({pages}, {number}, "index", "html");')
    if request.path.startswith("/dfdt/"):
        script = ('var currentPage = {number};//所在页从0开始\nvar countPage = {pages}//共多少页\n'
                  'document.write("<a href=\\"index_" + (currentPage + 1) + ".shtml\\">下一页</a>");')
        return counted(request, "/dfdt/", "shtml", LOCAL, 3, script, "gb2312")
    if request.path.startswith("/zwgk/"):
        return counted(request, "/zwgk/", "html", QUOTED, 2, "createPageHTML('{pages}', '{number}', 'index', 'html', 'black2', 5);")
    if request.path.startswith("/gzdt/"):
        return counted_from_one(request)
    if request.path == "/flfg/":
        return html(f"<html><body>{FUJIAN}</body></html>")
    if request.path == "/fjdzapp/search":
        if request.method != "POST" or request.form.get("classsql") != "chnlid=373" or request.form.get("channelid") != "229105":
            return wrong(request, "the search wants its form")
        data = [{"doctitle": story.title, "docpuburl": story.path, "docreltime": f"{story.day} 08:00:00"}
                for story in page_of(request, "page", 3, SEARCHED)]
        return Answer(json.dumps({"totalcount": len(SEARCHED), "data": data}, ensure_ascii=False).encode(), "text/html;charset=UTF-8")
    return NOT_FOUND


SITE = Site(name="trs-site", host="trs.fangzhi.example", family="trs", answer=answer, holds=[*NEWS, *LOCAL, *QUOTED, *FROM_ONE, *SEARCHED],
            seeds=[("listing", "/yw/"), ("listing", "/dfdt"), ("listing", "/zwgk/index.html"),
                   ("listing", "/gzdt/index.html"), ("listing", "/flfg/")],
            totals=(5, 7), pages=(3, 3))
