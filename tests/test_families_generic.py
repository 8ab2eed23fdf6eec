"""Lists that no CMS mark tells are read by their siblings, days and the links a reader would press."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest

from crawler.page import Page
from crawler.reading import MOST_ROWS
from tests.listing_kit import ROWS, html, listing, rows

SIBLINGS = [
    ("<ul>{}</ul>", "<li><a href='{u}'>{t}</a><span>{d}</span></li>"),
    ("<ul>{}</ul>", "<li><span>[{d}]</span><a href='{u}'>{t}</a></li>"),
    ("<table>{}</table>", "<tr><td>·</td><td><a href='{u}'>{t}</a></td><td>（{d}）</td></tr>"),
    ("<table>{}</table>", "<tr><td>7</td><td>{t}</td><td>{d}</td><td><a href='{u}'>[查看详情]</a></td></tr>"),
    ("<div>{}</div>", "<dl><dt><a href='{u}'>{t}</a></dt><dd>摘要</dd><dd>发布时间：{d}</dd></dl>"),
    ("<div>{}</div>", "<a href='{u}'><h4>{t}</h4><p>{d} 09:30</p></a>"),
    ("<ul>{}</ul>", "<li><a href='{u}'><span>{t}</span><i>{d}</i></a></li>"),
    ("<div>{}</div>", "<a href='{u}'>{t}</a>&nbsp;{d}<br>"),
    ("<div>{}</div>", "<a href='{u}'>{t}</a><font>({d})</font><br>"),
    ("<ul>{}</ul>", "<li><a href='{u}' title='{t}'>{t:.3}...</a><em>{d}</em></li>"),
    ("<ul>{}</ul>", "<li><a href='{u}'><img src='a.jpg'></a><div><a href='{u}'>{t}</a><p>{d}</p></div></li>"),
]
DAYS = [("2024-03-05", "2024-03-05"), ("2024/3/5", "2024-03-05"), ("2024年3月5日", "2024-03-05"), ("2024.03.05", "2024-03-05"),
        ("Mar 5, 2024", "2024-03-05"), ("5 March 2024", "2024-03-05")]


@pytest.mark.parametrize(("whole", "row"), SIBLINGS)
@pytest.mark.parametrize(("written", "day"), DAYS)
def test_repeated_rows_with_days_are_a_list(whole: str, row: str, written: str, day: str) -> None:
    titles = ["全省经济工作会议召开", "2023年1月1日起施行新规", "关于开展检查的通知"]
    body = whole.format("".join(row.format(u=f"/news/{number}.html", t=title, d=written) for number, title in enumerate(titles)))
    head = "<div>今天是2024年12月31日 星期二 <a href='/'>首页</a></div>"
    found = listing(html(f"{head}{body}<p>版权所有 2010-2024 <a href='/about'>关于</a></p>"))
    assert rows(found) == [(f"/news/{number}.html", title, day) for number, title in enumerate(titles)]


def test_a_day_box_over_its_month_is_one_day() -> None:
    row = "<li><div><b>{0}</b><span>2024-03</span></div><a href='/{0}.html'>消息{0}</a></li>"
    found = listing(html("<ul>" + row.format("05") + row.format("06") + "</ul>"))
    assert [row.date for row in found.rows] == ["2024-03-05", "2024-03-06"]


@pytest.mark.parametrize("written", ["2024-13-05", "2024-02-30", "13-05", "02-30", "07-05", "0000-00-00", "2024"])
def test_what_is_no_day_is_not_made_one(written: str) -> None:
    body = "".join(f"<li><a href='/t20240305_10{number}.html'>消息{number}</a><span>{written}</span></li>" for number in range(3))
    found = listing(html(f"<ul>{body}</ul>"))
    assert [row.date for row in found.rows] == [None, None, None]


SHORT = [
    ("/a/{}.html", "[03-05]", None), ("/202403/t20240305_7{}.html", "[03-05]", "2024-03-05"), ("/202403/{}.shtml", "3月5日", "2024-03-05"),
    ("/2024-03/09/content_{}.htm", "03/05", "2024-03-05"), ("/2024/3/9/{}.html", "3.5", "2024-03-05"),
    ("/202401/t20240102_7{}.html", "12-31", "2023-12-31"), ("/202312/t20231231_7{}.html", "01-02", "2024-01-02"),
    ("/202407/t20240705_7{}.html", "03-05", None), ("/art/2024/art_a{}.html", "03-05", "2024-03-05"),
    ("/art/2024/art_a{}.html", "01-02", None), ("/zt/2024/bs/{}.html", "03-05", None), ("/2024030{}.html", "03-05", None),
    ("/202403/{}.html", "24-03-05", "2024-03-05"), ("/202403/{}.html", "23-03-05", None), ("/a/{}.html", "24-03-05", None),
    ("/a/{}.html", "24年3月5日", "2024-03-05"), ("/a/{}.html", "113-03-05", "2024-03-05"), ("/a/{}.html", "（113/3/5）", "2024-03-05"),
    ("/a/{}.html", "民國113年3月5日", "2024-03-05"), ("/a/{}.html", "中華民國 99 年 3 月 5 日", "2010-03-05"),
    ("/a/{}.html", "113-13-05", None),
    ("/a/{}.html", "10.0.0", None),
]


@pytest.mark.parametrize(("address", "written", "day"), SHORT)
@pytest.mark.parametrize("row", ["<li><a href='{}'>关于检查的通知</a><span>{}</span></li>", "<p><a href='{}'>关于检查的通知</a> {}</p>"])
def test_what_a_short_day_leaves_out_stands_in_the_address_or_is_not_told(row: str, address: str, written: str, day: str | None) -> None:
    found = listing(html("".join(row.format(address.format(number), written) for number in (1001, 1002, 1003))))
    assert [link.date for link in found.rows] == [day] * len(found.rows)
    assert found.rows or day is None


def test_rows_below_the_months_that_head_them_have_their_days() -> None:
    def months(*heads: str) -> list[str | None]:
        row = "<li><em>{1}日</em><a href='/rd/{0}.html'>关于检查的通知</a></li>"
        blocks = (f"<h3>{head}</h3><ul>{row.format(f'70{at}1', '12')}{row.format(f'70{at}2', '09')}</ul>"
                  for at, head in enumerate(heads, 1))
        return [link.date for link in listing(html("".join(blocks))).rows]
    assert months("2026年1月", "2025年12月") == ["2026-01-12", "2026-01-09", "2025-12-12", "2025-12-09"]
    assert months("2026年01月") == ["2026-01-12", "2026-01-09"]
    assert months("2025年12月", "2026年01月", "2025年11月") == [None] * 6  # of no order


def test_rows_of_this_year_stand_beside_those_that_state_theirs() -> None:
    row = "<li><a href='/a/{0}.html'>消息{0}</a><span>{1}</span></li>"
    body = "".join(row.format(number, written) for number, written in enumerate(("01-05", "01-03", "2023-12-30", "2023-12-28")))
    found = listing(html(f"<ul>{body}</ul>"))
    assert [link.date for link in found.rows] == [None, None, "2023-12-30", "2023-12-28"]


NEXT = [
    "<a href='index_2.html'>下一页</a>", "<a href='index_2.html'>下页</a>", "<a href='index_2.html'> 下一页 &gt;</a>",
    "<a href='index_2.html'>[下一页]</a>", "<a href='index_2.html'><span>下一頁</span></a>", "<a href='index_2.html'>Next</a>",
    "<a href='index_2.html'>Next Page »</a>", "<a href='index_2.html' rel='next'>→</a>", "<a href='index_2.html'>&gt;</a>",
    "<a href='index_2.html' title='下一页'></a>", "<a class='next' href='index_2.html'><i></i></a>",
    "<a href='javascript:;' onclick=\"location.href='index_2.html'\">下一页</a>", "<a href=\"javascript:go('index_2.html')\">下一页</a>",
    "<b>1</b> <a href='index_2.html'>2</a> <a href='index_3.html'>3</a>",
    "<a href='index.html'>1</a> <a href='index_2.html'>2</a> <a href='index_3.html'>3</a>",
    "第1页 <select><option value='index.html'>1</option><option value='index_2.html'>2</option></select>",
    "转到<select><option value='index.html'>第1页</option><option value='index_2.html'>第2页</option></select>",
]


@pytest.mark.parametrize("pager", NEXT)
def test_the_next_page_is_the_one_a_reader_would_press(pager: str) -> None:
    found = listing(html(f"<ul>{ROWS}</ul><div>{pager}<a href='index_9.html'>尾页</a></div>"))
    assert [link.url for link in found.next] == ["http://h.cn/list/index_2.html"]


NO_NEXT = ["<a href='index.html'>下一页</a>", "<a>下一页</a>", "<a href='javascript:void(0)'>下一页</a>", "<a href='#'>下一页</a>",
           "<a href='a.html'>下一篇</a>", "<span class='next'>下一页</span>", "<a href='mailto:a@b.cn'>Next</a>"]


@pytest.mark.parametrize("pager", NO_NEXT)
def test_what_leads_nowhere_is_no_next_page(pager: str) -> None:
    assert listing(html(f"<ul>{ROWS}</ul><div>{pager}</div>")).next == ()


def test_numbers_go_on_after_this_page_and_end_with_the_last() -> None:
    pager = "<a href='?page=1'>1</a><a href='?page=2'>2</a><a href='?page=3'>3</a>"
    found = listing(html(f"<ul>{ROWS}</ul>{pager}", "http://h.cn/list/?page=2"))
    assert [link.url for link in found.next] == ["http://h.cn/list/?page=3"]
    assert listing(html(f"<ul>{ROWS}</ul>{pager}", "http://h.cn/list/?page=3")).next == ()


def test_a_number_that_leads_to_its_own_page_tells_which_comes_next() -> None:
    pager = "<a href='index_2.html'>2</a><a href='index_3.html'>3</a>"
    urls = ["http://h.cn/list/index.html", "http://h.cn/list/index_2.html", "http://h.cn/list/index_3.html"]
    assert [[link.url for link in listing(html(f"<ul>{ROWS}</ul>{pager}", url)).next] for url in urls] == [urls[1:2], urls[2:], []]


@pytest.mark.parametrize(("begun", "goes_on"), [("", True), ("<html>", False), ("<!DOCTYPE html>", False)])
def test_bare_rows_that_a_call_gives_are_gone_on_with(begun: str, goes_on: bool) -> None:
    found = listing(Page(url="http://h.cn/more?page=2&c=7", body=f"{begun}<ul>{ROWS}</ul>".encode()))
    assert [link.url for link in found.next] == ["http://h.cn/more?page=3&c=7"] * goes_on


TOTALS = [("共<span>75</span>条记录", 75), ("共&nbsp;75&nbsp;条", 75), ("共有12篇", 12), ("总记录数：8", 8), ("共7页", None), ("", None),
          ("共 <b>9</b>页<b>171</b>条", 171), ("共 55 筆資料", 55)]


@pytest.mark.parametrize(("words", "total"), TOTALS)
def test_the_claimed_total_is_the_pages_own(words: str, total: int | None) -> None:
    assert listing(html(f"<ul>{ROWS}</ul><p>{words}</p>")).claimed_total == total


def test_without_days_the_shape_of_an_address_makes_a_row() -> None:
    found = listing(html(
        "<a href='/a/'>栏目</a><a href='/art/2016/11/22/art_1_30332664.html'>文章</a><a href='list_2.html'>2</a>"
        "<a href='/about.html'>关于</a><a href='/20200205/0123456789abcdef0123456789abcdef.html'><img alt='图片新闻'></a>"))
    assert [row.title for row in found.rows] == ["文章", "图片新闻"]


def test_a_field_that_chooses_a_month_turns_no_page() -> None:
    field = "<select><option value='?month=1'>1</option><option value='?month=2'>2</option></select>"
    assert listing(html(f"<ul>{ROWS}</ul><div>按月查询 {field}</div>")).next == ()


def test_of_several_days_in_a_row_that_of_publication_counts() -> None:
    row = ("<tr><td><a href='/wj/content_{0}.shtml'>通知{0}</a></td><td>政发〔2023〕{0}号</td>"
           "<td>2023-05-0{0}</td><td>2023-05-1{0}</td></tr>")
    head = "<tr><th>标题</th><th>文号</th><th>成文日期</th><th>{}</th></tr>"
    for name, days in (("发布日期", ["2023-05-11", "2023-05-12"]), ("施行日期", ["2023-05-01", "2023-05-02"])):
        found = listing(html(f"<table>{head.format(name)}{row.format(1)}{row.format(2)}</table>"))
        assert [link.date for link in found.rows] == days


def test_rows_of_a_board_are_its_threads_not_who_wrote_there() -> None:
    row = ("<tbody><tr><th><a href='thread-8{0}-1-1.html'>话题{0}</a></th><td><a href='space-uid-1.html'>江边老李比话题长</a>"
           "<em><span>2013-5-{0}</span></em></td><td><a href='thread-8{0}-1-1.html'>2</a></td><td><a href='space-username-x.html'>风</a>"
           "<em><a href='forum.php?mod=redirect&amp;tid=8{0}&amp;goto=lastpost'>2013-5-9 08:10</a></em></td></tr></tbody>")
    found = listing(html(f"<table>{row.format(6)}{row.format(4)}</table>"))
    assert rows(found) == [("/list/thread-86-1-1.html", "话题6", "2013-05-06"), ("/list/thread-84-1-1.html", "话题4", "2013-05-04")]


def test_what_turns_the_pages_of_a_digital_edition_is_no_article() -> None:
    turns = "<a href='node_1289.htm'>上一版</a> <a href='node_1291.htm'>下一版</a>"
    row = "<li><a href='content_50320_1290.htm'>植树活动启动</a></li>"
    found = listing(html(f"{turns}<ul>{row}</ul>", "http://h.cn/html/2019-03/12/node_1290.htm"))
    assert rows(found) == [("/html/2019-03/12/content_50320_1290.htm", "植树活动启动", None)]


JUMPS = [
    ("laypage.render({elem:'p',count:45,limit:15,curr:1,jump:function(o,f){if(!f){location.href='/xw/index_'+o.curr+'.html'}}})",
     "/xw/index_2.html"),
    ("laypage({cont:'p',pages:3,curr:2,jump:function(obj,first){if(!first){window.location.href=\"?page=\"+obj.curr}}})",
     "/list/index.html?page=3"),
    ("$('.M-box').pagination({pageCount:12,callback:function(api){location.href='index_'+(api.getCurrent()-1)+'.html'}})",
     "/list/index_1.html"),
    ("laypage({cont:'p',pages:3,curr:3,jump:function(obj,first){location.href='?page='+obj.curr}})", None),
    ("location.href='/search?page='+page", None),
    ("var pageCount = 5; location.href = '/login?from=' + url", None),
]


@pytest.mark.parametrize(("script", "following"), JUMPS)
def test_a_script_that_turns_pages_says_which_follows(script: str, following: str | None) -> None:
    found = listing(html(f"<ul>{ROWS}</ul><div id='p'></div><script>{script}</script>"))
    assert [link.url.removeprefix("http://h.cn") for link in found.next] == ([following] if following else [])


def test_the_address_tells_which_page_it_is_where_the_script_does_not() -> None:
    script = "<script>Pagination({totalPage:3,jump:function(p){location.href='index_'+p+'.html'}})</script>"
    for number, following in ((2, ["http://h.cn/list/index_3.html"]), (3, [])):
        found = listing(html(f"<ul>{ROWS}</ul>{script}", f"http://h.cn/list/index_{number}.html"))
        assert [link.url for link in found.next] == following


def test_days_of_month_and_day_are_no_count_of_pages() -> None:
    row = "<li><a href='/xw/20240{0}1{1}/100{1}.html'>消息{1}</a><i>{0}/1{1}</i></li>"
    items = "".join(row.format(month, day) for month in (2, 3) for day in (4, 5, 6))
    assert listing(html(f"<ul>{items}</ul>")).claimed_pages is None
    assert listing(html(f"<ul>{items}</ul><div>1/33</div>")).claimed_pages == 33
    assert listing(html(f"<ul>{ROWS}</ul><div>2/9</div>")).claimed_pages == 9


def test_a_program_that_lists_articles_of_a_family_goes_on_by_its_query() -> None:
    items = "".join(f"<li><a href='/info/1012/2581{number}.htm'>公告{number}</a>[2014-01-0{number}]</li>" for number in (2, 1))
    found = listing(html(f"<ul>{items}</ul>共 45 条 第 1/3 页", "http://h.cn/info/iList.jsp?cat_id=25813&cur_page=1"))
    assert [link.url for link in found.next] == ["http://h.cn/info/iList.jsp?cat_id=25813&cur_page=2"]


def test_month_and_day_over_the_year_are_one_day_and_no_part_of_the_title() -> None:
    row = "<li><a href='/xw/c/100{0}.html'><i>03/0{0}</i><i>2024</i><p>消息标题{0}</p></a></li>"
    assert rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>"))) == [
        ("/xw/c/1005.html", "消息标题5", "2024-03-05"), ("/xw/c/1004.html", "消息标题4", "2024-03-04")]
    plain = "<li><a href='/xw/c/100{0}.html'><b>2024</b>年工作要点{0}</a></li>"
    found = listing(html(f"<ul>{plain.format(5)}{plain.format(4)}</ul>"))
    assert [link.title for link in found.rows] == ["2024 年工作要点5", "2024 年工作要点4"]


STATE = "<input type='hidden' name='__VIEWSTATE' value='s'>"
PRESSED = [
    ("<a href=\"javascript:__doPostBack('p$next','')\">下一页</a>", "", ("p$next", "")),
    ("<a href='#' onclick=\"__doPostBack('p','Page$Next');return false\">Next</a>", "", ("p", "Page$Next")),
    ("1 <a href=\"javascript:__doPostBack('g','Page$2')\">2</a> "
     "<a href=\"javascript:__doPostBack('g','Page$3')\">3</a>", "", ("g", "Page$2")),
    ("<a href=\"javascript:__doPostBack('g','Page$1')\">1</a> 2 "
     "<a href=\"javascript:__doPostBack('g','Page$3')\">...</a>", "", ("g", "Page$3")),
    ("<a href=\"javascript:__doPostBack('g','1')\">1</a><a href=\"javascript:__doPostBack('g','2')\">2</a>"
     "<a href=\"javascript:__doPostBack('g','3')\">3</a>", "__EVENTTARGET=g&__EVENTARGUMENT=2", ("g", "3")),
    ("<a href=\"javascript:__doPostBack('g','1')\">1</a><a href=\"javascript:__doPostBack('g','2')\">2</a>"
     "<a href=\"javascript:__doPostBack('g','3')\">3</a>", "__EVENTTARGET=g&__EVENTARGUMENT=3", None),
    ("".join(f"<a href=\"javascript:__doPostBack('r$c{number}','')\">{number}</a>" for number in (10, 11, 13, 14)), "", ("r$c13", "")),
    ("<a href=\"javascript:__doPostBack('g','1')\">1</a> 2", "", None),
    ("<a href=\"javascript:__doPostBack('menu','news')\">新闻</a>", "", None),
]


@pytest.mark.parametrize(("pager", "form", "pressed"), PRESSED)
def test_a_pager_that_posts_the_form_back_is_pressed_for_the_page_behind(pager: str, form: str, pressed: tuple[str, str] | None) -> None:
    body = f"<form action='L.aspx?c=1'>{STATE}<input type='submit' name='go'><ul>{ROWS}</ul>{pager}</form>"
    found = listing(Page(url="http://h.cn/L.aspx?c=1", body=html(body).body, form=form.encode() or None))
    assert [(link.method, link.url) for link in found.next] == [("POST", "http://h.cn/L.aspx?c=1")] * (pressed is not None)
    for link in found.next:
        assert parse_qsl((link.body or b"").decode(), keep_blank_values=True) == [
            ("__EVENTTARGET", (pressed or ("", ""))[0]), ("__EVENTARGUMENT", (pressed or ("", ""))[1]), ("__VIEWSTATE", "s")]


def test_without_a_form_that_holds_the_state_nothing_is_posted_back() -> None:
    assert listing(html(f"<ul>{ROWS}</ul>{PRESSED[0][0]}")).next == ()


COUNTED = [("laypage.render({elem: 'p', count: 75, limit: 20})", 75, 4), ("laypage({cont: 'p', pages: 4, curr: 1})", None, 4),
           ("$('#p').pagination({totalData: 75, showData: 20})", 75, 4), ("$('.p').pagination({pageCount: 4})", None, 4),
           ("laypage.render({count: total})", None, None), ("laypage.render({count: 7}); laypage.render({count: 8})", None, None)]


@pytest.mark.parametrize(("code", "total", "pages"), COUNTED)
def test_what_a_pager_is_told_to_draw_is_claimed(code: str, total: int | None, pages: int | None) -> None:
    found = listing(html(f"<ul>{ROWS}</ul><div id='p'></div><script>{code}</script>"))
    assert (found.claimed_total, found.claimed_pages) == (total, pages)


@pytest.mark.parametrize(("ends", "title", "days"), [
    (["(2024-05-06)"] * 3, "通知", ["2024-05-06"] * 3),
    (["[05-06]", "[05-05]", "[04-30]"], "通知", ["2024-05-06", "2024-05-05", "2024-04-30"]),
    (["（2024年5月6日）", "（2024年5月5日）", ""], "通知（2024年5月6日）", [None] * 3)])
def test_days_at_the_ends_of_all_titles_are_none_of_them(ends: list[str], title: str, days: list[str | None]) -> None:
    found = listing(html("".join(f"<li><a href='/202405/t20240506_10{number}.html'>通知{end}</a></li>" for number, end in enumerate(ends))))
    assert (found.rows[0].title, [row.date for row in found.rows]) == (title, days)


def test_rows_that_a_script_opens_lead_where_it_leads() -> None:
    row = "<li><a href='{}' onclick=\"{}\">消息</a><span>2024-05-06</span></li>"
    found = listing(html(row.format("javascript:void(0)", "window.open('/a/1.html')") + row.format("#", "location.href='/a/2.html'")
                         + row.format("/a/3.html", "window.open('/login')") + row.format("#", "window.open('javascript:x')")))
    assert [row.url for row in found.rows] == [f"http://h.cn/a/{number}.html" for number in (1, 2, 3)]


SUBMITS = [("getElementById('no').value = n; document.forms[0].submit()", True), ("document.f.pageNo.value=n;document.f.submit();", True),
           ("$('#no').val(n); $('#f').submit();", True), ("$(\"input[name='pageNo']\").val(n); f.submit()", True),
           ("document.f.pageNo.value = 1; f.submit()", False), ("alert(n)", False)]


@pytest.mark.parametrize(("code", "is_sent"), SUBMITS)
@pytest.mark.parametrize("method", ["post", "get"])
def test_a_form_that_a_function_sends_is_sent_for_the_page_behind(method: str, code: str, is_sent: bool) -> None:
    fields = "<input name='c' value='7'><input id='no' name='pageNo' value='1'>"
    form = f"<form name='f' id='f' action='/l.do' method='{method}'>{fields}</form>"
    body = f"<ul>{ROWS}</ul>{form}<a href='javascript:go({{}})'>下一页</a><script>function go(n) {{{{ {code} }}}}</script>"
    (*links,) = listing(html(body.format(2))).next
    wanted = ("POST", "http://h.cn/l.do", b"c=7&pageNo=2") if method == "post" else ("GET", "http://h.cn/l.do?c=7&pageNo=2", None)
    assert [(link.method, link.url, link.body) for link in links] == [wanted] * is_sent
    assert listing(html(body.format(1))).next == ()  # the last page, whose 下一页 leads to itself


@pytest.mark.parametrize(("pages", "goes_on"), [("共2页", True), ("共1页", False), ("", True)])
def test_no_form_is_sent_for_a_page_behind_the_last_that_a_list_tells(pages: str, goes_on: bool) -> None:
    form = "<form name=f action='/l.do' method=post><input name=no></form><script>function go(n) { f.no.value = n; f.submit() }</script>"
    assert bool(listing(html(f"<ul>{ROWS}</ul>{pages}{form}<a href='javascript:go(2)'>下一页</a>")).next) is goes_on


def test_a_pager_whose_last_page_leads_to_itself_ends_there() -> None:
    ends = "<a href='?pageIndex=1'>首页</a><a href='?pageIndex=3'>末页</a>共90条"
    for number, following in ((2, ["http://h.cn/l?pageIndex=3"]), (3, [])):
        assert [link.url for link in listing(html(f"<ul>{ROWS}</ul>{ends}", f"http://h.cn/l?pageIndex={number}")).next] == following


def test_rows_that_a_script_is_given_as_json_are_a_list_where_there_is_no_other() -> None:
    given = ('<script>var nav = [{"name": "首页", "url": "/"}];\n'
             'var rows = [{"title": "甲", "url": "/1.html"}, {"title": "乙", "url": "/2.html"}]</script>')
    assert [row.title for row in listing(html(given)).rows] == ["甲", "乙"]
    assert [row.title for row in listing(html(f"{given}<ul>{ROWS}</ul>")).rows] == ["消息1", "消息2", "消息3"]


def test_the_frames_of_a_page_without_a_list_may_hold_it() -> None:
    frame = "<iframe src='rows.html'></iframe><iframe src='about:blank'></iframe>"
    assert [(link.url, link.hop) for link in listing(html(frame)).next] == [("http://h.cn/list/rows.html", "E")]
    assert listing(html(f"{frame}<ul>{ROWS}</ul>")).next == ()


def test_of_an_anchor_that_nobody_closed_the_words_are_read_as_far_as_a_title_goes() -> None:
    """So that of anchors each within the other all are read at once."""
    found = listing(html("<a href='/202405/1.html'>" + "<b>字</b>" * 500))
    assert [len((row.title or "").split()) for row in found.rows] == [100]


AMID = ["<li><a href='/a/900.html'>置顶的一条没有日期</a></li>{}",
        "{}<li><a href='/a/900.html'>末尾的一条日期有误</a><b>2024-02-30</b></li>",
        "{}<li><a href='/a/900.html'>没有的一天也是一行</a><b>0000-00-00</b></li><li><a href='/a/'>更多</a></li>"
        "<li><a href='?page=2'>2</a></li>"]


@pytest.mark.parametrize("body", AMID)
def test_rows_without_a_day_of_the_calendar_stand_amid_those_that_have_one(body: str) -> None:
    dated = "".join(f"<li><a href='/a/{number}.html'>第{number}条消息的标题</a><b>2024-05-0{number}</b></li>" for number in (3, 2, 1))
    found = [(url, day) for url, _, day in rows(listing(html(f"<ul>{body.format(dated)}</ul>")))]
    assert sorted(found, key=str) == sorted([("/a/3.html", "2024-05-03"), ("/a/2.html", "2024-05-02"), ("/a/1.html", "2024-05-01"),
                                             ("/a/900.html", None)], key=str)
    assert [url for url, _ in found].index("/a/900.html") == (0 if "置顶" in body else 3)


def test_a_long_list_is_read_as_far_as_rows_are_taken() -> None:
    items = (f"<li><a href='/a/{number}.html'>第{number}条消息</a><b>2024-05-06</b></li>" for number in range(MOST_ROWS + 5))
    assert len(listing(html(f"<ul>{''.join(items)}</ul>")).rows) == MOST_ROWS


PAGERS = ["<a href='?p=3'>Older entries »</a>", "<a href='?p=1'>[1]</a> [2] <a href='?p=3'>[3]</a>",
          "<a href='?p=1'>&lt;&lt;</a><a href='?p=3'>&gt;&gt;</a>"]


@pytest.mark.parametrize("pager", PAGERS)
def test_pages_are_turned_by_what_older_programs_show(pager: str) -> None:
    items = "".join(f"<li><a href='/a/{number}.html'>第{number}条消息</a><b>2024-05-06</b></li>" for number in range(3))
    assert [link.url for link in listing(html(f"<ul>{items}</ul>{pager}", "http://h.cn/list?p=2")).next] == ["http://h.cn/list?p=3"]


def test_the_names_in_a_call_stand_for_what_the_script_gave_them() -> None:
    items = "".join(f"<li><a href='/a/{number}.html'>第{number}条消息</a><b>2024-05-06</b></li>" for number in range(3))
    script = "<script>var pageCount = 3, here = 1; createPageHTML(pageCount, here, 'index', 'html');</script>"
    found = listing(html(f"<ul>{items}</ul>{script}", "http://h.cn/list/index_1.html"))
    assert ([link.url for link in found.next], found.claimed_pages) == (["http://h.cn/list/index_2.html"], 3)


def test_the_heading_in_an_anchor_around_a_whole_row_is_its_title() -> None:
    row = "<li><a href='/a/{0}.html'><h4>第{0}条消息</h4><p>它的摘要。</p><i>2024-05-06</i></a></li>"
    items = "".join(map(row.format, (1, 2)))
    assert [row.title for row in listing(html(f"<ul>{items}</ul>")).rows] == ["第1条消息", "第2条消息"]


def test_the_menu_that_a_script_holds_is_no_list() -> None:
    menu = [{"title": name, "url": f"/{name}"} for name in ("reviews", "fitness", "beauty")]
    assert listing(html(f"<script>window.__STATE__ = {json.dumps({'menu': menu})};</script>")).rows == ()
    stories = [{"title": f"消息{number}", "url": f"/{number}", "date": "2024-05-06"} for number in range(2)]
    assert len(listing(html(f"<script>window.__STATE__ = {json.dumps({'list': stories})};</script>")).rows) == 2


def test_the_arrows_of_a_calendar_turn_no_pages() -> None:
    items = "".join(f"<li><a href='/a/{number}.html'>第{number}条消息</a><b>2024-05-06</b></li>" for number in range(3))
    assert listing(html(f"<ul>{items}</ul><a href='?month=2024-06'>&raquo;</a>")).next == ()
