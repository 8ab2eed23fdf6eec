"""Rows, titles and ways on that a page tells in its own way: one row in a cell, labels before days and titles, what a plugin is told."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from tests.listing_kit import ROWS, html, listing, rows


def test_the_only_row_of_a_last_page_may_stand_in_one_cell() -> None:
    row = "<table><tr><td width='3'></td><td><font><a href='/yh/5570001/index.html'>关于公布年度检查结果的通知</a></font><span>2024-01-03</span></td></tr></table>"
    found = listing(html(f"<ul class='nav'><li><a href='/zw/'>政务公开</a></li></ul>{row}<p>当前页: 4/4</p>"))
    assert rows(found) == [("/yh/5570001/index.html", "关于公布年度检查结果的通知", "2024-01-03")]


def test_a_day_behind_its_label_goes_before_one_in_the_summary() -> None:
    row = ("<li><a href='/tw/1000{0}.html'>消息标题{0}</a><p>据统计，2022年1月1日以来有三件。</p><span>发布：2024-01-0{0}</span></li>")
    assert [day for _, _, day in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))] == ["2024-01-05", "2024-01-04"]


def test_what_labels_the_words_of_an_anchor_in_its_tooltip_is_no_part_of_the_title() -> None:
    row = "<li><a href='/xw/1000{0}.html' title='索引号：0001 主题：关于检查的通知{0}'>关于检查的通知{0}</a><i>2024-01-0{0}</i></li>"
    assert [title for _, title, _ in rows(listing(html(f"<ul>{row.format(5)}{row.format(4)}</ul>")))] == ["关于检查的通知5", "关于检查的通知4"]


def test_a_call_of_trs_has_its_names_from_what_numbers_are_made_of() -> None:
    script = "var pageCount = parseInt('4'), pageIndex = Number('1'); createPage(pageCount, pageIndex, 'index', 'html');"
    assert [link.url for link in listing(html(f"<ul>{ROWS}</ul><script>{script}</script>")).next] == ["http://h.cn/list/index_2.html"]


def test_a_plugin_that_is_told_where_to_draw_counts_from_1() -> None:
    code = "Ls.pagination('#page_info', {'currPage': 2, 'pageCount': 3, 'linkTo': '/column/7011?type=4&pageIndex=__id__'})"
    found = listing(html(f"<ul>{ROWS}</ul><div id='page_info'></div><script>{code}</script>", "http://h.cn/column/7011?type=4&pageIndex=2"))
    assert [link.url for link in found.next] == ["http://h.cn/column/7011?type=4&pageIndex=3"]
