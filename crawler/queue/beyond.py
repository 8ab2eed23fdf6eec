"""The way on past a page of a listing that could not be had: an error of the server or silence in the middle of numbered pages, or of calls
of which numbers are raised, where a page before says how many there are. Without it one broken page ends the walk. Bounded memory; nothing
is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.addresses.address import normalise
from crawler.addresses.numbered import Numbering, numbering
from crawler.calls.call import Call
from crawler.frontier.outcome import Outcome
from crawler.reading import Link

MOST_BROKEN = 3
"""Pages in a row that are passed over."""
MOST_LISTINGS = 20_000
"""Pages of which is known what lies behind; beyond, the memory is begun anew."""
_BROKEN = frozenset({"http", "unreachable", "truncated", "unreadable"})
"""Problems of a page that say nothing of the one behind."""
_DOWN = re.compile(r"(.*/)(\d{1,4})(\.html?)")
"""Boda's lists go from `NAME.htm` to `NAME/9.htm` and count down to `NAME/1.htm`."""
_PIECE = re.compile(rb"%[0-9A-Fa-f]{2}|(\d{1,9})")
_MOST_STEPS = 3
"""Numbers of a call that are raised: of first record, last record, and call."""
_BETWEEN = b"\n"
"""Between address and form; stands in neither."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How a listing goes on behind one of its pages: the words of its call around the numbers that differ, these, and their steps."""

    words: tuple[bytes, ...]
    numbers: tuple[int, ...]
    steps: tuple[int, ...]
    last: int
    """Of the first number."""
    broken: int = 0

    def further(self) -> _Way | None:
        """The way behind the page behind; None where there is none, or too many were broken."""
        numbers = tuple(number + step for number, step in zip(self.numbers, self.steps, strict=True))
        is_over = numbers[0] > self.last if self.steps[0] > 0 else numbers[0] < self.last
        return None if is_over or self.broken >= MOST_BROKEN else _Way(self.words, numbers, self.steps, self.last, self.broken + 1)

    @property
    def call(self) -> bytes:
        """Address and form of its page."""
        return b"".join(word + number for word, number in zip(self.words, (*(b"%d" % one for one in self.numbers), b""), strict=True))

    def link(self, call: Call | None) -> Link:
        """What is asked for its page."""
        url, between, form = self.call.partition(_BETWEEN)
        method = "POST" if between else "GET"
        return Link(url=url.decode(), kind="listing", hop="I", method=method, body=form if between else None, call=call)


class Beyond:
    """What the listings of one run say of their pages. It lives in memory: a run that was broken off begins it anew."""

    def __init__(self) -> None:
        self._ways: dict[bytes, _Way] = {}
        self._last: dict[tuple[str, str], int] = {}
        self._rows: dict[tuple[bytes, ...], int] = {}

    def passed(self, outcome: Outcome) -> tuple[Link, ...]:
        """The page behind the one that an outcome could not be had of, if any was told; else takes in what it tells."""
        task = outcome.task
        if task.kind != "listing":
            return ()
        here = _call(task.url, task.body)
        if outcome.problem is None:
            self._take(here, outcome)
            return ()
        way = self._ways.get(here) if outcome.problem.kind in _BROKEN and not _is_end(outcome) else None
        beyond = way.further() if way is not None else None
        if beyond is None:
            return ()
        self._ways[beyond.call] = beyond
        return (beyond.link(task.call),)

    def _take(self, here: bytes, outcome: Outcome) -> None:
        following = [link for link in outcome.links if link.kind == "listing"]
        if len(following) != 1:
            return
        call = _call(following[0].url, following[0].body)
        way = self._numbered(outcome, following[0]) or _raised(here, call, outcome, self._longest(here, outcome))
        if way is not None:
            if len(self._ways) >= MOST_LISTINGS:
                self._ways.clear()
                self._last.clear()
                self._rows.clear()
            self._ways[call] = way

    def _longest(self, here: bytes, outcome: Outcome) -> int:
        """Rows of a whole page of the list that an outcome belongs to, as far as they are known: its last page has fewer."""
        words = tuple(_taken_apart(here)[0])
        rows = max(self._rows.get(words, 0), sum(link.kind == "article" for link in outcome.links))
        if len(self._rows) < MOST_LISTINGS:
            self._rows[words] = rows
        return rows

    def _numbered(self, outcome: Outcome, following: Link) -> _Way | None:
        """Of pages with one number in their address, which the first need not have."""
        if following.apart is not None:
            return None
        here, url = normalise(outcome.answer.url if outcome.answer is not None else outcome.task.url), normalise(following.url)
        counted = numbering(here, url)
        if counted is None:
            return _down(here, url)
        if outcome.claimed_pages is not None and (end := self._end(counted, here, outcome.claimed_pages)) is not None:
            self._last[counted.head, counted.tail] = end
        last = self._last.get((counted.head, counted.tail))
        return None if last is None else _Way((counted.head.encode(), counted.tail.encode()), (counted.first,), (1,), last)

    def _end(self, counted: Numbering, here: str, pages: int) -> int | None:
        """The number of the last page; of one whose first page was not seen the lower of the two that it may have."""
        if counted.number(here) is None:
            return counted.first + pages - 2
        return None if (counted.head, counted.tail) in self._last else pages - 1


