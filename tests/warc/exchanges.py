"""Captures of every kind that the wire gives."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from archive.model import Capture, Octets, Tls
from archive.records.http import body_framing, head_end, parse_head
from archive.records.spool import Held, Spool

NOON = datetime(2026, 11, 1, 4, 0, 0, 123456, UTC)
REQUEST = b"GET /art/1.html HTTP/1.1\r\nHost: www.zj.example\r\nUser-Agent: fangzhi\r\nAccept-Encoding: gzip\r\n\r\n"
WORDS = "".join(chr(0x4e00 + n * 7 % 4000) for n in range(2000))
PAGE = f"<html><head><title>浙江</title></head><body><p>{WORDS}</p></body></html>".encode()
BIG = bytes(range(256)) * 12_000
CHAIN = (b"leaf certificate", b"issuer's certificate")


def answer(body: bytes = PAGE, *fields: str, status: str = "200 OK", length: bool = True) -> bytes:
    """A whole response."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", *fields, *([f"Content-Length: {len(body)}"] if length else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Pieces in chunk framing."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end


def chunked(body: bytes, *fields: str, end: bytes = b"0\r\n\r\n") -> bytes:
    """A whole response in up to three chunks."""
    framed = chunks(*filter(None, (body[:1], body[1:700], body[700:])), end=end)
    return answer(framed, "Transfer-Encoding: chunked", *fields, length=False)


def captured(response: bytes | Octets | None = None, **facts: Any) -> Capture:
    """A capture as the wire makes it from the bytes of a response; `facts` override."""
    octets = Held(response) if isinstance(response, bytes) else response
    told: dict[str, Any] = {"url": "http://www.zj.example/art/1.html", "method": "GET", "started": NOON, "elapsed_ms": 57,
                            "request": REQUEST, "response": octets, "head_size": None, "status": None, "ip": "192.0.2.7",
                            "via": "http://www.zj.example/", "hops": "LL", "kind": "article"}
    end = head_end(octets.read(0, 1 << 18)) if octets is not None else None
    if octets is not None and end is not None and octets.read(0, 5) == b"HTTP/":
        head = parse_head(octets.read(0, end))
        told |= {"head_size": end, "status": head.status, "headers": head.headers,
                 "chunked": body_framing(head, "GET")[0] == "chunked"}
    return Capture(**{**told, **facts})


def spilled(data: bytes) -> Spool:
    """Octets that lie in a file."""
    spool = Spool(limit=1000)
    spool.append(data)
    return spool

PICTURE = b"\x89PNG\r\n\x1a\n" + Random(1).randbytes(70_000)


def later(seconds: float) -> datetime:
    """An instant after `NOON`."""
    return NOON + timedelta(seconds=seconds)


TLS = Tls(version="tls/1.3", cipher="TLS_AES_128_GCM_SHA256", chain=CHAIN, verified=True)
FORM = b"a=1&b=%E6%9D%AD"
POST = b"POST /api HTTP/1.1\r\nHost: www.zj.example\r\nContent-Length: %d\r\n\r\n" % len(FORM) + FORM

ANSWERED: dict[str, Callable[[], Capture]] = {
    "plain": lambda: captured(answer()),
    "gzip": lambda: captured(answer(gzip.compress(PAGE), "Content-Encoding: gzip")),
    "chunked": lambda: captured(chunked(PAGE)),
    "chunked gzip": lambda: captured(chunked(gzip.compress(PAGE), "Content-Encoding: gzip")),
    "chunked with trailer": lambda: captured(chunked(PAGE, end=b"0\r\nX-Sum: 1\r\n\r\n")),
    "broken chunks": lambda: captured(chunked(PAGE, end=b"zz\r\n"), truncated="unspecified", error="not a chunk size: 'zz'"),
    "chunk of gigabytes": lambda: captured(answer(b"ffffffffffffffffffff\r\nabc", "Transfer-Encoding: chunked", length=False),
                                           truncated="disconnect", error="chunk size"),
    "to the end of the connection": lambda: captured(answer(length=False)),
    "bare LF": lambda: captured(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + PAGE),
    "folded": lambda: captured(answer(PAGE, "X-Long: a\r\n b\r\n\tc")),
    "NUL in a field": lambda: captured(answer(PAGE, "X-Nul: a\0b")),
    "GBK in a field": lambda: captured(answer(PAGE, "X-Name: " + "浙江".encode("gbk").decode("latin-1"))),
    "long field": lambda: captured(answer(PAGE, "Link: " + "x" * 20_000)),
    "repeated fields": lambda: captured(answer(PAGE, "Set-Cookie: a=1", "set-cookie: b=2", "Set-Cookie: a=3")),
    "no reason": lambda: captured(answer(status="200")),
    "redirect": lambda: captured(answer(b"", "Location: /b", status="302 Found")),
    "no content": lambda: captured(answer(b"", status="204 No Content", length=False)),
    "not modified, page unknown": lambda: captured(answer(b"", 'ETag: "1"', status="304 Not Modified", length=False)),
    "not found": lambda: captured(answer(b"gone", status="404 Not Found")),
    "cut by size": lambda: captured(answer(PAGE, length=False)[:900], truncated="length"),
    "cut by time": lambda: captured(answer()[:900], truncated="time", error="no byte for 30 s"),
    "cut by the server": lambda: captured(answer()[:900], truncated="disconnect", error="closed"),
    "head alone, then cut": lambda: captured(answer(b"", "Content-Length: 99", length=False), truncated="disconnect",
                                             error="reset"),
    "interim heads": lambda: captured(answer(), interim=(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n",
                                                         b"HTTP/1.1 100 Continue\r\n\r\n")),
    "over TLS": lambda: captured(answer(), url="https://www.zj.example/art/1.html", tls=TLS),
    "in a file": lambda: captured(spilled(answer(BIG))),
    "chunked in a file": lambda: captured(spilled(answer(chunks(*[BIG[:100_000]] * 30), "Transfer-Encoding: chunked", length=False))),
    "picture": lambda: captured(answer(PICTURE)),
    "picture in a file": lambda: captured(spilled(answer(PICTURE + BIG))),
    "chunked gzip in a file": lambda: captured(spilled(answer(chunks(gzip.compress(BIG[:1000]), *[BIG[:100_000]] * 30),
                                                              "Transfer-Encoding: chunked", "Content-Encoding: gzip", length=False))),
    "POST": lambda: captured(answer(b'{"rows":[]}'), request=POST, method="POST", url="http://www.zj.example/api"),
    "robots.txt": lambda: captured(answer(b"User-agent: *\n"), kind="robots", via=None, hops="P"),
    "IPv6": lambda: captured(answer(), ip="2001:db8::7"),
    "records inside": lambda: captured(answer(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n") * 50)),
}
"""Exchanges with a complete head: each becomes a response record."""

UNANSWERED: dict[str, Callable[[], Capture]] = {
    "no byte of an answer": lambda: captured(None, error="reset"),
    "half a head": lambda: captured(b"HTTP/1.1 200 OK\r\nContent-Ty", error="closed in the head"),
    "endless head": lambda: captured(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000, error="head of more than 262144 bytes"),
    "no status line": lambda: captured(PAGE, error="not a status line: '<html>'"),
    "interim heads alone": lambda: captured(None, interim=(b"HTTP/1.1 102 Processing\r\n\r\n",), error="closed"),
}
"""Exchanges without one: a request and a metadata record."""

UNSENT: dict[str, Callable[[], Capture]] = {
    "no connection": lambda: captured(None, request=b"", ip=None, error="connection refused"),
    "refused address": lambda: captured(None, request=b"", ip=None, refused=True, error="192.168.0.1 is a private address"),
    "no http address": lambda: captured(None, request=b"", ip=None, refused=True, url="javascript:alert(1)%0d%0a", error="no http"),
    "TLS failed": lambda: captured(None, request=b"", error="certificate\r\nWARC-Type: response", url="https://a.example/"),
}
"""Exchanges in which nothing was sent: a metadata record."""

ALL = {**ANSWERED, **UNANSWERED, **UNSENT}
