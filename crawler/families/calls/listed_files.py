"""Files of a list whose names a script holds in an array and asks for one behind the other: `var parts = ['a_1.js', 'a_2.js'];
$.getScript('/data/' + parts[k++], …)`; and those that a function is given years to ask for, of which a field has more. No script is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.families.calls.counted_files import NAMED_FUNCTION, call_of
from crawler.families.scripts import script

_ENTRY = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s?\[\s?[\w$]{1,40}\s?(?:\+\+)?\s?\]")
_FILE = re.compile(r"[\w./-]{1,200}\.(?:js|json|xml|html?|txt)(?:\?[\w=&.-]{0,100})?")
_LONGEST_CALL = 300
_AROUND = 3000
"""Characters before a call in which the function around it begins."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_FIELDS = 20
_MOST = 50
"""Files of one call."""
_HELD = "entryOfList"
"""What an entry is called while the address is read."""


def by_years(text: str, at: int, tree: Tree) -> list[dict[str, str]]:
    """What the parameter of the function around a call is, where the script calls that with a year: `q(2024)`; of a page with a field of
    years each that it has."""
    around = None
    for match in NAMED_FUNCTION.finditer(text, max(0, at - _AROUND), at):
        around = match
    name = ((around[2] or around[4] or "").strip() if around is not None else "")
    if around is None or not name.isidentifier():
        return []
    given = _year_given(text, around[1] or around[3])
    if given is None:
        return []
    fields = ([choice.get("value") or "" for choice in field.iter("option")] for field in islice(tree.root.iter("select"), _MOST_FIELDS))
    years = next((values for values in fields if given in values and all(map(_YEAR.fullmatch, filter(None, values)))), [given])
    return [{name: year} for year in dict.fromkeys(filter(None, years))][:_MOST]


@lru_cache(maxsize=8)
def _year_given(text: str, function: str) -> str | None:
    """The year with which a function is called first; remembered for the other requests in the same function."""
    call = re.search(rf"{call_of(function)}\s?\(\s?['\"]?((?:19|20)\d\d)['\"]?\s?\)", text)
    return call[1] if call is not None else None


def addresses(text: str, at: int, names: Mapping[str, Any]) -> Iterator[str]:
    """The address of each file that a call asks for whose arguments begin at a place of a script; none where it names no entry of an array
    of files."""
    written = text[at : min(script.end_of_call(text, at), at + _LONGEST_CALL)]
    entry = _ENTRY.search(written)
    held = names.get(entry[1]) if entry is not None else None
    if entry is None or not isinstance(held, list) or len(held) < 2 or not all(
            isinstance(each, str) and _FILE.fullmatch(each) for each in held):
        return
    written = f"{written[: entry.start()]}{_HELD}{written[entry.end() :]}"
    for each in islice(held, _MOST):
        value = script.value_at(written, 0, {**names, _HELD: each})[0]
        url = value.get("url") if isinstance(value, dict) else value
        if isinstance(url, str) and _FILE.search(url) is not None:
            yield url
