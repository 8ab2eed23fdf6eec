"""The page that follows where a script turns pages: `location.href = '/xw/index_' + obj.curr + '.html'` beside a number of pages.

Seen with layui's laypage and with pagination plugins of jQuery. No script is run: what the address is made of stands there in strings.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, NamedTuple

from crawler.addresses.address import Resolver
from crawler.addresses.links import Tree
from crawler.families.pagers.paging import FURTHEST, implied
from crawler.families.rows.text_days import squeezed
from crawler.families.scripts import script
from crawler.families.scripts.number import number_of
from crawler.reading import Link

_MOST = 200_000
"""Characters of scripts in which such a jump is looked for."""
_STRING = r"[\"'`]([^\"'`\n<>]{0,200})[\"'`]"
_FIRST = (r"\(?\s{0,3}\w{1,12}(?:\.\w{1,20})?\s{0,3}[=<]={0,2}\s{0,3}1\s{0,3}\)?\s{0,3}\?"
          r"\s{0,3}[\"'`][^\"'`\n<>]{0,200}[\"'`]\s{0,3}:\s{0,3}")
"""Where the first page has a name of its own: `n == 1 ? 'index.html' : 'index_' + n + '.html'`."""
_JUMP = re.compile(
    rf"location(?:\.href)?\s{{0,3}}=\s{{0,3}}(?:{_FIRST})?{_STRING}\s{{0,3}}\+\s{{0,3}}(\()?\s{{0,3}}"
    r"(?:\w{1,12}\.(?:curr(?:ent)?(?:Page)?|getCurrent\(\)|page(?:Num|No|Index)?)|(?:curr|current|page|pageNum|pageNo|pageIndex|toPage|num|n|p)\b"
    r"|document\.getElementById\([^()]{1,40}\)\.value|\$\([^()]{1,40}\)\.val\(\))"
    rf"\s{{0,3}}(-\s{{0,3}}1)?\s{{0,3}}\)?(?:\s{{0,3}}\+\s{{0,3}}{_STRING})?")
_PAGES = re.compile(r"\b(?:pages|pageCount|page_count|totalPages?|allPage)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,5})\b")
_COUNT = re.compile(r"\b(?:count|total|totalCounts?|totalData|totalRow)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,7})\b")
_SIZE = re.compile(r"\b(?:limit|pageSize|showData|nums)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,4})\b")
_HERE = re.compile(r"\b(?:curr|current|currentPage|curPage|pageIndex)\s{0,3}[:=]\s{0,3}[\"']?(\d{1,5})\b")


_PAGER = re.compile(r"(?:\blaypage(?:\s{0,3}\.\s{0,3}render)?"
                    r"|\.\s{0,3}(?:pagination|paging|createPage|jqPaginator|pageNation|Paging|Pagination))"
                    r"\s{0,3}\(\s{0,3}(?:[\"'][^\"'\n]{0,40}[\"']\s{0,3},\s{0,3})?(?=\{)")
"""The call of a plugin that draws a pager; its settings stand in the object behind."""
_SETTINGS = 1000
"""Characters of them that are looked at."""


_FILES = re.compile(r"\b\w{0,20}[Pp]age[rs]?\w{0,12}\s{0,3}\(\s{0,3}(?=\{[^{}]{0,200}prefix)")


_TITLED_TOTALS = ("总数", "Total record")


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


def total_in_title(tree: Tree) -> int | None:
    """The number of articles that a pager shows without words: `<a title="总数"><b>17</b></a>` (Empire CMS)."""
    if not any(name in tree.text for name in _TITLED_TOTALS):
        return None
    told = (number_of(squeezed("".join(each.itertext())[:20])) for each in tree.named("a") if each.get("title") in _TITLED_TOTALS)
    return next((number for number in told if number is not None), None)


def files(words: str) -> int | None:
    """How many pages a pager is told to draw that names their files: `Pager({size: 25, current: 0, prefix: 'index', suffix: 'htm'})`."""
    settings = _prefixed(words)
    return number_of(str(settings.get("size"))) if settings is not None else None


def by_prefix(words: str, resolver: Resolver, url: str) -> Link | None:
    """The file behind the one that such a pager is on; it counts from 0, or from 1 where the first file has that number."""
    settings = _prefixed(words)
    size, here = (number_of(str(settings.get(name))) for name in ("size", "current")) if settings is not None else (None, None)
    if settings is None or size is None or here is None:
        return None
    name, ending = str(settings["prefix"]), str(settings["suffix"]).lstrip(".")
    is_first = url.partition("?")[0].rpartition("/")[2] in ("", f"{name}.{ending}")
    following, last = here + 1, size if is_first and here == 1 else size - 1
    target = resolver.resolve(f"{name}_{following}.{ending}") if following <= min(last, FURTHEST) else None
    return implied(target) if target is not None else None


def _prefixed(words: str) -> dict[str, Any] | None:
    begun = _FILES.search(words) if "prefix" in words and "suffix" in words else None
    settings = script.value_at(words, begun.end(), {})[0] if begun is not None else None
    return settings if isinstance(settings, dict) and all(isinstance(settings.get(name), str) for name in ("prefix", "suffix")) else None


def by_jump(words: str, resolver: Resolver, url: str, stated: int | None = None) -> Link | None:
    """The page to which the page's script would jump next; None on the last page, and where nothing tells how many pages there are.
    `words`: the text of the page, scripts included; `stated`: pages that it says there are, where its script says nothing."""
    if "location" not in words:
        return None
    words = words[-_MOST:]
    jump = _JUMP.search(words)
    pages = (_counted(words) or stated) if jump is not None else None
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
