"""Lists that a page asks for by what is pressed, one for each of its tabs: `$('.tabs a').click(function () { show($(this).data('cid'), 1)
})`. The function is taken to be called for each tab, as a reader would press one after the other. No script is run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.addresses.links import Tree

_CALL = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\(\s{0,3}(?:\$|jQuery)\(\s{0,3}(['\"])(#|\.)?([\w-]{1,60})\s{1,3}"
                   r"(a|li|span|div|button|dd|td)\2\s{0,3}\)\s{0,3}\.\s{0,3}(data|attr)\(\s{0,3}['\"]([\w-]{1,40})['\"]\s{0,3}\)((?:,\s{0,3}\d{1,3}\s{0,3})?)\)\s{0,3};?")
_MOST = 10
"""Calls of a script that are looked at, and tabs of one."""
_MOST_ELEMENTS = 5000


def each_pressed(text: str, tree: Tree) -> str:
    """A script with a call for each tab in the place of the one for that which is pressed; as it stands where its tabs say nothing."""
    for match in list(islice(_CALL.finditer(text), _MOST)):
        function, _, sign, name, tag, by, attribute, behind = match.groups()
        values = dict.fromkeys(_values(tree, sign or "", name, tag, f"data-{attribute}" if by == "data" else attribute))
        if values:
            given = (value if value.isascii() and value.isdigit() else json.dumps(value) for value in islice(values, _MOST))
            calls = (f"{function}({value}{behind});" for value in given)
            text = text.replace(match[0], " ".join(calls), 1)
    return text


def _values(tree: Tree, sign: str, name: str, tag: str, attribute: str) -> Iterator[str]:
    """What the elements of a tag below the boxes of that id, class or tag have in an attribute."""
    for element in islice(tree.root.iter(tag), _MOST_ELEMENTS):
        value = element.get(attribute)
        if value and any(_is_called(above, sign, name) for above in element.iterancestors()):
            yield value


def _is_called(element: HtmlElement, sign: str, name: str) -> bool:
    if sign == "#":
        return bool(element.get("id") == name)
    return name in (element.get("class") or "").split() if sign else bool(element.tag == name)
