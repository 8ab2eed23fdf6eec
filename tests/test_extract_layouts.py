"""A portal's and a family's rules go before the general reader, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.extract import extract, layout_for
from crawler.page import Page
from crawler.pages.read import read
from crawler.portal import Layout, ListingRules, Portal

PAGE = """<html><head><title>旧标题_某网</title></head><body>
<div class="where"><a href="/">首页</a><i>|</i><a href="/n">要闻</a></div>
<h1>旧标题，比较长的一个标题</h1><h2 class="t">版式指明的标题</h2>
<span class="d">2019年9月18日 06:23</span><b class="s">某某日报</b><em class="a">李四</em>
<div class="x"><p>版式指明的正文，只有一段话，说了一件事。</p>
<div class="ad">买一送一，数量有限，先到先得，欢迎选购。</div></div>
<div class="y"><p>别处的文字，写得很长很长，比正文还要长得多，可是它不是正文。</p>
<p>它还有第二段，也写得很长，说了许多与正文无关的话。</p></div>
</body></html>"""
RULES = Layout(
    title=("//h2[@class='t']",), body=("//div[@class='none']", "//div[@class='x']"), date=("//span[@class='d']/text()",),
    breadcrumb=("//div[@class='where']/a",), source=("string(//b[@class='s'])",), author=("//em[@class='a']",),
    strip=("//div[@class='ad']",))
PORTAL = Portal(name="x", title="某网", language="zh-Hans", hosts=("example.com",), seeds=())
NEW, OLD, OLDER = Layout(body=("//new",)), Layout(until=date(2021, 6, 30), body=("//old",)), \
    Layout(until=date(2015, 1, 1), body=("//older",))


def _read(layout: Layout | None) -> dict[str, object]:
    article = extract(Page(url="http://example.com/a.html", body=PAGE.encode()), layout)
    return {name: getattr(article, name) for name in ("title", "body", "date", "date_time", "breadcrumb", "source", "author", "found")}


def test_a_layout_gives_every_field_it_has_rules_for() -> None:
    read = _read(RULES)
    found = read.pop("found")
    assert read == {
        "title": "版式指明的标题", "body": "版式指明的正文，只有一段话，说了一件事。", "date": "2019-09-18",
        "date_time": "2019-09-18T06:23+08:00", "breadcrumb": ("首页", "要闻"), "source": "某某日报", "author": "李四"}
    assert isinstance(found, dict)
    assert all(found[key].startswith("layout ") for key in ("title", "body", "date", "breadcrumb", "source", "author"))
    assert found["body"] == "layout //div[@class='x']"


@pytest.mark.parametrize("rule", ["id('zoom')", "id ( 'none zoom' )/.", "//body[id('zoom')]/div[@id]"])
def test_a_rule_may_ask_for_an_id(rule: str) -> None:
    body = PAGE.replace('class="x"', 'class="x" id="zoom"').encode()
    article = extract(Page(url="http://example.com/a.html", body=body), Layout(body=(rule,)))
    assert article.found["body"] == f"layout {rule}" and str(article.body).startswith("版式指明的正文")
    portal = replace(PORTAL, layouts=(Layout(body=(rule,)),))
    assert read(Page(url="http://example.com/a.html", body=body), portal, "article").article.found["body"] == f"layout {rule}"


def test_a_listing_rule_may_ask_for_an_id() -> None:
    rows = b"<ul id=rows><li><a href=/a>One headline</a><li><a href=/b>Another one</a></ul>"
    page = Page(url="http://example.com/", body=rows + b"<a href=/c>No row</a>")
    portal = replace(PORTAL, listing=ListingRules(rows=("id('rows')/li",)))
    assert [link.url for link in read(page, portal, "listing").links] == ["http://example.com/a", "http://example.com/b"]


@pytest.mark.parametrize("layout", [
    Layout(title=("//nothing",), body=("//nothing",)), Layout(title=("][",), body=("//*[unknown-function()]",)), None])
def test_rules_that_find_nothing_or_are_faulty_leave_the_field_to_the_general_reader(layout: Layout | None) -> None:
    found, general = _read(layout)["found"], _read(None)["found"]
    assert isinstance(found, dict) and isinstance(general, dict)
    asked = {"title", "body"} if layout is not None and layout.title and layout.body else {"body"} if layout is not None else set()
    assert found == {key: f"{rule}; layout found nothing" if key in asked else rule for key, rule in general.items()}


@pytest.mark.parametrize(("instant", "expected"), [
    (None, NEW), (datetime(2024, 1, 1, tzinfo=UTC), NEW), (datetime(2021, 6, 30, 12, tzinfo=UTC), OLD),
    (datetime(2021, 6, 30, 17, tzinfo=UTC), NEW), (datetime(2015, 1, 1, 3, tzinfo=UTC), OLDER), (datetime(1999, 1, 1, tzinfo=UTC), OLDER)])
def test_the_layout_is_the_one_in_use_on_the_local_day_of_the_capture(instant: datetime | None, expected: Layout) -> None:
    assert layout_for((NEW, OLD, OLDER), None, instant).body == expected.body


def test_a_portals_rules_stand_before_its_familys() -> None:
    joined = layout_for((NEW,), Layout(body=("//family",), title=("//h1",)), None)
    assert (joined.body, joined.title) == (("//new", "//family"), ("//h1",))


def test_a_portal_without_layouts_has_its_familys() -> None:
    assert layout_for((), RULES, None) == RULES


def test_a_loose_file_is_read_by_the_newest_layout_even_when_none_is_in_use() -> None:
    assert layout_for((OLD, OLDER), None, None).body == OLD.body
