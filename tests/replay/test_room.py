"""The reading room in Chromium: every page, light and dark and on a phone, and what a reader does there."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from archive.layout import Collection
from tests.crawling import command, environment
from tests.finding.test_search import ARTICLES, line_of, write
from tests.replay import exhibits
from tests.replay.conftest import VIEWERS, absent
from tests.room.conftest import hostile_line
from tests.sources import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request

HELD = "exhibit"
PATHS = ("/", "/search", "/search?words=会议", "/changes", f"/portals/{HELD}", "/portals/zhejiang", f"/portals/{HELD}/coverage",
         "/portals/zhejiang/problems", "/articles/zhejiang:aaaaaaaaaaaaaaab", "/articles/zhejiang:aaaaaaaaaaaaaaaf", "/clusters", "/crawls",
         "/changes/1", "/portals/zhejiang/days/2026-03-02", "/search?lacking=date", "/nothing")
SERIOUS = ("serious", "critical")


@dataclass(slots=True)
class Visit:
    """A page in the browser, and what it did that it should not."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    """Requests to anywhere but this machine."""
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Errors of scripts and of the policy."""

    def answer(self, dialog: Dialog) -> None:
        """Note what a script said."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def failed(self, request: Request) -> None:
        """What the policy stopped never left the browser."""
        if "csp" in (request.failure or "").lower() and request.url in self.outside:
            self.outside.remove(request.url)

    def open(self, path: str) -> int:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer.status


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium: Path, wayback: Path) -> Iterator[tuple[str, Collection]]:
    """The address of a room over an archive that is partly written by an enemy."""
    root = tmp_path_factory.mktemp("room") / "data"
    collection = exhibits.archive(root, HELD)
    from archive.layout import Archive

    for facts in ARTICLES:
        write(Archive(root), line_of(*facts))
    write(Archive(root), hostile_line())
    process = subprocess.Popen(command("serve", root, "--port", "0", "--wayback", wayback), stdout=subprocess.PIPE, text=True,
                               env=environment(), cwd=ROOT)
    assert process.stdout is not None
    yield process.stdout.readline().strip().rstrip("/"), collection
    process.terminate()
    process.wait(60)


@pytest.fixture
def visit(window: Browser, served: tuple[str, Collection]) -> Iterator[Visit]:
    context = window.new_context()
    page = context.new_page()
    visiting = Visit(page, served[0])
    page.on("request", lambda request: None if re.match(r"(?:https?://127\.0\.0\.1:|data:|blob:|about:)", request.url)
            else visiting.outside.append(request.url))
    page.on("requestfailed", lambda request: visiting.failed(request))  # noqa: PLW0108 (as below)
    page.on("dialog", lambda dialog: visiting.answer(dialog))  # noqa: PLW0108 (playwright marks bound methods, and slots refuse that)
    page.on("console", lambda told: visiting.complaints.append(told.text) if told.type == "error" and "404" not in told.text else None)
    yield visiting
    assert (visiting.outside, visiting.dialogs) == ([], [])
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's script."""
    path = VIEWERS / "axe" / "axe.min.js"
    if not path.is_file():
        absent("axe-core is not installed")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_quiet_and_usable_in_every_light_and_width(visit: Visit, axe: str, path: str) -> None:
    page = visit.page
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        assert visit.open(path) == (404 if path == "/nothing" else 200)
        page.locator("meta[http-equiv=refresh]").wait_for(state="detached")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        # By the browser's own tool, which a page's policy does not bind.
        found = page.context.new_cdp_session(page).send("Runtime.evaluate", {
            "expression": f"{axe}; axe.run().then(found => JSON.stringify(found.violations))", "awaitPromise": True, "returnByValue": True})
        broken = [(one["id"], one["nodes"][0]["html"]) for one in json.loads(found["result"]["value"]) if one["impact"] in SERIOUS]
        assert broken == []
    assert visit.complaints == []


def test_a_reader_searches_narrows_and_opens(visit: Visit) -> None:
    page = visit.page
    visit.open("/search")
    page.fill("#words", "浙江")
    page.press("#words", "Enter")
    page.wait_for_url("**words=**")
    page.click("aside a:has-text('浙江日报')")
    page.wait_for_url("**source=**")
    assert page.locator(".hits li").count() == 1
    page.click(".hits a")
    assert "会议强调" in page.inner_text("article")
    assert page.locator("mark").count() == 0


def test_the_page_as_it_was_is_played_beside_the_text(visit: Visit, served: tuple[str, Collection]) -> None:
    line = json.loads(served[1].line_files("articles")[0].read_bytes().splitlines()[0])
    visit.open(f"/articles/{line['id']}/page?version=1")
    frame = visit.page.frame_locator("iframe")
    frame.locator("#text").wait_for()
    assert frame.locator("h1").inner_text() == line["title"]
    assert line["body"].split("\n")[0] in visit.page.inner_text(".beside .text")


