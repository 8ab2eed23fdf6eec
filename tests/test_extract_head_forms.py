"""Forms of the head of old Chinese pages: sizes of type, lists that are trails, senders of texts, days of the site, years of two digits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.extract.days.site_clocks import is_clock, tells_site_change
from crawler.extract.facts.labelled_names import Lines, sending_unit
from crawler.page import Page
from tests.test_extract_portal_habits import LINES, TEXT, TITLE
from tests.wording_kit import page_of

KICKER, SECOND = "二十六个乡镇农民上了工地", "清水河灌区冬修见闻"


def read(body: str, window: str = "清水县政府网", *, captured: datetime | None = None,
         headers: tuple[tuple[str, str], ...] = ()) -> Article:
    text = f"<html><head><meta charset=utf-8><title>{window}</title></head><body>{body}</body></html>"
    return extract(Page(url="http://www.qingshui.example.gov.cn/a/7.asp", body=text.encode(), headers=headers, captured_at=captured))


@pytest.mark.parametrize("lines", [
    "<p align=center><font size=3>{}</font></p><p align=center><font size=6>{}</font></p><p align=center><font size=4>{}</font></p>",
    "<p style='text-align:center;font-size:16px'>{}</p><p style='text-align:center;font-size:1.8em'>{}</p>"
    "<p style='text-align:center;font-size:medium'>{}</p>",
    "<h3>{}</h3><h1>{}</h1><h2>{}</h2>",
    "<center><span style='font:12pt/1.5 SimSun'>{}</span><br><span style='font:bold 22pt SimHei'>{}</span><br><small>{}</small></center>"])
def test_the_largest_of_three_lines_is_the_headline(lines: str) -> None:
    article = read(lines.format(KICKER, TITLE, SECOND) + f"<p align=center>2012-03-08</p>{TEXT}")
    assert (article.title, article.date, article.body) == (TITLE, "2012-03-08", "\n\n".join(LINES))


@pytest.mark.parametrize("above", [KICKER, ""])
@pytest.mark.parametrize("below", [SECOND, f"——{SECOND}", ""])
@pytest.mark.parametrize("window", ["清水县政府网", f"{TITLE}-清水县政府网"])
def test_one_line_in_large_type_among_plain_ones_of_its_cell_is_the_headline(above: str, below: str, window: str) -> None:
    lines = "<br>".join(filter(None, (above, f"<font size=5><b>{TITLE}</b></font>", below)))
    article = read(f"<table><tr><td align=center>{lines}</td></tr><tr><td>2012-03-08</td></tr><tr><td>{TEXT}</td></tr></table>", window)
    assert (article.title, article.fields["kicker"], article.fields["subtitle"]) == (TITLE, above or None, below.lstrip("—") or None)
    assert article.body == "\n\n".join(LINES)


def test_a_style_sheet_may_set_what_states_no_size() -> None:
    article = read(f"<p class=bt>{TITLE}</p><p align=center><font size=4>{SECOND}</font></p><p>2012-03-08</p>{TEXT}", TITLE)
    assert (article.title, article.body) == (TITLE, "\n\n".join(LINES))
    assert read(f"<p class=title>{TITLE}</p><p><font size=4>{SECOND}</font></p><p>2012-03-08</p>{TEXT}").title == TITLE


@pytest.mark.parametrize(("size", "title"), [("12px", TITLE), ("40px", "清水县水务局")])
def test_an_offices_name_that_is_the_h1_is_no_headline_above_a_line_in_larger_type(size: str, title: str) -> None:
    article = read(f"<h1 style='font-size:{size}'>清水县水务局</h1><table><tr><td align=center><font size=5>{TITLE}</font></td></tr>"
                   f"<tr><td>2012-03-08</td></tr><tr><td>{TEXT}</td></tr></table>", "")
    assert (article.title, article.date, article.body) == (title, "2012-03-08", "\n\n".join(LINES))


@pytest.mark.parametrize("headline", [
    "<h1>{}\n{}</h1>", "<h1>{}\n<font color=red>{}</font></h1>", "<div class=title><span>{}</span> <span>{}</span></div>"])
@pytest.mark.parametrize("at", [4, 6])
def test_where_the_source_of_a_headline_is_broken_it_has_a_blank_only_if_the_windows_title_has_it(headline: str, at: int) -> None:
    shown = headline.format(TITLE[:at], TITLE[at:]) + f"<p>2012-03-08</p>{TEXT}"
    assert read(shown, f"{TITLE}-清水县政府网").title == TITLE
    blank = f"{TITLE[:at]} {TITLE[at:]}"
    assert read(shown, f"{blank}-清水县政府网").title == blank
    assert read(f"<h1>{blank}</h1><p>2012-03-08</p>{TEXT}", f"{TITLE}-清水县政府网").title == blank, "a blank of its own"


@pytest.mark.parametrize(("first", "second"), [("3", "3"), ("3", "4"), ("5", "5")])
def test_lines_of_one_size_are_one_headline_and_of_two_sizes_two(first: str, second: str) -> None:
    lines = ("清水县二十六个乡镇冬修水利", "三万农民奋战在工地上")
    title = read(f"<table><tr><td align=center><font size={first}>{lines[0]}</font><br><font size={second}>{lines[1]}</font></td></tr>"
                 f"<tr><td>2012-03-08</td></tr><tr><td>{TEXT}</td></tr></table>").title
    assert title == ("".join(lines) if first == second else lines[1])


@pytest.mark.parametrize(("items", "trail"), [
    ("<li><a href=/>首页</a></li><li>&gt;</li><li><a href=/x/>新闻</a></li>", ("首页", "新闻")),
    ("<li>首页</li><li>/</li><li>新闻</li><li>/</li><li>要闻</li>", ("首页", "新闻", "要闻")),
    ("<li><a href=/>首页</a></li><li><a href=/a/>新闻</a></li><li>要闻</li>", ("首页", "新闻", "要闻")),
    ("<li><a href=/>首页</a></li><li><a href=/a/>新闻</a></li><li><a href=/a/>要闻</a></li>", ()),
    ("<li><a href=/>首页</a></li><li>|</li><li><a href=/x/>新闻</a></li><li>|</li><li><a href=/y/>政务</a></li>", ()),
    ("<li>首页</li><li>新闻</li><li>政务</li>", ())])
def test_a_list_above_the_headline_is_a_trail_where_signs_or_its_end_tell(items: str, trail: tuple[str, ...]) -> None:
    assert read(f"<ul>{items}</ul><h2>{TITLE}</h2><p>2012-03-08</p>{TEXT}").breadcrumb == trail


@pytest.mark.parametrize(("line", "trail"), [
    ("首页-政务-通知", ("首页", "政务", "通知")), ("网站首页 - 通知", ("网站首页", "通知")),
    ("当前位置：首页—政务—通知", ("首页", "政务", "通知")),
    ("首页-2012年清水河灌区农民冬修水利工程建设情况统计汇总", ()),
    ("<a href=/>首页</a> <a href=/x>新闻</a> <a href=/y>政务</a> 首页&gt;政务&gt;通知", ("首页", "政务", "通知")),
    ("所属栏目：<a href=/y>通知</a>　发布时间：2012-03-08", ("通知",))])
def test_a_trail_joined_by_hyphens_or_behind_the_menu_is_read(line: str, trail: tuple[str, ...]) -> None:
    assert read(f"<div>{line}</div><h2>{TITLE}</h2><p>2012-03-08</p>{TEXT}").breadcrumb == trail


def test_the_section_in_the_head_line_gives_way_to_the_trail() -> None:
    article = read(f"<div><a href=/>首页</a> &gt; <a href=/x>新闻</a> &gt; 要闻</div><h2>{TITLE}</h2>"
                   f"<p>栏目：要闻 时间：2012-03-08</p>{TEXT}")
    assert article.breadcrumb == ("首页", "新闻", "要闻")


@pytest.mark.parametrize(("foot", "day"), [
    ("上次更新：2013-09-30", None), ("清水县政府主办　上次更新：2013年9月30日 10:20", None), ("网站更新日期：2013-9-30", None),
    ("本站最后更新于2013-09-30", None), ("清水县水利局　最后更新：2013-09-30", None), ("北京时间：2013-09-30 14:20:00", None),
    ("2013年9月30日 星期一 14:20:11", None), ("发布时间：2013-09-30", "2013-09-30"), ("更新时间：2013-09-30", "2013-09-30")])
def test_days_of_the_site_in_its_foot_are_none_of_the_article(foot: str, day: str | None) -> None:
    article = read(f"<h2>{TITLE}</h2>{TEXT}<div>{foot}</div>")
    assert (article.date, article.body) == (day, "\n\n".join(LINES))


def test_a_sentence_about_a_site_or_a_day_is_no_clock() -> None:
    assert not tells_site_change("本站最后更新于2013-09-30，此后由新站代替。")
    assert not is_clock("2013年9月30日 星期一 县水利局召开冬修会议")


@pytest.mark.parametrize(("line", "captured", "day"), [
    ("12-03-08", None, "2012-03-08"), ("31-12-08", None, None), ("31-12-08", 2040, "2031-12-08"), ("12-03-08", 2011, None),
    ("99-12-08", 2003, "1999-12-08"), ("99-12-08", None, "1999-12-08"), ("发布日期：31-12-08", 2024, None),
    ("12-03-08 14:20 by 水利科", None, "2012-03-08"), ("12/03/08 by 水利科", None, "2012-03-08"),
    ("12-03-08 冬修", None, None), ("[12-03-08 14:20] 水利科", 2012, "2012-03-08")])
def test_a_year_of_two_digits_lies_before_the_capture_and_is_none_that_portals_never_had(line: str, captured: int | None,
                                                                                         day: str | None) -> None:
    instant = None if captured is None else datetime(captured, 6, 1, tzinfo=UTC)
    assert read(f"<h2>{TITLE}</h2><p>{line}</p>{TEXT}", captured=instant).date == day


@pytest.mark.parametrize(("header", "day"), [("Tue, 01 Jun 2010 08:00:00 GMT", None), ("Fri, 01 Jun 2012 08:00:00 GMT", "2012-03-08"),
                                             ("yesterday", "2012-03-08")])
def test_the_servers_clock_bounds_such_a_year_where_no_instant_is_known(header: str, day: str | None) -> None:
    assert read(f"<h2>{TITLE}</h2><p>12-03-08</p>{TEXT}", headers=(("Date", header),)).date == day


@pytest.mark.parametrize(("title", "below", "day", "made"), [
    (TITLE, "（二○一二年三月八日）", "2012-03-08", None), (TITLE, "二OO九年三月八日", "2009-03-08", None),
    ("关于做好冬修水利工作的通知", "（二○一二年三月八日）", None, "2012-03-08"),
    (TITLE, "清政办〔2012〕8号</p><p>（二○一二年三月八日）", None, "2012-03-08")])
def test_a_day_in_numerals_alone_is_of_the_document_or_of_the_news(title: str, below: str, day: str | None, made: str | None) -> None:
    article = read(f"<h2>{title}</h2><p align=center>{below}</p>{TEXT}")
    assert (article.date, article.fields["document_date"], article.body) == (day, made, "\n\n".join(LINES))


@pytest.mark.parametrize(("facts", "day"), [
    ("<table><tr><td>嘉宾</td><td>何志</td><td>时间</td><td>2012-03-06 15:00</td></tr></table>", None),
    ("<dl><dt>时间：</dt><dd>2012-03-06</dd><dt>主持人：</dt><dd>于雪</dd></dl>", None),
    ("<p>主持人：于雪</p><p>时间：2012-03-06 15:00</p>", None), ("<p>时间：2012-03-06</p><p>作者：于雪</p>", "2012-03-06")])
def test_the_time_of_a_talk_beside_its_guest_or_host_is_no_day_of_publication(facts: str, day: str | None) -> None:
    assert read(f"<h2>{TITLE}</h2>{facts}{TEXT}").date == day


@pytest.mark.parametrize(("line", "unit"), [
    ("供稿：县水利局 阅读：12", "县水利局"), ("供稿单位：水利科", "水利科"), ("（供稿：清水中学团委）", "清水中学团委"),
    ("来稿单位：沙坝乡", None),
    ("供稿：王天一", None), ("供稿：何建社", None), ("摄影供稿：县水利局", None)])
def test_a_unit_that_sent_a_text_in_is_its_source_and_a_person_is_not(line: str, unit: str | None) -> None:
    assert sending_unit(Lines(page_of(line).blocks)) == unit


@pytest.mark.parametrize(("line", "source"), [
    ("2012-03-08 09:00 | 查看: 12 | 来自: 清水日报", "清水日报"), ("2012-03-08 来源：县水利局 查看：93 次", "县水利局")])
def test_forums_and_counters_about_a_source_leave_it_whole(line: str, source: str) -> None:
    assert read(f"<h2>{TITLE}</h2><p>{line}</p>{TEXT}").source == source


def test_from_is_the_source_beside_a_day_alone() -> None:
    text = "".join(f"<p>{'The county repaired its canals before the frost came, and the farmers paid nothing. ' * 2}</p>" for _ in range(3))
    for line, source in (("Release date: 2012-03-08 From: Water Bureau Views: 3", "Water Bureau"), ("From: John Reed, Lindale", None)):
        assert read(f"<h1>County repairs its canals before the frost</h1><p>{line}</p>{text}", "Canals").source == source


@pytest.mark.parametrize(("line", "source"), [
    ("出处：清水报", "清水报"), ("转自：新华网", "新华网"), ("摘自《清水报》", "《清水报》"), ("[来源] 清水报", "清水报"),
    ("来源　清水报", "清水报"),
    ("信息提供：县水利局", "县水利局"), ("报送单位：县水利局", "县水利局"), ("供稿：周静", None), ("来源：无", None)])
def test_who_published_first_alone_in_a_line_above_a_text_is_no_text(line: str, source: str | None) -> None:
    article = read(f"<h2>{TITLE}</h2><p>{line}</p>{TEXT}")
    assert (article.source, article.body) == (source, "\n\n".join(LINES))


def test_a_sentence_that_tells_a_source_is_text() -> None:
    line = "摘自县志的这段话，说的是清水河灌区的由来，至今仍被人提起。"
    assert read(f"<h2>{TITLE}</h2><p>2012-03-08</p><p>{line}</p>{TEXT}").body == "\n\n".join((line, *LINES))


@pytest.mark.parametrize("line", ["二〇一二年三月八日 星期四", "（12-03-08）", "12-03-08", "清水县水利局（二〇一二年三月八日）"])
def test_a_day_in_a_line_of_its_own_below_the_headline_is_no_text(line: str) -> None:
    article = read(f"<h2>{TITLE}</h2><p align=center>{line}</p>{TEXT}")
    assert (article.date, article.body) == ("2012-03-08", "\n\n".join(LINES))


@pytest.mark.parametrize(("line", "trail"), [
    ("当前位置：首页　政务　通知", ("首页", "政务", "通知")), ("首页　政务　通知", ()),
    ("清水县政府网 - <a href=/x>政务</a> - <a href=/y>通知</a> - 正文", ("清水县政府网", "政务", "通知")),
    ("首页 | 概况 | 办事　　首页-&gt;政务-&gt;通知", ("首页", "政务", "通知"))])
def test_blanks_part_a_trail_behind_its_lead_word_alone(line: str, trail: tuple[str, ...]) -> None:
    assert read(f"<div>{line}</div><h2>{TITLE}</h2><p>2012-03-08</p>{TEXT}").breadcrumb == trail


@pytest.mark.parametrize(("below", "day"), [("主题：冬修", "2012-03-08"), ("发布人：何志", None), ("地点：县政府", None)])
def test_when_a_page_or_a_conference_was_released_is_told_by_the_next_line(below: str, day: str | None) -> None:
    assert read(f"<h2>{TITLE}</h2><p>发布时间：2012-03-08</p><p>{below}</p>{TEXT}").date == day


def test_a_larger_line_behind_site_and_section_has_no_kicker_of_their_names() -> None:
    article = read(f"<p align=center><font size=2>清水中学 校园新闻</font></p><p align=center><font size=5>{TITLE}</font></p>{TEXT}")
    assert (article.title, article.fields["kicker"]) == (TITLE, None)
