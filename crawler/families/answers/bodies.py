"""What the body of an answer is as data: its charset, the call or the name around its JSON, JSON written twice or as scripts write
objects, XML of a program's own."""

from __future__ import annotations

import base64
import json
import re
from html import unescape
from typing import Any

from crawler.families.rows import xml_rows
from crawler.families.scripts import script
from crawler.page import Page

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_GUARD = re.compile(r"(?:/\*{2}/|;|\)\]\}',?|(?:while|for)\((?:1|;;)\);)\s{0,9}")
"""What some servers put before an answer, so that no other site's script can use it: `/**/callback({…})` (Spring, Express)."""
_WRAPPED = re.compile(r"(?:try\s{0,9}\{\s{0,9})?[\w$.]{0,80}\s{0,9}\(\s{0,9}(?=[{\[])")
"""The call around an answer as JSONP, or what is left of it where the call named no function: `({…})`."""
_TRIED = re.compile(r"\)\s{0,9};?\s{0,9}\}\s{0,9}catch\s{0,9}\(\w{1,20}\)\s{0,9}\{[^{}]{0,100}\}\s{0,9}\Z")
"""The end of a call that a script tries: `try{callback({…});}catch(e){}`."""
_GIVEN = re.compile(r"(?:(?:var|let|const)\s{1,9}|window\s?\.\s?)?[A-Za-z_$][\w$.]{0,60}\s{0,9}=\s{0,9}(?=[{\[])")
"""What stands before an answer that is a script with a name for it: `var newsData = [{…}];`."""
_QUOTED = re.compile(r'"\s{0,9}(?:\\[rnt]\s{0,9}){0,4}[{\[]')
_IN_XML = re.compile(r"(?:<\?xml\b[^<>]{0,100}\?>\s{0,9})?<string\b[^<>]{0,200}>(\s{0,9}[\[{].*)</string>", re.DOTALL)
"""JSON as services of ASP.NET answer it, a text in XML."""
_CODED = ("eyJ", "W3si")
"""How base64 of an object begins, and of a list of them."""
TITLED = re.compile(r"\b(?:[tT]itle|TITLE)\b['\"]?\s{0,9}:|\w(?:title|Title)['\"]?\s{0,9}:")
LONGEST_VALUE = 1_000_000
"""Characters of objects as scripts write them that are read."""


def may_be(body: bytes) -> bool:
    """Whether a body begins as JSON does, as a call around it, or as XML of a program's own."""
    begun = _unguarded(body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1"))
    return begun[:1] in ("{", "[") or any(form.match(begun) for form in (_QUOTED, _WRAPPED, _GIVEN)) or xml_rows.may_be(body)


def _unguarded(text: str) -> str:
    guard = _GUARD.match(text)
    return text[guard.end() :] if guard is not None else text


def text_of(page: Page) -> str:
    """Body as text: by byte order mark, header, own declaration, else UTF-8, else GB18030."""
    body = page.body
    if body.startswith(b"\xef\xbb\xbf"):
        return body.decode("utf-8-sig", "replace")
    declared = _DECLARED.search((page.header("content-type") or "").encode("latin-1", "replace")) or _DECLARED.search(body[:300])
    for name in ((declared[1].decode("ascii") if declared else "utf-8"), "utf-8"):
        try:
            return body.decode("gb18030" if name.lower() in ("gb2312", "gbk") else name)
        except (LookupError, ValueError):
            continue
    return body.decode("gb18030", "replace")


def loads(page: Page) -> Any:
    """The JSON of a body, JSONP unwrapped; None when it is none (or nests deeper than any answer does)."""
    text = text_of(page).strip("\ufeff \t\r\n")
    if text[:1] == "<":
        named = _IN_XML.fullmatch(text)
        if named is None:
            return xml_rows.data_of(page.body) if xml_rows.may_be(page.body) else None
        text = unescape(named[1]).strip()
    return _decoded(_parsed(_unquoted(_unguarded(text)), page.told.fields))


def _parsed(text: str, drawn: tuple[str, ...]) -> Any:
    """The value that a text is, with or without a name or a call around it."""
    text = text[given.end() :].rstrip("; \r\n") if (given := _GIVEN.match(text)) is not None else text
    wrapped = _WRAPPED.match(text)
    if wrapped and (text := _TRIED.sub(")", text.rstrip("; \r\n"))).endswith(")"):
        text = text[wrapped.end() : -1]
    try:
        return json.loads(text) if text[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return _loosely(text, drawn)


def _decoded(data: Any) -> Any:
    """An answer of which a value is JSON in base64, `{"code": 0, "data": "eyJsaXN0…"}`, with what that is in its place."""
    if not isinstance(data, dict):
        return data
    for name, value in data.items():
        if isinstance(value, str) and value.startswith(_CODED) and len(value) <= LONGEST_VALUE:
            try:
                return {**data, name: json.loads(base64.b64decode(value, validate=True))}
            except (ValueError, RecursionError):
                return data
    return data


def _unquoted(text: str) -> str:
    """The JSON that an answer has as a text of JSON, `"{\\"total\\":8}"` (written out twice); any other answer as it is."""
    try:
        inner = json.loads(text) if _QUOTED.match(text) is not None else None
    except ValueError:
        return text
    return inner.strip() if isinstance(inner, str) else text


def _loosely(text: str, drawn: tuple[str, ...] = ()) -> Any:
    """An answer that scripts take, though it is no JSON: `{total:'8',list:[{'title':'…'},]}` (programs in ASP), blanks as they are in
    texts. None: it has no titles, nor what the page draws (`drawn`), or goes on behind its end."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    if len(text) > LONGEST_VALUE or not (TITLED.search(text) or any(f"{field}:" in text for field in drawn)):
        return None
    value, end = script.value_at(text, 0, {}, LONGEST_VALUE)
    return script.known(value) if isinstance(value, dict | list) and not text[end:].strip("; \r\n") else None
