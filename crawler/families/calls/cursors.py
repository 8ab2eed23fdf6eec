"""Lists that go on behind the last row they gave (加载更多): `/api/news?lastId=`, then `lastId=4711`, its number or its instant.

What the next call names is read from the answer: under the name of the call's own field, or of the last row's. So is what a call that
counts its pages takes from the answer beside, `startTime` (news by time) or the last row's number. No script is run.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from crawler.addresses.address import Resolver
from crawler.addresses.links import Tree
from crawler.calls import multipart
from crawler.families.calls.claimed import objects, plainly
from crawler.families.calls.next_call import called, following, last_part, size_of
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link

_CURSOR = re.compile(r"(?:last|max|min|since|before|next)_?(?:\w{0,12}?)(id|time|timestamp|date|sort|score|key)|cursor|next_?cursor|last",
                     re.IGNORECASE)
"""Names of such a field. `startTime` and `endTime` choose of the rows."""
_TOKEN = re.compile(r"(?:next|page|continuation|scroll)?_?(?:token|marker|scroll_?id)", re.IGNORECASE)
"""Names of a field that goes back as the answer gave it, and is empty at first: `token=`, then the `nextToken` of each answer."""
_PUT = r"(?<![\w$.]){0}\s{{0,3}}=(?!=)([^;\n=]{{1,150}})\.\s{{0,3}}([A-Za-z_]\w{{0,30}})\s{{0,3}}[;,}}\n]"
"""A name that is given something of an object, in braces that are to be filled with the name."""
_OF_LAST = re.compile(r"length\s?-\s?1\s?\]|\.pop\(\s?\)|\.at\(\s?-1\s?\)|slice\(\s?-1\s?\)\[0\]|\blast", re.IGNORECASE)
_LONGEST = 100
_ROWS = ("li", "div", "tr", "a", "article", "dl", "section")
_MOST = 10_000
_PASSED = ("rowNumber", "rowNum")
"""Fields beside such a one that count the rows before (Founder's news clients); elsewhere the names are those of a page's size."""


def names_one(name: str) -> bool:
    """Whether a field of a call says behind which row its answer begins."""
    return _CURSOR.fullmatch(last_part(name)) is not None


def begins_empty(name: str, value: str) -> bool:
    """Whether a field of a call is one that is to bear what the answer before gave for it, and bears nothing yet."""
    return not value and _TOKEN.fullmatch(last_part(name)) is not None


def told_by(text: str, asked: list[tuple[str, str]]) -> str:
    """Of the fields of a script's call that are empty at first the one into which it puts something of the last row before, and what:
    `before = list[list.length - 1].pubtime` is `before=pubtime`. Empty: it spells none out."""
    for name in (name for name, value in asked if not value and name.isidentifier()):
        given = re.compile(_PUT.format(name))
        for put in islice(given.finditer(text), 5):
            if _OF_LAST.search(put[1]) is not None or _is_of_loop(put[1].strip(), text):
                return f"{name}={put[2]}"
    return ""


def _is_of_loop(name: str, text: str) -> bool:
    """Whether a name is that of each row in turn, of which the last one stays: `for (var k in list) { var row = list[k]; … }`."""
    return name.isidentifier() and re.search(
        rf"\b{name}\s{{0,3}}=\s{{0,3}}[\w$.]{{1,60}}\[\s?\w{{1,30}}\s?\]|\b{name}\s{{1,3}}of\b"
        rf"|\(\s?(?:\w{{1,30}}\s?,\s?)?{name}\s?\)\s?(?:=>|\{{)", text) is not None


def next_behind(data: Any, page: Page, whole: Resolver, given: int) -> Link | None:
    """The call for what lies behind the last row; None where the call has no such field, and where the answer was not a full one.
    `given`: rows of the answer."""
    asked = dict(parse_qsl(page.url.partition("?")[2], keep_blank_values=True)) | called(page)  # the first names no row: lastId=
    if page.told.behind:
        return _by_told(data, page, whole, given)
    name = next((each for each in asked if names_one(each)), None)
    if name is None:
        return _by_token(data, page, whole, asked)
    if given < (size_of(page) or 0):
        return None
    value = _told(data, name) or _of_last_row(data, name)
    passed = {each: str(number + given) for each in _PASSED if (number := number_of(asked.get(each))) is not None}
    return following(page, whole, (), {name: value, **passed}) if value is not None and value != asked[name] else None


def _by_told(data: Any, page: Page, whole: Resolver, given: int) -> Link | None:
    name, _, key = page.told.behind.partition("=")
    value = _of_last_row(data, key)
    return None if value is None or given < (size_of(page) or 0) else following(page, whole, (), {name: value})


def _by_token(data: Any, page: Page, whole: Resolver, asked: dict[str, str]) -> Link | None:
    """The call with what the answer gives for the next one: under the field's name, or as its next one."""
    name = next((each for each in asked if _TOKEN.fullmatch(last_part(each))), None)
    value = _told(data, name) if name is not None else None
    return following(page, whole, (), {name: value}) if name is not None and value is not None and value != asked[name] else None


def behind_markup(page: Page, tree: Tree, given: int) -> Link | None:
    """As `next_behind`, of an answer that is mark-up, whose rows hold in an attribute what the call names: `<li data-id="4711">`."""
    asked = dict(parse_qsl(page.url.partition("?")[2], keep_blank_values=True)) | called(page)
    name = next((each for each in asked if names_one(each)), None)
    if name is None or page.call is None or given < (size_of(page) or 0):
        return None
    attributes = [f"data-{each}" for each in _names_in_rows(name)]
    held = [value for element in islice(tree.root.iter(*_ROWS), _MOST) for each in attributes if (value := element.get(each))]
    return following(page, tree.resolver, (), {name: held[-1]}) if held and held[-1] != asked[name] else None


def carried(data: Any, page: Page, whole: Resolver) -> Page:
    """The page, as if its call had sent what the answer gives for fields that it sent empty, and the last row where it names that."""
    asked = dict(parse_qsl(page.url.partition("?")[2], keep_blank_values=True)) | _blank(page) | called(page)
    given = {name: _beside_rows(data, name) for name, value in asked.items() if not value}
    given |= {name: _told(data, name) or _of_last_row(data, name) for name in asked if names_one(name)}
    change = {name: value for name, value in given.items() if value is not None and value != asked[name]}
    link = following(page, whole, (), change) if change else None
    return page if link is None else replace(page, url=link.url, form=link.body)


def _blank(page: Page) -> dict[str, str]:
    """The fields of its form that are empty."""
    return {name: value for name, value in multipart.fields(page.form or b"") if not value}


def _beside_rows(data: Any, name: str) -> str | None:
    """What the object that holds the rows has under the very name of a field."""
    return next((text for entry in objects(data) if any(isinstance(value, list) and value for value in entry.values())
                 and (text := _text(entry.get(name)))), None)


def _told(data: Any, name: str) -> str | None:
    """What the answer itself has under the name of the call's field."""
    wanted = {plainly(name), f"next{plainly(name)}"}
    return next((text for entry in objects(data) if any(isinstance(value, list | dict) for value in entry.values())
                 for key, value in entry.items() if isinstance(key, str) and plainly(key) in wanted and (text := _text(value))), None)


def _of_last_row(data: Any, name: str) -> str | None:
    """What the last of its rows has under that name, or under the end of it: `id` of `lastId`, `newsId` of `lastNewsId`."""
    lists = [value for entry in objects(data if isinstance(data, dict) else {"": data}) for value in entry.values()
             if isinstance(value, list) and value and isinstance(value[-1], dict)]
    row = max(lists, key=len)[-1] if lists else {}
    held = {plainly(key): text for key, value in row.items() if isinstance(key, str) and (text := _text(value))}
    names = _names_in_rows(name)
    named = next((held[each] for each in names if each in held), None)
    ending = [text for key, text in held.items() if key.endswith(names[-1])]  # publishTime, of lastTime
    return named if named is not None else ending[0] if len(ending) == 1 else None


def _names_in_rows(name: str) -> tuple[str, str, str]:
    """Under which a row may have what a call names so, in small letters, the surest first."""
    plain = plainly(last_part(name))
    begun, end = re.match(r"last|max|min|since|before|next", plain), _CURSOR.fullmatch(plain)
    return plain, plain[begun.end() :] if begun is not None else "id", end[1] if end is not None and end[1] else "id"


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value)
    return text if text and len(text) <= _LONGEST else None
