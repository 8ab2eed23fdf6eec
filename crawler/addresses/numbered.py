"""Numbered listings: the address of any page by those of two that follow each other, and the search for the page where a day begins.
Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

FURTHEST = 5000
"""Page numbers that are jumped to at most."""

_NUMBER = re.compile(r"\d+")
_LEADS = re.compile(r"(?:[_/-]|[?&]\w{1,12}=|)$")


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a listing counts its pages in their addresses."""

    head: str
    tail: str
    first: int
    """Number of the page that `following` was asked of `here` for: the one after `here`."""

    def url(self, number: int) -> str:
        """The address of a page."""
        return f"{self.head}{number}{self.tail}"

    def number(self, url: str) -> int | None:
        """The number of a page; None when the address is none of this listing's."""
        if not (url.startswith(self.head) and url.endswith(self.tail) and len(url) > len(self.head) + len(self.tail) - 1):
            return None
        middle = url[len(self.head) : len(url) - len(self.tail)]
        return int(middle) if middle.isascii() and middle.isdigit() and str(int(middle)) == middle else None


def numbering(here: str, following: str) -> Numbering | None:
    """How pages are counted, by the address of one page and of the next; None when the two do not tell.

    They differ in one number, by one, or the first page has none: `index.html`, then `index_1.html` or `index_2.html`.
    """
    mine, theirs = list(_NUMBER.finditer(here)), list(_NUMBER.finditer(following))
    if len(mine) == len(theirs):
        differing = [place for place, (one, other) in enumerate(zip(mine, theirs, strict=True)) if one[0] != other[0]]
        if len(differing) == 1 and _NUMBER.sub("0", here) == _NUMBER.sub("0", following):
            one, other = mine[differing[0]], theirs[differing[0]]
            return _numbering(following, other) if int(other[0]) == int(one[0]) + 1 else None
        return None
    if len(theirs) != len(mine) + 1:
        return None
    # The first page has no number: what comes in by the next one's address is a number, 1 or 2, and a sign or two before it.
    for match in theirs:
        for lead in _LEADS.finditer(following[: match.start()]):
            without = following[: lead.start()] + following[match.end():]
            if match[0] in ("1", "2") and here in (without, without[: without.rfind("/") + 1]):
                return _numbering(following, match)
    return None


def _numbering(url: str, match: re.Match[str]) -> Numbering | None:
    if match[0] != str(int(match[0])):
        return None  # 007: how wide other numbers are is not known
    return Numbering(url[: match.start()], url[match.end():], int(match[0]))


@dataclass(slots=True)
class Search:
    """The search for the first page of a listing that reaches back to a day, newest rows first."""

    numbering: Numbering
    low: int
    """The last page known to be too new."""
    high: int | None = None
    """The first page known to reach the day, or to lie behind the end; None: none is known."""
    stride: int = 1

    def saw(self, number: int, too_new: bool) -> None:
        """A page was read."""
        if too_new:
            self.low = max(self.low, number)
        else:
            self.high = number if self.high is None else min(self.high, number)

    def next(self, pages: int | None) -> int | None:
        """The page to look at now; None when the search is over. `pages`: that the listing claims to have, None: not told."""
        if self.high is not None:
            middle = (self.low + self.high) // 2
            return middle if self.low < middle < self.high else None
        last = min(FURTHEST, FURTHEST if pages is None else self.numbering.first + pages - 2)
        target = min(self.low + self.stride, max(last, self.low + 1))
        self.stride *= 2
        return target
