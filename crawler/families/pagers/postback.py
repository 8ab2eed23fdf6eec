"""Pagers of ASP.NET: anchors that call `__doPostBack('target', 'argument')`, which sends the page's one form with both put in.

What is sent is the form as it stands on the page, `__VIEWSTATE` and all, in the page's charset: what a browser sends, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlencode

from lxml.html import HtmlElement

from crawler.addresses.links import Tree
from crawler.families.calls.forms import fields_of
from crawler.families.calls.next_call import called
from crawler.families.pagers.page_fields import chosen_page, is_of_pages
from crawler.families.pagers.paging import names_next
from crawler.families.rows.text_days import squeezed
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of
from crawler.page import Page
from crawler.reading import Link

SIGN = b"__doPostBack"
"""Of which each such page bears one."""

_CALL = re.compile(r"__doPostBack\(\s*['\"]([\w$:.-]{1,200})['\"]\s*,\s*['\"]([\w$:. -]{0,100})['\"]\s*\)")
_STATE = "__VIEWSTATE"
_TARGET, _ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"
_ARGUED = re.compile(r"(?:Page\$)?(\d{1,5})")
_MOST_CHOICES = 20
_MOST = 2000
"""Anchors and fields of a page that are looked at."""
_LARGEST = 2_000_000
"""Bytes of a form that is sent; states of some hundred kilobytes are known."""


class _Press(NamedTuple):
    """One anchor of a pager."""

    target: str
    argument: str
    number: int | None
    """The page that it names; None: it names none."""
    is_next: bool


def by_postback(page: Page, tree: Tree) -> Link | None:
    """The form sent for the page that follows; None on other pages, and on the last."""
    if SIGN not in page.body:
        return None
    presses = list(_presses(tree))
    press = next((press for press in presses if press.is_next), None) or _numbered(presses, page)
    chosen = _chosen(tree) if press is None else {}
    form = _form(tree) if press is not None or chosen else None
    if form is None:
        return None
    put = {_TARGET: press.target, _ARGUMENT: press.argument} if press is not None else chosen
    fields = [*((name, put[name]) for name in (_TARGET, _ARGUMENT)),
              *((name, put.get(name, value)) for name, value in fields_of(form) if name not in (_TARGET, _ARGUMENT))]
    action = (form.get("action") or "").strip()
    url = tree.resolver.resolve(action) if action else page.url
    body = urlencode(fields, encoding=tree.charset, errors="xmlcharrefreplace").encode("ascii")
    return Link(url=url, kind="listing", hop="I", method="POST", body=body) if url is not None and len(body) <= _LARGEST else None


def _presses(tree: Tree) -> Iterator[_Press]:
    for anchor in islice(tree.named("a"), _MOST):
        match = _CALL.search(anchor.get("href") or "") or _CALL.search(anchor.get("onclick") or "")
        if match is not None:
            text = squeezed("".join(islice(anchor.itertext(), 40))[:40]).strip("[]()【】（）")
            argued = _ARGUED.fullmatch(match[2])
            number = number_of(text, MOST_PAGE_DIGITS)
            yield _Press(match[1], match[2], int(argued[1]) if argued is not None and number is None else number, names_next(anchor))


def _chosen(tree: Tree) -> dict[str, str]:
    """What is put into the form where pages are chosen in a field that sends it, `onchange="…__doPostBack('ddlPage','')…"`; empty where
    none is, and on the last page."""
    for field in islice(tree.root.iter("select"), _MOST_CHOICES):
        match = _CALL.search((field.get("onchange") or "").replace("\\", "")[:500])
        number = chosen_page(field) if match is not None and is_of_pages(field) else None
        if match is not None and number is not None and (name := field.get("name")):
            options = (option for option in field.iter("option") if squeezed(option.text or "").strip("第页") == str(number + 1))
            value = next((option.get("value") for option in options), None)
            return {_TARGET: match[1], _ARGUMENT: match[2], name: value or str(number + 1)}
    return {}


def _numbered(presses: list[_Press], page: Page) -> _Press | None:
    """The anchor of the number after this page's: the one that was asked for, or the one among the pager's that is no link."""
    numbers = {press.number: press for press in reversed(presses) if press.number}
    if not numbers:
        return None
    asked = called(page)
    argued = _ARGUED.fullmatch(asked.get(_ARGUMENT, ""))
    if argued is not None and any(press.target == asked.get(_TARGET) for press in presses):
        here = int(argued[1])
    else:
        first = min(numbers) if min(numbers) > 2 else 1  # of a window, 11 to 20
        here = next(number for number in range(first, max(numbers) + 2) if number not in numbers)
    return numbers.get(here + 1)


def _form(tree: Tree) -> HtmlElement | None:
    """The form that holds the state."""
    for field in islice(tree.root.iter("input"), _MOST):
        if field.get("name") == _STATE:
            return next(field.iterancestors("form"), None)
    return None
