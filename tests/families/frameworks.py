"""Lists as front-end frameworks draw them: axios with a beginning of all addresses, AngularJS, easyui by attributes alone, a pager of jQuery
that counts from 0; and calls that need what only the page's own address, its rows or an attribute tells."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.families.scripted import milliseconds, said
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong

SIZE = 3
Row = Callable[[Story], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """A list: its page, and the one call that the page's script would make."""

    page: str
    counter: str
    """The field that turns the pages."""
    fields: dict[str, str]
    """The others."""
    row: Row
    around: Callable[[list[dict[str, Any]]], Any] = lambda rows: {"total": 8, "rows": rows}
    first: int = 1
    """What the counter is at first; 3: it counts rows, of which the page shows three."""
    method: str = "GET"
    query: str = ""
    """Of the list's address."""


def numbered(**names: str) -> Row:
    """A row of number, title and day under these names."""
    return lambda story: {names["number"]: story.number, names["title"]: story.title, names["day"]: story.day}


CASES = {
    # What the page is asked with goes into the call, and into the addresses of the rows.
    "asked": Case("<ul id='list'></ul><script>function getQueryString(name) { var r = window.location.search.substr(1).match(new RegExp('(^|&)' + name + '=([^&]*)(&|$)')); return r ? unescape(r[2]) : null; }"
                  "var columnId = getQueryString('columnId'); function load(curr) { $.ajax({ url: '/asked/call', data: { columnId: columnId, pageNo: curr, pageSize: 3 }, success: function (res) { var s = ''; res.rows.forEach(function (v) {"
                  " s += '<li><a href=\"/asked/' + columnId + '/' + v.infoId + '.html\">' + v.infoName + '</a></li>'; }); } }); } load(1);</script>",
                  "pageNo", {"columnId": "7781", "pageSize": "3"}, numbered(number="infoId", title="infoName", day="releaseDate"),
                  lambda rows: {"data": {"totalRow": 8, "list": rows}}, query="?columnId=7781"),
    "based": Case("<div v-for='item in list' @click='show(item.articleId)'><h3>{{ item.articleTitle }}</h3><em>{{ item.releaseTime | day }}</em></div><script>const request = axios.create({ baseURL: '/based', timeout: 9000 });"
                  "new Vue({ data: { list: [], queryParams: { pageNum: 1, pageSize: 3, columnId: 1024 } }, mounted() { this.load() }, methods: { load() { request.post('/call', this.queryParams).then(res => { this.list = res.data.rows }) },"
                  " show(id) { window.open('/based/9/' + id + '.html') } } })</script>",
                  "pageNum", {"pageSize": "3", "columnId": "1024"},
                  lambda story: {"articleId": story.number, "articleTitle": story.title, "releaseTime": milliseconds(story)}, method="JSON"),
    "scoped": Case("<table ng-controller='List'><tr ng-repeat='n in notices'><td><a ng-href=\"/scoped/9/{{n.noticeId}}.html\">{{n.noticeTitle | limitTo: 20}}</a></td><td>{{n.createTime | date:'yyyy-MM-dd'}}</td></tr></table>"
                   "<script>app.controller('List', function ($scope, $http) { $scope.pageIndex = 1; $scope.pageSize = 3; $scope.load = function () { $http({ method: 'GET', url: '/scoped/call', params: { pageIndex: $scope.pageIndex, pageSize: $scope.pageSize } }) }; })</script>",
                   "pageIndex", {"pageSize": "3"}, lambda story: {"noticeId": story.number, "noticeTitle": story.title, "createTime": milliseconds(story)},
                   lambda rows: {"result": {"list": rows, "totalCount": 8}}),
    "put": Case("<ul id='list'></ul><script>var q = {}; q.current = 1; q.size = 3; q.type = 'zc'; function load() { $.getJSON('/put/call', q, function (d) { $.each(d.rows, function (i, n) { $('#list').append('<a href=\"/put/9/' + n.id + '.html\">' + n.title + '</a>') }) }) }</script>",
                "current", {"size": "3", "type": "zc"}, lambda story: {"id": story.number, "title": story.title, "addTime": f"/Date({milliseconds(story)})/"}),
    "marked": Case("<table class='easyui-datagrid' data-options=\"url:'/marked/call',pagination:true,pageSize:3,queryParams:{typeId:'0301'}\"><tr><th data-options=\"field:'name',formatter:fmt\"></th></tr></table>"
                   "<script>function fmt(v, row) { return \"<a href='/marked/9/\" + row.id + \".html'>\" + v + '</a>'; }</script>",
                   "page", {"rows": "3", "typeId": "0301"}, numbered(number="id", title="name", day="fbsj"), method="FORM"),
    "zero": Case("<ul id='list'></ul><div id='pager'></div><script type='text/x-jquery-tmpl' id='row'><li><a href='/zero/9/${Id}.html'>${Title}</a><span>${AddDate}</span></li></script><script>$('#pager').pagination(total, { callback: turned, items_per_page: 3 });"
                 "function turned(page_index, jq) { load(page_index); return false; } function load(index) { $.post('/zero/call', { pageIndex: index, pageSize: 3 }, function (d) { $('#row').tmpl(d).appendTo('#list') }, 'json') }</script>",
                 "pageIndex", {"pageSize": "3"}, numbered(number="Id", title="Title", day="AddDate"), lambda rows: rows, first=0, method="FORM"),
    "rows": Case("<a class='more' href='javascript:;'>加载更多</a><script>$('.more').click(function () { $.get('/rows/call', { cid: 7, start: $('#list li').length, num: 3 }, function (d) { $('#list').append(d) }) })</script>",
                 "start", {"cid": "7", "num": "3"}, lambda story: {"html": items([story])}, lambda rows: "".join(row["html"] for row in rows), first=3),
    "params": Case("<main id='list'></main><div class='more'>加载更多</div><script>var params = {\"ajaxurl\": \"\\/params\\/call\", \"posts\": \"{\\\"name\\\":\\\"news\\\"}\", \"current_page\": \"1\"};"
                   "$('.more').click(function () { var button = $(this), data = { 'action': 'loadmore', 'query': params.posts, 'page': params.current_page }; $.ajax({ url: params.ajaxurl, data: data, type: 'POST', success: function (d) { $('#list').append(d) } }) })</script>",
                   "page", {"action": "loadmore", "query": '{"name":"news"}'}, lambda story: {"html": items([story])}, lambda rows: "".join(row["html"] for row in rows), method="FORM"),
    # The page's own function asks, with POST because it says so.
    "wrapped": Case("<ul id='list'></ul><script>function sendData(url, params, done) { $.ajax({ url: url, type: 'POST', data: params, dataType: 'json', success: done }); } var pageNo = 1;"
                    "function load() { sendData('/wrapped/call', { pageNo: pageNo, pageSize: 3, code: 'tzgg' }, function (d) { $.each(d.rows, function (i, n) { var id = n.newsId; $('#list').append('<a href=\"/wrapped/9/' + id + '.html\">' + n.title + '</a>') }) }) } load();</script>",
                    "pageNo", {"pageSize": "3", "code": "tzgg"}, lambda story: {"id": 10 * story.number, "newsId": story.number, "title": story.title, "publishTime": [*map(int, story.day.split("-")), 9, 30]}, method="FORM"),
    "appended": Case("<ul id='list'></ul><script>let page = 1; const form = new FormData(); form.append('page', page); form.append('cid', '12'); fetch('/appended/call', { method: 'POST', body: form }).then(r => r.json()).then(d => {"
                     " d.rows.map(({ id, title }) => list.insertAdjacentHTML('beforeend', '<a href=\"/appended/9/' + id + '.html\">' + title + '</a>')) })</script>",
                     "page", {"cid": "12"}, numbered(number="id", title="title", day="day"), method="FORM"),
    "beside": Case("<a v-for='i in list' :href='`/beside/9/${i.id}.html`'>{{ i.title }}</a><script>new Vue({ data: { list: [], page: 1 }, created() { axios({ method: 'post', url: '/beside/call', params: { page: this.page, size: 3 }, data: { kind: 'xw' } }).then(r => { this.list = r.data.rows }) } })</script>",
                   "page", {"size": "3"}, numbered(number="id", title="title", day="day"), method="QUERY"),
    "objected": Case("<ul id='list'></ul><script>var Request = GetRequest(); var code = Request['code']; function load(page) { $.getJSON('/objected/call', { code: code, page: page, size: 3 }, function (d) { d.rows.forEach(function (n) {"
                     " var href = n.linkUrl ? n.linkUrl : '/objected/9/' + n.id + '.html'; $('#list').append('<li><a href=\"' + href + '\">' + n.title + '</a></li>') }) }) } load(1);</script>",
                     "page", {"code": "A77", "size": "3"}, lambda story: {"id": story.number, "linkUrl": "", "title": story.title, "day": story.day}, query="?code=A77"),
    "pathed": Case("<ul id='list'></ul><script>var channel = location.pathname.split('/')[1]; function load(page) { $.get('/' + channel + '/call', { page: page, size: 3, channel: channel }, function (d) { d.rows.forEach(function (n) {"
                   " $('#list').append($('<li>').append($('<a>').attr('href', '/pathed/9/' + n.articleId + '.html').text(n.subject))) }) }) } load(1);</script>",
                   "page", {"size": "3", "channel": "pathed"}, numbered(number="articleId", title="subject", day="day")),
    "each": Case("<ul id='list'></ul><script>var pageNum = 1; function load() { $.getJSON('/each/call', { pageNum: pageNum, rows: 3 }, function (d) { var s = ''; $.each(d.rows, function () {"
                 " s += '<li><a href=\"/each/9/' + this.newsid + '.html\">' + this.newstitle + '</a><span>' + this.newsdate + '</span></li>'; }); $('#list').html(s) }) } load();</script>",
                 "pageNum", {"rows": "3"}, numbered(number="newsid", title="newstitle", day="newsdate")),
    "linked": Case("<div v-for='item in list' @click='linkTo(item)'><p>{{ item.newsTitle }}</p><p>{{ item.pubTime }}</p></div><script>new Vue({ data: { list: [], pageNo: 1 }, mounted() { this.load() }, methods: {"
                   " load() { this.$http.get('/linked/call', { params: { pageNo: this.pageNo, pageSize: 3 } }).then(r => { this.list = r.data.rows }) }, linkTo(item) { if (item.outUrl) { window.open(item.outUrl) } else { window.open('/linked/9/' + item.newsId + '.html') } } } })</script>",
                   "pageNo", {"pageSize": "3"}, lambda story: {"newsId": story.number, "newsTitle": story.title, "pubTime": story.day, "outUrl": None}),
    "reactive": Case("<div id='app'><a v-for='n in state.rows' :href=\"`/reactive/9/${n.contentId}.html`\">{{ n.contentTitle }}</a></div><script>const { createApp, reactive } = Vue; createApp({ setup() { const state = reactive({ rows: [] });"
                     " const query = reactive({ pageNo: 1, pageSize: 3, catalog: 'c88' }); const load = async () => { const { data } = await axios.get('/reactive/call', { params: { ...query, sort: 'time' } }); state.rows = data.rows; }; load(); return { state }; } }).mount('#app');</script>",
                     "pageNo", {"pageSize": "3", "catalog": "c88", "sort": "time"}, lambda story: {"contentId": story.number, "contentTitle": story.title, "displayTime": milliseconds(story)}),
    "spelt": Case("<ul id='list'></ul><script>var type = encodeURI('通知'); function query(no) { $.ajax({ type: 'POST', url: '/spelt/call', data: 'type=' + type + '&currentPage=' + no + '&showCount=3', success: function (msg) {"
                  " $.each(msg.varList, function (i, one) { $('#list').append(\"<p><a href='/spelt/9/\" + one.ARTICLE_ID + \".html'>\" + one.TITLE + '</a></p>') }) } }) } query(1);</script>",
                  "currentPage", {"showCount": "3"}, lambda story: {"ARTICLE_ID": story.number, "TITLE": story.title, "CREATE_TIME": story.day.replace("-", "")},
                  lambda rows: {"varList": rows, "page": {"totalResult": 8}}, method="FORM"),
    "delegated": Case("<ul id='list'></ul><script>var page = { pageNum: 1, pageSize: 3 }; $('#list').on('click', 'li', function () { window.open('/delegated/9/' + $(this).attr('data-id') + '.html'); });"
                      " function load() { $.post('/delegated/call', $.extend({ deptId: 15 }, page), function (d) { var s = ''; $.each(d.rows, function (i, o) { s += '<li data-id=\"' + o.id + '\"><b>' + o.title + '</b></li>'; }); $('#list').html(s) }, 'json') } load();</script>",
                      "pageNum", {"pageSize": "3", "deptId": "15"}, numbered(number="id", title="title", day="createTime"), method="FORM"),
}
SHOWN = ("rows", "params")
"""Lists whose first rows stand on the page."""
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{'7781' if name == 'asked' else '9'}/{number}.html", topic, 2000 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(CASES, "问基角放标零行参包添旁求径各连应拼托", strict=True))}
TURNED = stories(8, lambda number, day: f"/turned/9/{number}.html", "转", 2300)
BOXED = stories(8, lambda number, day: f"/boxed/9/{number}.html", "箱", 2340)
SENT = stories(8, lambda number, day: f"/sent/9/{number}.html", "送", 2360)


