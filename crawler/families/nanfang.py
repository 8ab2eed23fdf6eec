"""Guangdong's cloud of portals: `/content/post_ID.html`, lists `index.html`, `index_2.html` and on; and its platform of disclosed
documents, `/gkmlpt/`, whose page holds site and sections in a script (`window._CONFIG = {SID: …, TREE: […]}`) and asks for each as JSON.

What it asks as public crawlers of Guangzhou, Shenzhen, Zhuhai, Dongguan, Foshan and Zhaoqing do (2021 to 2026).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.families import generic
from crawler.families.base import Listing, first_sign
from crawler.families.calls.calls import scripts
from crawler.families.calls.claimed import LONGEST_TEXT
from crawler.families.pagers.paging import implied
from crawler.families.scripts import script
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "nanfang"
article_shape = re.compile(r"/content/m?post_\d+\.html(?:\?|$)")
layout = Layout(body=("//*[contains(concat(' ', @class, ' '), ' news_cont_d_wrap ')]",))
signs = (b"content/post_", b"/gkmlpt/")
listed_by = (b"post_", b"_CONFIG")
_SITE = re.compile(r"\bSID['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,12})")
_SITE_OF_OTHERS = re.compile(r"\bSITE_ID['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,12})")
"""Where no `SID` is told."""
_TREE = re.compile(r"\bTREE['\"]?\s{0,9}:\s{0,9}(?=\[)")
_LONGEST_TREE = 500_000
_MOST_SECTIONS = 200
_INDEX = re.compile(r"/(?:index(?:_(\d{1,4}))?\.html)?$")


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`."""
    return first_sign(page, article_shape, signs, borne)


def listing(page: Page, tree: Tree) -> Listing | None:
    """Rows by the shape of their addresses; where no anchor leads on, `index_N` up to the number of pages stated.

    On the platform of disclosed documents the first call of each section. None on a page without either.
    """
    sections = _sections(page, tree)
    if sections:
        return Listing(next=sections)
    if not any(sign in page.body for sign in listed_by):
        return None
    return generic.shaped(page, tree, article_shape, _counted)


def _sections(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The calls for the sections that hold documents and no sections of their own."""
    head, platform, _ = page.url.partition("/gkmlpt/")
    if not platform or b"_CONFIG" not in page.body:
        return ()
    for text in scripts(tree, LONGEST_TEXT):
        site = _SITE.search(text) or _SITE_OF_OTHERS.search(text)
        begun = _TREE.search(text)
        if site is not None and begun is not None:
            sections = script.value_at(text, begun.end(), {}, _LONGEST_TREE)[0]
            ids = islice(_leaves(sections), _MOST_SECTIONS)
            return tuple(Link(url=f"{head}/gkmlpt/api/all/{number}?page=1&sid={site[1]}", kind="listing", hop="I") for number in ids)
    return ()


def _leaves(sections: Any, depth: int = 0) -> Iterator[int]:
    for section in sections if isinstance(sections, list) and depth < script.DEEPEST else ():
        below = section.get("children") if isinstance(section, dict) else None
        if below:
            yield from _leaves(below, depth + 1)
        elif isinstance(section, dict) and type(section.get("id")) is int and section.get("post_count") != 0:
            yield section["id"]


def answer(page: Page) -> Listing | None:
    """None: its lists are pages."""
    return None


def _counted(url: str, last: int | None) -> list[Link]:
    match = _INDEX.search(url.partition("?")[0])
    number = int(match[1] or 1) + 1 if match else 0
    if match is None or last is None or number > last:
        return []
    return [implied(f"{url.partition('?')[0][: match.start()]}/index_{number}.html")]
