"""Sitemaps and feeds are read as far as they can be, and nothing in them is expanded or loaded."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.sitemap import LARGEST, MOST, Entry, entries, form_of, json_feed, lines, local_day, unpacked

ZONE = "Asia/Shanghai"
LAUGHS = (b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
          + b"".join(b'<!ENTITY lol%d "%s">' % (number, b"&lol%s;" % (b"" if number == 1 else b"%d" % (number - 1)) * 10)
                     for number in range(1, 10))
          + b']><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://h/a</loc></url>'
          b"<url><loc>http://h/&lol9;</loc></url><url><loc>&lol9;</loc></url><url><loc>http://h/b</loc></url></urlset>")
XXE = (b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>'
       b"<urlset><url><loc>http://h/&x;</loc></url><url><loc>http://h/a</loc></url></urlset>")
HREFS = [
    (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> http://h/a </loc></url></urlset>', ["http://h/a"]),
    (b"<s:urlset xmlns:s='x'><s:url><s:loc>http://h/a</s:loc></s:url></s:urlset>", ["http://h/a"]),
    (LAUGHS, ["http://h/a", "http://h/b"]),
    (XXE, ["http://h/a"]),
    (b"\xef\xbb\xbf<?xml version='1.0'?>\n<urlset><url><loc>http://h/?a=1&b=2</loc></url><url><loc>http://h/cu", ["http://h/?a=1&b=2"]),
    (b"<urlset><url><loc>http://h/?a=1&amp;b=2</loc></url></urlset>", ["http://h/?a=1&b=2"]),
    (b"<urlset><url><loc>http://h/?a=1&amp;amp;b=2</loc></url></urlset>", ["http://h/?a=1&b=2"]),
    (b"<urlset><url><loc><![CDATA[http://h/?a=1&b=2]]></loc></url></urlset>", ["http://h/?a=1&b=2"]),
    (b"<urlset><url><loc></loc></url><url/><url><lastmod>2024-01-01</lastmod></url></urlset>", []),
    ('<?xml version="1.0" encoding="gb2312"?><urlset><url><loc>http://h/中</loc></url></urlset>'.encode("gbk"), ["http://h/中"]),
    ('<?xml version="1.0" encoding="utf-16"?><urlset><url><loc>http://h/中</loc></url></urlset>'.encode("utf-16"), ["http://h/中"]),
    (b"\n\n <?xml version='1.0'?><urlset><url><loc>http://h/a</loc></url></urlset>", ["http://h/a"]),
    (b"<urlset><url><loc>http://h/a</loc><image:image xmlns:image='i'><image:loc>http://h/a.jpg</image:loc></image:image></url></urlset>",
     ["http://h/a"]),
]


@pytest.mark.parametrize(("body", "hrefs"), HREFS)
def test_the_addresses_of_a_sitemap_are_read(body: bytes, hrefs: list[str]) -> None:
    assert form_of(body) == "sitemap"
    assert [entry.href for entry in entries(body, ZONE)] == hrefs


def test_an_unclosed_address_costs_no_other() -> None:
    body = b"<urlset><url><loc>http://h/a</loc></url><url><loc>http://h/b</url><url><loc>http://h/c</loc></url></urlset>"
    assert {entry.href for entry in entries(body, ZONE)} == {"http://h/a", "http://h/b", "http://h/c"}


def test_a_sitemap_states_titles_and_days() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc>http://h/a</loc><lastmod>2024-03-07</lastmod><news:news><news:publication><news:name>N</news:name></news:publication>
        <news:publication_date>2024-03-05T20:00:00Z</news:publication_date><news:title>T</news:title></news:news></url>
        <url><loc>http://h/b</loc><lastmod>2024-03-05T20:00:00+08:00</lastmod></url></urlset>"""
    assert entries(body, ZONE) == [Entry(href="http://h/a", title="T", date="2024-03-06"), Entry(href="http://h/b", date="2024-03-05")]


def test_an_index_leads_to_sitemaps() -> None:
    body = b"<sitemapindex><sitemap><loc>http://h/1.xml.gz</loc></sitemap><sitemap><loc>http://h/2.xml</loc></sitemap></sitemapindex>"
    assert form_of(body) == "index"
    assert [(entry.href, entry.is_sitemap) for entry in entries(body, ZONE)] == [("http://h/1.xml.gz", True), ("http://h/2.xml", True)]


