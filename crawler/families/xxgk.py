"""Hanweb's lists of disclosed documents (信息公开): `search.jsp` draws them, a POST for each page.

Shapes as public crawlers of Zhejiang, Hangzhou and Harbin send them (2019 to 2025).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver, resolver
from crawler.addresses.links import Tree, anchors
from crawler.families.answers.bodies import text_of
from crawler.families.base import Listing
from crawler.families.calls.next_call import called, following
from crawler.families.pagers.paging import claimed_total, last_page, names_next, words_of
from crawler.families.rows.row_days import day_of
from crawler.families.rows.rows import Row, collect, parsed
from crawler.families.rows.siblings import dated
from crawler.families.rows.text_days import day_in, squeezed
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link

_AREA = re.compile(r"tree\.jsp\?(?:[^\"'<>\s]*&)?area=(\w{1,40})", re.IGNORECASE)
_SETTING = re.compile(r"\b(infotypeId|jdid|divid|area)['\"]?\s*(?:[:=]|,)\s*['\"]?(\w{1,60})", re.IGNORECASE)
_ANSWERS = re.compile(r"/module/xxgk/(?:search(?:_custom)?|subjectinfo)\.jsp", re.IGNORECASE)
_SPELT = re.compile(r"/module/xxgk/search\.jsp\?([\w=&.%:,-]{1,500})['\"]")
"""The address with what the page's script puts into its query, beside what it sends."""
_ARTICLE = re.compile(r"/art/")
_FORM = {"infotypeId": "", "jdid": "", "area": "", "divid": "", "vc_title": "", "vc_number": "", "sortfield": "", "currpage": "1",
         "vc_filenumber": "", "vc_all": "", "texttype": "", "fbtime": ""}


def listing(page: Page, tree: Tree) -> Listing | None:
    """The call for the first page of the list, with the area or node that the page names. None on other pages."""
    if b"/module/xxgk/" not in page.body:
        return None
    told = dict(_SETTING.findall(tree.text[:500_000]))
    form = {**_FORM, **{name: told[name] for name in _FORM if name in told}}
    area = _AREA.search(tree.text)
    if area is not None:
        form["area"] = area[1]
    spelt = _SPELT.search(tree.text)
    beside = [(name, "1" if name == "currpage" else value) for name, value in parse_qsl(spelt[1], keep_blank_values=True)] if spelt else []
    url = tree.resolver.resolve("/module/xxgk/search.jsp" + (f"?{urlencode(beside, quote_via=quote)}" if beside else ""))
    if url is None or not (form["area"] or form["jdid"]):
        return None
    return Listing(next=(Link(url=url, kind="listing", hop="I", method="POST", body=urlencode(form).encode("ascii")),))


def answer(page: Page) -> Listing | None:
    """Rows of one answer, mark-up without a head, and the call for the page behind it."""
    if not _ANSWERS.search(page.url):
        return None
    whole = resolver(page.url)
    root = parsed(text_of(page))
    if root is None:
        return Listing()
    rows = collect(_named(root, whole)) or collect(dated(root, whole, _ARTICLE))
    words = words_of(root)
    pages = last_page(words)
    number = number_of(called(page).get("currpage") or "1")
    link = None
    goes_on = pages is not None and number is not None and number < pages
    if rows and number is not None and (goes_on or (pages is None and _leads_to(root, number + 1))):
        link = following(page, whole, (), {"currpage": str(number + 1)})
    return Listing(rows=rows, next=(link,) if link else (), claimed_total=claimed_total(words), claimed_pages=pages)


def _leads_to(root: HtmlElement, number: int) -> bool:
    """Whether the anchor that a reader would press to go on gives a function that number: `<a onclick="go(2)">下一页</a>`."""
    calls = ((anchor, f"{anchor.get('onclick') or ''} {anchor.get('href') or ''}"[:300]) for anchor in root.iter("a"))
    return any(re.search(rf"\(\s{{0,3}}['\"]?{number}\b", call) is not None and names_next(anchor) for anchor, call in calls if "(" in call)


def _named(root: HtmlElement, whole: Resolver) -> Iterator[Row]:
    """Anchors that state name and day in attributes of their own: `<a href=… mc=标题 wh=文号 rq=2019-12-30>` (Zhejiang, 2020); the day as
    the row has it where they state none."""
    for anchor, href in anchors(root):
        if anchor.get("mc"):
            title, row = squeezed(anchor.get("mc") or ""), next(anchor.iterancestors("tr", "li"), None)
            day = day_in(anchor.get("rq") or "") or (day_of(row, title, whole.resolve(href)) if row is not None else None)
            yield whole.resolve(href), title, day
