"""Rows of listings: an anchor, its whole title, its day. Shared by all families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.addresses.links import anchors
from crawler.families.rows.row_days import day_of
from crawler.families.rows.row_titles import MOST_PIECES, title_of
from crawler.families.rows.short_days import settled
from crawler.families.rows.text_days import day_in, is_day_alone, squeezed
from crawler.reading import MOST_ROWS, Link

Row = tuple[str | None, str | None, str | None]
"""Address (None: it leads nowhere), title, day `YYYY-MM-DD`."""

MOST = MOST_ROWS
"""Rows taken from one listing."""

_ASIDE = re.compile(r"space-(?:uid|username)-|[?&]mod=space\b|goto=lastpost")
_AT_END = re.compile(r"\s{0,9}[\[(（【]\s?((?:(?:19|20)?\d\d\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?)\s?[\])）】]\s{0,9}$")
_FEW_ROWS = 3
"""Rows below which what titles have in common tells nothing."""
_LEADS = re.compile(r"[\[【(（<]?\s?(?:点击)?(?:查看|浏览|阅读)?(?:查看|详情|详细|全文|公告|原文|详细信息)"
                    r"\s?[>»\]】)）]*|view|details?", re.IGNORECASE)
"""What an anchor says in a table whose titles stand in a column of their own."""
_WORDS = 2
_GATEWAY = re.compile(r"/link\.(?:do|jsp|action)\?(?:[^#]*&)?url=(https?(?:%3A|:)[^&#]{1,1000})", re.IGNORECASE)


def collect(rows: Iterable[Row]) -> tuple[Link, ...]:
    """Links of `(address, title, day)` rows, numbered from 1, without rows that have no address; each address once."""
    found: dict[str, Link] = {}
    for url, title, day in rows:
        if url is None:
            continue
        url = _behind(url) if "link." in url else url
        known = found.get(url)
        if known is not None:  # a picture's anchor before the words': the same row
            found[url] = known._replace(title=known.title or title, date=known.date or day)
        elif len(found) < MOST:
            found[url] = Link(url=url, kind="article", title=title, date=day, position=len(found) + 1)
    return tuple(found.values())


def _behind(url: str) -> str:
    """Where a gateway leads that counts who presses a row: `visit/link.do?url=http%3A%2F%2F…` (Hanweb's search)."""
    match = _GATEWAY.search(url)
    return unquote(match[1]) if match is not None else url


def without_days(rows: tuple[Link, ...]) -> tuple[Link, ...]:
    """The rows with days apart, where the titles of all of them end with one: `关于检查的通知(2024-05-06)`."""
    if len(rows) < _FEW_ROWS:
        return rows
    parted: list[Link] = []
    for row in rows:
        title = row.title or ""
        match = _AT_END.search(title, max(0, len(title) - 40))
        if match is None or not title[: match.start()].strip():
            return rows
        parted.append(row._replace(title=title[: match.start()].strip(), date=row.date or day_in(match[1]) or settled(match[1], row.url)))
    return tuple(parted)


def of_fragments(fragments: Iterable[str], resolver: Resolver) -> Iterator[Row]:
    """One row of each piece of mark-up, such as the records of an XML answer: its best anchor and its day."""
    for fragment in fragments:
        root = parsed(fragment)
        if root is not None:
            yield from of_element(root, resolver)


def of_element(element: HtmlElement, resolver: Resolver, *, alone: bool = False) -> Iterator[Row]:
    """The row that an element is: its anchor with the longest title, its day; nothing when no anchor leads anywhere. `alone`: whether a
    day counts only where it stands by itself."""
    best: Row | None = None
    for anchor, href in anchors(element):
        if leads_aside(href):
            continue
        title = title_of(anchor)
        if best is None or len(title or "") > len(best[1] or ""):
            best = resolver.resolve(href), title, None
    if best is not None and element.tag == "tr" and best[1] and _LEADS.fullmatch(best[1]):
        best = best[0], _of_cells(element) or best[1], None
    if best is not None:
        yield best[0], best[1], day_of(element, best[1], best[0], alone=alone)


def _of_cells(row: HtmlElement) -> str | None:
    """The longest of a row's texts that is no day and has words: its title, where the anchor says no more than 查看."""
    texts = [squeezed("".join(islice(cell.itertext(), MOST_PIECES)))[:1000] for cell in islice(row.iter("td"), MOST_PIECES)]
    titles = [text for text in texts if sum(map(str.isalpha, text)) >= _WORDS and not is_day_alone(text) and not _LEADS.fullmatch(text)]
    return max(titles, key=len, default=None)


def leads_aside(href: str) -> bool:
    """Whether an anchor of a board's row leads to who wrote, or to the last reply."""
    return ("space" in href or "goto=lastpost" in href) and _ASIDE.search(href) is not None


def parsed(fragment: str) -> HtmlElement | None:
    """The mark-up under one element; None when there is none to parse."""
    try:
        return etree.fromstring(f"<div>{fragment}</div>", parser=etree.HTMLParser(huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return None
