"""One reading gives all that a crawl needs of a page, whatever the page is and whatever it was asked as."""

from __future__ import annotations

import gzip
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page import Page
from crawler.pages.read import read
from crawler.pages.sniff import form_of
from crawler.portal import Kind, ListingRules, Portal
from crawler.reading import Link, Reading

PAGES = Path(__file__).parent / "listings"
PORTAL = Portal(name="demo", title="示范", language="zh-Hans", hosts=("h.cn",), seeds=())
KINDS: tuple[Kind, ...] = ("listing", "sitemap", "feed", "article", "page", "site", "requisite", "attachment")
URL = "http://h.cn/a/t20240305_12.html"
WORDS = "<p>三月五日，全省经济工作会议在省城召开，会议部署了今年的第{}项重点工作，要求各地抓好落实。</p>"
BODY = "".join(map(WORDS.format, "一二三四五六"))
ARTICLE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>全省经济工作会议召开</title>"
    "<meta name='ArticleTitle' content='全省经济工作会议召开'><meta name='PubDate' content='2024-03-05 09:30'>"
    "<link rel='stylesheet' href='/s.css'><link rel='canonical' href='/c.html'></head><body><div class='nav'><a href='/'>首页</a>"
    "<a href='/news/'>新闻</a><a href='http://other.cn/'>友情链接</a></div><h1>全省经济工作会议召开</h1>"
    f"<div id='zoom'>{BODY}<p><img src='p.jpg'></p><p><a href='plan.pdf'>附件：实施方案</a></p></div>"
    "<iframe src='/foot.html'></iframe></body></html>")


def html(body: str, url: str = URL, **more: str) -> Page:
    headers = tuple((name.replace("_", "-"), value) for name, value in more.items())
    return Page(url=url, body=body.encode(), headers=(("Content-Type", "text/html"), *headers))


def links(reading: Reading) -> list[tuple[str, str, str]]:
    return [(link.url.removeprefix("http://h.cn"), link.kind, link.hop) for link in reading.links]


EMBEDDED = [("/foot.html", "requisite", "E"), ("/s.css", "requisite", "E"), ("/a/p.jpg", "requisite", "E")]


@pytest.mark.parametrize("kind", ["article", "page"])
def test_an_article_gives_itself_its_files_and_its_requisites(kind: Kind) -> None:
    reading = read(html(ARTICLE), PORTAL, kind)
    assert (reading.article.kind, reading.article.title, reading.article.date) == ("article", "全省经济工作会议召开", "2024-03-05")
    assert reading.family == "trs"
    assert links(reading) == [("/a/plan.pdf", "attachment", "L"), *EMBEDDED]
    assert reading.novelty is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("url", ["http://[", "http://[x]/a.html", "//["])
def test_a_page_whose_own_address_is_none_is_read_as_whatever_it_is_asked(kind: Kind, url: str) -> None:
    list_page = "<ul id=l></ul><script src='/js/newslist.js'></script><script>$.get('/api?page=1', function (d) {})</script>"
    for body in (ARTICLE, list_page, '{"rows": [{"title": "x", "url": "/a.html"}]}', "<rss><item><link>/a.html</link></item></rss>", "a{}"):
        read(html(body, url), PORTAL, kind)


def test_a_page_of_a_site_gives_also_its_links_on_the_portal() -> None:
    reading = read(html(ARTICLE), PORTAL, "site")
    assert reading.article.kind == "article"
    assert links(reading) == [("/a/plan.pdf", "attachment", "L"), ("/", "site", "L"), ("/news/", "site", "L"), ("/foot.html", "site", "E"),
                              *EMBEDDED[1:]]


def test_a_frame_gives_its_own_requisites_and_nothing_else() -> None:
    reading = read(html(ARTICLE), PORTAL, "requisite")
    assert links(reading) == EMBEDDED


def test_a_listing_gives_rows_and_the_next_page() -> None:
    page = Page(url="http://h.cn/sy/index.shtml", body=(PAGES / "trs_index.html").read_bytes())
    reading = read(page, PORTAL, "listing")
    assert reading.article.kind == "listing"
    assert links(reading) == [
        ("/sy/202004/t20200430_87673.shtml", "article", "L"), ("/gkml/000125479/202004/t20200429_87600.shtml", "article", "L"),
        ("/sy/202004/t20200428_87555.shtml", "article", "L"), ("/sy/index_1.shtml", "listing", "I")]
    assert [(link.position, link.date) for link in reading.links[:3]] == [(1, "2020-04-24"), (2, "2020-04-23"), (3, "2020-04-22")]


