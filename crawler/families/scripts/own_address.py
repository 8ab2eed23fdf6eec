"""What scripts of a page read from the page's own address: `getQueryString('columnId')`, `new URLSearchParams(location.search).get('id')`,
`GetRequest()['code']`, `location.pathname.split('/')[2]`. It is put into the script in their place, as if it were written there. No script
is run.

Seen with portals that show all their sections by one page, `/list.html?columnId=12`.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

_OF_QUERY = re.compile(
    r"(?<!function )(?<![\w$])(?:\$?\w{0,20}\.)?\w{0,12}(?:[qQ]uery|[pP]aram|[uU]rl|[aA]rg|[rR]equest)\w{0,20}"
    r"\(\s{0,3}['\"](\w{1,40})['\"]\s{0,3}\)"
    r"|new\s{1,3}URLSearchParams\(\s{0,3}(?:window\.|document\.)?location\.search[^()]{0,30}\)\.get\(\s{0,3}['\"](\w{1,40})['\"]\s{0,3}\)")
"""A field of the page's own address, by a function that pages name so: `getQueryString('columnId')`."""
_READER = r"\w{0,12}(?:[qQ]uery|[pP]aram|[uU]rl|[aA]rg|[rR]equest)\w{0,20}\(\s{0,3}(?:(?:window\.)?location\.(?:search|href))?\s{0,3}\)"
_OBJECT = re.compile(rf"\b(?:var|let|const)\s{{1,9}}([A-Za-z_$][\w$]{{0,40}})\s{{0,9}}=\s{{0,9}}(?:new\s{{1,3}})?{_READER}"
                     r"\s{0,3}[;,\n]")
"""An object of all fields, by a function that pages name so: `var Request = GetRequest();`."""
_MEMBER = r"(?<![\w$.])(?:@)(?:\[\s{0,3}['\"](\w{1,40})['\"]\s{0,3}\]|\.(\w{1,40})(?![\w$]|\s{0,3}\())"
_PART = re.compile(r"(?<![\w$.])(?:window\.|document\.|self\.|top\.)?(?:location\.(href|pathname|search)|document\.(?:URL))"
                   r"(?=\s{0,3}\.\s{0,3}(?:split|substring|substr|slice)\s{0,3}\()")
"""The address, or a part of it, of which the script takes a piece."""
_MOST = 5


def told(text: str, url: str) -> str:
    """A script with what it reads from `url`, the address of its page; what that does not say stays as it is."""
    if "location." in text or "document.URL" in text:
        text = _PART.sub(lambda match: json.dumps(_part(match[1], url)), text)
    fields = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if not fields:
        return text

    def field(match: re.Match[str]) -> str:
        value = fields.get(match[1] or match[2])
        return match[0] if value is None else json.dumps(value, ensure_ascii=False)

    objects = [re.escape(match[1]) for match in islice(_OBJECT.finditer(text), _MOST)]
    text = re.sub(_MEMBER.replace("@", "|".join([*objects, _READER])), field, text)
    return _OF_QUERY.sub(field, text)


def _part(name: str | None, url: str) -> str:
    parts = urlsplit(url)
    return parts.path if name == "pathname" else f"?{parts.query}" if name == "search" and parts.query else "" if name == "search" else url
