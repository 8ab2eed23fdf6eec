"""A whole archive passes, and each thing that can be wrong with one is named at its place."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.articles import ArticleWriter
from archive.catalog import Catalog
from archive.cdxj import update_index
from archive.check import Report, check
from archive.checks.departure import Departure
from archive.checks.line_rules import KEYS, faults_of
from archive.checks.seen import Seen
from archive.dedup import Keys
from archive.digest import text_digest
from archive.errors import NotFound
from archive.jsonl import encode
from archive.layout import Archive, Collection
from archive.lines import Pointer
from archive.manifest import write_manifest
from archive.model import Article, Event
from archive.reader import records
from archive.schema import write_schema
from archive.warc import WarcWriter
from tests.warc.exchanges import ANSWERED, PAGE, TLS, UNANSWERED, UNSENT, answer, captured, later
from tests.warc.keeping import INFO

URL = "https://www.zj.example/a"
TEXT = "浙江省人民政府今天召开会议，研究部署有关工作。会议指出，这件事情十分重要。"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with captures of every kind, lines, events, problems, index and manifest."""
    root = tmp_path_factory.mktemp("good")
    made(root)
    return root


def made(root: Path) -> None:
    archive = Archive(root)
    collection = archive.collection("浙江 新闻")
    collection.create()
    catalog = Catalog(archive)
    holdings = catalog.holdings(collection)
    warc = WarcWriter(collection.path, prefix="浙江 新闻", info=INFO, originals=holdings.captures)
    lines = ArticleWriter(collection, holdings, started=later(0), extractor="fangzhi/0.1.0 extract/1")
    for number, (name, make) in enumerate({**ANSWERED, **UNANSWERED, **UNSENT}.items()):
        capture = replace(make(), url=f"{URL}/{number}", started=later(number))
        ref = warc.submit(capture).result(20)
        lines.problem(kind="http", reason=name, at=capture.started, url=capture.url, status=capture.status, ref=ref)
    for number, body in enumerate((PAGE, PAGE, PAGE + b"edited")):
        capture = captured(answer(body), url=URL if number else f"{URL}b", tls=TLS, started=later(100 + number))
        ref = warc.submit(capture).result(20)
        lines.add(Article(kind="article", url=capture.url, title="标题", body=f"{TEXT}{number}"), keys=Keys(address="zj/a"),
                  text_digest=text_digest("标题", f"{TEXT}{number}"), at=capture.started, status=200, ref=ref)
    ref = warc.submit(captured(answer(b"", status="304 Not Modified"), url=URL, started=later(200))).result(20)
    lines.observe(Event(event="gone", at=later(200), id=None, url=URL, warc=ref, detail={"status": 404}))
    warc.close()
    lines.close()
    catalog.close()
    write_schema(collection)
    update_index(collection)
    write_manifest(collection)


@pytest.fixture
def root(good: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    for path in good.rglob("*"):
        if path.is_file() and not path.name.startswith("catalog"):
            target = tmp_path / path.relative_to(good)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


def collection_of(root: Path) -> Collection:
    return Archive(root).collection("浙江 新闻")


def checked(root: Path) -> tuple[Report, list[Departure]]:
    told: list[Departure] = []
    return check(root, told.append), told


def told(root: Path, *fields: str) -> list[str]:
    """What is found without the manifest, which every damage breaks; only of these fields if any are given."""
    collection_of(root).manifest.unlink(missing_ok=True)
    (collection_of(root).indexes / "index.cdxj").unlink(missing_ok=True)
    return [str(one) for one in checked(root)[1] if not fields or one.field in fields]


# --- whole -----------------------------------------------------------------------------------------------------------------------


def test_what_is_written_here_is_whole(good: Path) -> None:
    report, departures = checked(good)
    assert [str(one) for one in departures] == [] and report.whole and report.unfinished == 0
    assert report.records > 80 and report.lines > 30 and report.files == 4


def test_one_collection_can_be_checked_alone(good: Path) -> None:
    assert checked(collection_of(good).path)[0] == checked(good)[0]


def test_what_is_no_archive_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="neither an archive"):
        checked(tmp_path)


def test_what_a_kill_leaves_is_unfinished_and_no_fault(root: Path) -> None:
    collection = collection_of(root)
    collection.manifest.unlink()
    (warc,) = collection.warc_files()
    warc.with_name(warc.name + ".open").write_bytes(warc.read_bytes() + b"\x1f\x8b\x08half a member")
    warc.unlink()
    with collection.line_files("articles")[0].open("ab") as file:
        file.write(b'{"schema":"fangzhi/art')
    report, departures = checked(root)
    assert [str(one) for one in departures] == [] and report.unfinished == 2


