"""Portals whose lists are called for, and that change, fail or speak otherwise than most while they are: Hanweb's blocks, JPaaS's units, the
searches of provinces, lists that go on by a press, sitemaps and feeds; each mechanism in a site of its own."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from html import escape
from typing import Any

from tests.families.hanweb import PROXY, head, records, xml
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong
from tests.families.unsteady import BROKEN, cut, numbered, site

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def said(data: Any, kind: str = "application/json;charset=UTF-8") -> Answer:
    return Answer(json.dumps(data, ensure_ascii=False).encode(), kind)


def hanweb_stories(column: int, count: int) -> list[Story]:
    return stories(count, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{number + 5000}.html", "大汉", 1)


def hanweb_two() -> Site:
    """Two units in a page in GBK, one with records alone; the block is text/html, its addresses are whole."""
    more, alone = hanweb_stories(31, 9), stories(3, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_32_{number + 8000}.html", "置顶", 50)

    def answer(request: Request) -> Answer:
        if request.path == "/col/col31/index.html":
            group = f"<nextgroup><![CDATA[<a href='http://{request.headers['Host'].partition(':')[0]}{PROXY}?page=1&amp;appid=1&amp;webid=4&amp;path=/&amp;columnid=31&amp;unitid=88&amp;webname=%E7%A4%BA&amp;permissiontype=0'></a>]]></nextgroup>"
            body = f"<div id='87'><script type='text/xml'><datastore>{records(alone)}</datastore></script></div><div id='88'><script type='text/xml'><datastore>{group}{records(more[:3])}</datastore></script></div>"
            return html(f"<html><head><meta charset=gbk><title>栏目</title></head><body>{body}</body></html>", "gbk", named=False)
        if request.path == PROXY:
            if request.query.get("unitid") != "88" or request.query.get("columnid") != "31":
                return wrong(request, "the unit's words are wanted")
            number = int(request.query["page"])
            return html(f"<datastore><nextgroup><![CDATA[<a href='{PROXY}?page={number + 1}&unitid=88&columnid=31'></a>]]></nextgroup>{records(cut(more, number, 3))}</datastore>")
        return NOT_FOUND

    return site("hanwebtwo-list", [*more, *alone], answer, "/col/col31/index.html")


def hanweb_posted() -> Site:
    """Blocks by POST that shift: the first record is deleted after the first block; one block fails once."""
    holds = hanweb_stories(41, 20)
    asked: list[str] = []

    def answer(request: Request) -> Answer:
        if request.path == "/col/col41/index.html":
            param = f"<script>$(function(){{ $('#90').jpage({{ totalRecord:{len(holds)}, perPage:3, proxyUrl:'{PROXY}', ajaxParam:{{col:1,appid:1,webid:5,path:'/',columnid:41,sourceContentType:1,unitid:90,webname:'示例',permissiontype:0}} }}); }});</script>"
            return head(f'<div id="90"><script type="text/xml"><datastore>{records(holds[:3])}</datastore></script></div>{param}')
        if request.path != PROXY:
            return NOT_FOUND
        if request.method != "POST" or request.form.get("unitid") != "90":
            return wrong(request, "records are posted")
        told = {**request.form, **request.query}
        first, last = int(told["startrecord"]), int(told["endrecord"])
        asked.append(told["startrecord"])
        if len(asked) == 2:
            return BROKEN
        now = holds if len(asked) == 1 else holds[1:]
        block = xml(f"<datastore><totalrecord>{len(now)}</totalrecord><totalpage>7</totalpage>{records(now[first - 1 : last])}</datastore>")
        return Answer(b"\xef\xbb\xbf" + block.body, block.type)

    return site("hanwebpost-list", holds, answer, "/col/col41/index.html")


def unit_answer(request: Request, holds: list[Story], size: int, *, failing: list[str]) -> Answer:
    number = int(json.loads(request.query["paramJson"])["pageNo"])
    if number == 3 and not failing:
        failing.append("")
        return BROKEN
    last = -(-len(holds) // size)
    pager = f"<div class='pages'><span>共<b>{len(holds)}</b>条</span><a paged='{number}'>{number}</a></div>"
    return said({"success": True, "code": "200", "data": {"html": f"<ul>{items(cut(holds, min(number, last), size))}</ul>{pager}"}})


def jpaas_twice() -> Site:
    """A unit whose settings are escaped in the attribute; behind the end it gives its last page; its third page fails once."""
    holds = stories(11, lambda number, day: f"/col/col77/art/{day.year}/art_{number:032x}.html", "单元", 1)
    failing: list[str] = []

    def answer(request: Request) -> Answer:
        if request.path == "/col/col77/index.html":
            words = json.dumps({"webId": "9", "pageId": "77", "parseType": "bulidstatic", "pageType": "column", "tagId": "信息列表", "tplSetId": "t9", "editType": "null", "paramJson": json.dumps({"pageNo": 1, "pageSize": 3})})
            return html(f'<html><body><div id="x"></div><script type="text/javascript" src="/cms_files/AuthorizedRead/unitbuild.js" url="{UNIT}" queryData="{escape(words)}"></script></body></html>')
        return unit_answer(request, holds, 3, failing=failing) if request.path == UNIT else NOT_FOUND

    return site("jpaasagain-list", holds, answer, "/col/col77/index.html")


def query_list(name: str, *, nested: bool) -> Site:
    """`/queryList`: addresses as JSON in text or plain, titles with marks, `next` null at the end."""
    holds = stories(9, lambda number, day: f"/col/col51/{day:%Y%m}/{number:032x}.html", "赣政", 1)

    def answer(request: Request) -> Answer:
        if request.path == "/col/col51/index.html":
            return html("<html><body><script id='t' type='text/x-handlebars-template'><li>{{title}}</li></script><script>var params = {unitid:'list', webSiteCode:['sf'], channelCode:['col51'], perPage:'4'};\nloadPageData(params, '#list');</script></body></html>")
        if request.path != "/queryList":
            return NOT_FOUND
        if request.method != "POST" or request.form.get("channelCode[]") != "col51":
            return wrong(request, "queryList wants its form")
        number = int(request.form["current"])
        rows = [{"title": f"<em>{story.title[:2]}</em>{story.title[2:]}", "pubDate": f"{story.day} 10:00:00", "urls": json.dumps({"common": story.path, "pc": story.path}) if nested else story.path} for story in cut(holds, number, 4)]
        told = {"results": [{"source": each} for each in rows] if nested else rows, "nextPage": number + 1 if number < 3 else None}
        return said({"code": 0, "data": told if nested else {**told, "total": str(len(holds))}})

    return site(name, holds, answer, "/col/col51/index.html")


def hunan_get() -> Site:
    """Hunan's search by GET and JSONP, its address put together from the channel's number."""
    holds = stories(8, lambda number, day: f"/xxgk/{day:%Y%m}/t{day:%Y%m%d}_{9000 + number}.html", "湘政", 1)

    def answer(request: Request) -> Answer:
        if request.path == "/xxgk/list.html":
            return html("<html><body><ul id='l'></ul><script>var cid = '9912'; function load(p) { $.ajax({url: '/search/common/search/' + cid, type: 'get', dataType: 'jsonp', data: {_isAgg: true, _isJson: true, _pageSize: 3, page: p}, success: draw}); } load(1);</script></body></html>")
        if request.path != "/search/common/search/9912":
            return NOT_FOUND
        rows = [{"title": story.title, "url": f"http://hunanget-list.fangzhi.example{story.path}", "publishedTime": 1700000000000 + 0, "publishedTimeStr": story.day} for story in cut(holds, int(request.query["page"]), 3)]
        text = json.dumps({"code": 200, "data": {"rows": 3, "total": len(holds), "results": rows}}, ensure_ascii=False)
        name = request.query.get("callback")
        return Answer((f"{name}({text})" if name else text).encode(), "text/javascript;charset=utf-8")

    return site("hunanget-list", holds, answer, "/xxgk/list.html")


def gansu_pieces() -> Site:
    """Gansu's search as mark-up (`_isJson=false`): pieces of rows, and one that is empty."""
    holds = stories(8, lambda number, day: f"/gsszf/c100003/{day:%Y%m}/{number:09}.shtml", "陇事", 1)
    address = "/common/search/0a1b2c3d4e5f60718293a4b5c6d7e8f9"

    def answer(request: Request) -> Answer:
        if request.path == "/gsszf/c100003/zwdt.shtml":
            return html(f"<html><body><ul id='list'></ul><a id='more'>加载更多</a><script>var page = 1; function more() {{ $.get('{address}?_isAgg=true&_isJson=false&_pageSize=3&_template=index&page=' + page, function (d) {{ $('#list').append(d); page++; }}); }} more();</script></body></html>")
        if request.path != address:
            return NOT_FOUND
        return html(items(cut(holds, int(request.query["page"]), 3))) if request.query.get("_isJson") == "false" else wrong(request, "mark-up is asked")

    return site("gansupiece-list", holds, answer, "/gsszf/c100003/zwdt.shtml")


