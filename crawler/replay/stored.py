"""WARC files that are on object storage, handed to pywb by ranges: a server on this machine alone, for pywb alone. pywb needs no
credentials and no library of a store."""

from __future__ import annotations

import contextlib
import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from archive.errors import ArchiveError
from archive.layout import Collection
from archive.remote.store import open_warc, size_of

PIECE = 1 << 16
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@contextlib.contextmanager
def ranges(collections: Mapping[str, Collection]) -> Iterator[str | None]:
    """The address below which `NAME/FILE` of these collections answers, by the names under which they are served; None when none of them
    has a file on object storage alone."""
    if all(path.exists() for one in collections.values() for path in one.warc_files()):
        yield None
        return
    server = _Server(collections)
    threading.Thread(target=server.serve_forever, name="stored", daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/{server.secret}"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, collections: Mapping[str, Collection]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.collections = collections
        self.secret = secrets.token_urlsafe(16)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        try:
            path = self._file()
            size = size_of(path) if path is not None else 0
        except (ArchiveError, OSError):
            path = None
        match = _RANGE.fullmatch(self.headers.get("Range", "bytes=0-"))
        if path is None or match is None or int(match[1]) >= size:
            self.send_error(404 if path is None else 416)
            return
        start, stop = int(match[1]), min(int(match[2]) + 1 if match[2] else size, size)
        self.send_response(206)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{size}")
        self.send_header("Content-Length", str(stop - start))
        self.end_headers()
        try:
            self._send(path, start, stop)
        except (ArchiveError, OSError):
            self.close_connection = True  # what is missing of the length tells pywb

    def log_message(self, format: str, *words: object) -> None:
        """Nothing."""

    def _file(self) -> Path | None:
        """The file asked for, of those that the collections have."""
        secret, _, rest = self.path.removeprefix("/").partition("/")
        name, _, file = rest.partition("/")
        collection = self.server.collections.get(unquote(name))
        if collection is None or not secrets.compare_digest(secret, self.server.secret):
            return None
        return next((path for path in collection.warc_files() if path.name == unquote(file)), None)

    def _send(self, path: Path, start: int, stop: int) -> None:
        with open_warc(path) as file:
            file.seek(start)
            while start < stop and (piece := file.read(min(PIECE, stop - start))):
                self.wfile.write(piece)
                start += len(piece)
