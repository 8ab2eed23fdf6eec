"""Cheap looks at a page's octets, and cheap signs of what it is, tell what longer ones tell."""

from __future__ import annotations

import re
import string
from types import ModuleType
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import crawler.extract.markup.charset as charset
import crawler.extract.markup.flatten as flatten
import crawler.extract.markup.octets as octets
import crawler.extract.markup.streamed as streamed
import crawler.extract.markup.tree as tree
from crawler.extract.markup import rescue
from crawler.families import _BY_ADDRESS, _SIGNS, FAMILIES, signs
from crawler.page import Page
from crawler.pages import sitemap, sniff
from crawler.signs import _hides
from tests.sources import in_python
from tests.wording_kit import lines as _lines
from tests.wording_kit import often

_READ_TWICE = _lines(*charset._SIGNS, "â\u0080\u0099", "â€™", "é", "ç", "ï", "µ", "Ä", "\u009a", "¼", "a", " ", "中文")


@often(1000)
@given(_READ_TWICE)
def test_text_without_the_octets_of_damage_has_none_of_its_signs(line: str) -> None:
    damaged = any(sign in line for sign in charset._SIGNS) or charset._QUOTES.search(line.encode()) is not None
    assert charset._TWICE.search(line.encode()) is not None or not damaged


@given(st.lists(st.sampled_from((b"\xc3", b"\x82", b"\xa2", b"\x84", b"\xc2\x80", b"\xc2\xb5", b"a", b"\xc3\xa9" * 220)),
                max_size=8).map(b"".join))
def test_octets_that_may_be_of_text_read_twice_are_those_that_the_pattern_finds(octets: bytes) -> None:
    assert charset._may_be_twice(octets) == (charset._TWICE.search(octets) is not None)


def test_each_call_that_moves_a_piece_begins_as_those_that_are_looked_for_in_octets() -> None:
    calls = [f'$R{letter}("B:1","S:1")' for letter in string.ascii_uppercase]
    assert tuple(call[:5].encode() for call in calls if streamed._CALL.search(call)) == streamed.CALLS


def test_a_crowded_tag_behind_style_sheets_is_found_and_sheets_alone_are_none() -> None:
    sheet = f"<style>{'a{b:c} ' * 1500}</style>".encode()
    crowded = f"<p {' '.join(f'a{n}=1' for n in range(3000))}>text</p>".encode()
    assert flatten.limit_attributes(sheet) is sheet
    assert flatten.limit_attributes(sheet + crowded).count(b"=") == flatten.MOST_ATTRIBUTES


def test_a_long_tag_of_one_long_value_is_not_crowded_and_one_behind_its_words_is_found() -> None:
    outline = f'<path fill="none" d="{"M1 2 L3 4 " * 1200}"/>'.encode()
    bare = f"<p {' '.join(f'a{n}' for n in range(3000))}>text</p>".encode()
    assert flatten.limit_attributes(outline) is outline
    assert len(flatten.limit_attributes(outline * 2 + bare)) < len(outline * 2) + 2000


@given(st.lists(st.sampled_from((b"a=b ", b"word ", b"x" * 30)), max_size=60).map(b"".join), st.integers(1, 40))
def test_signs_are_many_where_their_count_says_so(some: bytes, most: int) -> None:
    assert flatten.has_many(some, b"=", most, len(b"a=b ")) == (some.count(b"=") >= most)


BOTH = pytest.mark.parametrize("module", [octets, in_python("crawler/extract/markup/octets.py")])


@BOTH
@given(some=st.binary(max_size=400), sign=st.integers(0, 255))
def test_any_octet_is_counted(module: ModuleType, some: bytes, sign: int) -> None:
    assert module.count(some, sign) == some.count(sign)


@BOTH
@given(words=st.lists(st.sampled_from(("word ", "naïve ", "春茶", "🍵", "<p>")), max_size=8),
       before=st.integers(0, 40) | st.integers(8185, 8199))
def test_the_first_bytes_that_are_no_utf_8_are_found(module: ModuleType, words: list[str], before: int) -> None:
    some = b"x" * before + "".join(words).encode()
    assert module.end_of_utf8(some) == len(some)
    for behind in (b"\xe6\x98", b"\xff word", b"\xf0\x9f\x8d", b"\xc3", b"\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"):
        assert module.end_of_utf8(some + behind) == len(some)


_MUTILATED = st.lists(st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=3), max_size=12)


@BOTH
@often(2000)
@given(some=_MUTILATED.map(b"".join))
def test_what_is_utf_8_is_what_python_decodes(module: ModuleType, some: bytes) -> None:
    try:
        end = len(some.decode("utf-8").encode("utf-8"))
    except UnicodeDecodeError as error:
        end = error.start
    assert module.end_of_utf8(some) == end


