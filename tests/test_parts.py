"""The page that goes on with an article is found, and nothing else is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Article
from crawler.extract.markup.tree import Tree, parse
from crawler.page import Page
from crawler.pages.parts import first_of, following, is_part, pager_of

BASE = "http://www.example.gov.cn"
C = f"{BASE}/2024-03/05/c_123456"
T = f"{BASE}/yw/202403/t20240305_77"


def tree(url: str, inner: str) -> Tree:
    return parse(Page(url=url, body=f"<html><body><p>text</p>{inner}</body></html>".encode()))


def a(href: str, words: str) -> str:
    return f'<a href="{href}">{words}</a>'


GOES_ON = [
    ("numbers of a pager", f"{C}.htm", f"{C}.htm", a("c_123456_2.htm", "2") + a("c_123456_3.htm", "3"), f"{C}_2.htm", True),
    ("on page 2", f"{C}_2.htm", f"{C}.htm", a("c_123456.htm", "1") + a("c_123456_3.htm", "3"), f"{C}_3.htm", True),
    ("on the last page", f"{C}_3.htm", f"{C}.htm", a("c_123456.htm", "1") + a("c_123456_2.htm", "2"), None, None),
    ("on the last page, a next story", f"{C}_3.htm", f"{C}.htm", a("c_123456_2.htm", "2") + a("c_9.htm", "Next page"), None, None),
    ("a pager that counts from _1", f"{T}.html", f"{T}.html", a("t20240305_77_1.html", "[2]") + a("t20240305_77_2.html", "[3]"),
     f"{T}_1.html", True),
    ("a pager whose 1 is another name of the page", f"{T}.html", f"{T}.html",
     a("t20240305_77_1.html", "1") + a("t20240305_77_2.html", "2"), f"{T}_2.html", True),
    ("a pager by script", f"{C}.htm", f"{C}.htm", """<a href="#" onclick="location.href='c_123456_2.htm'">2</a>""", f"{C}_2.htm", True),
    ("a list to choose from", f"{C}.htm", f"{C}.htm", "<select onchange='location.href=this.value'><option value='c_123456.htm'>1</option>"
     "<option value='c_123456_2.htm'>第2页</option></select>", f"{C}_2.htm", True),
    ("a list of friends' sites", f"{C}.htm", f"{C}.htm", "<select onchange='location.href=this.value'><option value='/a.htm'>2</option>"
     "<option value='c_123456_2.htm'>友情链接</option></select>", None, None),
    ("a function for each page", f"{C}.htm", f"{C}.htm", "<script>function page2() { window.location.href = 'c_123456_2.htm'; }</script>"
     "<a href='javascript:void(0)' onclick='page2()'>2</a>", f"{C}_2.htm", True),
    ("a function that takes the page", f"{C}.htm", f"{C}.htm", "<script>function go(n){location='c_123456_'+n+'.htm';}</script>"
     "<a href='javascript:go(2)'>2</a>", f"{C}_2.htm", True),
    ("a function that the page does not have", f"{C}.htm", f"{C}.htm", "<a href='#' onclick='page2()'>2</a>", None, None),
    ("a function that shows a part", f"{C}.htm", f"{C}.htm", "<script>function page2(){show('p2');}</script>"
     "<a href='#' onclick='page2()'>2</a>", None, None),
    ("下一页", f"{C}.htm", f"{C}.htm", a("c_123456_2.htm", "下一页 >"), f"{C}_2.htm", True),
    ("阅读下一页", f"{C}.htm", f"{C}.htm", a("c_123456_2.htm", "阅读下一页"), f"{C}_2.htm", True),
    ("繼續閱讀下一頁", f"{C}.htm", f"{C}.htm", a("c_123456_2.htm", "繼續閱讀下一頁"), f"{C}_2.htm", True),
    ("a picture for 下一页", f"{C}.htm", f"{C}.htm", a("c_123456_2.htm", "<img src='/n.gif' alt='下一页'>"), f"{C}_2.htm", True),
    ("余下全文", f"{C}.htm", f"{C}.htm", a("c_123456_all.htm", "余下全文"), f"{C}_all.htm", True),
    ("a script that counts", f"{T}.html", f"{T}.html",
     '<script>createPageHTML(3, 0, "t20240305_77", "html");</script>', f"{T}_1.html", True),
    ("a script at its end", f"{T}_2.html", f"{T}.html", '<script>createPageHTML(3, 2, "t20240305_77", "html");</script>', None, None),
    ("a query", f"{BASE}/show.jsp?id=5", f"{BASE}/show.jsp?id=5", a("show.jsp?id=5&page=2", "2"), f"{BASE}/show.jsp?id=5&page=2", False),
    ("another id", f"{BASE}/show.jsp?id=5", f"{BASE}/show.jsp?id=5", a("show.jsp?id=6", "6"), None, None),
    ("a folder", f"{BASE}/2024/05/tea/", f"{BASE}/2024/05/tea/", a("/2024/05/tea/2/", "2"), f"{BASE}/2024/05/tea/2/", False),
    ("a name of its own called the next page", f"{BASE}/a/51.html", f"{BASE}/a/51.html",
     a("52.html", "下一页"), f"{BASE}/a/52.html", False),
    ("a next page elsewhere", f"{BASE}/a/51.html", f"{BASE}/a/51.html", a("http://other.example/52.html", "下一页"), None, None),
    ("上一篇 and 下一篇", f"{BASE}/a/51.html", f"{BASE}/a/51.html", a("50.html", "上一篇") + a("52.html", "下一篇"), None, None),
    ("a next article", f"{BASE}/a/51.html", f"{BASE}/a/51.html", a("52.html", "Next article") + a("52.html", "Next"), None, None),
    ("words in a sentence", f"{C}.htm", f"{C}.htm", a("c_123456_2.htm", "see the gallery of 12 photos"), None, None),
    ("rel=next", f"{C}.htm", f"{C}.htm", '<link rel="next" href="c_123456_2.htm">', f"{C}_2.htm", True),
    ("rel=next to a story", f"{C}.htm", f"{C}.htm", '<link rel="next" href="c_123457.htm">', None, None),
    ("nothing", f"{C}.htm", f"{C}.htm", "", None, None),
]


@pytest.mark.parametrize(("url", "first", "inner", "target", "sure"), [case[1:] for case in GOES_ON], ids=[case[0] for case in GOES_ON])
def test_the_page_that_follows(url: str, first: str, inner: str, target: str | None, sure: bool | None) -> None:
    page = tree(url, inner)
    found = following(page, first, pager_of(page))
    assert (found and found.url, found and found.sure) == (target, sure)


def test_the_pages_behind_the_next_are_told_too() -> None:
    pager = a("c_123456_2.htm", "2") + a("c_123456_3.htm", "3") + a("c_123456_4.htm", "4")
    for inner in (pager, pager + a("c_123456_2.htm", "下一页")):
        page = tree(f"{C}.htm", inner)
        found = following(page, page.url, pager_of(page))
        assert found is not None and found.later == (f"{C}_3.htm", f"{C}_4.htm")


@pytest.mark.parametrize(("url", "inner", "first"), [
    (f"{C}_2.htm", a("c_123456.htm", "1"), f"{C}.htm"), (f"{C}_3.htm", a("c_123456.htm", "首页"), f"{C}.htm"),
    (f"{T}_1.html", a("t20240305_77.html", "上一页"), f"{T}.html"), (f"{C}.htm", a("c_123456_2.htm", "2"), None),
    (f"{C}_2.htm", a("c_123456.htm", "read the story behind these pictures of the tea fields"), None), (f"{C}_2.htm", "", None),
    (f"{BASE}/show.jsp?id=5&page=2", a("show.jsp?id=5", "1"), f"{BASE}/show.jsp?id=5"),
    (f"{BASE}/info/1262/13563.htm", a("/info/1262/13562.htm", "上一页"), None),
], ids=["1", "首页", "上一页", "the first page itself", "a link in words", "no link back", "a query", "another article"])
def test_a_further_page_knows_its_first(url: str, inner: str, first: str | None) -> None:
    page = tree(url, inner)
    assert first_of(page, pager_of(page)) == first


FIRST = Article(kind="article", url=f"{C}.htm", title="Tea fields open", body="one")


@pytest.mark.parametrize(("page", "sure", "part"), [
    (Article(kind="article", url="u", title="Tea Fields Open (2)", body="two"), False, True),
    (Article(kind="article", url="u", title="A bridge", body="two"), False, False),
    (Article(kind="article", url="u", title="A bridge", body="two"), True, True),
    (Article(kind="unknown", url="u", title=None, body="two"), True, True), (Article(kind="listing", url="u", body="two"), True, False),
    (Article(kind="article", url="u", title="Tea fields open"), True, False), (Article(kind="soft-404", url="u", body="two"), True, False),
], ids=[
    "the title again", "another title", "another title, a sure address", "no title, a sure address", "a listing", "nothing", "soft 404"])
def test_what_may_be_a_part(page: Article, sure: bool, part: bool) -> None:
    assert is_part(page, FIRST, sure=sure) is part


@given(st.text("ab/_-.?=&12p", max_size=30), st.text("ab/_-.?=&12p", max_size=30), st.sampled_from(["2", "下一页", "Next page", "x"]))
def test_any_addresses_are_borne(path: str, href: str, words: str) -> None:
    page = tree(f"{BASE}/{path}", a(href, words))
    pager = pager_of(page)
    for found in (following(page, page.url, pager), following(page, f"{BASE}/b", pager), first_of(page, pager)):
        assert found is None or isinstance(found, str | tuple)
