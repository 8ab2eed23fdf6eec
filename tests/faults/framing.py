"""Chunked framing, broken and whole."""
# ruff: noqa: E501 (a table: one fault a line)

from tests.faults.answers import HTML, article, chunks, fixed, head, whole
from tests.faults.connection import SECRET, forged
from tests.faults.model import Exchange, add, fault

CHUNKED = [("Transfer-Encoding", "chunked")]


def _chunked(name: str, owed: str, does: str, framed: bytes, *, close: bool = True) -> None:
    add(name, "codings", owed, does, fixed(head(more=CHUNKED) + framed, close=close))


def _te(name: str, owed: str, does: str, value: str, body: bytes, *, close: bool = False) -> None:
    add(name, "codings", owed, does, fixed(head(more=[("Transfer-Encoding", value)]) + body, close=close))


_one = article("chunk-one-byte page")
_cut = article("chunk-cut page")
_chunked("chunk-overflow", "part hits:20", "a chunk size beyond 64 bits", b"fffffffffffffffff0\r\n" + article("chunk-overflow page"))
_chunked("chunk-size-digits", "part hits:20", "a chunk size of 4,000 digits", b"0" * 4000 + b"5\r\nhello\r\n0\r\n\r\n")
_chunked("chunk-negative", "part hits:20", "a negative chunk size", b"-5\r\nhello\r\n0\r\n\r\n")
_chunked("chunk-size-junk", "part hits:20", "a chunk size in words", b"many\r\nhello\r\n0\r\n\r\n")
_chunked("chunk-size-0x", "part hits:20", "0x before the chunk size, which int() of Python takes", b"0x5\r\nhello\r\n0\r\n\r\n")
_chunked("chunk-size-empty", "part hits:20", "an empty chunk size", b"\r\nhello\r\n0\r\n\r\n")
_chunked("chunk-too-long", "part hits:20", "a chunk longer than its size", b"3\r\nhello\r\n0\r\n\r\n")
_chunked("chunk-cut", "part hits:20", "FIN in the middle of a chunk", b"%x\r\n" % len(_cut) + _cut[: len(_cut) // 2])
_chunked("chunk-no-last", "part hits:20", "FIN where the last chunk should be", chunks(article("chunk-no-last page"), end=b""))
_chunked("chunk-no-final-crlf", "part hits:20", "FIN behind the last chunk's size line", chunks(article("chunk-no-final-crlf page"), end=b"0\r\n"))
_chunked("chunk-bare-lf", "full", "LF line ends between chunks",
         chunks(article("chunk-bare-lf page")).replace(b"\r\n", b"\n"), close=False)
_chunked("chunk-extension", "full", "small chunk extensions, quoted and not",
         chunks(article("chunk-extension page")).replace(b"\r\n", b";a=1;b=\"x;y\"\r\n", 1), close=False)
_chunked("chunk-size-spaces", "full", "blanks behind the chunk size",
         chunks(article("chunk-size-spaces page")).replace(b"\r\n", b"   \r\n", 1), close=False)
_chunked("chunk-upper-zeros", "full", "chunk sizes in upper case with leading zeros",
         b"%08X\r\n" % len(_one) + _one + b"\r\n000\r\n\r\n", close=False)
_chunked("chunk-trailers", "full", "trailer fields behind the last chunk",
         chunks(article("chunk-trailers page"), end=b"0\r\nX-Checksum: abc\r\nSet-Cookie: late=1\r\n\r\n"), close=False)
_chunked("chunk-one-byte", "full", "a chunk for every byte",
         b"".join(b"1\r\n%c\r\n" % octet for octet in _one) + b"0\r\n\r\n", close=False)
_chunked("chunk-in-one", "full", "one chunk of 3 MB", chunks(article("chunk-in-one page") + b"<!-- " + b"x" * 3_000_000 + b" -->"), close=False)

_te("te-upper", "full", "Chunked in mixed case", "ChunKed", chunks(article("te-upper page")))
_te("te-identity", "full", "Transfer-Encoding: identity, ended by FIN", "identity", article("te-identity page"), close=True)
_te("te-unknown", "part hits:20", "a transfer coding nobody knows", "rot13, chunked", chunks(article("te-unknown page")))
_te("te-not-last", "part hits:20", "chunked is not the last coding", "chunked, identity", chunks(article("te-not-last page")), close=True)
_te("te-twice", "part hits:20", "chunked named twice", "chunked, chunked", chunks(article("te-twice page")))
_te("te-junk", "part hits:20", "a vertical tab before chunked, as smugglers write it", "\x0bchunked", chunks(article("te-junk page")), close=True)
_te("te-lie", "part hits:20", "says chunked, is not", "chunked", article("te-lie page"), close=True)


@fault("te-repeated", "codings", "part hits:20", "Transfer-Encoding as two fields, both chunked")
def te_repeated(exchange: Exchange) -> None:
    exchange.send(head(more=CHUNKED * 2), chunks(article("te-repeated page")))


@fault("te-on-http10", "codings", "part hits:20", "chunked in an HTTP/1.0 response")
def te_on_http10(exchange: Exchange) -> None:
    exchange.send(head(more=CHUNKED).replace(b"HTTP/1.1", b"HTTP/1.0", 1), chunks(article("te-on-http10 page")))
    exchange.finish()


@fault("chunk-extension-flood", "codings", "error hits:20", "a chunk extension without end")
def chunk_extension_flood(exchange: Exchange) -> None:
    exchange.send(head(more=CHUNKED), b"5;")
    while True:
        exchange.send(b"extension=more;" * 1000)


@fault("chunk-trailer-flood", "codings", "part hits:20", "trailer fields without end")
def chunk_trailer_flood(exchange: Exchange) -> None:
    exchange.send(head(more=CHUNKED), chunks(article("chunk-trailer-flood page"), end=b"0\r\n"))
    while True:
        exchange.send(b"X-More: and more\r\n" * 500)


@fault("endless-chunked", "codings", "part hits:20", "a chunked body without end")
def endless_chunked(exchange: Exchange) -> None:
    exchange.send(head(more=CHUNKED))
    chunk = b"10000\r\n" + b"<p>endless</p>\r\n" * 4096 + b"\r\n"
    while True:
        exchange.send(chunk)


@fault("endless-tiny-chunks", "codings", "part hits:20", "chunks of one byte without end, as fast as they go")
def endless_tiny_chunks(exchange: Exchange) -> None:
    exchange.send(head(more=CHUNKED))
    while True:
        exchange.send(b"1\r\nx\r\n" * 5000)


@fault("big-body", "codings", "full hits:6", "a 48 MiB file with an honest length", links=("page", "film.mp4"), reach=("/film.mp4",))
def big_body(exchange: Exchange) -> None:
    if exchange.path != "/film.mp4":
        exchange.send(whole(article("big-body page")))
        return
    exchange.send(head(kind="video/mp4", length=48 << 20))
    block = bytes(range(256)) * 4096
    for _ in range(48):
        exchange.send(block)


add("big-page", "codings", "full hits:6", "an HTML page of 12 MB with an honest length",
    fixed(whole(article("big-page page", inner="<p>" + "很长的一页。" * 660_000 + "</p>"))))


@fault("partial-206", "codings", "full", "206 nobody asked for", articles=0)
def partial_206(exchange: Exchange) -> None:
    body = article("partial-206 page")
    exchange.send(head("206 Partial Content", HTML, 800, [("Content-Range", f"bytes 0-799/{len(body)}")]), body[:800])


@fault("body-on-204", "codings", "error hits:20", "204 with a body behind it", links=("page", "second"), reach=("/page",), never=(SECRET,))
def body_on_204(exchange: Exchange) -> None:
    if exchange.path == "/second":
        exchange.send(whole(article("body-on-204 second")))
        return
    exchange.send_forged(b"HTTP/1.1 204 No Content\r\n\r\n", forged())
