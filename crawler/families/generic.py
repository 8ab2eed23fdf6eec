"""Listings of no family: dated siblings, addresses that look like articles, the links a reader would press to go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from crawler.addresses.address import Resolver
from crawler.addresses.links import Tree, anchors
from crawler.addresses.scope import path_of
from crawler.families.answers.ends import has_dead_next
from crawler.families.answers.opened_rows import open_rows
from crawler.families.base import Listing
from crawler.families.calls.next_call import called, is_last_shown, is_later, next_call
from crawler.families.pagers.called_pages import by_arguments, by_function, pages_drawn
from crawler.families.pagers.drawn_pagers import by_plugin
from crawler.families.pagers.form_pager import by_form
from crawler.families.pagers.from_end import by_end
from crawler.families.pagers.handled_pages import by_handler
from crawler.families.pagers.jump import by_jump, by_prefix, claims, files, total_in_title
from crawler.families.pagers.last_named import pages_named
from crawler.families.pagers.paging import by_anchor, by_count, by_name, claimed_total, last_page, leads_here, words_of
from crawler.families.pagers.postback import by_postback
from crawler.families.pagers.printed_pages import by_loop, by_printed_call
from crawler.families.pagers.written_anchors import by_written_anchor
from crawler.families.rows import editions
from crawler.families.rows import undated as undated_rows
from crawler.families.rows.lead_story import with_leads
from crawler.families.rows.row_titles import title_of
from crawler.families.rows.rows import MOST, Row, collect, without_days
from crawler.families.rows.siblings import dated, the_one
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "generic"
# A name with an id: a day in the path, a number of four and more digits or a hex name of the file; no list's index.
article_shape = re.compile(
    r"/(?:19|20)\d\d[-/]?\d{1,2}[-/]?\d{0,2}/(?!index|node_\d)[\w.-]{0,150}\d[\w.-]{0,150}\.(?:s?html?|jsp|php|aspx?)(?:\?|$)"
    r"|/(?!node_\d)[A-Za-z_-]*\d{4,}(?:_\d+)*\.(?:s?html?|jsp|php|aspx?)(?:\?|$)|/[0-9a-f]{16,}(?:\.s?html?)?(?:\?|$)"
    r"|/(?:detail|info|show|view|article|news|content)\w*(?:\.\w+)?[/?][\w=&%-]*\d{3,}", re.IGNORECASE)
_TURNS = re.compile(r"[\[【(（<«‹\s]*(?:[上下前后後]\s*一?\s*[页頁版期]|[首尾末]\s*[页頁])[\s>»›＞→\])）】]*")
"""What turns pages; the name of a digital edition's page, node_1290.htm, is no article's."""
_OPENS = re.compile(rb"\bonclick\s?=\s?[\"'](?:javascript:)?\s?(?:window\.open\(|(?:window\.|self\.)?location(?:\.href)?\s?=)")
_WHOLE = re.compile(rb"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a whole page shows itself as one."""
layout = Layout()
signs: tuple[bytes, ...] = ()
listed_by: tuple[bytes, ...] = ()


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """What no other family recognises."""
    return "no sign of another family"


def listing(page: Page, tree: Tree) -> Listing | None:
    """The rows and the next page of any listing; never None, perhaps empty. One row alone is one, too, where the page has nothing else."""
    found = editions.dated(page, tree, rows(tree, tree.resolver, article_shape) or collect(the_one(tree.root, tree.resolver)))
    return replace(_onwards(page, tree, bool(found), lambda: len(found)), rows=found)


def undated(page: Page, tree: Tree) -> Listing | None:
    """What a page lists without days, by addresses that tell no article; None on other pages."""
    found = undated_rows.listing(page, tree)
    return replace(_onwards(page, tree, True, lambda: len(found)), rows=found) if found else None


def behind(page: Page, tree: Tree, held: Listing) -> Listing:
    """The rows that a script of the page holds, with the page behind and what the page claims where they claim nothing."""
    told = _onwards(page, tree, True, lambda: len(held.rows))
    if held.claimed_total is not None and not told.next and len(held.rows) >= held.claimed_total:
        return held
    return replace(told, rows=held.rows, claimed_total=held.claimed_total or told.claimed_total,
                   claimed_pages=held.claimed_pages or told.claimed_pages)


def leading_on(page: Page, tree: Tree) -> Listing:
    """What `listing` gives, without its rows: they are anchors of the page, and of these nothing more is made here than is needed. Rows
    that a script opens when they are pressed are told all the same."""
    is_pressed = b"onclick" in page.body and _OPENS.search(page.body) is not None
    pressed = collect(islice(_shaped(tree, tree.resolver, article_shape, pressed=True), MOST)) if is_pressed else ()
    shown = bool(pressed) or next(_shaped(tree, tree.resolver, article_shape), None) is not None or bool(
        _shown(tree, tree.resolver, article_shape))
    held = pressed if shown else _opened(tree, tree.resolver, article_shape)
    return replace(_onwards(page, tree, shown or bool(held), lambda: len(held or rows(tree, tree.resolver, article_shape))), rows=held)


