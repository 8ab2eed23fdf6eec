"""Which page goes on with an article, and of which article a page is a further part. Never the next story. Pure; never raises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl

from lxml.html import HtmlElement

from archive.model import Article
from crawler.addresses.address import normalise
from crawler.extract.markup.tree import Tree
from crawler.families.pagers.paging import COUNTS, by_count, words_of
from crawler.families.rows.text_days import BLANKS
from crawler.pages.scripted_turns import Calls, options
from crawler.reading import Following
from crawler.signs import Signs

MOST_WORDS = 24
"""Characters of an anchor's words that are looked at: the longest that mean anything here have some twenty."""
_MOST_PIECES = 40
"""Pieces of text in an anchor that are put together; anchors that nobody closes hold the rest of the page, each of them."""

_ONWARDS = re.compile(
    r"[\[【(（<«\s]*(?:(?:继续|繼續|点击|點擊)?(?:阅读|閱讀|进入|進入|查看)?[下后]\s*一?\s*[页頁]|next\s*page|(?:查看|阅读|显示|点击(?:查看|阅读)?|浏览)?(?:余下|剩余|其余)(?:全文|内容|部分)|"
    r"(?:查看|阅读|显示|浏览|展开)全文|全文(?:阅读|浏览)|继续阅读|continue\s+reading|read\s+(?:the\s+)?(?:rest|full\s+(?:article|story|text)))"
    r"[\s>»›＞→…\])）】]*", re.IGNORECASE)
"""Words of a link that goes on with the same text, whatever its address."""
_WEAKLY = re.compile(r"[\[【(（\s]*(?:next|[>›»＞→▶►]{1,2})[\s>»›＞→\])）】]*", re.IGNORECASE)
"""Words that do so only where the address is that of a further part: they stand under the next story as well."""
_NUMBER = re.compile(r"[\[【(（\s]*(?:第\s*|page\s*)?(\d{1,3})\s*[页頁]?[\])）】\s]*", re.IGNORECASE)
_BACK = re.compile(r"[\[【(（<«‹\s]*(?:[上前]\s*一?\s*[页頁]|首\s*页|第一页|(?:prev(?:ious)?|first)(?:\s*page)?|[<‹«◀◄]{1,2})[\s\])）】]*",
                   re.IGNORECASE)
_PAGER = re.compile("|".join(f"(?P<{kind}>{one.pattern})" for kind, one in (
    ("number", _NUMBER), ("onwards", _ONWARDS), ("weakly", _WEAKLY), ("back", _BACK))), re.IGNORECASE)
"""Of each kind of words; no words are of two kinds."""
_BEGINNINGS = frozenset("0123456789[【(（<«‹>›»＞→▶►◀◄第下后查阅閱显点點浏余剩其展全继繼进進上前首pPnNcCrRfF")
"""What such words begin with: most links of a page are told by that."""
_LOOKED_INTO = _BEGINNINGS | BLANKS
"""First letters of the text of anchors that are looked into."""
_SCRIPTED = re.compile(r"\blocation(?:\.href)?\s*=\s*['\"]([^'\"\s]{1,500})['\"]")
_STEM = re.compile(r"(.*/[^/]*?)(\.(?:s?html?|xhtml|jsp|aspx?|php|do))?", re.DOTALL)
_TAIL = re.compile(r"[_-](?:p|page)?(\d{1,3})", re.IGNORECASE)
_WHOLE_TAIL = re.compile(r"[_-](?:all|full|whole|qw|quanwen)", re.IGNORECASE)
_BELOW = re.compile(r"/(?:page/?)?(\d{1,3})/?", re.IGNORECASE)
_NEVER = frozenset(("challenge", "error", "soft-404", "empty", "not-html", "listing", "home"))
"""Kinds of pages that are no part of an article."""
_TOLD = 6
"""Letters of a title that a shorter form of it must have."""
_PARAMETERS = frozenset(("page", "p", "pg", "pn", "pageno", "page_no", "pagenum", "page_num", "pageindex", "page_index", "currentpage",
                         "curpage", "cur_page", "paged", "pageid", "startpage"))


_COUNTS = Signs(COUNTS)


class Turn(NamedTuple):
    """A link of a pager."""

    kind: str | None
    """What its words say: `number`, `onwards`, `weakly` (onwards) or `back`."""
    number: str | None
    """The digits of a number."""
    url: str


