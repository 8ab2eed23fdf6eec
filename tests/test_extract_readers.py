"""The article's text as each reader sees it, and which of them is believed."""

from __future__ import annotations

import json

import pytest

from archive.model import Article
from crawler.extract import explain, extract
from crawler.page import Page

LINES = ("省政府今天召开常务会议，研究部署下一阶段工作，会议由省长主持。", "会议强调，各地要压实责任，确保各项任务落到实处，取得实效。",
         "会议还研究了其他事项，决定下周在杭州召开现场会，推广有关做法。")
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
ENGLISH = ("The provincial government met on Monday to plan the work of the coming months, and the governor chaired it.",
           "Cities and counties are to take their share, it was said, so that all that was promised is also done in time.",
           "Further matters were discussed, and a meeting on the spot was called for next week, to spread what has worked well.")
PROSE = "".join(f"<p>{line}</p>" for line in ENGLISH)
OTHER = "".join(f"<p>Another story, number {at}, which says a good deal of what has nothing to do with the page, and says it at length."
                "</p>" for at in range(5))


def _read(body: str, head: str = "") -> Article:
    page = f"<html><head><title>省政府召开常务会议</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url="http://www.example.gov.cn/a.html", body=page.encode()))


def _stated(**values: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values}, ensure_ascii=False)}</script>'


TEASER = '<div class="card"><h3><a href="/{at}.html">What else happened in the province on day {at}</a></h3>' \
         "<p>A few words that tell what the story is about, but not how it ends.</p></div>"
PAGES = {
    "vendor mark": (f'<h1>省政府召开常务会议</h1><div class="TRS_Editor">{TEXT}</div><div>{OTHER * 2}</div>', ""),
    "vendor mark of Kaipu": (f"<h1>省政府召开常务会议</h1><UCAPCONTENT>{TEXT}</UCAPCONTENT><div>{OTHER}</div>", ""),
    "vendor mark of Boda": (f'<h1>省政府召开常务会议</h1><form><div id="vsb_content_501">{TEXT}</div></form>', ""),
    "content tags": (f'<h1>省政府召开常务会议</h1><div class="x1"><meta name="ContentStart">{TEXT}<meta name="ContentEnd"></div>'
                     f"<div>{OTHER}</div>", ""),
    "microdata": (f'<h1>省政府召开常务会议</h1><div itemprop="articleBody">{TEXT}</div><div>{OTHER}</div>', ""),
    "json-ld articleBody": (f'<h1>省政府召开常务会议</h1><div class="x1">{TEXT}</div><div class="x2">{OTHER[:200]}</div>',
                            _stated(articleBody="".join(LINES) * 3)),
    "content mark": (f'<div><h1>省政府召开常务会议</h1><div class="article-content">{TEXT}</div><div>{OTHER[:120]}</div></div>', ""),
    "density": (f'<h1>省政府召开常务会议</h1><div class="x1">{TEXT}</div>', "")}


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_finds_the_text_and_is_named(name: str) -> None:
    article = _read(*PAGES[name])
    assert article.body == "\n\n".join(LINES)
    assert article.found["body"] is not None and name.startswith(article.found["body"])


@pytest.mark.parametrize("name", PAGES)
def test_every_reader_tells_what_it_takes_for_the_text_and_one_is_chosen(name: str) -> None:
    body, head = PAGES[name]
    page = Page(url="http://www.example.gov.cn/a.html", body=f"<title>省政府召开常务会议</title>{head}{body}".encode())
    article, said = explain(page)
    answers = [one for one in said if one.field == "body"]
    assert [one.rule for one in answers if one.chosen] == [article.found["body"]]
    assert len({one.rule for one in answers}) == len(answers) and "density" in {one.rule for one in answers}
    assert all("of the page's prose" in one.why for one in answers)
    assert all("went before" in one.why for one in answers if not one.chosen)


def test_text_that_only_scripts_would_show_is_taken_from_where_it_is_stated() -> None:
    article = _read('<div id="app"></div>', _stated(headline="省政府召开常务会议", articleBody="\n".join(LINES) * 3))
    assert article.found["body"] == "json-ld articleBody"
    assert article.body is not None and article.body.startswith(LINES[0]) and article.title == "省政府召开常务会议"


