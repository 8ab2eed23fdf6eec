"""Lists that no CMS mark tells: siblings that each have an anchor and a day of their own. Linear in the size of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from crawler.address import Resolver
from crawler.families.brothers import with_brothers
from crawler.families.rows import MOST, Row, day_in, leads_aside, letters_beside_day, of_element, parsed, squeezed, title_of
from crawler.families.short_days import is_short, settled
from crawler.links import anchors
from crawler.scope import path_of

_OF_ONE = re.compile(r"\A\s{0,9}([a-zA-Z]{1,20}[-_]?)\d{1,12}\b.*", re.DOTALL)
_REACH = 6
"""Levels from a day up to the element that is its row."""
_ANCHORS = 4
"""Anchors of one row at most: picture, title, section, details."""
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年?")
"""Below month and day, in type of different size; a row counts only if it has a whole day."""
_NUMBERS = re.compile(r"[0-9]\s?[-/.月年]\s?[0-9]")
_SHORT = 60
"""Letters, blanks among them, of a text that may be a short day."""
_LETTERS = 20
"""Letters beside a day that may still be its label or the source."""


def dated(root: HtmlElement, resolver: Resolver, shape: re.Pattern[str] | None = None) -> list[Row]:
    """Rows in the order of the page. One that stands alone among its kind is left out, for a head line's date looks the same, unless
    its address has the `shape` of an article's: the last page of a list may hold one row. Rows whose short days nothing settles are
    rows where others of their kind have days."""
    places = list(_day_places(root))
    if not places:
        return []
    counts = _counts(anchor for anchor, href in anchors(root) if not leads_aside(href))
    days = _counts(holder for holder, _ in places)
    found: list[tuple[tuple[object, ...], Row, HtmlElement]] = []
    sizes: dict[tuple[object, ...], int] = {}
    seen: set[HtmlElement] = set()
    for holder, beside in places:
        place = _row_above(holder, counts, days)
        rows = list(of_element(place, resolver)) if place is not None else []
        if place is None:
            place = _anchor_before(beside, counts)
            rows = _flat(place, beside, resolver) if place is not None else []
        if place is None or place in seen:
            continue
        seen.add(place)
        is_short_day = _is_short_place(holder, beside)
        for row in rows:
            if row[2] is None and not is_short_day:
                continue
            key = _signature(place)
            found.append((key, row, place))
            sizes[key] = sizes.get(key, 0) + (row[2] is not None)
        if len(found) >= MOST:
            break
    kept = [(row, place) for key, row, place in found if sizes[key] > 1
            or (row[2] is not None and shape is not None and row[0] and shape.search(path_of(row[0])))]
    return _titled(with_brothers(kept, counts, resolver, shape), root, resolver)


def _titled(rows: list[Row], root: HtmlElement, resolver: Resolver) -> list[Row]:
    """The rows; those whose anchor has nothing but a day in it (WordPress) with the title that another anchor to the same has."""
    bare = {url for url, title, _ in rows if url is not None and title is None}
    if not bare:
        return rows
    titles: dict[str, str] = {}
    for anchor, href in anchors(root):
        url = resolver.resolve(href)
        if url in bare and url is not None and url not in titles and (title := title_of(anchor)):
            titles[url] = title
    return [(url, title or titles.get(url or ""), day) for url, title, day in rows]


def of_markup(text: str, resolver: Resolver) -> list[Row]:
    """The rows of a piece of mark-up that a call answers with: dated siblings, else whatever leads anywhere in items and table rows."""
    root = parsed(text)
    if root is None:
        return []
    return dated(root, resolver) or [row for element in root.iter("li", "tr", "dd")
                                     if len(element) and next(anchors(element), None) is not None for row in of_element(element, resolver)]


def _counts(elements: Iterable[HtmlElement]) -> dict[HtmlElement, int]:
    """How many of the elements lie in each of their nearer ancestors."""
    counts: dict[HtmlElement, int] = {}
    level: dict[HtmlElement, int] = {}
    for element in elements:
        level[element] = level.get(element, 0) + 1
    for _ in range(_REACH + 3):
        above: dict[HtmlElement, int] = {}
        for element, number in level.items():
            counts[element] = counts.get(element, 0) + number
            parent = element.getparent()
            if parent is not None:
                above[parent] = above.get(parent, 0) + number
        level = above
    return counts


def _day_places(root: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Where days stand: the element around each, and the element that it is or follows. In an anchor's own words a day stands
    alone, or it belongs to the title."""
    numbers = _NUMBERS.search
    for element in root.iter(etree.Element):
        if element.tag in ("script", "style", "option", "title"):
            continue
        text, tail = element.text, element.tail
        if text and ("20" in text or "19" in text or (len(text) <= _SHORT and numbers(text))) \
                and _is_day(text, 0 if _in_anchor(element) else _LETTERS) \
                and not (element.tag == "a" and leads_aside(element.get("href") or "")):
            yield element, element
        if tail and ("20" in tail or "19" in tail or (len(tail) <= _SHORT and numbers(tail))) and _is_day(tail, _LETTERS):
            parent = element.getparent()
            if parent is not None:
                yield parent, element


def _is_short_place(holder: HtmlElement, beside: HtmlElement) -> bool:
    text = beside.text if holder is beside else beside.tail
    return is_short(squeezed((text or "")[:_SHORT]))


def _in_anchor(element: HtmlElement) -> bool:
    parent = element.getparent()
    return element.tag == "a" or (parent is not None and parent.tag == "a")


def _is_day(text: str, most: int) -> bool:
    if len(text) > 200:
        return False
    words = squeezed(text)
    letters = letters_beside_day(words)
    return (letters is not None and letters <= most) or _YEAR_ALONE.fullmatch(words) is not None or is_short(words)


def _row_above(holder: HtmlElement, counts: dict[HtmlElement, int], days: dict[HtmlElement, int]) -> HtmlElement | None:
    element: HtmlElement | None = holder
    for _ in range(_REACH):
        if element is None or element.tag in ("body", "html"):
            return None
        number = counts.get(element, 0)
        if number:
            return element if number == 1 or (number <= _ANCHORS and days.get(element, 0) <= 1) else None
        element = element.getparent()
    return None


def _anchor_before(element: HtmlElement, counts: dict[HtmlElement, int]) -> HtmlElement | None:
    """For lists without row elements, `<a>title</a> day<br>`: the anchor that the day follows."""
    for _ in range(3):
        if counts.get(element) == 1:
            return element
        previous = element.getprevious()
        if previous is None:
            return None
        element = previous
    return None


def _flat(place: HtmlElement, beside: HtmlElement, resolver: Resolver) -> list[Row]:
    anchor, href = next(anchors(place))
    text = (beside.tail or "") if beside is place else f"{beside.text or ''} {beside.tail or ''}"
    url, words = resolver.resolve(href), squeezed(text[:200])
    return [(url, title_of(anchor), day_in(words) or (settled(words, url) if url else None))]


def _signature(element: HtmlElement) -> tuple[object, ...]:
    """What the siblings of one list have in common; a row that stands alone in its `li` is told by the list above."""
    above = [parent for _, parent in zip(range(3), element.iterancestors(), strict=False)]
    return (element.tag, *((parent.tag, _kind(parent.get("class")) if parent.tag not in ("li", "tr") else None) for parent in above))


def _kind(name: str | None) -> str | None:
    """A class without what tells one row from the next: `post-62 post hentry category-news` (WordPress) begins with the row's number."""
    return _OF_ONE.sub(r"\1", name, count=1) if name and _OF_ONE.match(name) else name