# --- records ---------------------------------------------------------------------------------------------------------------------


def rewrite(root: Path, change: Callable[[bytes], bytes], *, where: bytes = b"WARC-Type: response", digest: bool = True,
            zipped: Callable[[bytes], bytes] = gzip.compress) -> None:
    """Change the first record whose head holds `where`; lengths and block digest are made right again unless `digest` is False."""
    (path,) = collection_of(root).warc_files()
    data, out, done = path.read_bytes(), [], False
    for record in records(path):
        member = data[record.offset:record.offset + record.length]
        plain = gzip.decompress(member)
        if not done and where in plain.partition(b"\r\n\r\n")[0]:
            done, changed = True, change(plain)
            member = zipped(resealed(changed) if digest else changed)
        out.append(member)
    assert done
    path.write_bytes(b"".join(out))


def resealed(record: bytes) -> bytes:
    head, _, rest = record.partition(b"\r\n\r\n")
    block = rest.removesuffix(b"\r\n\r\n")
    head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(block), head)
    return re.sub(rb"(WARC-Block-Digest: sha256:)[0-9a-f]{64}", rb"\g<1>" + hashlib.sha256(block).hexdigest().encode(), head) \
        + b"\r\n\r\n" + block + b"\r\n\r\n"


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(record: bytes) -> bytes:
        assert re.search(old, record), old
        return re.sub(old, new, record, count=1)

    return change


RESPONSE, REQUEST, METADATA, REVISIT, INFO_RECORD = (b"WARC-Type: " + kind for kind in (b"response", b"request", b"metadata", b"revisit",
                                                                                         b"warcinfo"))
