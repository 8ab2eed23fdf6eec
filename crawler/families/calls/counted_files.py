"""Pieces of a list that lie in files by number, which a script of the page fetches one behind the other: `$.getJSON('/data/list_' + page +
'.json')`, `$('#list').load('part_' + (++n) + '.html')`, `fetch('/feed/' + pageNo + '.json')`. No script is run.

A file does not say that another lies behind it. So with the call goes how many rows the file before had, and how many files there are
(`crawler.calls.call.Told`). So it does with a call of which the first answer had fewer rows than were asked for, with more behind: the
rows are then what the server takes for a page (`next_call.heeded`). Where the number is a folder of the call's path,
`/list/12/1/20`, that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.calls.call import Call, Told
from crawler.families.calls.next_call import FURTHEST, PAGES, begins_from_zero, more_behind, size_of
from crawler.families.calls.path_numbers import counting_part, numbered, parts_at
from crawler.families.scripts import requesters, script, script_names
from crawler.page import Page
from crawler.reading import Link

NAMED_FUNCTION = re.compile(r"\bfunction\s{1,9}([A-Za-z_$][\w$]{0,40})\s{0,9}\(([^()]{0,200})\)"
                            r"|(?<![\w$])([A-Za-z_$][\w$]{0,40})\s{0,9}[:=]\s{0,9}function\s{0,9}\(([^()]{0,200})\)")


def call_of(function: str, not_behind: str = r"\w$.") -> str:
    """The pattern of a function's name where it is called; `not_behind`: signs that do not stand before it. The name is first in it: so
    it is looked for as a word is, many times faster."""
    name = re.escape(function)
    return rf"{name}(?<![{not_behind}]{name})(?<!function {name})"


_AROUND = 3000
"""Characters before a call in which the function around it begins."""
_FOLDER = re.compile(r"/['\"]\s{0,9}\+|/\$\{")
"""A folder that a script puts into a path."""
_RAISED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s?(?:\+\+|\+=\s?1\b|=\s?\1\s?\+\s?1\b)|\+\+\s?([A-Za-z_$][\w$]{0,40})")
_OF_LOOP = re.compile(r"\bfor\s{0,3}\([^(){}]{0,100};[^(){}]{0,60}\Z")
_ELSEWHERE = r"\bif\s{{0,3}}\(\s{{0,3}}{}\s{{0,3}}={{2,3}}\s{{0,3}}1\s{{0,3}}\)\s{{0,3}}\{{?[^{{}};]{{0,200}}\blocation\b"
"""Where the first page is not asked for so, but gone to: `if (p == 1) { location.href = 'index.html' } else { $('#list').load(…) }`."""
_NAME = re.compile(r"\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,9}[,)]")
"""The address of a call as a name alone."""
_SPELT = re.compile(r"[^?#\s]*[_-]\d{1,3}\.(?:jsonp?|s?html?|txt)")
_NAMED = re.compile(r"\.(?:jsonp?|js|s?html?|txt|xml)\b")
_LONGEST_CALL = 300
_OF_PAGE = re.compile(r"page|curr", re.IGNORECASE)
_ENDING = 6
"""Letters of the longest ending."""
_LONGEST_URL = 1500
_MOST = 200


def first(text: str, at: int, names: Mapping[str, Any], tree: Tree) -> Link | None:
    """The first of the files that the call at a place of a script asks for by number, or the numbered one that it spells out."""
    local = _local(text, at)
    in_path = local is not None or _FOLDER.search(text, at, at + _LONGEST_CALL) is not None
    if not in_path and _NAMED.search(text, at, at + _LONGEST_CALL) is None and not any(
            isinstance(value, str) and _NAMED.search(value, max(0, len(value) - _ENDING)) for value in names.values()):
        return None  # the ending stands in the call, or under a name: url: base + page + ext
    begun = _begun(text, at, names)
    given = ({**names, **{name: number + more for name, number in begun.items()}} for more in (0, 1))
    one, other = (_address(text, at, each if local is None else _as_given(local, each, begun)) for each in given)
    place, digits = counting_part(one, other)
    if place and not digits and not numbered(one) and not (
            in_path and _counts_pages((local or "") + text[at : at + _LONGEST_CALL], begun)):
        return None  # '/item/' + n
    is_counted = one != other and bool(place or numbered(one))
    if not is_counted and not (one == other and _SPELT.fullmatch(one)):
        return None
    base = requesters.base_of(requesters.name_before(text, at), names)
    target = tree.resolver.resolve(requesters.joined(base, one) if base else one)
    call = Call(told=Told(rows=0, folder=place, digits=digits)) if is_counted else None
    return None if target is None else Link(url=target, kind="listing", hop="E", call=call)


def _counts_pages(call: str, names: Mapping[str, int]) -> bool:
    """Whether a name in the call is one that counts pages."""
    return any(name in PAGES or _OF_PAGE.search(name) for name in names
               if name in call and re.search(rf"(?<![\w$.]){re.escape(name)}(?![\w$])", call))


def _local(text: str, at: int) -> str | None:
    """What the function around a call does before it, where the address of that is a name that it is given there: `var url = base + page +
    '.json'; $.getJSON(url, …)`. None: it is none."""
    named = _NAME.match(text, at)
    start = max(0, at - _AROUND)
    before = text[max(start, text.rfind("function", start, at), text.rfind("=>", start, at)) : at]
    return before if named is not None and re.search(rf"(?<![\w$.]){re.escape(named[1])}\s{{0,3}}=(?!=)", before) is not None else None


def _as_given(local: str, names: Mapping[str, Any], begun: Mapping[str, int]) -> dict[str, Any]:
    """The names as a function has them; what counts stays as it is."""
    return {**names, **{name: value for name, value in script_names.names_in(local, names).items() if name not in begun}}


def following(page: Page, given: int, total: int | None = None, pages: int | None = None) -> Link | None:
    """The file behind the one that a page is. `given`: rows of this one; `total`, `pages`: what it claims. None where it claims none and
    was not asked for by number, and where it is the last: as they say, or by having fewer rows than the one before."""
    found, told = _parts(page), page.told
    if found is None or not given:
        return None
    head, number, tail = found
    given = pieces(page, given)
    if total is not None or pages is not None:
        goes_on = more_behind(number, str(max(given, told.rows or 0)), total, given, pages)
    else:
        goes_on = told.rows is not None and given >= told.rows and int(number) < (told.pieces or FURTHEST)
    url = f"{head}{str(int(number) + 1).zfill(len(number) if number[0] == '0' else 1)}{tail}"
    method = "GET" if page.form is None else "POST"
    return Link(url=url, kind="listing", hop="I", method=method, body=page.form, call=_counted_on(page, given)) if goes_on else None


def _parts(page: Page) -> tuple[str, str, str] | None:
    """What lies before the number of a file, or of what the call said, the number, and what lies behind."""
    return parts_at(page.url, page.told.folder, page.told.digits) if page.told.folder else numbered(page.url)


def counted(told: Told, pages: int | None) -> Told:
    """What is told of a first piece where its page says how many there are."""
    return told._replace(pieces=pages) if told.rows == 0 and not told.pieces and pages else told


def counting(page: Page, given: int) -> Call:
    """What goes with the call behind one whose answer has so many rows, which are counted from here on if they were not."""
    call = page.call or Call(asker=page.url)
    return call._replace(told=call.told._replace(rows=given))


def leading(page: Page, following: Link) -> Link:
    """The call for the page behind one that names it."""
    call = following.call or page.call or Call(asker=page.url)
    return following._replace(call=call._replace(told=call.told._replace(leads=True)))


def _counted_on(page: Page, given: int) -> Call | None:
    """The same where they were; else what went with the call."""
    return counting(page, given) if page.told.rows is not None else page.call


def kept(page: Page, following: Link, given: int, is_told: bool, size: int | None = None) -> Link | None:
    """The call for the page behind with what the one for this page bore. `given`: rows of this one; `is_told`: whether it says how many
    there are. Where it does not, one with fewer rows than were asked for, behind one that had as many, is the last: None; where it does,
    the first with fewer tells the server's own size. `size`: rows asked for, where no field of the call says it."""
    size, before = size or size_of(page), page.told.rows
    is_short = 0 < given < (size or 0) or (given == size and begins_from_zero(page))  # the server has a size of its own; 0 is before 1
    if is_told and size and before is None and is_short and following.call is None:
        return following._replace(call=counting(page, given))
    if is_told and not size and page.call is not None and (following.call or page.call) == page.call:  # the last page alone has fewer
        return following._replace(call=counting(page, given))
    if is_told or not size:
        return following if following.call is not None else following._replace(call=page.call)
    given = pieces(page, given)
    return None if before is not None and before == size > given else following._replace(call=counting(page, given))


