"""Replays articles in a browser and says of each what is shown, what is missing, and what leaked to the live web."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.index.surt import surt
from archive.layout import Collection
from crawler.replay.held import Held
from crawler.replay.pywb import Pywb
from crawler.replay.sample import Line
from crawler.replay.watch import Watch, replayed, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Frame, Page

TIMEOUT = 30_000
"""Milliseconds for a page to load."""
QUIET = 5_000
"""Milliseconds at most for what a page loads afterwards."""
ENOUGH = 0.9
"""Share of the body's text that must be found: pages may write a few words themselves (counters, dates)."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """One article, replayed."""

    collection: str
    id: str
    version: int
    url: str
    captured_at: str
    replay: str
    """Address under which it is replayed."""
    title_shown: bool = False
    """Whether the line's title stands on the page or in its title bar; true for a line without one."""
    text_found: float = 0.0
    """Share of the body's characters, by paragraphs, that the page holds; 1 for a line without one."""
    missing: list[str] = field(default_factory=list)
    """What was captured but is not replayed, and pictures, files and styles of the article that were never asked for: live addresses,
    with the reason."""
    not_captured: list[str] = field(default_factory=list)
    """What else the page asks for but the archive does not hold; the live site may lack it too."""
    leaks: list[str] = field(default_factory=list)
    """Addresses of the live web that the page asked for; they were stopped."""
    error: str | None = None
    """Why it could not be replayed at all."""

    @property
    def is_good(self) -> bool:
        """Whether it is replayed as it was captured."""
        return self.error is None and self.title_shown and self.text_found >= ENOUGH and not self.missing and not self.leaks


def check(browser: Browser, pywb: Pywb, articles: Sequence[tuple[Collection, Line]], held: dict[str, Held],
          pictures: Path | None = None) -> Iterator[Seen]:
    """Each of the articles in turn, in a context of its own. `pictures`: a folder that gets a PNG of each."""
    from playwright.sync_api import Error

    for number, (collection, line) in enumerate(articles, 1):
        seen = Seen(collection=collection.name, id=line["id"], version=line["version"], url=line["url"], captured_at=line["captured_at"],
                    replay=_address(pywb, collection, line, line["url"]))
        context = browser.new_context(locale="zh-CN", service_workers="block", viewport={"width": 1280, "height": 1000})
        try:
            _replay(context, pywb, collection, line, held[collection.name], seen, pictures and pictures / f"{number:04}.png")
        finally:
            with suppress(Error):  # the terminal's Ctrl-C ended the browser already
                context.close()
        yield seen


def _replay(context: BrowserContext, pywb: Pywb, collection: Collection, line: Line, held: Held, seen: Seen,
            picture: Path | None) -> None:
    from playwright.sync_api import Error

    watch = Watch(context, pywb.address)
    page = context.new_page()
    try:
        shown, texts = "", ""
        for url in (line["url"], *(part["url"] for part in line.get("parts") or ())):
            frame = _opened(page, _address(pywb, collection, line, url))
            visible, whole = text_of(frame)
            shown, texts = shown + visible + frame.title(), texts + whole
            if picture is not None and url == line["url"]:
                page.screenshot(path=picture)
        seen.title_shown = _bare(line["title"] or "") in _bare(shown)
        seen.text_found = _found(line["body"] or "", texts)
        for one in line["attachments"]:
            _fetch(context, _address(pywb, collection, line, one["url"], "id_"), watch)
    except Error as error:
        seen.error = " ".join(error.message.split("\n", 1)[0].split())
    seen.leaks = watch.leaks
    own = {surt(one["url"]) for one in (*line["images"], *line["attachments"])}
    for address, why in watch.failed.items():
        url = replayed(address)
        if url is None:
            continue
        if url in held:
            seen.missing.append(f"{url} ({why})")
        elif not held.asked(url) and (address in watch.styles or surt(url) in own):
            seen.missing.append(f"{url} (never captured)")
        else:
            seen.not_captured.append(f"{url} ({why})")


def _address(pywb: Pywb, collection: Collection, line: Line, url: str, how: str = "") -> str:
    second = "".join(sign for sign in line["captured_at"][:19] if sign.isdecimal())
    return f"{pywb.collection(collection.name)}{second}{how}/{url}"


def _opened(page: Page, address: str) -> Frame:
    """The frame in which the archived page stands: pywb's own, with its banner, is around it."""
    page.goto(address, wait_until="load", timeout=TIMEOUT)
    frame = next((one for one in page.frames if one.name == "replay_iframe"), page.main_frame)
    frame.wait_for_load_state("load", timeout=TIMEOUT)
    _quiet(page)
    return frame


def _quiet(page: Page) -> None:
    from playwright.sync_api import TimeoutError as TooLong

    try:
        page.wait_for_load_state("networkidle", timeout=QUIET)
    except TooLong:
        return  # a page that polls for ever is looked at as it is


def _fetch(context: BrowserContext, address: str, watch: Watch) -> None:
    """Attachments are downloaded, not shown."""
    answer = context.request.get(address, timeout=TIMEOUT, max_redirects=5)
    if answer.status >= 400:
        watch.failed[address] = str(answer.status)
    answer.dispose()


def _found(body: str, page: str) -> float:
    """Share of the body's characters in paragraphs that stand on the page, whatever blanks and line ends do."""
    held = _bare(page)
    paragraphs = [bare for paragraph in body.splitlines() if (bare := _bare(paragraph.replace("\t", "")))]
    total = sum(map(len, paragraphs))
    return sum(len(paragraph) for paragraph in paragraphs if paragraph in held) / total if total else 1.0


def _bare(text: str) -> str:
    """Without blanks, line ends and what has no width, in one Unicode form."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in kept if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc"))


def summary(seen: Sequence[Seen]) -> dict[str, Any]:
    """Counts over all of them."""
    return {"checked": len(seen), "good": sum(one.is_good for one in seen), "missing": sum(len(one.missing) for one in seen),
            "not_captured": sum(len(one.not_captured) for one in seen), "leaks": sum(len(one.leaks) for one in seen)}
