"""Answers of listing calls: charset, JSON rows whatever their keys are named, what they claim, what follows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from crawler.addresses.address import Resolver
from crawler.addresses.scope import path_of
from crawler.families.answers import bare_rows, bodies, untold_totals
from crawler.families.answers.bodies import LONGEST_VALUE, TITLED
from crawler.families.answers.ends import names_following, says_end
from crawler.families.answers.row_address import NONE, Ways, place_of, ways_told
from crawler.families.base import Listing
from crawler.families.calls import counted_files, cursors
from crawler.families.calls.claimed import FILTERED, LONGEST_TEXT, counted, largest, objects, objects_around, pages_of, plainly, total_of
from crawler.families.calls.next_call import kept_by, next_call, size_of
from crawler.families.pagers.paging import claimed_total, last_page
from crawler.families.rows.day_values import day_drawn, day_of_value
from crawler.families.rows.row_titles import CUT
from crawler.families.rows.rows import MOST, Row, collect, of_fragments
from crawler.families.rows.siblings import of_markup
from crawler.families.rows.text_days import day_in, squeezed
from crawler.families.scripts import script
from crawler.page import Page
from crawler.reading import Link

_TITLES = ("title", "doctitle", "maintitle", "showtitle", "name", "infotitle", "subject", "headline")
_ADDRESSES = (
    "pcurl", "url", "docpuburl", "chnldocurl", "docurl", "puburl", "href", "link", "linkurl", "infourl", "urls", "visiturl", "titleurl",
    "contenturl", "detailurl", "articleurl")
_OF_ADDRESS = ("url", "link", "href")
"""What names of addresses end with."""
_PLACE = re.compile(r"(?:https?:/)?/[^\s/]|[\w./-]{1,200}\.(?:s?html?|aspx?|jsp|php)(?:\?|$)")
_OF_OTHER = re.compile(r"img|ima?ge|pic|photo|thumb|cover|logo|icon|video|audio|author|source|column|site|node|channel|cat|comment|qr|api"
                       r"|next|prev|file|attach|download|pdf|doc$")
"""In names of addresses that are not the row's own."""
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|m3u8|css|js|pdf|docx?|xlsx?|zip)(?:\?|$)", re.IGNORECASE)
_DAYS = (
    "publishedtimestr", "pubdate", "publishedtime", "docreltime", "docrelpubtime", "pubtimestr", "pubtime", "publishdate", "publishtime",
    "releasetime", "deploytime", "displaypublishtime", "date", "time", "infodate", "webdate", "showdate", "createdate", "dates", "fwrq",
    "docpubtime", "issuetime", "displaytime", "newstime")
_MADE = ("savetime", "crtime", "createtime", "createdat", "addtime", "inputtime")
"""Of when a record was made: behind what the page draws."""
_NEXT = ("next", "nexturl", "next_url", "nextpageurl", "next_page_url", "nextpage", "nextlink")
_DECODER = json.JSONDecoder()
_ANCHOR = re.compile(r"<a\s|<(?:li|tr|div|dl|p)\s[^<>]{0,300}\b(?:onclick|data-(?:href|url|link))\s?=", re.IGNORECASE)
"""What leads to an article: an anchor, or an item that a press opens."""
_PLAIN = re.compile(r"<a\s", re.IGNORECASE)
_ANCHORS_OF_ROW = 4
_ITEM = re.compile(r"<(?:li|tr)\b.{0,2000}<(?:li|tr)\b", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]{1,2000}>")
_ASSIGNED = re.compile(r"(?:=|\A|\b(?:aaD|d)ata['\"]?\s{0,9}:)\s{0,99}(?=[{\[]\s{0,99}[{\[\"'A-Za-z])")
_BARE = re.compile(r"\[\s{0,99}\[\s{0,99}(?:['\"]|\d{1,9}\s{0,9},\s{0,9}['\"])")
"""Rows without names."""
_SOON = 2000
"""Characters of an object of a script in which a title must stand, if it holds rows."""
_MOST_CELLS = 100
"""Texts of one list or object in which rows are looked for as mark-up."""
_LONGEST_DAY = 30
"""Letters of a text that is a day with its clock."""
_OF_ELSE = re.compile(r"end|expir|updat|modif|dead|valid|effect|begin|start|open|birth|write|cwrq|sign|meet|jz|yx", re.IGNORECASE)
"""In names of days that are not a row's own."""
_LONGEST_TITLE = 300
_OF_INSTANT = re.compile(r"(?:[tT]ime|[dD]ate|[dD]ay|[sS]tamp|_at|[a-z]At)\Z")
"""What names of instants end with: `ctime`, `shown_at`."""


