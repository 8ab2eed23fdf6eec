"""The lists that the servers of the tests' families have, as pages: each seed's answer, and the scripts of their own that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from crawler.page import Page
from crawler.pages.read import read
from crawler.portal import Portal, Seed
from tests.families.serving import Answer, Request, Site
from tests.families.test_family_crawls import SITES

_SCRIPT = re.compile(rb"""<script[^<>]*\ssrc=["']?([^"'\s<>]+)""", re.IGNORECASE)
PORTAL = Portal(name="overgrown", title="overgrown", language="zh-Hans", hosts=tuple(site.host for site in SITES),
                seeds=(Seed(url=f"{SITES[0].address}/", kind="listing"),))


def lists() -> Iterator[tuple[str, Page]]:
    """Each with its name: site and path."""
    for site in SITES:
        for _, path in site.seeds:
            url = urljoin(site.address, path)
            answer = _asked(site, url)
            yield f"{site.name} {path}", _page(url, answer)
            for named in dict.fromkeys(_SCRIPT.findall(answer.body)):
                script = urljoin(url, named.decode("utf-8", "replace"))
                if urlsplit(script).hostname == site.host and (found := _asked(site, script)).status == 200:
                    yield f"{site.name} {urlsplit(script).path}", _page(script, found)


def read_as_list(page: Page) -> object:
    """What a crawl makes of it."""
    return read(page, PORTAL, "listing")


def _asked(site: Site, url: str) -> Answer:
    parts = urlsplit(url)
    pairs = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    return site.answer(Request("GET", parts.path, pairs, {}, b"", {}, parts.query))


def _page(url: str, answer: Answer) -> Page:
    return Page(url=url, body=answer.body, headers=(("Content-Type", answer.type),))