RECORDS: list[tuple[str, bytes, bytes, bytes, str, str]] = [
    ("another version", RESPONSE, rb"^WARC/1.1", b"WARC/1.0", "version", "expected WARC/1.1, found WARC/1.0"),
    ("an unknown type", RESPONSE, rb"WARC-Type: response", b"WARC-Type: answer", "WARC-Type", "found answer"),
    ("an id without brackets", RESPONSE, rb"WARC-Record-ID: <([^>]+)>", rb"WARC-Record-ID: \1", "WARC-Record-ID", "found urn:uuid:"),
    ("a date without zone", RESPONSE, rb"(WARC-Date: [^Z]+)Z", rb"\1", "WARC-Date", "found 2026-"),
    ("a field twice", RESPONSE, rb"WARC-Date:", b"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Date:", "named fields", "warc-date twice"),
    ("no type of content", RESPONSE, rb"Content-Type: application/http;msgtype=response\r\n", b"", "Content-Type", "found nothing"),
    ("another type of content", REQUEST, rb"msgtype=request", b"msgtype=response", "Content-Type", "found application/http"),
    ("a block that was changed", RESPONSE, rb"<title>", b"<TITLE>", "WARC-Payload-Digest", "expected the digest of the payload"),
    ("no payload digest", RESPONSE, rb"WARC-Payload-Digest: [^\r]+\r\n", b"", "WARC-Payload-Digest", "found nothing"),
    ("a payload digest on metadata", METADATA, rb"WARC-Block-Digest:", b"WARC-Payload-Digest: sha256:00\r\nWARC-Block-Digest:",
     "WARC-Payload-Digest", "expected none (5.9)"),
    ("metadata that would be shown", METADATA, rb"application/warc-fields", b"text/plain", "Content-Type", "found text/plain"),
    ("an address in brackets", RESPONSE, rb"WARC-Target-URI: ([^\r]+)", rb"WARC-Target-URI: <\1>", "WARC-Target-URI", "found <https:"),
    ("an address with a blank", RESPONSE, rb"WARC-Target-URI: ([^\r]+)", rb"WARC-Target-URI: \1 x", "WARC-Target-URI", " x"),
    ("an address on warcinfo", INFO_RECORD, rb"WARC-Filename:", b"WARC-Target-URI: urn:x\r\nWARC-Filename:", "WARC-Target-URI",
     "found urn:x"),
    ("another name of the file", INFO_RECORD, rb"WARC-Filename: ", b"WARC-Filename: x", "WARC-Filename", "found x"),
    ("an unknown reason for a cut", RESPONSE, rb"WARC-Target-URI", b"WARC-Truncated: boredom\r\nWARC-Target-URI", "WARC-Truncated",
     "found boredom"),
    ("no peer address", RESPONSE, rb"WARC-IP-Address: [^\r]+", b"WARC-IP-Address: here", "WARC-IP-Address", "found here"),
    ("a profile of WARC 1.0", REVISIT, rb"warc/1.1/revisit", b"warc/1.0/revisit", "WARC-Profile", "warc/1.0"),
    ("a revisit of nothing", REVISIT, rb"WARC-Refers-To: [^\r]+\r\n", b"", "WARC-Refers-To", "found nothing"),
    ("a revisit of what is not there", REVISIT, rb"WARC-Refers-To: <urn:uuid:........", b"WARC-Refers-To: <urn:uuid:00000000",
     "WARC-Refers-To", "none in this collection"),
    ("a revisit of another date", REVISIT, rb"WARC-Refers-To-Date: 2026", b"WARC-Refers-To-Date: 2025", "WARC-Refers-To-Date",
     "found 2025-"),
    ("a revisit of another address", REVISIT, rb"WARC-Refers-To-Target-URI: https", b"WARC-Refers-To-Target-URI: http",
     "WARC-Refers-To-Target-URI", "found http:"),
    ("a revisit of another payload", REVISIT, rb"(WARC-Payload-Digest: sha256:)........", rb"\g<1>00000000", "WARC-Payload-Digest",
     "found sha256:00000000"),
    ("a revisit with a body", REVISIT, rb"\r\n\r\n$", b"body\r\n\r\n", "block", "4 bytes behind the head"),
    ("a request of another capture", REQUEST, rb"WARC-Concurrent-To: <urn:uuid:........", b"WARC-Concurrent-To: <urn:uuid:00000000",
     "WARC-Concurrent-To", "none in this collection"),
    ("a request of another date", REQUEST, rb"WARC-Date: 2026", b"WARC-Date: 2025", "WARC-Date", "found 2025-"),
    ("another warcinfo", RESPONSE, rb"WARC-Warcinfo-ID: <urn:uuid:........", b"WARC-Warcinfo-ID: <urn:uuid:00000000", "WARC-Warcinfo-ID",
     "none in this collection"),
    ("a response without head", RESPONSE, rb"\r\n\r\nHTTP/1.1 200 OK\r\n", b"\r\n\r\nnothing", "block", "not a status line"),
    ("a head line that is none", RESPONSE, rb"WARC-Date", b"no colon here\r\nWARC-Date", "head", "no colon here"),
    ("a head line with a blank in its name", RESPONSE, rb"WARC-Date:", b"WARC Date: x\r\nWARC-Date:", "head", "WARC Date"),
]


@pytest.mark.parametrize(("why", "where", "old", "new", "field", "words"), RECORDS, ids=[case[0] for case in RECORDS])
def test_a_record_that_departs_is_named(root: Path, why: str, where: bytes, old: bytes, new: bytes, field: str, words: str) -> None:
    rewrite(root, swap(old, new), where=where)
    found = told(root, field)
    assert any(words in one for one in found), found
    assert all(one.startswith("collections/浙江 新闻/") and ": byte " in one and "\n" not in one for one in found)


def test_a_body_that_is_not_whole_must_be_marked(root: Path) -> None:
    rewrite(root, swap(rb"</p></body></html>\r\n\r\n$", b"\r\n\r\n"))
    assert any("a mark on a body that is not whole" in one for one in told(root, "WARC-Truncated"))


def test_a_block_digest_that_is_wrong_is_named_with_the_right_one(root: Path) -> None:
    rewrite(root, swap(rb"<title>", b"<TITLE>"), digest=False)
    assert any(re.search(r"the digest of the block \(5\.8\), found sha256:[0-9a-f]{64}$", one) for one in told(root, "WARC-Block-Digest"))


