"""Servers that fail for a while, or ask to come back later."""


from tests.faults.answers import article, head, missing, whole
from tests.faults.model import Exchange, add, fault


def _failing(name: str, status: str, failures: int, *more: tuple[str, str], owed: str = "retry hits:20") -> None:
    """Answers `status` this often, then the page."""

    def answer(exchange: Exchange) -> None:
        if exchange.path != "/page":
            missing(exchange)
        elif exchange.times <= failures:
            exchange.send(whole(f"<html><body><h1>{status}</h1></body></html>".encode(), status, more=more))
        else:
            exchange.send(whole(article(f"{name} page")))

    add(name, "redirects", owed, f"{status}, {'then the page' if failures < 100 else 'for ever'}", answer,
        articles=1 if failures < 100 else 0)


_failing("error-then-good", "500 Internal Server Error", 1)
_failing("503-then-good", "503 Service Unavailable", 1)
_failing("502-then-good", "502 Bad Gateway", 2)
_failing("504-then-good", "504 Gateway Timeout", 1)
_failing("429-then-good", "429 Too Many Requests", 1, ("Retry-After", "1"))
_failing("retry-after-one", "503 Service Unavailable", 1, ("Retry-After", "1"))
_failing("408-then-good", "408 Request Timeout", 1, ("Connection", "keep-alive"))
_failing("500-for-ever", "500 Internal Server Error", 1000, owed="error hits:20")
_failing("503-for-ever", "503 Service Unavailable", 1000, owed="error hits:20")
_failing("429-for-ever", "429 Too Many Requests", 1000, ("Retry-After", "0"), owed="error hits:20")
_failing("599-for-ever", "599 Network Connect Timeout", 1000, owed="error hits:20")
_failing("retry-after-century", "503 Service Unavailable", 1000, ("Retry-After", "3155760000"), owed="error hits:20")
_failing("retry-after-far-date", "503 Service Unavailable", 1000, ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), owed="error hits:20")
_failing("retry-after-past", "503 Service Unavailable", 1, ("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"))
_failing("retry-after-negative", "503 Service Unavailable", 1, ("Retry-After", "-5"))
_failing("retry-after-junk", "503 Service Unavailable", 1, ("Retry-After", "soon; \xb2\xb3 minutes"))
_failing("retry-after-digits", "503 Service Unavailable", 1000, ("Retry-After", "9" * 5000), owed="error hits:20")
_failing("retry-after-float", "503 Service Unavailable", 1, ("Retry-After", "0.5"))


@fault("cut-then-good", "connection", "retry hits:20", "half of the page and FIN, then the page", articles=1)
def cut_then_good(exchange: Exchange) -> None:
    body = article("cut-then-good page")
    if exchange.times == 1:
        exchange.send(head(length=len(body)), body[: len(body) // 2])
        exchange.finish()
    else:
        exchange.send(whole(body))


@fault("reset-then-good", "connection", "retry hits:20", "RST, then the page", articles=1)
def reset_then_good(exchange: Exchange) -> None:
    if exchange.times == 1:
        exchange.reset()
    else:
        exchange.send(whole(article("reset-then-good page")))
