"""Pages of a newspaper's day: `第A02版：时政`, `03版：文化`. A reader presses one after the other; they lie beside each other, and each
lists the articles of one sheet."""

from __future__ import annotations

import re
from itertools import islice

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree, anchors
from crawler.families.rows.text_days import day_in, squeezed
from crawler.page import Page
from crawler.reading import Link

SHEET = re.compile(r"第?\s?[A-Z]{0,2}\d{1,3}\s?版(?:\s?[:：\s]\s?.{0,20})?")
"""What an anchor says that leads to a sheet."""
SHEET_NAMED = re.compile(r"版(?<=\d版)(?!本)")
"""In the text of one; sought from its letter on."""
_DAY = re.compile(r"/(20\d\d)[-/]?(\d\d)[-/]?(\d\d)/")
"""In the path of an edition."""
_FEWEST = 2
_MOST = 200
_MOST_ANCHORS = 5000
_BEFORE = re.compile(r"[\[【(（<«‹←\s]*[上前]\s?一?\s?期[\s>»›→\])）】]*")
"""What leads to the edition of the day before."""


def dated(page: Page, tree: Tree, rows: tuple[Link, ...]) -> tuple[Link, ...]:
    """The rows of a sheet with the day of the paper, which its address has and the sheet says, where no row has a day of its own."""
    match = _DAY.search(page.url)
    if match is None or not rows or any(row.date for row in rows):
        return rows
    year, month, day = match.groups()
    said = re.compile(rf"{year}\s?[-/.年]\s?0?{int(month)}\s?[-/.月]\s?0?{int(day)}(?!\d)").search(tree.text)
    found = day_in(said[0]) if said is not None and SHEET_NAMED.search(tree.text) is not None else None
    return rows if found is None else tuple(row._replace(date=found) for row in rows)


def by_sheet(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The other sheets of the day that a page is one of, behind them the edition before; none where it names fewer than two beside it."""
    here = normalise(page.url)
    folder = here.partition("?")[0].rpartition("/")[0]
    found: dict[str, None] = {}
    before: str | None = None
    for anchor, href in islice(anchors(tree.root), _MOST_ANCHORS):
        text = squeezed("".join(islice(anchor.itertext(), 10)))[:40]
        url = tree.resolver.resolve(href) if SHEET.fullmatch(text) is not None else None
        if url is not None and normalise(url).partition("?")[0].rpartition("/")[0] == folder:
            found.setdefault(url)
        elif before is None and _BEFORE.fullmatch(text) is not None and (url := tree.resolver.resolve(href)) is not None:
            before = url
    others = [url for url in found if normalise(url) != here]
    following = [*others[:_MOST], *((before,) if before is not None and _DAY.search(before) is not None else ())]
    return tuple(Link(url=url, kind="listing") for url in following) if len(found) >= _FEWEST else ()
