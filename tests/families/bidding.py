"""Lists as portals of tenders and searches of provinces have them: JSON in a field, in a text, in texts of mark-up; addresses made of changed
fields; page numbers under names of their own, in the name of a file, beside words in GBK."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import base64
import json
import re
from urllib.parse import quote, unquote

from tests.families.scripted import SIZE, Shown, milliseconds, page, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, article, html, items, stories, wrong

HOST = "bidding.fangzhi.example"
GUID = "-1111-2222-3333-444455556666.html"


def key(number: int) -> str:
    """A row's number as base64, with signs that mean something in an address."""
    return base64.b64encode(f"id-{number}~?".encode() + b"\xff").decode()


def in_field(request: Request, holds: list[Story]) -> Answer:
    """Epoint: a field of the form holds JSON; pages from 0."""
    asked = json.loads(request.form.get("params") or "{}")
    if request.method != "POST" or asked.get("siteGuid") != "7eb5" or asked.get("pageSize") != SIZE:
        return wrong(request, "params are wanted")
    return said({"custom": {"count": len(holds), "infodata": [{"title": s.title, "infourl": s.path, "infodate": s.day, "infoid": "g"} for s in page(holds, asked["pageIndex"] + 1)]}})


def in_query(request: Request, holds: list[Story]) -> Answer:
    asked = json.loads(request.query.get("params") or "{}")
    if asked.get("siteGuid") != "g1" or asked.get("kw") != "招标":
        return wrong(request, "params are wanted")
    return said({"custom": {"count": len(holds), "infodata": [{"title": s.title, "infourl": s.path, "infodate": s.day} for s in page(holds, asked["pageIndex"] + 1)]}})


def in_text(request: Request, holds: list[Story]) -> Answer:
    """A list as text of JSON; nothing tells how many there are."""
    return said({"controls": [], "custom": json.dumps([{"title": s.title, "infodate": s.day, "infoid": s.path.rpartition("/")[2][:-5], "categorynum": "014001001"}
                                                       for s in page(holds, int(request.query["pageIndex"]))])})


def by_key(request: Request, holds: list[Story]) -> Answer:
    asked = json.loads(request.body)
    if asked.get("excludeDistrictPrefix") != ["90", "006011"]:
        return wrong(request, "the body is not the script's")
    return said({"result": {"data": {"total": len(holds), "data": [{"title": s.title, "articleId": key(s.number), "publishDate": milliseconds(s)} for s in page(holds, asked["pageNo"])]}}})


def fields_without_names(request: Request, holds: list[Story]) -> Answer:
    """TRS: fields by number; a record was made later than it was published."""
    asked = json.loads(request.body)
    if asked.get("customFilter", {}).get("properties", [{}])[0].get("value") != "5818754":
        return wrong(request, "the body is not the script's")
    return said({"data": {"pager": {"total": len(holds), "pageCount": 3}, "list": [
        {"f_20211": s.title, "f_20212": f"{s.day} 00:00:00", "doc_pub_url": s.path, "save_time": "2026-01-01 00:00:00"} for s in page(holds, asked["pageNo"])]}})


def texts(request: Request, holds: list[Story]) -> Answer:
    """Hanweb's search: a list of texts, each the mark-up of one row, whose anchor leads over a gateway; addresses against the page."""
    if request.form.get("websiteid") != "33" or request.form.get("pg") != "3":
        return wrong(request, "the script asks otherwise")
    rows = [f"<div class='jcse-result-box'><div class='jcse-news-title'><a href=\"visit/link.do?url={quote(f'http://{HOST}{s.path}', safe='')}&q=&id=x\" target='_blank'>{s.title}</a></div>"
            f"<div class='jcse-news-abs'>摘要，2021年3月1日起施行。</div><span class='jcse-news-date'>{s.day}</span></div>" for s in page(holds, int(request.form["p"]))]
    return said({"total": len(holds), "result": rows} if rows else {})


def of_object(request: Request, holds: list[Story]) -> Answer:
    if request.form.get("parameters['regionguid']") != "360000":
        return wrong(request, "the script asks otherwise")
    return said({"total": len(holds), "rows": [{"title": s.title, "url": s.path, "time": s.day} for s in page(holds, int(request.form["page.pageNum"]))]})


def short_names(request: Request, holds: list[Story]) -> Answer:
    if request.query.get("ps") != "3" or request.query.get("type") != "300,302":
        return wrong(request, "the script asks otherwise")
    return said({"total": len(holds), "notices": [{"id": str(s.number), "title": s.title, "issueTime": f"{s.day} 12:00:00"} for s in page(holds, int(request.query["pi"]))]})


def in_name(request: Request, holds: list[Story]) -> Answer:
    match = re.fullmatch(r"/static/SelectDoc/data_itemId=915,pageIndex=(\d+),pageSize=3\.json", unquote(request.path))
    shown = page(holds, int(match[1])) if match is not None else []
    return said({"data": {"total": len(holds), "rows": [{"docId": s.number, "itemId": 915, "docSubtitle": s.title, "publishDate": f"{s.day} 17:00:00"} for s in shown]}}) if shown else NOT_FOUND


