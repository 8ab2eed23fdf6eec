"""What a portal's file says of its listings, held against what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from crawler.addresses.links import anchors
from crawler.addresses.scope import path_of, scope_of
from crawler.extract.markup.tree import Tree
from crawler.families.base import Family, Listing
from crawler.families.rows.row_titles import title_of
from crawler.families.rows.rows import MOST, Row, collect, of_element
from crawler.portal import Portal
from crawler.reading import Link


def applied(listing: Listing, tree: Tree, portal: Portal, family: Family) -> Listing:
    """The listing by the portal's own XPaths where they give something; then all that `articles` matches and nothing else.

    Without `articles`, anchors of the family's own article shape are added to the rows; not for `generic`, whose shape guesses.
    """
    rows = collect(row for found in _selected(tree, portal.listing.rows) for row in _row(found, tree)) or listing.rows
    following = tuple(Link(url=url, kind="listing") for found in _selected(tree, portal.listing.next)
                      for url, _, _ in _row(found, tree) if url is not None)
    rows = _completed(rows, tree, portal, family) if not portal.listing.rows else allowed(rows, portal)
    return replace(listing, rows=rows, next=following[:5] if portal.listing.next else listing.next if rows else _calls(listing))


def allowed(rows: Iterable[Link], portal: Portal) -> tuple[Link, ...]:
    """Rows that the file's `articles` lets through; all where it has none."""
    scope = scope_of(portal)
    return tuple(row for row in rows if not scope.names_articles or scope.is_article(row.url))


def _completed(rows: tuple[Link, ...], tree: Tree, portal: Portal, family: Family) -> tuple[Link, ...]:
    scope = scope_of(portal)
    if not scope.names_articles and family.name == "generic":
        return rows
    shaped: list[Row] = []
    for anchor, href in anchors(tree.root):
        url = tree.resolver.resolve(href)
        if url is not None and (scope.is_article(url) if scope.names_articles else family.article_shape.search(path_of(url))):
            shaped.append((url, title_of(anchor), None))
            if len(shaped) >= MOST:
                break
    known = allowed(rows, portal)
    return collect([*((row.url, row.title, row.date) for row in known), *shaped])


def brings_rows(link: Link) -> bool:
    """Whether a link of a page without rows leads to its list: a call of its scripts, a file that they ask for, a frame."""
    return link.hop == "E" or (link.hop == "I" and ("?" in link.url or link.body is not None))


def _calls(listing: Listing) -> tuple[Link, ...]:
    """Of a page without rows only calls and frames that bring the first ones are followed, never a further page."""
    return tuple(link for link in listing.next if brings_rows(link))


def _selected(tree: Tree, expressions: tuple[str, ...]) -> Iterator[object]:
    for expression in expressions:
        try:
            found = tree.root.xpath(expression)
        except (etree.XPathError, ValueError, TypeError):
            continue
        if isinstance(found, list) and found:
            yield from found[:MOST]
            return
        if isinstance(found, str) and found:
            yield found
            return


def _row(found: object, tree: Tree) -> Iterator[Row]:
    if isinstance(found, str):
        yield tree.resolver.resolve(found), None, None
    elif isinstance(found, etree._Element):
        yield from of_element(found, tree.resolver)
