"""A small archive with one of each kind of thing that replay can get wrong, captured over four days."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.articles import ArticleWriter
from archive.catalog import Catalog
from archive.dedup import Keys
from archive.digest import text_digest
from archive.layout import Archive, Collection
from archive.model import Article, Attachment, Capture
from archive.warc import WarcWriter
from crawler.demo.pictures import png
from tests.warc.exchanges import captured, chunks
from tests.warc.keeping import INFO

HOST = "http://www.zj.example"
FIRST = datetime(2026, 11, 1, 4, 0, 0, 123456, UTC)
PICTURE = png(40, 30, 7)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>要闻 - 浙江</title><link rel="stylesheet" href="/css/site.css">
<script src="/js/site.js"></script></head><body><h1>标题一</h1><p id="text">正文一，今天召开会议。</p><p class="font">字</p>
<img id="picture" src="/img/图 1.png"><iframe src="/frame.html"></iframe><a href="/files/附件 1.pdf">附件</a>
<a id="onward" href="/art/2.html">下一篇</a></body></html>"""
OLD = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>第二篇</title></head>
<body><h1>第二篇</h1><p id="text">{}</p></body></html>"""
FORM = "webid=1&page=2&q=%E6%B5%99%E6%B1%9F"
LISTING = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>列表</title></head><body><ul id="text"></ul><script>
const fill = (kind, body) => fetch('/api/list', { method: 'POST', headers: { 'Content-Type': kind }, body }).then(answer => answer.json())
    .then(rows => rows.forEach(row => document.getElementById('text').insertAdjacentHTML('beforeend', `<li>${row}</li>`)));
fill('application/x-www-form-urlencoded', '""" + FORM + """').then(() => fill('application/json', '{"page": 3}'));
</script></body></html>"""
STYLE = b'@import url("base.css"); @font-face { font-family: F; src: url("/fonts/f.woff2"); } .font { font-family: F }'
BASE = b'#text { color: rgb(1, 2, 3) } h1 { background: url(../img/bg.png) }'
SCRIPT = b"document.addEventListener('DOMContentLoaded', () => { document.getElementById('text').dataset.run = 'yes'; });"
REQUISITES = {
    "/css/site.css": ("text/css", STYLE), "/css/base.css": ("text/css", BASE), "/js/site.js": ("application/javascript", SCRIPT),
    "/img/%E5%9B%BE%201.png": ("image/png", PICTURE), "/img/bg.png": ("image/png", PICTURE),
    "/fonts/f.woff2": ("font/woff2", b"wOF2" + bytes(range(200))), "/files/%E9%99%84%E4%BB%B6%201.pdf":
    ("application/pdf", b"%PDF-1.4 " * 99),
    "/frame.html": ("text/html", "<html><body><p>框</p></body></html>".encode()),
}


def second(days: int) -> str:
    """As replay addresses spell it."""
    return f"{FIRST + timedelta(days=days):%Y%m%d%H%M%S}"


def _answer(path: str, days: int, kind: str, body: bytes, *, status: str = "200 OK", fields: Sequence[str] = ()) -> Capture:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields, "", ""]).encode("latin-1")
    request = f"GET {path} HTTP/1.1\r\nHost: www.zj.example\r\n\r\n".encode()
    return captured(head + body, url=HOST + path, started=FIRST + timedelta(days=days), request=request)


def _plain(path: str, days: int, kind: str, body: bytes) -> Capture:
    return _answer(path, days, kind, body, fields=(f"Content-Length: {len(body)}",))


def _page(path: str, days: int) -> Capture:
    body = gzip.compress(PAGE.encode(), mtime=0)
    return _answer(path, days, "text/html; charset=utf-8", chunks(body[:100], body[100:]),
                   fields=("Content-Encoding: gzip", "Transfer-Encoding: chunked", "Content-Security-Policy: default-src 'self'"))


def _posted(kind: str, form: str, rows: list[str]) -> Capture:
    """A listing's data, asked for by a form."""
    body = json.dumps(rows, ensure_ascii=False).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    request = f"POST /api/list HTTP/1.1\r\nHost: www.zj.example\r\nContent-Type: {kind}\r\nContent-Length: {len(form)}\r\n\r\n{form}"
    return captured(head + body, url=f"{HOST}/api/list", method="POST", started=FIRST, request=request.encode())


def _unchanged(path: str, days: int) -> Capture:
    return _answer(path, days, "text/html", b"", status="304 Not Modified")


def _old(days: int, words: str) -> Capture:
    return _plain("/art/2.html", days, "text/html", OLD.format(words).encode("gb2312"))


def exchanges() -> list[Capture]:
    """All of them: the first day everything; the second the page again under another address and what it needs unchanged; the third
    the page unchanged; the fourth the older page with new words."""
    return [
        _page("/art/1.html", 0), *(_plain(path, 0, *told) for path, told in REQUISITES.items()), _old(0, "旧的正文。"),
        _plain("/list.html", 0, "text/html", LISTING.encode()), _posted("application/x-www-form-urlencoded", FORM, ["第二页"]),
        _posted("application/json", '{"page": 3}', ["第三页"]), _posted("application/x-www-form-urlencoded", "webid=1&page=9", ["别页"]),
        _answer("/old/1.html", 0, "text/html", b"", status="302 Found", fields=("Location: /art/1.html", "Content-Length: 0")),
        _page("/copy/1.html", 1), *(_unchanged(path, 1) for path in REQUISITES), _page("/%E6%96%B0%E9%97%BB/?id=%D5%E3", 1),
        _unchanged("/art/1.html", 2), _old(3, "新的正文。")]


def archive(root: Path, name: str = "浙江 新闻") -> Collection:
    """Write it, with lines for its articles; the index is left to the program."""
    collection = Archive(root).collection(name)
    collection.create()
    catalog = Catalog(Archive(root))
    holdings = catalog.holdings(collection)
    warc = WarcWriter(collection.path, prefix="exhibits", info=INFO, originals=holdings.captures)
    lines = ArticleWriter(collection, holdings, started=FIRST, extractor="fangzhi/0")
    told = {("/art/1.html", 0): ("标题一", "正文一，今天召开会议。"), ("/art/2.html", 0): ("第二篇", "旧的正文。"),
            ("/art/2.html", 3): ("第二篇", "新的正文。")}
    for capture in exchanges():
        ref = warc.submit(capture).result(20)
        title, body = told.get((capture.url.removeprefix(HOST), (capture.started - FIRST).days), ("", ""))
        if title and ref.record_type == "response":
            files = (Attachment(url=f"{HOST}/files/%E9%99%84%E4%BB%B6%201.pdf"),) if title == "标题一" else ()
            lines.add(Article(kind="article", url=capture.url, title=title, body=body, language="zh-Hans", attachments=files),
                      keys=Keys(address=capture.url), text_digest=text_digest(title, body), at=capture.started, status=200, ref=ref)
    warc.close()
    lines.close()
    catalog.close()
    return collection
