"""From bytes to one tree: decoded once, bounded, with nothing of the text lost that a browser would show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses.address import Resolver, resolver
from crawler.extract.markup.charset import Decoded, decode
from crawler.extract.markup.flatten import has_many, limit_attributes, limit_depth, outside_raw
from crawler.extract.markup.streamed import CALLS, put_in_place
from crawler.page import Page
from crawler.signs import Signs

LARGEST: Final = 32 << 20
"""Bytes of a page that are parsed; what lies behind is not read."""
MOST_TAGS: Final = 45_000
"""Tags of a page that are parsed, as many again that end an element: half a second's work for parser and walk. The longest real pages
have 20,000 of both."""
_MOST_IN_RAW: Final = 4 * MOST_TAGS
"""Signs of tags within scripts and comments that are no tags: the records of a list are mark-up in a script (Hanweb)."""
_MOST_VALUES: Final = 400_000
"""Signs of equality on a page of `_MANY_TAGS` that is parsed whole: ten thousand tags with two hundred attributes are three seconds'
work."""
_MANY_TAGS: Final = 1000
_DEEPEST: Final = 2000
"""The parser gives up at 2048 levels and drops what follows."""

_SMALL: Final = 200_000
"""Bytes of a page that is not counted."""
_SHORTEST: Final = 3
"""Bytes that a tag takes at least, and an attribute with a value."""
_ANY, _START, _VALUE = re.compile(rb"<"), re.compile(rb"<(?!/)"), re.compile(rb"=")
_TAIL, _LONGEST_LETTER = 60, 4
"""Characters at a page's end in which its own `</body>` and `</html>` stand; and bytes of one at most."""

_SKIPPED_START: Final = re.compile(rb"[\s\x00]*")
_BINARY: Final = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"\xd0\xcf\x11\xe0", b"RIFF",
    b"\x00\x00\x01\x00",
           b"7z\xbc\xaf", b"OggS", b"ID3", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"BM", b"wOFF", b"wOF2", b"MZ",
           b"\x7fELF", b"WARC/")
