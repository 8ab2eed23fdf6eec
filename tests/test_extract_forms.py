"""Every form in which portals state trail, day and source: labels, separators and containers in all combinations."""

from __future__ import annotations

from itertools import product

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page
from tests.each_case import EachCase

TEXT = "".join(f"<p>　　{line}</p>" for line in (
    "清明前后，望川县十二万亩茶园陆续开采，茶农们天不亮就背着竹篓上了山。",
    "今年春季气温回升较快，首批明前茶比往年提早了一周上市，价格与去年持平。",
    "县农业农村局组织技术人员分片包村，指导茶农科学采摘、错峰炒制。",
    "据统计，全县春茶产量预计达到三千六百吨，带动近两万户农户增收。"))
ENGLISH = "".join(f"<p>{line}</p>" for line in (
    "A cargo plane loaded with 40 tons of fresh fruit took off from Yunlu, opening the first direct freight route to Jakarta.",
    "The flight will run three times a week and cut delivery time for local growers from five days to less than ten hours.",
    "Airport officials said they expect the route to carry 6,000 tons of goods in its first year."))
TITLE, ENGLISH_TITLE = "望川县万亩春茶开采", "Yunlu opens direct cargo flights to Jakarta"


def read(head: str, *, above: str = "", below: str = "", english: bool = False, address: str = "zwgk/show.jsp?id=3") -> Article:
    """An article with something between headline and text, above or below."""
    title, text = (ENGLISH_TITLE, ENGLISH) if english else (TITLE, TEXT)
    page = (f"<html><head><title>{title}_云麓省人民政府</title></head><body><div class='menu'><a href='/a'>首页</a> <a href='/b'>政务</a>"
            f"</div>{above}<h1>{title}</h1>{head}<div class='con'>{text}</div>{below}</body></html>")
    return extract(Page(url=f"http://www.yunlu.example.gov.cn/{address}", body=page.encode()))


LEADS = ("当前位置：", "您当前的位置 ：", "您当前位置：", "您的当前位置：", "您所在的位置：", "您现在的位置：", "您现在：", "现在位置：",
    "位置提示：", "当前网站位置：",
         "当前的位置", "当前位置 >", "您的位置:", "所在位置：", "当前栏目：", "")
SEPARATORS = (" > ", ">", "&nbsp;&gt;&nbsp;", " >> ", "&gt;&gt;", " » ", " --&gt; ", " - ", "＞", " → ", " / ", " | ")
NAMED = ("<div class='BreadcrumbNav'>{}</div>", "<div id='posion'>{}</div>", "<div class='position'>{}</div>")
PLAIN = ("<table><tr><td>{}</td></tr></table>", "<div>{}</div>", "<p class='f12'>{}</p>")
SECTIONS = (("首页", "/"), ("政务公开", "/zwgk/"), ("工作动态", "/zwgk/gzdt/"))


@pytest.mark.parametrize("lead", LEADS)
def test_a_trail_is_read_whatever_leads_and_parts_it(lead: str) -> None:
    with EachCase() as case:
        for separator, wrap in product(SEPARATORS, NAMED + PLAIN):
            if lead[-1:] in ("：", ":") or wrap in NAMED or separator not in (" - ", " / ", " | "):
                trail = separator.join(f"<a href='{href}'>{name}</a>" for name, href in SECTIONS)
                for end in ("", f"{separator}正文", f"{separator}{TITLE}"):
                    with case(separator, wrap, end):
                        article = read("", above=wrap.format(lead + trail + end))
                        assert article.breadcrumb == ("首页", "政务公开", "工作动态")
                        assert article.breadcrumb_urls[1] == "http://www.yunlu.example.gov.cn/zwgk/"


