"""The links of a reading: in order, each address and kind once, within the rules of the portal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from crawler.addresses import links
from crawler.addresses.address import Resolver, is_lasting, normalise
from crawler.addresses.scope import Scope, host_of
from crawler.extract.markup.tree import Tree
from crawler.pages.familiar import Familiar
from crawler.portal import Kind
from crawler.reading import Link

MOST = 50_000
"""Links of one reading at most."""
MOST_REQUISITES = 3000
"""Requisites of one reading at most: pages of picture galleries have some hundreds."""

MOST_HELD = 8192
"""Hrefs of one origin whose targets are held in memory; some 5 MB, and no more than 20."""
MOST_ELSEWHERE = 3
"""Hosts that are told which a listing leads to and that are none of the portal's."""
MOST_ROOTS = 4
"""Origins (with the page's charset, and the kind of link) of which they are."""

Placed = tuple[tuple[str, str, bytes | None], Link]
"""Key and link."""

_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
_PAGE_ENDINGS = (".html", ".htm", ".shtml", "/")
_PART = re.compile(r"_\d{1,3}\.\w{3,5}")
_SCRIPTED = re.compile(r"(?:\blocation(?:\.href)?\s*=\s*|\blocation\.(?:replace|assign)\s*\(\s*)[\"']([^\"'\s]{1,2000})[\"']")


class Gathering:
    """Collects links; what the portal's file rules out never gets in."""

    def __init__(self, scope: Scope, familiar: Familiar | None = None) -> None:
        """Empty, for one reading, which leaves out what is `familiar`."""
        self.familiar = familiar
        self._scope = scope
        self._found: dict[tuple[str, str, bytes | None], Link] = {}
        self._requisites = 0

    def links(self) -> tuple[Link, ...]:
        """What was gathered, in order."""
        links = self._found.values()
        return tuple(links) if self.familiar is None else self.familiar.spared(links)

    def holds(self, url: str) -> bool:
        """Whether pages of the portal come from there."""
        return self._scope.holds(url)

    def page(self, link: Link) -> None:
        """A link to a page: kept when it lies on the portal's hosts."""
        if self._scope.holds(link.url):
            self._keep(link, normalise(link.url))

    def requisite(self, url: str, hop: str = "E") -> None:
        """What a page needs to look as it did, from any host."""
        if self._requisites < MOST_REQUISITES:
            self._requisites += 1
            self._keep(Link(url=url, kind="requisite", hop=hop), url)

    def attachment(self, url: str, title: str | None = None) -> None:
        """A file to hand out, from any host."""
        self._keep(Link(url=url, kind="attachment", title=title), url)

    def anchor(self, url: str, kind: Kind | None) -> None:
        """An anchor's target, by what its address tells it is; pages are kept as `kind`, or not at all when that is None."""
        self.put([self.placed(url, kind)])

    def held(self, kind: Kind, resolver: Resolver) -> dict[str, Placed | None]:
        """What hrefs that begin with `/`, `http://` or `https://` are kept as, by the href: most of a site's stand on each of its
        pages."""
        memory, key = self._scope.anchors, (resolver.root, kind)
        if key not in memory and len(memory) >= MOST_ROOTS:
            memory.clear()
        held: dict[str, Placed | None] = memory.setdefault(key, {})
        return held

    def placed(self, url: str, kind: Kind | None) -> Placed | None:
        """What an anchor's target is kept as, and by which key; None: not at all."""
        if self._scope.ignored(url):
            return None
        file = links.file_kind(url)
        if file == "attachment":
            link, identity = Link(url=url, kind="attachment"), url
        elif file == "image":
            link, identity = Link(url=url, kind="requisite", hop="L"), url
        elif kind is not None and self._scope.holds(url):
            link, identity = Link(url=url, kind=kind), normalise(url)
        else:
            return None
        return (link.kind, identity, None), link

    def put(self, several: Iterable[Placed | None]) -> None:
        """Keep what `placed` gave for each."""
        found = self._found
        for placed in several:
            if placed is not None:
                key, link = placed
                if key[0] == "requisite":
                    self.requisite(link.url, link.hop)
                elif len(found) < MOST:
                    found.setdefault(key, link)

    def row(self, link: Link) -> None:
        """A row of a listing: an article, or the file that it leads to at once."""
        if links.file_kind(link.url) is not None:
            self.attachment(link.url, link.title)
        else:
            self.page(link)

    def _keep(self, link: Link, identity: str) -> None:
        key = (link.kind, identity, link.apart)
        if key not in self._found and len(self._found) < MOST and not self._scope.ignored(link.url):
            self._found[key] = link


