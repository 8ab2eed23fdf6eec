"""Tokens of a session in what a page's script asks: in a header, in the query, in a form's field, in a member of JSON. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

from crawler.calls import multipart
from crawler.calls.json_object import object_of

_NAMED = re.compile(r"(?<!next)(?<!page)(?<!next_)(?<!page_)token|csrf|xsrf|nonce|verification", re.IGNORECASE)
"""Names of what holds one; no token by which a list goes on."""
_FIELD = re.compile(r"(?<![^?&])([^=&?]{1,100})=([^&#]*)")
_DEEPEST = 5
"""Objects within objects of a JSON body that are looked into."""

Fields = list[tuple[str, str]]


def of_headers(headers: tuple[tuple[str, str], ...]) -> Fields:
    """Those that header fields hold."""
    return [(name, value) for name, value in headers if _NAMED.search(name)]


def of_query(url: str) -> Fields:
    """Those in an address."""
    return [(name, unquote_plus(value)) for name, value in _FIELD.findall(_query(url)) if _NAMED.search(name)]


def of_body(body: bytes | None) -> Fields:
    """Those in what is sent: a form, one in parts, or JSON, the objects in it among them."""
    data = object_of(body or b"")
    found = list(_members(data)) if data is not None else multipart.fields(body or b"")
    return [(name, value) for name, value in found if _NAMED.search(name)]


def put_in_query(url: str, held: Fields) -> str:
    """The address with these in the place of those of their names; all else of it as it stands."""
    values = _told(held)
    head, mark, _ = url.partition("?")

    def changed(field: re.Match[str]) -> str:
        return f"{field[1]}={quote(values[field[1]], safe='')}" if field[1] in values and _NAMED.search(field[1]) else field[0]

    return head + _FIELD.sub(changed, _query(url)) if mark else url


def put_in_body(body: bytes | None, held: Fields) -> bytes | None:
    """What is sent with these in the place of those of their names; as it is where that changes nothing."""
    values = _told(held)
    if body is None or all(values.get(name, value) == value for name, value in of_body(body)):
        return body
    data = object_of(body or b"")
    if data is not None:
        return json.dumps(_changed(data, values), ensure_ascii=False).encode("utf-8", "replace")
    fields = [(name, values.get(name, value) if _NAMED.search(name) else value) for name, value in multipart.fields(body, "latin-1")]
    return multipart.written(fields, "latin-1") if multipart.is_one(body) else urlencode(fields, encoding="latin-1").encode("ascii")


def _told(held: Fields) -> Mapping[str, str]:
    return {name: value for name, value in held if value}


def _query(url: str) -> str:
    return "".join(url.partition("?")[1:])


def _members(data: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _members(value, depth + 1)
        elif isinstance(value, str):
            yield name, value


def _changed(data: dict[str, Any], values: Mapping[str, str], depth: int = 0) -> dict[str, Any]:
    return {name: _changed(value, values, depth + 1) if isinstance(value, dict) and depth < _DEEPEST
            else values[name] if isinstance(value, str) and name in values and _NAMED.search(name) else value
            for name, value in data.items()}
