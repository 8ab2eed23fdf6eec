"""A browser that is watched: what its pages ask for, what failed, and what tried to reach the live web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import click

from crawler.replay.programs import Missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Request, Response, Route, WebSocketRoute

SWITCHES = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-default-apps", "--no-pings", "--disable-dev-shm-usage")
"""Chromium's own calls home are off: they are not the page's."""
_INSIDE = ("data", "blob", "about", "chrome", "chrome-extension", "chrome-error", "javascript", "filesystem")
_REPLAYED = re.compile(r"/(?P<at>\d{4,14})?(?P<how>[a-z]{2}_)?/(?P<url>(?:https?:)?//?.+)\Z", re.IGNORECASE)


@contextmanager
def browser(program: Path) -> Iterator[Browser]:
    """Headless Chromium, while the block runs. Raises `Missing` without playwright, `click.ClickException` when it does not start."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise Missing("playwright is not installed: `pip install playwright` (the extra `browser`)") from None
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=program, headless=True, args=[*SWITCHES, *_sandbox()],
                                                 handle_sigint=False, handle_sigterm=False, handle_sighup=False)
        except Error as error:
            raise click.ClickException(f"{program} did not start: {error.message.splitlines()[0]}") from None
        try:
            yield running
        finally:
            with suppress(Error):  # the terminal's Ctrl-C ended it already
                running.close()


def _sandbox() -> list[str]:
    """Chromium refuses to run as root with its sandbox."""
    import os

    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


class Watch:
    """What one page and all its frames and workers did. Requests that leave the replay server are stopped and noted."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.leaks: list[str] = []
        """Addresses outside that were asked for, in order, each once."""
        self.failed: dict[str, str] = {}
        """Replay address to what was wrong with it: a status or the network's words."""
        self.styles: set[str] = set()
        """Those of `failed` that are style sheets."""
        self._address = address.rstrip("/") + "/"
        context.route("**/*", self._decide)
        context.route_web_socket(re.compile(""), self._refuse)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)

    def _is_inside(self, url: str) -> bool:
        return url.startswith(self._address) or urlsplit(url).scheme in _INSIDE

    def _decide(self, route: Route) -> None:
        url = route.request.url
        if self._is_inside(url):
            route.continue_()
            return
        self._leaked(url)
        route.abort("blockedbyclient")

    def _refuse(self, socket: WebSocketRoute) -> None:
        self._leaked(socket.url)
        socket.close()

    def _leaked(self, url: str) -> None:
        if url not in self.leaks:
            self.leaks.append(url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.failed[response.url] = str(response.status)
            if response.request.resource_type == "stylesheet":
                self.styles.add(response.url)

    def _failed(self, request: Request) -> None:
        # A frame that was left ends what it had begun; that is no failure.
        if self._is_inside(request.url) and request.failure != "net::ERR_ABORTED":
            self.failed.setdefault(request.url, request.failure or "failed")


def replayed(url: str) -> str | None:
    """The address of the live web that a replay address stands for; None for the viewer's own files.

    `http://127.0.0.1:8080/demo/20260101000000im_/http://a.example/1.png` stands for `http://a.example/1.png`.
    """
    match = _REPLAYED.search(urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl())
    if match is None or not (match["at"] or match["how"]):
        return None
    inner = match["url"]
    return inner if inner.lower().startswith(("http:", "https:")) else f"http:{inner}"


def text_of(frame: Any) -> tuple[str, str]:
    """What a frame shows, and all its text (hidden parts included, scripts and styles not), as it stands."""
    shown: str = frame.evaluate("() => document.body ? document.body.innerText : ''")
    whole: str = frame.evaluate("""() => {
        const copy = document.documentElement.cloneNode(true);
        copy.querySelectorAll('script, style, noscript, template').forEach(one => one.remove());
        return copy.textContent;
    }""")
    return shown, whole


def spelt(url: str) -> str:
    """An address as people read it."""
    return unquote(url, errors="replace")
