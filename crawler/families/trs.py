"""TRS WCM (拓尔思): static lists whose page count stands in a script call only, the search of its portals, and Fujian's list search."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import partial
from urllib.parse import parse_qsl

from crawler.addresses.links import Tree
from crawler.families import generic
from crawler.families.answers import answers
from crawler.families.base import Listing, first_sign
from crawler.families.calls import page_values
from crawler.families.pagers.paging import by_anchor, by_count, claimed_total, words_of
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "trs"
article_shape = re.compile(r"/t\d{8}_\d+\.s?html?(?:\?|$)|/t\d{7,10}\.s?html?(?:\?|$)")
layout = Layout(
    body=(
        "//*[contains(concat(' ', @class, ' '), ' TRS_UEDITOR ')]",
        "//*[contains(concat(' ', @class, ' '), ' trs_editor_view ')]",
        "//*[contains(concat(' ', @class, ' '), ' TRS_Editor ')]"),
)
signs = (b"TRS_Editor", b"TRS_UEDITOR", b"CurrChnlCls", b"countPage", b"createPageHTML", b"/fjdzapp/search")
listed_by = (b"createPage", b"countPage", b"/irs-c")
_ENDING = re.compile(r"/t\d{7,10}(?:_\d+)?\.(s?html?)(?:\?|$)")
_SEARCH = re.compile(r"/irs-c(?:-web|ommon-search)?[\w-]*/search(?:\.shtml)?\?")
_ASKED = {"code": "", "configCode": "", "codes": "", "searchWord": "", "historySearchWords": [], "dataTypeId": "", "orderBy": "time",
          "searchBy": "all", "appendixType": "", "granularity": "ALL", "beginDateTime": "", "endDateTime": "", "isSearchForced": 0,
          "filters": [], "pageNo": 1, "pageSize": 10}
"""As public crawlers of Guizhou, Yinchuan, Wuzhou, Linfen and the foreign ministry send it (2022 to 2026)."""


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`."""
    return first_sign(page, article_shape, signs, borne)


def listing(page: Page, tree: Tree) -> Listing | None:
    """Rows of a page that counts its pages in a script (`createPageHTML`, `countPage`), TRS's or Kaipu's; of a search's page the call
    that it makes."""
    search = _searched(page, tree)
    if search is not None:
        return Listing(next=(search,))
    if not any(sign in page.body for sign in listed_by[:2]):
        return None
    whole = tree.resolver
    words = words_of(tree.root)
    told = partial(by_count, resolver=whole, url=page.url, from_one=page.told.from_one, usual=_ending(tree))
    counted = told(words) or told(page_values.told(words, tree))  # createPageHTML('page_div', $('#pages').val(), …)
    if counted is None:
        return None
    # Kaipu counts likewise, and its articles have other addresses.
    rows = generic.rows(tree, whole, article_shape) or generic.rows(tree, whole, generic.article_shape)
    # A count of one page and an anchor to a second one: the call belongs to something else.
    following = [counted.next] if counted.next else by_anchor(tree.root, whole, page.url)
    return Listing(rows=rows, next=tuple(following) if rows else (), claimed_total=counted.total or claimed_total(words),
                   claimed_pages=counted.pages)


def _ending(tree: Tree) -> str:
    """What the files of a list may end with: as those of its articles do."""
    endings = Counter(match[1] for href in tree.hrefs() if href is not None and (match := _ENDING.search(href)) is not None)
    return endings.most_common(1)[0][0] if endings else "html"


def _searched(page: Page, tree: Tree) -> Link | None:
    """What the page of a search asks for, whose address says of what; the script that makes it of that is packed with its libraries."""
    if _SEARCH.search(page.url) is None:
        return None
    told = dict(parse_qsl(page.url.partition("?")[2], keep_blank_values=True))
    url = tree.resolver.resolve("/irs/front/search")
    if url is None or not told.get("code") or not told.get("dataTypeId"):
        return None
    asked = {name: told[name] if told.get(name) and isinstance(usual, str) else usual for name, usual in _ASKED.items()}
    body = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Link(url=url, kind="listing", hop="I", method="POST", body=body)


def answer(page: Page) -> Listing | None:
    """JSON of Fujian's list search, `/fjdzapp/search`; other TRS lists are pages."""
    return answers.listing(page) if "/fjdzapp/search" in page.url else None
