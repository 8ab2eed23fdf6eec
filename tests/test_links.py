"""Every address in a page is found, and told for what it is."""

from __future__ import annotations

import time

import pytest

from crawler.addresses.links import anchors, file_kind, frames, refresh
from crawler.addresses.scope import Scope, host_of, path_of, scope_of
from crawler.extract.markup.laying import lay_out
from crawler.extract.markup.tree import Tree, parse
from crawler.page import Page
from crawler.pages.gather import MOST, MOST_REQUISITES, Gathering, gather_anchors, gather_refresh, gather_requisites
from crawler.portal import Portal
from crawler.reading import Link

URL = "http://h.cn/a/page.html"


def tree_of(body: str | bytes, url: str = URL) -> Tree:
    return parse(Page(url=url, body=body if isinstance(body, bytes) else b"<!DOCTYPE html><meta charset=utf-8>" + body.encode()))


def portal_of(*hosts: str, aliases: tuple[str, ...] = (), ignore: tuple[str, ...] = (), articles: tuple[str, ...] = ()) -> Portal:
    return Portal(name="p", title="p", language="zh-Hans", hosts=hosts, seeds=(), aliases=aliases, ignore=ignore, articles=articles)


NEEDED = [
    ("<link rel=stylesheet href=a.css>", ["a.css"]),
    ("<link rel='alternate StyleSheet' href=a.css>", ["a.css"]),
    ("<link rel='shortcut icon' href=/f.ico>", ["/f.ico"]),
    ("<link rel=apple-touch-icon href=i.png>", ["i.png"]),
    ("<link rel=preload as=font href=f.woff2>", ["f.woff2"]),
    ("<link rel=canonical href=c.html><link rel=next href=2.html><link rel=dns-prefetch href=//x.cn>", []),
    ("<script src=a.js></script>", ["a.js"]),
    ("<img src=a.jpg>", ["a.jpg"]),
    ("<img src=blank.gif data-src=a.jpg>", ["blank.gif", "a.jpg"]),
    ("<img data-original=a.jpg><img _src=b.jpg><img data-lazy-src=c.jpg><img lazysrc=d.jpg>", ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]),
    ("<img srcset='a.jpg 1x, b.jpg 2x'>", ["a.jpg", "b.jpg"]),
    ("<img srcset='a.jpg,/b.jpg'>", ["a.jpg", "/b.jpg"]),
    ("<picture><source data-srcset='a.webp 600w'><img src=a.jpg></picture>", ["a.webp", "a.jpg"]),
    ("<video src=v.mp4 poster=p.jpg><source src=v.webm><track src=t.vtt></video><audio src=a.mp3></audio>",
     ["v.mp4", "p.jpg", "v.webm", "t.vtt", "a.mp3"]),
    ("<input type=image src=go.gif>", ["go.gif"]),
    ("<object data=a.swf><param name=movie value=b.swf><embed src=c.swf></object>", ["a.swf", "b.swf", "c.swf"]),
    ("<table background=t.gif><tr background=r.gif><td background=d.gif>x</td></tr></table>", ["t.gif", "r.gif", "d.gif"]),
    ("<style>@import 'a.css'; b{background:url(b.png)}</style>", ["a.css", "b.png"]),
    ("<p style='background:url(&quot;p.png&quot;)'>x</p>", ["p.png"]),
    ("<img src='data:image/gif;base64,AA'><img src='about:blank'><img src='javascript:1'><img src='#x'><img src=''><img>", []),
    ("<img src='http://['><img src='ftp://h.cn/a.jpg'>", []),
    ("<img src=a.jpg><img src=a.jpg><img src=./a.jpg>", ["a.jpg"]),
    ("<a href=x.html>x</a><iframe src=f.html></iframe>", []),
]


def needed(tree: Tree) -> list[str]:
    gathering = Gathering(scope_of(portal_of("h.cn")))
    gather_requisites(gathering, tree, "site")
    return [link.url for link in gathering.links() if link.kind == "requisite"]


@pytest.mark.parametrize(("body", "expected"), NEEDED)
def test_what_a_page_needs_is_found(body: str, expected: list[str]) -> None:
    tree = tree_of(body)
    assert needed(tree) == [tree.resolver.resolve(href) for href in expected]


def test_a_background_of_the_body_is_needed() -> None:
    tree = tree_of(b"<html><body background=b.gif>x</body></html>")
    assert needed(tree) == ["http://h.cn/a/b.gif"]


def test_a_base_moves_everything() -> None:
    tree = tree_of(b"<html><head><base href='//cdn.h.cn/x/'></head><body><img src=a.jpg><a href=b.html>x</a></body></html>")
    assert needed(tree) == ["http://cdn.h.cn/x/a.jpg"]
    assert [tree.resolver.resolve(href) for _, href in anchors(tree.root)] == ["http://cdn.h.cn/x/b.html"]


