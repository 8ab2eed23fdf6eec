"""What a CMS family is, and what a listing gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from crawler.addresses.links import Tree
from crawler.addresses.scope import path_of
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

LOOKED_AT = 524_288
"""Bytes of a page in which signs of families are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one listing page, or one answer of a listing call, gives."""

    rows: tuple[Link, ...] = ()
    """Links of kind `article` in the order of the page, each address once, with title, day and position where stated."""
    next: tuple[Link, ...] = ()
    """Links of kind `listing`: the page that follows, one for each list on the page. Empty at the end and after an empty page."""
    claimed_total: int | None = None
    """Articles that the listing says it has, of the largest list on the page; None when it says nothing."""
    claimed_pages: int | None = None
    """Pages that the listing says it has; None when it says nothing."""


class Family(Protocol):
    """One CMS: how its pages are told, where its lists lie, where its articles keep their parts. All total and pure."""

    @property
    def name(self) -> str:
        """As portal files spell it."""

    @property
    def article_shape(self) -> re.Pattern[str]:
        """Searched in path and query of an address: the CMS's own form of an article's."""

    @property
    def signs(self) -> tuple[bytes, ...]:
        """All byte strings that `recognise` looks for in a page."""

    @property
    def listed_by(self) -> tuple[bytes, ...]:
        """Byte strings of which each page that `listing` reads bears one; empty: it must look for itself."""

    @property
    def layout(self) -> Layout:
        """Where its article pages keep what; consulted after the portal's own layouts."""

    def recognise(self, page: Page, borne: frozenset[bytes] | None = None) -> str | None:
        """The sign by which the page is known to be of this family; None when it bears none. `borne`: which of `signs`
        stand in the first `LOOKED_AT` bytes of its body, where that is known."""

    def listing(self, page: Page, tree: Tree) -> Listing | None:
        """The lists that this family's own mechanism puts on a page; None when the mechanism is not there."""

    def answer(self, page: Page) -> Listing | None:
        """The rows of an XML or JSON answer to one of this family's listing calls; None when it is no such answer."""


def first_sign(page: Page, shape: re.Pattern[str], signs: tuple[bytes, ...], borne: frozenset[bytes] | None) -> str | None:
    """What tells a page to be of a family: the shape of its address, else the first of the byte strings that it contains in its
    beginning, as text. `borne` as for `Family.recognise`."""
    if shape.search(path_of(page.url)):
        return "the address"
    place = page.body[:LOOKED_AT] if borne is None else borne
    return next((sign.decode("utf-8") for sign in signs if sign in place), None)
