"""UCAP of Kaipu (开普云): `<UCAPCONTENT>` bodies, counted lists, and the search API behind newer ones."""

from __future__ import annotations

import re

from crawler.families import answers
from crawler.families.base import Listing, first_sign
from crawler.links import Tree
from crawler.page import Page
from crawler.portal import Layout

name = "ucap"
article_shape = re.compile(
    r"/content_[0-9a-f]{4,40}\.s?html?(?:\?|$)|/20\d\d/?\d{1,2}/?\d{1,2}/[0-9a-f]{32}\.s?html?(?:\?|$)"
    r"|/20\d{6}/\d{5,}\.html(?:\?|$)", re.IGNORECASE)
layout = Layout(
    body=("//*[@id='UCAP-CONTENT']", "//ucapcontent"),
)
_SIGNS = (b"UCAPCONTENT", b"UCAP-CONTENT", b"ucapcontent", b"ucap-title")
_CALLS = re.compile(r"/common/search/|/search/common/|/fjdzapp/search", re.IGNORECASE)


def recognise(page: Page) -> str | None:
    """As `Family.recognise`."""
    return first_sign(page, article_shape, _SIGNS)


def listing(page: Page, tree: Tree) -> Listing | None:
    """None: its pages count like TRS's or have anchors; `trs` and `generic` read both."""
    return None


def answer(page: Page) -> Listing | None:
    """JSON of the provinces' list searches: Hunan and Gansu (`/common/search/ID`), Fujian (`/fjdzapp/search`)."""
    return answers.listing(page) if _CALLS.search(page.url) else None
