"""Tables that DataTables fills: `$('#t').DataTable({serverSide: true, ajax: …})`, or `{bServerSide: true, sAjaxSource: …}` as before
2014. It asks by names of its own, the columns among them; what the page adds to them is read. No script is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from crawler.addresses.links import Tree
from crawler.families.calls import call_headers
from crawler.families.calls.calls import scripts, within
from crawler.families.calls.spelt_requests import asked
from crawler.families.scripts import script, script_names
from crawler.families.scripts.script import one_function
from crawler.page import Page
from crawler.reading import Link

MOST = 5
"""Tables of one page."""
_SIGN = b"ataTable("
_BEGUN = re.compile(r"(?:\.\s{0,3}[dD]ataTable|\bnew\s{1,9}DataTable)\s{0,3}\(\s{0,9}"
                    r"(?:['\"]?([#.]?[\w-]{1,60})['\"]?\s{0,9},\s{0,9})?(?=\{)")
_SELECTED = re.compile(r"\(\s{0,9}['\"](?:table)?#([\w-]{1,60})['\"]\s{0,9}\)\s{0,9}\Z")
_FUNCTION = re.compile(r"\bdata['\"]?\s{0,9}:\s{0,9}(function\s{0,9}\(|\(?\s{0,9}\w{1,40}\s{0,9}\)?\s{0,9}=>)")
_PARAMETER = re.compile(r"\(?\s{0,9}([A-Za-z_$][\w$]{0,40})")
_RETURNED = re.compile(r"\breturn\s{1,9}(?=[\w$]{1,40}\s{0,9}[;}]|\{)|=>\s{0,9}\(\s{0,9}(?=\{)")
_SET = r"(?<![\w$.]){0}(?:\.(\w{{1,40}})|\[['\"]([\w.]{{1,60}})['\"]\])\s{{0,9}}=(?!=)\s{{0,9}}"
_EXTENDED = re.compile(r"\b(?:extend|assign)\s{0,3}\(\s{0,9}(?:\{\s{0,9}\}\s{0,9},)?[^{}()]{0,80}(?=\{)")
_AJAX = re.compile(r"\bajax['\"]?\s{0,9}:\s{0,9}(?:((?:async\s{1,9})?(?:function\b|\([^()]{0,80}\)\s{0,9}=>|\w{1,40}\s{0,9}=>))"
                   r"|([A-Za-z_$][\w$]{0,40})\s{0,9}[,}\n])")
_BODY = re.compile(r"\)\s{0,9}(?:=>\s{0,9})?\{|=>\s{0,9}\{")
_MEMBER = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})(?:\.(\w{1,40})|\[['\"]([\w.]{1,60})['\"]\])\s{0,9}=(?!=)\s{0,9}")
_LONGEST = 3000
"""Characters of a function that are looked at."""
_MOST_COLUMNS = 25

Settings = Mapping[str, Any]


def calls(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The call for the first rows of each table that DataTables fills; empty where it fills none."""
    return tuple(islice(_calls(tree), MOST)) if _SIGN in page.body else ()


def _calls(tree: Tree) -> Iterator[Link]:
    for text in scripts(tree):
        for match in islice(_BEGUN.finditer(text), 20):
            names = script_names.names_in(text)
            settings, end = script.value_at(text, match.end(), names)
            if isinstance(settings, dict):
                selected = _SELECTED.search(text, max(0, match.start() - 80), match.start())
                table = selected[1] if selected is not None else (match[1] or "").lstrip("#")
                link = _called(settings, text[match.end() : end], text, names, _heads(tree, table), tree)
                if link is not None:
                    yield call_headers.borne(link, text, match.end(), names) if link.call is None else link


def _called(settings: Settings, written: str, text: str, names: Settings, heads: int, tree: Tree) -> Link | None:
    """`written`: the settings as they stand in the script `text`; `heads`: columns of the table."""
    source = settings.get("ajax", settings.get("sAjaxSource"))
    if source is script.UNKNOWN or (isinstance(source, str) and source.isidentifier()):
        return _by_function(settings, written, text, names, heads, tree)
    told: Settings = {str(key).lower(): value for key, value in source.items()} if isinstance(source, dict) else {"url": source}
    method = str(told.get("type") or told.get("method") or settings.get("sServerMethod") or "get").lower()
    fields = _fields(settings, heads) if _is_by_server(settings) else {}
    function = _FUNCTION.search(written) if told.get("data") is script.UNKNOWN or "data" in told else None
    if function is not None:
        added = _made(written[function.start(1) :][:_LONGEST], fields, names)
        if added is None:
            return None
        fields = added
    elif isinstance(told.get("data"), dict):
        fields = fields | script.known(told["data"])
    as_json = "json" in str(told.get("contenttype")) and method == "post"
    return asked(told.get("url"), method, fields, as_json, tree)


