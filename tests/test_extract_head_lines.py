"""What head lines say and do not say: labels without a value, offices in brackets, the page's words for its day; and what sites declare."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_forms import TEXT, TITLE, read


@pytest.mark.parametrize(("head", "editor"), [
    ("<span>文章来源：</span> <span>作者：</span> <span>发布时间：2022年09月12日</span> <span>点击数：3次</span>", None),
    ("来源： 发布时间：2022-09-12 浏览次数：5", None), ("作者：　编辑：张三　发布时间：2022-09-12", "张三"),
    ("责任编辑： 审核：李四 发布时间：2022-09-12", None), ("作者： 浏览次数：31 发布时间：2022-09-12", None)])
def test_the_next_label_is_no_value_of_one_that_has_none(head: str, editor: str | None) -> None:
    article = read(f"<div class='i'>{head}</div>")
    assert (article.date, article.source, article.author, article.fields["editor"]) == ("2022-09-12", None, None, editor)


@pytest.mark.parametrize(("head", "source", "author"), [
    ("来源：编辑部 发布时间：2022-09-12", "编辑部", None), ("作者：时间简 发布时间：2022-09-12", None, "时间简"),
    ("来源：下载中心 作者：记者站 时间：2022-09-12", "下载中心", "记者站")])
def test_names_may_begin_with_words_of_labels(head: str, source: str | None, author: str | None) -> None:
    article = read(f"<div class='i'>{head}</div>")
    assert (article.source, article.author) == (source, author)


@pytest.mark.parametrize(("head", "source"), [
    ("<span>[省水利厅]</span>&nbsp;&nbsp; 2016-04-01&nbsp;&nbsp; 字号：<a href='#'>T</a>", "省水利厅"),
    ("【县政府办】2016年4月1日", "县政府办"),
    ("[要闻] 2016-04-01", None), ("[大 中 小] 2016-04-01", None), ("[2016]12号 2016-04-01", None)])
def test_an_office_in_brackets_before_the_day_is_the_source(head: str, source: str | None) -> None:
    assert read(f"<h5>{head}</h5>").source == source


@pytest.mark.parametrize(("head", "raw"), [
    ("发布时间：2022年09月12日 浏览：3", "发布时间：2022年09月12日"), ("2022年9月12日", "2022年9月12日"),
    ("2022年9月12日 10:20", "2022年9月12日 10:20"),
    ("来源：云麓日报 发布日期：2022-09-12", "发布日期：2022-09-12"), ("作者：张三 时 间：2022-09-12", "时 间：2022-09-12"),
    ("云麓水利 www.yunlu.example.gov.cn 时间：2022-09-12", "时间：2022-09-12"), ("第 1 楼 时间：2022-09-12", "时间：2022-09-12"),
    ("责任编辑：张三 发 布 时 间：2022-09-12", "发 布 时 间：2022-09-12"), ("Publish date: 2022-09-12", "Publish date: 2022-09-12")])
def test_the_words_for_a_day_are_its_label_and_the_day_and_no_other_name(head: str, raw: str) -> None:
    assert read(f"<div class='i'>{head}</div>").date_raw == raw


@pytest.mark.parametrize("line", [
    "云麓网声明：凡本网注明“来源：云麓日报·云麓网”的所有作品，版权均属于云麓日报社，未经书面授权不得转载、摘编或利用其它方式使用上述作品。凡本网注明来源非云麓网的作品，均转载自其它媒体，"
    "并不代表本网赞同其观点，亦不对其真实性负责。", "云麓日报社声明：凡是注明来源为本报的稿件，版权均属本报所有，任何媒体不得擅自转载。"])
def test_what_a_paper_declares_of_its_articles_is_no_text(line: str) -> None:
    page = (f"<html><head><title>{TITLE}-云麓网</title></head><body><article><header><h1>{TITLE}</h1><div><time>2020-12-01 18:59</time>"
            f"</div></header><section>{TEXT}</section><footer>{line}</footer></article></body></html>")
    body = extract(Page(url="http://www.yunlu.example.com/a/1.html", body=page.encode())).body
    assert body is not None and body.endswith("近两万户农户增收。")


def test_the_name_of_a_gallery_that_the_page_fills_later_is_no_text() -> None:
    body = read("", below="").body
    page = (f"<html><head><title>{TITLE}_云麓网</title></head><body><h1>{TITLE}</h1><div id='detail'>{TEXT}<div class='lb'>"
            "<span>图集</span><div class='swiper'></div></div></div></body></html>")
    assert extract(Page(url="http://www.yunlu.example.com/a/1.html", body=page.encode())).body == body


BUILT = "2023-08-16 10:33:59"


@pytest.mark.parametrize(("stamp", "address", "day"), [
    (BUILT, "tjj/202305/1f2e.shtml", None), (BUILT, "tjj/2023-05/11/1f2e.shtml", "2023-05-11"),
    (BUILT, "tjj/202308/1f2e.shtml", "2023-08-16"),
    (BUILT, "tjj/show.jsp?id=3", "2023-08-16"), ("2023-08-15 10:33:59", "tjj/202305/1f2e.shtml", "2023-08-15")])
def test_a_tag_that_a_template_fills_in_when_it_builds_the_page_is_no_day_of_publication(stamp: str, address: str, day: str | None) -> None:
    page = (f"<html><head><title>{TITLE} | 云麓县人民政府</title><meta name='PubDate' content='{stamp}'>"
            f"<meta name='others' content='页面生成时间 {BUILT}'></head><body><h1>{TITLE}</h1><div id='zoomcon'>{TEXT}</div></body></html>")
    assert extract(Page(url=f"http://www.yunlu.example.gov.cn/{address}", body=page.encode())).date == day


@pytest.mark.parametrize(("line", "found"), [
    ("一、灌区改造项目基本情况说明", None), ("（一）灌区改造项目基本情况", None), ("第一章 灌区改造工程总体要求", None),
    ("1．灌区改造项目基本情况说明", None), ("一渠清水润田来：云麓灌区见闻", "一渠清水润田来：云麓灌区见闻"),
    ("3.5亿元改造云麓县四座灌区", "3.5亿元改造云麓县四座灌区")])
def test_the_heading_of_a_section_is_no_second_headline(line: str, found: str | None) -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><h2>{line}</h2><div>{TEXT}</div></body></html>"
    article = extract(Page(url="http://www.yunlu.example.com/a/1.html", body=page.encode()))
    assert article.fields["subtitle"] == found


def test_a_label_without_a_name_below_a_text_has_not_the_line_above_it_for_one() -> None:
    page = (f"<html><head><title>{TITLE}_云麓网</title></head><body><article><h1>{TITLE}</h1>{TEXT}<p><a href='/'>返回云麓号，查看更多</a>"
            "</p><p>责任编辑：<span></span></p></article></body></html>")
    article = extract(Page(url="http://www.yunlu.example.com/a/1.html", body=page.encode()))
    assert article.fields["editor"] is None
