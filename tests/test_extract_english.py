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
