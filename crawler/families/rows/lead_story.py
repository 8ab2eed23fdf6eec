"""What stands over a list's rows as its lead, without a day: a headline with its picture and summary, whose address is as the rows' are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.addresses.links import anchors
from crawler.families.rows.row_titles import title_of
from crawler.families.rows.rows import Row

_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_NEAR = 2
"""Levels from an anchor up to its heading."""
_SHORTEST = 8
"""Letters of a headline; what names a section has fewer."""
_MOST = 300
"""Anchors over the rows that are looked at."""
_MOST_LEADS = 3
_VARYING = re.compile(r"[0-9a-f]{8,}|\d+")


def with_leads(rows: Sequence[Row], root: HtmlElement, resolver: Resolver) -> list[Row]:
    """The rows behind their leads, if there are any."""
    if not any(_has_anchor(heading) for heading in islice(root.iter(*_HEADINGS), _MOST)):
        return list(rows)  # nearly all pages
    listed = {url for url, _, _ in rows if url}
    forms = {_VARYING.sub("0", url) for url in listed}
    leads: dict[str, Row] = {}
    for anchor, href in islice(anchors(root), _MOST):
        url = resolver.resolve(href)
        if url in listed:
            break
        if url is not None and _is_heading(anchor) and url not in leads and _VARYING.sub("0", url) in forms:
            title = title_of(anchor)
            if title is not None and len(title) >= _SHORTEST:
                leads[url] = url, title, None
    return [*leads.values(), *rows] if 0 < len(leads) <= _MOST_LEADS else list(rows)


def _has_anchor(heading: HtmlElement) -> bool:
    """Whether an anchor is in a heading, or about it."""
    return next(heading.iter("a"), None) is not None or any(each.tag == "a" for each in islice(heading.iterancestors(), _NEAR))


def _is_heading(anchor: HtmlElement) -> bool:
    """Whether an anchor is in a heading, or has one in it."""
    return any(each.tag in _HEADINGS for each in islice(anchor.iterancestors(), _NEAR)) or any(
        each.tag in _HEADINGS for each in islice(anchor.iter(), 5))
