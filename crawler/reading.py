"""What one page gives a crawl, read in a single pass over one tree. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from archive.model import Article, WarcRef
from crawler.calls.call import Call, apart
from crawler.portal import Kind

MOST_ROWS = 10_000
"""Rows taken from one page of a listing; blocks of 500 are the longest known. Who comes to as many is told that there are more."""
MOST_ENTRIES = 50_000
"""Entries taken from one sitemap or feed: as many as the protocol of sitemaps lets one file have."""


class Link(NamedTuple):
    """An address worth asking for. A tuple, because a page has hundreds and each goes from process to process; give fields by name."""

    url: str
    """Absolute http(s), ASCII (IDNA host, percent-coded path, query in the page's charset), no fragment."""
    kind: Kind
    hop: str = "L"
    """L link, E embed (requisite), R redirect, I implied (next listing page made from a count)."""
    title: str | None = None
    """Full title that a listing row states."""
    date: str | None = None
    """Local day that a listing row states, `YYYY-MM-DD`."""
    position: int | None = None
    """Row number on the listing, from 1."""
    method: str = "GET"
    body: bytes | None = None
    """What a POST sends; None: it is a GET."""
    call: Call | None = None
    """Who asks for a listing, and what that page says of the answer; None: a link that leads there."""

    @property
    def apart(self) -> bytes | None:
        """As `crawler.calls.call.apart`."""
        return apart(self.body, self.call)


class Following(NamedTuple):
    """The page that goes on with an article."""

    url: str
    sure: bool
    """Whether its address alone says so; otherwise it is one only if it bears the article's title."""
    later: tuple[str, ...] = ()
    """Further pages that the pager names behind it, in order: where the article goes on if this one is not to be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the file of a notice says."""

    text: str | None = None
    rule: str | None = None
    """What read it; None when there is no text."""
    missing: str | None = None
    """Why there is no text, in one line; None when there is."""
    record: WarcRef | None = None
    """Where the file lies; filled in by whoever asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What `read` made of a page."""

    article: Article
    """Always there; its `kind` tells whether it is one."""
    links: tuple[Link, ...] = ()
    """In the order of the page; each address and kind once."""
    family: str = "generic"
    """The family whose rules read it."""
    claimed_total: int | None = None
    """Articles that the listing itself claims to have; None when it claims nothing."""
    claimed_pages: int | None = None
    """Pages of itself that it claims to have; None when it claims nothing."""
    elsewhere: tuple[str, ...] = ()
    """Hosts to which rows and calls of a listing lead that are none of the portal's, where it has none on them."""
    novelty: bytes | None = None
    """Digest of the page's words without digits, for trap detection; None when not asked for or empty."""
    following: Following | None = None
    """The next page of the article; None on its last one, and on pages that are none."""
    first: str | None = None
    """Address of the first page of the article that this page is a further part of; None when it is none."""
    words: Words | None = None
    """Of a file that was read for its words; None for pages."""
