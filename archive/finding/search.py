"""Finds versions of articles by words and facets: newest first, bounded in time whatever is asked."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from archive.finding.intake import FILLED
from archive.finding.tokens import BadQuery, expression, facet

COUNTED = 5000
"""Hits that are counted and of which facets are made, the newest; past them a number is `COUNTED` or more."""
PAGE_SIZE = 20
EARLIEST, LATEST = date(1850, 1, 1), date(2100, 12, 31)
"""Days between which articles are found by their date."""
FACETS = ("portal", "language", "kind", "source", "section")
_LETTERS = {"portal": "p", "language": "l", "kind": "k", "source": "s", "section": "c"}
_COLUMNS = ("n", "portal", "id", "version", "latest", "captured", "day", "title", "section", "source", "language", "kind", "url", "digest",
            "file", "offset", "length", "filled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One version of one article; see `archive.lines.Line` for what its values mean."""

    n: int
    """Its row: microseconds of its capture, or a little more. Later captures have larger ones."""
    portal: str
    id: str
    version: int
    latest: bool
    captured: str
    day: str | None
    title: str | None
    section: str | None
    """The last crumb of its breadcrumb."""
    source: str | None
    language: str | None
    kind: str
    url: str
    digest: str
    """Text digest."""
    file: str
    """Where its line lies: file relative to the collection, offset and length in bytes."""
    offset: int
    length: int
    filled: int
    """See `archive.finding.intake.FILLED`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked. Empty values ask for nothing."""

    words: str = ""
    """As `archive.finding.tokens.expression` reads them."""
    portal: str = ""
    language: str = ""
    kind: str = ""
    source: str = ""
    section: str = ""
    lacking: str = ""
    """One of `archive.finding.intake.FILLED`: versions of which the page did not give it."""
    captured: str = ""
    """Month of capture (UTC), `YYYY-MM`."""
    since: str = ""
    """Local day, `YYYY-MM-DD`: articles dated on it or later. Those without a date are passed over when a day is asked for."""
    until: str = ""
    """The last such day."""
    versions: str = "latest"
    """`latest`: only the newest version of each article; `all`: every one."""
    order: str = "captured"
    """`captured`: newest capture first; `date`: newest article date first, among the `COUNTED` newest hits."""

    def parameters(self) -> dict[str, str]:
        """What differs from an empty query, by name: the query part of its address."""
        empty = Query()
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != getattr(empty, one.name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Answers to a query."""

    hits: Sequence[Hit]
    total: int
    """Hits, counted up to `COUNTED`."""
    more: bool
    """Whether there are more than were counted."""
    facets: dict[str, list[tuple[str, int]]]
    """For each of `FACETS` its values with their number among the counted hits, most first."""
    days: list[tuple[str, int]]
    """The same for dates, newest first: years, or months (`YYYY-MM`) where all hits lie within two years."""


def search(connection: sqlite3.Connection, query: Query, offset: int = 0, size: int = PAGE_SIZE) -> Results:
    """The hits from `offset` on. Raises `BadQuery` for words or days that cannot be looked for."""
    sql, values = _statement(query)
    try:
        rows = connection.execute(f"SELECT v.n, v.day, v.portal, v.language, v.kind, v.source, v.section {sql} LIMIT ?",
                                  (*values, COUNTED + 1)).fetchall()
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            raise BadQuery(f"not a search: {query.words[:80]}") from None
        raise
    more, rows = len(rows) > COUNTED, rows[:COUNTED]
    facets = {name: Counter(row[column] for row in rows if row[column]).most_common(12)
              for column, name in enumerate(FACETS_OF_ROWS, start=2)}
    if query.order == "date":
        rows.sort(key=lambda row: (row[1] or "", row[0]), reverse=True)
    wanted = [row[0] for row in rows[offset:offset + size]]
    return Results(hits=versions(connection, wanted), total=len(rows), more=more, facets={name: facets[name] for name in FACETS},
                   days=_periods([row[1] for row in rows if row[1]]))


def _periods(days: Sequence[str]) -> list[tuple[str, int]]:
    years = len({day[:4] for day in days})
    return sorted(Counter(day[:4] if years > 2 else day[:7] for day in days).items(), reverse=True)[:40]


FACETS_OF_ROWS = ("portal", "language", "kind", "source", "section")


def onwards(connection: sqlite3.Connection, query: Query, before: int | None, size: int) -> list[Hit]:
    """The next `size` hits behind row `before` (None: from the first), newest capture first: for whoever walks all of them.

    Raises `BadQuery`.
    """
    sql, values = _statement(query, before)
    return versions(connection, [row[0] for row in connection.execute(f"SELECT v.n {sql} LIMIT ?", (*values, size))])


def every(connection: sqlite3.Connection, query: Query, most: int) -> list[Hit]:
    """All hits up to `most`, newest capture first, for downloads. Raises `BadQuery`."""
    sql, values = _statement(query)
    numbers = [row[0] for row in connection.execute(f"SELECT v.n {sql} LIMIT ?", (*values, most))]
    return versions(connection, numbers)


def versions(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Hit]:
    """The versions with these row numbers, in this order; those that are not there are passed over."""
    found = {}
    for start in range(0, len(numbers), 500):
        part = numbers[start:start + 500]
        marks = ",".join("?" * len(part))
        for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM versions WHERE n IN ({marks})", part):
            found[row[0]] = hit(row)
    return [found[number] for number in numbers if number in found]


def hit(row: Sequence[Any]) -> Hit:
    """A row of the columns of `Hit`, in their order."""
    values = dict(zip(_COLUMNS, row, strict=True))
    values["latest"] = bool(values["latest"])
    return Hit(**values)


def of_id(connection: sqlite3.Connection, id: str) -> list[Hit]:
    """All versions of an article, oldest first; empty when there is none."""
    return [hit(row) for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM versions WHERE id = ? ORDER BY version", (id,))]


def of_url(connection: sqlite3.Connection, url: str) -> list[Hit]:
    """All versions read at an address, oldest first."""
    return [hit(row) for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM versions WHERE url = ? ORDER BY n", (url,))]


def _statement(query: Query, before: int | None = None) -> tuple[str, list[object]]:
    """FROM, WHERE and ORDER of a query, and its values. `before`: only rows with a smaller number."""
    found = [part for part in (_words(query), *_facets(query)) if part]
    where, values = [], list[object]()
    if found:
        source, order = "FROM texts t CROSS JOIN versions v ON v.n = t.rowid", "t.rowid"
        where.append("t.texts MATCH ?")
        values.append(" AND ".join(found))
    else:
        source, order = "FROM versions v", "v.n"
    if before is not None:
        where.append(f"{order} < ?")
        values.append(before)
    if query.versions != "all":
        where.append("v.latest = 1")
    for sign, day in ((">=", query.since), ("<=", query.until)):
        if day:
            where.append(f"v.day {sign} ?")
            values.append(_day(day))
    told = f"WHERE {' AND '.join(where)}" if where else ""
    return f"{source} {told} ORDER BY {order} DESC", values


def _words(query: Query) -> str:
    found = expression(query.words)
    return f"({found})" if found else ""


def _facets(query: Query) -> list[str]:
    found = [f"facets : {facet(_LETTERS[name], value)}" for name in FACETS if (value := getattr(query, name))]
    if query.lacking:
        if query.lacking not in FILLED:
            raise BadQuery(f"lacking: expected one of {', '.join(FILLED)}")
        found.append(f"facets : n{FILLED.index(query.lacking)}")
    if query.captured:
        if not re.fullmatch(r"\d{4}-\d\d", query.captured, re.ASCII):
            raise BadQuery(f"captured: not a month: {query.captured[:20]} (expected YYYY-MM)")
        found.append(f"facets : g{query.captured.replace('-', '')}")
    span = _span(query)
    return [*found, f"facets : ({' OR '.join(span)})"] if span else found


def _span(query: Query) -> list[str]:
    """Tokens of the years between the days asked for, and of the months where the first and the last year are not whole, so that few
    rows are looked at in vain; empty when no day is asked for. An open end is far away: what no row has costs nothing."""
    if not query.since and not query.until:
        return []
    first = max(date.fromisoformat(_day(query.since)) if query.since else EARLIEST, EARLIEST)
    last = min(date.fromisoformat(_day(query.until)) if query.until else LATEST, LATEST)
    months = [f"m{year:04}{month:02}" for year in sorted({first.year, last.year}) for month in range(1, 13)
              if (first.year, first.month) <= (year, month) <= (last.year, last.month)]
    found = [*months, *(f"y{year:04}" for year in range(first.year + 1, last.year))]
    return found or ["none"]


def _day(text: str) -> str:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat()
    raise BadQuery(f"not a day: {text[:20]} (expected YYYY-MM-DD)")
