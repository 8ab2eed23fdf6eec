"""Puts the fields of one article together: a layout's rules first, then the general reader, and for each the rule that gave it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Final

from lxml import etree

import crawler.extract.body.choice as bodies
import crawler.extract.body.tidying as tidying
import crawler.extract.days.published as published
import crawler.extract.facts.byline as byline
import crawler.extract.facts.index_table as index_table
import crawler.extract.headline.title as title
import crawler.extract.headline.title_lines as title_lines
import crawler.extract.kind.page_kind as page_kind
import crawler.extract.linked.twin as twin
import crawler.extract.markup.microdata as microdata
import crawler.extract.trail.breadcrumb as breadcrumb
import crawler.extract.words.dateline as dateline
import crawler.extract.words.language as language
from archive.model import FIELD_KEYS, FOUND_KEYS, Article
from crawler.extract.candidate import Said, settled
from crawler.extract.days.shown_days import NEAR
from crawler.extract.days.stated_days import ADDRESS
from crawler.extract.draft import FELL_BACK, Draft, stripped
from crawler.extract.facts.labelled_names import Found, Lines
from crawler.extract.headline.headings import leads_home
from crawler.extract.headline.site_name import CUT, names_section
from crawler.extract.headline.unmarked_title import permalink
from crawler.extract.kind.evidence import Evidence, is_document, is_print
from crawler.extract.layouts import select
from crawler.extract.linked.references import refer
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.compose import Composed
from crawler.extract.markup.laying import lay_out
from crawler.extract.markup.metadata import Metadata
from crawler.extract.markup.rescue import rescued
from crawler.extract.markup.script_data import text_in
from crawler.extract.markup.tree import Tree
from crawler.extract.trail.trail_leads import HOME
from crawler.extract.words.colophon import are_colophon
from crawler.extract.words.text import clean
from crawler.page import Page
from crawler.portal import Layout

_NONE: Final = Layout()
_FARTHEST_EAST: Final = timedelta(hours=14)
"""By which a day may have begun before it does in Greenwich."""
_HEAD_LINES: Final = 3
"""Lines below the headline of a page without text that may be its head line."""
_OF_DOCUMENTS: Final = ("document_number", "index_number")
"""Facts that only documents have."""
_TABLE: Final = 30
"""Lines above the headline in which a document's table of facts may stand."""
_CALLED_THERE: Final = "原标题"
"""How a text begins that another site had under another headline."""
_CREDITS: Final = 7
"""Lines before a text's last one that may name in turn who wrote, pictured and checked it."""
_ABOVE: Final = 5
"""Lines above the headline among which the number of a document in red heads stands."""
_FOOT: Final = 6
"""Lines of a site's foot at most."""
_FAR_BELOW: Final = 40
"""Lines behind the text among which its editor may be named."""
_LITTLE_SHOWN: Final = 1200
"""Weight of a text below which the data of scripts may have the whole of it."""
_TAGS: Final = {
    "keywords": ("keywords", "news_keywords", "enpproperty keywords"),
    "description": ("description", "og:description", "twitter:description")}


def extract_tree(tree: Tree, page: Page, layout: Layout | None = None, timezone: str = "Asia/Shanghai",
                 said: Said | None = None) -> Article:
    """The article of a page that is parsed already; see `crawler.extract.extract`. `said`: a list that takes in what every reader
    answered, for those who want to know why.

    A page whose tree shows no article though its bytes hold one is parsed again, by html5lib's rules; `found["body"]` says so.
    """
    found = _read(tree, page, layout, timezone, said)
    if found.body is None and tree.fault is None:
        other = rescued(tree)
        if other is not None:
            answers: Said | None = None if said is None else []
            again = _read(other, page, layout, timezone, answers)
            if again.body is not None:
                again.found["body"] = f"{again.found['body']}, html5lib"
                if said is not None and answers is not None:
                    said[:] = answers
                return again
    return found


def _read(tree: Tree, page: Page, layout: Layout | None, timezone: str, said: Said | None) -> Article:
    """The article of a parsed page; see `crawler.extract.extract_tree`."""
    if tree.fault is not None:
        return Article(kind=tree.fault[0], reason=tree.fault[1], url=page.url)
    layout = layout or _NONE
    draft = Draft(page, tree, layout, lay_out(tree.root, stripped(tree.root, layout)), Metadata(tree), {},
                  dict.fromkeys(FIELD_KEYS), dict.fromkeys(FOUND_KEYS), timezone, said)
    heading = _title(draft)
    chosen = _body(draft, heading)
    kept, behind = tidying.tidy(draft.blocks, chosen, heading)
    told = kept or chosen.blocks
    if told and len(told) <= _FOOT and are_colophon([block.text for block in told]):
        chosen, kept, behind = bodies.Body(), [], [*behind, *kept]
    composed = Composed(kept)
    draft.keep("body", (composed.text, chosen.rule or "") if kept else None)
    first = kept[0].index if kept else (heading.block.index + 1 if heading.block else 0)
    last = kept[-1].index if kept else first
    _date(draft, heading, first, last + 1)
    _trail(draft, heading)
    _facts(draft, heading, first, last, behind)
    refer(draft, kept, composed, chosen, first, last)
    return _finished(draft, kept)


