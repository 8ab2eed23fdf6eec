"""UCAP of Kaipu: lists counted from 1, `column-index-N`, and the list searches of Gansu (GET) and Hunan (POST on a host of its own)."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, page_of, stories, wrong

NEWS = stories(7, lambda number, day: f"/xw/c100/{day:%Y-%m}/{day:%d}/content_{number:032x}.shtml", "要闻", 1)
COLUMN = stories(6, lambda number, day: f"/gg/{day:%Y/%m/%d}/{number:032x}.shtml", "公告", 101)
SEARCHED = stories(8, lambda number, day: f"/gsszf/c100002/{day:%Y%m}/{number:09}.shtml", "陇原", 201)
HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
HUNAN = stories(5, lambda number, day: f"/gxt/xxgk/{day:%Y%m}/t{day:%Y%m%d}_{7000 + number}.html", "湘工", 301)


def counted(request: Request, folder: str, name: str, sign: str, holds: list[Story], size: int, quote: str) -> Answer:
    pages = -(-len(holds) // size)
    files = {f"{name}.shtml": 1} | {f"{name}{sign}{number}.shtml": number for number in range(2, pages + 1)}
    number = files.get(request.path.removeprefix(folder), 0)
    if not number:
        return NOT_FOUND
    call = f"createPageHTML('page_div', {quote}{pages}{quote}, {quote}{number}{quote}, '{name}', 'shtml', {quote}{len(holds)}{quote});"
    rows = items(holds[(number - 1) * size : number * size])
    return html(f"<html><body><ul>{rows}</ul><div id='page_div'></div><script>{call}</script></body></html>")


def found(request: Request, holds: list[Story], size: int) -> Answer:
    results = [{"title": f"<em>{story.title[:2]}</em>{story.title[2:]}", "url": story.path, "publishedTimeStr": f"{story.day} 09:30:00",
                "content": "……"} for story in page_of(request, "page", size, holds)]
    return Answer(json.dumps({"data": {"total": len(holds), "results": results}}).encode(), "application/json;charset=utf-8")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/gsszf/c100002/ywdt.shtml":
        return html(f"""<html><body><ul id="list"></ul><a class="jzgd">加载更多</a>
<script>var url = '/common/search/{HEX}?_isAgg=true&_isJson=true&_pageSize=3&_template=index&page=';</script></body></html>""")
    if request.path == f"/common/search/{HEX}":
        if request.method != "GET" or request.query.get("_isJson") != "true":
            return wrong(request, "JSON is asked by GET")
        return found(request, SEARCHED, 3)
    if request.path.startswith("/xw/"):
        return counted(request, "/xw/", "common_list", "_", NEWS, 3, "")
    return counted(request, "/gg/", "column-index", "-", COLUMN, 4, "'") if request.path.startswith("/gg/") else NOT_FOUND


def hunan(request: Request) -> Answer:
    """As the department's server, and the province's search beside it."""
    if request.path == "/gxt/list_tyxx.html":
        return html("<html><body><ul class='list'></ul><script>var channelId =  '80675';</script><script src='/js/list.js'></script></body></html>")
    if request.path == "/search/common/search/80675":
        right = request.method == "POST" and request.form.get("datas[0][key]") == "status" and request.headers.get("Host") == "api.hunan.gov.cn"
        if not right:
            return wrong(request, "the search wants its form")
        results = [{"title": story.title, "url": f"http://gxt.hunan.gov.cn{story.path}", "publishedTimeStr": f"{story.day} 00:00:00"}
                   for story in page_of(request, "page", 2, HUNAN)]  # fewer than asked for
        return Answer(json.dumps({"data": {"total": len(HUNAN), "results": results}}).encode(), "application/json")
    return NOT_FOUND


SITE = Site(name="ucap-site", host="ucap.fangzhi.example", family="ucap", answer=answer, holds=[*NEWS, *COLUMN, *SEARCHED],
            seeds=[("listing", "/xw/common_list.shtml"), ("listing", "/gg/column-index.shtml"), ("listing", "/gsszf/c100002/ywdt.shtml")],
            totals=(7, 6, 8), pages=(3, 2))
HUNAN_SITE = Site(name="hunan-site", host="gxt.hunan.gov.cn", hosts=("api.hunan.gov.cn",), family="ucap", answer=hunan, holds=HUNAN,
                  seeds=[("listing", "/gxt/list_tyxx.html")], totals=(5,))
