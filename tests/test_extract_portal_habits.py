"""What portals of several ages do by habit, one sentence a kind: offices beside the day, sections above the headline, numbers below it,
summaries by machines, tags that name the site alone."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page

TITLE = "清水河灌区冬修全面展开"
LINES = ("十一月以来，清水河灌区两百多公里渠道陆续开工清淤，二十六个乡镇的农民趁着农闲上了工地。",
         "灌区管理处把任务分到村组，按方计酬，技术员每天到现场验收，不合格的当场返工。",
         "冬修结束以后，灌区可以多浇一万三千亩地，下游三个乡镇春灌时不必再等水。")
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
ENGLISH = "".join(f"<p>{line}</p>" for line in (
    "Farmers of twenty-six townships began to clear two hundred kilometers of canals in the Qingshui irrigation area this month.",
    "The office in charge pays by the cubic meter and sends its technicians to every site before the day ends.",
    "When the work is done, another thirteen thousand mu of land can be watered in spring, it said."))


def read(body: str, window: str = f"{TITLE}_清水县人民政府", head: str = "") -> Article:
    page = f"<html><head><meta charset=utf-8><title>{window}</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url="http://www.qingshui.example.gov.cn/a/b.html", body=page.encode()))


@pytest.mark.parametrize(("line", "source"), [
    ("2023年12月11日 10:18&nbsp; 灌溉管理科 &nbsp;点击：[<span></span>]", "灌溉管理科"),
    ("灌溉管理科　2010-10-25　浏览：77 次", "灌溉管理科"),
    ("2010-10-25　县水利局", "县水利局"), ("2010-10-25　工作动态　浏览：77 次", None), ("2010-10-25　县水利局今天召开会议", None),
    ("作者　2010-10-25", None)])
def test_an_office_beside_the_day_is_the_source(line: str, source: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>").source == source


@pytest.mark.parametrize(("line", "author"), [
    ("2004.11.26　　清水报记者 尹建国　通讯员 丁 艳", "尹建国 丁艳"), ("通讯员：邢大山　　2004.11.26", "邢大山"),
    ("2004.11.26　记者招待会", None), ("2004.11.26　通讯员：", None)])
def test_reporters_of_a_paper_and_correspondents_behind_a_colon_are_the_author(line: str, author: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>").author == author


@pytest.mark.parametrize(("line", "author"), [
    ("Reviewed by: Zhao Qian", None), ("Checked by: Zhao Qian", None), ("Posted by: Zhao Qian", "Zhao Qian"),
    ("By: Zhao Qian", "Zhao Qian")])
def test_who_reviewed_a_text_did_not_write_it(line: str, author: str | None) -> None:
    page = f"<h1>Work on canals begins</h1><div>2024-04-02</div><div class=c>{ENGLISH}</div><p>Editor: Wen Li</p><p>{line}</p>"
    assert read(page, "Work on canals begins").author == author


@pytest.mark.parametrize(("tag", "window", "title"), [
    ("Yunlu City Government", "Yunlu City Government", "Work on canals begins in Qingshui"),
    ("清水县人民政府", "清水县人民政府", "Work on canals begins in Qingshui")])
def test_a_tag_that_names_the_site_for_the_article_names_no_article(tag: str, window: str, title: str) -> None:
    page = f"<h2>{title}</h2><div>2024-04-02 15:12</div><div class=c>{ENGLISH}</div>"
    head = f'<meta name="SiteName" content="{tag}"><meta name="ArticleTitle" content="{tag}">'
    assert read(page, window, head).title == title


def test_the_section_above_a_headline_of_the_same_form_is_no_line_of_it() -> None:
    page = f"<table><tr><td><p align=center>农村天地</p><p align=center>{TITLE}</p><p align=center>2005.4.11</p>{TEXT}</td></tr></table>"
    assert read(page, "清水信息港").title == TITLE


def test_a_documents_number_below_its_headline_is_none_of_it() -> None:
    title = "关于清水河灌区停水检修的公告"
    page = f"<table><tr><td class=title>{title}<br>清水告〔2010〕6号</td></tr><tr><td>2010-10-25</td></tr><tr><td>{TEXT}</td></tr></table>"
    article = read(page, f"清水县水利局{title}")
    assert (article.title, article.fields["document_number"]) == (title, "清水告〔2010〕6号")


def test_cells_of_a_table_of_data_are_no_headline() -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (
        ("项目编号", "QS-2023-18"), ("项目名称", "清水河灌区渠道清淤工程"), ("预算金额", "318.5万元"), ("采购方式", "公开招标")))
    title = "清水河灌区渠道清淤工程项目公开招标公告"
    page = f"<div class=k><div>{title}</div><div>发布时间：2023年02月28日 17:30</div><table border=1>{rows}</table>{TEXT}</div>"
    article = read(page, "招标公告详细页面")
    assert article.title == title
    assert article.body is not None and article.body.startswith("项目编号\tQS-2023-18\n项目名称\t清水河灌区渠道清淤工程")


@pytest.mark.parametrize("box", [
    "<div class=z><div>AI摘要</div><p>会议通报了灌区冬修的进展，部署了下一步的重点任务。本摘要由AI生成，仅供参考。</p></div>",
    "<div class=z><p>智能速览</p><p>清水河灌区开始冬修，两百多公里渠道清淤，多浇一万三千亩地，下游三个乡镇不必再等水，"
    "技术员每天到现场验收。以上内容由大模型自动生成，请以正文为准</p></div>"])
def test_a_summary_that_a_machine_wrote_above_a_text_is_none_of_it(box: str) -> None:
    page = f"<main><h1>{TITLE}</h1><p><span>2025-11-19 09:30</span> <span>字号：大 中 小</span></p>{box}<div class=w>{TEXT}</div></main>"
    assert read(page).body == "\n\n".join(LINES)


def test_a_text_about_summaries_by_machines_keeps_its_words() -> None:
    told = "县里的新闻都有一句提示：本摘要由AI生成，仅供参考。"
    body = read(f"<h1>{TITLE}</h1><p>2025-11-19</p><div class=w><p>{told}</p><p>{LINES[0]}</p>{TEXT}</div>").body
    assert body is not None and LINES[0] in body and LINES[-1] in body


def test_other_news_below_an_old_text_and_the_buttons_of_a_gallery_are_none_of_it() -> None:
    page = (f"<table><tr><td><p align=center>{TITLE}</p><p align=center>2005.4.11</p>{TEXT}<p>其他新闻：<br>"
            "◆<a href=1.htm>种粮补贴发到户</a> 2005.4.8<br>◆<a href=2.htm>三条村级路修通</a> 2005.4.6</p></td></tr></table>")
    assert read(page).body == "\n\n".join(LINES)
    page = f"<h1>{TITLE}</h1><p>2005-4-11</p><div><a>上一张</a><div>{TEXT}</div><a>下一张</a></div>"
    assert read(page).body == "\n\n".join(LINES)


@pytest.mark.parametrize(("tag", "day"), [("2016-01-01 00:00", "2020-07-15"), ("2016-01-01 08:30", "2016-01-01")])
def test_a_day_that_a_template_has_before_it_is_filled_in_yields_to_the_one_shown(tag: str, day: str) -> None:
    page = f"<h1>{TITLE}</h1><div>清水县 2020-07-15 21:08</div><div class=c>{TEXT}</div>"
    assert read(page, head=f'<meta name="PubDate" content="{tag}">').date == day


@pytest.mark.parametrize(("line", "time"), [
    ("(2008/9/3 PM 2:10)", "2008-09-03T14:10+08:00"), ("(2008/9/3 AM 9:10)", "2008-09-03T09:10+08:00"),
    ("2008/9/3", None)])
def test_the_half_of_the_day_may_stand_before_the_clock(line: str, time: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>").date_time == time


def test_the_date_of_issue_beside_views_and_type_is_that_of_publication() -> None:
    page = ("<h1>Work on canals begins</h1><div>Date of issue: 2022-05-06 Publisher: Water Office Number of views: 30 Font size</div>"
            f"<div class=c>{ENGLISH}<p align=right>Qingshui Water Office</p><p align=right>May 4, 2022</p></div>")
    assert read(page, "Work on canals begins").date == "2022-05-06"


def test_arrows_of_two_strokes_part_a_trail() -> None:
    trail = "<div>=&gt; <a href=/>首页</a> =&gt; <a href=/gg>公告</a></div>"
    page = f"{trail}<h1>{TITLE}</h1><div>2010-10-25</div><div class=c>{TEXT}</div>"
    assert read(page).breadcrumb == ("首页", "公告")
