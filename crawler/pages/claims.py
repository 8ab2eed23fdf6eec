"""What a listing says about its own size: articles and pages. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract.markup.charset import decode
from crawler.families.pagers.paging import claimed_total, last_page
from crawler.page import Page

MOST = 4_000_000
"""Characters of a listing that are looked through."""

_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_PAGES = (
    re.compile(r"<totalpages?>\s*(\d{1,6})\s*<", re.IGNORECASE),
    re.compile(r"\btotal_?Pages?['\"]?\s*[:=]\s*['\"]?(\d{1,6})\b", re.IGNORECASE),
    re.compile(r"createPage(?:HTML)?\s*\(\s*(?:['\"][\w#.-]*['\"]\s*,\s*)?(\d{1,6})\s*,\s*\d{1,6}\s*,\s*['\"]", re.IGNORECASE),
    re.compile(r"\bcountPage\s*=\s*['\"]?(\d{1,6})", re.IGNORECASE))
_ARTICLES = re.compile(r"<total_?records?>\s*(\d{1,9})\s*<", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What one listing page, or one answer of a listing call, states."""

    articles: int | None = None
    """Articles that the list has in all; None when it does not say."""
    pages: int | None = None
    """Pages that the list has in all; None when it does not say."""


def claims_of(page: Page, articles: int | None = None, pages_read: int | None = None) -> Claims:
    """The totals that a listing states: 共123页, totalrecord, totalpage, a count in a script; the largest where it states several.

    `articles`, `pages_read`: what the reader of the listing found already; they win.
    """
    if articles is not None and pages_read is not None:
        return Claims(articles=articles, pages=pages_read)
    text = decode(page.body, page.header("content-type")).text[:MOST]
    pages = [int(number) for pattern in _PAGES for number in pattern.findall(text)]
    words = _MARKUP.sub("", text)
    if not pages and (stated := last_page(words)) is not None:
        pages = [stated]
    if articles is None:
        named = [int(number) for number in _ARTICLES.findall(text)]
        articles = max(named, default=None) or claimed_total(words)
    return Claims(articles=articles, pages=max(pages, default=None) if pages_read is None else pages_read)
