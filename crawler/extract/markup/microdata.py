"""Names that microdata in the page's own mark-up give: `<span itemprop="author" itemscope><span itemprop="name">…`."""

from __future__ import annotations

from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.words.text import clean
from crawler.signs import Signs

_LONGEST: Final = 80
_MOST: Final = 3
"""Characters of a name at most, and elements that are looked at."""
_AUTHOR: Final = Signs((b'itemprop="author"',))
"""How an author's name is called, in quotation marks: found so in less than half the time that `in` takes."""


def author_of(root: HtmlElement, octets: bytes) -> str | None:
    """The name of the author; None when there is none. `octets`: the page's, which tell whether it may have one."""
    if not _AUTHOR.borne_by(octets):
        return None
    for element in islice(root.iterfind(".//*[@itemprop='author']"), _MOST):
        inner = element.find(".//*[@itemprop='name']")
        named = element if inner is None else inner
        name = clean(named.get("content") or "".join(map(str, named.itertext())))
        if 1 < len(name) <= _LONGEST:
            return name
    return None
