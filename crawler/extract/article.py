"""Puts the fields of one article together: a layout's rules first, then the general reader, and for each the rule that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

import crawler.extract.body as bodies
import crawler.extract.breadcrumb as breadcrumb
import crawler.extract.byline as byline
import crawler.extract.language as language
import crawler.extract.page_kind as page_kind
import crawler.extract.published as published
import crawler.extract.resources as resources
import crawler.extract.tidying as tidying
import crawler.extract.title as title
from archive.model import FIELD_KEYS, FOUND_KEYS, Article
from crawler.extract.blocks import Block, Blocks, lay_out
from crawler.extract.compose import compose
from crawler.extract.layouts import select
from crawler.extract.metadata import Metadata
from crawler.extract.rescue import rescued
from crawler.extract.text import clean
from crawler.extract.tree import Tree
from crawler.page import Page
from crawler.portal import Layout

_NONE = Layout()


@dataclass(slots=True)
class _Draft:
    """What has been found so far."""

    page: Page
    tree: Tree
    layout: Layout
    blocks: Blocks
    metadata: Metadata
    values: dict[str, Any]
    fields: dict[str, str | None]
    found: dict[str, str | None]
    zone: str

    def keep(self, key: str, pair: tuple[str, str] | None) -> None:
        """A value and its rule; nothing when there is none or one is kept already."""
        if pair is None or self.found[key] is not None:
            return
        self.found[key] = pair[1]
        (self.fields if key in self.fields else self.values)[key] = pair[0]


def extract_tree(tree: Tree, page: Page, layout: Layout | None = None, timezone: str = "Asia/Shanghai") -> Article:
    """The article of a page that is parsed already; see `crawler.extract.extract`.

    A page whose tree shows no article though its bytes hold one is parsed again, by html5lib's rules; `found["body"]` says so.
    """
    found = _read(tree, page, layout, timezone)
    if found.body is None and tree.fault is None:
        other = rescued(tree)
        if other is not None:
            again = _read(other, page, layout, timezone)
            if again.body is not None:
                again.found["body"] = f"{again.found['body']}, html5lib"
                return again
    return found


def _read(tree: Tree, page: Page, layout: Layout | None, timezone: str) -> Article:
    """The article of a parsed page; see `crawler.extract.extract_tree`."""
    if tree.fault is not None:
        return Article(kind=tree.fault[0], reason=tree.fault[1], url=page.url)
    layout = layout or _NONE
    draft = _Draft(page, tree, layout, lay_out(tree.root, _stripped(tree.root, layout)), Metadata(tree.root), {},
                   dict.fromkeys(FIELD_KEYS), dict.fromkeys(FOUND_KEYS), timezone)
    heading = _title(draft)
    chosen = _body(draft, heading)
    kept, behind = tidying.tidy(draft.blocks, chosen, heading)
    draft.keep("body", (compose(kept), chosen.rule or "") if kept else None)
    first = kept[0].index if kept else (heading.block.index + 1 if heading.block else 0)
    last = kept[-1].index if kept else first
    _date(draft, heading, first, last + 1)
    _trail(draft, heading)
    _facts(draft, heading, first, last, behind)
    _references(draft, kept, chosen, first, last)
    return _finished(draft)


def _stripped(root: HtmlElement, layout: Layout) -> frozenset[HtmlElement]:
    hits = [select(root, (expression,)) for expression in layout.strip]
    return frozenset(value for hit in hits if hit is not None for value in hit[0] if isinstance(value, etree._Element))


def _by_layout(draft: _Draft, name: str) -> tuple[str, str] | None:
    """Text that the layout's rules give for a field, on one line."""
    hit = select(draft.tree.root, getattr(draft.layout, name))
    if hit is None:
        return None
    value = hit[0][0]
    text = clean(value if isinstance(value, str) else "".join(value.itertext()))
    return (text, f"layout {hit[1]}") if text else None


def _title(draft: _Draft) -> title.Title:
    window = next((clean(element.text or "") for element in draft.tree.root.iter("title") if clean(element.text or "")), None)
    heading = title.find(draft.blocks, draft.metadata, window)
    by_layout = _by_layout(draft, "title")
    if by_layout is not None:
        block = next((block for block in draft.blocks.blocks if block.text == by_layout[0]), heading.block)
        heading = title.Title(by_layout[0], by_layout[1], block)
    draft.keep("title", (heading.text, heading.rule or "") if heading.text else None)
    return heading


def _body(draft: _Draft, heading: title.Title) -> bodies.Body:
    hit = select(draft.tree.root, draft.layout.body)
    if hit is not None:
        chosen = bodies.within(draft.blocks, heading, [value for value in hit[0] if isinstance(value, etree._Element)], f"layout {hit[1]}")
        if chosen.blocks:
            return chosen
    return bodies.find(draft.blocks, heading)


