"""Answers of calls whose names say nothing, and which of them is the last."""

from __future__ import annotations

import json

import pytest

from crawler.addresses.address import resolver
from crawler.calls.call import Call, Told
from crawler.families import answer_of
from crawler.families.calls.next_call import next_call
from crawler.page import Page
from tests.listing_kit import answer


def test_what_a_page_draws_is_title_and_day_whatever_an_answer_calls_them() -> None:
    drawn = Call(asker="http://h.cn/", told=Told(ways=("/p/{bh}.html",), fields=("bt", "sj"), rows=0))
    body = "cb({zs:23, lb:[{bh:7,bt:\"公告\",sj:'1714952700'}, {bh:8,bt:\"通知\",sj:'1714952700000'}]});"
    found = answer_of(Page(url="http://h.cn/lm_1.js", body=body.encode(), call=drawn))
    assert found is not None and [(row.url, row.title, row.date) for row in found[1].rows] == [
        ("http://h.cn/p/7.html", "公告", "2024-05-06"), ("http://h.cn/p/8.html", "通知", "2024-05-06")]


def test_a_row_has_its_own_title_before_that_of_what_lies_in_it() -> None:
    row = {"headline": "消息", "url": "/1.html", "author": {"name": "本报"}}
    assert [found.title for found in answer("http://h.cn/api", json.dumps([row])).rows] == ["消息"]


@pytest.mark.parametrize(("number", "given", "goes_on"), [(0, 8, True), (2, 8, True), (3, 2, False), (3, 5, True)])
def test_pages_counted_from_0_end_with_the_one_that_completes_the_total(number: int, given: int, goes_on: bool) -> None:
    page = Page(url="http://h.cn/api", body=b"", form=f"pageIndex={number}&pageSize=8".encode())
    assert (next_call(page, resolver(page.url), given=given, total=26, pages=None) is not None) is goes_on
