"""One page, one parse, everything a crawl needs of it. Pure and total: any bytes give a `Reading`."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import urlsplit

from lxml import etree

from archive.model import Article
from crawler.addresses import css
from crawler.addresses.address import resolver
from crawler.addresses.scope import scope_of
from crawler.extract.article import extract_tree
from crawler.extract.layouts import asks_ids, expressions_of, layout_for
from crawler.extract.markup.tree import Tree, parse
from crawler.families import BY_NAME, GENERIC, answer_of, family_of, implied_by, listing_of, of_script, signs, signs_of
from crawler.families.base import Family, Listing
from crawler.page import Page
from crawler.pages import gather, parts, rules, sitemap, sniff
from crawler.pages.familiar import Familiar
from crawler.pages.gather import Gathering
from crawler.portal import Kind, Portal
from crawler.reading import Following, Link, Reading

_ARTICLES = frozenset(("article", "notice", "video", "gallery"))
_SHIFTING = b"0123456789abcdefABCDEF \t\r\n"
_LOOKED_AT = 4096


def read(page: Page, portal: Portal, kind: Kind, *, novelty: bool = False, first: str | None = None,
         leads: bool = True, familiar: Familiar | None = None) -> Reading:
    """What a page asked as `kind` gives. `novelty` asks for the digest of its words; `first`: of a further page of an
    article its first one; without `leads` what an HTML page links to may be left out, and what is `familiar` is.

    An answer with an error status, or a part nobody asked for (206), gives no links. What a `site` page or a `listing` is, its
    bytes decide: a page, a sheet, a sitemap, a feed, the answer of a listing call.
    """
    if not _can_be_taken_apart(page.url):
        page = replace(page, url="")
    if page.status >= 300 or page.status in (204, 205, 206):
        return Reading(article=_no_article(page, "error", f"status {page.status}"))
    form = sniff.form_of(page)
    if kind in ("sitemap", "feed") or (kind in ("site", "listing") and (form in ("sitemap", "index", "feed") or _wrapped(page.body))):
        return _entries(page, portal, kind, familiar)
    if form == "css" or (kind == "requisite" and page.url.partition("?")[0].lower().endswith(".css")):
        return _sheet(page, portal, familiar)
    if kind == "listing" and (asked := of_script(page)) is not None:
        return _answered(page, portal, GENERIC.name, asked, "script of a listing")
    answer = answer_of(page) if kind == "listing" else None
    if answer is not None:
        return _answered(page, portal, *answer)
    if form != "html":
        return Reading(article=_no_article(page, "not-html", f"{form}, {sniff.media_type(page) or 'no type'}"))
    return _html(page, portal, kind, novelty, first, leads, familiar)


def _can_be_taken_apart(url: str) -> bool:
    """Whether an address is one; files of other programs may hold any."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _wrapped(body: bytes) -> bool:
    """Whether a sitemap or feed lies behind a gzip coding of its own (sitemap.xml.gz) or UTF-16."""
    if body[:2] == b"\x1f\x8b":
        try:
            body = zlib.decompressobj(31).decompress(body[:_LOOKED_AT], _LOOKED_AT)
        except zlib.error:
            return False
    elif body[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return False
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        body = body[:_LOOKED_AT].decode("utf-16", "ignore").encode("utf-8", "ignore")
    return sitemap.form_of(body) is not None


def _html(page: Page, portal: Portal, kind: Kind, novelty: bool, first: str | None, leads: bool, familiar: Familiar | None) -> Reading:
    tree = parse(page, ids=_asks_ids(portal), signs=signs())
    borne = signs_of(page, tree.borne)
    family = family_of(page, portal.family, borne)
    gathering = Gathering(scope_of(portal), familiar)
    listing, elsewhere = Listing(), tuple[str, ...]()
    if kind == "listing":
        article = _no_article(page, "listing", "asked as a listing")
        listing = rules.applied(listing_of(page, tree, family), tree, portal, family)
        elsewhere = gather.gather_rows(gathering, listing.rows, listing.next)
    else:
        article = _article(page, tree, portal, family)
        listing = _gather_page(gathering, page, tree, kind, article, family) if leads else listing
    if leads:
        gather.gather_refresh(gathering, tree, page.header("refresh"), kind)
    onwards, begins = _way(tree, page, article, first)
    links, words = gathering.links(), _novelty(tree) if novelty else None
    return Reading(article=article, links=links, family=family.name, claimed_total=listing.claimed_total,
                   claimed_pages=listing.claimed_pages, elsewhere=elsewhere, novelty=words, following=onwards, first=begins)


@lru_cache(maxsize=256)
def _asks_ids(portal: Portal) -> bool:
    """Whether a rule that pages of the portal are read by may call `id()`."""
    layouts = (*portal.layouts, *(family.layout for family in BY_NAME.values()))
    return asks_ids((*portal.listing.rows, *portal.listing.next, *(rule for layout in layouts for rule in expressions_of(layout))))


def _way(tree: Tree, page: Page, article: Article, first: str | None) -> tuple[Following | None, str | None]:
    """Where an article goes on, and where it begins if this is a further page of it."""
    if first is None and article.kind not in _ARTICLES:
        return None, None
    pager, counts = parts.pager_of(tree), parts.may_count(page.body, tree.borne)
    if first is None and not pager and not counts:
        return None, None  # nearly every article
    return parts.following(tree, first or page.url, pager, counts=counts), parts.first_of(tree, pager) if first is None else None


def _article(page: Page, tree: Tree, portal: Portal, family: Family) -> Article:
    return extract_tree(tree, page, layout_for(portal.layouts, family.layout, page.captured_at), portal.timezone)


def _gather_page(gathering: Gathering, page: Page, tree: Tree, kind: Kind, article: Article, family: Family) -> Listing:
    """Everything a page leads to, but for listings asked as such."""
    followed: Kind | None = "site" if kind == "site" else None
    listing = Listing()
    if kind != "requisite":
        for attachment in article.attachments:
            gathering.attachment(attachment.url, attachment.name)
        gather.gather_anchors(gathering, tree, followed)
    if kind == "site":
        gather.gather_alternates(gathering, tree)
        if article.kind not in _ARTICLES:
            listing = implied_by(page, tree, family)
            for row in listing.rows:
                gathering.anchor(row.url, followed)
            gather.gather_rows(gathering, (), listing.next)
    if kind != "attachment":
        gather.gather_requisites(gathering, tree, followed)
    return listing


def _entries(page: Page, portal: Portal, kind: Kind, familiar: Familiar | None) -> Reading:
    """A sitemap or feed: its entries as articles, or as pages of the site where it was met on a `site` crawl."""
    body = sitemap.unpacked(page.body)
    form = sitemap.form_of(body)
    if form is not None:
        found = sitemap.entries(body, portal.timezone)
    elif body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        found = sitemap.json_feed(body, portal.timezone)
    else:
        found = sitemap.lines(body)
    entry_kind: Kind = "site" if kind == "site" else "article"
    gathering = Gathering(scope_of(portal), familiar)
    whole = resolver(page.url)
    number = 0
    for entry in found:
        url = whole.resolve(entry.href)
        if url is None:
            continue
        if entry.is_sitemap or entry.is_next:
            gathering.page(Link(url=url, kind=_further(kind, entry.is_sitemap)))
        else:
            number += 1
            gathering.row(Link(url=url, kind=entry_kind, title=entry.title, date=entry.date, position=number))
    article = _no_article(page, "listing", f"{form or 'a list of addresses'}")
    return Reading(article=article, links=gathering.links())


def _further(kind: Kind, is_sitemap: bool) -> Kind:
    if kind == "site":
        return "site"
    return "sitemap" if is_sitemap else "listing" if kind == "listing" else "feed"


def _sheet(page: Page, portal: Portal, familiar: Familiar | None) -> Reading:
    gathering = Gathering(scope_of(portal), familiar)
    charset = re.search(r"charset=[\"']?([\w.:-]{1,40})", page.header("content-type") or "", re.IGNORECASE)
    whole = resolver(page.url)
    for href in css.addresses(css.decoded(page.body, charset[1] if charset else None)):
        url = whole.resolve(href)
        if url is not None:
            gathering.requisite(url)
    return Reading(article=_no_article(page, "not-html", "style sheet"), links=gathering.links())


def _answered(page: Page, portal: Portal, family: str, answer: Listing, what: str = "answer of a listing call") -> Reading:
    gathering = Gathering(scope_of(portal))
    elsewhere = gather.gather_rows(gathering, rules.allowed(answer.rows, portal), answer.next)
    return Reading(article=_no_article(page, "listing", what), links=gathering.links(),
                   family=family, claimed_total=answer.claimed_total, claimed_pages=answer.claimed_pages, elsewhere=elsewhere)


def _no_article(page: Page, kind: str, reason: str) -> Article:
    return Article(kind=kind, reason=reason, url=page.url)


def _novelty(tree: Tree) -> bytes | None:
    """Of the text without scripts, blanks and all digits, decimal and hex: what a trap changes from page to page. The last to see the
    tree: what its scripts and style sheets say is taken out, for most of a page's text would be theirs."""
    for tag in ("script", "style"):
        for element in tree.named(tag):
            element.text = None
    octets = etree.tostring(tree.root, method="text", encoding="utf-8").translate(None, _SHIFTING)
    return blake2b(octets, digest_size=16).digest() if octets else None
