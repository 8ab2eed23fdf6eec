"""The walk over a page's tree is the same in Python and, where that could be compiled, over the parser's own nodes."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.extract import extract
from crawler.extract.markup import laying, marks, walking
from crawler.extract.markup.blocks import Blocks
from crawler.extract.markup.tree import parsed
from crawler.page import Page
from tests.sources import in_python

PAGES = Path(__file__).parent / "pages"
TAGS = ("div", "p", "a", "a href=/x", "span", "span hidden", "span style='display:none'", "b", "strong", "br", "hr", "img src=a.png",
        "pre", "button", "svg", "iframe", "input", "textarea", "script", "h2", "td", "tr", "table", "li", "o:p", "font", "select", "video",
        "object", "div class=article-body", "div class='row col-md-6'", "div id=title", "div style='display: none'", "div role=navigation",
        "x-own", "p aria-label=Breadcrumb", "section itemprop=articleBody", "div class", "main class=content", "template", "math", "map")
WORDS = ("One", "two three", " ", "\n", "\n  \n", "\u00a0", "\u3000", "新闻", "<!-- said -->", "<?php echo ?>", "&amp;", "1", "\x0b",
         "&#133;")
MARKUP = st.lists(st.one_of(st.sampled_from([f"<{tag}>" for tag in TAGS]), st.sampled_from([f"</{tag.split()[0]}>" for tag in TAGS]),
                            st.sampled_from(WORDS)), max_size=60).map("".join)
PARTS = st.one_of(st.sampled_from(sorted(marks.FLAGS)), st.text("abcdexyzABCXYZ019-_ :[.é\x01", max_size=5))
SPELLED: tuple[Callable[[str], str], ...] = (str, str.capitalize, str.upper)
NAMES = st.lists(st.tuples(PARTS, st.sampled_from(SPELLED), st.sampled_from(("", "", "-", "_", "__", " ", "1"))),
                 max_size=6).map(lambda parts: "".join(how(part) + behind for part, how, behind in parts))


IN_PYTHON = in_python("crawler/extract/markup/walking.py")


def _laid_out(root: Any, walk: Any, dropped: frozenset[Any] = frozenset()) -> list[Any]:
    """All that is known of a page's blocks and boxes, of the elements where they stand."""
    place = {element: number for number, element in enumerate(root.iter())} | {None: None}
    used, vars(laying)["walk"] = vars(laying)["walk"], walk
    try:
        page: Blocks = laying.lay_out(root, dropped)
    finally:
        vars(laying)["walk"] = used
    boxes = {box: number for number, box in enumerate(page.boxes)} | {None: None}
    return [
        [(box.tag, box.name, box.marks, box.under, box.hidden, box.used, box.first, box.last, boxes[box.parent], place[box.element])
         for box in page.boxes],
        [(block.text, [(text, place[anchor]) for text, anchor in block.pieces], block.size, block.linked, block.bold, block.broken,
          block.level, boxes[block.box]) for block in page.blocks],
        [(number, place[element], boxes[box]) for number, element, box in page.images],
        [(number, place[element]) for number, element in page.embeds], [place[element] for element in page.fields], page.octets,
        [boxes[box] for box in page.marked], [boxes[box] for box in page.hidden], [block.index for block in page.heads]]


@given(markup=MARKUP)
def test_any_mark_up_is_laid_out_the_same(markup: str) -> None:
    root = parsed(markup)
    assert _laid_out(root, walking.walk) == _laid_out(root, IN_PYTHON.walk)


@given(markup=MARKUP, number=st.integers(0, 9))
def test_what_is_taken_out_leaves_its_tail_in_both(markup: str, number: int) -> None:
    root = parsed(f"<div>{markup}</div>")
    dropped = frozenset([element for element in root.iter(etree.Element) if element is not root][number::3])
    assert _laid_out(root, walking.walk, dropped) == _laid_out(root, IN_PYTHON.walk, dropped)


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_judged_pages_are_laid_out_the_same(letter: str) -> None:
    for path in sorted(PAGES.glob(f"{letter}*.html"))[::4]:
        root = parsed(path.read_bytes().decode("utf-8", "replace").replace("\0", ""))
        assert _laid_out(root, walking.walk) == _laid_out(root, IN_PYTHON.walk), path.name


@pytest.mark.filterwarnings("ignore:Coercing non-XML name")
@given(markup=MARKUP)
def test_elements_with_namespaces_are_laid_out_the_same(markup: str) -> None:
    markup = markup.replace("\x0b", " ")  # which XML has not
    root = html5lib.parse(f"{markup}<svg><title>x</title><path d=1><a xlink:href=x>in</a></svg><p>More", treebuilder="lxml").getroot()
    assert _laid_out(root, walking.walk) == _laid_out(root, IN_PYTHON.walk)


def test_deep_and_wide_trees_are_laid_out_the_same() -> None:
    deep = "<div class=row>" * 700 + "Text<p>more"
    wide = "".join(f"<x-{number} class=c{number}>{number}</x-{number}>" for number in range(900))
    for markup in (deep, wide, "<b>" * 300 + "Text", "<pre>" + "<i>\n</i>" * 300 + "x</pre>"):
        assert _laid_out(parsed(markup), walking.walk) == _laid_out(parsed(markup), IN_PYTHON.walk)


@given(names=NAMES)
def test_no_name_that_says_something_is_taken_for_plain(names: str) -> None:
    marks.KNOWN.clear()
    assert not walking.are_plain(names) or not _slowly(names)


def _slowly(names: str) -> int:
    """The marks of names, each by the words that it is made of."""
    flags = 0
    for name in names.split():
        flags |= marks.of_name(name) | marks.of_name(name.rstrip("0123456789-_"))
    return flags | (1 if "d-print-" in names and "d-none" in names else 0)


@pytest.mark.parametrize("names", [
    "article-body", "row article_body", "articleBody", "ArticleBody", "my-article-body-2", "NAV", "sitebreadCrumbs", "d-none d-print-block",
    "css-1ab2 nav", "title", "h1title", "share", "x" * 200, "标题", "shareBar7"])
def test_names_that_say_something_or_are_odd_are_not_plain(names: str) -> None:
    assert not walking.are_plain(names)


@pytest.mark.parametrize("collects", [True, False])
def test_collection_waits_while_a_page_is_read_and_is_left_as_it_was(collects: bool) -> None:
    (gc.enable if collects else gc.disable)()
    try:
        extract(Page(url="http://h.cn/", body=b"<p>Text"))
        assert gc.isenabled() == collects
    finally:
        gc.enable()
