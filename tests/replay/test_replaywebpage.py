"""ReplayWeb.page opens our packages in Chromium and shows what was captured, by byte ranges, without the live web."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from archive.wacz.pack import Wanted, pack
from tests.replay import exhibits
from tests.replay.shelf import Shelf, shelf
from tests.replay.test_pywb import PAGE, STATE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

PATIENCE = 600
"""Tenths of a second until the page must be there."""
ALL = Wanted(created=datetime(2026, 11, 26, tzinfo=UTC), software="fangzhi 0", title="浙江 新闻", description="")
NEW = replace(ALL, begin=datetime(2026, 11, 2, tzinfo=UTC))
VERIFIED = """async () => {
    const done = request => new Promise(resolve => { request.onsuccess = () => resolve(request.result) });
    const found = [];
    for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        if (database.objectStoreNames.contains('verification'))
            found.push(...await done(database.transaction('verification').objectStore('verification').getAll()));
        database.close();
    }
    return found;
}"""
"""What the viewer noted of digests and signature; it checks the digests of files only when it loads them whole."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("packages")
    collection = exhibits.archive(root / "data")
    made = {"all": ALL, "new": NEW, "signed": replace(ALL, key=ec.generate_private_key(ec.SECP384R1()))}
    for name, wanted in made.items():
        pack([collection], root / f"{name}.wacz", wanted)
    return {name: root / f"{name}.wacz" for name in made}


def shown(page: Page, server: Shelf) -> Frame:
    """The frame with the archived page, once all of it is there."""
    page.goto(f"{server.address}/")
    for _ in range(PATIENCE):
        frame = next((one for one in page.frames if "mp_/" in one.url), None)
        if frame is not None and frame.evaluate("() => document.readyState === 'complete' && document.title !== ''"):
            return frame
        page.wait_for_timeout(100)
    raise AssertionError(f"nothing was shown: {[one.url for one in page.frames]}, {server.asked[-5:]}")


@pytest.mark.parametrize(("package", "path", "days"), [
    pytest.param("all", "/art/1.html", 0, id="a response"),
    pytest.param("all", "/art/1.html", 2, id="a revisit that is a 304"),
    pytest.param("new", "/copy/1.html", 1, id="a revisit whose original was packed for its sake")])
def test_a_page_is_shown_with_all_it_needs(window: Browser, viewer: Path, packages: dict[str, Path], package: str, path: str,
                                           days: int) -> None:
    with shelf(viewer, packages[package].read_bytes(), exhibits.HOST + path, exhibits.second(days)) as server:
        context = window.new_context()
        outside: list[str] = []
        context.on("request", lambda request: outside.append(request.url) if not request.url.startswith(server.address) else None)
        try:
            state: dict[str, Any] = shown(context.new_page(), server).evaluate(STATE)
        finally:
            context.close()
    assert state == PAGE
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []
    assert any(wanted for _, wanted in server.asked)


@pytest.mark.parametrize(("days", "words"), [(0, "旧的正文。"), (3, "新的正文。")])
def test_gb2312_is_readable_and_each_day_has_its_version(window: Browser, viewer: Path, packages: dict[str, Path], days: int,
                                                         words: str) -> None:
    with shelf(viewer, packages["all"].read_bytes(), f"{exhibits.HOST}/art/2.html", exhibits.second(days)) as server:
        context = window.new_context()
        try:
            state: dict[str, Any] = shown(context.new_page(), server).evaluate(STATE)
        finally:
            context.close()
    assert (state["title"], state["text"]) == ("第二篇", words)


def test_a_list_that_is_asked_for_by_forms_is_filled(window: Browser, viewer: Path, packages: dict[str, Path]) -> None:
    with shelf(viewer, packages["all"].read_bytes(), f"{exhibits.HOST}/list.html", exhibits.second(0)) as server:
        context = window.new_context()
        try:
            frame = shown(context.new_page(), server)
            frame.wait_for_function("() => document.querySelectorAll('#text li').length === 2", timeout=10_000)
            assert frame.evaluate("() => document.getElementById('text').innerText").split() == ["第二页", "第三页"]
        finally:
            context.close()


def test_the_pages_are_listed_and_the_signature_is_found_good(window: Browser, viewer: Path, packages: dict[str, Path]) -> None:
    with shelf(viewer, packages["signed"].read_bytes(), f"{exhibits.HOST}/art/1.html", exhibits.second(0)) as server:
        context = window.new_context()
        try:
            page = context.new_page()
            shown(page, server)
            frame = next(one for one in page.frames if "/replay/" in one.url and "mp_/" not in one.url)
            told = frame.evaluate("async () => (await (await fetch('/replay/w/api/coll-index')).json())")
            name = told["colls"][0]["id"]
            verified = frame.evaluate(VERIFIED)
            coll = frame.evaluate("async (name) => (await (await fetch(`/replay/w/api/c/${name}?all=1`)).json())", name)
        finally:
            context.close()
    assert sorted((one["url"].removeprefix(exhibits.HOST), one["title"]) for one in coll["pages"]) == [
        ("/art/1.html", "标题一"), ("/art/2.html", "第二篇"), ("/art/2.html", "第二篇")]
    assert (coll["title"], bool(coll["verify"]["publicKey"])) == ("浙江 新闻", True)
    assert [one["matched"] for one in verified if one["id"] == "signature"] == [True]


@pytest.mark.parametrize("package", ["new", "signed"])
def test_py_wacz_finds_it_valid(validator: Path, packages: dict[str, Path], package: str) -> None:
    done = subprocess.run([validator, "validate", "-f", packages[package]], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "Validation succeeded" in done.stdout) == (0, True), json.dumps(done.stdout + done.stderr)
