"""The coverage of one portal: each section, each day, and what its listings claim against what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from crawler.coverage.silence import Gap, gaps, silence
from crawler.coverage.store import Row, Store, Visits
from crawler.coverage.walk import LISTINGS, name_of
from crawler.portal import Portal

SHOWN = 100
"""Addresses not yet fetched that are named for each section."""


@dataclass(slots=True)
class Tally:
    """Articles of one day, one section, one portal."""

    listed: int = 0
    """Named by archived listings."""
    captured: int = 0
    """Of those: with an answer in the archive."""
    extracted: int = 0
    """Of the listed: held as an article, or known as a copy of one."""
    refused: int = 0
    """Of the listed: given up or not to be asked; `reasons` says why."""
    unread: int = 0
    """Of the listed: answered, and neither an article nor refused; `fangzhi rebuild` reads them again."""
    missing: int = 0
    """Of the listed: not yet fetched."""
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        """Count one article."""
        self.listed += 1
        self.captured += row.captured
        if row.extracted:
            self.extracted += 1
        elif row.reason is not None:
            self.refused += 1
            self.reasons[row.reason] += 1
        elif row.captured:
            self.unread += 1
        else:
            self.missing += 1

    @property
    def whole(self) -> bool:
        """Whether all that was listed is held."""
        return self.extracted == self.listed

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"listed": self.listed, "captured": self.captured, "extracted": self.extracted, "refused": self.refused,
                "reasons": dict(sorted(self.reasons.items())), "unread": self.unread, "missing": self.missing}


@dataclass(slots=True)
class Section:
    """One section of a portal."""

    name: str
    in_portal_file: bool
    total: Tally = field(default_factory=Tally)
    days: dict[str, Tally] = field(default_factory=dict)
    """By day, `YYYY-MM-DD`."""
    future: int = 0
    """Articles for which the listing states a day that had not come; they count on the day they were first listed."""
    claimed_at: str | None = None
    """Day of the last statement of `claimed_articles` and `claimed_pages`; None: the listing states nothing."""
    claimed_articles: int | None = None
    claimed_pages: int | None = None
    listed_ever: int = 0
    """As `total.listed`, of all days."""
    pages: int = 0
    """Pages of its listings that are archived."""
    visits: list[Visits] = field(default_factory=list)
    silent: str | None = None
    """Why it counts as silent; None when it does not."""
    gaps: list[Gap] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Addresses not yet fetched, the first `SHOWN`."""

    @property
    def short_by(self) -> int | None:
        """Articles that the listing claims beyond those that are archived as listed; None when it claims none."""
        return None if self.claimed_articles is None else max(0, self.claimed_articles - self.listed_ever)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "section": self.name, "in_portal_file": self.in_portal_file, **self.total.as_dict(), "future_dates": self.future,
            "claimed": {"articles": self.claimed_articles, "pages": self.claimed_pages, "at": self.claimed_at, "short_by": self.short_by},
            "listing_pages": self.pages,
            "visits": {"days": len(self.visits), "first": self.visits[0].day if self.visits else None,
                       "last": self.visits[-1].day if self.visits else None,
                       "last_answer": next((one.day for one in reversed(self.visits) if one.answered), None)},
            "silent": self.silent, "gaps": [{"from": gap.begins, "to": gap.ends, "days": gap.days} for gap in self.gaps],
            "missing_addresses": self.missing,
            "days": [{"day": day, **tally.as_dict()} for day, tally in sorted(self.days.items())],
        }


@dataclass(slots=True)
class Coverage:
    """One portal."""

    portal: str
    title: str
    total: Tally
    """Each article once, in however many sections it is listed."""
    days: dict[str, Tally]
    sections: list[Section]
    unlisted: dict[str, int]
    """By day: articles that are held though no archived listing names them."""
    notes: list[str] = field(default_factory=list)
    """Places that could not be read, a line each."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"portal": self.portal, "title": self.title, **self.total.as_dict(), "unlisted": sum(self.unlisted.values()),
                "silent": [section.name for section in self.sections if section.silent],
                "days": [{"day": day, **tally.as_dict()} for day, tally in sorted(self.days.items())],
                "sections": [section.as_dict() for section in self.sections], "notes": self.notes}


def coverage_of(portal: Portal, store: Store, since: str | None, notes: Sequence[str] = ()) -> Coverage:
    """From what a `Walk` noted. `since`: only days from this one on; silence and claims are judged by all days."""
    sections = _sections(portal, store)
    total, days = Tally(), dict[str, Tally]()
    spans: dict[str, set[str]] = {}
    for _, group in groupby(store.rows(), key=lambda row: row.key):
        rows = list(group)
        for row in rows:
            spans.setdefault(row.section, set()).add(row.day)
            sections[row.section].listed_ever += 1
            if since is None or row.day >= since:
                _put(sections[row.section], row)
        one = min(rows, key=lambda row: row.day)
        if since is None or one.day >= since:
            total.add(one)
            days.setdefault(one.day, Tally()).add(one)
    last = max((visit.day for section in sections.values() for visit in section.visits), default=None)
    for section in sections.values():
        listed = sorted(spans.get(section.name, ()))
        section.silent = silence(section.visits, listed, last)
        section.gaps = [gap for gap in gaps(listed) if since is None or gap.ends >= since]
    unlisted = {day: count for day, count in store.unlisted() if since is None or day >= since}
    return Coverage(portal.name, portal.title, total, days, list(sections.values()), unlisted, list(notes))


def _sections(portal: Portal, store: Store) -> dict[str, Section]:
    """Those of the portal file, in its order, then those that only the archive knows."""
    named = [name_of(seed.url, seed.section) for seed in portal.seeds if seed.kind in LISTINGS]
    sections = {name: Section(name, True) for name in named}
    for visit in store.visits():
        sections.setdefault(visit.section, Section(visit.section, False)).visits.append(visit)
    claims, pages = store.claims(), store.pages()
    for name, section in sections.items():
        section.pages = pages.get(name, 0)
        if name in claims:
            section.claimed_at, section.claimed_articles, section.claimed_pages = claims[name]
    return sections


def _put(section: Section, row: Row) -> None:
    section.total.add(row)
    section.days.setdefault(row.day, Tally()).add(row)
    section.future += row.future
    if not (row.captured or row.extracted or row.reason) and len(section.missing) < SHOWN:
        section.missing.append(row.url)


def notes_of(coverage: Coverage) -> Iterable[str]:
    """What is worth a look, a line each."""
    for section in coverage.sections:
        where = f"{coverage.portal}: {section.name}"
        if section.silent:
            yield f"{where}: silent: {section.silent}"
        for gap in section.gaps:
            yield f"{where}: gap: nothing from {gap.begins} to {gap.ends} ({gap.days} days)"
        if section.short_by:
            yield f"{where}: its listing claims {section.claimed_articles:,} articles, {section.listed_ever:,} are listed in the archive"
        if section.claimed_pages is not None and section.claimed_pages > section.pages:
            yield f"{where}: its listing claims {section.claimed_pages:,} pages, {section.pages:,} are archived"
        if section.future:
            yield f"{where}: {section.future:,} listed with a day that had not come; counted when first listed"
        if section.total.missing:
            yield f"{where}: {section.total.missing:,} not yet fetched, as {section.missing[0]}"
    yield from coverage.notes