def asked(case: Case, request: Request) -> dict[str, str]:
    """The fields of a call, wherever they stand."""
    if case.method == "JSON":
        return {name: str(value) for name, value in json.loads(request.body or b"{}").items()}
    return request.form if case.method == "FORM" else request.query


def called(name: str, request: Request) -> Answer:
    """The rows of the page that a call names."""
    case, fields = CASES[name], asked(CASES[name], request)
    number = int(fields.get(case.counter) or "-1")
    if (request.method == "GET") != (case.method == "GET") or number < case.first or any(fields.get(key) != value for key, value in case.fields.items()):
        return wrong(request, f"not as the script of {name} asks")
    if case.method == "QUERY" and request.method != "POST":
        return wrong(request, "axios sends by POST")
    if name == "appended" and not request.headers["Content-Type"].startswith("multipart/form-data"):
        return wrong(request, "a FormData goes in parts")
    start = number if case.first == SIZE else (number - case.first + (name in SHOWN)) * SIZE
    made = case.around([case.row(story) for story in HOLDS[name][start : start + SIZE]])
    return html(made) if isinstance(made, str) else said(made)


def turned(request: Request) -> Answer:
    """A helper puts the number into the page's own address."""
    number = int(request.query.get("page") or "1")
    if not 1 <= number <= 3 or request.query.get("cid") != "31":
        return wrong(request, "no script leads there")
    pager = f"<a href='javascript:void(0)' onclick='toPage({number + 1})'>下一页</a>" if number < 3 else ""
    return html(f"<ul>{items(TURNED[(number - 1) * SIZE : number * SIZE])}</ul><div>共3页 {pager}</div><script>function changeURLArg(url, arg, val) {{ return url; }} function toPage(n) {{ window.location.href = changeURLArg(window.location.href, 'page', n); }}</script>")