def _is_end(outcome: Outcome) -> bool:
    """Whether a call was answered as one behind the last: no such page. Of files one may be missing."""
    is_call = outcome.task.apart is not None or "?" in outcome.task.url
    return is_call and outcome.answer is not None and outcome.answer.status in (404, 410)


def _call(url: str, form: bytes | None) -> bytes:
    return normalise(url).encode() + (_BETWEEN + form if form is not None else b"")


def _down(here: str, url: str) -> _Way | None:
    match = _DOWN.fullmatch(url)
    if match is None or int(match[2]) < 2 or here not in (f"{match[1][:-1]}{match[3]}", f"{match[1]}{int(match[2]) + 1}{match[3]}"):
        return None
    return _Way((match[1].encode(), match[3].encode()), (int(match[2]),), (-1,), 1)


def _raised(here: bytes, following: bytes, outcome: Outcome, rows: int) -> _Way | None:
    """Of calls that differ in numbers only, by the rows or the pages that their answers claim. `rows`: of a whole page."""
    mine, theirs = _taken_apart(here), _taken_apart(following)
    if mine[0] != theirs[0]:
        return None
    steps = [other - one for one, other in zip(mine[1], theirs[1], strict=True)]
    at = [place for place, step in enumerate(steps) if step]
    last = _last(mine[1][at[0]], steps[at[0]], rows, outcome) if at and min(steps) >= 0 and len(at) <= _MOST_STEPS else None
    if last is None:
        return None
    words, begun = [], 0
    for place in at:
        words.append(b"".join(_woven(theirs, begun, place)) + theirs[0][place])
        begun = place + 1
    words.append(b"".join(_woven(theirs, begun, len(theirs[1]))) + theirs[0][-1])
    return _Way(tuple(words), tuple(theirs[1][place] for place in at), tuple(steps[place] for place in at), last)


def _last(number: int, step: int, rows: int, outcome: Outcome) -> int | None:
    """Up to which a number is raised: that of the last page, or of the last row."""
    total, pages = outcome.claimed_total, outcome.claimed_pages
    if step > 1:
        return total - (number % step == 0) if total is not None else None
    pages = pages if pages is not None else -(-total // rows) if total is not None and rows else None
    return None if pages is None else pages


def _taken_apart(call: bytes) -> tuple[list[bytes], list[int]]:
    """The words of a call, and the numbers between them; what is coded by its bytes is no number."""
    words, numbers, begun = [], [], 0
    for match in _PIECE.finditer(call):
        if match[1] is not None and (match[1] == b"0" or match[1][:1] != b"0"):
            words.append(call[begun : match.start()])
            numbers.append(int(match[1]))
            begun = match.end()
    return [*words, call[begun:]], numbers


def _woven(call: tuple[list[bytes], list[int]], begin: int, end: int) -> list[bytes]:
    """Words and numbers of a call from one place up to another."""
    return [call[0][place] + b"%d" % call[1][place] for place in range(begin, end)]
