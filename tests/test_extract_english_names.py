"""Who wrote an English page and who published it first, where elements of the head line run together or no label says so."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page

TITLE = "Ferry to the outer islands sails again"
PROSE = "".join(f"<p>{line}</p>" for line in (
    "The ferry to the outer islands has sailed again since Monday, nine months after its engine was taken out and carried to a yard.",
    "Its captain counts forty passengers on an ordinary day, and he asks those who bring goats to tell the harbour one evening before.",
    "From the upper deck one sees the three lighthouses when the air is clear, and on other days the company lends out woollen blankets."))


def _read(head: str, below: str = "") -> Article:
    page = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{head}<div>{PROSE}</div>{below}</body>"
    return extract(Page(url="http://www.example.org/a.html", body=page.encode()))


@pytest.mark.parametrize(("head", "author"), [
    ("<p>By <span>ANN EXAMPLE</span><span>January 30, 2014 GMT</span></p>", "ANN EXAMPLE"),
    ("<p><span>By ANN EXAMPLE</span><time>JUNE 2, 2015</time></p>", "ANN EXAMPLE"),
    ("<div>By Ann Example<span>Staff Writer</span></div>", "Ann Example"),
    ("<div>By <span>The Harbour Board</span><span>Updated February 26, 2021, 4:00 a.m.</span></div>", "The Harbour Board"),
    ("<div>By <a href='/1'>Ann Example</a>, <a href='/2'>Bo Sample</a>, <a href='/3'>Cy Pattern</a></div>",
     "Ann Example, Bo Sample, Cy Pattern"),
    ("<p>05 Feb 2013, 10:14 am by Ann Example</p>", "Ann Example"),
    ("<p>Ann Example, 1 December 2017</p>", "Ann Example"),
    ("<p>Ann Example · Apr 30, 2021</p>", "Ann Example"),
    ("<div><a href='/x'>Ann Example</a> in Santiago <time>OCTOBER 2 2018</time></div>", "Ann Example"),
    ("<div><em>2022-07-14 08:30</em><em>Harbour Radio</em><em>Author: Ann Example</em><em>Editor: Bo Sample</em></div>", "Ann Example"),
    ("<ul><li>Time:12 Mar 2017</li><li>Writer:Ann Example</li></ul>", "Ann Example"),
    ("<div class='BylineBar'><a href='/x'>Ann Example</a></div><p>March 21, 2018</p>", "Ann Example"),
    ("<p>Mar 14, 2019 | Ann Example</p>", "Ann Example"), ("<p>2022-09-16 11:20 | Journalist: Ann Example | A+ A-</p>", "Ann Example"),
    ("<p>By Staff Writer</p><p>July 8, 2009</p>", "Staff Writer"),
    ("<p>By <a href='/x'>Ann Example</a> and staff</p><p>20 Nov 2013, 3:41pm</p>", "Ann Example"),
    ("<p><span>By <a href='/x'>Ann Example</a>, Cable News</span><span>Updated 0421 GMT July 10, 2018</span></p>", "Ann Example"),
    ("<p>By Ann Example, Science Editor, Harbour News</p><p>July 10, 2018</p>", "Ann Example"),
    ("<p>Ann Example<br>March 19, 2022</p>", "Ann Example"),
    ("<ul class='contrib'><li>Ann Example</li></ul><p>Tue 11 Apr 2017 17.14 BST</p>", "Ann Example"),
    ("<p>Ann Example, Valley News-Star</p><p>Monday, December 31, 2012</p>", "Ann Example"),
    ("<h5>Ann Example | example.gov.cn | Oct 12, 2020</h5>", "Ann Example")])
def test_an_author_ends_where_the_next_element_begins_and_may_stand_beside_the_day(head: str, author: str) -> None:
    assert _read(head).author == author


@pytest.mark.parametrize("head", [
    "<p>Local News | May 1, 2020</p>", "<p>New York, 1 December 2017</p>", "<p>Opinion · Apr 30, 2021</p>",
    "<p>Harbour Travel Guide, 1 May 2020</p>",
    "<p>Published on July 23, 2021 by Putuo Mountain Area Management Committee</p>", "<p>Open Search Assist</p><p>May 1, 2020</p>",
    "<p class='sub-title'>La Nota Example</p><p>Published June 06, 2013</p>", "<p>BY:news.example.com&nbsp;&nbsp;DATE:2019-08-14</p>"])
def test_a_section_place_or_office_beside_the_day_is_no_author(head: str) -> None:
    assert _read(head).author is None


@pytest.mark.parametrize(("head", "source"), [
    ("<p>Xinhua | June 18, 2021</p>", "Xinhua"),
    ("<p>(<a href='/x'>Xinhua</a>) &nbsp; 13:27, August 03, 2020</p>", "Xinhua"),
    ("<h6>2016-12-06 11:28 &nbsp; news.example.com &nbsp; Editor: Ann Example</h6>", "news.example.com"),
    ("<p>By Ann Example(news.example.com)</p><p>Updated : 2016-09-13</p>", "news.example.com"),
    ("<p>(news.example.com)</p><p>Updated: 2012-08-01 10:27</p>", "news.example.com"),
    ("<div><span>By Ann Example ( news.example.com ) </span><span>Updated : 2023-04-15</span></div>", "news.example.com"),
    ("<div><span>( Harbour Daily )</span><span>Updated : 2023-07-08</span></div>", "Harbour Daily"),
    ("<div><span>Municipal Health Commission</span> <span>Mar 11, 2024</span></div>", "Municipal Health Commission"),
    ("<p>Bureau of Statistics of Linhai &nbsp;&nbsp; 2023-06-25</p>", "Bureau of Statistics of Linhai"),
    ("<p>Published on July 23, 2021 by Putuo Mountain Area Management Committee</p>", "Putuo Mountain Area Management Committee"),
    ("<p><span>Source：Harbour Daily</span><span>Release time：2022-03-29 09:11</span></p>", "Harbour Daily"),
    ("<ul><li>Time:12 Mar 2017</li><li>From:Harbour Foreign Affairs Office</li></ul>", "Harbour Foreign Affairs Office"),
    ("<div><div>Published: 2023-08-17 17:45</div><div>Origin: Harbour Daily</div></div>", "Harbour Daily"),
    ("<p>BY:news.example.com&nbsp;&nbsp;DATE:2019-08-14</p>", "news.example.com"),
    ("<div><i></i>2022-05-18 <i></i>HARBOUR DAILY <i></i>1,204</div>", "HARBOUR DAILY"),
    ("<p>By Linhai Bureau of Statistics, March 4, 2020</p>", "Linhai Bureau of Statistics"),
    ("<p><span>November 27, 2023</span> <span>Source: Harbour Media</span> <span>Written by: Ann Example</span></p>", "Harbour Media"),
    ("<p>2017-09-28 08:46 Foreign Affairs Office of Linhai</p>", "Foreign Affairs Office of Linhai"),
    ("<p>Publisher: Education Bureau of Linhai　Date: 2022-4-8 15:03　Browse: 5</p>", "Education Bureau of Linhai")])
def test_a_paper_office_or_site_beside_the_day_is_the_source(head: str, source: str) -> None:
    assert _read(head).source == source


@pytest.mark.parametrize("head", [
    "<p>Latest News | June 18, 2021</p>", "<p>North Korea 09:31 August 20, 2019</p>", "<p>By Ann Example | June 18, 2021</p>",
    "<p>Measures for the Administration of Ferries | June 18, 2021</p>",
    "<div><div>From: Ann Example [view email]</div><div>[v1] Mon, 30 Mar 2026 16:10:08 UTC</div></div>"])
def test_a_section_a_place_and_a_sender_are_no_source(head: str) -> None:
    assert _read(head).source is None
