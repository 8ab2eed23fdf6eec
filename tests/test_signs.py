"""Signs found in one pass are those that a search for each finds, and tell the same family."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.markup.tree import SIGNS, parse
from crawler.families import FAMILIES
from crawler.families.pagers.paging import COUNTS
from crawler.page import Page
from crawler.pages.parts import may_count
from crawler.signs import STEP, Signs

PAGES = sorted(path for path in (Path(__file__).parent / "listings").iterdir() if path.is_file())
LETTERS = st.binary(min_size=1, max_size=5).map(lambda octets: bytes(b"ab/"[octet % 3] for octet in octets))


def searched(signs: list[bytes], octets: bytes) -> set[bytes]:
    return {sign for sign in signs if sign in octets}


@given(signs=st.lists(LETTERS, min_size=1, max_size=12), pieces=st.lists(LETTERS, max_size=40))
def test_signs_within_and_across_each_other_are_all_found(signs: list[bytes], pieces: list[bytes]) -> None:
    octets = b"".join(pieces)
    assert Signs(signs).borne_by(octets) == searched(signs, octets)


@pytest.mark.parametrize("octets", [
    b"/module/xxgk/content/post_1", b"createPageHTML(", b"x" * (STEP - 3) + b"ewb-", b"x" * 2 * STEP + b"epointsf", b"ewb-" * 50_000, b""])
def test_signs_of_families_are_found_wherever_they_stand(octets: bytes) -> None:
    signs = [sign for family in FAMILIES for sign in family.signs]
    assert Signs(signs).borne_by(octets) == searched(signs, octets)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16-le", "iso-2022-jp"])
def test_a_page_that_counts_its_parts_is_told_by_its_bytes_in_any_charset(charset: str) -> None:
    assert may_count("<p>文章<script>createPageHTML(3, 1, 'a', 'html')</script>".encode(charset))
    assert not may_count("<p>文章".encode("gb18030"))
    body = "<p>文章<script>createPageHTML(3, 1, 'a', 'html')</script>".encode(charset)
    assert may_count(body, parse(Page(url="", body=body), signs=Signs((*SIGNS, *COUNTS))).borne)


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_a_page_bears_the_same_sign_of_each_family_however_it_was_looked_for(path: Path) -> None:
    page = Page(url="http://h.cn/", body=path.read_bytes())
    for family in FAMILIES:
        assert family.recognise(page, Signs(family.signs).borne_by(page.body)) == family.recognise(page)
