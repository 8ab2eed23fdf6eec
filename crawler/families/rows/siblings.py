"""Lists that no CMS mark tells: siblings that each have an anchor and a day of their own. Linear in the size of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.addresses.links import anchors
from crawler.addresses.scope import path_of
from crawler.families.rows import day_headings
from crawler.families.rows.brothers import with_brothers
from crawler.families.rows.listed_days import Parts, Short, below_years, in_order, in_order_of_two, slashed
from crawler.families.rows.opened_items import open_items
from crawler.families.rows.row_days import TIMED, day_for_machines, of_document
from crawler.families.rows.row_titles import title_of
from crawler.families.rows.rows import MOST, Row, leads_aside, of_element, parsed
from crawler.families.rows.short_days import is_short, month_and_day, of_month, settled, year_of_two
from crawler.families.rows.text_days import YEAR_ALONE, YEAR_AND_MONTH, day_in, letters_beside_day, squeezed

_OF_ONE = re.compile(r"\A\s{0,9}([a-zA-Z]{1,20}[-_]?)\d{1,12}\b.*", re.DOTALL)
_REACH = 6
"""Levels from a day up to the element that is its row."""
_ITEMS = ("tr", "li")
_BOXES = (*_ITEMS, "dl")
_ALONE = (*_ITEMS, "td", "dl", "dd", "p", "div")
_PAGE = re.compile(r"\d[\w.-]*(?:[?/]|\Z)|\.\w{2,5}(?:\?|\Z)|\?.*\d")
"""An address that may be an article's; a section's has neither number nor file."""
_SHORTEST_TITLE = 8
_PRESSED = re.compile(r"\bonclick\s?=|\bdata-(?:href|url|link)\s?=", re.IGNORECASE)
_NONE = re.compile(r"(?!)")
_ANCHORS = 4
"""Anchors of one row at most: picture, title, section, details."""
_NUMBERS = re.compile(r"[0-9]\s?[-/.月年]\s?[0-9]")
_IN_WORDS = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?"
                       r"(?!星期|周|来源|作者|编辑|点击|浏览|阅读|发布|信息)[\u4e00-\u9fff]")
"""A day that words go on behind."""
_SENTENCE = re.compile(r"[，。；、…]")
"""Signs of a sentence: `全省会议2022年3月4日召开，部署…`."""
_FEWEST_SHORT = 3
_NEAR = 3
"""Levels above the heading of a list that hold its rows."""
_MONTH = re.compile(r"\s{0,40}[\[(]?\s?(?:\d{1,2}(?:st|nd|rd|th)?\s?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_BACK = re.compile(r"[<«‹\[【(（\s]*(?:上\s?一?\s?[页頁]|前\s?一?\s?[页頁]|prev(?:ious)?(?:\s?page)?)[\])）】\s]*", re.IGNORECASE)
_SHORT = 60
"""Letters, blanks among them, of a text that may be a short day."""
_LONGEST_PRINTED = 120
_STATEMENTS = 3
_PIECES = 5
_LETTERS = 20
"""Letters beside a day that may still be its label or the source."""


def dated(root: HtmlElement, resolver: Resolver, shape: re.Pattern[str] | None = None) -> list[Row]:
    """Rows in the order of the page. One that stands alone among its kind is left out, for a head line's date looks the same, unless
    its address has the `shape` of an article's: the last page of a list may hold one row. Rows whose short days nothing settles are
    rows where others of their kind have days."""
    places = _own_days(list(_day_places(root)))
    headings = [holder for holder, beside in places if holder is beside and day_headings.is_heading(holder)]
    if headings and len(headings) == len(places) and (found := day_headings.below(headings, root, resolver)):
        return found
    return _dated_at(places, root, resolver, shape) or _dated_at(
        [(element, element) for element in root.iter(*TIMED) if day_for_machines(element)], root, resolver, shape)


def the_one(root: HtmlElement, resolver: Resolver) -> list[Row]:
    """The only row of a page asked as a list, such as its last page may have: an item whose one anchor is a title and leads to a page, with
    a day that stands by itself. None where there are more of the kind, or two."""
    places = _own_days(list(_day_places(root)))
    if not places:
        return []
    counts = _counts(anchor for anchor, href in anchors(root) if not leads_aside(href))
    days = _counts(holder for holder, _ in places)
    items = {item for holder, _ in places if (item := _row_above(holder, counts, days)) is not None and item.tag in _ALONE
             and counts.get(item) == 1}
    found = [row for item in items for row in of_element(item, resolver, alone=True)]
    return [(url, title, day) for url, title, day in found if len(found) == 1 and day is not None and url is not None
            and _PAGE.search(path_of(url)) is not None and title is not None and len(title) >= _SHORTEST_TITLE]


def _own_days(places: list[tuple[HtmlElement, HtmlElement]]) -> list[tuple[HtmlElement, HtmlElement]]:
    """The places without those of days of documents in rows that have another, such as a box that unfolds: `成文日期：2024年5月6日`."""
    labelled = {at for at, place in enumerate(places) if of_document(_text(*place)) or of_document(_label(*place))}
    if not labelled:
        return places
    items = [next(chain((holder,) if holder.tag in _BOXES else (), holder.iterancestors(*_BOXES)), None) for holder, _ in places]
    dated_items = {item for at, item in enumerate(items) if at not in labelled}
    return [place for at, place in enumerate(places) if at not in labelled or items[at] is None or items[at] not in dated_items]


def _dated_at(places: list[tuple[HtmlElement, HtmlElement]], root: HtmlElement, resolver: Resolver,
              shape: re.Pattern[str] | None) -> list[Row]:
    """The rows about the places where days stand: those of a page, or its elements `time`, whatever these say."""
    if not places:
        return []
    counts = _counts(anchor for anchor, href in anchors(root) if not leads_aside(href))
    days = _counts(holder for holder, _ in places)
    found: list[tuple[tuple[object, ...], Row, HtmlElement]] = []
    stated, spoken = _Stated(), list[int]()
    seen: set[HtmlElement] = set()
    for holder, beside in places:
        place = _row_above(holder, counts, days)
        rows = list(of_element(place, resolver)) if place is not None else []
        text = _text(holder, beside)
        if (YEAR_ALONE.fullmatch(text) or YEAR_AND_MONTH.fullmatch(text)) and not any(row[2] for row in rows):
            stated.heading(holder, text)
            continue
        if place is None:
            place = _anchor_before(beside, counts)
            rows = _flat(place, beside, resolver) if place is not None else []
        if place is None or place in seen:
            continue
        seen.add(place)
        key = _signature(place)
        if rows and rows[0][2] is not None and _IN_WORDS.search(text) and day_in(text) == rows[0][2]:
            spoken.append(len(found))
        if rows and stated.opens(len(found), key, text, place, rows[0][2]):
            is_stated = next(place.iter("time"), None) is not None  # datetime="2024-05-06" below 05/06/2024
            found += [(key, (url, title, day if is_stated else None), place) for url, title, day in rows]
        else:
            found += [(key, row, place) for row in rows if row[2] is not None or is_short(text) or of_month(text)]
        if len(found) >= MOST:
            break
    for number in _of_words(found, spoken):
        key, row, place = found[number]
        found[number] = key, (row[0], row[1], None), place
    told = stated.days()
    found = [(key, (row[0], row[1], row[2] or told.get(number)), place) for number, (key, row, place) in enumerate(found)]
    whole = Counter(key for number, (key, row, _) in enumerate(found) if row[2] is not None or number in told)
    sizes = whole or _of_short_days(found, root)
    kept = [(row, place) for key, row, place in found if sizes[key] > 1
            or (row[2] is not None and shape is not None and row[0] and shape.search(path_of(row[0])))]
    return _titled(with_brothers(kept, counts, resolver, shape), root, resolver)


def _of_short_days(found: Sequence[tuple[tuple[object, ...], Row, HtmlElement]], root: HtmlElement) -> Counter[tuple[object, ...]]:
    """The kinds of rows on a page all of whose days leave out something that nothing tells; those of few rows are none, but two where the
    page turns back, as a last one does."""
    sizes = Counter(key for key, _, _ in found)
    fewest = _FEWEST_SHORT - 1 if _FEWEST_SHORT - 1 in sizes.values() and turns_back(root) else _FEWEST_SHORT
    return Counter({key: size for key, size in sizes.items() if size >= fewest})


def turns_back(root: HtmlElement) -> bool:
    """Whether an anchor of a page leads to the one before it."""
    return any(_BACK.fullmatch("".join(islice(anchor.itertext(), 5)).strip()) for anchor, _ in anchors(root))


def _of_words(found: Sequence[tuple[tuple[object, ...], Row, HtmlElement]], spoken: Sequence[int]) -> Iterator[int]:
    """Those of the rows whose day is one of a sentence (`spoken`), `2023-01-01起施行`, where more of their kind have one of their own."""
    if spoken:
        among = Counter(found[number][0] for number in spoken)
        of_kind = Counter(key for key, row, _ in found if row[2] is not None)
        yield from (number for number in spoken if of_kind[found[number][0]] > 2 * among[found[number][0]])


class _Stated:
    """What rows state that only their list settles; rows by their number."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._around: set[HtmlElement] | None = None
        self._slashed: dict[tuple[object, ...], list[tuple[int, Parts]]] = {}
        self._of_two: dict[tuple[object, ...], list[tuple[int, Parts]]] = {}
        self._short: list[Short] = []

    def heading(self, holder: HtmlElement, text: str) -> None:
        """A year that is no row's; in an anchor it leads to another list."""
        if next(holder.iterancestors("a"), None) is None and holder.tag != "a":
            self._around = {element for level, element in enumerate(islice(holder.iterancestors(), _NEAR))
                            if level < _NEAR - 1 or element.tag not in ("body", "html")}
            month = YEAR_AND_MONTH.fullmatch(text)
            self._short.append(Short(-1, int(re.findall(r"\d+", month[0])[1]) if month is not None else 0, int(text[:4])))

    def opens(self, number: int, key: tuple[object, ...], text: str, place: HtmlElement, day: str | None) -> bool:
        """Take in the day of a row; whether it is a whole one, whose order the list tells."""
        alone, two = of_month(text), year_of_two(text)
        if two is not None and day is None:
            self._of_two.setdefault(key, []).append((number, two))
        parts, short = slashed(text), month_and_day(text) if alone is None else (0, alone)
        if parts is not None:
            self._slashed.setdefault(key, []).append((number, parts))
        elif short is not None and day is None:
            if self._around is not None and self._around.isdisjoint(place.iterancestors()):
                self._short.append(Short(-1, 0, 0))  # the heading of something else
            self._around = None
            self._short.append(Short(number, *short))
        return parts is not None

    def days(self) -> dict[int, str | None]:
        """What the rows' days are; None: a day whose order nothing tells."""
        told: dict[int, str | None] = {**below_years(self._short)}
        for rows in self._of_two.values():
            told |= zip((number for number, _ in rows), in_order_of_two([parts for _, parts in rows]), strict=True)
        for rows in self._slashed.values():
            told |= zip((number for number, _ in rows), in_order([parts for _, parts in rows]), strict=True)
        return told


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


