"""Lines above, within and below English texts: what is none of them, and what looks like it and is."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page

TITLE = "Ferry to the outer islands sails again"
LINES = (
    "The ferry to the outer islands has sailed again since Monday, nine months after its engine was taken out and carried to a yard.",
    "Its captain counts forty passengers on an ordinary day, and he asks those who bring goats to tell the harbour one evening before.",
    "From the upper deck one sees the three lighthouses when the air is clear, and on other days the company lends out woollen blankets.")
TEXT = "\n\n".join(LINES)
PROSE = "".join(f"<p>{line}</p>" for line in LINES)


def _read(body: str, window: str = TITLE) -> Article:
    page = f"<html><head><meta charset=utf-8><title>{window}</title></head><body>{body}</body></html>"
    return extract(Page(url="http://www.example.org/a.html", body=page.encode()))


def _body(inner: str) -> str:
    return _read(f"<h1>{TITLE}</h1><p>May 5, 2020</p><div>{inner}</div>").body or ""


@pytest.mark.parametrize("line", [
    "4 days ago", "(ATTN: UPDATES with details in paras 3-5; ADDS photo)", "Comments (14)", "Linhai Bureau of Statistics 2020-05-05"])
def test_what_agencies_tell_editors_counts_and_who_published_are_no_text(line: str) -> None:
    assert _body(f"<div>{line}</div>{PROSE}") == TEXT


@pytest.mark.parametrize("line", [
    "<p>islands@wire.example</p>", "<p>By Ann Example and Bo Sample</p>",
    "<p>Read more: <a href='/1'>How to load a goat onto a ferry</a></p>",
    "<p><em>This article first appeared on Harbour Ledger and is republished here under a Creative Commons license.</em></p>",
    "<p>Linhai Bureau of Statistics. Zhe ICP No.12345678</p>", "<p>Text: Ann Example</p><p>Video: Bo Sample</p>",
    "<p>Translator: Ann Example</p><p>Chinese source: example.gov.cn</p>",
    "<p><b>Topics:</b> <a href='/t'>ferries</a>, <a href='/u'>the outer islands</a></p>"])
def test_lines_below_a_text_are_none_of_it(line: str) -> None:
    assert _body(PROSE + line) == TEXT


@pytest.mark.parametrize("line", ["<p>To book, send an e-mail to the harbour.</p><p>ferry@harbour.example</p>",
                                  "<p>By night no ferry sails, and none will.</p>"])
def test_an_address_that_the_text_leads_to_stays(line: str) -> None:
    assert len(_body(PROSE + line)) > len(TEXT)


def test_who_wrote_a_text_and_is_named_below_it_is_its_author() -> None:
    article = _read(f"<h1>{TITLE}</h1><p>May 5, 2020</p><div>{PROSE}<p>By Ann Example and Bo Sample</p></div>")
    assert article.author == "Ann Example and Bo Sample"


def test_the_last_line_of_a_press_release_names_its_source() -> None:
    assert _read(f"<h1>{TITLE}</h1><p>May 5, 2020</p><div>{PROSE}<p>SOURCE Harbour Lines, Inc.</p></div>").source == "Harbour Lines, Inc."


def test_a_line_over_a_list_stays_in_a_text_whose_paragraphs_are_boxes() -> None:
    prose = "".join(f"<div>{line}</div>" for line in LINES)
    assert _body(f"{prose}<div>What to bring:</div><ul><li>a coat against the wind;</li><li>your ticket.</li></ul>") == \
        f"{TEXT}\n\nWhat to bring:\n\na coat against the wind;\n\nyour ticket."


@pytest.mark.parametrize("sign", ["-", "%", "—", "✅"])
def test_a_cell_of_one_sign_keeps_its_place_in_a_table_of_data(sign: str) -> None:
    rows = "".join(f"<tr><td>Ferry {number}</td><td>{sign}</td><td>{number}4.5</td></tr>" for number in range(1, 5))
    table = f"<table border=1><tr><th>Name</th><th>Unit</th><th>Trips</th></tr>{rows}</table>"
    assert f"Ferry 1\t{sign}\t14.5\nFerry 2\t{sign}\t24.5" in _body(PROSE + table)


def test_pictures_numbers_and_what_is_sold_of_them_are_no_text() -> None:
    slides = "".join(f"<li><img src='/{at}.jpg'><p>{line}</p><span>{at} of 3</span> <a href='/buy'>Purchase</a></li>"
                     for at, line in enumerate(LINES, 1))
    assert _body(f"<ul>{slides}</ul>") == TEXT


def test_a_labelled_day_below_subtitle_and_speaker_goes_before_that_of_the_speech() -> None:
    head = (f"<div class='t1'>{TITLE}</div><div>-- Delivered at the meeting of the harbour's council on January 22, 2021</div>"
            "<div>Mayor Ann Example</div><div>Release date: 2021-01-28 14:20 Font size: [Large][Middle][Small]</div>")
    assert _read(f"{head}<div>{PROSE * 3}</div>").date == "2021-01-28"


def test_when_a_letter_was_written_is_no_day_of_its_page() -> None:
    rows = "<table><tr><td>Writing time</td><td>2019-10-17 22:08</td><td>Reply time</td><td>2019-10-21 10:40</td></tr></table>"
    assert _read(f"<h1>{TITLE}</h1>{rows}<div>{PROSE}</div>").date is None


def test_a_box_called_cap_below_a_picture_is_its_caption_and_a_drop_cap_is_none() -> None:
    picture = "<table align='right'><tr><td><img src='/1.jpg'><div class='cap'>The ferry will be at work for weeks</div></td></tr></table>"
    first = f"<p class='drop-cap'>{LINES[0]}</p>"
    assert _body(picture + first + "".join(f"<p>{line}</p>" for line in LINES[1:])) == TEXT


def test_links_that_lie_below_each_other_above_the_headline_are_a_trail() -> None:
    links = "<div><a href='/'>Home</a> <a href='/news'>News</a> <a href='/news/local'>Local News</a></div>"
    assert _read(f"{links}<h1>{TITLE}</h1><p>May 5, 2020</p><div>{PROSE}</div>").breadcrumb == ("Home", "News", "Local News")


def test_a_box_whose_id_runs_breadcrumb_together_with_another_word_is_one() -> None:
    trail = f"<ol id='storybreadcrumb'><li><a href='/'>News</a></li><li><a href='/e'>Explained</a></li><li>{TITLE}</li></ol>"
    assert _read(f"{trail}<h1>Explained: {TITLE}</h1><p>May 5, 2020</p><div>{PROSE}</div>").breadcrumb == ("News", "Explained")


def test_a_box_called_ttl_holds_the_headline_where_the_window_has_the_sites_name() -> None:
    assert _read(f"<div>Home &gt; Tips</div><div class='a'><div class='ttl'>{TITLE}</div><div>Published on July 23, 2021</div>"
                 f"<div>{PROSE}</div></div>", "The Outer Islands").title == TITLE


def test_times_among_the_facts_of_a_text_are_no_head_line() -> None:
    facts = "<ul><li>Lens: 85 mm, wide open</li><li>ISO: 1600</li><li>Time: 4 seconds</li></ul>"
    steps = f"<h2>Step 1: Find it</h2><p>{LINES[1]}</p><h2>Step 2: Settings</h2>{facts}"
    assert _body(f"<p>{LINES[0]}</p>{steps}<p>{LINES[2]}</p>") == "\n\n".join((
        LINES[0], "Step 1: Find it", LINES[1], "Step 2: Settings", "Lens: 85 mm, wide open", "ISO: 1600", "Time: 4 seconds", LINES[2]))


def test_pictures_part_a_trail_that_begins_at_home_without_a_link() -> None:
    trail = "<div>Home <img src='/a.png'> <a href='/l/'>Lishui</a> <img src='/a.png'> <a href='/l/e/'>Economy</a></div>"
    assert _read(f"{trail}<h1>{TITLE}</h1><p>May 5, 2020</p><div>{PROSE}</div>").breadcrumb == ("Home", "Lishui", "Economy")


@pytest.mark.parametrize("line", [
    "<p><b>Never miss a story: <a href='/s'>SUBSCRIBE to our morning email</a></b></p>",
    "<p><em>Our journalism is free to read because readers pay for it. <a href='/d'>Support this work.</a></em></p>",
    "<p>Click <a href='/a'>here</a> to get alerts from your street.</p>", "<a class='btn' href='/b'>Buy on Shelf</a>"])
def test_paragraphs_that_promote_the_site_between_those_of_a_text_are_none_of_it(line: str) -> None:
    assert _body(f"<p>{LINES[0]}</p><p>{LINES[1]}</p>{line}<p>{LINES[2]}</p>") == TEXT


@pytest.mark.parametrize("line", ["Get the ferry at eight, as all do who <a href='/s'>sail with goats</a>.",
                                  "Never miss the last ferry, says <a href='/s'>his report</a>."])
def test_a_paragraph_that_begins_so_and_promotes_nothing_stays(line: str) -> None:
    assert len(_body(f"<p>{LINES[0]}</p><p>{LINES[1]}</p><p>{line}</p><p>{LINES[2]}</p>")) > len(TEXT)


@pytest.mark.parametrize("line", ["Disclaimer: this report is for information only.",
                                  "You receive this because you signed up. <a href='/u'>Unsubscribe</a>",
                                  "For more news from the fleet, visit www.fleet.example/news."])
def test_feet_of_letters_and_releases_are_no_text(line: str) -> None:
    assert _body(f"{PROSE}<p>{line}</p>") == TEXT


def test_a_sections_name_with_which_the_headline_begins_stays_in_the_trail() -> None:
    title = "Ferries sail to the outer islands again"
    page = f"<div>Home &gt; News &gt; Ferries</div><h1>{title}</h1><p>May 5, 2020</p><div>{PROSE}</div>"
    assert _read(page, title).breadcrumb == ("Home", "News", "Ferries")
