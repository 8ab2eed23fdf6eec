"""robots.txt in every state. `/page` and `/private/page` are good articles."""
# ruff: noqa: E501 (a table: one fault a line)

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache

from tests.faults.answers import article, head, whole
from tests.faults.model import Answer, Exchange, add, fault
from tests.faults.redirects import moved

PLAIN = "text/plain"
RULE = b"User-agent: *\nDisallow: /private/\n"
LINKS = ("page", "private/page")
HELD = "allow:/page forbid:/private/page"


def _pages(exchange: Exchange) -> None:
    exchange.send(whole(article(f"robots {exchange.site.port} {exchange.path}")))


def _robots(name: str, owed: str, does: str, answer: Answer, prepare: Callable[[], object] | None = None) -> None:
    """`answer` is for `/robots.txt`."""

    def both(exchange: Exchange) -> None:
        (answer if exchange.path in ("/robots.txt", "/rules.txt") or exchange.path.startswith("/r/") else _pages)(exchange)

    reach = tuple(path for path in ("/page", "/private/page") if f"allow:{path}" in owed)
    add(name, "robots", owed, does, both, robots=True, links=LINKS, reach=reach, prepare=prepare)


def _text(name: str, owed: str, does: str, body: bytes | Callable[[], bytes], kind: str | None = PLAIN, status: str = "200 OK",
          more: tuple[tuple[str, str], ...] = ()) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.send(whole(body if isinstance(body, bytes) else body(), status, kind, more))

    _robots(name, owed, does, answer, None if isinstance(body, bytes) else body)


@lru_cache
def _bomb() -> bytes:
    return gzip.compress(RULE + b"# " + b"x" * (256 << 20), 1, mtime=0)


BOTH = "full allow:/page allow:/private/page"
HOLDS = f"full {HELD}"
_text("robots-404", "full allow:/page", "robots.txt answers 404", b"<h1>404</h1>", "text/html", "404 Not Found")
_text("robots-403", BOTH, "robots.txt answers 403 (RFC 9309: as if there were none)", b"", None, "403 Forbidden")
_text("robots-401", BOTH, "robots.txt answers 401", b"", None, "401 Unauthorized", (("WWW-Authenticate", "Basic"),))
_text("robots-410", BOTH, "robots.txt answers 410", b"", None, "410 Gone")
_text("robots-429", "forbid:/page forbid:/private/page", "robots.txt answers 429 for ever", b"", None, "429 Too Many Requests", (("Retry-After", "0"),))
_text("robots-500", "forbid:/page forbid:/private/page", "robots.txt answers 500 (RFC 9309: nothing may be asked)", b"", None, "500 Internal Server Error")
_text("robots-503", "forbid:/page forbid:/private/page", "robots.txt answers 503", b"", None, "503 Service Unavailable")
_text("robots-good", HOLDS, "a plain rule", RULE)
_text("robots-empty", BOTH, "an empty file", b"")
_text("robots-204", BOTH, "robots.txt is an empty 200 without a type", b"", None)
_text("robots-html", BOTH, "an HTML page where robots.txt should be", article("robots-html page"), "text/html")
_text("robots-binary", BOTH, "random bytes", bytes(range(1, 10)) + bytes(range(11, 256)) * 40)
_text("robots-all", "forbid:/page forbid:/private/page", "Disallow: /", b"User-agent: *\nDisallow: /\n")
_text("robots-allow-longest", "full allow:/page allow:/private/page", "Allow of a longer path within a Disallow",
      b"User-agent: *\nDisallow: /private/\nAllow: /private/page\n")
_text("robots-allow-equal", "full allow:/private/page", "Allow and Disallow of equal length: Allow wins",
      b"User-agent: *\nDisallow: /private\nAllow: /private\n")
_text("robots-own-group", f"full {HELD}", "a group of our own name beats the star",
      b"User-agent: *\nDisallow: /\n\nUser-agent: FangZhi\nDisallow: /private/\n")
_text("robots-other-group", BOTH, "a group for others only", b"User-agent: googlebot\nDisallow: /\n\nUser-agent: fang\nDisallow: /\n")
_text("robots-merged-groups", HOLDS, "two groups of the same name are one", b"User-agent: *\nDisallow: /x\n\nUser-agent: a\nDisallow: /\n\nUser-agent: *\nDisallow: /private\n")
_text("robots-wildcards", HOLDS, "wildcards and an end mark", b"User-agent: *\nDisallow: /*rivate/p*e$\nDisallow: /page$x\n")
_text("robots-wildcard-bomb", "full allow:/page", "patterns of hundreds of stars, which take naive matchers for ever",
      b"User-agent: *\nDisallow: /" + b"*a" * 3000 + b"$\nDisallow: /" + b"*" * 9000 + b"b\nDisallow: /private/\n")
_text("robots-many-rules", HOLDS, "20,000 rules", b"User-agent: *\n" + b"".join(b"Disallow: /x%d/*/y\n" % n for n in range(20_000)) + b"Disallow: /private/\n")
_text("robots-coded-path", HOLDS, "a path with percent-codes", b"User-agent: *\nDisallow: /%70rivate/\n")
_text("robots-bom-crlf", HOLDS, "a BOM, CR line ends, GBK comments and an odd case",
      b"\xef\xbb\xbf# " + "禁止访问".encode("gbk") + b"\r\nUSER-AGENT : *\r\ndisALLOW:/private/ # " + "私有".encode("gbk") + b"\r\n")