def test_a_gbk_page_asks_in_gbk() -> None:
    tree = tree_of("<html><head><meta charset=gbk></head><body><a href='/s?q=中文'>搜索结果在这里</a></body></html>".encode("gbk"))
    assert [tree.resolver.resolve(href) for _, href in anchors(tree.root)] == ["http://h.cn/s?q=%D6%D0%CE%C4"]


def test_anchors_that_lead_nowhere_are_left_out() -> None:
    tree = tree_of("<a>x</a><a href=''>x</a><a href='#top'>x</a><a href=' JavaScript:void(0)'>x</a><a href='mailto:a@b.cn'>x</a>"
                   "<a href=tel:12345>x</a><map><area href=m.html></map>")
    assert [href for _, href in anchors(tree.root)] == ["m.html"]


def test_frames_are_found_also_when_they_load_late() -> None:
    tree = tree_of("<iframe src=a.html></iframe><iframe src='about:blank' data-src=b.html></iframe>")
    assert list(frames(tree)) == ["a.html", "b.html"]


REFRESHES = [("0;url=b.html", "b.html"), ("3; URL='b.html'", "b.html"), ("0;b.html", "b.html"), ("0, url = \"b.html\"", "b.html"),
             ("5;url=http://h.cn/?a=1;b=2", "http://h.cn/?a=1;b=2"), ("url=b.html", "b.html"), ("5", None), ("0;", None), ("", None),
             ("0" + " " * 7000 + "\"", None), ("; " * 4000, None)]


@pytest.mark.parametrize(("value", "target"), REFRESHES)
def test_a_refresh_names_its_target(value: str, target: str | None) -> None:
    assert refresh(None, value) == target
    tree = tree_of(f"<meta http-equiv=Refresh content='{value.replace(chr(39), '&#39;')}'>")
    assert refresh(tree, None) == target


FILES = [("http://h.cn/a.pdf", "attachment"), ("http://h.cn/a.DOCX?x=1", "attachment"), ("http://h.cn/a.wps", "attachment"),
         ("http://h.cn/a.ofd", "attachment"), ("http://h.cn/a.mp4", "attachment"), ("http://h.cn/a.jpg", "image"),
         ("http://h.cn/a.html", None), ("http://h.cn/a", None), ("http://h.cn/", None), ("http://h.zip", None), ("http://h.zip/", None),
         ("http://h.cn/pdf/index.shtml?file=a.pdf", None), ("http://h.cn/a.jsp?id=1", None),
         ("http://h.cn/module/download/downfile.jsp?classid=0&filename=2608.doc", "attachment"),
         ("http://h.cn/view.jsp?filename=a.pdf&x=1", "attachment"), ("http://h.cn/view.jsp?name=a.html", None),
         ("http://h.cn/system/_content/download.jsp?urltype=news&wbfileid=1", "attachment"), ("http://h.cn/download.html", None)]


@pytest.mark.parametrize(("url", "kind"), FILES)
def test_an_address_tells_whether_it_is_a_file(url: str, kind: str | None) -> None:
    assert file_kind(url) == kind


def gathered(body: str, portal: Portal, kind: str | None = None) -> list[tuple[str, str, str]]:
    tree, gathering = tree_of(body), Gathering(scope_of(portal))
    gather_anchors(gathering, tree, "site" if kind == "site" else None)
    gather_requisites(gathering, tree, "site" if kind == "site" else None)
    return [(link.url.removeprefix("http://h.cn/a/"), link.kind, link.hop) for link in gathering.links()]


def test_a_site_follows_pages_on_its_hosts_and_files_anywhere() -> None:
    body = ("<a href=b.html>x</a><a href=b.html#2>x</a><a href='b.html?utm_source=x'>x</a><a href='http://other.cn/'>x</a>"
            "<a href='http://other.cn/f.pdf'>x</a><a href=big.jpg><img src=small.jpg></a><iframe src=f.html></iframe>"
            "<iframe src='http://other.cn/w.html'></iframe><a href='http://h.cn:8080/x'>x</a>")
    assert gathered(body, portal_of("h.cn"), "site") == [
        ("b.html", "site", "L"), ("http://other.cn/f.pdf", "attachment", "L"), ("big.jpg", "requisite", "L"),
        ("http://h.cn:8080/x", "site", "L"), ("f.html", "site", "E"), ("http://other.cn/w.html", "requisite", "E"),
        ("small.jpg", "requisite", "E")]


def test_an_article_follows_no_page_but_its_own_parts() -> None:
    body = "<a href=b.html>x</a><a href=page_2.html>2</a><a href=page_more.html>x</a><a href=f.pdf>f</a><iframe src=f.html></iframe>"
    assert gathered(body, portal_of("h.cn")) == [("page_2.html", "requisite", "L"), ("f.pdf", "attachment", "L"),
                                                  ("f.html", "requisite", "E")]


