"""Bodies that are not what they say, or too much of it."""
# ruff: noqa: E501 (a table: one fault a line)

import gzip
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache

from crawler.demo.pictures import jpeg, png
from tests.faults.answers import article, document, fixed, page, whole
from tests.faults.codings import gzip_bomb
from tests.faults.model import Exchange, add


def _page(name: str, owed: str, does: str, body: bytes, kind: str | None = "text/html; charset=utf-8", **more: object) -> None:
    add(name, "content", owed, does, page(body, kind), **more)


TAIL = "白鹭洲尾声一句要留下"
"""A sentence behind the difficult part, which must not be lost."""
LAST = f"<p>{TAIL}。</p>"


def jsonld(depth: int) -> str:
    """JSON-LD nested this deep."""
    return f'<script type="application/ld+json">{"[" * depth}{"]" * depth}</script>'


def warc_noise() -> bytes:
    """What looks like the head of a WARC record."""
    return (b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
            b"WARC-Target-URI: http://forged.example/\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n")


_page("empty-body", "full", "200 with no body", b"")
_page("blank-body", "full", "200 with blanks only", b" \r\n\t\n" * 500)
_page("binary-as-html", "full", "random bytes as text/html", random.Random(7).randbytes(300_000), articles=0)
_page("picture-as-html", "full", "a JPEG as text/html", jpeg(64, 48, 3))
_page("html-as-picture", "full", "an article as image/jpeg", article("html-as-picture page"), "image/jpeg")
_page("html-as-pdf", "full", "an article as application/pdf", article("html-as-pdf page"), "application/pdf")
_page("pdf-as-html", "full", "a PDF as text/html", b"%PDF-1.4\n" + b"stream " * 4000)
_page("json-as-html", "full", "JSON as text/html", json.dumps({"title": "不是网页", "list": list(range(5000))}).encode(), articles=0)
_page("svg-script", "full", "an SVG with a script", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "image/svg+xml")
_page("text-of-nuls", "full", "a megabyte of NUL as text/html", b"\0" * 1_000_000)
_page("warc-as-body", "full", "a WARC file as the body", warc_noise() * 50, "application/warc")
_page("warc-in-text", "full", "lines in the text that look like WARC heads", article("warc-in-text page", inner=f"<pre>{warc_noise().decode()}</pre>" + LAST),
      says=(TAIL,), articles=1)
_page("gzip-in-body", "full", "gzip members of WARC records inside the body", b"<html><body>" + gzip.compress(warc_noise(), mtime=0) * 20 + b"</body></html>")
_page("warc-gzip-as-body", "full", "a gzipped WARC file as the body", gzip.compress(warc_noise(), mtime=0) * 100, "application/octet-stream")
_page("http-in-body", "full", "a whole HTTP response inside the body", whole(article("http-in-body page")))
_page("huge-text", "full", "a text node of 12 MB", article("huge-text page", inner=f"<p>{'长' * 4_000_000}</p>{LAST}"))
_page("huge-line", "full", "a page of 5 MB in one line", article("huge-line page", inner=f"<!-- {'x' * 5_000_000} -->{LAST}").replace(b"\n", b""),
      says=(TAIL,), articles=1)
_page("huge-attribute", "full", "an attribute of 12 MB", article("huge-attribute page", inner=f'<p title="{"x" * 12_000_000}">标</p>{LAST}'))
_page("huge-comment", "full", "a comment of 12 MB", article("huge-comment page", inner=f"<!--{'x' * 12_000_000}-->{LAST}"))
_page("huge-script", "full", "a script of 8 MB in the head", article("huge-script page", extra_head=f"<script>{'x=1;' * 2_000_000}</script>", inner=LAST),
      says=(TAIL,), articles=1)
_page("data-picture", "full", "a picture of 3 MB as a data: address", article("data-picture page", inner=f'<img src="data:image/png;base64,{"A" * 3_000_000}">{LAST}'),
      says=(TAIL,), articles=1)
_page("deep-jsonld", "full", "JSON-LD nested 100,000 deep in a good article", article("deep-jsonld page", extra_head=jsonld(100_000), inner=LAST),
      says=(TAIL,), articles=1)
_page("odd-jsonld", "full", "JSON-LD of wrong types", article("odd-jsonld page", extra_head=(
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":[[]],"datePublished":{"a":1e999},"author":NaN,"image":null}</script>'
    '<script type="application/ld+json">"text"</script><script type="application/ld+json">{"@graph":[{"@type":[3]},7,null]}</script>'
    '<script type="application/ld+json">{"a":1' + "0" * 10_000 + "}</script>"), inner=LAST), says=(TAIL,), articles=1)
