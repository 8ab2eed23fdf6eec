"""A made page with what a person reads on it, and what the makers of all kinds draw in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One article page and its truth."""

    url: str
    html: bytes
    """UTF-8, or as the page declares."""
    title: str
    day: str | None
    """`YYYY-MM-DD`, on which it was published; None where the page does not say."""
    breadcrumb: tuple[str, ...]
    """Without lead word, without the article's own title or 正文 at its end."""
    paragraphs: tuple[str, ...]
    """Of the body, in order."""
    optional: tuple[str, ...] = ()
    """Paragraphs that a body may have or not, such as the line that links to an attachment."""
    kind: str = "article"
    pictures: tuple[str, ...] | None = None
    """Addresses of its pictures, in order; None: they are not judged."""


def a_day(dice: Random, first: int = 2006) -> date:
    """Any day from that year to 2024."""
    return date(dice.randrange(first, 2025), dice.randrange(1, 13), dice.randrange(1, 28))


def maybe(dice: Random, share: float, words: str) -> str:
    """The words in so many of all cases, otherwise nothing."""
    return words if dice.random() < share else ""


def each(tag: str, pieces: Iterable[str]) -> str:
    """Every piece in a tag of its own."""
    return "".join(f"<{tag}>{piece}</{tag}>" for piece in pieces)


def links(names: Sequence[str], more: str = "") -> list[str]:
    """Links of a trail, each a folder deeper. `more`: further attributes."""
    return [f"<a href='/{'s/' * depth}index.html'{more}>{name}</a>" for depth, name in enumerate(names)]


def some(dice: Random, furniture: Sequence[str], most: int) -> str:
    """One to `most` of the pieces that stand below an article, in any order."""
    return "".join(dice.sample(furniture, dice.randint(1, most)))


def document(window: str, tags: str, body: str) -> bytes:
    """The page. `window`: its title tag; `tags`: further tags of its head."""
    return (f"<html><head><meta charset=utf-8><title>{window}</title>{tags}</head>"
            f"<body>{body}</body></html>").encode()
