"""A small portal of given pages on 127.0.0.1: a table of paths to answers, which tests may change meanwhile, and a log of requests."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple, Self


class Page(NamedTuple):
    """An answer."""

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    etag: bool = False
    """Whether it can be asked conditionally."""


class PageServer:
    """Serves while it is entered."""

    def __init__(self, pages: Mapping[str, Page | list[Page]]) -> None:
        """Path with query to its answer; of a list each is given once, the last for ever."""
        self.pages = dict(pages)
        self.asked: list[tuple[float, str]] = []
        """Monotonic instant and path of each request."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((time.monotonic(), self.path))
                page = site.page(self.path)
                tag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
                known = page.etag and self.headers.get("If-None-Match") == tag
                self.send_response(304 if known else page.status)
                for name, value in (*page.headers, *((("ETag", tag),) if page.etag else ())):
                    self.send_header(name, value)
                if not known:
                    self.send_header("Content-Type", page.type)
                    self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                if not known:
                    self.wfile.write(page.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def base(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`."""
        return self.base.removeprefix("http://")

    def page(self, path: str) -> Page:
        """What stands there now."""
        found = self.pages.get(path, Page(b"<p>none", status=404))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found

    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [path for _, path in self.asked]

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
