"""Header fields that a page's scripts set on their calls: `headers: {'X-CSRF-TOKEN': token}`, `xhr.setRequestHeader('siteId', '12')`, those
of all calls by `$.ajaxSetup`, `axios.defaults.headers` and interceptors. Servers of Laravel, Django and Spring refuse calls without the
token that the page bears in its head. No script is run.

A script may set less than a crawler could send: nothing that a browser forbids it (Fetch, "forbidden request-header"), and nothing by
which one logs in, says who one is, or asks for a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from crawler.calls.call import Call
from crawler.families.scripts import requesters, script, script_names
from crawler.families.scripts.comments import is_commented
from crawler.reading import Link

MOST = 8
"""Fields of one call."""
LONGEST = 1000
"""Characters of a value; tokens have some hundred."""
Fields = tuple[tuple[str, str], ...]
NONE: Fields = ()

_NEVER = frozenset((
    "accept-charset", "accept-encoding", "authorization", "connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect",
    "from", "host", "keep-alive", "origin", "range", "referer", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade",
    "user-agent", "via", "x-http-method", "x-http-method-override", "x-method-override"))
_NEVER_BEGUN = ("access-control-", "if-", "proxy-", "sec-")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}")
_VALUE = re.compile(r"[\x20-\x7e]+")
_SIGNS = ("eaders", "setRequestHeader")
_OBJECT = re.compile(r"(?<![\w$.])['\"]?headers['\"]?\s{0,9}(?::\s{0,9}(?:new\s{1,9}Headers\s{0,3}\(\s{0,9})?(?=[{A-Za-z_$])|(?=[,}]))")
_SET = re.compile(r"\.\s{0,3}setRequestHeader\s{0,3}\(\s{0,9}")
_OF_ALL = re.compile(r"\.\s{0,3}ajax(?:Setup|Prefilter|Send)\s{0,3}\(\s{0,9}|\baxios\s{0,3}\.\s{0,3}create\s{0,3}\(\s{0,9}(?=\{)")
_PUT = re.compile(r"\.\s{0,3}headers(?:\s{0,3}\.\s{0,3}common|\s{0,3}\[\s{0,3}['\"]common['\"]\s{0,3}\])?"
                  r"(?:\s{0,3}\[\s{0,3}['\"]([\w-]{1,60})['\"]\s{0,3}\]|\s{0,3}\.\s{0,3}([A-Za-z_]\w{0,59}))\s{0,9}=(?!=)\s{0,9}")
_PUT_ALL = re.compile(r"\.\s{0,3}headers(?:\s{0,3}\.\s{0,3}common)?\s{0,9}=(?!=)\s{0,9}(?=\{)")
_SEND = re.compile(r"\.\s{0,3}send\s{0,3}\(")
_LONGEST_CALL = 4000
"""Characters of a call, its functions among them, that are looked at."""
_BETWEEN = 2000
"""Characters between where a request of the browser's own is opened and where it is sent."""
_MOST_SET = 20
_COMMA = re.compile(r"\s{0,9},\s{0,9}")


def may_stand_in(text: str) -> bool:
    """Whether a script may set any: a cheap look."""
    return any(sign in text for sign in _SIGNS)


def of_call(text: str, at: int, names: Mapping[str, Any], *, opened: bool = False) -> Fields:
    """Those of the call whose arguments begin at a place of a script, and those that the function of the page sets which it is a call of.
    `opened`: whether it is a request of the browser's own, whose fields are set behind that."""
    if not may_stand_in(text):
        return NONE
    if opened:
        sent = _SEND.search(text, at, at + _BETWEEN)
        return fields(_set_in(text, at, sent.start() if sent is not None else at, names))
    written = text[at : script.end_of_call(text, at, _LONGEST_CALL)]
    whose = requesters.name_before(text, at)
    body = requesters.body_of(whose, text) if whose is not None else ""
    return fields([*_written(body, {**script_names.names_in(body, names)} if may_stand_in(body) else {}), *_written(written, names)])


def of_page(texts: Iterable[str]) -> Fields:
    """Those of all calls of a page. `texts`: its scripts."""
    told = list(texts)
    found: list[tuple[object, object]] = []
    for text in told if any(map(may_stand_in, told)) else ():
        if may_stand_in(text):
            others: dict[str, Any] = {}
            for other in islice((each for each in told if each is not text), _MOST_SET):
                others |= script_names.names_in(other)
            found += _of_all(text, script_names.names_in(text, others))
    return fields(found)


def borne(link: Link, text: str, at: int, names: Mapping[str, Any], *, opened: bool = False) -> Link:
    """A call with its own, as `of_call` finds them."""
    own = of_call(text, at, names, opened=opened)
    return link._replace(call=(link.call or Call())._replace(headers=own)) if own else link


def with_those(call: Call, more: Fields) -> Call:
    """A call with those of all calls of its page, of which its own come first."""
    own = {name.lower() for name, _ in call.headers}
    return call._replace(headers=fields((*call.headers, *(each for each in more if each[0].lower() not in own)))) if more else call


def fields(found: Iterable[tuple[object, object]]) -> Fields:
    """What of these may be sent: of several with one name the last."""
    kept: dict[str, tuple[str, str]] = {}
    for name, value in found:
        text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if isinstance(name, str) and _may_be_sent(name, text) and (len(kept) < MOST or name.lower() in kept):
            kept[name.lower()] = (name, text)
    return tuple(kept.values())


def _may_be_sent(name: str, value: str) -> bool:
    lower = name.lower()
    return (_TOKEN.fullmatch(name) is not None and lower not in _NEVER and not lower.startswith(_NEVER_BEGUN)
            and len(value) <= LONGEST and _VALUE.fullmatch(value) is not None)


def _of_all(text: str, names: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    for match in islice(_OF_ALL.finditer(text), _MOST_SET):
        if not is_commented(text, match.start()):
            yield from _written(text[match.end() : script.end_of_call(text, match.end(), _LONGEST_CALL)], names)
    for match in islice(_PUT_ALL.finditer(text), _MOST_SET):
        value = script.value_at(text, match.end(), names)[0]
        yield from value.items() if isinstance(value, dict) else ()
    for match in islice(_PUT.finditer(text), _MOST_SET):
        if not is_commented(text, match.start()):
            yield match[1] or match[2], script.value_at(text, match.end(), names)[0]


def _written(written: str, names: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    """Those of a call, as it stands in its script."""
    for match in islice(_OBJECT.finditer(written), _MOST_SET):
        alone = written[match.end() : match.end() + 1] in (",", "}")  # { url, headers }
        value = names.get("headers") if alone else script.value_at(written, match.end(), names)[0]
        yield from value.items() if isinstance(value, dict) else ()
    yield from _set_in(written, 0, len(written), names)


def _set_in(text: str, at: int, end: int, names: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    for match in islice(_SET.finditer(text, at, end), _MOST_SET):
        name, behind = script.value_at(text, match.end(), names)
        comma = _COMMA.match(text, behind)
        if comma is not None:
            yield name, script.value_at(text, comma.end(), names)[0]
