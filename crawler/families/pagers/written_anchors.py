"""The page behind where a script writes its anchor, of names that it gives values: `if (cur < max) document.write('<a href="' + name +
'_' + (cur + 1) + ext + '">下一页</a>')`. No script is run.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree
from crawler.families.calls.calls import scripts
from crawler.families.pagers.paging import implied, says_next
from crawler.families.scripts import script, script_names
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link

_BEGUN = re.compile(r"['\"`]<a\s")
_WRITES = re.compile(r"(?:document\.write(?:ln)?\(|=)\s{0,3}\Z")
_SHORT = 30
_ANCHOR = re.compile(r"<a\s[^<>]{0,200}?href\s?=\s?[\"']?([^\"'\s<>]{1,300})[\"']?[^<>]{0,200}>(?:<\w{1,9}>)?([^<>]{1,20})<")
_SIDE = r"([\w$.]{1,40}(?:\s?[+-]\s?\d)?)"
_CONDITION = re.compile(rf"\bif\s{{0,3}}\(\s{{0,3}}{_SIDE}\s{{0,3}}(<=?|>=?|!==?)\s{{0,3}}\(?{_SIDE}\)?\s{{0,3}}\)"
                        r"\s{0,9}\{?\s{0,40}\Z")
_HOLDS = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "!=": operator.ne, "!==": operator.ne}
_BEFORE = 200
_MOST = 20


def by_written_anchor(page: Page, tree: Tree) -> Link | None:
    """The page to which a written anchor leads that a reader would press to go on; None on the last, where the script writes none."""
    if b"<a" not in page.body.partition(b"<script")[2]:
        return None
    for text in (each for each in scripts(tree) if "<a" in each and ("下" in each or "ext" in each)):
        names: dict[str, Any] | None = None
        for place in islice(_BEGUN.finditer(text), _MOST):
            at = place.start()
            if _WRITES.search(text, max(0, at - _SHORT), at) is None:
                continue
            names = script_names.names_in(text) if names is None else names
            written = script.value_at(text, at, names)[0]
            anchor = _ANCHOR.search(written) if isinstance(written, str) else None
            url = tree.resolver.resolve(anchor[1]) if anchor is not None and says_next(anchor[2]) else None
            if url is not None and normalise(url) != normalise(page.url) and _is_written(_before(text, at), names):
                return implied(url)
    return None


def _before(text: str, at: int) -> str:
    """What stands right before the statement that writes."""
    written = text.rfind("document.write", max(0, at - _SHORT), at)
    begun = written if written >= 0 else max(text.rfind(sign, max(0, at - _BEFORE), at) for sign in ");{}") + 1
    return text[max(0, begun - _BEFORE) : begun]


def _is_written(before: str, names: Mapping[str, Any]) -> bool:
    """Whether the condition right before holds, if there is one that compares numbers."""
    condition = _CONDITION.search(before)
    if condition is None:
        return True
    one, other = (number_of(str(script.value_at(condition[at], 0, names)[0])) for at in (1, 3))
    return one is not None and other is not None and bool(_HOLDS[condition[2]](one, other))
