"""Lists as careless servers have them: calls of before left in comments, titles cut in the anchor and whole in what is in it, addresses of
JSON as mark-up has them, fewer rows than were asked for, the last page given behind the end."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, article, html, stories, wrong

HOST = "careless.fangzhi.example"
UNIT = stories(8, lambda number, day: f"/zx/art/{day.year}/art_{number:032x}.html", "厅讯", 2500)
COUNTED = stories(8, lambda number, day: f"/tz/{day:%Y%m}/t{day:%Y%m%d}_{number}.shtml", "公知", 2540)
ASKED = stories(8, lambda number, day: f"/gs/doc/{day:%Y/%m}/{number}.shtml", "示讯", 2560)
SOUGHT = stories(8, lambda number, day: f"/nr?lm=5&id={number}", "索讯", 2580)
CALL = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def unit_call(name: str) -> str:
    return (f"<script src='/script/UnitBuild.js' url='//{HOST}{CALL}' queryData='{{ \"webId\" : \"w1\", \"pageId\":\"{name}\", \"parseType\":\"bulidstatic\", "
            f"\"tagId\":\"{name}\", \"tplSetId\":\"t\", \"paramJson\":\"{{\\\"pageNo\\\":1,\\\"pageSize\\\":5}}\" }}'></script>")


def unit(request: Request) -> Answer:
    """Three rows whatever is asked, each address in another form."""
    if request.query.get("webId") != "w1" or request.query.get("tplSetId") != "t":
        return wrong(request, "the unit's own words are wanted")
    number = int(json.loads(request.query["paramJson"])["pageNo"])
    rows = "".join(f'<li><a href="{story.path if story.number % 2 else f"http://{HOST}{story.path}"}"><p title="{story.title}">{story.title[:8]}…</p></a>'
                   f"<i> {story.day.replace('-', '/')} </i></li>" for story in UNIT[(number - 1) * 3 : number * 3])
    return json_of({"data": {"html": f"<ul>{rows}</ul>", "total": str(len(UNIT))}})


def counted(number: int) -> Answer:
    rows = "".join(f"<li><a class=CurrChnlCls href=.{story.path.removeprefix('/tz')}><font title='{story.title}'>{story.cut}</font></a><i>{story.day}</i></li><!--li><a href=x.html>旧</a></li-->"
                   for story in COUNTED[number * 3 : number * 3 + 3])
    return html(f"""<html><head><meta charset=gbk></head><body><!-- <script>createPageHTML(9, 0, "old", "html");</script> --><ul>{rows}</ul><script>
// createPageHTML(50, 0, "list", "htm");
/* before: createPageHTML(7, 0, 'index', 'html'); */
createPageHTML( 3 , {number} , 'index' , 'shtml' , 'black2' , {len(COUNTED)} ) ;</script></body></html>""", "gbk", named=False)


def asked(request: Request) -> Answer:
    """Three rows whatever is asked, and the last three behind the end."""
    if request.method != "POST" or request.form.get("webSiteCode[]") != "gs" or request.form.get("pageSize") != "4":
        return wrong(request, "what stands in a comment is not asked")
    number = min(int(request.form["current"]), 3)
    return json_of({"data": {"total": str(len(ASKED)), "results": [
        {"source": {"title": story.title, "urls": json.dumps({"pc": f"//{HOST}{story.path}"}), "pubDate": story.day}} for story in ASKED[(number - 1) * 3 : number * 3]]}})


def sought(request: Request) -> Answer:
    if request.query.get("code") != "c2":
        return wrong(request, "what stands in a comment is not asked")
    number = int(request.query["pageNo"])
    return json_of({"pager": {"total": str(len(SOUGHT))}, "list": [
        {"title": f"<em>{story.title[:2]}</em>{story.title[2:]}", "url": story.path.replace("&", "&amp;"), "time": story.day} for story in SOUGHT[(number - 1) * 3 : number * 3]]})


def json_of(data: object) -> Answer:
    return Answer(json.dumps(data).encode(), "text/html;charset=utf-8")


PAGES = {
    "/zx/": f"<div>{unit_call('rows')}</div>",
    "/gs/": "<script>// var params = { webSiteCode : ['old'], channelCode : ['c'], perPage : 9 };\nvar params = { unitid : 'a' /* one */, webSiteCode : [ \"gs\" ] , channelCode : [ \"c1\" , \"c2\" ] , perPage : \"4\" };\nloadPageData( params );</script>",
    "/ss/": "<ul id=l></ul><script>\n// var code = 'c1';\nvar code = 'c2';\nfunction load(pageNo) {\n  //$.get('/search/old', { pageNo: pageNo, code: code });\n"
            "  $.get('/search/new', { pageNo: pageNo, code: code, pageSize: 3 }, function (r) { r.list.forEach(function (v) { $('#l').append('<li><a href=\"' + v.url + '\">' + v.title + '</a></li>'); }); }); }\nload(1);</script>",
}


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path in PAGES:
        return html(f"<html><body>{PAGES[request.path]}</body></html>")
    names = {"/tz/": 0, "/tz/index.shtml": 0, "/tz/index_1.shtml": 1, "/tz/index_2.shtml": 2}
    if request.path in names:
        return counted(names[request.path])
    if request.path == "/nr":
        return of_query(request)
    return {CALL: unit, "/queryList": asked, "/search/new": sought}.get(request.path, lambda _: NOT_FOUND)(request)


def of_query(request: Request) -> Answer:
    """An article whose address has two fields."""
    found: Story | None = next((story for story in SOUGHT if story.path == f"/nr?lm={request.query.get('lm')}&id={request.query.get('id')}"), None)
    return article(found) if found is not None else NOT_FOUND


SITE = Site(name="careless-site", host=HOST, answer=answer, holds=[*UNIT, *COUNTED, *ASKED, *SOUGHT], totals=(8,),
            seeds=[("listing", path) for path in ("/zx/", "/tz/", "/gs/", "/ss/")])
