"""Where the archive's own pages are played: pywb as a process of its own, behind an origin of its own, so that what a page does there
stays there. It is started when the first page is asked for."""

from __future__ import annotations

import asyncio
import http.client
import re
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode, urlsplit

import click
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from archive.cdxj import update_index
from archive.errors import Locked, NotWritable
from archive.layout import Archive
from archive.lock import locked

if TYPE_CHECKING:
    from crawler.replay.pywb import Pywb

SANDBOX = ("default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' data: blob:; form-action 'none'; "
           "base-uri 'self'; object-src 'self'")
"""Content-Security-Policy of played pages: nothing but what the archive holds."""
_PLAYED = re.compile(r"/([^/]+)/(\d{4,14})(?:[a-z]{2}_)?/(https?://.+)")
_NOT_PASSED = frozenset({
    "connection", "date", "keep-alive", "transfer-encoding", "content-length", "content-security-policy", "set-cookie", "server",
    "content-security-policy-report-only", "x-frame-options", "clear-site-data", "strict-transport-security"})
_ASKED_WITH = ("accept", "accept-language", "range", "user-agent", "accept-datetime", "x-requested-with")
READ_SIZE = 1 << 16


class Stage:
    """pywb over an archive, started at the first need. Its methods may be called from any thread."""

    def __init__(self, archive: Archive, port: int, *, room: int = 0, program: Path | None = None, read_only: bool = False) -> None:
        """`port`: where the room itself answers for it; 0: there is no stage. `room`: the port of the room's own pages. `program`: pywb's,
        where it is not found."""
        self.port = port
        self._room = room
        self._archive = archive
        self._program = program
        self._read_only = read_only
        self._lock = threading.Lock()
        self._open = ExitStack()
        self._pywb: Pywb | None = None
        self._collections: tuple[str, ...] = ()

    def fault(self) -> str | None:
        """Start pywb unless it runs, with the collections of today; why it cannot be, None when it runs."""
        if not self.port:
            return "this room was opened without replay"
        with self._lock:
            try:
                self._ensure()
            except (click.ClickException, OSError) as error:
                return error.format_message() if isinstance(error, click.ClickException) else str(error)
        return None

    def _ensure(self) -> None:
        from crawler.replay.programs import wayback
        from crawler.replay.pywb import serving

        collections = self._archive.collections()
        names = tuple(one.name for one in collections)
        if self._pywb is not None and self._pywb.process.poll() is None and names == self._collections:
            return
        self._open.close()
        self._pywb = None
        program = wayback(self._program)
        if not self._read_only:
            for one in collections:
                try:
                    with locked(one.lock):
                        update_index(one)
                except (Locked, NotWritable):
                    continue  # shown as far as its index goes
        self._pywb = self._open.enter_context(serving(program, collections, "127.0.0.1", 0))
        self._collections = names

    def path(self, collection: str, stamp: str, url: str, how: str = "mp_") -> str:
        """Path of a captured page on the stage; call it after `fault` said None. `stamp`: `YYYYMMDDhhmmss`."""
        return f"/{quote(self.name(collection))}/{stamp}{how}/{url}"

    def name(self, collection: str) -> str:
        """Under which pywb plays a collection; call it after `fault` said None."""
        pywb = self._pywb
        return pywb.names.get(collection, collection) if pywb is not None else collection

    def close(self) -> None:
        """End pywb."""
        with self._lock:
            self._open.close()
            self._pywb = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The stage as an application: passes GET and HEAD on to pywb, and strips what a played page must not be able to say."""
        if scope["type"] != "http":
            return
        # Opened by itself, a page could send its window to the live web: a frame's way out is barred by the room's page around it, which
        # is of another origin, so that nothing in the frame can change that.
        alone = Headers(scope=scope).get("sec-fetch-dest") == "document"
        answer = self._around(scope) if alone and self._room else await asyncio.to_thread(self._answer, scope)
        await answer(scope, receive, send)

    def _around(self, scope: Scope) -> Response:
        """To the room's page that plays what was asked for in a frame."""
        path = scope["raw_path"].decode("latin-1") + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        match = _PLAYED.fullmatch(path)
        if match is None:
            return PlainTextResponse("nothing is shown here by itself", 404, headers={"Vary": "Sec-Fetch-Dest"})
        served, stamp, url = unquote(match[1]), match[2], match[3]
        pywb = self._pywb
        name = next((name for name, shown in pywb.names.items() if shown == served), served) if pywb is not None else served
        asked = urlencode({"url": url, "portal": name, "at": _instant(stamp)})
        host = re.sub(r":\d+$", "", Headers(scope=scope)["host"])
        where = f"{scope.get('scheme', 'http')}://{host}:{self._room}/archived?{asked}"
        return RedirectResponse(where, 302, headers={"Vary": "Sec-Fetch-Dest"})

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("the stage only shows", 405)
        fault = self.fault()
        pywb = self._pywb
        if fault is not None or pywb is None:
            return PlainTextResponse(fault or "pywb ended", 503)
        where = urlsplit(pywb.address)
        connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=60)
        asked = Headers(scope=scope)
        path = scope["raw_path"].decode("latin-1") + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        try:
            told = {name: asked[name] for name in _ASKED_WITH if name in asked}
            connection.request(scope["method"], path, headers={"Host": asked["host"], **told})
            came = connection.getresponse()
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            return PlainTextResponse(f"pywb did not answer: {error}", 502)

        def body() -> object:
            try:
                while piece := came.read(READ_SIZE):
                    yield piece
            finally:
                connection.close()

        answer = StreamingResponse(body(), came.status)  # type: ignore[arg-type]
        answer.raw_headers = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in came.getheaders()
                              if name.lower() not in _NOT_PASSED]
        answer.headers["Content-Security-Policy"] = SANDBOX
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer


def _instant(stamp: str) -> str:
    """`YYYYMMDDhhmmss`, or the beginning of it, as ISO 8601."""
    whole = stamp + "00000101000000"[len(stamp):]
    return f"{whole[:4]}-{whole[4:6]}-{whole[6:8]}T{whole[8:10]}:{whole[10:12]}:{whole[12:]}Z"
