"""JPaaS, the later Hanweb: lists that a script builds from a unit API, and Jiangxi's `/queryList`.

Parameters are read from the page and sent as they stand there; `bulidstatic` is the product's own spelling.
Shapes as seen on miit.gov.cn, mofcom.gov.cn, Zhejiang cities (2021 to 2026) and sthjt.jiangxi.gov.cn (2025).
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

from crawler.addresses.address import Resolver, resolver
from crawler.addresses.links import Tree
from crawler.families.answers import answers, bodies
from crawler.families.base import Listing
from crawler.families.calls.claimed import total_of
from crawler.families.calls.counted_files import kept
from crawler.families.calls.next_call import called, following, heeded, more_behind
from crawler.families.pagers.paging import claimed_total, last_page
from crawler.families.rows.rows import collect
from crawler.families.rows.siblings import of_markup
from crawler.families.scripts.comments import first_said
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of
from crawler.page import Page
from crawler.reading import Link

_PAIR = re.compile(r"""['"](\w{1,40})['"]\s*:\s*(?:'([^']{0,2000})'|"([^"]{0,2000})"|(\d{1,12}))""")
_UNIT = re.compile(r"\bparams\s*=\s*\{([^{}]{0,4000})\}")
_ARTICLE = re.compile(r"/art_[0-9a-f_]+\.html")
_SECTION = re.compile(r"/col/col\d+/(?:index\.html)?(?:[?#]|$)")
"""Where the rows of a unit lead that is a menu."""
_ARTICLES = re.compile(r"\"articleCount\":\s*(\d{1,9})")
_AS_JSON = re.compile(r"queryList['\"](?=[^;]{0,400}\bJSON\.stringify\()", re.DOTALL)
"""A page that sends its call's fields as JSON."""
_TAGS = re.compile(r"<[^<>]{1,2000}>")
_TOTAL = re.compile(r"(?:total(?:Record|Count|Num)?|count)['\"]?\s*[:=]\s*['\"]?(\d{1,9})", re.IGNORECASE)


def listing(page: Page, tree: Tree) -> Listing | None:
    """The first call of each unit on the page; the rows themselves come with the answers. None when the page has no unit."""
    whole = tree.resolver
    calls: dict[tuple[str, bytes | None], Link] = {}
    for script in tree.named("script"):
        link = None
        if "unitbuild" in (script.get("src") or "").lower() or "/front/page/build/unit" in (script.get("url") or ""):
            link = _unit_call(script.get("url") or "", script.get("querydata") or "", whole)
        elif "webSiteCode" in (script.text or ""):
            link = _query_list(script.text or "", whole)
        if link is not None:
            calls[link.url, link.body] = link
    counts = [int(count) for count in _ARTICLES.findall(tree.text)] if any(link.body for link in calls.values()) else []
    return Listing(next=tuple(calls.values())[:50], claimed_total=counts[0] if len(counts) == 1 else None) if calls else None


def answer(page: Page) -> Listing | None:
    """A unit's answer, `{"data": {"html": …}}`, or that of `/queryList`."""
    if "/page/build/unit" in page.url:
        return _unit_answer(page)
    if page.url.partition("?")[0].endswith("/queryList"):
        return answers.listing(page) or Listing(claimed_total=total_of(bodies.loads(page)))
    return None


def _unit_call(url: str, settings: str, whole: Resolver) -> Link | None:
    pairs = {key: single or double or digits for key, single, double, digits in _PAIR.findall(settings[:8000])}
    if not url or not pairs.get("pageId"):
        return None
    size = re.search(r"pageSize\D{1,6}(\d{1,3})", settings)
    pairs["paramJson"] = _page_words(1, int(size[1]) if size else 15)
    target = whole.resolve(f"{url}{'&' if '?' in url else '?'}{urlencode(pairs, quote_via=quote)}")
    return None if target is None else Link(url=target, kind="listing", hop="I")


def _page_words(number: int, size: int) -> str:
    return json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))


def _unit_answer(page: Page) -> Listing | None:
    data = bodies.loads(page)
    inner = data.get("data") if isinstance(data, dict) else None
    html = inner.get("html") if isinstance(inner, dict) else None
    if not isinstance(html, str):
        return None
    whole = resolver(page.url)
    rows = collect(row for row in of_markup(html, whole, _ARTICLE) if row[0] is None or _SECTION.search(row[0]) is None)
    match, words = _TOTAL.search(html), _TAGS.sub("", html)
    total = total_of(data) or (int(match[1]) if match else claimed_total(words))
    pages = last_page(words)
    link = _next_unit(page, whole, len(rows), total, pages) if rows else None
    return Listing(rows=rows, next=(link,) if link else (), claimed_total=total, claimed_pages=pages)


def _next_unit(page: Page, whole: Resolver, given: int, total: int | None, pages: int | None) -> Link | None:
    words = _json_object(called(page).get("paramJson", ""))
    number, size = _whole(words.get("pageNo"), 1), _whole(words.get("pageSize"), given)
    if not more_behind(str(number), heeded(page, str(size)), total, given, pages):
        return None
    words = {**words, "pageNo": number + 1, "pageSize": words.get("pageSize", size)}
    text = json.dumps(words, separators=(",", ":"), ensure_ascii=False)
    if "paramJson" in called(page):
        link = following(page, whole, (), {"paramJson": text})
    else:
        url = whole.resolve(f"{page.url}{'&' if '?' in page.url else '?'}paramJson={quote(text)}")
        link = None if url is None else Link(url=url, kind="listing", hop="I")
    return kept(page, link, given, True, size) if link is not None and total is not None else link


def _query_list(script: str, whole: Resolver) -> Link | None:
    """The POST that `loadPageData(params, …)` makes."""
    match = first_said(_UNIT, script)
    url = whole.resolve("/queryList")
    if match is None or url is None:
        return None
    sites, channels = (_listed(match[1], key) for key in ("webSiteCode", "channelCode"))
    size = re.search(r"perPage['\"]?\s*:\s*['\"]?(\d{1,3})", match[1])
    if not sites or not channels:
        return None
    if _AS_JSON.search(script) is not None:
        asked = {"current": 1, "pageSize": size[1] if size else "15", "webSiteCode": sites, "channelCode": channels,
                 "sort": "sortNum", "order": "desc"}
        return Link(url=url, kind="listing", hop="I", method="POST", body=json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace"))
    form = [("current", "1"), ("pageSize", size[1] if size else "15"), *(("webSiteCode[]", site) for site in sites),
            *(("channelCode[]", channel) for channel in channels), ("sort", "sortNum"), ("order", "desc")]
    return Link(url=url, kind="listing", hop="I", method="POST", body=urlencode(form).encode("ascii"))


def _listed(text: str, key: str) -> list[str]:
    match = re.search(rf"{key}['\"]?\s*:\s*\[([^\]]{{0,1000}})\]", text)
    return re.findall(r"['\"]([^'\"]{1,100})['\"]", match[1]) if match else []


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _whole(value: object, default: int) -> int:
    number = number_of(str(value), MOST_PAGE_DIGITS)
    return default if number is None else number
