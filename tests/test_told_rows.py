"""Rows, titles and ways on that a page tells in its own way: one row in a cell, labels before days and titles, what a plugin is told."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import pytest

from tests.listing_kit import ROWS, answer, html, listing, rows


def test_the_only_row_of_a_last_page_may_stand_in_one_cell() -> None:
    row = "<table><tr><td width='3'></td><td><font><a href='/yh/5570001/index.html'>关于公布年度检查结果的通知</a></font><span>2024-01-03</span></td></tr></table>"
    found = listing(html(f"<ul class='nav'><li><a href='/zw/'>政务公开</a></li></ul>{row}<p>当前页: 4/4</p>"))
    assert rows(found) == [("/yh/5570001/index.html", "关于公布年度检查结果的通知", "2024-01-03")]


def test_a_day_behind_its_label_goes_before_one_in_the_summary() -> None:
    row = ("<li><a href='/tw/1000{0}.html'>消息标题{0}</a><p>据统计，2022年1月1日以来有三件。</p><span>发布：2024-01-0{0}</span></li>")
    assert [day for _, _, day in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))] == ["2024-01-05", "2024-01-04"]


def test_what_labels_the_words_of_an_anchor_in_its_tooltip_is_no_part_of_the_title() -> None:
    row = "<li><a href='/xw/1000{0}.html' title='索引号：0001 主题：关于检查的通知{0}'>关于检查的通知{0}</a><i>2024-01-0{0}</i></li>"
    assert [title for _, title, _ in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))] == ["关于检查的通知5", "关于检查的通知4"]


def test_a_call_of_trs_has_its_names_from_what_numbers_are_made_of() -> None:
    script = "var pageCount = parseInt('4'), pageIndex = Number('1'); createPage(pageCount, pageIndex, 'index', 'html');"
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul><script>{script}</script>")).next] == ["http://h.cn/list/index_2.html"]


def test_a_plugin_that_is_told_where_to_draw_counts_from_1() -> None:
    code = "Ls.pagination('#page_info', {'currPage': 2, 'pageCount': 3, 'linkTo': '/column/7011?type=4&pageIndex=__id__'})"
    found = listing(html(f"<ul>{ROWS}</ul><div id='page_info'></div><script>{code}</script>", "http://h.cn/column/7011?type=4&pageIndex=2"))
    assert [link.url for link in found.next] == ["http://h.cn/column/7011?type=4&pageIndex=3"]


@pytest.mark.parametrize("cell", ["<script>document.write(formatDate('2024-01-0{0} 10:00:00', 'yyyy-MM-dd'));</script>", "<b class='t' data-time='170424360{0}000'></b>",
                                  "<b class='t' data-date='2024-01-0{0} 10:00'></b>"])
def test_a_day_that_a_script_shows_is_its_row_s(cell: str) -> None:
    row = "<li><a href='/tw/{0}.html'>关于检查的通知{0}</a><span>" + cell + "</span></li>"
    day = "2024-01-03" if "1704" in cell else None
    assert [told for _, _, told in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))] == [day or "2024-01-05", day or "2024-01-04"]


@pytest.mark.parametrize(("written", "days"), [(["24-1-5", "24-1-4", "24-1-3"], ["2024-01-05", "2024-01-04", "2024-01-03"]),
                                               (["24-1-5", "23-1-4", "24-1-3"], [None] * 3), (["01-05", "01-04", "01-03"], [None] * 3)])
def test_rows_of_short_days_are_rows_and_years_of_two_digits_are_told_by_the_order_of_a_list(written: list[str], days: list[str | None]) -> None:
    items = "".join(f"<li><a href='/sy/{number}.html'>关于检查的通知{number}</a><font>[{day}]</font></li>" for number, day in enumerate(written))
    assert [day for _, _, day in rows(listing(html(f"<ul>{items}</ul>")))] == days


def test_two_short_days_make_no_list() -> None:
    items = "".join(f"<li><a href='/sy/{number}.html'>关于检查的通知{number}</a><font>[01-0{number}]</font></li>" for number in (5, 4))
    assert listing(html(f"<ul>{items}</ul>")).rows == ()


@pytest.mark.parametrize("form", ["<textarea style='display:none'>{}</textarea>", "<input type='hidden' id='held' value='{}'>"])
def test_rows_that_a_hidden_field_holds_are_read(form: str) -> None:
    held = "[" + ",".join(f'{{"title": "关于检查的通知{number}", "url": "/hd/{number}.html", "date": "2024-01-0{number}"}}' for number in (5, 4)) + "]"
    found = listing(html(form.format(held.replace('"', "&quot;")) + "<ul id='l'></ul><script>draw(JSON.parse($('#held').val()))</script>"))
    assert rows(found) == [(f"/hd/{number}.html", f"关于检查的通知{number}", f"2024-01-0{number}") for number in (5, 4)]


@pytest.mark.parametrize(("url", "following"), [("http://h.cn/list/", ["http://h.cn/list/index_2.html"]), ("http://h.cn/list/index_3.html", ["http://h.cn/list/index_4.html"]),
                                                ("http://h.cn/list/index_4.html", [])])
def test_a_loop_prints_the_pages_about_this_one(url: str, following: list[str]) -> None:
    script = ("var cur = 1, total = 4, s = ''; var start = Math.max(1, cur - 2), end = Math.min(total, cur + 2); for (var i = start; i <= end; i++) {"
              " s += i == cur ? '<b>' + i + '</b>' : \"<a href='\" + (i == 1 ? './' : 'index_' + i + '.html') + \"'>\" + i + '</a>'; }")
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul><div id='p'></div><script>{script}</script>", url)).next] == following


def test_a_field_of_choices_leads_where_its_own_script_says() -> None:
    field = ("<p>第 <select onchange=\"location.href='list.jsp?id=3&pageno='+this.value\"><option value='1'>1</option><option value='2' selected>2</option>"
             "<option value='3'>3</option></select> 页</p>")
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul>{field}", "http://h.cn/list.jsp?id=3&pageno=2")).next] == ["http://h.cn/list.jsp?id=3&pageno=3"]


def test_days_that_head_the_rows_of_each_day_are_theirs() -> None:
    group = "<h4>2024年1月{0}日</h4><ul><li><a href='/gr/{0}.html'>关于检查的通知{0}</a></li><li><a href='/gr/1{0}.html'>关于公布名单的通知{0}</a></li></ul>"
    found = rows(listing(html(f"{group.format(5)}{group.format(4)}<a href='/gr/2'>→</a>")))
    assert [(path, day) for path, _, day in found] == [("/gr/5.html", "2024-01-05"), ("/gr/15.html", "2024-01-05"), ("/gr/4.html", "2024-01-04"), ("/gr/14.html", "2024-01-04")]


def test_days_in_headings_behind_their_titles_head_nothing() -> None:
    row = "<li><a href='/gr/{0}.html'>关于检查的通知{0}</a><h5>2024-01-0{0}</h5></li>"
    assert [day for _, _, day in rows(listing(html(f"<ul>{row.format(5)}{row.format(5)}{row.format(4)}</ul>")))] == ["2024-01-05", "2024-01-04"]


MAKERS = [("const api = (p) => `/cols/27?current=${p}&size=4`; axios(api(page)).then(draw);", "/cols/27?current=1&size=4"),
          ("function link(n) { return '/rows?n=4&page=' + n; } $.getJSON(link(page), draw);", "/rows?n=4&page=1"),
          ("const link = n => '/rows?page=' + n; fetch(link(1)).then(draw);", "/rows?page=1")]


@pytest.mark.parametrize(("code", "asked"), MAKERS)
def test_a_function_that_makes_an_address_is_written_out_where_it_is_called(code: str, asked: str) -> None:
    found = listing(html(f"<ul id='l'></ul><script>let page = 1; {code}</script>"))
    assert [link.url for link in found.next] == [f"http://h.cn{asked}"]


def test_a_function_of_a_library_s_own_name_turns_the_pages_of_a_form() -> None:
    form = "<form id='f' action='index.jhtml'><input type='hidden' id='no' name='pageNumber' value='1'></form>"
    pager = "<a class='nextPage' href='javascript: $.pageSkip(2);'>&nbsp;</a><script>$.pageSkip = function (n) { $('#no').val(n); $('#f').submit(); return false; }</script>"
    found = listing(html(f"{form}<ul>{ROWS}</ul>{pager}", "http://h.cn/tj/index.jhtml"))
    assert [link.url for link in found.next] == ["http://h.cn/tj/index.jhtml?pageNumber=2"]


def test_an_answer_that_is_no_json_is_read_by_titles_with_a_capital() -> None:
    body = '{total:10,data:[{"Title":"关于检查的通知","Url":"/dx/5.html"},{"Title":"关于公布的通知","Url":"/dx/6.html"}]}'
    assert [row.title for row in answer("http://h.cn/news.ashx?pageindex=1", body.encode("gbk")).rows] == ["关于检查的通知", "关于公布的通知"]


@pytest.mark.parametrize(("inner", "title"), [("关于公布重点项目<br/>清单的通知", "关于公布重点项目清单的通知"), ("关于做好<br>2024年度检查的通知", "关于做好2024年度检查的通知"),
                                              ("Notice on<br>annual checks", "Notice on annual checks"), ("关于<b>检查</b>的通知<br>", "关于 检查 的通知")])
def test_a_title_that_is_broken_for_its_length_is_one(inner: str, title: str) -> None:
    row = f"<li><a href='/tw/100{{0}}.html'>{inner}{{0}}</a><i>2024-01-0{{0}}</i></li>"
    assert next(told for _, told, _ in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))) in (f"{title}5", f"{title} 5")


def test_an_address_that_a_row_shows_is_no_title() -> None:
    row = "<li><a href='/a/{0}001.html'>检查的通知{0}</a><p><a href='/a/{0}001.html'>http://h.cn/a/{0}001.html?from=search</a></p><i>2024-01-0{0}</i></li>"
    assert [title for _, title, _ in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))] == ["检查的通知5", "检查的通知4"]


@pytest.mark.parametrize(("written", "days"), [(["24-1-6", "24-1-3"], ["2024-01-06", "2024-01-03"]), (["24-2-6", "24-1-3"], [None, None]), (["06-1-6", "06-1-3"], [None, None])])
def test_two_days_of_one_month_tell_where_their_year_stands(written: list[str], days: list[str | None]) -> None:
    items = "".join(f"<li><a href='/sy/{number}001.html'>关于检查的通知{number}</a><font>[{day}]</font></li>" for number, day in enumerate(written))
    assert [day for _, _, day in rows(listing(html(f"<ul>{items}</ul>")))] == days


def test_behind_the_sheets_of_a_paper_lies_the_edition_before() -> None:
    sheets = "".join(f"<li><a href='node_{n}.htm'>第0{n}版：要闻</a></li>" for n in (1, 2))
    items = "".join(f"<li><a href='content_{n}001.htm'>本报关于检查的消息{n}</a></li>" for n in (1, 2))
    found = listing(html(f"<ul>{sheets}</ul><p>2024年01月12日</p><a href='../11/node_1.htm'>上一期</a><ul>{items}</ul>", "http://h.cn/html/2024-01/12/node_1.htm"))
    assert [link.url for link in found.next] == ["http://h.cn/html/2024-01/12/node_2.htm", "http://h.cn/html/2024-01/11/node_1.htm"]


def test_two_short_days_make_a_list_where_the_page_turns_back() -> None:
    items = "".join(f"<li><a href='/sy/{number}.html'>关于检查的通知{number}</a><font>[01-0{number}]</font></li>" for number in (5, 4))
    assert rows(listing(html(f"<ul>{items}</ul><a href='index_1.html'>上一页</a>"))) == [("/sy/5.html", "关于检查的通知5", None), ("/sy/4.html", "关于检查的通知4", None)]


def test_a_day_whose_label_stands_in_the_cell_before_is_what_that_says() -> None:
    row = ("<div class='item'><h3><a href='/zc/100{0}.html'>关于印发办法的通知{0}</a></h3><table><tr><td>成文日期</td><td>2023年12月{0}日</td>"
           "<td>发布日期</td><td>2024年01月0{0}日</td></tr></table></div>")
    assert [day for _, _, day in rows(listing(html(row.format(5) + row.format(4))))] == ["2024-01-05", "2024-01-04"]


def test_arrays_beside_each_other_hold_what_rows_are_made_of() -> None:
    code = "".join(f"aTitle[{n}] = '关于第{n}批名单的公告'; aUrl[{n}] = './202401/t2024010{n}_{n}.htm'; aDate[{n}] = '2024-01-0{n}';" for n in (1, 2, 3))
    found = listing(html(f"<div id='c'></div><script>var aTitle = new Array(), aUrl = [], aDate = [];{code}</script>"))
    assert rows(found)[0] == ("/list/202401/t20240101_1.htm", "关于第1批名单的公告", "2024-01-01") and len(found.rows) == 3
    assert not listing(html("<script>names[0] = 'a'; names[1] = 'b';</script>")).rows


def test_the_loop_that_prints_a_pager_may_count_pages_by_rows() -> None:
    code = ("var m_nRecordCount = '10', s = ''; var m_nPageSize = 4; var pages = Math.ceil(m_nRecordCount / m_nPageSize);"
            "for (var i = 0; i < pages; i++) { s += \"<a href=\\\"\" + (i == 0 ? \"nei.htm\" : \"nei_\" + i + \".htm\") + \"\\\">\" + (i + 1) + \"</a>\"; }")
    pages = {url: [link.url for link in listing(html(f"<ul>{ROWS}</ul><script>{code}</script>", f"http://h.cn/pub/{url}")).next]
             for url in ("nei.htm", "nei_1.htm", "nei_2.htm")}
    assert pages == {"nei.htm": ["http://h.cn/pub/nei_1.htm"], "nei_1.htm": ["http://h.cn/pub/nei_2.htm"], "nei_2.htm": []}


def test_a_number_may_be_put_before_the_ending_of_a_file() -> None:
    code = ("laypage({cont: 'p', pages: 3, curr: 1, jump: function (e, first) { if (!first) { var url = '/nw/index.html';"
            "if (e.curr > 1) { url = url.replace('.html', '_' + e.curr + '.html'); } window.location.href = url; } }});")
    found = listing(html(f"<ul>{ROWS}</ul><script>{code}</script>", "http://h.cn/nw/index.html"))
    assert [link.url for link in found.next] == ["http://h.cn/nw/index_2.html"]


def test_a_day_whose_label_stands_in_a_box_before_it_is_the_documents() -> None:
    row = ("<tr><td><a href='t2024010{0}_{0}.html'>关于第{0}批名单的公告</a><div><p><b>索引号：</b>1133/2024</p><p><b>成文日期：</b>2023-11-1{0}</p></div></td>"
           "<td>2024-01-0{0}</td></tr>")
    found = listing(html(f"<table><tr><th>标题</th><th>发布日期</th></tr>{row.format(5)}{row.format(4)}</table>"))
    assert [day for _, _, day in rows(found)] == ["2024-01-05", "2024-01-04"]


def test_who_published_beside_the_day_in_an_anchor_is_no_part_of_the_title() -> None:
    row = "<div><a href='/p/3300{0}.html'><div>示例县召开第{0}次防汛抗旱工作会议</div><div><span>示例发布</span><span>01-0{0}</span></div></a></div>"
    found = listing(html(row.format(5) + row.format(4) + row.format(3)))
    assert [title for _, title, _ in rows(found)] == [f"示例县召开第{n}次防汛抗旱工作会议" for n in (5, 4, 3)]


@pytest.mark.parametrize(("url", "pager", "following"), [
    ("list_5.html", "<a href='list_4.html'>4</a> <b>5</b> <a href='list_6.html'>...</a>", "list_6.html"),
    ("list_5.html", "<a href='list_4.html'>4</a> <b>5</b> <a href='list_6.html'>下5页</a>", "list_6.html"),
    ("list_4.html", "<a href='list_3.html'>3</a> <b>4</b> <a href='list_6.html'>...</a>", None),
    ("list.jsp?o=4", "<a href='list.jsp?o=0'>1</a> <b>2</b> <a href='list.jsp?o=8'>3</a>", "list.jsp?o=8"),
    ("list.jsp?o=8", "<a href='list.jsp?o=0'>1</a> <a href='list.jsp?o=4'>2</a> <b>3</b>", None),
])
def test_the_numbers_of_a_pager_may_go_on_behind_dots_or_count_by_steps(url: str, pager: str, following: str | None) -> None:
    found = listing(html(f"<ul>{ROWS}</ul><div>{pager}</div>", f"http://h.cn/list/{url}"))
    assert [link.url for link in found.next] == ([f"http://h.cn/list/{following}"] if following else [])


@pytest.mark.parametrize("said", ["2024010{0}", "[2024010{0}]", "January 0{0} 2024", "Jan 0{0},2024"])
def test_a_day_may_be_digits_alone_or_stand_without_a_comma(said: str) -> None:
    row = "<li><a href='/x/{0}.html'>关于公布第{0}批名单的公告</a><span>" + said + "</span></li>"
    assert [day for _, _, day in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))] == ["2024-01-05", "2024-01-04"]


PAGER = "<div id='page'></div><script>$('#page').pager({pagenumber: HERE, pagecount: 3, buttonClickCallback: function (p) { window.location.href = p == 1 ? 'moreinfo.html' : p + '.html'; }});</script>"


@pytest.mark.parametrize("kind", ["list", "ewb-list"])
def test_a_pager_calls_back_with_the_number_that_is_pressed(kind: str) -> None:
    pages = {number: [link.url for link in listing(html(f"<ul class='{kind}'>{ROWS}</ul>{PAGER.replace('HERE', str(number))}", f"http://h.cn/x/{name}.html")).next]
             for number, name in ((1, "moreinfo"), (2, "2"), (3, "3"))}
    assert pages == {1: ["http://h.cn/x/2.html"], 2: ["http://h.cn/x/3.html"], 3: []}


def test_a_list_whose_pages_are_told_in_the_query_has_none_in_files() -> None:
    row = "<li class='ewb-list-node'><a href='/z/20240127/0000000{0}-2b3c-4d5e-8f90-1a2b3c4d5e6f.html'>关于第{0}批名单的公告</a><span>2024-01-0{0}</span></li>"
    assert not listing(html(f"<ul>{row.format(2)}{row.format(1)}</ul><span>3/3</span>", "http://h.cn/zwgk/003001/subpage.html?pageing=3")).next


def test_a_method_may_send_the_form_to_the_address_of_a_page() -> None:
    code = "var pagingUtil = {page: function (n, id) { var f = document.getElementById(id); f.action = '/ui?pageId=3&currentPage=' + n; f.submit(); }};"
    pager = "<a href='javascript:void(0)' onclick=\"pagingUtil.page(2, 'form')\">下一页</a>"
    form = f"<form id='form' method='post' action='/ui?pageId=3'><input type='hidden' name='t' value=''><ul>{ROWS}</ul>{pager}</form>"
    (link,) = listing(html(f"{form}<script>{code}</script>", "http://h.cn/ui?pageId=3")).next
    assert (link.method, link.url, link.body) == ("POST", "http://h.cn/ui?pageId=3&currentPage=2", b"t=")


def test_a_title_that_is_cut_may_stand_whole_in_a_box_of_its_row() -> None:
    row = ("<div class='row'><li class='mc'><div><a href='/gkml/202401/t2024010{0}_8{0}.shtml'>关于公布第{0}批高标准农田...</a><div class='box'><h1><span>索引号：</span>0001</h1>"
           "<h1><span>名　　称：</span>关于公布第{0}批高标准农田建设项目的通知</h1></div></div></li><li>2024-01-0{0}</li></div>")
    found = listing(html(row.format(5) + row.format(4) + row.format(3)))
    assert [title for _, title, _ in rows(found)] == [f"关于公布第{n}批高标准农田建设项目的通知" for n in (5, 4, 3)]
