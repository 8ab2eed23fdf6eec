"""Draws pages in Chromium and keeps what was drawn: never a response, but a conversion of the one that our own wire brought."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archive.model import Capture, Converted
from archive.records.codings import decode
from archive.records.conversion import drawn
from archive.records.http import entity
from crawler import clock
from crawler.browser.chromium import FLAGS, executable, has_sandbox
from crawler.browser.traffic import Ask, Page, Traffic, reply_of
from crawler.challenge import challenge_of
from crawler.fetching.fetcher import Fetched
from crawler.fetching.recorder import Recorder
from crawler.frontier.task import Task
from crawler.oneline import one_line
from crawler.portal import Browser, Portal

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page as BrowserPage

logger = logging.getLogger(__name__)

PAGES = 200
"""Pages after which Chromium is started anew, for its memory grows."""
CLOSING = 10.0
"""Seconds that Chromium may take to close a page or itself."""
STARTING = 60.0
"""Seconds that Chromium may take to start."""
SETTLING = 1000
"""Milliseconds for which a click on `more` may bring nothing."""


class Renderer:
    """Draws the pages of one crawl, one at a time: pages of one site share a process of Chromium's, and one that hangs would hold up
    the others. Belongs to one event loop."""

    def __init__(self, portal: Portal, rules: Browser, *, ask: Ask, recorder: Recorder, agent: str, path: str, limit: int) -> None:
        """`ask`: see `crawler.browser.traffic.Traffic`; `path`: see `crawler.browser.chromium.executable`; `limit`: bytes of a drawn
        page."""
        self.rules = rules
        self.recorder = recorder
        self.agent = agent
        self.path = path
        self.limit = limit
        self.language = portal.language
        self.traffic = Traffic(ask, portal.politeness.delay)
        self._room = asyncio.Lock()
        self._driver: Any = None
        self._chromium: Chromium | None = None
        self._drawn = 0
        self._under_way: set[asyncio.Task[bytes]] = set()
        self.cutting = False
        """Whether pages are no longer drawn because the crawl ends."""

    def wants(self, task: Task, fetched: Fetched) -> bool:
        """Whether this answer is to be drawn: a whole page of a kind that the portal names, and no challenge: those are not solved."""
        capture = fetched.capture
        if task.kind not in self.rules.kinds or task.method != "GET" or capture.status != 200 or capture.truncated is not None:
            return False
        media = next((value for name, value in capture.headers if name.lower() == "content-type"), "").partition(";")[0].strip().lower()
        if media not in ("", "text/html", "application/xhtml+xml") or capture.response is None or capture.head_size is None:
            return False
        body = b"".join(entity(capture.response, capture.head_size, capture.chunked))[: self.limit]
        codings = [value for name, value in capture.headers if name.lower() == "content-encoding"]
        body = decode(body, codings, self.limit).body if codings else body
        return b"<" in body[:4096] and challenge_of(200, capture.headers, body) is None

    async def draw(self, task: Task, fetched: Fetched) -> Fetched:
        """The drawn page, recorded; or the answer with the reason why it could not be drawn. Raises `archive.errors.NotWritable`,
        and CancelledError once `cut`."""
        capture = fetched.capture
        async with self._room:
            loop = asyncio.get_running_loop()
            at, began = clock.utc(), loop.time()
            self.traffic.began(capture.url)
            drawing = asyncio.ensure_future(self._within(task, capture))
            self._under_way.add(drawing)
            try:
                page = await drawing
            except _Undrawn as reason:
                return replace(fetched, undrawn=f"the browser could not draw it: {reason}")
            finally:
                self._under_way.discard(drawing)
            made = drawn(page, of=capture, converted=Converted(record_id=fetched.ref.record_id, by=self._name()), at=at,
                         elapsed_ms=round((loop.time() - began) * 1000))
            ref = await self.recorder.record(made)
            await self.traffic.turn(capture.url)
        if capture.response is not None:
            capture.response.close()
        return Fetched(capture=made, ref=ref)

    def cut(self) -> None:
        """Break off what is being drawn."""
        self.cutting = True
        for drawing in list(self._under_way):
            drawing.cancel()

    async def close(self) -> None:
        """End Chromium."""
        self.cut()
        await self._stop()
        if self._driver is not None:
            driver, self._driver = self._driver, None
            with contextlib.suppress(Exception):
                await asyncio.wait_for(driver.stop(), CLOSING)

    async def _within(self, task: Task, capture: Capture) -> bytes:
        """The drawn page within its time; Chromium's own start has its own."""
        try:
            async with asyncio.timeout(STARTING):
                with _told():
                    chromium = await self._started()
        except TimeoutError:
            raise _Undrawn(f"Chromium did not start within {STARTING:g} s") from None
        try:
            async with asyncio.timeout(self.rules.timeout):
                return await self._page(chromium, task, capture)
        except TimeoutError:
            self._drawn = PAGES  # it may hang: the next page gets a fresh one
            raise _Undrawn(f"{self._awaited()} within {self.rules.timeout:g} s") from None

    def _awaited(self) -> str:
        return f"no element matches {self.rules.wait}" if self.rules.wait else "it was not done"

    async def _page(self, chromium: Chromium, task: Task, capture: Capture) -> bytes:
        first = reply_of(capture)
        if first is None:
            raise _Undrawn("the answer is too large")
        with _told():
            context = await chromium.new_context(
                user_agent=self.agent, locale=self.language, service_workers="block", accept_downloads=False, ignore_https_errors=True)
            try:
                page = Page(self.traffic, task, first)
                await context.route("**/*", page.answer)
                await context.route_web_socket("**/*", lambda socket: socket.close())
                context.set_default_timeout(self.rules.timeout * 1000)
                return await self._built(await context.new_page(), capture.url)
            finally:
                self._drawn += 1
                await self._left(context.close())

    async def _built(self, page: BrowserPage, url: str) -> bytes:
        await page.goto(url, wait_until="domcontentloaded")
        await self._settled(page)
        if self.rules.wait:
            await page.wait_for_selector(self.rules.wait, state="attached")
        for _ in range(self.rules.clicks if self.rules.more else 0):
            if not await self._more(page):
                break
        if not page.url.startswith(("http://", "https://")):
            raise _Undrawn("it led to an error page of the browser's own")
        text = await page.content()
        data = text.encode("utf-8", "replace")
        if len(data) > self.limit:
            raise _Undrawn(f"the page has more than {self.limit} bytes when drawn")
        return data

    async def _more(self, page: BrowserPage) -> bool:
        """Click for more rows; whether it brought any."""
        button = page.locator(self.rules.more or "").first
        if not await button.count() or not await button.is_visible() or not await button.is_enabled():
            return False
        before = await page.locator("a[href]").count()
        await button.click()
        for _ in range(SETTLING // 100):
            await self._settled(page)
            if await page.locator("a[href]").count() > before:
                return True
            await page.wait_for_timeout(100)
        return False

    async def _settled(self, page: BrowserPage) -> None:
        """Half a second without a request; a page that never rests is taken as it is when its time is half over."""
        from playwright.async_api import TimeoutError as TooLong

        with contextlib.suppress(TooLong):
            await page.wait_for_load_state("networkidle", timeout=self.rules.timeout * 500)

    async def _started(self) -> Chromium:
        """Chromium, started if it is not running or has drawn many pages."""
        from playwright.async_api import async_playwright

        if self._chromium is not None and (self._drawn >= PAGES or not self._chromium.is_connected()):
            await self._stop()
        if self._driver is None:
            self._driver = await async_playwright().start()
        if self._chromium is None:
            self._chromium = await self._driver.chromium.launch(
                executable_path=executable(self.path), args=list(FLAGS), chromium_sandbox=has_sandbox(), handle_sigint=False,
                handle_sigterm=False, handle_sighup=False)
            self._drawn = 0
            logger.info("drawing pages with %s", self._name())
        return self._chromium

    async def _stop(self) -> None:
        if self._chromium is not None:
            chromium, self._chromium = self._chromium, None
            await self._left(chromium.close())

    async def _left(self, closing: Any) -> None:
        """Wait for something to close, not for ever."""
        with contextlib.suppress(Exception):
            await asyncio.wait_for(asyncio.shield(closing), CLOSING)

    def _name(self) -> str:
        return f"chromium/{self._chromium.version}" if self._chromium is not None else "chromium"


class _Undrawn(Exception):
    """Why a page could not be drawn, in one line."""


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Errors of the browser as reasons, in one line."""
    from playwright.async_api import Error

    try:
        yield
    except Error as error:
        raise _Undrawn(one_line(error.message.partition("\n")[0], 300)) from None