@pytest.mark.parametrize("trail", [
    "<ul class='breadcrumb'><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li><li class='active'>工作动态</li></ul>",
    "<div class='ewb-location'>当前位置：<ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li><li>工作动态</li></ul>"
    "</div>",
    "<table><tr><td>当前位置：</td><td><a href='/'>首页</a></td><td>&gt;</td><td><a href='/zwgk/'>政务公开</a></td><td>&gt;</td><td>"
    "工作动态</td></tr></table>",
    "<div class='weizhi'><span>您的位置：</span><a href='/'>首页</a><i></i><a href='/zwgk/'>政务公开</a><i></i><span>工作动态</span></div>",
    "<div>您的位置：<font color=red>首页 &gt; 政务公开 &gt; 工作动态</font></div>",
    "<nav aria-label='Breadcrumb'><ol><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li><li><a href='#'>工作动态</a>"
    "</li></ol></nav>",
    "<div class='local'><b>当前位置：</b><a href='/'>首页</a>&nbsp;&nbsp;&gt;&nbsp;&nbsp;<a href='/zwgk/'>政务公开</a>"
    "&nbsp;&nbsp;&gt;&nbsp;&nbsp;"
    "<a href='/zwgk/gzdt/'>工作动态</a>&nbsp;&nbsp;&gt;&nbsp;&nbsp;内容</div>"])
def test_a_trail_of_items_cells_or_plain_words_is_read(trail: str) -> None:
    assert read("", above=trail).breadcrumb == ("首页", "政务公开", "工作动态")


@pytest.mark.parametrize("trail", [
    "<div class='crumb'>Home> Overview</div>", "<div>Home&gt;Overview</div>", "<p><a href='/'>Home</a> &gt; <a href='/o/'>Overview</a></p>",
    "<div>You are here: <a href='/'>Home</a> » <a href='/o/'>Overview</a></div>",
    "<div>Location: <a href='/'>Home</a> - <a href='/o/'>Overview</a></div>",
    "<td>Current position: <a href='/'>Home</a> &gt;&gt; <a href='/o/'>Overview</a> &gt;&gt; Text</td>",
    "<ul class='breadcrumbs'><li><a href='/'>Home</a></li><li>Overview</li></ul>",
    "<div>Your Current Location: <a href='/'>Home</a> | <a href='/o/'>Overview</a></div>",
    "<div class='bread'><a href='/'>Home</a>/<a href='/o/'>Overview</a></div>"])
def test_an_english_trail_is_read(trail: str) -> None:
    assert read("", above=trail, english=True).breadcrumb == ("Home", "Overview")


DAYS = (("2019-09-08", None), ("2019-09-08 06:23", "06:23"), ("2019-09-08 20:05:11", "20:05:11"), ("2019-9-8 13:04", "13:04"),
        ("2019/9/8 17:23:10", "17:23:10"), ("2019年09月08日 12:16", "12:16"), ("2019年9月8日", None), ("2019.09.08", None),
        ("2019年9月8日 14时05分", "14:05"), ("2019-09-08T06:23:00", "06:23:00"), ("２０１９－０９－０８", None), ("2019年9月8日下午3:30",
        "15:30"))
LABELS = ("发布日期：", "发布时间：", "时间：", "日期：", "发布时间 : ", "日期：[", "[发布日期：", "发布于：", "发表时间：", "发布：",
    "更新时间：", "信息时间：",
          "添加时间：", "录入时间：", "刊发日期：", "公开日期：", "發布時間：", "( ", "")


@pytest.mark.parametrize("label", LABELS)
def test_a_day_is_read_whatever_its_label_and_form(label: str) -> None:
    close = " ]" if "[" in label else " )" if "(" in label else ""
    with EachCase() as case:
        for words, clock in DAYS:
            for head in (f"<div class='i'>{label}{words}{close}</div>", f"<div>{label}{words}{close}　来源：云麓日报　浏览次数：12</div>",
                         f"<div><span>来源：云麓日报</span><span>{label}{words}{close}</span></div>",
                         f"<p>云麓日报　{label}{words}{close}　字体：[大 中 小]</p>"):
                with case(head):
                    article = read(head)
                    assert (article.date, article.date_time) == ("2019-09-08", f"2019-09-08T{clock}+08:00" if clock else None)


