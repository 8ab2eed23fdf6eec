"""Lists without days whose addresses tell no article are told by each other, where a page shows nothing else."""

from __future__ import annotations

import pytest

from tests.listing_kit import html, listing, rows

NAMES = ["示例县召开全县春耕生产工作现场会", "示例县开展防汛抗旱应急演练活动", "全县教育工作会议在县城召开", "县医院新院区正式启用"]


def row(form: str, number: int, name: str) -> str:
    return f"<tr><td><a href='{form.format(number)}'>{name}</a></td></tr>"


@pytest.mark.parametrize("form", ["view.asp?id={}", "/a/{}.html", "/zfgb/content_{}.html"])
def test_addresses_that_differ_in_one_number_are_rows(form: str) -> None:
    page = html("<table>" + "".join(row(form, number, name) for number, name in enumerate(NAMES, 12)) + "</table>", "http://h.cn/list.asp?cid=4")
    assert [title for _, title, _ in rows(listing(page))] == NAMES


@pytest.mark.parametrize("names", [["通知公告", "政策文件", "人事信息", "规划计划", "统计数据"], NAMES[:3], [*NAMES, "更多"]])
def test_names_of_sections_and_few_of_a_kind_are_none(names: list[str]) -> None:
    page = html("<ul>" + "".join(f"<li><a href='/lm/{number}/'>{name}</a></li>" for number, name in enumerate(names)) + "</ul>", "http://h.cn/")
    assert not listing(page).rows


def test_sections_whose_names_are_long_are_none() -> None:
    names = ["国民经济和社会发展规划", "财政预算决算和三公经费公开", "行政许可和其他对外管理服务事项", "重大建设项目批准和实施情况"]
    items = "".join(f"<li><a href='/col/col{number}/index.html'>{name}</a></li>" for number, name in enumerate(names, 12))
    assert not listing(html(f"<ul>{items}</ul>")).rows


def test_a_last_page_that_turns_back_may_have_two() -> None:
    two = "".join(row("view.asp?id={}", number, name) for number, name in enumerate(NAMES[:2], 12))
    turned = "<a href='?cid=4&page=2'>上一页</a> 下一页"
    assert len(listing(html(f"<table>{two}</table>{turned}", "http://h.cn/list.asp?cid=4&page=3")).rows) == 2


def test_calls_of_the_page_go_before_such_rows() -> None:
    names = "".join(row("/tj/{}.html", number, name) for number, name in enumerate(NAMES, 12))
    found = listing(html(f"<table>{names}</table><script>$.getJSON('/news/list.json?t=' + Date.now(), draw)</script>"))
    assert not found.rows and [link.url.partition("?")[0] for link in found.next] == ["http://h.cn/news/list.json"]
