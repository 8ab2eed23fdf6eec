"""Status lines and header fields as they should not be."""
# ruff: noqa: E501 (a table: one fault a line)

from tests.faults.answers import HTML, article, fixed, head, missing, page, whole
from tests.faults.model import Exchange, add, fault


def _raw(key: str, before: bytes, after: bytes = b"") -> bytes:
    """A response whose head is `before`, a good Content-Type and length, and `after`."""
    body = article(key)
    return before + b"Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n" % len(body) + after + b"\r\n" + body


def _status(name: str, owed: str, does: str, line: bytes) -> None:
    add(name, "headers", owed, does, fixed(_raw(f"{name} page", line + b"\r\n")))


def _field(name: str, owed: str, does: str, field: bytes) -> None:
    add(name, "headers", owed, does, fixed(_raw(f"{name} page", b"HTTP/1.1 200 OK\r\n" + field)))


_status("bad-status-line", "error hits:20", "a status that is no number", b"HTTP/1.1 OK 200")
_status("status-no-reason", "full", "no reason phrase", b"HTTP/1.1 200")
_status("status-space-no-reason", "full", "an empty reason phrase", b"HTTP/1.1 200 ")
_status("status-long-reason", "full", "a reason phrase of 4 kB", b"HTTP/1.1 200 " + b"OK " * 1400)
_status("status-gbk-reason", "full", "a reason phrase in GBK bytes", b"HTTP/1.1 200 " + "正常".encode("gbk"))
_status("status-two-digits", "error hits:20", "a status of two digits", b"HTTP/1.1 20 OK")
_status("status-four-digits", "error hits:20", "a status of four digits", b"HTTP/1.1 2000 OK")
_status("status-999", "part hits:20", "status 999", b"HTTP/1.1 999 Request denied")
_status("status-000", "part hits:20", "status 000", b"HTTP/1.1 000 Nothing")
_status("http-2-line", "part hits:20", "a status line of HTTP/2", b"HTTP/2 200")
_status("http-9-line", "part hits:20", "a status line of HTTP/9.9", b"HTTP/9.9 200 OK")
_status("http-lower-case", "part hits:20", "http/1.1 in lower case", b"http/1.1 200 ok")
_status("icy-status", "part hits:20", "ICY 200 OK, as old stream servers say", b"ICY 200 OK")
_status("status-tab", "part hits:20", "tabs in the status line", b"HTTP/1.1\t200\tOK")
_status("blank-lines-first", "part hits:20", "empty lines before the status line", b"\r\n\r\nHTTP/1.1 200 OK")

_field("folded-header", "full", "an obsolete folded header", b"X-Folded: first\r\n second: not-a-header\r\n\tContent-Length: 3\r\n")
_field("fold-first", "part hits:20", "a fold before any header", b" X-Lost: fold\r\n")
_field("long-header", "full", "one header line of 20 kB", b"Content-Security-Policy: " + b"default-src 'self'; " * 1000 + b"\r\n")
_field("nul-header", "full", "NUL in a header value", b"X-Nul: before\0after\r\n")
_field("cr-in-header", "part hits:20", "a bare CR in a header value", b"X-Cr: before\rX-Forged: yes\r\n")
_field("repeated-headers", "full", "the same header several times",
       b"Set-Cookie: a=1\r\nLink: </a>; rel=a\r\nset-cookie: b=2\r\nSet-Cookie: c=3\r\nLink: </b>; rel=b\r\n")
_field("no-colon-header", "full", "a header line without a colon", b"This line is no header\r\n")
_field("empty-name-header", "full", "a header without a name", b": value\r\n")
_field("space-before-colon", "full", "a blank before the colon", b"X-Spaced : value\r\n")
_field("gbk-header", "full", "GBK bytes in a header value", b"X-Title: " + "白鹭市人民政府".encode("gbk") + b"\r\n")
_field("utf8-header", "full", "UTF-8 bytes in a header value", "X-Title: 白鹭市人民政府\r\n".encode())
_field("junk-name-header", "full", "header names of every punctuation mark and byte", b"X-\x80\xff(){}[]<>@,;\\\"/?=: junk\r\n")
_field("many-headers", "full", "500 small headers", b"".join(b"X-H%d: %d\r\n" % (n, n) for n in range(500)))
_field("control-header", "full", "control characters in a header value", b"X-Bell: \x07\x1b[31m\x08\x7f\r\n")
_field("same-type-twice", "full", "Content-Type twice, equal", b"Content-Type: text/html; charset=utf-8\r\n")
_field("type-twice", "full", "Content-Type twice, different", b"Content-Type: application/octet-stream\r\n")
_field("disposition-traversal", "full", "Content-Disposition names a file outside",
       b"Content-Disposition: inline; filename=\"../../../../tmp/fangzhi-escaped\"\r\n")
_field("far-dates", "full", "Last-Modified and Expires in the year 99999",
       b"Last-Modified: Fri, 31 Dec 99999 23:59:59 GMT\r\nExpires: -1\r\nDate: yesterday\r\n")
