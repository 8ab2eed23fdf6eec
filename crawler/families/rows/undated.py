"""Lists whose rows state no day and have no address that tells an article, such as small sites have: `view.asp?id=12`, `/a/7.html`. They
are told by each other: addresses that differ in their numbers alone, and titles as long as headlines are. Only of pages that show nothing
else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree, anchors
from crawler.addresses.scope import host_of
from crawler.families.rows.row_titles import title_of
from crawler.families.rows.rows import collect
from crawler.families.rows.siblings import turns_back
from crawler.page import Page
from crawler.reading import Link

_NUMBER = re.compile(r"\d+")
_FEWEST, _FEWEST_OF_LAST = 4, 2
_SHORTEST_TITLE = 8
_LONGEST_ON_AVERAGE = 12
"""Letters that titles have on average at least; names of sections have fewer."""
_MOST_ANCHORS = 3000
_OF_SECTION = re.compile(r"/(?:(?:index|list|default|column)[\w-]*\.\w+)?(?:\?|\Z)")
"""Where sections have their addresses, whose names may be as long as headlines: `/col/col8/index.html`."""


def listing(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The rows of the largest such list of a page; none where there are fewer than four, on a page that turns back two, or where
    any of their kind has a short name."""
    kinds: dict[str, dict[str, str | None]] = {}
    for kind, url, title in _numbered(page, tree):
        if title is not None or url not in kinds.get(kind, {}):
            kinds.setdefault(kind, {})[url] = title
    fewest = _FEWEST_OF_LAST if kinds and turns_back(tree.root) else _FEWEST
    found = max((rows for rows in kinds.values() if len(rows) >= fewest and _are_headlines(rows)), key=len, default={})
    return collect((url, title, None) for url, title in found.items())


def _numbered(page: Page, tree: Tree) -> Iterator[tuple[str, str, str | None]]:
    """Each anchor to a numbered address of the page's host that is none of its own kind, with that kind and the title."""
    here, host = _NUMBER.sub("0", normalise(page.url)), host_of(page.url)
    for anchor, href in islice(anchors(tree.root), _MOST_ANCHORS):
        url = tree.resolver.resolve(href) if _NUMBER.search(href) is not None else None
        kind = _NUMBER.sub("0", normalise(url)) if url is not None and host_of(url) == host else here
        if url is not None and kind != here and _OF_SECTION.search(kind) is None:
            yield kind, url, title_of(anchor)


def _are_headlines(rows: dict[str, str | None]) -> bool:
    lengths = [len(title or "") for title in rows.values()]
    return min(lengths) >= _SHORTEST_TITLE and sum(lengths) >= _LONGEST_ON_AVERAGE * len(rows)
