"""How magazines and papers in English part a text: pictures between its first paragraphs, what else stands at its ends."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.extract.markup.marks import APART, BODY, of_name
from crawler.page import Page

LINES = ("The lighthouse at the end of the mole will be lit again in May, eleven years after its lamp was taken down for repairs.",
         "Its keeper has painted the stairs and counted them twice, and he asks all who climb them to do so without dogs or bicycles.",
         "From the gallery one sees both islands when the air is clear, and the lamp of the third one at night, whatever guides say.")
TEXT = "\n\n".join(LINES)
PROSE = "".join(f"<p>{line}</p>" for line in LINES)


def _read(body: str, window: str = "Light returns to the mole") -> Article:
    page = f"<html><head><meta charset=utf-8><title>{window}</title></head><body>{body}</body></html>"
    return extract(Page(url="http://www.example.org/a.html", body=page.encode()))


def _body(inner: str) -> str:
    return _read(f"<h1>Light returns to the mole</h1><div class='post-content'>{inner}</div>").body or ""


@pytest.mark.parametrize(("name", "mark"), [("a8fd", APART), ("a1b2d4", APART), ("x7ad3", APART), ("story8d", APART)])
def test_letters_between_the_digits_of_a_name_that_a_machine_made_are_no_word(name: str, mark: int) -> None:
    assert not of_name(name) & mark


@pytest.mark.parametrize(("name", "mark"), [("ad8", APART), ("col2share", APART), ("articleBody2", BODY), ("a8-share", APART)])
def test_words_beside_digits_are_words(name: str, mark: int) -> None:
    assert of_name(name) & mark


def test_a_paragraph_whose_id_a_machine_made_is_read() -> None:
    assert _body(f"<p id='b2c0'>{LINES[0]}</p><p id='a8fd'>{LINES[1]}</p><p id='e901'>{LINES[2]}</p>") == TEXT


@pytest.mark.parametrize("headline", ["Light returns to the mole", "The lamp comes home, at last, to a mole that missed it"])
def test_a_text_whose_first_paragraph_a_picture_parts_from_the_others_begins_with_it(headline: str) -> None:
    picture = ("<div class='inline'><div class='module'><div><a href='/large'>Enlarge This Image</a></div><img src='/1.jpg'>"
               "<h6>Ann Example</h6><p class='caption'>The keeper, left, on the stairs that he has painted, with one of those who carried "
               "the lamp up, on Monday.</p></div></div>")
    rest = "".join(f"<p>{line}</p>" for line in (*LINES[1:], *LINES[1:]))
    body = f"<h1>{headline}</h1><div class='articleBody'><p>{LINES[0]}</p></div>{picture}<div class='articleBody'>{rest}</div>"
    assert _read(f"<div class='x1'>{body}</div>").body == "\n\n".join((TEXT, *LINES[1:]))


def test_short_paragraphs_between_the_first_ones_above_the_box_of_the_others_stay() -> None:
    above = f"<p>{LINES[0]}</p><p>{LINES[1]}</p><p>What does he ask of them?</p><p>“No dogs.”</p><p>{LINES[2]}</p>"
    links = "<ul><li><a href='/1'>Share</a></li></ul><p>Topics: lamps, moles</p>"
    body = _read(f"<h1>Light returns to the mole</h1>{links}<div class='x1'>{above}<div class='article-body'>{PROSE * 4}</div></div>").body
    assert (body or "").startswith(f"{LINES[0]}\n\n{LINES[1]}\n\nWhat does he ask of them?\n\n“No dogs.”\n\n{LINES[2]}\n\n{LINES[0]}")


def test_a_caption_right_behind_its_figure_is_no_text() -> None:
    steps = "".join(f"<div class='x{at}'><div><span class='x9'>Step {at}</span><p>{line}</p></div><figure><img src='/{at}.jpg'></figure>"
                    f"<figcaption>Paint the stairs. (Ann Example)</figcaption></div>" for at, line in enumerate(LINES, 1))
    assert _body(steps) == "\n\n".join(part for at, line in enumerate(LINES, 1) for part in (f"Step {at}", line))


@pytest.mark.parametrize("line", ["Reviewed by Ann B. Example, MD", "Medically reviewed by Ann Example", "Fact checked by Ann Example"])
def test_who_reviewed_a_text_is_none_of_it(line: str) -> None:
    assert _body(f"<div class='x1'>{line}</div>{PROSE}") == TEXT


@pytest.mark.parametrize("line", [
    "<a href='http://lamps.example/'>Via Lamps Weekly</a>", "Source: <a href='http://lamps.example/'>Lamps Weekly</a>",
    "Ann Example can be reached at <a href='mailto:ann@example.org'>ann@example.org</a>.",
    "Know of a lamp? E-mail us at lamps@example.org", "Follow The Mole: <a href='http://t.example'>Twitter</a> | Facebook",
    "Top photo by Ann Example"])
def test_where_news_was_found_and_how_to_reach_who_wrote_it_ends_no_text(line: str) -> None:
    assert _body(f"{PROSE}<p>{line}</p>") == TEXT


@pytest.mark.parametrize("line", ["Source the lamp oil early: <a href='/oil'>prices rise</a> each spring, as the keeper says to all.",
                                  "Via the old stairs one comes to the gallery, where the keeper waits."])
def test_a_sentence_that_begins_like_a_credit_is_read(line: str) -> None:
    said = line.replace("<a href='/oil'>", "").replace("</a>", "")
    assert _body(f"{PROSE}<p>{line}</p>") == f"{TEXT}\n\n{said}"


ROWS = ("Ann: I climbed it.", "Ben: So did I, as he did.", "Cleo: Neither of you did, and I kept the books of the mole.")


@pytest.mark.parametrize(("heading", "stamp", "read"), [
    ("<h3>Comments [3]</h3>", "May. {}, 2013 02:47 PM", False), ("<h2>3 Comments</h2>", "on Sep 2{}, 3:29 PM said:", False),
    ("<h2>Readers\u2019 Comments (718)</h2>", "{} minutes ago", False), ("<div>Leave a comment</div>", "1{} days ago", False),
    ("<h2>Three voices</h2>", "{}", True), ("<h2>Comments</h2>", "{}", True)])
def test_what_readers_said_below_a_heading_that_says_so_is_no_text_by_whatever_names(heading: str, stamp: str, read: bool) -> None:
    said = "".join(f"<div class='k{at}'><div class='q'>{stamp.format(at)}</div><p>{row} {LINES[at - 1] * 4}</p></div>"
                   for at, row in enumerate(ROWS, 1))
    body = _read(f"<div class='x1'><h1>Light returns to the mole</h1><div>{PROSE}</div><div>{heading}{said}</div></div>").body or ""
    assert body.startswith(TEXT) and ("kept the books" in body) is read


@pytest.mark.parametrize(("bar", "read"), [
    ("5347 CONNECT 207 TWEET 24 LINKEDIN 181 COMMENTEMAILMORE", False), ("Mixx Facebook Twitter Digg delicious reddit LinkedIn", False),
    ("Facebook, Twitter and Reddit", True), ("Facebook 11111111111111111111111111111111 Twitter of 2013", True)])
def test_the_buttons_of_networks_in_one_line_are_no_text(bar: str, read: bool) -> None:
    assert _body(f"{PROSE}<p>{bar}</p>{PROSE}") == (f"{TEXT}\n\n{bar}\n\n{TEXT}" if read else f"{TEXT}\n\n{TEXT}")


def test_a_headline_that_is_all_of_the_window_is_no_sites_name_where_the_tags_have_another() -> None:
    menu = "".join(f"<li><a href='/{at}'>Part {at}</a></li>" for at in range(9))
    parts = "".join(f"<h3>Part {at}</h3>{PROSE}" for at in range(3))
    page = ("<html><head><meta charset=utf-8><title>Light returns</title><meta property='og:title' content='Light returns'>"
            "<meta property='og:site_name' content='The Mole'></head><body><div><h1><a href='/a.html'>Light returns</a></h1></div>"
            f"<ul>{menu}</ul><div>{parts}</div></body></html>")
    assert extract(Page(url="http://www.example.org/a.html", body=page.encode())).title == "Light returns"


@pytest.mark.parametrize("inner", ["<mag_headline version='1.0'>{}</mag_headline>", "<div class='x3'>{}</div>", "{}"])
def test_a_heading_is_one_whatever_element_stands_in_it(inner: str) -> None:
    headline = inner.format("The lamp comes home, at last, to a mole that missed it")
    article = _read(f"<div class='x1'><h1>{headline}</h1><h6>By ANN EXAMPLE</h6><div class='x2'>{PROSE}</div></div>", "Lamp to be Lit")
    assert (article.title, article.body) == ("The lamp comes home, at last, to a mole that missed it", TEXT)


def test_the_highlights_of_a_story_beside_it_are_none_of_its_text() -> None:
    box = "<div class='x7'><div><b>STORY HIGHLIGHTS</b></div><ul><li>The lamp is lit in May</li><li>No dogs on the stairs</li></ul></div>"
    assert _body(f"{box}{PROSE}{PROSE}") == f"{TEXT}\n\n{TEXT}"
