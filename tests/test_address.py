"""Addresses are made as browsers make them, and spelt in one way for the frontier."""

from __future__ import annotations

import time
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses.address import LONGEST, absolute, normalise, resolver

BASE = "http://www.zj.gov.cn:80/col/col1/index.html?x=1#top"

RESOLVED = [
    ("a.html", "http://www.zj.gov.cn/col/col1/a.html"),
    ("./a.html", "http://www.zj.gov.cn/col/col1/a.html"),
    ("../b.html", "http://www.zj.gov.cn/col/b.html"),
    ("../../../../b.html", "http://www.zj.gov.cn/b.html"),
    ("/x/./y/../z", "http://www.zj.gov.cn/x/z"),
    ("/x/./y", "http://www.zj.gov.cn/x/y"),
    ("/%2e%2E/x/%2e/y", "http://www.zj.gov.cn/x/y"),
    ("a/..", "http://www.zj.gov.cn/col/col1/"),
    ("..", "http://www.zj.gov.cn/col/"),
    (".//h.cn/a", "http://www.zj.gov.cn/col/col1//h.cn/a"),
    ("./http://h.cn/a", "http://www.zj.gov.cn/col/col1/http://h.cn/a"),
    ("..a/.b", "http://www.zj.gov.cn/col/col1/..a/.b"),
    ("//h.cn/a", "http://h.cn/a"),
    ("///h.cn/a", "http://h.cn/a"),
    ("\\a\\b", "http://www.zj.gov.cn/a/b"),
    ("\\\\h.cn\\a?b\\c", "http://h.cn/a?b\\c"),
    ("", "http://www.zj.gov.cn/col/col1/index.html?x=1"),
    ("#part", "http://www.zj.gov.cn/col/col1/index.html?x=1"),
    ("?page=2", "http://www.zj.gov.cn/col/col1/index.html?page=2"),
    ("a.html#part", "http://www.zj.gov.cn/col/col1/a.html"),
    ("a.html?", "http://www.zj.gov.cn/col/col1/a.html?"),
    ("  /a.html \n", "http://www.zj.gov.cn/a.html"),
    ("/a\tb\r\nc.html", "http://www.zj.gov.cn/abc.html"),
    ("/a b.html", "http://www.zj.gov.cn/a%20b.html"),
    ("/新闻/a.html", "http://www.zj.gov.cn/%E6%96%B0%E9%97%BB/a.html"),
    ("/a%E4%B8b%zz", "http://www.zj.gov.cn/a%E4%B8b%zz"),
    ("/a\x00b", "http://www.zj.gov.cn/a%00b"),
    ("/a\ud800b", "http://www.zj.gov.cn/a%EF%BF%BDb"),
    ("HTTP://WWW.ZJ.GOV.CN/A", "http://www.zj.gov.cn/A"),
    ("http://www.zj.gov.cn", "http://www.zj.gov.cn/"),
    ("http://h.cn?x", "http://h.cn/?x"),
    ("http:a.html", "http://www.zj.gov.cn/col/col1/a.html"),
    ("https:h.cn/a", "https://h.cn/a"),
    ("https://h.cn:443/a", "https://h.cn/a"),
    ("https://h.cn:80/a", "https://h.cn:80/a"),
    ("http://h.cn:/a", "http://h.cn/a"),
    ("http://h.cn:08080/a", "http://h.cn:8080/a"),
    ("http://u:p@h.cn/a", "http://h.cn/a"),
    ("http://127.0.0.1:80@h.cn/", "http://h.cn/"),
    ("http://浙江.中国/a", "http://xn--9swtu.xn--fiqs8s/a"),
    ("http://ｗｗｗ．zj.gov.cn/", "http://www.zj.gov.cn/"),
    ("http://www%2Ezj.gov.cn/", "http://www.zj.gov.cn/"),
    ("http://h.cn./a", "http://h.cn/a"),
    ("http://127.1/", "http://127.0.0.1/"),
    ("http://0x7f.1/", "http://127.0.0.1/"),
    ("http://2130706433/", "http://127.0.0.1/"),
    ("http://017700000001/", "http://127.0.0.1/"),
    ("http://[::ffff:7f00:1]/", "http://[::ffff:7f00:1]/"),
    ("http://[0:0::1]:8080/", "http://[::1]:8080/"),
    ("index.html?a=1:2/3", "http://www.zj.gov.cn/col/col1/index.html?a=1:2/3"),
    ("a.html?q='\"<>", "http://www.zj.gov.cn/col/col1/a.html?q=%27%22%3C%3E"),
]


