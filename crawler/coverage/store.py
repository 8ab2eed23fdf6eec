"""What is noted of one collection while its files are read: a temporary SQLite file, so that memory stays small."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import NamedTuple, Self

from crawler.coverage.units import Claim, one_list, together

MOST_HOPS = 10
"""Redirects that are followed from a listed address to the article."""

_TABLES = """
CREATE TABLE listed (section TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, day TEXT, first TEXT NOT NULL, future INTEGER NOT NULL,
    file INTEGER NOT NULL, PRIMARY KEY (section, key)) WITHOUT ROWID;
CREATE TABLE answered (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE redirected (key TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE held (key TEXT PRIMARY KEY, day TEXT, first TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE refused (key TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE visits (section TEXT NOT NULL, day TEXT NOT NULL, asked INTEGER NOT NULL, answered INTEGER NOT NULL, rows INTEGER NOT NULL,
    fresh INTEGER NOT NULL, PRIMARY KEY (section, day)) WITHOUT ROWID;
CREATE TABLE claims (section TEXT NOT NULL, unit TEXT NOT NULL, day TEXT NOT NULL, articles INTEGER, pages INTEGER,
    PRIMARY KEY (section, unit)) WITHOUT ROWID;
CREATE TABLE named (section TEXT NOT NULL, unit TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (section, unit, key)) WITHOUT ROWID;
CREATE INDEX named_by ON named (section, key);
CREATE TABLE pages (section TEXT NOT NULL, page TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (section, page)) WITHOUT ROWID;
CREATE TABLE leads (page TEXT PRIMARY KEY, section TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE payloads (digest TEXT NOT NULL, section TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (digest, section)) WITHOUT ROWID;
"""
_LISTED = """INSERT INTO listed VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET day = coalesce(day, ?4),
    first = min(first, ?5) WHERE day IS NULL OR first > ?5"""
_VISIT = """INSERT INTO visits VALUES (?1, ?2, 1, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET asked = asked + 1, answered = answered + ?3,
    rows = rows + ?4, fresh = fresh + ?5"""
_CLAIM = """INSERT INTO claims VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET
    articles = CASE WHEN day < ?3 THEN coalesce(?4, articles) ELSE max(coalesce(articles, ?4), coalesce(?4, articles)) END,
    pages = CASE WHEN day < ?3 THEN coalesce(?5, pages) ELSE max(coalesce(pages, ?5), coalesce(?5, pages)) END, day = ?3"""
_ONE_LIST = """WITH sizes AS (SELECT unit, count(*) AS size FROM named WHERE section = ?1 GROUP BY unit)
    SELECT a.unit, b.unit FROM named a JOIN named b ON a.key = b.key AND a.unit < b.unit
    JOIN sizes s ON s.unit = a.unit JOIN sizes t ON t.unit = b.unit WHERE a.section = ?1 AND b.section = ?1
    GROUP BY a.unit, b.unit HAVING 2 * count(*) > min(s.size, t.size)"""
"""Units that have in common more than half of what the smaller one names."""
_ROWS = """SELECT l.key, l.section, l.url, coalesce(l.day, h.day, l.first), l.future, a.key IS NOT NULL,
    h.key IS NOT NULL OR (l.file AND a.key IS NOT NULL), r.reason
    FROM listed l LEFT JOIN answered a ON a.key = l.key LEFT JOIN held h ON h.key = l.key LEFT JOIN refused r ON r.key = l.key
    ORDER BY l.key, l.section"""
_UNLISTED = f"""WITH RECURSIVE reached (key, hops) AS (
    SELECT r.target, 1 FROM redirected r WHERE EXISTS (SELECT 1 FROM listed l WHERE l.key = r.key)
    UNION SELECT r.target, hops + 1 FROM reached JOIN redirected r USING (key) WHERE hops < {MOST_HOPS})
    SELECT coalesce(h.day, h.first), count(*) FROM held h WHERE h.key NOT IN (SELECT key FROM reached)
    AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.key = h.key) GROUP BY 1 ORDER BY 1"""


class Row(NamedTuple):
    """One article that a section's listings name."""

    key: str
    section: str
    url: str
    day: str
    """The day that the listing states, else the article itself, else the day on which it was first listed."""
    future: bool
    """Whether the listing stated a day that had not come yet; it does not count then."""
    captured: bool
    extracted: bool
    """Whether it is held: a line, the copy of one, or the file that the row leads to."""
    reason: str | None
    """Why it was refused; None when it was not, or is held all the same."""


class Visits(NamedTuple):
    """The visits to one section's listings on one day."""

    section: str
    day: str
    asked: int
    answered: int
    rows: int
    fresh: int
    """Rows that no earlier listing of the section named."""


class Store:
    """Notes of one collection. A context manager; the file goes with it."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)  # a temporary file, kept in memory only while it is small
        self._base.execute("PRAGMA cache_size = -32768")
        self._base.executescript(_TABLES + "BEGIN;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def held(self, key: str, day: str | None, first: str) -> None:
        """An article of that address has a line, or is the copy of one that has."""
        self._base.execute("INSERT INTO held VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET day = coalesce(day, ?2)", (key, day, first))

    def holds(self, key: str) -> bool:
        """Whether `held` was told of it."""
        return self._one("SELECT 1 FROM held WHERE key = ?", key) is not None

    def refused(self, key: str, reason: str) -> None:
        """The last reason why an address gave no article."""
        self._base.execute("INSERT OR REPLACE INTO refused VALUES (?, ?)", (key, reason))

    def answered(self, key: str) -> None:
        """An answer of that address is archived."""
        self._base.execute("INSERT OR IGNORE INTO answered VALUES (?)", (key,))

    def redirected(self, key: str, target: str) -> None:
        """An address led to another one."""
        self._base.execute("INSERT OR REPLACE INTO redirected VALUES (?, ?)", (key, target))

    def leads(self, page: str, section: str, kind: str, unit: str = "") -> None:
        """A listing page belongs to a section, and to one unit of it where that has several."""
        self._base.execute("INSERT OR REPLACE INTO leads VALUES (?, ?, ?, ?)", (page, section, kind, unit))

    def led(self, page: str) -> tuple[str, str] | None:
        """Section and kind of a listing page; None when nothing led there."""
        found = self._one("SELECT section, kind FROM leads WHERE page = ?", page)
        return (found[0], found[1]) if found is not None else None

    def unit_of(self, page: str) -> str:
        """The unit that a listing page belongs to; empty where its section has no several."""
        found = self._one("SELECT unit FROM leads WHERE page = ?", page)
        return found[0] if found is not None else ""

    def listed(self, section: str, key: str, url: str, day: str | None, first: str, future: bool, file: bool = False) -> bool:
        """A section's listing names an article; whether it is the first that does. `file`: the row leads to a file, not to a page."""
        known = self._one("SELECT 1 FROM listed WHERE section = ? AND key = ?", section, key) is not None
        self._base.execute(_LISTED, (section, key, url, day, first, future, file))
        return not known

    def visited(self, section: str, day: str, *, answered: bool, rows: int, fresh: int) -> None:
        """A listing of a section was asked for."""
        self._base.execute(_VISIT, (section, day, answered, rows, fresh))

    def page(self, section: str, page: str, digest: str | None, rows: int) -> None:
        """A page of a section's listing answered, with this payload and so many rows."""
        self._base.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", (section, page, rows))
        if digest is not None:
            self._base.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?)", (digest, section, rows))

    def known_payload(self, section: str, digest: str | None) -> int | None:
        """The rows of a payload that this section showed before; None when it did not."""
        found = self._one("SELECT rows FROM payloads WHERE digest = ? AND section = ?", digest, section) if digest else None
        return int(found[0]) if found is not None else None

    def rows_of_page(self, section: str, page: str) -> int:
        """The rows that a listing page showed when it was last read; 0 when it never was."""
        found = self._one("SELECT rows FROM pages WHERE section = ? AND page = ?", section, page)
        return int(found[0]) if found is not None else 0

    def claimed(self, section: str, unit: str, day: str, articles: int | None, pages: int | None) -> None:
        """What a listing says of its own size, or of that of one of its units. Of several statements of one day the largest counts, of
        several days the last."""
        if articles is not None or pages is not None:
            self._base.execute(_CLAIM, (section, unit, day, articles, pages))

    def named(self, section: str, unit: str, keys: Iterable[str]) -> None:
        """The articles that a page of a unit names."""
        self._base.executemany("INSERT OR IGNORE INTO named VALUES (?, ?, ?)", ((section, unit, key) for key in keys))

    def claims(self) -> dict[str, tuple[str, int | None, int | None]]:
        """By section: the day of the last statement, articles, pages. Of a listing with several units what they state together counts
        where that is more than it states itself. Units that name the same articles are taken for one list that is asked for
        in two ways, and so are those of equal numbers of which it is not known what they name."""
        said: dict[str, list[tuple[str, str, int | None, int | None]]] = {}
        for section, unit, day, articles, pages in self._base.execute("SELECT section, unit, day, articles, pages FROM claims"):
            said.setdefault(section, []).append((unit, day, articles, pages))
        found = {}
        for section, claims in said.items():
            lists = one_list(self._base.execute(_ONE_LIST, (section,)))
            apart = {unit for unit, in self._base.execute("SELECT DISTINCT unit FROM named WHERE section = ?", (section,))}
            numbers = [together([Claim(unit, day, each[at]) for unit, day, *each in claims], lists, apart) for at in (0, 1)]
            found[section] = max(day for _, day, *_ in claims), numbers[0], numbers[1]
        return found

    def pages(self) -> dict[str, int]:
        """By section: listing pages that are archived, each once."""
        return dict(self._base.execute("SELECT section, count(*) FROM pages GROUP BY section").fetchall())

    def visits(self) -> list[Visits]:
        """All visits, by section and day."""
        return [Visits(*row) for row in self._base.execute("SELECT * FROM visits ORDER BY section, day")]

    def unlisted(self) -> list[tuple[str, int]]:
        """By day: articles that are held though no archived listing names them."""
        return self._base.execute(_UNLISTED).fetchall()

    def rows(self) -> Iterator[Row]:
        """Every listed article of every section, those of one article together."""
        with closing(self._base.cursor()) as cursor:
            for key, section, url, day, future, captured, extracted, reason in cursor.execute(_ROWS):
                captured, extracted, reason = self._chased(key, bool(captured), bool(extracted), reason)
                yield Row(key, section, url, day, bool(future), captured, extracted, None if extracted else reason)

    def _chased(self, key: str, captured: bool, extracted: bool, reason: str | None) -> tuple[bool, bool, str | None]:
        """What became of an address at the end of its redirects."""
        for _ in range(MOST_HOPS):
            target = None if extracted else self._one("SELECT target FROM redirected WHERE key = ?", key)
            if target is None:
                break
            key = target[0]
            extracted = self.holds(key)
            ended = self._one("SELECT reason FROM refused WHERE key = ?", key)
            reason = ended[0] if ended is not None else reason
        return captured, extracted, reason

    def _one(self, sql: str, *values: object) -> tuple[str, ...] | None:
        row: tuple[str, ...] | None = self._base.execute(sql, values).fetchone()
        return row
