"""Rows whose anchors call a function of the page, which makes the address of what it is given: `<a onclick="toDetail('G12','zbgg')">` with
`function toDetail(id, type) { window.open('/detail?type=' + type + '&id=' + id) }`. No script is run. Rows without any anchor are told
likewise, `<li onclick="location.href='view_12.html'">`, and those that hold their address for a script, `<li data-href="/a/12.html">`.

Their anchors are given the address, or what has their words is made one, so that whoever reads rows finds them as any others. Only of
pages that show no rows.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.families import script, script_names
from crawler.families.calls import scripts
from crawler.families.counted_files import NAMED_FUNCTION
from crawler.links import Tree

_CALL = re.compile(r"\s{0,9}(?:javascript:|return\s)?\s{0,9}(?!void\b)([A-Za-z_$][\w$]{0,40})\s{0,3}\(([^()]{1,300})\)")
_OPENED = re.compile(r"\bwindow\.open\s{0,3}\(\s{0,3}|\blocation(?:\.href)?\s{0,3}=(?!=)\s{0,3}|\blocation\.(?:replace|assign)\(\s{0,3}")
_LONGEST = 1200
"""Characters of a function that are looked at."""
_ITEMS = ("li", "tr", "div", "dl", "p", "section", "article")
_HOLDING = ("data-href", "data-url", "data-link")
_PLACE = re.compile(r"(?:https?:)?/{1,2}[^\s/]\S{0,400}\d|[\w./-]{0,200}\d[\w.-]{0,60}\.(?:s?html?|aspx?|jsp|php)(?:\?|$)")
"""An address with a number in it; others name a list or a piece of one."""
_SEEMS_PLACE = re.compile(r"[./?=]")
"""What an address that a function makes has one of; a name or a number alone is none."""
_MOST_OF_ROW = 100
_MOST = 5000
_MOST_FUNCTIONS = 200


def open_rows(tree: Tree, shape: re.Pattern[str]) -> bool:
    """Give such anchors their addresses; whether there are any. `shape`: of articles' addresses."""
    pressed = [(anchor, match) for anchor, href in zip(islice(tree.named("a"), _MOST), tree.hrefs(), strict=False)
               if (said := anchor.get("onclick") or _script(href)) and (match := _CALL.match(said)) is not None]
    given: dict[str, set[str]] = {}
    for _, match in pressed:
        given.setdefault(match[1], set()).add(match[2])
    names = {name for name, all_given in given.items() if len(all_given) > 1}
    made = _functions(tree, names) if names else {}
    opened = _open_items(tree, shape)
    for anchor, match in pressed:
        url = _address(made[match[1]], match[2]) if match[1] in made else None
        if url is not None:
            anchor.set("href", url)
            opened += 1
    return opened > 0


def _open_items(tree: Tree, shape: re.Pattern[str]) -> int:
    """Make anchors of the words of rows that have none; how many. One that stands alone among its kind is a row if it leads to an article:
    the last page of a list may hold one."""
    items = [item for item in islice(tree.root.iter(*_ITEMS), _MOST) if item.get("onclick") or any(map(item.get, _HOLDING))]
    items = [item for item in items if next(item.iter("a"), None) is None]
    given: dict[str, set[str]] = {}
    calls = [match for item in items if (match := _CALL.match(item.get("onclick") or "")) is not None]
    for match in calls:
        given.setdefault(match[1], set()).add(match[2])
    made = _functions(tree, {name for name, all_given in given.items() if len(all_given) > 1})
    found = [(item, url) for item in items if (url := _opened_by(item, made)) is not None]
    kinds = Counter((item.tag, item.get("class")) for item, _ in found)
    rows = [(item, url) for item, url in found if kinds[item.tag, item.get("class")] > 1 or shape.search(url)]
    for item, url in rows:
        _words_of(item).set("href", url)
    return len(rows)


def _opened_by(item: HtmlElement, made: dict[str, tuple[list[str], str]]) -> str | None:
    """The address that a row opens when it is pressed, or that it holds."""
    pressed = (item.get("onclick") or "")[:_LONGEST]
    for place in islice(_OPENED.finditer(pressed), 1):
        url = script.value_at(pressed, place.end(), {})[0]
        return url if isinstance(url, str) and _SEEMS_PLACE.search(url) else None
    match = _CALL.match(pressed)
    if match is not None and match[1] in made:
        return _address(made[match[1]], match[2])
    return next((url for name in _HOLDING if (url := item.get(name)) and _PLACE.match(url) is not None), None)


def _words_of(item: HtmlElement) -> HtmlElement:
    """What has the longest text of a row, as an anchor."""
    holders = [element for element in islice(item.iter(etree.Element), _MOST_OF_ROW) if element.text and not element.text.isspace()]
    longest = max(holders, key=lambda element: len(element.text.strip()), default=item)
    if longest is not item:
        longest.tag = "a"
        return longest
    anchor = HtmlElement()
    anchor.tag, anchor.text, item.text = "a", item.text, None
    item.insert(0, anchor)
    return anchor


def _script(href: str | None) -> str:
    return href if href is not None and href[:11].lower() == "javascript:" else ""


def _functions(tree: Tree, names: set[str]) -> dict[str, tuple[list[str], str]]:
    """Parameters and text of those functions of the page that open an address."""
    found: dict[str, tuple[list[str], str]] = {}
    for text in scripts(tree):
        if not any(name in text for name in names):
            continue
        for begun in islice(NAMED_FUNCTION.finditer(text), _MOST_FUNCTIONS):
            name = begun[1] or begun[3]
            if name in names and name not in found:
                body = script.one_function(text[begun.end() : begun.end() + _LONGEST])
                if _OPENED.search(body) is not None:
                    found[name] = [each.strip() for each in (begun[2] or begun[4] or "").split(",")], body
    return found


def _address(function: tuple[list[str], str], arguments: str) -> str | None:
    """The address that a function makes of what it is given."""
    parameters, body = function
    values = script.value_at(f"[{arguments}]", 0, {})[0]
    given = {name: value for name, value in zip(parameters, values, strict=False) if isinstance(value, int | str)}
    names = script_names.names_in(body, given) | given
    for place in islice(_OPENED.finditer(body), 5):
        made = script.value_at(body, place.end(), names)[0]
        if isinstance(made, str) and _SEEMS_PLACE.search(made) and given:
            return made
    return None
