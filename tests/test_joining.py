"""The pages of one article become one article."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import FIELD_KEYS, FOUND_KEYS, Article, Attachment, Image
from crawler.extract.joining import joined

URL = "https://www.ezhejiang.example/2024-03/05/c_123456"


def page(number: int, body: str | None, **facts: Any) -> Article:
    url = f"{URL}.htm" if number == 1 else f"{URL}_{number}.htm"
    found = dict.fromkeys(FOUND_KEYS) | {"body": "vendor mark" if body else None, **facts.pop("found", {})}
    fields = dict.fromkeys(FIELD_KEYS) | facts.pop("fields", {})
    return Article(kind="article", url=url, body=body, found=found, fields=fields, **{"title": "Tea of Hangzhou", **facts})


def test_bodies_follow_each_other_and_the_first_page_gives_the_rest() -> None:
    whole = joined([page(1, "one\n\ntwo", date="2024-03-05"), page(2, "three", date="2024-03-06", title="Another"), page(3, "four")])
    assert whole.body == "one\n\ntwo\n\nthree\n\nfour"
    assert (whole.url, whole.title, whole.date) == (f"{URL}.htm", "Tea of Hangzhou", "2024-03-05")
    assert whole.found["body"] == "vendor mark, 3 pages"


def test_an_article_on_one_page_is_left_as_it_is() -> None:
    one = page(1, "one")
    assert joined([one]) is one


def test_heads_that_each_page_repeats_stand_once() -> None:
    whole = joined([page(1, "HANGZHOU, March 5\n\none"), page(2, "Tea of Hangzhou\n\nHANGZHOU, March 5\n\ntwo")])
    assert whole.body == "HANGZHOU, March 5\n\none\n\ntwo"


def test_a_sentence_that_comes_again_inside_the_text_stays() -> None:
    assert joined([page(1, "a\n\nrefrain"), page(2, "b\n\nrefrain"), page(3, "c\n\nrefrain")]).body == \
        "a\n\nrefrain\n\nb\n\nrefrain\n\nc\n\nrefrain"


@pytest.mark.parametrize(("bodies", "whole"), [
    (("one\n\ntwo", "one\n\ntwo\n\nthree"), "one\n\ntwo\n\nthree"),
    (("one\n\ntwo", "one\n\ntwo"), "one\n\ntwo"),
    (("one\n\ntwo\n\nthree", "two\n\nthree"), "one\n\ntwo\n\nthree"),
    ((None, "one"), "one"),
    ((None, None), None),
], ids=["the whole text behind a link", "the same page again", "its own end again", "pictures first", "no text at all"])
def test_no_text_stands_twice(bodies: tuple[str | None, ...], whole: str | None) -> None:
    assert joined([page(number, body) for number, body in enumerate(bodies, 1)]).body == whole


def test_what_only_a_later_page_states_is_taken_and_said() -> None:
    last = page(2, "two", source="浙江日报", fields={"editor": "张三"}, found={"source": "label", "editor": "line"})
    whole = joined([page(1, "one", author="李四"), last])
    assert (whole.source, whole.author, whole.fields["editor"]) == ("浙江日报", "李四", "张三")
    assert (whole.found["source"], whole.found["editor"]) == ("label, page 2", "line, page 2")


def test_pictures_files_and_links_of_all_pages_stand_once() -> None:
    picture, other = Image(url="https://a.example/1.jpg", caption="tea"), Image(url="https://a.example/2.jpg")
    file = Attachment(url="https://a.example/1.pdf")
    whole = joined([page(1, "one", images=(picture,), links=(f"{URL}_2.htm", "https://a.example/x")),
                    page(2, "two", images=(Image(url=picture.url), other), attachments=(file,), links=(f"{URL}.htm",),
                         found={"images": "body", "attachments": "body"})])
    assert (whole.images, whole.attachments, whole.links) == ((picture, other), (file,), ("https://a.example/x",))
    assert (whole.found["images"], whole.found["attachments"]) == ("body", "body")


def pictured(number: int, body: str | None, *places: int | None) -> Article:
    images = tuple(Image(url=f"https://a.example/{number}-{place}.jpg", paragraph=place) for place in places)
    return page(number, body, images=images)


@pytest.mark.parametrize(("pages", "places"), [
    ((pictured(1, "one\n\ntwo", 0, 2), pictured(2, "three\n\nfour", 0, 1, None)), [0, 2, 2, 3, None]),
    ((pictured(1, "head\n\none", 1), pictured(2, "head\n\ntwo", 0, 1, 2)), [1, 2, 2, 3]),
    ((pictured(1, "one", 1), pictured(2, "above\n\none\n\ntwo", 0, 3)), [2, 0, 3]),
    ((pictured(1, "one\n\ntwo", 0), pictured(2, "two", 1)), [0, 2]),
    ((pictured(1, None, None), pictured(2, "one", 1)), [None, 1]),
], ids=["one behind the other", "a repeated head", "the whole text behind a link", "its own end again", "no text at first"])
def test_pictures_stay_between_the_paragraphs_they_stood_between(pages: tuple[Article, ...], places: list[int | None]) -> None:
    assert [image.paragraph for image in joined(pages).images] == places


@given(st.lists(st.integers(0, 5), min_size=1, max_size=5))
def test_a_picture_before_each_paragraph_stands_before_it_in_the_whole(sizes: list[int]) -> None:
    texts = [[f"paragraph {number} of page {at}" for number in range(size)] for at, size in enumerate(sizes, 1)]
    whole = joined([pictured(at, "\n\n".join(text) or None, *range(len(text))) for at, text in enumerate(texts, 1)])
    held = whole.body.split("\n\n") if whole.body else []
    assert [held[image.paragraph or 0] for image in whole.images] == held == [one for text in texts for one in text]


def test_there_is_no_article_without_a_page() -> None:
    with pytest.raises(ValueError, match="first page"):
        joined([])


@given(st.lists(st.lists(st.text("abc", min_size=1, max_size=3), max_size=4), min_size=1, max_size=5))
def test_every_paragraph_of_every_page_is_in_the_whole(pages: list[list[str]]) -> None:
    whole = joined([page(number, "\n\n".join(one) or None) for number, one in enumerate(pages, 1)])
    held = (whole.body or "").split("\n\n")
    assert {paragraph for one in pages for paragraph in one} <= set(held)