RSS = (b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title><link>http://h/</link>'
       b"<item><title>A &amp; B</title><link>http://h/1.html</link><pubDate>Tue, 05 Mar 2024 20:00:00 GMT</pubDate></item>"
       b"<item><title>C</title><guid>http://h/2.html</guid></item>"
       b'<item><title>D</title><guid isPermaLink="false">17</guid></item></channel></rss>')
ATOM = (b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="http://h/feed"/><link rel="next" href="?page=2"/>'
        b'<entry><title>B</title><link rel="enclosure" href="http://h/x.mp3"/><link href="http://h/3.html"/>'
        b"<updated>2024-01-02T00:00:00+08:00</updated><published>2023-12-31T23:00:00+08:00</published></entry></feed>")
RDF = (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
       b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://h/"/><item rdf:about="http://h/4.html"><title>C</title>'
       b"<dc:date>2024-03-05</dc:date></item></rdf:RDF>")
BASED = (b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://h/f/"><entry><title>E</title><link href="1.html"/>'
         b"<published>2024/5/6 9:05:00</published></entry></feed>")
MARKED = (b"<rss><channel><item><title>&lt;font color=red&gt;F&lt;/font&gt; &amp;amp; G</title><link>/1.html</link></item></channel></rss>")
SPREAD = (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>H <b>I</b></div>"
          b"</title><link href='/2.html'/></entry></feed>")
FEEDS = [
    (MARKED, [Entry(href="/1.html", title="F & G")]), (SPREAD, [Entry(href="/2.html", title="H I")]),
    (RSS, [Entry(href="http://h/1.html", title="A & B", date="2024-03-06"), Entry(href="http://h/2.html", title="C")]),
    (ATOM, [Entry(href="?page=2", is_next=True), Entry(href="http://h/3.html", title="B", date="2023-12-31")]),
    (BASED, [Entry(href="http://h/f/1.html", title="E", date="2024-05-06")]),
    (RDF, [Entry(href="http://h/4.html", title="C", date="2024-03-05")]),
]


@pytest.mark.parametrize(("body", "expected"), FEEDS)
def test_the_items_of_a_feed_are_read(body: bytes, expected: list[Entry]) -> None:
    assert form_of(body) == "feed"
    assert entries(body, ZONE) == expected


@pytest.mark.parametrize(("declared", "coding"), [
    ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("gbk", "gbk"), ("utf-8", "utf-8"), (None, "gbk")])
def test_a_feed_is_read_whatever_coding_it_declares(declared: str | None, coding: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = f"{head}<rss><channel><title>要闻</title><item><title>全省水利工作会议召开</title><link>http://h/1</link></item></channel></rss>"
    assert entries(body.encode(coding), ZONE) == [Entry(href="http://h/1", title="全省水利工作会议召开")]


def test_a_feed_that_declares_gb2312_has_the_signs_that_its_servers_write() -> None:
    body = "<?xml version='1.0' encoding='gb2312'?><rss><channel><item><title>学习——意见·镕</title><link>/1</link></item></channel></rss>"
    assert [entry.title for entry in entries(body.encode("gb18030"), "Asia/Shanghai")] == ["学习——意见·镕"]


def test_a_json_feed_is_read() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "next_url": "http://h/2", "items": [
        {"url": "http://h/a", "title": "A", "date_published": "2024-03-05T20:00:00Z"}, {"external_url": "http://h/b"}, {"id": "c"}, "d"]}
    assert json_feed(json.dumps(feed).encode(), ZONE) == [
        Entry(href="http://h/a", title="A", date="2024-03-06"), Entry(href="http://h/b"), Entry(href="http://h/2", is_next=True)]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"items": 7}', b"[" * 100_000])
def test_what_is_no_json_feed_gives_nothing(body: bytes) -> None:
    assert json_feed(body, ZONE) == []


def test_a_text_sitemap_is_a_line_an_address() -> None:
    assert [entry.href for entry in lines(b"\xef\xbb\xbfhttp://h/a\r\n\r\n HTTPS://h/b \n# note\nftp://h/c\n")] == ["http://h/a", "HTTPS://h/b"]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_sitemap_may_be_utf_16(charset: str) -> None:
    assert [entry.href for entry in lines("http://h/a\r\nhttp://h/b".encode(charset))] == ["http://h/a", "http://h/b"]


