"""Rows that a script prints or puts into an array one by one: `document.write('<li><a href="/a/1.html">…</a></li>')`, `news[0] = ["…",
"/a/1.html"]`, `list.push({title: "…", url: "…"})`. Such a script often lies in a file of its own, which a program writes anew with each
article. No script is run: what is not spelt out is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses.address import Resolver
from crawler.families.answers import answers, bare_rows, bodies
from crawler.families.answers.row_address import Ways, place_of, ways_told
from crawler.families.base import Listing
from crawler.families.rows.rows import MOST, collect
from crawler.families.rows.siblings import of_markup
from crawler.families.scripts import script
from crawler.page import Page
from crawler.reading import Link

SIGNS = (b"document.write", b"] = [", b"]=[", b"]=new Array", b"] = new Array", b".push(", b"] = {", b"]={",
         b"]=\"", b"]='", b"] = \"", b"] = '")
"""Of which each page that has such rows bears one."""
_WRITTEN = re.compile(r"\bdocument\.write(?:ln)?\s{0,3}\(\s{0,9}(?=['\"`])")
_PUT = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$.]{0,40})\s{0,3}(?:\[\s{0,3}(?:\d{1,5}|[\w$.]{1,40}(?:\+\+)?)\s{0,3}\]\s{0,9}=\s{0,9}"
                  r"|\.push\s{0,3}\(\s{0,9})(?:new\s{1,9}Array\s{0,3})?(?=[\[{(])")
_PARALLEL = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s{0,3}\[\s{0,3}(\d{1,5})\s{0,3}\]\s{0,3}=\s{0,9}(?=['\"])")
"""Arrays that have one thing of each row: `titles[0] = "…"; urls[0] = "…";`."""
_ARRAY_MADE = "("
_LONGEST = 4_000_000
"""Characters of mark-up that are put together."""


def listing(texts: Iterable[str], resolver: Resolver, shape: re.Pattern[str], ways: Callable[[], Ways]) -> Listing:
    """The rows of the script that has most of them; no less than two."""
    best = Listing()
    for text in texts:
        rows = collect(of_markup(_printed(text), resolver, shape)) if "document.write" in text else ()
        if len(rows) < 2:
            rows = _put_together(text, resolver, ways)
        if len(rows) > max(1, len(best.rows)) and answers.are_articles(rows, shape):
            best = Listing(rows=rows)
    return best


def answer(page: Page, shape: re.Pattern[str]) -> Listing | None:
    """The rows of a file that is such a script, which a page asked for; None where it is none."""
    if page.call is None or not urlsplit(page.url).path.endswith(".js") or not any(map(page.body.__contains__, SIGNS)):
        return None
    found = listing((bodies.text_of(page),), place_of(page), shape, lambda: ways_told(page.call))
    return found if found.rows else None


def _printed(text: str) -> str:
    """What a script writes, as far as it is spelt out; a call that needs the running script writes nothing."""
    values = (script.value_at(text, match.end(), {})[0] for match in islice(_WRITTEN.finditer(text), MOST))
    return "".join(value for value in values if isinstance(value, str) and "<" in value)[:_LONGEST]


def _put_together(text: str, resolver: Resolver, ways: Callable[[], Ways]) -> tuple[Link, ...]:
    """The rows of the longest array that a script fills entry by entry."""
    arrays: dict[str, list[Any]] = {}
    for match in islice(_PUT.finditer(text), MOST):
        value = _entry(text, match.end())
        if isinstance(value, dict | list) and value:
            arrays.setdefault(match[1], []).append(script.known(value))
    longest = max(arrays.values(), key=len, default=[]) or _side_by_side(text)
    if len(longest) < 2:
        return ()
    said = ways()
    return collect(answers.rows_of(longest, resolver, said)) or collect(bare_rows.rows(longest, resolver, said))


def _side_by_side(text: str) -> list[Any]:
    """The rows of arrays of texts that have the same numbers, each with what all of them have under its own."""
    arrays: dict[str, dict[int, str]] = {}
    for match in islice(_PARALLEL.finditer(text), MOST):
        value = script.value_at(text, match.end(), {})[0]
        if isinstance(value, str):
            arrays.setdefault(match[1], {})[int(match[2])] = value
    longest = max(arrays.values(), key=len, default={})
    beside = [values for values in arrays.values() if values.keys() == longest.keys()]
    return [[values[number] for values in beside] for number in longest] if len(beside) > 1 else []


def _entry(text: str, at: int) -> Any:
    """The object or list written there; of `new Array("…", "…")` what it is given."""
    if text[at] != _ARRAY_MADE:
        return script.value_at(text, at, {})[0]
    inner = text[at + 1 : at + 1 + script.LONGEST]
    end = inner.find(")")
    return script.value_at(f"[{inner[:end] if end >= 0 else ''}]", 0, {})[0]