@pytest.mark.parametrize(("headline", "whole"), [("省政府召开常务会议", True), ("省文物局公布考古发现", False)])
def test_text_that_is_stated_under_the_headline_goes_before_the_line_that_is_shown(headline: str, whole: bool) -> None:
    article = _read(f"<h1>省政府召开常务会议</h1><div class='lead'><p>{LINES[1]}</p></div><div><a href='/in'>登录后阅读全文</a></div>",
                    _stated(headline=headline, articleBody="\n".join(LINES * 3)))
    assert article.body == ("\n\n".join(LINES * 3) if whole else LINES[1])


@pytest.mark.parametrize(("shown", "read"), [("<p>请登录后阅读。</p>", True), (f"<div class='content-b'>{TEXT}</div>", False),
                                            (f"<div class='article-content'>{TEXT * 2}<p>会议由省长主持。</p></div>", False)])
def test_a_hidden_box_that_is_named_as_the_text_is_read_where_no_other_is_shown(shown: str, read: bool) -> None:
    hidden = "".join(f"<p>{line}第{at}项工作要抓紧抓好。</p>" for at, line in enumerate(LINES)) if read else TEXT
    article = _read(f"<h1>省政府召开常务会议</h1>{shown}<div id='zoom' style='display:none'>{hidden}</div><div>{OTHER}</div>")
    assert article.body is not None and ("第2项工作" in article.body) is read
    assert article.body.count(LINES[1]) == (2 if "省长主持。</p></div>" in shown else 1)


def test_text_that_react_sends_later_is_read_in_its_place() -> None:
    later = f'<div hidden id="S:0"><p>{ENGLISH[1]}</p></div><script>$RC("B:0","S:0")</script>'
    article = _read(f'<article><h1>A meeting</h1><p>{ENGLISH[0]}</p><!--$?--><template id="B:0"></template><p>Loading, please wait.</p>'
                    f'<!--/$--><p>{ENGLISH[2]}</p></article>{later}')
    assert article.body == "\n\n".join(ENGLISH)


@pytest.mark.parametrize("place", ["behind", "inside"])
def test_rows_of_teasers_are_no_part_of_the_article(place: str) -> None:
    row = f'<div class="cards">{"".join(TEASER.format(at=at) for at in range(4))}</div>'
    rest = f"<p>{ENGLISH[0]}</p>" if place == "inside" else ""
    article = _read(f"<article><h1>A meeting</h1>{PROSE}{PROSE}{row}{rest}</article>")
    assert article.body is not None and "What else happened" not in article.body and "A few words" not in article.body
    assert article.body.startswith(ENGLISH[0]) and article.body.endswith(ENGLISH[0] if rest else ENGLISH[2])


def test_a_list_of_the_best_is_the_article_and_no_row_of_teasers() -> None:
    row = "".join(f'<div class="place"><h3><a href="/{at}">The lake of the {at} winds</a></h3><p>{ENGLISH[at % 3]}</p></div>'
                  for at in range(6))
    article = _read(f"<article><h1>Six lakes</h1><p>{ENGLISH[0]}</p>{row}</article>")
    assert article.body is not None and "The lake of the 5 winds" in article.body


@pytest.mark.parametrize("column", ['<div class="sidebar">{}</div>', '<aside>{}</aside>', '<ul><li class="widget">{}</li></ul>'])
@pytest.mark.parametrize("box", ["article", 'div class="article-content"'])
def test_a_column_that_is_longer_than_the_article_beside_it_is_none_of_it(column: str, box: str) -> None:
    other = column.format(f"<h2>Latest</h2>{OTHER * 3}")
    article = _read(f"<main><{box}><h1>A meeting</h1>{PROSE}</{box.split(maxsplit=1)[0]}>{other}</main>", "<title>A meeting</title>")
    assert article.body == "\n\n".join(ENGLISH)


@pytest.mark.parametrize(("day", "kept"), [("good", True), ("2024-03-05", False)])
def test_rows_of_data_whose_names_are_linked_are_text_and_a_table_of_other_articles_is_none(day: str, kept: bool) -> None:
    rows = "".join(f"<tr><td><a href='/seat/{at}'>Seat number {at} of the maker</a></td><td>{at}0 kg</td><td>yes</td><td>{day}</td></tr>"
                   for at in range(1, 7))
    table = f"<table><tr><th>Seat</th><th>Weight</th><th>Belt</th><th>Note</th></tr>{rows}</table>"
    article = _read(f"<article><h1>A meeting</h1>{PROSE}<h2>The results</h2>{table}{PROSE}</article>")
    assert article.body is not None and ("Seat number 3 of the maker\t30 kg\tyes\tgood" in article.body) is kept


