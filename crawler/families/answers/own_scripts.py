"""Lists that a script in a file of its own asks for, `<script src="/js/list.js">`, on pages that show no list and spell no call out.

The file is asked for as the list's next page, with what the page says in scripts of its own (`var channelId = '97'`), in hidden fields and
in its head (`<meta name="channelid">`), and read as if it stood there. Where pages of several lists name one file, it is read for each of
them, with what that one says: so the call says whose it is, by which a frontier tells it from the others (which
`crawler.crawl.shared_scripts` asks for once).

Where that file spells no call out, the page's files of settings (`config.js`, `common.js`) are asked for, and it is read once more with the
names that these give values: `var baseUrl = '/gateway';`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses.links import Tree
from crawler.calls.call import Call
from crawler.extract.markup.tree import parse
from crawler.families.answers import row_address
from crawler.families.answers.bodies import text_of
from crawler.families.calls import call_headers, page_values
from crawler.families.calls.calls import scripts
from crawler.families.scripts import concatenated, requesters, script_names
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link

MOST = 3
"""Files of one page."""
_OF_LIST = re.compile(r"list|news|page|column|article|notice|channel|render|data|info(?!rmat)", re.IGNORECASE)
_OF_LIBRARY = re.compile(r"jquery|bootstrap|layui|laypage|kkpager|paginat|datatable|swiper|slide|vue|angular|react"
                         r"|polyfill|jweixin|axios|echarts|vendor|runtime|manifest", re.IGNORECASE)
_IN_LIBRARY = re.compile(r"/(?:layui|layer|jquery|bootstrap|datatables?|swiper|echarts|element-ui|node_modules)[\w.-]{0,20}/",
                         re.IGNORECASE)
"""Folders of libraries; a folder called vue holds a portal's own."""
_OF_SETTINGS = re.compile(r"config|common|global|constant|setting|base|\bapi|\burl|domain|\benv|http|request|service", re.IGNORECASE)
_EMPTY = re.compile(rb"<div id=[\"']?(?:root|app)[\"']?>\s{0,20}</div>|<app-root\b", re.IGNORECASE)
"""A page that a program draws whole (React, Vue, Angular)."""
_LISTS = re.compile(r"(?<![\w$.])(?<!function )((?:get|load|query|init|show|search|render|fetch|ajax)\w{0,20}"
                    r"(?:[lL]ist|[dD]ata|[nN]ews|[pP]age|[iI]nfo|[aA]rticles?)\w{0,20})\s?\(")
"""A call of a function that gets a list, by its name."""
_DRAWN = (b"v-for", b"ng-repeat", b"{{", b"x-template", b"text/template", b"x-handlebars", "加载更多".encode(), "查看更多".encode())
"""Signs of a page whose list a script draws; any file of its own may then be the one, the last first."""
_OF_ALL_PAGES = re.compile(r"common|public|head|foot|top|nav|menu|search|login|util|tool|base|config|stat|count|share", re.IGNORECASE)
_MOST_OTHERS = 2
_MOST_SETTINGS = 2
_LONGEST_CALLER = 5000
"""Characters of a script that may do little but call functions of others."""
_MOST_CALLED = 20
_OBJECT = "=object "
"""Before the name of an object that the page gives: `window.CONFIG = {apiBase: '/open-api'}`."""
_LONGEST_OBJECT = 600
_ASKING = "=asking"
"""Under which goes what a file of settings says of requests; no name of a script's or a field's begins so."""
_MOST_NAMES = 30
_ANY = re.compile("")
_LONGEST = 200
"""Characters of one value that the page says."""
_END = re.compile(r"</(?=script)", re.IGNORECASE)