def fujian() -> Site:
    """Fujian's search: its form in a variable, its answer in GBK, the count as text."""
    holds = stories(8, lambda number, day: f"/zwgk/{day:%Y%m}/t{day:%Y%m%d}_{6000 + number}.htm", "闽政", 1)

    def answer(request: Request) -> Answer:
        if request.path == "/zwgk/zfxxgk/":
            return html("<html><body><div class='list'></div><script>var para = {channelid: 229105, sortfield: '-docorderpri,-docreltime', classsql: 'chnlid=1234', classcol: 'publishyear', classnum: 100, classsort: 0, cache: true, page: 1, prepage: 3};\nfunction getList(n) { para.page = n; $.ajax({type: 'POST', url: '/fjdzapp/search', data: para, dataType: 'json', success: show}); }\ngetList(1);</script></body></html>")
        if request.path != "/fjdzapp/search":
            return NOT_FOUND
        if request.method != "POST" or request.form.get("classsql") != "chnlid=1234" or request.form.get("prepage") != "3":
            return wrong(request, "the search wants its form")
        number = int(request.form["page"])
        rows = [{"doctitle": story.title, "chnldocurl": story.path, "docreltime": f"{story.day} 09:00:00", "fileNum": ""} for story in cut(holds, number, 3)]
        text = json.dumps({"count": str(len(holds)), "pagenum": "3", "page": str(number), "docs": [*rows, {}]}, ensure_ascii=False)
        return Answer(text.encode("gb18030"), "application/json;charset=GBK")

    return site("fujiangbk-list", holds, answer, "/zwgk/zfxxgk/")