def _title(draft: Draft) -> title.Title:
    heading = title.find(draft.blocks, draft.metadata, _window(draft), draft.listener)
    named = bool(heading.text) and not (heading.block is not None and heading.block.linked and leads_home(heading.block))
    if not named and (line := permalink(draft.blocks, draft.tree.resolver, draft.page.url)) is not None:
        heading = title.Title(line.text, "link to itself", line)
    by_layout = draft.by_layout("title")
    if by_layout is not None:
        draft.say("title", *by_layout)
        block = next((block for block in draft.blocks.blocks if block.text == by_layout[0]), heading.block)
        heading = title.Title(by_layout[0], by_layout[1], block)
    draft.keep("title", (heading.text, heading.rule or "") if heading.text else None)
    return heading


def _window(draft: Draft) -> str | None:
    """The window's title."""
    return next(filter(None, (clean(element.text or "") for element in draft.tree.named("title"))), None)


def _body(draft: Draft, heading: title.Title) -> bodies.Body:
    hit = select(draft.tree.root, draft.layout.body)

    def said(body: bodies.Body, why: str) -> None:
        draft.say("body", Composed(tidying.tidy(draft.blocks, body, heading)[0]).text, body.rule, why)

    if hit is not None:
        chosen = bodies.within(draft.blocks, heading, [value for value in hit[0] if isinstance(value, etree._Element)], f"layout {hit[1]}")
        if chosen.blocks:
            if draft.said is not None:
                bodies.find(draft.blocks, heading, draft.metadata, said)
            return chosen
    chosen = bodies.find(draft.blocks, heading, draft.metadata, said if draft.said is not None else None)
    shown = sum([block.size for block in chosen.blocks])
    held = text_in(draft.tree.named("script"), heading.text or "", shown) if shown < _LITTLE_SHOWN else None
    return chosen if held is None else bodies.of_markup(draft.blocks, heading, held, "script data")


def _date(draft: Draft, heading: title.Title, start: int, end: int) -> None:
    day = published.find(draft.blocks, draft.metadata, draft.page.url, draft.zone, title=heading.block.index if heading.block else None,
                         start=start, end=end, text=lambda: draft.tree.text, octets=draft.page.body, latest=_captured_on(draft.page),
                         say=draft.listener)
    stated = draft.by_layout("date")
    if stated is not None:
        draft.say("date", *stated)
        day = published.of_text(stated[0], stated[1], draft.zone) or day
    draft.keep("date", (day.day, day.rule or "") if day.day else None)
    draft.keep("date_time", (day.date_time, day.time_rule or "") if day.date_time else None)
    draft.values["date_raw"] = day.raw


def _captured_on(page: Page) -> str | None:
    """The day by which all that a page tells was written, anywhere on earth: of its capture, else of its answer by the server's clock;
    None where neither is known."""
    instant = page.captured_at
    if instant is None and (stated := page.header("Date")):
        try:
            instant = parsedate_to_datetime(stated)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return (instant + _FARTHEST_EAST).date().isoformat() if instant is not None and instant.year < MAXYEAR else None


def _trail(draft: Draft, heading: title.Title) -> None:
    trail = breadcrumb.find(draft.blocks, draft.metadata, draft.tree.resolver, heading.text, draft.listener, _window(draft) or "")
    hit = draft.elements("breadcrumb")
    if hit is not None:
        trail = breadcrumb.of_values(hit[0], draft.blocks, draft.tree.resolver, heading.text, hit[1]) or trail
    if trail.crumbs:
        draft.values["breadcrumb"], draft.values["breadcrumb_urls"] = trail.crumbs, trail.urls
        draft.found["breadcrumb"] = draft.worded("breadcrumb", trail.rule or "")


def _facts(draft: Draft, heading: title.Title, first: int, last: int, behind: list[Block]) -> None:
    lines = tidying.head_lines(draft.blocks, heading, first if draft.values.get("body") else first + _HEAD_LINES, behind)
    after = [block for block in behind if block.index >= last]
    for name in ("source", "author", "subtitle"):
        draft.keep(name, draft.by_layout(name))
    draft.keep("kicker", title_lines.kicker(draft.blocks, heading) or draft.metadata.first("enpproperty kicker"))
    draft.keep("subtitle", title_lines.subtitle(draft.blocks, heading, first) or draft.metadata.first("enpproperty subtitle"))
    head, behind_text = Lines(lines), Lines(after)
    foot = Lines(draft.blocks.blocks[last:last + 1], behind_text)
    _keep(draft, "source", byline.sources(head, behind_text, draft.metadata, draft.blocks.blocks[last:last + 1], lambda: _sites(draft)))
    _keep(draft, "editor", byline.editors(head, foot, draft.blocks.blocks[last + 1:last + _FAR_BELOW]))
    opening = draft.blocks.blocks[first:first + 2]
    opening = opening[1:] if opening and opening[0].text.startswith(_CALLED_THERE) else opening[:1]
    _keep(draft, "author", byline.authors(head, behind_text, draft.metadata, opening,
                                          draft.blocks.blocks[max(first, last - _CREDITS):last + 1], lambda: (*filter(None, (
                                              draft.values.get("source"), draft.fields["editor"])), *draft.values.get("breadcrumb", ()))))
    if not draft.values.get("author"):
        wrote = microdata.author_of(draft.tree.root, draft.page.body)
        draft.keep("author", (wrote, "microdata") if wrote is not None and byline.is_name(wrote) else byline.author_alone(
            head, heading.block.index if heading.block else first))
    _document(draft, heading, first, last)
    draft.keep("dateline", dateline.of(draft.values.get("body")))
    for key, names in _TAGS.items():
        draft.keep(key, draft.metadata.first(*names))