def test_a_row_that_is_a_file_is_an_attachment() -> None:
    page = Page(url="http://kjt.shandong.gov.cn/col/col103585/index.html", body=(PAGES / "hanweb_col.html").read_bytes())
    portal = Portal(name="kjt", title="科技厅", language="zh-Hans", hosts=("kjt.shandong.gov.cn",), seeds=())
    reading = read(page, portal, "listing")
    assert [link.kind for link in reading.links] == ["article", "article", "attachment", "listing"]
    assert (reading.family, reading.claimed_total) == ("hanweb", 1376)


def test_an_answer_of_a_listing_call_is_read_as_a_listing() -> None:
    page = Page(url="http://h.cn/module/web/jpage/dataproxy.jsp?page=1&unitid=1", body=(PAGES / "hanweb_block.xml").read_bytes())
    reading = read(page, PORTAL, "listing")
    assert links(reading) == [("/art/2026/8/1/art_103585_10320001.html", "article", "L"),
                              ("/module/web/jpage/dataproxy.jsp?page=2&unitid=1", "listing", "I")]
    assert (reading.family, reading.claimed_total) == ("hanweb", 230)


def portal(**more: object) -> Portal:
    return Portal(**{"name": "demo", "title": "示范", "language": "zh-Hans", "hosts": ("h.cn",), "seeds": (), **more})  # type: ignore[arg-type]


LIST = ("<ul><li><a href='/news/1.html'>第一条新闻</a><span>2024-03-05</span></li><li><a href='/news/2.html'>第二条新闻</a>"
        "<span>2024-03-04</span></li><li><a href='/ads/3.html'>广告</a><span>2024-03-03</span></li></ul><div class=more>"
        "<a href='/news/9.html'>旧闻</a><a class=go href='/news/list2.html'>更多</a></div><a href='http://x.cn/news/4.html'>外链</a>")


def test_what_the_file_calls_articles_is_the_list() -> None:
    reading = read(html(LIST, "http://h.cn/"), portal(articles=(r"/news/\d",)), "listing")
    assert [(path, link.title, link.date) for (path, _, _), link in zip(links(reading), reading.links, strict=True)] == [
        ("/news/1.html", "第一条新闻", "2024-03-05"), ("/news/2.html", "第二条新闻", "2024-03-04"), ("/news/9.html", "旧闻", None)]


def test_the_files_own_paths_go_before_the_family() -> None:
    rules = ListingRules(rows=("//bad[", "//li[position()<3]"), next=("//a[@class='go']/@href",))
    reading = read(html(LIST, "http://h.cn/"), portal(listing=rules), "listing")
    assert links(reading) == [("/news/1.html", "article", "L"), ("/news/2.html", "article", "L"), ("/news/list2.html", "listing", "L")]
    assert reading.links[0] == Link(url="http://h.cn/news/1.html", kind="article", title="第一条新闻", date="2024-03-05", position=1)
    by_address = portal(listing=ListingRules(rows=("//li/a/@href",)))
    assert links(read(html(LIST, "http://h.cn/"), by_address, "listing"))[0] == ("/news/1.html", "article", "L")


def test_what_the_file_ignores_is_in_no_listing() -> None:
    reading = read(html(LIST, "http://h.cn/"), portal(ignore=("/ads/",)), "listing")
    assert [path for path, _, _ in links(reading)] == ["/news/1.html", "/news/2.html"]


def test_a_sheet_gives_what_it_asks_for() -> None:
    body = b"@import 'b.css'; a{background:url(../i/a.png)} b{c:url(data:x)}"
    for page, kind in ((Page(url="http://h.cn/s/a.css", body=body), "requisite"),
                       (Page(url="http://h.cn/s/a", body=body, headers=(("content-type", "text/css; charset=gbk"),)), "site")):
        assert links(read(page, PORTAL, kind)) == [("/s/b.css", "requisite", "E"), ("/i/a.png", "requisite", "E")]  # type: ignore[arg-type]


SITEMAP = (b"<?xml version='1.0'?><urlset><url><loc>http://h.cn/1.html</loc><lastmod>2024-03-05</lastmod></url>"
           b"<url><loc>http://other.cn/2.html</loc></url><url><loc>http://h.cn/3.pdf</loc></url></urlset>")


def test_a_sitemap_gives_articles_with_their_days() -> None:
    for body in (SITEMAP, gzip.compress(SITEMAP)):
        reading = read(Page(url="http://h.cn/sitemap.xml", body=body), PORTAL, "sitemap")
        assert links(reading) == [("/1.html", "article", "L"), ("/3.pdf", "attachment", "L")]
        assert reading.links[0].date == "2024-03-05"


