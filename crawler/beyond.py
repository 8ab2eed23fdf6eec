"""The way on past a page of a listing that could not be had: an error of the server or silence in the middle of numbered pages, of which a
page before says how many there are. Without it one broken page ends the walk. Bounded memory; nothing is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.address import normalise
from crawler.numbered import Numbering, numbering
from crawler.outcome import Outcome
from crawler.reading import Link

MOST_BROKEN = 3
"""Pages in a row that are passed over."""
MOST_LISTINGS = 20_000
"""Pages of which is known what lies behind; beyond, the memory is begun anew."""
_BROKEN = frozenset({"http", "unreachable", "truncated", "unreadable"})
"""Problems of a page that say nothing of the one behind."""
_DOWN = re.compile(r"(.*)/(\d{1,4})(\.html?)")
"""Boda's lists go from `NAME.htm` to `NAME/9.htm` and count down to `NAME/1.htm`."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How a listing goes on behind one of its pages."""

    head: str
    tail: str
    number: int
    last: int
    step: int = 1
    broken: int = 0

    def further(self) -> _Way | None:
        """The way behind the page behind; None where there is none, or too many were broken."""
        number = self.number + self.step
        is_over = number > self.last if self.step > 0 else number < self.last
        return None if is_over or self.broken >= MOST_BROKEN else _Way(self.head, self.tail, number, self.last, self.step, self.broken + 1)

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"{self.head}{self.number}{self.tail}"


class Beyond:
    """What the listings of one run say of their pages. It lives in memory: a run that was broken off begins it anew."""

    def __init__(self) -> None:
        self._ways: dict[str, _Way] = {}
        self._last: dict[tuple[str, str], int] = {}

    def passed(self, outcome: Outcome) -> tuple[Link, ...]:
        """The page behind the one that an outcome could not be had of, if any was told; else takes in what it tells."""
        here = normalise(outcome.task.url)
        if outcome.problem is None:
            self._take(normalise(outcome.answer.url) if outcome.answer is not None else here, outcome)
            return ()
        way = self._ways.get(here) if outcome.problem.kind in _BROKEN else None
        beyond = way.further() if way is not None else None
        if beyond is None:
            return ()
        self._ways[beyond.url] = beyond
        return (Link(url=beyond.url, kind="listing", hop="I", title=outcome.task.title),)

    def _take(self, here: str, outcome: Outcome) -> None:
        following = [link for link in outcome.links if link.kind == "listing" and link.body is None]
        if outcome.task.kind != "listing" or len(following) != 1:
            return
        url = normalise(following[0].url)
        way = _down(here, url) or self._up(here, url, outcome.claimed_pages)
        if way is not None:
            if len(self._ways) >= MOST_LISTINGS:
                self._ways.clear()
                self._last.clear()
            self._ways[url] = way

    def _up(self, here: str, url: str, pages: int | None) -> _Way | None:
        counted = numbering(here, url)
        if counted is None:
            return None
        if pages is not None and (last := self._end(counted, here, pages)) is not None:
            self._last[counted.head, counted.tail] = last
        last = self._last.get((counted.head, counted.tail))
        return None if last is None else _Way(counted.head, counted.tail, counted.first, last)

    def _end(self, counted: Numbering, here: str, pages: int) -> int | None:
        """The number of the last page; of one whose first page was not seen the lower of the two that it may have."""
        if counted.number(here) is None:
            return counted.first + pages - 2
        return None if (counted.head, counted.tail) in self._last else pages - 1


def _down(here: str, url: str) -> _Way | None:
    match = _DOWN.fullmatch(url)
    if match is None or int(match[2]) < 2 or here not in (f"{match[1]}{match[3]}", f"{match[1]}/{int(match[2]) + 1}{match[3]}"):
        return None
    return _Way(f"{match[1]}/", match[3], int(match[2]), 1, step=-1)
