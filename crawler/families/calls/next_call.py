"""The listing call after this one, made from this one: its page number or offset raised, in query, form or JSON body."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from crawler.addresses.address import Resolver
from crawler.addresses.links import Tree
from crawler.calls import multipart
from crawler.calls.json_object import object_of
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of
from crawler.page import Page
from crawler.reading import Link

FURTHEST = 2000
"""Pages asked of a list that claims no total."""
PAGES = ("page", "pageNo", "currentPageIndex", "CurrentPageIndex", "currentPageNum", "currentPage", "pageNum", "pageIndex", "pageno",
         "pagenum", "pageindex", "current", "cur_page", "curPage", "currpage", "currPage", "pageNumber", "nowPage", "PageIndex", "PageNo",
         "Page", "thisPage", "pageing", "Paging", "page_no", "page_num", "page_index", "pageNow", "pgnum", "curr", "curpage",
         "currentpage", "currentPageNo", "currPageNo", "nowpage", "page_number", "pageNO", "PageNum", "PageNumber", "pno", "pNo", "pgno",
         "paged", "toPage", "topage", "Index", "pi", "p", "pn")
"""Names under which calls number their pages, the surest first: beside `currentPageIndex` a `pageNum` is the size of one (SiteServer). A
name may stand in that of an object, `xwPage.pageNo`."""
SIZES = ("_pageSize", "prepage", "pageSize", "PageSize", "pagesize", "size", "perPage", "perpage", "rows", "limit", "length",
         "iDisplayLength", "rowCount", "numPerPage", "per_page", "page_size", "cnt", "ps", "pSize", "rp", "pg", "rn", "n")
"""Names under which they say how many rows a page shall have."""
OFFSETS = ("offset", "start", "startIndex", "skip", "begin", "from", "first", "iDisplayStart")
"""Names under which they say how many rows to pass over. Epoint's search does so by `pn` beside `rn`, in a JSON body."""


_PLACE = re.compile(r"cursor|after|before|last|since|token|until|key|time|marker|scroll|_=?\Z|\Acallback", re.IGNORECASE)
_DRAWINGS = ("draw", "sEcho")
"""Under which DataTables counts its calls."""
_DEEPEST = 5
"""Objects within objects of a JSON body that are looked into."""


def called(page: Page) -> dict[str, str]:
    """What the answered call asked for, in its query and its form, and in those of their fields that hold JSON:
    `params={"pageIndex": 0}` (Epoint)."""
    told = dict(parse_qsl(page.url.partition("?")[2])) | dict(_form_pairs(page))
    within = [(key, str(inner)) for value in told.values() if (data := object_of(value)) is not None for key, inner in _plain_members(data)]
    return dict(within) | told if within else told


def last_part(name: str) -> str:
    """Of a name in that of an object: `pageNo` of `xwPage.pageNo` and of `params[pageNo]`."""
    return re.split(r"[.\[]", name)[-1].rstrip("]")


def size_of(page: Page) -> int | None:
    """How many rows the answered call asked for; None when it did not say."""
    asked = called(page)
    return number_of(next((asked[name] for name in SIZES if name in asked), None))