_BEGINNINGS = st.lists(st.sampled_from((
    b"\xef\xbb\xbf", b" ", b"\n", b"\0", b"<!DOCTYPE html>", b"<!doctype html PUBLIC 'x'>", b"<!doctype rss>", b"<?xml version='1.0'?>",
    b"<!-- a -->", b"<html>", b"<HTML lang=zh>", b"<html", b"<rss>", b"<urlset>", b"{", b"%PDF", b">", b"text")), max_size=6)


@often(1000)
@given(_BEGINNINGS.map(b"".join))
def test_what_begins_as_a_page_does_is_a_page_by_a_closer_look_too(body: bytes) -> None:
    if Page(url="", body=body).is_plainly_html:
        assert tree._fault(body) is None and sitemap.form_of(body) is None
        with mock.patch.object(Page, "is_plainly_html", False):
            assert sniff.form_of(Page(url="", body=body)) == "html"


_PATHS = ("/art/2024/5/6/art_1_2.html", "/info/12/34.htm", "/content.jsp?wbnewsid=7", "/202405/t20240506_7.html",
          "/c/202405/content_7.shtml", "/20240506/AABBCCDD-1234-5678-9abc-aabbccddeeff.html", "/ART/2024/art_1.HTML", "/a/7.html", "/",
          "/gk/202405/t1234567.htm?a=b")


@pytest.mark.parametrize("path", _PATHS)
def test_an_address_is_of_some_family_where_it_is_of_one(path: str) -> None:
    assert (_BY_ADDRESS.search(path) is not None) == any(family.article_shape.search(path) for family in FAMILIES)


_UNSHOWN = _lines("<script>", "<SCRIPT src=a>", "</script>", "</Script\n>", "</script", "<style", "</style >", "<!--", "<!-->", "-->", "->",
                  "scripts", ">", "\n", "文")


@often(500)
@given(_UNSHOWN)
def test_scripts_and_comments_are_taken_out_as_one_pattern_of_beginning_and_end_does(line: str) -> None:
    pattern = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
    assert rescue.without_scripts(line) == pattern.sub(" ", line)


def test_a_page_of_scripts_without_an_end_is_gone_through_once() -> None:
    text = "<script>" * 50_000
    assert rescue.without_scripts(text) == text


_MARKUP_ENDS = _lines("</body>", "</html >", "</BODY>", "</Html", "</bOdy>", "<p>", "中文", "text of a page", '$RC("B:1","S:1")', "$R",
                      "</b")


@often(500)
@given(_MARKUP_ENDS)
def test_ends_and_calls_are_told_in_octets_as_in_text(line: str) -> None:
    early = re.search("</(?:body|html|BODY|HTML|Body|Html)", line[:max(0, len(line) - tree._TAIL)])
    called = any(call.decode() in line for call in streamed.CALLS)
    found = signs().found(line.encode())
    assert found is not None
    assert tree._early_and_called(found[1], len(line[:-tree._TAIL].encode())) == (early is not None, called)


@often(500)
@given(_MARKUP_ENDS.filter(lambda line: "</bOdy" not in line))
def test_ends_are_taken_out_at_their_places_as_by_a_search(line: str) -> None:
    found = signs().found(line.encode())
    assert found is not None
    assert tree._endless(line.encode(), found[1]) == tree._ENDS.sub(b"", line.encode())


def test_no_sign_of_a_family_hides_one_that_pages_are_looked_through_for_before_they_are_parsed() -> None:
    assert [(sign, own) for sign in _SIGNS for own in tree.SIGNS if _hides(sign, own)] == []


def test_a_page_leaves_nothing_in_the_parser_for_the_next() -> None:
    pages = [b"<p id=a>one<p", b"<meta charset=gbk><table><tr><td>two", b"\xff\xfe<b>", b"<div>" * 3000, b"", b"<!--", "<p>三".encode(),
             b"<p id=a>one<p"]
    alone = [etree.tostring(root) if (root := etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)))
             is not None else b"<html/>" for page in pages if page]
    assert [etree.tostring(tree._tree(page, True)) for page in pages if page] == alone
    assert len(tree._PARSERS[True].error_log) < 10


_TAGS = st.lists(st.sampled_from((b"<div>", b"<b>", b"</div>", b"</b>", b"<p>", b"<br>", b"x")), max_size=80).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(_TAGS)
def test_depth_is_limited_and_nothing_but_tags_is_taken(octets: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flatten, "DEEPEST", 6)
        kept = flatten.limit_depth(octets)
    assert _depth(kept) <= 6 and kept.count(b"x") == octets.count(b"x")
    assert kept == octets or _depth(octets) > 6


def _depth(octets: bytes) -> int:
    depth = deepest = 0
    for tag in re.findall(rb"</?(?:div|b)>", octets):
        depth = max(0, depth + (-1 if tag[1:2] == b"/" else 1))
        deepest = max(deepest, depth)
    return deepest
