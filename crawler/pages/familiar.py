"""Links that the crawl knows for certain and has told its readers: what most anchors of a page are, and nobody need be told again. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.addresses.address import Resolver
from crawler.reading import Link

Told = tuple[str, str]
"""Kind and address of a link, as pages spell it, that is certainly known."""
MOST_TOLD = 100_000
"""Links that are held so at most; about 15 MB."""


class Familiar:
    """What a crawl has told. It grows, or begins anew; nothing in it is ever wrong."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._told: dict[str, set[str]] = {}
        self._hrefs: dict[tuple[object, ...], set[str]] = {}

    def add(self, told: Iterable[Told]) -> None:
        """Take in what the crawl says."""
        for kind, url in told:
            held = self._told.setdefault(kind, set())
            if len(held) >= MOST_TOLD:
                held.clear()
            held.add(url)

    def has(self, kind: str, url: str) -> bool:
        """Whether the crawl knows the link of this kind to this address, unless it has a body to send."""
        return url in self._told.get(kind, ())

    def hrefs(self, resolver: Resolver, kind: str) -> set[str]:
        """Hrefs that lead to what is known wherever they stand on pages of the resolver's origin and charset, for anchors taken as
        `kind`: a set to add to and to look into before anything is made of an href."""
        key = (resolver.root, kind)
        held = self._hrefs.get(key)
        if held is None or len(held) >= MOST_TOLD:
            if held is None and len(self._hrefs) >= MOST_ORIGINS:
                self._hrefs.clear()
            held = self._hrefs[key] = set()
        return held

    def spared(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """The links less those that are known."""
        told, none = self._told, frozenset[str]()
        return tuple([link for link in links if link.url not in told.get(link.kind, none) or link.body is not None
                      or link.call is not None])


MOST_ORIGINS = 4
"""Origins (with the page's charset, and the kind of link) whose hrefs are held."""
