"""Redirects that lead in circles, away, inside, or nowhere."""
# ruff: noqa: E501 (a table: one fault a line)

from tests.faults.answers import article, head, missing, whole
from tests.faults.model import Answer, Exchange, add, fault

FOUND = "302 Found"
SEVEN = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "0")
"""Seven spellings of this machine."""


def moved(exchange: Exchange, location: str | bytes, status: str = FOUND) -> None:
    """A redirect. `location`: as bytes, or text to be sent as latin-1; `{port}` and the like become ports."""
    raw = location if isinstance(location, bytes) else location.encode("latin-1")
    for name in ("port", "tls", "trap", "closed"):
        raw = raw.replace(b"{%b}" % name.encode(), str(getattr(exchange.site, name)).encode())
    raw = raw.replace(b"{base}", exchange.base.encode())
    body = b"<html><body>moved</body></html>"
    exchange.send(head(status, length=len(body))[:-2] + b"Location: " + raw + b"\r\n\r\n" + body)


def leads(*steps: str | bytes, status: str = FOUND, end: str = "") -> Answer:
    """`/page` redirects to the first step; a step that is a number redirects to the next. `end`: key of the article at `/end`."""

    def answer(exchange: Exchange) -> None:
        if exchange.path == "/end" and end:
            exchange.send(whole(article(end)))
        elif exchange.path == "/page":
            moved(exchange, steps[0], status)
        elif exchange.path[1:].isdigit() and int(exchange.path[1:]) < len(steps):
            moved(exchange, steps[int(exchange.path[1:])], status)
        else:
            missing(exchange)

    return answer


def _to(name: str, owed: str, does: str, *steps: str | bytes, status: str = FOUND, arrives: bool = False, **more: object) -> None:
    more.setdefault("reach", ("/page", "/end") if arrives else ("/page",))
    if arrives:
        more["articles"] = 1
    add(name, "redirects", owed, does, leads(*steps, status=status, end=f"{name} page" if arrives else ""), **more)