def next_call(page: Page, resolver: Resolver, *, given: int, total: int | None, pages: int | None) -> Link | None:
    """The call for the next page; None when the call names neither page nor offset, or when nothing lies behind.

    `given`: rows of this answer; `total`, `pages`: what it claims.
    """
    asked = called(page)
    within = {last_part(name): name for name in asked if "." in name or "[" in name}
    names = ((name, within[name]) if name in within else (name,) for name in PAGES)
    counters = page.told.counter.split()
    name = next((each for each in chain(counters, chain.from_iterable(names)) if asked.get(each, "").isdigit()), None)
    if name is not None and not (name == "pn" and "rn" in asked and _json_body(page) is not None):
        stated = next((asked[each] for each in SIZES if each in asked), None)
        size = heeded(page, stated) if stated is not None else str(max(given, _before(page)))
        at, before = number_of(asked[name]) or 0, _before(page)
        whole = max(number_of(size) or 0, before) if before or at > 1 else 0  # a first page may be shorter than was asked for
        is_last = given < whole and total == at * whole + given  # of those counted from 0
        change = {each: str(at + 1) for each in counters if asked.get(each) == asked[name]} if len(counters) > 1 else None
        return following(page, resolver, (name,), change) if not is_last and more_behind(asked[name], size, total, given, pages) else None
    offset = next(((name, number) for name in (*OFFSETS, "pn") if (number := number_of(asked.get(name))) is not None), None)
    if offset is None:
        return None
    name, reached = offset[0], offset[1] + given
    is_last = reached >= total if total is not None else reached >= FURTHEST * 100
    return None if is_last else following(page, resolver, (), {name: str(reached)} | _raised(list(asked.items()), _DRAWINGS))


def kept_by(url: str, asked: str) -> str:
    """The address that an answer names for what follows, with the fields of the call by which its list was chosen, where it is the call's
    own and names fewer: `/api/news?page=2` behind `/api/news?category=3&page=1`. What counts, or tells a size or a place, is its own."""
    head, _, query = url.partition("?")
    if head != asked.partition("?")[0]:
        return url
    own = {*PAGES, *SIZES, *OFFSETS, *(name for name, _ in parse_qsl(query, keep_blank_values=True))}
    kept = [(name, value) for name, value in parse_qsl(asked.partition("?")[2]) if name not in own and not _PLACE.search(name)]
    return url + ("&" if query else "?") + urlencode(kept, quote_via=quote) if kept else url


def is_last_shown(page: Page, tree: Tree) -> bool:
    """Whether the page's anchors lead to pages with smaller numbers, and to none with a larger one, though perhaps to itself as the last:
    its pager ends here."""
    head, _, query = page.url.partition("?")
    told = dict(parse_qsl(query))
    name = next((each for each in PAGES if number_of(told.get(each), MOST_PAGE_DIGITS) is not None), None)
    if name is None:
        return False
    urls = (tree.resolver.resolve(href) for href in tree.hrefs() if href is not None and f"{name}=" in href)
    found = [number_of(dict(parse_qsl(url.partition("?")[2])).get(name), MOST_PAGE_DIGITS)
             for url in urls if url is not None and url.partition("?")[0] == head]
    numbers, here = [number for number in found if number is not None], int(told[name])
    return bool(numbers) and min(numbers) < here and max(numbers) <= here


def is_later(page: Page) -> bool:
    """Whether the answered call asked for another page than a first one, be they counted from 0 or from 1."""
    asked = called(page)
    return any((number_of(asked.get(name)) or 0) > 1 for name in PAGES)


def begins_from_zero(page: Page) -> bool:
    """Whether the answered call asked for the first page of those counted from 0."""
    asked = called(page)
    return next((asked[name] for name in PAGES if asked.get(name, "").isdigit()), "") == "0"


def _before(page: Page) -> int:
    """Rows of the answer before this one, where the call bears that; else 0."""
    return page.told.rows or 0


def heeded(page: Page, size: str) -> str:
    """The size of a page by which the server goes: that of the answer before, where that had fewer rows than were asked for."""
    rows = _before(page)
    return str(rows) if size.isascii() and size.isdigit() and 0 < rows < int(size[:9]) else size