STRUCTURE: list[tuple[str, Callable[[bytes], bytes], Callable[[bytes], bytes], str]] = [
    ("a block shorter than it says", swap(rb"Content-Length: \d+\r\n\r\nHTTP", b"Content-Length: 99999999\r\n\r\nHTTP"), gzip.compress,
     "Content-Length: expected 99999999"),
    ("a block longer than it says", swap(rb"Content-Length: \d+\r\n\r\nHTTP", b"Content-Length: 10\r\n\r\nHTTP"), gzip.compress,
     "end of the record: expected CRLF CRLF"),
    ("no length", swap(rb"Content-Length: \d+\r\n\r\nHTTP", b"Content-Length: x\r\n\r\nHTTP"), gzip.compress, "sound Content-Length"),
    ("two records in a member", lambda record: record + record, gzip.compress, "another record in the same member"),
    ("no line ends behind the block", lambda record: record.removesuffix(b"\r\n\r\n"), gzip.compress, "end of the record"),
    ("no record", lambda record: b"nonsense" + record, gzip.compress, "a member that holds no record"),
    ("a wrong check sum", lambda record: record, lambda record: gzip.compress(record)[:-8] + bytes(8), "do not inflate"),
    ("bytes that are no gzip", lambda record: record, lambda record: b"\x00" * 100, "do not inflate"),
]


@pytest.mark.parametrize(("why", "change", "zipped", "words"), STRUCTURE, ids=[case[0] for case in STRUCTURE])
def test_bytes_that_are_no_record_are_named_and_the_rest_is_looked_at(
        root: Path, good: Path, why: str, change: Callable[[bytes], bytes], zipped: Callable[[bytes], bytes], words: str) -> None:
    rewrite(root, change, digest=False, zipped=zipped)
    found = told(root)
    assert any(words in one for one in found), found
    assert checked(root)[0].records >= checked(good)[0].records - 1


def test_a_finished_file_that_ends_in_mid_record_is_damaged(root: Path) -> None:
    (path,) = collection_of(root).warc_files()
    path.write_bytes(path.read_bytes()[:-20])
    assert any("its end cut off" in one for one in told(root))


def test_an_id_that_is_there_twice_is_named(root: Path) -> None:
    (path,) = collection_of(root).warc_files()
    first, second = [record.id.encode() for record in records(path) if record.type == "response"][:2]
    rewrite(root, swap(b"WARC-Record-ID: <" + second, b"WARC-Record-ID: <" + first), where=second)
    assert any("an id of its own" in one for one in told(root))


def test_a_plain_warc_file_is_no_member_file(root: Path) -> None:
    (path,) = collection_of(root).warc_files()
    path.write_bytes(gzip.decompress(path.read_bytes()))
    assert any("a whole record in a gzip member" in one for one in told(root))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=8)), min_size=1, max_size=4))
def test_whatever_a_file_holds_it_is_judged_and_not_stumbled_over(
        tmp_path_factory: pytest.TempPathFactory, good: Path, changes: list[tuple[float, bytes]]) -> None:
    root = tmp_path_factory.mktemp("fuzz")
    collection = collection_of(root)
    collection.create()
    (source,) = collection_of(good).warc_files()
    data = bytearray(source.read_bytes()[:20_000])
    for place, octets in changes:
        at = int(place * len(data))
        data[at:at + len(octets)] = octets
    (collection.warcs / source.name).write_bytes(data)
    report, departures = checked(root)
    assert report.departures == len(departures) > 0
    assert all("\n" not in str(one) for one in departures)


# --- lines -----------------------------------------------------------------------------------------------------------------------


