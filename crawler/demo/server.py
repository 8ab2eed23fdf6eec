"""Serves the demonstration portal on 127.0.0.1."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from crawler.demo.site import Resource, key_of, resources

MISSING = Resource(body="<html><head><title>404</title></head><body>您访问的页面不存在</body></html>".encode(), status=404)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    revised = False


class _Handler(BaseHTTPRequestHandler):
    """Answers from the table of resources, with conditions, gzip and chunks."""

    protocol_version = "HTTP/1.1"
    server_version = "fangzhi-demo"
    sys_version = ""
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer."""
        resource = resources(self.server.revised).get(key_of(self.path), MISSING)
        if self._unchanged(resource):
            self.send_response(304)
            self._validators(resource)
            self.end_headers()
            return
        body, coded = resource.body, resource.gzip and "gzip" in self.headers.get("Accept-Encoding", "")
        if coded:
            body = gzip.compress(body, 6, mtime=0)
        self.send_response(resource.status)
        self._describe(resource, coded)
        if resource.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            body = b"".join(_chunked(body))
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 (the standard library's name)

    def _unchanged(self, resource: Resource) -> bool:
        asked, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if resource.etag is not None and asked is not None:
            return resource.etag in asked
        return resource.last_modified is not None and since == resource.last_modified

    def _validators(self, resource: Resource) -> None:
        if resource.etag is not None:
            self.send_header("ETag", resource.etag)
        if resource.last_modified is not None:
            self.send_header("Last-Modified", resource.last_modified)

    def _describe(self, resource: Resource, coded: bool) -> None:
        self.send_header("Content-Type", resource.type)
        if resource.location is not None:
            self.send_header("Location", resource.location)
        if coded:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self._validators(resource)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the crawl's own log is what counts."""


def _chunked(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 1500):
        piece = body[start : start + 1500]
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


class DemoServer:
    """The demonstration portal on a free port of 127.0.0.1, as a context manager; answers to any host name.

    `revised`: begin in the state after the newsroom corrected an article; `revise()` makes that correction while it runs.
    Raises OSError when no port can be opened.
    """

    def __init__(self, *, revised: bool = False) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler, bind_and_activate=False)
        self._server.revised = revised

    @property
    def port(self) -> int:
        """Where it listens; 0 before it does."""
        return int(self._server.server_address[1])

    def revise(self) -> None:
        """Correct the article, from the next request on."""
        self._server.revised = True

    def __enter__(self) -> Self:
        self._server.server_bind()
        self._server.server_activate()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