Pager = tuple[Turn, ...]


def following(tree: Tree, first: str, pager: Pager, *, counts: bool = True) -> Following | None:
    """The page behind this one, of the article whose first page is `first`; None on the last page, and on the only one.

    `pager`: as `pager_of` gives it; `counts`: as `may_count` says of the page's bytes.
    """
    own = _place(tree.url, first)
    if own is not None and own.number < 0:
        return None
    here = own.number if own is not None else 0
    numbered: dict[int, Following] = {}
    pressed: Following | None = None
    onwards: str | None = None
    for kind, number, url in pager:
        place = _place(url, first) if kind != "back" else None
        if place is not None:
            onward = Following(url, place.sure)
            if kind != "number":
                if pressed is None and (place.number > here or place.number < 0):
                    pressed = onward
            elif number != "1" or here != 0:
                numbered.setdefault(place.number, onward)
        elif kind == "onwards" and onwards is None and _may_follow(url, tree.url, first):
            onwards = url
    ahead = [numbered[number] for number in sorted(numbered) if number > here]
    if pressed is not None or ahead:
        chosen = pressed or ahead[0]
        behind = [one.url for one in ahead if one.sure]
        return chosen._replace(later=tuple(behind[behind.index(chosen.url) + 1:]) if chosen.url in behind else ())
    if counts and (counted := _counted(tree, first, here)) is not None:
        return Following(counted, True)
    return Following(onwards, False) if onwards and own is None and not numbered else None


def first_of(tree: Tree, pager: Pager) -> str | None:
    """The first page of the article that this page is a further part of, by its own address and a link back; None when it is none."""
    url = tree.url
    for kind, _, target in pager:
        place = _place(url, target) if kind in ("number", "back") else None
        if place is not None and place.number >= 1 and not _place(target, url):
            return target
    return None


def is_part(page: Article, first: Article, *, sure: bool) -> bool:
    """Whether what was read goes on with an article: it holds something, and where its address does not tell, it bears the title."""
    if page.kind in _NEVER or not (page.body or page.images or page.attachments):
        return False
    if sure:
        return True
    ours, theirs = _letters(first.title), _letters(page.title)
    return bool(ours) and (theirs.startswith(ours) or (len(theirs) >= _TOLD and ours.startswith(theirs)))


def _letters(title: str | None) -> str:
    return "".join(filter(str.isalnum, (title or "").casefold()))


def pager_of(tree: Tree) -> Pager:
    """Each link of a page that could be a pager's, in order. One pass over its anchors, for what asks below."""
    found, calls = [], Calls(tree)
    # Nearly every link of a page is told by the first letter of its words.
    for element in [each for each in _links(tree) if (text := each.text) is None or text[0] in _LOOKED_INTO]:
        href = element.get("href")
        if not href:
            continue
        if href.startswith(("#", "javascript:")):
            scripted = _SCRIPTED.search(element.get("onclick") or href)
            href = scripted[1] if scripted is not None else None
        words = _words(element) if element.tag != "link" else "next" if (element.get("rel") or "").lower() == "next" else ""
        match = _PAGER.fullmatch(words) if words and words[0] in _BEGINNINGS else None
        if match is not None:
            href = calls.led_to(element) if href is None else href
            url = tree.resolver.resolve(href) if href else None
            if url is not None:
                found.append(Turn(match.lastgroup, match[2], url))
    for words, value in options(tree):
        number = _NUMBER.fullmatch(words)
        url = tree.resolver.resolve(value) if number is not None else None
        if number is not None and url is not None:
            found.append(Turn("number", number[1], url))
    return tuple(found)


def _links(tree: Tree) -> Iterable[HtmlElement]:
    """The anchors, and what a head names as its next page; in order."""
    if tree.named("area") or any((element.get("rel") or "").lower() == "next" for element in tree.named("link")):
        found: Iterable[HtmlElement] = tree.root.iter("a", "area", "link")
        return found
    return tree.named("a")


