"""Lists that a script in a file of its own asks for, `<script src="/js/list.js">`, on pages that show no list and spell no call out.

The file is asked for as the list's next page, with what the page says in scripts of its own (`var channelId = '97'`), in hidden fields and
in its head (`<meta name="channelid">`) in `Link.title`, and read as if it stood there. Where pages of several lists name one file, it is
read for each of them, with what that one says: so the call bears whose it is, by which a frontier tells it from the others, where a POST
bears its form (`crawler.shared_scripts` asks once).

Where that file spells no call out, the page's files of settings (`config.js`, `common.js`) are asked for, and it is read once more with the
names that these give values: `var baseUrl = '/gateway';`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.extract.tree import parse
from crawler.families import page_values, script_names
from crawler.families.answers import text_of
from crawler.families.calls import scripts
from crawler.families.counted_files import PUT_IN
from crawler.families.number import number_of
from crawler.links import Tree
from crawler.page import Page
from crawler.reading import Link

MOST = 3
"""Files of one page."""
_NAMES = f"{PUT_IN}?"
"""Before what the page says, in what a call bears."""
_OF_LIST = re.compile(r"list|news|page|column|article|notice|channel|render|info(?!rmat)", re.IGNORECASE)
_OF_LIBRARY = re.compile(r"jquery|bootstrap|layui|laypage|kkpager|paginat|datatable|swiper|slide|vue|angular|react|\.min\.", re.IGNORECASE)
_OF_SETTINGS = re.compile(r"config|common|global|constant|setting|base|\bapi|\burl|domain|\benv", re.IGNORECASE)
_SETTINGS, _THEN = "!settings", "!then"
"""Under which what a page says has its files of settings, and the file that is read behind them."""
_MOST_SETTINGS = 2
_MOST_NAMES = 30
_LONGEST = 200
"""Characters of one value that the page says."""
_END = re.compile(r"</(?=script)", re.IGNORECASE)


def calls(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The files that are named as lists are, on the page's own host."""
    host = urlsplit(page.url).netloc
    own = dict.fromkeys(url for element in tree.named("script") if (src := element.get("src"))
                        and (url := tree.resolver.resolve(src)) is not None and urlsplit(url).netloc == host)
    urls = [url for url in own if _is_named_so(url, _OF_LIST)]
    settings = [url for url in own if url not in urls and _is_named_so(url, _OF_SETTINGS)][:_MOST_SETTINGS]
    told = f"{page.url} {_NAMES}{urlencode([*_said(tree), *((_SETTINGS, url) for url in settings)])}" if urls else None
    whose = page.url.encode("utf-8", "replace")
    return tuple(Link(url=url, kind="listing", hop="E", title=told, body=whose) for url in islice(urls, MOST))


def is_one(page: Page) -> bool:
    """Whether a page is such a file, asked for as `calls` says."""
    return page.rows_at is not None and f" {_NAMES}" in page.rows_at and urlsplit(page.url).path.endswith(".js")


def as_page(page: Page) -> tuple[Page, Tree]:
    """The page that asked for a file, with nothing in it but the file and what the page said."""
    url, _, told = (page.rows_at or "").partition(f" {_NAMES}")
    said = parse_qsl(told, keep_blank_values=True)
    names = "".join(f"var {name} = {value if number_of(value) is not None else json.dumps(value)};\n"
                    for name, value in said if name.isidentifier())
    text = _END.sub(r"<\\/", names + text_of(page))
    body = f"<html><head><meta charset='utf-8'></head><body>{page_values.as_markup(said)}<script>{text}</script></body></html>"
    whole = Page(url=url, body=body.encode("utf-8", "replace"), headers=(("Content-Type", "text/html; charset=utf-8"),))
    return whole, parse(whole)


def settings_of(page: Page) -> tuple[Link, ...]:
    """What is asked for behind a file that spells no call out, or that gives names values: the next of the page's files of settings, at
    last the file of the list again, with all that these say."""
    whose, _, told = (page.rows_at or "").partition(f" {_NAMES}")
    said = parse_qsl(told, keep_blank_values=True)
    settings = [value for name, value in said if name == _SETTINGS]
    then = next((value for name, value in said if name == _THEN), None)
    plain = [(name, value) for name, value in said if name not in (_SETTINGS, _THEN)]
    if then is not None:  # this is a file of settings
        held = dict(plain)
        plain += [(name, value) for name, value in _short(script_names.names_in(text_of(page))) if name not in held][:_MOST_NAMES]
    elif not settings:
        return ()
    target, left = (settings[0], settings[1:]) if settings else (then or "", [])
    behind = [(_SETTINGS, url) for url in left] + ([(_THEN, then or page.url)] if settings else [])
    title = f"{whose} {_NAMES}{urlencode([*plain, *behind])}"
    body = f"{whose} {target if settings else 'told'}".encode("utf-8", "replace")
    return (Link(url=target, kind="listing", hop="E", title=title, body=body),)


def is_of_settings(page: Page) -> bool:
    """Whether a file was asked for as one of settings."""
    return f"{urlencode({_THEN: ''})}" in (page.rows_at or "")


def _is_named_so(url: str, names: re.Pattern[str]) -> bool:
    path = urlsplit(url).path
    name = path.rpartition("/")[2]
    return name.endswith(".js") and names.search(name) is not None and _OF_LIBRARY.search(path) is None


def _said(tree: Tree) -> list[tuple[str, str]]:
    names: dict[str, Any] = {}
    for text in islice(scripts(tree), 40):
        names = script_names.names_in(text) | names
    told = ((name, value) for name, value in page_values.fields(tree) if len(value) <= _LONGEST)
    return [*islice(_short(names), _MOST_NAMES), *islice(told, _MOST_NAMES)]


def _short(names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in names.items():
        if isinstance(value, int | str) and not isinstance(value, bool) and len(str(value)) <= _LONGEST:
            yield name, str(value)