_text("robots-cr-only", HOLDS, "CR as line end", RULE.replace(b"\n", b"\r"))
_text("robots-utf16", "full", "UTF-16 with a BOM", RULE.decode().encode("utf-16"))
_text("robots-no-newline", HOLDS, "no line end behind the last rule", RULE.rstrip())
_text("robots-blank-lines", HOLDS, "empty lines and comments between the agent and its rule", b"User-agent: *\n\n# none\n\nDisallow: /private/\n")
_text("robots-no-agent", BOTH, "rules before any agent", b"Disallow: /private/\nDisallow: /\n")
_text("robots-long-line", HOLDS, "a rule behind a line of 400 kB", b"User-agent: *\n# " + b"x" * 400_000 + b"\nDisallow: /private/\n")
_text("robots-nul", HOLDS, "NULs in comments and between lines", b"\0# a\0b\nUser-agent: *\nX: \0\nDisallow: /private/\n")
_text("robots-huge", HOLDS, "20 MB of robots.txt with the rule at its start", lambda: RULE + b"# filler filler filler filler\n" * 680_000)
_text("robots-gzip", HOLDS, "gzip by Content-Encoding", gzip.compress(RULE, mtime=0), more=(("Content-Encoding", "gzip"),))
_text("robots-gzip-lie", "full", "says gzip, is plain", RULE, more=(("Content-Encoding", "gzip"),))
_text("robots-bomb", "full allow:/page", "gzip of 1 GiB of comment behind the rule",
      _bomb, more=(("Content-Encoding", "gzip"),))
_text("robots-delay-bomb", "full allow:/page", "Crawl-delay: 999999999", b"User-agent: *\nCrawl-delay: 999999999\n")
_text("robots-delay-decimal", "full allow:/page", "Crawl-delay: 0.5", b"User-agent: *\nCrawl-delay: 0.5\n")
_text("robots-delay-odd", "full allow:/page", "Crawl-delays that are no numbers", b"User-agent: *\nCrawl-delay: -3\nCrawl-delay: nan\nCrawl-delay: inf\nCrawl-delay: 1e400\nCrawl-delay: \xb2\n")
_text("robots-sitemap-flood", HOLDS, "10,000 Sitemap lines, most of them junk",
      RULE + b"Sitemap: http://]/\nSitemap: file:///etc/passwd\nSitemap:\n" + b"Sitemap: javascript:x\n" * 10_000)
_text("robots-request-rate", "full allow:/page", "fields that others made up", b"User-agent: *\nRequest-rate: 1/99999\nVisit-time: 0000-0001\nHost: x\nClean-param: a\nNoindex: /\n")


@fault("robots-timeout", "robots", "forbid:/page", "robots.txt never answers (RFC 9309: unreachable, nothing may be asked)", robots=True, links=LINKS, reach=())
def robots_timeout(exchange: Exchange) -> None:
    if exchange.path == "/robots.txt":
        exchange.hold()
    else:
        _pages(exchange)


def _endless(exchange: Exchange) -> None:
    exchange.send(head(kind=PLAIN), RULE)
    while True:
        exchange.send(b"# and on and on\n" * 4000)


def _drip(exchange: Exchange) -> None:
    exchange.send(head(kind=PLAIN, length=100_000), RULE)
    while exchange.pause(0.3):
        exchange.send(b"#")


def _reset(exchange: Exchange) -> None:
    exchange.reset()


def _redirected(*steps: str, last: bytes = RULE) -> Answer:
    def answer(exchange: Exchange) -> None:
        number = int(exchange.path[3:] or 0) if exchange.path.startswith("/r/") else 0
        if number < len(steps):
            moved(exchange, steps[number], "301 Moved Permanently")
        else:
            exchange.send(whole(last, kind=PLAIN))

    return answer


def _then_good(exchange: Exchange) -> None:
    exchange.send(whole(RULE, kind=PLAIN) if exchange.times > 1 else whole(b"", "503 Service Unavailable", None))


_robots("robots-endless", HOLDS, "robots.txt without end", _endless)
_robots("robots-drip", "full", "robots.txt drips for ever behind its rule", _drip)
_robots("robots-reset", "forbid:/page", "robots.txt is answered by RST", _reset)
_robots("robots-503-then-good", HOLDS, "503, then the rules", _then_good)
_robots("robots-redirect", HOLDS, "redirected once", _redirected("/r/1"))
_robots("robots-redirect-4", HOLDS, "redirected four times", _redirected("/r/1", "/r/2", "/r/3", "/r/4"))
_robots("robots-redirect-loop", "full allow:/page", "redirected for ever (RFC 9309: may be taken for none)", _redirected(*["/robots.txt"] * 1))
_robots("robots-redirect-internal", "full refuse", "redirected to an internal service", _redirected("http://127.0.0.1:{trap}/robots.txt"))
_robots("robots-redirect-data", "full", "redirected to data:", _redirected("data:text/plain,User-agent: *%0aDisallow: /"))
_robots("robots-redirect-home", BOTH, "redirected to the home page, as portals without robots.txt do", _redirected("/"))
