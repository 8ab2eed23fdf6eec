"""What the counters of a script are when it asks for a list for the first time: given to its functions, raised before a call, or handed
out by a pager that counts from 0. No script is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

from crawler.families.calls.counted_files import NAMED_FUNCTION, call_of
from crawler.families.calls.next_call import OFFSETS, PAGES
from crawler.families.scripts import script, script_names
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of

COUNTERS = frozenset((*PAGES, *OFFSETS, "startrecord"))
_MOST = 10
"""Ways in which a function is called."""
_MOST_USES = 50
_SHORTENED = 2
"""Letters of names that programs give which make scripts small."""
_STATEMENT = re.compile(r"(?:[;}\n,)]|(?<!\$)\{|[\w$]\()\s{0,9}\Z")
"""Before a number that is raised by itself, or as a function is given it."""
_FUNCTION = r"(?:function\s{{1,9}}{0}\s{{0,9}}|\b{0}\s{{0,9}}=\s{{0,9}}function\s{{0,9}})\(\s{{0,9}}([A-Za-z_$][\w$]{{0,40}})\s{{0,9}}[,)]"
_FROM_NOTHING = re.compile(r"\.\s{0,3}pagination\s{0,3}\(\s{0,3}(?!\{)[\w$.\[\]'\"+* -]{1,80},\s{0,9}[\w{]")
_CALLBACK = re.compile(r"\bcallback['\"]?\s{0,9}:\s{0,9}"
                       r"(?:function\s{0,9}\(\s{0,9}([A-Za-z_$][\w$]{0,40})|(?!function\b)([A-Za-z_$][\w$]{0,40}))")
"""What a pager calls when it is pressed: a function with its first parameter, or the name of one."""
_NO_NAME = r"\w$"
_AROUND = 3000
"""Characters before a call in which the function around it begins."""
_GIVEN = re.compile(rf"(?<![\w$.])['\"]?(?:\w{{1,30}}\.)?(?:{'|'.join(PAGES)})['\"]?\s{{0,9}}:\s{{0,9}}([A-Za-z_$][\w$]{{0,40}})(?![\w$])"
                    rf"|(?<![\w$.])(?:{'|'.join(PAGES)})=(?:['\"`]\s{{0,9}}\+\s{{0,9}}|\$\{{)([A-Za-z_$][\w$]{{0,40}})(?![\w$(])"
                    rf"|(?<![\w$.])(?:{'|'.join(PAGES)})\\?['\"]\s{{0,9}}:\s{{0,9}}(?:\\?['\"]){{1,2}}\s{{0,9}}\+\s{{0,9}}([A-Za-z_$][\w$]{{0,40}})(?![\w$(])")
"""What a call gives as its page: `{pageNo: curr}`, `'pageNo=' + curr`, `"{'pageNo':'" + curr + "'}"`."""


def begun_at(text: str) -> dict[str, int]:
    """The numbers with which the script first calls its functions for a page: `function load(pageIndex) {…} load(0);` (Epoint counts
    from 0); 1 for what a call gives as its page that nothing else tells."""
    begun = _from_nothing(text)
    named = cache(lambda: script_names.names_in(text))  # var pageIndex = 0; … list(pageIndex);
    counters = COUNTERS.union(begun, _names_given(text))
    for match in islice(NAMED_FUNCTION.finditer(text), 200):
        wanted = [name.strip() for name in (match[2] or match[4] or "").split(",")]
        if counters.isdisjoint(wanted):
            continue
        call = re.compile(rf"{call_of(match[1] or match[3], _NO_NAME)}\s{{0,9}}\(([^()\n]{{0,200}})\)")
        for called in islice(call.finditer(text), 20):
            for name, number in zip(wanted, map(str.strip, called[1].split(",")), strict=False):
                page = script.value_at(number, 0, {**named(), **begun})[0] if number[:1].isalpha() else number_of(number, MOST_PAGE_DIGITS)
                if name in counters and type(page) is int:
                    begun.setdefault(name, page)
    return dict.fromkeys(_names_given(text), 1) | begun


@lru_cache(maxsize=1)
def _names_given(text: str) -> tuple[str, ...]:
    """The names that calls give as their page; remembered for the next who asks."""
    return tuple(next(filter(None, match.groups())) for match in islice(_GIVEN.finditer(text), 200))


def _from_nothing(text: str) -> dict[str, int]:
    """The numbers that jquery.pagination hands to its callback, which count from 0: `$('#pager').pagination(total, {callback: turn});
    function turn(index) {…}`."""
    if _FROM_NOTHING.search(text) is None:
        return {}
    called = list(islice(_CALLBACK.finditer(text), 5))
    named = (re.search(_FUNCTION.format(re.escape(match[2])), text) for match in called if match[2])
    return dict.fromkeys([*(match[1] for match in called if match[1]), *(match[1] for match in named if match is not None)], 0)


def counted(text: str, names: dict[str, Any], shows_rows: Callable[[], bool]) -> dict[str, Any]:
    """The names, of which a page's number that is raised before the call is one more than it begins as: `let page = 0; … page++;
    fetch(…)`. `shows_rows`: whether the page has rows itself; one that has none begins with the first ones, whatever its button does."""
    if "++" not in text and "+=" not in text:
        return names
    given = _names_given(text)
    begun = [name for name in dict.fromkeys((*PAGES, *given)) if type(names.get(name)) is int and names[name] in (0, 1) and name in text]
    raised = [name for name in begun if re.search(rf"\b{name}\s?\+\+|\+\+\s?{name}\b|\b{name}\s?\+=\s?1\b", text)]
    return names | {name: names[name] + 1 for name in raised
                    if (_is_raised_first(text, name) if names[name] == 0 else _is_raised_before_each_use(text, name) and shows_rows())}


def _is_raised_first(text: str, name: str) -> bool:
    """Whether the first use of a page's number behind where it begins as 0 is that it is raised, in a statement of its own: where it is
    raised as it is used, `?p=${++page}`, that is read there."""
    begun = re.search(rf"\b{name}\s{{0,9}}=\s{{0,9}}0\b", text)
    used = re.compile(rf"(\+\+\s?)?(?<![\w$.-])\b{name}\b(\s?\+\+|\s?\+=)?").search(text, begun.end()) if begun is not None else None
    return used is not None and bool(used[2] or (used[1] and _STATEMENT.search(text, max(0, used.start() - 9), used.start())))


def _is_raised_before_each_use(text: str, name: str) -> bool:
    """Whether a page's number that begins as 1 is raised in each function that uses it, before it does: `var page = 1; function more() {
    page++; $.get(url + page, …); }` asks for the second page first, for the first one's rows stand on the page."""
    begun = re.search(rf"\b{name}\s{{0,9}}=\s{{0,9}}1\b", text)
    used = re.compile(rf"(\+\+\s?)?(?<![\w$.?&'\"-])\b{name}\b(?!['\"]?\s?:|\s?=(?!=))(\s?\+\+|\s?\+=)?")
    raised = -1
    for use in islice(used.finditer(text, begun.end()), _MOST_USES) if begun is not None else ():
        if use[1] or use[2]:
            raised = use.end()
        elif raised < 0 or max(text.rfind("function", raised, use.start()), text.rfind("=>", raised, use.start())) > 0:
            return False
    return raised > 0


def given_to(text: str, at: int, known: Mapping[str, Any] = MappingProxyType({})) -> list[dict[str, Any]]:
    """What the function around a call is given each time that the script calls it: `list('a', 'one', 1); list('b', 'two', 1);`, or all
    in an object, `getList(this.query)`, where that is among the `known` names. Counts that only the running script knows are left out; one
    without anything where no call of it gives more than a count."""
    around = None
    for match in NAMED_FUNCTION.finditer(text, max(0, at - _AROUND), at):
        around = match
    names = [name.strip() for name in (around[2] or around[4] or "").split(",")] if around is not None else []
    if around is None or not names[0]:
        return [{}]
    found: list[dict[str, Any]] = []
    for given in _given_by_calls(text, around[1] or around[3]):
        values = script.value_at(f"[{given}]", 0, {} if len(names) > 1 else known)[0]
        if len(around[1] or around[3]) <= _SHORTENED and isinstance(values, list) and len(values) != len(names):
            continue  # another of that name, in a file whose names were shortened
        told = {name: value for name, value in zip(names, values if isinstance(values, list) else (), strict=False)
                if name not in COUNTERS and isinstance(value, int | str if len(names) > 1 else dict)}
        if told and told not in found:
            found.append(told)
    return found or [{}]


@lru_cache(maxsize=8)
def _given_by_calls(text: str, function: str) -> tuple[str, ...]:
    """What the calls of a function give it, as it is written; remembered for the other requests in the same function."""
    calls = re.compile(rf"{call_of(function)}\s{{0,9}}\(\s{{0,9}}(?=[^()\n]{{1,200}}\))")
    return tuple(text[called.end() : called.end() + 200].partition(")")[0] for called in islice(calls.finditer(text), _MOST))