def _sites(draft: Draft) -> list[str]:
    """What a Chinese page calls its site: in tags, at the end of the window's title, at the beginning of the trail."""
    last = [part.strip() for part in CUT.split(_window(draft) or "")][-1]
    stated = draft.metadata.value("sitename"), draft.metadata.value("og:site_name")
    names = (*stated, last, last.rpartition("-")[2], *draft.values.get("breadcrumb", ())[:1])
    return [name for name in names if name and len(name) > 2 and not name.isascii() and not HOME.search(name) and not names_section(name)]


def _keep(draft: Draft, key: str, answers: Iterator[Found]) -> None:
    """The best answer; all of them are said where somebody asks."""
    for pair in answers if draft.said is not None else islice(answers, 1):
        draft.say(key, *pair)
        draft.keep(key, pair)


def _document(draft: Draft, heading: title.Title, first: int, last: int) -> None:
    """What documents state of themselves."""
    blocks = draft.blocks.blocks
    facts = index_table.stated(draft.blocks, first + 60)
    for key, pair in facts.items():
        draft.keep(key, pair)
    if draft.found["source"] is None and not facts.keys().isdisjoint(_OF_DOCUMENTS) and heading.block is not None:
        draft.keep("source", byline.source_among(blocks[max(0, heading.block.index - _TABLE):heading.block.index]))
    start = heading.block.index if heading.block is not None and heading.block.index < first + 3 else max(0, first - 2)
    draft.keep("document_number", index_table.numbered(blocks[start:first + 3]))
    if draft.found["document_number"] is None and heading.block is not None:
        draft.keep("document_number", index_table.numbered(blocks[max(0, heading.block.index - _ABOVE):heading.block.index]))
    draft.keep("document_date", index_table.signed(blocks[first:last + 1]))
    below = blocks[heading.block.index + 1:heading.block.index + 3] if heading.block is not None else []
    if (day := index_table.below_headline(below)) is not None and (
            draft.values.get("date") != day[0] or draft.found["date"] != NEAR):  # that line is the day of a piece of news
        draft.keep("document_date", day)
    if draft.found["document_date"] == "signature" and (draft.found["date"] or "").startswith("meta ") \
            and str(draft.values["date"]) < str(draft.fields["document_date"]):  # none is published before it was signed
        for key in ("date", "date_time"):
            draft.values[key] = draft.found[key] = None
        draft.values["date_raw"] = None
    draft.keep("effective_date", index_table.takes_effect(draft.values.get("body") or ""))


def _finished(draft: Draft, kept: list[Block]) -> Article:
    values, tree = draft.values, draft.tree
    if tree.charset_why.startswith("repaired"):
        for key in ("title", "body"):
            if draft.found[key]:
                draft.found[key] = f"{draft.found[key]}; charset {tree.charset_why}"
    sample = f"{values.get('title') or ''} {(values.get('body') or '')[:language.SAMPLE]}"
    draft.keep("language", language.of(sample, tree.root.get("lang")))
    draft.keep("language_twin", twin.find(tree, draft.blocks, values.get("language")))
    if draft.said is not None:
        for key, value in {**values, **draft.fields, "breadcrumb": " > ".join(values.get("breadcrumb", ()))}.items():
            if isinstance(value, str):
                settled(draft.said, key, draft.found.get(key), value)
    kind, reason = page_kind.judge(draft.page, draft.blocks, _evidence(draft, kept))
    if kind == "empty" and draft.found["date"] == ADDRESS:  # the address of a page that says nothing tells nothing either
        values.update(date=None, date_raw=None)
        draft.found["date"] = None
    return Article(kind=kind, reason=reason, url=draft.page.url, fields=draft.fields, found=draft.found, **values)


def _evidence(draft: Draft, kept: list[Block]) -> Evidence:
    values, metadata = draft.values, draft.metadata
    # Lines that do not stand on the page (a field's, JSON-LD's) are put behind the headline, which may be all there is.
    end = len(draft.blocks.blocks)
    return Evidence(
        title=values.get("title"), body=values.get("body"), body_rule=draft.found["body"],
        dated=(draft.found["date"] or "address").removesuffix(FELL_BACK) not in ("address", "on page"),
        stated=metadata.calls_article() or is_document(draft.found) or is_print(kept),
        attachments=len(values["attachments"]), images=values["images"],
        lines=frozenset([block.index for block in kept if block.index < end]), canonical=values.get("canonical_url"),
        section=metadata.calls_section())
