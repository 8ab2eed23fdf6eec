"""Which number of an address's path counts the pieces of a list: a folder, the end of a file's name, or one amid it,
`/list/12/1/20`, `/data/list_2.json`, `/data/col_8_2_list.json`."""

from __future__ import annotations

import re
from itertools import islice

from crawler.families.calls.next_call import PAGES
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of

_RUN = re.compile(r"[0-9]+")
_FILE = re.compile(r"([^?#]*?)(?<!\d)(\d{1,4})(\.(?:jsonp?|js|s?html?|txt|xml))")
_BY_NAME = re.compile(rf"([^?#]*[/,;_-](?:{'|'.join(PAGES)})=)(\d{{1,4}})((?:[,;&][^?#/]{{0,200}})?\.(?:json|s?html?|txt|xml))")
"""A file whose name says which of its numbers is the page's: `data_itemId=915,pageIndex=1,pageSize=18.json`."""
_FEWEST_PARTS = 2

Parts = tuple[str, str, str]
"""What lies before a number, that, and what lies behind."""


def numbered(url: str) -> Parts | None:
    """The number of a file whose name ends with it, or says which of its numbers is the page's."""
    match = _BY_NAME.fullmatch(url) or _FILE.fullmatch(url)
    return None if match is None else (match[1], match[2], match[3])


def counting_part(one: str, other: str) -> tuple[int, int]:
    """Which part of a path counts, from its end, where two addresses differ in one number and nowhere else; and which of the numbers in
    that part, from 1, where it has more than that. Zeros where nothing does, and where it is the number that `numbered` gives."""
    (path, _, query), (its_path, _, its_query) = one.partition("?"), other.partition("?")
    parts, others = path.split("/"), its_path.split("/")
    differing = [at for at, (mine, its) in enumerate(zip(parts, others, strict=False)) if mine != its]
    if len(parts) != len(others) or len(parts) < _FEWEST_PARTS or len(differing) != 1 or query != its_query:
        return 0, 0
    mine, its = parts[differing[0]], others[differing[0]]
    begun = number_of(mine, MOST_PAGE_DIGITS)
    if begun is not None:
        return (len(parts) - differing[0], 0) if number_of(its) == begun + 1 else (0, 0)
    changed = [at for at, runs in enumerate(zip(_RUN.findall(mine), _RUN.findall(its), strict=False), 1) if runs[0] != runs[1]]
    if len(changed) != 1 or _RUN.split(mine) != _RUN.split(its) or _number(one) != _number(other):
        return 0, 0
    return len(parts) - differing[0], changed[0]


def parts_at(url: str, place: int, which: int) -> Parts | None:
    """The address about its number in a part of its path, told as `counting_part` tells it; None where that has none there."""
    path, sign, query = url.partition("?")
    parts = path.split("/")
    at = len(parts) - place
    found = _in_part(parts[at], which) if at >= 0 else None
    if found is None:
        return None
    before, number, behind = found
    return "/".join([*parts[:at], before]), number, "/".join([behind, *parts[at + 1 :]]) + sign + query


def _number(url: str) -> str | None:
    found = numbered(url)
    return None if found is None else found[1]


def _in_part(part: str, which: int) -> Parts | None:
    if not which:
        return ("", part, "") if number_of(part, MOST_PAGE_DIGITS) is not None else None
    run = next(islice(_RUN.finditer(part), which - 1, None), None)
    if run is None or len(run[0]) > MOST_PAGE_DIGITS:
        return None
    return part[: run.start()], run[0], part[run.end() :]
