"""Guangdong's cloud of portals: `/content/post_ID.html`, lists `index.html`, `index_2.html` and on."""

from __future__ import annotations

import re

from crawler.families import generic
from crawler.families.base import Listing, first_sign
from crawler.families.paging import implied
from crawler.links import Tree
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "nanfang"
article_shape = re.compile(r"/content/m?post_\d+\.html(?:\?|$)")
layout = Layout(body=("//*[contains(concat(' ', @class, ' '), ' news_cont_d_wrap ')]",))
signs = (b"/content/post_",)
listed_by = (b"post_",)
_INDEX = re.compile(r"/(?:index(?:_(\d{1,4}))?\.html)?$")


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`."""
    return first_sign(page, article_shape, signs, borne)


def listing(page: Page, tree: Tree) -> Listing | None:
    """Rows by the shape of their addresses; where no anchor leads on, `index_N` up to the number of pages stated.

    None on a page without articles of the shape.
    """
    if not any(sign in page.body for sign in listed_by):
        return None
    return generic.shaped(page, tree, article_shape, _counted)


def answer(page: Page) -> Listing | None:
    """None: its lists are pages."""
    return None


def _counted(url: str, last: int | None) -> list[Link]:
    match = _INDEX.search(url.partition("?")[0])
    number = int(match[1] or 1) + 1 if match else 0
    if match is None or last is None or number > last:
        return []
    return [implied(f"{url.partition('?')[0][: match.start()]}/index_{number}.html")]
