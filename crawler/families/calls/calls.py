"""Calls that scripts of a page make for a list and spell out: `$.ajax({…})`, `$.post(…)`, `fetch(…)`, `axios.get(…)`.

A call counts when it names a page to give; what a front-end template then makes of the answer is read from the answer itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.calls.call import Call, Told
from crawler.families.base import Listing
from crawler.families.calls import call_headers, cursors, listed_files, page_values, spelt_requests
from crawler.families.calls.counted_files import first
from crawler.families.calls.counters import begun_at, counted, given_to
from crawler.families.calls.next_call import OFFSETS, PAGES, SIZES, last_part
from crawler.families.rows.siblings import dated
from crawler.families.scripts import concatenated, requesters, script, script_names, written_out
from crawler.families.scripts.comments import is_commented
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.reading import Link
from crawler.signs import Signs

MOST = 10
"""Calls of one page."""

_VERB = re.compile(r"(ajax|getJSON|getScript|get|post|request|fetch|axios|\$http)\s*\(\s*", re.IGNORECASE)
_OF_OBJECTS = frozenset(("ajax", "getjson", "getscript", "get", "post", "request"))
_OBJECT = re.compile(r"[A-Za-z_$][\w$]{0,30}\s{0,40}\.\s{0,40}\Z")
_ALONE = re.compile(r"\b(?:fetch|axios|ajax)|\$http", re.IGNORECASE)
_LOADED = re.compile(r"\)\s{0,9}\.\s{0,9}load\s{0,3}\(\s{0,9}")
_LIST_NAME = re.compile(r"list|news|page|column|rows|part|item|more|data", re.IGNORECASE)
"""In the name of a file that has a list; heads, feet and menus are loaded as well."""
_MOST_FILES = 3
_DATA = re.compile(r"\.(?:js(?:on)?|xml)\Z|(?:list|news|article|data)\w{0,20}(?:\.(?:do|action|ashx|aspx|jsp|php))?/?\Z", re.IGNORECASE)
_FRAME = re.compile(r"(?:getElementById\(\s{0,3}['\"]([\w-]{1,60})['\"]\s{0,3}\)|\$\(\s{0,3}['\"]#([\w-]{1,60})['\"]\s{0,3}\))"
                    r"(?:\[0\])?\s{0,3}\.\s{0,3}(?:src\s{0,3}=(?!=)\s{0,9}|attr\(\s{0,3}['\"]src['\"]\s{0,3},\s{0,9})")
_OF_ELSE = re.compile(r"weather|visit|count|hits?\b|login|user|menu|nav|config|stat|lang|i18n|banner|tree|dict|area|captcha|token"
                      r"|jquery|\.min\.", re.IGNORECASE)
_USUAL_SIZE = 10
_SIZE = re.compile(r"\b(?:size|pageSize|limit)['\"]?\s{0,9}:\s{0,9}(\d{1,3})\b")
_MOST_OTHERS = 20
"""Scripts of a page whose names count in another."""
_MOST_SCRIPTS = 500
"""Scripts of a page that are looked at, each but once."""
_BEFORE = 112
"""Characters before a verb that are looked at for its object: `$`, `jQuery`, `axios` or any other name."""
_SCRIPT_MADE = re.compile(r"([A-Za-z_$][\w$]{0,40})\s{0,3}=\s{0,3}document\s?\.\s?createElement\(\s?['\"]script['\"]\s?\)", re.IGNORECASE)
_MOST_BETWEEN = 1000
"""Characters behind where a script element is made in which it is given its address."""
_OPENED = re.compile(r"\.\s{0,3}open\s{0,3}\(\s{0,9}['\"](GET|POST)['\"]\s{0,9},\s{0,9}", re.IGNORECASE)
_SIGNS = Signs((b"XMLHttpRequest", b"ajax", b"getJSON", b".post", b".get(", b"fetch(", b"axios", b".load(", b"$http", b".getScript("))
_CALLED_BACK = re.compile(rb"[?&](?:callback|jsonp?\w{0,12}|cb)=", re.IGNORECASE)
_BACK_TO = re.compile(_CALLED_BACK.pattern.decode("ascii"), re.IGNORECASE)
"""In the address of a script element that is made to be called back; others count who reads a page."""
_LONGEST_GIVEN = 400
_OWN = re.compile(r"\b(?:this|that|self|_this|_self|vm|me)\.|\$scope\.")


def listing(page: Page, tree: Tree) -> Listing | None:
    """The first call of each list that the page's scripts ask for; None when they spell none out."""
    if not (_SIGNS.may_stand_in(page.body) or (b"createElement" in page.body and _CALLED_BACK.search(page.body) is not None)):
        return None
    calls: dict[tuple[str, bytes | None], Link] = {}
    texts = list(scripts(tree))
    for text in texts:
        for link in _calls(text, tree, texts):
            calls[link.url, link.body] = link
            if len(calls) >= MOST:
                break
    return Listing(next=tuple(calls.values())) if calls else None


