"""Where a piece of a page's script leads with a number: an address that it jumps to, a form into which it puts the number and which it
sends, or a function of the page that does the one or the other. No script is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.families.calls.calls import scripts
from crawler.families.pagers.called_pages import places
from crawler.families.pagers.form_pager import FUNCTION, field_in, filled_form
from crawler.families.pagers.paging import implied
from crawler.families.scripts import script, script_names
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link

Names = Callable[[int], Mapping[str, Any]]
"""What names in the piece stand for with a number."""
_CALLED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s{0,3}\(\s{0,3}([^()\n]{1,80})\)")
_GIVEN = re.compile(r"\b(?:var|let|const)\s{1,9}([A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}(?=[A-Za-z_$(])")
_LONGEST = 1200
"""Characters of a function that are looked at."""
_MOST = 10
_NONE = frozenset(("function", "if", "for", "while", "switch", "return", "parseInt", "Number", "String", "alert", "isNaN"))


def link_of(page: Page, tree: Tree, body: str, number: int, names: Names, known: Mapping[str, Any], deep: bool = True) -> Link | None:
    """The page that the piece `body` leads to with `number`; None where it is not spelt out, or leads there with any number. `known`:
    what else has a name in its script."""
    names = partial(_with_given, body, names)
    url = _address(body, number, names, known, tree)
    if url is not None:
        return implied(url)
    sent = _form(page, tree, body, number, names)
    if sent is not None:
        return sent
    for called in islice(_CALLED.finditer(body), _MOST if deep else 0):
        if called[1] not in _NONE:
            given = [script.value_at(called[2].partition(",")[0], 0, {**known, **names(each)})[0] for each in (number, number + 1)]
            if type(given[0]) is int and given[1] == given[0] + 1 and (link := _of_function(page, tree, called[1], given[0])) is not None:
                return link
    return None


def _of_function(page: Page, tree: Tree, function: str, number: int) -> Link | None:
    for text in scripts(tree):
        begun = re.search(FUNCTION.format(re.escape(function)), text) if function in text else None
        if begun is not None:
            body, parameter = script.one_function(text[begun.end() : begun.end() + _LONGEST]), begun[1]
            return link_of(page, tree, body, number, partial(_as, parameter), script_names.names_in(text), deep=False)
    return None


def _with_given(body: str, names: Names, number: int) -> Mapping[str, Any]:
    """The names, and those to which the piece gives a number made of them: `var n = $(this).attr('page');`."""
    told = dict(names(number))
    for match in islice(_GIVEN.finditer(body), _MOST):
        value = script.value_at(body, match.end(), told)[0]
        number_given = number_of(value) if isinstance(value, str) else value
        if match[1] not in told and type(number_given) is int:
            told[match[1]] = number_given
    return told


def _as(name: str, number: int) -> Mapping[str, Any]:
    return {name: number}


def _address(body: str, number: int, names: Names, known: Mapping[str, Any], tree: Tree) -> str | None:
    """The first address in the piece that would be another with another number."""
    here = tree.resolver.resolve("")
    known = {**known, "window.location.href": here, "location.href": here}
    one, other = (script_names.names_in(body, {**known, **names(each)}) | dict(names(each)) for each in (number, number + 1))
    for at in islice(places(body), 40):
        made = script.value_at(body, at, one)[0]
        if isinstance(made, str) and made != script.value_at(body, at, other)[0]:
            return tree.resolver.resolve(made) if re.search(r"[./?=]", made) else None
    return None


def _form(page: Page, tree: Tree, body: str, number: int, names: Names) -> Link | None:
    if "submit" not in body:
        return None
    for name in names(number):
        field = field_in(tree, body, name)
        if field is not None:
            return filled_form(page, tree, field, number)
    return None
