"""Tables and lists that a front-end library fills: layui's `table.render`, bootstrap-table, easyui's `datagrid`, pagination.js,
mricode.pagination, bootgrid, flexigrid, jqGrid. The page gives an address and the size of a page; under which names the library asks for
them is the library's own. No script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, cast

from lxml.html import HtmlElement

from crawler.addresses.links import Tree
from crawler.families.calls import call_headers
from crawler.families.calls.calls import scripts
from crawler.families.calls.spelt_requests import asked
from crawler.families.scripts import script, script_names
from crawler.page import Page
from crawler.reading import Link
from crawler.signs import Signs

MOST = 5
"""Tables of one page."""
_SIGNS = Signs((b"table.render", b"bootstrapTable", b"data-toggle=\"table\"", b"datagrid(", b"dataSource",
                b"remote", b"bootgrid(", b"flexigrid(", b"jqGrid(", b"easyui-datagrid"))
_BEGUN = re.compile(r"(?:\btable\s{0,3}\.\s{0,3}(render)"
                    r"|\.\s{0,3}(bootstrapTable|datagrid|pagination|bootgrid|flexigrid|jqGrid|page))\s{0,3}\(\s{0,9}(?=\{)")
_RETURNED = re.compile(r"\breturn\s{0,9}(?=\{)|=>\s{0,9}\(\s{0,9}(?=\{)|\b(?:var|let|const)\s{1,9}\w{1,40}\s{0,9}=\s{0,9}(?=\{)")
_QUERY = re.compile(r"\bqueryParams\s{0,9}:\s{0,9}(?:(function\b|\w{0,20}\s{0,9}=>|\([\w\s,]{0,40}\)\s{0,9}=>)|([A-Za-z_$][\w$.]{0,60}))")
_POSTED = re.compile(r"\bpost\s{0,9}:\s{0,9}function\s{0,9}\([^()]{0,40}\)\s{0,9}\{[^{}]{0,300}?\breturn\s{1,9}(?=\{)")
_LONGEST = 3000
"""Characters of a function that are looked at."""

Settings = Mapping[str, Any]


def calls(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The call for the first rows of each table that the page's library fills; empty where it has none."""
    if not _SIGNS.may_stand_in(page.body):
        return ()
    found = [*_written(tree), *_marked(tree)]
    return tuple(islice((link for link in found if link is not None), MOST))


def _written(tree: Tree) -> Iterator[Link | None]:
    for text in scripts(tree):
        for match in islice(_BEGUN.finditer(text), 20):
            names = script_names.names_in(text)
            settings, end = script.value_at(text, match.end(), names)
            if isinstance(settings, dict):
                known = script.known(settings)
                link = _called(match[1] or match[2], known, text, text[match.end() : end], tree)
                yield None if link is None else call_headers.borne(link, text, match.end(), names)


def _called(library: str, settings: Settings, text: str, written: str, tree: Tree) -> Link | None:
    """The call of the library whose function has that name. `written`: its settings as they stand in the script `text`."""
    if library == "bootstrapTable":
        return _bootstrap(settings, _function(written), text, tree)
    if library == "bootgrid":
        return _bootgrid(settings, written, tree)
    if library == "page":
        return _mricode(settings, written, tree)
    readers = {"render": _layui, "datagrid": _easyui, "pagination": _paginated, "flexigrid": _flexigrid, "jqGrid": _jqgrid}
    return readers[library](settings, tree)


def _marked(tree: Tree) -> Iterator[Link | None]:
    """Of bootstrap-table and easyui: all settings in attributes."""
    text = "\n".join(islice(scripts(tree), 40))
    for element in islice(cast("Iterator[HtmlElement]", tree.root.iter("table")), 200):
        if element.get("data-toggle") == "table" and element.get("data-url"):
            settings = {_joined(name): value for name, value in element.items() if name.startswith("data-")}
            yield _bootstrap(settings, settings.get("queryParams"), text, tree)
        elif "easyui-datagrid" in (element.get("class") or ""):
            told = script.value_at(f"{{{element.get('data-options') or ''}}}", 0, {})[0]
            yield _easyui({"url": element.get("url"), **script.known(told)}, tree) if isinstance(told, dict) else None