@pytest.mark.parametrize("head", [
    "<table><tr><td>发布日期</td><td>2019-09-08</td></tr></table>", "<table><tr><th>发布时间：</th><td>2019年9月8日</td></tr></table>",
    "<dl><dt>发布日期：</dt><dd>2019-09-08</dd></dl>", "<p>http://www.e23.cn2019-09-08北京晚报</p>", "<div>作者：张三 2019-09-08</div>",
    "<div>2019-09-08</div><div>来源：云麓日报</div>", "<div><em>2019-09-08</em></div>",
    "<table><tr><td>成文日期</td><td>2019-08-01</td><td>发布日期</td><td>2019-09-08</td></tr></table>",
    "<ul><li>生效日期：2019-10-01</li><li>成文日期：2019-08-01</li><li>发布日期：2019-09-08</li></ul>",
    "<div>发布时间：2019-09-08　更新时间：2019-09-20</div>", "<div>更新时间：2019-09-20　发布时间：2019-09-08</div>",
    "<div>截止日期：2019-12-31　发布日期：2019-09-08</div>", "<div>今天是2026年1月2日 星期五</div><div>2019-09-08</div>"])
def test_the_day_of_publication_is_told_from_other_days(head: str) -> None:
    assert read(head).date == "2019-09-08"


@pytest.mark.parametrize(("above", "head", "below"), [
    ("<div>2026年1月2日 星期五</div>", "", ""), ("<div>今天是：2026年1月2日</div>", "", ""), ("", "<div>成文日期：2019-08-01</div>", ""),
    ("", "<div>报名截止时间：2019-12-31</div>", ""), ("", "", "<p>版权所有 2003-01-01 云ICP备05000001号</p>"),
    ("", "", "<ul><li><a href='/1'>另一篇文章的标题</a> 2020.10.04</li><li><a href='/2'>又一篇文章的标题</a> 2020.10.05</li></ul>"),
    ("", "<div>活动时间：2019-10-01 09:00</div>", ""), ("", "<div>2024年13月45日</div>", "")])
def test_no_other_day_is_taken_for_that_of_publication(above: str, head: str, below: str) -> None:
    article = read(head, above=above, below=below)
    assert (article.date, article.date_time, article.found["date"]) == (None, None, None)


@pytest.mark.parametrize(("head", "day", "clock"), [
    ("Updated : 2019-07-12", "2019-07-12", None), ("Updated: January 20, 2022", "2022-01-20", None), ("2026-01-20 21:50:04", "2026-01-20",
    "21:50:04"),
    ("Published: 3 March 2021 08:15", "2021-03-03", "08:15"), ("Release time: 2021-03-03 08:15", "2021-03-03", "08:15"),
    ("Release Date:2021-03-03", "2021-03-03", None), ("Date: Mar 3, 2021", "2021-03-03", None), ("Time: 2021/3/3 8:15", "2021-03-03",
    "08:15"),
    ("Source: Xinhua | 2021-03-03 16:20:03", "2021-03-03", "16:20:03"), ("Posted on March 3rd, 2021 at 4:20 pm", "2021-03-03", "16:20"),
    ("Publish Time：2021-03-03", "2021-03-03", None), ("By Li Na | China Daily | Updated: 2021-03-03 09:12", "2021-03-03", "09:12"),
    ("Last updated: May 5, 2021 | Published: March 3, 2021", "2021-03-03", None), ("Wednesday, March 3, 2021", "2021-03-03", None)])
def test_an_english_day_is_read(head: str, day: str, clock: str | None) -> None:
    article = read(f"<div class='x'>{head}</div>", english=True)
    assert (article.date, article.date_time) == (day, f"{day}T{clock}+08:00" if clock else None)


@pytest.mark.parametrize("head", ["Event date: March 3, 2021", "Deadline: 2021-03-03", "Effective date: 2021-03-03",
    "Date of document: May 1, 2020"])
def test_an_english_day_of_something_else_is_none(head: str) -> None:
    assert read(f"<div class='x'>{head}</div>", english=True).date is None


@pytest.mark.parametrize(("head", "below"), [
    ("来源：云麓日报", ""), ("信息来源：云麓日报", ""), ("稿源：云麓日报", ""), ("稿件来源：云麓日报 2019-09-08", ""), ("来源于：云麓日报",
    ""),
    ("文章来源：云麓日报　作者：张三", ""), ("2019-09-08 来源: 云麓日报 [字体：大 中 小]", ""),
    ("<span>来源：云麓日报</span><span>发布时间：2019-09-08</span>", ""),
    ("<span>来源：</span><a href='/x'>云麓日报</a> <span>2019-09-08</span>", ""), ("來源：云麓日报", ""), ("", "<p>[稿源：云麓日报]</p>"),
    ("", "<p>（来源：云麓日报）</p>"),
    ("<table><tr><td>来源：</td><td>云麓日报</td></tr></table>", ""), ("来源：云麓日报　责任编辑：李四", "")])
