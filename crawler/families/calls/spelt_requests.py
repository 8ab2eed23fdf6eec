"""The request that a call of a script spells out: address, method, what is sent and how, as a browser would make it. No script is run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from crawler.addresses.links import Tree
from crawler.calls import multipart
from crawler.calls.call import Call, Told
from crawler.families.calls import cursors
from crawler.families.calls.counters import COUNTERS
from crawler.families.calls.next_call import PAGES, SIZES, last_part
from crawler.families.scripts import requesters, script
from crawler.reading import Link

_OF_SETTINGS = frozenset(("params", "data", "headers", "timeout"))
"""What a call by POST may be told beside what it sends; an object with other names is what it sends."""
_AS_FORM = re.compile(r"\bemulateJSON['\"]?\s{0,3}[:=]\s{0,3}(?:true|!0)")
"""How vue-resource is told to send forms."""
_OFFSET = "offset"
"""A field that begins as 1 beside a size counts pages: no list passes over one row."""
_SENT = re.compile(r"\.\s{0,3}send\s{0,3}\(\s{0,9}")
_MOST_BETWEEN = 2000
"""Characters between where a request of the browser's own is opened and where it is sent."""
QUERY = re.compile(r"[?&]([\w.\[\]]+)=([^&#]*)")
_LONGEST_URL = 1500
_HOLE = re.compile(r"(?<![{$])\{(\w{1,20})\}(?!\})|\$\{|\{\{")
"""A place in an address that is filled as the script runs."""
_OF_AJAX = frozenset(("data", "success", "datatype"))
"""Of which the settings have one that an `ajax` is told beside its address, `$.ajax('/list', {data: {…}})`, `mui.ajax`."""

Request = tuple[str, str, Any, bool]
"""Address, method, fields, whether these go as JSON."""


def told(verb: str, text: str, at: int, names: Mapping[str, Any]) -> Request | None:
    """Address, method, fields of a call whose arguments begin at a place of a script, and whether these go as JSON; None where its address
    is not spelt out."""
    first, end = script.value_at(text, at, names)
    settings: dict[str, Any] = {}
    sent = ""
    if not verb.startswith("open "):
        verb, _, sent = verb.partition(" ")
    if verb.startswith("open "):
        url, settings = first, {"type": verb[5:], "data": _sent(text, end, names)}
    elif isinstance(first, dict):
        settings = {str(key).lower(): value for key, value in first.items()}
        url = settings.get("url")
    else:
        url = first
        following = re.compile(r"\s*,\s*").match(text, end)
        second = script.value_at(text, following.end(), names)[0] if following else None
        if isinstance(second, dict):
            inner = {str(key).lower(): value for key, value in second.items()}
            is_settings = _OF_SETTINGS.issuperset(inner) if verb == "post" else (
                verb == "fetch" or "params" in inner or "method" in inner or (verb == "ajax" and not _OF_AJAX.isdisjoint(inner)))
            if verb != "ajax" and requesters.name_before(text, at) in ("$", "jQuery"):
                is_settings = False  # it is what is sent: $.post(url, {params: JSON.stringify(…)}, …)
            settings = inner if is_settings else {"data": second}
        elif isinstance(second, str) and "=" in second and verb in ("get", "getjson", "post"):  # $.post(url, form.serialize(), …)
            settings = {"data": second}
    url = _HOLE.sub(_at_first, url) if isinstance(url, str) and "{" in url else url
    if not isinstance(url, str) or not url or len(url) > _LONGEST_URL or "{" in url.partition("=")[0] or _HOLE.search(url) is not None:
        return None
    url = url.partition(" ")[0] if verb == "load" else url  # behind it: which part of the answer
    whose = requesters.name_before(text, at)
    base = requesters.base_of(whose, names)
    url = requesters.joined(base, url) if base else url
    params = settings.get("params")
    if isinstance(params, dict) and settings.get("data") is not None:  # axios: in the address, beside what is sent
        url += ("&" if "?" in url else "?") + urlencode(script.pairs_of(_begun_at_first(params)), quote_via=quote)
    method = settings.get("type") or settings.get("method") or (
        "post" if verb.startswith("post") or (verb == "load" and settings) else "get")
    if str(settings.get("datatype")).lower() == "jsonp" or "callback=?" in url:  # which a browser asks for by GET, whatever the type
        method, url = "get", _for_jsonp(url, settings)
    data = next((settings[key] for key in ("data", "params", "body") if settings.get(key) not in (None, script.UNKNOWN)), None)
    data = type(data)(_begun_at_first(data)) if isinstance(data, dict) else data
    data = _as_object(data) if isinstance(data, str) else data
    kind = str(settings.get("contenttype") or settings.get("headers") or "").lower()
    is_form = isinstance(data, script.Form | script.Query) or (isinstance(data, str) and data[:1] != "{") or (
        whose == "$http" and _AS_FORM.search(text) is not None) or sent == "form"
    as_json = not is_form and ("json" in kind or sent == "json" or (
        (base is not None or whose == "axios" or verb == "axios") and "data" in settings and "urlencoded" not in kind))
    return url, str(method).upper(), data, as_json


