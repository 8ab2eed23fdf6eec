"""Rows whose anchors call a function of the page, which makes the address of what it is given: `<a onclick="toDetail('G12','zbgg')">` with
`function toDetail(id, type) { window.open('/detail?type=' + type + '&id=' + id) }`. No script is run.

Their anchors are given the address, so that whoever reads rows finds them as any others. Only of pages that show no rows.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.families import script, script_names
from crawler.families.calls import scripts
from crawler.families.counted_files import NAMED_FUNCTION
from crawler.links import Tree

_CALL = re.compile(r"\s{0,9}(?:javascript:|return\s)?\s{0,9}(?!void\b)([A-Za-z_$][\w$]{0,40})\s{0,3}\(([^()]{1,300})\)")
_OPENED = re.compile(r"\bwindow\.open\s{0,3}\(\s{0,3}|\blocation(?:\.href)?\s{0,3}=(?!=)\s{0,3}|\blocation\.(?:replace|assign)\(\s{0,3}")
_LONGEST = 1200
"""Characters of a function that are looked at."""
_MOST = 5000
_MOST_FUNCTIONS = 200


def open_rows(tree: Tree) -> bool:
    """Give such anchors their addresses; whether there are any."""
    pressed = [(anchor, match) for anchor, href in zip(islice(tree.named("a"), _MOST), tree.hrefs(), strict=False)
               if (said := anchor.get("onclick") or _script(href)) and (match := _CALL.match(said)) is not None]
    given: dict[str, set[str]] = {}
    for _, match in pressed:
        given.setdefault(match[1], set()).add(match[2])
    names = {name for name, all_given in given.items() if len(all_given) > 1}
    made = _functions(tree, names) if names else {}
    opened = 0
    for anchor, match in pressed:
        url = _address(made[match[1]], match[2]) if match[1] in made else None
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
        if isinstance(made, str) and re.search(r"[./?=]", made) and given:
            return made
    return None