def scripts(tree: Tree, longest: int = 200_000) -> Iterator[str]:
    """The texts of the page's own scripts, as far as they are looked at, with what they read from the page."""
    yield from _told_scripts(SamePage(tree), longest)


class SamePage:
    """A page that is known again: by its tree, and by what its addresses are against."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.here = tree.resolver.resolve("")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SamePage) and self.tree.root is other.tree.root and self.here == other.here

    def __hash__(self) -> int:
        return hash((id(self.tree.root), self.here))


@lru_cache(maxsize=2)
def _told_scripts(page: SamePage, longest: int) -> tuple[str, ...]:
    """Remembered for all who look for a way on in them; of each page some six do."""
    texts = dict.fromkeys(element.text[:longest] for element in page.tree.named("script") if element.text)
    known: page_values.Known = {}
    return tuple(written_out.told(page_values.told(concatenated.told(text), page.tree, known)) for text in islice(texts, _MOST_SCRIPTS))


def _calls(text: str, tree: Tree, texts: list[str]) -> Iterator[Link]:
    """The calls of one script; `texts`: all of the page, whose names it may use."""
    names: dict[str, Any] | None = None
    said: dict[str, Any] = {}
    places = chain(_called(text), _loaded(text), _opened(text), _scripted(text), requesters.wrapped(text))
    for verb, at in _said_first(text, islice(places, 100)):
        if names is None:
            usual = dict.fromkeys(PAGES, 1) | dict.fromkeys(OFFSETS, 0)
            own = script_names.properties_in(text) if _OWN.search(text) else {}
            said = script_names.names_in(text, own | _of_others(text, texts) | usual | begun_at(text))
            names = counted(text, said, lambda: bool(dated(tree.root, tree.resolver))) | requesters.told(text, said)
        files = [spelt_requests.asked(url, "GET", None, False, tree) for url in listed_files.addresses(text, at, names)]
        files += [_file(verb, text, at, {**names, **given}, tree) for given in listed_files.by_years(text, at, tree)]
        yield from filter(None, files)
        for given in given_to(text, at, names) if not any(files) else ():
            link = (_call(verb, text, at, {**names, **given}, tree) or _by_number(verb, text, at, {**said, **given}, tree)
                    or _by_counter(verb, text, at, {**names, **given}, tree) or _by_last_row(verb, text, at, {**names, **given}, tree))
            if link is not None:
                yield call_headers.borne(link, text, at, {**names, **given}, opened=verb.startswith("open "))


def _of_others(text: str, texts: list[str]) -> dict[str, Any]:
    """What other scripts of the page give values: `var siteInfo = {projectName: …}` (Epoint)."""
    names: dict[str, Any] = {}
    for other in islice((each for each in texts if each is not text), _MOST_OTHERS):
        names |= _names_by_itself(other)
    return names


@lru_cache(maxsize=4 * _MOST_OTHERS)
def _names_by_itself(text: str) -> Mapping[str, Any]:
    """What a script alone gives values: remembered, for all others of the page ask."""
    return script_names.names_in(text)


def _said_first(text: str, places: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The calls without those that are commented out, unless all are."""
    found = list(places)
    return [(verb, at) for verb, at in found if not is_commented(text, at)] or found


