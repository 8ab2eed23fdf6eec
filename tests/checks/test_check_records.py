"""Each thing that can be wrong with a record is named at its place."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reader import records
from tests.checks.archives import checked, collection_of, rewrite, swap, told

RESPONSE, REQUEST, METADATA, REVISIT, INFO_RECORD, CONVERSION = (
    b"WARC-Type: " + kind for kind in (b"response", b"request", b"metadata", b"revisit", b"warcinfo", b"conversion"))
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
    ("a conversion of nothing", CONVERSION, rb"WARC-Refers-To: [^\r]+\r\n", b"", "WARC-Refers-To", "found nothing"),
    ("a conversion of what is not there", CONVERSION, rb"WARC-Refers-To: <urn:uuid:........", b"WARC-Refers-To: <urn:uuid:00000000",
     "WARC-Refers-To", "none in this collection"),
    ("a conversion of its file", CONVERSION, rb"WARC-Warcinfo-ID: (\S+)\r\nWARC-Refers-To: [^\r]+",
     rb"WARC-Warcinfo-ID: \1\r\nWARC-Refers-To: \1", "WARC-Refers-To", "expected response or revisit, found warcinfo"),
    ("a conversion that was changed", CONVERSION, rb"drawn", b"Drawn", "WARC-Payload-Digest", "expected the digest of the payload"),
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


@settings(max_examples=30, deadline=None)
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
