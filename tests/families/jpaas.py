"""JPaaS: a unit that a script builds, which ends at its first empty page; and Jiangxi's `/queryList`, by POST only."""

from __future__ import annotations

import json

from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, items, page_of, stories, wrong

UNIT = stories(11, lambda number, day: f"/col/col1229/art/{day.year}/art_{number:032x}.html", "政策", 1)
LISTED = stories(9, lambda number, day: f"/jx/{day:%Y%m}/{number:032x}.html", "赣闻", 101)
CALL = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SETTINGS = ("{'webId':'3096','pageId':'1229','parseType':'bulidstatic','pageType':'column','tagId':'当前栏目list','tplSetId':'tpl9',"
            "'paramJson':'{\\'pageNo\\':1,\\'pageSize\\':4}'}")
TEMPLATE = """<script>var params = {unitid:'list', webSiteCode:['jx'], channelCode:['col42'], perPage:'4'};
loadPageData(params, '#list');</script>"""


def unit(request: Request) -> Answer:
    words = json.loads(request.query.get("paramJson") or "{}")
    if request.query.get("tagId") == "栏目导航":  # a menu, whose rows lead to sections
        menu = "<ul><li><a href='/col/col1229/index.html'>政策</a></li><li><a href='/col/col1230/'>解读</a></li></ul>"
        return Answer(json.dumps({"success": True, "data": {"html": menu}}).encode(), "application/json;charset=UTF-8")
    right = request.query.get("parseType") == "bulidstatic" and request.query.get("tagId") == "当前栏目list"
    if request.method != "GET" or not right or request.query.get("webId") != "3096":
        return wrong(request, "the unit's own words are wanted")
    shown = UNIT[(words["pageNo"] - 1) * 4 : words["pageNo"] * 4]
    data = {"success": True, "data": {"html": f"<ul class='list'>{items(shown)}</ul>" if shown else ""}}
    return Answer(json.dumps(data).encode(), "application/json;charset=UTF-8")


def query_list(request: Request) -> Answer:
    if request.method != "POST" or request.form.get("webSiteCode[]") != "jx" or request.form.get("channelCode[]") != "col42":
        return wrong(request, "queryList wants its form")
    results = [{"source": {"title": story.title, "urls": json.dumps({"pc": story.path}), "pubDate": f"{story.day} 10:00:00"}}
               for story in page_of(request, "current", 4, LISTED)]
    return Answer(json.dumps({"data": {"total": len(LISTED), "results": results}}).encode(), "application/json")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/col/col1229/index.html":
        units = (f'<script src="/script/unitbuild.js" url="{CALL}" queryData="{settings}"></script>'
                 for settings in (SETTINGS.replace("当前栏目list", "栏目导航"), SETTINGS))
        return html(f"<html><body>{''.join(units)}</body></html>")
    if request.path == "/jx/col/col42/index.html":
        return html(f'<html><body><script id="t" type="text/x-handlebars-template"><li>{{{{title}}}}</li></script>{TEMPLATE}</body></html>')
    if request.path == CALL:
        return unit(request)
    return query_list(request) if request.path == "/queryList" else NOT_FOUND


SITE = Site(name="jpaas-site", host="jpaas.fangzhi.example", family="hanweb", answer=answer, holds=[*UNIT, *LISTED],
            seeds=[("listing", "/col/col1229/index.html"), ("listing", "/jx/col/col42/index.html")], totals=(9,))
