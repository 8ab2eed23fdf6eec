"""Where the links of a trail lead: to sections above the page, and not to ones beside each other, as a menu's do."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.extract.markup.blocks import Block, Blocks

_MOST_LINKS: Final = 6
_SLASHES: Final = frozenset("/／")
_SIGNS: Final = _SLASHES | frozenset("|｜·•\\")
"""What stands between the links of a trail; bars between those of a menu, too."""
_SLASHES_OF_HOME: Final = 3
"""Slashes in the address of a site's first page."""


def is_folder_about(url: str | None, resolver: Resolver) -> bool:
    """Whether an address is that of a folder below the site's first page in which the page itself lies: of its section."""
    return url is not None and url.endswith("/") and url.count("/") > _SLASHES_OF_HOME and resolver.is_below(url)


def heads_sections(page: Blocks, block: Block, title: str, resolver: Resolver) -> bool:
    """Whether a line right above the headline is a trail by where its links lead and what stands between them."""
    return _are_below_home(page, block, title, resolver) or ("/" in block.text and _are_sections_above(page, block, title, resolver))


def _are_sections_above(page: Blocks, block: Block, title: str, resolver: Resolver) -> bool:
    """Whether a line right above the headline is links with slashes between them, of which the first leads to a file in a folder, not the
    site's own, in which all the others and the page itself lie: a section and a part of it, CHINA / National."""
    following = page.blocks[block.index + 1].text if block.index + 1 < len(page.blocks) else ""
    if not following.startswith(title) or {*"".join([run for run, anchor in block.pieces if anchor is None]).split()} != {"/"}:
        return False
    urls = [resolver.resolve(anchor.get("href") or "") or "" for _, anchor in block.pieces if anchor is not None]
    folder = urls[0].rpartition("/")[0] + "/"
    return folder.count("/") > _SLASHES_OF_HOME and resolver.is_below(folder) and all(url.startswith(folder) for url in urls)


def _are_below_home(page: Blocks, block: Block, title: str, resolver: Resolver) -> bool:
    """Whether a line right above the headline is two to six links with one and the same sign between them (`/`, `|`), of which the first
    leads to a site's first page: with two of them no menu is made, and with bars between more of them one is."""
    following = page.blocks[block.index + 1].text if block.index + 1 < len(page.blocks) else ""
    if not following.startswith(title):
        return False
    anchors = [anchor for text, anchor in block.pieces if anchor is not None and not text.isspace()]
    joints = [sign for text, anchor in block.pieces if anchor is None and (sign := text.strip())]
    if not 2 <= len(anchors) <= _MOST_LINKS or len(joints) != len(anchors) - 1 or len({*joints}) != 1 \
            or joints[0] not in (_SIGNS if len(anchors) == 2 else _SLASHES):
        return False
    url = (resolver.resolve(anchors[0].get("href") or "#") or "").rstrip("/")
    return url.count("/") < _SLASHES_OF_HOME and url != ""


def are_beside(block: Block, resolver: Resolver) -> bool:
    """Whether links lead to sections beside each other, as a menu's do: none lies below the one before, nor the page below the last, and
    no empty elements part them, as arrows that styles draw."""
    anchors = [anchor for text, anchor in block.pieces if anchor is not None and not text.isspace()]
    if all(map(_is_parted, anchors[1:])):
        return False
    urls = [resolver.resolve(anchor.get("href") or "") or "" for anchor in anchors]
    return not resolver.is_below(urls[-1]) and not any(
        above and url != above and url.startswith(above.rstrip("/") + "/") for above, url in pairwise(urls[1:]))


def are_parted_by_pictures(block: Block) -> bool:
    """Whether one and the same picture stands right before each link but the first: an arrow."""
    anchors = [anchor for text, anchor in block.pieces if anchor is not None and not text.isspace()]
    before = [anchor.getprevious() for anchor in anchors[1:]]
    pictures = {element.get("src") for element in before if element is not None and element.tag == "img"}
    return len(pictures) == 1 and all(element is not None and element.tag == "img" for element in before)


def _is_parted(anchor: HtmlElement) -> bool:
    """Whether an empty element stands right before a link."""
    before = anchor.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()  # a comment
    return before is not None and before.tag != "a" and not "".join(before.itertext()).strip()


def leads_above(block: Block, resolver: Resolver) -> bool:
    """Whether the last link of a line leads to the folder in which the page lies."""
    anchors = [anchor for _, anchor in block.pieces if anchor is not None]
    last = anchors[-1] if anchors else None
    url = None if last is None else resolver.resolve(last.get("href") or "#")
    return url is not None and "?" not in url and resolver.is_below(url.rstrip("/") + "/")
