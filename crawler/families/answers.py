"""Answers of listing calls: charset, JSON rows whatever their keys are named, and the next call made from this one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from lxml import etree

from crawler.address import Resolver, resolver
from crawler.families.base import Listing
from crawler.families.rows import MOST, Row, collect, day_in, squeezed
from crawler.page import Page
from crawler.reading import Link

FURTHEST = 2000
"""Pages asked of a list that claims no total."""

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
# Portals tell days in their own time; the one zone of all mainland portals, used where an answer gives milliseconds only.
_BEIJING = timezone(timedelta(hours=8))
_TITLES = ("title", "doctitle", "maintitle", "showtitle", "name", "infotitle", "subject", "headline")
_ADDRESSES = (
    "pcurl", "url", "docpuburl", "docurl", "puburl", "href", "link", "linkurl", "infourl", "urls", "visiturl", "titleurl")
_DAYS = (
    "publishedtimestr", "pubdate", "publishedtime", "docreltime", "docrelpubtime", "pubtime", "publishdate", "publishtime", "releasetime",
    "deploytime", "date", "time", "infodate", "showdate", "savetime", "crtime", "createdate")
_TOTALS = ("total", "totalcount", "totalrecord", "totalrecords", "totalnum", "recordcount", "rowcount")


_PAGES = ("page", "pageNo", "pageNum", "pageIndex", "pageno", "current", "currentPage", "cur_page", "p")
_SIZES = ("_pageSize", "prepage", "pageSize", "pagesize", "size", "perPage", "perpage", "rows", "limit")


def listing(page: Page) -> Listing | None:
    """A list as JSON, whoever answers: its rows, and the same call for the next page where the call names a page. None when the
    body is no JSON with rows; an answer without any is no list to go on with."""
    data = loads(page)
    whole = resolver(page.url)
    rows = collect(rows_of(data, whole)) if data is not None else ()
    if not rows:
        return None
    total = total_of(data)
    asked = called(page)
    number = next((asked[name] for name in _PAGES if name in asked), "")
    size = next((asked[name] for name in _SIZES if name in asked), str(len(rows)))
    link = following(page, whole, _PAGES) if more_behind(number, size, total) else None
    return Listing(rows=rows, next=(link,) if link else (), claimed_total=total)


def called(page: Page) -> dict[str, str]:
    """What the answered call asked for, in its query and its form."""
    form = (page.form or b"").decode("utf-8", "replace")
    return dict(parse_qsl(page.url.partition("?")[2])) | dict(parse_qsl(form))


def text_of(page: Page) -> str:
    """Body as text: by byte order mark, header, own declaration, else UTF-8, else GB18030."""
    body = page.body
    if body.startswith(b"\xef\xbb\xbf"):
        return body.decode("utf-8-sig", "replace")
    declared = _DECLARED.search((page.header("content-type") or "").encode("latin-1", "replace")) or _DECLARED.search(body[:300])
    for name in ((declared[1].decode("ascii") if declared else "utf-8"), "utf-8"):
        try:
            return body.decode("gb18030" if name.lower() in ("gb2312", "gbk") else name)
        except (LookupError, ValueError):
            continue
    return body.decode("gb18030", "replace")


def loads(page: Page) -> Any:
    """The JSON of a body, JSONP unwrapped; None when it is none (or nests deeper than any answer does)."""
    text = text_of(page).strip().removeprefix("\ufeff")
    wrapped = re.match(r"[\w$.]{1,80}\s*\(", text)
    if wrapped and text.rstrip("; \r\n").endswith(")"):
        text = text.rstrip("; \r\n")[wrapped.end() : -1]
    try:
        return json.loads(text) if text[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None


def rows_of(data: Any, resolver: Resolver) -> Iterator[Row]:
    """Rows of the objects in `data` that have both a title and an address, in order."""
    for entry in _objects(data):
        keys = {key.lower(): value for key, value in entry.items() if isinstance(key, str)}
        title = next((keys[name] for name in _TITLES if isinstance(keys.get(name), str) and keys[name].strip()), None)
        href = next((found for name in _ADDRESSES if (found := _href(keys.get(name)))), None)
        if title is not None and href is not None:
            day = next((day for name in _DAYS if (day := day_of_value(keys.get(name)))), None)
            yield resolver.resolve(href), plain(title), day


def total_of(data: Any) -> int | None:
    """The number of articles that an answer claims; None when it claims none."""
    best: int | None = None
    for entry in _objects(data):
        for key, value in entry.items():
            if isinstance(key, str) and key.lower() in _TOTALS and isinstance(value, int | str) and not isinstance(value, bool):
                text = str(value)
                if text.isascii() and text.isdigit() and len(text) < 10:
                    best = max(best or 0, int(text))
    return best


def day_of_value(value: object) -> str | None:
    """The local day of a JSON value: a text with a day, or milliseconds (or seconds) since 1970 in Beijing time."""
    if isinstance(value, str) and not value.isdigit():
        return day_in(value[:100])
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    number = int(value) if isinstance(value, int) or len(value) < 15 else 0
    seconds = number / 1000 if number > 10**11 else number
    if not 3 * 10**8 < seconds < 4 * 10**9:
        return None
    return datetime.fromtimestamp(seconds, _BEIJING).date().isoformat()


def plain(text: str) -> str:
    """A title without the mark-up that search engines put round hits."""
    if "<" in text or "&" in text:
        try:
            root = etree.fromstring(f"<div>{text[:4000]}</div>", parser=etree.HTMLParser())
            text = "".join(map(str, root.itertext())) if root is not None else text
        except (etree.XMLSyntaxError, ValueError):
            pass
    return squeezed(text)[:1000]


def following(page: Page, resolver: Resolver, names: tuple[str, ...], change: dict[str, str] | None = None) -> Link | None:
    """The same call with the first of `names` that it has, in query or form, raised by one, or with `change` put in its place.

    None when the call has none of them.
    """
    head, _, query = page.url.partition("?")
    asked = parse_qsl(query, keep_blank_values=True)
    form = parse_qsl((page.form or b"").decode("utf-8", "replace"), keep_blank_values=True)
    for part in (asked, form):
        new = change if change is not None else _raised(part, names)
        if any(name in new for name, _ in part):
            part[:] = [(name, new.get(name, value)) for name, value in part]
            break
    else:
        return None
    url = resolver.resolve(head + ("?" + urlencode(asked, quote_via=quote) if asked else ""))
    if url is None:
        return None
    body = urlencode(form).encode("ascii") if page.form is not None else None
    return Link(url=url, kind="listing", hop="I", method="GET" if body is None else "POST", body=body)


def more_behind(number: str, size: str, total: int | None) -> bool:
    """Whether something lies behind page `number`: as the total says, or up to `FURTHEST` where there is none."""
    if not (number.isdigit() and size.isdigit()) or len(number + size) > 12:
        return False
    return int(number) < FURTHEST if total is None else int(number) * int(size) < total


def _raised(call: list[tuple[str, str]], names: tuple[str, ...]) -> dict[str, str]:
    for name, value in call:
        if name in names and value.isascii() and value.isdigit() and len(value) < 6:
            return {name: str(int(value) + 1)}
    return {}


def _objects(data: Any) -> Iterator[dict[Any, Any]]:
    """Every object of a JSON value in document order, without recursion; at most `MOST` times ten."""
    waiting, given = [data], 0
    while waiting and given < 10 * MOST:
        value = waiting.pop()
        if isinstance(value, dict):
            given += 1
            yield value
            waiting.extend(reversed([inner for inner in value.values() if isinstance(inner, dict | list)]))
        elif isinstance(value, list):
            waiting.extend(reversed([inner for inner in value[: 10 * MOST] if isinstance(inner, dict | list)]))


def _href(value: object) -> str | None:
    """An address given as text, or as JSON in text: `{"pc": "/a/b.html"}` (seen on a Jiangxi list, 2025)."""
    if not isinstance(value, str):
        return str(value.get("pc") or value.get("common") or "") or None if isinstance(value, dict) else None
    text = value.strip()
    if text.startswith("{"):
        try:
            return _href(json.loads(text))
        except (ValueError, RecursionError):
            return None
    return text or None