@pytest.mark.parametrize(("href", "expected"), RESOLVED)
def test_an_href_resolves_as_in_a_browser(href: str, expected: str) -> None:
    assert absolute(BASE, href) == expected


NOWHERE = [
    "javascript:void(0)", "mailto:a@b.cn", "data:text/html,x", "ftp://h.cn/a", "file:///etc/passwd", "gopher://h.cn/",
    "about:blank",
    "view-source:http://h.cn/", "blob:http://h.cn/x", "a:b", "http://", "http:///", "http://h.cn:99999/", "http://h.cn:0/",
    "http://h.cn:8a/", "http://h.cn:٣/", "http://[::1", "http://[::1]x/", "http://[fe80::1%25eth0]/", "http://]/", "http://a b/",
    "http://a..b/", "http://-/", "http://256.1.1.1/", "http://1.2.3.4.5/", "http://" + "a" * 64 + ".cn/",
    "http://" + "a." * 200 + "cn/", "http://h\x00.cn/", "http://a,b/", "/" + "a" * LONGEST, "/" + "新" * 700]


@pytest.mark.parametrize("href", NOWHERE)
def test_what_no_browser_would_fetch_leads_nowhere(href: str) -> None:
    assert absolute(BASE, href) is None


def test_a_query_is_coded_in_the_charset_of_the_page_and_a_path_in_utf_8() -> None:
    assert absolute(BASE, "/搜?q=中", "gbk") == "http://www.zj.gov.cn/%E6%90%9C?q=%D6%D0"
    assert absolute(BASE, "/搜?q=中", "utf-8") == "http://www.zj.gov.cn/%E6%90%9C?q=%E4%B8%AD"
    assert absolute(BASE, "?q=中", "gb2312") == "http://www.zj.gov.cn/col/col1/index.html?q=%D6%D0"
    assert absolute(BASE, "?q=朱镕基", "gb2312") == "http://www.zj.gov.cn/col/col1/index.html?q=%D6%EC%E9F%BB%F9"
    assert absolute(BASE, "?q=中", "utf-16") == "http://www.zj.gov.cn/col/col1/index.html?q=%E4%B8%AD"


def test_a_character_outside_the_charset_goes_as_a_coded_reference() -> None:
    assert absolute(BASE, "?q=😀", "gbk") == "http://www.zj.gov.cn/col/col1/index.html?q=%26%23128512%3B"


@pytest.mark.parametrize("charset", ["", "no-such-charset", "hex", "rot13", "undefined", "\x00", "base64"])
def test_a_charset_that_is_none_counts_as_utf_8(charset: str) -> None:
    assert absolute(BASE, "?q=中", charset) == "http://www.zj.gov.cn/col/col1/index.html?q=%E4%B8%AD"


def test_without_a_base_only_whole_addresses_resolve() -> None:
    assert absolute("about:blank", "a.html") is None
    assert absolute("", "http://h.cn/a") == "http://h.cn/a"


text = st.text(max_size=200)
hrefs = st.one_of(text, text.map("http://".__add__), text.map("//".__add__), text.map("/../".__add__), text.map("?".__add__),
                  st.text(alphabet="/.\\?#:@[]%2eEht p中\x00\ud800", max_size=60))


@given(hrefs, st.sampled_from(["utf-8", "gbk", "gb18030", "big5", "utf-16", "shift_jis"]))
def test_whatever_comes_the_answer_is_a_plain_address_or_none(href: str, charset: str) -> None:
    url = absolute(BASE, href, charset)
    if url is not None:
        parts = urlsplit(url)
        assert url.isascii() and len(url) <= LONGEST and "#" not in url and "@" not in parts.netloc
        assert not any(character <= " " for character in url)
        assert parts.scheme in ("http", "https") and parts.hostname and parts.path.startswith("/")
        assert "/./" not in parts.path and "/../" not in parts.path
        assert parts.port is None or 0 < parts.port < 65536


