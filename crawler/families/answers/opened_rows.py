"""Rows whose anchors call a function of the page, which makes the address of what it is given: `<a onclick="toDetail('G12','zbgg')">` with
`function toDetail(id, type) { window.open('/detail?type=' + type + '&id=' + id) }`. No script is run. Rows without any anchor are told
likewise, `<li onclick="location.href='view_12.html'">`, and those that hold their address for a script, `<li data-href="/a/12.html">`.

Their anchors are given the address, or what has their words is made one, so that whoever reads rows finds them as any others. Only of
pages that show no rows.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.addresses.links import Tree
from crawler.families.calls.calls import scripts
from crawler.families.calls.counted_files import NAMED_FUNCTION
from crawler.families.rows.opened_items import CALL, OPENED, address_by, open_items
from crawler.families.scripts import script

_LONGEST = 1200
"""Characters of a function that are looked at."""
_MOST = 5000
_MOST_FUNCTIONS = 200


def open_rows(tree: Tree, shape: re.Pattern[str]) -> bool:
    """Give such anchors their addresses; whether there are any. `shape`: of articles' addresses."""
    pressed = [(anchor, match) for anchor, href in zip(islice(tree.named("a"), _MOST), tree.hrefs(), strict=False)
               if (said := anchor.get("onclick") or _script(href)) and (match := CALL.match(said)) is not None]
    given: dict[str, set[str]] = {}
    for _, match in pressed:
        given.setdefault(match[1], set()).add(match[2])
    names = {name for name, all_given in given.items() if len(all_given) > 1}
    made = _functions(tree, names) if names else {}
    opened = open_items(tree.root, shape, lambda names: _functions(tree, names))
    for anchor, match in pressed:
        url = address_by(made[match[1]], match[2]) if match[1] in made else None
        if url is not None:
            anchor.set("href", url)
            opened += 1
    return opened > 0


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
                if OPENED.search(body) is not None:
                    found[name] = [each.strip() for each in (begun[2] or begun[4] or "").split(",")], body
    return found
