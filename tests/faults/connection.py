"""Connections that break, stall or say too much."""

from tests.faults.answers import article, chunks, fixed, head, missing, whole
from tests.faults.model import Exchange, add, fault

SECRET = "伪造页面不得入档"
"""Stands in every forged response; must stand in no line of an archive as text of a page."""


def forged(title: str = SECRET) -> bytes:
    """A whole response that nobody asked for."""
    return whole(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{title}</p></body></html>".encode())


@fault("reset-at-once", "connection", "error hits:20", "RST instead of an answer")
def reset_at_once(exchange: Exchange) -> None:
    exchange.reset()


@fault("fin-at-once", "connection", "error hits:20", "FIN instead of an answer")
def fin_at_once(exchange: Exchange) -> None:
    exchange.finish()


add("refused-port", "connection", "full error", "a link to a closed port", fixed(whole(article("refused-port page"))),
    links=("page", "http://127.0.0.1:{closed}/nobody"), hosts=("127.0.0.1:{closed}",))


@fault("silent-at-once", "connection", "error hits:20", "takes the request and never answers")
def silent_at_once(exchange: Exchange) -> None:
    exchange.hold()


@fault("silent-after-head", "connection", "part hits:20", "headers, then silence")
def silent_after_head(exchange: Exchange) -> None:
    exchange.send(head(length=5000))
    exchange.hold()


@fault("silent-mid-body", "connection", "part hits:20", "half of the body, then silence")
def silent_mid_body(exchange: Exchange) -> None:
    body = article("silent-mid-body page")
    exchange.send(head(length=len(body)), body[: len(body) // 2])
    exchange.hold()


@fault("drip-head", "connection", "error hits:20", "header bytes drip for ever")
def drip_head(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    while exchange.pause(0.3):
        exchange.send(b"X")


@fault("drip-body", "connection", "part hits:20", "body bytes drip for ever, each before any silence is long")
def drip_body(exchange: Exchange) -> None:
    exchange.send(head(length=1_000_000))
    while exchange.pause(0.3):
        exchange.send(b"x")


@fault("drip-chunks", "connection", "part hits:20", "chunks of one byte drip for ever")
def drip_chunks(exchange: Exchange) -> None:
    exchange.send(head(more=[("Transfer-Encoding", "chunked")]))
    while exchange.pause(0.3):
        exchange.send(b"1\r\nx\r\n")


@fault("slow-answer", "connection", "full", "thinks for two seconds before it answers")
def slow_answer(exchange: Exchange) -> None:
    exchange.pause(2)
    exchange.send(whole(article("slow-answer page")))


@fault("slow-honest", "connection", "full", "sends a good page in ten pieces with pauses between")
def slow_honest(exchange: Exchange) -> None:
    response = whole(article("slow-honest page"))
    step = len(response) // 10 + 1
    for start in range(0, len(response), step):
        exchange.pause(0.2)
        exchange.send(response[start : start + step])


@fault("byte-by-byte", "connection", "full", "every byte of the head is a packet of its own")
def byte_by_byte(exchange: Exchange) -> None:
    response = whole(article("byte-by-byte page"))
    for number in range(300):
        exchange.send(response[number : number + 1])
    exchange.send(response[300:])


@fault("reset-mid-head", "connection", "error hits:20", "RST in the middle of the head")
def reset_mid_head(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/ht")
    exchange.pause(0.1)
    exchange.reset()


@fault("fin-mid-head", "connection", "error hits:20", "FIN in the middle of the head")
def fin_mid_head(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/ht")
    exchange.finish()


@fault("reset-mid-body", "connection", "part hits:20", "RST in the middle of the body")
def reset_mid_body(exchange: Exchange) -> None:
    body = article("reset-mid-body page")
    exchange.send(head(length=len(body)), body[: len(body) // 2])
    exchange.pause(0.2)
    exchange.reset()


@fault("fin-mid-body", "connection", "part hits:20", "FIN before the length is reached")
def fin_mid_body(exchange: Exchange) -> None:
    body = article("fin-mid-body page")
    exchange.send(head(length=len(body)), body[: len(body) // 2])
    exchange.finish()


@fault("poisoned-keepalive", "connection", "full", "a forged response behind a whole one on a kept connection", never=(SECRET,),
       links=("page", "second", "third"), reach=("/page", "/second", "/third"))
def poisoned_keepalive(exchange: Exchange) -> None:
    exchange.send_forged(whole(article(f"poisoned-keepalive {exchange.path}")), forged())


@fault("poisoned-late", "connection", "full", "a forged response on an idle kept connection, a moment after the whole one", delay=0.3,
       never=(SECRET,), links=("page", "second", "third"), reach=("/page", "/second", "/third"))
def poisoned_late(exchange: Exchange) -> None:
    exchange.send(whole(article(f"poisoned-late {exchange.path}")))
    exchange.pause(0.05)
    exchange.forge(forged())


@fault("garbage-behind", "connection", "full", "line noise behind a whole response")
def garbage_behind(exchange: Exchange) -> None:
    exchange.send_forged(whole(article("garbage-behind page")), bytes(range(256)) * 4)


@fault("stale-keepalive", "connection", "full", "closes kept connections without saying so", links=("page", "second", "third"),
       reach=("/page", "/second", "/third"))
def stale_keepalive(exchange: Exchange) -> None:
    exchange.send(whole(article(f"stale-keepalive {exchange.path}"), more=[("Connection", "keep-alive")]))
    exchange.finish()


@fault("reset-on-reuse", "connection", "full", "resets every second request on a connection", links=("page", "second", "third"),
       reach=("/page", "/second", "/third"))
def reset_on_reuse(exchange: Exchange) -> None:
    exchange.site.memory["asked"] = asked = exchange.site.memory.get("asked", 0) + 1
    if asked % 2 == 0:
        exchange.reset()
        return
    exchange.send(whole(article(f"reset-on-reuse {exchange.path}")))


@fault("half-close", "connection", "full", "sends FIN behind the answer and goes on listening")
def half_close(exchange: Exchange) -> None:
    exchange.send(whole(article("half-close page"), more=[("Connection", "close")]))
    exchange.half_close()


add("close-delimited", "connection", "full", "no length: the body ends with the connection",
    fixed(head() + article("close-delimited page"), close=True))


@fault("close-delimited-reset", "connection", "part hits:20", "no length, and RST instead of FIN")
def close_delimited_reset(exchange: Exchange) -> None:
    exchange.send(head(), article("close-delimited-reset page"))
    exchange.pause(0.2)
    exchange.reset()


@fault("endless-body", "connection", "part hits:20", "no length, and a body without end")
def endless_body(exchange: Exchange) -> None:
    exchange.send(head())
    while True:
        exchange.send(b"<p>" + b"x" * 65533)


@fault("early-hints", "connection", "full", "a 103 before the 200")
def early_hints(exchange: Exchange) -> None:
    exchange.interim(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
    exchange.send(whole(article("early-hints page")))


@fault("continue-twice", "connection", "full", "two 100 Continue before the 200")
def continue_twice(exchange: Exchange) -> None:
    exchange.interim(b"HTTP/1.1 100 Continue\r\n\r\n" * 2)
    exchange.send(whole(article("continue-twice page")))


@fault("continue-flood", "connection", "error hits:20", "100 Continue without end")
def continue_flood(exchange: Exchange) -> None:
    while True:
        exchange.interim(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


@fault("switch-101", "connection", "part hits:20", "101 Switching Protocols nobody asked for, then noise")
def switch_101(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
    exchange.forge(b"\x81\x05hello" * 20)
    exchange.hold()


@fault("http10-keepalive", "connection", "full", "HTTP/1.0 with Connection: keep-alive", links=("page", "second"),
       reach=("/page", "/second"))
def http10_keepalive(exchange: Exchange) -> None:
    response = whole(article(f"http10-keepalive {exchange.path}"), more=[("Connection", "keep-alive")])
    exchange.send(response.replace(b"HTTP/1.1", b"HTTP/1.0", 1))


@fault("http10-close", "connection", "full", "HTTP/1.0, no length, FIN")
def http10_close(exchange: Exchange) -> None:
    exchange.send(head().replace(b"HTTP/1.1", b"HTTP/1.0", 1), article("http10-close page"))
    exchange.finish()


@fault("head-then-wait", "connection", "full", "a whole chunked page, and silence before its last chunk for a second")
def head_then_wait(exchange: Exchange) -> None:
    if exchange.path != "/page":
        missing(exchange)
        return
    exchange.send(head(more=[("Transfer-Encoding", "chunked")]), chunks(article("head-then-wait page"), end=b""))
    exchange.pause(1)
    exchange.send(b"0\r\n\r\n")