LISTS: dict[str, tuple[str, str, Shown]] = {
    "field": ("/EpointWebBuilder/rest/frontAppCustomAction/getPageInfoListNew", "<script>var siteInfo = {siteGuid: '7eb5', projectName: '/EpointWebBuilder'};</script><script>function data(pageIndex) { Util.ajax({ "
              "url: siteInfo.projectName + '/rest/frontAppCustomAction/getPageInfoListNew', type: 'post', data: { params: JSON.stringify({ siteGuid: siteInfo.siteGuid, categoryNum: '003001', kw: '', "
              "pageIndex: pageIndex, pageSize: 3 }) }, success: render }); } data(0);</script>", in_field),
    "query": ("/EWB/rest/getPageInfoListNew", "<script>function data(i) { $.getJSON('/EWB/rest/getPageInfoListNew?params=' + JSON.stringify({siteGuid: 'g1', kw: '招标', pageIndex: i, pageSize: 3}), show); } data(0);</script>", in_query),
    "text": ("/EpointWebBuilderService/getInfoList.action", "<script>function list(pageIndex) { $.ajax({ url: '/EpointWebBuilderService/getInfoList.action?cmd=getInfoList&pageIndex=' + pageIndex + '&pageSize=3', success: function (msg) {\n"
             "var data = JSON.parse(msg.custom); for (var i = 0; i < data.length; i++) { html += '<li><a href=\"/text/' + data[i].categorynum.substring(0, 6) + '/' + data[i].categorynum + '/' + data[i].infodate.replace(/-/g, '') "
             "+ '/' + data[i].infoid + '.html\">' + data[i].title + '</a></li>'; } } }); } list(1);</script>", in_text),
    "key": ("/portal/category", "<script>function load(pageNo) { axios.post('/portal/category', { pageNo: pageNo, pageSize: 3, categoryCode: '110', excludeDistrictPrefix: ['90', '006011'] }).then(function (res) { "
            "res.data.result.data.data.forEach(function (item) { html += '<li><a href=\"/key/detail?parentId=6&articleId=' + encodeURIComponent(item.articleId) + '\">' + item.title + '</a></li>' }) }) } load(1)</script>", by_key),
    "fields": ("/irs/front/list", "<script>var filter = { operator: 'and', properties: [{ property: 'channel_id', operator: 'eq', value: '5818754' }] };\nfunction list(pageNo) { $.ajax({ url: '/irs/front/list', type: 'post', contentType: "
               "'application/json', data: JSON.stringify({ pageNo: pageNo, pageSize: 3, tableName: 't_1', customFilter: filter }), success: function (res) { $.each(res.data.list, function (i, v) { html += '<li><a href=\"' + v.doc_pub_url "
               "+ '\">' + v.f_20211 + '</a><span>' + v.f_20212.substr(0, 10) + '</span></li>' }) } }) } list(1);</script>", fields_without_names),
    "texts": ("/texts/interfaces/cateSearch.do", "<script>function search(p) { $.ajax({ type: 'post', url: 'interfaces/cateSearch.do', data: { websiteid: '33', q: '', p: p, pg: '3' }, success: add }) } search(1);</script>", texts),
    "object": ("/object/list.do", "<script>function q(n) { $.post('/object/list.do', { 'page.pageNum': n, 'page.numPerPage': 3, \"parameters['regionguid']\": '360000' }, show) } q(1);</script>", of_object),
    "short": ("/api/v1/notices", "<div ng-repeat='n in notices'><a ng-href='/short/{{n.id}}.html'>{{n.title}}</a></div><script>app.controller('l', function ($scope, $http) { $http({ method: 'GET', url: '/api/v1/notices', "
              "params: { pi: 1, ps: 3, type: '300,302' } }).success(show); });</script>", short_names),
    "name": ("/static/SelectDoc/", "<div ng-repeat='x in rows'><a ng-href='/name/{{x.docId}}.html'>{{x.docSubtitle}}</a></div><script>app.controller('c', function ($scope, $http) { var itemId = '915', pageIndex = 1; "
             "$http.get('/static/SelectDoc/data_itemId=' + itemId + ',pageIndex=' + pageIndex + ',pageSize=3.json').then(show); });</script>", in_name),
}
SHAPES = {"text": "/text/014001/014001001/{day:%Y%m%d}/{number:08x}" + GUID, "key": "/key/detail?parentId=6&articleId={key}"}
HOLDS = {name: stories(8, lambda number, day, name=name: SHAPES.get(name, "/{name}/{number}.html").format(  # type: ignore[misc]
    name=name, number=number, day=day, key=quote(key(number), safe="")), topic, 2700 + 20 * first) for first, (name, topic) in enumerate(zip(LISTS, "段询文钥无篇物短名", strict=True))}
IN_GBK = stories(8, lambda number, day: f"/gbk/{number}.html", "码", 2900)


def answer(request: Request) -> Answer:
    """As the portals' servers."""
    if request.path == "/gbk/list.asp":
        if "classname=%B9%A4%B3%CC" not in request.raw:
            return wrong(request, "the words are not what they were")
        number = int(request.query.get("page") or "1")
        return html(f"<html><head><meta charset='gb2312'></head><body><ul>{items(page(IN_GBK, number))}</ul>共3页 第{number}页</body></html>", "gb2312", named=False)
    if request.path == "/key/detail":
        return next((article(story) for story in HOLDS["key"] if key(story.number) == request.query.get("articleId")), NOT_FOUND)
    for name, (call, body, shown) in LISTS.items():
        if request.path == f"/{name}/":
            return html(f"<html><body><ul id='list'></ul>{body}</body></html>")
        if unquote(request.path) == call or (call.endswith("/") and request.path.startswith(call)):
            return shown(request, HOLDS[name])
    return NOT_FOUND


SITE = Site(name="bidding-site", host=HOST, answer=answer, holds=[*(story for holds in HOLDS.values() for story in holds), *IN_GBK], totals=(8,),
            seeds=[*(("listing", f"/{name}/") for name in LISTS), ("listing", "/gbk/list.asp?page=1&classname=%B9%A4%B3%CC")])
