"""What belongs to a portal: its hosts, what it never fetches, what it calls an article. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from crawler.portal import Portal


class Scope:
    """The rules of one portal, compiled once."""

    def __init__(self, portal: Portal) -> None:
        """Hosts and aliases as in the portal file; an expression that does not compile never matches (the loader refuses it)."""
        names = {name.lower() for name in (*portal.hosts, *portal.aliases)}
        self._hosts = frozenset(names)
        self._first = portal.hosts[0].lower() if portal.hosts else ""
        self._aliases = frozenset(name.lower() for name in portal.aliases)
        self._known: dict[str, bool] = {}
        self.anchors: dict[tuple[object, ...], Any] = {}
        """Memory of `crawler.pages.gather`: what anchors of the portal's pages led to."""
        self._ignore = _compiled(portal.ignore)
        self._articles = _compiled(portal.articles)

    @property
    def names_articles(self) -> bool:
        """Whether the portal file says what an article's address looks like."""
        return self._articles is not None

    def holds(self, url: str) -> bool:
        """Whether pages of the portal come from there: `host` in the file stands for any port of it, `host:port` for that one."""
        origin = url[: url.find("/", 8)]
        known = self._known.get(origin)
        if known is None:
            place = host_of(url)
            known = place in self._hosts or _bare(place) in self._hosts or _with_port(url, place) in self._hosts
            if len(self._known) < 10_000:
                self._known[origin] = known
        return known

    def ignored(self, url: str) -> bool:
        """Whether `ignore` forbids it."""
        return self._ignore is not None and self._ignore.search(url) is not None

    def is_article(self, url: str) -> bool:
        """Whether `articles` matches its path and query; False where the file has none."""
        return self._articles is not None and self._articles.search(path_of(url)) is not None

    def group(self, url: str) -> str:
        """One name for all names of the portal: aliases give the first of `hosts`; `www.` is left out."""
        place = host_of(url)
        if place in self._aliases or _bare(place) in self._aliases:
            place = self._first
        return place.removeprefix("www.")


@lru_cache(maxsize=256)
def scope_of(portal: Portal) -> Scope:
    """The scope of a portal, kept for the next page."""
    return Scope(portal)


def host_of(url: str) -> str:
    """`host` or `host:port` of an absolute address, as it is written there; empty when there is none."""
    parts = url.split("/", 3)
    return parts[2] if len(parts) > 2 else ""


def path_of(url: str) -> str:
    """Path and query of an absolute address, from the slash on."""
    parts = url.split("/", 3)
    return "/" + parts[3] if len(parts) > 3 else "/"


def _bare(place: str) -> str:
    name, _, port = place.rpartition(":")
    return name if name and port.isdigit() else place


def _with_port(url: str, place: str) -> str:
    return place if place[-1:].isdigit() and ":" in place else f"{place}:{443 if url.startswith('https') else 80}"


def _compiled(expressions: tuple[str, ...]) -> re.Pattern[str] | None:
    whole = []
    for expression in expressions:
        try:
            re.compile(expression)
        except re.error:
            continue
        whole.append(f"(?:{expression})")
    return re.compile("|".join(whole)) if whole else None
