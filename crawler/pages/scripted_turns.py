"""Pagers of articles that turn by a script of the page: lists to choose from, and functions that take a page's number or have it in their
names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extract.markup.tree import Tree

_CALL = re.compile(r"\s*(?:javascript:|return\s)?\s*(?P<name>[A-Za-z_]\w{0,39})\s*\(\s*['\"]?(?P<number>\d{0,3})['\"]?\s*\)")
_FUNCTION = r"function\s+{name}\s{{0,9}}\(\s{{0,9}}(?P<taken>\w{{0,40}})[^)]{{0,80}}\)\s{{0,9}}\{{(?P<body>[^}}]{{0,400}})"
_LEADS = re.compile(r"location(?:\.href)?\s*=\s*(?:['\"](?P<begin>[^'\"\s]{1,300})['\"])(?:\s*\+\s*(?P<added>\w{1,40})"
                    r"(?:\s*\+\s*['\"](?P<end>[^'\"\s]{1,100})['\"])?)?")
"""An address that a function goes to, its argument between two pieces of it."""
_MOST_CALLED, _MOST_OPTIONS, _FURTHEST = 40, 200, 400_000
"""Functions that are looked for, options that are looked at, and characters of the page in which functions stand."""


def options(tree: Tree) -> Iterator[tuple[str, str]]:
    """The words and values of the options of lists that turn the page when one is chosen."""
    left = _MOST_OPTIONS
    for chooser in tree.root.iter("select"):
        if "location" not in (chooser.get("onchange") or ""):
            continue
        for option in chooser.iter("option"):
            left -= 1
            if left < 0:
                return
            value = option.get("value") or ""
            if value and not value.isdecimal():
                yield (option.text or "").strip(), value


class Calls:
    """What the functions of a page lead to; each is looked for once."""

    __slots__ = ("_found", "_tree")

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._found: dict[str, re.Match[str] | None] = {}

    def led_to(self, element: HtmlElement) -> str:
        """The address to which an anchor's call leads; an empty string where it calls nothing or that is not told."""
        call = _CALL.match(element.get("onclick") or element.get("href") or "")
        function = self._function(call["name"]) if call is not None else None
        leads = _LEADS.search(function["body"]) if function is not None else None
        if call is None or function is None or leads is None:
            return ""
        if leads["added"] is None:
            return str(leads["begin"])
        return f"{leads['begin']}{call['number']}{leads['end'] or ''}" if leads["added"] == function["taken"] and call["number"] else ""

    def _function(self, name: str) -> re.Match[str] | None:
        """The function of a name, with what it takes and does."""
        if name not in self._found:
            if len(self._found) >= _MOST_CALLED:
                return None
            self._found[name] = re.compile(_FUNCTION.format(name=name)).search(self._tree.text, 0, _FURTHEST)
        return self._found[name]
