"""Rows that a page holds as XML of a program's own in a script element, which its script draws: `<script type="text/xml" id="data">
<list><row><title>…</title><url>…</url></row></list></script>`."""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.addresses.links import Tree
from crawler.families.answers import answers
from crawler.families.answers.row_address import Ways
from crawler.families.base import Listing
from crawler.families.calls.claimed import pages_of, total_of
from crawler.families.rows import xml_rows
from crawler.families.rows.rows import collect

SIGNS = (b"text/xml", b"application/xml")
"""Of which each page that has such a script bears one."""
_KINDS = frozenset(("text/xml", "application/xml"))


def listing(tree: Tree, shape: re.Pattern[str], ways: Callable[[], Ways]) -> Listing:
    """The rows of the first such script that has those of a list; none of a menu."""
    for element in tree.named("script"):
        body = (element.text or "").strip().encode("utf-8", "replace")
        if (element.get("type") or "").strip().lower() not in _KINDS or not xml_rows.may_be(body):
            continue
        data = xml_rows.data_of(body)
        rows = collect(answers.rows_of(data, tree.resolver, ways())) if data is not None else ()
        if len(rows) > 1 and answers.are_articles(rows, shape):
            return Listing(rows=rows, claimed_total=total_of(data), claimed_pages=pages_of(data))
    return Listing()
