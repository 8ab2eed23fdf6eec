"""Visual SiteBuilder of Boda (博达): lists `NAME.htm`, then `NAME/N.htm` counting down, so that old pages keep their address."""

from __future__ import annotations

import re

from crawler.addresses.links import Tree
from crawler.families import generic
from crawler.families.base import LOOKED_AT, Listing, first_sign
from crawler.families.pagers.paging import implied
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "boda"
article_shape = re.compile(r"/info/\d+/\d+\.htm(?:\?|$)|/content\.jsp\?.*wbnewsid=\d+")
layout = Layout(body=("//*[starts-with(@id, 'vsb_content')]",))
_MARKS = (b"vsb_content", b"/system/resource/", b"wbnewsid")
_IN_ROWS = tuple(b"%s%d" % (lead, digit) for lead in (b"line_u", b"info/") for digit in range(10))
signs = (*_MARKS, *_IN_ROWS)
listed_by = (b"info/", b"wbnewsid")
_ROW = re.compile(rb"\bid=[\"']?line_u\d+_\d+|href=[\"']?[\w./:-]{0,80}\binfo/\d{3,5}/\d{2,7}\.htm\b")
_LATER = re.compile(r"^(.*)/(\d{1,4})\.htm$")


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`; lists are told by the ids of their rows or by where these lead."""
    sign = first_sign(page, article_shape, _MARKS, borne)
    if sign is not None or (borne is not None and borne.isdisjoint(_IN_ROWS)):
        return sign
    match = _ROW.search(page.body, 0, LOOKED_AT)
    return None if match is None else match[0].decode("ascii", "replace")


def listing(page: Page, tree: Tree) -> Listing | None:
    """Rows by the shape of their addresses; where no anchor leads on, the number below this page's.

    None on a page without articles of the shape.
    """
    if not any(sign in page.body for sign in listed_by):
        return None
    return generic.shaped(page, tree, article_shape, _counted)


def answer(page: Page) -> Listing | None:
    """None: its lists are pages."""
    return None


def _counted(url: str, last: int | None) -> list[Link]:
    later = _LATER.match(url)
    if later is not None:
        return [implied(f"{later[1]}/{int(later[2]) - 1}.htm")] if int(later[2]) > 1 else []
    if last is None or last < 2 or not url.endswith(".htm"):
        return []
    return [implied(f"{url.removesuffix('.htm')}/{last - 1}.htm")]
