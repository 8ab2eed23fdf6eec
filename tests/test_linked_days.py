"""Days in the head line of an article that are links: to the article itself, or to what else came then."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page

NAME = "Seven Villages Get Their Roads"
TEXT = "<p>The works on the roads of the county began in spring, and the last of the seven villages was reached on Friday.</p>" * 5


def read(below: str, above: str = "") -> tuple[str | None, str | None, str | None]:
    """Title, its rule, and day of an article with lines below its headline."""
    article = extract(Page(url="http://www.example.org/news/seven-villages", body=(
        f"<html><head><title>{NAME}</title></head><body>{above}<h1>{NAME}</h1>{below}{TEXT}</body></html>").encode()))
    return article.title, article.found["title"], article.date


DAY = '<a href="/2018/7/18/seven-villages">July 18, 2018</a>'
ROWS = [
    (f"<div><a href='/by/ann'>Ann Lee</a></div><div>{DAY}</div><div><a href='/c/roads'>Roads</a></div>", "2018-07-18"),
    (f"<p><a href='/by/ann'>Ann Lee</a> {DAY} <a href='/c/roads'>Roads</a></p>", "2018-07-18"),
    ("<p><a href='/2018/07/'>July 18, 2018</a></p>", "2018-07-18"),
    ("<p><a href='/20180718/12.html'>2018-07-18</a></p>", "2018-07-18"),
    ("<p><a rel='bookmark' href='/news/seven-villages'>July 18, 2018</a></p>", "2018-07-18"),
    ("<p><a href='/2017/7/18/x'>July 18, 2018</a></p>", None),
    ("<p><a href='/2018/11/x'>January 18, 2018</a></p>", None),
    ("<p><a href='/2018/1/x'>November 18, 2018</a></p>", None),
    ("<p><a href='/events/12'>Fair of July 18, 2018</a></p>", None),
]


@pytest.mark.parametrize(("below", "day"), ROWS)
def test_a_linked_day_below_the_headline_counts_where_its_address_tells_the_same(below: str, day: str | None) -> None:
    assert read(below)[2] == day


def test_a_head_line_of_links_is_no_menu_that_makes_the_headline_a_site_s_name() -> None:
    title, rule, _ = read(ROWS[0][0])
    assert (title, rule) == (NAME, "h1 in title")


def test_a_linked_day_above_the_headline_or_among_what_else_came_is_none() -> None:
    assert read("", f"<p>{DAY}</p>")[2] is None
    assert read(TEXT + f"<ul><li>{DAY} <a href='/2018/7/18/other'>Other villages wait for theirs</a></li></ul>")[2] is None
