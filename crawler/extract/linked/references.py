"""What an article points at: pictures, files, links, and its own address."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

import crawler.extract.linked.resources as resources
from archive.model import Attachment, Image
from crawler.extract.body.choice import Body
from crawler.extract.draft import Draft
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.captions import is_caption
from crawler.extract.markup.compose import Composed

_SHORT: Final = 240
"""Letters of a text beside which the article may be what an `object` shows."""


def refer(draft: Draft, kept: list[Block], composed: Composed, chosen: Body, first: int, last: int) -> None:
    """Fills in images, attachments, links and the canonical address. `composed`: `kept` as paragraphs; `first`, `last`: their numbers."""
    images, images_rule = _images(draft, composed, chosen if kept else Body(), first, last if kept else len(draft.blocks.blocks))
    anchors = resources.anchors(_around(draft, kept, chosen, first, last))
    files, rule = _attachments(draft, anchors)
    if not rule.startswith("layout ") and _may_have_files(draft.values.get("body") or ""):
        files = _more(files, resources.written_files(draft.tree.named("script"), draft.tree.resolver))
    if draft.blocks.embeds or len(draft.values.get("body") or "") < _SHORT:
        files = _with_shown(draft, files, first, last if kept else len(draft.blocks.blocks))
        rule = rule or "body"
    draft.values["attachments"] = files
    numbers = {block.index for block in kept} if chosen.box is not None else set[int]()  # without a box the text stands in a script
    draft.values["links"] = resources.links(anchors, numbers, draft.tree.resolver)
    draft.values["images"] = images
    draft.found["images"] = draft.worded("images", images_rule) if images else None
    draft.found["attachments"] = draft.worded("attachments", rule) if files else None
    draft.keep("canonical_url", next(_addresses(draft), None))


def _images(draft: Draft, composed: Composed, chosen: Body, first: int, last: int) -> tuple[tuple[Image, ...], str]:
    if not draft.blocks.images and not draft.layout.images:
        return (), "body"
    starts: list[int] | None = None

    def place(position: int) -> int | None:
        nonlocal starts
        if starts is None:
            starts = composed.starts if chosen.box is not None else []
        return bisect_left(starts, position) if starts and first <= position <= last + 1 else None

    hit = draft.elements("images")
    if hit is not None and (named := tuple(resources.images_of(hit[0], draft.blocks, draft.tree.resolver, place))):
        return named, hit[1]
    while first > 0 and is_caption(draft.blocks.blocks[first - 1]):
        first -= 1  # the picture above the text, whose caption is none of it
    while last + 1 < len(draft.blocks.blocks) and is_caption(draft.blocks.blocks[last + 1]):
        last += 1  # and those behind it
    return tuple(resources.images(draft.blocks, draft.tree.resolver, chosen.box, first, last, place)), "body"


def _around(draft: Draft, kept: list[Block], chosen: Body, first: int, last: int) -> list[Block]:
    """The blocks in which files stand that are the article's."""
    if not kept and chosen.box is None:
        return draft.blocks.blocks
    if chosen.blocks:
        first = min(first, chosen.blocks[0].index)  # a line that only names a file is no text, but the file is the article's
    return draft.blocks.blocks[first:last + 1 + resources.NEAR]


def _attachments(draft: Draft, anchors: list[resources.Anchor]) -> tuple[tuple[Attachment, ...], str]:
    hit = draft.elements("attachments")
    if hit is not None and (named := tuple(resources.attachments_of(hit[0], draft.tree.resolver))):
        return named, hit[1]
    return tuple(resources.attachments(draft.blocks, anchors, draft.tree.resolver)), "body"


def _may_have_files(body: str) -> bool:
    """Whether a text is one with which files are handed out: it speaks of them, or is hardly one."""
    return len(body) < _SHORT or ("附" in body and "附件" in body)  # one sign is found several times faster than two


def _with_shown(draft: Draft, files: tuple[Attachment, ...], first: int, last: int) -> tuple[Attachment, ...]:
    """The files, and behind them those that the page shows in frames from its text on."""
    frames = [element for position, element in draft.blocks.embeds if first <= position <= last + 1 + resources.NEAR]
    return _more(files, resources.shown_files([*frames, *draft.tree.named("object")], draft.tree.resolver))


def _more(files: tuple[Attachment, ...], further: Iterator[Attachment]) -> tuple[Attachment, ...]:
    """The files, and behind them those further ones that are none of them."""
    more = {file.url: file for file in further}
    return (*files, *(file for url, file in more.items() if url not in {one.url for one in files})) if more else files


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