def test_a_source_is_read(head: str, below: str) -> None:
    assert read(f"<div class='i'>{head}</div>", below=below).source == "云麓日报"


@pytest.mark.parametrize("head", ["来源：　作者：　发布时间：2019-09-08", "来源：　浏览次数：12", "来源：暂无",
    "信息来源： 字体：大 中 小", "来源：<span></span>"])
def test_an_empty_label_gives_no_source(head: str) -> None:
    assert read(f"<div class='i'>{head}</div>").source is None


@pytest.mark.parametrize(("head", "below", "author", "editor"), [
    ("作者：张三", "", "张三", None), ("来源：云麓日报 作者：张三 李四 编辑：王五", "", "张三 李四", "王五"), ("", "<p>责任编辑：王五</p>",
    None, "王五"),
    ("", "<p>【编辑：王五】</p>", None, "王五"), ("", "<p>网络编辑:王五</p>", None, "王五"), ("", "<p>选稿：王五</p>", None, "王五"),
    ("作者：　来源：云麓日报", "", None, None), ("", "<p>（责任编辑：王五 审核：赵六）</p>", None, "王五")])
def test_author_and_editor_are_read(head: str, below: str, author: str | None, editor: str | None) -> None:
    article = read(f"<div class='i'>{head}</div>", below=below)
    assert (article.author, article.fields["editor"]) == (author, editor)


TITLES = ("{t}", "{t}_云麓省人民政府", "{t} - 云麓省人民政府门户网站", "{t}-要闻-云麓新闻网", "{t}_政务公开_云麓省人民政府",
    "云麓省人民政府 {t}", "云麓省人民政府", "{t}|云麓网",
          "政务公开 - {t}", "{t}--云麓频道--人民网", "要闻", "", "文章详细页面")
HEADS = ("<h1>{t}</h1>", "<h2>{t}</h2>", "<div class='title'>{t}</div>", "<p class='con-title'>{t}</p>",
    "<td align=center><b><font size=5>{t}</font></b></td>",
         "<div id='title'>{t}</div>", "<h3 align='center'>{t}</h3>", "<div class='biaoti'>{t}</div>",
         "<h1 class='logo'><a href='/'>云麓省人民政府</a></h1><h2>{t}</h2>",
         "<h1>{a}<br>{b}</h1>")


@pytest.mark.parametrize("window", TITLES)
def test_a_title_is_read_from_window_and_headline(window: str) -> None:
    title = "云麓省水利厅关于做好今冬明春山塘水库除险加固工作的通知"
    with EachCase() as case:
        for head in HEADS:
            shown = head.format(t=title, a=title[:12], b=title[12:])
            page = (f"<html><head><title>{window.format(t=title)}</title></head><body><div class='nav'><a href='/'>首页</a> <a href='/x'>"
                    f"政务公开</a></div><table><tr>{shown}</tr></table><div>2019-09-08 来源：云麓日报</div><div class='c'>{TEXT}</div>"
                    "<div class='xg'><h3>相关阅读</h3><ul><li><a href='/1'>云麓省水利厅关于另一项工作的通知</a></li></ul></div>"
                    "</body></html>")
            with case(head):
                assert extract(Page(url="http://www.yunlu.example.gov.cn/a/t20190908_1.html", body=page.encode())).title == title


@pytest.mark.parametrize("title", ["《云麓省养老服务条例》10月1日起施行", "关于2023年申报工作的截止时间", "云麓省2024年高考报名开始",
    "省博物馆延长开放时间", "一季度报告今日公布"])
@pytest.mark.parametrize("line", ["2019-09-08 06:23 云麓日报", "2019年9月8日", "( 2019.09.08 )　云麓日报",
    "http://www.yl.example.cn2019-09-08云麓日报"])
def test_no_word_of_the_headline_is_a_label_of_the_day_below_it(title: str, line: str) -> None:
    page = (f"<html><head><title>{title}_云麓网</title></head><body><div class='title'>{title}</div><p>{line}</p><div>{TEXT}</div>"
            "<div>Copyright 2003-2024 云麓网 版权所有 2008年6月1日备案</div></body></html>")
    assert extract(Page(url="http://www.yl.example.cn/n/show.asp?id=1", body=page.encode())).date == "2019-09-08"