def listing(page: Page) -> Listing | None:
    """A list as JSON, whoever answers: its rows, and the same call for the next page where the call names a page or an offset, or
    the address that the answer names. None when the body is no JSON with rows; an answer without any is no list to go on with."""
    data = bodies.loads(page)
    whole = place_of(page)
    rows = _rows(data, whole, ways_told(page.call)) if data is not None else ()
    if not rows:
        return None
    total, pages = _claimed(data)
    told = counted(data, len(rows)) if not total else None
    settled = untold_totals.settled(data, page, _longest(data, 0)) if not total and told is None else None
    last = largest(data, FILTERED) or (told if told is not None and len(rows) < (size_of(page) or 0) else total or settled)
    following = list(islice(_following(data, page, whole, _of_total(data) or len(rows), last, pages), 1))
    return Listing(rows=rows, next=tuple(following), claimed_total=total or told or settled, claimed_pages=pages)


def _claimed(data: Any) -> tuple[int | None, int | None]:
    """Articles and pages, as the answer says, or the mark-up in it: `{"html": "<ul>…</ul><div>共17条 1/3页</div>"}`."""
    total, pages = total_of(data), pages_of(data)
    if total or pages:
        return total, pages
    texts = [_TAGS.sub(" ", value) for values in islice(_with_anchors(data), 1) for value in values if _ITEM.search(value)]
    return (claimed_total(texts[0]), last_page(texts[0])) if texts else (total, pages)


def _rows(data: Any, whole: Resolver, ways: Ways) -> tuple[Link, ...]:
    """The rows of an answer: objects, mark-up, or lists without names."""
    return collect(rows_of(data, whole, ways)) or collect(_in_markup(data, whole)) or collect(bare_rows.rows(data, whole, ways)) or (
        collect(bare_rows.unnamed(data, whole, _TITLES)))


def _following(data: Any, page: Page, whole: Resolver, given: int, total: int | None, pages: int | None) -> Iterator[Link]:
    """The ways on from an answer that gave so many rows, the surest first; `total`, `pages`: what it claims."""
    named, leads = _named(data, whole, page), names_following(data)
    if named is None and (says_end(data) or (leads is False and page.told.leads)):
        return
    link = named or (next_call(cursors.carried(data, page, whole), whole, given=given, total=total, pages=pages)
                     or cursors.next_behind(data, page, whole, _longest(data, given)))
    if link is not None:
        is_told = named is not None or total is not None or pages is not None
        kept = counted_files.kept(page, link, _longest(data, given), is_told)
        yield from (counted_files.leading(page, kept) if leads else kept,) if kept is not None else ()
    elif (file := counted_files.following(page, given, total, pages)) is not None:
        yield file


def _of_total(data: Any) -> int | None:
    """Rows of the list beside which an answer says its total, where there are others with what is pinned to the top of each page."""
    lists = [(entry, value) for entry in objects_around(data) for value in entry.values() if isinstance(value, list) and value
             and all(isinstance(row, dict) for row in value[:3])]
    beside = [len(value) for entry, value in lists if total_of({key: told for key, told in entry.items() if isinstance(told, int | str)})]
    return beside[0] if len(lists) > 1 and len(beside) == 1 else None


def _longest(data: Any, given: int) -> int:
    """Entries of the longest list in an answer, of which so many are rows at least."""
    lists = (value for entry in objects(data if isinstance(data, dict) else {"": data}) for value in entry.values())
    return max(given, *(len(value) for value in lists if isinstance(value, list)), 0)


def _in_markup(data: Any, whole: Resolver) -> Iterator[Row]:
    """Rows of an answer that gives them as mark-up: its whole list, `{"html": "<li><a href=…"}`, or one anchor with its other cells beside
    it, `["1", "<a href=…>…</a>", "2024-05-06"]`."""
    for values in islice(_with_anchors(data), MOST):
        counts = [len(_ANCHOR.findall(value)) for value in values]
        if sum(counts) == 1 and any(map(_PLAIN.search, values)):
            yield from of_fragments([" ".join(f"<span>{value}</span>" for value in values)], whole)
        elif len(counts) > 1 and min(counts) > 0 and max(counts) <= _ANCHORS_OF_ROW and not _ITEM.search(values[0]):
            yield from of_fragments(values, whole)  # a row each (Hanweb's search)
        else:
            for value in values:
                yield from of_markup(value, whole) if _ANCHOR.search(value) else ()


