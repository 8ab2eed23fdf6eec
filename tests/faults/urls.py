"""Links that are odd, forbidden, or lead inside."""
# ruff: noqa: E501 (a table: one fault a line)

from urllib.parse import quote

from tests.faults.answers import article, document, missing, page, whole
from tests.faults.model import Exchange, add, fault
from tests.faults.redirects import SEVEN


def linking(key: str, hrefs: tuple[str, ...] | list[str], before: str = "") -> bytes:
    """A good article with these hrefs (raw) at its end."""
    return article(key, extra_head=before, inner="".join(f'<p><a href="{href}">链接</a></p>' for href in hrefs))


def _links(name: str, owed: str, does: str, *hrefs: str, **more: object) -> None:
    """The page links to these, which all are good pages."""

    def answer(exchange: Exchange) -> None:
        if exchange.path == "/page":
            hrefs_filled = [_filled(exchange, href) for href in hrefs]
            exchange.send(whole(linking(f"{name} page", hrefs_filled)))
        else:
            exchange.send(whole(article(f"{name} {exchange.path}")))

    add(name, "urls", owed, does, answer, **more)


def _filled(exchange: Exchange, href: str) -> str:
    for port in ("port", "tls", "trap", "closed"):
        href = href.replace("{" + port + "}", str(getattr(exchange.site, port)))
    return href.replace("{base}", exchange.base)


_links("userinfo-links", "full refuse", "user info that looks like the host", "http://127.0.0.1:{port}@127.0.0.1:{trap}/", "http://127.0.0.1:{port}%40127.0.0.1:{trap}/",
       "http://user:pass@127.0.0.1:{trap}/", "http://127.0.0.1:{port}\\@127.0.0.1:{trap}/")
_links("scheme-links", "full refuse", "links to file:, data: and other schemes", "file:///etc/passwd", "data:text/html,<p>x</p>", "javascript:void(0)",
       "ftp://127.0.0.1:{trap}/", "gopher://127.0.0.1:{trap}/_x", "about:blank", "view-source:http://127.0.0.1:{trap}/", "blob:http://127.0.0.1:{trap}/x",
       "jar:http://127.0.0.1:{trap}/!/", "ws://127.0.0.1:{trap}/", "tel:12345", "weixin://dl", "VBSCRIPT:x", "file://127.0.0.1/etc/passwd",
       "dict://127.0.0.1:{trap}/d", "ldap://127.0.0.1:{trap}/", "feed:http://127.0.0.1:{trap}/", never=("root:x:0",))
_links("internal-links", "full refuse", "links to an internal service, spelled many ways",
       *[f"http://{name}:{{trap}}/x" for name in (*SEVEN, "[::1]", "[::]", "127.1", "0x7f000001", "017700000001", "127.0.0.1.", "LOCALHOST",
                                                  "foo.localhost", "①②⑦.0.0.1", "127。0。0。1", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "127.0.0.2")])
_links("metadata-links", "full refuse", "links to metadata and private addresses", "http://169.254.169.254/latest/", "http://[fd00:ec2::254]/", "http://10.0.0.1/",
       "http://192.168.0.1/", "http://100.100.100.200/latest/", "http://metadata.google.internal/", "http://2852039166/", "http://172.16.0.1/", "http://224.0.0.1/",
       "http://255.255.255.255/", "http://[fe80::1]/")
_links("bad-port-links", "full refuse", "links to ports of other services, and to ports that cannot be", "http://127.0.0.1:22/", "http://127.0.0.1:25/", "http://127.0.0.1:0/",
       "http://127.0.0.1:65536/", "http://127.0.0.1:-1/", "http://127.0.0.1:8o8o/", "http://127.0.0.1:{trap}/", "http://127.0.0.1:²/")
_links("bad-host-links", "full", "hosts that cannot be", "http://]/", "http://[::1/", "http:///x", "http://a b/", "http://%00/", "http://-/", "http://../",
       "http://xn--zzzzzz-/", "http://" + "a" * 64 + ".example/", "http://" + "a." * 200 + "example/", "http://exa\x00mple/", "http://[v1.x]/",
       "http://例え\u200d.テスト/", "//", "///", "http://*/", "http://a..b/", "http://xn--/", "http://\u202e.example/")
_links("odd-hrefs", "full hits:30", "hrefs with blanks, line ends, backslashes and no slash",
       "  spaced.html  ", "bro\nken.html", "tab\tbed.html", "\\back\\slash.html", "./././dots.html", "a/../up.html", "?q=1", "", "#", "%zz.html", "a%2fb.html", "sp ace.html",
       "uni编码.html", "http:relative.html", "HTTP://127.0.0.1:{port}{base}/upper.html", "//127.0.0.1:{port}{base}/rel.html", "semi;colon=1.html", "a|b.html", "q.html?a=[1]&b={x}",
       reach=("/page", "/spaced.html", "/broken.html", "/tabbed.html", "/dots.html", "/up.html", "/page?q=1", "/relative.html", "/upper.html",
              "/rel.html", "/sp%20ace.html"))