def following(page: Page, resolver: Resolver, names: tuple[str, ...], change: dict[str, str] | None = None) -> Link | None:
    """The same call with the first of `names` that it has, in query, form or JSON body, raised by one, or with `change` put in its
    place. Where query and form both have it, as `search.jsp` of Hanweb wants, both change. None when the call has none of them.
    """
    head, _, query = page.url.partition("?")
    # Whatever its charset is, its bytes stay.
    asked = parse_qsl(query.encode("utf-8", "replace").decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    form = _form_pairs(page, "latin-1")
    touched = [_changed_in(part, names, change) for part in (asked, form)]
    url = resolver.resolve(head + ("?" + urlencode(asked, quote_via=quote, encoding="latin-1") if asked else "")) if any(touched) else None
    if url is None:
        return None
    body = _body(page, form) if page.form is not None else None
    return Link(url=url, kind="listing", hop="I", method="GET" if body is None else "POST", body=body)


def _changed_in(part: list[tuple[str, str]], names: tuple[str, ...], change: dict[str, str] | None) -> bool:
    """Whether the fields have what is to be changed, which is then changed: a field, or a member of one that holds JSON."""
    new = change if change is not None else _raised(part, names)
    if any(name in new for name, _ in part):
        part[:] = [(name, _as_bytes(new[name]) if name in new else value) for name, value in part]
        return True
    for at, (name, value) in enumerate(part):
        data = object_of(value.encode("latin-1", "replace").decode("utf-8", "replace"))
        members = [(key, str(inner)) for key, inner in _plain_members(data)] if data is not None else []
        new = change if change is not None else _raised(members, names)
        if data is not None and any(key in new for key, _ in members):
            changed = _changed(data, iter([(key, new.get(key, inner)) for key, inner in members]))
            part[at] = name, _as_bytes(json.dumps(changed, separators=(",", ":"), ensure_ascii=False))
            return True
    return False


def _as_bytes(text: str) -> str:
    """Text whose bytes as UTF-8 are its letters."""
    return text.encode("utf-8", "replace").decode("latin-1")


def more_behind(number: str, size: str, total: int | None, given: int | None = None, pages: int | None = None) -> bool:
    """Whether something lies behind page `number`: as pages and total say, or up to `FURTHEST` where they say nothing.

    A page with other than the rows (`given`) that the last one would have says that the server does not heed the size asked for; a full
    one that goes past the total, that the total is wrong.
    """
    if not (number.isascii() and number.isdigit() and size.isascii() and size.isdigit()) or len(number + size) > 12:
        return False
    if int(number) >= FURTHEST:
        return False
    if pages:
        return int(number) < pages
    if total is None or int(number) * int(size) < total:
        return True
    last = total - (int(number) - 1) * int(size)
    if given is not None and given == int(size) > last:
        return True
    return given is not None and int(number) > 0 and last != given


def _raised(call: list[tuple[str, str]], names: tuple[str, ...]) -> dict[str, str]:
    for name, value in call:
        if name in names and (number := number_of(value, MOST_PAGE_DIGITS)) is not None:
            return {name: str(number + 1)}
    return {}


def _form_pairs(page: Page, charset: str = "utf-8") -> list[tuple[str, str]]:
    """The fields of the form, or the plain members of a JSON body, those of objects in it among them: `{"params": {"pageIndex": 0}}`."""
    data = _json_body(page)
    if data is not None:
        return [(key, str(value)) for key, value in _plain_members(data)]
    return multipart.fields(page.form or b"", charset)


def _plain_members(data: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, str | int]]:
    for key, value in data.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _plain_members(value, depth + 1)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield key, value


def _json_body(page: Page) -> dict[str, Any] | None:
    return object_of((page.form or b"").decode("utf-8", "replace"))


def _body(page: Page, form: list[tuple[str, str]]) -> bytes:
    data = _json_body(page)
    if data is None:
        is_parted = multipart.is_one(page.form or b"")
        return multipart.written(form, "latin-1") if is_parted else urlencode(form, encoding="latin-1").encode("ascii")
    return json.dumps(_changed(data, iter(form)), ensure_ascii=False).encode("utf-8", "replace")


def _changed(data: dict[str, Any], form: Iterator[tuple[str, str]], depth: int = 0) -> dict[str, Any]:
    """The object with its plain members as `form` has them, in the order of `_plain_members`."""
    made: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            made[key] = _changed(value, form, depth + 1)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            text = next(form)[1]
            made[key] = int(text) if isinstance(value, int) and number_of(text) is not None else text if isinstance(value, str) else value
        else:
            made[key] = value
    return made
