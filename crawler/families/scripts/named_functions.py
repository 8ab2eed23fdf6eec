"""Functions whose results their names tell, though no script is run: those of browsers and libraries, and those that pages name alike."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

# Functions that give back what they are given, as far as a request is concerned.
TRANSPARENT = frozenset(("encodeURIComponent", "encodeURI", "String", "Number", "parseInt", "$.trim", "JSON.stringify",
                          "reactive", "ref", "Vue.reactive", "Vue.ref"))
MERGING = frozenset(("$.extend", "jQuery.extend", "Object.assign"))
OF_QUERIES = frozenset(("URLSearchParams", "$.param", "jQuery.param", "qs.stringify", "Qs.stringify", "querystring.stringify"))
TURNS_QUERY = re.compile(r"(?:change|set|update|replace|add|modify)_?(?:url)?_?(?:arg|param|parameter|query|querystring|par)s?"
                          r"(?:_?val(?:ue)?)?|(?:change|set|update|replace)url", re.IGNORECASE)
"""Functions of pages that put a field into an address: `changeURLArg(location.href, 'page', n)`."""


def merged(given: list[Any]) -> dict[str, Any]:
    """The objects as one, of which a later one goes before."""
    found: dict[str, Any] = {}
    for each in given:
        found |= each if isinstance(each, dict) else {}
    return found


def with_field(given: list[Any]) -> str | None:
    """The address of `[address, name, value]` with that field in its query, in the place where it has it."""
    if len(given) != 3 or not isinstance(given[0], str) or not isinstance(given[1], str) or not isinstance(given[2], int | str):
        return None
    head, _, query = given[0].partition("#")[0].partition("?")
    fields = [part for part in query.split("&") if part]
    new = urlencode([(given[1], str(given[2]))])
    changed = [new if part.partition("=")[0] == given[1] else part for part in fields]
    return f"{head}?{'&'.join(changed if new in changed else [*changed, new])}"
