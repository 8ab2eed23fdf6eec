"""Listings walked up to a day only: rows after it are passed over, and on numbered listings the page where it begins is searched for."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from crawler.addresses.address import normalise
from crawler.addresses.numbered import Search, numbering
from crawler.frontier.outcome import Outcome
from crawler.reading import Link


class Bounded:
    """The searches of one run. They live in memory: a run that was broken off begins them anew."""

    def __init__(self, until: str) -> None:
        """`until`: `YYYY-MM-DD`, or empty: nothing is passed over."""
        self.until = until
        self.searches: list[Search] = []

    def applied(self, links: Sequence[Link], listing: str, outcome: Outcome) -> Sequence[Link]:
        """What of a listing's links is wanted: rows up to the day, and the way on, or a page farther on where this one is too new."""
        if not self.until:
            return links
        wanted = [link for link in links if not (link.date and link.date > self.until)]
        following = [link for link in wanted if link.kind == "listing" and link.body is None]
        here = normalise(listing)
        too_new = _too_new(links, self.until)
        search = self._search(here)
        if search is None and too_new and len(following) == 1:
            search = self._begun(here, following[0])
        if search is None:
            return wanted
        number = search.numbering.number(here)
        if number is not None:
            search.saw(number, too_new)
        target = search.next(outcome.claimed_pages)
        rest = [link for link in wanted if link not in following] if too_new else wanted
        return rest if target is None else [*rest, Link(url=search.numbering.url(target), kind="listing", hop="I")]

    def _search(self, here: str) -> Search | None:
        return next((one for one in self.searches if one.numbering.number(here) is not None), None)

    def _begun(self, here: str, following: Link) -> Search | None:
        counted = numbering(here, normalise(following.url))
        if counted is None:
            return None
        search = Search(counted, low=counted.first - 1)
        self.searches.append(search)
        return search


def _too_new(links: Sequence[Link], until: str) -> bool:
    """Whether most of a listing's dated rows lie after the day; a few old ones are pinned to the top of every page."""
    days = [link.date for link in links if link.kind == "article" and link.date]
    return bool(days) and median_low(days) > until