def _onwards(page: Page, tree: Tree, is_list: bool, given: Callable[[], int]) -> Listing:
    """What a page says of its list; if it has rows, the page behind. `given`: how many they are."""
    words = words_of(tree.root)
    total, pages = _claimed(words, tree)
    following: Sequence[Link] = by_anchor(tree.root, tree.resolver, page.url, pressed=b"onclick" in page.body) if is_list else []
    if is_list and not following:
        following = _pressed(page, tree, words, given, total, pages) or (
            editions.by_sheet(page, tree) if editions.may_be(page, words) else [])
    elif pages is None and following:
        pages = pages_named(tree, page.url, following[0], words)
    return Listing(next=tuple(following), claimed_total=total, claimed_pages=pages)


def _claimed(words: str, tree: Tree) -> tuple[int | None, int | None]:
    """Articles and pages, as the page says or its script is told to draw."""
    drawn, told = claims(words), pages_drawn(words)
    total = claimed_total(words) or drawn.total or told[0] or total_in_title(tree)
    return total, last_page(words) or drawn.pages or told[1] or files(words)


def _pressed(page: Page, tree: Tree, words: str, given: Callable[[], int], total: int | None, pages: int | None) -> list[Link]:
    """The page behind where no anchor leads to it: the call for this one with its number raised (was5, iList.jsp, eportal and other
    programs that take it in query or form), a form that a script sends, an address that a script jumps to; at most one."""
    link = next_call(page, tree.resolver, given=given(), total=total, pages=pages) if _may_go_on(page, tree, total, pages) else None
    link = (link or by_postback(page, tree) or by_form(page, tree, pages) or by_prefix(words, tree.resolver, page.url)
            or by_plugin(page, tree) or by_jump(words, tree.resolver, page.url, pages) or by_function(page, tree, pages)
            or by_arguments(page, tree)
            or by_handler(page, tree) or by_name(page, tree) or by_loop(page, tree)
            or by_printed_call(page, tree, pages) or by_written_anchor(page, tree) or by_end(page, tree, pages))
    return [link] if link is not None else []


def _may_go_on(page: Page, tree: Tree, total: int | None, pages: int | None) -> bool:
    """Whether the call that the page answers may be made for the page behind: it says how many there are, or it is a piece of mark-up
    that a script puts under the rows already there, which has no pager of its own."""
    if not called(page):
        return False
    is_counted = pages is not None or (
        total is not None and not leads_here(tree.root, tree.resolver, page.url) and not is_last_shown(page, tree)
        and not (has_dead_next(tree) and is_later(page)))
    return is_counted or is_piece(page)


def is_piece(page: Page) -> bool:
    """Whether mark-up is none of a whole page, but what a script puts into one."""
    return _WHOLE.search(page.body, 0, _HEAD) is None


def answer(page: Page) -> Listing | None:
    """None: calls are made to families only."""
    return None


def shaped(page: Page, tree: Tree, shape: re.Pattern[str], counted: Callable[[str, int | None], list[Link]]) -> Listing | None:
    """For families known by the shape of their addresses: rows of that shape; where no anchor leads on, what `counted` makes of the
    page's address and the number of pages it states. None on a page without such rows."""
    found = tuple(row for row in rows(tree, tree.resolver, shape) if shape.search(row.url))
    if not found:
        return None
    words = words_of(tree.root)
    total, pages = _claimed(words, tree)
    following = by_anchor(tree.root, tree.resolver, page.url, pressed=b"onclick" in page.body) or counted(page.url, pages)
    if not following:  # such articles in a list of another program
        call = by_count(words, tree.resolver, page.url, from_one=page.told.from_one) if b"createPage" in page.body else None
        following = [call.next] if call is not None and call.next is not None else []
        pages = pages or (call.pages if call is not None else None)
    if not following:
        following = _pressed(page, tree, words, lambda: len(found), total, pages)
    elif pages is None:
        pages = pages_named(tree, page.url, following[0], words)
    return Listing(rows=found, next=tuple(following), claimed_total=total, claimed_pages=pages)


def rows(tree: Tree, whole: Resolver, shape: re.Pattern[str]) -> tuple[Link, ...]:
    """Dated siblings; where there are none, the anchors whose addresses have the shape, with the titles they state."""
    return without_days(_shown(tree, whole, shape) or _opened(tree, whole, shape))


def _opened(tree: Tree, whole: Resolver, shape: re.Pattern[str]) -> tuple[Link, ...]:
    """Rows whose anchors only a function of the page opens."""
    may_be = any(map(tree.text.__contains__, ("onclick", "javascript:", "data-href", "data-url", "data-link")))
    return _shown(tree, whole, shape) if may_be and open_rows(tree, shape) else ()


def _shown(tree: Tree, whole: Resolver, shape: re.Pattern[str]) -> tuple[Link, ...]:
    found = dated(tree.root, whole, shape)
    return collect(with_leads(found, tree.root, whole) if found else found) or collect(islice(_shaped(tree, whole, shape), MOST))


def _shaped(tree: Tree, whole: Resolver, shape: re.Pattern[str], *, pressed: bool = False) -> Iterator[Row]:
    """Anchors whose addresses have the shape; `pressed`: those alone that a script opens."""
    for anchor, href in anchors(tree.root):
        if pressed and anchor.get("href") == href:
            continue
        url = whole.resolve(href)
        if url is not None and shape.search(path_of(url)):
            title = title_of(anchor)
            # A page number, 下一版, 02版：时政
            if title is None or not (title.isdigit() or _TURNS.fullmatch(title) or editions.SHEET.fullmatch(title)):
                yield url, title, None