def of_markup(text: str, resolver: Resolver, shape: re.Pattern[str] | None = None) -> list[Row]:
    """The rows of a piece of mark-up that a call answers with: dated siblings, else whatever leads anywhere in items and table rows, else
    (pictures that slide) what has an address of an article's `shape`."""
    root = parsed(text)
    if root is None:
        return []
    if _PRESSED.search(text) is not None:
        open_items(root, shape or _NONE, lambda _: {})
    found = dated(root, resolver) or [row for element in root.iter("li", "tr", "dd")
                                      if len(element) and next(anchors(element), None) is not None for row in of_element(element, resolver)]
    if found or shape is None:
        return found
    return [(resolver.resolve(href), title_of(anchor), None) for anchor, href in islice(anchors(root), MOST) if shape.search(href)]


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
    numbers, month = _NUMBERS.search, _MONTH.match
    is_below = False  # a heading that is a month
    for element in root.iter(etree.Element):
        if element.tag in ("script", "style", "option", "title"):
            if element.tag == "script" and _is_printed_day(element.text or ""):
                yield element, element
            continue
        text, tail = element.text, element.tail
        if is_below and text and of_month(squeezed(text[:_SHORT])) and not _in_anchor(element):
            yield element, element
        elif text and not text.isspace() and ("20" in text or "19" in text or (
                len(text) <= _SHORT and (numbers(text) or (text.isascii() and month(text))))) \
                and _is_day(text, 0 if _in_anchor(element) else _LETTERS) \
                and not (element.tag == "a" and leads_aside(element.get("href") or "")):
            is_below = is_below or ("年" in text and YEAR_AND_MONTH.fullmatch(squeezed(text[:_SHORT])) is not None)
            yield element, element
        if tail and not tail.isspace() and ("20" in tail or "19" in tail or (
                len(tail) <= _SHORT and (numbers(tail) or (tail.isascii() and month(tail))))) \
                and _is_day(tail, _LETTERS):
            parent = element.getparent()
            if parent is not None:
                yield parent, element


