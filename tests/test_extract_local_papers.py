"""Forms of local papers, stations and old portals: names beside a day without its year, headlines in the heading of a table, the headline
once more within its own text, hotlines below it."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_portal_habits import LINES, TEXT, TITLE


def read(body: str, window: str = f"{TITLE}_清水网", *, url: str = "http://www.qingshui.example.cn/xw/20080308/b.html") -> Article:
    page = f"<html><head><meta charset=utf-8><title>{window}</title></head><body>{body}</body></html>"
    return extract(Page(url=url, body=page.encode()))


@pytest.mark.parametrize(("line", "source", "author"), [
    ("清水新闻网-清水早报&nbsp; 03-08 07:05", "清水新闻网-清水早报", None),
    ("<span>清水县融媒体中心</span> <span>03-08 09:33</span> <span>1.2万阅读</span>", "清水县融媒体中心", None),
    ("清水网 3月8日 13:52", "清水网", None), ("本网 3月8日 13:52", None, None), ("直播预告 03-08 13:52", None, None),
    ("清水网消息 (清水都市报) 2008-03-08 06:15:23", "清水都市报", None),
    ("2008-03-08 &nbsp; 清水晚报 &nbsp; 张晓英 &nbsp; 点击:", "清水晚报", "张晓英"),
    ("2008-03-08 10:15 &nbsp; 张晓英 &nbsp; 点击: 12", None, "张晓英"), ("2008-03-08 &nbsp; 高考季 &nbsp; 点击: 12", None, None),
    ("2008-03-08 &nbsp; 金秋时节", None, None)])
def test_a_paper_before_a_day_without_its_year_is_the_source_and_a_person_beside_one_the_author(
        line: str, source: str | None, author: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1><div class=i>{line}</div><div class=c>{TEXT}</div>")
    assert (article.source, article.author, article.date) == (source, author, "2008-03-08")
    assert (article.body or "").split("\n")[0] == LINES[0]


def test_who_took_a_picture_is_not_who_wrote_the_text() -> None:
    assert read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c><p align=center>图为会议现场。作者：韩路</p>{TEXT}</div>").author is None


@pytest.mark.parametrize("text", [TEXT, "<br><br>".join(f"　　{line}" for line in LINES * 2)])
def test_a_table_with_the_headline_in_a_heading_frames_a_text(text: str) -> None:
    page = f"<table><tr><td colspan=3><th><h1>{TITLE}</h1></th></tr><tr><td>http://www.qingshui.example.cn 2008年03月08日13:27 " \
           f"清水日报</td></tr><tr><td><font>{text}</font></td></tr></table>"
    article = read(page)
    assert (article.source, article.date) == ("清水日报", "2008-03-08")
    assert (article.body or "").split("\n\n")[:2] == [*LINES[:2]]


def test_a_full_width_hyphen_parts_headline_and_site_in_the_window() -> None:
    page = f"<div><span>{TITLE}</span></div><div>2008-03-08</div><div class=c>{TEXT}</div>"
    assert read(page, f"{TITLE}－清水网-www.qingshui.example.cn").title == TITLE


def test_a_headline_in_two_lines_at_the_head_of_its_text_is_none_of_it() -> None:
    office, what = "清水省人民政府办公厅", "关于做好春运工作的通知"
    article = read(f"<meta name=ArticleTitle content={office}{what}><div id=zoom><h1>{office}<br>{what}</h1>"
                   f"<div class=num>清政办函〔2008〕4号</div>{TEXT}</div>", f"{office}{what}_文件_清水网")
    assert article.title == office + what
    assert what not in (article.body or "")


def test_a_row_of_hyphens_below_a_headline_is_no_second_one() -> None:
    assert read(f"<h1>{TITLE}</h1><h4>{'-' * 40}</h4><p>2008-03-08</p><div class=c>{TEXT}</div>").fields["subtitle"] is None


def test_a_line_between_headline_and_reporters_is_the_second_headline() -> None:
    page = f"<table><tr><td><h1>{TITLE}</h1><p>全镇茶园达一万二千亩</p><p>本报记者 罗丽</p></td></tr><tr><td>{TEXT}</td></tr></table>"
    assert read(page).fields["subtitle"] == "全镇茶园达一万二千亩"


def test_a_picture_between_the_links_behind_a_lead_word_parts_a_trail() -> None:
    trail = "<div>本页位置： <a href=/>首页</a><img src=a.gif><a href=/news>新闻中心</a><img src=a.gif><a href=/df>地方新闻</a></div>"
    assert read(f"{trail}<h1>{TITLE}</h1><p>2008-03-08</p><div class=c>{TEXT}</div>").breadcrumb == ("首页", "新闻中心", "地方新闻")


@pytest.mark.parametrize(("above", "below"), [
    ("<div class=abstract><strong>[摘要]</strong>春茶比去年早采五天。</div>", ""),
    ("<div class=pic><img src=1.jpg><br>【点击查看其它图片】</div>", ""),
    ("", "<p>想爆料？请登录《清水连线》、拨打新闻热线0000-81695052，或登录官方微博提供新闻线索。</p>"),
    ("", "<p>新闻热线：0000-81695052</p>"),
    ("", "<p>您有新闻线索，请拨打0000-81695052</p>")])
def test_what_a_template_has_above_and_below_its_texts_is_none_of_them(above: str, below: str) -> None:
    article = read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=article-main>{above}{TEXT}{below}</div>")
    assert (article.body or "").split("\n\n") == [*LINES]


def test_a_long_translated_head_line_is_no_text() -> None:
    line = "Publish Date: March 9, 2023 11:20 | Publisher: Municipal Government Office | Number of visits: <i>89</i> | " \
           "[Large Medium Small] [Print this page] [Close this page]"
    title = "Spring tea picking begins in Qingshui"
    text = "".join(f"<p>The county has {number},000 mu of tea gardens, which employ many local residents.</p>" for number in range(3, 8))
    article = read(f"<h3>{title}</h3><div>{line}</div><div class=nr>{text}</div>", title)
    assert (article.body or "").startswith("The county has 3,000")
