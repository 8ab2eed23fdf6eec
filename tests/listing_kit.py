"""Listing pages for the families' tests, and what is asked of a listing."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from crawler.extract.markup.tree import parse
from crawler.families import answer_of, family_of, listing_of
from crawler.families.base import Listing
from crawler.page import Page
from crawler.reading import Link

ROWS = "".join(f'<li><a href="t2024010{day}_10{day}.html">消息{day}</a><span>2024-01-0{day}</span></li>' for day in (1, 2, 3))
PAGES = Path(__file__).parent / "listings"


def page_of(name: str, url: str) -> Page:
    return Page(url=url, body=(PAGES / name).read_bytes())


def listing(page: Page, family: str | None = None) -> Listing:
    return listing_of(page, parse(page), family_of(page, family))


def html(body: str, url: str = "http://h.cn/list/index.html") -> Page:
    return Page(url=url, body=f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode())


def answer(url: str, body: str | bytes, form: bytes | None = None) -> Listing:
    found = answer_of(Page(url=url, body=body if isinstance(body, bytes) else body.encode(), form=form))
    assert found is not None
    return found[1]


def rows(found: Listing) -> list[tuple[str, str | None, str | None]]:
    return [(urlsplit(row.url).path, row.title, row.date) for row in found.rows]


def asked(link: Link) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link.url).query)) | dict(parse_qsl((link.body or b"").decode()))
