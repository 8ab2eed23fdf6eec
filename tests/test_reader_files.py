"""Files of other programs, careless ones, and damaged ones."""

from __future__ import annotations

import errno
import gzip
import io
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import BadRecord, NotFound
from archive.model import WarcRef
from archive.reader import captures, entity_of, read_at, records
from archive.records.stored import instant_of
from tests.warc.exchanges import BIG, PAGE, answer, captured
from tests.warc.keeping import kept, warcs

LIMIT = 1 << 22
RECORD = (b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:%s>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n%b"
          b"Content-Length: %d\r\n\r\n%b\r\n\r\n")


def made(kind: str, name: str, block: bytes, *fields: str) -> bytes:
    """A record by hand."""
    lines = "".join(f"{one}\r\n" for one in fields).encode()
    return RECORD % (kind.encode(), name.encode(), lines, len(block), block)


def page(name: str, body: bytes = PAGE, *fields: str) -> bytes:
    return made("response", name, answer(body), "WARC-Target-URI: http://a.example/", "Content-Type: application/http; msgtype=response",
                *fields)


def written(tmp_path: Path, data: bytes, name: str = "other.warc.gz") -> Path:
    path = tmp_path / "archive" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def by_warcio(version: str, gzipped: bool) -> bytes:
    """A file as warcio makes it: response, then request; then a revisit."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=gzipped, warc_version=version)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    response = writer.create_warc_record("http://a.example/1", "response", payload=io.BytesIO(PAGE), http_headers=head,
                                         warc_headers_dict={"WARC-Date": "2020-02-03T04:05:06Z"})
    asked = StatusAndHeaders("GET /1 HTTP/1.1", [("Host", "a.example")], is_http_request=True)
    request = writer.create_warc_record("http://a.example/1", "request", http_headers=asked)
    writer.write_record(writer.create_warcinfo_record("other.warc.gz", {"software": "other"}))
    writer.write_request_response_pair(request, response)
    writer.write_record(writer.create_revisit_record("http://a.example/2", digest="sha1:AAAA", refers_to_uri="http://a.example/1",
                                                     refers_to_date="2020-02-03T04:05:06Z", http_headers=head))
    return buffer.getvalue()


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("gzipped", [True, False], ids=["gzip", "plain"])
def test_files_of_warcio_are_read(version: str, gzipped: bool, tmp_path: Path) -> None:
    path = written(tmp_path, by_warcio(version, gzipped), "other.warc.gz" if gzipped else "other.warc")
    first, second = captures(path)
    assert (first.url, first.status, entity_of(first, LIMIT)) == ("http://a.example/1", 200, PAGE)
    assert first.instant == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert first.capture.request == b"GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n"
    assert (second.revisit, second.refers and second.refers.url) == ("identical-payload-digest", "http://a.example/1")
    again = read_at(tmp_path, first.ref)
    assert entity_of(again, LIMIT) == PAGE
    assert first.ref.offset + first.ref.length <= path.stat().st_size


def test_angle_brackets_around_addresses_are_no_part_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, made("response", "1", answer(), "WARC-Target-URI: <http://a.example/?a=<b>>",
                                  "content-type: application/http;msgtype=response"), "a.warc")
    [one] = captures(path)
    assert one.url == "http://a.example/?a=<b>"


def test_a_request_before_its_response_is_tied_to_it_as_wget_writes_them(tmp_path: Path) -> None:
    request = made("request", "q", b"GET / HTTP/1.1\r\n\r\n", "WARC-Target-URI: <http://a.example/>", "Content-Type: application/http")
    path = written(tmp_path, request + page("p", PAGE, "WARC-Concurrent-To: <urn:x:q>"), "a.warc")
    [one] = captures(path)
    assert (one.capture.request, one.status) == (b"GET / HTTP/1.1\r\n\r\n", 200)


def test_a_request_far_from_its_response_makes_no_capture_of_its_own(tmp_path: Path) -> None:
    request = made("request", "q", b"GET / HTTP/1.1\r\n\r\n", "WARC-Target-URI: http://a.example/", "WARC-Concurrent-To: <urn:x:p>")
    path = written(tmp_path, page("p") + page("other") + request, "a.warc")
    assert [one.capture.request for one in captures(path)] == [b"", b""]


@pytest.mark.parametrize("record", [
    made("response", "1", b"93.184.216.34", "WARC-Target-URI: dns:a.example", "Content-Type: text/dns"),
    made("resource", "1", PAGE, "WARC-Target-URI: http://a.example/", "Content-Type: text/html"),
    made("conversion", "1", PAGE, "WARC-Target-URI: http://a.example/", "Content-Type: text/plain"),
    made("metadata", "1", b"a: b\r\n", "WARC-Target-URI: metadata://gnu.org/x", "Content-Type: application/warc-fields"),
    made("response", "1", answer(), "Content-Type: application/http"),
    made("response", "1", answer(), "WARC-Target-URI: http://a/", "Content-Type: application/http").replace(b"2020-01-01T", b"yesterday "),
], ids=["dns", "resource", "conversion", "metadata", "no address", "no date"])
def test_what_is_no_http_exchange_makes_no_capture(record: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, record, "a.warc")
    assert len(list(records(path))) == 1
    assert list(captures(path)) == []


def test_a_response_that_others_stored_without_a_head_has_no_status(tmp_path: Path) -> None:
    record = made("response", "1", PAGE, "WARC-Target-URI: http://a.example/", "Content-Type: application/http")
    [one] = captures(written(tmp_path, record, "a.warc"))
    assert (one.status, one.capture.head_size, entity_of(one, LIMIT)) == (None, None, b"")


def test_a_body_that_others_stored_without_its_framing_is_taken_as_it_is(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    record = made("response", "1", head + PAGE, "WARC-Target-URI: http://a.example/", "Content-Type: application/http")
    [one] = captures(written(tmp_path, record, "a.warc"))
    assert entity_of(one, LIMIT) == PAGE


def test_a_file_in_one_gzip_member_is_walked_though_no_record_can_be_read_alone(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(page("1") + page("2", BIG) + page("3")))
    assert [record.id for record in records(path)] == ["urn:x:1", "urn:x:2", "urn:x:3"]
    assert {(record.offset, record.length) for record in records(path)} == {(0, 0)}
    assert [entity_of(one, LIMIT) for one in captures(path)] == [PAGE, BIG, PAGE]


def test_careless_files_are_read(tmp_path: Path) -> None:
    bare = page("1").replace(b"\r\n", b"\n", 5)
    folded = made("response", "2", answer(), "WARC-Target-URI:\r\n http://a.example/", "Content-Type: application/http")
    short = page("3").removesuffix(b"\r\n\r\n") + b"\n"
    path = written(tmp_path, b"\r\n" + bare + folded + b"\r\n\r\n\r\n" + short + page("4"), "a.warc")
    assert [record.id for record in records(path)] == ["urn:x:1", "urn:x:2", "urn:x:3", "urn:x:4"]
    assert [one.url for one in captures(path)] == ["http://a.example/"] * 4


def test_an_empty_file_holds_no_record(tmp_path: Path) -> None:
    assert list(records(written(tmp_path, b""))) == []
    assert list(records(written(tmp_path, b"", "a.warc"))) == []


@pytest.mark.parametrize(("data", "words"), [
    (b"not a WARC file at all\r\n\r\n", "no WARC record"),
    (b"\0" * 100, "no WARC record"),
    (gzip.compress(b"plain text", mtime=0), "no WARC record"),
    (gzip.compress(page("1"), mtime=0)[:-9], "cut short"),
    (gzip.compress(page("1"), mtime=0)[:-8] + b"\0" * 8, "no sound gzip member"),
    (page("1")[:-900], "cut short"),
    (page("1").replace(b"Content-Length: ", b"Content-Length: x", 1), "Content-Length"),
    (page("1").replace(b"Content-Length: ", b"Content-Length: 9999999999999", 1), "Content-Length"),
    (page("1").replace(b"WARC-Type", b"WARC-Tipe"), "WARC-Type"),
    (b"WARC/1.1\r\n" + b"A: b\r\n" * 300_000, "no WARC record"),
])
def test_what_is_no_whole_record_is_told_with_file_and_byte(data: bytes, words: str, tmp_path: Path) -> None:
    path = written(tmp_path, data)
    with pytest.raises(BadRecord, match=f"other.warc.gz: byte .*{words}") as caught:
        list(records(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_the_disk_does_not_give_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, captured(answer()))
    [path] = warcs(tmp_path)

    def unreadable(fd: int, size: int, at: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("os.pread", unreadable)
    with pytest.raises(BadRecord, match="byte 0: cannot be read: Input/output error"):
        list(records(path))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="cannot be opened"):
        list(records(tmp_path / "none.warc.gz"))


def damaged(tmp_path: Path, refs: list[WarcRef], number: int) -> Path:
    """The file with some bytes of one record overwritten."""
    [path] = warcs(tmp_path)
    data = bytearray(path.read_bytes())
    middle = refs[number].offset + refs[number].length // 2
    data[middle:middle + 20] = b"\xff" * 20
    path.write_bytes(data)
    return path


def test_a_damage_hides_only_its_own_record(tmp_path: Path) -> None:
    refs = kept(tmp_path, *(captured(answer(random.Random(n).randbytes(3000)), url=f"http://a/{n}") for n in range(5)))
    path = damaged(tmp_path, refs, 2)
    faults: list[BadRecord] = []
    assert [one.url for one in captures(path, faults.append)] == ["http://a/0", "http://a/1", "http://a/3", "http://a/4"]
    assert len(faults) == 1
    assert f"byte {refs[2].offset}:" in str(faults[0])
    with pytest.raises(BadRecord, match=f"byte {refs[2].offset}:"):
        list(captures(path))
    with pytest.raises(BadRecord, match=f"byte {refs[2].offset}:"):
        read_at(tmp_path, refs[2])
    assert read_at(tmp_path, refs[3]).url == "http://a/3"


def forged(number: int) -> bytes:
    """A gzip member with a whole record in it, as a server might hide it in a page."""
    return gzip.compress(page(f"forged-{number}", PAGE, "WARC-Warcinfo-ID: <urn:x:info>"))


def test_records_inside_a_damaged_body_are_not_taken_for_records(tmp_path: Path) -> None:
    refs = kept(tmp_path, captured(answer(b"1"), url="http://a/1"), captured(answer(b"2"), url="http://a/2"))
    [path] = warcs(tmp_path)
    data = path.read_bytes()
    hiding = gzip.compress(page("page", b"".join(map(forged, range(20)))), compresslevel=0)
    assert hiding.count(b"\x1f\x8b\x08") == 21
    path.write_bytes(data[:refs[1].offset] + hiding[:-8] + bytes(8) + data[refs[1].offset:])
    faults: list[BadRecord] = []
    assert [one.url for one in captures(path, faults.append)] == ["http://a/1", "http://a/2"]
    assert len(faults) == 1


def test_a_damage_without_a_sound_record_behind_it_ends_the_walk(tmp_path: Path) -> None:
    [ref] = kept(tmp_path, captured(answer()))
    [path] = warcs(tmp_path)
    cut = gzip.compress(page("cut", random.Random(1).randbytes(900)))[:-90]
    path.write_bytes(path.read_bytes() + cut + b"\x1f\x8b\x08" * 40_000 + forged(1))
    faults: list[BadRecord] = []
    assert [one.ref for one in captures(path, faults.append)] == [ref]
    assert len(faults) == 1


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_damage_brings_the_reader_down(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        path.write_bytes(raw[:data.draw(st.integers(0, len(raw)))])
        for one in captures(path, on_bad=lambda bad: None):
            entity_of(one, 1000)


def samples() -> Iterator[bytes]:
    yield by_warcio("1.0", gzipped=True)
    yield by_warcio("1.1", gzipped=False)
    yield gzip.compress(page("1") + page("2"))


SAMPLES = list(samples())


@pytest.mark.parametrize(("text", "instant"), [
    ("2020-02-03T04:05:06Z", datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)),
    ("2020-02-03T04:05:06.7Z", datetime(2020, 2, 3, 4, 5, 6, 700_000, UTC)),
    ("2020-02-03T04:05:06.123456789Z", datetime(2020, 2, 3, 4, 5, 6, 123_456, UTC)),
    ("2020-02-03T04:05Z", datetime(2020, 2, 3, 4, 5, tzinfo=UTC)),
    ("2020-02", datetime(2020, 2, 1, tzinfo=UTC)),
    ("2020", datetime(2020, 1, 1, tzinfo=UTC)),
    ("2020-13-01", None), ("2020-02-03T04:05:06", None), ("", None), ("0000", None), ("２０２０", None),
])
def test_dates_are_read_as_exactly_as_they_are_written(text: str, instant: datetime | None) -> None:
    assert instant_of(text) == instant