def edit_line(root: Path, folder: str, number: int, change: Callable[[dict[str, Any]], object]) -> None:
    (path,) = collection_of(root).line_files(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    line = orjson.loads(lines[number])
    change(line)
    lines[number] = orjson.dumps(line) + b"\n"
    path.write_bytes(b"".join(lines))


def setting(key: str, value: Any, inside: str | None = None) -> Callable[[dict[str, Any]], object]:
    return lambda line: (line[inside] if inside else line).__setitem__(key, value)


LINES: list[tuple[str, str, Callable[[dict[str, Any]], object], str]] = [
    ("a missing key", "articles", lambda line: line.pop("title"), "keys: expected schema, id"),
    ("a further key", "articles", setting("colour", "red"), "keys: expected schema, id"),
    ("keys in another order", "events", lambda line: line.update(url=line.pop("url")), "keys: expected schema, event"),
    ("another schema", "articles", setting("schema", "fangzhi/article/0"), "schema: expected fangzhi/article/1"),
    ("an odd id", "articles", setting("id", "x"), "id: expected PORTAL:"),
    ("another portal", "articles", setting("portal", "x"), "portal: expected 浙江 新闻, found x"),
    ("version 0", "articles", setting("version", 0), "version: expected a number from 1, found 0"),
    ("a title that is no text", "articles", setting("title", 1), "title: expected text or null, found 1"),
    ("an odd date", "articles", setting("date", "5.3.2026"), "date: expected YYYY-MM-DD or null"),
    ("a clock without offset", "articles", setting("date_time", "2026-03-05T09:08"), "date_time: expected ISO 8601 with offset"),
    ("links that are null", "articles", setting("links", None), "links: expected a list"),
    ("a field of another name", "articles", setting("colour", None, "fields"), "fields: expected an object of the fixed keys"),
    ("an image without words", "articles", setting("images", [{"url": "x"}]), "images: expected a list of url, caption, type"),
    ("crumbs without addresses", "articles", setting("breadcrumb", ["首页"]), "breadcrumb_urls: expected 1 like breadcrumb, found 0"),
    ("an odd verdict", "articles", setting("verdict", "unchanged"), "verdict: expected new or changed"),
    ("a verdict that does not fit", "articles", setting("verdict", "changed"), "expected new for version 1"),
    ("an odd digest", "articles", setting("text_digest", "sha1:x"), "text_digest: expected sha256"),
    ("another payload digest", "articles", setting("payload_digest", "sha256:" + "0" * 64), "payload_digest: expected sha256:"),
    ("another instant", "articles", setting("captured_at", "2020-01-01T00:00:00.000000Z"), "the record's date, found 2020-01-01"),
    ("a file that is not there", "articles", setting("file", "archive/x.warc.gz", "warc"), "of archive/x.warc.gz, found none"),
    ("a byte where no record begins", "articles", setting("offset", 7, "warc"), "warc: expected a record at byte 7"),
    ("another length", "articles", setting("length", 7, "warc"), "warc.length: expected "),
    ("another record", "articles", setting("record_id", "urn:uuid:x", "warc"), "warc.record_id: expected urn:uuid:"),
    ("another payload", "events", setting("payload_digest", "sha256:0", "warc"), "warc.payload_digest: expected sha256:"),
    ("an unknown event", "events", setting("event", "exploded"), "event: expected a known event, found exploded"),
    ("an odd detail", "events", setting("detail", {}), "detail: expected an object of the fixed keys"),
    ("a status that is none", "problems", setting("status", "404"), "status: expected an HTTP status or null"),
    ("a pointer cut short", "problems", setting("warc", {"file": "x"}), "warc: expected file, offset"),
]


@pytest.mark.parametrize(("why", "folder", "change", "words"), LINES, ids=[case[0] for case in LINES])
def test_a_line_that_departs_is_named(root: Path, why: str, folder: str, change: Callable[[dict[str, Any]], object], words: str) -> None:
    edit_line(root, folder, 0, change)
    found = told(root)
    assert any(words in one and f"/{folder}/" in one for one in found), found


def test_an_article_line_must_not_point_at_a_revisit(root: Path) -> None:
    (path,) = collection_of(root).warc_files()
    revisit = next(record for record in records(path) if record.type == "revisit" and record.get("WARC-Payload-Digest"))
    pointer = {"file": f"archive/{path.name}", "offset": revisit.offset, "length": revisit.length, "record_id": revisit.id,
               "payload_digest": revisit.get("WARC-Payload-Digest")}
    edit_line(root, "articles", 0, setting("warc", pointer))
    assert any("warc: expected a response, found revisit" in one for one in told(root))


def test_a_line_that_is_no_json_is_named_and_the_rest_is_looked_at(root: Path) -> None:
    (path,) = collection_of(root).line_files("articles")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"{not json}\n" + b"".join(lines[1:]))
    assert [one for one in told(root) if "line: expected JSON" in one]
    assert checked(root)[0].departures == 1


def test_a_version_twice_and_a_version_without_its_predecessor_are_named(root: Path) -> None:
    (path,) = collection_of(root).line_files("articles")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[0])
    assert any("expected each version once, found a second line of version 1" in one for one in told(root))
    path.write_bytes(lines[-1])
    assert any("version: expected version " in one and "alone" in one for one in told(root))


def test_a_torn_line_in_an_older_file_is_damage(root: Path) -> None:
    (path,) = collection_of(root).line_files("articles")
    path.with_name("a-20200101000000.jsonl").write_bytes(b'{"schema":')
    assert any("line: expected a line end" in one for one in told(root))


ANYTHING = st.recursive(st.none() | st.booleans() | st.integers(-2**63, 2**64 - 1) | st.floats() | st.text(max_size=5),
                        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(KEYS)), st.data())
