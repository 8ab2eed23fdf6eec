"""What stands between the room and the net: who may ask, under which name, and what a page may do in a browser.

The archive's content is hostile: nothing of it runs here. Pages may load nothing but their own style and script, replay lives on
an origin of its own, and whatever changes something needs a token that no other site can know.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "fangzhi_room"
CSRF_FIELD = "csrf"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_FORM = 65_536
"""Bytes of a form that are read."""
_DAY = 86400
_FIGURES = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\]):(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Whom the room answers."""

    names: frozenset[str]
    """What `Host` may say, lower case, with port."""
    token: str | None = None
    """Demanded of everybody; None: the room is bound to loopback and asks for none."""
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Demanded with every request that changes something."""
    stage: int = 0
    """Port at which replay lives, an origin of its own; 0: nowhere."""
    addresses: frozenset[int] = frozenset()
    """Ports at which `Host` may be any address in figures: of a room that listens everywhere. No other site can have such a name."""

    def knows(self, host: str) -> bool:
        """Whether `Host` may say this."""
        told = _FIGURES.fullmatch(host)
        return host.lower() in self.names or (told is not None and int(told[1]) in self.addresses)

    def seal(self) -> str:
        """What the cookie holds: made from the token, which it does not tell."""
        return hmac.new((self.token or "").encode("utf-8", "surrogateescape"), b"fangzhi reading room", "sha256").hexdigest()

    def policy(self, frames: str = "'none'") -> str:
        """Content-Security-Policy of the room's pages. `frames`: the one origin that the page may frame."""
        return ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
                f"frame-src {frames}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")


def names_of(host: str, port: int, more: Sequence[str] = ()) -> frozenset[str]:
    """What `Host` may say of a room bound to `host`: the address itself, and `localhost` and the loopback addresses where it is one of
    them or all of them. `more`: further names, with port or without."""
    bare = {host}
    if host in ("0.0.0.0", "::") or is_loopback(host):
        bare |= {"localhost", "127.0.0.1", "::1"}
    found = {f"[{name}]:{port}" if ":" in name else f"{name}:{port}" for name in bare - {"0.0.0.0", "::"}}
    found |= {name if ":" in name else f"{name}:{port}" for name in more}
    if port == 80:
        found |= {name.removesuffix(":80") for name in found}
    return frozenset(name.lower() for name in found)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; names count as reachable but `localhost`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Safety:
    """Outermost of all: refuses, then lets through, then says what the page may do."""

    def __init__(self, app: ASGIApp, rules: Rules, stage: ASGIApp) -> None:
        """`stage`: what answers at the port `rules.stage`."""
        self.app = app
        self.rules = rules
        self._stage = stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI calls it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        app = refusal if refusal is not None else self._stage if self._is_stage(scope) else self.app
        await app(scope, receive, self._guarded(send))

    def _is_stage(self, scope: Scope) -> bool:
        """Whether the stage's port was asked: by the socket, not by what the request says of itself."""
        server = scope.get("server")
        return bool(self.rules.stage) and server is not None and server[1] == self.rules.stage

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.rules.knows(hosts[0]):
            return PlainTextResponse("this room does not answer under that name; `fangzhi serve --name HOST` tells it another", 421)
        if self.rules.token is not None:
            refused = self._stranger(scope, headers)
            if refused is not None:
                return refused
        if scope["method"] not in SAFE_METHODS:
            origin = headers.get("origin")
            if origin is not None and origin.partition("://")[2].lower() != hosts[0].lower():  # the stage is another site, too
                return PlainTextResponse("asked from another site", 403)
        return None

    def _stranger(self, scope: Scope, headers: Headers) -> Response | None:
        """Of who does not show the token; whoever shows it in the address gets a cookie and the address without it."""
        token = (self.rules.token or "").encode("utf-8", "surrogateescape")
        given = headers.get("authorization", "")
        if given.lower().startswith("bearer ") and hmac.compare_digest(given[7:].strip().encode("latin-1"), token):
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        shown = dict(asked).get("token", "")
        if shown and hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), token):
            rest = urlencode([(name, value) for name, value in asked if name != "token"])
            path = "/" + scope["raw_path"].decode("latin-1").lstrip("/\\")  # two slashes would lead to another site
            answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
            answer.set_cookie(COOKIE, self.rules.seal(), max_age=30 * _DAY, httponly=True, samesite="strict", path="/")
            return answer
        if hmac.compare_digest(_cookie(headers).encode(), self.rules.seal().encode()):
            return None
        return PlainTextResponse("this room asks for its token: open the address that it printed when it was started", 401,
                                 headers={"WWW-Authenticate": "Bearer"})

    def _guarded(self, send: Send) -> Send:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self.rules.policy())
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"  # with `no-referrer` browsers send our own forms with `Origin: null`
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
                headers.setdefault("Cache-Control", "no-store" if self.rules.token else "no-cache")
            await send(message)

        return guarded


def permitted(form: Mapping[str, str], rules: Rules) -> bool:
    """Whether a form that changes something came from one of our pages."""
    return hmac.compare_digest(form.get(CSRF_FIELD, "").encode(), rules.csrf.encode())


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a small form, as browsers send it by default; the first value of each. Empty for anything else."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace"), max_num_fields=100).items()}


def _cookie(headers: Headers) -> str:
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""
