"""The whole demonstration portal as a table of paths and answers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.demo import documents, listings
from crawler.demo.pages import FOOT, NAVIGATION, document, page_of
from crawler.demo.pictures import ico, jpeg, png
from crawler.demo.stories import HOST, SITE, Story, stories

ROBOTS = f"User-agent: *\nDisallow: /neibu/\n\nSitemap: http://{HOST}/sitemap.xml\n".encode()
STYLE = b"""@charset "utf-8";
@import url("base.css");
body { background: #fff url(../images/bg.png) repeat-x; font: 16px/1.8 sans-serif; }
.nav { background-image: url('/images/nav.png'); }
.share, .tools { color: #888; }
"""
BASE_STYLE = b"* { margin: 0; padding: 0; }\nul li { list-style-image: url(\"/images/dot.png\"); }\n"
SCRIPT = b"function fontsize(n) { document.getElementById('zoom').style.fontSize = n + 'px'; }\n"
COUNT = b"document.write(165);\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What one path answers."""

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    gzip: bool = False
    """Whether it is sent gzipped to those who accept it."""
    chunked: bool = False


def _tagged(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def _article(story: Story) -> Resource:
    """Every section's server has its own manners."""
    body, key = page_of(story), story.section.key
    if key == "yaowen":
        return Resource(body=body, gzip=True, etag=_tagged(body))
    if key == "zhengce":
        return Resource(body=body, last_modified=f"{story.day:%a, %d %b %Y} 01:00:00 GMT")
    if key == "gonggao":
        return Resource(body=body, type="text/html; charset=gb2312")
    if key == "hotnews":
        return Resource(body=body, chunked=True)
    return Resource(body=body, gzip=key == "wenhua", chunked=key == "wenhua")


def _statics() -> dict[str, Resource]:
    files: dict[str, Resource] = {
        "/robots.txt": Resource(body=ROBOTS, type="text/plain"),
        "/css/site.css": Resource(body=STYLE, type="text/css", gzip=True, etag=_tagged(STYLE)),
        "/css/base.css": Resource(body=BASE_STYLE, type="text/css", etag=_tagged(BASE_STYLE)),
        "/js/site.js": Resource(body=SCRIPT, type="application/javascript", etag=_tagged(SCRIPT)),
        "/js/count.js": Resource(body=COUNT, type="application/javascript"),
        "/favicon.ico": Resource(body=ico(), type="image/x-icon"),
        "/include/weather.html": Resource(body="<html><body>白鹭市 今天 多云 8～15℃</body></html>".encode()),
        "/neibu/t20260301_39999.shtml": Resource(body="<html><body>内部资料</body></html>".encode()),
    }
    names = ("bg", "nav", "dot", "blank", "paper", *[f"eye{number}" for number in range(8)])
    for number, name in enumerate(names):
        image = png(24, 24, number)
        files[f"/images/{name}.png"] = Resource(body=image, type="image/png", etag=_tagged(image))
    return files


def _home(told: list[Story]) -> dict[str, Resource]:
    links = "".join(f'<li><a href="{story.path}">{story.title}</a></li>' for story in told[:10])
    home = document("zh-CN", SITE, "", f"{NAVIGATION}<h2>最新</h2><ul>{links}</ul>{FOOT}").encode()
    english = [story for story in told if story.section.key == "hotnews"][:5]
    rows = "".join(f'<li><a href="{story.path}">{story.title}</a></li>' for story in english)
    home_en = document("en", "Bailu", "", f'<h1>Bailu</h1><a href="/english/hotnews/index.html">Hot News</a><ul>{rows}</ul>').encode()
    return {"/": Resource(body=home, gzip=True), "/english/": Resource(body=home_en)}


def _belongings(story: Story) -> dict[str, Resource]:
    """Pictures and attachments of one article."""
    files: dict[str, Resource] = {}
    for path, _ in story.pictures:
        image, kind = (jpeg(160, 96, story.number), "image/jpeg") if path.endswith(".jpg") else (png(80, 48, story.number), "image/png")
        files[path] = Resource(body=image, type=kind, etag=_tagged(image))
        if story.section.key == "wenhua":
            files[path.replace(".jpg", "@2.jpg")] = Resource(body=jpeg(320, 192, story.number), type=kind)
    for path, name in story.attachments:
        if path.endswith(".pdf"):
            files[path] = Resource(body=documents.pdf(f"Annex to notice {story.number}"), type="application/pdf")
        else:
            word = documents.docx([name, story.title, *story.paragraphs])
            files[path] = Resource(body=word, type="application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    return files


def _listings(told: list[Story], revised: bool) -> dict[str, Resource]:
    of = {key: [story for story in told if story.section.key == key and "/art_1002_" not in story.path]
          for key in ("yaowen", "zhengce", "gonggao", "hotnews", "wenhua", "fangtan")}
    elsewhere = [story for story in told if "/art_1002_" in story.path]
    if revised:  # the corrected article comes up again
        of["yaowen"].insert(0, of["yaowen"].pop(1))
    files = {**listings.hanweb(of["yaowen"]), **listings.trs(of["zhengce"]), **listings.plain(of["gonggao"]),
             **listings.english(of["hotnews"]), **listings.feed([*of["wenhua"], *elsewhere]),
             **listings.sitemaps(of["fangtan"], of["yaowen"][:5])}
    return {path: Resource(body=body, type=kind, gzip=path.endswith(".html")) for path, (kind, body) in files.items()}


@lru_cache(maxsize=2)
def resources(revised: bool = False) -> dict[str, Resource]:
    """Every path (of `dataproxy.jsp` with its page number) and what it answers; what is not here is 404."""
    told = stories(revised)
    table = {**_statics(), **_home(told), **_listings(told, revised)}
    for story in told:
        table[story.path] = _article(story)
        table |= _belongings(story)
    moved = told[6]
    table[f"/go/{moved.number}"] = Resource(body=b"", status=302, location=moved.path)
    return table


def key_of(target: str) -> str:
    """The path under which a request target stands in the table: queries count only where a listing reads them."""
    path, _, query = target.partition("?")
    page = re.search(r"(?:^|&)page=(\d{1,3})(?:&|$)", query)
    return f"{path}?page={page[1]}" if page and path == listings.PROXY else path