def pieces(page: Page, found: int) -> int:
    """How many rows an answer has: those that were `found`, or its items and table rows where these are more: some may lead nowhere."""
    return max(found, page.body.count(b"<li"), page.body.count(b"<tr"))


def _address(text: str, at: int, names: Mapping[str, Any]) -> str:
    value = script.value_at(text, at, names)[0]
    url = value.get("url") if isinstance(value, dict) else value
    return url.partition(" ")[0] if isinstance(url, str) and len(url) <= _LONGEST_URL else ""  # .load('part_2.html #rows')


def _begun(text: str, at: int, names: Mapping[str, Any]) -> dict[str, int]:
    """What each counter is when the call is made for the first time: as it begins, one more where it is raised before the call in the
    function around it, or what that function is given."""
    start = max(0, at - _AROUND)
    start = max(start, text.rfind("function", start, at), text.rfind("=>", start, at))
    raised: dict[str, bool] = dict.fromkeys(PAGES, False)
    for name, place in _raised(text):
        raised[name] = raised.get(name, False) or start <= place < at
    begun = {name: number + is_raised for name, is_raised in raised.items() if type(number := names.get(name)) is int}
    if "location" in text[start:at]:
        gone_to = (name for name, number in begun.items() if number == 1 and re.search(_ELSEWHERE.format(re.escape(name)), text[start:at]))
        begun |= dict.fromkeys(gone_to, 2)
    return begun | _given(text, at, {**names, **begun})