def _joined(name: str) -> str:
    """`data-side-pagination` is `sidePagination`."""
    first, *more = name.removeprefix("data-").split("-")
    return first + "".join(word.capitalize() for word in more)


def _layui(settings: Settings, tree: Tree) -> Link | None:
    """`page=1&limit=10`, then what `where` says."""
    renamed = settings.get("request") if isinstance(settings.get("request"), dict) else {}
    where = settings.get("where") if isinstance(settings.get("where"), dict) else {}
    names = [str(cast(Settings, renamed).get(key, usual)) for key, usual in (("pageName", "page"), ("limitName", "limit"))]
    paged = {names[0]: 1, names[1]: _size(settings.get("limit"))} if settings.get("page") else {}
    return asked(settings.get("url"), str(settings.get("method", "get")), paged | cast(dict[str, Any], where),
                 "json" in str(settings.get("contentType")), tree)


def _easyui(settings: Settings, tree: Tree) -> Link | None:
    """`page=1&rows=10` by POST, behind what `queryParams` says."""
    told = settings.get("queryParams") if isinstance(settings.get("queryParams"), dict) else {}
    paged = {"page": 1, "rows": _size(settings.get("pageSize"))} if settings.get("pagination") else {}
    return asked(settings.get("url"), str(settings.get("method", "post")), cast(dict[str, Any], told) | paged, False, tree)


def _paginated(settings: Settings, tree: Tree) -> Link | None:
    """pagination.js: `pageSize=10&pageNumber=1` under the names that `alias` gives, for the address that is its `dataSource`."""
    alias = settings.get("alias") if isinstance(settings.get("alias"), dict) else {}
    names = [str(cast(Settings, alias).get(name, name)) for name in ("pageSize", "pageNumber")]
    told = cast(Settings, settings.get("ajax") if isinstance(settings.get("ajax"), dict) else {})
    data = told.get("data") if isinstance(told.get("data"), dict) else {}
    return asked(settings.get("dataSource"), str(told.get("type", "get")), {names[0]: _size(settings.get("pageSize")), names[1]: 1}
                 | cast(dict[str, Any], data), False, tree)


def _mricode(settings: Settings, written: str, tree: Tree) -> Link | None:
    """mricode.pagination: `pageIndex=0&pageSize=10` under the names that `remote` gives, or what its `pageParams` makes of these, with its
    `params` (Epoint)."""
    remote = settings.get("remote")
    if not isinstance(remote, dict):
        return None
    size = _size(settings.get("pageSize"))
    fields: dict[str, Any] | None = {str(remote.get("pageIndexName", "pageIndex")): 0, str(remote.get("pageSizeName", "pageSize")): size}
    paged = re.search(r"\bpageParams\s{0,3}:\s{0,3}", written)
    if paged is not None:
        fields = _made(written[paged.end() :][:_LONGEST], written, size, {"pageIndex": 0, "pageSize": size})
    told = remote.get("params") if isinstance(remote.get("params"), dict) else {}
    if fields is None:
        return None
    return asked(remote.get("url"), str(remote.get("type", "get")), cast(dict[str, Any], told) | fields, False, tree)


def _bootgrid(settings: Settings, written: str, tree: Tree) -> Link | None:
    """`current=1&rowCount=10&searchPhrase=` by POST, with what `post` says or gives back (procurement of Yunnan, 2017)."""
    if not settings.get("ajax"):
        return None
    counts = settings.get("rowCount")
    told = settings.get("post")
    posted = _POSTED.search(written)
    if not isinstance(told, dict):
        told = script.known(script.value_at(written, posted.end(), {})[0]) if posted is not None else {}
    size = _size(counts[0] if isinstance(counts, list) and counts else counts)
    how = settings.get("ajaxSettings")
    method = how.get("method", "post") if isinstance(how, dict) else "post"
    fields = {"current": 1, "rowCount": size, "searchPhrase": ""} | cast(dict[str, Any], told)
    return asked(settings.get("url"), str(method), fields, False, tree)