def _words(element: HtmlElement) -> str:
    text = element.text or ""
    if len(text) > 4 * MOST_WORDS:
        return ""
    if inner := len(element):
        child = element[0]
        if inner == 1 and not len(child):
            text = f"{text}{child.text or ''}{child.tail or ''}"
        else:
            text = "".join(islice(element.itertext(), _MOST_PIECES)) if inner < 5 else ""
    text = text.strip() or (element.get("title") or element.get("aria-label") or "").strip()
    if not text and inner == 1 and element[0].tag == "img":
        text = (element[0].get("alt") or "").strip()
    return text if len(text) <= MOST_WORDS else ""


class _Place(NamedTuple):
    """Where in an article a page stands."""

    number: int
    """What stands in the address; -1 for the whole text on one page."""
    sure: bool
    """Whether nothing else has such an address."""


class _Parted(NamedTuple):
    """An address taken apart."""

    url: str
    path: str
    query: str
    stem: str | None
    """The path without the ending of its file; None: it has no file."""
    ending: str | None


@lru_cache(maxsize=64)
def _parted(url: str) -> _Parted:
    url = normalise(url)
    path, _, query = url.partition("?")
    stem = _STEM.fullmatch(path)
    return _Parted(url, path, query, *(stem.groups() if stem is not None else (None, None)))


def _place(url: str, first: str) -> _Place | None:
    """Which part of the article that begins at `first` an address is, by its form: `c_1_2.htm` or `c_1_all.htm`, surely; and
    `c_1.htm?page=2` or `c_1/2`, which pages of comments have too. None: of none, or the first page itself."""
    if url == first:
        return None
    this, whole = _parted(url), _parted(first)
    if this.url == whole.url:
        return None
    if this.path == whole.path:
        return _asked(this.query, whole.query)
    if this.query != whole.query or this.stem is None or whole.stem is None:
        return None
    if this.ending == whole.ending:
        for stem in _stems(whole.stem):
            match = _TAIL.fullmatch(this.stem, len(stem)) if this.stem.startswith(stem) else None
            if match is not None:
                return _Place(int(match[1]), True)
        if this.stem.startswith(whole.stem) and _WHOLE_TAIL.fullmatch(this.stem, len(whole.stem)):
            return _Place(-1, True)
    base = whole.path.rstrip("/")
    match = _BELOW.fullmatch(this.path, len(base)) if not whole.ending and this.path.startswith(base) and base.count("/") > 3 else None
    return _Place(int(match[1]), False) if match is not None else None


def _stems(stem: str) -> Iterator[str]:
    """The stem to which a part's number is added: this one; of a first page that is called `_1` or `_0`, also without that."""
    yield stem
    name = stem.rpartition("/")[2]
    match = re.search(r"[_-](?:p|page)?[01]$", name)
    if match is not None and match.start() > 0:
        yield stem[: len(stem) - len(match[0])]


def _asked(query: str, asked: str) -> _Place | None:
    """The page that a query asks for, if it asks for nothing else that the first page's does not."""
    mine, theirs = dict(parse_qsl(asked, keep_blank_values=True)), dict(parse_qsl(query, keep_blank_values=True))
    differing = {name for name in (*mine, *theirs) if mine.get(name) != theirs.get(name)}
    name = next(iter(differing), "")
    if len(differing) != 1 or name.lower() not in _PARAMETERS:
        return None
    value = theirs.get(name, "1")
    if mine.get(name, "1") not in ("0", "1") or not value.isascii() or not value.isdigit() or len(value) > 3:
        return None
    return _Place(int(value), False)


def may_count(body: bytes, borne: frozenset[bytes] | None = None) -> bool:
    """Whether a page of these bytes may hold a call that counts its parts; False is certain. `borne`: the signs in its text, as
    `Tree.borne` tells them, where they are known."""
    return _COUNTS.may_stand_in(body) if borne is None else not borne.isdisjoint(COUNTS)


def _counted(tree: Tree, first: str, here: int) -> str | None:
    """The page that a `createPageHTML` call of this article counts up to."""
    if "createPage" not in tree.text and "countPage" not in tree.text:
        return None
    found = by_count(words_of(tree.root), tree.resolver, tree.url)
    if found is None or found.next is None:
        return None
    place = _place(found.next.url, first)
    return found.next.url if place is not None and place.number > here else None


def _may_follow(url: str, here: str, first: str) -> bool:
    """Whether a page called the next one can be a part: on the same host, and none of those that were read."""
    place = here.split("/", 3)[2:3]
    return url.split("/", 3)[2:3] == place and normalise(url) not in (normalise(here), normalise(first))
