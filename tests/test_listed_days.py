"""Days that only the list tells: the order of `05/06/2024`, the year of `May 06`."""

# ruff: noqa: E501 (lists are written as they look)

from __future__ import annotations

import pytest

from tests.listing_kit import html, listing

SLASHED = [
    (["05/13/2024", "05/06/2024", "04/30/2024"], ["2024-05-13", "2024-05-06", "2024-04-30"]),
    (["13/05/2024", "06/05/2024", "5/5/2024"], ["2024-05-13", "2024-05-06", "2024-05-05"]),
    (["3/4/2024", "2/8/2024", "2/1/2024"], ["2024-03-04", "2024-02-08", "2024-02-01"]),  # the other way they would go up and down
    (["10-05-2024", "08-05-2024", "11-04-2024"], ["2024-05-10", "2024-05-08", "2024-04-11"]),
    (["5/6/2024", "4/6/2024"], [None, None]),
    (["5/6/2024", "6/4/2024", "5/5/2024"], [None, None, "2024-05-05"]),  # sorted neither way
    (["05/06/2024", "04/06/2024", "03/06/2024"], [None, None, None]),  # sorted both ways
    (["13/05/2024", "05/13/2024"], [None, None]),
    (["Updated: 05/13/2024 09:30 AM", "Updated: 05/06/2024 10:00 AM"], ["2024-05-13", "2024-05-06"]),
]


@pytest.mark.parametrize(("written", "days"), SLASHED, ids=[" ".join(written) for written, _ in SLASHED])
def test_which_number_is_the_month_is_told_by_the_list_or_not_at_all(written: list[str], days: list[str | None]) -> None:
    rows = "".join(f"<tr><td><a href='/en/story-{number}'>Story of the day, number {number}</a></td><td>{day}</td></tr>" for number, day in enumerate(written))
    found = listing(html(f"<table>{rows}</table>")).rows
    assert [row.date for row in found] == days
    assert found[0].title == "Story of the day, number 0"


def test_such_a_day_is_no_part_of_a_title() -> None:
    rows = "".join(f"<li><a href='/s/{day}'><span>05/{day}/2024</span> Governor meets investors</a></li>" for day in (13, 12, 11))
    assert {(row.title, row.date) for row in listing(html(f"<ul>{rows}</ul>")).rows} == {("Governor meets investors", f"2024-05-{day}") for day in (13, 12, 11)}


def lists(*blocks: tuple[str, list[str]], heading: str = "<h3>{}</h3>") -> str:
    return "".join(heading.format(year) + "<ul>" + "".join(f"<li><a href='/en/{year}{day}'>Story of {day}</a><i>{day}</i></li>" for day in days) + "</ul>" for year, days in blocks)


BELOW = [
    (lists(("2024", ["May 06", "Apr 30"]), ("2023", ["Dec. 1", "Sept 2nd"])), ["2024-05-06", "2024-04-30", "2023-12-01", "2023-09-02"]),
    (lists(("2024", ["6 May", "30 April"])), ["2024-05-06", "2024-04-30"]),
    (lists(("2023年", ["01-05", "02-03"]), ("2024年", ["01-02"]), heading="<div class=y><p>{}</p></div>"), ["2023-01-05", "2023-02-03", "2024-01-02"]),
    (lists(("2024", ["Jan 06", "Dec 30"]), ("2022", ["Jan 06", "Dec 30", "May 3"])), ["2024-01-06", "2024-12-30"]),  # the second runs into another year
    (lists(("2024", ["May 06"]), ("2022", ["May 06"]), ("2023", ["May 06", "May 05"])), []),
    ("<p>2024</p><p>2023</p>" + lists(("2022", ["May 06", "May 05"])), []),  # which lead to other lists
    ("<div><div><div><div><b>2024</b></div></div></div></div>" + lists(("x", ["May 06", "May 05"]), heading=""), []),
]


@pytest.mark.parametrize(("body", "days"), BELOW, ids=[str(days) for _, days in BELOW])
def test_a_day_without_year_is_of_the_year_above_it(body: str, days: list[str]) -> None:
    assert [row.date for row in listing(html(body)).rows if row.date] == days


TILES = ["<b>May {0}</b><i>2024</i>", "<i>2024</i><b>05-{0}</b>", "<i>2024年</i> <b>{0} May</b>"]


@pytest.mark.parametrize("tile", TILES)
def test_month_and_day_in_one_box_and_the_year_in_another_are_one_day(tile: str) -> None:
    rows = "".join(f"<li><div>{tile.format(day)}</div><a href='/en/{day}'>Story number {day}</a></li>" for day in (16, 15))
    assert [row.date for row in listing(html(f"<ul>{rows}</ul>")).rows] == ["2024-05-16", "2024-05-15"]


def test_a_month_by_name_is_settled_by_the_address_too() -> None:
    rows = "".join(f"<li><a href='/en/202405/{day}/c_{day}.htm'>Mayor {day} opens the fair</a> <span>May {day}</span></li>" for day in (16, 15))
    assert [(row.title, row.date) for row in listing(html(f"<ul>{rows}</ul>")).rows] == [("Mayor 16 opens the fair", "2024-05-16"), ("Mayor 15 opens the fair", "2024-05-15")]
