"""Rows without any anchor, which a press opens: `<li onclick="location.href='view_12.html'">`, or that hold their address for a script,
`<li data-href="/a/12.html">`. What has their words is made an anchor. No script is run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.families.scripts import script, script_names

CALL = re.compile(r"\s{0,9}(?:javascript:|return\s)?\s{0,9}(?!void\b)([A-Za-z_$][\w$]{0,40})\s{0,3}\(([^()]{1,300})\)")
OPENED = re.compile(r"\bwindow\.open\s{0,3}\(\s{0,3}|\blocation(?:\.href)?\s{0,3}=(?!=)\s{0,3}|\blocation\.(?:replace|assign)\(\s{0,3}")
_LONGEST = 1200
"""Characters of what a press does that are looked at."""
_ITEMS = ("li", "tr", "div", "dl", "p", "section", "article")
_HOLDING = ("data-href", "data-url", "data-link")
_PLACE = re.compile(r"(?:https?:)?/{1,2}[^\s/]\S{0,400}\d|[\w./-]{0,200}\d[\w.-]{0,60}\.(?:s?html?|aspx?|jsp|php)(?:\?|$)")
"""An address with a number in it; others name a list or a piece of one."""
_SEEMS_PLACE = re.compile(r"[./?=]")
"""What an address that a function makes has one of; a name or a number alone is none."""
_DEAD = re.compile(r"\s*(?:#|javascript:\s*(?:;|void\s?\(?\s?0?\s?\)?\s?;?)?)?\s*", re.IGNORECASE)
_LONGEST_NOTHING = 60
_MOST_OF_ROW = 100
_MOST = 5000

Made = dict[str, tuple[list[str], str]]
"""Functions by their names: parameters and text."""


def open_items(root: HtmlElement, shape: re.Pattern[str], functions: Callable[[set[str]], Made]) -> int:
    """Make anchors of the words of rows that have none; how many. One that stands alone among its kind is a row if it leads to an article:
    the last page of a list may hold one. `functions`: parameters and text of those of these names that open an address."""
    items = [item for item in islice(root.iter(*_ITEMS), _MOST) if item.get("onclick") or any(map(item.get, _HOLDING))]
    items = [item for item in items if all(map(_is_dead, item.iter("a")))]
    given: dict[str, set[str]] = {}
    calls = [match for item in items if (match := CALL.match(item.get("onclick") or "")) is not None]
    for match in calls:
        given.setdefault(match[1], set()).add(match[2])
    made = functions({name for name, all_given in given.items() if len(all_given) > 1})
    found = [(item, url) for item in items if (url := _opened_by(item, made)) is not None]
    kinds = Counter((item.tag, item.get("class")) for item, _ in found)
    rows = [(item, url) for item, url in found if kinds[item.tag, item.get("class")] > 1 or shape.search(url)]
    for item, url in rows:
        _words_of(item).set("href", url)
    return len(rows)


def _is_dead(anchor: HtmlElement) -> bool:
    """Whether an anchor leads nowhere and does nothing by itself: `<a href="javascript:;">`."""
    return _DEAD.fullmatch((anchor.get("href") or "")[:_LONGEST_NOTHING]) is not None and not anchor.get("onclick")


def _opened_by(item: HtmlElement, made: Made) -> str | None:
    """The address that a row opens when it is pressed, or that it holds."""
    pressed = (item.get("onclick") or "")[:_LONGEST]
    for place in islice(OPENED.finditer(pressed), 1):
        url = script.value_at(pressed, place.end(), {})[0]
        return url if isinstance(url, str) and _SEEMS_PLACE.search(url) else None
    match = CALL.match(pressed)
    if match is not None and match[1] in made:
        return address_by(made[match[1]], match[2])
    return next((url for name in _HOLDING if (url := item.get(name)) and _PLACE.match(url) is not None), None)


def _words_of(item: HtmlElement) -> HtmlElement:
    """What has most letters of a row, digits left out, as an anchor; an anchor that leads nowhere before others."""
    if (dead := max(item.iter("a"), key=lambda anchor: sum(map(str.isalpha, "".join(anchor.itertext()))), default=None)) is not None:
        return dead
    holders = [element for element in islice(item.iter(etree.Element), _MOST_OF_ROW) if element.text and not element.text.isspace()]
    longest = max(holders, key=lambda element: sum(map(str.isalpha, element.text)), default=item)
    if longest is not item:
        longest.tag = "a"
        return longest
    anchor = HtmlElement()
    anchor.tag, anchor.text, item.text = "a", item.text, None
    item.insert(0, anchor)
    return anchor


def address_by(function: tuple[list[str], str], arguments: str) -> str | None:
    """The address that a function makes of what it is given."""
    parameters, body = function
    values = script.value_at(f"[{arguments}]", 0, {})[0]
    given = {name: value for name, value in zip(parameters, values, strict=False) if isinstance(value, int | str)}
    names = script_names.names_in(body, given) | given
    for place in islice(OPENED.finditer(body), 5):
        made = script.value_at(body, place.end(), names)[0]
        if isinstance(made, str) and _SEEMS_PLACE.search(made) and given:
            return made
    return None
