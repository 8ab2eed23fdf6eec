"""Pages of a newspaper's day: `第A02版：时政`, `03版：文化`. A reader presses one after the other; they lie beside each other, and each
lists the articles of one sheet."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import chain, islice

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree, anchors
from crawler.families.rows.row_titles import title_of
from crawler.families.rows.text_days import day_in, squeezed
from crawler.page import Page
from crawler.reading import Link

SHEET = re.compile(r"第?\s?[A-Z]{0,2}\d{1,3}\s?版(?:\s?[:：\s]\s?.{0,20})?")
"""What an anchor says that leads to a sheet."""
_LETTERED = re.compile(r"([A-Z]\d\d)(?:\s?[:：\s]\s?.{0,20})?")
"""What one may say without the word, `A02 今日要闻`, where its file is called so, `PageA02BC.htm`."""
SHEET_NAMED = re.compile(r"版(?<=\d版)(?!本)")
"""In the text of one; sought from its letter on."""
_DAY = re.compile(r"/(20\d\d)[-/]?(\d\d)[-/]?(\d\d)/")
"""In the path of an edition."""
_FEWEST = 2
_MOST = 200
_MOST_ANCHORS = 5000
_NUMBER = re.compile(r"[A-Za-z]{0,2}\d{1,3}")
"""The name of a folder that is a sheet's."""
_FILE = re.compile(r"[\w-]*\d[\w-]*\.(?:s?html?|jsp|php|aspx?)(?:\?.*)?", re.IGNORECASE)
_SHORTEST_TITLE = 4
_BEFORE = re.compile(r"[\[【(（<«‹←\s]*[上前]\s?一?\s?期[\s>»›→\])）】]*")
"""What leads to the edition of the day before."""


def dated(page: Page, tree: Tree, rows: tuple[Link, ...]) -> tuple[Link, ...]:
    """The rows of a sheet without other sheets, with the day of the paper, which its address has and the sheet says, where no row has a day
    of its own; where no row was told, what lies in the sheet's folder."""
    match = _DAY.search(page.url)
    if match is None or any(row.date for row in rows):
        return rows
    sheets = _sheets(page, tree)
    if len(sheets) >= _FEWEST:
        rows = tuple(row for row in rows if row.url not in sheets) or _in_folder(page, tree, sheets)
    year, month, day = match.groups()
    said = re.compile(rf"{year}\s?[-/.年]\s?0?{int(month)}\s?[-/.月]\s?0?{int(day)}(?!\d)").search(tree.text) if rows else None
    found = day_in(said[0]) if said is not None and SHEET_NAMED.search(tree.text) is not None else None
    return rows if found is None else tuple(row._replace(date=found) for row in rows)


def may_be(page: Page, words: str) -> bool:
    """Whether a page may be a sheet beside others: a cheap look."""
    return SHEET_NAMED.search(words) is not None or _DAY.search(page.url) is not None


def by_sheet(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The other sheets of the day that a page is one of, behind them the edition before; none where it names fewer than two beside it."""
    here = normalise(page.url)
    sheets = _sheets(page, tree)
    others = [url for url in sheets if normalise(url) != here]
    before = _before(tree)
    following = [*others[:_MOST], *((before,) if before is not None else ())]
    return tuple(Link(url=url, kind="listing") for url in following) if len(sheets) >= _FEWEST else ()


def _sheets(page: Page, tree: Tree) -> dict[str, None]:
    """The sheets that anchors lead to, or that a field chooses, `<option value="node_2.htm">第02版`."""
    here = normalise(page.url).partition("?")[0]
    said = ((href, islice(anchor.itertext(), 10)) for anchor, href in islice(anchors(tree.root), _MOST_ANCHORS))
    chosen = ((option.get("value") or "", (option.text or "",)) for option in islice(tree.root.iter("option"), _MOST))
    found: dict[str, None] = {}
    for href, texts in chain(said, chosen):
        url = tree.resolver.resolve(href) if href and _names_sheet(squeezed("".join(texts))[:40], href) else None
        if url is not None and _is_beside(normalise(url).partition("?")[0], here):
            found.setdefault(url)
    return found


def _names_sheet(text: str, href: str) -> bool:
    lettered = _LETTERED.fullmatch(text)
    return SHEET.fullmatch(text) is not None or (lettered is not None and lettered[1] in href.rpartition("/")[2])


def _is_beside(url: str, here: str) -> bool:
    """Whether two sheets lie in one folder, or under one name in folders that are numbered, `/2024-04-15/1/index.html`."""
    (folder, _, name), (own, _, mine) = url.rpartition("/"), here.rpartition("/")
    if folder == own:
        return True
    (above, _, sheet), (over, _, this) = folder.rpartition("/"), own.rpartition("/")
    return name == mine and above == over and _NUMBER.fullmatch(sheet) is not None and _NUMBER.fullmatch(this) is not None


def _before(tree: Tree) -> str | None:
    """Where the anchor leads that turns to the edition before."""
    for anchor, href in islice(anchors(tree.root), _MOST_ANCHORS):
        if _BEFORE.fullmatch(squeezed("".join(islice(anchor.itertext(), 10)))[:40]) is not None:
            url = tree.resolver.resolve(href)
            if url is not None:
                return url if _DAY.search(url) is not None else None
    return None


def _in_folder(page: Page, tree: Tree, sheets: Container[str]) -> tuple[Link, ...]:
    """What a sheet leads to in its own folder, beside the `sheets`, to files named by number, `01_40.htm`."""
    folder = normalise(page.url).partition("?")[0].rpartition("/")[0] + "/"
    found: dict[str, Link] = {}
    for anchor, href in islice(anchors(tree.root), _MOST_ANCHORS):
        url, title = tree.resolver.resolve(href), title_of(anchor)
        is_one = url is not None and url not in sheets and url.startswith(folder) and _FILE.fullmatch(url[len(folder) :]) is not None
        if url is not None and is_one and title is not None and len(title) >= _SHORTEST_TITLE and SHEET.fullmatch(title) is None:
            found.setdefault(url, Link(url=url, kind="article", title=title, position=len(found) + 1))
    return tuple(found.values())