def test_whatever_a_line_holds_it_is_judged_and_not_stumbled_over(folder: str, data: st.DataObject) -> None:
    pointer = st.fixed_dictionaries(dict.fromkeys(Pointer.__annotations__, ANYTHING))
    line = data.draw(st.fixed_dictionaries({key: pointer if key == "warc" else ANYTHING for key in KEYS[folder]}) | ANYTHING)
    seen = Seen()
    _, faults = faults_of(folder, encode({"x": line})[5:-2], "zj", seen)
    assert faults and all(isinstance(part, str) and "\n" not in part for fault in faults for part in fault)
    seen.close()


# --- derived files -----------------------------------------------------------------------------------------------------------------


def test_an_index_out_of_order_or_pointing_nowhere_is_named(root: Path) -> None:
    path = collection_of(root).indexes / "index.cdxj"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[1], lines[0], lines[2].replace(b'"offset":"', b'"offset":"9'), b"z nonsense\n"]))
    found = [str(one) for one in checked(root)[1]]
    for words in ("sorted by their bytes", "a record at byte 9", "KEY YYYYMMDDhhmmss {JSON}"):
        assert any(words in one for one in found), found


def test_a_file_that_is_not_what_the_manifest_says_is_named(root: Path) -> None:
    collection = collection_of(root)
    (problems,), (articles,), (events,) = (collection.line_files(name) for name in ("problems", "articles", "events"))
    problems.unlink()
    articles.write_bytes(b"")
    events.write_bytes(events.read_bytes().replace(b"first-seen", b"duplicate!"))
    found = [str(one) for one in checked(root)[1] if "manifest.json" in one.field]
    for words in ("file: expected to be there", "or more, found 0", "sha256: expected sha256:"):
        assert any(words in one for one in found), found


def test_files_that_grew_since_the_manifest_are_no_fault(root: Path) -> None:
    collection = collection_of(root)
    (events,) = collection.line_files("events")
    events.write_bytes(events.read_bytes() * 2)
    (collection.indexes / "index.cdxj").unlink()
    assert [str(one) for one in checked(root)[1]] == []


# --- the command -------------------------------------------------------------------------------------------------------------------

BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"scrapy", "twisted", "lxml", "bs4", "html5lib", "click", "rich", "crawler", "jsonschema", "uvloop"}:
            raise ImportError(name)
sys.meta_path.insert(0, Blocker())
sys.argv[0] = "archive"
from archive.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", BLOCKED, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_it_runs_where_scrapy_and_lxml_are_not_installed(good: Path) -> None:
    done = command("check", good)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"whole: \d+ records and \d+ lines in 4 files \(\d+ bytes\)\n", done.stdout)


def test_damage_is_one_line_each_and_exit_code_3(root: Path) -> None:
    edit_line(root, "articles", 0, setting("title", 0))
    collection_of(root).manifest.unlink()
    done = command("check", root)
    assert done.returncode == 3 and done.stderr == ""
    departure, summary = done.stdout.splitlines()
    assert "title: expected text or null, found 0" in departure and summary.startswith("DAMAGED, 1 departures")


def test_json_is_an_object_a_departure_and_a_summary(root: Path) -> None:
    edit_line(root, "articles", 0, setting("title", 0))
    collection_of(root).manifest.unlink()
    departure, summary = [json.loads(line) for line in command("check", "--json", root).stdout.splitlines()]
    assert (departure["field"], departure["at"], departure["found"]) == ("title", 0, "0")
    assert summary["summary"]["whole"] is False and summary["summary"]["departures"] == 1


@pytest.mark.parametrize("arguments", [("check", "/nonexistent"), ("check",), ("explode",), (), ("index", "/nonexistent")])
def test_bad_arguments_are_one_clear_line_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = command(*arguments)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr and done.stderr


def test_index_manifest_and_schema_are_made_where_they_are_missing(root: Path) -> None:
    collection = collection_of(root)
    before = {path.name: path.read_bytes() for path in (collection.indexes / "index.cdxj", collection.schema)}
    for path in (collection.indexes / "index.cdxj", collection.schema, collection.manifest):
        path.unlink()
    for name in ("schema", "index", "manifest"):
        done = command(name, root)
        assert (done.returncode, done.stderr, done.stdout) == (0, "", f"浙江 新闻: {name} written\n")
    assert {path.name: path.read_bytes() for path in (collection.indexes / "index.cdxj", collection.schema)} == before
    assert command("manifest", root).stdout == "浙江 新闻: manifest was in step\n"
    assert command("check", root).returncode == 0


def test_the_schema_can_be_printed_alone() -> None:
    assert json.loads(command("schema").stdout)["$id"] == "urn:fangzhi:article:1"