@pytest.mark.parametrize("times", [2, 3])
def test_a_box_of_a_text_whose_every_paragraph_is_named_so_is_a_part_of_it(times: int) -> None:
    named = "".join(f"<p class='c{at} richtext'>{line}</p>" for at, line in enumerate(ENGLISH * 2))
    items = "".join(f"<li><p class='c0 richtext'>{line}</p></li>" for line in ENGLISH * times)
    article = _read(f"<article><h1>A meeting</h1><div>{named}<h2>The results</h2><ul><li>Eleven are good</li></ul><div class='x9 richtext'>"
                    f"<section><h3>Tips</h3><ul>{items}</ul></section></div></div></article>", "<title>A meeting</title>")
    assert article.body is not None and "The results\n\nEleven are good" in article.body
    assert article.body.count(ENGLISH[2]) == 2 + times


def test_a_heading_in_the_text_that_the_tags_name_does_not_cut_off_what_stands_above_it() -> None:
    head = '<meta property="og:title" content="Five lakes that are worth a visit">'
    article = _read(f"<div>{PROSE}{PROSE}<h2>Five lakes that are worth a visit</h2>{PROSE}</div>", head)
    assert article.body is not None and article.body.startswith(ENGLISH[0]) and article.body.count(ENGLISH[0]) == 3


def test_a_standfirst_that_is_the_description_is_no_paragraph() -> None:
    lead = "What the provincial government decided on Monday, and what it means for those who live far from the cities."
    article = _read(f'<article><h1>A meeting</h1><p class="x">{lead}</p><div class="article-content">{PROSE}{PROSE}</div></article>',
                    f'<meta name="description" content="{lead}">')
    assert article.body is not None and lead not in article.body
    assert article.fields["description"] == lead


@pytest.mark.parametrize("asking", [
    "<p>Sign up for our newsletter and get the best of the province every morning.</p><p>Thanks for signing up!</p>",
    "<p>By clicking the button you agree to our Terms of Use and Privacy Policy.</p>",
    "<p>Ann Example is a senior staff writer with ten years of experience in the hills.</p>"])
def test_boxes_in_the_text_that_ask_for_something_are_no_text(asking: str) -> None:
    article = _read(f'<article><h1>A meeting</h1>{PROSE}<div class="x1"><div class="x2">{asking}</div></div>{PROSE}</article>')
    assert article.body == "\n\n".join((*ENGLISH, *ENGLISH))


def test_a_paragraph_that_speaks_of_signing_up_is_text() -> None:
    line = "Farmers sign up for the courses at the county office, where the newsletter of the province lies, too."
    article = _read(f"<article><h1>A meeting</h1>{PROSE}<p>{line}</p>{PROSE}</article>")
    assert article.body is not None and line in article.body


def test_a_heading_that_is_the_anchor_of_a_table_of_contents_stays() -> None:
    article = _read(f'<article><h1>A meeting</h1>{PROSE}<h2 id="toc-what-comes-next">What comes next</h2>{PROSE}</article>')
    assert article.body is not None and "What comes next" in article.body


LINE = "全省各级部门积极行动，结合实际制定了方案，明确任务分工，让群众更有获得感。"
PARTS = ["".join(f"<p>第{part}部分第{line}段。{LINE}</p>" for line in range(lines)) for part, lines in ((1, 4), (2, 2), (3, 1))]


@pytest.mark.parametrize(("name", "read"), [
    ("manuscriptPage_{}", True), ("content-page-{}", True), ("tab_{}", False), ("homepage{}", False)])
def test_further_pages_of_a_text_that_a_script_turns_to_are_read(name: str, read: bool) -> None:
    shown = "".join(f"<div id='{name.format(number)}'{' style=display:none' if number > 1 else ''}>{words}</div>"
                    for number, words in enumerate(PARTS, 1))
    body = _read(f"<h1>省政府召开常务会议</h1><p>2021-07-31 10:00 来源：某省日报</p><div id=UCAP-CONTENT>{shown}</div>").body or ""
    assert [f"第{number}部分" in body for number in (1, 2, 3)] == [True, read, read]
