"""Values that scripts of a page spell out: strings, numbers, objects, sums of strings, names given a value elsewhere. No script is run.

What only a running script would know is `UNKNOWN`. Total: any text gives a value, in time linear in its length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from crawler.families.scripts import brackets, choices, named_functions, row_changes
from crawler.families.scripts.brackets import STRING


class Form(dict[str, Any]):
    """The fields of a `FormData`, which is sent as `multipart/form-data`."""


class Query(dict[str, Any]):
    """The fields of a `URLSearchParams` into which a script puts them, which is sent as forms are."""


UNKNOWN = object()
"""Stands for a value that is not written out."""
DEEPEST = 12
"""Objects within objects that are read."""
LONGEST = 8000
"""Characters of one value that are read."""

_BLANK = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_TEMPLATE = re.compile(r"`((?:[^`\\$]|\\.|\$(?!\{)|\$\{[^{}`]{1,100}\})*)`")
_HOLE = re.compile(r"\$\{\s{0,9}([^{}`]{1,100})\}")
_NUMBER = re.compile(r"-?[0-9]{1,300}(?:\.[0-9]{1,300})?")
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*")
_RAISED = re.compile(r"\+\+\s{0,9}([A-Za-z_$][\w$.]{0,80})")
_INSTANT = object()
"""Stands for an instant or a number by chance: nothing in an address that is put together, else UNKNOWN."""
_NOW = re.compile(r"\(\s?new\s+Date\s?(?:\(\s?\))?\s?\)\.(?:getTime|valueOf)\(\)"
                  r"|(?:\+\s?)?new\s+Date\s?\(\s?\)(?:\.(?:getTime|valueOf)\(\))?|Date\.now\(\)|Math\.random\(\)|\$\.now\(\)")
"""What a script puts into an address so that no cache answers."""
_COMPARING = frozenset("<>=!")
_BEGIN_NOW = "(n+DM$"
_KEY = re.compile(r"([A-Za-z_$][\w$]*|\d+)|'([^'\n]*)'|\"([^\"\n]*)\"")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}
_OWN = re.compile(r"\A(?:this|that|self|_this|_self|vm|me|\$scope)\.")
OWN = "this."
"""Before the name of what belongs to the object whose script it is, however the script calls that object."""
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "location.protocol": "", "window.location.protocol": "",
          "location.origin": "", "window.location.origin": ""}
_LARGEST = 10**9
"""Of a number that is multiplied."""
_NEW_QUERY = re.compile(r"\s{1,9}URLSearchParams(?=\s{0,3}\()")
_METHOD = re.compile(r"\s*\.\s*(?:split|replace|replaceAll|substring|substr|slice|trim)\Z")
_CHANGES = re.compile(rf"(?:{row_changes.CALLS}){{1,4}}")
_JOIN = re.compile(r"\s?\.\s?join\(\s{0,3}(['\"])([^'\"\\]{0,9})\1\s{0,3}\)")
_PUT_IN = re.compile(r"\s?\.\s?replace\(\s{0,3}(['\"/])([{\[#_$%]{0,2}\w{1,20}[}\]#_$%]{0,2}\1(?=\s{0,3},\s{0,3}[A-Za-z_$(])"
                     r"|\.(?:s?html?|jsp|php|aspx?)\1(?=\s{0,3},\s{0,3}['\"`]))\s{0,3},\s{0,3}")
"""`url.replace('{page}', n)`, `url.replace('.html', '_' + n + '.html')`."""
_NEW_ADDRESS = re.compile(r"\s{1,9}URL\s{0,3}\(")
_NEW_FORM = re.compile(r"\s{1,9}(FormData|Headers|URLSearchParams(?=\s{0,3}\(\s{0,3}\)))\s{0,3}\(")


class _Reader:
    """One text, read from one place on."""

    def __init__(self, text: str, at: int, names: Mapping[str, Any], longest: int = LONGEST) -> None:
        self.text = text
        self.at = at
        self.end = min(len(text), at + longest)
        self.names = names

    def blank(self) -> str:
        """Pass over blanks and comments; gives the sign behind them, empty at the end."""
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at] if self.at < self.end else ""

    def value(self, depth: int) -> Any:
        """A sum of products: of whole numbers a number, else text; a difference of whole numbers; what is chosen by such a number. With an
        unknown term: UNKNOWN."""
        found = self.product(depth)
        while (sign := self.blank()) in ("+", "-") and sign and self.text[self.at : self.at + 2] not in ("++", "--"):
            self.at += 1
            found = _added(found, self.product(depth), sign)
        if sign in _COMPARING and depth < DEEPEST and (choice := choices.begun(self.text, self.at, found)) is not None:
            return self.chosen(*choice, depth + 1)
        return UNKNOWN if found is _INSTANT else found

    def product(self, depth: int) -> Any:
        """Terms multiplied, or divided: whole numbers that give one."""
        found = self.term(depth)
        while (sign := self.blank()) in ("*", "/") and sign:
            self.at += 1
            found = _multiplied(found, self.term(depth), sign)
        return found

    def term(self, depth: int) -> Any:
        """One string, number, object, list, name or call."""
        sign = self.blank()
        if sign in ("'", '"', "`") and sign and (match := STRING.match(self.text, self.at)):
            self.at = match.end()
            return self.changed(_unescaped(next(group for group in match.groups() if group is not None)))
        if sign == "`" and (match := _TEMPLATE.match(self.text, self.at)):
            self.at = match.end()
            return self.filled(match[1])
        if (sign.isdigit() or sign == "-") and (match := _NUMBER.match(self.text, self.at)):
            self.at = match.end()
            return float(match[0]) if "." in match[0] else int(match[0])
        if depth < DEEPEST and sign == "(" and not self.text.startswith(("(new Date", "( new Date"), self.at):
            self.at += 1
            found = self.value(depth + 1)
            if self.blank() != ")":
                self.past(")")  # (data, callback) => …
                return UNKNOWN
            self.at += 1
            return found
        if depth < DEEPEST and sign == "{":
            return self.table(depth)
        if depth < DEEPEST and sign == "[":
            return self.joined(self.list(depth))
        if sign in _BEGIN_NOW and (match := _NOW.match(self.text, self.at)):
            self.at = match.end()
            return _INSTANT
        if match := _RAISED.match(self.text, self.at):  # ++page: raised before it is used
            self.at = match.end()
            found = self.name(match[1], depth)
            return found + 1 if type(found) is int else UNKNOWN
        if match := _NAME.match(self.text, self.at):
            if (method := _METHOD.search(match[0])) is not None and self.text.startswith("(", match.end()):
                self.at = match.start() + method.start()
                return self.changed(self.name("".join(match[0][: method.start()].split()), DEEPEST))
            self.at = match.end()
            found = self.name("".join(match[0].split()), depth)
            self.at += 2 * self.text.startswith(("++", "--"), self.at)  # page++: raised behind
            return found
        return UNKNOWN

    def chosen(self, holds: bool, at: int, depth: int) -> Any:
        """Of the two sides that begin at `at` the first where its condition `holds`, else the other."""
        self.at = at
        first = self.value(depth)
        self.at += self.blank() == ":"
        second = self.value(depth)
        return first if holds else second

    def changed(self, found: Any) -> Any:
        """A text with what the script does to it, `'datasource:3f9c'.split(':')[1]`; as it stands where that is not spelt out."""
        match = _CHANGES.match(self.text, self.at)
        if match is None:
            return found
        put = _PUT_IN.match(self.text, self.at)
        if put is not None and isinstance(found, str):
            begun, self.at = self.at, put.end()
            value = self.value(DEEPEST)
            if isinstance(value, int | str) and self.blank() == ")":
                self.at += 1
                return found.replace(put[2][:-1], str(value))
            self.at = begun
        changes = row_changes.written(match[0], "")
        if changes is None or not isinstance(found, str):  # url.replace('{page}', page)
            return found
        self.at = match.end()
        return row_changes.changed(found, changes)

    def joined(self, found: list[Any]) -> Any:
        """A list, or the text that the script joins it to: `['/api', 'col', id, page].join('/')`."""
        match = _JOIN.match(self.text, self.at)
        if match is None or UNKNOWN in found or any(isinstance(each, dict | list) for each in found):
            return found
        self.at = match.end()
        return match[2].join(map(_joined, found))

    def filled(self, text: str) -> Any:
        """A template literal with what its names stand for; UNKNOWN where one of them is."""
        values = {hole: self.in_hole(hole) for hole in _HOLE.findall(text)}
        if UNKNOWN in values.values():
            return UNKNOWN
        return _HOLE.sub(lambda match: _joined(values[match[1]]), text)

    def in_hole(self, text: str) -> Any:
        """What a hole of a template literal is filled with: nothing that matters where it is an instant."""
        if _NOW.fullmatch(text.strip()):
            return ""
        reader = _Reader(text, 0, self.names)
        found = reader.value(DEEPEST - 1)
        return UNKNOWN if reader.blank() else found

    def name(self, name: str, depth: int) -> Any:
        """What a name stands for; a call of a function that changes nothing gives its argument, of one that makes a query of an object
        the query."""
        if name == "new" and (form := _NEW_FORM.match(self.text, self.at)) is not None:
            self.at = form.end()
            self.past(")")
            return {"FormData": Form, "Headers": dict}.get(form[1], Query)()
        if name == "new" and (made := _NEW_ADDRESS.match(self.text, self.at)) is not None and depth < DEEPEST:
            self.at = made.end()
            found = self.value(depth + 1)
            self.past(")")
            return found if isinstance(found, str) else UNKNOWN
        if name == "new" and (made := _NEW_QUERY.match(self.text, self.at)) is not None:
            name, self.at = "URLSearchParams", made.end()
        if name in named_functions.OF_QUERIES and self.blank() == "(" and depth < DEEPEST:
            self.at += 1
            found = self.value(depth + 1)
            self.past(")")
            return urlencode(pairs_of(found)) if isinstance(found, dict) else found if isinstance(found, str) else UNKNOWN
        if self.text.startswith("()", self.at) and f"{name}()" in self.names:  # api.getCurrent()
            self.at += 2
            return self.names[f"{name}()"]
        if name.endswith(".toString") and self.text.startswith("()", self.at):
            self.at += 2
            name = name.removesuffix(".toString")
        if (name in named_functions.MERGING or named_functions.TURNS_QUERY.fullmatch(name)) and self.blank() == "(" and depth < DEEPEST:
            given = self.arguments(depth)
            told = named_functions.merged(given) if name in named_functions.MERGING else named_functions.with_field(given)
            return UNKNOWN if told is None else told
        if self.blank() == "(" and name in named_functions.TRANSPARENT and depth < DEEPEST:
            self.at += 1
            found = self.value(depth + 1)
            self.past(")")
            return json.dumps(known(found), ensure_ascii=False) if name == "JSON.stringify" and found is not UNKNOWN else found
        if name in _WORDS:
            return _WORDS[name]
        found = self.names.get(name, UNKNOWN)
        return self.member(name) if found is UNKNOWN and "." in name else found

    def arguments(self, depth: int) -> list[Any]:
        """What a call is given, and past its end."""
        self.at += 1
        given = [self.value(depth + 1)]
        while self.blank() == ",":
            self.at += 1
            given.append(self.value(depth + 1))
        self.past(")")
        return given

    def member(self, name: str) -> Any:
        """What a part of an object that has a name stands for: `page.size`, `this.query.page`, `window.channel`."""
        parts = _OWN.sub(OWN, name, count=1).removeprefix("window.").split(".")
        for cut in range(min(len(parts), DEEPEST), 0, -1):
            held = self.names.get(".".join(parts[:cut]), UNKNOWN)
            for part in parts[cut:]:
                is_ref = part == "value" and isinstance(held, int | str)  # ref(1).value (Vue)
                held = held if is_ref else held.get(part, UNKNOWN) if isinstance(held, dict) else UNKNOWN
            if held is not UNKNOWN:
                return held
        return UNKNOWN

    def table(self, depth: int) -> Any:
        """An object; ends at its brace, or where it can be read no further."""
        found: dict[str, Any] = {}
        self.at += 1
        while self.blank() not in ("}", ""):
            if self.text.startswith("...", self.at):  # {...query, page: 1}
                self.at += 3
                held = self.value(depth + 1)
                found |= held if isinstance(held, dict) else {}
                if not self.separated("}"):
                    return found
                continue
            match = _KEY.match(self.text, self.at)
            if match is None:
                return found
            key = next(group for group in match.groups() if group is not None)
            self.at = match.end()
            if self.blank() == ":":
                self.at += 1
                found[key] = self.value(depth + 1)
            elif self.blank() in (",", "}") and key in self.names:  # {method: 'POST', body}
                found[key] = self.names[key]
            if not self.separated("}"):
                return found
        self.at += 1
        return found

    def list(self, depth: int) -> Any:
        """A list, likewise."""
        found: list[Any] = []
        self.at += 1
        while self.blank() not in ("]", ""):
            found.append(self.value(depth + 1))
            if not self.separated("]"):
                return found
        self.at += 1
        return found

    def separated(self, closing: str) -> bool:
        """Get to the next entry, past what could not be read; False at the end of the text."""
        sign = self.blank()
        if sign not in (",", closing):
            self.past(",", before=closing)
            sign = self.blank()
        if sign == ",":
            self.at += 1
        return sign in (",", closing) and sign != ""

    def past(self, sign: str, before: str = "") -> None:
        """To the next `sign` outside brackets and strings, and behind it when it closes; or to a `before` that comes first."""
        self.at = brackets.past(self.text, self.at, self.end, sign, before)


def value_at(text: str, at: int, names: Mapping[str, Any], longest: int = LONGEST) -> tuple[Any, int]:
    """The value written at `at`, and where it ends; `names`: what names stand for; `longest`: characters of it that are read."""
    reader = _Reader(text, at, names, longest)
    return reader.value(0), reader.at


def end_of_call(text: str, at: int, longest: int = LONGEST) -> int:
    """Where the arguments of a call end that begin at `at`; `longest`: characters that are looked at."""
    reader = _Reader(text, at, {}, longest)
    reader.past(")")
    return reader.at


def known(value: Any) -> Any:
    """The value without what is UNKNOWN."""
    if isinstance(value, dict):
        return {key: known(inner) for key, inner in value.items() if inner is not UNKNOWN}
    if isinstance(value, list):
        return [known(inner) for inner in value if inner is not UNKNOWN]
    return value


def pairs_of(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """An object as form fields, nested ones as jQuery spells them: `datas[0][key]=status`."""
    found: list[tuple[str, str]] = []
    waiting: list[tuple[str, Any]] = list(data.items())[::-1]
    while waiting and len(found) < 200:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{name}[{key}]", inner) for key, inner in list(value.items())[::-1]]
        elif isinstance(value, list):
            nested = [isinstance(inner, dict | list) for inner in value]
            waiting += [(f"{name}[{number if nested[number] else ''}]", value[number]) for number in reversed(range(len(value)))]
        elif value is not UNKNOWN:
            found.append((name, _joined(value)))
    return found


def one_function(body: str) -> str:
    """As far as the function goes, told by its braces."""
    depth = 0
    for match in re.finditer(r"[{}]", body):
        depth += 1 if match[0] == "{" else -1
        if depth <= 0:
            return body[: match.end()]
    return body


def _added(found: Any, more: Any, sign: str) -> Any:
    if found is UNKNOWN or more is UNKNOWN:
        return UNKNOWN
    if _INSTANT in (found, more):  # '/list.json?_=' + Date.now()
        return found if more is _INSTANT and sign == "+" else more if sign == "+" else _INSTANT
    if type(found) is int and type(more) is int:
        return found + more if sign == "+" else found - more
    return _joined(found) + _joined(more) if sign == "+" else UNKNOWN


def _multiplied(found: Any, more: Any, sign: str) -> Any:
    if _INSTANT in (found, more):
        return _INSTANT
    if type(found) is not int or type(more) is not int or max(abs(found), abs(more)) > _LARGEST:
        return UNKNOWN
    return found * more if sign == "*" else found // more if more and found % more == 0 else UNKNOWN


def _joined(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Query):
        return urlencode(pairs_of(value))
    return "" if value is None else json.dumps(known(value), ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1][1:], 16)) if len(match[1]) > 2 else _ESCAPES.get(match[1], match[1]), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # escaped pairs become one sign
