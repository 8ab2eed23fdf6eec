"""What a style sheet asks for is found, tolerantly and in linear time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.addresses import css
from crawler.addresses.css import MOST, addresses, decoded

SHEETS = [
    ("a{background:url(a.png)}", ["a.png"]),
    ("a{background:url( 'a b.png' )}", ["a b.png"]),
    ('a{background:URL("a.png") no-repeat,url(b.png)}', ["a.png", "b.png"]),
    ("@import 'a.css'; @import \"b.css\" screen; @IMPORT url(c.css);", ["a.css", "b.css", "c.css"]),
    ("@font-face{src:url(f.eot);src:url('f.eot?#iefix') format('eot'),url(f.woff)}", ["f.eot", "f.eot?#iefix", "f.woff"]),
    (r"a{b:url(img/a\20 b.png)}", ["img/a b.png"]),
    (r"a{b:url(\4e2d\6587.png)}", ["中文.png"]),
    (r"a{b:url('it\'s.png')}", ["it's.png"]),
    ("a{b:url('a\\\nb.png')}", ["ab.png"]),
    (r"a{b:url(\110000.png)}", ["\ufffd.png"]),
    ("/* url(no.png) */ a{b:url(yes.png)} /* url(never", ["yes.png"]),
    ('a{content:"url(no.png)"} b{b:url(yes.png)}', ["yes.png"]),
    ("a{b:url(data:image/png;base64,AAAA)} b{b:url(#clip)} c{b:url()}", []),
    ("a{b:url(a.png)} b{b:url(a.png)}", ["a.png"]),
    ("a{b:url(cut.png", ["cut.png"]),
    ('a{b:url("cut.png', []),
    ("a{b:url(a(b).png) } c{d:url(good.png)}", ["good.png"]),
    ("curl(a.png)", ["a.png"]),
    ("", []),
]


@pytest.mark.parametrize(("sheet", "expected"), SHEETS)
def test_a_sheet_gives_its_addresses(sheet: str, expected: list[str]) -> None:
    assert addresses(sheet) == expected


BODIES = [
    (b"a{b:url(\xe4\xb8\xad.png)}", None, "中.png"),
    (b"\xef\xbb\xbfa{b:url(\xe4\xb8\xad.png)}", "gbk", "中.png"),
    (b"a{b:url(\xd6\xd0.png)}", "gb2312", "中.png"),
    (b'@charset "gbk";a{b:url(\xd6\xd0.png)}', None, "中.png"),
    (b"a{b:url(\xe4\xb8\xad.png)}", "no-such", "中.png"),
    ("\ufeffa{b:url(中.png)}".encode("utf-16-le"), None, "中.png"),
    (b"a{b:url(\xff.png)}", None, "\ufffd.png"),
]


@pytest.mark.parametrize(("body", "charset", "expected"), BODIES)
def test_a_sheet_is_decoded_by_mark_header_rule_or_as_utf_8(body: bytes, charset: str | None, expected: str) -> None:
    assert addresses(decoded(body, charset)) == [expected]


@given(st.one_of(st.text(max_size=300), st.text(alphabet="url()'\"\\/*@import \na", max_size=120)))
def test_any_text_gives_a_list_without_blanks_or_doubles(sheet: str) -> None:
    found = addresses(sheet)
    assert len(set(found)) == len(found) and all(href.strip() for href in found)


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=10)))
def test_any_bytes_decode(body: bytes, charset: str | None) -> None:
    assert isinstance(decoded(body, charset), str)


@given(st.text(st.characters(exclude_characters="\n\r\f\\'\"", exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_a_quoted_address_comes_back(name: str) -> None:
    expected = [] if not name.strip() or name.strip().lower().startswith(("data:", "#")) else [name.strip()]
    assert addresses(f"a{{b:url('{name}')}}") == expected


HOSTILE = ["url(", 'url("', "url('a' ", "/*", "@import ", "\\", "url(\\", '"', "'\n", "url( ", "\\1 ", "url(a ", "url(\"\\'", "\\'", "'\\'",
           "\\'\"", "@import '\\"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_sheet_is_read_once(piece: str) -> None:
    started = time.process_time()
    addresses(piece * (1_000_000 // len(piece)))
    addresses("'" + piece * (1_000_000 // len(piece)) + "\n url(")
    assert time.process_time() - started < 2


def test_a_sheet_of_endless_addresses_is_bounded() -> None:
    assert len(addresses("".join(f"a{{b:url({number}.png)}}" for number in range(3 * MOST)))) == MOST


_SLOWLY = re.compile(css._ADDRESS.pattern.replace(r"\((?<=[uU][rR][lL]\()", r"[uU][rR][lL]\(").replace("]++|", "]|"))
"""The expression sought by its first letter, each string letter by letter."""


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from((
    "url(", "URL(", "rl(", "@import ", "@IMPORT", '"', "'", "\\", "\n", "a", "/*", "*/", ")", "(", " ", "x.png", "u", "#")),
    max_size=14).map("".join))
def test_addresses_are_those_of_the_slow_expression(text: str) -> None:
    assert _SLOWLY.pattern.count("[uU]") == 1 and "]++" not in _SLOWLY.pattern
    found = [match[match.lastindex] for match in css._ADDRESS.finditer(text) if match.lastindex]
    assert found == [match[match.lastindex] for match in _SLOWLY.finditer(text) if match.lastindex]
