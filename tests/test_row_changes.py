"""What a script does to a field of a row is told and done; what it does not spell out is left alone."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import pytest

from crawler.extract.markup.tree import parse
from crawler.families.answers.row_address import ways_of
from crawler.families.scripts.row_changes import changed, written
from tests.listing_kit import html

CASES = [
    (".substring(0, 6)", "", "014001001", "014001"), (".substr(2,3)", "", "abcdefg", "cde"), (".slice(-4)", "", "2024-0506", "0506"),
    (".substring(0, row.categorynum.length - 3)", "", "014001001", "014001"), (".replace(/-/g, '')", "", "2024-05-06", "20240506"),
    (".replace('-', '')", "", "2024-05-06", "202405-06"), (".replaceAll('-', '/')", "", "2024-05-06", "2024/05/06"),
    (".replace(/\\./g,\"-\")", "", "2024.05.06", "2024-05-06"), (".split(' ')[0]", "", "2024-05-06 10:00", "2024-05-06"),
    (".split(',')[3]", "", "a,b", ""), (".trim().substr(0, 4).toString()", "", "2024-05", "2024"), ("", "encodeURIComponent", "a/b=+ c~", "a%2Fb%3D%2B%20c~"),
    (".split('-')[0]", "encodeURI", "年-月", "%E5%B9%B4"),
]


@pytest.mark.parametrize(("calls", "around", "value", "expected"), CASES, ids=[case[0] or case[1] for case in CASES])
def test_a_field_is_changed_as_its_page_changes_it(calls: str, around: str, value: str, expected: str) -> None:
    told = written(calls, around)
    assert told is not None and " " not in told
    assert changed(value, told) == expected


@pytest.mark.parametrize("calls", [".substring(n)", ".replace(/[a-z]+/g, '')", ".replace(a, b)", ".split('-')", ".substr(0, size)"])
def test_what_is_not_spelt_out_is_left_alone(calls: str) -> None:
    assert written(calls, "") is None
    assert ways_of(parse(html(f"<script>s = '<a href=\"/a/' + row.id{calls} + '.html\">';</script>"))).forms == ()


@pytest.mark.parametrize("body", [
    "<script>s = '<a href=\"/a/' + row.day.replace(/-/g, '') + '/' + encodeURIComponent(row.id) + '.html\">' + row.title + '</a>';</script>",
    "<script>s = `<a href=\"/a/${row.day.replace(/-/g, '')}/${encodeURIComponent(row.id)}.html\">${row.title}</a>`;</script>",
    "<li><a :href=\"'/a/' + row.day.replace(/-/g, '') + '/' + encodeURIComponent(row.id) + '.html'\">{{ row.title }}</a></li>",
])
def test_addresses_are_made_of_changed_fields(body: str) -> None:
    assert ways_of(parse(html(body))).address({"id": "x=1", "day": "2024-05-06"}) == "http://h.cn/a/20240506/x%3D1.html"
