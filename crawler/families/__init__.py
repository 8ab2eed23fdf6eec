"""The CMS families of provincial portals: which one a page is of, and what its lists hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import chain, islice

from crawler.addresses.links import Tree, frames, hrefs
from crawler.addresses.scope import path_of
from crawler.calls.call import Call
from crawler.extract.markup.tree import SIGNS
from crawler.families import boda, epoint, generic, hanweb, nanfang, trs, ucap
from crawler.families.answers import answers, bodies, ends, held_xml, own_scripts, printed_rows, row_address
from crawler.families.base import LOOKED_AT, Family, Listing
from crawler.families.calls import call_headers, calls, claimed, counted_files, cursors, datatables, grids
from crawler.families.pagers import postback
from crawler.families.pagers.paging import COUNTS
from crawler.families.rows import years
from crawler.page import Page
from crawler.reading import Link
from crawler.signs import Signs

FAMILIES: tuple[Family, ...] = (hanweb, ucap, trs, boda, nanfang, epoint)
"""In the order in which they are asked: the surest signs first."""

GENERIC: Family = generic
"""What reads pages of no family."""

BY_NAME: dict[str, Family] = {family.name: family for family in (*FAMILIES, GENERIC)}
"""By the name in a portal file; `jpaas` is Hanweb's later product and read by `hanweb`."""


_BY_ADDRESS = re.compile("|".join(
    f"(?{'i' if family.article_shape.flags & re.IGNORECASE else ''}:{family.article_shape.pattern})" for family in FAMILIES))
"""An address that one of them has its articles at."""
_BY_HEADER: tuple[Family, ...] = (epoint,)
"""Those that recognise a page which bears no sign of theirs, by its headers."""


_SIGNS = frozenset((*COUNTS, *(sign for family in FAMILIES for sign in family.signs)))


@cache
def signs() -> Signs:
    """Of all families, of counts, and what `crawler.extract.markup.tree.parse` looks for; made when the first page is looked at, for who
    reads portal files needs the names alone."""
    return Signs((*SIGNS, *sorted(_SIGNS)))


@cache
def _lists() -> Signs:
    """Of all lists that bear one; made when the first list is looked at."""
    return Signs(sign for family in FAMILIES for sign in family.listed_by)


def signs_of(page: Page, borne: frozenset[bytes] | None = None) -> frozenset[bytes]:
    """Which signs of families, and of `paging.COUNTS`, stand in the first `LOOKED_AT` bytes of a page. `borne`: those of `signs` that
    stand in it anywhere, where that is known."""
    if borne is None or len(page.body) > LOOKED_AT:
        borne = signs().borne_by(page.body[:LOOKED_AT])
    return borne & _SIGNS


def family_of(page: Page, name: str | None = None, borne: frozenset[bytes] | None = None) -> Family:
    """The family a portal file names, else the one whose articles have such an address, else the first that recognises the page,
    else `GENERIC`. `borne`: as `signs_of` gives it, where that is known."""
    if name is not None and name in BY_NAME:
        return BY_NAME[name]
    path = path_of(page.url)
    if _BY_ADDRESS.search(path):
        return next(family for family in FAMILIES if family.article_shape.search(path))
    borne = signs_of(page) if borne is None else borne
    return next((family for family in (FAMILIES if borne else _BY_HEADER) if family.recognise(page, borne) is not None), GENERIC)


_MOST_FRAMES = 5
"""Frames of a page that are looked at for a list."""

Reader = Callable[[Page, Tree], Listing | None]


def listing_of(page: Page, tree: Tree, family: Family, general: Reader = generic.listing) -> Listing:
    """What a listing page holds, as `_on_page` reads it, and where it is the archive of one year, or names the years of one, the lists of
    the others. `general`: how what no mechanism gives is read."""
    found = _on_page(page, tree, family, general)
    others = years.by_year(page, tree) if general is generic.listing and page.call is None else ()
    return replace(found, next=found.next + others) if others else found


