"""Hanweb: records in a script of the page, blocks by `dataproxy.jsp` (GET by page, POST by records), two units on a page, units of
which it holds nothing but their forms, `search.jsp`."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, page_of, stories, wrong

NEWS = stories(13, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_1001_{5000 + number}.html", "要闻", 1)
NOTICES = stories(11, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_1002_{6000 + number}.html", "公告", 101)
POLICY = stories(7, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_1003_{7000 + number}.html", "政策", 201)
DISCLOSED = stories(8, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_1004_{8000 + number}.html", "公开", 301)
OLD = stories(5, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_1005_{9000 + number}.html", "旧闻", 401)
FORMED = stories(5, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_1006_{9500 + number}.html", "表单", 501)
PROXY = "/module/web/jpage/dataproxy.jsp"
OLD_PROXY = "/module/jslib/jquery/jpage/dataproxy.jsp"
UNITS = {"501": NEWS, "502": NOTICES, "503": POLICY, "506": FORMED}


def records(holds: list[Story]) -> str:
    return f"<recordset>{''.join(f'<record><![CDATA[{row(story)}]]></record>' for story in holds)}</recordset>"


def row(story: Story) -> str:
    return f"<li><span>{story.day}</span><a href='{story.path}' title='{story.title}'>{story.cut}</a></li>"


def embedded(unit: str, holds: list[Story], group: str = "") -> str:
    return f'<div id="{unit}"><script type="text/xml"><datastore>{group}{records(holds)}</datastore></script></div>'


def jpage(unit: str, total: int) -> str:
    return (f"<script>$('#{unit}').jpage({{ themeName:'default', totalRecord:{total}, proxyUrl:'{PROXY}', perPage:2, openCookies:false,"
            f" ajaxParam:{{col:1,appid:1,webid:73,path:'/',columnid:1002,sourceContentType:1,unitid:'{unit}',webname:'示例',permissiontype:0}}}});</script>")


def head(body: str) -> Answer:
    return html(f"<html><head><meta charset=utf-8><title>栏目</title></head><body><!-- 大汉版通发布系统 -->{body}</body></html>")


def pages(request: Request) -> Answer | None:
    if request.path == "/col/col1001/index.html":
        group = f'<nextgroup><![CDATA[<a href="{PROXY}?page=1&webid=73&columnid=1001&unitid=501"></a>]]></nextgroup>'
        return head(embedded("501", NEWS[:5], group))
    if request.path == "/col/col1002/index.html":
        return head(embedded("502", NOTICES[:3]) + jpage("502", 11) + embedded("503", POLICY[:2]) + jpage("503", 7))
    if request.path == "/col/col1004/index.html":
        return head('<iframe src="/module/xxgk/tree.jsp?area=002482429&divid=div4"></iframe><div id="div4"></div>'
                    "<script>var jdid = '1756'; var infotypeId = 'B001';</script>")
    if request.path == "/col/col1005/index.html":
        return head(f'<div id="505"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="{OLD_PROXY}?page=1&unitid=505"></a>]]>'
                    f"</nextgroup>{records(OLD[:2])}</datastore></script></div>")
    if request.path == "/col/col1006/index.html":
        fields = "".join(f'<input type="hidden" name="{name}" value="{value}"/>' for name, value in (
            ("col", 1), ("webid", 73), ("columnid", 1006), ("unitid", 506), ("perpage", 1), ("permissiontype", 0)))
        return head(f'<div id="506"></div><form id="jpageform_506" method="post" action="{PROXY}">{fields}</form>')
    return None


def block(request: Request) -> Answer:
    if request.path == OLD_PROXY:
        holds, size = OLD, 4
    elif "startrecord" in request.query:
        if request.method != "POST" or request.form.get("webid") != "73" or "unitid" not in request.form:
            return wrong(request, "records are posted")
        holds = UNITS[request.form["unitid"]]
        shown = holds[int(request.query["startrecord"]) - 1 : int(request.query["endrecord"])]
        return xml(f"<datastore><totalrecord>{len(holds)}</totalrecord><totalpage>{-(-len(holds) // 6)}</totalpage>{records(shown)}</datastore>")
    else:
        holds, size = UNITS[request.query["unitid"]], 6
    if request.method != "GET":
        return wrong(request, "pages are asked by GET")
    pages = -(-len(holds) // size)
    if holds is OLD:  # as Gansu's answered in 2020
        rows = ",".join("'" + row(story).replace("'", "\\'") + "'" for story in page_of(request, "page", size, holds))
        return html(f"\r\n\r\ntotalRecord={len(holds)}.0;totalPage = {pages};dataStore = [{rows}];")
    return xml(f"<datastore><totalrecord>{len(holds)}</totalrecord><totalpage>{pages}</totalpage>"
               f"{records(page_of(request, 'page', size, holds))}</datastore>")


def xml(text: str) -> Answer:
    return Answer(f'<?xml version="1.0" encoding="UTF-8"?>\r\n{text}'.encode(), "text/xml;charset=UTF-8")


def search(request: Request) -> Answer:
    if request.method != "POST" or request.form.get("area") != "002482429" or request.form.get("jdid") != "1756":
        return wrong(request, "search.jsp wants its form")
    shown = page_of(request, "currpage", 3, DISCLOSED)
    return html(f"<ul>{items(shown)}</ul><div>&nbsp;&nbsp;共3页&nbsp;第{request.form['currpage']}页 <a href='javascript:void(0)'>下一页</a></div>")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    page = pages(request)
    if page is not None:
        return page
    if request.path.endswith("dataproxy.jsp"):
        return block(request)
    return search(request) if request.path == "/module/xxgk/search.jsp" else NOT_FOUND


SITE = Site(
    name="hanweb-site", host="hanweb.fangzhi.example", family="hanweb", answer=answer, holds=[*NEWS, *NOTICES, *POLICY, *DISCLOSED, *OLD, *FORMED],
    seeds=[("listing", f"/col/col{number}/index.html") for number in (1001, 1002, 1004, 1005, 1006)], totals=(13, 11, 7, 5), pages=(3,))