def test_played_pages_cannot_reach_the_room(visit: Visit, served: tuple[str, Collection]) -> None:
    line = json.loads(served[1].line_files("articles")[0].read_bytes().splitlines()[0])
    visit.open(f"/articles/{line['id']}/page?version=1")
    visit.page.frame_locator("iframe").locator("#text").wait_for()
    frame = next(frame for frame in visit.page.frames if "mp_/" in frame.url)
    asked = "room => fetch(room + '/api/articles', {credentials: 'include'}).then(answer => answer.status, () => 'refused')"
    said: Any = frame.evaluate(asked, served[0])
    assert said != 200
    assert frame.evaluate("(() => { try { return top.document.title } catch (error) { return 'refused' } })()") == "refused"


def test_a_crawl_is_started_watched_and_stopped(visit: Visit) -> None:
    page = visit.page
    visit.open("/crawls")
    page.select_option("#portal", "demo")
    page.click("main button")
    page.wait_for_url("**/crawls/1")
    page.locator("#log", has_text="demo").wait_for(timeout=60_000)
    if page.locator("main form button").count():
        page.click("main form button")
    page.locator("#state", has_text=re.compile("[0-9]$")).wait_for(timeout=90_000)
    code = int(page.inner_text("#state").split()[-1])
    assert code in (0, 5)


def test_an_article_shows_its_picture_out_of_the_archive_and_saves_its_file(visit: Visit, served: tuple[str, Collection]) -> None:
    page, line = visit.page, first_line(served[1])
    visit.open(f"/articles/{line['id']}/page")  # makes the index
    visit.open(f"/picture?portal={HELD}&url={quote(f'{exhibits.HOST}/img/%E5%9B%BE%201.png')}")
    assert page.evaluate("document.images[0].naturalWidth") == 40
    visit.open(f"/articles/{line['id']}")
    with page.expect_download() as saved:
        page.click("a[download][href^='/file']")
    assert saved.value.suggested_filename.endswith(".pdf")


def test_an_address_is_played_with_all_its_captures(visit: Visit, served: tuple[str, Collection]) -> None:
    visit.open(f"/archived?url={quote(f'{exhibits.HOST}/art/2.html')}&at=2026-11-01T05:00:00Z")
    visit.page.frame_locator("iframe").locator("#text", has_text="旧的正文").wait_for()
    visit.page.click(".captures a >> nth=0")
    visit.page.frame_locator("iframe").locator("#text", has_text="新的正文").wait_for()


def test_a_played_page_that_is_opened_by_itself_cannot_leave_the_archive(visit: Visit, served: tuple[str, Collection]) -> None:
    from playwright.sync_api import Error

    line, page = first_line(served[1]), visit.page
    visit.open(f"/articles/{line['id']}/page?version=1")
    page.goto(str(page.locator("iframe").get_attribute("src")))
    assert page.url.startswith(f"{served[0]}/archived?")
    page.frame_locator("iframe").locator("#text").wait_for()
    played = next(frame for frame in page.frames if "mp_/" in frame.url)
    for leave in ("top.location.href = 'http://evil.example/'", "parent.location.href = 'http://evil.example/'",
                  "open('http://evil.example/')", "parent.document.body.append('x')", "location.href = 'http://evil.example/'"):
        with suppress(Error):  # refused
            played.evaluate(f"() => {{ {leave} }}")
    page.locator("iframe").wait_for()
    assert page.url.startswith(f"{served[0]}/archived?") and len(page.context.pages) == 1
    assert [frame.url for frame in page.frames if "evil" in frame.url] == []


def test_who_has_the_token_sees_played_pages_too(window: Browser, served: tuple[str, Collection], wayback: Path) -> None:
    process = subprocess.Popen(command("serve", served[1].root, "--port", "0", "--wayback", wayback, "--token", "geheim", "--read-only"),
                               stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT)
    context = window.new_context()
    try:
        assert process.stdout is not None
        address, page = process.stdout.readline().strip(), context.new_page()
        base = address.partition("/?")[0]
        answer = page.goto(base + "/")
        assert answer is not None and answer.status == 401
        page.goto(address)
        page.goto(f"{base}/articles/{first_line(served[1])['id']}/page?version=1")
        page.frame_locator("iframe").locator("#text").wait_for()
        bare = window.new_context()
        refused = bare.new_page().goto(str(page.locator("iframe").get_attribute("src")))
        assert refused is not None and refused.status == 401
        bare.close()
    finally:
        context.close()
        process.terminate()
        process.wait(60)


def first_line(collection: Collection) -> dict[str, Any]:
    """The line of the first article of the exhibits."""
    made: dict[str, Any] = json.loads(collection.line_files("articles")[0].read_bytes().splitlines()[0])
    return made


def test_the_interface_speaks_chinese(visit: Visit) -> None:
    visit.open("/")
    visit.page.click(".tongue")
    assert visit.page.inner_text("h1") == "阅览室"
