"""Days that a page states for machines: its tags, JSON-LD, `time` elements, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Blocks, Box
from crawler.extract.markup.marks import COMMENT, SIDE
from crawler.extract.markup.metadata import Metadata, rule_of
from crawler.extract.words.dates import Moment, first, may_have_day

ADDRESS: Final = "address"
TIME: Final = "time element"
TIME_NAMED: Final = 84
_TIME: Final = 76
_PUBDATE: Final = 87
_STRONG: Final = 85
_LINKED: Final = 86
_FAIR: Final = 76
_WEAK: Final = 74
_PAGE: Final = 73
_CREATED: Final = 60
_IN_ADDRESS: Final = 30
_MIDNIGHT: Final = " 00:00:00.0"
"""The clock of a database's day that has none, as newspapers' systems write it."""
# Tags that mean publication and nothing else; those that may mean another day; UCAP's, which differs from the day shown.
_TAGS: Final = dict.fromkeys((
    "pubdate", "publishdate", "publish-date", "publish_date", "pub_date", "article:published_time", "og:published_time",
    "og:article:published_time", "datepublished", "article:published", "publication_date", "publicationdate",
    "weibo: article:create_at", "weibo:article:create_at", "article.published", "dc.date.issued", "dcterms.issued",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "published_time", "publishtime", "releasetime", "bt:pubdate",
    "_pubtime", "citation_publication_date", "citation_online_date", "rnews:datepublished", "article_date_original",
    "published-date", "publish_time", "displaydate", "originalpublicationdate",
    "enpproperty date", "hanweb mark date"), _STRONG) | dict.fromkeys((
        "og:release_date", "release_date", "sailthru.date", "dcterms.created", "dc.date.created", "citation_date",
        "firstpublishedtime"), _FAIR) | dict.fromkeys(("dc.date", "dcterms.date", "date"), _WEAK)
_IN_URL: Final = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0[1-9]|[12]\d|3[01]|[1-9](?!\.[a-z]))(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.]|$)"),
    re.compile(r"[/_]t((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_"))
_PAGES: Final = frozenset(("webpage", "itempage", "aboutpage", "medicalwebpage", "videoobject", "imagegallery", "creativework"))
_UCAP_CLOCK: Final = re.compile(r"(\d-\d\d?)-(\d\d:\d\d)")
_BUILT: Final = "页面生成时间"
"""What stands before the time of the page's own build, in UCAP's tag `others`."""
_MONTH: Final = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])(?=/|\d\d/)")
"""The month in the address of an article."""
_MOST_TIMES: Final = 40
_UPDATE: Final = 50
"""How much a `time` element counts that is called `updated`, as hAtom has it, where the page has no other near its headline."""

Stated = tuple[Moment, str, str, int]
"""A day, the page's words for it, the rule, and how much it counts."""


def spaced(value: str) -> str:
    """UCAP writes `2021-08-01-06:08:00`."""
    return _UCAP_CLOCK.sub(r"\1 \2", value) if _UCAP_CLOCK.search(value) is not None else value


def stated(metadata: Metadata, url: str) -> Iterator[Stated]:
    """The days of tags, JSON-LD and address; never a build time: those have tags of other names."""
    for name, value in metadata.among(_TAGS):
        moment = first(spaced(value))
        if moment and not (name == "pubdate" and _is_build(moment, value, metadata, url)):
            moment = moment._replace(clock=None) if value.endswith(_MIDNIGHT) else moment
            yield moment, value, rule_of(name), _CREATED if _is_preset(moment) else _TAGS[name]
    yield from _linked(metadata)
    for pattern in _IN_URL if may_have_day(url) else ():
        match = pattern.search(url)
        moment = first("-".join(match.groups())) if match else None
        if match and moment:
            yield moment, match[0].strip("/_"), ADDRESS, _IN_ADDRESS
            break


def _is_build(moment: Moment, value: str, metadata: Metadata, url: str) -> bool:
    """Whether `PubDate` says when the page was built: it has the second of the build, and the address has another month. Some templates
    fill it in anew each time; a page that was built when it was published has its month in the address."""
    built = metadata.value("others")
    if built is None or moment.clock is None or not built.startswith(_BUILT) or not built.endswith(value):
        return False
    match = _MONTH.search(url)
    return match is not None and "-".join(match.groups()) != moment.day[:7]


def _is_preset(moment: Moment) -> bool:
    """Whether a day is what templates have before anybody fills them in: the first of a year, at midnight."""
    return moment.clock is not None and moment.clock.startswith("00:00") and moment.day.endswith("-01-01")


def _linked(metadata: Metadata) -> Iterator[Stated]:
    for key, strength in (("datePublished", _LINKED), ("dateCreated", _CREATED)):
        value = metadata.stated(key)
        moment = first(value) if value else None
        if value and moment:
            yield moment, value, f"json-ld {key}", strength
            return
    for node in metadata.documents:
        value = node.get("pubDate")
        moment = first(value) if isinstance(value, str) and "cambrian" in str(node.get("@context")) else None
        if isinstance(value, str) and moment:
            yield moment, value, "json-ld pubDate", _STRONG
            return
        value = node.get("datePublished") if _is_page(node) else None
        moment = first(value) if isinstance(value, str) else None
        if isinstance(value, str) and moment:
            yield moment, value, "json-ld datePublished", _PAGE
            return


def _is_page(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(kind, str) and kind.lower() in _PAGES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def times(page: Blocks, metadata: Metadata, title: int, start: int) -> Iterator[Stated]:
    """The days of `time` elements: those named as publication wherever they are, the one marked `pubdate` first, others near the
    headline. `title`, `start`: numbers of the headline's block and the text's first."""
    if not metadata.times:
        return
    places: dict[HtmlElement, Box] = {}
    marked = {element.get("datetime") for element in metadata.times if element.get("pubdate") is not None}
    updates: list[Stated] = []
    found = False
    for element in _about(page, metadata.times, title):
        stamp = element.get("datetime") or element.get("content")
        moment = first(stamp) if stamp else None
        if not stamp or moment is None:
            continue
        kind = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        named = "published" in kind or element.get("pubdate") is not None
        updated = "updated" in kind.split() and not named
        if "modified" in kind:
            continue
        places = places or {box.element: box for box in page.boxes}
        box = next((places[above] for above in element.iterancestors() if above in places), page.boxes[0])
        near = not box.hidden and -8 <= box.first - title <= 25 and box.first <= start + 2
        if updated:
            updates += [(moment, stamp, TIME, _UPDATE)] * near
        elif len(marked) == 1 and stamp in marked and not box.under & (COMMENT | SIDE):
            found = True
            yield moment, stamp, TIME, _PUBDATE
        elif named or near:
            found = True
            distance = min(abs(box.first - title), 20) + (12 if box.first < title else 0)
            yield moment, stamp, TIME, (TIME_NAMED if named else _TIME) - distance // (4 if named else 1) if near else 72
    if updates and not found:
        yield updates[0]


def _about(page: Blocks, times: list[HtmlElement], title: int) -> list[HtmlElement]:
    """The `time` elements that are looked at: all where there are few, else those that follow the headline, for lists of other articles
    stand above it on some pages."""
    if len(times) <= _MOST_TIMES or title >= len(page.blocks):
        return times[:_MOST_TIMES]
    headline = page.blocks[title].box.element
    order = {element: number for number, element in enumerate(headline.getroottree().getroot().iter("time", headline.tag))}
    at = order.get(headline, 0)
    return [element for element in times if order.get(element, 0) > at][:_MOST_TIMES // 2] or times[:_MOST_TIMES]