ENGLISH_HEADS = ("<h1>{t}</h1>", "<h2>{t}</h2>", "<div class='title'>{t}</div>", "<p align=center><b><font size=4>{t}</font></b></p>",
                 "<h3>{t}</h3>")
ENGLISH_TITLES = ("Overview of Yunlu", "Yunlu's foreign trade up 12% in first half", "2023 Yunlu Tea Festival kicks off")


@pytest.mark.parametrize("window", ["{t}", "{t} - Yunlu, China", "{t} | Yunlu Provincial Government", "Yunlu, China",
    "{t}-Yunlu Government", "{t}_Yunlu", ""])
def test_an_english_title_is_read_from_window_and_headline(window: str) -> None:
    with EachCase() as case:
        for head, title in product(ENGLISH_HEADS, ENGLISH_TITLES):
            page = (f"<html><head><title>{window.format(t=title)}</title></head><body><div class='nav'><a href='/'>Home</a> <a href='/n'>"
                    f"News</a></div><div>{head.format(t=title)}<div class='i'>Updated: March 3, 2021</div><div>Font size: [Large Medium "
                    f"Small]</div><div>{ENGLISH}</div></div><div class='rel'><h3>Related News</h3><ul><li><a href='/1'>Yunlu county opens "
                    "a new library for children</a></li></ul></div></body></html>")
            with case(head, title):
                assert extract(Page(url="http://en.yl.example.cn/n/show.asp?id=1", body=page.encode())).title == title


@pytest.mark.parametrize("window", ["The Film Gang » Blog Archive » Stand Up Men", "The Film Gang » Blog-Archiv » Stand Up Men",
                                    "The Film Gang | Blog Archive | Stand Up Men"])
def test_a_journals_name_before_the_mark_of_its_archive_is_no_headline(window: str) -> None:
    page = (f"<title>{window}</title><div><h1><a href='http://j.example/filmgang/'>The Film Gang</a></h1></div><div><h2>"
            f"<a href='/filmgang/2013/stand-up-men/'>Stand Up Men</a></h2><small>February 8th, 2013</small>{ENGLISH}</div>")
    article = extract(Page(url="http://j.example/filmgang/2013/stand-up-men/", body=page.encode()))
    assert (article.title, article.date) == ("Stand Up Men", "2013-02-08")


def test_a_low_heading_of_a_list_below_that_has_words_of_the_title_is_no_headline() -> None:
    page = (f"<title>Cycling in the city of Yunlu</title><div><h1>Yunlu, a town for bicycles</h1>{ENGLISH}<div><h4 class='title'>"
            f"Cycling in the city</h4><ul><li><a href='/1'>Wangchuan</a></li><li><a href='/2'>Baihe</a></li></ul></div></div>")
    assert extract(Page(url="http://en.yl.example.cn/n/show.asp?id=1", body=page.encode())).title == "Yunlu, a town for bicycles"


@pytest.mark.parametrize("lead", [
    "You are here", "Your location: ", "Current position：", "Your current location is: ", "Where you are now: ", "You are now at: ",
    "You are in the position: ", "You are currently at: ", "Your present location：", "Location of you: ", "Your place: ",
    "Current page: "])
def test_a_trail_of_a_translated_edition_is_read_whatever_leads_and_ends_it(lead: str) -> None:
    with EachCase() as case:
        for end in ("Text", "Main text", "Full text", "Text body", "Body", "View", "Details", ""):
            trail = " &gt; ".join(("<a href='/'>Home</a>", "<a href='/news/'>News</a>", *((end,) if end else ())))
            with case(end):
                assert read("<div>2024-03-05</div>", above=f"<div>{lead}{trail}</div>", english=True).breadcrumb == ("Home", "News")


def test_a_sentence_that_begins_as_a_lead_word_does_is_no_trail() -> None:
    for line in ("You are in the right place > or nearly so", "You are at the centre of it"):
        assert read(f"<div>{line}</div>", english=True).breadcrumb == ()