_links("path-traversal", "full hits:30", "../ in every coding, NUL, device names", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
       "..%5c..%5cwindows", "....//....//etc", "%00.html", "a%00b.html", "CON", "aux.html", "nul.", "LPT1.txt", "con/con", "..%c0%af..%c0%afetc", "~root/", "|id", "$(id)", "`id`",
       ";id", "-rf", "%0aX-Forged:%20yes", "x.warc.gz", "..;/manager", never=("root:x:0",))
_links("case-variants", "full hits:30", "addresses that differ in letter case only: other pages", "a.html", "A.html", "A.HTML", "a.HTML",
       reach=("/page", "/a.html", "/A.html"))
_links("coded-variants", "full hits:20", "one page, its address coded in different ways", "tilde~x.html", "tilde%7Ex.html", "tilde%7ex.html", "t%69lde~x.html",
       reach=("/page",))
_links("fragments", "full hits:10", "a hundred fragments of one page", *[f"one.html#part{number}" for number in range(100)], reach=("/page", "/one.html"))
_links("tracking", "full hits:30", "one page with tracking parameters", *[f"one.html?utm_source=s{n}&utm_campaign={n}&spm=a{n}.b" for n in range(50)], reach=("/page",))
_links("many-parameters", "full hits:10", "a query of 1,000 parameters", "one.html?" + "&amp;".join(f"p{n}={n}" for n in range(150)), "two.html?" + "&amp;" * 900 + "x=1")


@fault("long-url", "urls", "full hits:20", "hrefs of 100 kB, 9 kB and 3 kB")
def long_url(exchange: Exchange) -> None:
    exchange.send(whole(linking("long-url page", ["x" * size + ".html" for size in (100_000, 9_000, 3_000)])) if exchange.path == "/page"
                  else whole(b"", "414 URI Too Long"))


@fault("gbk-query", "urls", "full hits:20", "a GBK page with a Chinese query", reach=("/page", f"/search?q={quote('浙江', encoding='gbk')}"))
def gbk_query(exchange: Exchange) -> None:
    if exchange.path == "/page":
        body = document("一页国标编码的列表", '<p><a href="search?q=浙江">检索</a></p>').replace('charset="utf-8"', 'charset="gbk"')
        exchange.send(whole(body.encode("gbk"), kind="text/html; charset=gbk"))
    else:
        exchange.send(whole(article(f"gbk-query {exchange.query}")))


add("base-elsewhere", "urls", "full refuse", "a base href that is an internal service",
    lambda exchange: exchange.send(whole(linking("base-elsewhere page", ["a.html"], f'<base href="http://127.0.0.1:{exchange.site.trap}/">'))))
add("base-twice", "urls", "full hits:10", "two base elements: the first counts",
    lambda exchange: exchange.send(whole(linking("base-twice page", ["a.html"], f'<base href="{exchange.base}/one/"><base href="{exchange.base}/two/">')
                                         if exchange.path == "/page" else article("base-twice a"))),
    reach=("/page", "/one/a.html"))
add("embeds-internal", "urls", "full refuse", "pictures, styles, scripts, frames, videos and fonts of an internal service",
    lambda exchange: exchange.send(whole(article("embeds-internal page", inner="".join(
        f'<{tag} {name}="http://127.0.0.1:{exchange.site.trap}/{tag}"></{tag}>' for tag, name in (
            ("img", "src"), ("script", "src"), ("iframe", "src"), ("video", "poster"), ("source", "srcset"), ("embed", "src"), ("object", "data"),
            ("img", "data-src"), ("audio", "src"), ("body", "background"), ("input type=image", "src"), ("applet", "code")))
        + f'<p style="background:url(http://127.0.0.1:{exchange.site.trap}/css)">x</p>'))))
add("form-and-ping", "urls", "full refuse hits:10", "forms, ping and prefetch that must not be sent",
    lambda exchange: exchange.send(whole(article("form-and-ping page", inner=(
        f'<form action="http://127.0.0.1:{exchange.site.trap}/f" method="post"><input name="a"></form>'
        f'<a href="page" ping="http://127.0.0.1:{exchange.site.trap}/p">x</a>')))))
add("dns-rebinding", "urls", "full refuse", "a name that is public when checked and 127.0.0.1 when connected to",
    lambda exchange: exchange.send(whole(article("dns-rebinding page", inner="".join(
        f'<img src="http://{name}:{exchange.site.trap}/{number}.png">' for name in ("rebind.example", "rebind-late.example") for number in range(3))))),
    links=("page", "http://rebind.example:{trap}/secret", "http://rebind-late.example:{trap}/secret"),
    rebinds=True)
add("link-to-nowhere", "urls", "full error", "a link to a name that does not exist", page(article("link-to-nowhere page")),
    links=("page", "http://nowhere.fault.invalid/x"), hosts=("nowhere.fault.invalid",))


@fault("twins", "content", "full hits:40", "one article under twelve addresses", links=tuple(
    f"twin.html{tail}" for tail in ("", "?", "#a", "?from=timeline", "?utm_source=x")) + tuple(f"c{n}/twin.html" for n in range(7)),
    reach=("/twin.html",), articles=1)
def twins(exchange: Exchange) -> None:
    if exchange.path.endswith("twin.html"):
        exchange.send(whole(article("twins page")))
    else:
        missing(exchange)
