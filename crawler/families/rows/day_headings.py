"""Lists grouped by day: `<h4>2024年1月3日</h4><ul><li><a …>`, each heading above the rows of its day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.addresses.links import anchors
from crawler.families.rows.row_titles import title_of
from crawler.families.rows.rows import Row
from crawler.families.rows.text_days import day_in, letters_beside_day, squeezed

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")
_SHORTEST_TITLE = 4
_LONGEST = 40
_MOST = 20_000


def is_heading(element: HtmlElement) -> bool:
    """Whether an element is a heading that is a day and nothing else, and leads nowhere."""
    if element.tag not in HEADINGS or next(element.iter("a"), None) is not None:
        return False
    text = squeezed("".join(islice(element.itertext(), 5)))
    return len(text) <= _LONGEST and letters_beside_day(text) == 0 and day_in(text) is not None


def below(headings: list[HtmlElement], root: HtmlElement, resolver: Resolver) -> list[Row]:
    """The rows below such headings: the anchors that lie as the first of them does, up to the next heading. Empty where a heading has
    none below it, and where such lie above the first, whose days then stand behind them."""
    day, kind, above = None, None, list[object]()
    found: list[Row] = []
    own, heard = set(headings), set[str]()
    for element, href in _in_order(own, root):
        if href is None:
            day = day_in(squeezed("".join(islice(element.itertext(), 5))))
            continue
        title, lies = title_of(element), [(each.tag, each.get("class")) for each in islice(element.iterancestors(), 3)]
        if day is None:
            above.append(lies)
        if day is None or title is None or len(title) < _SHORTEST_TITLE or kind not in (None, lies):
            continue
        kind = lies
        heard.add(day)
        found.append((resolver.resolve(href), title, day))
    return found if kind not in above and len(heard) == len({day_in("".join(each.itertext())) for each in headings}) else []


def _in_order(own: set[HtmlElement], root: HtmlElement) -> Iterator[tuple[HtmlElement, str | None]]:
    """Headings, and anchors with where they lead, as they stand on the page."""
    leading = dict(anchors(root))
    for element in islice(root.iter("a", *HEADINGS), _MOST):
        if element in own:
            yield element, None
        elif element in leading:
            yield element, leading[element]
