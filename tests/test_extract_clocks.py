"""Clock times and the zones in which they are: as they are named, as tags tell them, else the portal's."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import explain, extract
from crawler.page import Page

TEXT = "<p>Work on the county's rural roads began in March, and the last of the eleven villages was reached on Friday.</p>" * 3


def read(shown: str, head: str = "") -> Article:
    """An article with a line below its headline and some tags."""
    page = Page(url="http://english.example.gov.cn/news/1.html", body=(
        f"<html><head><title>Roads reach the last village</title>{head}</head><body><h1>Roads reach the last village</h1>"
        f"<div class='x'>{shown}</div><div class='con'>{TEXT}</div></body></html>").encode())
    article = extract(page)
    assert explain(page)[0] == article
    return article


@pytest.mark.parametrize(("shown", "time"), [
    ("Thu, 31 Mar 2016 22:44:00 GMT", "2016-03-31T22:44:00+00:00"), ("March 31, 2016 10:44 p.m. EDT", "2016-03-31T22:44-04:00"),
    ("31 March 2016 22:44 UTC+8", "2016-03-31T22:44+08:00"), ("2016-03-31 22:44 (GMT+5:30)", "2016-03-31T22:44+05:30"),
    ("2016-03-31 22:44 (GMT+05:30)", "2016-03-31T22:44+05:30"), ("2016-03-31 22:44 CET", "2016-03-31T22:44+01:00"),
    ("Thu Mar 31 2016 22:44:00 GMT-0300 (BRT)", "2016-03-31T22:44:00-03:00"), ("March 31, 2016, 10:44 PM ET", "2016-03-31T22:44-04:00"),
    ("January 31, 2016, 10:44 p.m. PT", "2016-01-31T22:44-08:00")])
def test_a_zone_that_is_named_behind_a_clock_time_is_the_one_that_counts(shown: str, time: str) -> None:
    article = read(f"Published: {shown}")
    assert (article.date, article.date_time) == (time[:10], time)


@pytest.mark.parametrize("shown", ["2016-03-31 22:44", "2016-03-31 22:44 CST", "2016-03-31 22:44 est ouvert", "2016-03-31 22:44 GMT+99",
    "2016-03-31 22:44 ET TOUT"])
def test_a_clock_without_a_zone_that_is_known_is_the_portals(shown: str) -> None:
    assert read(f"Published: {shown}").date_time == "2016-03-31T22:44+08:00"


@pytest.mark.parametrize(("stated", "time"), [
    ("2016-03-31T22:44:10-05:00", "2016-03-31T22:44-05:00"), ("2016-04-01T02:44:01Z", "2016-03-31T22:44-04:00"),
    ("2016-03-31T17:14:00Z", "2016-03-31T22:44+05:30"), ("2016-03-31T14:44:00Z", "2016-03-31T22:44+08:00")])
def test_a_tag_that_states_the_time_shown_tells_its_zone(stated: str, time: str) -> None:
    article = read("Published: March 31, 2016 10:44 PM", f"<meta property='article:published_time' content='{stated}'>")
    assert (article.date, article.date_time) == ("2016-03-31", time)


@pytest.mark.parametrize("stated", ["2016-03-31T22:44:00Z", "2016-03-31T10:44:00Z", "2016-03-31T20:31:00Z", "2016-03-31T21:44:00+09:00",
    "2016-03-30T14:44:00Z", "2016-03-31T22:44:00"])
def test_a_tag_that_states_another_time_or_the_same_as_in_utc_tells_no_zone(stated: str) -> None:
    article = read("Published: March 31, 2016 10:44 PM", f"<meta property='article:published_time' content='{stated}'>")
    assert article.date_time == "2016-03-31T22:44+08:00"


@pytest.mark.parametrize(("stated", "time"), [
    ("2016-03-31T22:44:10-05:00", "2016-03-31T22:44:10-05:00"), ("2016-03-31T22:44-0500", "2016-03-31T22:44-05:00"),
    ("2016-03-31-22:44:10", "2016-03-31T22:44:10+08:00"), ("2016-03-31T22:44:10.250Z", "2016-03-31T22:44:10+00:00")])
def test_the_zone_of_a_tag_is_kept(stated: str, time: str) -> None:
    assert read("", f"<meta property='article:published_time' content='{stated}'>").date_time == time