def test_an_index_of_sitemaps_gives_sitemaps() -> None:
    body = b"<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>"
    assert links(read(Page(url="http://h.cn/sitemap.xml", body=body), PORTAL, "sitemap")) == [("/s1.xml", "sitemap", "L")]
    assert links(read(Page(url="http://h.cn/sitemap.xml", body=body), PORTAL, "site")) == [("/s1.xml", "site", "L")]


def test_a_sitemap_met_on_a_site_gives_pages_of_the_site() -> None:
    page = Page(url="http://h.cn/x", body=SITEMAP, headers=(("Content-Type", "text/html"),))
    assert links(read(page, PORTAL, "site"))[0] == ("/1.html", "site", "L")


def test_a_text_sitemap_and_feeds_give_articles() -> None:
    assert links(read(Page(url="http://h.cn/s.txt", body=b"http://h.cn/1.html\n"), PORTAL, "sitemap")) == [("/1.html", "article", "L")]
    rss = b"<rss><channel><item><link>http://h.cn/1.html</link><title>T</title></item></channel></rss>"
    assert read(Page(url="http://h.cn/rss", body=rss), PORTAL, "feed").links == (
        Link(url="http://h.cn/1.html", kind="article", title="T", position=1),)
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"url": "/1.html"}], "next_url": "/feed2.json"}
    assert links(read(Page(url="http://h.cn/feed.json", body=json.dumps(feed).encode()), PORTAL, "feed")) == [
        ("/1.html", "article", "L"), ("/feed2.json", "feed", "L")]


def test_a_page_names_its_feeds_and_lists_to_a_site_crawl() -> None:
    head = "<link rel=alternate type=application/rss+xml href=/rss.xml><link rel=alternate hreflang=en href=/en/>"
    assert ("/rss.xml", "site", "L") in links(read(html(head + "<p>x"), PORTAL, "site"))
    page = Page(url="http://h.cn/col/col1/index.html", body=(PAGES / "jpaas_col.html").read_bytes())
    assert [(kind, hop) for path, kind, hop in links(read(page, PORTAL, "site")) if "build/unit" in path] == [("listing", "I")]


@pytest.mark.parametrize("kind", ["listing", "article", "page", "site"])
def test_a_refresh_is_a_redirect_of_the_same_kind(kind: Kind) -> None:
    assert (("/new.html", kind, "R")) in links(read(html("<p>x", refresh="0; url=/new.html"), PORTAL, kind))
    assert (("/new.html", kind, "R")) in links(read(html("<meta http-equiv=refresh content='0;url=/new.html'>"), PORTAL, kind))


@pytest.mark.parametrize("status", [206, 301, 404, 410, 500, 503])
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_is_not_the_page_gives_nothing(status: int, kind: Kind) -> None:
    reading = read(Page(url=URL, body=ARTICLE.encode(), status=status), PORTAL, kind)
    assert (reading.article.kind, reading.links) == ("error", ())


