"""Nothing that a page asks for goes unnoticed: what leaves for the live web is stopped and named, what fails inside is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from crawler.replay.watch import Watch
from tests.replay.shelf import Shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LEAKS = [
    pytest.param('<img src="http://live.example/a.png">', "http://live.example/a.png", id="picture"),
    pytest.param('<link rel="stylesheet" href="//live.example/a.css">', "http://live.example/a.css", id="style, address without scheme"),
    pytest.param('<iframe src="https://live.example/f.html"></iframe>', "https://live.example/f.html", id="frame"),
    pytest.param('<div style="background: url(http://live.example/b.png)">b</div>', "http://live.example/b.png", id="background"),
    pytest.param("<script>fetch('http://live.example/x.json').catch(() => 0)</script>", "http://live.example/x.json", id="fetch"),
    pytest.param("<script>navigator.sendBeacon('http://live.example/b', 'x')</script>", "http://live.example/b", id="beacon"),
    pytest.param("<script>new WebSocket('ws://live.example/s')</script>", "ws://live.example/s", id="socket"),
    pytest.param("<script>new Worker(URL.createObjectURL(new Blob([`fetch('http://live.example/w')`])))</script>", "http://live.example/w",
                 id="worker"),
    pytest.param('<script>location.href = "http://live.example/away"</script>', "http://live.example/away", id="navigation"),
    pytest.param('<img src="http://127.0.0.1:1/other-port.png">', "http://127.0.0.1:1/other-port.png", id="another server here"),
]


@pytest.fixture
def server() -> Iterator[Shelf]:
    one = Shelf({"/kept.png": b"", "/favicon.ico": b""})
    threading.Thread(target=one.serve_forever, daemon=True).start()
    yield one
    one.shutdown()
    one.server_close()


@pytest.fixture
def page(window: Browser) -> Iterator[Page]:
    context = window.new_context(service_workers="block")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("markup", "url"), LEAKS)
def test_a_request_to_the_live_web_is_stopped_and_named(server: Shelf, page: Page, markup: str, url: str) -> None:
    watch = Watch(page.context, server.address)
    server.files["/page"] = f"<!doctype html><html><body>{markup}</body></html>".encode()
    page.goto(f"{server.address}/page", wait_until="load")
    for _ in range(200):  # a worker may begin late
        if watch.leaks:
            break
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    assert watch.leaks == [url]


def test_what_fails_inside_is_told_and_what_belongs_to_the_page_is_no_leak(server: Shelf, page: Page) -> None:
    watch = Watch(page.context, server.address)
    server.files["/page"] = b"""<!doctype html><html><body><img src="/kept.png"><img src="/lost.png">
        <img src="data:image/gif;base64,R0lGODlhAQAB">
        <iframe src="about:blank"></iframe><script>fetch(URL.createObjectURL(new Blob(['x'])))</script></body></html>"""
    page.goto(f"{server.address}/page", wait_until="load")
    page.wait_for_load_state("networkidle")
    assert (watch.leaks, watch.failed) == ([], {f"{server.address}/lost.png": "404"})
