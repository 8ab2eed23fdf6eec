"""One site in one language, as data. Pure values; `crawler.portal_files.loader` reads them from TOML, `families` read pages by them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SeedKind = Literal["listing", "sitemap", "feed", "page", "site"]
"""`page`: this address alone; `site`: all that links reach on the portal's hosts, bounded by `depth`."""

DrawnKind = Literal["listing", "article", "page", "site"]
"""What a browser can be told to draw."""

Kind = Literal["listing", "sitemap", "feed", "article", "page", "site", "requisite", "attachment"]
"""What an address is asked as. `article` came from a listing, sitemap or feed; `page` and `site` from seeds of that kind and, for
`site`, from links; requisites and attachments make an article replay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """Where a portal is entered."""

    url: str
    kind: SeedKind = "listing"
    section: str | None = None
    """Name for coverage; None: told by the address."""
    depth: int = 20
    """Links followed from a `site` seed at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Rules for one generation of a portal's article pages: lists of XPath expressions, first hit wins.

    An expression may give elements, attributes or strings. An empty list leaves the field to the family, then to the general reader.
    """

    until: date | None = None
    """Last day on which this layout was seen; None: in use."""
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    """Elements taken out before anything is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """XPath for listings that the family's rules do not fit."""

    rows: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """Pace towards one host."""

    delay: float = 2.0
    """Seconds between the beginnings of two requests to one host; robots.txt may raise it."""
    concurrency: int = 1
    """Requests under way to one host."""
    quiet_hours: str | None = None
    """`HH:MM-HH:MM` in the portal's zone in which nothing is asked; None: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a portal is crawled, for `fangzhi schedule`."""

    cron: str
    """Five fields, in the schedule's zone."""
    timezone: str | None = None
    """IANA name of the zone in which `cron` and `quiet_hours` are meant; None: the portal's."""
    quiet_hours: str | None = None
    """`HH:MM-HH:MM` in which no run begins; None: those of the portal's politeness, in which nothing is asked."""
    jitter: int = 0
    """Seconds by which a start may be late at random."""
    budget: int | None = None
    """Pages that each of its hosts is asked for in one day at most, by the portal's clock; None: no bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """For portals whose pages only a browser can build."""

    render: bool = True
    """Whether pages are drawn; False keeps the other values for later."""
    kinds: tuple[DrawnKind, ...] = ("listing", "article", "page", "site")
    """What is drawn; the rest is read as it came."""
    wait: str | None = None
    """CSS selector of an element that is there when the page is built; None: half a second without a request under way."""
    more: str | None = None
    """CSS selector of what is clicked for more rows, as long as it brings some."""
    clicks: int = 20
    """On `more`, at most."""
    timeout: float = 60.0
    """Seconds that one page may take, the pauses between its requests included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal file."""

    name: str
    """File name without `.toml`; also the collection's name."""
    title: str
    language: str
    """BCP 47: `zh-Hans`, `en`."""
    hosts: tuple[str, ...]
    """`host` (any port) or `host:port`, lower case; pages come from these."""
    seeds: tuple[Seed, ...]
    timezone: str = "Asia/Shanghai"
    family: str | None = None
    """None: recognised page by page."""
    aliases: tuple[str, ...] = ()
    """Other names of the same portal; addresses on them are the same article as on the first of `hosts`."""
    allow_private: bool = False
    """Whether `hosts` and `aliases` may lie at private or loopback addresses."""
    articles: tuple[str, ...] = ()
    """Regular expressions searched in path and query."""
    ignore: tuple[str, ...] = ()
    """Regular expressions searched in the whole address; never fetched."""
    unverified: bool = False
    politeness: Politeness = Politeness()
    schedule: Schedule | None = None
    browser: Browser | None = None
    """None: no page is drawn."""
    listing: ListingRules = ListingRules()
    layouts: tuple[Layout, ...] = ()
    """Newest first."""
    digest: str = ""
    """SHA-256 of the file's bytes as `sha256:HEX`; empty for portals made in memory."""
    source: bytes = field(default=b"", repr=False, compare=False)
    """The file's bytes, as they go into the archive; empty for portals made in memory."""

    def __hash__(self) -> int:
        """Of what tells portals apart: what is remembered by portal is asked for several times a page."""
        return hash((self.name, self.digest))
