"""Names that scripts of a page give plain values: `var channelId = '97434';`, `data: {query: {page: 1}}` (Vue), `$scope.pageIndex = 1;`
(AngularJS), `q.page = 1` behind `var q = {}`. No script is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from crawler.families.scripts.comments import is_commented
from crawler.families.scripts.script import OWN, UNKNOWN, value_at

_DECLARED = re.compile(
    r"\b(?:var|let|const)\s+([A-Za-z_$][\w$]*)\s*=\s*(?=['\"`\d{\[-]|new\s+(?:URL|URLSearchParams|FormData|Headers)\b|(?:encodeURI(?:Component)?|(?:Vue\.)?(?:reactive|ref)|Object\.assign|(?:\$|jQuery)\.extend)\(|(?:\$|jQuery)\.param\b|[qQ]s\.stringify\b|(?:window\.)?location\.(?:href|pathname)\b)"
    r"|[,;]\s*([A-Za-z_$][\w$]*)\s*=\s*(?=['\"\d{]|\[\s?['\"])|\bwindow\s{0,3}\.\s{0,3}([A-Za-z_$][\w$]*)\s{0,9}=\s{0,9}(?=['\"\d{])")
_PROPERTY = re.compile(r"(?<=[{,\s])([A-Za-z_$][\w$]{0,40})\s{0,9}:\s{0,9}(?=['\"\d{])")
_ASSIGNED = re.compile(r"(?<![\w$.])(?:this|that|self|_this|_self|vm|me|\$scope)\s?\.\s?([A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}(?=['\"\d{])")
_PUT = r"(?<![\w$.])({})\.([A-Za-z_$][\w$]{{0,40}})\s{{0,9}}=\s{{0,9}}(?=['\"\d]|[A-Za-z_$][\w$.]{{0,40}}\s{{0,3}}[;\n])"
_IN_QUERY = r"(?<![\w$.])({})\.searchParams\.(?:append|set)\(\s{{0,3}}['\"]([\w.\[\]-]{{1,60}})['\"]\s{{0,3}},\s{{0,9}}"
_APPENDED = r"(?<![\w$.])({})\.(?:append|set)\(\s{{0,3}}['\"]([\w.\[\]-]{{1,60}})['\"]\s{{0,3}},\s{{0,9}}"
_MOST_OBJECTS = 20
"""Objects with names into which a script puts further values."""
_MOST_NAMES = 400
_MOST_OF_PROPERTIES = 100_000
"""Characters of properties that are read; those of an object lie in it, and are read again."""


def names_in(text: str, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Names that a script gives a plain value, the first one of each: `var channelId = '97434';`. `given`: what names stand for
    outside of it."""
    names: dict[str, Any] = dict(given or {})
    own: set[str] = set()
    for match in _said_first(text):
        name = match[1] or match[2] or match[3]
        if name not in own:
            own.add(name)
            found = value_at(text, match.end(), names)[0]
            if found is not UNKNOWN:
                names[name] = found
        if len(own) >= _MOST_NAMES:
            break
    return _with_put(text, names, own)


def _with_put(text: str, names: dict[str, Any], own: set[str]) -> dict[str, Any]:
    """The names, of which objects have what the script puts into them: `var q = {}; q.page = 1;`, `form.append('size', 6)`. What an object
    has stays."""
    objects = [name for name in own if isinstance(names.get(name), dict) and f"{name}." in text][:_MOST_OBJECTS]
    put = (re.finditer(pattern.format("|".join(map(re.escape, objects))), text) for pattern in (_PUT, _APPENDED))
    for match in islice(chain.from_iterable(put), _MOST_NAMES) if objects else ():
        found = value_at(text, match.end(), names)[0]
        if found is not UNKNOWN and match[2] not in names[match[1]]:
            names[match[1]] = type(names[match[1]])({**names[match[1]], match[2]: found})
    return _with_queries(text, names, own) if ".searchParams." in text else names


def _with_queries(text: str, names: dict[str, Any], own: set[str]) -> dict[str, Any]:
    """The names, of which addresses have what the script puts into their query: `var url = new URL('/api/news', location.origin);
    url.searchParams.set('page', page);`."""
    urls = [name for name in own if isinstance(names.get(name), str) and f"{name}.searchParams." in text][:_MOST_OBJECTS]
    for match in islice(re.finditer(_IN_QUERY.format("|".join(map(re.escape, urls))), text), _MOST_NAMES) if urls else ():
        found = value_at(text, match.end(), names)[0]
        if isinstance(found, int | str) and not isinstance(found, bool):
            url = names[match[1]]
            names[match[1]] = f"{url}{'&' if '?' in url else '?'}{match[2]}={quote(str(found))}"
    return names


def _said_first(text: str) -> Iterator[re.Match[str]]:
    """Where names are given values; behind all others those that are commented out."""
    if "//" not in text and "/*" not in text:
        yield from _DECLARED.finditer(text)
        return
    later = []
    for match in islice(_DECLARED.finditer(text), 10 * _MOST_NAMES):
        if is_commented(text, match.start()):
            later.append(match)
        else:
            yield match
    yield from later


def properties_in(text: str) -> dict[str, Any]:
    """What the properties of a script's own object begin as, the first one of each, by `this.NAME`: `data: {query: {page: 1}}` (Vue),
    `$scope.pageIndex = 1` (AngularJS)."""
    names: dict[str, Any] = {}
    left = _MOST_OF_PROPERTIES
    for match in chain(islice(_PROPERTY.finditer(text), 5 * _MOST_NAMES), islice(_ASSIGNED.finditer(text), _MOST_NAMES)):
        name = OWN + match[1]
        if name not in names and left > 0:
            found, end = value_at(text, match.end(), names)
            left -= end - match.end()
            if found is not UNKNOWN:
                names[name] = found
    return names
