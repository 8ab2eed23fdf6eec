"""UCAP of Kaipu (开普云): `<UCAPCONTENT>` bodies, counted lists, and the search API behind newer ones."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode

from crawler.addresses.links import Tree
from crawler.families.answers import answers
from crawler.families.base import LOOKED_AT, Listing, first_sign
from crawler.families.calls import calls
from crawler.families.calls.calls import scripts
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "ucap"
article_shape = re.compile(
    r"/content_[0-9a-f]{4,40}\.s?html?(?:\?|$)|/20\d\d/?\d{1,2}/?\d{1,2}/[0-9a-f]{32}\.s?html?(?:\?|$)"
    r"|/20\d{6}/\d{5,}\.html(?:\?|$)", re.IGNORECASE)
layout = Layout(
    body=("//*[@id='UCAP-CONTENT']", "//ucapcontent"),
)
_MARKS = (b"UCAPCONTENT", b"UCAP-CONTENT", b"ucapcontent", b"ucap-title")
_IN_LISTS = (b"createPageHTML(", b"/common/search/", b"column-index-")
signs = (*_MARKS, *_IN_LISTS)
listed_by = (b"channelId", b"/common/search/")
# createPageHTML('page_div', 34, 1, …): TRS's call begins with the number.
_COUNTED = re.compile(rb"createPageHTML\(\s*['\"][A-Za-z][\w-]{0,40}['\"]\s*,|/common/search/[0-9a-f]{32}|/search/common/search/\d"
                      rb"|\bcolumn-index-\d")
_CALLS = re.compile(r"/common/search/|/search/common/", re.IGNORECASE)
# Gansu: '/common/search/HEX?_isAgg=…' in a script. Hunan: var channelId = '97434'; a script file of the portal's adds the rest.
_SPELLED = re.compile(r"[\"'`]([^\"'`\s<>]{0,100}/common/search/(?:[0-9a-f]{32}|\d{2,9}))(\?[^\"'`\s<>]{0,300})?[\"'`]", re.IGNORECASE)
_CHANNEL = re.compile(r"\bchannelId\s*=\s*['\"](\d{2,9})['\"]")
_HUNAN = re.compile(r"https?://(?:[\w-]+\.)*hunan\.gov\.cn[:/]", re.IGNORECASE)
_HUNAN_FORM = {
    "datas[0][key]": "status", "datas[0][value]": "4", "datas[0][join]": "and", "datas[0][queryType]": "term",
    "datas[1][key]": "publishedTime", "datas[1][sort]": "true", "datas[1][order]": "desc", "datas[1][queryType]": "term",
    "page": "1", "_pageSize": "20", "_isAgg": "true"}
"""As the portal's own script sends it (public crawler jas0no7/local_spider_jason, 2025)."""
_GANSU_QUERY = {"_isAgg": "true", "_isJson": "true", "_pageSize": "20", "_template": "index", "page": "1"}


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`; lists are told by Kaipu's way of counting pages and by the searches that they name."""
    sign = first_sign(page, article_shape, _MARKS, borne)
    if sign is not None or (borne is not None and borne.isdisjoint(_IN_LISTS)):
        return sign
    match = _COUNTED.search(page.body, 0, LOOKED_AT)
    return None if match is None else match[0].decode("ascii", "replace")


def listing(page: Page, tree: Tree) -> Listing | None:
    """The first call of the list searches that a page's scripts name, as they spell it out or with what such calls have. None elsewhere:
    its counted pages and anchors are read by `trs` and `generic`."""
    if not any(sign in page.body for sign in listed_by):
        return None
    spelled = calls.listing(page, tree)
    found = {link.url.partition("?")[0]: link for link in (spelled.next if spelled else ()) if _CALLS.search(link.url)}
    for text in scripts(tree):
        for match in _SPELLED.finditer(text):
            asked = {**_GANSU_QUERY, **dict(parse_qsl((match[2] or "")[1:]))}
            url = tree.resolver.resolve(f"{match[1]}?{urlencode(asked)}")
            if url is not None and not _HUNAN.match(url):
                found.setdefault(url.partition("?")[0], Link(url=url, kind="listing", hop="I"))
        match_channel = _CHANNEL.search(text) if _HUNAN.match(page.url) else None
        if match_channel is not None:
            url = f"{page.url.partition(':')[0]}://api.hunan.gov.cn/search/common/search/{match_channel[1]}"
            found[url] = Link(url=url, kind="listing", hop="I", method="POST", body=urlencode(_HUNAN_FORM).encode("ascii"))
    return Listing(next=tuple(found.values())[:10]) if found else None


def answer(page: Page) -> Listing | None:
    """JSON of the provinces' list searches: Hunan and Gansu (`/common/search/ID`)."""
    return answers.listing(page) if _CALLS.search(page.url) else None
