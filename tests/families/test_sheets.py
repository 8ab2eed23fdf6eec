"""Sheets of a newspaper's day: in one folder or in folders of their own, behind a field of choices, with rows that only their place tells."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from tests.listing_kit import html, listing, rows

STORY = "<li><a href='{0}'>全市春耕生产现场会在示例县召开</a></li><li><a href='{1}'>示例县开展防汛抗旱应急演练</a></li>"


def test_sheets_may_lie_in_numbered_folders_under_one_name() -> None:
    nav = "<a href='/2024-04-15/1/index.html'>第1版：要闻</a><a href='/2024-04-15/2/index.html'>第2版：时事</a><a href='/2024-04-14/1/index.html'>第1版</a>"
    page = html(nav + STORY.format("/2024-04-15/1/detail-840011.html", "/2024-04-15/1/detail-840012.html"), "http://p.cn/2024-04-15/1/index.html")
    assert [link.url for link in listing(page).next] == ["http://p.cn/2024-04-15/2/index.html"]


def test_sheets_may_be_chosen_in_a_field() -> None:
    field = "<select><option value='szbA1.Html'>第A1版：要闻</option><option value='szbA2.Html'>第A2版：副刊</option></select>"
    page = html(field + STORY.format("szb277311.Html", "szb277312.Html"), "http://p.cn/Html/szb/20240416/szbA1.Html")
    assert [link.url for link in listing(page).next] == ["http://p.cn/Html/szb/20240416/szbA2.Html"]


def test_what_lies_in_the_folder_of_a_sheet_are_its_rows_and_the_day_is_the_papers() -> None:
    nav = "<a href='../01/default.htm'>第01版 要闻</a><a href='../02/default.htm'>第02版 综合</a><a href='../../07/01/default.htm'>上一期</a>"
    page = html(f"<p>2024年3月8日</p>{nav}<a href='about.htm'>关于我们的报社</a>" + STORY.format("01_1.htm", "01_2.htm"),
                "http://p.cn/rb/html/2024/03/08/01/default.htm")
    found = listing(page)
    assert rows(found) == [("/rb/html/2024/03/08/01/01_1.htm", "全市春耕生产现场会在示例县召开", "2024-03-08"),
                           ("/rb/html/2024/03/08/01/01_2.htm", "示例县开展防汛抗旱应急演练", "2024-03-08")]
    assert [link.url for link in found.next] == ["http://p.cn/rb/html/2024/03/08/02/default.htm", "http://p.cn/rb/html/2024/03/07/01/default.htm"]


def test_a_page_without_other_sheets_has_no_such_rows() -> None:
    page = html("<p>2024年3月8日 第01版</p>" + STORY.format("01_1.htm", "01_2.htm"), "http://p.cn/rb/html/2024/03/08/01/default.htm")
    assert not listing(page).rows


def test_sheets_may_be_called_by_letter_and_number_where_their_files_are() -> None:
    nav = "<a href='PageA01BC.htm'>A01 头版</a><a href='PageA02BC.htm'>A02 今日要闻</a><a href='/g/about.htm'>G20 峰会专题</a>"
    page = html("<p>2024年5月7日</p>" + nav + STORY.format("ArticelA01002BC.htm", "ArticelA01003BC.htm"), "http://p.cn/wb/content/20240507/PageA01BC.htm")
    found = listing(page)
    assert [link.url for link in found.next] == ["http://p.cn/wb/content/20240507/PageA02BC.htm"] and len(found.rows) == 2