def _flexigrid(settings: Settings, tree: Tree) -> Link | None:
    """`page=1&rp=15` and what it is sorted by, by POST, with what `params` says (procurement of Sichuan, 2017)."""
    told = settings.get("params")
    pairs = [each for each in told if isinstance(each, dict) and "name" in each] if isinstance(told, list) else []
    own = {each["name"]: each.get("value", "") for each in pairs}
    size = settings.get("rp")
    fields = {"page": 1, "rp": 15 if size is None else _size(size), "sortname": settings.get("sortname", ""),
              "sortorder": settings.get("sortorder", ""), "query": "", "qtype": ""}
    return asked(settings.get("url"), str(settings.get("method", "post")), fields | own, False, tree)


def _jqgrid(settings: Settings, tree: Tree) -> Link | None:
    """`_search=false&rows=20&page=1` and what it is sorted by, with what `postData` says."""
    told = settings.get("postData") if isinstance(settings.get("postData"), dict) else {}
    size = settings.get("rowNum")
    fields = {"_search": "false", "rows": 20 if size is None else _size(size), "page": 1, "sidx": settings.get("sortname", ""),
              "sord": settings.get("sortorder", "asc")}
    if str(settings.get("datatype", "xml")).lower() not in ("json", "jsonp"):
        return None
    return asked(settings.get("url"), str(settings.get("mtype", "get")), cast(dict[str, Any], told) | fields, False, tree)


def _bootstrap(settings: Settings, function: str | None, text: str, tree: Tree) -> Link | None:
    """`order=asc&offset=0&limit=10`, or what the page's function makes of these; all rows at once where the browser turns the pages."""
    size = _size(settings.get("pageSize"))
    kept: dict[str, Any] | None = {"order": settings.get("sortOrder", "asc")}
    if str(settings.get("pagination")).lower() == "true" and settings.get("sidePagination") == "server":
        kept = cast(dict[str, Any], kept) | ({"offset": 0, "limit": size} if settings.get("queryParamsType", "limit") == "limit"
                                             else {"pageSize": size, "pageNumber": 1})
    if function:
        kept = _made(function, text, size)
    if kept is None:
        return None
    is_json = str(settings.get("method", "get")).lower() == "post" and "form" not in str(settings.get("contentType"))
    return asked(settings.get("url"), str(settings.get("method", "get")), kept, is_json, tree)


def _function(settings: str) -> str | None:
    """The function that makes the fields of a call: its text, or its name."""
    query = _QUERY.search(settings)
    return None if query is None else settings[query.start(1) :][:_LONGEST] if query[1] else query[2]


def _made(function: str, text: str, size: int, given: Settings | None = None) -> dict[str, Any] | None:
    """The object that it gives back for the first page; None where that is not spelt out. `function`: its text, or the name of one in
    `text`; `given`: what its argument has, of bootstrap-table's where nothing is said."""
    if function.isidentifier():
        name = re.escape(function)
        begun = re.search(rf"\bfunction\s{{1,9}}{name}\s{{0,9}}\(|\b{name}\s{{0,9}}[:=]\s{{0,9}}function\b", text)
        function = text[begun.start() : begun.start() + _LONGEST] if begun is not None else ""
    parameter = re.search(r"\(\s{0,9}([A-Za-z_$][\w$]{0,40})|([A-Za-z_$][\w$]{0,40})\s{0,9}=>", function)
    returned = _RETURNED.search(function)
    if parameter is None or returned is None:
        return None
    name = parameter[1] or parameter[2]
    first = given or {"limit": size, "offset": 0, "pageSize": size, "pageNumber": 1, "order": "asc"}
    names = script_names.names_in(text) | {f"{name}.{key}": value for key, value in first.items()}
    found = script.value_at(function, returned.end(), names)[0]
    return script.known(found) if isinstance(found, dict) else None


def _size(stated: object) -> int:
    """Rows of a page; all three libraries have ten where the page says nothing."""
    text = str(stated)
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 else 10
