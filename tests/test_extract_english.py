"""Kinds of furniture and of walls that papers, magazines and offices in English put about their texts."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page

LINES = ("The harbour board met on Monday to settle how the old quay is to be used once the ferries have moved, and who is to pay for it.",
         "Three plans were on the table, of which the cheapest leaves the cranes where they are and lets the sheds to small workshops.",
         "Neighbours asked for a footbridge, and the board promised to come back with figures before the year ends, whatever they say.")
TEXT = "\n\n".join(LINES)
PROSE = "".join(f"<p>{line}</p>" for line in LINES)
NOTICE = ("We and our partners keep small files on your device so that the site works, and so that we know how often it is read, and where "
          "from. You can change your mind whenever you like, by a link that stands at the foot of each page, and nothing else changes. ")


def _read(body: str, head: str = "") -> Article:
    page = f"<html><head><meta charset=utf-8><title>Old quay to stay open</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url="http://www.example.org/a.html", body=page.encode()))


def test_a_notice_that_is_a_dialog_by_its_role_is_no_text_however_long() -> None:
    notice = f'<div id="x1" role="dialog"><h2>Notice</h2>{"".join(f"<p>{NOTICE}</p>" for _ in range(4))}</div>'
    article = _read(f"<h1>Old quay to stay open</h1><div><p>March 3, 2024</p>{PROSE}</div>{notice}")
    assert article.body == TEXT


@pytest.mark.parametrize(("hidden", "beside", "read"), [
    ('<div id="articleBody" style="display: none">{}</div>', "", True),
    ('<div class="article-body" hidden>{}</div>', "<p class='post-content'>Sign in.</p>", True),
    ('<div class="x1" style="display: none">{}</div>', "", False),
    ('<div class="article-body" style="display: none">{}</div>', f"<div class='article-content'>{PROSE * 4}</div>", False),
    ('<div class="comments" hidden><div class="post-content">{}</div></div>', "", False)])
def test_a_text_behind_a_wall_is_read_where_it_is_named_as_the_text(hidden: str, beside: str, read: bool) -> None:
    rest = "".join(f"<p>Paragraph {number}. {LINES[number % 3]}</p>" for number in range(9))
    shown = "".join(f"<p>{number}. {NOTICE}</p>" for number in range(7))
    lead = f"<main><h1>Old quay to stay open</h1><p>{LINES[0]}</p>"
    article = _read(f"{lead}{hidden.format(rest)}{beside}</main><div class='x9'>{shown}</div>")
    assert article.body is not None and ("Paragraph 8." in article.body) is read


@pytest.mark.parametrize(("lead", "line"), [
    ("<h2>The sheds are let to workshops, the cranes stay, and neighbours wait for the figures of a bridge that they asked for</h2>",
     "<p class='x3'>By Ann Example</p>"),
    ("<p>A board that meets once a month has settled how the quay is used once the ferries have moved, its chair said on Monday.</p>",
     "<div>Harbour News · Posted: Mar 3, 2024 1:05 PM EDT | Last Updated: March 4, 2024</div>")])
def test_the_line_of_author_and_day_below_a_long_standfirst_is_no_text(lead: str, line: str) -> None:
    body = _read(f"<div class='article-body'><h1>Old quay to stay open</h1>{lead}{line}{PROSE}</div>").body
    assert body is not None and body.endswith(TEXT) and "Posted" not in body and "By Ann" not in body


def test_a_long_first_paragraph_that_ends_in_a_quotation_stays_above_the_line_of_the_author() -> None:
    first = "“We had three plans on the table, and the cheapest leaves the cranes where they are, so that is what we took in the end”"
    body = _read(f"<div class='article-body'><h1>Old quay to stay open</h1><p>{first}</p><p>By Ann Example</p>{PROSE}</div>").body
    assert body == f"{first}\n\n{TEXT}"


@pytest.mark.parametrize("between", [
    "<p>Please sign up or log in to continue reading</p>",
    "<p>This is your last article that you can read this month before you need to register a free account.</p>",
    "<p>You have 2 free articles left to read this month.</p>",
    "<p>Join Quayside.example for free to access this content</p>",
    "<p><a href='/1'>(MORE: Ten quays that were saved by those who live there)</a></p>",
    "<p>PHOTOS: <a href='/2'>The harbour through a hundred years</a></p>",
    "<p>Read or share this story: http://quay.example/1x3D</p>",
    "<div class='x5'><p>Further reading</p><h4><a href='/3'>Ferries to move</a></h4><h4><a href='/4'>Who pays for quays</a></h4></div>",
    f"<div class='d-none d-print-block'><p>Citation: Old quay to stay open, taken from the site.</p><p>{NOTICE}</p></div>"])
def test_what_speaks_of_the_site_between_the_paragraphs_is_no_text(between: str) -> None:
    assert _read(f"<h1>Old quay to stay open</h1><div class='post-content'>{PROSE}{between}{PROSE}</div>").body == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize("inside", [
    "<p>To continue reading the minutes one has to log in to the board's own site, which few of the neighbours have ever done.</p>",
    "<div><p>Further reading</p><ul><li>Ann Example wrote a book on quays, and <a href='/5'>a paper</a> that is shorter.</li></ul></div>",
    "<div class='d-none d-md-block d-print-block'><p>The sheds were built in the year in which the railway came, and kept well.</p></div>",
    "<div class='d-flex d-print-block'><p>The sheds were built in the year in which the railway came, and kept well ever since.</p></div>"])
def test_what_looks_like_it_and_is_of_the_text_stays(inside: str) -> None:
    body = _read(f"<h1>Old quay to stay open</h1><div class='post-content'>{PROSE}{inside}{PROSE}</div>").body
    assert body is not None and body != f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize(("before", "behind", "day"), [
    ("", "<ul><li><strong>Date</strong>\n10.06.2013\n</li><li><strong>Author</strong>\nAnn Example</li></ul>", "2013-06-10"),
    ("", "<ul><li><b>Published</b> 4 March 2024</li></ul>", "2024-03-04"),
    ("<p>LEEDS, July 2, 2014 — The harbour board said today that the quay stays open.</p>", "", "2014-07-02"),
    ("<p>ANN ARBOR, Mich., Jan. 5, 2023 /PRNewswire/ -- The harbour board said today that the quay stays open.</p>", "", "2023-01-05"),
    (f"{PROSE * 9}<p>The board met in Leeds, July 2, 2014 — and said what the quay is to be used for.</p>", "", None),
    ("", "<ul><li><b>Date</b> 10.06.2013</li><li><b>Date</b> 11.06.2013</li></ul>", None)])
def test_a_day_that_stands_nowhere_else_is_read_in_facts_below_and_in_a_dateline(before: str, behind: str, day: str | None) -> None:
    assert _read(f"<h1>Old quay to stay open</h1><div class='post-content'>{before}{PROSE * 4}</div><div>{behind}</div>").date == day


@pytest.mark.parametrize("line", [
    "This column does not necessarily reflect the opinion of the editorial board or of its owners.",
    "The views expressed in this article are those of the author alone and do not necessarily represent those of the board.",
    "More information: Ann Example et al. The age of quays, Journal of Quays (2019). DOI: 10.1000/182",
    "Journal information: Proceedings of the Society of Harbours"])
def test_declarations_and_the_paper_that_a_report_is_of_are_no_text_below_it(line: str) -> None:
    assert _read(f"<h1>Old quay to stay open</h1><div class='post-content'>{PROSE}<p>{line}</p></div>").body == TEXT
    assert _read(f"<h1>Old quay to stay open</h1><div class='post-content'><p>{line}</p>{PROSE}</div>").body == f"{line}\n\n{TEXT}"


@pytest.mark.parametrize(("line", "stays"), [
    ("<p><a href='/1'>IN LEEDS: Families of the ferrymen meet again</a></p>", False),
    ("<p>EMAIL: <a href='mailto:x'>board@harbour-of-the-old-quay.example</a></p>", True),
    ("<p>NOTE: The sheds are not to be let before the ferries have moved.</p>", True),
    ("<div class='x2'><div>Old quay to stay open for all</div><p>Our reporter tells how it came to that.</p></div>", False)])
def test_links_behind_a_word_in_capitals_and_the_headline_again_are_no_text(line: str, stays: bool) -> None:
    body = _read(f"<h1>Old quay to stay open for all</h1><div class='post-content'>{PROSE}{line}{PROSE}</div>").body
    words = line.split(">")[2 if line.startswith(("<p><a", "<div")) else 1].split("<", maxsplit=1)[0].strip()
    assert body is not None and (words in body) is stays


@pytest.mark.parametrize("line", ["From The Harbour News staff reports", "By STAFF REPORTS", "Staff and wire reports"])
def test_reports_of_the_staff_have_no_other_author_above_their_text(line: str) -> None:
    assert _read(f"<div class='post-content'><h1>Old quay to stay open</h1><p>{line}</p>{PROSE}</div>").body == TEXT


@pytest.mark.parametrize(("tag", "read"), [("article", True), ("div", False)])
def test_a_short_section_beside_a_long_one_in_an_article_is_a_chapter_of_it(tag: str, read: bool) -> None:
    long = "".join(f"<div class='part'>{PROSE}</div>" for _ in range(5))
    short = f"<section class='x2'><h4>In short</h4><p>{LINES[0]} {LINES[1]}</p></section>"
    page = f"<{tag}><h1>Old quay to stay open</h1><section class='x1'>{long}</section>{short}<section><p>9 of 10</p></section></{tag}>"
    body = _read(page).body
    assert body is not None and ("In short" in body) is read and body.count(LINES[0]) == 5 + read


def test_where_nothing_marks_the_headline_it_stands_above_the_line_of_the_author() -> None:
    head = "<div>Jun 13, 4:03 PM</div><p><span>Ferrymen meet at the old quay</span></p><div>By ANN EXAMPLE</div><div>Harbour Press</div>"
    page = f"<title>News from The Harbour Press</title><table><tr><td>{head}<p>{LINES[0]}</p><p>{LINES[1]}</p></td></tr></table>"
    assert extract(Page(url="http://www.example.org/a.html", body=page.encode())).title == "Ferrymen meet at the old quay"


@pytest.mark.parametrize(("name", "about", "read"), [
    ("gallery wide", 3, False), ("photo-slideshow", 3, False), ("gallery wide", 0, True), ("places", 3, True)])
def test_a_gallery_among_the_paragraphs_is_no_text_unless_it_is_most_of_it(name: str, about: int, read: bool) -> None:
    items = "".join(f"<li><img src='/{at}.jpg'><h2>Shed {at}</h2><p>Shed {at} was built in the year the railway came here, and "
                    "the cranes of that time still stand in it, painted anew by those who let it.</p></li>" for at in range(4))
    before = PROSE * about or f"<p>{LINES[0]}</p>"
    page = f"<div class='post-content'>{before}<div class='{name}'><ul>{items}</ul></div><p>{LINES[1]}</p></div>"
    body = _read(f"<h1>Old quay to stay open</h1>{page}").body
    assert body is not None and ("Shed 2 was built" in body) is read and body.endswith(LINES[1])


def test_the_month_behind_an_author_s_name_is_none_of_it() -> None:
    page = ("<html><head><title>Council moves the market</title></head><body><h1>Council moves the market</h1><div>By Ana Gonzalez "
            "December 2, 2025</div><p>The council decided on Monday that the market will move to the old harbour, where there is room.</p>"
            "<p>Traders had asked for it for years, and the mayor said that the quay would be paved before May.</p></body></html>")
    article = extract(Page(url="", body=page.encode()))
    assert (article.author, article.date) == ("Ana Gonzalez", "2025-12-02")
