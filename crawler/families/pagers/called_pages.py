"""Pages that a function of the page's script turns to: `<a href="javascript:go(2)">`, a field of choices with
`onchange="jump(this.value)"`, kkpager's `getLink`. The function spells the address out; it is read with the number put in, and no script
is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree
from crawler.calls.call import Call
from crawler.families.calls.calls import scripts, within
from crawler.families.pagers.form_pager import FUNCTION, presses
from crawler.families.pagers.page_fields import chosen_page, is_of_pages
from crawler.families.pagers.paging import FURTHEST, implied, names_next
from crawler.families.rows.text_days import squeezed
from crawler.families.scripts import changed_field, script, script_names
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link

_LONGEST = 1200
"""Characters of a function that are looked at."""
_GOES = re.compile(r"\blocation(?:\.href|\.search)?\s{0,3}=(?!=)\s{0,9}|\blocation\.(?:replace|assign)\s{0,3}\(\s{0,9}"
                   r"|\bwindow\.open\s{0,3}\(\s{0,9}|\breturn\s{1,9}")
_OR_ELSE = re.compile(r"[?:]\s{0,9}(?=[\w$'\"`(])")
_SEVERAL = re.compile(r"\A\s{0,9}(?:javascript:|return\s)?\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,3}"
                      r"\(([^()]{1,200},\s{0,3}['\"]?\d{1,5}['\"]?)\s{0,3}\)")
_MOST_ANCHORS = 200
_MOST_NUMBERS = 20
"""Anchors with numbers that are looked at."""
_ALONE = re.compile(r"([A-Za-z_$][\w$]{0,40})\s{0,9}[;)}\n]")
_STATEMENT = 300
"""Characters of a statement in which the other way of a choice is looked for."""
_CHANGED = re.compile(r"\A\s{0,9}(?:javascript:|return\s)?\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,3}\(\s{0,3}"
                      r"this(?:\.value\b|\.options\[|\s{0,3}\))")
_KKPAGER = re.compile(r"kkpager\s{0,3}\.\s{0,3}generPageHtml\s{0,3}\(\s{0,9}(?=\{)")
_GET_LINK = re.compile(r"\b(?:getLink|click)\s{0,9}:\s{0,9}function\s{0,9}\(\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,9}\)")
_USUAL = "(n){ return this.hrefFormer + '_' + n + this.hrefLatter; }"
"""Where kkpager leads if the page does not say."""


def by_function(page: Page, tree: Tree, pages: int | None) -> Link | None:
    """The page behind, to which a function of the page's script leads; None on the last page, and where no script spells its address
    out. `pages`: that the list claims to have."""
    if b"location" not in page.body and b"kkpager" not in page.body and b"window.open" not in page.body:
        return None
    here = normalise(page.url)
    for number, url in _ways_on(tree, here):
        if normalise(url) != here and number <= min(pages or FURTHEST, FURTHEST):
            return implied(url)
    return None


def by_arguments(page: Page, tree: Tree) -> Link | None:
    """The piece that a function puts in the place of this one, which is told where, into what and which: `onclick="show(
    window.location.pathname, 'content', 2)"` (Epoint); None where no such function spells its call out."""
    if b"ajax" not in page.body and b".load" not in page.body and b"get(" not in page.body:
        return None
    for anchor in islice((each for each in tree.named("a") if "," in (each.get("onclick") or each.get("href") or "")), _MOST_ANCHORS):
        pressed = _SEVERAL.search((anchor.get("onclick") or anchor.get("href") or "")[:300]) if names_next(anchor) else None
        link = _filled(page, tree, pressed[1], pressed[2]) if pressed is not None else None
        if link is not None:
            return link
    return None


def _filled(page: Page, tree: Tree, function: str, arguments: str) -> Link | None:
    here = {name: urlsplit(page.url).path for name in ("window.location.pathname", "location.pathname")}
    given = script.value_at(f"[{arguments}]", 0, here)[0]
    for text in scripts(tree):
        begun = re.search(rf"\bfunction\s{{1,9}}{re.escape(function)}\s{{0,9}}\(([^()]{{3,200}})\)\s{{0,9}}(?=\{{)", text)
        if begun is not None and isinstance(given, list):
            told = {name.strip(): value for name, value in zip(begun[1].split(","), given, strict=False) if value is not script.UNKNOWN}
            link = within(script.one_function(text[begun.end() : begun.end() + _LONGEST]), {**script_names.names_in(text), **told}, tree)
            if link is not None and normalise(link.url) != normalise(page.url):
                return link._replace(call=(link.call or Call())._replace(asker=tree.resolver.resolve("")))
    return None


def pages_drawn(words: str) -> tuple[int | None, int | None]:
    """Articles and pages, as kkpager is told to draw them. `words`: the text of the page, scripts included."""
    settings = _kkpager(words)
    return (_number(settings, "totalRecords"), _number(settings, "total")) if settings is not None else (None, None)


def _ways_on(tree: Tree, here: str) -> Iterator[tuple[int, str]]:
    """Number and address of each page that may be the one behind."""
    for function, number in islice(presses(tree), 3):
        url = _address(tree, function, number)
        if url is not None:
            yield number, url
    yield from _by_numbers(tree, here)
    yield from _by_choice(tree)
    for text in scripts(tree):
        yield from _by_kkpager(text, tree)


def _by_numbers(tree: Tree, here: str) -> Iterator[tuple[int, str]]:
    """Of anchors 1, 2, 3 that call a function with their number, the one after this page's, which the function leads to as well."""
    pressed = list(islice(presses(tree, by_number=True), _MOST_NUMBERS))
    turns = _turns(tree, pressed[0][0]) if pressed else None
    if turns is None:
        return
    shown = {number for function, number in pressed if function == pressed[0][0]}
    mine = next((number for number in sorted(shown | {each - 1 for each in shown})
                 if (url := turns(number)) is not None and normalise(url) == here), 1)
    url = turns(mine + 1) if mine + 1 in shown else None
    if url is not None:
        yield mine + 1, url


