"""TRS WCM (拓尔思): static lists whose page count stands in a script call only, and Fujian's list search."""

from __future__ import annotations

import re

from crawler.families import answers, generic
from crawler.families.base import Listing, first_sign
from crawler.families.paging import by_anchor, by_count, claimed_total, words_of
from crawler.links import Tree
from crawler.page import Page
from crawler.portal import Layout

name = "trs"
article_shape = re.compile(r"/t\d{8}_\d+\.s?html?(?:\?|$)|/t\d{7,10}\.s?html?(?:\?|$)")
layout = Layout(
    body=(
        "//*[contains(concat(' ', @class, ' '), ' TRS_UEDITOR ')]",
        "//*[contains(concat(' ', @class, ' '), ' trs_editor_view ')]",
        "//*[contains(concat(' ', @class, ' '), ' TRS_Editor ')]"),
)
signs = (b"TRS_Editor", b"TRS_UEDITOR", b"CurrChnlCls", b"countPage", b"createPageHTML")
listed_by = (b"createPage", b"countPage")


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`."""
    return first_sign(page, article_shape, signs, borne)


def listing(page: Page, tree: Tree) -> Listing | None:
    """Rows of a page that counts its pages in a script (`createPageHTML`, `countPage`), TRS's or Kaipu's."""
    if not any(sign in page.body for sign in listed_by):
        return None
    whole = tree.resolver
    words = words_of(tree.root)
    counted = by_count(words, whole, page.url)
    if counted is None:
        return None
    # Kaipu counts likewise, and its articles have other addresses.
    rows = generic.rows(tree, whole, article_shape) or generic.rows(tree, whole, generic.article_shape)
    # A count of one page and an anchor to a second one: the call belongs to something else.
    following = [counted.next] if counted.next else by_anchor(tree.root, whole, page.url)
    return Listing(rows=rows, next=tuple(following) if rows else (), claimed_total=counted.total or claimed_total(words),
                   claimed_pages=counted.pages)


def answer(page: Page) -> Listing | None:
    """JSON of Fujian's list search, `/fjdzapp/search`; other TRS lists are pages."""
    return answers.listing(page) if "/fjdzapp/search" in page.url else None