def calls(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The files that are named as lists are, on the page's own host; where none is, and the page is one that a script draws, others."""
    host = urlsplit(page.url).netloc
    own = dict.fromkeys(url for element in tree.named("script") if (src := element.get("src"))
                        and (url := tree.resolver.resolve(src)) is not None and urlsplit(url).netloc == host)
    urls = [url for url in own if _is_named_so(url, _OF_LIST)]
    if not urls and (any(map(page.body.__contains__, _DRAWN)) or _EMPTY.search(page.body) is not None):
        urls = [url for url in own if _is_named_so(url, _ANY) and _OF_ALL_PAGES.search(url.rpartition("/")[2]) is None][::-1][:_MOST_OTHERS]
    if not urls and _lists_elsewhere(tree):
        urls = [url for url in own if _is_named_so(url, _ANY)][::-1][:_MOST_OTHERS]
    settings = [url for url in own if url not in urls and _is_named_so(url, _OF_SETTINGS)][:_MOST_SETTINGS]
    if not urls:
        return ()
    headers = call_headers.of_page(scripts(tree))
    told = row_address.told_by(tree)._replace(values=tuple(_said(tree)), settings=tuple(settings), headers=headers)
    call = Call(asker=page.url, told=told, whose=page.url)
    return tuple(Link(url=url, kind="listing", hop="E", call=call) for url in islice(urls, MOST))


def _lists_elsewhere(tree: Tree) -> bool:
    """Whether the page's own scripts call a function that gets a list, and none of them has it."""
    texts = list(scripts(tree))
    called = {match[1] for text in texts if len(text) <= _LONGEST_CALLER for match in islice(_LISTS.finditer(text), _MOST_CALLED)}
    defined = {name for name in called for text in texts if re.search(rf"\bfunction\s{{1,9}}{name}\b|(?<![\w$.]){name}\s{{0,9}}[=:]", text)}
    return bool(called - defined)


def is_one(page: Page) -> bool:
    """Whether a page is such a file, asked for as `calls` says."""
    return page.told.values is not None and urlsplit(page.url).path.endswith(".js")


def drawn(page: Page, calls: tuple[Link, ...]) -> tuple[Link, ...]:
    """The calls of such a file, whose rows are drawn as it says, or else as the templates of the page do."""
    def borne(link: Link) -> Link:
        call = link.call or Call()
        told = call.told if call.told.ways else call.told._replace(ways=page.told.ways, fields=page.told.fields)
        return link._replace(call=call._replace(told=told))
    return tuple(map(borne, calls))


def as_page(page: Page) -> tuple[Page, Tree]:
    """The page that asked for a file, with nothing in it but the file and what the page said."""
    url, said = _asker(page), list(page.told.values or ())
    names = "".join(f"var {name} = {value if number_of(value) is not None else json.dumps(value)};\n"
                    for name, value in said if name.isidentifier())
    names += "".join(f"var {name.removeprefix(_OBJECT)} = {value};\n" for name, value in said if name.startswith(_OBJECT))
    text = _END.sub(r"<\\/", names + dict(said).get(_ASKING, "") + concatenated.told(text_of(page)))
    body = f"<html><head><meta charset='utf-8'></head><body>{page_values.as_markup(said)}<script>{text}</script></body></html>"
    whole = Page(url=url, body=body.encode("utf-8", "replace"), headers=(("Content-Type", "text/html; charset=utf-8"),))
    return whole, parse(whole)


def settings_of(page: Page) -> tuple[Link, ...]:
    """What is asked for behind a file that spells no call out, or that gives names values: the next of the page's files of settings, at
    last the file of the list again, with all that these say."""
    asker, told = _asker(page), page.told
    values = list(told.values or ())
    if told.then is not None:  # this is a file of settings
        held, text = dict(values), text_of(page)
        names = script_names.names_in(text, held)
        values += [(name, value) for name, value in _short(names) if name not in held][:_MOST_NAMES]
        asking = requesters.for_others(text, names) if _ASKING not in held else ""
        values += [(_ASKING, asking)] if asking else []
    target = told.settings[0] if told.settings else told.then
    if target is None:
        return ()
    behind = told._replace(values=tuple(values), settings=told.settings[1:], then=(told.then or page.url) if told.settings else None)
    whose = f"{asker} {target if told.settings else 'told'}"
    return (Link(url=target, kind="listing", hop="E", call=Call(asker=asker, told=behind, whose=whose)),)


def is_of_settings(page: Page) -> bool:
    """Whether a file was asked for as one of settings."""
    return page.told.then is not None


def _asker(page: Page) -> str:
    return (page.call.asker if page.call is not None else None) or page.url


def _is_named_so(url: str, names: re.Pattern[str]) -> bool:
    path = urlsplit(url).path
    name = path.rpartition("/")[2]
    return name.endswith(".js") and names.search(name) is not None and not (_OF_LIBRARY.search(name) or _IN_LIBRARY.search(path))


def _said(tree: Tree) -> list[tuple[str, str]]:
    names: dict[str, Any] = {}
    for text in islice(scripts(tree), 40):
        names = script_names.names_in(text) | names
    told = ((name, value) for name, value in page_values.fields(tree) if len(value) <= _LONGEST)
    return [*islice(_short(names), _MOST_NAMES), *islice(_objects(names), _MOST_NAMES), *islice(told, _MOST_NAMES)]


def _objects(names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Small objects of plain values, as JSON."""
    for name, value in names.items():
        if isinstance(value, dict) and value and all(isinstance(each, int | str) for each in value.values()):
            text = json.dumps(value, ensure_ascii=False)
            if len(text) <= _LONGEST_OBJECT:
                yield f"{_OBJECT}{name}", text


def _short(names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in names.items():
        if isinstance(value, int | str) and not isinstance(value, bool) and len(str(value)) <= _LONGEST:
            yield name, str(value)