DAYS = [("2024-03-05", "2024-03-05"), ("2024-03-05T23:00:00Z", "2024-03-06"), ("2024-03-05T23:00:00.123+08:00", "2024-03-05"),
        ("2024-03-05 23:00", "2024-03-05"), ("2024-03-05T23:00+0000", "2024-03-06"), ("Tue, 05 Mar 2024 08:00:00 +0800", "2024-03-05"),
        ("05 Mar 2024 20:00 GMT", "2024-03-06"), ("2024/3/5 9:05:00", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"), ("2024-3-5", "2024-03-05"), ("2024.02.30", None),
        ("20240305093000", "2024-03-05"), ("20240305", "2024-03-05"), ("20241305", None),
        ("2024-13-05", None), ("0000-00-00", None), ("yesterday", None), ("", None)]


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_an_instant_gives_the_day_of_the_portal(written: str, day: str | None) -> None:
    assert local_day(written, ZONE) == day
    assert local_day(written, "No/Such_Zone") == day


@pytest.mark.parametrize("body", [b"", b"<", b"<html><urlset>", b"<!-- <urlset> --><html>", b"<?xml", b"<!DOCTYPE", b"urlset", b"<!-- ",
                                  b"<!DOCTYPE html><html>"])
def test_other_files_are_neither_sitemap_nor_feed(body: bytes) -> None:
    assert form_of(body) is None


@pytest.mark.parametrize("prolog", [b"<?xml version='1.0'?>", b"<!-- a --><!-- <html> -->", b"<!DOCTYPE urlset>",
                                    b'<!DOCTYPE urlset [<!ENTITY a "b>]"> ]>', b"<?xml-stylesheet href='a'?>\n", b"\xef\xbb\xbf"])
def test_the_root_is_found_behind_any_prolog(prolog: bytes) -> None:
    assert form_of(prolog + b"<urlset></urlset>") == "sitemap"


def test_gzip_is_told_by_its_magic_and_read_as_far_as_it_goes() -> None:
    body = b"<urlset>" + b"".join(b"<url><loc>http://h/%d</loc></url>" % number for number in range(5000)) + b"</urlset>"
    assert unpacked(body) == body
    assert unpacked(gzip.compress(body)) == body
    assert unpacked(gzip.compress(gzip.compress(body))) == body
    packed = gzip.compress(body)
    assert body.startswith(unpacked(packed[:-2000])) and unpacked(packed[:-2000])
    damaged = packed[: len(packed) // 2] + b"\xff" * 500 + packed[len(packed) // 2 :]
    assert body[:5000] == unpacked(damaged)[:5000]
    assert unpacked(b"\x1f\x8b") == b"" and unpacked(b"\x1f\x8bnonsense") == b""


def test_a_gzip_bomb_is_bounded() -> None:
    assert len(unpacked(gzip.compress(b"0" * (2 * LARGEST)))) == LARGEST


def test_a_file_gives_as_many_entries_as_the_protocol_allows() -> None:
    body = b"<urlset>" + b"".join(b"<url><loc>http://h/%d</loc></url>" % number for number in range(MOST + 10)) + b"</urlset>"
    assert len(entries(body, ZONE)) == MOST
    assert len(lines(b"http://h/\n" * (MOST + 10))) == MOST


@pytest.mark.parametrize("piece", [b"<url>", b"&a", b"<!--", b"<?", b"<!DOCTYPE[", b"<urlset ", b"<a b='c' ", b"]>", b"<![CDATA["])
def test_a_hostile_file_is_read_in_little_time(piece: bytes) -> None:
    started = time.process_time()
    body = b"<urlset>" + piece * (1_000_000 // len(piece))
    form_of(piece * 10_000)
    entries(body, ZONE)
    assert time.process_time() - started < 3


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(b"<urlset><url><loc>http://h/a</loc></url>".__add__),
                 st.text(alphabet="<>/!?[]-&;urlset loc\"'", max_size=100).map(str.encode)))
def test_any_bytes_are_read(body: bytes) -> None:
    form_of(body)
    for found in (entries(body, ZONE), lines(body), json_feed(body, ZONE)):
        assert all(entry.href for entry in found)
    assert isinstance(unpacked(body), bytes) and isinstance(unpacked(b"\x1f\x8b" + body), bytes)


def test_items_of_the_open_news_protocol_are_those_of_a_feed() -> None:
    item = "<item><link>http://h.cn/1.html</link><title>消息</title><text>全文</text><pubDate>2024-05-06 10:00:00</pubDate></item>"
    text = f"<?xml version='1.0' encoding='gb2312'?><document><webSite>h.cn</webSite><updatePeri>60</updatePeri>{item}</document>"
    body = text.encode("gb18030")
    assert form_of(body) == "feed"
    assert entries(body, "Asia/Shanghai") == [Entry(href="http://h.cn/1.html", title="消息", date="2024-05-06")]
    assert form_of(b"<document><item>1</item></document>") is None
