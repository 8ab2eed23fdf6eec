"""The page that follows: by the anchors a reader would press, and by the counts that scripts print anchors from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses.address import Resolver, normalise
from crawler.addresses.links import Tree
from crawler.calls.call import Call, Told
from crawler.families.pagers.page_fields import chosen
from crawler.families.pagers.page_numbers import GAP, behind, behind_gap, page_number
from crawler.families.rows.text_days import BLANKS
from crawler.families.scripts.comments import first_said, is_commented
from crawler.page import Page
from crawler.reading import Link
from crawler.signs import Signs

FURTHEST = 5000
"""Pages of one listing at most; www.gov.cn's longest has some 900. A count beyond is a slip or a trap."""

_NEXT = re.compile(
    r"[\[【(（<«‹←\s]*(?:[下后]\s*一?\s*[页頁版]|(?:较早|更早|早期|较旧)的?(?:文章|新闻|信息|内容)|next(?:\s*page)?"
    r"|older(?:\s*(?:posts|entries|news|articles|stories))?)"
    r"[\s>»›＞→\])）】]*", re.IGNORECASE)
_BEGINNINGS = frozenset("[【(（<«‹←下后较更早nNoO") | BLANKS
"""What such words begin with."""
_ARROWS = frozenset((">", "›", "＞", "→", ">>", "»", "››", "＞＞"))
_DAY_BEFORE = frozenset(("前一天", "前一日", "<<前一天", "前一天>>", "[前一天]"))
"""Where news are listed by day."""
_OF_CALENDAR = re.compile(r"calendar|[?&](?:month|year|date|day|ym)=", re.IGNORECASE)
"""Where the arrows of a calendar lead, which turns months for ever."""
_NEXT_NAME = re.compile(r"(?:^|[\s_-])(?:next|pagenext|nextpage|p_next|btn_next)(?:$|[\s_-])", re.IGNORECASE)
_DISABLED = re.compile(r"(?:^|[\s_-])disabled?(?:$|[\s_-])", re.IGNORECASE)
_NEXT_PICTURE = re.compile(r"(?:\A|[/_-])(?:next|xia_?yi_?ye|xia_?ye|xyy)[_-]?(?:page|btn)?\.(?:gif|png|jpe?g)\Z", re.IGNORECASE)
"""The file of an arrow that is drawn."""
_LEADING = ("tagname", "data-href", "data-url", "data-link")
"""Attributes in which pagers keep addresses that a script leads to: easysite's `<a tagname="/list/index2.html">下一页</a>`."""
_NO_ADDRESS = frozenset("[]{}<> ")
_ONCLICK = re.compile(r"""["']((?:https?:/)?[\w./?=&%~-]*[./?][\w./?=&%~-]*)["']""")
# TRS: createPageHTML(50, 0, "index", "shtml"), counting from 0. Kaipu: createPageHTML('page_div', 34, 1, 'fstrw', 'shtml', 663),
# counting from 1. In both the page after N is NAME_(N+1).EXT; what differs is which number is the last.
# Numbers may stand in quotes; a style's name may stand before the number of articles: createPageHTML(5, 0, "index", "html", "black2", 89).
_CALL = re.compile(
    r"createPage(?:HTML)?\s*\(\s*(['\"][a-zA-Z_#.-][\w#.-]*['\"]\s*,\s*)?['\"]?(\d{1,6})['\"]?\s*,\s*['\"]?(\d{1,6})['\"]?\s*,"
    r"\s*['\"]([\w.-]{1,100})['\"]\s*,\s*['\"]\.?(\w{1,10})['\"]\s*(?:,\s*['\"][a-zA-Z_]\w*['\"]\s*)?(?:,\s*['\"]?(\d{1,9}))?",
    re.IGNORECASE)
