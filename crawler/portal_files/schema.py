"""What a portal file may hold, as tables: each key, its check, and what must hold between keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Protocol
from urllib.parse import urlsplit

from crawler.oneline import one_line
from crawler.portal import Browser, Layout, ListingRules, Politeness, Portal, Schedule, Seed
from crawler.portal_files import values as value
from crawler.portal_files.toml_lines import KeyPath
from crawler.portal_files.values import Check, Unexpected

Report = Callable[[KeyPath, str], None]
"""Takes a fault: the key, and what was expected."""


class Faulty(Exception):
    """Stands for a value whose faults were reported."""


class Shape(Protocol):
    """What one key may hold."""

    def read(self, given: Any, path: KeyPath, report: Report) -> Any:
        """The value ready for use. Reports every fault in it, then raises Faulty."""


@dataclass(frozen=True)
class One:
    """A single value."""

    check: Check

    def read(self, given: Any, path: KeyPath, report: Report) -> Any:
        """As `Shape.read`."""
        try:
            return self.check(given)
        except Unexpected as fault:
            report(path, f"{fault}, not {_shown(given)}")
            raise Faulty from None


@dataclass(frozen=True)
class Many:
    """A list, or an array of tables; becomes a tuple."""

    each: Shape
    of: str
    least: int = 0
    most: int = 1000

    def read(self, given: Any, path: KeyPath, report: Report) -> Any:
        """As `Shape.read`."""
        if not isinstance(given, list) or not self.least <= len(given) <= self.most:
            bounds = f" {self.least} to {self.most}" if isinstance(given, list) else ""
            report(path, f"a list of{bounds} {self.of}, not {f'of {len(given)}' if bounds else _shown(given)}")
            raise Faulty
        made, faulty = [], False
        for place, element in enumerate(given):
            try:
                made.append(self.each.read(element, (*path, place), report))
            except Faulty:
                faulty = True
        if faulty:
            raise Faulty
        return tuple(made)


@dataclass(frozen=True)
class Table:
    """A table; becomes what `make` builds from its values by name."""

    make: Callable[..., Any]
    keys: dict[str, Shape]
    required: tuple[str, ...] = ()
    rules: tuple[Callable[[dict[str, Any]], Iterable[tuple[KeyPath, str]]], ...] = ()
    """Each gives the faults between values; it is asked with the faultless values only, so it must bear absent ones."""

    def read(self, given: Any, path: KeyPath, report: Report, **more: Any) -> Any:
        """As `Shape.read`; `more` goes to `make` as it is."""
        if not isinstance(given, dict):
            report(path, f"a table with {', '.join(self.keys)}, not {_shown(given)}")
            raise Faulty
        faults: list[tuple[KeyPath, str]] = [((key,), "a value; the key is missing") for key in self.required if key not in given]
        faults += [((key,), _known(key, self.keys)) for key in given if key not in self.keys]
        made, faulty = {}, False
        for key, shape in self.keys.items():
            if key in given:
                try:
                    made[key] = shape.read(given[key], (*path, key), report)
                except Faulty:
                    faulty = True
        faults += [fault for rule in self.rules for fault in rule(made)]
        for key_path, expected in faults:
            report((*path, *key_path), expected)
        if faulty or faults:
            raise Faulty
        return self.make(**made, **more)


def _known(key: str, keys: Iterable[str]) -> str:
    near = get_close_matches(key, list(keys), n=1)
    return f"no such key; did you mean {near[0]}?" if near else f"no such key; there are {', '.join(keys)}"


def _shown(given: Any) -> str:
    if isinstance(given, dict | list):
        return "a table" if isinstance(given, dict) else "a list"
    return one_line(str(given).lower() if isinstance(given, bool) else repr(given) if isinstance(given, str) else str(given), 60)


def reaches(hosts: Iterable[str], url: str) -> bool:
    """Whether an address lies on one of `hosts` (`host`: any port, or `host:port`)."""
    parts = urlsplit(url)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return any(host in (name, f"{name}:{port}") for host in hosts)


def _depth_of_site(seed: dict[str, Any]) -> Iterable[tuple[KeyPath, str]]:
    if "depth" in seed and seed.get("kind", "listing") != "site":
        yield ("depth",), 'no depth here: only seeds of kind = "site" have one'


def _one_meaning(portal: dict[str, Any]) -> Iterable[tuple[KeyPath, str]]:
    """No host twice, no seed twice."""
    for key in ("hosts", "aliases"):
        for place, host in enumerate(portal.get(key, ())):
            before = portal[key][:place] + (portal.get("hosts", ()) if key == "aliases" else ())
            if host in before:
                yield (key, place), f"each host once; {host} is named before"
    seen = set()
    for place, seed in enumerate(portal.get("seeds", ())):
        if (seed.url, seed.kind) in seen:
            yield ("seeds", place, "url"), "each seed once; this one is named before"
        seen.add((seed.url, seed.kind))


def _seeds_within(portal: dict[str, Any]) -> Iterable[tuple[KeyPath, str]]:
    """Seeds lie on the portal's hosts, and `ignore` leaves them."""
    hosts = (*portal.get("hosts", ()), *portal.get("aliases", ()))
    for place, seed in enumerate(portal.get("seeds", ())):
        if "hosts" in portal and not reaches(hosts, seed.url):
            named = ", ".join(hosts[:5])
            yield ("seeds", place, "url"), f"an address on one of the hosts or aliases ({named}), not {_shown(seed.url)}"
        ignored = next((rule for rule in portal.get("ignore", ()) if re.search(rule, seed.url)), None)
        if ignored is not None:
            yield ("seeds", place, "url"), f"an address that ignore leaves; {_shown(ignored)} matches it"


