"""The page that follows where a loop of the page's script prints the anchors: `for (var i = 1; i <= pageCount; i++) { html += '<a href="' +
(i == 1 ? 'index.html' : 'index_' + i + '.html') + '">' … }`. No script is run: the loop's bounds and the address stand there.

Seen where sites are built by programs of their own, that know how many pages there are as they write each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.families.calls.calls import scripts
from crawler.families.pagers.led_by_script import link_of
from crawler.families.pagers.paging import FURTHEST, implied
from crawler.families.scripts import script_names
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link

_LOOP = re.compile(r"\bfor\s{0,3}\(\s{0,3}(?:var\s|let\s)?\s{0,3}(\w{1,30})\s{0,3}=\s{0,3}"
                   r"([012]|[A-Za-z_$][\w$]{0,30})\s{0,3};\s{0,3}\1\s{0,3}(<=?)\s{0,3}"
                   r"([\w.$]{1,60})\s{0,3};"
                   r"|\bwhile\s{0,3}\(\s{0,3}(\w{1,30})\s{0,3}(<=?)\s{0,3}([\w.$]{1,60})\s{0,3}\)")
_BODY = 1000
"""Characters of a loop that are looked at."""
_MOST_LOOPS = 20
_QUOTIENT = r"(?<![\w$.]){}\s{{0,3}}=\s{{0,3}}Math\.ceil\(\s{{0,3}}([\w$]{{1,40}})\s{{0,3}}/\s{{0,3}}([\w$]{{1,40}})\s{{0,3}}\)"
"""How many pages so many rows make: `var pages = Math.ceil(total / size)`."""
_NAME = r"([\w./?&=%~:-]{0,200}[_/=-])"
_PRINTED = re.compile(r"(?:javascript:|onclick\s?=\s?\\?[\"'])\s{0,3}([A-Za-z_$][\w$]{0,40})\(\\?['\"]?\s{0,3}['\"]\s{0,3}\+")
_LASTS = ("totalPage", "totalPages", "pageCount", "countPage", "pages", "allPage", "total_page", "maxPage")
_HERE = ("curPage", "currentPage", "currPage", "nowPage", "pageIndex", "pageNo", "pageNum", "page", "current")
_END = r"(\.(?:s?html?|jsp|php|aspx?)(?:\?[\w&=%-]{0,100})?|(?=[\"'`]))"


def by_loop(page: Page, tree: Tree) -> Link | None:
    """The page behind, of those that a loop prints; None on the last, and where no loop spells their addresses out."""
    if (b"for" not in page.body and b"while" not in page.body) or b"<a" not in page.body.partition(b"<script")[2]:
        return None
    for text in scripts(tree):
        for loop in islice(_LOOP.finditer(text), _MOST_LOOPS):
            link = _behind(page.url, text, loop, tree)
            if link is not None:
                return link
    return None


def by_printed_call(page: Page, tree: Tree, pages: int | None) -> Link | None:
    """The page to which a function of the page leads that its script prints into anchors: `s += '<a href="javascript:go(' + (page + 1) +
    ')">下一页</a>'`. `pages`: that the list says it has. None on the last, and where no script says which page this is."""
    if b"javascript:" not in page.body and b"onclick" not in page.body:
        return None
    for text in scripts(tree):
        printed = _PRINTED.search(text)
        names = script_names.names_in(text) if printed is not None else {}
        last = next((number for name in _LASTS if (number := _whole(names.get(name))) is not None), pages)
        here = next((number for name in _HERE if (number := _whole(names.get(name))) is not None), None)
        if printed is not None and here is not None and last is not None and here < min(last, FURTHEST):
            return link_of(page, tree, f"{printed[1]}(n)", here + 1, lambda number: {"n": number}, names)
    return None


def _whole(value: object) -> int | None:
    return value if type(value) is int else number_of(value) if isinstance(value, str) else None


def _behind(url: str, text: str, loop: re.Match[str], tree: Tree) -> Link | None:
    names = script_names.names_in(text)
    name, sign, bound = loop.group(1, 3, 4) if loop[1] else loop.group(5, 6, 7)
    first = loop[2] or names.get(name)
    last = _bound(bound, names)
    last = _quotient(bound, text, names) if last is None else last
    if last is None or (loop[2] and not loop[2].isdigit()):  # of a window about this page: for (var i = start; i <= end; i++)
        first, sign = 1, "<="
        last = next((number for each in (*_LASTS, "total") if (number := _whole(names.get(each))) is not None), None)
    if last is None or first not in (0, 1, 2, "0", "1", "2"):
        return None
    last -= sign == "<"
    body = text[loop.end() : loop.end() + _BODY]
    if "href" not in body:
        return None
    for head, tail in _addresses(body, name):
        here = re.search(rf"{re.escape(head.rpartition('/')[2])}(\d{{1,4}}){re.escape(tail)}(?:#.*)?$", url)
        number = int(here[1]) if here is not None else int(first)
        target = tree.resolver.resolve(f"{head}{number + 1}{tail}")
        if target is not None:
            return implied(target) if number + 1 <= min(last, FURTHEST) else None
    return None


def _bound(bound: str, names: Mapping[str, Any]) -> int | None:
    """How far a loop goes: a number, or what the script gives its name."""
    number = number_of(bound)
    held: Any = names.get(bound.rpartition(".")[2]) if number is None else number
    return held if type(held) is int else number_of(held) if isinstance(held, str) else None


def _quotient(bound: str, text: str, names: Mapping[str, Any]) -> int | None:
    """The pages that the rows which a script counts make; None where the bound of its loop is none of the kind."""
    made = re.search(_QUOTIENT.format(re.escape(bound)), text) if "Math.ceil" in text else None
    rows, size = (_bound(part, names) for part in made.groups()) if made is not None else (None, None)
    return -(-rows // size) if rows is not None and size else None


def _addresses(body: str, name: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind the number in the addresses that a loop's body makes of it."""
    sums = rf"{_NAME}\\?[\"']\s{{0,3}}\+\s{{0,3}}\(?{re.escape(name)}\)?\s{{0,3}}\+\s{{0,3}}\\?[\"']{_END}"
    literals = rf"{_NAME}\$\{{\s{{0,3}}{re.escape(name)}\s{{0,3}}\}}{_END}"
    for pattern in (sums, literals):
        for match in islice(re.finditer(pattern, body), 5):
            yield match[1], match[2]