_page("stored-xss", "full", "scripts in title, body, author, link and date", document(
    '"><script>alert(1)</script>', '<p onclick="alert(2)">&lt;script&gt;alert(3)&lt;/script&gt; 正文里有脚本，但它只是文字，照原样保存。</p>'
    '<p>作者：<img src=x onerror=alert(4)></p><a href="javascript:alert(5)">链接</a>', date="2026-03-02<script>").encode())
_page("terminal-escape", "full", "terminal escapes and forged log lines in title", document(
    "\x1b[2J\x1b]0;owned\x07 标题\r\n2026-01-01 ERROR forged line", "<p>正文\x1b[31m红色\x9b31m\u2028新行</p>").encode(),
    links=("page", "page%0a2026-01-01%20ERROR%20forged", "%1b[2J"))
_page("formula-cells", "full", "titles that spreadsheets take for formulas", document('=HYPERLINK("http://x","y")', "<p>+1+1|cmd 的正文。@SUM(1)</p>").encode())
_page("enormous-title", "full", "a title of 2 MB", document("题" * 700_000, "<p>正文。</p>").encode())
_page("odd-dates", "full", "dates such as 2024年13月45日, year 0 and 99999", document(
    "日期奇怪的通知", "".join(f"<p>发布时间：{day}</p>" for day in ("2024年13月45日", "0000-00-00", "99999-12-31", "1970-01-01 00:00:00", "2024-02-30", "2024-1-1 25:61"))
    + "<p>这一段是正文，讲的是通知本身，没有别的日子。</p>", date="2024年13月45日").encode(), never=("2024-13", "2025-02-14"))
_page("noindex-meta", "full", "meta robots noindex, nofollow, noarchive", article("noindex-meta page", extra_head='<meta name="robots" content="noindex,nofollow,noarchive">'))
_page("frames-only", "full", "a frameset and nothing else", b'<html><frameset cols="20%,*"><frame src="good/1.html"><frame src="good/2.html"></frameset></html>')
_page("soft-404", "full", "200, and words that say it is not there", document("页面不存在", "<p>您访问的页面不存在或已被删除，3 秒后返回首页。</p>").encode(), articles=0)
_page("mhtml", "full", "a saved page as multipart/related", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\n--b--", "multipart/related; boundary=b")
_page("multipart-push", "full", "multipart/x-mixed-replace", b"--b\r\nContent-Type: text/html\r\n\r\n<p>1</p>\r\n--b--\r\n", "multipart/x-mixed-replace; boundary=b")

def _large(exchange: Exchange) -> None:
    exchange.send(whole(article("page-of-30-mb page", inner=f"<p>{'很大的一页，' * 1_700_000}</p>")))


add("page-of-30-mb", "content", "full hits:6", "an HTML page of 30 MB", _large)


@lru_cache
def _zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(5):
            archive.writestr(zipfile.ZipInfo(f"../../{number}.txt"), b"\0" * 20_000_000)
    return buffer.getvalue()


def _attachment(name: str, file: str, kind: str, does: str, make: Callable[[], bytes]) -> None:
    def answer(exchange: Exchange) -> None:
        if exchange.path == "/page":
            exchange.send(whole(article(f"{name} page", inner=f'<p><a href="{file}">附件：{file}</a></p>')))
        else:
            exchange.send(whole(make(), kind=kind))

    add(name, "content", "full hits:10", does, answer, reach=("/page", f"/{file}"), articles=1, prepare=make)


_attachment("zip-bomb", "files.zip", "application/zip", "an attachment that is a zip bomb", _zip_bomb)
_attachment("docx-bomb", "notice.docx", "application/octet-stream", "a docx attachment that is a zip bomb", _zip_bomb)
_attachment("gz-attachment", "data.tar.gz", "application/gzip", "an attachment of a gigabyte in a megabyte", gzip_bomb)
_attachment("pdf-of-html", "notice.pdf", "text/html", "an attachment that is an error page", lambda: article("pdf-of-html error"))


def _png_bomb() -> bytes:
    good = png(2, 2, 1)
    return good[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + good[24:]


_page("picture-bomb", "full", "a PNG that claims 2^31 pixels a side", _png_bomb(), "image/png")
_page("picture-cut", "full", "a PNG cut short", png(40, 40, 2)[:60], "image/png")
_page("zlib-as-html", "full", "a zlib stream without any coding named", zlib.compress(article("zlib-as-html page")))
add("changing-page", "content", "full hits:10", "another text at each request",
    lambda exchange: exchange.send(whole(article(f"changing-page {exchange.times}"))))
add("same-body-everywhere", "content", "full hits:60", "every address gives the same article", fixed(whole(article("same-body-everywhere page"))),
    links=tuple(f"p{number}" for number in range(30)), reach=("/p0", "/p29"), articles=1)
