"""Sitemaps (sitemaps.org protocol 0.9, Google News extension) and feeds (RSS 0.9 to 2.0, RDF, Atom, JSON Feed,
Baidu's open news protocol), from bytes.

Never raises; entities are not expanded, nothing is loaded; what stands before a break is read. Bounded: `MOST` entries,
`LARGEST` bytes after decompression.
"""

from __future__ import annotations

import codecs
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Literal
from urllib.parse import urljoin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lxml import etree

from crawler.reading import MOST_ENTRIES

MOST = MOST_ENTRIES
"""Entries of one file: the protocol's own bound."""
LARGEST = 52_428_800
"""Bytes of one file: the protocol's own bound."""

Form = Literal["sitemap", "index", "feed"]

_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_FORMS: dict[bytes, Form] = {b"urlset": "sitemap", b"sitemapindex": "index", b"rss": "feed", b"feed": "feed", b"rdf": "feed"}
_NEWS_ITEM = re.compile(rb"<item>.{0,2000}<link>", re.DOTALL)
"""In the open news protocol of Baidu, whose root is `document`: items as those of RSS, beside `webSite` and `updatePeri`."""
# Every reference but the standard's five and numbers: an ampersand nobody escaped, or an entity that nobody here expands.
_OTHER_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_MARKUP = re.compile(r"</?(?:a|b|i|u|p|em|strong|font|span|br|img|sup|sub|div)\b[^<>]{0,1000}>", re.IGNORECASE)
_ENTITY = re.compile(r"&\w+;")
_CODING = re.compile(rb"\s*<\?xml\b[^<>]{0,100}?\bencoding\s*=\s*[\"']([\w.:-]{2,30})[\"'][^<>]{0,40}\?>", re.IGNORECASE)
_CODINGS = frozenset((b"utf-8", b"gb2312", b"gbk", b"gb18030"))
_CHINESE = frozenset((b"gb2312", b"gbk"))
"""Which GB18030 holds; a parser's own table of GB2312 has another dash than the servers'."""
_LONGEST_SIGN = 4
"""Bytes of one letter; a file that was cut may end within one."""
_END = re.compile(rb"</(?:[\w.-]+:)?(?:urlset|sitemapindex|rss|feed|rdf|document)\s*>\s*\Z", re.IGNORECASE)
_DATES = ("publication_date", "pubdate", "published", "date", "issued", "lastmod", "updated", "modified")
_CLOSINGS = (b"</url>", b"</sitemap>", b"</item>", b"</entry>")
_ENTRY = re.compile(r"(?:\{[^}]*\})?(url|sitemap|item|entry)")
_BARE = re.compile(r"(\d{4})\s?[/.年]\s?(\d{1,2})\s?[/.月]\s?(\d{1,2})(?!\d)|(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
"""A day as programs of portals print it where the standard wants an instant: 2024/5/6 9:05:00."""
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?\Z")
"""The same in digits alone: 20240506093000."""
_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address of a sitemap or feed, as written there."""

    href: str
    title: str | None = None
    date: str | None = None
    """Local day `YYYY-MM-DD` of publication, or of the last change where none is given."""
    is_sitemap: bool = False
    """Whether it leads to a further sitemap."""
    is_next: bool = False
    """Whether it leads to the next part of the same feed (RFC 5005, JSON Feed `next_url`)."""


def unpacked(body: bytes) -> bytes:
    """The file behind a gzip coding told by its magic; what could be read of a damaged one; at most `LARGEST` bytes."""
    for _ in range(2):
        if body[:2] != b"\x1f\x8b":
            break
        decoder = zlib.decompressobj(31)
        try:
            body = decoder.decompress(body, LARGEST)
        except zlib.error:
            return _salvaged(body)
    return body[:LARGEST]


def form_of(body: bytes) -> Form | None:
    """What an XML file is by its root element; None when it is neither sitemap nor feed. `body` is unpacked."""
    head = body[:65_536]
    if b"\x00" in head[:4]:
        head = head.replace(b"\x00", b"")
    match = _ROOT.match(head, _root_start(head))
    name = match[1].lower() if match else b""
    return "feed" if name == b"document" and _NEWS_ITEM.search(head) is not None else _FORMS.get(name)


def entries(body: bytes, timezone: str) -> list[Entry]:
    """Entries of an XML sitemap, sitemap index or feed in order. `body` is unpacked; days are told in `timezone` (IANA name)."""
    found: list[Entry] = []
    if b"\x00" not in body[:4]:  # else UTF-16 or UTF-32, left to the parser as it is
        body = _plain(_as_coded(body.strip(b" \t\r\n\x00")))
    try:
        for element in _elements(body):
            match = _ENTRY.fullmatch(element.tag)
            if match is not None:
                found.extend(_entry(element, match[1], timezone))
                element.clear()
                if len(found) >= MOST:
                    break
            elif _local(element) == "link" and element.get("rel") == "next" and element.get("href"):
                found.append(Entry(href=element.get("href", ""), is_next=True))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        pass  # what stands before the break was read
    return found[:MOST]


def lines(body: bytes) -> list[Entry]:
    """Entries of a text sitemap: one address a line, UTF-8; or UTF-16, as editors of Windows save it."""
    text = body[:LARGEST].decode(_charset_of_lines(body), "replace").lstrip("\ufeff")
    kept = (line.strip() for line in text.splitlines())
    return [Entry(href=line) for line in kept if line.lower().startswith(("http://", "https://"))][:MOST]


def _charset_of_lines(body: bytes) -> str:
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    return {b"h\x00": "utf-16-le", b"\x00h": "utf-16-be"}.get(body[:2].lower(), "utf-8-sig")


def json_feed(body: bytes, timezone: str) -> list[Entry]:
    """Entries of a JSON Feed (version 1 and 1.1); empty when it is none."""
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return []
    items = data.get("items") if isinstance(data, dict) else None
    found = []
    for item in (items if isinstance(items, list) else [])[:MOST]:
        href = (item.get("url") or item.get("external_url")) if isinstance(item, dict) else None
        if isinstance(href, str):
            title = item.get("title")
            found.append(Entry(href=href, title=title if isinstance(title, str) else None,
                               date=local_day(str(item.get("date_published") or item.get("date_modified") or ""), timezone)))
    following = data.get("next_url") if isinstance(data, dict) else None
    return [*found, Entry(href=following, is_next=True)] if isinstance(following, str) else found


def local_day(text: str, timezone: str) -> str | None:
    """The day in `timezone` of an RFC 3339 or RFC 822 instant, or of a bare day; None when it is no date."""
    text = text.strip()[:100]
    match = _INSTANT.match(text)
    try:
        if match is not None and match[5] is None:
            return datetime(int(match[1]), int(match[2]), int(match[3])).date().isoformat()  # noqa: DTZ001
        if match is None and (bare := _BARE.match(text) or _COMPACT.match(text)) is not None:
            year, month, day = (int(number) for number in bare.groups() if number)
            return datetime(year, month, day).date().isoformat()  # noqa: DTZ001
        when = datetime.fromisoformat(match[0].upper().replace(" ", "T")) if match is not None else parsedate_to_datetime(text)
        return (when.astimezone(_zone(timezone)) if when.tzinfo is not None else when).date().isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _elements(body: bytes) -> Iterator[etree._Element]:
    """Elements as they end, of a file fed in pieces, so that only what is not yet read lies in memory."""
    parser = etree.XMLPullParser(events=("end",), recover=True, resolve_entities=False, load_dtd=False, no_network=True,
                                 remove_comments=True, remove_pis=True, huge_tree=False)
    for start in range(0, len(body), 65_536):
        parser.feed(body[start : start + 65_536])
        for _, element in parser.read_events():
            if isinstance(element, etree._Element) and isinstance(element.tag, str):
                yield element


def _entry(element: etree._Element, kind: str, timezone: str) -> Iterator[Entry]:
    values: dict[str, str] = {}
    for child in element.iter(etree.Element):
        name, text = _local(child), (child.text or "").strip()
        if name == "link" and child.get("href") and (child.get("rel") or "alternate") == "alternate":
            values.setdefault("href", _joined(child))
        elif name == "guid" and (child.get("isPermaLink") or "true").lower() == "false":
            continue
        elif name == "title" and (title := _title(child)):
            values.setdefault(name, title)
        elif text:
            values.setdefault(name, text)
    about = element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    href = values.get("loc") or values.get("href") or values.get("link") or about or values.get("guid")
    if not href or (kind in ("item", "entry") and "href" not in values and not href.lower().startswith(("http:", "https:", "/", "."))):
        return
    href = href.replace("&amp;", "&")
    if _ENTITY.search(href):
        return
    when = next((values[name] for name in _DATES if name in values), "")
    yield Entry(href=href, title=values.get("title"), date=local_day(when, timezone), is_sitemap=kind == "sitemap")


def _title(element: etree._Element) -> str:
    """The words of a title, without the mark-up that it has as children or as text."""
    text = "".join(map(str, element.itertext()))
    if "<" in text:
        text = _MARKUP.sub("", text)
    return " ".join((unescape(text) if "&" in text else text).split())


def _joined(link: etree._Element) -> str:
    """Where a link leads, by the `xml:base` around it."""
    href = link.get("href", "").strip()
    try:
        return urljoin(link.base or "", href)
    except ValueError:
        return href


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _plain(body: bytes) -> bytes:
    """XML without document type, strange references spelled out, cut after its last whole entry if its end is missing."""
    if not _END.search(body, max(0, len(body) - 60)):
        end = max(body.rfind(closing) + len(closing) if closing in body else 0 for closing in _CLOSINGS)
        body = body[:end] if end else body
    start = body[:65_536].upper().find(b"<!DOCTYPE")
    if start >= 0:
        body = body[:start] + body[_doctype_end(body, start) :]
    return _OTHER_REFERENCE.sub(b"&amp;", body)


def _as_coded(body: bytes) -> bytes:
    """XML as UTF-8 where it declares another coding than it has, which breaks at the first letter: programs of portals print one
    declaration whatever they write. UTF-8 and GB18030 tell themselves: text of the one is hardly ever sound in the other."""
    declared = _CODING.match(body.removeprefix(b"\xef\xbb\xbf")[:200])
    name = declared[1].lower() if declared is not None else b"utf-8"
    if body.isascii() or name not in _CODINGS:
        return body
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        is_cut = error.end >= len(body) - _LONGEST_SIGN
        if name not in _CHINESE and (name != b"utf-8" or is_cut):
            return body
        try:
            text = body.decode("gb18030")
        except UnicodeDecodeError:
            return body
    else:
        if name == b"utf-8":
            return body
    return _CODING.sub(b"<?xml version='1.0'?>", text.encode(), count=1)


def _root_start(head: bytes) -> int:
    """Where the root element's tag begins: behind XML declaration, comments and document type."""
    at = head.find(b"<")
    while at >= 0:
        if head.startswith(b"<?", at):
            end = head.find(b"?>", at)
        elif head.startswith(b"<!--", at):
            end = head.find(b"-->", at)
        elif head.startswith(b"<!", at):
            end = _doctype_end(head, at)
        else:
            return at
        at = head.find(b"<", end) if end >= 0 else -1
    return len(head)


def _doctype_end(body: bytes, start: int) -> int:
    """Behind the document type that begins at `start`, with its internal subset; the end of the file when it never ends."""
    end = body.find(b">", start)
    subset = body.find(b"[", start, end) if end >= 0 else -1
    if subset >= 0:
        close = re.compile(rb"\]\s*>").search(body, subset)
        return close.end() if close else len(body)
    return end + 1 if end >= 0 else len(body)


def _salvaged(body: bytes) -> bytes:
    """What a damaged gzip file gives before its damage, read piece by piece."""
    decoder, pieces, size = zlib.decompressobj(31), [], 0
    for start in range(0, len(body), 4096):
        try:
            piece = decoder.decompress(body[start : start + 4096], LARGEST - size)
        except zlib.error:
            break
        pieces.append(piece)
        size += len(piece)
        if size >= LARGEST:
            break
    return b"".join(pieces)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("Asia/Shanghai")