_CONTROLS: Final = bytes((*range(1, 9), 11, *range(14, 27), *range(28, 32), 127))
"""Signs that stand in no page; escape (27) does in ISO-2022."""
_PROLOGUE: Final = re.compile(rb"<!--.*?-->|<\?[^>]*>|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
_FEED: Final = re.compile(rb"<(rss|feed|rdf:RDF|urlset|sitemapindex|datastore|opml)[\s>]")
_JSON: Final = re.compile(rb"[\[{]\s*(?:[\[{]\s*)?(?:\"|[\]}][\s\]}]*\Z)")
"""How JSON begins, whatever mark-up its strings hold; what stands in pairs of braces before a page are a template's words."""
_CALL: Final = re.compile(rb"(?:(?:var|let|const)\s+[\w$]{1,60}\s*=|[A-Za-z_$][\w.$]{0,60}\s*\()\s*[\[{]\s*[\[{]?\s*\"")
_XML_ROOT: Final = re.compile(rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)?<([A-Za-z][\w.:-]{0,60})[\s>]", re.DOTALL)
_PAGE: Final = re.compile(rb"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
"""How JSON begins that is handed to a script, and what no such answer has."""
_TAG: Final = re.compile(rb"<(?:!doctype|html|head|body|meta|title|div|p|table|br|span|a|h[1-6]|script|ul|section|article|font|"
    rb"center|td|tr)\b", re.IGNORECASE)
_END_SIGNS: Final = frozenset((b"</body", b"</html", b"</BODY", b"</HTML", b"</Body", b"</Html"))
_PRINTS: Final = b".write"
"""In each call by which a script prints: `document.write`."""
SIGNS: Final = (*sorted(_END_SIGNS), *CALLS, _PRINTS)
"""What a page is looked through for before it is parsed."""
_NEVER: Final = b"\0\0\0"
"""Stands on no page whose NULs are taken out. With it the signs begin in so many ways that the library looks for them in vector registers,
not for `<` and `$` first: 12 µs for 180 kB against 36."""
_SIGNS: Final = Signs((*SIGNS, _NEVER))
_END_SIZE: Final = len(b"</body")
_ENDS: Final = re.compile(rb"</(?:[Hh][Tt][Mm][Ll]|[Bb][Oo][Dd][Yy])\s*>")
# One of each for all pages: making one costs three times what a small fragment does. Each parse begins with an empty context and an
# empty log; threads wait for each other.
_PARSERS: Final = {ids: etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, collect_ids=ids) for ids in (True, False)}


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page. One tree serves article, links and listing; nobody changes it but `families.opened_rows`, behind the article."""

    root: HtmlElement
    """The root element; an empty `html` when the page is no mark-up."""
    charset: str
    """Name of the codec the page was read with."""
    charset_why: str
    """What decided on it, see `crawler.extract.markup.charset.Decoded.why`."""
    url: str
    """Address of the page."""
    base_url: str
    """Address that relative ones are resolved against: of the page, or of its `<base>`."""
    fault: tuple[str, str] | None = None
    """Page kind and reason when the bytes are no mark-up: `empty` or `not-html`; None when they are."""
    written: str | bytes = ""
    """The decoded page, NULs taken out; in UTF-8 where it came so."""
    resolver: Resolver = field(default_factory=lambda: resolver("", "utf-8"))
    """Resolves hrefs of this page."""
    prints: bool = True
    """Whether a script of the page may print into it: False is certain."""
    borne: frozenset[bytes] | None = None
    """Which of the signs that `parse` was told to look for stand in the page's bytes; None: that is not known."""
    _text: list[str] = field(default_factory=list, init=False, repr=False, compare=False)
    _named: dict[Any, list[HtmlElement]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _embedding: list[HtmlElement] = field(default_factory=list, init=False, repr=False, compare=False)
    _hrefs: list[str | None] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The decoded page, NULs taken out; for readers of scripts and for the rescue parser. Decoded when it is first asked for: most
        articles are read without."""
        if not self._text:
            self._text.append(self.written.decode("utf-8") if isinstance(self.written, bytes) else self.written)
        return self._text[0]

    def named(self, tag: str) -> list[HtmlElement]:
        """The elements of one of the tags `a`, `area`, `base`, `frame`, `iframe`, `link`, `meta`, `object`, `script`, `style`, `time`,
        `title`, in order: found once for all who ask."""
        if not self._named:
            self._named.update(_collected(self.root))
        return self._named[tag]

    def against(self, place: Resolver) -> Tree:
        """The same tree, whose hrefs are resolved otherwise."""
        return replace(self, resolver=place)

    def hrefs(self) -> list[str | None]:
        """The href of each element `a`, in order, None where it has none: read once."""
        if not self._hrefs:
            self._hrefs.extend([element.get("href") for element in self.named("a")])
        return self._hrefs

    def printing(self) -> list[HtmlElement]:
        """The scripts that print into the page, in order."""
        return [script for script in self.named("script") if "document.write" in (script.text or "")] if self.prints else []

    def embedding(self) -> list[HtmlElement]:
        """The elements of `EMBEDDING`, in order: found once."""
        if not self._embedding:
            self._embedding.extend(self.root.iter(*EMBEDDING))
        return self._embedding

    def comments(self) -> list[str]:
        """The texts of the page's comments."""
        self.named("meta")
        places = (self.root.itersiblings(etree.Comment, preceding=True), self._named[etree.Comment], self.root.itersiblings(etree.Comment))
        return [comment.text or "" for place in places for comment in place]


_SPARSE: Final = ("area", "base", "frame", "iframe", "link", "meta", "object", "script", "style", "time", "title", etree.Comment)
"""What is collected in one pass; anchors, the most frequent by far, are got together without a look at each."""
EMBEDDING: Final = frozenset((
    "audio", "bgsound", "body", "embed", "image", "img", "input", "link", "object", "param", "script", "source", "style", "table", "td",
    "th", "tr", "track", "video"))
"""Tags of what can name something that a page needs to look as it did, frames left out."""


def _collected(root: HtmlElement) -> dict[Any, list[HtmlElement]]:
    named: dict[Any, list[HtmlElement]] = {tag: [] for tag in _SPARSE}
    for element in root.iter(*_SPARSE):
        named[element.tag].append(element)
    named["a"] = list(root.iter("a"))
    return named


def cut(page: Page) -> Page:
    """The page with no more of it than is read, so that readers of its bytes do not go through the rest."""
    return page if len(page.body) <= LARGEST else replace(page, body=page.body[:LARGEST])


def parse(page: Page, *, ids: bool = True, signs: Signs = _SIGNS) -> Tree:
    """The tree of a page. Total: bytes that are no mark-up give an empty tree and a `fault`. Without `ids`, which take a twentieth of the
    parser's time, the function `id()` of XPath finds nothing in it. `signs`: `SIGNS`, and what else its bytes are to be looked through
    for, which costs nothing in the same pass; within none of it one of `SIGNS` begins."""
    fault = None if page.is_plainly_html else _fault(page.body)
    decoded = Decoded("", "utf-8", "empty") if fault else decode(_bounded(page.body), page.header("Content-Type"))
    written = decoded.written if b"\0" not in page.body else decoded.text.replace("\0", "")  # no codec makes a NUL of other bytes
    octets = written.encode("utf-8", "replace") if isinstance(written, str) else written
    found = signs.found(octets)
    root = _parsed(octets, None if found is None else found[1], ids)
    named = _collected(root)
    base = _base(named["base"], page.url, decoded.charset)
    tree = Tree(root=root, charset=decoded.charset, charset_why=decoded.why, url=page.url, base_url=base, fault=fault,
                written=written, resolver=resolver(base, decoded.charset), prints=found is None or _PRINTS in found[0],
                borne=found[0] if found is not None and octets is page.body else None)
    tree._named.update(named)
    return tree


def parsed(text: str) -> HtmlElement:
    """The root of the tree of some mark-up; an empty `html` when there is none."""
    octets = text.encode("utf-8", "replace")
    found = _SIGNS.found(octets)
    return _parsed(octets, None if found is None else found[1], True)


def _parsed(octets: bytes, signs: list[tuple[int, bytes]] | None, ids: bool) -> HtmlElement:
    """The same of mark-up in UTF-8. `signs`: where in it which signs stand; None where those are too many.

    Ends of `html` and `body` are passed over as in HTML 13.2.6.4: includes with a tail of their own close the page before its article
    (seen in the State Council's gazette).
    """
    last = octets[-_LONGEST_LETTER * _TAIL:].decode("utf-8", "ignore")[-_TAIL:]
    early, called = _early_and_called(signs, len(octets) - len(last.encode()))
    limited = limit_attributes(_endless(octets, signs) if early else octets)
    root = _tree(limited, ids)
    if _last_depth(root) >= _DEEPEST:
        root = _tree(limit_depth(limited), ids)
    if called:
        put_in_place(root, octets.decode("utf-8"))
    return root


def _early_and_called(signs: list[tuple[int, bytes]] | None, tail: int) -> tuple[bool, bool]:
    """Whether an end stands before the place `tail`, and whether a call does anywhere; both where signs are too many to be told."""
    if signs is None:
        return True, True
    early = called = False
    for place, sign in signs:
        if sign in _END_SIGNS:
            early = early or place <= tail - _END_SIZE
        elif sign in CALLS:
            called = True
    return early, called


def _endless(octets: bytes, signs: list[tuple[int, bytes]] | None) -> bytes:
    """Mark-up without the ends of `html` and `body`; those at the places of their signs, where these are known."""
    if signs is None:
        return _ENDS.sub(b"", octets)
    pieces, done = list[bytes](), 0
    for place, sign in signs:
        end = _ENDS.match(octets, place) if sign in _END_SIGNS and place >= done else None
        if end is not None:
            pieces.append(octets[done:place])
            done = end.end()
    return b"".join((*pieces, octets[done:]))


def _tree(octets: bytes, ids: bool) -> HtmlElement:
    try:
        root = etree.fromstring(octets, parser=_PARSERS[ids])
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return cast(HtmlElement, etree.Element("html") if root is None else root)


def _bounded(body: bytes) -> bytes:
    if len(body) > LARGEST:
        body = body[:LARGEST]
    if len(body) > _SMALL and has_many(body, b"<", MOST_TAGS, _SHORTEST):
        body = _few_tags(body)
    if has_many(body, b"=", _MOST_VALUES, _SHORTEST) and body.count(b"<") > _MANY_TAGS:
        body = _before(_VALUE, _MOST_VALUES, body)
    return body


def _few_tags(body: bytes) -> bytes:
    """As much of a page as has `MOST_TAGS` that begin an element, and as many again of both kinds."""
    tags = starts = 0
    for begin, end in outside_raw(body, _MOST_IN_RAW):
        every = body.count(b"<", begin, end)
        opening = every - body.count(b"</", begin, end)
        if tags + every > 2 * MOST_TAGS or starts + opening > MOST_TAGS:
            return body[:begin] + _before(_START, MOST_TAGS - starts, _before(_ANY, 2 * MOST_TAGS - tags, body[begin:end]))
        tags, starts = tags + every, starts + opening
    return body


def _before(sign: re.Pattern[bytes], most: int, body: bytes) -> bytes:
    """What stands before the first sign that is too many; all where there are no more."""
    excess = next(islice(sign.finditer(body), most, None), None)
    return body if excess is None else body[:excess.start()]


def _fault(body: bytes) -> tuple[str, str] | None:
    skipped = _SKIPPED_START.match(body, 0, 65_536)
    start = skipped.end() if skipped else 0
    head = body[start:start + 2048].removeprefix(b"\xef\xbb\xbf")
    if not head.strip():
        return "empty", "no bytes" if not body else "nothing but blanks"
    if head.startswith(_BINARY):
        return "not-html", "a file, by its first bytes"
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20 and head.count(0) <= len(head) // 20:  # UTF-16 has more zeros
        return "not-html", "a file, by the signs in it that no text has"
    feed = _FEED.match(_PROLOGUE.sub(b"", head).lstrip())
    if feed is not None:
        return "not-html", f"XML: {feed[1].decode()}"
    if _CALL.match(head) is not None and _PAGE.search(body) is None:
        return "not-html", "JSON or script"
    if (root := _XML_ROOT.match(head)) is not None and _TAG.match(b"<" + root[1] + b" ") is None and _PAGE.search(body) is None:
        return "not-html", f"XML: {root[1].decode()}"
    if head[:1] in b"{[" and (_JSON.match(head) is not None or not _TAG.search(body[:20_000])):
        return "not-html", "JSON or script"
    # UTF-16 that only a header declares shows its tags between NULs.
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _TAG.search(body.replace(b"\0", b"") if b"\0" in head else body):
        return "not-html", "no mark-up"
    return None


def _last_depth(root: HtmlElement) -> int:
    """Depth of the last element: where the parser gave up, if it did."""
    depth = 0
    element = root
    while len(element):
        element = element[-1]
        depth += 1
    return depth


def _base(elements: list[HtmlElement], url: str, charset: str) -> str:
    href = elements[0].get("href") if elements else None
    return (resolver(url, charset).resolve(href) or url) if href else url
