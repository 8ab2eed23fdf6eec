"""What machines make of the tools around a Chinese portal's articles, inside the text's own box: furniture; sentences of the same words
stay."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page

TEXT = ("The county's first smart greenhouse was put into operation on March 8. It grows cherry tomatoes in coconut bran instead of soil.",
        "The yield per mu is expected to reach 15 tons, three times that of an ordinary greenhouse, said the head of the cooperative.",
        "Next year the county plans to build eight more greenhouses of the kind, with an investment of 26 million yuan.")


def body_of(last: str, head: str = "2023-03-09") -> tuple[str | None, str | None]:
    """Text and day of a page whose text's box ends in a line."""
    lines = "".join(f"<p>{line}</p>" for line in (*TEXT, last) if line)
    page = f"<html><head><title>Smart greenhouse in operation</title></head><body><p>Home &gt; News</p>" \
           f"<h1>Smart greenhouse in operation</h1><p>{head}</p><div>{lines}</div></body></html>"
    article = extract(Page(url="http://en.example/n/1.html", body=page.encode()))
    return article.body, article.date


@pytest.mark.parametrize("line", [
    "Print】【Shut down】", "【Printing】【Closing】", "【I want to print】 【Close the window】", "print】 【close the window】",
    "Return to the top of the page", "Share with:",
    "One-click sharing", "Scan it with WeChat", "Mobile phone scan open this page", "【I want to correct the error】",
    "I want to correct mistakes", "Prize correction", "Government website error finding", "The last one: no more",
    "The next article: Notice of water cut", "Editor-in-charge: Wang Fang", "Edit: Wang Fang", "Related documents:", "Accessories:",
    "Information source: Media Center", "Website map | Contact us | Site statement", "Technical support: Zhejiang Software Co., Ltd.",
    "Organizer: County Government Office Undertaker: Information Center", "Website identification code: 3301000001",
    "Zhe ICP Bei No. 05000001", "Zhejiang public network security 33010002000001", "Is the page helpful to you? Yes No",
    "Satisfied Basically satisfied Dissatisfied", "Recommend to a friend", "Collection of this page", "Set as home page",
    "Tip: you are about to leave the website of the county government, do you want to continue?", "Elderly-friendly version"])
def test_translated_tools_at_the_end_of_a_text_are_none_of_it(line: str) -> None:
    assert body_of(line) == ("\n\n".join(TEXT), "2023-03-09")


@pytest.mark.parametrize("line", [
    "The next article: of the convention that the parties had left open was settled in the last hour of the talks.",
    "About half of the members were very satisfied with the closing price.", "One of the two pumps was shut down for repairs.",
    "Government spending on the website was set as high as in 2022.", "Edit: I have put the right figures in.",
    "The plant is about to leave the grid, and its owners want to continue without it.",
    "Readers want to print the collection of the library at home.", "The printing and closing of the paper took two years."])
def test_sentences_of_the_same_words_stay(line: str) -> None:
    body, _ = body_of(line)
    assert body is not None and body.endswith(line)


def test_colours_behind_a_day_do_not_hide_it() -> None:
    head = "2023-03-09 Browsing volume: 88 Eyesight protection color: almond yellow autumn leaf brown carmine red mustard green sky blue " \
           "snow green gray default color"
    assert body_of("", head) == ("\n\n".join(TEXT), "2023-03-09")


TRAIL = ("<a href='/en/'>Home</a>", "<a href='/en/n'>News</a>", "<a href='/en/n/r'>Rural News</a>")


def article_with(trail: str, head: str) -> Article:
    """A page with a trail and a head line above the text."""
    lines = "".join(f"<p>{line}</p>" for line in TEXT)
    page = f"<html><head><title>Smart greenhouse in operation</title></head><body><ul><li>{TRAIL[0]}</li><li>{TRAIL[1]}</li></ul>{trail}" \
           f"<h1>Smart greenhouse in operation</h1><p>{head}</p><div>{lines}</div></body></html>"
    return extract(Page(url="http://en.example/n/1.html", body=page.encode()))


@pytest.mark.parametrize("lead", [
    "You're here: ", "Site location: ", "Page location: ", "Column location: ", "In the current position: ",
    "The location of your current page: ", "Where are you now: "])
@pytest.mark.parametrize("last", ["", " &gt; News details", " &gt; Text content", " &gt; Browse articles", " &gt; Information details"])
def test_translated_words_lead_to_a_trail_and_end_it(lead: str, last: str) -> None:
    assert article_with(f"<div>{lead}{' &gt; '.join(TRAIL)}{last}</div>", "2023-03-09").breadcrumb == ("Home", "News", "Rural News")


@pytest.mark.parametrize(("head", "source", "author"), [
    ("Reporter: Li Na Time: 2023-03-09", None, "Li Na"), ("Text by Li Na Photos by Wang Fang 2023-03-09", None, "Li Na"),
    ("Published by: Information Office Date: 2023-03-09", None, None),
    ("Text Source: Media Center Publication date: 2023-03-09", "Media Center", None),
    ("Time of publication: 2023-03-09 Source of article: Media Center", "Media Center", None)])
def test_translated_labels_of_a_head_line(head: str, source: str | None, author: str | None) -> None:
    article = article_with("", head)
    assert (article.date, article.source, article.author, article.body) == ("2023-03-09", source, author, "\n\n".join(TEXT))