def sent(request: Request) -> Answer:
    """JeeSite: the function is given the size of a page as well."""
    number = int(request.form.get("pageNo") or "1")
    if number > 3 or (request.method == "POST" and request.form.get("pageSize") != "3"):
        return wrong(request, "no form of the page")
    after = f"<li><a href=\"javascript:\" onclick=\"page({number + 1},3,'');\">下一页 &#187;</a></li>" if number < 3 else "<li class=\"disabled\"><a href=\"javascript:\">下一页 &#187;</a></li>"
    return html(f"<form id='f' action='/sent/list.html' method='post'><input id='pageNo' name='pageNo' type='hidden' value='{number}'><input id='pageSize' name='pageSize' type='hidden' value='3'></form><ul>{items(SENT[(number - 1) * SIZE : number * SIZE])}</ul>"
                f"<ul>{after}<li>共 8 条</li></ul><script>function page(n,s){{ $('#pageNo').val(n); $('#pageSize').val(s); $('#f').submit(); return false; }}</script>")


def boxed(request: Request) -> Answer:
    """The day in one box, year and month in another, beside a summary with a day of its own."""
    number = int(request.query.get("page") or "1")
    rows = "".join(f"<li><div class='date'><b>{story.day[8:]}</b><i>{story.day[:7].replace('-', '.')}</i></div><div><a href='{story.path}'>{story.title}</a><p>据介绍，2019年5月3日起……</p></div></li>"
                   for story in BOXED[(number - 1) * SIZE : number * SIZE])
    return html(f"<ul>{rows}</ul>" + (f"<a href='?page={number + 1}'>下一页</a>" if number < 3 else ""))


def answer(request: Request) -> Answer:
    """As the portals' servers."""
    name, _, file = request.path.strip("/").partition("/")
    if name in CASES and file == "call":
        return called(name, request)
    if name in CASES and file == "list.html":
        return html(f"<html><body><ul id='list'>{items(HOLDS[name][:SIZE]) if name in SHOWN else ''}</ul>{CASES[name].page}</body></html>")
    pages = {"/turned/list.html": turned, "/sent/list.html": sent, "/boxed/list.html": boxed}
    return pages[request.path](request) if request.path in pages else NOT_FOUND


SITE = Site(name="frameworks-site", host="frameworks.fangzhi.example", answer=answer, holds=[*(story for holds in HOLDS.values() for story in holds), *TURNED, *SENT, *BOXED],
            seeds=[*(("listing", f"/{name}/list.html{case.query}") for name, case in CASES.items()), ("listing", "/turned/list.html?cid=31"), ("listing", "/sent/list.html"), ("listing", "/boxed/list.html")], totals=(8,))
