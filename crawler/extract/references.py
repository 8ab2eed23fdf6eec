"""What an article points at: pictures, files, links, and its own address."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from lxml.html import HtmlElement

import crawler.extract.resources as resources
from archive.model import Attachment, Image
from crawler.extract.blocks import Block
from crawler.extract.body import Body
from crawler.extract.compose import paragraph_starts
from crawler.extract.draft import Draft
from crawler.extract.marks import CAPTION


def refer(draft: Draft, kept: list[Block], chosen: Body, first: int, last: int) -> None:
    """Fills in images, attachments, links and the canonical address. `first`, `last`: numbers of the text's blocks."""
    images, images_rule = _images(draft, kept, chosen, first, last if kept else len(draft.blocks.blocks))
    files, rule = _attachments(draft, kept, chosen, first, last)
    draft.values["attachments"] = files
    draft.values["links"] = resources.links(kept, draft.tree.resolver)
    draft.values["images"] = images
    draft.found["images"] = draft.worded("images", images_rule) if images else None
    draft.found["attachments"] = draft.worded("attachments", rule) if files else None
    draft.keep("canonical_url", next(_addresses(draft), None))


def _images(draft: Draft, kept: list[Block], chosen: Body, first: int, last: int) -> tuple[tuple[Image, ...], str]:
    if not draft.blocks.images and not draft.layout.images:
        return (), "body"
    starts: list[int] | None = None

    def place(position: int) -> int | None:
        nonlocal starts
        if starts is None:
            starts = paragraph_starts(kept) if chosen.box is not None else []
        return bisect_left(starts, position) if starts and first <= position <= last + 1 else None

    hit = draft.elements("images")
    if hit is not None and (named := tuple(resources.images_of(hit[0], draft.blocks, draft.tree.resolver, place))):
        return named, hit[1]
    while first > 0 and draft.blocks.blocks[first - 1].box.under & CAPTION:
        first -= 1  # the picture above the text, whose caption is none of it
    while last + 1 < len(draft.blocks.blocks) and draft.blocks.blocks[last + 1].box.under & CAPTION:
        last += 1  # and those behind it
    return tuple(resources.images(draft.blocks, draft.tree.resolver, chosen.box, first, last, place)), "body"


def _attachments(draft: Draft, kept: list[Block], chosen: Body, first: int, last: int) -> tuple[tuple[Attachment, ...], str]:
    hit = draft.elements("attachments")
    if hit is not None and (named := tuple(resources.attachments_of(hit[0], draft.tree.resolver))):
        return named, hit[1]
    if not kept and chosen.box is None:
        first, last = 0, len(draft.blocks.blocks)
    elif chosen.blocks:
        first = min(first, chosen.blocks[0].index)  # a line that only names a file is no text, but the file is the article's
    return tuple(resources.attachments(draft.blocks, draft.tree.resolver, first, last)), "body"


def _addresses(draft: Draft) -> Iterator[tuple[str, str]]:
    """What the page calls its own address, absolute, with the rule."""
    link = next((element.get("href") for element in _links(draft, "canonical") if element.get("href")), None)
    url = draft.tree.resolver.resolve(link) if link else None
    if url:
        yield url, "link canonical"
    named = draft.metadata.first("og:url", "url")
    url = draft.tree.resolver.resolve(named[0]) if named else None
    if named and url:
        yield url, named[1]


def _links(draft: Draft, relation: str) -> Iterator[HtmlElement]:
    for element in draft.tree.named("link"):
        said = (element.get("rel") or "").lower()
        if relation in said and relation in said.split():
            yield element
