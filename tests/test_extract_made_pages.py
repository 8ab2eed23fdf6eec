"""What made pages of portals found one in three hundred: days, headlines and sources beside lists, trails, letters and labels."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_forms import TEXT, TITLE, read

RELATED = ("<div class='xg'><h3>相关新闻</h3><ul><li><a href='/x0.html'>全县水土保持规划的通知印发</a> <span>2013-04-14</span></li>"
           "<li><a href='/x1.html'>小站稻喜获丰收的背后</a> <span>2013-04-14</span></li></ul></div>")
LINKS = ("<div class='rel'><b>相关链接：</b><br>·<a href='/y0.html'>致全市广大家长的一封信</a>(2013-4-14)<br>"
         "·<a href='/y1.html'>让党旗在防汛一线高高飘扬</a>(2013-4-14)<br></div>")


def _read(body: str, window: str) -> Article:
    page = f"<html><head><meta charset='utf-8'><title>{window}</title></head><body>{body}</body></html>"
    return extract(Page(url="http://www.yunlu.example.gov.cn/a/3.html", body=page.encode()))


@pytest.mark.parametrize("behind", [RELATED, LINKS, LINKS + RELATED])
def test_the_day_right_below_a_text_is_the_article_s_though_lists_with_days_follow(behind: str) -> None:
    article = read("", below=f"<p align='right'>2022-10-04</p>{behind}")
    assert (article.kind, article.date) == ("article", "2022-10-04")


def test_a_labelled_day_behind_the_linked_headline_of_another_article_is_that_one_s() -> None:
    below = f"<div><h4>相关解读</h4><a href='3'>图解：{TITLE}的背后</a><span>发布时间：2006-03-18</span></div>"
    assert read("<ul><li>云麓日报</li><li>2024-06-26</li></ul>", below=below).date == "2024-06-26"
    assert read("", below="<div><a href='http://www.yunlu.example/'>云麓网</a> 发布时间：2006-03-18</div>").date == "2006-03-18"


@pytest.mark.parametrize("label", ["提问标题", "信件标题", "留言主题", "来信主题："])
def test_a_letter_s_headline_in_a_table_is_without_its_label(label: str) -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in (
        (label, TITLE), ("编号", "SZ20130409017"), ("信件日期", "2013-04-09"), ("网友", "王**"), ("状态", "已办结"),
        ("信件内容", "我家所在的楼院建成于一九九六年，想请问申请补贴需要多少住户同意，材料交到哪个部门，谢谢！"),
        ("办理时间", "2013-04-11 16:40"),
        ("办理结果", "您的来信我们已收到。我局工作人员到现场查看，损坏的设施已经修复，如有疑问请拨打热线咨询。")))
    for window in (f"{TITLE}_云麓省财政厅", "云麓省财政厅"):
        assert _read(f"<table border='1'>{rows}</table>", window).title == TITLE


def test_the_date_of_a_letter_is_no_day_of_publication() -> None:
    body = ("<h1>How to extend a residence permit</h1><ul><li><b>Writer: </b>Wang</li><li><b>Date of letter: </b>2015-03-10</li>"
            "<li><b>Reply date: </b>2015-03-21 16:40</li></ul><h4>Letter</h4><p>The building site next to our house works until two in the "
            "morning. We called several times, but nothing has changed.</p><h4>Answer</h4><p>Thank you for your letter. Please bring your "
            "passport and the form to the service hall; the procedure takes seven working days.</p>")
    assert _read(body, "Mayor's Mailbox-Haibin China").date is None


def test_an_article_that_stands_among_the_linked_cards_below_it_too_is_read() -> None:
    body = (f"<section><p style='font-size:22px;font-weight:bold'>{TITLE}</p></section><div><span>2015</span><span>05-22</span></div>"
            f"<div class='view'>{TEXT}</div><div class='rec'><h3>相关推荐</h3><a class='card' href='/d0'><h4>白河大桥主体工程顺利合龙</h4>"
            f"<p>2022-06-03</p></a><a class='card' href='/d2'><h4>{TITLE}</h4><p>2022-06-03</p></a></div>"
            "<div>版权声明：凡本网注明来源的作品，均转载自其它媒体，转载目的在于传递更多信息。</div>")
    article = _read(body, TITLE)
    assert (article.kind, article.title, article.date) == ("article", TITLE, "2015-05-22")
    assert article.body is not None and article.body.startswith("清明前后")


@pytest.mark.parametrize("trail", ["<div>当前位置：<a href='/'>主页</a>&gt;<a href='/s/'>政务公开</a>&gt;<strong>{}</strong></div>",
                                   "<ul class='crumbs'><li><a href='/'>主页</a></li><li><a href='/s/'>本地新闻</a></li><li>{}</li></ul>"])
def test_a_short_h1_with_which_the_trail_ends_is_the_headline(trail: str) -> None:
    headline = "小站稻喜获丰收"
    article = _read(f"{trail.format(headline)}<h1>{headline}</h1><h2>李明出席并讲话</h2><p>日期：2015-6-18</p>{TEXT}", "山南在线")
    assert article.title == headline and article.breadcrumb in (("主页", "本地新闻"), ("主页", "政务公开"))


def test_a_button_in_brackets_behind_the_source_is_none_of_it() -> None:
    article = read("<div><span>信息来源：省政府办公厅</span><span>[打印本页]</span><span>[2020.11.07 07:36]</span></div>")
    assert (article.source, article.date) == ("省政府办公厅", "2020-11-07")


def test_a_heading_whose_box_is_named_for_the_site_is_no_headline() -> None:
    text = "".join(f"<p>{line}</p>" for line in (
        "The market supervision bureau said 42,300 companies were registered in the city in the first half of the year.",
        "Visitors can take bus No 12 or metro line 3 to the museum, and admission is free from Tuesday to Sunday."))
    body = f"<h2 class='sitename'>Linjiang, China</h2><center><font size='5'><b>Li Ming</b></font></center><div>{text}</div>"
    assert _read(body, "Li Ming - Linjiang, China").title == "Li Ming"


def test_a_headline_behind_the_site_s_name_in_the_window_is_the_line_that_shows_it() -> None:
    shown = f"<p class='t1'>{TITLE}</p><div id='zoom'>{TEXT}</div><p align='right'>时间：2020/7/8 17:51</p>"
    assert _read(shown, f"云麓省公共资源交易中心 {TITLE}").title == TITLE
    tagged = f"<p style='font-size:22px;font-weight:bold'>视频丨一条河的新生</p><div>2021-06-04</div>{TEXT}"
    page = (f"<html><head><meta charset='utf-8'><meta property='og:title' content='视频丨一条河的新生'><title>云麓省水利厅官方网站 | "
            f"视频丨一条河的新生</title></head><body>{tagged}</body></html>")
    article = extract(Page(url="", body=page.encode()))
    assert (article.title, article.date) == ("视频丨一条河的新生", "2021-06-04")


def test_the_day_of_the_headline_that_a_trail_repeats_is_no_day_of_publication() -> None:
    headline = "2020年1月13日新闻发布会实录"
    body = (f"<div class='position'><b>当前位置：</b><a href='/'>山南在线</a> &gt; <a href='/s/'>新闻中心</a> &gt; {headline}</div>"
            f"<p class='title-text'>{headline}</p><div><span class='year'>2016</span><span class='md'>01-08</span></div>{TEXT}")
    assert _read(body, f"山南在线 | {headline}").date == "2016-01-08"


@pytest.mark.parametrize("line", ["Release time: 2022-03-14 10:21", "Pubdate: 2014-05-16", "Publication date: March 14, 2022"])
def test_the_day_of_release_below_a_text_is_none_of_it(line: str) -> None:
    text = "".join(f"<p>{said}</p>" for said in (
        "The lion dance has been handed down in the village for 300 years, and every child there can dance it.",
        "This year the old masters teach it at the school, and guests are welcome on Sunday afternoons in spring."))
    body = _read(f"<h1>Watch: New bridge seen from above</h1><div>{text}<p>{line}</p></div>", "Watch: New bridge seen from above").body
    assert body is not None and body.endswith("afternoons in spring.")


def test_a_label_of_a_document_s_table_is_no_headline() -> None:
    table = ("<table border=1><tr><th>索 引 号</th><td>0000143985</td><th>发布机构</th><td>云麓省市场监督管理局</td></tr>"
             "<tr><th>成文日期</th><td>2024-01-01</td><th>信息发布日期</th><td>2024-01-05</td></tr>"
             "<tr><th>文　　号</th><td>云政发〔2024〕15号</td><th>有 效 性</th><td>有效</td></tr></table>")
    article = _read(f"<table><tr><th>{TITLE}情况的通报</th></tr></table>{table}<div id='zoom'>{TEXT}</div>", "")
    assert article.title == f"{TITLE}情况的通报"