def _called(text: str) -> Iterator[tuple[str, int]]:
    """Each verb that is called, alone or of an object, and where its arguments begin. Sought from the verb on: names are all over a
    script."""
    done = 0
    for match in _VERB.finditer(text):
        at, verb = match.start(), match[1].lower()
        if _ALONE.match(text, at) or (verb in _OF_OBJECTS and _OBJECT.search(text, max(done, at - _BEFORE), at)):
            done = match.end()
            yield verb, done


def _loaded(text: str) -> Iterator[tuple[str, int]]:
    """Each place at which an element is filled by an address: `$('#list').load('list.jsp?page=2 .rows', …)`."""
    return (("load", match.end()) for match in _LOADED.finditer(text)) if ".load" in text else iter(())


def _opened(text: str) -> Iterator[tuple[str, int]]:
    """Each request of the browser's own: `xhr.open('GET', '/list?page=' + page)`; the verb is its method."""
    return ((f"open {match[1].lower()}", match.end()) for match in _OPENED.finditer(text)) if ".open" in text else iter(())


def _scripted(text: str) -> Iterator[tuple[str, int]]:
    """Each address that a script gives a script element which it makes, to be called back: `s.src = '/list?cb=show&page=' + page`."""
    for made in islice(_SCRIPT_MADE.finditer(text), MOST) if "createElement" in text else ():
        given = re.compile(rf"(?<![\w$.]){re.escape(made[1])}\s?\.\s?(?:src\s{{0,3}}=(?!=)|setAttribute\(\s?['\"]src['\"]\s?,)\s{{0,9}}")
        yield from (("get", match.end()) for match in given.finditer(text, made.end(), made.end() + _MOST_BETWEEN)
                    if _BACK_TO.search(text, match.end(), match.end() + _LONGEST_GIVEN) is not None)


def loaded(tree: Tree) -> Iterator[str]:
    """The addresses of what the page's scripts put into it once, where they are named as lists are: `$('#news').load('/inc/list.html')`."""
    for text in scripts(tree):
        for _, at in islice(_loaded(text), MOST):
            value = script.value_at(text, at, {})[0]
            if isinstance(value, str) and _LIST_NAME.search(value.partition(" ")[0].rpartition("/")[2]):
                yield value.partition(" ")[0]


def framed(tree: Tree) -> Iterator[str]:
    """The addresses that the page's scripts give its frames: `document.getElementById('main').src = '/list.do?id=' + channelId`."""
    frames = {frame.get("id") for frame in tree.named("iframe")}
    for text in scripts(tree) if frames else ():
        names: dict[str, Any] | None = None
        for match in islice(_FRAME.finditer(text), MOST):
            if (match[1] or match[2]) in frames:
                names = script_names.names_in(text) if names is None else names
                value = script.value_at(text, match.end(), names)[0]
                if isinstance(value, str) and value:
                    yield value


def at_once(tree: Tree) -> tuple[Link, ...]:
    """The files that the page's scripts ask for and that name no page: all rows in one, `$.getJSON('/news/index.js?_=' + Date.now(), …)`.
    For pages that show no list themselves."""
    found: dict[str, Link] = {}
    for text in scripts(tree):
        names: dict[str, Any] | None = None
        for verb, at in _said_first(text, islice(_called(text), 20)):
            names = script_names.names_in(text) if names is None else names
            link = _file(verb, text, at, names, tree)
            if link is not None and len(found) < _MOST_FILES:
                found.setdefault(link.url, call_headers.borne(link, text, at, names))
    return tuple(found.values())


def _file(verb: str, text: str, at: int, names: dict[str, Any], tree: Tree) -> Link | None:
    """The file with all rows that a call asks for."""
    told = spelt_requests.told(verb, text, at, names)
    return spelt_requests.asked(*told, tree) if told is not None and told[1] == "GET" and _holds_rows(told[0]) else None


def _holds_rows(url: str) -> bool:
    """Whether an address is that of data, and seems to be a list's."""
    path = url.partition("?")[0]
    return _DATA.search(path) is not None and _OF_ELSE.search(path) is None


