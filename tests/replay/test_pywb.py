"""pywb, started in an archive's root without a setting, shows in Chromium what was captured, and nothing asks for the live web."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from archive.cdxj import update_index
from archive.layout import Archive
from crawler import cli
from crawler.replay.pywb import Pywb, running, serving
from crawler.replay.watch import Watch
from tests.replay import exhibits
from tests.s3_kit import BUCKET, bucket

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Frame

NAME = "浙江 新闻"
STATE = """() => ({
    title: document.title, text: document.getElementById('text').innerText, run: document.getElementById('text').dataset.run,
    colour: getComputedStyle(document.getElementById('text')).color, width: document.getElementById('picture')?.naturalWidth,
})"""
PAGE = {"title": "要闻 - 浙江", "text": "正文一，今天召开会议。", "run": "yes", "colour": "rgb(1, 2, 3)", "width": 40}


@pytest.fixture(scope="package")
def pywb(wayback: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    root = tmp_path_factory.mktemp("exhibits")
    collection = exhibits.archive(root, NAME)
    update_index(collection)
    with serving(wayback, [collection], "127.0.0.1", 0) as server:
        yield server


def test_started_in_the_root_it_replays_each_collection_without_a_setting(wayback: Path, tmp_path: Path) -> None:
    for name in ("zj", NAME):
        update_index(exhibits.archive(tmp_path, name))
    with running(wayback, tmp_path, "127.0.0.1", 0) as (address, _):
        for name in ("zj", NAME):
            url = f"{address}/{quote(name)}/{exhibits.second(0)}id_/{exhibits.HOST}/js/site.js"
            with urllib.request.urlopen(url, timeout=20) as answer:
                assert answer.read() == exhibits.SCRIPT


def test_files_on_object_storage_are_replayed_by_ranges(wayback: Path, tmp_path: Path) -> None:
    for name in ("zj", NAME):
        update_index(exhibits.archive(tmp_path, name))
    collections = Archive(tmp_path).collections()
    with bucket() as store:
        assert cli.run(["offload", str(tmp_path), "--to", f"s3://{BUCKET}/x", "--drop"]) == 0
        assert len(store.names()) == len([path for one in collections for path in one.warc_files()])
        assert not any(path.exists() for one in collections for path in one.warc_files())
        with serving(wayback, collections, "127.0.0.1", 0) as pywb:
            for name in ("zj", NAME):
                url = f"{pywb.collection(name)}{exhibits.second(0)}id_/{exhibits.HOST}/js/site.js"
                with urllib.request.urlopen(url, timeout=20) as answer:
                    assert answer.read() == exhibits.SCRIPT


def test_the_index_has_the_lines_that_pywbs_own_indexer_writes(wayback: Path, tmp_path: Path) -> None:
    program = wayback.with_name("cdx-indexer")
    collection = exhibits.archive(tmp_path, "zj")
    update_index(collection)
    done = subprocess.run([program, "-p", "-j", "-s", *collection.warc_files()], capture_output=True, text=True,
                          check=True, timeout=60)
    ours = (collection.indexes / "index.cdxj").read_text(encoding="utf-8")
    assert _told(ours) == _told(done.stdout)
    assert len(_told(ours)) == len(exhibits.exchanges())


def _told(lines: str) -> list[tuple[str, str, dict[str, Any]]]:
    parts = [line.split(" ", 2) for line in lines.splitlines() if not line.startswith(" CDX")]
    return sorted(((key, at, json.loads(told)) for key, at, told in parts), key=repr)


@pytest.fixture
def context(window: Browser) -> Iterator[BrowserContext]:
    one = window.new_context(service_workers="block")
    yield one
    one.close()


def shown(context: BrowserContext, address: str) -> Frame:
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    # On a busy machine the frame comes later than the network is silent.
    page.wait_for_selector("#replay_iframe, iframe[name=replay_iframe]", state="attached")
    frame = next(frame for frame in page.frames if frame.name == "replay_iframe")
    frame.wait_for_load_state("networkidle")
    return frame


@pytest.mark.parametrize(("path", "days"), [
    pytest.param("/art/1.html", 0, id="a response, gzipped and in chunks"),
    pytest.param("/copy/1.html", 1, id="a revisit of the same payload elsewhere"),
    pytest.param("/art/1.html", 2, id="a revisit that is a 304"),
    pytest.param("/old/1.html", 0, id="a redirect"),
    pytest.param("/%E6%96%B0%E9%97%BB/?id=%D5%E3", 1, id="Chinese in path and query")])
def test_a_page_is_shown_with_all_it_needs(context: BrowserContext, pywb: Pywb, path: str, days: int) -> None:
    watch = Watch(context, pywb.address)
    frame = shown(context, f"{pywb.collection(NAME)}{exhibits.second(days)}/{exhibits.HOST}{path}")
    assert frame.evaluate(STATE) == PAGE
    assert [inner.evaluate("() => document.body.innerText") for inner in frame.child_frames] == ["框"]
    assert (watch.leaks, watch.failed) == ([], {})


@pytest.mark.parametrize(("days", "words"), [(0, "旧的正文。"), (1, "旧的正文。"), (3, "新的正文。")])
def test_gb2312_is_readable_and_each_day_has_its_version(context: BrowserContext, pywb: Pywb, days: int, words: str) -> None:
    frame = shown(context, f"{pywb.collection(NAME)}{exhibits.second(days)}/{exhibits.HOST}/art/2.html")
    state: dict[str, Any] = frame.evaluate(STATE)
    assert (state["title"], state["text"]) == ("第二篇", words)


@pytest.mark.parametrize("days", [0, 1], ids=["response", "304"])
@pytest.mark.parametrize("path", exhibits.REQUISITES)
def test_a_requisite_comes_as_it_was(context: BrowserContext, pywb: Pywb, path: str, days: int) -> None:
    answer = context.request.get(f"{pywb.collection(NAME)}{exhibits.second(days)}id_/{exhibits.HOST}{path}")
    kind, body = exhibits.REQUISITES[path]
    assert (answer.status, answer.headers["content-type"].partition(";")[0], answer.body()) == (200, kind, body)


def test_a_link_leads_to_the_capture_and_not_to_the_live_web(context: BrowserContext, pywb: Pywb) -> None:
    watch = Watch(context, pywb.address)
    frame = shown(context, f"{pywb.collection(NAME)}{exhibits.second(0)}/{exhibits.HOST}/art/1.html")
    frame.click("#onward")
    frame.wait_for_url(f"**/{exhibits.HOST}/art/2.html")
    frame.wait_for_load_state("load")
    assert frame.evaluate("() => document.getElementById('text').innerText") == "旧的正文。"
    assert watch.leaks == []


def test_a_list_that_is_asked_for_by_forms_is_filled(context: BrowserContext, pywb: Pywb) -> None:
    watch = Watch(context, pywb.address)
    frame = shown(context, f"{pywb.collection(NAME)}{exhibits.second(0)}/{exhibits.HOST}/list.html")
    assert frame.evaluate("() => document.getElementById('text').innerText").split() == ["第二页", "第三页"]
    assert (watch.leaks, watch.failed) == ([], {})
