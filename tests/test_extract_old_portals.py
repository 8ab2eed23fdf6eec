"""What old portals and newspapers' editions leave in their templates: buttons behind empty labels, midnights, days of the site, roles in
names; and lines about a headline that nothing marks."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
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
    ("通知公告", "清水县水利局办公室", None, None), ("清水客户端 看得见的家乡 立即打开", "清政办发〔2014〕63号", None, None),
    ("各乡镇灌区管理处的同志：", "来稿单位：清水县水利局灌区管理处", None, None)])
def test_lines_about_a_headline_in_one_box_with_it_and_the_day_are_of_it(above: str, below: str, kicker: str | None,
                                                                         subtitle: str | None) -> None:
    article = read(f"<div class=w><p>{above}</p><h1>{TITLE}</h1><p>{below}</p><p>2024-03-29 09:30 来源：清水报</p><div>{TEXT}</div></div>")
    assert (article.title, article.fields["kicker"], article.fields["subtitle"]) == (TITLE, kicker, subtitle)
    assert article.body == "\n\n".join(LINES)


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