def _sent(text: str, at: int, names: Mapping[str, Any]) -> Any:
    """What is sent with a request that was opened; None: nothing."""
    sent = _SENT.search(text, at, at + _MOST_BETWEEN)
    data = script.value_at(text, sent.end(), names)[0] if sent is not None else None
    return data if isinstance(data, str) and data else None


def _at_first(hole: re.Match[str]) -> str:
    """1 for a page's number that a script puts into an address which the page holds for it: `data-url="/part?page={page}"`."""
    return "1" if hole[1] in PAGES else hole[0]


def asked(url: object, method: str, fields: Any, as_json: bool, tree: Tree) -> Link | None:
    """The call of a library that a page gives its address; of all rows at once where it names no page. None: no address."""
    if not isinstance(url, str) or not url or len(url) > _LONGEST_URL or "{{" in url:
        return None
    link = link_of(url, method.upper(), fields, as_json, tree)
    if link is None and method.upper() == "GET":
        query = urlencode(fields_of(fields), quote_via=quote) if fields else ""
        target = tree.resolver.resolve(f"{url}{'&' if '?' in url else '?'}{query}" if fields else url)
        return None if target is None else Link(url=target, kind="listing", hop="E")
    return link


def _for_jsonp(url: str, settings: dict[str, Any]) -> str:
    """The address with the name of the function that the answer is to call; a browser makes one up."""
    field, called = (value if isinstance(value, str) and value.isidentifier() else "callback"
                     for value in (settings.get("jsonp"), settings.get("jsonpcallback")))
    if "=?" in url:  # in the place of which a library puts the name
        return url.replace("=?", f"={called}", 1)
    return url if "callback=" in url else f"{url}{'&' if '?' in url else '?'}{field}={called}"


def link_of(url: str, method: str, data: Any, as_json: bool, tree: Tree) -> Link | None:
    """The call as the browser would make it; None when nothing in it names a page."""
    fields = fields_of(data)
    asked = [*QUERY.findall(url), *fields]
    named = {name for name, _ in asked}
    named |= set(map(last_part, named))  # params[pageIndex], as a JSON body has it; page.pageNum
    for _, value in asked:
        if value[:1] == "{":  # params={"pageIndex": 0}
            named |= set(map(last_part, dict(fields_of(value))))
    if named.isdisjoint(COUNTERS) and not any(map(cursors.names_one, named)) and not any(cursors.begins_empty(*each) for each in asked):
        return None
    link = made(url, method, data, as_json, tree)
    is_page = named.isdisjoint(PAGES) and any(name == _OFFSET and value == "1" for name, value in asked) and not named.isdisjoint(SIZES)
    return link._replace(call=Call(told=Told(counter=_OFFSET))) if link is not None and is_page else link


def made(url: str, method: str, data: Any, as_json: bool, tree: Tree) -> Link | None:
    """A request of a script, whatever it names."""
    if method not in ("GET", "POST"):
        return None
    fields = fields_of(data)
    body: bytes | None = None
    if method == "GET" and fields:
        url += ("&" if "?" in url else "?") + urlencode(fields, quote_via=quote)
    elif method == "POST":
        text = data if isinstance(data, str) and data[:1] == "{" else None
        if as_json or text:
            body = (text or json.dumps(script.known(data or {}), ensure_ascii=False)).encode("utf-8", "replace")
        else:
            body = multipart.written(fields) if isinstance(data, script.Form) else urlencode(fields).encode("ascii")
    target = tree.resolver.resolve(url)
    return None if target is None else Link(url=target, kind="listing", hop="I", method=method, body=body)


def fields_of(data: Any) -> list[tuple[str, str]]:
    """What is sent as names and values, as a form has them."""
    if isinstance(data, str) and data[:1] == "{":
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            return []
    if isinstance(data, str) and "%" in data:  # what URLSearchParams made of an object
        return parse_qsl(data, keep_blank_values=True)
    if isinstance(data, str):
        return [(name, value) for name, value in QUERY.findall("?" + data)]
    found = script.pairs_of(data) if isinstance(data, dict) else []
    return [(name, _start(name, value)) for name, value in found]


def _as_object(text: str) -> str:
    """A body that a script puts together as JSON of its own kind, `{'pageIndex':'1'}`, as JSON; any other text as it is."""
    if text[:1] != "{":
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        value, end = script.value_at(text, 0, {})
        return json.dumps(script.known(value), ensure_ascii=False) if isinstance(value, dict) and not text[end:].strip() else text
    return text


def _begun_at_first(data: dict[str, Any]) -> dict[str, Any]:
    """The fields with 1 for a page's number that only the running script knows: `{pageNo: obj.curr}`."""
    return {name: 1 if value is script.UNKNOWN and last_part(name) in PAGES else value for name, value in data.items()}


def _start(name: str, value: str) -> str:
    """Where the script begins with an empty page number, the first."""
    return value if value or name not in (*PAGES, *SIZES) else "1" if name in PAGES else "15"
