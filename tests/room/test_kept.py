"""Pictures and files out of records; what else the room reads beside the finding aid."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive.catalog import Catalog
from archive.cdxj import update_index
from archive.clusters.update import update as update_clusters
from archive.layout import Archive
from archive.warc import WarcWriter
from crawler.frontier.sqlite import Frontier
from crawler.room.kept import picture_type
from crawler.room.shelves import Shelves
from crawler.room.underway import Rate, last_runs
from tests.finding.test_search import AT, line_of, write
from tests.room.conftest import Room
from tests.room.test_pages import tree
from tests.warc.exchanges import captured
from tests.warc.keeping import INFO

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
FILES = {"http://a.cn/a.png": PNG, "http://a.cn/evil.png": SCRIPT, "http://a.cn/b.svg": SCRIPT, "http://a.cn/file.pdf": b"%PDF-1.4 words"}
ARTICLE = "/articles/files:aaaaaaaaaaaaaaab"


def asked(door: str, url: str, **more: str) -> str:
    return f"/{door}?portal=files&url={quote(url)}" + "".join(f"&{name}={quote(value)}" for name, value in more.items())


@pytest.fixture
def room(archive: Archive, opening: Callable[..., Room]) -> Room:
    """Over a portal whose files are in the archive, with an article that shows them."""
    made = line_of("files", 1, "有图", "正文。", "2024-03-05", "zh-Hans", None)
    made["images"] = [{"url": url, "caption": "说明", "type": None} for url in ("http://a.cn/a.png", "http://a.cn/never.png")]
    made["images"][0]["paragraph"] = 1  # the other one's line is older than this key
    made["attachments"] = [{**dict.fromkeys(("type", "size", "text_rule", "text_missing", "warc")), "url": "http://a.cn/file.pdf",
                            "name": "附件<b>.pdf", "text": "附件中的词\n\n第二段"}]
    made["parts"] = [{"url": "http://a.cn/1_2.html", "warc": made["warc"]}]
    write(archive, made)
    held = archive.collection("files")
    with closing(Catalog(archive)) as catalog:
        warc = WarcWriter(held.path, prefix="files", info=INFO, originals=catalog.holdings(held).captures)
        for number, (url, body) in enumerate([*FILES.items(), ("http://a.cn/a.png", PNG + b"later")]):
            head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            warc.submit(captured(head + body, url=url, started=AT + timedelta(days=number * 5))).result(20)
        warc.close()
    update_index(held)
    return opening()


def test_a_picture_is_shown_as_it_was_when_its_article_was_captured(room: Room) -> None:
    then = room.get(asked("picture", "http://a.cn/a.png", at="2026-03-02T00:00:00Z"))
    now = room.get(asked("picture", "http://a.cn/a.png"))
    assert (then.content, now.content) == (PNG, PNG + b"later")
    assert then.headers["content-type"] == "image/png" and "sandbox" in then.headers["content-security-policy"]


@pytest.mark.parametrize("url", ["http://a.cn/evil.png", "http://a.cn/b.svg", "http://a.cn/file.pdf", "http://a.cn/never.png", "", "x",
                                 "file:///etc/passwd", "javascript:alert(1)", "http://[", "http://a.cn/\u0000"])
def test_what_is_no_harmless_picture_is_not_shown(room: Room, url: str) -> None:
    assert room.get(asked("picture", url)).status_code == 404


@pytest.mark.parametrize("name", ["附件 一.pdf", "../../etc/passwd", 'a"\r\nX-Evil: 1', ".hidden", "\ud800", "a" * 500, ""])
def test_a_file_is_saved_under_a_harmless_name_and_never_shown(room: Room, name: str) -> None:
    answer = room.get(asked("file", "http://a.cn/b.svg", name=name.encode("utf-8", "replace").decode()))
    told = answer.headers["content-disposition"]
    assert (answer.content, answer.headers["content-type"]) == (SCRIPT, "application/octet-stream")
    assert told.startswith("attachment; filename*=UTF-8''") and "/" not in told and "x-evil" not in answer.headers
    assert not told.partition("''")[2].startswith(".")


def test_an_article_shows_pictures_files_their_words_and_further_pages(room: Room) -> None:
    page = tree(room, ARTICLE)
    assert [image.get("alt") for image in page.iter("img")] == ["说明"]
    within, apart = page.findall(".//figure")
    assert within.getprevious().text == "正文。" and within.find(".//img") is not None
    assert apart.getparent().tag == "li" and "http://a.cn/never.png" in apart.text_content()
    words = page.text_content()
    assert "not archived" in words and "附件中的词" in words and "附件<b>.pdf" in words and "http://a.cn/1_2.html" in words
    assert "1</strong> hits" in room.get("/search?words=附件中的词").text


def test_a_portal_without_an_index_has_no_files_and_its_articles_are_shown(room: Room) -> None:
    (room.reading.archive.collection("files").indexes / "index.cdxj").unlink()
    assert room.get(asked("picture", "http://a.cn/a.png")).status_code == 404
    assert tree(room, ARTICLE).findall(".//img") == []


@pytest.mark.parametrize(("body", "expected"), [
    (PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"GIF89a", "image/gif"), (b"RIFF....WEBPVP8 ", "image/webp"),
    (b"....ftypavif", "image/avif"), (SCRIPT, None), (b"<html>", None), (b"", None)])
def test_a_picture_is_known_by_its_first_bytes(body: bytes, expected: str | None) -> None:
    assert picture_type(body) == expected


def test_an_article_names_who_else_has_it_and_its_twin(archive: Archive, opening: Callable[..., Room]) -> None:
    text = "".join(chr(0x4E00 + 37 * number % 3001) for number in range(400))
    for portal in ("anhui", "jiangsu"):
        write(archive, line_of(portal, 7, "一稿两发", text, "2024-03-05", "zh-Hans", "新华社"))
    chinese, english = line_of("hubei", 8, "双语", text + "湖北", "2024-03-05", "zh-Hans", None), line_of(
        "hubei-en", 9, "Bilingual", "The same in English. " * 9, "2024-03-05", "en", None)
    chinese["fields"] = chinese["fields"] | {"language_twin": english["url"]}
    write(archive, chinese)
    write(archive, english)
    update_clusters(archive)
    room = opening(read_only=True)
    page = tree(room, "/articles/anhui:aaaaaaaaaaaaaaah").find(".//main").text_content()
    assert "江苏" in page and "first published by" in page
    assert "/articles/hubei-en" in room.get("/articles/hubei:aaaaaaaaaaaaaaai").text


def test_the_last_run_of_a_portal_is_told_with_how_far_it_is(archive: Archive, own_hall: Room) -> None:
    assert last_runs(archive.frontier) == []
    with Frontier(archive.frontier, "zhejiang") as frontier:
        frontier.begin(time.time())
        run, = last_runs(archive.frontier)
        assert (run.portal, run.ended, run.settled, run.queued) == ("zhejiang", None, 0, 0)
        assert "zhejiang" in own_hall.get("/crawls").text
    archive.frontier.write_bytes(b"no database" * 200)
    assert last_runs(archive.frontier) == []
    assert own_hall.get("/crawls").status_code == 200


def test_a_rate_is_that_of_late() -> None:
    rate = Rate()
    assert [round(rate.of(settled, now), 1) for now, settled in ((0.0, 0), (10.0, 20), (20.0, 20), (40.0, 20), (60.0, 30))] == [
        0.0, 2.0, 0.0, 0.0, 0.5]


def test_a_shelf_knows_its_bytes_and_the_last_crawl(tmp_path: Path) -> None:
    held = Archive(tmp_path).collection("浙江")
    held.create()
    (held.warcs / "浙江-20260301000000123-00001-host.warc.gz").write_bytes(b"12345")
    (held.warcs / "浙江-20260302000000123-00001-host.warc.gz.open").write_bytes(b"678")
    (held.warcs / "other.warc.gz").write_bytes(b"9")
    shelf = Shelves().of(held)
    assert (shelf.size, shelf.files, shelf.begun) == (9, 3, "2026-03-02T00:00:00Z")
    assert [one.open for one in shelf.newest].count(True) == 1


def shown(room: Room) -> dict[Path, Any]:
    """Time and size of each file; of an index of SQLite's log, which each reader marks while it reads (`-shm`; "Write-Ahead Logging",
    section 6), the size alone: when the mark reaches the file is the kernel's choice."""
    root = room.reading.archive.root
    return {path: (0 if path.name.endswith("-shm") else path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(root.rglob("*"))}


def test_a_read_only_room_leaves_every_file_as_it_is_whatever_is_asked(room: Room, opening: Callable[..., Room]) -> None:
    update_clusters(room.reading.archive)
    with Frontier(room.reading.archive.frontier, "files") as frontier:
        frontier.begin(time.time())
    room.client.__exit__(None, None, None)
    reader = opening(read_only=True)
    before = shown(reader)
    for path in ("/", ARTICLE, f"{ARTICLE}/record", "/portals/files", "/portals/files/coverage", "/search?words=正文", "/changes",
                 "/clusters", "/crawls", asked("picture", "http://a.cn/a.png"), asked("file", "http://a.cn/a.png"),
                 "/api/coverage/files/listed"):
        assert reader.get(path).status_code < 500, path
    assert shown(reader) == before
