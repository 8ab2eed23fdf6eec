"""Sitemaps that come wrapped are read from a `site` seed too."""

from __future__ import annotations

import gzip

import pytest

from crawler.page import Page
from crawler.pages.read import read
from tests.test_health import SITE

SITEMAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' \
          "<url><loc>http://a.example/art/1.html</loc></url></urlset>"


@pytest.mark.parametrize("body", [
    gzip.compress(SITEMAP.encode(), mtime=0), SITEMAP.encode("utf-16"), gzip.compress(SITEMAP.encode("utf-16"), mtime=0)])
def test_a_wrapped_sitemap_gives_its_addresses(body: bytes) -> None:
    page = Page(url="http://a.example/sitemap.xml.gz", body=body, headers=(("Content-Type", "application/gzip"),))
    assert [link.url for link in read(page, SITE, "site").links] == ["http://a.example/art/1.html"]


@pytest.mark.parametrize("body", [gzip.compress(b"words, no sitemap", mtime=0), b"\x1f\x8b broken", b"\xff\xfe", "字".encode("utf-16")])
def test_what_only_looks_wrapped_gives_nothing(body: bytes) -> None:
    page = Page(url="http://a.example/x.gz", body=body, headers=(("Content-Type", "application/gzip"),))
    assert read(page, SITE, "site").links == ()