def gather_anchors(gathering: Gathering, tree: Tree, kind: Kind | None) -> None:
    """All anchors of a page: files always, pages as `kind` unless it is None, further parts of one article as requisites."""
    if kind is None:
        _gather_files(gathering, tree, links.hrefs(tree))
        return
    familiar, held = gathering.familiar, gathering.held(kind, tree.resolver)
    spared = set[str]() if familiar is None else familiar.hrefs(tree.resolver, kind)
    placed = gathering.placed
    several: list[Placed | None] = []
    for href in links.hrefs(tree, spared):
        if href in held:
            found = held[href]
        else:
            url = tree.resolver.resolve(href) if href else None
            found = None if url is None else placed(url, kind)
            if is_lasting(href):
                if len(held) >= MOST_HELD:
                    held.clear()
                held[href] = found
        if familiar is None or not (found is None or familiar.has(found[1].kind, found[1].url)):
            several.append(found)
        elif is_lasting(href):
            spared.add(href)
    gathering.put(several)


def _gather_files(gathering: Gathering, tree: Tree, hrefs: Iterable[str]) -> None:
    """Of the anchors of a page whose pages are not followed: files, and further parts of this article."""
    stem = tree.url.partition("?")[0].rpartition(".")[0]
    part = stem.rpartition("/")[2] + "_"
    for href in hrefs:
        if href.endswith(_PAGE_ENDINGS) and part not in href:
            continue  # no file by its ending, no part of this article: spared the resolving
        url = tree.resolver.resolve(href) if href else None
        if url is None:
            continue
        if url.startswith(stem) and _PART.fullmatch(url, len(stem)):
            gathering.requisite(url, hop="L")
        else:
            gathering.anchor(url, None)


def gather_requisites(gathering: Gathering, tree: Tree, frames_as: Kind | None) -> None:
    """Everything the page embeds; frames of the portal's hosts as `frames_as`, others (all, when it is None) as requisites."""
    for href in links.frames(tree):
        url = tree.resolver.resolve(href)
        if url is not None and frames_as is not None:
            gathering.page(Link(url=url, kind=frames_as, hop="E"))
        if url is not None and (frames_as is None or not gathering.holds(url)):
            gathering.requisite(url)
    familiar = gathering.familiar
    spared = set[str]() if familiar is None else familiar.hrefs(tree.resolver, "requisite")
    fresh: dict[str, None] = {}
    for href in links.requisites(tree, spared):
        url = tree.resolver.resolve(href)
        if url is not None and (familiar is None or not familiar.has("requisite", url)):
            fresh[url] = None
        elif familiar is not None and is_lasting(href):
            spared.add(href)
    for url in fresh:
        gathering.requisite(url)


def gather_alternates(gathering: Gathering, tree: Tree) -> None:
    """Feeds that the page's head names."""
    for element in tree.named("link"):
        if "alternate" in (element.get("rel") or "").lower().split() and (element.get("type") or "").lower() in _FEED_TYPES:
            url = tree.resolver.resolve(element.get("href") or "")
            if url is not None:
                gathering.page(Link(url=url, kind="site"))


def gather_refresh(gathering: Gathering, tree: Tree, header: str | None, kind: Kind) -> None:
    """Where the page sends its reader by itself: Refresh, `<meta http-equiv=refresh>`, the script of an otherwise empty page."""
    href = links.refresh(tree, header)
    if href is None and len(tree.text) < 4000 and next(links.anchors(tree.root), None) is None:
        match = _SCRIPTED.search(tree.text)
        href = match[1] if match else None
    url = tree.resolver.resolve(href) if href else None
    if url is not None:
        gathering.page(Link(url=url, kind=kind, hop="R"))


def gather_rows(gathering: Gathering, rows: Sequence[Link], following: Sequence[Link]) -> tuple[str, ...]:
    """Rows and next pages of a listing; the hosts of all of them where none lies on the portal's."""
    for link in rows:
        gathering.row(link)
    for link in following:
        gathering.page(link)
    given = (*rows, *following)
    if any(gathering.holds(link.url) for link in given):
        return ()
    return tuple(islice(dict.fromkeys(host_of(link.url) for link in given), MOST_ELSEWHERE))