for _status in ("301 Moved Permanently", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"):
    _to(f"redirect-{_status[:3]}", "full hits:6", f"{_status}, once", "end", status=_status, arrives=True)
_to("redirect-self", "full hits:20", "to itself", "page")
_to("redirect-no-location", "full hits:6", "301 without a Location that says anything", "", status="301 Moved Permanently")
_to("redirect-300", "full hits:6", "300 Multiple Choices", "end", status="300 Multiple Choices")
_to("redirect-305", "full refuse hits:6", "305 Use Proxy", "http://127.0.0.1:{trap}/", status="305 Use Proxy")
_to("redirect-chain-5", "full hits:10", "a chain of five", "1", "2", "3", "4", "end", arrives=True)
_to("redirect-chain-50", "full hits:60", "a chain of fifty", *[str(n) for n in range(1, 50)], "end")
_to("redirect-data", "error hits:20", "to data:", "data:text/html,<h1>data</h1>")
_to("redirect-file", "error refuse hits:20", "to file:", "file:///etc/passwd", never=("root:x:0",))
_to("redirect-mailto", "error hits:20", "to mailto:", "mailto:news@example.org")
_to("redirect-ftp", "error refuse hits:20", "to ftp:", "ftp://127.0.0.1:{trap}/pub")
_to("redirect-javascript", "error hits:20", "to javascript:", "javascript:alert(1)")
_to("redirect-protocol-relative", "full hits:6", "to //host/path", "//127.0.0.1:{port}{base}/end", arrives=True)
_to("redirect-fragment", "full hits:6", "to an address with a fragment", "end#part", arrives=True)
_to("redirect-dots", "full hits:6", "to ./a/../end", "./a/../end", arrives=True)
_to("redirect-query-only", "full hits:6", "to ?again=1, which is the page itself with a query", "?again=1", reach=("/page", "/page?again=1"))
_to("redirect-utf8", "full hits:6", "a Location in raw UTF-8", "要闻.html".encode(), reach=("/page", "/%E8%A6%81%E9%97%BB.html"))
_to("redirect-gbk", "full hits:6", "a Location in raw GBK", "要闻.html".encode("gbk"))
_to("redirect-blanks", "full hits:6", "blanks round and in the Location", "  end  ", arrives=True)
_to("redirect-long", "full hits:6", "a Location of 30 kB", "x" * 30_000)
_to("redirect-metadata", "full refuse hits:6", "to the metadata address of clouds", "http://169.254.169.254/latest/meta-data/")
_to("redirect-offsite", "full hits:6", "to a host of a reserved name", "http://elsewhere.invalid/page")
_to("redirect-trap-port", "full refuse hits:6", "to another port of the same host", "http://127.0.0.1:{trap}/page")
_to("redirect-userinfo", "full refuse hits:6", "user info that looks like the host", "http://127.0.0.1:{port}@127.0.0.1:{trap}/")
_to("redirect-split", "full hits:20", "%0d%0a and a bare CR in the Location", b"/end%0d%0aX-Forged: yes\rSet-Cookie: forged=1")


@fault("redirect-pair", "redirects", "hits:30", "A to B to A", reach=("/page", "/b"))
def redirect_pair(exchange: Exchange) -> None:
    moved(exchange, "b" if exchange.path == "/page" else "page")


@fault("redirect-counter", "redirects", "full hits:40", "each to the next number, without end", reach=("/page",))
def redirect_counter(exchange: Exchange) -> None:
    exchange.site.memory["n"] = count = exchange.site.memory.get("n", 0) + 1
    moved(exchange, f"n{count}")


@fault("redirect-growing", "redirects", "full hits:40", "each to a path that is longer by a folder", reach=("/page",))
def redirect_growing(exchange: Exchange) -> None:
    moved(exchange, f"{exchange.base}{exchange.path}/more")


@fault("redirect-cookie-wall", "redirects", "retry hits:30", "sets a cookie and redirects to itself until it comes back", articles=1)
def redirect_cookie_wall(exchange: Exchange) -> None:
    if "seen=yes" in exchange.headers.get("cookie", ""):
        exchange.send(whole(article("redirect-cookie-wall page")))
    else:
        exchange.send(whole(b"", FOUND, more=[("Set-Cookie", "seen=yes; Path=/"), ("Location", "page")]))


@fault("redirect-cookie-endless", "redirects", "full hits:40", "sets another cookie each time and is never content")
def redirect_cookie_endless(exchange: Exchange) -> None:
    exchange.send(whole(b"", FOUND, more=[("Set-Cookie", f"c{exchange.times}={exchange.times}; Path=/"), ("Location", "page")]))


@fault("redirect-internal", "redirects", "full refuse hits:40", "to an internal service, spelled seven ways",
       links=tuple(f"r{number}" for number in range(7)), reach=tuple(f"/r{number}" for number in range(7)))
def redirect_internal(exchange: Exchange) -> None:
    number = exchange.path[2:]
    if not number.isdigit():
        missing(exchange)
        return
    moved(exchange, f"http://{SEVEN[int(number) % 7]}:{{trap}}/secret")


BAD = ("http://]", "http://[::1", "http://a b/", "http://127.0.0.1:99999/", "http://:80/", "http://%zz/", "http://[fe80::1%25eth0]/", "//",
       "http://127.0.0.1:port/", "ht!tp://x/", "http:///", "http://xn--/", "http://" + "a" * 300 + ".example/")


@fault("redirect-bad-location", "redirects", "full hits:40", "Locations that no parser takes",
       links=tuple(f"b{number}" for number in range(len(BAD))), reach=tuple(f"/b{number}" for number in range(len(BAD))))
def redirect_bad_location(exchange: Exchange) -> None:
    number = exchange.path[2:]
    if number.isdigit():
        moved(exchange, BAD[int(number) % len(BAD)])
    else:
        missing(exchange)


@fault("redirect-two-locations", "redirects", "full hits:10", "two Location headers that differ")
def redirect_two_locations(exchange: Exchange) -> None:
    if exchange.path == "/page":
        exchange.send(whole(b"", FOUND, more=[("Location", "one"), ("Location", "two")]))
    else:
        missing(exchange)


@fault("redirect-with-article", "redirects", "full hits:6", "302 whose body is a whole article", reach=("/page", "/end"))
def redirect_with_article(exchange: Exchange) -> None:
    if exchange.path == "/end":
        exchange.send(whole(article("redirect-with-article end")))
    else:
        exchange.send(whole(article("redirect-with-article page"), FOUND, more=[("Location", "end")]))


@fault("meta-refresh-loop", "redirects", "full hits:60", "meta refresh and Refresh header loops", links=("m1", "h1"), reach=("/m1", "/h1"))
def meta_refresh_loop(exchange: Exchange) -> None:
    exchange.site.memory["n"] = count = exchange.site.memory.get("n", 0) + 1
    if exchange.path.startswith("/m"):
        exchange.send(whole(f'<html><head><meta http-equiv="refresh" content="0;url=m{count}"></head></html>'.encode()))
    else:
        exchange.send(whole(b"<html></html>", more=[("Refresh", f"0; url=h{count}")]))


@fault("meta-refresh-once", "redirects", "full hits:10", "a meta refresh that leads to a good page", reach=("/page", "/end"), articles=1)
def meta_refresh_once(exchange: Exchange) -> None:
    if exchange.path == "/end":
        exchange.send(whole(article("meta-refresh-once end")))
    else:
        exchange.send(whole(b'<html><head><meta http-equiv=Refresh content=\'0; URL="end"\'></head><body></body></html>'))


@fault("refresh-internal", "redirects", "full refuse hits:10", "a Refresh header and a meta refresh to an internal service")
def refresh_internal(exchange: Exchange) -> None:
    trap = f"http://127.0.0.1:{exchange.site.trap}/"
    exchange.send(whole(f'<meta http-equiv="refresh" content="0;url={trap}m">'.encode(), more=[("Refresh", f"0;url={trap}h")]))


@fault("login-401", "redirects", "full hits:20", "401 with a Digest challenge without end")
def login_401(exchange: Exchange) -> None:
    challenge = f'Digest realm="r", nonce="{exchange.times}", qop="auth", stale=true'
    exchange.send(whole(b"<html><body>log in</body></html>", "401 Unauthorized", more=[("WWW-Authenticate", challenge)]))


@fault("login-redirect", "redirects", "full hits:40", "every page redirects to a log-in that names the page it came from",
       links=("p1", "p2", "p3"), reach=("/p1", "/p2", "/p3"))
def login_redirect(exchange: Exchange) -> None:
    if exchange.path == "/login":
        moved(exchange, f"login?back=/login%3f{exchange.query[:900]}")
    else:
        moved(exchange, f"login?back={exchange.path}")