def embedded(scripts: Iterable[str], whole: Resolver, shape: re.Pattern[str], ways: Callable[[], Ways] = lambda: NONE) -> Listing:
    """The rows that a page's scripts are given as JSON or as objects of their own, of which they draw a list: `var list = [{"title": …,
    "url": …}, …]`; those of the value that has most of them, with what that claims. Menus lie in scripts as well, so they must be
    `are_articles`."""
    best, left = Listing(), LONGEST_VALUE
    said: Ways | None = None
    for text in scripts:
        for match in islice(_ASSIGNED.finditer(text), _MOST_CELLS):
            data, read = _value(text, match.end(), left)
            left -= read
            if data is None:
                continue
            said = ways() if said is None else said
            rows = collect(rows_of(data, whole, said)) or collect(bare_rows.rows(data, whole, said))
            if len(rows) > max(1, len(best.rows)) and are_articles(rows, shape):
                best = Listing(rows=rows, claimed_total=total_of(data), claimed_pages=pages_of(data))
    return best


def are_articles(rows: Sequence[Link], shape: re.Pattern[str]) -> bool:
    """Whether rows that a script holds seem to be a list's, not a menu's: most have a day, a number in their name, or an address of an
    article's `shape`."""
    return 2 * sum(row.date is not None or _has_number(row.url) or shape.search(path_of(row.url)) is not None for row in rows) >= len(rows)


def _has_number(url: str) -> bool:
    return any(map(str.isdigit, url.rpartition("/")[2]))


def _value(text: str, at: int, left: int) -> tuple[Any, int]:
    """The JSON at a place of a script, or the object that is written there as scripts may, `{title: '…'}`; and how many of the `left`
    characters of the latter were read."""
    try:
        return _DECODER.raw_decode(text, at)[0], 0
    except (ValueError, RecursionError):
        pass
    if left <= 0 or (TITLED.search(text, at, at + _SOON) is None and _BARE.match(text, at) is None):
        return None, 0
    value, end = script.value_at(text, at, {}, left)
    return script.known(value), end - at


def _with_anchors(data: Any) -> Iterator[list[str]]:
    """The texts of each list or object of which one has an anchor in it."""
    for entry in objects({"": data} if isinstance(data, list) else data):
        for held in (list(entry.values()), *(value for value in entry.values() if isinstance(value, list))):
            rows = [held, *(row for row in held[:MOST] if isinstance(row, list))]
            for row in rows:
                texts = [value for value in row[:_MOST_CELLS] if isinstance(value, str) and len(value) < LONGEST_TEXT]
                if any(map(_ANCHOR.search, texts)):
                    yield texts


def _named(data: Any, whole: Resolver, page: Page) -> Link | None:
    """The address that the answer itself names for what follows."""
    for entry in objects(data):
        for key, value in entry.items():
            if isinstance(key, str) and key.lower() in _NEXT and isinstance(value, str) and ("/" in value or value[:1] == "?"):
                url = whole.resolve(value)
                if url is not None and page.form is None and url != page.url:
                    return Link(url=kept_by(url, page.url), kind="listing")
    return None


def rows_of(data: Any, resolver: Resolver, ways: Ways = NONE) -> Iterator[Row]:
    """Rows of the objects in `data` that have both a title and an address, in order; `ways`: how the page that asked makes addresses of
    them. What lies within a row that has a day is one only if it has a day too: an article's tags and files have names and addresses as
    well."""
    within: set[int] = set()
    for entry in objects(data, within):
        keys = own = {plainly(key): value for key, value in entry.items() if isinstance(key, str)}
        for inner in [value for value in entry.values() if isinstance(value, dict)]:  # {"puburl": …, "tip": {"title": …}} (Jilin)
            keys = {plainly(key): value for key, value in inner.items() if isinstance(key, str) and isinstance(value, str | int)} | keys
        title = _title(own) or _title(keys) or (_drawn_title(entry, ways) if ways.fields else None)
        url = None if title is None else _address(keys, entry, resolver, ways)
        if title is not None and url is not None:
            drawn = list(filter(None, (day_drawn(entry.get(name)) for name in ways.fields)))
            day = drawn[0] if len(set(drawn)) == 1 else _dated(keys, _DAYS) or next(iter(drawn), None)
            day = day or _dated(keys, _MADE) or _only_day(entry)
            if day is not None:
                within.add(id(entry))
            elif id(entry) in within:
                continue
            yield url, _whole(plain(title), entry), day