def _is_printed_day(text: str) -> bool:
    """Whether a script prints a day where it stands and does nothing else: `document.write(formatDate("2024-01-03 10:00:00"))`."""
    return len(text) <= _LONGEST_PRINTED and "document.write" in text and text.count(";") < _STATEMENTS and day_in(text) is not None


def _text(holder: HtmlElement, beside: HtmlElement) -> str:
    text = beside.text if holder is beside else beside.tail
    return squeezed((text or "")[:_SHORT])


def _label(holder: HtmlElement, beside: HtmlElement) -> str:
    """The short text of the box before a day, which may be its label: `<b>成文日期：</b>2024-05-06`."""
    before = beside if holder is not beside else beside.getprevious()
    text = squeezed("".join(islice(before.itertext(), _PIECES))) if before is not None and isinstance(before.tag, str) else ""
    return text if len(text) <= _LETTERS and text[-1:] in ("：", ":") else ""


def _in_anchor(element: HtmlElement) -> bool:
    parent = element.getparent()
    return element.tag == "a" or (parent is not None and parent.tag == "a")


def _is_day(text: str, most: int) -> bool:
    if len(text) > 200:
        return False
    words = squeezed(text)
    letters = letters_beside_day(words)
    if letters and _SENTENCE.search(words) is not None and _IN_WORDS.search(words) is not None:
        return False
    return (letters is not None and letters <= most) or YEAR_ALONE.fullmatch(words) is not None or is_short(words)


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