def _newest_first(portal: dict[str, Any]) -> Iterable[tuple[KeyPath, str]]:
    """Layouts stand in the order of their ends, the one in use at the top."""
    layouts = portal.get("layouts", ())
    for place, (newer, older) in enumerate(pairwise(layouts), 1):
        if older.until is None:
            yield ("layouts", place, "until"), "the last day on which this layout was seen: only the first layout may be without"
        elif newer.until is not None and newer.until <= older.until:
            yield ("layouts", place, "until"), f"a day before {newer.until}: layouts stand newest first"


_XPATHS = Many(One(value.xpath), "XPath expressions")
_PATTERNS = Many(One(value.pattern), "regular expressions")
_LAYOUT_RULES = ("title", "subtitle", "body", "date", "breadcrumb", "source", "author", "images", "attachments", "strip")

SEED = Table(Seed, {
    "url": One(value.address),
    "kind": One(value.one_of("listing", "sitemap", "feed", "page", "site")),
    "section": One(value.words),
    "depth": One(value.whole(0, 1000)),
}, required=("url",), rules=(_depth_of_site,))

PORTAL = Table(Portal, {
    "title": One(value.words),
    "language": One(value.language),
    "timezone": One(value.timezone),
    "family": One(value.family),
    "hosts": Many(One(value.host), "host names", least=1),
    "aliases": Many(One(value.host), "host names"),
    "allow_private": One(value.flag),
    "articles": _PATTERNS,
    "ignore": _PATTERNS,
    "unverified": One(value.flag),
    "seeds": Many(SEED, "[[seeds]] tables", least=1, most=10_000),
    "politeness": Table(Politeness, {
        "delay": One(value.number(0, 3600)),
        "concurrency": One(value.whole(1, 64)),
        "quiet_hours": One(value.quiet_hours),
    }),
    "schedule": Table(Schedule, {
        "cron": One(value.cron),
        "timezone": One(value.timezone),
        "quiet_hours": One(value.quiet_hours),
        "jitter": One(value.whole(0, 86_400)),
        "budget": One(value.whole(1, 10_000_000)),
    }, required=("cron",)),
    "browser": Table(Browser, {
        "render": One(value.flag),
        "kinds": Many(One(value.one_of("listing", "article", "page", "site")), "kinds of pages", least=1, most=4),
        "wait": One(value.selector),
        "more": One(value.selector),
        "clicks": One(value.whole(1, 1000)),
        "timeout": One(value.number(1, 3600)),
    }),
    "listing": Table(ListingRules, {"rows": _XPATHS, "next": _XPATHS}),
    "layouts": Many(Table(Layout, {"until": One(value.day), **dict.fromkeys(_LAYOUT_RULES, _XPATHS)}), "[[layouts]] tables"),
}, required=("title", "language", "hosts", "seeds"), rules=(_one_meaning, _seeds_within, _newest_first))
