"""Any bytes in, an article out, within the time a page may take."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from time import process_time

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import FIELD_KEYS, FOUND_KEYS, Article
from crawler.extract import explain, extract, parse
from crawler.extract.markup import rescue
from crawler.extract.markup.tree import LARGEST
from crawler.page import Page

URL = "http://example.com/a.html"
END = "这是全文最后的一句话，它不能丢失，因为它是文章的一部分。"
ARTICLE = f"<h1>关于某事的一篇文章标题</h1><p>第一段话，写了一些事情，也写了一些人，他们都很好。</p><p>{END}</p>".encode()
SECONDS = 4.0
"""CPU seconds of a page on a slow machine that is busy with other tests; a second on a quiet one."""

HOSTILE = {
    "divs ten thousand deep": b"<html><body>" + b"<div>" * 10_000 + ARTICLE,
    "tables left open": b"<html><body>" + b"<table><tr><td>" * 2_000 + ARTICLE,
    "sixty thousand unclosed inline tags": b"<html><body>" + b"<b><i><a>" * 20_000 + b"</a>" + ARTICLE,
    "a hundred thousand attributes": b"<html><body><div " + b" ".join(b"a%d=1" % at for at in range(100_000)) + b">" + ARTICLE,
    "attributes parted by slashes": b"<html><body><div " + b"/".join(b"a%d" % at for at in range(100_000)) + b">" + ARTICLE,
    "attributes without values before one that holds a tag": b"<html><body><div " + b" ".join(b"a%d" % at for at in range(100_000))
    + b' x="<b">' + ARTICLE,
    "attributes whose values hold tags' ends": b"<div " + b" ".join(b'a%d=">"' % at for at in range(50_000)) + b">" + ARTICLE,
    **{f"a hundred thousand attributes of a {tag}": b"<%b " % tag.encode() + b" ".join(b"a%d=x" % at for at in range(100_000))
       + b">x = '<p>'</%b>" % tag.encode() + ARTICLE for tag in ("script", "style")},
    "a text of twelve megabytes before it": b"<html><body><div>" + b"word " * 2_400_000 + b"</div>" + ARTICLE,
    "a page of twenty megabytes": b"<html><body>" + ARTICLE + b"<!--" + b"x" * 20_000_000 + b"-->",
    "NULs": b"<html>\x00<body>\x00\x00" + ARTICLE.replace(b"</p>", b"\x00</p>"),
    "the end of the page before it": b"<html><body></body></html>" + ARTICLE + b"</html>",
    "scripts before the page": b"<script>if (a < b) {}</script><html><body>" + ARTICLE,
    "a button left open": b"<body><button class=menu>Menu" + ARTICLE,
    "JSON-LD a hundred thousand deep": b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>" + ARTICLE,
    "pieces that React never sends": b'<template id="B:0"></template>' * 20_000 + b'<script>$RC("B:0","S:0")</script>' * 20_000 + ARTICLE,
    "pieces inside of their own marks": b'<div id="S:0"><template id="B:0"></template></div><script>$RC("B:0","S:0")</script>' + ARTICLE,
    "forty thousand boxes that a content system names": b"<div class=TRS_Editor></div>" * 40_000 + ARTICLE,
    "text of content systems inside each other": b"<div class=TRS_Editor>" * 5_000 + ARTICLE,
    "windows of names that never end": b"<title>The Office of " + b"A" * 3_900 + b"!</title>" + ARTICLE,
    "windows of words that never end": b"<title>The Bureau of " + b"And Aa " * 550 + b"- x_!</title>" + ARTICLE,
    "keys of days without any": b"<script>" + b'publishedAt"\\\\\\:"' * 60_000 + b"</script>" + ARTICLE,
    "counters without end": "<p>本文已被{}浏览{}</p>".format(" 1" * 60, "次 " * 60).encode() * 2_000 + ARTICLE,
    "cells of letters": "<table><tr><td>来信时间<td>王某<td>答复时间<td>李某</table>".encode() * 4_000 + ARTICLE,
    "dates that are none": "<p>2024年13月45日 0000-00-00 99999年1月1日</p>".encode() + ARTICLE,
    "addresses that are none": b"<iframe src='/v.html?file=//[x/a.pdf'></iframe><a href='http://[x/a.pdf'>x://[a]b.pdf</a>"
    b"<object data='/v.html?file=http://[x.pdf'></object>" + ARTICLE + b"<a href='/a.doc'>x://[a]b.doc</a>",
    "days above the headline": "<p>1月2日 天气晴好，2024年</p><p>2024年13月2日 其他的一行字</p>".encode() * 4_000 + ARTICLE,
    "blanks without end in the window's title": "<title>2024年13月2日".encode() + " \xa0".encode() * 40_000 + b"x</title>" + ARTICLE,
    "blanks without end in a drawing of letters": "<pre>【打印】【".encode() + " \xa0".encode() * 20_000 + "█</pre>".encode() + ARTICLE,
    "brackets within brackets": ARTICLE.replace(b"<p>", ("<p>外贸新的增长" + "(" * 500 + "点击打印（</p>").encode() * 400 + b"<p>", 1),
    "furniture in a table of data": (
        "<h1>某事</h1><div><p>第一段话，写了一些事情。</p><table>" + "<tr><td>字体：大中小<td>打印</tr>" * 6_000
        + f"</table><p>{END}</p></div>").encode(),
    "lists below tables": "<table><tr><td>一<td>二<tr><td>三<td>四</table><p>相关新闻</p>".encode() * 5_000 + ARTICLE,
    "references that are none": b"<p>&#xD800; &#x110000; &#0; &#99999999999;</p>" + ARTICLE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_article_in_hostile_markup_is_found_in_time(name: str) -> None:
    began = process_time()
    article = extract(Page(url="http://example.com/a.html", body=HOSTILE[name]))
    assert process_time() - began < SECONDS
    assert article.body is not None and article.body.replace("\x00", "").endswith(END)
    assert article.date is None


CROWDS = {
    "tags": b"<p>Some words here, and more of them than anybody reads. </p>" * 160_000,
    "teasers": b"<div class=c><a href=/a>A headline that is long enough</a><p>A word or two.</p></div>" * 100_000,
    "boxes of text": "<div class=TRS_Editor><p>某些事情，也写了一些人，他们都很好，大家都知道。</p></div>".encode() * 100_000,
    "lines": b"A line of words.<br>" * 160_000,
    "quotations": b"".join(b"<blockquote><p>Quoted words number %d, and more of them</p></blockquote><p>Other words %d, and more.</p>"
                           % (number, number) for number in range(15_000)),
    "links": b'<li><a href="/x">Some link</a>' * 300_000,
    "one line": b"<p>" + b"word, " * 2_000_000,
    "days": "<p>发布时间：2024-05-06 10:00</p>".encode() * 400_000,
    "furniture": ("<p>" + "【打印】【关闭】字体：大中小 " * 15 + "</p>").encode() * 40_000,
    "labels in paragraphs": ("<p>" + "发文机关 " * 100 + "</p>").encode() * 15_000,
    "attributes of many tags": (b"<div " + b" ".join(b"a%d=1" % at for at in range(190)) + b">x</div>") * 10_000,
    "letters of no charset": b"<html><p>" + bytes(range(128, 256)) * 150_000,
    "a title": b"<title>" + "某些事情_".encode() * 1_500_000 + b"</title>",
    "an address": b"<p><a href='" + b"/x" * 10_000_000 + b"'>A name</a></p>",
    "tags in what seems to be a comment": b"<!-->" + b"<b>x</b>" * 2_000_000 + b"-->",
    "tags behind a value that seems to begin one": b'<a title="<!--">' + b"<i><b>" * 2_000_000 + b"-->",
    "a tag that never ends": ARTICLE * 4 + b"<a " + b"".join(b"%d:%d " % (at, at) for at in range(15_000)),
    "lines right in the box of the paragraphs": b"<h1>The bridge</h1><div>" + b"Water level<p>The council met on the river and voted for"
    b" the bridge, and then it rained.</p><br><br><br>" * 7_000 + b"</div>",
    "a tag without an end within three thousand levels": b"<div>" * 3_000 + b"<meta" + b"x" * 200_000 + b"<b>Some words.</b>",
    "headings over readers' words": ARTICLE + "<h3>网友评论(3)</h3><p>顶一个</p>".encode() * 12_000,
    "headings over links": "<h1>一篇文章的标题</h1><p>一行字</p>".encode()
    + "<h3>相关阅读</h3><p><a href=/a>某一篇文章的标题很长</a></p>".encode() * 12_000,
    "a list that tells the same of each": ARTICLE + b"".join(f"<p>来源：某报第{at}版</p>".encode() for at in range(6_000)),
    "lines of code": b"<pre>" + b"a line of code\n" * 1_300_000}


@pytest.mark.parametrize("name", CROWDS)
def test_a_page_that_is_far_too_long_is_read_as_far_as_time_allows(name: str) -> None:
    began = process_time()
    extract(Page(url="http://example.com/a.html", body=CROWDS[name]))
    assert process_time() - began < SECONDS


def test_what_lies_behind_the_most_that_is_read_changes_nothing() -> None:
    page = b"<html><body><h1>A film of the river</h1><p>Published: 12 March 2024</p><p>It was shot in spring.</p><!--"
    filled = page + b"x" * (LARGEST - len(page))
    behind = b"--><script>play('/river.mp4')</script><video src='/river.mp4'></video>\0"
    assert extract(Page(url=URL, body=page + behind)).kind == "video"
    assert extract(Page(url=URL, body=filled + behind)) == extract(Page(url=URL, body=filled))
    assert explain(Page(url=URL, body=filled + behind)) == explain(Page(url=URL, body=filled))


@pytest.mark.parametrize("digits", ["²", "9" * 5000, "３"])
def test_digits_that_are_no_numbers_end_no_reading(digits: str) -> None:
    picture = f"<p><img src=/a.jpg width={digits} height={digits}></p>"
    body = f'<meta name=pubdate content="2024-03-05T10:20:30+99:99"><h1>某一篇文章</h1>{picture}'.encode() + ARTICLE
    article = extract(Page(url="http://example.com/a.html", body=body))
    assert article.date == "2024-03-05" and (article.body or "").endswith(END)


@pytest.mark.filterwarnings("error")
def test_a_page_that_calls_itself_xml_is_rescued_without_a_word() -> None:
    tree = parse(Page(url="http://example.com/a.html", body=b"<?xml version='1.0'?><div>" + ARTICLE * 9 + b"</div>"))
    lost = replace(tree, root=lxml.html.document_fromstring("<html></html>", ensure_head_body=True))
    found = rescue.rescued(lost)
    assert found is not None and END in "".join(found.root.itertext())


@pytest.mark.parametrize(("entities", "tried"), [(500, True), (20_000, False)])
def test_a_page_of_entities_is_rescued_only_where_they_are_few(entities: int, tried: bool) -> None:
    tree = parse(Page(url="http://example.com/a.html", body=ARTICLE * 9 + b"&amp;" * entities))
    lost = replace(tree, root=lxml.html.document_fromstring("<html></html>", ensure_head_body=True))
    assert (rescue.rescued(lost) is not None) is tried


def test_what_a_script_left_open_takes_in_is_not_read_again_at_fifty_times_the_cost() -> None:
    tree = parse(Page(url="http://example.com/a.html", body=b"<html><title>A title</title><script>" + b"<td>x = 1</td> " * 3_000 + ARTICLE))
    assert rescue.rescued(tree) is None


@pytest.mark.parametrize(("markup", "crowded"), [
    ("<p a=1 b>" * 3_000, False), ("<img src='data:" + "A b/c " * 3_000 + "'><p>" + "a > b / c " * 3_000, False),
    ("<a " + "1 " * 3_000, True), ("<a " + "x='>' " * 3_000, True), ("<a " + 'x="<b>" ' * 3_000 + ">", True), ("</a " + "/x" * 3_000, True),
    ("<a x='" + "1 " * 3_000, False), ("<a cl" + '"' * 3_000, True), ("<a x='" + '"' * 3_000 + "'>", False)])
def test_a_tag_with_more_attributes_than_can_be_held_against_each_other_is_told(markup: str, crowded: bool) -> None:
    assert rescue.is_crowded(markup) is crowded


@pytest.mark.parametrize(("markup", "nested"), [
    ("<div>" * 3_000, True), ("<div a=\u95b2</div>" * 3_000, True), ("<div></div>" * 7_000, False), ("<li><p>" * 7_000, False),
    ("<table></div>" * 3_000, True), ("<div><span></div>" * 7_000, False), ("</div>" * 7_000, False),
    (("<div>" * 30 + "</div>" * 30) * 200, False)])
def test_elements_that_lie_too_deep_in_each_other_to_be_read_again_are_told(markup: str, nested: bool) -> None:
    assert rescue.is_nested(markup) is nested


def test_lines_behind_a_book_of_furniture_stay_as_they_are() -> None:
    line = "The council met on the river \u2014 [close] \u2014 and voted for the bridge. " * 20
    page = b"<html><body><h1>A bridge over the river</h1>" + f"<p>{line}</p>".encode() * 200
    body = extract(Page(url=URL, body=page)).body or ""
    first, last = body.split("\n\n")[0], body.split("\n\n")[-1]
    assert "[close]" not in first and "[close]" in last


def test_a_text_of_thousands_of_pictures_is_read_in_one_pass_over_them() -> None:
    part = '<p>\u7ecf\u8fc7\u4e24\u5929\u7684\u89d2\u9010\uff0c\u5b66\u9662\u83b7\u5f97\u7b2c\u4e00\u540d\u3002</p>' \
        '<p style="text-align:center"><img src="/{0}.jpg"></p><p style="text-align:center">The hall {0}</p>'
    page = "<html><body><h1>\u5b66\u9662\u83b7\u5f97\u56e2\u4f53\u7b2c\u4e00\u540d</h1>" + "".join(map(part.format, range(300)))
    article = extract(Page(url=URL, body=page.encode()))
    assert [image.caption for image in article.images][:2] == ["The hall 0", "The hall 1"]


@pytest.mark.parametrize(("body", "kind"), [
    (b"", "empty"), (b" \n\t ", "empty"), (b"\xef\xbb\xbf", "empty"), (b"%PDF-1.7 ...", "not-html"), (b"\x89PNG\r\n", "not-html"),
    (b'{"data": [1, 2]}', "not-html"), (b'<?xml version="1.0"?><rss version="2.0"></rss>', "not-html"),
    (b'<?xml version="1.0"?><!-- <html> --><urlset xmlns="x"></urlset>', "not-html"), (b"plain words", "not-html"),
    (bytes(range(256)) * 40, "not-html"),
    (b"\x02\xf1<p>\x07\x93a" * 300, "not-html"), (b"<html></html>", "empty"), (b"<div>" * 3_000_000, "empty")])
def test_what_is_no_page_is_named_and_has_no_fields(body: bytes, kind: str) -> None:
    article = extract(Page(url="http://example.com/a.html", body=body))
    assert (article.kind, article.title, article.body, article.date) == (kind, None, None, None)
    assert article.reason


@pytest.mark.parametrize(("above", "below"), [("<div>" * 10_000, ""), ("<div>" * 10_000, "</div>" * 10_000), ("<font>" * 30_000, ""),
                                              ("<div>" * 5000 + "</div>" * 5000, "")])
def test_what_is_nested_ten_thousand_levels_deep_keeps_its_parts_apart(above: str, below: str) -> None:
    head = '<h1>关于某事的一篇文章标题</h1><div class=info>发布时间：2024-03-05 10:20　来源：某省日报　浏览次数：9</div>'
    words = f"<p>第一段话，写了一些事情，也写了一些人，他们都很好，大家都知道。</p><p>{END}</p>"
    article = extract(Page(url="http://a.cn/1.html", body=f"<html><body>{above}{head}<div>{words}</div>{below}".encode()))
    assert (article.title, article.date, article.source) == ("关于某事的一篇文章标题", "2024-03-05", "某省日报")
    assert (article.body or "").split("\n\n")[-1] == END


def test_a_text_in_a_field_above_a_linked_headline_that_ends_the_page_is_an_article() -> None:
    words = "<p>本报讯（记者 某某）全市将新建公共停车场二十处，新增停车泊位六千余个，并向社会开放机关单位内部车位，方便市民出行。</p>" * 9
    body = f"<textarea class=articlecontent>{escape(words)}</textarea><h1><a href=/a>全市将新建公共停车场二十处并开放机关单位内部车位</a>"
    article = extract(Page(url="http://example.com/a.html", body=body.encode()))
    assert article.found["body"] == "field" and "停车泊位" in (article.body or "")


@pytest.mark.parametrize(("status", "kind"), [(521, "challenge"), (412, "challenge"), (404, "error"), (503, "error")])
def test_an_answer_that_is_no_page_is_no_article(status: int, kind: str) -> None:
    assert extract(Page(url="http://example.com/a.html", body=ARTICLE, status=status)).kind == kind


def _is_sound(article: Article) -> bool:
    texts = [article.title or "", article.body or "", article.source or "", article.author or "", *article.breadcrumb]
    assert not any(re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\ufeff\ud800-\udfff]", text) for text in texts)
    assert tuple(article.fields) == FIELD_KEYS and tuple(article.found) == FOUND_KEYS
    assert len(article.breadcrumb) == len(article.breadcrumb_urls)
    return True


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_give_an_article(body: bytes) -> None:
    assert _is_sound(extract(Page(url="http://example.com/a.html", body=body)))


_PIECES = st.sampled_from([
    "<div>", "</div>", "<p>", "<table>", "<tr><td>", "</table>", "<a href='x'>", "</a>", "<h1>", "</h1>", "<title>", "</title>", "<br>",
    "<!--", "-->", "<script>", "</script>", "2024年3月5日 10:00", "当前位置：首页 > 新闻", "来源：某某日报", "\u200b", "\x00", "&#xD800;",
    "一句话，很长的一句话，说了很多事情。", "Home>News", "【打印】【关闭】", "print】 【close", "<li>", "<ul>", "</ul>", "<img src=a.jpg>",
    "<meta name='ArticleTitle' content='标题'>", "</html>", "<body>", "<iframe>", "<b>", "责任编辑：某人", "<base href='http://[bad/'>",
    "<div style='display:none'>", "<div class='content'>"])


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_any_markup_gives_an_article(pieces: list[str]) -> None:
    assert _is_sound(extract(Page(url="http://example.com/a.html", body="".join(pieces).encode())))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_address_and_type_give_an_article(url: str, content_type: str) -> None:
    assert _is_sound(extract(Page(url=url, body=ARTICLE, headers=(("content-type", content_type),))))


def test_one_parse_serves_article_links_and_listing() -> None:
    tree = parse(Page(url="http://example.com/a/b.html", body=b"<base href='/c/'><p>" + "镕".encode("gb18030") + b"</p>",
                      headers=(("Content-Type", "text/html; charset=GB2312"),)))
    assert (tree.charset, tree.charset_why, tree.base_url) == ("gb18030", "header", "http://example.com/c/")
    assert "".join(map(str, tree.root.itertext())) == "镕"


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_only_the_header_names_is_a_page(charset: str) -> None:
    words = "<p>入春以来，求职者络绎不绝，企业到场招聘。</p>" * 9
    page = f"<html><head><title>招聘会在望川县举行</title></head><body><h1>招聘会在望川县举行</h1>{words}"
    headers = (("Content-Type", f"text/html; charset={charset}"),)
    read = extract(Page(url="http://a.example/1.html", body=page.encode(charset), headers=headers))
    assert (read.kind, read.title) == ("article", "招聘会在望川县举行")


@pytest.mark.parametrize("address", ["http://[x/", "http://[::1", "//[", "http://例子.中国:99999999/٣.html", ""])
def test_a_page_whose_own_address_is_none_is_read(address: str) -> None:
    page = "<title>A town fills again</title><h1>A town fills again</h1><p>Many of those who left in the nineties came back.</p>"
    article = extract(Page(url=address, body=page.encode()))
    assert (article.title, article.url) == ("A town fills again", address)