def _by_function(settings: Settings, written: str, text: str, names: Settings, heads: int, tree: Tree) -> Link | None:
    """The call of a page that asks by itself: `ajax: function (data, callback) { $.getJSON('/list', {start: data.start}, callback); }`."""
    given = _AJAX.search(written)
    if given is None:
        return None
    function = written[given.start(1) :][:_LONGEST] if given[1] else _named(given[2], text)
    parameter = _PARAMETER.search(function, function.find("(") if function.startswith("function") else 0)
    begun = _BODY.search(function)
    if parameter is None or begun is None:
        return None
    function = one_function(function[begun.end() - 1 :])
    held: dict[str, Any] = {**names, parameter[1]: _fields(settings, heads) if _is_by_server(settings) else {}}
    held = script_names.names_in(function, held) | {parameter[1]: held[parameter[1]]}
    for match in islice(_MEMBER.finditer(function), 40):
        owner, value = held.get(match[1]), script.value_at(function, match.end(), held)[0]
        if isinstance(owner, dict) and value is not script.UNKNOWN:
            held[match[1]] = owner | {match[2] or match[3]: value}
    return within(function, held, tree)


def _named(name: str, text: str) -> str:
    """A function of the script by its name, from its parameters on; empty where there is none."""
    begun = re.search(rf"\bfunction\s{{1,9}}{re.escape(name)}\s{{0,9}}(?=\()|(?<![\w$.]){re.escape(name)}\s{{0,9}}=\s{{0,9}}"
                      r"(?:(?:async\s{1,9})?function\s{0,9}\w{0,40}\s{0,9})?(?=\()", text)
    return text[begun.end() : begun.end() + _LONGEST] if begun is not None else ""


def _is_by_server(settings: Settings) -> bool:
    """Whether the server is asked for each page; otherwise for all rows at once."""
    return "true" in str(settings.get("serverSide", settings.get("bServerSide"))).lower()


def _fields(settings: Settings, heads: int) -> dict[str, Any]:
    """What the library asks by, in its order."""
    size = settings.get("pageLength", settings.get("iDisplayLength"))
    size = size if type(size) is int and 0 < size < 10_000 else 10
    if "sAjaxSource" in settings:
        return {"sEcho": 1, "iColumns": heads, "sColumns": "", "iDisplayStart": 0, "iDisplayLength": size}
    stated = settings.get("columns", settings.get("aoColumns"))
    columns = list(stated[:_MOST_COLUMNS]) if isinstance(stated, list) else [{}] * min(heads, _MOST_COLUMNS)
    is_ordered = settings.get("ordering", True) is not False
    return {"draw": 1, "columns": [_column(number, column, is_ordered) for number, column in enumerate(columns)],
            "order": _order(settings.get("order")) if is_ordered else [], "start": 0, "length": size,
            "search": {"value": "", "regex": False}}


def _column(number: int, column: Any, is_ordered: bool) -> dict[str, Any]:
    """One column, as the library names it: by its number where its settings do not say."""
    said = column if isinstance(column, dict) else {}
    data = said.get("data", said.get("mData", number))
    return {"data": "" if data is None or data is script.UNKNOWN else data, "name": said.get("name", ""),
            "searchable": said.get("searchable", True) is not False, "orderable": is_ordered and said.get("orderable", True) is not False,
            "search": {"value": "", "regex": False}}


def _order(stated: Any) -> list[dict[str, Any]]:
    """`[[2, 'desc']]` or `[2, 'desc']`; by the first column, where nothing is said."""
    pairs = [[0, "asc"]] if not isinstance(stated, list) else [stated] if stated and type(stated[0]) is int else stated
    return [{"column": pair[0], "dir": pair[1]}
            for pair in pairs if isinstance(pair, list) and len(pair) > 1 and type(pair[0]) is int]


def _made(function: str, fields: dict[str, Any], names: Settings) -> dict[str, Any] | None:
    """What a function of the page makes of the fields: an object of its own, or the fields with those that it sets."""
    parameter = _PARAMETER.search(function, function.find("(") if function.startswith("function") else 0)
    if parameter is None:
        return fields
    name = parameter[1]
    known = {**names, **{f"{name}.{key}": value for key, value in fields.items() if isinstance(value, int | str)}}
    own = _given_back(function, name, known)
    if own is not None:
        return own
    added = dict(fields)
    for match in islice(re.finditer(_SET.format(re.escape(name)), function), 40):
        value = script.value_at(function, match.end(), known)[0]
        if value is not script.UNKNOWN:
            added[match[1] or match[2]] = value
    for match in islice(_EXTENDED.finditer(function), 3):
        value = script.value_at(function, match.end(), known)[0]
        added |= script.known(value) if isinstance(value, dict) else {}
    return added


def _given_back(function: str, parameter: str, names: Settings) -> dict[str, Any] | None:
    """The object that it gives back, where that is another than the one it was given."""
    returned = _RETURNED.search(function)
    if returned is None:
        return None
    found = script.value_at(function, returned.end(), script_names.names_in(function, names))[0]
    return script.known(found) if isinstance(found, dict) and not function.startswith(parameter, returned.end()) else None


def _heads(tree: Tree, table: str) -> int:
    """Columns of a table of the page, by its first row; 0 where there is none of that name."""
    element: HtmlElement | None = next((each for each in tree.root.iter("table") if table and each.get("id") == table), None)
    row = next(element.iter("tr"), None) if element is not None else None
    return len(row) if row is not None else 0