def test_what_the_portal_ignores_is_never_gathered() -> None:
    body = "<a href=b.html>x</a><a href=logout.html>x</a><img src=http://ads.cn/a.jpg>"
    assert gathered(body, portal_of("h.cn", ignore=("logout", "ads\\.cn", "(")), "site") == [("b.html", "site", "L")]


def test_a_page_without_words_that_moves_its_reader_by_script_leads_on() -> None:
    for script in ("window.location.href='/new/index.html'", "location.replace(\"/new/index.html\")", "top.location = '/new/index.html'"):
        gathering = Gathering(scope_of(portal_of("h.cn")))
        gather_refresh(gathering, tree_of(f"<script>{script}</script>"), None, "site")
        assert gathering.links() == (Link(url="http://h.cn/new/index.html", kind="site", hop="R"),)


def test_a_refresh_off_the_portal_is_not_followed() -> None:
    gathering = Gathering(scope_of(portal_of("h.cn")))
    gather_refresh(gathering, tree_of("<p>x"), "0;url=http://other.cn/", "site")
    assert gathering.links() == ()


HELD = [("http://h.cn/a", True), ("https://h.cn:8443/a", True), ("http://x.h.cn/a", False), ("http://p.cn:8080/", True),
        ("http://p.cn/", False), ("https://s.cn/", True), ("http://s.cn:443/", True), ("http://s.cn/", False), ("http://alias.cn/", True),
        ("http://[::1]:80/", False)]


@pytest.mark.parametrize(("url", "held"), HELD)
def test_a_host_stands_for_all_its_ports_and_a_port_for_itself(url: str, held: bool) -> None:
    scope = Scope(portal_of("h.cn", "p.cn:8080", "s.cn:443", aliases=("alias.cn",)))
    assert scope.holds(url) is held
    assert scope.holds(url) is held


def test_articles_are_told_by_path_and_query() -> None:
    scope = Scope(portal_of("2024.cn", articles=("/2024/", r"\?id=\d")))
    assert scope.names_articles
    assert scope.is_article("http://2024.cn/2024/a.html") and scope.is_article("http://2024.cn/a?id=1")
    assert not scope.is_article("http://2024.cn/")
    assert not Scope(portal_of("h.cn")).is_article("http://h.cn/a")


def test_host_and_path_of_an_address() -> None:
    assert (host_of(URL), path_of(URL)) == ("h.cn", "/a/page.html")
    assert (host_of("x"), path_of("x"), path_of("http://h.cn")) == ("", "/", "/")


def test_two_hundred_thousand_links_are_twenty_pages() -> None:
    body = "".join(f"<a href='/p{number % 20}.html?utm_source={number}#{number}'>x</a>" for number in range(100_000))
    body += "".join(f"<a href='/p{number % 20}.html#{number}'>x</a>" for number in range(100_000))
    tree, gathering = tree_of(body), Gathering(scope_of(portal_of("h.cn")))
    started = time.process_time()
    gather_anchors(gathering, tree, "site")
    assert time.process_time() - started < 8
    assert len(gathering.links()) == 20


def test_links_and_requisites_are_bounded() -> None:
    tree, gathering = tree_of("<img src=a.jpg>"), Gathering(scope_of(portal_of("h.cn")))
    for number in range(MOST_REQUISITES + 10):
        gathering.requisite(f"http://h.cn/{number}.jpg")
    assert len(gathering.links()) == MOST_REQUISITES
    for number in range(MOST + 10):
        gathering.page(Link(url=f"http://h.cn/{number}", kind="site"))
    assert len(gathering.links()) == MOST
    gather_requisites(gathering, tree, None)
    assert len(gathering.links()) == MOST


@pytest.mark.parametrize("body", ["<div>" * 30_000 + "<img src=a.jpg>", "<p style='a(" + "x" * 500_000 + "'>",
                                  "<style>" + "url(" * 100_000 + "</style>", "<img srcset='" + "a.jpg 1x," * 20_000 + "'>",
                                  "<meta http-equiv=refresh content='" + "; " * 50_000 + "'>", "<img " + "a=b " * 50_000 + ">"])
def test_hostile_mark_up_takes_little_time(body: str) -> None:
    tree, gathering = tree_of(body), Gathering(scope_of(portal_of("h.cn")))
    started = time.process_time()
    gather_anchors(gathering, tree, "site")
    gather_requisites(gathering, tree, "site")
    gather_refresh(gathering, tree, None, "site")
    assert time.process_time() - started < 3


def test_words_in_an_anchor_without_an_address_are_not_linked() -> None:
    tree = tree_of("<p><a name=top>Here</a> <a href=/a.html>there</a> <a href>and</a> <a>so on</a></p><p><a name=x>Nothing</a></p>")
    assert tree.hrefs() == [None, "/a.html", "", None, None]
    (line, other) = lay_out(tree.root).blocks
    assert [(text, anchor is not None) for text, anchor in line.pieces] == [
        ("Here", False), (" ", False), ("there", True), (" ", False), ("and", True), (" ", False), ("so on", False)]
    assert other.linked == 0
