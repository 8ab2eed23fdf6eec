"""Pages of a few paragraphs whose text's box ends in some line, for tests of what belongs to a text and what does not."""

from __future__ import annotations

from collections.abc import Iterable

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page


def read(title: str, text: Iterable[str], *, last: str = "", head: str = "2023-03-09", trail: str = "", html: str = "<html>") -> Article:
    """The article of such a page. `last`: the line at the end of the box; `head`: the head line; `trail`: mark-up above the headline."""
    lines = "".join(f"<p>{line}</p>" for line in (*text, last) if line)
    page = f"{html}<head><meta charset='utf-8'><title>{title}</title></head><body>{trail}<h1>{title}</h1><p>{head}</p>" \
           f"<div>{lines}</div></body></html>"
    return extract(Page(url="http://a.example/n/1.html", body=page.encode()))
