"""A web server for ReplayWeb.page: its two scripts, a page around it, and a package that is fetched by byte ranges."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TYPES = {".js": "text/javascript", ".wacz": "application/wacz"}
FRAME = """<!doctype html><html><body style="margin:0"><script src="/ui.js"></script>
<replay-web-page style="display:block;height:100vh" source="/package.wacz" replayBase="/replay/" url="{url}" ts="{second}" embed="{embed}">
</replay-web-page></body></html>"""

INNER = b'<!doctype html><html><body><script src="ui.js"></script><replay-app-main></replay-app-main></body></html>'
"""What the worker gives out at the replay base until it has its own."""


class Shelf(ThreadingHTTPServer):
    """Serves `files` by path."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.asked: list[tuple[str, str | None]] = []
        """Path and Range of each request, in order."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Shelf
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, wanted = self.path.partition("?")[0], self.headers.get("Range")
        self.server.asked.append((path, wanted))
        body = self.server.files.get(path)
        if body is None:
            self._answer(404, b"", {})
            return
        kind = {"Content-Type": TYPES.get(Path(path).suffix, "text/html; charset=utf-8"), "Accept-Ranges": "bytes"}
        match = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted or "")
        if match is None:
            self._answer(200, body, kind)
            return
        start = int(match[1]) if match[1] else len(body) - int(match[2])
        end = min(int(match[2]) + 1, len(body)) if match[1] and match[2] else len(body)
        self._answer(206, body[max(0, start):end], {**kind, "Content-Range": f"bytes {max(0, start)}-{end - 1}/{len(body)}"})

    do_HEAD = do_GET  # noqa: N815 (the standard library's name)

    def _answer(self, status: int, body: bytes, fields: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**fields, "Content-Length": str(len(body)), "Service-Worker-Allowed": "/"}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def shelf(viewer: Path, package: bytes, url: str = "", second: str = "", embed: str = "default") -> Iterator[Shelf]:
    """A server over a package, opened at one capture; `viewer`: the folder of ReplayWeb.page."""
    worker = (viewer / "sw.js").read_bytes()
    page = FRAME.format(url=url, second=second, embed=embed).encode()
    files = {"/": page, "/ui.js": (viewer / "ui.js").read_bytes(), "/sw.js": worker, "/replay/sw.js": worker, "/package.wacz": package,
             "/replay/": INNER}
    files["/replay/ui.js"] = files["/ui.js"]
    server = Shelf(files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