def _on_page(page: Page, tree: Tree, family: Family, general: Reader) -> Listing:
    """What a listing page holds: by its own family's mechanism, by any other's that is there, else by the general one.

    Where a mechanism only names calls, the rows that the page itself shows are read as well; where nothing leads on, the calls that
    the page's scripts spell out are followed. `general`: how what no mechanism gives is read.
    """
    if page.call is not None:
        tree = tree.against(row_address.place_of(page))
    found = _by_mechanism(page, tree, family, general) or general(page, tree) or Listing()
    if page.call is not None and (page.told.from_one or (generic.is_piece(page) and ends.shown_in(tree))):
        return replace(found, next=found.next if page.told.from_one else ())  # its call, or its words, say all
    if found.next:
        return _kept(page, found)
    asked = tuple(link for link in _asked(page, tree) if link.url != page.url or link.body != page.form)
    if asked:
        return replace(found, next=row_address.marked(asked, tree, found.claimed_pages))
    if found.rows:
        given = len(found.rows)
        link = (counted_files.following(page, given) or cursors.behind_markup(page, tree, given)) if page.call is not None else None
        return replace(found, next=(link._replace(call=link.call or page.call),)) if link is not None else found
    held = _held(page, tree)
    if held.rows:
        return generic.behind(page, tree, held)
    following = _framed(page, tree)
    if not following and family is GENERIC and general is generic.listing and page.call is None:
        following = row_address.marked(calls.at_once(tree), tree) or own_scripts.calls(page, tree)
    if following or general is not generic.listing:
        return replace(found, next=following)
    return generic.undated(page, tree) or found


def of_script(page: Page) -> Listing | None:
    """What a page's script that lies in a file of its own asks for, or the rows that it holds; None where a page is none that a listing
    asked for."""
    if not own_scripts.is_one(page):
        return None
    if own_scripts.is_of_settings(page):
        return Listing(next=own_scripts.settings_of(page))
    whole, tree = own_scripts.as_page(page)
    held = _held(whole, tree)
    if held.rows:
        return held
    asked = (link._replace(call=call_headers.with_those(link.call or Call(), page.told.headers)) for link in _asked(whole, tree))
    following = row_address.marked(tuple(asked) or calls.at_once(tree), tree)
    return Listing(next=own_scripts.drawn(page, following) or own_scripts.settings_of(page))


def _kept(page: Page, found: Listing) -> Listing:
    """The listing, whose calls bear on what the one for this page bore; without those behind its end."""
    is_told, given = found.claimed_total is not None or found.claimed_pages is not None, len(found.rows)
    following = [counted_files.kept(page, link, given, is_told) if link.hop == "I" and given else link for link in found.next]
    return replace(found, next=tuple(link for link in following if link is not None))


