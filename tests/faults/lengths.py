"""Content-Length that lies, and answers that may have no body."""
# ruff: noqa: E501 (a table: one fault a line)

from tests.faults.answers import article, chunks, fixed, head, missing, whole
from tests.faults.connection import SECRET, forged
from tests.faults.model import Exchange, add, fault


def _lengths(name: str, owed: str, does: str, *values: str, close: bool = True) -> None:
    """A page whose length is stated by these values."""
    body = article(f"{name} page")
    fields = [("Content-Length", value.replace("N", str(len(body)))) for value in values]
    add(name, "headers", owed, does, fixed(head(more=fields) + body, close=close))


_lengths("length-twice-different", "error hits:20", "two Content-Lengths that differ", "N", "7")
_lengths("length-twice-equal", "full", "two Content-Lengths that agree", "N", "N", close=False)
_lengths("length-list-equal", "full", "one Content-Length that is a list of equal numbers", "N, N", close=False)
_lengths("length-list-different", "error hits:20", "one Content-Length that is a list of two numbers", "N, 7")
_lengths("length-overflow", "part hits:20", "Content-Length beyond 64 bits and a FIN", "99999999999999999999999")
_lengths("length-63-bits", "part hits:20", "Content-Length of 2^63 - 1 and a FIN", "9223372036854775807")
_lengths("length-4300-digits", "part hits:20", "Content-Length of 5,000 digits", "9" * 5000)
_lengths("length-negative", "part hits:20", "a negative Content-Length", "-1")
_lengths("length-plus", "part hits:20", "a plus sign before the number", "+N")
_lengths("length-hex", "part hits:20", "a hexadecimal Content-Length", "0x1000")
_lengths("length-words", "part hits:20", "a Content-Length in words", "some")
_lengths("length-empty", "part hits:20", "an empty Content-Length", "")
_lengths("length-zeros", "full", "leading zeros before the number", "00000N", close=False)
_lengths("length-arabic", "part hits:20", "a number in superscript digits, which int() of Python refuses and isdigit() takes", "\xb2\xb3")
_lengths("length-underscore", "part hits:20", "a number with an underscore, which int() of Python takes", "1_000")
_lengths("length-huge-honest-close", "part hits:20", "claims 1 TB", "1099511627776")


@fault("length-too-small", "headers", "part hits:20", "more bytes than Content-Length says", links=("page", "second"),
       reach=("/page", "/second"), never=(SECRET,))
def length_too_small(exchange: Exchange) -> None:
    body = article(f"length-too-small {exchange.path}")
    exchange.send_forged(head(length=len(body)) + body, b"<p>more than was said</p>" + forged())


@fault("length-with-chunked", "headers", "full", "Content-Length beside Transfer-Encoding: chunked (chunked wins, RFC 9112)")
def length_with_chunked(exchange: Exchange) -> None:
    exchange.send(head(length=7, more=[("Transfer-Encoding", "chunked")]), chunks(article("length-with-chunked page")))


@fault("body-on-304", "headers", "part hits:20", "304 with a whole response behind it", links=("page", "second"), reach=("/page", "/second"),
       never=(SECRET,))
def body_on_304(exchange: Exchange) -> None:
    if exchange.path == "/second":
        exchange.send(whole(article("body-on-304 second")))
        return
    exchange.send_forged(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n", forged())


@fault("length-on-204", "headers", "part hits:20", "204 with a Content-Length and no body", links=("page", "second"), reach=("/page", "/second"))
def length_on_204(exchange: Exchange) -> None:
    if exchange.path == "/second":
        exchange.send(whole(article("length-on-204 second")))
        return
    exchange.send(head("204 No Content", length=500))


@fault("reset-content-205", "headers", "part hits:20", "205 with no body and no length")
def reset_content(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n")


@fault("range-416", "headers", "part hits:20", "416 for every request")
def range_416(exchange: Exchange) -> None:
    exchange.send(whole(b"", "416 Range Not Satisfiable", more=[("Content-Range", "bytes */0")]))


@fault("gone-then-odd", "headers", "full hits:40", "every 4xx there is", links=tuple(f"s{status}" for status in range(400, 419)),
       reach=("/s400", "/s410", "/s418"))
def gone_then_odd(exchange: Exchange) -> None:
    status = exchange.path[2:]
    if status.isdigit():
        exchange.send(whole(f"<html><body>{status}</body></html>".encode(), f"{status} Odd"))
    else:
        missing(exchange)