def _date(draft: _Draft, heading: title.Title, start: int, end: int) -> None:
    day = published.find(draft.blocks, draft.metadata, draft.page.url, draft.zone, title=heading.block.index if heading.block else None,
                         start=start, end=end)
    stated = _by_layout(draft, "date")
    if stated is not None:
        day = published.of_text(stated[0], stated[1], draft.zone) or day
    draft.keep("date", (day.day, day.rule or "") if day.day else None)
    draft.keep("date_time", (day.date_time, day.time_rule or "") if day.date_time else None)
    draft.values["date_raw"] = day.raw


def _trail(draft: _Draft, heading: title.Title) -> None:
    trail = breadcrumb.find(draft.blocks, draft.metadata, draft.tree.resolver, heading.text)
    hit = select(draft.tree.root, draft.layout.breadcrumb)
    if hit is not None:
        trail = breadcrumb.of_values(hit[0], draft.blocks, draft.tree.resolver, heading.text, f"layout {hit[1]}") or trail
    if trail.crumbs:
        draft.values["breadcrumb"], draft.values["breadcrumb_urls"] = trail.crumbs, trail.urls
        draft.found["breadcrumb"] = trail.rule


def _facts(draft: _Draft, heading: title.Title, first: int, last: int, behind: list[Block]) -> None:
    lines = tidying.head_lines(draft.blocks, heading, first, behind)
    after = [block for block in behind if block.index >= last]
    for name in ("source", "author", "subtitle"):
        draft.keep(name, _by_layout(draft, name))
    draft.keep("subtitle", title.subtitle(draft.blocks, heading, first))
    draft.keep("source", byline.source(lines, after, draft.metadata))
    draft.keep("author", byline.author(lines, after, draft.metadata))
    draft.keep("editor", byline.editor(lines, [*after, *draft.blocks.blocks[last:last + 1]]))
    for key, pair in byline.document_facts(draft.blocks.blocks[:first + 60]).items():
        draft.keep(key, pair)
    draft.keep("keywords", draft.metadata.first("keywords", "news_keywords"))
    draft.keep("description", draft.metadata.first("description", "og:description", "twitter:description"))
    for key in ("keywords", "description"):
        if draft.found[key]:
            draft.found[key] = f"meta {draft.found[key]}"


def _references(draft: _Draft, kept: list[Block], chosen: bodies.Body, first: int, last: int) -> None:
    resolver = draft.tree.resolver
    values = draft.values
    values["images"] = images = tuple(
        resources.images(draft.blocks, resolver, chosen.box, first, last, draft.blocks.blocks[first:last + 2]))
    values["attachments"] = files = tuple(resources.attachments(draft.blocks, resolver, first, last)) if kept or chosen.box else \
        tuple(resources.attachments(draft.blocks, resolver, 0, len(draft.blocks.blocks)))
    values["links"] = resources.links(kept, resolver)
    draft.found["images"] = "body" if images else None
    draft.found["attachments"] = "body" if files else None
    named = draft.metadata.first("og:url", "url")
    link = next((element.get("href") for element in draft.tree.root.iter("link")
                 if (element.get("rel") or "").lower() == "canonical" and element.get("href")), None)
    for href, rule in ((link, "link canonical"), (named[0], f"meta {named[1]}") if named else (None, "")):
        url = resolver.resolve(href) if href else None
        if url:
            draft.keep("canonical_url", (url, rule))
    for element in draft.tree.root.iter("link"):
        if (element.get("rel") or "").lower() == "alternate" and element.get("hreflang") and element.get("href"):
            _twin(draft, element)


def _twin(draft: _Draft, element: HtmlElement) -> None:
    tag = (element.get("hreflang") or "").lower()
    own = (draft.tree.root.get("lang") or "").lower()
    url = draft.tree.resolver.resolve(element.get("href") or "")
    if url and url != draft.page.url and tag != "x-default" and tag[:2] != own[:2]:
        draft.keep("language_twin", (url, f"link alternate {tag}"))


def _finished(draft: _Draft) -> Article:
    values = draft.values
    told = language.of(f"{values.get('title') or ''} {values.get('body') or ''}", draft.tree.root.get("lang"))
    draft.keep("language", told)
    videos = sum(element.tag in ("video", "embed") for _, element in draft.blocks.embeds)
    evidence = page_kind.Evidence(
        title=values.get("title"), body=values.get("body"), body_rule=draft.found["body"],
        dated=draft.found["date"] is not None and draft.found["date"] not in ("address", "on page"),
        stated=bool(draft.metadata.article) or "articletitle" in draft.metadata.tags or draft.metadata.tags.get("og:type") == "article",
        attachments=len(values["attachments"]), images=len(values["images"]), videos=videos)
    kind, reason = page_kind.judge(draft.page, draft.blocks, evidence)
    return Article(kind=kind, reason=reason, url=draft.page.url, fields=draft.fields, found=draft.found, **values)
