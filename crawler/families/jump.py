"""The page that follows where a script turns pages: `location.href = '/xw/index_' + obj.curr + '.html'` beside a number of pages.

Seen with layui's laypage and with pagination plugins of jQuery. No script is run: what the address is made of stands there in strings.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from crawler.address import Resolver
from crawler.families.paging import FURTHEST, implied
from crawler.reading import Link

_MOST = 200_000
"""Characters of scripts in which such a jump is looked for."""
_STRING = r"[\"'`]([^\"'`\n<>]{0,200})[\"'`]"
_JUMP = re.compile(
    rf"location(?:\.href)?\s{{0,3}}=\s{{0,3}}{_STRING}\s{{0,3}}\+\s{{0,3}}(\()?\s{{0,3}}"
    r"(?:\w{1,12}\.(?:curr(?:ent)?(?:Page)?|getCurrent\(\)|page(?:Num|No|Index)?)|(?:curr|current|page|pageNum|pageNo|pageIndex|num|n|p)\b)"
    rf"\s{{0,3}}(-\s{{0,3}}1)?\s{{0,3}}\)?(?:\s{{0,3}}\+\s{{0,3}}{_STRING})?")
_PAGES = re.compile(r"\b(?:pages|pageCount|page_count|totalPages?|allPage)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,5})\b")
_COUNT = re.compile(r"\b(?:count|total|totalCount|totalData|totalRow)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,7})\b")
_SIZE = re.compile(r"\b(?:limit|pageSize|showData|nums)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,4})\b")
_HERE = re.compile(r"\b(?:curr|current|currentPage|curPage|pageIndex)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,5})\b")


_PAGER = re.compile(r"(?:\blaypage(?:\s{0,3}\.\s{0,3}render)?"
                    r"|\.\s{0,3}(?:pagination|paging|createPage|jqPaginator|pageNation|Paging|Pagination))"
                    r"\s{0,3}\(\s{0,3}(?:[\"'][^\"'\n]{0,40}[\"']\s{0,3},\s{0,3})?(?=\{)")
"""The call of a plugin that draws a pager; its settings stand in the object behind."""
_SETTINGS = 1000
"""Characters of them that are looked at."""


class Claims(NamedTuple):
    """What a pager that a script draws says of its list."""

    total: int | None
    """Articles."""
    pages: int | None
    """As stated, or as articles and the size of a page make it."""


def claims(words: str) -> Claims:
    """What the settings of the page's one pager state as numbers; nothing where several are drawn. `words` as for `by_jump`."""
    if not any(sign in words for sign in ("laypage", "agination", "aging", "createPage", "jqPaginator", "pageNation")):
        return Claims(None, None)
    drawn = list(islice(_PAGER.finditer(words[-_MOST:]), 2))
    if len(drawn) != 1:
        return Claims(None, None)
    settings = words[-_MOST:][drawn[0].end() : drawn[0].end() + _SETTINGS]
    count = _COUNT.search(settings)
    return Claims(int(count[1]) if count else None, _counted(settings))


def by_jump(words: str, resolver: Resolver, url: str) -> Link | None:
    """The page to which the page's script would jump next; None on the last page, and where the script does not spell out both the
    address and how many pages there are. `words`: the text of the page, scripts included."""
    if "location" not in words:
        return None
    words = words[-_MOST:]
    jump = _JUMP.search(words)
    pages = _counted(words) if jump is not None else None
    if jump is None or pages is None:
        return None
    head, _, less, tail = jump.groups()
    here = _HERE.search(words)
    following = (int(here[1]) if here is not None else _number(url, head, tail or "", less is not None)) + 1
    target = resolver.resolve(f"{head}{following - (less is not None)}{tail or ''}") if following <= min(pages, FURTHEST) else None
    return implied(target) if target is not None else None


def _counted(words: str) -> int | None:
    """How many pages the script is told there are."""
    pages = _PAGES.search(words)
    if pages is not None:
        return int(pages[1])
    count, size = _COUNT.search(words), _SIZE.search(words)
    return -(-int(count[1]) // max(1, int(size[1]))) if count is not None and size is not None else None


def _number(url: str, head: str, tail: str, less: bool) -> int:
    """The number of this page by its address, where the script makes such; the first where the address has none."""
    match = re.search(rf"{re.escape(head.rpartition('/')[2])}(\d{{1,5}}){re.escape(tail)}$", url)
    return int(match[1]) + less if match is not None else 1
