"""How many pages a list has by where its pager's last anchor leads: `<a href="index_5.html">尾页</a>`."""

from __future__ import annotations

import re
from itertools import islice

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree
from crawler.addresses.numbered import numbering
from crawler.reading import Link

_LAST = re.compile(r"[\[【(（\s]*(?:[尾末]\s?[页頁]|最[后後末]一?[页頁]|last(?:\s?page)?)[\s>»›＞→\])）】|]*", re.IGNORECASE)
_SIGNS = ("尾", "末", "最", "ast", "AST")
_MOST = 5000
"""Anchors that are looked at."""


def pages_named(tree: Tree, url: str, following: Link, words: str) -> int | None:
    """The pages that the first page of a list has by the address of its last, told by how those of this one and the next
    differ; None where no anchor names it, and on later pages, of which nobody knows how many lie before them. `words`: the page's text."""
    if following.apart is not None or not any(sign in words for sign in _SIGNS):
        return None
    here = normalise(url)
    counted = numbering(here, normalise(following.url))
    if counted is None or counted.first > 2 or (counted.number(here) or 0) > 1:
        return None
    for anchor in islice(tree.named("a"), _MOST):
        text = (anchor.text or "") if len(anchor) == 0 else ""
        if text and len(text) < 20 and _LAST.fullmatch(text):
            target = tree.resolver.resolve(anchor.get("href") or "")
            number = counted.number(normalise(target)) if target is not None else None
            return number - counted.first + 2 if number is not None and number >= counted.first else None
    return None
