"""Lists of no family: programs that take a number in the query, "load more" as JSON, lists that repeat or go round in a circle."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, items, page_of, stories, wrong

ILIST = stories(7, lambda number, day: f"/info/{100000 + number}.html", "陕政", 1)
WAS = stories(6, lambda number, day: f"/was/{day:%Y%m}/{200000 + number}.html", "检索", 101)
PORTAL = stories(5, lambda number, day: f"/eportal/{300000 + number}.html", "冀报", 201)
OFFSET = stories(8, lambda number, day: f"/more/{day:%Y%m}/{400000 + number}.html", "更多", 301)
POSTED = stories(7, lambda number, day: f"/api/{500000 + number}.html", "接口", 401)
STUCK = stories(4, lambda number, day: f"/stuck/{600000 + number}.html", "重复", 501)
ROUND = stories(4, lambda number, day: f"/round/{700000 + number}.html", "循环", 601)


def plain(body: str) -> Answer:
    return html(f"<html><head><meta charset=utf-8></head><body>{body}</body></html>")


def queried(request: Request) -> Answer | None:
    """`iList.jsp` and was5 by the number of pages they state; eportal by the address in its script."""
    if request.path == "/info/iList.jsp":
        if request.query.get("cat_id") != "25813":
            return wrong(request, "iList.jsp wants its category")
        return plain(f"<ul>{items(page_of(request, 'cur_page', 3, ILIST))}</ul>共3页 共7条记录")
    if request.path == "/was5/web/search":
        return plain(f"<table>{items(page_of(request, 'page', 4, WAS))}</table>总记录数：6")
    if request.path == "/eportal/ui":
        number = int(request.query.get("currentPage", "1"))
        link = f"'/eportal/ui?pageId=77&currentPage={number + 1}&moduleId=ab'" if number < 2 else "''"
        return plain(f"<ul>{items(page_of(request, 'currentPage', 3, PORTAL))}</ul><a href='#' "
                     f'onclick="queryArticleByCondition(this,{link})">下一页</a>')
    return None


def more(request: Request) -> Answer | None:
    """Rows behind a button: by an offset; by a JSON body."""
    if request.path == "/more/index.html":
        return plain(f"<ul id='list'>{items(OFFSET[:3])}</ul><a id='more'>加载更多</a><script>var start = 0;"
                     "fetch('/more/list.json?start=' + start + '&limit=3').then(r => r.json()).then(show);</script>")
    if request.path == "/more/list.json":
        start = int(request.query["start"])
        rows = [{"title": story.title, "link": story.path, "publishDate": story.day} for story in OFFSET[start : start + 3]]
        return Answer(json.dumps({"list": rows, "hasMore": start + 3 < len(OFFSET)}).encode(), "application/json")
    if request.path == "/api/index.html":
        return plain("""<div id='app'>{{ item.title }}</div><script>
const query = { channel: 'news' };
axios({ method: 'post', url: '/api/v1/list', data: { channel: "news", pageNum: 1, pageSize: 3 }, headers: { 'Content-Type': 'application/json' } })
  .then(function (answer) { app.items = answer.data.rows; });</script>""")
    if request.path == "/api/v1/list":
        asked = json.loads(request.body) if request.method == "POST" and request.body[:1] == b"{" else {}
        if asked.get("channel") != "news" or "json" not in request.headers.get("Content-Type", ""):
            return wrong(request, "a JSON body is wanted")
        shown = POSTED[(asked["pageNum"] - 1) * 3 : asked["pageNum"] * 3]
        rows = [{"headline": story.title, "url": story.path, "releaseTime": story.day} for story in shown]
        return Answer(json.dumps({"code": 0, "rows": rows, "totalCount": len(POSTED), "totalPages": 3}).encode(), "application/json")
    return None


def odd(request: Request) -> Answer | None:
    """A list that gives its first page for every number, and one whose last page leads to the first."""
    if request.path.startswith("/stuck/list"):
        number = int(request.query.get("page", "1"))
        return plain(f"<ul>{items(STUCK)}</ul><a href='/stuck/list.jsp?page={number + 1}'>下一页</a>")
    pages = {"/round/": (ROUND[:2], "b.html"), "/round/b.html": (ROUND[2:], "/round/")}
    if request.path in pages:
        shown, following = pages[request.path]
        return plain(f"<ul>{items(shown)}</ul><a href='{following}'>下一页</a>")
    return None


def answer(request: Request) -> Answer:
    """As the portals' servers."""
    return queried(request) or more(request) or odd(request) or NOT_FOUND


SITE = Site(
    name="programs-site", host="programs.fangzhi.example", answer=answer, holds=[*ILIST, *WAS, *PORTAL, *OFFSET, *POSTED, *STUCK, *ROUND],
    seeds=[("listing", path) for path in (
        "/info/iList.jsp?cat_id=25813&cur_page=1", "/was5/web/search?channelid=9&page=1", "/eportal/ui?pageId=77", "/more/index.html",
        "/api/index.html", "/stuck/list.jsp", "/round/")], totals=(7, 6, 7), pages=(3, 3))
