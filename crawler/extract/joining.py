"""Joins the pages of one article. A pure function of what was read from each, in order: the line can be made again from the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from archive.model import Article, Image
from crawler.reading import Words

T = TypeVar("T")

_HEAD: Final = 4
"""Paragraphs at the beginning of a further page among which the headline, the dateline and other repeated heads are looked for."""
_STATED: Final = ("date", "date_time", "source", "author", "language")
"""What the first page states, else the first of the others that does: the last page often has the editor's line alone."""


def joined(pages: Sequence[Article]) -> Article:
    """One article of its pages, the first of which gives title, date, kind and all else that it states.

    Bodies follow each other without what a further page repeats at its head; a page that holds all of the text before it (余下全文)
    stands for that text. Pictures, attachments and links are those of all pages, each address once. Raises ValueError without pages.
    """
    if not pages:
        raise ValueError("an article has a first page")
    first = pages[0]
    if len(pages) == 1:
        return first
    found, fields, values = dict(first.found), dict(first.fields), {name: getattr(first, name) for name in _STATED}
    for number, page in enumerate(pages[1:], 2):
        for name in (*_STATED, *fields):
            given = page.fields[name] if name in fields else getattr(page, name)
            held = fields if name in fields else values
            if held[name] or not given or (name == "date_time" and page.date != values["date"]):
                continue
            held[name] = given
            found[name] = f"{page.found[name]}, page {number}"
    body, places = _body(pages)
    if body is not None and body != first.body:
        rule = first.found["body"] or next(page.found["body"] for page in pages if page.body)
        found["body"] = f"{rule}, {len(pages)} pages"
    own = {page.url for page in pages}
    images = _each([_placed(page.images, *place) for page, place in zip(pages, places, strict=True)], "url")
    files = _each([page.attachments for page in pages], "url")
    for name, values_of in (("images", images), ("attachments", files)):
        found[name] = found[name] or next((page.found[name] for page in pages if page.found[name]), None) if values_of else None
    links = tuple(dict.fromkeys(link for page in pages for link in page.links if link not in own))
    raw = first.date_raw or next((page.date_raw for page in pages if page.date == values["date"] and page.date_raw), None)
    return replace(first, body=body, fields=fields, found=found, images=images, attachments=files, links=links, date_raw=raw, **values)


def _body(pages: Sequence[Article]) -> tuple[str | None, list[tuple[int, int]]]:
    """The text of all pages, and for each where its first paragraph stands, or would if it did not repeat one, and the first that is
    its own."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    for page in pages:
        paragraphs = page.body.split("\n\n") if page.body else []
        if (within := _place_in(paragraphs, text)) is not None:
            places = [(start + within, own + within) for start, own in places]
            text = paragraphs
            places.append((0, 0))
        elif (within := _place_in(text, paragraphs)) is not None:
            places.append((within, within))
        else:
            fresh = _fresh(paragraphs, text, page.title)
            places.append((len(text) + len(fresh) - len(paragraphs), len(text)))
            text += fresh
    return "\n\n".join(text) or None, places


def _placed(images: Sequence[Image], start: int, own: int) -> list[Image]:
    """Pictures of one page, placed among the paragraphs of all."""
    return [one if one.paragraph is None else replace(one, paragraph=max(own, start + one.paragraph)) for one in images]


def _place_in(whole: Sequence[str], part: Sequence[str]) -> int | None:
    """Where the paragraphs of a part stand in the whole, in order, next to each other; None where they do not."""
    if not part:
        return 0
    starts = [at for at, paragraph in enumerate(whole[:len(whole) - len(part) + 1]) if paragraph == part[0]]
    return next((at for at in starts if list(whole[at:at + len(part)]) == list(part)), None)


def _fresh(paragraphs: list[str], before: Sequence[str], title: str | None) -> list[str]:
    """The paragraphs of a further page without those at its head that repeat what stood at the head before, or the headline."""
    heads = {*before[:_HEAD], title}
    start = 0
    while start < min(_HEAD, len(paragraphs)) and paragraphs[start] in heads:
        start += 1
    return paragraphs[start:]


def _each(lists: Iterable[Sequence[T]], key: str) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for items in lists:
        for item in items:
            found.setdefault(getattr(item, key), item)
    return tuple(found.values())


def with_words(article: Article, words: Mapping[str, Words]) -> Article:
    """The article with what its files say, by their addresses; `found` says that they were read."""
    if not words:
        return article
    files = tuple(replace(one, text=said.text, text_rule=said.rule, text_missing=said.missing, record=said.record)
                  if (said := words.get(one.url)) is not None else one for one in article.attachments)
    read = any(one.text for one in files)
    found = article.found | {"attachments": f"{article.found['attachments'] or 'body'}, words read"} if read else article.found
    return replace(article, attachments=files, found=found)
