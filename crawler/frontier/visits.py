"""What earlier visits taught of when to come again: how often a listing names something new, how its rows stood, and where articles
are edited. Tables beside the frontier's, kept over runs; without them all is due. Statements inside a transaction of the caller."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from crawler.frontier.address_shape import Address, shape
from crawler.reading import Link

HOUR, DAY = 3_600.0, 86_400.0
FIRST, SHORTEST, LONGEST = DAY, HOUR, 32 * DAY
"""Seconds between two visits of a further page of a listing: at first, at least, at most. Halved each time it names something new or
a row stands otherwise, doubled each time it does not."""
NEAR = 32
"""Further pages of a listing that are visited once a day at least: rows are corrected there too. Pages twice as deep half as often."""
APART = HOUR
"""Seconds between two rows that are not of one run."""
SLACK = 0.9
"""Part of that time after which it is due: a daily run comes some minutes early."""
ENOUGH = 5
"""Articles of a section that were asked again before its edits count."""
EAGER = ((0.2, 4.0), (0.05, 2.0))
"""Share of articles found edited, and by how much sooner articles of that section are asked again."""

TABLES = (
    "CREATE TABLE IF NOT EXISTS visits (key BLOB PRIMARY KEY, portal INTEGER NOT NULL, last REAL NOT NULL, period REAL NOT NULL) "
    "WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS row_prints (key BLOB NOT NULL, print BLOB NOT NULL, first REAL NOT NULL, last REAL NOT NULL, "
    "PRIMARY KEY (key, print)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS edits (portal INTEGER NOT NULL, section TEXT NOT NULL, asked INTEGER NOT NULL, edited INTEGER NOT NULL, "
    "PRIMARY KEY (portal, section)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS listed_rows (listing BLOB PRIMARY KEY, urls TEXT NOT NULL) WITHOUT ROWID",
)
_VISIT = f"""INSERT INTO visits VALUES (?1, ?2, ?3, {FIRST}) ON CONFLICT DO UPDATE SET last = ?3,
    period = CASE WHEN ?4 THEN max({SHORTEST}, period / 2) ELSE min({LONGEST}, period * 2) END"""
_ROW = "INSERT INTO row_prints VALUES (?1, ?2, ?3, ?3) ON CONFLICT DO UPDATE SET last = ?3"
_SHOWN = "INSERT OR REPLACE INTO listed_rows VALUES (?, ?)"
_EDIT = """INSERT INTO edits VALUES (?1, ?2, 1, ?3) ON CONFLICT DO UPDATE SET asked = asked + 1, edited = edited + ?3"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one settled task teaches."""

    listing: bytes | None = None
    """Key of the listing that was read; None: it was none."""
    news: bool = False
    """Whether that listing named an article that was never seen, or a row of it stood otherwise than before."""
    rows: tuple[tuple[bytes, bytes], ...] = ()
    """Keys and prints of its rows."""
    shown: tuple[str, ...] = ()
    """Addresses of its rows, in their order."""
    section: str | None = None
    """Where an article lies that was asked again; None: none was."""
    edited: bool = False
    """Whether it was found edited."""


def print_of(link: Link) -> bytes:
    """How a listing's row stands: its title and day."""
    return blake2b(f"{link.title or ''}\n{link.date or ''}".encode("utf-8", "replace"), digest_size=8).digest()


def longest_at(depth: int) -> float:
    """Seconds between two visits, at most, of a listing page that lies so many pages deep. Powers of two: each walk to a deep page
    is due with those before it."""
    return min(LONGEST, DAY * float(1 << (max(0, depth - 1) // NEAR).bit_length()))


def section_of(url: str) -> str:
    """The section that an article's address shows: its folder, without numbers."""
    address = Address.of(url)
    return shape(address).partition("?")[0].rpartition("/")[0] if address is not None else ""


class Visits:
    """The lessons of one portal."""

    def __init__(self, base: sqlite3.Connection, portal: int) -> None:
        self._base = base
        self._portal = portal
        self._edits: dict[str, tuple[int, int]] | None = None

    def is_due(self, listing: bytes, now: float, longest: float = LONGEST) -> bool:
        """Whether a listing may have something new: it was never visited, or not for as long as it usually needs (`longest` at most)."""
        row = self._base.execute("SELECT last, period FROM visits WHERE key = ?", (listing,)).fetchone()
        return row is None or row[0] > now or now - row[0] >= SLACK * min(row[1], longest)

    def changed(self, key: bytes, link: Link) -> bool:
        """Whether a row stands otherwise than listings showed it before, or again as it stood before they showed it otherwise; False
        for one that was never shown. Several listings may each show it in their way: title cut, no day."""
        told = self._base.execute("SELECT print, first, last FROM row_prints WHERE key = ?", (key,)).fetchall()
        mark = print_of(link)
        last = next((last for stood, _, last in told if stood == mark), None)
        return bool(told) and (last is None or any(first > last + APART for _, first, _ in told))

    def shown(self, listing: bytes) -> list[str]:
        """Addresses of the rows that a listing page showed at its last visit, in their order; empty when that is not known."""
        row = self._base.execute("SELECT urls FROM listed_rows WHERE listing = ?", (listing,)).fetchone()
        return row[0].split("\n") if row is not None else []

    def eagerness(self, url: str) -> float:
        """By how much sooner than others an article is asked again; 1: not sooner."""
        if self._edits is None:
            self._edits = {section: (asked, edited) for section, asked, edited in self._base.execute(
                "SELECT section, asked, edited FROM edits WHERE portal = ? AND edited > 0", (self._portal,))}
        asked, edited = self._edits.get(section_of(url), (0, 0))
        return next((times for share, times in EAGER if asked >= ENOUGH and edited >= share * asked), 1.0)

    def learn(self, lessons: Iterable[Lesson], now: float) -> None:
        """Take lessons in, within the caller's transaction."""
        told: Sequence[Lesson] = list(lessons)
        if not told:
            return
        self._base.executemany(_VISIT, [(one.listing, self._portal, now, one.news) for one in told if one.listing is not None])
        self._base.executemany(_ROW, [(*row, now) for one in told for row in one.rows])
        self._base.executemany(_SHOWN, [(one.listing, "\n".join(one.shown)) for one in told if one.listing is not None and one.shown])
        self._base.executemany(_EDIT, [(self._portal, one.section, one.edited) for one in told if one.section is not None])
