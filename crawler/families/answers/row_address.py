"""How a page's script makes the addresses of its rows, of which the answers that it asks for state a number only: `'<a href="/art/' +
item.id + '.html">'`, the same as a template literal, as a front-end template or as a bound attribute.

Such answers are read apart from the page; so what its page said goes with the call (`crawler.calls.call.Told`): each way to make a row's
address, with the names of fields in braces. No script is run; what is not spelt out is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.addresses.address import Resolver, resolver
from crawler.addresses.links import Tree
from crawler.calls.call import Call, Told
from crawler.families.answers.row_forms import FIELD, MOST_TEXT, SIGN, Names, drawn, forms_at, held, pressed
from crawler.families.calls import call_headers
from crawler.families.calls.calls import SamePage, scripts
from crawler.families.calls.counted_files import counted
from crawler.families.scripts.row_changes import changed
from crawler.page import Page
from crawler.reading import Link

MOST = 6
"""Ways of one page at most."""
_MOST_FIELDS = 12
"""Fields drawn into rows that are told."""
_MOST_PLACES = 5000
"""Places of a page where one may stand that are looked at; anchors of the page's own are among them."""


_OF_XML = re.compile(r"(?:(?:\$|jQuery)\(\s?[A-Za-z_$][\w$]{0,40}\s?\)|(?<![\w$.])[A-Za-z_$][\w$]{0,40})\s?\.\s?(?:"
                     r"find\(\s?['\"](?:>\s?)?([A-Za-z]\w{0,40})['\"]\s?\)\s?\.\s?text\(\s?\)"
                     r"|getElementsByTagName\(\s?['\"](\w{1,40})['\"]\s?\)\[0\]\.(?:textContent|firstChild\.(?:nodeValue|data)))")
"""A field of a row of XML, as scripts read it: `$(this).find("NewsID").text()`."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in which a page makes addresses of its rows."""

    resolver: Resolver
    """Against the page that draws them."""
    forms: tuple[str, ...]
    fields: tuple[str, ...] = ()
    """What it draws into the rows beside, titles before days."""

    def address(self, row: Mapping[Any, Any], named: str | None = None) -> str | None:
        """That of a row by its fields, as its page makes it; None where the page does not say. `named`: the field that holds a whole
        one, by which only a way is gone that puts something before or behind it."""
        for form in self.forms:
            fields = [field for field, _ in FIELD.findall(form)]
            if named is not None and (named not in fields or form == f"{{{named}}}"):
                continue
            values = {field: row.get(field) for field in fields}
            if all(isinstance(value, int | str) and not isinstance(value, bool) and str(value).strip() for value in values.values()):
                made = FIELD.sub(lambda match, held=values: changed(str(held[match[1]]).strip(), match[2]), form)  # type: ignore[misc]
                return self.resolver.resolve(made)
        return None


NONE = Ways(resolver("http://invalid/"), ())
"""Of pages that say nothing."""


def marked(calls: tuple[Link, ...], tree: Tree, pages: int | None = None) -> tuple[Link, ...]:
    """The calls of a page with its address, against which those of their rows are, and with the ways in which it makes such where it
    spells out any, before what they bear already. `pages`: that the page says its list has."""
    said, here = told_by(tree) if calls else Told(), tree.resolver.resolve("")
    of_all = call_headers.of_page(scripts(tree)) if calls else call_headers.NONE
    borne = ((link, call_headers.with_those(link.call or Call(), of_all)) for link in calls)
    return tuple(link._replace(call=call._replace(asker=here, told=counted(call.told, pages)._replace(ways=said.ways, fields=said.fields)))
                 for link, call in borne)


def told_by(tree: Tree) -> Told:
    """What a page says of the rows that it draws."""
    ways = ways_of(tree)
    return Told(ways=ways.forms[:MOST], fields=ways.fields[:_MOST_FIELDS])


def place_of(page: Page) -> Resolver:
    """Against what the addresses of an answer are resolved: the page whose script puts it there, where that is known."""
    asker = page.call.asker if page.call is not None else None
    return resolver(asker if asker is not None else page.url)


def ways_told(call: Call | None) -> Ways:
    """What `marked` put into a call."""
    if call is None or call.asker is None or not call.told.ways:
        return NONE
    return Ways(resolver(call.asker), call.told.ways[:MOST], call.told.fields)


def _member(match: re.Match[str]) -> str:
    return f"row.{match[1] or match[2]}"


def ways_of(tree: Tree) -> Ways:
    """The ways that the page's scripts and templates spell out, in the order of the page."""
    return _ways_of(SamePage(tree))


@lru_cache(maxsize=1)
def _ways_of(page: SamePage) -> Ways:
    """Remembered: each of a page's calls asks."""
    tree = page.tree
    found: dict[str, str] = {}
    names = Names(tree)
    text = _OF_XML.sub(_member, tree.text) if ".find(" in tree.text else tree.text
    for sign in islice(SIGN.finditer(text, 0, MOST_TEXT), _MOST_PLACES):
        for form in forms_at(text, sign.start(), names):
            form = form.replace("&amp;", "&")
            if FIELD.search(form):
                found.setdefault(form, drawn(text, sign.start()))
        if len(found) >= MOST:
            break
    if not any(found.values()):  # what rows say stands where they are pressed
        found = {**found, **pressed(tree, names)}
    if not found:
        found = held(tree, names)
    return Ways(tree.resolver, tuple(found), tuple(dict.fromkeys(" ".join(found.values()).split()))) if found else NONE