def _by_choice(tree: Tree) -> Iterator[tuple[int, str]]:
    for field in islice(tree.root.iter("select"), 20):
        change = field.get("onchange") or ""
        called = _CHANGED.search(change[:300])
        number = chosen_page(field) if change else None
        if called is not None and number is not None:
            url = _address(tree, called[1], number + 1)
        else:
            made = changed_field.address(change, str(number + 1)) if number is not None and is_of_pages(field) else None
            url = tree.resolver.resolve(made) if made is not None else None
        if number is not None and url is not None:
            yield number + 1, url


def _by_kkpager(text: str, tree: Tree) -> Iterator[tuple[int, str]]:
    settings = _kkpager(text)
    here, last = (_number(settings, name) for name in ("pno", "total")) if settings is not None else (None, None)
    if settings is None or here is None or last is None or here >= last:
        return
    function = _GET_LINK.search(text)
    body, parameter = (text[function.end() : function.end() + _LONGEST], function[1]) if function is not None else (_USUAL, "n")
    own = {script.OWN + name: value for name, value in settings.items()}
    url = _spelt(body, parameter, here + 1, own, tree)
    if url is not None:
        yield here + 1, url


def _kkpager(text: str) -> dict[str, Any] | None:
    begun = _KKPAGER.search(text) if "kkpager" in text else None
    settings = script.value_at(text, begun.end(), {})[0] if begun is not None else None
    return settings if isinstance(settings, dict) else None


def _number(settings: Mapping[str, Any], name: str) -> int | None:
    return number_of(squeezed(str(settings.get(name))))


def _address(tree: Tree, function: str, number: int) -> str | None:
    """Where a function of the page leads with a number."""
    turns = _turns(tree, function)
    return turns(number) if turns is not None else None


def _turns(tree: Tree, function: str) -> Callable[[int], str | None] | None:
    """What a function of the page makes of numbers; None where the page has none of that name."""
    for text in scripts(tree):
        begun = re.search(FUNCTION.format(re.escape(function)), text) if function in text else None
        if begun is not None:
            body, parameter = text[begun.end() : begun.end() + _LONGEST], begun[1]
            here = tree.resolver.resolve("")
            names = script_names.names_in(text) | {"window.location.href": here, "location.href": here}
            return lambda number: _spelt(body, parameter, number, names, tree)
    return None


def _spelt(body: str, parameter: str, number: int, names: Mapping[str, Any], tree: Tree) -> str | None:
    """The address that the function makes of the number: the first that would be another with another number."""
    body = script.one_function(body)
    one, other = (script_names.names_in(body, {**names, parameter: value}) | {parameter: value} for value in (number, number + 1))
    for at in islice(places(body), 40):
        made = script.value_at(body, at, one)[0]
        if isinstance(made, str) and made != script.value_at(body, at, other)[0]:
            return tree.resolver.resolve(made) if re.search(r"[./?=]", made) else None
    return None


def places(body: str) -> Iterator[int]:
    """Where an address may stand: behind what goes there, or behind the sign that gives it to the name that goes there; of a choice
    both ways."""
    for match in _GOES.finditer(body):
        yield from _ways(body, match.end())
        name = _ALONE.match(body, match.end())
        if name is not None:
            for given in islice(re.finditer(rf"(?<![\w$.]){re.escape(name[1])}\s{{0,9}}=(?!=)\s{{0,9}}", body), 5):
                yield from _ways(body, given.end())


def _ways(body: str, at: int) -> Iterator[int]:
    yield at
    end = body.find(";", at, at + _STATEMENT)
    yield from (choice.end() for choice in _OR_ELSE.finditer(body, at, end if end >= 0 else at + _STATEMENT))
