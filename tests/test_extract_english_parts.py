"""Parts of articles in English that stand in boxes of their own: what sums them up, questions, facts of dishes, captions, buttons."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.extract.body.summing_up import sums_up
from crawler.extract.markup.marks import BODY, CHROME, INFO, PICKER, of_name
from crawler.page import Page

LINES = ("The ferry company has tried four kinds of rope on its piers since the spring, and it says that one of them is worth its price.",
         "We tied up at each pier in wind and rain, counted how often a line slipped, and asked the crews which they would take home.",
         "Two of the four had frayed before the summer was over, and a third was stolen, which the crews take for praise of its own kind.")
TEXT = "\n\n".join(LINES)
PROSE = "".join(f"<p>{line}</p>" for line in LINES)


def _read(body: str) -> Article:
    page = f"<html><head><meta charset=utf-8><title>Four ropes compared</title></head><body>{body}</body></html>"
    return extract(Page(url="http://www.example.org/a.html", body=page.encode()))


def _body(inner: str) -> str:
    return _read(f"<h1>Four ropes compared</h1><div class='post-content'>{inner}</div>").body or ""


@pytest.mark.parametrize(("text", "sums"), [
    ("Pros", True), ("Cons:", True), ("What We Don’t Like", True), ("Key Takeaways", True), ("Our verdict", True), ("TL;DR", True),
    ("At a glance", True), ("Photos", False), ("The goods", False), ("Share", False), ("Prose", False)])
def test_what_stands_over_lines_that_sum_up(text: str, sums: bool) -> None:
    assert sums_up(text) is sums


@pytest.mark.parametrize(("label", "stays"), [("What we like", True), ("Key takeaways", True), ("Prep Time 10 minutes", True),
                                              ("Servings: 4", True), ("Sponsor", False), ("5 min read", False)])
def test_labels_of_a_text_that_are_drawn_as_boxes_stay_in_it(label: str, stays: bool) -> None:
    assert (label in _body(f"{PROSE}<div><div class='x3'><span>{label}</span></div><ul><li>Does not slip.</li></ul></div>{PROSE}")) is stays


def test_the_points_for_and_against_above_a_text_are_read() -> None:
    points = "<h3>Pros</h3><ul><li>Does not slip</li></ul><h3>Cons</h3><ul><li>Is stolen</li></ul>"
    shops = "<div class='x9'><a href='/go/1'>$49 at Ropes</a></div><ul><li><a href='/t'>ropes</a></li></ul>"
    lead = "A rope that holds in wind and rain, lies well in the hand, and costs a good deal less than the next one, as the crews say."
    box = f"<div class='x2'><h2>The verdict</h2><p>{lead}</p>{points}{shops}</div>"
    article = _read(f"<article><h1>Four ropes compared</h1><p>{LINES[1]}</p>{box}<div class='article-body'>{PROSE * 2}</div></article>")
    points = "Pros\n\nDoes not slip\n\nCons\n\nIs stolen"
    assert f"The verdict\n\n{lead}\n\n{points}\n\n{LINES[0]}" in (article.body or "")


@pytest.mark.parametrize(("answers", "read"), [(("Yes, if you dry it.", "Only in salt water."), True), (("", ""), False)])
def test_short_answers_right_behind_a_text_are_read(answers: tuple[str, str], read: bool) -> None:
    items = "".join(f"<div class='x4'><a class='x5'>May it get wet {at}?</a></div><div class='x6'><p>{answer}</p></div>"
                    for at, answer in enumerate(answers))
    body = f"<div class='x1'><div class='x2'>{PROSE}</div><div class='x3'><h2>Frequently asked questions</h2></div><div>{items}</div></div>"
    text = _read(f"<h1>Four ropes compared</h1>{body}<div><h3>Ask us</h3><p>Call us.</p></div>").body or ""
    assert ("Yes, if you dry it." in text) is read and "Call us" not in text


@pytest.mark.parametrize("button", ["Check price at Ropes &amp; Co", "See all ropes"])
def test_a_link_alone_in_a_section_is_a_button(button: str) -> None:
    assert _body(f"<section><h2>1. Hemp</h2>{PROSE}<a href='/go/1'>{button}</a></section>") == f"1. Hemp\n\n{TEXT}"


@pytest.mark.parametrize(("item", "stays"), [
    ("<a href='/go/1'>Hemp Classic</a> <a href='/go/1'>$225 at Ropeworks</a>", False), ("<a href='/go/1'>$98 at Amazon</a>", False),
    ("We paid <a href='/go/1'>$98 at Amazon</a>", True)])
def test_a_link_with_a_price_and_its_shop_is_a_button(item: str, stays: bool) -> None:
    assert (_body(f"{PROSE}<ul><li>Hemp is soft.</li><li>{item}</li></ul>{PROSE}").count("$") == 1) is stays


@pytest.mark.parametrize("caption", [
    "<div class='x1'><img src='/1.jpg'><br><i>One of the piers in the rain. (Ann Example/Harbour News)</i></div>",
    "<div class='image x1'><div class='lazy'><div data-src='/1.jpg'></div></div><div class='caption'><p>The piers in the rain<br>"
    "<i>Ann Example</i></p></div></div>"])
def test_captions_of_journals_and_of_pictures_that_scripts_bring_are_no_text(caption: str) -> None:
    assert _body(f"{PROSE}{caption}{PROSE}") == f"{TEXT}\n\n{TEXT}"


def test_a_paragraph_with_a_picture_that_ends_in_brackets_stays() -> None:
    line = "The third was stolen, which the crews take for praise (they say so each time one of them is asked about it)."
    assert line in _body(f"{PROSE}<p><img src='/1.jpg'>{line}</p>{PROSE}")


@pytest.mark.parametrize("line", [
    "<b>Contact the writer:</b> aexample@news.example.com; 570-555-0111",
    "Reach the reporter at aexample@news.example.com or on the phone."])
def test_how_to_reach_the_writer_is_no_text(line: str) -> None:
    assert _body(f"{PROSE}<p>{line}</p>") == TEXT


@pytest.mark.parametrize(("name", "switch"), [
    ("text-size-medium", False), ("text-size-small", False), ("font-size-xl", False), ("text-size", True), ("fontsize", True),
    ("font-size-switch", True)])
def test_names_of_the_size_of_a_text_are_no_switches_for_readers(name: str, switch: bool) -> None:
    assert bool(of_name(name) & PICKER) is switch


@pytest.mark.parametrize(("answer", "read"), [("<div hidden><p>Yes, if you dry it.</p></div>", True), ("", False),
                                              ("<div class='x7'><button aria-expanded='false'>Is hemp soft?</button></div>", False)])
def test_a_question_on_a_button_is_read_with_the_answer_behind_it(answer: str, read: bool) -> None:
    button = f"<div class='x6'><button aria-expanded='false'>May it get wet at all?</button>{answer}</div>"
    text = _body(f"{PROSE}<div class='x5'><h2>Questions</h2>{button}</div>{PROSE}")
    assert ("May it get wet at all?" in text) is read and text.endswith(TEXT)


@pytest.mark.parametrize("last", [
    "<div class='doctor-card'><h4>Ann Example, MD</h4><p>Dr. Example sees crews with sore hands. She ties her own knots.</p></div>",
    "<section class='legal'><p>The words above were gathered from many who tie ropes, and nobody says they are right.</p></section>",
    "<div class='x8'><small>Last update: March 4, 2024</small></div>"])
def test_who_wrote_and_checked_a_text_and_what_is_asked_of_it_is_none(last: str) -> None:
    assert _body(f"{PROSE}{PROSE}{last}") == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize(("name", "mark", "has"), [
    ("anchorWithStickyNavbar_a1B2", CHROME, False), ("article-with-menu", CHROME, False), ("post-content-with-sidebar", BODY, True),
    ("sticky-navbar", CHROME, True), ("info-notice", INFO, False), ("infoCallout", INFO, False), ("info-line", INFO, True)])
def test_what_stands_behind_with_is_not_what_a_box_holds_and_notices_are_no_head_lines(name: str, mark: int, has: bool) -> None:
    assert bool(of_name(name) & mark) is has


def test_headings_of_documentation_and_notices_between_paragraphs_are_read() -> None:
    heading = "<h2 class='anchor anchorWithStickyNavbar_a1B2' id='dry'>How to dry it<a class='hash-link' href='#dry'>\u200b</a></h2>"
    notice = "<div role='note' class='application-notice info-notice'><p>Crews who tie up at night must carry a lamp.</p></div>"
    text = _body(f"{PROSE}{heading}{PROSE}{notice}{PROSE}")
    assert "\n\nHow to dry it\n\n" in text and "must carry a lamp." in text


def _card(number: int) -> str:
    return f"<article class='card'><h3><a href='/news/{number}'>Another story of the harbour, part {number}</a></h3></article>"


@pytest.mark.parametrize("box", [
    f"<div class='x5'><div><h3>People are also reading\u2026</h3></div><div class='x6'>{_card(1)}{_card(2)}{_card(3)}</div></div>",
    "<div class='x5'><div class='x6'><h2>Find a rope dealer near you</h2><div><p>More than forty shops on the coast take orders. "
    "Choose yours in a minute.</p></div><div><a href='/find'>Find a dealer</a></div></div></div>"])
def test_others_stories_and_offers_between_paragraphs_go_with_their_heading(box: str) -> None:
    assert _body(f"<div class='x1'>{PROSE}</div>{box}<div class='x1'>{PROSE}</div>") == f"{TEXT}\n\n{TEXT}"


def test_calls_to_follow_and_related_links_end_no_text() -> None:
    networks = "<a href='http://s.example'>Sounds</a>, <a href='http://f.example'>Facebook</a>"
    follow = f"<p><i><b>Follow Harbour News on {networks} and X.</b></i></p>"
    links = "<div><p>Related internet links</p></div><a href='http://c.example'>The ferry company</a>"
    assert _body(f"{PROSE}{PROSE}{follow}<div>{links}</div>") == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize(("window", "og", "title"), [
    ("The Harbour Weekly", "Four ropes compared", "Four ropes compared"),
    ("What crews say of hemp, and what the wind says of crews", "Four ropes compared", "Four ropes compared"),
    ("The Harbour Weekly", "Ropes: the test", "What crews say of hemp, and what the wind says of crews")])
def test_a_headline_in_a_box_above_the_line_that_is_the_first_heading(window: str, og: str, title: str) -> None:
    stated = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Four ropes compared"}</script>'
    page = (f"<html><head><meta charset=utf-8><title>{window}</title><meta property='og:title' content='{og}'>{stated}</head><body>"
            "<article><div class='x1'>Four ropes compared</div><h1>What crews say of hemp, and what the wind says of crews</h1>"
            f"<div class='x2'>{PROSE}</div></article></body></html>")
    article = extract(Page(url="http://www.example.org/a.html", body=page.encode()))
    assert (article.title, article.body) == (title, TEXT)


@pytest.mark.parametrize("line", ["Edited by: Ann Example", "Editor: Ann Example"])
def test_who_edited_a_text_is_named_behind_it(line: str) -> None:
    assert _read(f"<h1>Four ropes compared</h1><div class='post-content'>{PROSE}</div><p>{line}</p>").fields["editor"] == "Ann Example"


@pytest.mark.parametrize(("end", "heading"), [
    ("<span><a class='mark' href='#dry'>#</a></span><a class='legacy' id='x'></a>", "How to dry it"),
    ("<a href='#dry'>\u00b6</a>", "How to dry it"),
    (" in C<a href='/sharp'>#</a>", "How to dry it in C#"), (" in C#", "How to dry it in C#")])
def test_the_sign_that_links_to_a_heading_is_none_of_it(end: str, heading: str) -> None:
    assert f"\n\n{heading}\n\n" in _body(f"{PROSE}<h2 id='dry'>How to dry it{end}</h2>{PROSE}")


def test_a_headline_with_such_a_sign_is_the_one_in_the_window() -> None:
    heading = "<h2>Dry it<span><a class='mark' href='#dry'>#</a></span></h2>"
    page = ("<html><head><meta charset=utf-8><title>Dry it | Ropes 3.2 Manual</title></head><body><h1>Ropes 3.2 manual</h1>"
            f"<div id='x1'>{heading}{PROSE}</div></body></html>")
    assert extract(Page(url="http://www.example.org/dry.html", body=page.encode())).title == "Dry it"


def test_the_name_of_a_manual_in_its_menu_is_no_headline() -> None:
    page = ("<html><head><meta charset=utf-8><title>ropes dry - The Book of Ropes</title></head><body><div id='bar'>"
            "<h1 class='menu-title'>The Book of Ropes</h1><a href='print.html'>Print</a></div>"
            f"<main><h1 id='dry'><a class='header' href='#dry'>ropes-dry</a></h1>{PROSE}</main></body></html>")
    assert extract(Page(url="http://www.example.org/dry.html", body=page.encode())).title == "ropes-dry"


def test_a_column_with_the_name_of_the_page_does_not_begin_its_text() -> None:
    rows = ("<tr><th>Ropes</th><th>Meaning</th></tr><tr><td>hemp</td><td>A rope that is heavy when wet</td></tr>"
            "<tr><td>wire</td><td>None</td></tr>")
    page = ("<html><head><meta charset=utf-8><title>Ropes - The Book of Piers</title></head><body><main><h1>Ropes</h1><h2>Words</h2>"
            f"<p>These are the words for all that is used on a pier of the company:</p><table>{rows}</table>{PROSE}</main></body></html>")
    body = extract(Page(url="http://www.example.org/ropes.html", body=page.encode())).body or ""
    assert body.startswith("Words\n\nThese are the words") and "Ropes\tMeaning" in body
