"""Finds twins: what portals link, and candidates among articles of neighbouring days that have the same figures and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.clusters.store import Store
from archive.twins.facts import Facts, likeness
from archive.twins.readings import unpacked

DAYS = 2
"""Days that the two editions may lie apart."""
LINK, CANDIDATE = "link", "candidate"
COMMON = 50
"""Chinese articles of the days looked at that may share a figure; one that more share tells nothing."""

_LINKS = """INSERT OR IGNORE INTO twins SELECT a.id, b.id, 'link', 1.0 FROM readings a JOIN readings b ON b.address = a.twin
    WHERE a.id <> b.id UNION SELECT b.id, a.id, 'link', 1.0 FROM readings a JOIN readings b ON b.address = a.twin WHERE a.id <> b.id"""
_LINKED = "EXISTS (SELECT 1 FROM twins t WHERE t.id = r.id AND t.by = 'link')"
_OF_A_DAY = f"SELECT id, portal, first_seen, figures, names FROM readings r WHERE date = ? AND english = ? AND NOT {_LINKED} ORDER BY id"
_HAS_ENGLISH = "SELECT EXISTS (SELECT 1 FROM readings WHERE date = ? AND english)"


@dataclass(frozen=True, slots=True)
class _Article:
    id: str
    portal: str
    first_seen: str
    facts: Facts


def match(store: Store) -> None:
    """Bring `twins` in step with `readings`: all links, and the candidates of the days on which something is new.

    Memory holds the articles of five days. Raises `NotWritable`.
    """
    with store.writing() as connection:
        connection.execute("DELETE FROM twins WHERE by = 'link'")
        connection.execute(_LINKS)
        connection.execute("DELETE FROM twins WHERE by = 'candidate' AND (id IN (SELECT id FROM twins WHERE by = 'link') OR twin IN "
                           "(SELECT id FROM twins WHERE by = 'link'))")
        for day in _days(store):
            connection.execute("DELETE FROM twins WHERE by = 'candidate' AND id IN (SELECT id FROM readings WHERE date = ? AND english)",
                               (day,))
            connection.execute("DELETE FROM twins WHERE by = 'candidate' AND twin IN (SELECT id FROM readings WHERE date = ? AND english)",
                               (day,))
            pairs = list(_candidates(store, day))
            connection.executemany("INSERT OR REPLACE INTO twins VALUES (?, ?, 'candidate', ?)",
                                   [row for one, other, score in pairs for row in ((one, other, score), (other, one, score))])
        connection.execute("DELETE FROM days")


def _days(store: Store) -> list[str]:
    """Days whose English articles must be looked at again."""
    found = sorted({near for (day,) in store.rows("SELECT date FROM days") for near in _near(day)})
    return [day for day in found if next(store.rows(_HAS_ENGLISH, (day,)))[0]]


def _near(day: str) -> list[str]:
    try:
        middle = date.fromisoformat(day)
        return [(middle + timedelta(days=step)).isoformat() for step in range(-DAYS, DAYS + 1)]
    except (ValueError, OverflowError):
        return [day]


def _candidates(store: Store, day: str) -> Iterator[tuple[str, str, float]]:
    """The English articles of a day, each with the one Chinese article that is most like it."""
    chinese = [one for near in _near(day) for one in _articles(store, near, english=False)]
    holders: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(chinese):
        for figure in one.facts.figures:
            holders[figure].append(place)
    for one in _articles(store, day, english=True):
        places = {place for figure in one.facts.figures if len(holders.get(figure, ())) <= COMMON for place in holders.get(figure, ())}
        if (best := _best(one, [chinese[place] for place in sorted(places)])) is not None:
            yield one.id, best[0].id, best[1]


def _best(one: _Article, others: Sequence[_Article]) -> tuple[_Article, float] | None:
    """The most like; of equals the one of the same province's portal, then the one that was seen first."""
    told = [(like.score, _is_sister(one.portal, other.portal), other) for other in others
            if (like := likeness(one.facts, other.facts)).enough]
    if not told:
        return None
    score, _, best = min(told, key=lambda row: (-row[0], not row[1], row[2].first_seen, row[2].id))
    return best, score


def _is_sister(english: str, chinese: str) -> bool:
    """Whether two portals are named as editions of one: `zhejiang-en` and `zhejiang`."""
    return english.removesuffix("-en") == chinese.removesuffix("-zh")


def _articles(store: Store, day: str, *, english: bool) -> Iterator[_Article]:
    for id, portal, first_seen, figures, names in store.rows(_OF_A_DAY, (day, english)):
        yield _Article(id, portal, first_seen, unpacked(figures, names))