def within(text: str, names: Mapping[str, Any], tree: Tree) -> Link | None:
    """The first call that a function spells out, of all rows at once where it names no page. `text`: of the function; `names`: what
    names in it stand for."""
    for verb, at in islice(_called(text), 20):
        told = spelt_requests.told(verb, text, at, names)
        if told is not None and (link := spelt_requests.asked(*told, tree)) is not None:
            return call_headers.borne(link, text, at, names)
    return None


def _call(verb: str, text: str, at: int, names: dict[str, Any], tree: Tree) -> Link | None:
    told = spelt_requests.told(verb, text, at, names)
    link = spelt_requests.link_of(*told, tree) if told is not None else None
    if link is None or told is None or link.call is not None:
        return link
    numbered = [name for name, value in _asked_by(told) if last_part(name) in PAGES and value.isdigit()]
    other = _behind(verb, text, at, names) if len(numbered) > 1 else None
    counters = _counters(told, other) if other is not None else []
    is_told = not counters or (len(counters) == 1 and counters[0] == min(numbered, key=lambda name: PAGES.index(last_part(name))))
    return link if is_told else link._replace(call=Call(told=Told(counter=" ".join(counters))))


def _by_number(verb: str, text: str, at: int, names: dict[str, Any], tree: Tree) -> Link | None:
    """The call for the first of the files or folders that a script asks for by number, with what it sends."""
    link = first(text, at, names, tree)
    told = spelt_requests.told(verb, text, at, names) if link is not None else None
    if link is None or told is None or (told[1] == "GET" and not told[2]):
        return link
    sent = spelt_requests.made(link.url, *told[1:], tree)
    return link if sent is None else sent._replace(hop=link.hop, call=link.call)


def _by_counter(verb: str, text: str, at: int, names: dict[str, Any], tree: Tree) -> Link | None:
    """The call in which a field counts the pages of which the name does not tell it, but what it is given: `'?num=' + pageNum + '&size=' +
    pageSize` (mescroll). A size that only the running script knows is what its pager is told, else ten."""
    stated = _SIZE.search(text)
    names = dict.fromkeys(SIZES, int(stated[1]) if stated is not None else _USUAL_SIZE) | names
    one, other = spelt_requests.told(verb, text, at, names), _behind(verb, text, at, names)
    if one is None or other is None or one == other:
        return None
    link = spelt_requests.link_of(*one, tree)
    if link is not None:
        return link
    counting = _counters(one, other)
    made = spelt_requests.made(*one, tree) if len(counting) == 1 else None
    return None if made is None else made._replace(call=Call(told=Told(counter=counting[0])))


def _behind(verb: str, text: str, at: int, names: dict[str, Any]) -> spelt_requests.Request | None:
    """The call as it would be were the names one more that scripts give to pages' numbers."""
    raised = {name: names[name] + 1 for name in PAGES if type(names.get(name)) is int}
    return spelt_requests.told(verb, text, at, {**names, **raised})


def _counters(one: spelt_requests.Request, other: spelt_requests.Request) -> list[str]:
    """The fields that are one more in the other call: `'pageIndex=' + n + '&pageNumber=' + n`."""
    its = dict(_asked_by(other))
    return [name for name, value in dict(_asked_by(one)).items()
            if (number := number_of(value)) is not None and number_of(its.get(name)) == number + 1]


def _asked_by(told: spelt_requests.Request) -> list[tuple[str, str]]:
    """Names and values of a request's query and of what it sends."""
    return [*spelt_requests.QUERY.findall(told[0]), *spelt_requests.fields_of(told[2])]


def _by_last_row(verb: str, text: str, at: int, names: dict[str, Any], tree: Tree) -> Link | None:
    """The call whose next one bears something of the last row."""
    told = spelt_requests.told(verb, text, at, names)
    asked = _asked_by(told) if told is not None else []
    behind = cursors.told_by(text, asked) if asked else ""
    made = spelt_requests.made(*told, tree) if told is not None and behind else None
    return None if made is None else made._replace(call=Call(told=Told(behind=behind)))
