"""What careless templates do to fields, one sentence a kind: labels without values or colons, zeros for days, codes for pages."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.challenge import challenge_of
from crawler.extract import extract
from crawler.page import Page

TITLE = "全省春季灌溉工作会议召开"
LINES = ("三月四日，省水利厅在省城召开全省春季农田灌溉工作会议，部署今年灌区续建配套与现代化改造任务。",
         "会议指出，去冬以来全省平均降水较常年偏少两成，部分山区水库蓄水不足，各地要把抗旱保春灌摆在突出位置。")
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
ENGLISH = ("Since last winter, rain in the province has been 20 percent less than usual, the meeting was told on Monday.",
           "Local offices were asked to inspect canals and pumping stations before the middle of April, and to report.")


def read(body: str, *, head: str = "", url: str = "http://www.yunlu.example.gov.cn/a/1.html", status: int = 200) -> Article:
    markup = f"<html><head><meta charset=utf-8><title>{TITLE}_云麓省水利厅</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url=url, body=markup.encode(), status=status))


def headed(line: str, *, head: str = "") -> Article:
    return read(f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>", head=head)


def english(*paragraphs: str) -> Article:
    text = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in paragraphs)
    return extract(Page(url="http://en.yunlu.example.gov.cn/a/1.html", body=(
        f"<title>Irrigation begins</title><h2>Irrigation begins</h2><div>2024-03-05</div><div class=c>{text}</div>").encode()))


@pytest.mark.parametrize(("line", "source", "day"), [
    ("来源：2024-03-05", None, "2024-03-05"), ("来源： 2024年3月5日", None, "2024-03-05"),
    ("来源：2024水利年鉴 2024-03-05", "2024水利年鉴", "2024-03-05")])
def test_the_day_behind_an_empty_label_is_no_source(line: str, source: str | None, day: str) -> None:
    article = headed(line)
    assert (article.source, article.date) == (source, day)


@pytest.mark.parametrize(("line", "author"), [
    ("2024-03-05 文/林一鸣 图/周文", "林一鸣"), ("2024-03-05 文/图 来源：云麓日报", None), ("记者 林一鸣 报道", "林一鸣"),
    ("记者 林一鸣 周文 整理", "林一鸣 周文"), ("2024-03-05 文字：林一鸣 图片：周文", "林一鸣"), ("2024-03-05 文字：大 中 小", None)])
def test_who_wrote_it_is_told_from_what_he_did(line: str, author: str | None) -> None:
    assert headed(line).author == author


@pytest.mark.parametrize("name", [
    '<span itemprop="author">林一鸣</span>', '<span itemprop="author" itemscope><a href="/u"><i itemprop="name">林一鸣</i></a></span>',
    '<div itemprop="author" itemscope><meta itemprop="name" content="林一鸣"></div>'])
def test_microdata_in_the_page_names_an_author(name: str) -> None:
    article = headed(f"2024-03-05 {name}")
    assert (article.author, article.found["author"]) == ("林一鸣", "microdata")


def test_microdata_that_names_an_account_gives_no_author() -> None:
    assert headed('2024-03-05 <span itemprop="author">admin</span>').author is None


@pytest.mark.parametrize("line", ["1970-01-01", "发布时间：1970-01-01 08:00:00", "1970年1月1日"])
def test_the_zero_of_a_clock_is_no_day(line: str) -> None:
    assert headed(line).date is None
    assert headed(line, head='<meta name="PubDate" content="2024-03-05 10:00">').date == "2024-03-05"


def test_a_list_of_facts_without_colons_is_read_and_no_text() -> None:
    facts = {"索引号": "SL-2024-33", "文号": "云水发〔2024〕12号", "发布机构": "云麓省水利厅", "成文日期": "2024-03-01",
             "公开日期": "2024-03-05"}
    article = read("<ul>" + "".join(f"<li><b>{name}</b><span>{value}</span></li>" for name, value in facts.items())
                   + f"</ul><h1>{TITLE}</h1><div id=zoom>{TEXT}</div>")
    keys = ("index_number", "document_number", "issuer", "document_date")
    assert tuple(article.fields[key] for key in keys) == ("SL-2024-33", "云水发〔2024〕12号", "云麓省水利厅", "2024-03-01")
    assert (article.date, article.body) == ("2024-03-05", "\n\n".join(LINES))


@pytest.mark.parametrize(("label", "key", "value"), [
    ("Date of writing", "document_date", "2024-02-28"), ("Signing date", "document_date", "2024-02-28"),
    ("Date of completion", "document_date", "2024-02-28"), ("File number", "document_number", "YSF [2024] No. 12"),
    ("Publishing agency", "issuer", "Yunlu Department of Water"), ("Issuing unit", "issuer", "Yunlu Department of Water"),
    ("Implementation date", "effective_date", "2024-04-01")])
@pytest.mark.parametrize("colon", ["", ":"])
def test_labels_of_english_editions_are_read(label: str, key: str, value: str, colon: str) -> None:
    assert english(f"<table><tr><td>{label}{colon}</td><td>{value}</td></tr></table>", *ENGLISH).fields[key] == value


@pytest.mark.parametrize("line", [
    "【索引号】SL-7 【文号】云水发〔2024〕12号 【发布机构】云麓省水利厅",
    "【索引号】SL-7【文号】云水发〔2024〕12号【发布机构】云麓省水利厅",
    "Index No.: SL-7 Document No.: 云水发〔2024〕12号 Issued by: 云麓省水利厅 Date of issue: 2024-03-01"])
def test_facts_in_one_line_end_where_the_next_begins(line: str) -> None:
    fields = read(f"<h1>{TITLE}</h1><p>{line} 2024-03-05</p><div id=zoom>{TEXT}</div>").fields
    assert (fields["index_number"], fields["document_number"]) == ("SL-7", "云水发〔2024〕12号")
    assert (fields["issuer"] or "").startswith("云麓省水利厅")


@pytest.mark.parametrize("line", ["云水发〔2024〕12号", "（云水发〔2024〕12号）"])
def test_a_documents_number_above_its_text_is_a_field_and_no_text(line: str) -> None:
    article = read(f"<h1>{TITLE}</h1><div>2024-03-05</div><div class=c><p align=center>{line}</p>{TEXT}</div>")
    assert (article.fields["document_number"], article.body) == ("云水发〔2024〕12号", "\n\n".join(LINES))


def test_a_number_that_a_text_quotes_stays_in_it() -> None:
    article = read(f"<h1>{TITLE}</h1><div>2024-03-05</div><div class=c>{TEXT}<p>云水发〔2024〕12号</p></div>")
    assert (article.body or "").endswith("云水发〔2024〕12号")


@pytest.mark.parametrize("line", [
    "Previous: Trees planted along the river", "Prev: Trees planted", "Previous article: Trees planted", "Reading: 64 times"])
def test_the_english_of_content_systems_below_a_text_is_none_of_it(line: str) -> None:
    assert english(*ENGLISH, line).body == "\n\n".join(ENGLISH)


def test_a_heading_of_a_text_on_museums_stays() -> None:
    assert english(ENGLISH[0], "Collection", ENGLISH[1]).body == f"{ENGLISH[0]}\n\nCollection\n\n{ENGLISH[1]}"


@pytest.mark.parametrize("how", ["align=center", "style='text-align: center'"])
def test_a_line_in_the_middle_below_a_picture_in_the_middle_is_its_caption(how: str) -> None:
    caption = "A pumping station under repair on March 3."
    article = english(ENGLISH[0], f"<p {how}><img src=/1.jpg></p><p {how}>{caption}</p>", *ENGLISH[1:])
    assert ([image.caption for image in article.images], article.body) == ([caption], "\n\n".join(ENGLISH))
    words = "检修中的东门泵站"
    article = read(f"<h1>{TITLE}</h1><div>2024-03-05</div><div class=c><p {how}><img src=/1.jpg></p><p {how}>{words}</p>{TEXT}</div>")
    assert ([image.caption for image in article.images], article.body) == ([words], "\n\n".join((words, *LINES)))


def test_the_first_line_of_a_text_that_is_in_the_middle_is_no_caption() -> None:
    lines = "".join(f"<p align=center>{line}</p>" for line in ENGLISH)
    article = english("<p align=center><img src=/1.jpg></p>", lines)
    assert ([image.caption for image in article.images], article.body) == ([None], "\n\n".join(ENGLISH))


@pytest.mark.parametrize("body", [
    '{"code": 200, "data": {"title": "春灌", "content": "<p>正文</p>"}}', '[{"html": "<div>x</div>"}]', '["<p>a</p>"]', "{}",
    "[[\"<p>\"]]", 'show({"html": "<p>a</p>"});', 'var rows = [{"html": "<b>a</b>"}];',
    "<?xml version='1.0'?><records><title>春灌</title></records>"])
def test_json_is_no_page_whatever_mark_up_its_strings_hold(body: str) -> None:
    article = extract(Page(url="http://www.yunlu.example.gov.cn/a", body=body.encode(), headers=(("Content-Type", "text/html"),)))
    assert (article.kind, article.title, article.body) == ("not-html", None, None)


def test_a_script_before_a_page_makes_it_no_json() -> None:
    page = f'var a = {{"b": 1}};<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{TEXT}</body></html>'
    assert extract(Page(url="http://www.yunlu.example.gov.cn/a", body=page.encode())).title == TITLE


def test_the_address_of_an_empty_page_gives_it_no_day() -> None:
    article = extract(Page(url="http://www.yunlu.example.gov.cn/a/202403/t20240305_1.html", body=b"<html><body></body></html>"))
    assert (article.kind, article.date, article.found["date"]) == ("empty", None, None)


def test_a_page_behind_words_of_its_template_is_a_page() -> None:
    page = f"{{{{ head }}}}<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{TEXT}</body></html>"
    assert extract(Page(url="http://www.yunlu.example.gov.cn/a", body=page.encode())).title == TITLE


SCRIPTS = "<meta id='a1' content='b2' r='m'><script src='/x/y.1a2b.js' r='m'></script>" \
    "<script type='text/javascript' r=\"m\">(function(){})();</script>"


@pytest.mark.parametrize("status", [200, 202])
def test_a_page_of_nothing_but_a_guards_scripts_is_a_challenge(status: int) -> None:
    page = f"<!DOCTYPE html><html><head>{SCRIPTS}</head><body></body></html>".encode()
    assert challenge_of(status, (), page) == "Ruishu"
    assert extract(Page(url="http://www.yunlu.example.gov.cn/a", body=page, status=status)).kind == "challenge"
    cut = page.replace(b"(function(){})();</script></head><body></body></html>", b"(function(){var _$a=[" + b"1," * 16_000 + b"<b")
    assert challenge_of(status, (), cut) == "Ruishu"


def test_a_page_that_the_guard_let_through_keeps_its_text() -> None:
    article = read(f"<h1>{TITLE}</h1><div>2024-03-05</div>{TEXT}", head=SCRIPTS)
    assert (article.kind, article.body) == ("article", "\n\n".join(LINES))


def test_rows_that_only_a_script_has_make_a_listing() -> None:
    rows = "".join(f"<record><![CDATA[<li><a href='/art/2024/3/{n}/art_1_{n}.html'>第{n}号通知</a></li>]]></record>"
                   for n in range(1, 9))
    article = read("<div id=7><script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/dataproxy.jsp?page=1'></a>]]>"
                   f"</nextgroup><recordset>{rows}</recordset></datastore></script></div>", url="http://www.yunlu.example.gov.cn/col/col1/")
    assert (article.kind, article.reason) == ("listing", "records in a script")


@pytest.mark.parametrize("words", [
    "<h1>HTTP Status 500 - </h1><p>type Exception report</p><pre>java.lang.NullPointerException</pre>",
    "<p>You have an error in your SQL syntax; check the manual</p>",
    "<p>java.sql.SQLException: ORA-00942: table or view does not exist</p>"])
def test_what_a_broken_server_says_with_200_is_an_error(words: str) -> None:
    page = f"<html><head><title>Message</title></head><body>{words}</body></html>"
    assert extract(Page(url="http://www.yunlu.example.gov.cn/a.jsp?id=1", body=page.encode())).kind == "error"


def test_pictures_in_turns_with_lines_up_to_the_end_of_a_page_without_text_are_listed() -> None:
    article = read("<table><tr>" + "<td><img src=/{0}.gif></td><td><b>第0{0}版</b></td>".replace("{0}", "7") +
                   "".join(f"<td><a href=/p{n}.pdf><img src=/p{n}.gif></a></td><td><b>2016年10月20日 星期四</b></td>" for n in range(4)) +
                   "<td><a href=/p9.pdf><img src=/p9.gif></a></td></tr></table>")
    assert article.body is None
    assert len({image.url for image in article.images}) == len(article.images)
