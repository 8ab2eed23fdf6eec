"""The page behind where anchors bear their numbers, `<a href="javascript:;" data-page="2">`, and a handler of the page's script heeds them:
`$('.page-link').click(function () { location.href = '?pageNo=' + $(this).data('page'); })`. No script is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree
from crawler.families.calls.calls import scripts
from crawler.families.pagers.led_by_script import link_of
from crawler.families.pagers.paging import FURTHEST, names_next
from crawler.families.rows.text_days import squeezed
from crawler.families.scripts import script, script_names
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of
from crawler.page import Page
from crawler.reading import Link
from crawler.signs import Signs

_THIS = r"(?:this|e\.target|e\.currentTarget)"
_READ = re.compile(rf"(?:\$|jQuery)\(\s?{_THIS}\s?\)\s?\.\s?(?:data|attr)\(\s?['\"](?:data-)?([\w-]{{1,30}})['\"]\s?\)"
                   rf"|{_THIS}\s?\.\s?(?:dataset\s?\.\s?([A-Za-z]\w{{0,30}})|getAttribute\(\s?['\"](?:data-)?([\w-]{{1,30}})['\"]\s?\))"
                   r"|(?:\$|jQuery)\(\s?this\s?\)\s?\.\s?(text|html)\(\)")
_SIGNS = Signs((b"(this)", b".dataset", b"getAttribute", b"urrentTarget", b"e.target"))
_NUMBER = "number_of_anchor"
_BEGUN = re.compile(r"\bfunction\b|=>")
_LONGEST = 1200
_MOST = 2000
_MOST_TEXTS = 20


def by_handler(page: Page, tree: Tree) -> Link | None:
    """The page behind, to which a handler leads with the number of an anchor; None on the last, and where none is spelt out."""
    if not _SIGNS.may_stand_in(page.body) or (b"location" not in page.body and b"submit" not in page.body):
        return None
    for text in scripts(tree):
        for read in islice(_READ.finditer(text), 20):
            link = _behind(page, tree, text, read)
            if link is not None:
                return link
    return None


def _behind(page: Page, tree: Tree, text: str, read: re.Match[str]) -> Link | None:
    name = read[1] or read[2] or read[3]
    numbered = dict(_numbered(tree, name) if name else _shown(tree))
    if not numbered:
        return None
    begun = [match.end() for match in _BEGUN.finditer(text, max(0, read.start() - _LONGEST), read.start())]
    body = _READ.sub(_NUMBER, script.one_function(text[begun[-1] if begun else read.start() :][:_LONGEST]))
    known = script_names.names_in(text)

    def led(number: int) -> Link | None:
        return link_of(page, tree, body, number, lambda each: {_NUMBER: each}, known)

    pressed = next((number for anchor, number in numbered.items() if names_next(anchor)), None)
    shown = sorted(number for anchor, number in numbered.items() if _words(anchor) == str(number))
    if pressed is None and shown:
        pressed = _mine(page, shown, led) + 1
        pressed = pressed if pressed in shown else None
    return led(pressed) if pressed is not None and pressed <= FURTHEST else None


def _mine(page: Page, shown: list[int], led: Callable[[int], Link | None]) -> int:
    """The number of this page: by its address, else the one that no anchor bears, else the first."""
    here = normalise(page.url)
    mine = next((each for each in sorted({*shown, *(number - 1 for number in shown)})
                 if (link := led(each)) is not None and link.body is None and normalise(link.url) == here), None)
    return mine if mine is not None else next((each for each in range(1, shown[-1]) if each not in shown), 1)


def _numbered(tree: Tree, name: str) -> Iterator[tuple[HtmlElement, int]]:
    """The elements with a number under `data-NAME`, or under NAME."""
    dashed = re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", name)
    for element in islice(tree.root.iter("a", "li", "span", "button"), _MOST):
        number = number_of(element.get(f"data-{dashed}") or element.get(name), MOST_PAGE_DIGITS)
        if number is not None:
            yield element, number


def _shown(tree: Tree) -> Iterator[tuple[HtmlElement, int]]:
    """The anchors that lead nowhere and show a number."""
    for anchor in islice(tree.named("a"), _MOST):
        href = anchor.get("href") or ""
        number = number_of(_words(anchor), MOST_PAGE_DIGITS)
        if number is not None and (href[:1] in ("", "#") or href.startswith("javascript:")):
            yield anchor, number


def _words(anchor: HtmlElement) -> str:
    return squeezed("".join(islice(anchor.itertext(), _MOST_TEXTS)))