def _dated(keys: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((day for name in names if (day := day_of_value(keys.get(name)))), None)


def _only_day(row: dict[Any, Any]) -> str | None:
    """The one day that a row states, under whatever name: `ptime`, `sj`. None where it states several, or one of which its name says that
    it is another's: the end of what is called for, the day of a document."""
    named = [(key, value) for key, value in row.items() if isinstance(key, str)]
    texts = ((key, value) for key, value in named if isinstance(value, str))
    days = {day: key for key, value in texts if len(value) <= _LONGEST_DAY and value[:1].isdigit() and (day := day_in(value))}
    if not days:  # milliseconds or seconds
        days = {day: key for key, value in named if _OF_INSTANT.search(key) and _OF_ELSE.search(key) is None
                and isinstance(value, int | str | list) and (day := day_of_value(value))}
    day, name = next(iter(days.items()), (None, ""))
    return day if len(days) == 1 and _OF_ELSE.search(name) is None else None


def _title(keys: dict[str, Any]) -> str | None:
    """The text under one of the names that titles have; WordPress has it in an object, `{"rendered": "…"}`."""
    for name in _TITLES:
        value = keys.get(name)
        value = value.get("rendered") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            return value
    return None


def _whole(title: str, row: dict[Any, Any]) -> str:
    """A title, or where that is cut the text of its row that begins so, `{"title": "关于…", "realtitle": "关于公布…的通知"}` (Epoint)."""
    cut = CUT.sub("", title)
    if cut == title or not cut:
        return title
    texts = (plain(value) for value in row.values() if isinstance(value, str) and len(value) > len(cut) and len(value) < _LONGEST_TITLE)
    return next((text for text in texts if text.startswith(cut) and CUT.search(text) is None), title)


def _drawn_title(row: dict[Any, Any], ways: Ways) -> str | None:
    """What the page draws into a row's anchor, whatever it is called; no day is a title."""
    if any(field in row and isinstance(row[field], list | dict) for field in ways.fields):
        return None
    texts = (row[field] for field in ways.fields if isinstance(row.get(field), str) and row[field].strip())
    return next((text for text in texts if not day_in(text[:20])), None)


def _address(keys: dict[str, Any], row: dict[Any, Any], resolver: Resolver, ways: Ways) -> str | None:
    """A row's address: as it states one, unless its page puts something before that; else as its page makes one of its fields."""
    href = next((found for name in _ADDRESSES if (found := _href(keys.get(name)))), None) or _only_address(keys)
    if not ways.forms:
        return resolver.resolve(href) if href is not None else None
    if href is None:
        return ways.address(row)
    named = next((key for key, value in row.items() if isinstance(key, str) and isinstance(value, str) and _href(value) == href), None)
    return (ways.address(row, named) if named is not None else None) or ways.resolver.resolve(href)


def _only_address(keys: dict[str, Any]) -> str | None:
    """The one address that a row states under a name of its own, `post_url`, `shareUrl`; none of a picture, a film or who wrote it."""
    found = {value for name, value in keys.items() if name.endswith(_OF_ADDRESS) and isinstance(value, str)
             and _PLACE.match(value) is not None and _OF_OTHER.search(name) is None and _FILE.search(value) is None}
    return found.pop() if len(found) == 1 else None


def plain(text: str) -> str:
    """A title without the mark-up that search engines put round hits."""
    if "<" in text or "&" in text:
        try:
            root = etree.fromstring(f"<div>{text[:4000]}</div>", parser=etree.HTMLParser())
            text = "".join(map(str, root.itertext())) if root is not None else text
        except (etree.XMLSyntaxError, ValueError):
            pass
    return _sound(squeezed(text)[:1000])


def _sound(text: str) -> str:
    """Without halves of pairs, such as a cut behind `\\ud83d` leaves."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


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
    return text.replace("&amp;", "&") or None  # as mark-up would have it, which the page makes of it
