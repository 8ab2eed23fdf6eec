"""A portal of a few pages that a test changes between crawls: a listing that links to all of them, article pages, and errors."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.crawling import portal_file

SENTENCE = "省政府今天召开会议，研究部署第{number}号有关工作，会议指出这件事情十分重要，各地各部门要抓好落实。"


def article(title: str, number: int, *, changed: str = "") -> str:
    """An article page with a body of its own."""
    body = "".join(f"<p>{SENTENCE.format(number=number * 10 + part)}{changed}</p>" for part in range(4))
    return (f"<html><head><meta charset='utf-8'><title>{title}-示范网</title></head><body><div class='crumb'>当前位置："
            f"<a href='/'>首页</a> &gt; <a href='/list.html'>要闻</a></div><h1>{title}</h1><p>发布时间：2026-03-0{number % 9 + 1} 09:08 "
            f"来源：示范日报</p><div class='content'>{body}</div></body></html>")


class PlainPortal:
    """Serves `pages` (path to page, or to a status) on 127.0.0.1, with ETags, until it is left."""

    def __init__(self) -> None:
        self.pages: dict[str, str | int] = {}
        self.asked: list[str] = []
        self.behind: dict[str, str] = {}
        """Paths that are answered only when another one was asked for. After 4 seconds, for Scrapy looks each 5, they stand in `late`."""
        self.late: list[str] = []
        self.came = threading.Condition()
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with portal.came:
                    portal.asked.append(self.path)
                    portal.came.notify_all()
                    first = portal.behind.get(self.path)
                    if first is not None and not portal.came.wait_for(lambda: first in portal.asked, 4):
                        portal.late.append(self.path)
                page = portal.listing() if self.path == "/list.html" else portal.pages.get(self.path, 404)
                body = f"<h1>{page}</h1>".encode() if isinstance(page, int) else page.encode()
                tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                status = page if isinstance(page, int) else 304 if self.headers.get("If-None-Match") == tag else 200
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if status == 200:
                    self.send_header("ETag", tag)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if status != 304:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def listing(self) -> str:
        """The page that links to all others."""
        rows = "".join(f"<li><a href='{path}'>要闻之{path}的标题</a><span>2026-03-0{place % 9 + 1}</span></li>"
                       for place, path in enumerate(self.pages))
        return f"<html><head><meta charset='utf-8'><title>要闻</title></head><body><ul class='news'>{rows}</ul></body></html>"

    def file(self, folder: Path, name: str = "plain") -> Path:
        """The folder of a portal file for it."""
        rules = "allow_private = true\narticles = ['/art/']\n"
        return portal_file(folder, name, [("listing", f"http://{self.host}/list.html")], [self.host], rules)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
