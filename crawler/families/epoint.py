"""Epoint (新点): `ewb-` classes, names that are GUIDs; rows often filled in by a front-end template."""

from __future__ import annotations

import re

from crawler.addresses.links import Tree
from crawler.families import generic
from crawler.families.base import Listing, first_sign
from crawler.families.calls.next_call import next_call
from crawler.families.pagers.called_pages import by_arguments
from crawler.families.pagers.drawn_pagers import by_plugin
from crawler.families.pagers.paging import by_anchor, claimed_total, implied, last_page, words_of
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "epoint"
article_shape = re.compile(r"/\d{8}/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.html(?:\?|$)", re.IGNORECASE)
layout = Layout(body=("//*[contains(concat(' ', @class, ' '), ' ewb-article-info ')]",
                      "//*[contains(concat(' ', @class, ' '), ' ewb-article-content ')]"))
signs = (b"ewb-", b"epointsf")
listed_by = (b"ewb-",)
# As public crawlers of Epoint sites turn the pages (bidding centres, 2018 to 2020).
# Huangpu in Shanghai has listIndex.html, listIndex2.html.
_PAGE = re.compile(r"/(?:(\d{1,4})|(listIndex)(\d{0,4})|moreinfo|secondpage|subpage|thirdpage|index|list)?(?:\.html)?$", re.IGNORECASE)
_IN_QUERY = re.compile(r"[?&]pag(?:e|ing|eing)\w{0,9}=\d", re.IGNORECASE)
"""A page whose number stands in the query is none of those that are files."""


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`; its own web server names it too."""
    server = (page.header("server") or "").lower()
    return "Server: epoint" if server.startswith("epoint") else first_sign(page, article_shape, signs, borne)


def listing(page: Page, tree: Tree) -> Listing | None:
    """Printed rows, and the page behind by its number: `012001/moreinfo.html`, then `012001/2.html` and on, whose pager hands the
    numbers to a script. None where front-end templates (`<?=el.link?>`) draw the list: their calls are read by `calls`."""
    if not any(sign in page.body for sign in listed_by):
        return None
    found = generic.rows(tree, tree.resolver, article_shape)
    if not found:
        return None
    words = words_of(tree.root)
    last = last_page(words)
    total = claimed_total(words)
    following = by_anchor(tree.root, tree.resolver, page.url, pressed=b"onclick" in page.body)
    if not following:  # a piece that is put in the place of this one, or an answer to the call for one; else files
        link = (by_arguments(page, tree) or by_plugin(page, tree)
                or next_call(page, tree.resolver, given=len(found), total=total, pages=last))
        following = [link] if link is not None else _counted(page.url, last)
    return Listing(rows=found, next=tuple(following), claimed_total=total, claimed_pages=last)


def _counted(url: str, last: int | None) -> list[Link]:
    match = _PAGE.search(url.partition("?")[0])
    if match is None or last is None or _IN_QUERY.search(url) is not None:
        return []
    number = int(match[1] or match[3] or 1) + 1
    return [implied(f"{url[: match.start()]}/{match[2] or ''}{number}.html")] if number <= last else []


def answer(page: Page) -> Listing | None:
    """None: its calls differ from site to site; what they answer is read like any list as JSON."""
    return None
