"""Of a page's links those are left out that the crawl was told of, and none besides, whatever was read before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses.scope import Scope
from crawler.extract.markup.tree import parse
from crawler.page import Page
from crawler.pages.familiar import Familiar, Told
from crawler.pages.gather import Gathering, gather_anchors, gather_requisites
from crawler.portal import Portal
from crawler.reading import Link

PORTAL = Portal(name="p", title="p", language="zh-Hans", hosts=("h.cn",), seeds=())
HREFS = ("/1.html", "/1.html#a", "/1.html#b", "1.html", "http://h.cn/1.html", "http://h.cn/1.html#c", "/2.html?x=1", "/2.html", "/a.pdf",
         "#a", "", " /1.html", "javascript:go()", "//h.cn/2.html", "http://other.cn/", "/i.png")
KNOWN = ("http://h.cn/1.html", "http://h.cn/2.html", "http://h.cn/2.html?x=1", "http://h.cn/a/1.html", "http://h.cn/a.pdf",
         "http://h.cn/i.png")
PAGES = st.lists(st.tuples(
    st.sampled_from(("", "a/")), st.lists(st.sampled_from(HREFS), max_size=6),
    st.lists(st.tuples(st.sampled_from(("site", "requisite", "attachment")), st.sampled_from(KNOWN)), max_size=3),
), min_size=1, max_size=4)
"""Of each its folder, what it links to, and what the crawl tells before it is read."""


def links_of(hrefs: list[str], folder: str, familiar: Familiar | None) -> list[Link]:
    body = "".join(f"<a href='{href}'>字</a><img src='{href}'>" for href in hrefs)
    tree = parse(Page(url=f"http://h.cn/{folder}page.html", body=b"<!DOCTYPE html><meta charset=utf-8>" + body.encode()))
    gathering = Gathering(Scope(PORTAL), familiar)
    gather_anchors(gathering, tree, "site")
    gather_requisites(gathering, tree, "site")
    return list(gathering.links())


@given(PAGES)
def test_what_is_left_out_is_what_was_told_and_nothing_else(pages: list[tuple[str, list[str], list[Told]]]) -> None:
    familiar, known = Familiar(), set[Told]()
    for folder, hrefs, told in pages:
        familiar.add(told)
        known |= set(told)
        news = [link for link in links_of(hrefs, folder, None) if (link.kind, link.url) not in known]
        assert links_of(hrefs, folder, familiar) == news


def test_an_href_that_differs_by_its_fragment_alone_is_known_with_the_other() -> None:
    familiar = Familiar()
    familiar.add([("site", "http://h.cn/1.html")])
    tree = parse(Page(url="http://h.cn/page.html", body="<a href='/1.html'>一</a><a href='/1.html#a'>二</a>".encode()))
    for _ in range(2):
        gathering = Gathering(Scope(PORTAL), familiar)
        gather_anchors(gathering, tree, "site")
        assert not gathering.links()
    assert familiar.hrefs(tree.resolver, "site") == {"/1.html", "/1.html#a"}
