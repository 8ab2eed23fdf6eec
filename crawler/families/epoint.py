"""Epoint (新点): `ewb-` classes, names that are GUIDs; rows often filled in by a front-end template."""

from __future__ import annotations

import re

from crawler.families.base import Listing, first_sign
from crawler.links import Tree
from crawler.page import Page
from crawler.portal import Layout

name = "epoint"
article_shape = re.compile(r"/\d{8}/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.html(?:\?|$)", re.IGNORECASE)
layout = Layout(body=("//*[contains(concat(' ', @class, ' '), ' ewb-article-info ')]",
                      "//*[contains(concat(' ', @class, ' '), ' ewb-article-content ')]"))
_SIGNS = (b"ewb-", b"epointsf")


def recognise(page: Page) -> str | None:
    """As `Family.recognise`; its own web server names it too."""
    server = (page.header("server") or "").lower()
    return "Server: epoint" if server.startswith("epoint") else first_sign(page, article_shape, _SIGNS)


def listing(page: Page, tree: Tree) -> Listing | None:
    """None: what lists it prints are dated siblings with anchors, which `generic` reads."""
    return None


def answer(page: Page) -> Listing | None:
    """None: its calls differ from site to site; none is public enough to be read without having seen it."""
    return None
