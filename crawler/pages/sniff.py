"""What the bytes of an answer are, whatever their label says (after WHATWG MIME Sniffing, section 7). Pure."""

from __future__ import annotations

import re
from typing import Literal

from crawler.page import Page
from crawler.pages import sitemap

Form = Literal["html", "css", "sitemap", "index", "feed", "json", "xml", "text", "other"]

_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0",
    b"RIFF", b"ID3", b"OggS", b"wOFF", b"wOF2", b"\x7fELF", b"MZ\x90", b"\x1f\x8b", b"BZh", b"\x00\x00\x01\x00",
    b"\x1aE\xdf\xa3", b"FLV\x01")
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|iframe|frameset|h[1-6]|div|table|p|a|br|ul|font|center|span|!--)"
    rb"[\s/>!-]", re.IGNORECASE)
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"))
_FEED_VERSION = b"jsonfeed.org/version"


def media_type(page: Page) -> str:
    """The type that the Content-Type header names, lower case, without parameters; empty when it names none."""
    return (page.header("content-type") or "").partition(";")[0].strip().lower()


def form_of(page: Page) -> Form:
    """The form of a body. Gzip files (sitemap.xml.gz) are `other` here: the caller unpacks where it expects a sitemap."""
    body, named = page.body, media_type(page)
    head = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0c")
    if not head or head.startswith(_MAGIC):
        return "other"
    if named == "text/css":
        return "css"
    if head[:1] == b"<":
        if page.is_plainly_html:
            return "html"
        root = sitemap.form_of(body)
        if root is not None:
            return root
        if named in _HTML_TYPES or _MARKUP.match(head):
            return "html"
        return "xml" if "xml" in named or head.startswith(b"<?xml") or b"<datastore" in head else "html"
    if named in _HTML_TYPES and head[:1] not in (b"{", b"["):
        return "html"
    return _form_by_type(named, head)


def _form_by_type(named: str, head: bytes) -> Form:
    if head[:1] in (b"{", b"[") or "json" in named:
        return "feed" if _FEED_VERSION in head else "json"
    if head[:4].lower() == b"http":
        return "text"
    if _MARKUP.search(head) and not named.startswith(("image/", "video/", "audio/", "font/")) and "script" not in named:
        return "html"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") and ("xml" in named or not named):
        return "xml"
    return "text" if named in ("text/plain", "") and b"\x00" not in head else "other"
