"""`crawler.frontier.visits.Visits` on the server: what earlier runs taught of when to come again, for all workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crawler.cluster.schema import Connection
from crawler.cluster.server import Server
from crawler.frontier.visits import APART, EAGER, ENOUGH, FIRST, LONGEST, SHORTEST, SLACK, Lesson, print_of, section_of
from crawler.reading import Link

_VISIT = f"""INSERT INTO visits SELECT key, %s, %s, {FIRST} FROM unnest(%s::bytea[], %s::boolean[]) AS n(key, news) ORDER BY key
  ON CONFLICT (key) DO UPDATE SET last = excluded.last, period = CASE WHEN excluded.key = ANY(%s::bytea[])
    THEN greatest({SHORTEST}, visits.period / 2) ELSE least({LONGEST}, visits.period * 2) END"""
_ROWS = """INSERT INTO row_prints SELECT key, print, %s, %s FROM unnest(%s::bytea[], %s::bytea[]) AS n(key, print) ORDER BY key, print
  ON CONFLICT (key, print) DO UPDATE SET last = excluded.last"""
_SHOWN = """INSERT INTO listed_rows SELECT listing, urls FROM unnest(%s::bytea[], %s::text[]) AS n(listing, urls) ORDER BY listing
  ON CONFLICT (listing) DO UPDATE SET urls = excluded.urls"""
_EDITS = """INSERT INTO edits SELECT %s, section, asked, edited FROM unnest(%s::text[], %s::integer[], %s::integer[])
    AS n(section, asked, edited) ORDER BY section
  ON CONFLICT (portal, section) DO UPDATE SET asked = edits.asked + excluded.asked, edited = edits.edited + excluded.edited"""


class SharedVisits:
    """The lessons of one portal."""

    def __init__(self, server: Server, portal: int) -> None:
        self._server = server
        self._portal = portal
        self._edits: dict[str, tuple[int, int]] | None = None

    def is_due(self, listing: bytes, now: float, longest: float = LONGEST) -> bool:
        """Whether a listing may have something new: it was never visited, or not for as long as it usually needs."""
        row = self._server.perform(lambda c: c.execute("SELECT last, period FROM visits WHERE key = %s", (listing,)).fetchone())
        return row is None or row[0] > now or now - row[0] >= SLACK * min(row[1], longest)

    def changed(self, key: bytes, link: Link) -> bool:
        """Whether a row stands otherwise than listings showed it before."""
        told = self._server.perform(
            lambda c: c.execute("SELECT print, first, last FROM row_prints WHERE key = %s", (key,)).fetchall())
        mark = print_of(link)
        last = next((last for stood, _, last in told if stood == mark), None)
        return bool(told) and (last is None or any(first > last + APART for _, first, _ in told))

    def shown(self, listing: bytes) -> list[str]:
        """Addresses of the rows that a listing page showed at its last visit, in their order; empty when that is not known."""
        row = self._server.perform(lambda c: c.execute("SELECT urls FROM listed_rows WHERE listing = %s", (listing,)).fetchone())
        return str(row[0]).split("\n") if row is not None else []

    def eagerness(self, url: str) -> float:
        """By how much sooner than others an article is asked again; 1: not sooner."""
        if self._edits is None:
            rows = self._server.perform(lambda c: c.execute(
                "SELECT section, asked, edited FROM edits WHERE portal = %s AND edited > 0", (self._portal,)).fetchall())
            self._edits = {section: (asked, edited) for section, asked, edited in rows}
        asked, edited = self._edits.get(section_of(url), (0, 0))
        return next((times for share, times in EAGER if asked >= ENOUGH and edited >= share * asked), 1.0)

    def learn(self, connection: Connection, lessons: Iterable[Lesson], now: float) -> None:
        """Take lessons in, within the caller's transaction (and pipeline)."""
        news: dict[bytes, bool] = {}
        rows: set[tuple[bytes, bytes]] = set()
        shown: dict[bytes, str] = {}
        asked, edited = Counter[str](), Counter[str]()
        for one in lessons:
            if one.listing is not None:
                news[one.listing] = news.get(one.listing, False) or one.news
                if one.shown:
                    shown[one.listing] = "\n".join(one.shown)
            rows.update(one.rows)
            if one.section is not None:
                asked[one.section] += 1
                edited[one.section] += one.edited
        if news:
            lively = [key for key, new in news.items() if new]
            connection.execute(_VISIT, (self._portal, now, list(news), list(news.values()), lively))
        if rows:
            connection.execute(_ROWS, (now, now, [key for key, _ in rows], [mark for _, mark in rows]))
        if shown:
            connection.execute(_SHOWN, (list(shown), list(shown.values())))
        if asked:
            connection.execute(_EDITS, (self._portal, list(asked), list(asked.values()), [edited[section] for section in asked]))
