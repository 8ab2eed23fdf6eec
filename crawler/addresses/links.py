"""Every address in one parsed page: anchors, requisites, attachments, refreshes. One tree, no second parse; never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import filterfalse, islice
from typing import Literal, Protocol, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses import css
from crawler.addresses.address import Resolver


class Tree(Protocol):
    """What is needed of a parsed page; `crawler.extract.markup.tree.Tree` gives it and more."""

    @property
    def root(self) -> HtmlElement:
        """The root element."""

    @property
    def text(self) -> str:
        """The decoded page."""

    @property
    def charset(self) -> str:
        """Name of the codec the page was read with."""

    @property
    def resolver(self) -> Resolver:
        """Resolves hrefs of the page: against its address or its `<base>`, in its charset."""

    def against(self, place: Resolver) -> Tree:
        """The same page, whose hrefs are resolved otherwise."""

    def named(self, tag: str) -> list[HtmlElement]:
        """The elements of one of some tags, `a`, `area`, `frame`, `iframe`, `link` and `meta` among them, in order."""

    def hrefs(self) -> list[str | None]:
        """The href of each element `a`, in order, None where it has none."""

    def embedding(self) -> list[HtmlElement]:
        """The elements that can name what the page needs to look as it did, frames left out, in order."""


_FILES = frozenset((
    "pdf", "doc", "docx", "docm", "dot", "dotx", "rtf", "xls", "xlsx", "xlsm", "xlt", "et", "ett", "csv", "ppt", "pptx",
    "pps", "ppsx", "dps", "wps", "wpt", "ofd", "ceb", "cebx", "caj", "odt", "ods", "odp", "epub", "txt", "zip", "rar",
    "7z", "tar", "gz", "tgz", "bz2", "mp4", "m4v", "mov", "wmv", "avi", "flv", "f4v", "mkv", "mpg", "mpeg", "rm",
    "rmvb", "webm", "3gp", "mp3", "m4a", "wma", "wav", "amr", "ogg", "m3u8", "apk", "exe", "dwg", "tif", "tiff", "shp",
    "kmz", "kml"))
_IMAGES = frozenset(("jpg", "jpeg", "png", "gif", "bmp", "webp", "svg", "ico", "avif", "jfif"))
_PAGES = frozenset(("html", "htm", "shtml", "xhtml"))
# Download gateways of Hanweb, JPaaS, Boda, Epoint and common ones; and a file's name handed to any of them.
_GATEWAY = re.compile(
    r"/module/download/down(?:file)?\.jsp|/download(?:file|attach|attachment)?(?:\.(?:jsp|do|action|aspx|ashx|php))?\?"
    r"|/_?content/download\.jsp|/attach(?:ment)?/download|/attach/attachdown|readattachfile\.action|virtual_attach_file\.vsb"
    r"|[?&](?:file_?name|file|fileurl|filepath|attach(?:ment)?name|path|name)=[^&]*\.(\w{2,4})(?:&|$)", re.IGNORECASE)
_GATEWAY_SIGNS = ("down", "attach", "file", "path=", "name=")
"""Of which each of these has one."""


def file_kind(url: str) -> Literal["attachment", "image"] | None:
    """What an absolute address tells of itself: a file that an article hands out (by its ending, or by the gateway that serves
    it), a picture, or None: a page as far as one can see."""
    mark = url.find("?")
    path = url if mark < 0 else url[:mark]
    dot = path.rfind(".")
    ending = path[dot + 1 :].lower() if dot > path.rfind("/") > 7 else ""
    if ending in _PAGES or (ending == "gz" and path[:-3].lower().endswith(".xml")):
        return None  # sitemap.xml.gz leads on
    if ending in _FILES:
        return "attachment"
    if ending in _IMAGES:
        return "image"
    match = _GATEWAY.search(url) if (mark >= 0 or "download" in url) and any(map(url.lower().__contains__, _GATEWAY_SIGNS)) else None
    if match is None or (match[1] and match[1].lower() not in _FILES):
        return None
    return "attachment"


_PICTURE_ATTRIBUTES = frozenset((
    "src", "data-src", "data-original", "data-original-src", "data-lazy", "data-lazy-src", "data-lazyload", "data-echo",
    "data-actualsrc", "data-img", "data-image", "data-bg", "data-background", "lazy-src", "lazysrc", "lay-src", "original",
    "_src", "src2", "lowsrc", "dynsrc", "poster", "xlink:href"))
_SET_ATTRIBUTES = frozenset(("srcset", "data-srcset", "data-lazy-srcset", "imagesrcset"))
_LINK_RELATIONS = frozenset((
    "stylesheet", "icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "fluid-icon", "preload",
    "modulepreload", "manifest", "image_src"))
_EMBEDS = {
    "script": "src", "embed": "src", "object": "data", "audio": "src", "track": "src", "input": "src", "bgsound": "src",
    "body": "background", "table": "background", "tr": "background", "td": "background", "th": "background"}
_STYLES = etree.XPath("//*/@style[contains(., '(')]", smart_strings=False)
_NEVER = re.compile(r"\s*(?:$|#|data:|javascript:|mailto:|tel:|about:|blob:)", re.IGNORECASE)
_LEADING = frozenset("/.hH?0123456789_")
"""First characters of nearly all hrefs, with which none of those begins."""
_OPENED = re.compile(r"(?:\bwindow\.open\s{0,3}\(\s{0,3}|\blocation(?:\.href)?\s{0,3}=\s{0,3})"
                     r"[\"'](?!javascript:|#|about:)([^\"'\s<>]{2,1000})[\"']")
_GIVEN = re.compile(r"\s*javascript:\s{0,3}(?:void\s{0,3}\(?\s{0,3})?[A-Za-z_$][\w$.]{0,40}\(\s{0,3}"
                    r"[\"']((?:https?:/)?/[^\"'\s<>]{2,1000})[\"']", re.IGNORECASE)
"""The address that the function of an anchor is given: `javascript:redirectpage("/a/1.html", "1")`."""
_LEVELS = 4
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s][^\"']*)", re.IGNORECASE)


def anchors(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each `a` and `area` that leads somewhere, with its href as written, or with the address that it opens when it is pressed."""
    for element in root.iter("a", "area"):
        href = element.get("href")
        if href and (href[0] in _LEADING or not _NEVER.match(href)):
            yield element, href
        elif (opened := _opened(element, href)) is not None:
            yield element, opened