_MOST_WORDS = 4_000_000
"""Characters of a page's text in which counts and calls are looked for."""
COUNTS = (b"createPage", b"countPage")
"""Signs of a call, or of a count, of which each page that has one bears one in its bytes."""
_NAME_ALONE = re.compile(r"(?<![\w$.'\"])[A-Za-z_$][\w$]{0,40}(?![\w$.'\"(])")
_NUMBERED = re.compile(r"(?:parseInt|Number)\s?\(\s?([\w$'\"]{1,40})\s?\)")
"""A name that a call turns into a number: `createPageHTML(parseInt(COUNT), …)`."""
_LONGEST_CALL = 300
_BEFORE_CALL = 2000
"""Characters before a call in which its names are given values."""
_CALLED = re.compile("createPage", re.IGNORECASE)
_MOST_CALLS = 100
"""Calls of a page that are looked at."""
# The script beside countPage that prints the anchors: "index_" + n + ".shtml", "<a href=\"index"+"_" + n + "."+"htm\">".
_PRINTED = re.compile(r"([\w-]{1,60})(?:['\"]\s?\+\s?['\"])?_['\"]\s*\+[^;\n]{1,60}?\+\s*['\"]\."
                      r"(?:['\"]\s?\+\s?['\"])?(s?html?|jsp)\b")
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(\d{1,6})", re.IGNORECASE)
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*['\"]?(\d{1,6})", re.IGNORECASE)
_FILE = re.compile(r"([^/?]*?)(?:([_-])(\d{1,6}))?\.(\w{1,6})(?:\?.*)?")
_TOTALS = (
    ((b"total", b"Total", b"TOTAL"),
     re.compile(r"total_?(?:Record|Count|Size|Num|Item)s?['\"]?\s*[:=]\s*['\"]?(\d{1,9})\b", re.IGNORECASE)),
    ((b"ecordCount", b"ecordcount", b"ecord_count", b"ECORDCOUNT"),
     re.compile(r"record_?count['\"]?\s*[:=]\s*['\"]?(\d{1,9})\b", re.IGNORECASE)),
    (("共".encode(),), re.compile(r"共\s{0,4}有?\s{0,4}(\d{1,9})\s{0,4}(?:条|篇|个?记录|则|项|件|[筆笔])")),
    (("共".encode(),), re.compile(r"共\s{0,4}\d{1,4}\s{0,4}[页頁]\s{0,4}[,，/]?\s{0,4}(\d{1,9})\s{0,4}(?:条|篇|个?记录|则|项|件)")),
    (("总".encode(),), re.compile(r"(?:总记录数|总条数|记录总数|总数(?=\s{0,4}[:：]))\s{0,4}[:：]?\s{0,4}(\d{1,9})(?!\s?[页頁\d])")),
    ((b"total", b"Total", b"TOTAL"),
     re.compile(r"total\s{0,4}:?\s{0,4}(\d{1,9})\s{1,4}(?:records|items|articles|results|entries)\b", re.IGNORECASE)),
    # was5 and other searches: what was found
    (("到".encode(),), re.compile(r"到(?<=[查找索询]到)(?:相关)?(?:结果|信息|记录|文章|内容)?[约共有为：:\s]{0,9}(\d{1,9})"
                                  r"\s{0,4}(?:条|篇|项|个|件|则)")))
"""Each behind that of which it needs one: a cheap look before an expression that is not."""
_PAGER = "上一页".encode()
_BEFORE_PAGER, _ITS_TOTAL = re.compile(r"条\s{0,4}(?:首页\s{0,4})?上一页"), re.compile(r"(?<![\d第])(\d{1,9})\s?\Z")
"""The total before the pager of phpcms, sought from its unit on."""


_NUMBERED_BY_DASH = re.compile(r".*-index$")
"""Names of lists whose pages are told by a hyphen: `column-index-2.shtml` (Chengdu)."""
_PAGES = (
    # Each from a letter of its own on: so it is sought as fast as that letter.
    (("共".encode(),), re.compile(r"共\s{0,4}(?:计|有|页数[:：])?\s{0,4}(\d{1,4})\s{0,4}[页頁]")),
    (("分".encode(),), re.compile(r"(?<=[\s条篇])分\s{0,4}(\d{1,4})\s{0,4}[页頁]")),
    (("总".encode(),), re.compile(r"总\s{0,4}(?:计|有|页数[:：])?\s{0,4}(\d{1,4})\s{0,4}[页頁]")),
    (("总".encode(),), re.compile(r"总页数\s{0,4}[:：]\s{0,4}(\d{1,4})(?!\d)")),
    ((b"page", b"Page", b"PAGE"), re.compile(
        r"(?:p(?<!\wp)age|P(?<!\wP)age|P(?<!\wP)AGE)[sS]?\s{0,4}\d{1,4}\s{0,4}(?:/|[oO][fF])\s{0,4}(\d{1,4})(?!\d)")))
_SIGNS = Signs((_PAGER, *(sign for signs, _ in (*_TOTALS, *_PAGES) for sign in signs)))
# 1/33, sought from its slash on: there are few of them in a text.
_LAST = re.compile(r"/\s{0,4}([1-9]\d{0,3})(?![\d/.-])")
_HERE = re.compile(r"(?<![\d/.-])([1-9]\d{0,3})\s{0,4}\Z")
_FEW_PLACES = 2
"""Different pairs such as 3/15 up to which one of them tells page and pages: more are the days of a list's rows."""


_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
"""What `itertext` gives for the elements of a page, at a third of what that costs."""


def words_of(root: HtmlElement) -> str:
    """All text of a page, scripts included, in which counts and calls are looked for; a blank where elements meet, so that a row's
    day and the pager behind it stay apart."""
    return " ".join(cast(list[str], _TEXTS(root)))[:_MOST_WORDS]


@lru_cache(maxsize=1)
def _borne(words: str) -> frozenset[bytes]:
    """The signs of totals and pages in a text; remembered for the second who asks."""
    return _SIGNS.borne_by(words.encode("utf-8", "replace"))


def claimed_total(words: str) -> int | None:
    """The number of articles that the page says its list has; the largest where it says several; None when it says none."""
    borne = _borne(words)
    numbers = [int(match) for signs, pattern in _TOTALS if not borne.isdisjoint(signs) for match in pattern.findall(words)]
    if _PAGER in borne:
        totals = (_ITS_TOTAL.search(words, max(0, match.start() - 12), match.start()) for match in _BEFORE_PAGER.finditer(words))
        numbers += [int(match[1]) for match in totals if match is not None]
    return max(numbers, default=None)


def last_page(words: str) -> int | None:
    """The number of pages that the page says its list has, 共33页 or 1/33; None when it says none."""
    borne = _borne(words)
    stated = [match for signs, pattern in _PAGES if not borne.isdisjoint(signs) and (match := pattern.search(words))]
    if stated:
        match = min(stated, key=lambda each: each.start())
        return int(match[match.lastindex or 1])
    found, end = None, 0
    days: set[tuple[int, int]] = set()
    for match in _LAST.finditer(words):
        here = _HERE.search(words, max(end, match.start() - 8), match.start())
        if here is None:
            continue
        end, pair = match.end(), (int(here[1]), int(match[1]))
        if pair[0] <= 12 and pair[1] <= 31:
            days.add(pair)
        elif pair[0] <= pair[1]:
            found = pair[1]
    if found is None and len(days) <= _FEW_PLACES:
        found = max((pages for number, pages in days if number <= pages), default=None)
    return found


_ADDRESS = re.compile(r"[./?=]")
_MOST_ELEMENTS = 20_000


_FROM_ONE = Call(told=Told(from_one=True))
"""What goes with the further pages of a list that counts its pages from 1 in TRS's own call, as other systems do: `createPageHTML(5, 1,
"index", "html")` on `index.html`. Later ones look alike in both, and only their last differs."""


class Counted(NamedTuple):
    """What a count in a script tells."""

    next: Link | None
    total: int | None
    """Articles."""
    pages: int


def implied(url: str) -> Link:
    """A listing page made from a count."""
    return Link(url=url, kind="listing", hop="I")


def by_count(words: str, resolver: Resolver, url: str, *, from_one: bool = False, usual: str = "html") -> Counted | None:
    """The next page by the page's `createPageHTML` call or `countPage`, and what it claims.

    None when neither is there; no link on the last page. The call decides, not the name: see the formats above. `from_one`: whether the
    list is known to count its pages from 1, which its first page alone tells: `index.html` says 1 there. `usual`: what files end with where
    neither the address nor the script says it.
    """
    calls = list(islice(_CALLED.finditer(words), _MOST_CALLS))
    for begun in sorted(calls, key=lambda each: is_commented(words, each.start())) if len(calls) > 1 else calls:
        call = _CALL.match(words, begun.start()) or _CALL.match(_with_values(words, begun.start()))
        if call is None:
            continue
        if call[6] is None and (whole := _CALL.match(_with_values(words, begun.start()))) is not None:
            call = whole  # var total = "35"; createPageHTML('page_div', 3, 1, 'list', 'shtml', total)
        lead, count, current, name, ending, total = call.groups()
        from_one = not lead and (from_one or (current == "1" and _is_first(url)))
        last = int(count) if lead or from_one else int(count) - 1
        following = int(current) + 1
        sign = "-" if _NUMBERED_BY_DASH.match(name) else "_"
        target = resolver.resolve(f"{name}{sign}{following}.{ending}") if following <= min(last, FURTHEST) else None
        link = implied(target)._replace(call=_FROM_ONE if from_one else None) if target else None
        return Counted(link, int(total) if total else None, int(count))
    count_match = first_said(_COUNT, words) if "countpage" in words.lower() else None
    if count_match is None:
        return None
    name, number, ending = _file(words, url, usual)
    current_match = first_said(_CURRENT, words)
    following = (int(current_match[1]) if current_match else number) + 1
    target = resolver.resolve(f"{name}_{following}.{ending}") if following <= min(int(count_match[1]) - 1, FURTHEST) else None
    return Counted(implied(target) if target else None, None, int(count_match[1]))


def _is_first(url: str) -> bool:
    """Whether an address has no number that a list's later pages have."""
    file = _FILE.fullmatch(url.partition("?")[0].rpartition("/")[2])
    return file is None or file[3] is None


def _with_values(words: str, at: int) -> str:
    """A call with what its names were given in the script before it: `var pages = 33, here = 0; createPageHTML(pages, here, …)`,
    name and ending of the files among it."""
    name, bracket, given = words[at : at + _LONGEST_CALL].partition("(")
    said = words[max(0, at - _BEFORE_CALL) : at]

    def value(match: re.Match[str]) -> str:
        found = re.findall(rf"(?<![\w$.]){re.escape(match[0])}\s{{0,3}}=\s{{0,3}}"
                           r"(?:(?:(?:parseInt|Number)\s?\(\s?)?['\"]?(\d{1,6})\b|(['\"][\w.#-]{1,100}['\"]))",
                           said)
        return found[-1][0] or found[-1][1] if found else match[0]

    given = _NUMBERED.sub(r"\1", given).partition(")")[0]
    return f"{name}{bracket}{_NAME_ALONE.sub(value, given)})" if _NAME_ALONE.search(given) else ""


def _file(words: str, url: str, usual: str) -> tuple[str, int, str]:
    """Name, number and ending of this page's file; where the address names none, those that the page's script prints."""
    file = _FILE.fullmatch(url.partition("?")[0].rpartition("/")[2])
    if file is not None and file[1]:
        return file[1], int(file[3] or 0), file[4]
    printed = _PRINTED.search(words)
    return (printed[1], 0, printed[2]) if printed else ("index", 0, usual)


def by_anchor(root: HtmlElement, resolver: Resolver, url: str, *, pressed: bool = False) -> list[Link]:
    """The next page that the page's own links name: `rel=next`, 下一页, an arrow, the number after this page's; at most one. `pressed`:
    whether cells and other boxes with an address in their `onclick` are looked at where no link names one (Epoint)."""
    here = normalise(url)
    found = _by_elements(root.iter("a", "link", "area", "button", "span", "input"), root, resolver, here)
    if found or not pressed:
        return found
    return _by_elements((each for each in root.iter("td", "li", "div", "p") if each.get("onclick") and len(each) < 3), root, resolver, here)


def _by_elements(elements: Iterable[HtmlElement], root: HtmlElement, resolver: Resolver, here: str) -> list[Link]:
    weak: str | None = None
    numbers: dict[int, str] = {}
    only: HtmlElement | None = None
    gaps: list[str] = []
    for element in elements:
        strength = _strength(element)
        if strength == 0 and element.tag == "a" and GAP.fullmatch((element.text or "").strip()) and (target := _target(element, resolver)):
            gaps.append(target)
        if strength == 0 or (strength > 1 and _is_disabled(element)):
            continue
        target = _target(element, resolver)
        if target is None or (strength != 1 and normalise(target) == here):
            continue
        if strength == 3:
            return [Link(url=target, kind="listing")]
        if strength == 2:
            weak = weak or (None if _OF_CALENDAR.search(target) else target)
        else:
            numbers.setdefault(page_number((element.text or "").strip()) or 0, target)
            only = element
    target = weak or behind(numbers, here) or behind_gap(numbers, gaps, here) or behind(chosen(root, resolver), here)
    if target is None and only is not None and len(numbers) == 1 and _is_behind(only):
        target = next(iter(numbers.values()))
    return [Link(url=target, kind="listing")] if target and normalise(target) != here else []


def _is_behind(element: HtmlElement) -> bool:
    """Whether the only number of a pager stands behind that of this page, which leads nowhere: `<b>1</b> <a href="?page=2">2</a>`."""
    before = element.getprevious()
    number = page_number((element.text or "").strip())
    return before is not None and number is not None and not before.get("href") and (
        page_number("".join(islice(before.itertext(), 5)).strip()) == number - 1)


def _is_disabled(element: HtmlElement) -> bool:
    """Whether it cannot be pressed, as on a last page: `<li class="disabled"><a href="…">`."""
    parent = element.getparent()
    item = parent if parent is not None and parent.tag in ("li", "span") else element
    return element.get("aria-disabled") == "true" or element.get("disabled") is not None or any(
        _DISABLED.search(each.get("class") or "") is not None for each in (element, item))


def leads_here(root: HtmlElement, resolver: Resolver, url: str) -> bool:
    """Whether the page's 下一页 leads to the page itself, as some programs have it on the last one."""
    here = normalise(url)
    return any((target := _target(element, resolver)) is not None and normalise(target) == here
               for element in islice(root.iter("a"), _MOST_ELEMENTS) if _strength(element) == 3)


_NAMED_NEXT = ("data-next", "data-next-url", "data-next-page", "data-nexturl", "data-next-href")
"""Attributes in which a page keeps the address of what its script puts below the rows (加载更多)."""


def by_name(page: Page, tree: Tree) -> Link | None:
    """What a script loads next, where the page keeps its address in an attribute of that name."""
    if b"data-next" not in page.body:
        return None
    for element in islice(tree.root.iter("a", "button", "div", "span", "li", "ul", "p"), _MOST_ELEMENTS):
        value = next((value for name in _NAMED_NEXT if (value := element.get(name))), "").strip()
        url = tree.resolver.resolve(value) if _ADDRESS.search(value) else None
        if url is not None and normalise(url) != normalise(page.url):
            return Link(url=url, kind="listing")
    return None


def _strength(element: HtmlElement) -> int:
    """3: names the next page; 2: looks like it; 1: is a page number; 0: none of these."""
    relation = element.get("rel")
    if relation and "next" in relation.lower().split():
        return 3
    if element.tag == "link":
        return 0
    children = len(element)
    text = ("".join(islice(element.itertext(), 40)) if children else element.text or "")[:40] if children < 4 else ""
    drawn = element[0].get("alt") if children == 1 and not text.strip() and element[0].tag == "img" else None  # an arrow as a picture
    pressed = element.get("value") if element.tag == "input" else None
    for words in (text, pressed, element.get("title"), element.get("aria-label"), drawn):
        if words and words[0] in _BEGINNINGS and _NEXT.fullmatch(words):
            return 3
    if not text.strip() and not drawn and children == 1 and _NEXT_PICTURE.search(element[0].get("src") or ""):
        return 2
    name, text = element.get("class"), text.strip()
    if text in _ARROWS or text in _DAY_BEFORE or (name and _NEXT_NAME.search(name)):
        return 2
    return 1 if page_number(text) is not None and (element.text or "").strip() == text else 0


def says_next(words: str) -> bool:
    """Whether words are those of an anchor to the next page."""
    return _NEXT.fullmatch(words) is not None


def names_next(element: HtmlElement) -> bool:
    """Whether a reader would press it for the next page, by its words or by the name of its class."""
    return _strength(element) > 1


def _target(element: HtmlElement, resolver: Resolver) -> str | None:
    """Its href, or where that is but script the address in another attribute or in its onclick."""
    href = (element.get("href") or "").strip()
    if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
        return resolver.resolve(href)
    led = next((value for name in _LEADING if (value := element.get(name))), "").strip()
    if _ADDRESS.search(led) is not None and _NO_ADDRESS.isdisjoint(led):
        return resolver.resolve(led)
    script = ((element.get("onclick") or "")[:500] or href[:500]).replace("\\u0026", "&")
    match = _ONCLICK.search(script)
    return resolver.resolve(match[1]) if match else None
