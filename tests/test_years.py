"""Lists of other years are part of the archive that names them; years that choose of the same rows, or lead elsewhere, are not."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.listing_kit import ROWS, html, listing


def anchors(form: str, *years: int) -> str:
    return "".join(f"<a href='{form.format(year)}'>{year}年</a>" for year in years)


def choices(form: str, *years: int) -> str:
    return "<select>" + "".join(f"<option value='{form.format(year)}'>{year}</option>" for year in years) + "</select>"


@pytest.mark.parametrize("named", [anchors, choices])
@pytest.mark.parametrize(("page", "form"), [("/gb/", "/gb/{}/"), ("/gb/2024/", "../{}/"), ("/gb/2024/index.html", "/gb/{}/index.html"),
                                            ("/gb/index.html", "{}.html"), ("/gb/list.html", "/gb/list_{}.html")])
def test_the_lists_of_other_years_follow(named: Callable[..., str], page: str, form: str) -> None:
    found = listing(html(f"<ul>{ROWS}</ul>{named(form, 2024, 2023, 2022)}", f"http://h.cn{page}"))
    years = [year for year in ("2024", "2023", "2022") if f"/{year}/" not in page]
    assert [next(year for year in years if year in link.url) for link in found.next] == years
    assert len(found.rows) == 3
    assert len(listing(html(named(form, 2024, 2023, 2022), f"http://h.cn{page}")).next) == len(years)


def test_the_lists_of_other_months_follow_the_archive_of_one() -> None:
    named = "".join(f"<a href='/a/2024/0{month}/'>2024年{month}月</a>" for month in (5, 4, 3))
    found = listing(html(f"<ul>{ROWS}</ul>{named}", "http://h.cn/a/2024/05/"))
    assert [link.url for link in found.next] == ["http://h.cn/a/2024/04/", "http://h.cn/a/2024/03/"]
    assert listing(html(f"<ul>{ROWS}</ul>{named}", "http://h.cn/category/news/")).next == ()


@pytest.mark.parametrize("body", [
    anchors("?year={}", 2024, 2023), anchors("/other/{}/", 2024, 2023), anchors("/gb/{}/", 2023), anchors("#{}", 2024, 2023),
    "<a href='/gb/2023/'>2023年工作要点</a><a href='/gb/2022/'>2022年工作要点</a>"])
def test_what_only_looks_like_one_does_not(body: str) -> None:
    assert listing(html(f"<ul>{ROWS}</ul>{body}", "http://h.cn/gb/")).next == ()


@pytest.mark.parametrize("change", ["location.href='/gb/'+this.value+'/index.html'", "window.open('/gb/' + this.options[this.selectedIndex].value + '/index.html')"])
def test_a_field_of_choices_makes_addresses_of_the_years_that_are_its_values(change: str) -> None:
    field = f'<select onchange="{change}">' + "".join(f"<option value='{year}'>{year}年</option>" for year in (2024, 2023, 2022)) + "</select>"
    found = listing(html(f"<ul>{ROWS}</ul>{field}", "http://h.cn/gb/index.html"))
    assert [link.url for link in found.next] == [f"http://h.cn/gb/{year}/index.html" for year in (2024, 2023, 2022)]


def test_months_that_lie_below_a_list_are_parts_of_it_and_those_elsewhere_are_not() -> None:
    months = "".join(f"<a href='{{0}}2024-0{month}/'>2024年{month}月</a>" for month in (3, 2, 1))
    below, beside = (listing(html(f"<ul>{ROWS}</ul>{months.format(folder)}", "http://h.cn/xw/")) for folder in ("/xw/", "/"))
    assert [link.url for link in below.next] == [f"http://h.cn/xw/2024-0{month}/" for month in (3, 2, 1)]
    assert beside.next == ()