def _asked(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The calls that the page's scripts, or the libraries that fill its tables, make for its lists."""
    more, filled = calls.listing(page, tree), datatables.calls(page, tree)
    asked = {link.url.partition("?")[0] for link in filled}  # of which functions in settings spell out what other calls seem to be
    plain = [link for link in more.next if link.url.partition("?")[0] not in asked] if more is not None else ()
    return (*plain, *grids.calls(page, tree), *filled)


def _held(page: Page, tree: Tree) -> Listing:
    """The rows that a script of the page holds."""
    ways = partial(row_address.ways_of, tree)
    found = Listing()
    if _may_embed(page):
        texts = chain(calls.scripts(tree, claimed.LONGEST_TEXT), _hidden(tree))
        found = answers.embedded(texts, tree.resolver, generic.article_shape, ways)
    if not found.rows and any(map(page.body.__contains__, printed_rows.SIGNS)):
        found = printed_rows.listing(calls.scripts(tree, claimed.LONGEST_TEXT), tree.resolver, generic.article_shape, ways)
    if not found.rows and any(map(page.body.__contains__, held_xml.SIGNS)):
        found = held_xml.listing(tree, generic.article_shape, ways)
    return found


_MOST_FIELDS = 100
_BARE = re.compile(rb"[=:]\s{0,99}\[\s{0,99}\[\s{0,99}['\"\d]")
_OBJECT = (b'":', b"&quot;:", b'" :', b"':", b"' :", b"title:", b"title :")


def _hidden(tree: Tree) -> Iterator[str]:
    """What hidden fields of a page hold of objects: `<textarea style="display:none">[{"title": …`."""
    for field in islice(tree.root.iter("textarea", "input"), _MOST_FIELDS):
        text = ((field.text if field.tag == "textarea" else field.get("value")) or "").lstrip()
        if text[:1] in ("[", "{") and len(text) <= claimed.LONGEST_TEXT:
            yield text


def _may_embed(page: Page) -> bool:
    """Whether rows may stand as objects in a script of the page: a cheap look."""
    body = page.body
    return (b"title" in body.lower() and True in map(body.__contains__, _OBJECT)) or (
        (b"[[" in body or b"ataTable(" in body) and _BARE.search(body) is not None)


def _framed(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The frames of a page that shows no list itself, and what its script puts into it."""
    targets = map(tree.resolver.resolve, chain(frames(tree), calls.framed(tree), calls.loaded(tree)))
    urls = dict.fromkeys(url for url in targets if url is not None and url != page.url)
    return tuple(Link(url=url, kind="listing", hop="E") for url in islice(urls, _MOST_FRAMES))


def _by_mechanism(page: Page, tree: Tree, family: Family, general: Reader) -> Listing | None:
    borne = _lists().borne_by(page.body)
    for each in FAMILIES if family is GENERIC else (family, *FAMILIES):
        found = each.listing(page, tree) if not each.listed_by or not borne.isdisjoint(each.listed_by) else None
        if found is not None and found.next and page.call is None:
            found = replace(found, next=tuple(_borne(link, tree) for link in found.next))
        if found is not None and found.rows:
            return found
        if found is not None and found.next:
            shown = general(page, tree) or Listing()
            return Listing(rows=shown.rows, next=found.next + shown.next, claimed_total=found.claimed_total or shown.claimed_total,
                           claimed_pages=found.claimed_pages or shown.claimed_pages)
    return None


def _borne(link: Link, tree: Tree) -> Link:
    """A link that is a call of the page's script with the page that asks; any other as it is."""
    is_call = link.hop == "I" and link.call is None and ("?" in link.url or link.body is not None)
    return row_address.marked((link,), tree)[0] if is_call else link


def answer_of(page: Page) -> tuple[str, Listing] | None:
    """What an XML or JSON answer to a listing call holds, with the name of the family whose call it is, or `generic` for any other
    list as JSON. None when it is neither."""
    for family in FAMILIES:
        found = family.answer(page)
        if found is not None:
            following = (link._replace(call=page.call) if link.hop == "I" and link.call is None else link for link in found.next)
            return family.name, replace(found, next=tuple(following))
    found = answers.listing(page) if bodies.may_be(page.body) else None
    found = found or printed_rows.answer(page, generic.article_shape)
    return None if found is None else (GENERIC.name, found)


_MECHANISMS = Signs((
    b"<datastore", b"&lt;datastore", b".jpage", b"jpageform_", b"unitbuild", b"/page/build/unit", b"webSiteCode", b"createPage",
    b"countPage", b"/module/xxgk/",
    b"channelId", b"/common/search/", b"ajax", b".post(", b"$.get(", b".getJSON(", b"fetch(", b"axios", b"$http", b"XMLHttpRequest",
    b".load(", b"ataTable(",
    b"laypage", b"table.render", b"bootstrapTable", b"data-toggle=\"table\"", b"datagrid(", b"easyui-datagrid",
    b"ootgrid(", b"flexigrid(", b"jqGrid(", b"_CONFIG", b"/irs-c",
    b"pagination(", b".paging(", b"Pager(", b"pageCount", b"totalPage",
    b"Pagination(", b"aginator(", b"kkpager", b"data-next", b"data-page=", b"getScript(",
    b"forEach(", b"$.each(", b"v-for=", postback.SIGN))


# A pager in words; where there is none, a count or a call in a script.
_PAGERS = (("下", re.compile(r"下\s{0,3}一?\s{0,3}[页頁]")), ("共", re.compile(r"共\s{0,4}\d{1,6}\s{0,4}[页頁条]")),
           ("总", re.compile(r"总页数|总记录")))
_PLACE = re.compile(r">\s*\d{1,4}\s?/\s?\d{1,4}\s*<")


def _has_pager(text: str) -> bool:
    return any(sign in text and pattern.search(text) for sign, pattern in _PAGERS) or _PLACE.search(text) is not None


def implied_by(page: Page, tree: Tree, family: Family | None = None) -> Listing:
    """What any page would list beyond its own anchors, which a crawl of a site follows anyway: rows in embedded XML, next pages by
    counts, calls and pagers that only a script can press. Empty where there is nothing of the kind. `family`: of the page, if known.
    """
    if not (_MECHANISMS.borne_by(page.body) or _has_pager(tree.text)):
        return Listing()
    found = listing_of(page, tree, family or family_of(page), generic.leading_on)
    if not found.next and not found.rows:
        return found
    anchors = hrefs(tree)
    rows = found.rows
    if rows:
        shown = frozenset(map(tree.resolver.resolve, anchors))
        rows = tuple(row for row in rows if row.url not in shown)
    framed = frozenset(map(tree.resolver.resolve, frames(tree)))  # followed anyway
    following = tuple(link for link in found.next
                      if link.apart is not None or not (link.url in framed or _is_shown(link.url, anchors, tree)))
    return Listing(rows=rows, next=following, claimed_total=found.claimed_total, claimed_pages=found.claimed_pages)


def _is_shown(url: str, anchors: list[str], tree: Tree) -> bool:
    """Whether one of the anchors leads to this address. Those are resolved first that end as it does."""
    resolve, end = tree.resolver.resolve, url.rpartition("/")[2]
    return any(resolve(href) == url for href in anchors if href.endswith(end)) or any(resolve(href) == url for href in anchors)
