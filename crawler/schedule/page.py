"""`/metrics` for Prometheus and `/status` as JSON, on the loopback interface."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from archive.errors import NotWritable
from crawler import clock
from crawler.schedule.metrics import metrics
from crawler.schedule.plan import Plan
from crawler.schedule.runs import Runs
from crawler.schedule.status import statuses


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    plans: Sequence[Plan] = ()
    root = Path()


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer."""
        with Runs(self.server.root) as runs:
            states = statuses(self.server.plans, runs, clock.now())
            if self.path == "/metrics":
                self._answer("text/plain; version=0.0.4; charset=utf-8", metrics(states, runs))
            elif self.path == "/status":
                self._answer("application/json", json.dumps([state.as_dict() for state in states], ensure_ascii=False))
            else:
                self.send_error(404)

    def _answer(self, kind: str, text: str) -> None:
        body = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: whoever scrapes does so every few seconds."""


class MetricsPage:
    """The page on a port of 127.0.0.1, as a context manager. Raises `NotWritable` when the port cannot be had."""

    def __init__(self, port: int, root: Path, plans: Sequence[Plan]) -> None:
        """`port` 0: any that is free."""
        try:
            self._server = _Server(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise NotWritable(f"127.0.0.1:{port}: no page can be served there: {error.strerror or error}") from None
        self._server.root, self._server.plans = root, plans

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
