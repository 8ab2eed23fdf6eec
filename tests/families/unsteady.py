"""Portals that change or fail while they are walked: rows that move between pages, pages that answer 404 or 500 amid others, first pages given
again behind the end, redirects, charsets under odd names, http beside https; each mechanism of lists in a site of its own."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories

BROKEN = Answer("<html><title>500</title><body>服务器内部错误</body></html>".encode(), status=503)
Answering = Callable[[Request], Answer]


def numbered(name: str, count: int, first: int = 1) -> list[Story]:
    return stories(count, lambda number, day: f"/{name}/{day:%Y%m}/t{day:%Y%m%d}_{number}.html", "动态", first)


def shown(rows: str, pager: str = "", *, charset: str = "utf-8", head: str = "") -> Answer:
    menu = "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li><li><a href='/hdjl/'>互动交流</a></li></ul>"
    return html(f"<!DOCTYPE html><html><head><title>工作动态</title>{head}</head><body>{menu}<ul class='list'>{rows}</ul>{pager}</body></html>", charset)


def cut(holds: list[Story], number: int, size: int) -> list[Story]:
    """Of pages counted from 1."""
    return holds[(number - 1) * size : number * size]


def site(name: str, holds: list[Story], answer: Answering, *seeds: tuple[str, str] | str, more: str = "", hosts: tuple[str, ...] = ()) -> Site:
    listed = [("listing", each) if isinstance(each, str) else each for each in seeds]
    return Site(name=name, host=f"{name}.fangzhi.example", seeds=listed, holds=holds, answer=answer, more=more, hosts=hosts)


def of_number(request: Request, pattern: str) -> int | None:
    """The number in the name of a file; 1 where it has none, None where it is another file."""
    found = re.fullmatch(pattern, request.path)
    return None if found is None else int(next(filter(None, found.groups()), 1))


def moving(name: str, *, grows: bool) -> Site:
    """A list that gets a row on top, or loses its first, once its first page was read."""
    holds = numbered("news", 10)
    read: list[str] = []

    def answer(request: Request) -> Answer:
        number = of_number(request, r"/news/list(?:_(\d))?\.html")
        if number is None or number > 3:
            return NOT_FOUND
        now = (holds if read else holds[1:]) if grows else (holds[1:] if read else holds)
        read.append(request.path)
        onwards = f"<a href='list_{number + 1}.html'>下一页</a>" if number < 3 else ""
        return shown(items(cut(now, number, 4)), f"<div>共3页 {onwards}</div>")

    return site(name, holds, answer, "/news/list.html")


def torn() -> Site:
    """Of eight pages the fourth is 404 for good, the sixth does not answer the first three times."""
    holds = numbered("torn", 24)
    times: list[str] = []

    def answer(request: Request) -> Answer:
        number = of_number(request, r"/torn/index(?:_(\d))?\.html")
        if number is None or number > 8 or number == 4:
            return NOT_FOUND
        if number == 6 and len(times) < 3:
            times.append("")
            return BROKEN
        onwards = f"<a href='/torn/index_{number + 1}.html'>下一页</a> <a href='/torn/index_8.html'>尾页</a>" if number < 8 else ""
        return shown(items(cut(holds, number, 3)), f"<div class='page'>第{number}页/共8页 {onwards}</div>")

    return site("torn-list", holds, answer, "/torn/index.html")


def odd_charset() -> Site:
    """Entered by an address that redirects twice; Chinese under a name that no standard has; behind the end the first page again."""
    holds = numbered("gbk", 8)

    def answer(request: Request) -> Answer:
        if request.path in ("/gzdt", "/gzdt/"):
            return Answer(b"", status=302, headers=(("Location", "/gzdt/" if request.path == "/gzdt" else "/node/7/list.asp"),))
        if request.path != "/node/7/list.asp":
            return NOT_FOUND
        number = int(request.query.get("Page") or 1)
        rows = items(cut(holds, number if number < 4 else 1, 3))
        told = shown(rows, f"<a href='?Page={number + 1}'>下页</a>", head="<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", charset="gb18030")
        return Answer(told.body, "text/html; Charset=GB2312-80")

    return site("oddset-list", holds, answer, "/gzdt")


def english() -> Site:
    """A portal in English: a base address, months in letters, an arrow for the next page."""
    holds = stories(9, lambda number, day: f"/en/news/{day:%Y-%m}/{day:%d}/c_{number}.htm", "Newsroom", 1)

    def answer(request: Request) -> Answer:
        number = of_number(request, r"/en/news/(?:list-(\d)\.htm)?")
        if number is None or number > 3:
            return NOT_FOUND
        rows = "".join(f'<div class="item"><h3><a href="{story.path[1:]}">{story.title}</a></h3><p class="meta">{date.fromisoformat(story.day):%b %d, %Y}</p></div>' for story in cut(holds, number, 3))
        onwards = f'<a aria-label="Next page" href="en/news/list-{number + 1}.htm">»</a>' if number < 3 else ""
        return html(f"<html lang=en><head><base href='/'><title>News</title></head><body><main>{rows}</main><nav>{onwards}</nav></body></html>")

    return site("english-list", holds, answer, "/en/news/")


def trs_named() -> Site:
    """TRS, whose call is given names: `createPageHTML(_PAGE_COUNT, _PAGE_INDEX, "index", "shtml")`; entered without the slash."""
    holds = numbered("zwdt", 11)

    def answer(request: Request) -> Answer:
        if request.path == "/zwdt":
            return Answer(b"", status=301, headers=(("Location", "http://trsnamed-list.fangzhi.example/zwdt/"),))
        found = re.fullmatch(r"/zwdt/(?:index(?:_(\d))?\.shtml)?", request.path)
        number = int(found[1] or 0) if found else 9
        if number > 3:
            return NOT_FOUND
        script = f'var _PAGE_COUNT="4";\nvar _PAGE_INDEX="{number}";\nvar _PAGE_NAME="index";\nvar _PAGE_EXT="shtml";\ncreatePageHTML(_PAGE_COUNT, _PAGE_INDEX, _PAGE_NAME, _PAGE_EXT);'
        rows = "".join(f'<li><a href=".{story.path.removeprefix("/zwdt")}" title="{story.title}">{story.cut}</a><span>{story.day}</span></li>' for story in holds[number * 3 : number * 3 + 3])
        return shown(rows, f"<script>{script}</script>")

    return site("trsnamed-list", holds, answer, "/zwdt")


def trs_gap() -> Site:
    """TRS by `countPage`; the second file was never built, and a third one fails once."""
    holds = numbered("gap", 15)
    times: list[str] = []

    def answer(request: Request) -> Answer:
        found = re.fullmatch(r"/gap/(?:index(?:_(\d))?\.html)?", request.path)
        number = int(found[1] or 0) if found else 9
        if number > 4 or number == 1:
            return NOT_FOUND
        if number == 3 and not times:
            times.append("")
            return BROKEN
        script = f"var currentPage = {number};//所在页从0开始\nvar prevPage = currentPage-1;\nvar countPage = 5//共多少页\n"
        return shown(items(holds[number * 3 : number * 3 + 3]), f"<script>{script}</script>")

    return site("trsgap-list", holds, answer, "/gap/index.html")


def nanfang_secure() -> Site:
    """Nanfang: its pager names https, which nobody serves, and http for its rows."""
    holds = stories(8, lambda number, day: f"/zwgk/tzgg/content/post_{number + 4000}.html", "粤政", 1)
    host = "nanfanghttps-list.fangzhi.example"

    def answer(request: Request) -> Answer:
        number = of_number(request, r"/zwgk/tzgg/index(?:_(\d))?\.html")
        if number is None or number > 3:
            return NOT_FOUND
        rows = "".join(f'<li><a href="http://{host}{story.path}" title="{story.title}">{story.cut}</a><span>{story.day}</span></li>' for story in cut(holds, number, 3))
        names = "".join(f'<a href="//{host}/zwgk/tzgg/index{f"_{each}" if each > 1 else ""}.html">{each}</a>' for each in (1, 2, 3))
        onwards = f'<a class="next" href="//{host}/zwgk/tzgg/index_{number + 1}.html">&gt;</a>' if number < 3 else ""
        return shown(rows, f"<div class='page'>{names}{onwards}</div>")

    return site("nanfanghttps-list", holds, answer, "/zwgk/tzgg/index.html")


def nanfang_failing() -> Site:
    """Nanfang: one page amid others is 500 for good; the last is said."""
    holds = stories(15, lambda number, day: f"/gzdt/content/post_{number + 5000}.html", "粤事", 1)

    def answer(request: Request) -> Answer:
        number = of_number(request, r"/gzdt/index(?:_(\d))?\.html")
        if number is None or number > 5:
            return NOT_FOUND
        if number == 3:
            return BROKEN
        pager = f'<div class="page"><a class="first" href="/gzdt/index.html">首页</a><a class="prev" href="#">上一页</a><a class="next" href="/gzdt/index_{number + 1}.html">下一页</a><a class="last" href="/gzdt/index_5.html">尾页</a></div>'
        return shown(items(cut(holds, number, 3)), pager)

    return site("nanfangtorn-list", holds, answer, "/gzdt/index.html")


def boda(name: str, *, english: bool) -> Site:
    """Boda, counted down: full file names relative to their folder; a page is added once the first was read."""
    holds = stories(11, lambda number, day: f"/info/1262/{number + 13000}.htm", "校地", 1)
    read: list[str] = []

    def answer(request: Request) -> Answer:
        if request.path == "/tzgg.htm":
            left, rows, base = 3 if read else 2, holds[:2] if read else holds[1:3], ""
            read.append("")
        elif (found := re.fullmatch(r"/tzgg/([1-3])\.htm", request.path)) is not None:
            left, base = int(found[1]) - 1, "../"
            rows = {3: holds[2:3], 2: holds[3:7], 1: holds[7:]}[left + 1]
        else:
            return NOT_FOUND
        lines = "".join(f'<li id="line_u9_{at}"><a href="{base}{story.path[1:]}" title="{story.title}">{story.cut}</a><span>{story.day}</span></li>' for at, story in enumerate(rows))
        word = "Next" if english else "下页"
        here = "tzgg/" if not base else ""
        onwards = f'<span class="p_next p_fun"><a href="{here}{left}.htm">{word}</a></span>' if left else f'<span class="p_next_d p_fun_d">{word}</span>'
        return shown(lines, f'<div class="pb_sys_common">{onwards}</div>')

    return site(name, holds, answer, "/tzgg.htm")


def epoint_static() -> Site:
    """Epoint: `subpage.html`, then `2.html`, by what its pager is told."""
    holds = stories(8, lambda number, day: f"/001/001002/{day:%Y%m%d}/{number:08x}-3f2a-4c1b-9d8e-{number:012x}.html", "新点", 1)

    def answer(request: Request) -> Answer:
        number = of_number(request, r"/001/001002/(?:subpage|([23]))\.html")
        if number is None:
            return NOT_FOUND
        rows = "".join(f'<li class="ewb-list-node"><a href="{story.path}" class="ewb-list-name" title="{story.title}">{story.cut}</a><span class="ewb-list-date">{story.day}</span></li>' for story in cut(holds, number, 3))
        names = f'<li class="ewb-page-li"><a href="/001/001002/{number + 1}.html">下页&gt;</a></li>' if number < 3 else ""
        return shown(rows, f'<ul class="ewb-page-items"><li class="ewb-page-li ewb-page-num"><span id="index">{number}/3</span></li>{names}</ul>')

    return site("epointfile-list", holds, answer, "/001/001002/subpage.html")


def ucap_again() -> Site:
    """UCAP: behind the end the first page again, and the call counts a page too many."""
    holds = stories(8, lambda number, day: f"/xw/c101/{day:%Y%m}/{number:032x}.shtml", "开普", 1)

    def answer(request: Request) -> Answer:
        number = of_number(request, r"/xw/c101/list(?:_(\d))?\.shtml")
        if number is None:
            return NOT_FOUND
        script = f"createPageHTML('page_div',4, {number},'list','shtml',8);"
        return shown(items(cut(holds, number if number < 4 else 1, 3)), f"<div id='page_div'></div><script>{script}</script>")

    return site("ucapagain-list", holds, answer, "/xw/c101/list.shtml")


def ucap_folder() -> Site:
    """UCAP: the list is a folder that redirects; pages are `column-index-2.shtml`; the count stands in attributes of the pager."""
    holds = stories(9, lambda number, day: f"/gkml/{day:%Y-%m}/{day:%d}/content_{number:032x}.shtml", "蓉城", 1)

    def answer(request: Request) -> Answer:
        if request.path == "/gkml/":
            return Answer(b"", status=302, headers=(("Location", "column-index-1.shtml"),))
        number = of_number(request, r"/gkml/column-index-(\d)\.shtml")
        if number is None or number > 3:
            return NOT_FOUND
        pager = f'<div class="pagination" pagenum="{number}" pagecount="3"></div><script>createPageHTML("page_div", "3", "{number}", "column-index", "shtml", "9");</script>'
        return shown(items(cut(holds, number, 3)), pager)

    return site("ucapfolder-list", holds, answer, "/gkml/")


SITES = [moving("growing-list", grows=True), moving("shrinking-list", grows=False), torn(), odd_charset(), english(), trs_named(), trs_gap(),
         nanfang_secure(), nanfang_failing(), boda("boda-list", english=False), boda("bodaen-list", english=True), epoint_static(), ucap_again(), ucap_folder()]