def test_arrows_of_other_forms_and_a_clock_beside_the_trail() -> None:
    for trail in ("<a href='/'>首页</a> ⇒ <a href='/zwgk/'>政务公开</a>",
                  "当前位置：<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> <span>今天是2013年1月1日</span>"):
        assert read("", above=f"<div>{trail}</div>").breadcrumb == ("首页", "政务公开")


def test_an_office_counts_by_the_years_of_the_republic() -> None:
    for head, day in (("發布日期：113-02-01", "2024-02-01"), ("張貼日：113/2/1", "2024-02-01"), ("公告日期：民國97年5月6日", "2008-05-06"),
                      ("更新日期：113-02-02", None), ("電話：113-02-01", None)):
        assert read(f"<div>{head}</div>").date == day, head


@pytest.mark.parametrize(("shown", "time"), [
    ("Thu Mar 05 10:22:00 CST 2015", "2015-03-05T10:22:00+08:00"), ("Thu Mar  5 10:22:07 2015", "2015-03-05T10:22:07+08:00"),
    ("(Thu Mar  5 10:22 2015)", "2015-03-05T10:22+08:00")])
def test_a_day_whose_year_stands_behind_the_clock_is_read(shown: str, time: str) -> None:
    article = read(f"<div>发布时间：{shown}　来源：县茶叶局</div>")
    assert (article.date, article.date_time) == ("2015-03-05", time)


@pytest.mark.parametrize("joint", ["--", " -- ", "－－"])
@pytest.mark.parametrize("ending", ["", "{0}正文"])
def test_links_with_double_hyphens_between_them_are_a_trail_behind_the_name_of_a_first_page(joint: str, ending: str) -> None:
    trail = joint.join(f"<a href='/{name}/'>{name}</a>" for name in ("望川网首页", "新闻中心", "社会")) + ending.format(joint)
    assert read("", above=f"<div>{trail}</div>").breadcrumb == ("望川网首页", "新闻中心", "社会")


@pytest.mark.parametrize("lines", [
    ("望川县人民政府", "关于加强春茶市场管理的", "通告"), ("望川县人民政府", "关于印发春茶市场管理", "办法的通知"),
    ("关于进一步", "加强春茶市场管理工作的意见",), ("在全县春茶生产工作会议上的", "讲话")])
@pytest.mark.parametrize("form", ["<div class='t'>{}</div>", "<p class='x' align='center'>{}</p>", "<table><tr><td>{}</td></tr></table>"])
def test_a_documents_headline_in_several_boxes_is_whole(lines: tuple[str, ...], form: str) -> None:
    first, *others = [f"<b>{line}</b>" for line in lines]
    head = form.format(first) + "".join(map(form.format, others)) if "table" not in form else \
        "<table>" + "".join(f"<tr><td align='center'>{line}</td></tr>" for line in (first, *others)) + "</table>"
    page = f"<title>望川县人民政府</title><body>{head}<div>2015-03-05 10:22　来源：县茶叶局</div><div class='con'>{TEXT}</div>"
    article = extract(Page(url="http://www.yunlu.example.gov.cn/zwgk/show.jsp?id=3", body=page.encode()))
    assert article.title == "".join(lines)
    assert (article.body or "").startswith("清明前后")


SENTENCES = [line.removesuffix("</p>").lstrip("　") for line in TEXT.split("<p>")[1:]]
STORIES = (
    ("全市春季农业生产工作推进会召开", "二十台收割机在万亩稻田里一字排开。"), ("城区三条主干道完成提质改造", "年底前可以使用。"),
    ("我市新增两家省级绿色工厂", "志愿者为八十岁以上的老人理发、量血压。"), ("市图书馆延长夏季开放时间", "三十个方队参加了入场式。"))
