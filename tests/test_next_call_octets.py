"""Calls whose query or form has octets of any charset: the next page's call has the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses.address import resolver
from crawler.families.calls.next_call import next_call
from crawler.page import Page


@pytest.mark.parametrize(("query", "form", "following"), [
    ("kw=%CE%C4&page=1", None, ("kw=%CE%C4&page=2", None)), ("kw=９&page=1", None, ("kw=%EF%BC%99&page=2", None)),
    ("a=1", b"kw=%CE%C4&page=1", ("a=1", b"kw=%CE%C4&page=2")), ("a=1", b"kw=\xff&page=1", ("a=1", b"kw=%FF&page=2")),
    ("a=1", "kw=９&page=1".encode(), ("a=1", b"kw=%EF%BC%99&page=2"))])
def test_the_octets_of_a_call_stay_as_they_are(query: str, form: bytes | None, following: tuple[str, bytes | None]) -> None:
    url = "http://www.yunlu.example.gov.cn/list.do"
    link = next_call(Page(url=f"{url}?{query}", body=b"{}", form=form), resolver(url, "utf-8"), given=10, total=40, pages=None)
    assert link is not None and (link.url, link.body) == (f"{url}?{following[0]}", following[1])


@given(st.text(max_size=40), st.binary(max_size=40))
def test_any_call_gives_a_further_one_or_none(query: str, form: bytes) -> None:
    page = Page(url=f"http://www.yunlu.example.gov.cn/list.do?page=1&kw={query}", body=b"{}", form=b"page=1&kw=" + form)
    link = next_call(page, resolver(page.url, "utf-8"), given=10, total=40, pages=None)
    assert link is None or link.url.startswith("http://www.yunlu.example.gov.cn/list.do?")
