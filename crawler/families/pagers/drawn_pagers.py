"""The page behind where a plugin draws the pager and the page says what it shall do when a number is pressed: twbsPagination, jqPaginator,
jquery.pagination, bootstrapPaginator, laypage, with a callback or with a form of addresses (`href: '?p={{number}}'`). No script is run.

Seen on lists whose rows the server writes itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.families.calls.calls import scripts
from crawler.families.pagers.led_by_script import Names, link_of
from crawler.families.pagers.paging import FURTHEST, implied
from crawler.families.scripts import script, script_names
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link
from crawler.signs import Signs

_SIGNS = Signs((b"agination(", b"aginator(", b"laypage", b"aging(", b"createPage(", b".pager("))
_PLUGIN = re.compile(r"(?:\.\s{0,3}(twbsPagination|jqPaginator|bootstrapPaginator|pagination|Pagination|[pP]aging|createPage|paginate"
                     r"|pager)|\b(laypage)(?:\s{0,3}\.\s{0,3}render)?)\s{0,3}\(\s{0,3}(?:([^{},;\n]{1,80}),\s{0,3})?"
                     r"(?:(?=\{)|([A-Za-z_$][\w$]{0,40})\s{0,3}\))")
_TOTALS = ("totalPages", "totalPage", "total_pages", "pageCount", "page_count", "pages", "allPages", "allPage",
           "pageTotal", "totalPageCount", "pagecount")
_COUNTS = ("totalCounts", "totalCount", "count", "total", "totalData", "totalRecords", "totalNumber", "records")
_SIZES = ("pageSize", "items_per_page", "limit", "showData", "nums", "perPage", "rows")
_HERE = ("startPage", "currentPage", "current_page", "current", "curr", "pageIndex", "pageNumber", "page", "nowPage", "curPage",
         "currPage", "pageNum", "pagenumber")
_CALLBACK = re.compile(r"\b(on\w{0,10}[pP]age\w{0,10}|onChange|callback|jump|backFn|back[Ff]un|click|change|fn|getPage|goPage|toPage"
                       r"|buttonClickCallback)['\"]?\s{0,9}:\s{0,9}(?:(?:async\s{1,9})?function\s{0,9}\w{0,40}\s{0,9}\(([^()]{0,100})\)\s{0,9}|\(?([\w$,\s]{1,60})\)?\s{0,9}=>\s{0,9})"
                       r"|\b(?:callback|onPageChange|onPageClick|jump)['\"]?\s{0,9}:\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,9}[,}\n]")
_FORM = re.compile(r"\b(?:href|link|linkTo|link_to|url|pageUrl|hrefTemplate|urlTemplate)['\"]?\s{0,9}:\s{0,9}")
_PLACE = re.compile(r"\{\{\s?(?:number|page|pageNo|n)\s?\}\}|\{(?:page|number|pageNo|0)\}|__(?:id|page)__|#page#|\[page\]")
_HEARD = re.compile(r"\.\s?on\(\s{0,3}['\"]pageClicked['\"]\s{0,3},\s{0,9}function\s{0,9}\(([^()]{0,100})\)\s{0,9}")
"""Of the plugin that counts from 0 in all that it is told and says: `$('#page').on('pageClicked', function (event, data) {…})`."""
_FROM_NOTHING = "pagination"
"""The plugin that counts from 0, where it is given the number of rows before its settings."""
_LONGEST = 1200
_MOST = 5


def by_plugin(page: Page, tree: Tree) -> Link | None:
    """The page behind the one that a plugin's settings name; None on the last, and where the settings do not say how they go on."""
    if not _SIGNS.may_stand_in(page.body):
        return None
    for text in scripts(tree):
        for drawn in islice(_PLUGIN.finditer(text), _MOST):
            link = _behind(page, tree, text, drawn)
            if link is not None:
                return link
    return None


def _behind(page: Page, tree: Tree, text: str, drawn: re.Match[str]) -> Link | None:
    names, at = script_names.names_in(text), drawn.end()
    if drawn[4]:  # var options = {…}; $('#pager').bootstrapPaginator(options)
        named = re.search(rf"(?<![\w$.]){re.escape(drawn[4])}\s{{0,9}}=\s{{0,9}}(?=\{{)", text)
        at = named.end() if named is not None else at
    settings, end = script.value_at(text, at, names)
    if not isinstance(settings, dict):
        return None
    rows = script.value_at(drawn[3], 0, names)[0] if drawn[3] else None
    from_nothing = drawn[1] == _FROM_NOTHING and drawn[3] is not None and _may_be_number(rows)  # pagination('#page', {…})
    last, here = _pages(settings, rows), _number(settings, _HERE)
    from_nothing = from_nothing or _HEARD.search(text) is not None
    here = (0 if from_nothing else 1) if here is None else here
    following = here + 1 + from_nothing
    if last is None or following > min(last, FURTHEST):
        return None
    written = text[at:end]
    form = _FORM.search(written)
    made = script.value_at(written, form.end(), names)[0] if form is not None else None
    if isinstance(made, str) and _PLACE.search(made):
        target = tree.resolver.resolve(_PLACE.sub(str(following), made))
        return implied(target) if target is not None else None
    for body, parameters in _callbacks(written, text):
        given = _given(parameters, from_nothing)
        link = link_of(page, tree, body, following, given, {name: value for name, value in names.items() if name not in parameters})
        if link is not None:
            return link
    return None


def _callbacks(written: str, text: str) -> Iterator[tuple[str, list[str]]]:
    """Body and parameters of each function that the settings give, or name."""
    for match in islice(_CALLBACK.finditer(written), _MOST):
        if match[4]:
            begun = re.search(rf"\bfunction\s{{1,9}}{re.escape(match[4])}\s{{0,9}}\(([^()]{{0,100}})\)\s{{0,9}}", text)
            if begun is not None:
                yield script.one_function(text[begun.end() : begun.end() + _LONGEST]), _listed(begun[1])
        else:
            yield script.one_function(written[match.end() : match.end() + _LONGEST]), _listed(match[2] or match[3] or "")
    for heard in islice(_HEARD.finditer(text), _MOST):
        yield script.one_function(text[heard.end() : heard.end() + _LONGEST]), _listed(heard[1])


def _listed(parameters: str) -> list[str]:
    return [name.strip() for name in parameters.split(",") if name.strip()]


def _given(parameters: list[str], from_nothing: bool) -> Names:
    """What a callback gets with a number, whichever of its parameters that is: `(event, page)`, `(num, type)`, `(obj, first)`."""
    def names(number: int) -> Mapping[str, Any]:
        told: dict[str, Any] = {}
        for name in parameters:
            told |= {name: number - from_nothing, f"{name}.curr": number, f"{name}.current": number, f"{name}.getCurrent()": number,
                     f"{name}.pageIndex": number - from_nothing}
        return told
    return names


def _pages(settings: Mapping[str, Any], rows: Any) -> int | None:
    pages = _number(settings, _TOTALS)
    if pages is not None:
        return pages
    count = rows if type(rows) is int else number_of(rows) if isinstance(rows, str) else _number(settings, _COUNTS)
    size = _number(settings, _SIZES)
    return -(-count // max(1, size)) if count is not None and size is not None else None


def _may_be_number(rows: Any) -> bool:
    """Whether the first thing that a plugin is given is how many rows there are, and not where to draw."""
    return not isinstance(rows, str) or number_of(rows) is not None


def _number(settings: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    return next((number for name in names if (number := number_of(str(settings.get(name)))) is not None), None)
