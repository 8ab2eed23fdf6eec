"""The judges of the benchmarks notice what they are there for, and the local site is what it says."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from benchmarks.crawling import Collection, Record
from benchmarks.hostile_check import compare
from benchmarks.invariants import look, whole, whole_members
from benchmarks.results import write_section
from benchmarks.site import Shape, Site
from benchmarks.site_server import Pages, pressed
from tests.wirelog import Turn

SHAPE = Shape(articles=12, sections=2, listing=4, duplicates=0.0)


def member(number: int, url: str, block: bytes, kind: str = "response") -> bytes:
    head = (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n")
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def collection_of(folder: Path, site: Site, *, skip: int | None = None) -> Collection:
    """A collection that holds every article of the site (but `skip`) as a record and a line."""
    data, lines = b"", []
    for number in range(site.shape.articles):
        if number == skip:
            continue
        url = f"http://127.0.0.1{site.path(number)}"
        record = member(number, url, b"HTTP/1.1 200 OK\r\n\r\n" + site.article(number))
        lines.append(json.dumps({"url": url, "warc": {"file": "archive/a.warc.gz", "offset": len(data), "length": len(record),
                                                      "record_id": f"urn:uuid:{number:032x}"}}))
        data += record
    for name in ("archive", "articles"):
        (folder / name).mkdir(parents=True)
    (folder / "archive" / "a.warc.gz").write_bytes(data)
    (folder / "articles" / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Collection(folder)


def violations(collection: Collection, site: Site) -> set[str]:
    """Names of the invariants that do not hold, without those that need the archive's own check."""
    return {text.split(" ")[0] for text in whole(site, collection, collection.path, []) if "python" not in text.lower()}


def test_a_whole_archive_breaks_no_invariant_of_a_moment(tmp_path: Path) -> None:
    collection = collection_of(tmp_path / "c", Site(SHAPE))
    seen = look(collection)
    assert (len(seen.members), len(seen.lines), seen.broken) == (12, 12, [])


def test_a_torn_tail_is_allowed_and_damage_in_the_middle_is_not(tmp_path: Path) -> None:
    collection = collection_of(tmp_path / "c", Site(SHAPE))
    path = collection.warcs()[0]
    data = path.read_bytes()
    path.write_bytes(data + member(99, "http://127.0.0.1/x", b"HTTP/1.1 200 OK\r\n\r\n")[:-5])
    assert look(collection).broken == []
    path.write_bytes(data[:2000] + bytes(40) + data[2040:])
    assert {text[:2] for text in look(collection).broken} == {"K1", "K3"}


def test_a_torn_line_is_allowed_at_the_end_only(tmp_path: Path) -> None:
    collection = collection_of(tmp_path / "c", Site(SHAPE))
    path = tmp_path / "c" / "articles" / "a.jsonl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '{"url": "http', encoding="utf-8")
    assert look(collection).broken == []
    path.write_text('{"url": "http\n' + text, encoding="utf-8")
    assert look(collection).broken == ["K2 a.jsonl:1 is no JSON"]


def test_a_line_that_points_nowhere_is_noticed(tmp_path: Path) -> None:
    collection = collection_of(tmp_path / "c", Site(SHAPE))
    path = tmp_path / "c" / "articles" / "a.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"offset": 0', '"offset": 1'), encoding="utf-8")
    assert [text[:2] for text in look(collection).broken] == ["K3"]


def test_a_missing_article_a_double_line_and_a_lost_record_are_noticed(tmp_path: Path) -> None:
    site = Site(SHAPE)
    full = collection_of(tmp_path / "full", site)
    before = look(full)
    assert {"F2", "F3"} <= violations(collection_of(tmp_path / "less", site, skip=5), site)
    assert any(text.startswith("F4") for text in whole(site, Collection(tmp_path / "less"), tmp_path, [before]))
    lines = tmp_path / "full" / "articles" / "a.jsonl"
    lines.write_text(lines.read_text(encoding="utf-8") * 2, encoding="utf-8")
    assert "F3" in violations(full, site)
    assert "F2" not in violations(full, site)


