"""What old portals and newspapers' editions leave in their templates: buttons behind empty labels, midnights, days of the site, roles in
names; and lines about a headline that nothing marks."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.extract.headline.site_name import is_masthead
from crawler.page import Page
from tests.test_extract_portal_habits import LINES, TEXT, TITLE


def read(body: str, head: str = "") -> Article:
    page = f"<html><head><meta charset=utf-8><title>{TITLE}_清水网</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url="http://www.qingshui.example.cn/a/b.html", body=page.encode()))


@pytest.mark.parametrize(("line", "source"), [
    ("2023年08月02日 11:27 <span>来源：</span><a>【打印】</a> <span>【显示公告概要】</span>", None),
    ("时间:2012-03-04 10:11来源:未知 点击:", None),
    ("2023-08-02 来源：不详 浏览：3", None), ("2023-08-02 来源：下载中心", "下载中心")])
def test_a_button_or_a_word_for_nothing_behind_a_label_is_no_source(line: str, source: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>").source == source


@pytest.mark.parametrize(("named", "author"), [
    ("本报记者 周静", "周静"), ("记者 徐博 通讯员 唐晓燕", "徐博 唐晓燕"), ("周静", "周静")])
def test_a_newspapers_property_states_no_midnight_and_no_role(named: str, author: str) -> None:
    article = read(f"<!--enpproperty <date>2010-03-26 00:00:00.0</date><author>{named}</author><title>{TITLE}</title>/enpproperty-->"
                   f"<h1>{TITLE}</h1><div id=ozoom>{TEXT}</div>")
    assert (article.date, article.date_time, article.author) == ("2010-03-26", None, author)


@pytest.mark.parametrize(("line", "author"), [
    ("作者：文/吴静 图/徐涛", "吴静"), ("作者：记者 徐博 通讯员 唐晓燕 来源：清水报", "徐博 唐晓燕")])
def test_an_author_is_named_without_role_and_with_the_correspondents_beside(line: str, author: str) -> None:
    assert read(f"<h1>{TITLE}</h1><div>2024-03-29 {line}</div><div class=c>{TEXT}</div>").author == author


@pytest.mark.parametrize(("tag", "day"), [("2003-01-01", None), ("2007-03-13", "2007-03-13")])
def test_none_is_published_before_it_was_signed(tag: str, day: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1>{TEXT}<p align=right>沙坝乡人民政府</p><p align=right>二○○七年三月十二日</p>",
                   f'<meta name="date" content="{tag}">')
    assert (article.date, article.fields["document_date"]) == (day, "2007-03-12")


@pytest.mark.parametrize(("below", "made"), [("（2013年5月16日）", None), ("（2013年5月16日）</p><p>发布时间：2013-05-20", "2013-05-16")])
def test_the_day_of_a_piece_of_news_is_none_of_a_document(below: str, made: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><p>{below}</p><div class=c>{TEXT}</div>").fields["document_date"] == made


@pytest.mark.parametrize(("above", "below", "kicker", "subtitle"), [
    ("从等水来到引水来", "二十六个乡镇冬修见闻录", "从等水来到引水来", "二十六个乡镇冬修见闻录"),
    ("清水县水利局：", "记者 周静 通讯员 唐晓燕", "清水县水利局：", None),
    ("通知公告", "清水县水利局办公室", None, None), ("新闻热线 0551-1234567 投稿邮箱", "县水利局 王志强 李明 图/文", None, None),
    ("今天是二〇二四年三月二十九日 星期五", "点击图片可以放大查看", None, None),
    ("第08版 乡村振兴周刊", "原标题 清水河灌区冬修", None, None),
    ("清水客户端 看得见的家乡 立即打开", "清政办发〔2014〕63号", None, None),
    ("各乡镇灌区管理处的同志：", "来稿单位：清水县水利局灌区管理处", None, None)])
def test_lines_about_a_headline_in_one_box_with_it_and_the_day_are_of_it(above: str, below: str, kicker: str | None,
                                                                         subtitle: str | None) -> None:
    article = read(f"<div class=w><p align=center>{above}</p><h1>{TITLE}</h1><p align=center>{below}</p>"
                   f"<p>2024-03-29 09:30 来源：清水报</p><div>{TEXT}</div></div>")
    assert (article.title, article.fields["kicker"], article.fields["subtitle"]) == (TITLE, kicker, subtitle)
    assert article.body == "\n\n".join(LINES)


def test_what_a_template_puts_beside_a_heading_is_none_of_it() -> None:
    article = read(f"<div class=w><p>一切为了群众 一切依靠群众</p><h1>{TITLE}</h1>"
                   f"<p>江淮分水岭上的清水县</p><p>2024-03-29 来源：清水报</p>{TEXT}</div>")
    assert (article.fields["kicker"], article.fields["subtitle"]) == (None, None)


@pytest.mark.parametrize(("line", "stays"), [
    ("主办：清水县水利局", False), ("承办单位：清水县信息中心", False), ("主办：清水县水利局，报名电话：0551-123456。", True)])
def test_who_keeps_the_site_behind_the_last_sentence_is_no_text(line: str, stays: bool) -> None:
    body = read(f"<div class=w><h1>{TITLE}</h1><p>2024-03-29</p>{TEXT}<p>{line}</p></div>").body
    assert (body == "\n\n".join((*LINES, line))) is stays


def test_an_accounts_call_to_follow_it_is_no_text() -> None:
    article = read(f"<h1>{TITLE}</h1><p>2024-03-29</p><div class=c><p>点击上方“清水发布”关注我们</p>{TEXT}</div>")
    assert article.body == "\n\n".join(LINES)


@pytest.mark.parametrize("line", ["灌溉管理科值班记录", "往年冬修图片"])
def test_the_one_heading_with_its_day_is_the_headline_where_the_window_says_something_else(line: str) -> None:
    page = ("<html><head><meta charset=utf-8><title>清水新闻联播 20240618_清水县广播电视台</title></head><body>"
            f"<h2>{TITLE}</h2><p>2024-06-18 20:00</p><div class=c>{TEXT}</div><h4>{line}</h4><ul><li><a href=1>十一月十七日的记录</a></li>"
            "<li><a href=2>十一月十八日的记录</a></li></ul></body></html>")
    assert extract(Page(url="http://tv.qingshui.example.cn/618.html", body=page.encode())).title == TITLE


@pytest.mark.parametrize("line", ["定标日期：2020年5月20日", "二、开标时间：2020年5月20日9时30分", "合同签订日期：2020-05-20"])
def test_the_day_of_a_tenders_step_is_a_line_of_its_text(line: str) -> None:
    first = "采购人名称：清水县水利局"
    article = read(f"<h1>{TITLE}</h1><p>2024-03-29 来源：清水报</p><div class=c><p>{first}</p><p>{line}</p>{TEXT}</div>")
    assert (article.date, article.body) == ("2024-03-29", "\n\n".join((first, line, *LINES)))


def test_lines_in_rows_of_a_layout_about_a_headline_are_of_it() -> None:
    rows = "".join(f"<tr><td align=center><font>{line}</font></td></tr>" for line in (
        "二十六个乡镇农民上了工地", f"<b>{TITLE}</b>", "——下游春灌不必再等水", "本报记者 何志 通讯员 于雪", "2018-11-06 清水日报"))
    article = read("<table><tr><td>首页 &gt; <a href=3>要闻版</a></td></tr>"
                   f"<tr><td><table>{rows}</table></td></tr><tr><td>{TEXT}</td></tr></table>")
    assert (article.title, article.fields["kicker"]) == (TITLE, "二十六个乡镇农民上了工地")
    assert article.fields["subtitle"] == "下游春灌不必再等水"
    assert (article.author, article.body) == ("何志 于雪", "\n\n".join(LINES))


def test_correspondents_in_a_line_of_their_own_stand_beside_the_reporter() -> None:
    article = read(f"<h1>{TITLE}</h1><p>2024-03-29</p><div class=c>{TEXT}<p>记者：曾雪</p><p>通讯员：彭宏 萧涛</p><p>编辑：吕静</p></div>")
    assert (article.author, article.body) == ("曾雪 彭宏 萧涛", "\n\n".join(LINES))


def test_who_wrote_and_who_pictured_it_in_brackets_is_no_text() -> None:
    article = read(f"<h1>{TITLE}</h1><p>2024-03-29</p><div class=c>{TEXT}<p>（文：吴雪　图：郑涛）</p></div>")
    assert (article.author, article.body) == ("吴雪", "\n\n".join(LINES))


def test_a_headline_behind_arrows_in_the_window_stands_without_the_section_above_it() -> None:
    page = (f"<meta charset=utf-8><title>清水县商务局→商务动态→电商培训开班</title><table><tr><td><b>商务动态</b></td></tr><tr><td>"
            f"<b>电商培训开班</b></td></tr><tr><td>2009-05-18</td></tr><tr><td>{TEXT}</td></tr></table>")
    assert extract(Page(url="http://www.qingshui.example.cn/d.asp?id=3", body=page.encode())).title == "电商培训开班"


def test_the_name_of_a_gazette_above_its_document_is_no_headline() -> None:
    page = ("<meta charset=utf-8><title>清水县政府公报_2016年第2期</title>"
            "<div><h2>清水县人民政府公报</h2><p>2016年第2期（总第46期）</p></div><div><p class=g>清水县人民政府办公室关于下达</p>"
            "<p class=g>2016年灌区冬修资金的通知</p><p>清政办〔2016〕18号</p>"
            f"<p>各乡镇人民政府：</p>{TEXT}</div>")
    article = extract(Page(url="http://www.qingshui.example.gov.cn/gb/6.html", body=page.encode()))
    assert article.title == "清水县人民政府办公室关于下达2016年灌区冬修资金的通知"
    assert article.fields["document_number"] == "清政办〔2016〕18号"


@pytest.mark.parametrize("title", ["统计公报", "全县国民经济和社会发展统计公报", "环境状况公报"])
def test_a_communique_is_a_headline_though_gazettes_are_called_alike(title: str) -> None:
    page = (f"<meta charset=utf-8><title>{title}</title><table><tr><td><p>当前位置：<a href=/>网站首页</a>-&gt;<a href=/s/>公报</a></p>"
            f"<p align=center>信息来源：县统计局　发布时间：2010年09月19日</p><h2 align=center>{title}</h2>"
            f"<table><tr><td>{TEXT}</td></tr></table></td></tr></table>")
    assert extract(Page(url="http://www.qingshui.example.gov.cn/tj/6.html", body=page.encode())).title == title


@pytest.mark.parametrize(("line", "gazette"), [
    ("清水县人民政府公报", True), ("清水政报", True), ("清水公报 2016年第2期", True), ("清水县政府公报_2016年第2期", True),
    ("清水县人大常委会公报", True), ("统计公报", False), ("第三次全体会议公报", False), ("公报", False)])
def test_gazettes_are_told_by_their_office_or_number(line: str, gazette: bool) -> None:
    assert is_masthead(line) is gazette


def test_an_office_of_taiwan_names_itself_first_and_counts_the_years_of_the_republic_in_a_cell() -> None:
    lines = ("為提升偏鄉長者健康，衛生局自九月起於各鄉公所設置健康站，提供量血壓及營養諮詢服務。",
             "局長指出，健康站每週開放三天，並有志工協助長者操作設備。")
    page = ("<meta charset=utf-8><title>衛生局-最新消息-偏鄉健康站九月啟用</title>"
            "<div>您的位置 : <a href=/>首頁</a> &gt; <a href=/n>最新消息</a></div>"
            "<h3>偏鄉健康站九月啟用</h3><table><tr><th>發布單位</th><td>企劃科</td><th>發布日期</th><td>民國112年8月21日</td></tr></table>"
            f"<div class=ed>{''.join(f'<p>{line}</p>' for line in lines)}</div>")
    article = extract(Page(url="https://health.example.gov.tw/news/21", body=page.encode()))
    assert (article.title, article.date, article.body) == ("偏鄉健康站九月啟用", "2023-08-21", "\n\n".join(lines))
