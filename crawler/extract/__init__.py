"""Bytes to an article. Pure and total: any bytes in, an `Article` out, never an exception.

One parse serves article, links and listing: `parse` once, then `extract_tree`. `extract` does both. What reads is loaded when it is first
asked for: a crawl, whose pages are read by other processes, needs but the name.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING, Any

from archive.model import Article
from crawler.page import Page
from crawler.portal import Layout

if TYPE_CHECKING:
    from crawler.extract.article import extract_tree
    from crawler.extract.candidate import Candidate, Said
    from crawler.extract.layouts import layout_for
    from crawler.extract.markup.tree import Tree, parse

__all__ = ["EXTRACTOR", "Candidate", "Tree", "explain", "extract", "extract_tree", "layout_for", "parse"]

EXTRACTOR = "fangzhi-extract/23"
"""Name and version of these rules, as article lines carry it; the number rises when the same page may give another text."""
_PLACES = {"Candidate": "candidate", "Tree": "markup.tree", "extract_tree": "article", "layout_for": "layouts", "parse": "markup.tree"}


def __getattr__(name: str) -> Any:
    """What stands in `__all__`, from where it is."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)


def extract(page: Page, layout: Layout | None = None, *, timezone: str = "Asia/Shanghai") -> Article:
    """The article on a page. `layout`: rules that go before the general reader (see `layout_for`); `timezone`: IANA name of the zone
    in which the page's clock times are."""
    from crawler.extract.article import extract_tree
    from crawler.extract.layouts import asks_ids, expressions_of
    from crawler.extract.markup.tree import cut, parse

    page, collects = cut(page), gc.isenabled()
    gc.disable()  # what a page needs is freed with it; to look through it for rings some five times takes a fortieth of the time
    try:
        return extract_tree(parse(page, ids=asks_ids(expressions_of(layout))), page, layout, timezone)
    finally:
        if collects:
            gc.enable()


def explain(page: Page, layout: Layout | None = None, *, timezone: str = "Asia/Shanghai") -> tuple[Article, tuple[Candidate, ...]]:
    """The article as `extract` gives it, and what every reader said of each field, the chosen answers marked."""
    from crawler.extract.article import extract_tree
    from crawler.extract.layouts import asks_ids, expressions_of
    from crawler.extract.markup.tree import cut, parse

    page = cut(page)
    said: Said = []
    article = extract_tree(parse(page, ids=asks_ids(expressions_of(layout))), page, layout, timezone, said)
    return article, tuple(said)