FORMS = [
    (b"<!doctype html><p>x", "", "html"), (b"<html>", "application/octet-stream", "html"), (b"text only", "text/html", "html"),
    (b"<p>x", "", "html"), (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>", "", "html"),
    (b"<?xml version='1.0'?><html xmlns='x'>", "text/html", "html"),
    (b"<urlset>", "text/html", "sitemap"), (b"<rss>", "text/plain", "feed"), (b"<sitemapindex>", "", "index"),
    (b"a{}", "text/css", "css"), (b"<!-- x -->", "text/css", "css"), (b'{"a":1}', "text/html", "json"), (b"[1]", "", "json"),
    (b'{"version":"https://jsonfeed.org/version/1"}', "", "feed"), (b"<datastore>", "text/xml", "xml"),
    (b"http://h/a\n", "text/plain", "text"),
    (b"%PDF-1.4", "text/html", "other"), (b"PK\x03\x04", "", "other"), (b"\x1f\x8b", "", "other"), (b"", "text/html", "other"),
    (b"plain", "text/plain", "text"), (b"function(){}", "application/javascript", "other"), (b"\x00\x01", "", "other"),
]


@pytest.mark.parametrize(("body", "named", "form"), FORMS)
def test_the_bytes_tell_what_an_answer_is(body: bytes, named: str, form: str) -> None:
    assert form_of(Page(url=URL, body=body, headers=(("content-type", named),) if named else ())) == form


@pytest.mark.parametrize("kind", KINDS)
def test_files_give_no_article_and_no_links(kind: Kind) -> None:
    for body in (b"%PDF-1.4 <a href='/x.html'>", b"\x89PNG\r\n", b"", b"\x00" * 100):
        reading = read(Page(url="http://h.cn/x", body=body, headers=(("Content-Type", "text/html"),)), PORTAL, kind)
        assert reading.links == () and reading.article.kind not in ("article", "notice", "video", "gallery")


def novelty(body: str) -> bytes | None:
    return read(html(body), PORTAL, "site", novelty=True).novelty


def test_pages_that_differ_in_numbers_only_are_not_new() -> None:
    calendar = "<h1>Calendar {0}</h1><script>var t='x{0}';</script><p>No events on {0}.</p><a href='?day={1}'>next</a>"
    first, second = novelty(calendar.format("2024-03-05", 6)), novelty(calendar.format("2024-03-06", 7))
    assert first == second is not None and len(first or b"") == 16
    assert novelty("<p>session 0a1b2c3d4e5f</p>") == novelty("<p>session ffee99887766</p>")
    assert novelty("<p>第一篇文章</p>") != novelty("<p>第二篇文章</p>")
    assert novelty("<script>var a=1</script>") is None
    assert novelty("<p>a<script>a</script>文<style>p{}</style>\n<script>\n</script>") == novelty("<p>a 文")


def test_a_portal_file_decides_the_family() -> None:
    assert read(html(ARTICLE), portal(family="hanweb"), "article").family == "hanweb"


def test_the_same_page_is_always_read_the_same() -> None:
    assert read(html(ARTICLE), PORTAL, "site", novelty=True) == read(html(ARTICLE), PORTAL, "site", novelty=True)


HOSTILE = [b"<div>" * 50_000, b"<a href=x>" * 50_000, b"<b><i><a>" * 20_000, b"<img " + b"a=b " * 100_000 + b">", b"<table>" * 20_000,
           b"<p>" + b"x" * 12_000_000, b"&#xD800;&#x110000;&#0;&#99999999999;" * 1000, b"\xff\xfe" + b"<\x00p\x00" * 1000,
           b"<li><a href=1.html>x</a>2024-03-05" * 20_000, b"<!DOCTYPE x [<!ENTITY a 'b'>]><html>&a;</html>", b"<script>" * 50_000,
           b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>"]


@pytest.mark.parametrize("kind", ["listing", "site", "article"])
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_page_is_read_in_bounded_time(kind: Kind, number: int) -> None:
    started = time.process_time()
    reading = read(Page(url=URL, body=HOSTILE[number], headers=(("Content-Type", "text/html"),)), PORTAL, kind, novelty=True)
    assert time.process_time() - started < 10
    assert isinstance(reading, Reading)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(alphabet="<>/=\"' ahrefimgsc{}[]()2024-", max_size=200).map(str.encode)),
       st.sampled_from(KINDS), st.sampled_from(["", "text/html", "text/css", "application/xml", "application/json; charset=x", "\x00"]))
def test_any_bytes_give_a_reading_with_fetchable_links(body: bytes, kind: Kind, named: str) -> None:
    reading = read(Page(url=URL, body=body, headers=(("Content-Type", named),)), PORTAL, kind, novelty=True)
    assert all(re.match(r"https?://[!-~]+$", link.url) for link in reading.links)
    assert len({(link.url, link.kind, link.body) for link in reading.links}) == len(reading.links)


@pytest.mark.parametrize(("body", "hosts"), [
    ("<script>$.getJSON('http://api.h.cn/list?page=1', draw)</script>", ("api.h.cn",)),
    ("<ul><li><a href='http://news.h.cn/202405/t20240506_1.html'>关于公布名单的公告</a><i>2024-05-06</i></li>"
     "<li><a href='http://news.h.cn/202405/t20240505_2.html'>关于公布名单的通知</a><i>2024-05-05</i></li></ul>", ("news.h.cn",)),
    ("<ul><li><a href='/202405/t20240506_1.html'>关于公布名单的公告</a><i>2024-05-06</i></li>"
     "<li><a href='http://news.h.cn/202405/t20240505_2.html'>关于公布名单的通知</a><i>2024-05-05</i></li></ul>", ()),
    ("<p>暂无内容</p>", ())])
def test_a_listing_that_has_nothing_on_the_portals_hosts_tells_where_it_leads(body: str, hosts: tuple[str, ...]) -> None:
    assert read(html(body, "http://h.cn/list/"), PORTAL, "listing").elsewhere == hosts