def _pressed(name: str, holds: list[Story], folder: str, script: str,
             answered: Callable[[Request], tuple[list[dict[str, str]], dict[str, Any]]]) -> Site:
    """A page whose script asks `api` of its folder for rows; `answered`: the rows of a request, and the answer around them."""

    def answer(request: Request) -> Answer:
        if request.path == folder:
            return html(f"<html><body><div id='l'></div><a onclick='more()'>点击加载更多</a><script>{script} more();</script></body></html>")
        if request.path != f"{folder}api":
            return NOT_FOUND
        rows, told = answered(request)
        return said(told) if rows else wrong(request, "nothing is there")

    return site(name, holds, answer, folder)


def pressed_null() -> Site:
    """A press brings what the answer names for it: a number that is null on the last page."""
    holds = numbered("press", 9)

    def answered(request: Request) -> tuple[list[dict[str, str]], dict[str, Any]]:
        number = int(request.query["pageNum"])
        rows = [{"headline": story.title, "link": story.path, "date": story.day} for story in cut(holds, number, 3)]
        return rows, {"items": rows, "nextPage": number + 1 if number < 3 else None}

    script = ("var n = 1; function more() { fetch('/press/api?pageNum=' + n + '&pageSize=3').then(r => r.json())"
              ".then(d => { draw(d.items); n = d.nextPage; }); }")
    return _pressed("pressnull-list", holds, "/press/", script, answered)


def pressed_zero() -> Site:
    """A press brings pages counted from 0, the second of which is short; an instant goes along."""
    holds = numbered("zero", 5)

    def answered(request: Request) -> tuple[list[dict[str, str]], dict[str, Any]]:
        rows = [{"title": story.title, "url": story.path, "time": story.day} for story in cut(holds, int(request.query["pageIndex"]) + 1, 3)]
        return rows, {"rows": rows, "total": 5}

    script = ("var p = 0; function more() { $.getJSON('/zero/api', {pageIndex: p, pageSize: 3, _: new Date().getTime()}, "
              "function (d) { draw(d.rows); p++; }); }")
    return _pressed("presszero-list", holds, "/zero/", script, answered)