@lru_cache(maxsize=1)
def _raised(text: str) -> tuple[tuple[str, int], ...]:
    """The names that a script raises by one, and where; remembered for its next call. What a loop counts, or is raised as it is given to
    a function, is raised behind."""
    found = []
    for match in islice(_RAISED.finditer(text), _MOST):
        is_behind = text[match.end() : match.end() + 1] == ")" or _OF_LOOP.search(text, max(0, match.start() - 120), match.start())
        found.append((match[1] or match[2], len(text) if is_behind else match.start()))
    return tuple(found)


def _given(text: str, at: int, names: Mapping[str, Any]) -> dict[str, int]:
    """Numbers that the function around a call is given, where the script calls it with any."""
    around = None
    for match in NAMED_FUNCTION.finditer(text, max(0, at - _AROUND), at):
        around = match
    if around is None:
        return {}
    wanted = [name.strip() for name in (around[2] or around[4] or "").split(",")]
    found = list(islice(_calls_of(around[1] or around[3], text, names), 20))
    plain = next((values for is_plain, values in found if is_plain), None) or next((values for _, values in found), [])
    return {name: value for name, value in zip(wanted, plain, strict=False) if name and type(value) is int}


def _calls_of(function: str, text: str, names: Mapping[str, Any]) -> Iterator[tuple[bool, list[Any]]]:
    """What a function is given, each time that the script calls it; and whether that is spelt out."""
    for called in re.finditer(rf"{call_of(function)}\s{{0,9}}\(([^()\n]{{1,200}})\)", text):
        values = script.value_at(f"[{called[1]}]", 0, names)[0]
        if isinstance(values, list) and any(type(value) is int for value in values):
            yield called[1].strip()[:1].isdigit(), values