CARDS = ("<li><div><a href='/{0}'>{1}</a></div><div>{2}</div></li>", "<li><a href='/{0}'><h4>{1}</h4><p>{2}</p></a></li>",
         "<div><a href='/{0}'><img src='/{0}.jpg'>{1}</a><p>{2}</p><span>新品</span><em>￥99</em></div>",
         "<a href='/{0}'><img src='/{0}.jpg'><div><b>{1}</b><i>{2}</i><u>2023-03-11</u></div></a>")


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("text", ["<p>{}</p>", "<div>{}</div>", "{}<br><br>"])
@pytest.mark.parametrize("around", ["{}", "<div class='k1'>{}</div>", "<table><tr><td>{}</td></tr></table>"])
def test_rows_of_linked_cards_behind_a_text_are_none_of_it(card: str, text: str, around: str) -> None:
    rows = "".join(card.format(number, *story) for number, story in enumerate(STORIES))
    article = around.format(f"<h1>{TITLE}</h1><div>2023-04-06　望川日报</div>{''.join(map(text.format, SENTENCES[:3]))}")
    page = f"<title>{TITLE}_云麓省人民政府</title><body>{article}<div class='k2'>{rows}</div><div>主办：云麓省人民政府</div>"
    read_back = extract(Page(url="http://www.yunlu.example.gov.cn/zwgk/show.jsp?id=3", body=page.encode()))
    assert read_back.body == "\n\n".join(SENTENCES[:3])


SITE_HEADED = "<h1><a href='/'>{0}</a></h1>"


@pytest.mark.parametrize("site", ["The People's Government of Yunlu Province", "Yunlu, China", "Discover Yunlu"])
@pytest.mark.parametrize("window", ["", "News_{0}", "{1}--News--{0}", "{0}-{1}", "{1} | {0}"])
@pytest.mark.parametrize("form", ["<div class='k7'>{}</div>", "<center><font size=5>{}</font></center>",
                                  "<table><tr><td class='k3' align=center>{}</td></tr></table>"])
def test_a_sites_name_that_leads_home_is_neither_headline_nor_crumb(site: str, window: str, form: str) -> None:
    page = (f"<title>{window.format(site, ENGLISH_TITLE)}</title><body>{SITE_HEADED.format(site)}"
            f"<div><a href='/'>Home</a> &gt; <a href='/n/'>News</a></div><div>{form.format(ENGLISH_TITLE)}<div>2023-04-06 10:21</div>"
            f"{ENGLISH}</div>")
    article = extract(Page(url="http://www.yunlu.example.gov.cn/en/show.jsp?id=3", body=page.encode()))
    assert (article.title, article.breadcrumb, article.date) == (ENGLISH_TITLE, ("Home", "News"), "2023-04-06")


@pytest.mark.parametrize("window", ["望川县人民政府", "", "压实责任 抓好春茶生产_望川县人民政府", "望川县人民政府-压实责任抓好春茶生产",
                                    "新闻内容页"])
@pytest.mark.parametrize("form", ["<h1>{}<br>{}</h1>", "<div class='k5' align=center><b>{}<br>{}</b></div>",
                                  "<center><font size=5>{}<br>{}</font></center>",
                                  "<p class='k6' align=center><strong>{}</strong></p><p class='k6' align=center><strong>{}</strong></p>",
                                  "<table><tr><td align=center><b>{}</b></td></tr><tr><td align=center><b>{}</b></td></tr></table>"])
def test_a_headline_of_two_lines_is_whole_whatever_the_window_says(window: str, form: str) -> None:
    page = (f"<title>{window}</title><body>{form.format('压实责任', '抓好春茶生产')}<div>2015-03-05 10:22　来源：县茶叶局</div>"
            f"<div class='con'>{TEXT}</div>")
    article = extract(Page(url="http://www.yunlu.example.gov.cn/zwgk/show.jsp?id=3", body=page.encode()))
    assert "".join((article.title or "").split()) == "压实责任抓好春茶生产"
    assert (article.body or "").startswith("清明前后")


@pytest.mark.parametrize("below", ["李卫国", "——在春茶生产工作会议上的讲话", "（2015年3月5日）", "一、总体要求", "来源：县茶叶局"])
def test_what_stands_below_a_headline_in_its_form_and_is_another_line_is_none_of_it(below: str) -> None:
    lines = "".join(f"<p class='k6' align=center><strong>{line}</strong></p>" for line in ("压实责任抓好春茶生产工作", below))
    page = f"<title>望川县人民政府</title><body>{lines}<div>2015-03-05 10:22</div><div class='con'>{TEXT}</div>"
    article = extract(Page(url="http://www.yunlu.example.gov.cn/zwgk/show.jsp?id=3", body=page.encode()))
    assert article.title == "压实责任抓好春茶生产工作"
