"""Names that microdata in the page's own mark-up give: `<span itemprop="author" itemscope><span itemprop="name">…`."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.words.text import clean

_LONGEST, _MOST = 80, 3
"""Characters of a name at most, and elements that are looked at."""


def name_of(root: HtmlElement, octets: bytes, key: str) -> str | None:
    """The name under a property in quotation marks; None when there is none. `octets`: the page's, which tell whether it may have one."""
    if f'itemprop="{key}"'.encode() not in octets:
        return None
    for element in islice(root.iterfind(f".//*[@itemprop='{key}']"), _MOST):
        inner = element.find(".//*[@itemprop='name']")
        named = element if inner is None else inner
        name = clean(named.get("content") or "".join(map(str, named.itertext())))
        if 1 < len(name) <= _LONGEST:
            return name
    return None
