"""Forms that portals had which no rule was made for: names beside the day, trails of two links, headings with more than the headline,
headlines that only a control's name marks, what content systems for Chinese sites leave below a text."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_portal_habits import LINES, TEXT, TITLE


def read(body: str, window: str = f"{TITLE}_清水网", *, url: str = "http://www.qingshui.example.cn/xw/b.html") -> Article:
    page = f"<html><head><meta charset=utf-8><title>{window}</title></head><body>{body}</body></html>"
    return extract(Page(url=url, body=page.encode()))


@pytest.mark.parametrize(("line", "source"), [
    ("<span>县公安局交警大队</span><span>2022-08-31</span><span>【大 中 小】</span>", "县公安局交警大队"),
    ("2016/07/08&nbsp;&nbsp;清水报社人力资源部&nbsp;&nbsp;阅读(33)", "清水报社人力资源部"),
    ("2010/12/9 8:03:22 / 清水商报 / 记者 牛莉", "清水商报"), ("[ 新华网 ] [ 2004-9-18 7:44:09 ] [ 点击：88 ]", "新华网"),
    ("2015年03月30日　星期一　清水日报　07版　副刊", "清水日报"), ("2021-11-03 21:15　清水发布", "清水发布"),
    ("2021-11-03 21:15　办公室发布", None), ("（发布：2024-04-22 09:00） 来源 县统计局网站", "县统计局网站"),
    ("<strong>清水网</strong> www.qingshui.example.cn 2017-10-02 18:40", "清水网"), ("<b>综合新闻</b> 2017-10-02 18:40", None)])
def test_a_name_beside_the_day_is_the_source(line: str, source: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>").source == source


@pytest.mark.parametrize(("items", "source"), [
    ("<li>清水日报</li><li>2022-03-15 09:00</li>", "清水日报"), ("<li>2022-03-15</li><li>清水县融媒体中心</li>", "清水县融媒体中心"),
    ("<li>民生</li><li>2022-03-15</li>", None)])
def test_a_paper_in_an_item_beside_that_of_the_day_is_the_source(items: str, source: str | None) -> None:
    assert read(f"<h3>{TITLE}</h3><ul>{items}<li>10086</li></ul><div class=c>{TEXT}</div>").source == source


@pytest.mark.parametrize(("above", "last", "author"), [
    ("<h5>□ 沈砚秋</h5>", "", "沈砚秋"), ("<p>◎ 尹 红 丁艳</p>", "", "尹红 丁艳"), ("<p>□ 工作动态</p>", "", None),
    ("<p>文/图 清水+记者 舒眉 实习生 何苗 发布于 2021年9月10日</p>", "", "舒眉"), ("<p>2021年9月10日 清水网 记者手记</p>", "", None),
    ("<p>2021-09-10</p>", "<p>记者 季风 文 夏荷 摄</p>", "季风")])
def test_names_behind_a_mark_and_in_the_last_line_are_the_author(above: str, last: str, author: str | None) -> None:
    article = read(f"<h3>{TITLE}</h3>{above}<div class=c>{TEXT}{last}</div>")
    assert (article.author, article.fields["subtitle"]) == (author, None)


@pytest.mark.parametrize(("line", "trail"), [
    ("<a href=/>清水网</a> / <a href=/fin>财经</a>", ("清水网", "财经")),
    ("<a href=/>首页</a><em>|</em><a href=/renwu>人物</a>", ("首页", "人物")),
    ("<a href=http://www.shui.example.cn>清水网</a> / <a href=../>走基层</a> / <a href=../sj>手记</a>", ("清水网", "走基层", "手记")),
    ("<a href=/>首页</a> <a href=/xw>本地资讯</a>", ("首页", "本地资讯")), ("<a href=/>首页</a> <a href=/ty>体育</a>", ()),
    ("<a href=/>清水网</a> | <a href=/fin>财经</a> | <a href=/ty>体育</a>", ()),
    ("<p class=crumb><span>当前位置</span><em>/</em><a href=/>清水网</a><em>/</em><a href=/zw/>政务</a></p>", ("清水网", "政务"))])
def test_a_line_of_links_right_above_the_headline_is_the_trail(line: str, trail: tuple[str, ...]) -> None:
    assert read(f"<div class=x>{line}</div><h1>{TITLE}</h1><p>2024-03-08</p><div class=c>{TEXT}</div>").breadcrumb == trail


@pytest.mark.parametrize(("heading", "kicker", "subtitle"), [
    (f"<h2><span>冬修水利见闻之二</span>{TITLE}</h2>", "冬修水利见闻之二", None),
    (f"<h1>{TITLE}<small>冬修水利见闻之二</small></h1>", None, "冬修水利见闻之二"),
    (f"<div class=tt><span>冬修水利 全民动员</span><br><b>{TITLE}</b></div>", None, None)])
def test_a_heading_with_more_than_the_windows_title_holds_the_lines_beside_the_headline(
        heading: str, kicker: str | None, subtitle: str | None) -> None:
    article = read(f"{heading}<div>2024-03-08 来源：清水日报</div><div class=c>{TEXT}</div>")
    assert (article.title, article.fields["kicker"], article.fields["subtitle"]) == (TITLE, kicker, subtitle)


@pytest.mark.parametrize(("heading", "window", "title"), [
    ("<h1><div>《清水县灌区管理条例》</div><div>解　读</div></h1>", "《清水县灌区管理条例》解读_清水网", "《清水县灌区管理条例》解读"),
    (f"<h1>{TITLE}<div>二十六个乡镇上工地</div></h1>", f"{TITLE} 二十六个乡镇上工地 - 清水网", f"{TITLE} 二十六个乡镇上工地"),
    (f"<h1>{TITLE}<div>二十六个乡镇上工地</div></h1>", f"{TITLE} - 清水网", TITLE),
    ("<p>清水县灌区冬修工程指挥部办公室<br>通　　告</p>", "第23号", "清水县灌区冬修工程指挥部办公室通告"),
    (f"<h1>{TITLE}<span>(1/6)</span></h1>", f"{TITLE}(1/6)-清水网", TITLE)])
def test_a_headline_broken_by_elements_is_one(heading: str, window: str, title: str) -> None:
    assert read(f"{heading}<div>2024-03-08 来源：清水日报</div><div class=c>{TEXT}</div>", window).title == title


@pytest.mark.parametrize("line", ['<span id="ctl00_lblTitle">{}</span>', '<span style="font-weight:bold;font-size:18px">{}</span>'])
def test_a_control_called_a_title_has_the_headline_of_a_page_that_names_its_site_alone(line: str) -> None:
    title = "清水县2018年公开招聘中小学教师面试成绩公示"
    article = read(f"<table><tr><td align=center>{line.format(title)}</td></tr><tr><td>2018/8/6 17:20:33&nbsp;发布人：人事股</td></tr>"
                   "<tr><td><p><a href=/upload/a.xls>面试成绩.xls</a></p></td></tr></table>", "清水县教育局")
    assert (article.title, article.date, article.kind) == (title, "2018-08-06", "notice")


def test_terms_of_a_list_are_no_headline() -> None:
    title = "清水县市场监督管理局处罚信息公示表"
    terms = "".join(f"<dt>{term}</dt><dd>{value}</dd>" for term, value in (
        ("行政处罚决定书文号", "清市监处字〔2020〕41号"), ("当事人名称", "清水县城关老马烟酒商行"),
        ("违法事实", "销售侵犯注册商标专用权的白酒十二瓶，货值金额一万四千元，经权利人鉴定均为假冒，违法事实清楚。"),
        ("处罚结果", "没收侵权商品，罚款二万元。")))
    assert read(f"<div><p>{title}</p><p>更新时间 2020-08-13</p><dl>{terms}</dl></div>", "行政处罚信息公示").title == title


def test_a_window_of_site_and_sections_is_no_headline() -> None:
    article = read("<table><tr><td align=center><font style='font-size:12pt'>秋粮收购资金有保障</font><br><font style='font-size:18pt'>"
                   f"{TITLE}</font></td></tr><tr><td>2004-9-18</td></tr><tr><td>{TEXT}</td></tr></table>", "清水信息港 新闻中心 国内新闻")
    assert article.title == TITLE


@pytest.mark.parametrize("below", [
    "<div>顶一下 (0) 0%</div><div>踩一下 (0) 0%</div>",
    "<div><strong>------分隔线----------------------------</strong></div>", "<p>—分享—</p>"])
def test_buttons_and_rules_below_a_text_are_none_of_it(below: str) -> None:
    article = read(f"<div class=v><h2>{TITLE}</h2><small>时间:</small>2014-11-25<div class=c>{TEXT}</div>{below}</div>")
    assert article.body == "\n\n".join(LINES)


def test_a_button_behind_the_source_is_none_of_it() -> None:
    assert read(f"<h1>{TITLE}</h1><div>2018-12-31　来源：清水早报　　我要投稿</div><div class=c>{TEXT}</div>").source == "清水早报"


def test_a_headline_set_again_in_two_lines_at_the_head_of_a_text_is_none_of_it() -> None:
    title = "清水县人民政府办公室关于做好灌区冬修水利工作的通知"
    again = "<p align=center>清水县人民政府办公室关于做好<br>灌区冬修水利工作的通知</p>"
    assert read(f"<h1>{title}</h1><p>发布日期：2024-03-08</p><div class=c>{again}{TEXT}</div>", title).body == "\n\n".join(LINES)


@pytest.mark.parametrize(("below", "day"), [("<p>录入时间：2007-2-5 9:12:40</p>", "2007-02-05"), ("", "2007-02-03")])
def test_the_day_in_brackets_below_a_headline_is_the_speechs_where_a_label_names_another(below: str, day: str) -> None:
    assert read(f"<h1>{TITLE}</h1><p>（2007年2月3日）</p><div class=c>{TEXT}</div>{below}").date == day


def test_the_headline_of_a_papers_story_is_the_larger_one_though_it_has_two_lines() -> None:
    headings = "<h3>老小区加装电梯</h3><h2>十二户居民为何吵了两年<br>又是怎么谈成的</h2>"
    article = read(f"<div>{headings}</div><p>清水报记者 贺兰</p><div>{TEXT}</div>", "清水晚报")
    assert (article.title, article.fields["kicker"]) == ("十二户居民为何吵了两年 又是怎么谈成的", "老小区加装电梯")


@pytest.mark.parametrize(("line", "found"), [
    ("<label>作者</label>李春燕 <label>出处</label>清水融媒 <label>点击</label>382", ("清水融媒", "李春燕", None)),
    ("<em>来源</em><a href=/>清水日报</a> <em>责任编辑</em><i>白爽</i> 2023-03-06", ("清水日报", None, "白爽")),
    ("<span>编辑</span><a href=/d>讨论</a> 2023-03-06", (None, None, None)), ("2023-03-06 来源与作者", (None, None, None))])
def test_labels_without_colon_are_such_where_they_are_elements_of_their_own(line: str, found: tuple[str | None, ...]) -> None:
    article = read(f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>")
    assert (article.source, article.author, article.fields["editor"]) == found


def test_the_office_that_sent_a_text_in_stands_beside_the_day() -> None:
    article = read(f"<h3>{TITLE}</h3><div>2024年01月12日 | 普法宣传科 供稿 | 阅读 120</div><div>{TEXT}</div>")
    assert article.source == "普法宣传科"


def test_a_short_second_headline_behind_a_dash_and_the_reporters_in_brackets_are_no_text() -> None:
    article = read(f"<table><tr><td><font size=6>大棚里的“85后”</font><br><font size=3>——返乡青年创业记</font>{TEXT}</td></tr></table>"
                   "<p>（清水融媒记者 马俊 通讯员 郭晓峰）</p>", "大棚里的“85后”_清水网")
    assert (article.fields["subtitle"], article.author) == ("返乡青年创业记", "马俊 郭晓峰")


def test_words_in_the_box_of_headline_and_day_are_no_text() -> None:
    head = f"<div class=h><h1>{TITLE}</h1><p>来源：清水融媒 2023-02-06 17:12</p><p>时刻新闻</p><p>—分享—</p></div>"
    assert read(f"<div class=w>{head}<div class=c>{TEXT}</div></div>").body == "\n\n".join(LINES)


@pytest.mark.parametrize(("below", "day", "source"), [
    ("<p>最后更新：2019年8月23日</p><p>来自: 互联网</p>", "2019-08-23", "互联网"), ("<p>（来自: 互联网）</p>", None, "互联网"),
    ("<p>最后更新时间：2019-08-23</p>", "2019-08-23", None)])
def test_lines_of_the_last_change_and_of_where_a_text_is_from_are_none_of_it(below: str, day: str | None, source: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1><div class=c>{TEXT}{below}</div>")
    assert (article.date, article.source, article.body) == (day, source, "\n\n".join(LINES))


def test_a_document_called_as_the_section_with_which_its_trail_ends_has_that_headline() -> None:
    trail = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zc/>政策</a> &gt; <a href=/zc/gx/>感谢信</a></div>"
    assert read(f"{trail}<div class=tt>感谢信</div><p>2019-08-23</p><div class=c>{TEXT}</div>", "清水网").title == "感谢信"


def test_labels_of_a_head_line_without_colons_are_no_headline() -> None:
    facts = "".join(f"<div class=item><span>{label}</span><span>{value}</span></div>" for label, value in (
        ("发布机构", "清水县应急管理局"), ("发布时间", "2023-10-09"), ("文章来源", "调查统计科")))
    title = "“4·12”较大道路运输事故调查报告"
    article = read(f"<div><div class=bt9>{title}</div><div>{facts}</div><div>{TEXT}</div></div>", "清水县应急管理局")
    assert (article.title, article.source, article.date) == (title, "调查统计科", "2023-10-09")


@pytest.mark.parametrize(("line", "trail"), [
    ("当前所在：<a href=/>首页</a> &gt; <a href=/news>清水要闻</a>", ("首页", "清水要闻")), ("首页 | 新闻 | 正文", ("首页", "新闻")),
    ("首页 | 新闻 | 体育", ())])
def test_a_trail_is_led_by_where_one_is_or_ends_in_a_word_for_the_text(line: str, trail: tuple[str, ...]) -> None:
    assert read(f"<div>{line}</div><h1>{TITLE}</h1><div>2016-05-21</div><div>{TEXT}</div>").breadcrumb == trail


def test_who_wrote_and_who_pictured_it_and_a_count_of_characters_are_no_text() -> None:
    article = read(f"<div><h1>{TITLE}</h1><p>文/本报记者 裴蕾　图/本报记者 丁朗</p>{TEXT}<p>字数：612</p></div>")
    assert (article.author, article.body) == ("裴蕾", "\n\n".join(LINES))


def test_a_sites_name_in_headline_or_last_change_is_no_source() -> None:
    assert read(f"<h1>{TITLE} 2016年5月21日</h1><div>{TEXT}</div><p>清水网　更新时间：2016-5-21</p>", "清水网").source is None


def test_a_paragraph_in_a_heading_which_parsers_put_behind_it_is_the_heading() -> None:
    headings = "<h2><p>专家上山教种茶</p></h2><h1><p>五名博士 落户茶乡</p></h1><h3><p>高山茶叶研究中心年底挂牌</p></h3>"
    article = read(f"<div>{headings}<div>作者：本报记者 田野</div><div>{TEXT}</div></div>", "清水都市报多媒体数字报刊平台")
    assert (article.title, article.fields["kicker"], article.fields["subtitle"]) == (
        "五名博士 落户茶乡", "专家上山教种茶", "高山茶叶研究中心年底挂牌")


def test_an_offices_disclosure_is_the_name_of_its_site() -> None:
    facts = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (
        ("信息索引号", "LS01-0303"), ("文件编号", "清政发〔2012〕9号"), ("公开日期", "2012-04-18"),
        ("信息名称", "关于扶持茶叶产业发展的若干意见")))
    article = read(f"<p><b>清水县政府信息公开</b></p><table border=1>{facts}</table><div>{TEXT}</div>", "清水县政府信息公开")
    assert (article.title, article.date) == ("关于扶持茶叶产业发展的若干意见", "2012-04-18")


def test_an_editor_stands_behind_a_slash() -> None:
    article = read(f"<h1>{TITLE}</h1><p>2024-02-04</p><div>{TEXT}<p>责编/顾雨　校对/林达</p></div>")
    assert (article.fields["editor"], article.body) == ("顾雨", "\n\n".join(LINES))


@pytest.mark.parametrize(("line", "source", "author"), [
    ("<i>2018-05-14</i><i>滨河街道办事处</i><i>王晓梅</i><i>字体大小：<b>大</b><b>小</b></i>", "滨河街道办事处", "王晓梅"),
    ("清水县水务局 丁朗 2018-05-14", "清水县水务局", "丁朗"), ("<i>2018-05-14</i><i>滨河街道办事处</i><i>高新区</i>", None, None),
    ("<i>2018-05-14</i><i>党建工作</i><i>王晓梅</i>", None, None), ("<i>2018-05-14</i><i>清水县水务局</i><i>方案</i>", None, None)])
def test_an_office_and_who_of_it_stand_beside_the_day(line: str, source: str | None, author: str | None) -> None:
    article = read(f"<h2>{TITLE}</h2><div>{line}</div><div>{TEXT}</div>")
    assert (article.source, article.author) == (source, author)


@pytest.mark.parametrize(("line", "source"), [
    ("清水县人民政府新闻办公室 | 2019年06月26日 10:00", "清水县人民政府新闻办公室"),
    ("2025-11-19 03:11&nbsp;&nbsp;&nbsp;&nbsp;来源：清水新闻网&nbsp;&nbsp;&nbsp;&nbsp;格桑央金", "清水新闻网"),
    ("2025-11-19 03:11&nbsp;来源：清水日报 海外版", "清水日报 海外版")])
def test_a_bar_or_wide_blanks_part_a_source_from_what_stands_beside_it(line: str, source: str) -> None:
    assert read(f"<h2>{TITLE}</h2><div>{line}</div><div>{TEXT}</div>").source == source


@pytest.mark.parametrize(("below", "author"), [
    ("<p>【记者】柳原</p><p>【通讯员】罗瑞</p><p>【校对】梁飞</p>", "柳原 罗瑞"), ("<p>【撰文】陈 晓</p><p>【摄影】黄毅　刘俊</p>", "陈晓"),
    ("<p>【通讯员】惠宣</p>", None), ("<p>（文/图 县融媒体中心 杨丽 陈勇）</p>", "杨丽 陈勇"), ("<p>（图文：丁朗）</p>", "丁朗"),
    ("<p>（文/图 本报记者 丁朗）</p>", "丁朗"), ("<p>（图片由清水县林业局提供）</p>", None), ("<p>（图文无关）</p>", None),
    ("<p>（文/图 县委办）</p>", None), ("<p>（图文：来源 县文旅局）</p>", None)])
def test_the_last_lines_name_who_wrote_a_text_in_brackets(below: str, author: str | None) -> None:
    assert read(f"<h2>{TITLE}</h2><p>2022-09-30</p><div>{TEXT}{below}</div>").author == author


def test_reporters_in_the_first_words_are_found_below_the_line_of_another_headline() -> None:
    first = "<p>原标题：四家医院改建</p><p>清水网2月14日讯（记者 王贤 冯国）记者从县里获悉，四家医院将于15日前完成改造。</p>"
    assert read(f"<h2>{TITLE}</h2><p>2020-02-14</p><div>{first}{TEXT}</div>").author == "王贤 冯国"


@pytest.mark.parametrize(("trail", "window", "names"), [
    ("<a href=/>清水网</a>--<a href=/xw/>新闻</a>--<a href=/xw/sh/>社会</a>", f"{TITLE}-清水网", ("清水网", "新闻", "社会")),
    ("清水在线 &gt;&gt; 新闻中心 &gt;&gt; 本地新闻", "清水在线--新闻中心", ("清水在线", "新闻中心", "本地新闻")),
    ("清水在线 &gt;&gt; 新闻中心 &gt;&gt; 本地新闻", "清水在线--视频", ("清水在线", "新闻中心", "本地新闻")),
    ("清水在线 &gt;&gt; 新闻", "清水在线--视频", ()), ("清水在线 &gt;&gt; 新闻", "清水在线--新闻", ("清水在线", "新闻"))])
def test_a_trail_begins_as_the_windows_title_does_or_hyphens_join_its_links(trail: str, window: str, names: tuple[str, ...]) -> None:
    assert read(f"<div>{trail}</div><h2>{TITLE}</h2><p>2020-02-14</p><div>{TEXT}</div>", window).breadcrumb == names


@pytest.mark.parametrize("number", [
    "财政部 税务总局公告2023年第32号", "清水市城市管理局公告2021年第7号", "中华人民共和国应急管理部令第42号",
    "清水市人民政府令（第118号）"])
def test_announcements_and_orders_have_numbers_of_their_own_form(number: str) -> None:
    article = read(f"<h2>{TITLE}</h2><div>{number}</div><p>2023-08-18</p><div>{TEXT}</div>")
    assert article.fields["document_number"] == number


def test_an_empty_cell_has_nothing_of_what_stands_below_its_table() -> None:
    title = "清水县关于扶持茶叶产业发展的若干意见"
    facts = f"<table><tr><td>索引号：</td><td>000014349/2018-00222</td></tr><tr><td>标题：</td><td>{title}</td></tr></table>" \
            "<table><tr><td><b>主 题 词：</b></td><td></td></tr></table>"
    lines = "<p>清水县关于扶持茶叶</p><p>产业发展的</p><p>若干意见</p>"
    article = read(f"<div>{facts}</div><div>{lines}{TEXT}</div>", "")
    assert (article.fields["keywords"], article.title) == (None, title)
    assert article.body == "\n\n".join(LINES), "the headline once more in several lines"


def test_a_source_in_a_documents_table_above_the_headline_has_a_label_without_colon() -> None:
    facts = "<tr><td>信息分类</td><td>规划计划</td><td>索引号</td><td>011785/2012-31</td></tr>" \
            "<tr><td>信息来源</td><td>县发展改革局</td><td>发布日期</td><td>2012-03-19</td></tr>"
    text = f"<tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr><tr><td>{TEXT}</td></tr>"
    article = read(f"<table>{facts}</table><table>{text}</table>", "信息公开")
    assert (article.source, article.date) == ("县发展改革局", "2012-03-19")


@pytest.mark.parametrize(("above", "kicker"), [
    (f"{TITLE[:5]}推行的新办法初见成效", f"{TITLE[:5]}推行的新办法初见成效"), ("服务三农发展的权威信息平台欢迎光临", None)])
def test_a_paragraph_above_the_headline_that_begins_as_it_does_leads_to_it(above: str, kicker: str | None) -> None:
    article = read(f"<div><p>{above}</p><h1><div>{TITLE}</div></h1><p>2009年11月09日</p><div>{TEXT}</div></div>")
    assert article.fields["kicker"] == kicker


@pytest.mark.parametrize(("trail", "day"), [
    ("当前位置：<a href=/>首页</a> &gt; <a href=/d>工作动态</a> &gt; <a href=/d/22>2022年</a>", "2022-05-16"),
    ("当前位置：<a href=/>首页</a> &gt; <a href=/d>工作动态</a>", None),
    ("<span>2022年</span><span>5月</span>&gt;", None), ("<a href=/1>2021年</a> &gt; <a href=/2>2022年</a>", None)])
def test_a_day_without_a_year_has_that_of_the_section_or_none(trail: str, day: str | None) -> None:
    article = read(f"<div>{trail}</div><h1>{TITLE}</h1><p>县农业农村局　05月16日</p><div>{TEXT}</div>", "清水网")
    assert article.date == day


def test_a_document_has_its_number_above_the_headline_below_the_red_head() -> None:
    head = "<p style='font-size:32px'>清水县人民政府办公室文件</p><p>清政办〔2020〕3号</p><hr>"
    article = read(f"<div>{head}<p style='font-size:26px'><b>关于扶持茶叶产业发展的若干意见</b></p>{TEXT}<p>2020年1月17日</p></div>",
                   "关于扶持茶叶产业发展的若干意见")
    assert article.fields["document_number"] == "清政办〔2020〕3号"


def test_what_a_reporter_did_is_no_name() -> None:
    assert read(f"<h2>{TITLE}</h2><p>2016-11-03</p><div>{TEXT}<p>工程明年完工。（记者 孟飞 报道）</p></div>").author == "孟飞"
