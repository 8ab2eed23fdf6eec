"""Lists that a script in a file of its own asks for, `<script src="/js/list.js">`, on pages that show no list and spell no call out.

The file is asked for as the list's next page, with what the page says in scripts of its own (`var channelId = '97'`), in hidden fields and
in its head (`<meta name="channelid">`) in `Link.title`, and read as if it stood there. Where pages of several lists name one file, it is
read for each of them, with what that one says: so the call bears whose it is, by which a frontier tells it from the others, where a POST
bears its form (`crawler.shared_scripts` asks once).
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
_MOST_NAMES = 30
_LONGEST = 200
"""Characters of one value that the page says."""
_END = re.compile(r"</(?=script)", re.IGNORECASE)


def calls(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The files that are named as lists are, on the page's own host."""
    host = urlsplit(page.url).netloc
    urls = dict.fromkeys(url for element in tree.named("script") if (src := element.get("src"))
                         and (url := tree.resolver.resolve(src)) is not None and urlsplit(url).netloc == host and _is_named_so(url))
    told = f"{page.url} {_NAMES}{_said(tree)}" if urls else None
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


def _is_named_so(url: str) -> bool:
    path = urlsplit(url).path
    name = path.rpartition("/")[2]
    return name.endswith(".js") and _OF_LIST.search(name) is not None and _OF_LIBRARY.search(path) is None


def _said(tree: Tree) -> str:
    names: dict[str, Any] = {}
    for text in islice(scripts(tree), 40):
        names = script_names.names_in(text) | names
    told = ((name, value) for name, value in page_values.fields(tree) if len(value) <= _LONGEST)
    return urlencode([*islice(_short(names), _MOST_NAMES), *islice(told, _MOST_NAMES)])


def _short(names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in names.items():
        if isinstance(value, int | str) and not isinstance(value, bool) and len(str(value)) <= _LONGEST:
            yield name, str(value)