@given(hrefs)
def test_an_address_resolves_to_itself(href: str) -> None:
    url = absolute(BASE, href)
    if url is not None:
        assert absolute(BASE, url) == url
        assert absolute(url, "") == url


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50))
def test_a_quoted_path_is_left_as_it_is(name: str) -> None:
    quoted = quote(name, safe="")
    if quoted.replace("%2E", ".") not in (".", "..") and quoted not in (".", ".."):
        assert unquote(absolute(BASE, "/" + quoted) or "") == "http://www.zj.gov.cn/" + name


NORMAL = [
    ("http://a.cn/x", "http://a.cn/x"),
    ("http://A.cn:80/x", "http://a.cn/x"),
    ("http://a.cn:80/", "http://a.cn/"),
    ("https://a.cn:443/x?", "https://a.cn/x"),
    ("http://a.cn:8080/x", "http://a.cn:8080/x"),
    ("http://a.cn", "http://a.cn/"),
    ("http://a.cn/x#y", "http://a.cn/x"),
    ("http://a.cn/%e4%b8%ad%41%2d", "http://a.cn/%E4%B8%ADA-"),
    ("http://a.cn/?b=2&a=1", "http://a.cn/?b=2&a=1"),
    ("http://a.cn/?a=1&&b=", "http://a.cn/?a=1&b="),
    ("http://a.cn/?utm_source=x&a=1&utm_medium=y", "http://a.cn/?a=1"),
    ("http://a.cn/?spm=C73544894212.P59792594134.0.0", "http://a.cn/"),
    ("http://a.cn/?from=timeline&isappinstalled=0&id=3", "http://a.cn/?id=3"),
    ("http://a.cn/?from=beijing&to=hangzhou", "http://a.cn/?from=beijing&to=hangzhou"),
    ("http://a.cn/x;jsessionid=0AB3C4.node1?id=3", "http://a.cn/x?id=3"),
    ("http://a.cn/x.jsp;JSESSIONID=0AB3C4", "http://a.cn/x.jsp"),
    ("http://a.cn/?PHPSESSID=abc&id=3", "http://a.cn/?id=3"),
    ("http://a.cn/?ASPSESSIONIDQQABC=DEF&id=3", "http://a.cn/?id=3"),
    ("http://a.cn/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "http://a.cn/a.aspx"),
    ("http://a.cn/?sid=9f86d081884c7d659a2f", "http://a.cn/"),
    ("http://a.cn/?sid=12", "http://a.cn/?sid=12"),
    ("http://a.cn/?sid=20240305123456789", "http://a.cn/?sid=20240305123456789"),
    ("ftp://a.cn/", "ftp://a.cn/"),
    ("no address", "no address"),
]


@pytest.mark.parametrize(("url", "expected"), NORMAL)
def test_the_frontier_knows_one_spelling(url: str, expected: str) -> None:
    assert normalise(url) == expected


@given(hrefs)
def test_normalising_twice_changes_nothing(href: str) -> None:
    url = absolute(BASE, href)
    if url is not None:
        assert normalise(normalise(url)) == normalise(url)
    assert isinstance(normalise(href), str)


def test_a_page_of_links_takes_little_time() -> None:
    hostile = [
        "/" + "../" * 700, "/" + "%2e/" * 500, "//" + "a." * 900, "?" + "中" * 2000, "http://" + "1." * 1000, "/" + "a" * 8000,
        "\t" * 8000 + "x", "/" + "." * 2000, "a" * 2000 + "\x00", "/." * 1000, "http://中" + "国." * 900]
    started = time.process_time()
    for href in hostile * 20:
        absolute(BASE, href, "gbk")
        normalise(href)
    assert time.process_time() - started < 2


_PIECES = st.sampled_from((
    "/", "//", ".", "..", "./", "../", "a", "b.html", "%2e", "%2E", "%41", "%", "%2", "#", "?", "x=1", "&", "http:", "https://", "HTTP://",
    "h.cn", ":80", ":8080", "@", "\\", " ", "\t", "中", "-", "~", "[", ";", "javascript:"))


@given(st.lists(_PIECES, max_size=7).map("".join), st.sampled_from((BASE, "https://h.cn:8443/", "ftp://h.cn/")))
def test_hrefs_that_need_no_second_look_resolve_as_with_one(href: str, base: str) -> None:
    whole = resolver(base)
    assert whole._plain(href) in (None, whole._slow(href))