_field("huge-etag", "full", "an ETag of 8 kB with odd characters", b'ETag: W/"' + b"\x80e" * 4000 + b'"\r\n')
_field("odd-cookies", "full", "cookies with junk, without names, and for other hosts",
       b"Set-Cookie: =nameless\r\nSet-Cookie: \x01\xff=\"; Path\r\nSet-Cookie: a=b; Domain=.cn; Max-Age=99999999999999999999\r\nSet-Cookie:\r\n")
_field("upgrade-offer", "full", "offers h2c and h3", b"Upgrade: h2c\r\nConnection: Upgrade\r\nAlt-Svc: h3=\":1\"; ma=99999999999\r\n")
_field("noindex-header", "full", "X-Robots-Tag: noindex, nofollow", b"X-Robots-Tag: noindex, nofollow\r\n")
_field("lying-range", "full", "Content-Range on a 200", b"Content-Range: bytes 0-99/200\r\nAccept-Ranges: junk\r\n")

add("link-preload-internal", "headers", "full refuse", "a Link header that preloads from an internal service",
    lambda exchange: exchange.send(whole(article("link-preload-internal page"),
                                         more=[("Link", f"<http://127.0.0.1:{exchange.site.trap}/x>; rel=preload; as=style")])))


@fault("http-0.9", "headers", "error hits:20", "a body without a status line")
def http_0_9(exchange: Exchange) -> None:
    exchange.send(article("http-0.9 page"))
    exchange.finish()


add("bare-lf", "headers", "full", "LF line ends in the header block",
    fixed(_raw("bare-lf page", b"HTTP/1.1 200 OK\r\n").replace(b"\r\n", b"\n", 4)))
add("mixed-line-ends", "headers", "full", "CRLF and LF line ends in turn",
    fixed(_raw("mixed-line-ends page", b"HTTP/1.1 200 OK\nX-A: 1\r\nX-B: 2\n")))
add("cr-only-head", "headers", "part hits:20", "CR line ends in the header block",
    fixed(_raw("cr-only-head page", b"HTTP/1.1 200 OK\r\n").replace(b"\r\n", b"\r", 4), close=True))


@fault("endless-headers", "headers", "error hits:20", "headers without end")
def endless_headers(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        exchange.send(b"X-More: and more\r\n" * 500)


@fault("endless-header-line", "headers", "error hits:20", "one header line without end")
def endless_header_line(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        exchange.send(b"long " * 5000)


@fault("endless-status-line", "headers", "error hits:20", "a status line without end")
def endless_status_line(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 ")
    while True:
        exchange.send(b"OK " * 5000)


add("no-content-type", "headers", "full", "no Content-Type", page(article("no-content-type page"), kind=None), articles=1)
add("garbage-content-type", "headers", "full", "a script and quotes in the charset",
    page(article("garbage-content-type page"), kind='text/html; charset="><script>alert(1)</script>'))
add("odd-content-type", "headers", "full", "a Content-Type of two words and no slash", page(article("odd-content-type page"), kind="web page"))
add("plain-content-type", "headers", "full", "HTML as text/plain", page(article("plain-content-type page"), kind="text/plain"))
add("octet-content-type", "headers", "full", "HTML as application/octet-stream",
    page(article("octet-content-type page"), kind="application/octet-stream"))
add("charset-bogus", "headers", "full", "a charset that does not exist",
    page(article("charset-bogus page"), kind="text/html; charset=x-klingon"), articles=1)
add("charset-codec-trap", "headers", "full", "charsets that name Python codecs which are none: hex, zlib, idna, rot13",
    lambda exchange: exchange.send(whole(article(f"charset-codec-trap {exchange.path}"), kind=f"text/html; charset={exchange.path[1:]}")),
    links=("hex", "zlib", "idna", "rot13", "punycode", "raw_unicode_escape"), reach=("/hex", "/zlib", "/idna", "/rot13"))


@fault("cookie-bomb", "headers", "full hits:12", "200 cookies of 3.9 kB; the next page answers 431 to a Cookie header over 8 kB",
       links=("page", "second"), reach=("/page", "/second"))
def cookie_bomb(exchange: Exchange) -> None:
    if len(exchange.headers.get("cookie", "")) > 8192:
        exchange.send(whole(b"too large", "431 Request Header Fields Too Large"))
    elif exchange.path == "/page":
        cookies = [("Set-Cookie", f"c{number}={'x' * 3900}; Path=/") for number in range(200)]
        exchange.send(head("200 OK", HTML, len(article("cookie-bomb page")), cookies), article("cookie-bomb page"))
    elif exchange.path == "/second":
        exchange.send(whole(article("cookie-bomb second")))
    else:
        missing(exchange)


@fault("not-modified-unasked", "headers", "part hits:20", "304 to a request without conditions")
def not_modified_unasked(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n")
