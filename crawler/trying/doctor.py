"""Holds a portal's rules against what they found lately: how often each field was filled, which rule filled it and when that changed,
what the file's own layouts still hit, and which sections fell silent."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from archive.errors import ArchiveError
from archive.jsonl import whole_lines
from archive.layout import Archive, Collection
from archive.model import WarcRef
from archive.reader import entity_of, read_at
from crawler.coverage.covering import covered_portal
from crawler.extract.layouts import layout_for, select
from crawler.extract.markup.tree import parse
from crawler.page import Page
from crawler.portal import Portal
from crawler.trying.drift import Days, Drift, drift_of, filled

FIELDS = ("title", "body", "date", "date_time", "breadcrumb", "source", "author")
"""Fields that are watched."""
LATELY = 50
"""Captures that the layouts are tried on, and articles whose fill rate counts as today's."""
RULES = ("title", "subtitle", "body", "date", "breadcrumb", "source", "author", "images", "attachments", "strip")
OUTCOME = "outcome"
"""A field of its own: what became of article pages."""
READ_AT_MOST = 20 * 1024 * 1024
_BAD = frozenset({"not-an-article", "incomplete", "unreadable"})


@dataclass(slots=True)
class Fill:
    """How often a field is found."""

    field: str
    months: list[tuple[str, int, int]]
    """Month, articles, those of them that had the field."""
    lately: tuple[int, int]
    """The same of the newest articles."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What one expression of the portal file still finds."""

    layout: int
    """Number of the layout in the file, from 0."""
    field: str
    expression: str
    hits: int
    of: int
    """Pages it was tried on: the newest that this layout is for."""


@dataclass(slots=True)
class Diagnosis:
    """What is wrong with a portal, and how it looks."""

    portal: str
    articles: int = 0
    first: str | None = None
    last: str | None = None
    """Days of the first and last capture that gave a line, in the portal's zone."""
    fills: list[Fill] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)
    hits: list[Hits] = field(default_factory=list)
    silent: list[tuple[str, str]] = field(default_factory=list)
    """Section, and why it counts as silent."""

    @property
    def advice(self) -> list[str]:
        """What to do, a line each; empty when all is well."""
        return [*self._of_drifts(), *self._of_layouts(), *(f"section {name} is silent: {why}" for name, why in self.silent)]

    def _of_drifts(self) -> Iterator[str]:
        for one in self.drifts:
            if one.field == OUTCOME:
                yield (f"since {one.since} {100 * one.share:.0f} % of the article pages end otherwise than before: {_said(one.after)} "
                       f"instead of {_said(one.before)}; the portal's pages changed after {one.last}")
            else:
                yield (f"since {one.since} {one.field} is found by {_said(one.after)}, until {one.last} by {_said(one.before)}: if the "
                       f"pages look otherwise, put a new [[layouts]] on top and give the old one `until = {one.last}`")

    def _of_layouts(self) -> Iterator[str]:
        dead: dict[tuple[int, str], list[Hits]] = defaultdict(list)
        for one in self.hits:
            dead[one.layout, one.field].append(one)
        for (number, name), rules in dead.items():
            if name != "strip" and rules[0].of and not any(rule.hits for rule in rules):
                yield f"layouts[{number}].{name} hits none of the last {rules[0].of} pages"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "portal": self.portal, "articles": self.articles, "first": self.first, "last": self.last,
            "fields": [{"field": fill.field, "lately": {"articles": fill.lately[0], "filled": fill.lately[1]},
                        "months": [{"month": month, "articles": count, "filled": there} for month, count, there in fill.months]}
                       for fill in self.fills],
            "drifts": [{"field": one.field, "last": one.last, "since": one.since, "before": one.before, "after": one.after,
                        "share": one.share} for one in self.drifts],
            "layouts": [{"layout": one.layout, "field": one.field, "expression": one.expression, "hits": one.hits, "of": one.of}
                        for one in self.hits],
            "silent": [{"section": name, "why": why} for name, why in self.silent], "advice": self.advice}


def diagnosis(collection: Collection, portal: Portal) -> Diagnosis:
    """Of one portal, by its lines, its newest captures and its archived listings."""
    found = Diagnosis(portal.name)
    zone = ZoneInfo(portal.timezone)
    days: dict[str, dict[str, Counter[str | None]]] = {name: defaultdict(Counter) for name in (*FIELDS, OUTCOME)}
    newest: deque[dict[str, Any]] = deque(maxlen=LATELY)
    for line in _lines(collection, "articles"):
        day = datetime.fromisoformat(line["captured_at"]).astimezone(zone).date().isoformat()
        for name in FIELDS:
            days[name][day][line["found"].get(name)] += 1
        days[OUTCOME][day]["an article"] += 1
        newest.append(line)
        found.articles += 1
    for line in _lines(collection, "problems"):
        if line["kind"] in _BAD:
            day = datetime.fromisoformat(line["at"]).astimezone(zone).date().isoformat()
            days[OUTCOME][day][f"{line['kind']} ({line['reason'].partition(':')[0]})"] += 1
    captured = sorted(days[FIELDS[0]])
    found.first, found.last = (captured[0], captured[-1]) if captured else (None, None)
    found.fills = [_fill(name, days[name], newest) for name in FIELDS]
    found.drifts = [drift for name, told in days.items() if (drift := drift_of(name, told)) is not None]
    found.hits = _hits(collection, portal, newest)
    found.silent = _silent(collection, portal)
    return found


def _lines(collection: Collection, folder: str) -> Iterator[dict[str, Any]]:
    for path in collection.line_files(folder):
        for _, raw in whole_lines(path):
            with suppress(ValueError, KeyError, TypeError):
                line = orjson.loads(raw)
                if line["schema"]:
                    yield line


def _fill(name: str, days: Days, newest: Sequence[dict[str, Any]]) -> Fill:
    months = sorted({day[:7] for day in days})
    told = [(month, *filled(days, [day for day in days if day.startswith(month)])) for month in months]
    return Fill(name, told, (len(newest), sum(line["found"].get(name) is not None for line in newest)))


def _hits(collection: Collection, portal: Portal, newest: Sequence[dict[str, Any]]) -> list[Hits]:
    """Each expression of the layout in use, tried on the newest pages."""
    if not portal.layouts:
        return []
    layout = portal.layouts[0]
    rules = [(name, expression) for name in RULES for expression in getattr(layout, name)]
    counts, tried = Counter[tuple[str, str]](), 0
    for line in newest:
        if layout_for(portal.layouts, None, datetime.fromisoformat(line["captured_at"])) is not layout:
            continue  # read by an older layout, or by none
        pointer = line["warc"]
        ref = WarcRef(file=pointer["file"], offset=pointer["offset"], length=pointer["length"], record_id=pointer["record_id"],
                      payload_digest=pointer["payload_digest"])
        with suppress(ArchiveError):
            stored = read_at(collection.path, ref)
            root = parse(Page(url=stored.url, body=entity_of(stored, READ_AT_MOST), headers=stored.headers)).root
            tried += 1
            counts.update(rule for rule in rules if select(root, (rule[1],)) is not None)
    return [Hits(0, name, expression, counts[name, expression], tried) for name, expression in rules]


def _silent(collection: Collection, portal: Portal) -> list[tuple[str, str]]:
    coverage = covered_portal(Archive(collection.root), collection, portal, None, keep=True)
    return [(section.name, section.silent) for section in coverage.sections if section.silent]


def _said(rule: str | None) -> str:
    return "nothing" if rule is None else repr(rule)
