"""Other article extractors, asked for the same fields. Those that are not installed are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

Answer = dict[str, Any]
"""`title`, `date` (day), `body`, `breadcrumb` (list); missing or None where the extractor gives none."""
Extractor = Callable[[bytes, str], Answer]

_DAY = re.compile(r"((?:19|20)\d\d)[-/年.](\d{1,2})[-/月.](\d{1,2})")


def fangzhi(body: bytes, url: str) -> Answer:
    """This project."""
    from crawler.extract import extract
    from crawler.page import Page

    article = extract(Page(url=url or "http://localhost/", body=body))
    return {"title": article.title, "date": article.date, "body": article.body, "breadcrumb": list(article.breadcrumb)}


def _text(body: bytes) -> str:
    from crawler.extract.markup.charset import decode

    return decode(body, None).text


def _day(value: object) -> str | None:
    match = _DAY.search(str(value or ""))
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else None


def trafilatura(body: bytes, url: str) -> Answer:
    """adbar/trafilatura, default settings without comments."""
    from trafilatura import bare_extraction

    found = bare_extraction(body, url=url or None, include_comments=False, with_metadata=True)
    values = found.as_dict() if found is not None and hasattr(found, "as_dict") else found or {}
    return {"title": values.get("title"), "date": values.get("date"), "body": values.get("text")}


def readability(body: bytes, url: str) -> Answer:
    """buriy/python-readability."""
    import lxml.html
    from readability import Document

    document = Document(_text(body), url=url or None)
    tree = lxml.html.fromstring(document.summary(html_partial=True))
    return {"title": document.short_title(), "body": "\n".join(map(str, tree.itertext()))}


def resiliparse(body: bytes, url: str) -> Answer:
    """chatnoir-eu/chatnoir-resiliparse, main content."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(_text(body))
    return {"title": tree.title, "body": extract_plain_text(tree, main_content=True)}


def newspaper4k(body: bytes, url: str) -> Answer:
    """AndyTheFactory/newspaper4k."""
    from newspaper import Article

    article = Article(url or "http://localhost/", fetch_images=False)
    article.download(input_html=_text(body))
    article.parse()
    return {"title": article.title, "date": _day(article.publish_date), "body": article.text}


def gne(body: bytes, url: str) -> Answer:
    """GeneralNewsExtractor."""
    module = import_module("gne")

    found = module.GeneralNewsExtractor().extract(_text(body))
    return {"title": found.get("title"), "date": _day(found.get("publish_time")), "body": found.get("content")}


def magic_html(body: bytes, url: str) -> Answer:
    """opendatalab/magic-html."""
    import lxml.html
    module = import_module("magic_html")

    found = module.GeneralExtractor().extract(_text(body), base_url=url)
    return {"title": found.get("title"), "body": "\n".join(map(str, lxml.html.fromstring(found["html"]).itertext()))}


def htmldate(body: bytes, url: str) -> Answer:
    """adbar/htmldate: the day alone."""
    from htmldate import find_date

    return {"date": find_date(_text(body), url=url or None, original_date=True)}


def zyte_parsers(body: bytes, url: str) -> Answer:
    """zyte-parsers: the breadcrumb alone, of the element that its class or the first lead word names."""
    import lxml.html
    from zyte_parsers import extract_breadcrumbs

    tree = lxml.html.fromstring(_text(body))
    places: Any = tree.xpath("//*[contains(@class,'crumb') or contains(@id,'crumb') or contains(@class,'position')]"
                        " | //*[contains(text(),'位置')]/..")
    found = extract_breadcrumbs(places[0], base_url=url or None) if places else None
    return {"breadcrumb": [crumb.name for crumb in found or () if crumb.name]}


_ALL: dict[str, tuple[str, Extractor]] = {
    "trafilatura": ("trafilatura", trafilatura), "readability": ("readability", readability), "resiliparse": ("resiliparse", resiliparse),
    "newspaper4k": ("newspaper", newspaper4k), "gne": ("gne", gne), "magic-html": ("magic_html", magic_html),
    "htmldate": ("htmldate", htmldate), "zyte-parsers": ("zyte_parsers", zyte_parsers)}
PEERS: dict[str, Extractor] = {"fangzhi": fangzhi} | {name: extractor for name, (module, extractor) in _ALL.items() if find_spec(module)}
"""Installed extractors by name, this project first."""