def _opened(element: HtmlElement, href: str | None) -> str | None:
    """The address that an anchor opens when it is pressed: by what it does then, by what its function is given, or by its row."""
    pressed = element.get("onclick")
    match = _OPENED.search(pressed[:2000]) if pressed else None
    if match is None and href and "/" in href:
        match = _GIVEN.match(href)
    return match[1] if match is not None else _of_row(element) if not href and element.tag == "a" else None


def _of_row(anchor: HtmlElement) -> str | None:
    """The address that a row opens whose anchor leads nowhere: `<div onclick="window.open('/a/1.html')"><a title=…>`."""
    for above in islice(anchor.iterancestors(), _LEVELS):
        match = _OPENED.search(pressed[:2000]) if (pressed := above.get("onclick")) else None
        if match is not None:
            return match[1]
    return None


def hrefs(tree: Tree, spared: set[str] | None = None) -> list[str]:
    """Where the anchors of a page lead, as written, without fragments: in order, each once; those left out that are `spared`, to which
    those are added that differ by their fragment alone."""
    spared = set() if spared is None else spared
    written = [element.get("href") for element in tree.root.iter("a", "area")] if tree.named("area") else tree.hrefs()
    fresh = dict.fromkeys(filterfalse(spared.__contains__, written))  # of most pages hardly any
    plain: dict[str, None] = {}
    for href in fresh:
        if href and (href[0] in _LEADING or not _NEVER.match(href)):
            whole = href.partition("#")[0] if "#" in href else href
            if whole in spared:
                spared.add(href)
            else:
                plain[whole] = None
        elif href and "/" in href and (match := _GIVEN.match(href)) is not None:
            plain[match[1]] = None
    return list(plain)


def frames(tree: Tree) -> Iterator[str]:
    """Addresses of frames and iframes as written, also those that load late."""
    for element in tree.root.iter("iframe", "frame") if tree.named("iframe") or tree.named("frame") else ():
        for name in ("src", "data-src"):
            href = element.get(name)
            if href and not _NEVER.match(href):
                yield href


def requisites(tree: Tree, spared: Set[str] = frozenset()) -> list[str]:
    """What the page needs to look as it did, frames left out: addresses as written in order, each once; those left out that are
    `spared`."""
    found = dict.fromkeys(_embedded(tree))
    return [href for href in found if href not in spared and href and (href[0] in _LEADING or not _NEVER.match(href))]


def refresh(tree: Tree | None, header: str | None) -> str | None:
    """Where a Refresh header or `<meta http-equiv=refresh>` leads, as written; None when nowhere (it only reloads)."""
    values = [header] if header else []
    if tree is not None:
        values += [element.get("content") or "" for element in tree.named("meta")
                   if (element.get("http-equiv") or "").lower() == "refresh"]
    for value in values[:20]:
        match = _REFRESH.fullmatch(" ".join(value[:8000].split()).rstrip("\"'; "))
        if match is not None and not match[1].replace(".", "").isdigit():
            return match[1]
    return None


def _embedded(tree: Tree) -> Iterator[str]:
    for element in tree.embedding():
        tag = element.tag
        name = _EMBEDS.get(tag)
        if name is not None:
            href = element.get(name)
            if href:
                yield href
        elif tag == "link":
            href = element.get("href")
            if href and not _LINK_RELATIONS.isdisjoint((element.get("rel") or "").lower().split()):
                yield href
        elif tag == "style":
            yield from css.addresses(element.text or "")
        elif tag == "param":
            if (element.get("name") or "").lower() in ("movie", "src", "url", "filename"):
                yield element.get("value") or ""
        else:
            yield from _pictures(element)
    for style in cast(list[str], _STYLES(tree.root)):
        yield from css.addresses(style)


def _pictures(element: HtmlElement) -> Iterator[str]:
    for name, value in element.items():
        if name in _PICTURE_ATTRIBUTES:
            yield value
        elif name in _SET_ATTRIBUTES:
            for candidate in re.split(r",\s+|,(?=https?:|/)", value[:20_000]):
                words = candidate.split(None, 1)
                if words:
                    yield words[0].rstrip(",")