def maps() -> Site:
    """A sitemap that names an index that names another, packed without saying so in its name; a part that is gone; addresses with blanks, the day as a year
    and month, escaped signs."""
    holds = stories(9, lambda number, day: f"/map/{day:%Y%m}/{100000 + number}.html", "站图", 1)
    host = "http://maps-list.fangzhi.example"
    schema = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

    def urls(part: list[Story]) -> str:
        return f"<?xml version='1.0'?>\n<urlset {schema}>" + "".join(f"<url>\n<loc>\n {host}{story.path} </loc><lastmod>{story.day}T01:00:00+08:00</lastmod><changefreq>daily</changefreq></url>" for story in part) + "</urlset>"

    def answer(request: Request) -> Answer:
        index = "".join(f"<sitemap><loc>{host}/{name}</loc></sitemap>" for name in ("map/index2.xml", "gone.xml", "map.xml?part=1"))
        files = {"/map.xml": f"<sitemapindex {schema}>{index}</sitemapindex>" if not request.query else urls(holds[:3]),
                 "/map/index2.xml": f"<sitemapindex {schema}><sitemap><loc>/map/part.xml</loc></sitemap><sitemap><loc><![CDATA[{host}/map/part2.xml]]></loc></sitemap></sitemapindex>",
                 "/map/part.xml": urls(holds[3:6]), "/map/part2.xml": urls(holds[6:])}
        text = files.get(request.path)
        if text is None:
            return NOT_FOUND
        return Answer(gzip.compress(text.encode()) if request.path == "/map/part.xml" else text.encode(), "application/octet-stream")

    return site("maps-list", holds, answer, ("sitemap", "/map.xml"))


def news_map() -> Site:
    """A map of news with prefixes of its own, in GBK; and one as text with a byte order mark."""
    news, plain = (stories(4, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", "新图", first) for name, first in (("nmap", 1), ("tmap", 30)))  # type: ignore[misc]
    host = "http://newsmap-list.fangzhi.example"

    def answer(request: Request) -> Answer:
        if request.path == "/tmap.txt":
            return Answer(b"\xef\xbb\xbf" + "\r\n".join(host + story.path for story in plain).encode(), "text/plain")
        if request.path != "/nmap.xml":
            return NOT_FOUND
        rows = "".join(f"<s:url><s:loc>{host}{story.path}</s:loc><n:news><n:publication><n:name>示例</n:name><n:language>zh-cn</n:language></n:publication><n:publication_date>{story.day}T08:00+08:00</n:publication_date><n:title><![CDATA[{story.title}]]></n:title></n:news></s:url>" for story in news)
        text = f'<?xml version="1.0" encoding="GBK"?><s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{rows}</s:urlset>'
        return Answer(text.encode("gb18030"), "text/xml")

    return site("newsmap-list", [*news, *plain], answer, ("sitemap", "/nmap.xml"), ("sitemap", "/tmap.txt"))


def feeds() -> Site:
    """RSS 1.0 with days of Dublin Core, called text/html; RSS 2.0 that goes on by `rel="next"`; Atom with a base address and several links."""
    old, paged, atom = (stories(count, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", "订报", first)  # type: ignore[misc]
                        for name, count, first in (("rdf", 4, 1), ("paged", 5, 30), ("atom", 4, 60)))
    host = "http://feedsodd-list.fangzhi.example"

    def answer(request: Request) -> Answer:
        if request.path == "/rdf.php":
            rows = "".join(f'<item rdf:about="{host}{story.path}"><title><![CDATA[{story.title}]]></title><link>\n{host}{story.path}\n</link><dc:date>{story.day}T08:00:00+08:00</dc:date></item>' for story in old)
            return html(f'\n<?xml version="1.0" encoding="utf-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">{rows}</rdf:RDF>')
        if request.path == "/feed/":
            number = int(request.query.get("paged") or 1)
            if number > 2:
                return NOT_FOUND
            link = f'<atom:link rel="next" href="{host}/feed/?paged={number + 1}"/>' if number < 2 else ""
            rows = "".join(f"<item><title>{story.title}</title><link>{host}{story.path}</link><guid isPermaLink='false'>x{story.number}</guid><pubDate>{story.day} 08:00:00</pubDate></item>" for story in cut(paged, number, 3))
            return Answer(f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>x</title>{link}{rows}</channel></rss>'.encode(), "application/rss+xml")
        if request.path == "/atom":
            rows = "".join(f'<entry><title type="html">&lt;b&gt;{story.title}&lt;/b&gt;</title><link rel="edit" href="edit/{story.number}"/><link rel="alternate" type="text/html" href="{story.path.removeprefix("/atom/")}"/><updated>{story.day}T09:30:00Z</updated></entry>' for story in atom)
            return Answer(f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{host}/atom/"><title>x</title>{rows}</feed>'.encode(), "application/atom+xml")
        return NOT_FOUND

    return site("feedsodd-list", [*old, *paged, *atom], answer, ("feed", "/rdf.php"), ("feed", "/feed/"), ("feed", "/atom"))


SITES = [hanweb_two(), hanweb_posted(), jpaas_twice(), query_list("querynull-list", nested=True), query_list("querytext-list", nested=False), hunan_get(),
         gansu_pieces(), fujian(), pressed_null(), pressed_zero(), maps(), news_map(), feeds()]
