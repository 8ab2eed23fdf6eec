"""Which of the links that an outcome gave are worth a task: on the portal, wanted, no trap, and due."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b

from archive.capture_index import Address
from crawler import clock
from crawler.address import normalise
from crawler.due import due
from crawler.frontier import Frontier
from crawler.outcome import Outcome
from crawler.portal import Kind, Portal
from crawler.reading import Link
from crawler.scope import scope_of
from crawler.task import Candidate
from crawler.traps import Traps

REDIRECT_LIMIT = 10
"""Redirects in a row, those that a page makes by `meta refresh` included."""
MOST_TOLD = 100_000
"""Addresses that are held for a quick no; about 15 MB."""
EMBED_LIMIT = 4
"""Requisites of requisites in a row: a frame, its style sheet, what that imports, the font in it. Beyond lie style sheets without end."""
KEPT = frozenset({"requisite", "attachment"})
"""Kinds that may lie on any host."""
WALKS = frozenset({"listing", "sitemap", "feed"})
"""Kinds that lead to articles."""

_NUMBERS = re.compile(r"[_-]?\d+(?=\.\w+$|/?$)")


class Candidates:
    """Turns links into candidates for one crawl."""

    def __init__(self, portal: Portal, frontier: Frontier, traps: Traps, remembered: Callable[[str], Address | None], *,
                 since: str) -> None:
        """`remembered`: what the archive holds of an address; `since`: `YYYY-MM-DD` or empty."""
        self.portal = portal
        self.scope = scope_of(portal)
        self.frontier = frontier
        self.traps = traps
        self.remembered = remembered
        self.since = since
        self.rows_seen: set[bytes] = set()
        self.told: dict[str, set[str]] = {}
        """By kind: addresses as pages spell them that the frontier certainly knows."""
        self.depth = max((seed.depth for seed in portal.seeds if seed.kind == "site"), default=0)

    def seeds(self) -> list[Candidate]:
        """The portal's own beginnings."""
        return [Candidate(url=seed.url, kind=seed.kind, section=seed.section) for seed in self.portal.seeds]

    def of(self, outcome: Outcome) -> list[Candidate]:
        """What of an outcome's links is to be asked."""
        task = outcome.task
        via = outcome.answer.url if outcome.answer else task.url
        links: Iterable[Link] = outcome.links
        if task.kind in WALKS:
            links = self._recent(self._unrepeated(outcome.links, via))
        wanted = (link for link in self._unknown(links) if self._wanted(link, task.depth + 1, via, task.hops))
        return [Candidate(
            url=link.url, kind=link.kind, section=task.section, via=via, hops=task.hops + link.hop, method=link.method, body=link.body,
            depth=task.depth if link.hop == "R" else task.depth + 1, title=link.title, listed_date=link.date, position=link.position,
        ) for link in wanted]

    def _unknown(self, links: Iterable[Link]) -> Iterator[Link]:
        """Those that the frontier does not know for certain, as it spells them. Nearly all links of a page are on every page: they are
        told by a look into a set, before anything is made of them."""
        knows, told = self.frontier.knows, self.told
        if sum(map(len, told.values())) > MOST_TOLD:
            told.clear()
        for raw in links:
            if raw.body is None and raw.url in told.setdefault(raw.kind, set()):
                continue
            link = _spelled(raw)
            if not knows(link.url, link.kind, link.method, link.body):
                yield link
            elif raw.body is None:
                told[raw.kind].add(raw.url)

    def _unrepeated(self, links: Sequence[Link], listing: str) -> Sequence[Link]:
        """A listing that gives the very rows of an earlier one (it ignores the page number) is not walked on. Only one of the same
        name but for numbers and query counts: the call behind a list may begin with the rows that its page shows."""
        rows = [link.url for link in links if link.kind == "article"]
        if not rows:
            return links
        name = _NUMBERS.sub("", listing.partition("?")[0])
        print_of_rows = blake2b("\n".join([name, *rows]).encode(), digest_size=16).digest()
        if print_of_rows in self.rows_seen:
            return [link for link in links if link.kind not in WALKS]
        self.rows_seen.add(print_of_rows)
        return links

    def _recent(self, links: Sequence[Link]) -> Sequence[Link]:
        """Rows from `since` on; the way on only if one of the dated rows is recent, or none is dated. Rows that are known already,
        as what is pinned to the top of every page, say nothing where others are new."""
        if not self.since:
            return links
        dated = [link for link in links if link.kind == "article" and link.date]
        fresh = [link for link in dated if not self.frontier.knows(normalise(link.url), link.kind, "GET", None)]
        days = [link.date for link in fresh or dated if link.date]
        goes_on = not days or max(days) >= self.since
        return [link for link in links if (goes_on or link.kind not in WALKS) and not (link.date and link.date < self.since)]

    def _wanted(self, link: Link, depth: int, via: str, hops: str) -> bool:
        if self.scope.ignored(link.url):
            return False
        if link.kind not in KEPT and not self.scope.holds(link.url):
            return False
        if link.hop == "E" and len(hops) - len(hops.rstrip("E")) >= EMBED_LIMIT:
            return False
        if link.hop == "R" and len(hops) - len(hops.rstrip("R")) >= REDIRECT_LIMIT:
            return False
        if (link.kind == "site" and depth > self.depth) or self.traps.refuse(link.url, link.kind, depth, via) is not None:
            return False
        if link.hop == "R" or link.kind in WALKS:
            return True
        seen = self.remembered(link.url)
        if seen is None:
            return True
        # A page of a site that proved to be an article is due as articles are.
        kind: Kind = "article" if link.kind == "site" and seen.article is not None else link.kind
        conditional = seen.etag is not None or seen.last_modified is not None
        return due(kind, _seconds(seen.first_seen), _seconds(seen.last_seen), None, clock.now(), conditional=conditional)


def _spelled(link: Link) -> Link:
    """The link as the frontier knows it: without session ids and tracking parameters. Redirects are followed to the letter."""
    url = link.url if link.hop == "R" else normalise(link.url)
    return link if url == link.url else link._replace(url=url)


def _seconds(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()
