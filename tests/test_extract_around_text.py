"""What stands around a text and between its paragraphs on pages in several languages: which of it is the article's."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page

HEAD = "Council moves the market to the old harbour"
LINES = ("The council decided on Monday that the market will move to the old harbour, where there is more room for the stalls.",
         "Traders had asked for it for years, and the mayor said that the quay would be paved before the first of May.",
         "The square that becomes free is to be planted with limes, and what that costs will be told to the council in June.")
TEXT = "".join(f"<p>{line}</p>" for line in LINES)


def _body(inner: str, head: str = HEAD) -> str:
    page = f"<html><head><meta charset='utf-8'><title>{head}</title></head><body>{inner}</body></html>"
    return extract(Page(url="http://www.example.org/2019/market.html", body=page.encode())).body or ""


def _around(between: str, behind: str = "") -> list[str]:
    """The paragraphs of the text with something between the first and the second, and something behind the last."""
    inner = f"<p>{LINES[0]}</p>{between}<p>{LINES[1]}</p><p>{LINES[2]}</p>{behind}"
    return _body(f"<h1>{HEAD}</h1><div class='entry'>{inner}</div>").split("\n\n")


STEPS = ("Stir the flour and the butter in a large bowl, until no more lumps can be seen.",
         "Roll out the dough on a cool table, and cut it into small rounds.",
         "Bake them for a quarter of an hour, until they are golden brown.")
QUOTED = ("<p>The committee found that the bridge had not been looked at for eleven years, though the law asks for it every second one.</p>"
          "<p>It found, too, that the office had known of the cracks since the spring, and that no letter about them was answered.</p>")


@pytest.mark.parametrize(("above", "form"), [
    (("Ready in 25 minutes", "For 40 pieces", "300 g flour", "200 g butter", "1 egg"), "<ol>{}</ol>"),
    (("300 g flour", "1 egg"), "<ul>{}</ul>"), (("Host: town hall", "Agenda"), "<ol><li>Opening<ol>{}</ol></li></ol>")])
def test_a_list_that_is_most_of_a_text_is_read_with_the_short_lines_above_it(above: tuple[str, ...], form: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in above)
    steps = "".join(f"<li>{line}</li>" for line in STEPS)
    text = f"<div class='entry'>{lines}{form.format(steps)}</div>"
    body = _body(f"<h1>Almond rounds</h1><p class='day'>11/04/2012</p>{text}", "Almond rounds")
    assert [line for line in (*above, *STEPS) if line not in body] == []


def test_a_heading_above_a_quotation_that_is_the_text_stays() -> None:
    body = _body(f"<h1>{HEAD}</h1><div class='entry'><h3>What the report says</h3><blockquote>{QUOTED}</blockquote></div>")
    assert body.startswith("What the report says\n\nThe committee found")


def test_links_around_a_list_are_none_of_a_text() -> None:
    steps = "".join(f"<li>{line}</li>" for line in STEPS)
    links = "".join(f"<div><a href='/{at}'>What else there is to be baked on day {at}</a></div>" for at in range(4))
    body = _body(f"<h1>Almond rounds</h1><div>{links}<ol>{steps}</ol></div>", "Almond rounds")
    assert body == "\n\n".join(STEPS)


@pytest.mark.parametrize(("heading", "day"), [
    ("27 commentaires", "(22 juin 2018 @11h13)"), ("Commentaires (2)", "le 22 juin 2018 à 11:13"), ("Kommentare", "vor 3 Jahren"),
    ("2 Kommentare", "22. Juni 2018, 11:13 Uhr"), ("2 Gedanken zu „Der Markt“", "22. Juni 2018 um 11:13"),
    ("2 comentarios", "22 de junio de 2018, 11:13"), ("2 commenti", "22 giugno 2018 11:13"),
    ("2 комментария", "22 июня 2018 в 11:13"), ("2 comments", "22 June 2018 at 11:13")])
def test_what_readers_wrote_below_a_heading_that_says_so_is_none_of_the_text(heading: str, day: str) -> None:
    words = "I do not think that this will do, for the harbour is too far from where most of us live, and there is no bus to it."
    posts = "".join(f"<li><div class='top'>A reader</div><div class='nv'>{day}</div><p>{words * (at + 1)}</p></li>" for at in range(4))
    body = _body(f"<div class='w'><h1>{HEAD}</h1><div class='t'>{TEXT}</div><div class='f'><h2>{heading}</h2><ul>{posts}</ul></div></div>")
    assert body == "\n\n".join(LINES)


COLUMN = "".join(f"<p>Point {at} of what we stand for: towns and villages shall have the means that they need, and those who live there "
                 "shall be asked before anything is built, and told what it costs.</p>" for at in range(6))


@pytest.mark.parametrize(("text", "column", "times"), [
    ("<section class='view'><header><h1>{0}</h1></header><article class='a'>{1}</article></section>",
     "<div class='widget-inner'>{}</div>", 2),
    ("<div class='section'><h1>{0}</h1><div class='cont'>{1}</div></div>", "<div class='column sidebar'><div>{}</div></div>", 4)])
def test_a_column_with_many_words_is_none_of_the_text(text: str, column: str, times: int) -> None:
    words = TEXT.replace("<p>", "<div>").replace("</p>", "</div>") * times
    body = _body(f"<div id='all'><div class='x'>{text.format(HEAD, words)}</div><div class='y'>{column.format(COLUMN)}</div></div>")
    assert body == "\n\n".join(LINES * times)


@pytest.mark.parametrize("name", ["bd", "box"])
def test_boxes_called_as_the_text_is_hold_none_of_it_where_no_paragraph_stands_in_them(name: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES * 3)
    card = f"<li><h4><a href='/1'>A story of another day</a></h4><div><p>{STEPS[0] * 3}</p></div></li>"
    columns = f"<div class='col'><div class='{name}'><ul>{card * 2}</ul></div></div>" * 2
    body = _body(f"<div><div class='main'><h1>{HEAD}</h1><div class='{name}'>{text}</div></div>{columns}</div>")
    assert body == "\n\n".join(LINES * 3)


@pytest.mark.parametrize("more", ["read on", "weiter lesen", "Lire la suite"])
def test_teasers_above_a_headline_that_nothing_but_a_class_marks_are_none_of_the_text(more: str) -> None:
    teasers = "".join(f"<div><b>What the group says of matter {at}</b></div><div class='teaser_text'>{line} {STEPS[at % 3][:40]}...</div>"
                      f"<div><a href='/{at}.html'>{more}</a></div>" for at, line in enumerate(LINES * 2))
    body = _body(f"<div><div class='c'>{teasers}</div><div class='d'><div class='headline'>{HEAD}</div><div>{TEXT * 4}</div></div></div>")
    assert body == "\n\n".join(LINES * 4)
