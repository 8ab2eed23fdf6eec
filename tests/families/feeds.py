"""Sitemaps (an index, one part gzipped, one with news tags) and feeds (RSS in GB2312, Atom in two parts)."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import gzip

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, stories

PLAIN = stories(4, lambda number, day: f"/map/{day:%Y%m}/{100000 + number}.html", "地图", 1)
NEWS = stories(4, lambda number, day: f"/news/{day:%Y%m}/{200000 + number}.html", "新闻", 101)
RSS = stories(4, lambda number, day: f"/rss/{day:%Y%m}/{300000 + number}.html", "订阅", 201)
ATOM = stories(5, lambda number, day: f"/atom/{day:%Y%m}/{400000 + number}.html", "原子", 301)
HOST = "http://feeds.fangzhi.example"
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(holds: list[Story], *, news: bool = False) -> bytes:
    rows = "".join(f"<url><loc>{HOST}{story.path}</loc>" + (
        f"<news:news><news:publication_date>{story.day}</news:publication_date><news:title>{story.title}</news:title></news:news>" if news
        else f"<lastmod>{story.day}</lastmod>") + "</url>" for story in holds)
    return (f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{SCHEMA}" '
            f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>').encode()


def atom(holds: list[Story], following: str) -> bytes:
    rows = "".join(f'<entry><title>{story.title}</title><link href="{story.path}"/><published>{story.day}T09:30:00+08:00</published></entry>'
                   for story in holds)
    link = f'<link rel="next" href="{following}"/>' if following else ""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{link}{rows}</feed>'.encode()


def answer(request: Request) -> Answer:
    """As the portal's server."""
    index = "".join(f"<sitemap><loc>{HOST}/{name}</loc></sitemap>" for name in ("sitemap-1.xml.gz", "sitemap-news.xml"))
    rss = "".join(f"<item><title>{story.title}</title><link>{HOST}{story.path}</link><pubDate>{story.day}</pubDate></item>" for story in RSS)
    files = {
        "/sitemap.xml": (f'<sitemapindex xmlns="{SCHEMA}">{index}</sitemapindex>'.encode(), "text/xml"),
        "/sitemap-1.xml.gz": (gzip.compress(sitemap(PLAIN)), "application/x-gzip"),
        "/sitemap-news.xml": (sitemap(NEWS, news=True), "application/xml"),
        "/rss.xml": (f'<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel>{rss}</channel></rss>'.encode("gb18030"), "text/xml"),
        "/atom.xml": (atom(ATOM[:3], "/atom-2.xml"), "application/atom+xml"),
        "/atom-2.xml": (atom(ATOM[3:], ""), "application/atom+xml"),
    }
    body, kind = files.get(request.path, (b"", ""))
    return Answer(body, kind) if body else NOT_FOUND


SITE = Site(name="feeds-site", host="feeds.fangzhi.example", answer=answer, holds=[*PLAIN, *NEWS, *RSS, *ATOM],
            seeds=[("sitemap", "/sitemap.xml"), ("feed", "/rss.xml"), ("feed", "/atom.xml")])
