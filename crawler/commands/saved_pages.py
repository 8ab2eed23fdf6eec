"""Saved pages and what is told of them: what `fangzhi extract` does with one file and with each of a list."""

from __future__ import annotations

import gzip
import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.commands.options import noon
from crawler.page import Page
from crawler.portal import Layout, Portal

LARGEST = 64 << 20
"""Bytes of a file that are read, also of what a .gz unpacks to; extraction looks at no more."""
DEFAULT_ZONE = "Asia/Shanghai"


def page_of(data: bytes, url: str, content_type: str | None, captured: str | None) -> Page:
    """A saved page. `captured`: the day on which it was."""
    return Page(url=url, body=data, headers=(("Content-Type", content_type),) if content_type else (), captured_at=noon(captured))


def chosen(name: str, folders: tuple[Path, ...]) -> Portal:
    """The portal, or that of the portal file, of this name. Raises `crawler.portal_files.loader.PortalError`."""
    from crawler.portal_files.loader import portal_of

    return portal_of(name, folders)


def file_url(file: Path) -> str:
    """A page without an address: none of its relative links can be resolved."""
    return "" if str(file) == "-" else file.absolute().as_uri()


def octets_of(file: Path) -> bytes:
    """What a file holds, unpacked where its name says that it is packed. Raises OSError, EOFError, zlib.error."""
    with closing(gzip.open(file) if file.name.endswith(".gz") else file.open("rb")) as stream:
        return stream.read(LARGEST)


def article_of(page: Page, portal: Portal | None) -> dict[str, Any]:
    """The keys of an article in the order of its model, then `text_digest` and `extractor`."""
    from archive.digest import article_digest
    from crawler.extract import EXTRACTOR, extract

    layout, zone = read_by(page, portal)
    article = extract(page, layout, timezone=zone)
    return asdict(article) | {"text_digest": article_digest(article), "extractor": EXTRACTOR}


def read_by(page: Page, portal: Portal | None) -> tuple[Layout | None, str]:
    """By what layout and in which time zone a page is read."""
    if portal is None:
        return None, DEFAULT_ZONE
    from crawler.extract import layout_for
    from crawler.families import family_of

    return layout_for(portal.layouts, family_of(page, portal.family).layout, page.captured_at), portal.timezone


def line_of(value: dict[str, Any]) -> str:
    """One line of JSON that no reader cuts in two: U+2028 and U+2029 are escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