def test_members_are_found_to_the_last_whole_one(tmp_path: Path) -> None:
    first, second = (member(number, "http://x/", b"y" * 50) for number in (1, 2))
    path = tmp_path / "a.warc.gz.open"
    path.write_bytes(first + second[:-1])
    found, end = whole_members(path)
    assert ([one.offset for one in found], end, found[0].file) == ([0], len(first), "a.warc.gz")


def turn_of(sent: bytes) -> Turn:
    turn = Turn(request=b"", target="/page", path="/page")
    turn.add(sent)
    return turn


SENT = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
HEAD = SENT[:-5]
HELLO = f"sha256:{hashlib.sha256(b'hello').hexdigest()}"


@pytest.mark.parametrize(("kind", "block", "headers", "state"), [
    ("response", SENT, {}, "whole"),
    ("response", SENT[:-2], {"warc-truncated": "disconnect"}, "part"),
    ("response", SENT[:-2], {}, "other"),
    ("response", SENT + b"more", {}, "other"),
    ("response", SENT.replace(b"OK", b"Ok"), {"warc-truncated": "time"}, "other"),
    ("revisit", HEAD, {"warc-payload-digest": HELLO, "warc-truncated": "length"}, "whole"),
    ("revisit", HEAD, {"warc-payload-digest": "sha256:00", "warc-truncated": "length"}, "other"),
    ("revisit", b"", {}, "whole"),
])
def test_a_record_is_whole_part_or_something_else(kind: str, block: bytes, headers: dict[str, str], state: str) -> None:
    record = Record(type=kind, url="http://127.0.0.1/page", block=block, headers=headers, file="a")
    assert compare(record, [turn_of(b"HTTP/1.1 500 No\r\n\r\n"), turn_of(SENT)]) == state


def test_the_local_site_is_the_same_each_time_and_as_heavy_as_it_says() -> None:
    site = Site(Shape(articles=400))
    page = site.article(200)
    assert page == Site(Shape(articles=400)).article(200)
    assert 44_000 < len(page) < 46_000
    assert 8_000 < len(gzip.compress(page, 6)) < 11_000
    assert 100 < page.count(b"<a ") < 160


def test_every_article_of_the_local_site_is_on_a_listing_and_duplicates_repeat_texts() -> None:
    site = Site(Shape(articles=300, sections=4, listing=20, duplicates=0.1))
    listed: set[str] = set()
    for section in range(4):
        pages = dict.fromkeys(site.listings(section))
        listed |= {path for path, _, body in site.pages() if path in pages for path in re.findall(r'href="(/c\d/20[^"]+)"', body.decode())}
    assert listed == {site.path(number) for number in range(300)}
    copies = [number for number in range(300) if site.original(number) != number]
    assert 10 < len(copies) < 60
    assert all(site.text(number) == site.text(site.original(number)) for number in copies)


def test_the_pressed_site_answers_gzipped_plain_missing_and_failing(tmp_path: Path) -> None:
    shape = Shape(articles=12, sections=2, errors=1.0)
    site, pages = Site(shape), Pages(pressed(shape, tmp_path), shape)
    path = site.path(3).encode()
    assert pages.answer(b"GET %b HTTP/1.1\r\nHost: x" % path).startswith(b"HTTP/1.1 503")
    assert pages.answer(b"GET %b HTTP/1.1\r\nHost: x" % path).partition(b"\r\n\r\n")[2] == site.article(3)
    packed = pages.answer(b"GET %b HTTP/1.1\r\nAccept-Encoding: gzip" % path).partition(b"\r\n\r\n")[2]
    assert gzip.decompress(packed) == site.article(3)
    assert pages.answer(b"GET /nothing HTTP/1.1").startswith(b"HTTP/1.1 404")
    assert pages.answer(b"GET /-/requests HTTP/1.1").endswith(b"000000000004")
    assert json.loads(pages.answer(b"GET /-/asked HTTP/1.1").partition(b"\r\n\r\n")[2])[site.path(3)] == 3
    assert pressed(shape, tmp_path) == pressed(shape, tmp_path)


def test_a_section_of_the_results_is_replaced_and_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    for title, body in (("One", "first"), ("Two", "second"), ("One", "third")):
        write_section(title, "command", body, path)
    text = path.read_text(encoding="utf-8")
    assert text.index("## One") < text.index("## Two")
    assert ("first" in text, "second" in text, "third" in text) == (False, True, True)
    assert text.count("## ") == 2
