"""What scripts name for their requests: an instance of axios with a beginning of all its addresses, `const http = axios.create({baseURL:
'/prod-api'})`, `axios.defaults.baseURL = '/api'`; `$http` of AngularJS and Vue. All of them send objects as JSON. No script is run.

Seen with portals drawn by Vue, whose calls name no folder of their own. Functions of the page that ask for others are told as well:
`ajaxPost('/list', {pageNo: 1}, draw)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from crawler.families.scripts import script

KEY = "@requesters"
"""Under which names bear what `told` gives; no script can name anything so."""
_SIGNS = ("baseURL", "axios.create", "$http")
_CREATED = re.compile(r"\b(?:var|let|const)\s{1,9}([A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}axios\.create\s{0,3}\(\s{0,9}(?=\{|\))")
_PASSES_ON = re.compile(r"\bfunction\s{1,9}([A-Za-z_$][\w$]{0,40})\s{0,9}\([^()]{0,60}\)\s{0,9}\{\s{0,40}"
                        r"return\s{1,9}([A-Za-z_$][\w$]{0,40})\(")
"""A function that does nothing but ask by another: `function request(options) { return service(options) }`."""
_USUAL = ("request", "http")
"""What pages call a requester that a module gives them."""
_DEFAULT = re.compile(r"\baxios\s{0,3}\.\s{0,3}defaults\s{0,3}\.\s{0,3}baseURL\s{0,9}=\s{0,9}")
_BEFORE = re.compile(r"([A-Za-z_$][\w$]{0,40})\s{0,9}(?:\.\s{0,9}\w{1,9}\s{0,9})?\(\s{0,40}\Z")
_LOOKED_AT = 112
_WHOLE = re.compile(r"(?:https?:)?//")
_MOST = 10
_MOST_WRAPPED = 20
_WRAPPED = re.compile(r"(?<![\w$.])(?:[A-Za-z_$][\w$]{0,30}\.)?([A-Za-z_$][\w$]{2,40})\(\s{0,40}"
                      r"(?=\{\s{0,40}['\"]?(?:url|type|method|data)['\"]?\s{0,3}:|['\"`][^'\"`\s/]{0,100}/[^'\"`\s]{0,200}['\"`]"
                      r"[^,;(){}\n]{0,100},\s{0,40}(?:\{|[A-Za-z_$][\w$.]{0,60}\s{0,3}[,)]))")
_ASKS = re.compile(r"ajax|get|post|request|fetch|send|query|load|http|api|call", re.IGNORECASE)
_OF_ELSE = re.compile(r"(?:ajax|getJSON|getScript|get|post|request|fetch|axios|load|\$http|open|render|replace|extend|function|if)\Z"
                      r"|[cC]allback|[uU]pload|[dD]ownload|[rR]ender|[tT]able|[gG]rid")
_OF_PAGES = ("request", "get", "post")
"""Names that libraries have as well, where the page has a function so called."""
_POSTS = re.compile(r"\b(?:type|method)['\"]?\s{0,3}:\s{0,3}['\"]post|\.post\(", re.IGNORECASE)
_DEFINED = r"\bfunction\s{{1,9}}{0}\s{{0,9}}\(|(?<![\w$.]){0}\s{{0,9}}[=:]\s{{0,9}}(?:async\s{{1,9}})?(?:function\b|\()"
_AS_JSON = re.compile(r"application/json|JSON\.stringify")
_AS_FORM = re.compile(r"x-www-form-urlencoded|\b[qQ]s\.stringify")
_LONGEST = 1000
"""Characters of such a function that are looked at."""

Requesters = Mapping[str, str]
"""Each name with what its addresses begin with."""


def told(text: str, names: Mapping[str, Any]) -> dict[str, Requesters]:
    """The requesters of a script, to be put with the names it gives values; empty where it has none of its own."""
    if not any(sign in text for sign in _SIGNS):
        return {}
    default = _DEFAULT.search(text)
    base = script.value_at(text, default.end(), names)[0] if default is not None else ""
    found = {name: base if isinstance(base, str) else "" for name in ("axios", "$http", "$axios")}
    for match in islice(_CREATED.finditer(text), _MOST):
        settings = script.value_at(text, match.end(), names)[0]
        own = settings.get("baseURL") if isinstance(settings, dict) else None
        found[match[1]] = own if isinstance(own, str) else found["axios"]
    for match in islice(_PASSES_ON.finditer(text), _MOST):
        if match[2] in found:
            found.setdefault(match[1], found[match[2]])
    return {KEY: found}


def for_others(text: str, names: Mapping[str, Any]) -> str:
    """What a file says of requests, as a script for the files that ask by it: where their addresses begin, the functions that pass them
    on, and names that modules are given where they are used, `import request from './http'`. Empty where it says nothing."""
    base = next(filter(None, told(text, names).get(KEY, {}).values()), "")
    if not base:
        return ""
    begun = {match[1]: match.start() for match in islice(_PASSES_ON.finditer(text), _MOST)}
    named = [name for name in (*_CREATED.findall(text), *_USUAL) if name not in begun]
    lines = [f"axios.defaults.baseURL = {json.dumps(base)};", *(f"function {name}(o) {{ return axios(o) }}" for name in named[:_MOST]),
             *(script.one_function(text[at : at + _LONGEST]) for at in begun.values())]
    return "".join(f"{line}\n" for line in lines)


def name_before(text: str, at: int) -> str | None:
    """Whose call it is of which the arguments begin at `at`."""
    match = _BEFORE.search(text, max(0, at - _LOOKED_AT), at)
    return match[1] if match is not None else None


def base_of(name: str | None, names: Mapping[str, Any]) -> str | None:
    """What the addresses of a requester begin with; None: the name is none of one."""
    held: Requesters = names.get(KEY, {})
    return held.get(name or "")


def joined(base: str, url: str) -> str:
    """An address behind what it begins with."""
    return f"{base.rstrip('/')}/{url.lstrip('/')}" if base and _WHOLE.match(url) is None else url


def body_of(name: str, text: str) -> str:
    """The function of that name in a script, from its parameters on; empty where it has none."""
    begun = re.search(_DEFINED.format(re.escape(name)), text)
    return script.one_function(text[begun.end() : begun.end() + _LONGEST]) if begun is not None else ""


def wrapped(text: str) -> Iterator[tuple[str, int]]:
    """Each call of a function of the page that seems to ask what it is given, as `get` or `post`, and `json` or `form`
    where the function sends that; and where its arguments begin."""
    created = {match[1] for match in islice(_CREATED.finditer(text), _MOST)} if "axios.create" in text else set[str]()
    for match in islice(_WRAPPED.finditer(text), _MOST_WRAPPED):
        name = match[1]
        if name not in created and _ASKS.search(name) is None:
            continue
        body = body_of(name, text)
        if _OF_ELSE.search(name) is not None and not (name in created or (name in _OF_PAGES and body)):
            continue
        is_post = "post" in name.lower() or _POSTS.search(body) is not None
        sent = " form" if _AS_FORM.search(body) else " json" if _AS_JSON.search(body) else ""
        yield ("post" if is_post else "get") + sent, match.end()
