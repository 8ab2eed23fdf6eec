"""What the rows of an export show of each portal: how many, from when to when, how full each field is. Kept as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.export.rows import Row

HOSTS = 50
"""Hosts that are told by name at most, the most frequent first."""
MOST_HOSTS = 10_000
"""Hosts that are counted."""


@dataclass(slots=True)
class Portal:
    """One portal's rows."""

    rows: int = 0
    first_versions: int = 0
    days: tuple[str, str] | None = None
    """First and last day of the articles; None: none has a date."""
    captures: tuple[str, str] | None = None
    """First and last instant of their captures."""
    languages: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    """Of the articles' days; `no date` where they have none."""
    months: Counter[str] = field(default_factory=Counter)
    """Of the captures, `YYYY-MM`."""
    hosts: Counter[str] = field(default_factory=Counter)
    extractors: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    """Rows in which a column is neither null nor empty."""

    def add(self, other: Portal) -> None:
        """Count the rows that another counted behind those counted here."""
        self.rows += other.rows
        self.first_versions += other.first_versions
        for name in ("days", "captures"):
            for value in getattr(other, name) or ():
                setattr(self, name, _widened(getattr(self, name), value))
        for name in ("languages", "years", "months", "extractors", "filled"):
            getattr(self, name).update(getattr(other, name))
        for host, count in other.hosts.items():
            if host in self.hosts or len(self.hosts) < MOST_HOSTS:
                self.hosts[host] += count

    def take(self, row: Row) -> None:
        """Count a row."""
        self.rows += 1
        self.first_versions += row["version"] == 1
        self.days = _widened(self.days, row["date"])
        self.captures = _widened(self.captures, row["captured_at"])
        self.languages[row["language"] or "not told"] += 1
        self.years[row["date"][:4] if row["date"] else "no date"] += 1
        self.months[row["captured_at"][:7]] += 1
        self.extractors[row["extractor"]] += 1
        self.hosts[urlsplit(row["url"]).netloc] += 1
        self.filled.update([name for name, value in row.items() if value not in (None, [])])


@dataclass(slots=True)
class Observed:
    """All portals."""

    portals: dict[str, Portal] = field(default_factory=dict)

    def take(self, rows: Sequence[Row]) -> None:
        """Count rows."""
        for row in rows:
            self.portals.setdefault(row["portal"], Portal()).take(row)

    def add(self, other: Observed) -> None:
        """Count the rows that another counted behind those counted here."""
        for name, portal in other.portals.items():
            self.portals.setdefault(name, Portal()).add(portal)

    @property
    def rows(self) -> int:
        """Of all portals."""
        return sum(portal.rows for portal in self.portals.values())

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day of the articles of all portals; None: none has a date."""
        return _all([portal.days for portal in self.portals.values()])

    @property
    def captures(self) -> tuple[str, str] | None:
        """First and last capture of all portals; None: no rows."""
        return _all([portal.captures for portal in self.portals.values()])

    def filled(self, column: str) -> float:
        """Share of all rows in which a column holds something; 0 without rows."""
        return sum(portal.filled[column] for portal in self.portals.values()) / self.rows if self.rows else 0.0


def _widened(span: tuple[str, str] | None, value: str | None) -> tuple[str, str] | None:
    if value is None:
        return span
    return (min(span[0], value), max(span[1], value)) if span else (value, value)


def _all(spans: Sequence[tuple[str, str] | None]) -> tuple[str, str] | None:
    known = [span for span in spans if span is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None
